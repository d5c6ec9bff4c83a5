"""The words of all rules, numbered, and what compiling computes from them; imports inflections, necessary."""

from __future__ import annotations

from postlint.conditions.inflections import Inflections
from postlint.conditions.necessary import Needed


class Vocabulary:
    """Every literal and every inflected phrase that any rule needs, numbered; the plan makes one index of it."""

    def __init__(self) -> None:
        self.literals: dict[str, int] = {}
        self.inflections = Inflections()
        self.gates: dict[str, int] = {}
        """Texts that matter wherever they occur, be it inside a word."""

    def add(self, literal: str) -> int:
        """The number of a flat literal (see `documents.fold.flat_term`)."""
        number = self.literals.get(literal)
        if number is None:
            number = self.literals[literal] = self._next()
        return number

    def add_inflected(self, phrase: str, flat: str) -> int:
        """The number of a phrase in all its inflections; `flat` is the phrase as a literal."""
        if phrase not in self.inflections.numbers:
            self.inflections.add(phrase, flat, self._next())
        return self.inflections.numbers[phrase]

    def add_gate(self, literal: str) -> int:
        """The number of a text that may stand inside a word, and without which a condition cannot hit."""
        return self.gates.setdefault(literal, self._next())

    def _next(self) -> int:
        return len(self.literals) + len(self.gates) + len(self.inflections.numbers)


class Memo:
    """What compiling computes from the words of rules alone, so that a start can take it from the cache."""

    def __init__(self) -> None:
        self.flat: dict[str, str] = {}
        """Phrases in their flat form."""
        self.needed: dict[str, tuple[Needed, ...]] = {}
        """What every match of a pattern holds: one of each set."""
