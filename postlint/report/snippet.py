"""The line of a draft that holds a finding, its words underlined, nothing private shown; imports masking, types."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

from rich.cells import cell_len

from postlint.masking import mask
from postlint.types import Span

CUT = "…"
_TAB = 4
_LINE_ENDS = "\r\n"
_UNSEEN = "\N{REPLACEMENT CHARACTER}"


class Snippet(NamedTuple):
    """One line, ready to be printed."""

    text: str
    """The line, cut around the words where it is too long."""
    indent: int
    """Cells before the words."""
    length: int
    """Cells of the words in this line, at least 1."""


def visible(text: str) -> str:
    """`text` without what acts on a terminal or turns the reading order, one character for one."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_visible_character, text))


def _visible_character(character: str) -> str:
    if character in "\t\r\n":
        return " "
    category = unicodedata.category(character)
    # Joiners belong to emoji and to scripts; the other format characters turn the reading order or hide.
    if category in ("Cc", "Cs", "Zl", "Zp") or (category == "Cf" and character not in "\u200c\u200d"):
        return _UNSEEN
    return character


def hide(source: str, spans: Iterable[Span], more: Iterable[str] = ()) -> str:
    """`source` with the words of `spans` masked, and every place that says the same words, or `more`; same length."""
    wanted = [(span.start, span.end) for span in spans]
    for words in {*more, *(source[start:end] for start, end in wanted)} - {""}:
        same = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)", re.IGNORECASE)
        wanted += [match.span() for match in same.finditer(source)]
    pieces, done = [], 0
    for start, end in _merged(wanted):
        pieces += [source[done:start], mask(source[start:end])]
        done = end
    return "".join([*pieces, source[done:]])


def _merged(ranges: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Sorted, those that overlap made one: masked apart, each would show a first letter inside the other."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def snippet(source: str, shown: str, span: Span, width: int) -> Snippet | None:
    """The line of `span` in at most `width` cells, or None where there is nothing to show.

    `span` indexes `source`; `shown` is what may be seen of it, position by position (`hide`).
    """
    # A character takes up a cell or two, save the few that take none: further away than this nothing can be seen.
    reach = 2 * width
    first, last = max(0, span.start - reach), min(len(source), span.start + reach)
    line_start = max(source.rfind(ending, first, span.start) for ending in _LINE_ENDS) + 1
    line_end = min(end if (end := source.find(ending, span.start, last)) >= 0 else last for ending in _LINE_ENDS)
    cut = (not line_start and first > 0, line_end == last < len(source))
    line_start = max(line_start, first)
    if not source[line_start:line_end].strip():
        return None
    end = min(max(span.end, span.start + 1), line_end)
    before = _cells(shown[line_start : span.start], 0)
    words = _cells(shown[span.start : end], cell_len(before))
    after = _cells(shown[end:line_end], cell_len(before) + cell_len(words))
    left, middle, right = _fit(before, words, after, width, cut=cut)
    return Snippet(left + middle + right, cell_len(left), max(cell_len(middle), 1))


def _cells(text: str, column: int) -> str:
    """`text` as it is printed: tabs become spaces up to the next stop, `column` being where it begins."""
    parts = []
    for index, part in enumerate(text.split("\t")):
        if index:
            stop = _TAB - column % _TAB
            parts.append(" " * stop)
            column += stop
        parts.append(visible(part))
        column += cell_len(parts[-1])
    return "".join(parts)


def _fit(before: str, words: str, after: str, width: int, *, cut: tuple[bool, bool]) -> tuple[str, str, str]:
    """The three parts in `width` cells, cut at the far ends; `cut` says that text is already missing there."""
    words = _keep_start(words, width - 2)
    room = width - cell_len(words)
    need_left, need_right = cell_len(before) + cut[0], cell_len(after) + cut[1]
    if need_left + need_right <= room:
        return CUT * cut[0] + before, words, after + CUT * cut[1]
    left = min(need_left, max(room // 2, room - need_right))
    before = _keep_end(before, left, cut=cut[0])
    return before, words, _keep_start(after, room - cell_len(before), cut=cut[1])


def _keep_start(text: str, width: int, *, cut: bool = False) -> str:
    """As much of the beginning as `width` cells hold, the cut shown."""
    if not cut and cell_len(text) <= width:
        return text
    text = text[:width]
    while text and cell_len(text) >= width:
        text = text[:-1]
    return text + CUT if width > 0 else ""


def _keep_end(text: str, width: int, *, cut: bool = False) -> str:
    """As much of the end as `width` cells hold, the cut shown."""
    if not cut and cell_len(text) <= width:
        return text
    text = text[-width:] if width > 0 else ""
    while text and (cell_len(text) >= width or cell_len(text[0]) == 0):
        text = text[1:]
    return CUT + text if width > 0 else ""
