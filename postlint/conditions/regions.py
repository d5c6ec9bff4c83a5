"""Ranges of a text: joined, crossed, asked for what they hold and leave free; imports types."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from postlint.types import Span

Regions = Sequence[tuple[int, int]]
"""Sorted, disjoint ranges of `Document.text` in which hits are wanted."""


def inside(span: Span, regions: Regions) -> bool:
    """Whether a region holds all of `span`."""
    index = bisect_right(regions, span.start, key=_start) - 1
    return index >= 0 and span.end <= regions[index][1]


def _start(region: tuple[int, int]) -> int:
    return region[0]


def union(regions: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """`regions` sorted, with overlapping and touching ones joined."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(regions):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], end)
        else:
            joined.append((start, end))
    return joined


def take(taken: list[Span], span: Span) -> bool:
    """Put a span among sorted, disjoint ones, unless it overlaps one of them."""
    index = bisect_left(taken, span)
    if (index and taken[index - 1].end > span.start) or (index < len(taken) and taken[index].start < span.end):
        return False
    taken.insert(index, span)
    return True


def intersection(first: Regions, second: Regions) -> list[tuple[int, int]]:
    """What both have; each sorted and disjoint."""
    common: list[tuple[int, int]] = []
    left = right = 0
    while left < len(first) and right < len(second):
        start, end = max(first[left][0], second[right][0]), min(first[left][1], second[right][1])
        if start < end:
            common.append((start, end))
        if first[left][1] < second[right][1]:
            left += 1
        else:
            right += 1
    return common


def gaps(span: Span, taken: Sequence[Span]) -> list[Span]:
    """What of `span` lies in none of the taken spans."""
    left, start = [], span.start
    for one in sorted(taken):
        if one.start >= span.end:
            break
        if start < one.start:
            left.append(Span(start, one.start))
        start = max(start, one.end)
    return [*left, Span(start, span.end)] if start < span.end else left
