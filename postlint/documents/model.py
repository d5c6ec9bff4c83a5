"""Document, block and view: what a reader makes of a source; imports types only."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from postlint.types import Failure, Span

PROSE = frozenset(
    (
        *("paragraph", "heading", "list-item", "quote", "table-cell", "caption"),
        *("alt", "link-text", "subject", "front-matter"),
    )
)
"""Block kinds that a reader of the published post reads."""

BLOCK_KINDS = PROSE | {"code", "comment", "url"}


UNDESCRIBED = "undescribed-image"
"""The name of a `url` block: an image that nothing describes and that is not marked as decoration."""


class View:
    """A text derived from a source, which maps every position back to the source.

    It is a sequence of pieces `(text_start, source_start, source_end)`: a piece whose two lengths agree maps position
    by position; any other is one replacement and maps as a whole. Text between pieces does not exist; text that stands
    nowhere in the source (a separator) is a piece of source length 0.
    """

    __slots__ = ("_source_ends", "_source_starts", "_text_starts", "length")

    def __init__(self, pieces: list[tuple[int, int, int]], length: int) -> None:
        self._text_starts = [piece[0] for piece in pieces]
        self._source_starts = [piece[1] for piece in pieces]
        self._source_ends = [piece[2] for piece in pieces]
        self.length = length

    def source(self, start: int, end: int) -> Span:
        """The smallest source span that holds what the text shows from `start` to `end` (half-open, `start < end`)."""
        first, first_end = self._one(start)
        if end - start <= 1:
            return Span(first, first_end)
        return Span(first, max(self._one(end - 1)[1], first))

    def pieces(self, start: int, end: int) -> Iterator[tuple[int, int, int, int]]:
        """What the text from `start` to `end` consists of: `(text_start, text_end, source_start, source_end)`."""
        index = max(bisect_right(self._text_starts, start) - 1, 0)
        while index < len(self._text_starts) and self._text_starts[index] < end:
            at, source_start, source_end = (
                self._text_starts[index],
                self._source_starts[index],
                self._source_ends[index],
            )
            index += 1
            last = self._text_starts[index] if index < len(self._text_starts) else self.length
            first, until = max(at, start), min(last, end)
            if first >= until:
                continue
            if last - at == source_end - source_start:
                yield first, until, source_start + first - at, source_start + until - at
            else:
                yield first, until, source_start, source_end

    def _one(self, position: int) -> tuple[int, int]:
        """The source range of the code point at `position`."""
        index = bisect_right(self._text_starts, position) - 1
        text_start = self._text_starts[index]
        text_end = self._text_starts[index + 1] if index + 1 < len(self._text_starts) else self.length
        source_start, source_end = self._source_starts[index], self._source_ends[index]
        if text_end - text_start == source_end - source_start:
            offset = source_start + position - text_start
            return offset, offset + 1
        return source_start, source_end


class Block(msgspec.Struct, frozen=True):
    """A stretch of the document with a kind: `Document.text[start:end]`."""

    kind: str
    start: int
    end: int
    name: str = ""
    """The key of a front matter value; `UNDESCRIBED` of the address of an image without a text; empty elsewhere."""


class Document(msgspec.Struct, frozen=True):
    """A draft as read from its format. `text` is what all conditions see; offsets index it unless they say source."""

    source: str
    text: str
    """The readable text: all blocks in source order, folded (`documents/fold.py`), joined by blank lines."""
    view: View
    """Maps `text` to `source`."""
    blocks: tuple[Block, ...]
    """In order, disjoint."""
    code: tuple[Span, ...] = ()
    """Code spans inside prose blocks."""
    links: tuple[Span, ...] = ()
    """Words inside prose blocks that lead somewhere; not addresses that stand in the text as they are."""
    sentences: tuple[Span, ...] = ()
    """In order, disjoint; none crosses a block; together they cover every block's visible text."""
    meta: Mapping[str, Any] = {}
    """Front matter."""
    meta_spans: Mapping[str, Span] = {}
    """Source span of each top-level front matter value."""
    failures: tuple[Failure, ...] = ()
