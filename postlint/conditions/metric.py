"""`metric`: a measure against a limit; imports base, regions, detect (measures), rules (schema), types."""

from __future__ import annotations

from collections.abc import Mapping

from postlint.conditions.base import COST_MEASURE, Compiler, Kind, Search, named
from postlint.conditions.regions import Regions
from postlint.detect.measures import MEASURES
from postlint.rules.schema import Condition, Within
from postlint.types import Hit

Limit = float | Mapping[str, float]
"""One number, or numbers by channel with `default` for the rest."""

DEFAULT = "default"


class Metric(Condition, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A measured value above `max` or below `min`."""

    metric: str
    max: Limit | None = None
    min: Limit | None = None

    def names(self) -> frozenset[str]:
        """The measured value and its limit can be told."""
        return frozenset({"value", "limit"}) | ({self.as_} if self.as_ else frozenset())

    def mistakes(self) -> tuple[tuple[str, str], ...]:
        """An unknown measure, or no limit."""
        found = []
        if self.metric not in MEASURES:
            found.append(("metric", f"{self.metric!r} is no measure; there are: {', '.join(sorted(MEASURES))}"))
        if self.max is None and self.min is None:
            found.append(("metric", "needs a limit: `max`, `min`, or both"))
        return tuple(found)


def limit_for(limit: Limit | None, channel: str | None) -> float | None:
    """The limit on a channel; None where there is none."""
    if isinstance(limit, Mapping):
        return limit.get(channel or DEFAULT, limit.get(DEFAULT))
    return limit


class MetricMatcher:
    """Measures the blocks that the rule applies to."""

    cost = COST_MEASURE
    literals = None

    def __init__(self, spec: Metric) -> None:
        self._measure = MEASURES[spec.metric]
        self._max, self._min, self._name = spec.max, spec.min, spec.as_

    def find(self, search: Search, regions: Regions) -> list[Hit]:
        """One hit for each measurement beyond its limit."""
        scan = search.scan
        most, least = limit_for(self._max, scan.channel), limit_for(self._min, scan.channel)
        if most is None and least is None:
            return []
        blocks = [scan.document.blocks[index] for index in search.blocks]
        hits = []
        for measurement in self._measure.function(scan.document, blocks, scan.channel):
            limit = exceeded(measurement.value, most, least)
            if limit is not None:
                span = measurement.span
                if measurement.beyond is not None and limit == most:
                    span = measurement.beyond(limit)
                values = (("value", plain(measurement.value)), ("limit", plain(limit)))
                hits.append(Hit(span, label=self._measure.name, values=values))
        return named(search.keep(hits, regions), self._name)


def exceeded(value: float, most: float | None, least: float | None) -> float | None:
    """The limit that `value` is beyond, or None."""
    if most is not None and value > most:
        return most
    return least if least is not None and value < least else None


def plain(number: float) -> str:
    """A number as people write it: no decimals where there are none, else one."""
    return f"{number:.0f}" if number == int(number) else f"{number:.1f}"


def compile_metric(spec: Metric, compiler: Compiler, within: Within) -> MetricMatcher:
    """Nothing to prepare."""
    return MetricMatcher(spec)


KIND = Kind(name="metric", spec=Metric, compile=compile_metric)
