"""`person`: people by how the text refers to them, in which role, and by what they could be recognised.

Imports base, regions, terms, detect (people), documents, rules (schema), types.
"""

from __future__ import annotations

from typing import get_args

import regex

from postlint.conditions.base import COST_DETECTOR, Compiler, Exceptions, Kind, Search, named, shift, without
from postlint.conditions.regions import Regions
from postlint.conditions.terms import list_names
from postlint.detect.people import Mark, Mention, Reference, Role
from postlint.documents.fold import flatten
from postlint.rules.schema import Condition, Within
from postlint.types import Hit

_WORD = regex.compile(r"\w+")
_CHOICES = {"person": get_args(Reference), "role": get_args(Role), "known_by": get_args(Mark)}


class Person(Condition, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Somebody the text refers to."""

    person: tuple[str, ...]
    role: tuple[str, ...] = ("private",)
    known_by: tuple[str, ...] = ()
    not_in: tuple[str, ...] = ()

    def lists(self) -> frozenset[str]:
        """Names of the lists in `not_in`."""
        return list_names(self.not_in)

    def mistakes(self) -> tuple[tuple[str, str], ...]:
        """Ways of reference, roles and marks that there are not."""
        found = [
            (key, f"{value!r} is none of: {', '.join(known)}")
            for key, known in _CHOICES.items()
            for value in getattr(self, key)
            if value not in known
        ]
        if not self.person:
            found.append(("person", f"needs at least one of: {', '.join(_CHOICES['person'])}"))
        return tuple(found)


class PersonMatcher:
    """Reads whole blocks; no parse is needed."""

    cost = COST_DETECTOR
    literals = None

    def __init__(self, spec: Person, exceptions: Exceptions | None) -> None:
        self._references = frozenset(spec.person)
        self._roles = frozenset(spec.role)
        self._marks = frozenset(spec.known_by)
        self._name = spec.as_
        self._exceptions = exceptions
        self._names = [frozenset(_WORD.findall(flatten(entry))) for entry in exceptions.entries] if exceptions else []

    def find(self, search: Search, regions: Regions) -> list[Hit]:
        """Mentions inside the regions that no exception names."""
        hits = [
            Hit(shift(one.span, search.scan.document.blocks[index].start), one.reference, private=True)
            for index in search.blocks_in(regions)
            for one in search.scan.people(index)
            if self._is_wanted(one)
        ]
        kept = [hit for hit in search.keep(hits, regions) if not self._is_named(search.text, hit)]
        return named(without(kept, self._exceptions, search), self._name)

    def _is_wanted(self, mention: Mention) -> bool:
        return (
            mention.reference in self._references
            and mention.role in self._roles
            and (not self._marks or not self._marks.isdisjoint(mention.marks))
        )

    def _is_named(self, text: str, hit: Hit) -> bool:
        """Whether all words of a name belong to one name of `not_in`."""
        if hit.label != "named" or not self._names:
            return False
        words = set(_WORD.findall(flatten(text[hit.span.start : hit.span.end]))) - {"s"}
        return any(words <= name for name in self._names)


def compile_person(spec: Person, compiler: Compiler, within: Within) -> PersonMatcher:
    """People are looked for at scan time; only the exceptions are compiled."""
    return PersonMatcher(spec, compiler.exceptions(spec.not_in))


KIND = Kind(name="person", spec=Person, compile=compile_person)
