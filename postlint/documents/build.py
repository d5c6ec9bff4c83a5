"""Building a document out of stretches of its source; imports model, fold, sentences and types."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from postlint.documents.fold import Edit, changes
from postlint.documents.model import PROSE, Block, Document, View
from postlint.documents.sentences import sentences
from postlint.types import Failure, Span

_SEPARATOR = "\n\n"

_Pieces = list[tuple[int, int, int]]
"""`(text_start, source_start, source_end)` in order, as `View` takes them."""


class Stretch(NamedTuple):
    """Readable text, and the source it stands for: verbatim where `text` is None."""

    start: int
    end: int
    text: str | None = None


class Builder:
    """Collects blocks in order; every block is folded, trimmed and left out when nothing of it is visible."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._parts: list[str] = []
        self._pieces: list[tuple[int, int, int]] = []
        self._length = 0
        self._blocks: list[Block] = []
        self._code: list[Span] = []
        self._links: list[Span] = []
        self._sentences: list[Span] = []

    def add(
        self,
        kind: str,
        stretches: Sequence[Stretch],
        *,
        name: str = "",
        code: Iterable[Span] = (),
        links: Iterable[Span] = (),
        breaks: Sequence[int] | None = None,
    ) -> None:
        """Append a block.

        `code` and `links` hold source spans of code and of link texts inside prose. `breaks` holds the source positions
        at which a line ends on purpose, where the format tells (Markdown); None takes the text's line breaks for what
        they look like.
        """
        raw = "".join([self._source[s.start : s.end] if s.text is None else s.text for s in stretches])
        text, pieces = _compose(*changes(raw), _placed(stretches))
        visible = text.strip()
        if not visible:
            return
        if self._blocks:
            self._append(_SEPARATOR, [(0, stretches[0].start, stretches[0].start)])
        lead = len(text) - len(text.lstrip())
        pieces = [
            (at - lead, first, last)
            for at, first, last in _cut(pieces, [piece[0] for piece in pieces], lead, lead + len(visible))
        ]
        start = self._length
        self._append(visible, pieces)
        self._blocks.append(Block(kind, start, self._length, name))
        locate = _Locator([*pieces, (len(visible), 0, 0)])
        for spans, found in ((code, self._code), (links, self._links)):
            for span in spans:
                located = Span(start + locate(span.start), start + locate(span.end))
                if located.start < located.end:
                    found.append(located)
        line_ends = None if breaks is None else [locate(position) for position in breaks]
        self._add_sentences(kind, visible, start, line_ends)

    def document(
        self,
        meta: Mapping[str, Any] | None = None,
        meta_spans: Mapping[str, Span] | None = None,
        failures: Sequence[Failure] = (),
    ) -> Document:
        """What has been collected."""
        return Document(
            source=self._source,
            text="".join(self._parts),
            view=View(self._pieces, self._length),
            blocks=tuple(self._blocks),
            code=tuple(self._code),
            links=tuple(self._links),
            sentences=tuple(self._sentences),
            meta=meta or {},
            meta_spans=meta_spans or {},
            failures=tuple(failures),
        )

    def _append(self, text: str, pieces: Iterable[tuple[int, int, int]]) -> None:
        self._pieces += [(self._length + at, start, end) for at, start, end in pieces]
        self._parts.append(text)
        self._length += len(text)

    def _add_sentences(self, kind: str, text: str, start: int, breaks: list[int] | None) -> None:
        if kind not in PROSE:
            found = _lines(text)
        elif breaks is None:
            found = list(sentences(text, 0, len(text)))
        else:
            cuts = sorted({0, len(text), *breaks})
            found = [s for first, last in pairwise(cuts) for s in sentences(text, first, last, wrapped=True)]
        self._sentences += [Span(start + span.start, start + span.end) for span in found]


def _lines(text: str) -> list[Span]:
    """What stands between line breaks, without white space around it."""
    found, position = [], 0
    for line in text.split("\n"):
        if stripped := line.strip():
            first = position + line.index(stripped)
            found.append(Span(first, first + len(stripped)))
        position += len(line) + 1
    return found


def _placed(stretches: Sequence[Stretch]) -> _Pieces:
    """The pieces of the stretches laid end to end, and a last empty one that marks where they end."""
    pieces: _Pieces = []
    at = 0
    for start, end, text in stretches:
        length = end - start if text is None else len(text)
        if text is None and pieces and pieces[-1][2] == start and at - pieces[-1][0] == start - pieces[-1][1]:
            pieces[-1] = (pieces[-1][0], pieces[-1][1], end)
        elif length:
            pieces.append((at, start, end))
        at += length
    return [*pieces, (at, 0, 0)]


def _cut(pieces: _Pieces, starts: list[int], start: int, end: int) -> _Pieces:
    """The pieces of the text from `start` to `end`, which must not be empty."""
    cut: _Pieces = []
    for index in range(bisect_right(starts, start) - 1, len(pieces) - 1):
        text_start, source_start, source_end = pieces[index]
        text_end = pieces[index + 1][0]
        if text_start >= end:
            break
        first, last = max(start, text_start), min(end, text_end)
        if text_end - text_start == source_end - source_start:
            cut.append((first, source_start + first - text_start, source_start + last - text_start))
        else:
            cut.append((first, source_start, source_end))
    return cut


def _compose(text: str, edits: Sequence[Edit], pieces: _Pieces) -> tuple[str, _Pieces]:
    """The text after the edits, and its pieces."""
    if not edits:
        return text, pieces
    starts = [piece[0] for piece in pieces]
    parts: list[str] = []
    composed: _Pieces = []
    done = at = 0

    def copy(start: int, end: int) -> None:
        nonlocal at
        if start < end:
            composed.extend((at + p[0] - start, p[1], p[2]) for p in _cut(pieces, starts, start, end))
            parts.append(text[start:end])
            at += end - start

    for edit in edits:
        copy(done, edit.start)
        if edit.text:
            replaced = _cut(pieces, starts, edit.start, edit.end)
            composed.append((at, replaced[0][1], replaced[-1][2]))
            parts.append(edit.text)
            at += len(edit.text)
        done = edit.end
    copy(done, len(text))
    return "".join(parts), [*composed, (at, 0, 0)]


class _Locator:
    """Finds where in the text a position of the source is shown, within one block."""

    def __init__(self, pieces: _Pieces) -> None:
        self._pieces = pieces
        self._ends = [piece[2] for piece in pieces]

    def __call__(self, position: int) -> int:
        """The first position of the text that shows the source at or after `position`."""
        index = bisect_right(self._ends, position, hi=len(self._pieces) - 1)
        text_start, source_start, source_end = self._pieces[index]
        if index + 1 == len(self._pieces) or position <= source_start:
            return text_start
        if self._pieces[index + 1][0] - text_start == source_end - source_start:
            text_start += position - source_start
        return text_start
