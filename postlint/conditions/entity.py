"""`entity`: persons, places, numbers … that detectors name.

Imports base, regions, terms, detect (entities), rules (schema), types.
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from postlint.conditions.base import (
    COST_DETECTOR,
    COST_PARSE,
    Compiler,
    Exceptions,
    Kind,
    ParseNeeded,
    Search,
    named,
    without,
)
from postlint.conditions.regions import Regions
from postlint.conditions.terms import list_names
from postlint.detect.entities import TYPES, needs_parse
from postlint.detect.entities import Entity as Found
from postlint.documents.fold import flatten
from postlint.rules.schema import Condition, Within
from postlint.types import Hit


class Entity(Condition, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Something of a named type."""

    entity: tuple[str, ...]
    min_confidence: float = 0.0
    not_in: tuple[str, ...] = ()

    def lists(self) -> frozenset[str]:
        """Names of the lists in `not_in`."""
        return list_names(self.not_in)

    def mistakes(self) -> tuple[tuple[str, str], ...]:
        """Types that no detector names; a confidence outside 0 to 1."""
        known = ", ".join(sorted(TYPES))
        found = [
            ("entity", f"{name!r} is no entity type; there are: {known}") for name in self.entity if name not in TYPES
        ]
        if not self.entity:
            found.append(("entity", f"needs at least one type of: {known}"))
        if not 0 <= self.min_confidence <= 1:
            found.append(("min_confidence", "must lie between 0 and 1"))
        return tuple(found)


_WORD = regex.compile(r"\w+")


class EntityMatcher:
    """Asks the detectors, block by block; raises `ParseNeeded` where a block has yet to be parsed."""

    literals = None

    def __init__(self, spec: Entity, exceptions: Exceptions | None) -> None:
        self._types = frozenset(spec.entity)
        self._parsed = needs_parse(self._types)
        self._least = spec.min_confidence
        self._name = spec.as_
        self._exceptions = exceptions
        self._names = [frozenset(_WORD.findall(flatten(entry))) for entry in exceptions.entries] if exceptions else []
        self.cost = COST_PARSE if self._parsed else COST_DETECTOR

    def find(self, search: Search, regions: Regions) -> list[Hit]:
        """Entities inside the regions that no exception names."""
        found = []
        for entity in self._entities(search, regions):
            if entity.type in self._types and entity.confidence >= self._least:
                found.append(Hit(entity.span, entity.type, entity.confidence, private=True))
        hits = [hit for hit in search.keep(found, regions) if not self._is_named(search.text, hit)]
        return named(without(hits, self._exceptions, search), self._name)

    def _entities(self, search: Search, regions: Regions) -> Iterator[Found]:
        missing = False
        for index in search.blocks_in(regions):
            try:
                yield from search.scan.entities(index, self._parsed)
            except ParseNeeded:
                missing = True
        if missing:
            raise ParseNeeded

    def _is_named(self, text: str, hit: Hit) -> bool:
        """Whether all words of a person belong to one name of `not_in`."""
        if hit.label != "person" or not self._names:
            return False
        words = set(_WORD.findall(flatten(text[hit.span.start : hit.span.end]))) - {"s"}
        return any(words <= name for name in self._names)


def compile_entity(spec: Entity, compiler: Compiler, within: Within) -> EntityMatcher:
    """Detectors are asked at scan time; only the exceptions are compiled."""
    return EntityMatcher(spec, compiler.exceptions(spec.not_in))


KIND = Kind(name="entity", spec=Entity, compile=compile_entity)
