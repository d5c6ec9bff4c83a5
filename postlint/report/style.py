"""Colour, counts and wrapping for everything that is printed for people; imports types.

The few colours are written here: rich's console would take longer to import than a short draft takes to check.
"""

from __future__ import annotations

import re

from rich.cells import cell_len

from postlint.types import Decision, Severity

_SEVERITIES = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.INFO: "1;34"}
_DECISIONS = {Decision.BLOCK: "1;31", Decision.REVIEW: "1;33", Decision.UNCHECKED: "1;35", Decision.PUBLISH: "1;32"}


class Style:
    """Paints words, or leaves them alone."""

    def __init__(self, colour: bool) -> None:
        self._colour = colour

    def _paint(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self._colour else text

    def bold(self, text: str) -> str:
        """Names of drafts, labels."""
        return self._paint(text, "1")

    def dim(self, text: str) -> str:
        """What frames the words of the draft."""
        return self._paint(text, "2")

    def rule(self, text: str) -> str:
        """A rule's id."""
        return self._paint(text, "36")

    def severity(self, text: str, severity: Severity) -> str:
        """Words in the colour of how bad it is."""
        return self._paint(text, _SEVERITIES[severity])

    def decision(self, decision: Decision) -> str:
        """The decision in capitals: it must be seen without colour too."""
        return self._paint(decision.upper(), _DECISIONS[decision])


def count(number: int, noun: str) -> str:
    """`1 draft`, `2 drafts`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def wrap(text: str, width: int, indent: str = "") -> list[str]:
    """Lines of at most `width` cells, broken at spaces only: a link or a long word stays whole. At least one line."""
    lines = [""]
    for word in re.findall(r"\S+", text):
        longer = f"{lines[-1]} {word}" if lines[-1] else indent + word
        if lines[-1] and cell_len(longer) > width:
            lines.append(indent + word)
        else:
            lines[-1] = longer
    return lines
