"""`terms`: words and phrases, inline or from lists; imports base, regions, documents, rules (schema) and types."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Literal

from postlint.conditions.base import COST_TERMS, Compiler, Exceptions, Kind, Search, named, without
from postlint.conditions.regions import Regions
from postlint.documents.fold import flat_term, fold_text
from postlint.rules.lists import entry_fault, split_entry
from postlint.rules.schema import Condition, Within
from postlint.types import Hit, Span


class Terms(Condition, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Phrases of which one must stand in the text as whole words."""

    terms: tuple[str, ...]
    match: Literal["word", "lemma", "exact"] = "word"
    not_in: tuple[str, ...] = ()

    def lists(self) -> frozenset[str]:
        """Names of the lists in `terms` and `not_in`."""
        return list_names((*self.terms, *self.not_in))

    def mistakes(self) -> tuple[tuple[str, str], ...]:
        """An empty list of phrases, or a phrase without a letter or digit."""
        if not self.terms:
            return (("terms", "needs at least one phrase or $list"),)
        empty = [term for term in self.terms if not flat_term(split_entry(term)[0]).strip()]
        faults = [fault for fault in map(entry_fault, self.terms) if fault]
        return (
            *(("terms", f"the phrase {term!r} has no letter or digit to find") for term in empty),
            *(("terms", fault) for fault in faults),
        )


def list_names(values: Sequence[str]) -> frozenset[str]:
    """The `$lists` among phrases, without the dollar sign."""
    return frozenset(value[1:] for value in values if value.startswith("$"))


class TermsMatcher:
    """Finds the phrases through the automaton's word occurrences."""

    cost = COST_TERMS

    def __init__(
        self, literals: frozenset[int], exact: frozenset[str] | None, name: str | None, exceptions: Exceptions | None
    ) -> None:
        self.literals: frozenset[int] | None = literals
        self._own = literals
        self._exact = exact
        self._name = name
        self._exceptions = exceptions

    def find(self, search: Search, regions: Regions) -> list[Hit]:
        """Longest phrase first where two overlap."""
        spans = [span for span in occurrences(search, self._own) if self._case_agrees(search.text, span)]
        hits = search.keep([Hit(span, listed=True) for span in spans], regions)
        return named(without(hits, self._exceptions, search), self._name)

    def _case_agrees(self, text: str, span: Span) -> bool:
        return self._exact is None or text[span.start : span.end] in self._exact


def occurrences(search: Search, literals: frozenset[int]) -> list[Span]:
    """Where these literals stand as words, sorted; of overlapping ones the longest, then the first, stays."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(search.scan.occurrences(literals), key=lambda pair: (pair[0] - pair[1], pair[0])):
        index = bisect_right(kept, (start, end))
        if (index == 0 or kept[index - 1][1] <= start) and (index == len(kept) or end <= kept[index][0]):
            kept.insert(index, (start, end))
    return [Span(start, end) for start, end in kept]


class PhraseExceptions:
    """A `not_in`: phrases whose occurrences clear what they overlap."""

    def __init__(self, entries: tuple[str, ...], literals: frozenset[int]) -> None:
        self.entries = entries
        self._literals = literals

    def spans(self, search: Search) -> list[Span]:
        """Where the phrases stand."""
        return occurrences(search, self._literals)


def exceptions(values: Sequence[str], compiler: Compiler) -> PhraseExceptions | None:
    """`not_in` compiled; None when nothing is excepted."""
    entries = compiler.phrases(values)
    if not entries:
        return None
    return PhraseExceptions(entries, compiler.literals(values, "word"))


def compile_terms(spec: Terms, compiler: Compiler, within: Within) -> TermsMatcher:
    """Every phrase becomes a literal of the index, or a phrase that it finds in every inflection."""
    exact = None
    if spec.match == "exact":
        written = set(map(fold_text, compiler.phrases(spec.terms)))
        exact = frozenset(written | {phrase.replace(" ", "") for phrase in written})
    literals = compiler.literals(spec.terms, spec.match)
    return TermsMatcher(literals, exact, spec.as_, compiler.exceptions(spec.not_in))


KIND = Kind(name="terms", spec=Terms, compile=compile_terms)
