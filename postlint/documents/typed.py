"""The readable text as it was typed, before folding, for what depends on single characters; imports model only."""

from __future__ import annotations

import re
import string
from collections.abc import Sequence
from typing import NamedTuple

from postlint.documents.model import Block, Document

_MARKUP = frozenset(string.punctuation)
_LINE_END = re.compile(r"\r\n?")
_BULLETS = r"[-*+\u2013\u2022\u2023\u2043\u25aa\u25cf\u25e6\xb7]|\d{1,3}[.)]"
_BETWEEN = re.compile(rf"\s*(?:(?:{_BULLETS})[ \t]+)?")
"""What may stand between two blocks of a post and is published with them."""
_FIRST_BULLET = re.compile(rf"(?:^|[\r\n])[ \t]*((?:{_BULLETS})[ \t]+)\Z")
_LONGEST_BULLET = 12


class Typed(NamedTuple):
    """Text as typed, and for each of its characters where `Document.text` shows it."""

    text: str
    positions: list[int]


def typed(document: Document, start: int, end: int) -> Typed:
    """What `Document.text[start:end]` stands for: look-alikes, styled letters, invisible characters, runs of spaces.

    Markup stays away, entities are decoded, and every line ends in a line feed.
    """
    parts: list[str] = []
    positions: list[int] = []

    def add(text: str, first: int, last: int) -> None:
        parts.append(text)
        positions.extend(range(first, last) if len(text) == last - first else [first] * len(text))

    done = None
    for first, last, source_start, source_end in document.view.pieces(start, end):
        if done is not None and done < source_start:
            hidden = document.source[done:source_start]
            if all(ord(char) > 127 for char in hidden):  # a joiner, not markup
                add(hidden, first - 1, first - 1)
        written = document.source[source_start:source_end]
        is_verbatim = last - first == source_end - source_start
        if not written or (not is_verbatim and not _MARKUP.isdisjoint(written)):
            written = document.text[first:last]
        add(_LINE_END.sub("\n", written) if "\r" in written else written, first, last)
        done = source_end
    return Typed("".join(parts), positions)


def published(document: Document, blocks: Sequence[Block]) -> Typed:
    """Blocks as one text, with the line breaks and bullets that stand between them."""
    parts: list[str] = []
    positions: list[int] = []
    done: int | None = None
    for block in blocks:
        source_start = document.view.source(block.start, block.start + 1).start
        gap = _lead(document.source, source_start) if done is None else _gap(document.source[done:source_start])
        one = typed(document, block.start, block.end)
        parts += (gap, one.text)
        positions += [block.start] * len(gap) + one.positions
        done = document.view.source(block.start, block.end).end
    return Typed("".join(parts), positions)


def _gap(source: str) -> str:
    """What is published of the source between two blocks; a blank line where markup or another block stands there."""
    return _LINE_END.sub("\n", source) if _BETWEEN.fullmatch(source) else "\n\n"


def _lead(source: str, start: int) -> str:
    """The bullet before the first block."""
    bullet = _FIRST_BULLET.search(source[max(start - _LONGEST_BULLET, 0) : start])
    return bullet[1] if bullet else ""
