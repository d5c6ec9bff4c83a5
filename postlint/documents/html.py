"""Tags in Markdown: where they end, what they say, what they do to the text around; imports model and types."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from html import unescape
from pathlib import Path

from postlint.types import Span

_ELEMENTS = Path(__file__).with_name("data") / "html_elements.txt"

TAG = re.compile(
    r"<(?P<closing>/?)(?P<element>[A-Za-z][A-Za-z0-9-]*+)"
    r"(?P<attributes>(?:\s++[A-Za-z_:@][\w.:@-]*+(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s\"'=<>`]++))?)*+)\s*+/?>"
)
ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")

_ATTRIBUTE = re.compile(
    r"(?<![\w.:@-])(?P<name>alt|title|caption|href|src)\s*+=\s*+(?:\"(?P<double>[^\"]*+)\"|'(?P<single>[^']*+)'|(?P<bare>[^\s\"'=<>`]++))",
    re.IGNORECASE,
)
_DESCRIBED = re.compile(
    r"(?<![\w.:@-])(?:alt\s*+=\s*+(?:\"\s*+[^\"\s]|'\s*+[^'\s]|[^\s\"'=<>`])|aria-label(?:ledby)?\s*+="
    r"|role\s*+=\s*+[\"']?(?:presentation|none)\b|aria-hidden\s*+=\s*+[\"']?true\b)",
    re.IGNORECASE,
)
_KINDS = {"alt": "alt", "title": "alt", "caption": "caption", "href": "url", "src": "url"}
"""Attributes that somebody reads or follows, and the kind of block that their values are."""


def attributes(text: str, start: int, end: int) -> Iterator[tuple[str, Span]]:
    """The kind and span of every attribute value worth reading in a tag or a template tag."""
    for match in _ATTRIBUTE.finditer(text, start, end):
        yield _KINDS[match["name"].lower()], Span(*match.span(match.lastgroup or 0))


def is_undescribed(text: str, start: int, end: int) -> bool:
    """Whether the tag of an image has neither words for those who do not see it nor a sign that it is decoration."""
    return _DESCRIBED.search(text, start, end) is None


def decoded(entity: str) -> str | None:
    """What an entity stands for; None for a name that HTML does not know."""
    character = unescape(entity)
    return None if character == entity else character


def kind_of(element: str) -> str | None:
    """The kind of block that an element makes of its content; None for one that stands within a line."""
    return _kinds().get(element.lower())


@cache
def _kinds() -> dict[str, str]:
    kinds: dict[str, str] = {}
    for line in _ELEMENTS.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            kind, elements = line.split("\t")
            kinds.update(dict.fromkeys(elements.split(), kind))
    return kinds
