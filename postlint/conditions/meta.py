"""`meta`: what is known of the draft beside its text; imports base, regions, rules (schema), types."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

import regex

from postlint.conditions.base import COST_TERMS, Compiler, Kind, Search, TimeLimitReached, named
from postlint.conditions.regions import Regions
from postlint.rules.schema import Condition, Within
from postlint.types import Hit, Span


class Meta(
    Condition, frozen=True, forbid_unknown_fields=True, kw_only=True, rename={"is_": "is", "in_": "in", "as_": "as"}
):
    """A key of the metadata or front matter, and what must be true of it."""

    covers: ClassVar[bool] = False
    meta: str
    is_: Literal["present", "missing"] | None = None
    equals: str | int | float | bool | None = None
    in_: tuple[str | int | float | bool, ...] | None = None
    matches: str | None = None

    def mistakes(self) -> tuple[tuple[str, str], ...]:
        """Not exactly one test, or an invalid expression."""
        tests = [test for test in (self.is_, self.equals, self.in_, self.matches) if test is not None]
        if len(tests) != 1:
            return (("meta", "needs exactly one of `is`, `equals`, `in`, `matches`"),)
        if self.matches is not None:
            try:
                regex.compile(self.matches)
            except regex.error as error:
                return (("matches", f"is not a valid regular expression: {error}"),)
        return ()


class MetaMatcher:
    """Tests one key; the hit stands on the draft's first word, since metadata has no place in the text."""

    cost = COST_TERMS
    literals = None

    def __init__(self, spec: Meta) -> None:
        self._spec = spec
        self._pattern = regex.compile(spec.matches, regex.IGNORECASE) if spec.matches is not None else None

    def find(self, search: Search, regions: Regions) -> list[Hit]:
        """One hit when the test holds."""
        value = search.scan.meta.get(self._spec.meta)
        if not self._holds(value, search.scan.time_limit):
            return []
        values = ((self._spec.meta, "" if value is None else str(value)),)
        hit = Hit(first_word(search), label=self._spec.meta, values=values, whole=True)
        return named([hit], self._spec.as_)

    def _holds(self, value: Any, time_limit: float) -> bool:
        present = value is not None and value != "" and value != []
        if self._spec.is_ is not None:
            return present == (self._spec.is_ == "present")
        if not present:
            return False
        values = value if isinstance(value, list | tuple) else [value]
        if self._pattern is not None:
            try:
                return any(self._pattern.search(str(one), timeout=time_limit) for one in values)
            except TimeoutError as error:
                raise TimeLimitReached from error
        allowed = self._spec.in_ if self._spec.in_ is not None else (self._spec.equals,)
        return not {str(one).casefold() for one in values}.isdisjoint(str(one).casefold() for one in allowed)


def first_word(search: Search) -> Span:
    """Where a finding about the draft as a whole is put."""
    match = regex.compile(r"\S+").search(search.text)
    return Span(*match.span()) if match else Span(0, 0)


def compile_meta(spec: Meta, compiler: Compiler, within: Within) -> MetaMatcher:
    """Nothing to prepare but the expression."""
    return MetaMatcher(spec)


KIND = Kind(name="meta", spec=Meta, compile=compile_meta)
