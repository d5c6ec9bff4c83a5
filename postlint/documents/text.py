"""Reading plain text: paragraphs, list items, a subject line; imports build, code, model and types."""

from __future__ import annotations

import re
from collections.abc import Iterator

from postlint.documents.build import Builder, Stretch
from postlint.documents.code import code_spans, fences
from postlint.documents.model import Document
from postlint.types import Span

_BLANK_LINES = re.compile(r"(?:\r\n?+|\n)[ \t\xa0]*+(?:\r\n?+|\n)\s*+")
_SUBJECT = re.compile(r"\s*subject[ \t]*:(?P<subject>[^\r\n]*)", re.IGNORECASE)
_BULLET = re.compile(
    r"(?:\A|(?<=[\r\n]))[ \t]*+"
    r"(?:(?P<bullet>[-*\u2013\u2022\u2023\u2043\u25aa\u25cf\u25e6\xb7])|\(?\d{1,2}[.)])"
    r"[ \t]++(?=\S)"
)


def read(source: str) -> Document:
    """Plain text as typed: Markdown habits are not resolved, but code between backticks is known as code."""
    builder = Builder(source)
    start = 0
    if subject := _SUBJECT.match(source):
        builder.add("subject", [Stretch(*subject.span("subject"))])
        start = subject.end()
    fenced = list(fences(source))
    for paragraph in _paragraphs(source, start):
        code = [fence for fence in fenced if fence.overlaps(paragraph)]
        for kind, span in _items(source, paragraph):
            builder.add(kind, [Stretch(span.start, span.end)], code=code or code_spans(source, span.start, span.end))
    return builder.document()


def _paragraphs(source: str, start: int) -> Iterator[Span]:
    """What stands between blank lines."""
    for blank in _BLANK_LINES.finditer(source, start):
        yield Span(start, blank.start())
        start = blank.end()
    yield Span(start, len(source))


def _items(source: str, paragraph: Span) -> Iterator[tuple[str, Span]]:
    """The paragraph, cut before every line that starts an item of a list; a bullet is no text, a number is."""
    kind, start = "paragraph", paragraph.start
    for marker in _BULLET.finditer(source, paragraph.start, paragraph.end):
        if start < marker.start():
            yield kind, Span(start, marker.start())
        kind, start = "list-item", marker.end() if marker["bullet"] else marker.start()
    if start < paragraph.end:
        yield kind, Span(start, paragraph.end)
