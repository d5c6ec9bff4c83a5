"""Front matter of Markdown: YAML between `---`, TOML between `+++`; imports build, lines, toml, yaml and types."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from postlint.documents.build import Stretch
from postlint.types import Failure, Span

_PUBLISHED = Path(__file__).with_name("data") / "published_keys.txt"

_OPENING = re.compile(r"(?P<fence>---|\+\+\+)[ \t]*+(?:\r\n?|\n)")
_CLOSINGS = {
    "---": re.compile(r"^(?:---|\.\.\.)[ \t]*+(?:\r\n?|\n|\Z)", re.MULTILINE),
    "+++": re.compile(r"^\+\+\+[ \t]*+(?:\r\n?|\n|\Z)", re.MULTILINE),
}
_LANGUAGES = {"---": ("YAML", "yaml_values"), "+++": ("TOML", "toml_values")}
_KEY = re.compile(r"\s*+(?:#[^\r\n]*+\s*+)*+[\w.\"'-]++[ \t]*+(?::(?=\s)|=)")
_LONGEST = 65_536

_ESCAPE = re.compile(r"\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|(?:\r\n?|\n)\s*+|.)")
_ESCAPED = {
    "n": "\n",
    "t": " ",
    "r": "\n",
    "_": " ",
    "L": "\n",
    "P": "\n",
    "N": "\n",
    "0": "",
    "a": "",
    "b": "",
    "e": "",
}


class Value(NamedTuple):
    """A value found in front matter; spans index the front matter's content."""

    key: str
    span: Span
    depth: int
    """1 at the top level."""
    text: Span | None = None
    """What of it is text, without quotes; None where the value is no string."""
    quote: str = ""
    """How the text is written: `"` has escapes, `'` doubles itself, `|` keeps its lines, anything else is plain."""


class Mistake(Exception):  # noqa: N818 (it becomes a Failure)
    """What is wrong with front matter, in words that hold none of it, and where in its content."""

    def __init__(self, message: str, line: int, column: int) -> None:
        super().__init__(message)
        self.line, self.column = line, column


class Text(NamedTuple):
    """A published value."""

    name: str
    stretches: list[Stretch]
    wrapped: bool
    """Whether its line breaks are only those of the file."""


class FrontMatter(NamedTuple):
    """What stands above the body."""

    end: int = 0
    """Where the body begins in the source."""
    meta: Mapping[str, Any] = {}
    meta_spans: Mapping[str, Span] = {}
    texts: tuple[Text, ...] = ()
    failures: tuple[Failure, ...] = ()


def read(source: str) -> FrontMatter:
    """The front matter of a source; where there is none, an empty one."""
    opening = _OPENING.match(source)
    if opening is None:
        return FrontMatter()
    language, module = _LANGUAGES[opening["fence"]]
    start = opening.end()
    closing = _CLOSINGS[opening["fence"]].search(source.replace("\r", "\n"), start, start + _LONGEST)
    if closing is None:
        return FrontMatter(start, failures=_unclosed(source, start, opening["fence"]))
    content = source[start : closing.start()]
    # Each language is loaded only for a draft that uses it.
    parse: Callable[[str], tuple[Any, list[Value]]] = import_module(f"postlint.documents.{module}").parse
    try:
        meta, values = parse(content)
    except Mistake as mistake:
        line, column = mistake.line + 1, mistake.column
        message = f"the front matter is not valid {language} in line {line}: {mistake}"
        return FrontMatter(closing.end(), failures=(Failure("front-matter", message, line=line, column=column),))
    if meta is not None and not isinstance(meta, dict):
        # A rule drawn above the text, not front matter.
        return FrontMatter(start)
    return FrontMatter(
        _body(source, closing),
        {str(key): value for key, value in (meta or {}).items()},
        {value.key: Span(start + value.span.start, start + value.span.end) for value in values if value.depth == 1},
        tuple(_texts(content, start, values)),
    )


def _body(source: str, closing: re.Match[str]) -> int:
    """Where the body begins; the fence may have been found in the middle of CRLF."""
    return closing.end() + source.startswith("\r\n", closing.end() - 1)


def _unclosed(source: str, start: int, fence: str) -> tuple[Failure, ...]:
    """A failure, unless the opening fence is only a rule drawn above the text."""
    if not _KEY.match(source, start):
        return ()
    message = f"the front matter opened in line 1 is never closed: add a line '{fence}' after its last value"
    return (Failure("front-matter", message, line=1, column=1),)


def _texts(content: str, offset: int, values: list[Value]) -> Iterator[Text]:
    for value in values:
        if value.text is not None and value.key.lower().replace("-", "_") in _published():
            yield Text(value.key, list(_stretches(content, offset, value.text, value.quote)), value.quote != "|")


def _stretches(content: str, offset: int, text: Span, quote: str) -> Iterator[Stretch]:
    """The text of a value with its escapes resolved."""
    start = text.start
    pattern = {'"': _ESCAPE, "'": re.compile("''")}.get(quote)
    for escape in pattern.finditer(content, text.start, text.end) if pattern else ():
        yield Stretch(offset + start, offset + escape.start())
        yield Stretch(offset + escape.start(), offset + escape.end(), _unescaped(escape.group()))
        start = escape.end()
    yield Stretch(offset + start, offset + text.end)


def _unescaped(escape: str) -> str:
    if escape == "''":
        return "'"
    body = escape[1:]
    if len(body) > 1 and body[0] in "xuU":
        code = int(body[1:], 16)
        return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else ""
    return "" if body[0] in "\r\n" else _ESCAPED.get(body, body)


@cache
def _published() -> frozenset[str]:
    lines = _PUBLISHED.read_text(encoding="utf-8").splitlines()
    return frozenset(key for line in lines if not line.startswith("#") for key in line.split())
