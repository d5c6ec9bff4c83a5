"""`all`, `any`, `not` and `count`: combinations of conditions.

Imports base, regions, partners, together, rules (schema), types.

The first member of `all` is the subject: a hit stands on its words, and every other member is looked for in the unit
(sentence, block, post, distance in words) around it. Cheap members run first and narrow the blocks in which the dear
ones are asked, which changes what is asked but never what is found.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar, Literal

import msgspec

from postlint.conditions.base import Compiler, Kind, Matcher, Search, named
from postlint.conditions.partners import Partners
from postlint.conditions.regions import Regions, inside, intersection, union
from postlint.conditions.together import spanning
from postlint.documents.fold import flatten
from postlint.rules.schema import Condition, Within
from postlint.types import Hit, Span


def _is_lone(condition: Condition) -> bool:
    """Whether a condition has a unit with nothing in it that could be near to anything."""
    return condition.within is not None and not condition.children()


class All(Condition, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Conditions that must hold together; the first is the subject."""

    covers: ClassVar[bool] = False
    all: tuple[Condition, ...]
    mark: Literal["subject", "together"] = "subject"
    """Which words a finding is put on: the subject's, or from the first to the last of all that `as` names."""

    def children(self) -> tuple[Condition, ...]:
        """The members."""
        return self.all

    def mistakes(self) -> tuple[tuple[str, str], ...]:
        """No members, or a subject that is a `not`."""
        if not self.all:
            return (("all", "needs at least one condition"),)
        if _is_lone(self.all[0]):
            return (("all", "`within` says nothing on the first condition: it is the one that the others are near to"),)
        if isinstance(self.all[0], Not):
            return (("all", "cannot begin with `not`: its first condition is the one that the finding is put on"),)
        return ()


class Any(Condition, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Conditions of which one must hold."""

    any: tuple[Condition, ...]

    def children(self) -> tuple[Condition, ...]:
        """The alternatives."""
        return self.any

    def mistakes(self) -> tuple[tuple[str, str], ...]:
        """No alternatives, or a unit that would do nothing."""
        if not self.any:
            return (("any", "needs at least one condition"),)
        if any(map(_is_lone, self.any)):
            return (("any", "`within` says nothing on one of its conditions: put it on the `any` itself"),)
        return ()


class Not(Condition, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A condition that must not hold; stands only inside `all`."""

    not_: Condition = msgspec.field(name="not")

    def children(self) -> tuple[Condition, ...]:
        """The condition that must not hold."""
        return (self.not_,)

    def names(self) -> frozenset[str]:
        """Nothing: what is absent has no words."""
        return frozenset()


class Count(Condition, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A condition that must hit several times in one unit."""

    covers: ClassVar[bool] = False
    count: Condition
    at_least: int
    distinct: bool = False

    def children(self) -> tuple[Condition, ...]:
        """The condition that is counted."""
        return (self.count,)

    def names(self) -> frozenset[str]:
        """How many there were and how many it takes."""
        return frozenset({"value", "limit"}) | ({self.as_} if self.as_ else frozenset())

    def mistakes(self) -> tuple[tuple[str, str], ...]:
        """A number below two counts nothing."""
        return () if self.at_least >= 2 else (("at_least", "must be 2 or more"),)


class Member(msgspec.Struct, frozen=True):
    """A compiled member of `all` or `unless`."""

    matcher: Matcher
    within: Within
    absent: bool = False
    """It must not hit; then words of the subject itself count, as they do where it clears a finding (`unless`)."""
    clears: bool = False

    def units(self, search: Search, spans: Iterable[tuple[int, int]]) -> Regions:
        """Where this member must be looked for, seen from `spans`."""
        if self.within == "post":
            return search.scope
        units = union([search.scan.unit(start, end, self.within) for start, end in spans])
        return intersection(units, search.scope)

    def partners(self, search: Search, subjects: Sequence[Hit], hits: Sequence[Hit]) -> list[Hit | None]:
        """For each subject the nearest of `hits` in its unit."""
        partners = Partners(search, self.within, hits, overlapping=self.absent or self.clears)
        return [partners.nearest(subject.span) for subject in subjects]

    def ask(self, search: Search, subjects: Sequence[Hit]) -> list[Hit | None]:
        """For each subject the nearest hit in its unit, looked for only around the subjects."""
        units = self.units(search, [(hit.span.start, hit.span.end) for hit in subjects])
        return self.partners(search, subjects, self.matcher.find(search, units))


class AllMatcher:
    """Evaluates members cheapest first."""

    def __init__(
        self, subject: Matcher, members: Sequence[Member], name: str | None, *, together: bool = False
    ) -> None:
        self._subject = subject
        self._together = together
        present = [member for member in members if not member.absent]
        self._absent = [member for member in members if member.absent]
        self._before = sorted(
            (one for one in present if one.matcher.cost < subject.cost), key=lambda one: one.matcher.cost
        )
        self._after = sorted(
            (one for one in present if one.matcher.cost >= subject.cost), key=lambda one: one.matcher.cost
        )
        self._name = name
        self._needed = [one.literals for one in (subject, *(member.matcher for member in present))]
        gates = [literals for literals in self._needed if literals is not None]
        self.literals = min(gates, key=len, default=None)
        self.cost = max([subject.cost, *(member.matcher.cost for member in members)])

    def find(self, search: Search, regions: Regions) -> list[Hit]:
        """Hits of the subject that have all their partners."""
        if not all(search.scan.may_hold(literals) for literals in self._needed):
            return []
        found: list[tuple[Member, list[Hit]]] = []
        for member in self._before:
            hits = member.matcher.find(search, member.units(search, regions))
            if not hits:
                return []
            found.append((member, hits))
            if member.within not in ("post", "opening") and not any(hit.whole for hit in hits):
                # By block: a hit never leaves its block, so nothing that could have a partner is lost.
                blocks = union([search.scan.unit(hit.span.start, hit.span.end, "paragraph") for hit in hits])
                regions = intersection(regions, blocks)
        subjects = self._subject.find(search, regions)
        for member, hits in found:
            subjects = joined(subjects, member.partners(search, subjects, hits))
        for member in self._after:
            if not subjects:
                return []
            subjects = joined(subjects, member.ask(search, subjects))
        for member in self._absent:
            if not subjects:
                return []
            partners = member.ask(search, subjects)
            subjects = [hit for hit, partner in zip(subjects, partners, strict=True) if partner is None]
        if self._together:
            subjects = sorted((spanning(search, hit) for hit in subjects), key=lambda hit: hit.span)
        return named(subjects, self._name)


def joined(subjects: Sequence[Hit], partners: Sequence[Hit | None]) -> list[Hit]:
    """Subjects that have a partner, with what the partner tells."""
    return [
        msgspec.structs.replace(
            subject,
            confidence=min(subject.confidence, partner.confidence),
            captures=(*subject.captures, *partner.captures),
            values=(*subject.values, *partner.values),
        )
        for subject, partner in zip(subjects, partners, strict=True)
        if partner is not None
    ]


class AnyMatcher:
    """Every alternative's hits; of hits on the same words the first alternative's stays."""

    def __init__(self, alternatives: Sequence[Matcher], name: str | None) -> None:
        self._alternatives = alternatives
        self._name = name
        gates = [one.literals for one in alternatives]
        known = [literals for literals in gates if literals is not None]
        self.literals = frozenset[int]().union(*known) if len(known) == len(gates) else None
        self.cost = max(one.cost for one in alternatives)

    def find(self, search: Search, regions: Regions) -> list[Hit]:
        """Hits of all alternatives, in order of the text."""
        hits: dict[Span, Hit] = {}
        for alternative in self._alternatives:
            if search.scan.may_hold(alternative.literals):
                for hit in alternative.find(search, regions):
                    hits.setdefault(hit.span, hit)
        return named(sorted(hits.values(), key=lambda hit: hit.span), self._name)


class CountMatcher:
    """Groups hits by their unit."""

    def __init__(self, counted: Matcher, spec: Count, within: Within) -> None:
        self._counted = counted
        self._least, self._distinct, self._name = spec.at_least, spec.distinct, spec.as_
        self._within = within
        self.literals = counted.literals
        self.cost = counted.cost

    def find(self, search: Search, regions: Regions) -> list[Hit]:
        """One hit for each unit with enough, from the first to the last where they share a block, else on the first."""
        groups: dict[tuple[int, int], list[Hit]] = {}
        for hit in self._counted.find(search, search.scope):
            unit = search.scan.unit(hit.span.start, hit.span.end, self._within)
            if hit.span.start >= unit[0] and hit.span.end <= unit[1]:  # a hit may lie outside of the opening
                groups.setdefault(unit, []).append(hit)
        hits = []
        for group in groups.values():
            words = {flatten(search.text[hit.span.start : hit.span.end]) for hit in group}
            total = len(words) if self._distinct else len(group)
            if total >= self._least:
                hits.append(self._whole(search, group, total))
        return named([hit for hit in hits if inside(hit.span, regions)], self._name)

    def _whole(self, search: Search, group: Sequence[Hit], total: int) -> Hit:
        span = Span(group[0].span.start, max(hit.span.end for hit in group))
        if search.scan.unit(span.start, span.start + 1, "paragraph")[1] < span.end:
            span = group[0].span
        values = (("value", str(total)), ("limit", str(self._least)))
        return Hit(span, group[0].label, min(hit.confidence for hit in group), values=values)


def member(condition: Condition, compiler: Compiler, within: Within) -> Member:
    """A member of `all` or `unless`; its own `within` wins over the inherited one."""
    if isinstance(condition, Not):
        inner = condition.not_
        unit = condition.within or inner.within or within
        return Member(compiler.matcher(inner, unit), unit, absent=True)
    unit = condition.within or within
    return Member(compiler.matcher(condition, unit), unit)


def compile_all(spec: All, compiler: Compiler, within: Within) -> AllMatcher:
    """`within` of the `all` is what its members inherit."""
    unit = spec.within or within
    subject = compiler.matcher(spec.all[0], unit)
    members = [member(child, compiler, unit) for child in spec.all[1:]]
    return AllMatcher(subject, members, spec.as_, together=spec.mark == "together")


def compile_any(spec: Any, compiler: Compiler, within: Within) -> AnyMatcher:
    """Alternatives inherit the unit."""
    unit = spec.within or within
    return AnyMatcher([compiler.matcher(child, unit) for child in spec.any], spec.as_)


def compile_not(spec: Not, compiler: Compiler, within: Within) -> Matcher:
    """Reached only for a `not` outside of `all`, which the loader refuses."""
    raise AssertionError("`not` stands only inside `all`")


def compile_count(spec: Count, compiler: Compiler, within: Within) -> CountMatcher:
    """The unit in which hits are counted; a distance in words makes no group, its block does."""
    unit = spec.within or within
    return CountMatcher(compiler.matcher(spec.count, unit), spec, unit)


KINDS = (
    Kind(name="all", spec=All, compile=compile_all),
    Kind(name="any", spec=Any, compile=compile_any),
    Kind(name="not", spec=Not, compile=compile_not),
    Kind(name="count", spec=Count, compile=compile_count),
)
