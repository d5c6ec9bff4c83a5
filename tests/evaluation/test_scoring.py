"""The figures, held against a count done the slow way, and against the score of the shared corpus where that is."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postlint.evaluation.corpus import Label, Post, read_corpora
from postlint.evaluation.measure import measure
from postlint.evaluation.scoring import Checked, Counts, Prediction, Ratio, false_alarms, misses, score
from postlint.evaluation.text import shown
from postlint.linter import Linter
from postlint.types import Severity, Span
from tests.conftest import MERIDIAN, MERIDIAN_DAY, REPOSITORY

SHARED = REPOSITORY.parent / "shared" / "corpus"
CATEGORIES = ("claims", "tone", "conduct")


def label(category: str, quote: str, severity: Severity = Severity.ERROR) -> Label:
    return Label(category, severity, quote)


def found(category: str, start: int, end: int, severity: Severity = Severity.ERROR, **known: object) -> Prediction:
    return Prediction(
        str(known.get("rule", f"{category}/one")), category, severity, Span(start, end), bool(known.get("trial"))
    )


def checked(text: str, labels: Sequence[Label], *predictions: Prediction) -> Checked:
    return Checked(Post(id="p", line=1, text=text, labels=tuple(labels)), predictions)


def test_a_finding_beside_the_quote_finds_the_post_but_does_not_hit_the_label() -> None:
    one = checked("tea cures colds", [label("claims", "cures")], found("claims", 10, 15))
    total = score([one])
    assert total.categories == (Counts("claims", found=1, labels=1),)
    assert total.all.recall.value == 1
    assert total.all.label_hits.value == 0
    [miss] = misses([one])
    assert (miss.label.quote, [other.rule for other in miss.elsewhere]) == ("cures", ["claims/one"])
    assert list(false_alarms([one])) == []


@pytest.mark.parametrize(
    ("start", "end", "hits"), [(0, 4, 0), (0, 5, 1), (8, 9, 1), (9, 12, 0), (15, 16, 1), (4, 4, 0)]
)
def test_one_shared_character_at_any_place_of_the_quote_is_a_hit(start: int, end: int, hits: int) -> None:
    one = checked("tea cures, tea cures", [label("claims", "cures")], found("claims", start, end))
    assert score([one]).all.hits == hits


def test_quotes_that_overlap_themselves_are_all_looked_at() -> None:
    assert label("tone", "!!").spans("a!!!") == [Span(1, 3), Span(2, 4)]


def test_a_post_is_blocked_rightly_whatever_the_category_of_the_error() -> None:
    one = checked("abc", [label("conduct", "a")], found("claims", 2, 3))
    total = score([one])
    assert (total.blocking.right, total.blocking.blocked, total.blocking.needed) == (1, 1, 1)
    assert [(alarm.finding.category, alarm.words) for alarm in false_alarms([one])] == [("claims", "c")]


def test_categories_narrow_labels_and_findings_but_make_no_post_compliant() -> None:
    posts = [
        checked("abc", [label("tone", "a")], found("claims", 0, 1)),
        checked("abc", [], found("claims", 0, 1), found("tone", 0, 1)),
    ]
    total = score(posts, ["claims"])
    assert [counts.category for counts in total.categories] == ["claims"]
    assert total.all.false == 2
    assert total.compliant.posts == 1
    assert total.compliant.noise == Ratio(1, 1)
    assert total.blocking.needed == 0
    assert len(list(false_alarms(posts, ["claims"]))) == 2
    assert list(misses(posts, ["claims"])) == []
    assert len(list(misses(posts, ["tone"]))) == 1


def test_a_rule_on_trial_counts_for_itself_only() -> None:
    one = checked("abc", [], found("claims", 0, 1, trial=True))
    total = score([one])
    assert total.categories == ()
    assert total.compliant.false_blocks == Ratio(0, 1)
    [rule] = total.rules
    assert (rule.trial, rule.findings, rule.false) == (True, 1, 1)
    assert list(false_alarms([one])) == []


def test_rules_that_cry_wolf_stand_first() -> None:
    one = checked(
        "tea cures colds",
        [label("claims", "cures")],
        found("claims", 4, 9, rule="claims/right"),
        found("claims", 0, 3, rule="claims/beside"),
        found("tone", 0, 3, rule="brand-tone/wolf"),
    )
    rules = {rule.rule: (rule.findings, rule.true, rule.on_label, rule.false) for rule in score([one]).rules}
    assert list(rules) == ["brand-tone/wolf", "claims/beside", "claims/right"]
    assert rules == {"brand-tone/wolf": (1, 0, 0, 1), "claims/beside": (1, 1, 0, 0), "claims/right": (1, 1, 1, 0)}


def test_what_cannot_be_measured_is_no_zero() -> None:
    nothing = score([])
    for ratio in (nothing.all.precision, nothing.all.f1, nothing.blocking.recall, nothing.compliant.noise):
        assert ratio.value is None
        assert shown(ratio) == "-"


severities = st.sampled_from(Severity)
texts = st.text("ab", min_size=1, max_size=8)


@st.composite
def posts(draw: st.DrawFn) -> Checked:
    text = draw(texts)
    pieces = st.tuples(st.integers(0, len(text) - 1), st.integers(1, 4)).map(lambda at: text[at[0] : at[0] + at[1]])
    labels = draw(st.lists(st.builds(label, st.sampled_from(CATEGORIES), pieces, severities), max_size=3))
    spans = st.tuples(st.integers(0, len(text)), st.integers(0, 3))
    findings = draw(st.lists(st.tuples(st.sampled_from(CATEGORIES), spans, severities, st.booleans()), max_size=3))
    made = [found(name, at, at + size, severity, trial=trial) for name, (at, size), severity, trial in findings]
    return checked(text, labels, *made)


def naive(posts: Sequence[Checked], category: str) -> tuple[int, int, int, int, int]:
    """Found, false, missed, labels, hits: character by character.

    Characters stand at odd points and the gaps between them at even ones: a finding without width stands in a gap.
    """
    found = false = missed = labels = hits = 0
    for one in posts:
        findings = [each for each in one.predictions if each.category == category and not each.trial]
        mine = [each for each in one.post.labels if each.category == category]
        found += bool(mine and findings)
        false += bool(findings and not mine)
        missed += bool(mine and not findings)
        labels += len(mine)
        seen = {point for each in findings for point in range(2 * each.span.start + 1, 2 * each.span.end)}
        seen |= {2 * each.span.start for each in findings if not len(each.span)}
        for each in mine:
            text, size = one.post.text, len(each.quote)
            starts = [at for at in range(len(text)) if text[at : at + size] == each.quote]
            hits += any(not seen.isdisjoint(range(2 * at + 1, 2 * (at + size))) for at in starts)
    return found, false, missed, labels, hits


@given(st.lists(posts(), max_size=6))
def test_the_counts_are_those_of_the_slow_way(many: list[Checked]) -> None:
    total = score(many)
    for name in CATEGORIES:
        counts = total.category(name)
        assert (counts.found, counts.false, counts.missed, counts.labels, counts.hits) == naive(many, name)
    assert total.all.labels == sum(len(one.post.labels) for one in many)
    assert total.all.labels - total.all.hits == len(list(misses(many)))
    blocked = [any(each.severity == "error" and not each.trial for each in one.predictions) for one in many]
    needed = [any(each.severity == "error" for each in one.post.labels) for one in many]
    assert total.blocking.blocked == sum(blocked)
    assert total.blocking.needed == sum(needed)
    assert total.blocking.right == sum(map(min, blocked, needed))
    clean = [one for one in many if not one.post.labels]
    loud = [[each for each in one.predictions if not each.trial] for one in clean]
    assert (total.compliant.posts, total.compliant.flagged) == (len(clean), sum(map(bool, loud)))
    assert total.compliant.findings == sum(map(len, loud))
    assert sum(rule.findings for rule in total.rules) == sum(len(one.predictions) for one in many)
    assert sum(rule.false for rule in total.rules if not rule.trial) == len(list(false_alarms(many)))


@given(st.lists(posts(), max_size=6), st.lists(posts(), max_size=6))
def test_the_total_of_two_corpora_adds_them_up(first: list[Checked], second: list[Checked]) -> None:
    one, other, total = score(first), score(second), score([*first, *second])
    assert total.all.hits == one.all.hits + other.all.hits
    assert total.all.false == one.all.false + other.all.false
    assert total.blocking.right == one.blocking.right + other.blocking.right
    assert total.compliant.findings == one.compliant.findings + other.compliant.findings


def printed_by_score_py(corpus: Path, predictions: Path) -> tuple[dict[str, list[str]], list[str]]:
    """The figures by category (post precision, post recall, label hits; then the counts), and those of whole posts."""
    command = [sys.executable, str(SHARED / "score.py"), str(corpus), "--pred", str(predictions)]
    lines = subprocess.run(command, capture_output=True, check=True, text=True).stdout.splitlines()
    rows = {line.split()[0]: re.findall(r"\d\.\d\d|-(?= )|-$|\d+", line.split(maxsplit=1)[1]) for line in lines[1:-1]}
    return rows, re.findall(r"\d\.\d\d|-(?= |,|$)|\d+(?=:)", lines[-1])


@pytest.mark.skipif(not (SHARED / "score.py").is_file(), reason="the shared corpus is not beside this checkout")
def test_the_figures_are_those_of_the_shared_score(tmp_path: Path) -> None:
    corpus = SHARED / "dev-a.jsonl"
    measured = measure(
        read_corpora([str(corpus)])[0], Linter.from_config(MERIDIAN / "postlint.yaml", today=MERIDIAN_DAY)
    )
    assert measured.corpus.mistakes == ()
    # Every third post loses its findings and every fourth gets one that is false, so that no figure is 0 or 1.
    spoilt = [
        Checked(
            one.post,
            (
                *(() if number % 3 == 0 else one.predictions),
                *((found("tone", 0, 3, Severity.ERROR if number % 8 else Severity.INFO),) if number % 4 == 0 else ()),
            ),
        )
        for number, one in enumerate(measured.checked)
    ]
    for posts in (measured.checked, spoilt):
        predictions = tmp_path / "predictions.jsonl"
        rows = [
            {
                "id": one.post.id,
                "findings": [
                    {
                        "category": each.category,
                        "severity": each.severity,
                        "start": each.span.start,
                        "end": each.span.end,
                    }
                    for each in one.predictions
                    if not each.trial
                ],
            }
            for one in posts
        ]
        predictions.write_text("\n".join(map(json.dumps, rows)), "utf-8")
        by_category, whole = printed_by_score_py(corpus, predictions)
        total = score(posts)
        ours = {
            one.category: [
                *map(shown, (one.precision, one.recall, one.label_hits)),
                *(map(str, (one.found, one.false, one.missed, one.labels)) if one is not total.all else ()),
            ]
            for one in (*total.categories, total.all)
        }
        assert ours == by_category
        compliant = total.compliant
        assert whole == [
            *map(shown, (total.blocking.precision, total.blocking.recall)),
            str(compliant.posts),
            *map(shown, (compliant.false_blocks, compliant.false_flags, compliant.noise)),
        ]
