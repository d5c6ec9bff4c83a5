"""A draft's measures beside the limits of the voice; imports linter, conditions (metric), voice (profile)."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from postlint.conditions import combine
from postlint.conditions.metric import Metric, exceeded, limit_for
from postlint.detect.measures import MEASURES
from postlint.documents.model import Document
from postlint.linter import Linter
from postlint.organisation.voice import Measures
from postlint.rules.schema import Condition
from postlint.voice.profile import values
from postlint.voice.rules import PACK


class Compared(msgspec.Struct, frozen=True):
    """One measure of a draft."""

    measure: str
    unit: str
    value: float | None
    """None where the draft is too short to have one; of a measure that is taken of every sentence, the highest."""
    min: float | None
    max: float | None
    within: bool | None
    """Whether the value keeps to the limits; None where there is no value or no limit."""


def compare(linter: Linter, document: Document, channel: str | None) -> list[Compared]:
    """Every measure of a voice, with the limits of the rules in force."""
    found = values(document, channel)
    limits: dict[str, tuple[float | None, float | None]] = {}
    for metric in _metrics(linter):
        low, high = limits.get(metric.metric, (None, None))
        least, most = limit_for(metric.min, channel), limit_for(metric.max, channel)
        limits[metric.metric] = (low if least is None else least, high if most is None else most)
    return [_compared(name, found.get(name), *limits.get(name, (None, None))) for name in _names()]


def _names() -> list[str]:
    return [field.encode_name for field in msgspec.structs.fields(Measures)]


def _metrics(linter: Linter) -> Iterator[Metric]:
    """What the rules in force of the pack measure."""
    for rule in linter.rules:
        if rule.id.startswith(f"{PACK}/") and linter.severity(rule) is not None:
            yield from _of(rule.when)


def _of(condition: Condition) -> Iterator[Metric]:
    if isinstance(condition, Metric):
        yield condition
    elif isinstance(condition, combine.All):
        yield from _of(condition.all[0])


def _compared(name: str, value: float | None, low: float | None, high: float | None) -> Compared:
    is_told = value is not None and (low is not None or high is not None)
    within = exceeded(value, high, low) is None if is_told and value is not None else None
    return Compared(name, MEASURES[name].unit, value, low, high, within)
