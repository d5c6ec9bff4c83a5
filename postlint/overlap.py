"""One problem is one finding: which of several hits on the same words stays; imports conditions, plan, rules, types."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from itertools import groupby

from postlint.conditions.regions import take, union
from postlint.plan import CompiledRule
from postlint.rules.schema import Rule
from postlint.types import Hit, Severity, Span, Status

Hits = list[tuple[CompiledRule, Hit]]


def one_each(hits: Hits, rank: Callable[[Rule], int], clause: Callable[[Rule], tuple[str, str]]) -> Hits:
    """Hits by position, without those that others on the same words make needless.

    Under one clause only the worst stays, and of two as bad the one of a rule that knows what it looks for, before that
    of a classifier. Beside an error a milder hit of its category goes as well. Two clauses with hits as bad both stay:
    the writer has to know both. Hits of rules on trial come last: they fail no draft, and must not hide one that does.
    """

    def weight(rule: Rule) -> tuple[bool, int]:
        return rule.status is Status.TRIAL, rank(rule)

    def order(pair: tuple[CompiledRule, Hit]) -> tuple[tuple[bool, int], bool, float, int, str, Span]:
        rule, hit = pair[0].rule, pair[1]
        return weight(rule), bool(rule.when.classifiers()), -hit.confidence, -len(hit.span), rule.id, hit.span

    kept: Hits = []
    taken: dict[tuple[str, str], list[Span]] = {}
    for (_, severity), group in groupby(sorted(hits, key=order), key=lambda pair: weight(pair[0].rule)):
        worse = _covered([pair for pair in kept if rank(pair[0].rule) == Severity.ERROR.rank < severity])
        for compiled, hit in group:
            is_said = _touches(worse.get(compiled.rule.category, ()), hit.span)
            if not is_said and take(taken.setdefault(clause(compiled.rule), []), hit.span):
                kept.append((compiled, hit))
    return sorted(kept, key=lambda pair: (pair[1].span, pair[0].rule.id))


def _covered(hits: Hits) -> dict[str, list[tuple[int, int]]]:
    """Where findings of each category stand: sorted and disjoint."""
    spans: dict[str, list[tuple[int, int]]] = {}
    for one, hit in hits:
        spans.setdefault(one.rule.category, []).append((hit.span.start, hit.span.end))
    return {category: union(found) for category, found in spans.items()}


def _touches(ranges: Sequence[tuple[int, int]], span: Span) -> bool:
    """Whether one of sorted, disjoint ranges overlaps a span."""
    index = bisect_left(ranges, (span.end, 0)) - 1
    return index >= 0 and ranges[index][1] > span.start
