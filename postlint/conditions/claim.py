"""`claim`: sentences that make a claim of the register, rightly or not.

Imports base, regions, detect, rules (schema), types.
"""

from __future__ import annotations

from typing import Literal

from postlint.conditions.base import COST_DETECTOR, Compiler, Kind, Search, named
from postlint.conditions.regions import Regions
from postlint.detect.claim_differences import Verdict
from postlint.detect.claims import Statement
from postlint.rules.schema import Condition, Within
from postlint.types import Hit


class Claim(Condition, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A claim of the register, and how it is made."""

    claim: tuple[Literal["any"] | Verdict, ...]

    def names(self) -> frozenset[str]:
        """Which entry of the register it is, its approved wording, and what differs."""
        return frozenset({"claim", "wording", "difference"}) | ({self.as_} if self.as_ else frozenset())

    def mistakes(self) -> tuple[tuple[str, str], ...]:
        """No verdict at all."""
        return () if self.claim else (("claim", "needs at least one verdict, such as `approved`"),)


class ClaimMatcher:
    """Compares the prose of a document with the register, once for all rules that ask."""

    cost = COST_DETECTOR
    literals = None

    def __init__(self, spec: Claim) -> None:
        self._verdicts = frozenset(spec.claim)
        self._name = spec.as_

    def find(self, search: Search, regions: Regions) -> list[Hit]:
        """One hit a statement, from its first to its last word; none where there is no register."""
        hits = [
            Hit(one.span, label=one.verdict, values=_values(one))
            for one in search.scan.claims.statements
            if "any" in self._verdicts or one.verdict in self._verdicts
        ]
        return named(search.keep(hits, regions), self._name)


def _values(one: Statement) -> tuple[tuple[str, str], ...]:
    name, wording = (one.claim.id, one.claim.wording) if one.claim else ("", "")
    return (("claim", name), ("wording", wording), ("difference", one.difference))


def compile_claim(spec: Claim, compiler: Compiler, within: Within) -> ClaimMatcher:
    """Nothing to prepare: what the document says of the register, the scan knows."""
    return ClaimMatcher(spec)


KIND = Kind(name="claim", spec=Claim, compile=compile_claim)
