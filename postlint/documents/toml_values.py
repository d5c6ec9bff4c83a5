"""The values of TOML front matter and where they stand; imports front_matter and types."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from postlint.documents.front_matter import Mistake, Value
from postlint.types import Span

_STATEMENT = re.compile(
    r"^[ \t]*+(?:(?P<table>\[)|(?P<key>[\w-]++|\"(?:[^\"\\\n]|\\.)*+\"|'[^'\n]*+')(?P<dotted>[^=\n]*+)=[ \t]*+)",
    re.MULTILINE,
)
_TOKEN = re.compile(
    r"\"\"\"(?P<long>(?:[^\"\\]|\\.|\"(?!\"\"))*+\"{0,2}?)\"\"\"|'''(?P<long_literal>(?:[^']|'(?!''))*+)'''"
    r"|\"(?P<basic>(?:[^\"\\\n]|\\.)*+)\"|'(?P<literal>[^'\n]*+)'"
    r"|(?P<open>[\[{])|(?P<close>[\]}])|(?P<comment>#[^\n]*+)|(?P<end>\n)|[^\"'\[\]{}#\n]++|.",
    re.DOTALL,
)
_QUOTES = {"long": '"', "long_literal": "", "basic": '"', "literal": ""}
_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)")


def parse(content: str) -> tuple[Any, list[Value]]:
    """The data, and all values of tables with their places.

    Raises:
        Mistake: where the content is not TOML.

    """
    content = re.sub(r"\r(?!\n)", "\n", content)
    try:
        data = tomllib.loads(content)
    except (ValueError, RecursionError) as error:
        place = _PLACE.search(str(error))
        line, column = (int(place[1]), int(place[2])) if place else (1, 1)
        raise Mistake("write each value as key = value, and text in double quotes", line, column) from None
    return _plain(data), list(_values(content))


def _plain(value: Any) -> Any:
    """The value with dates and times as ISO text."""
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, datetime | date | time) else value


def _values(content: str) -> Iterator[Value]:
    depth, position = 1, 0
    while statement := _STATEMENT.search(content, position):
        if statement["table"]:
            depth = 2
            position = content.find("\n", statement.end())
            if position < 0:
                return
            continue
        key = statement["key"].strip("\"'")
        dotted = "." in (statement["dotted"] or "")
        first = _TOKEN.match(content, statement.end())
        position = _end(content, statement.end())
        span = Span(statement.end(), statement.end() + len(content[statement.end() : position].rstrip()))
        if dotted:
            key = statement["dotted"].strip(" \t.\"'").rpartition(".")[2].strip(" \t\"'")
        quoted = first.lastgroup if first and first.lastgroup in _QUOTES else None
        text = Span(*first.span(quoted)) if first and quoted else None
        yield Value(key, span, depth + dotted, text, _QUOTES.get(quoted or "", ""))


def _end(content: str, start: int) -> int:
    """Where the value that starts here ends: at a line end or a comment outside all brackets."""
    nested = 0
    while token := _TOKEN.match(content, start):
        if token.lastgroup == "open":
            nested += 1
        elif token.lastgroup == "close":
            nested -= 1
        elif token.lastgroup in ("end", "comment") and nested <= 0:
            return token.start()
        start = token.end()
    return start
