"""Finding code between backticks, as it is typed in plain text too; imports types only."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from postlint.types import Span

_BACKTICKS = re.compile(r"`+")
_FENCE = re.compile(r"^ {0,3}(`{3,})[^`\r\n]*$", re.MULTILINE)


class Backticks:
    """The runs of backticks in a stretch of text: a run opens a code span if a later one has its length."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self._starts: dict[int, list[int]] = {}
        for run in _BACKTICKS.finditer(text, start, end):
            self._starts.setdefault(len(run.group()), []).append(run.start())

    def closing(self, start: int, length: int) -> int | None:
        """Where the run starts that closes the one of that length at `start`."""
        starts = self._starts.get(length, [])
        index = bisect_right(starts, start)
        return starts[index] if index < len(starts) else None


def code_spans(text: str, start: int, end: int) -> Iterator[Span]:
    """The code spans of a paragraph, with their backticks."""
    backticks: Backticks | None = None
    position = start
    while run := _BACKTICKS.search(text, position, end):
        backticks = backticks or Backticks(text, start, end)
        closing = backticks.closing(run.start(), len(run.group()))
        position = run.end()
        if closing is not None:
            position = closing + len(run.group())
            yield Span(run.start(), position)


def fences(text: str) -> Iterator[Span]:
    """Stretches of lines between a line of three or more backticks and the next that is as long; closed ones only."""
    if "```" not in text:
        return
    opening: re.Match[str] | None = None
    for line in _FENCE.finditer(text.replace("\r", "\n")):
        if opening is None:
            opening = line
        elif len(line[1]) >= len(opening[1]) and line.group().strip() == line[1]:
            yield Span(opening.start(), line.end())
            opening = None
