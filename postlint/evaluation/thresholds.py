"""What a measurement must reach, so that a build can fail when rules get worse; imports scoring, rules (located)."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping

import msgspec

from postlint.evaluation.scoring import Counts, Ratio, Score
from postlint.rules.located import hint

OF_CATEGORY: Mapping[str, Callable[[Counts], Ratio]] = {
    "precision": lambda counts: counts.precision,
    "recall": lambda counts: counts.recall,
    "f1": lambda counts: counts.f1,
    "label-hits": lambda counts: counts.label_hits,
}
"""Figures that all categories together have, and each alone (`claims.recall`). More is better."""

OF_BLOCKING: Mapping[str, Callable[[Score], Ratio]] = {
    "block-precision": lambda score: score.blocking.precision,
    "block-recall": lambda score: score.blocking.recall,
}
"""Figures of whole posts. More is better."""

OF_COMPLIANT: Mapping[str, Callable[[Score], Ratio]] = {
    "false-blocks": lambda score: score.compliant.false_blocks,
    "false-flags": lambda score: score.compliant.false_flags,
    "noise": lambda score: score.compliant.noise,
}
"""Figures of compliant posts. Less is better."""

_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]*)?|\.[0-9]+")


class BadThreshold(ValueError):  # noqa: N818 - says what the words are
    """The words are no threshold; the message says why, and what to write."""


class Threshold(msgspec.Struct, frozen=True):
    """A figure and its limit, which itself is good enough."""

    figure: str
    category: str | None
    """None for all together."""
    limit: float
    at_least: bool
    """Else at most."""

    @property
    def name(self) -> str:
        """As on the command line: `claims.recall`."""
        return f"{self.category}.{self.figure}" if self.category else self.figure


class Verdict(msgspec.Struct, frozen=True):
    """A threshold and what was measured."""

    threshold: Threshold
    measured: Ratio

    @property
    def met(self) -> bool:
        """False, too, where there was nothing to measure: what was not measured is not good."""
        value = self.measured.value
        if value is None:
            return False
        return value >= self.threshold.limit if self.threshold.at_least else value <= self.threshold.limit


def parse(words: str, *, at_least: bool) -> Threshold:
    """The threshold that `claims.recall=0.8` is. Raises `BadThreshold`."""
    name, equals, number = (part.strip() for part in words.partition("="))
    if not equals:
        raise BadThreshold(f"'{words}' has no number: write FIGURE=NUMBER, for instance label-hits=0.8")
    category, _, figure = name.rpartition(".")
    figures, others = {*OF_CATEGORY, *OF_BLOCKING}, set(OF_COMPLIANT)
    if not at_least:
        figures, others = others, figures
    if figure in others:
        option, better = ("--fail-over", "low") if at_least else ("--fail-under", "high")
        raise BadThreshold(f"'{figure}' is better when it is {better}: use {option}")
    if figure not in figures:
        raise BadThreshold(f"there is no figure '{figure}'{quoted_hint(figure, figures)}")
    if category and figure not in OF_CATEGORY:
        raise BadThreshold(f"'{figure}' is about whole posts and has no category: write {figure}={number}")
    limit = float(number) if _NUMBER.fullmatch(number) else -1.0
    if limit < 0 or (limit > 1 and figure != "noise"):
        raise BadThreshold(f"'{number}' is no number from 0 to 1: write 0.8 for 80 %")
    return Threshold(figure, category or None, limit, at_least)


def check_category(threshold: Threshold, known: Collection[str]) -> None:
    """Raises `BadThreshold` for a category that is not among those measured."""
    if threshold.category is not None and threshold.category not in known:
        about = f"no category '{threshold.category}' is measured{quoted_hint(threshold.category, known)}"
        raise BadThreshold(f"'{threshold.name}': {about}")


def quoted_hint(word: str, choices: Collection[str]) -> str:
    """`hint` in the quotes of the command line."""
    return hint(word, choices).replace("`", "'")


def judge(threshold: Threshold, score: Score) -> Verdict:
    """Hold a threshold against a score."""
    name = threshold.figure
    if name in OF_CATEGORY:
        counts = score.all if threshold.category is None else score.category(threshold.category)
        return Verdict(threshold, OF_CATEGORY[name](counts))
    return Verdict(threshold, {**OF_BLOCKING, **OF_COMPLIANT}[name](score))


def told(verdict: Verdict) -> str:
    """`claims.recall is 0.78 (7 of 9), must be at least 0.80`: with the decimals that tell the two apart."""
    threshold, measured = verdict.threshold, verdict.measured
    limit = f"must be {'at least' if threshold.at_least else 'at most'} {threshold.limit:.2f}"
    if float(f"{threshold.limit:.2f}") != threshold.limit:
        limit = f"must be {'at least' if threshold.at_least else 'at most'} {threshold.limit:g}"
    if measured.value is None:
        return f"{threshold.name} cannot be measured: there is nothing to count; {limit}"
    value = next(
        (text for digits in (2, 3, 4, 5) if _tells(text := f"{measured.value:.{digits}f}", verdict)),
        f"{measured.value:.6f}",
    )
    return f"{threshold.name} is {value} ({measured.part:,} of {measured.whole:,}), {limit}"


def _tells(text: str, verdict: Verdict) -> bool:
    """Whether a rounded value stands on the same side of the limit as the value itself."""
    limit, rounded = verdict.threshold.limit, float(text)
    return (rounded >= limit if verdict.threshold.at_least else rounded <= limit) is verdict.met
