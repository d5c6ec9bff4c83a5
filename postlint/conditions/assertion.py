"""`assertion`: words that the text does not say in its own name; imports base, regions, rules (schema), types."""

from __future__ import annotations

from typing import Literal

from postlint.conditions.base import COST_MEASURE, Compiler, Kind, Search, named
from postlint.conditions.regions import Regions
from postlint.rules.schema import Condition, Within
from postlint.types import Hit


class Assertion(Condition, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Words that the text does not say in its own name."""

    assertion: tuple[Literal["negated", "reported", "quoted", "asked", "supposed", "past"], ...]

    def mistakes(self) -> tuple[tuple[str, str], ...]:
        """No kind at all."""
        return () if self.assertion else (("assertion", "needs at least one way of saying something"),)


class AssertionMatcher:
    """Reads what the scan knows of the whole document."""

    cost = COST_MEASURE
    literals = None

    def __init__(self, spec: Assertion) -> None:
        self._kinds = frozenset(spec.assertion)
        self._name = spec.as_

    def find(self, search: Search, regions: Regions) -> list[Hit]:
        """One hit for each stretch of words that is said in one of these ways."""
        hits = [Hit(one.span, label=one.kind) for one in search.scan.assertions if one.kind in self._kinds]
        return named(search.keep(hits, regions), self._name)


def compile_assertion(spec: Assertion, compiler: Compiler, within: Within) -> AssertionMatcher:
    """Nothing of a rule to compile: triggers are the same for all."""
    return AssertionMatcher(spec)


KIND = Kind(name="assertion", spec=Assertion, compile=compile_assertion)
