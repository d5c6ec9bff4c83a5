"""The JSON output of an evaluation, version 1 (docs/evaluation.md); imports the values it shows, and types.

Words of posts are in `misses` and `false_alarms` alone, and those are null unless they were asked for.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from postlint.evaluation.measure import Measured
from postlint.evaluation.scoring import Counts, Ratio, RuleCounts, Score, false_alarms, misses, score
from postlint.evaluation.thresholds import Verdict

VERSION = 1


def document_v1(
    corpora: Sequence[dict[str, Any]], total: Score, verdicts: Sequence[Verdict], *, postlint_version: str
) -> dict[str, Any]:
    """The whole output of a run; `corpora` are made by `corpus_v1`."""
    return {
        "version": VERSION,
        "postlint": postlint_version,
        "corpora": list(corpora),
        "total": _score(total),
        "thresholds": [_verdict(one) for one in verdicts],
    }


def corpus_v1(
    measured: Measured,
    categories: Collection[str] | None,
    *,
    with_misses: bool,
    with_false_alarms: bool,
) -> dict[str, Any]:
    """One corpus's object."""
    missed = misses(measured.checked, categories) if with_misses else None
    false = false_alarms(measured.checked, categories) if with_false_alarms else None
    return {
        "path": measured.corpus.path,
        "score": _score(score(measured.checked, categories)),
        "mistakes": [
            {"line": one.line, "column": one.column, "message": one.message} for one in measured.corpus.mistakes
        ],
        "lines_left_out": measured.corpus.left_out,
        "failures": [
            {"id": one.post.id, "line": one.post.line, "code": failure.code, "message": failure.message}
            for one in measured.checked
            for failure in one.failures
        ],
        "misses": missed
        and [
            {
                "id": one.post.id,
                "line": one.post.line,
                "category": one.label.category,
                "severity": str(one.label.severity),
                "quote": one.label.quote,
                "why": one.label.why,
                "found_elsewhere": [found.rule for found in one.elsewhere],
            }
            for one in missed
        ],
        "false_alarms": false
        and [
            {
                "id": one.post.id,
                "line": one.post.line,
                "rule": one.finding.rule,
                "category": one.finding.category,
                "severity": str(one.finding.severity),
                "start": one.finding.span.start,
                "end": one.finding.span.end,
                "words": one.words,
            }
            for one in false
        ],
    }


def _score(total: Score) -> dict[str, Any]:
    blocking, compliant = total.blocking, total.compliant
    return {
        "posts": total.posts,
        "unchecked": total.unchecked,
        "categories": [_counts(one) for one in total.categories],
        "all": _counts(total.all),
        "blocking": {
            "blocked": blocking.blocked,
            "needed": blocking.needed,
            "right": blocking.right,
            "precision": _value(blocking.precision),
            "recall": _value(blocking.recall),
        },
        "compliant": {
            "posts": compliant.posts,
            "blocked": compliant.blocked,
            "flagged": compliant.flagged,
            "findings": compliant.findings,
            "false_blocks": _value(compliant.false_blocks),
            "false_flags": _value(compliant.false_flags),
            "noise": _value(compliant.noise),
        },
        "rules": [_rule(one) for one in total.rules],
    }


def _counts(counts: Counts) -> dict[str, Any]:
    return {
        "category": counts.category,
        "found": counts.found,
        "false": counts.false,
        "missed": counts.missed,
        "labels": counts.labels,
        "hits": counts.hits,
        "precision": _value(counts.precision),
        "recall": _value(counts.recall),
        "f1": _value(counts.f1),
        "label_hits": _value(counts.label_hits),
    }


def _rule(counts: RuleCounts) -> dict[str, Any]:
    return {
        "rule": counts.rule,
        "trial": counts.trial,
        "findings": counts.findings,
        "true": counts.true,
        "on_label": counts.on_label,
        "false": counts.false,
        "precision": _value(counts.precision),
    }


def _verdict(verdict: Verdict) -> dict[str, Any]:
    return {
        "figure": verdict.threshold.figure,
        "category": verdict.threshold.category,
        "at_least": verdict.threshold.limit if verdict.threshold.at_least else None,
        "at_most": None if verdict.threshold.at_least else verdict.threshold.limit,
        "measured": _value(verdict.measured),
        "part": verdict.measured.part,
        "whole": verdict.measured.whole,
        "met": verdict.met,
    }


def _value(ratio: Ratio) -> float | None:
    """Rounded far below what any corpus can tell, so that a figure is short."""
    return None if ratio.value is None else round(ratio.value, 6)
