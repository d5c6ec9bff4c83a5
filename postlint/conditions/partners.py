"""The hit that stands nearest to a subject, in its unit; imports base and types.

Every step bisects: a page on which two words stand a thousand times each must not take a million comparisons.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from postlint.conditions.base import Search
from postlint.rules.schema import Within, Words
from postlint.types import Hit, Span


class Partners:
    """Hits of one member, ready to be asked for the one nearest to a subject."""

    def __init__(self, search: Search, within: Within, hits: Sequence[Hit], *, overlapping: bool) -> None:
        """`hits` are sorted by span. With `overlapping`, words of the subject itself count too.

        A hit that speaks of the whole draft is a partner of every subject that has no other.
        """
        self._scan = search.scan
        self._within = within
        self._overlapping = overlapping
        self._whole = next((hit for hit in hits if hit.whole), None)
        self._hits = [hit for hit in hits if not hit.whole]
        self._starts = [hit.span.start for hit in self._hits]
        self._longest = max((len(hit.span) for hit in self._hits), default=0)
        self._furthest = list(accumulate(self._hits, _further)) if within == "covering" else []
        """For each hit the one that ends last of it and those before it."""

    def nearest(self, subject: Span) -> Hit | None:
        """The nearest hit in the subject's unit, the earlier of two that are equally near; None where there is none."""
        if self._within == "covering":
            return self._covering(subject)
        unit = Span(*self._scan.unit(subject.start, subject.end, self._within))
        found = [hit for hit in self._candidates(subject, unit) if self._is_near(subject, hit.span)]
        return min(found, key=lambda hit: (_distance(subject, hit.span), hit.span.start), default=self._whole)

    def _covering(self, subject: Span) -> Hit | None:
        """A hit that holds the first word of the subject: of those that begin no later the one that ends last."""
        index = bisect_right(self._starts, subject.start) - 1
        if index < 0 or self._furthest[index].span.end < self._scan.first_word(subject.start, subject.end):
            return None
        return self._furthest[index]

    def _candidates(self, subject: Span, unit: Span) -> Iterator[Hit]:
        """The nearest hit before the subject, the nearest after it, and those on its own words if they count."""
        after = bisect_left(self._starts, subject.end)
        for hit in self._hits[after : bisect_left(self._starts, unit.end)]:
            if hit.span.end <= unit.end:
                yield hit
                break
        before: Hit | None = None
        for index in range(after - 1, -1, -1):
            hit = self._hits[index]
            reach = hit.span.start + self._longest
            if hit.span.start < unit.start or (before and reach < before.span.end):
                break
            if hit.span.end <= subject.start:
                if before is None or (hit.span.end, -hit.span.start) >= (before.span.end, -before.span.start):
                    before = hit
            elif self._overlapping and unit.contains(hit.span) and hit.span.overlaps(subject):
                yield hit
        if before is not None:
            yield before

    def _is_near(self, subject: Span, other: Span) -> bool:
        """Whether a distance in words is kept."""
        if not isinstance(self._within, Words):
            return True
        first, second = sorted((subject, other))
        return self._scan.words_in(first.end, second.start) <= self._within.words


def _further(first: Hit, second: Hit) -> Hit:
    return second if second.span.end > first.span.end else first


def _distance(first: Span, second: Span) -> int:
    """Code points between two spans; 0 when they touch or overlap."""
    return max(second.start - first.end, first.start - second.end, 0)
