"""What fixes change, as a unified diff in which nothing private is shown; imports report (snippet), types."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from postlint.report.snippet import hide
from postlint.types import Report, Span

_CONTEXT = 3
_NO_LINE_END = "\n\\ No newline at end of file\n"


def unified(name: str, old: Report, new: Report, *, show_values: bool = False) -> str:
    """The diff between the sources of two reports on one draft; empty where they are the same.

    Private words are masked in it, and then it is no patch.
    """
    if old.source == new.source:
        return ""
    before, after = old.source, new.source
    if not show_values:
        words = {source[span.start : span.end] for source, span in (*_private(old), *_private(new))}
        before, after = hide(old.source, [], words), hide(new.source, [], words)
    shown = _lines(before), _lines(after)
    groups = SequenceMatcher(None, _lines(old.source), _lines(new.source), autojunk=False).get_grouped_opcodes(_CONTEXT)
    pieces = [f"--- {name}\n+++ {name}\n"]
    for group in groups:
        pieces.append(f"@@ -{_range(group[0][1], group[-1][2])} +{_range(group[0][3], group[-1][4])} @@\n")
        pieces += _hunk(group, *shown)
    return "".join(pieces)


def _private(report: Report) -> list[tuple[str, Span]]:
    """The source with each place of it that may not be shown."""
    findings = (*report.findings, *(item.finding for item in report.suppressed))
    spans = [span for item in findings if item.sensitive for span in item.private or (item.span,)]
    return [(report.source, span) for span in (*report.hidden, *spans)]


def _hunk(group: Sequence[tuple[str, int, int, int, int]], old: Sequence[str], new: Sequence[str]) -> Iterator[str]:
    for kind, first, last, new_first, new_last in group:
        if kind == "equal":
            yield from (_line(" ", line) for line in old[first:last])
        else:
            yield from (_line("-", line) for line in old[first:last])
            yield from (_line("+", line) for line in new[new_first:new_last])


def _line(sign: str, line: str) -> str:
    return sign + line if line.endswith("\n") else sign + line + _NO_LINE_END


def _range(start: int, end: int) -> str:
    """Lines as a diff counts them."""
    length = end - start
    if length == 1:
        return str(start + 1)
    return f"{start + 1 if length else start},{length}"


def _lines(text: str) -> list[str]:
    """Lines with their ends; only a line feed ends one."""
    lines = [line + "\n" for line in text.split("\n")]
    lines[-1] = lines[-1][:-1]
    return lines if lines[-1] else lines[:-1]
