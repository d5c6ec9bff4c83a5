"""Lints the posts of a corpus and keeps what is measured; imports corpus, scoring, linter and types."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import msgspec

from postlint.evaluation.corpus import Corpus
from postlint.evaluation.scoring import Checked, Prediction
from postlint.linter import Linter
from postlint.types import Report, Status


class Measured(msgspec.Struct, frozen=True):
    """A corpus whose posts were checked."""

    corpus: Corpus
    checked: tuple[Checked, ...]
    covered: frozenset[str]
    """Categories of the rules in force, without those on trial: labels of others can only be missed."""


def measure(corpus: Corpus, linter: Linter) -> Measured:
    """Lint every post, as a draft of its channel and format."""
    reports = linter.lint_many(post.draft() for post in corpus.posts)
    return Measured(
        corpus,
        tuple(
            Checked(post, _predictions(report), report.failures)
            for post, report in zip(corpus.posts, reports, strict=True)
        ),
        frozenset(rule.category for rule in linter.rules if rule.status is not Status.TRIAL),
    )


def _predictions(report: Report) -> tuple[Prediction, ...]:
    return tuple(
        Prediction(found.rule, found.category, found.severity, found.span, found.status is Status.TRIAL)
        for found in report.findings
    )


def uncovered(measured: Iterable[Measured], categories: Collection[str] | None) -> list[str]:
    """Categories (of those that are measured) that are labelled somewhere and that no rule in force there has."""
    return sorted(
        {
            label.category
            for one in measured
            for post in one.corpus.posts
            for label in post.labels
            if label.category not in one.covered and (categories is None or label.category in categories)
        }
    )
