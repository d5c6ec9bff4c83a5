"""One problem is one finding: which of several hits on the same words stays."""

from __future__ import annotations

from random import Random

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from postlint.conditions.classified import Classified
from postlint.overlap import Hits, one_each
from postlint.plan import Plan
from postlint.rules.schema import Rule
from postlint.types import Hit, Severity, Span
from tests.support import lint, rule


def told(text: str, *rules: Rule) -> list[str]:
    """Names of the rules that a report on the text shows, by position."""
    return [one.rule for one in lint(rules, text).findings]


def terms(words: str, name: str, severity: str = "error", clause: str = "clause", more: str = "") -> Rule:
    return rule(f"when: {{terms: [{words}]}}", name=name, severity=severity, clause=clause, more=more)


def test_beside_an_error_a_milder_finding_of_its_category_is_dropped() -> None:
    error = terms("sales guru", "claims/error", clause="titles")
    for severity in ("warning", "info"):
        milder = terms("guru", "claims/milder", severity, clause="tone")
        assert told("a sales guru, and another guru", error, milder) == ["claims/error", "claims/milder"]
        assert told("a sales guru", error, milder) == ["claims/error"]


def test_beside_an_error_of_another_category_it_stays() -> None:
    error = terms("sales guru", "claims/error", clause="titles")
    assert told("a sales guru", error, terms("guru", "conduct/milder", "warning", clause="tone")) == [
        "claims/error",
        "conduct/milder",
    ]


def test_beside_a_warning_a_milder_finding_of_another_clause_stays() -> None:
    warning = terms("sales guru", "claims/warning", "warning", clause="titles")
    assert told("a sales guru", warning, terms("guru", "claims/milder", "info", clause="tone")) == [
        "claims/warning",
        "claims/milder",
    ]


def test_of_one_clause_the_worst_finding_stays_whatever_its_length() -> None:
    long = terms("a sales guru", "claims/long", "warning")
    assert told("a sales guru", long, terms("guru", "claims/worse", "error")) == ["claims/worse"]


def test_two_clauses_as_bad_are_both_told() -> None:
    first, second = terms("guru", "claims/a", clause="titles"), terms("sales guru", "claims/b", clause="tone")
    assert told("a sales guru", first, second) == ["claims/b", "claims/a"]


@pytest.mark.parametrize("clause", ["clause", "another"])
def test_a_rule_on_trial_takes_no_finding_away(clause: str) -> None:
    trial = terms("sales guru", "claims/trial", clause=clause, more="status: trial\n")
    report = lint([trial, terms("guru", "claims/stable", "warning")], "a sales guru")
    assert "claims/stable" in [one.rule for one in report.findings]
    assert report.decision == "review"


WORDS = Hit(Span(2, 12))


def compiled(name: str, severity: str, clause: str, *, reads: bool = False, hit: Hit = WORDS) -> Hits:
    """A rule as compiled, with one hit; `reads`: it asks a classifier."""
    one = terms("guru", name, severity, clause)
    [ready] = Plan([one], {}).rules
    if reads:
        one = msgspec.structs.replace(one, when=Classified(classified="claims", at_least=0.5))
    return [(msgspec.structs.replace(ready, rule=one), hit)]


def stay(hits: Hits) -> Hits:
    return one_each(hits, lambda one: one.severity.rank, lambda one: (one.category, one.cites[0]))


def kept(hits: Hits) -> list[str]:
    return [one.rule.id for one, _ in stay(hits)]


def test_a_rule_that_knows_what_it_looks_for_stays_before_a_classifier_as_bad() -> None:
    sure = compiled("claims/z", "error", "clause", hit=Hit(Span(8, 12), confidence=0.4))
    reads = compiled("claims/a", "error", "clause", reads=True)
    assert kept(reads + sure) == kept(sure + reads) == ["claims/z"]


def test_a_classifier_that_is_worse_stays_before_a_rule() -> None:
    milder, reads = compiled("claims/z", "warning", "clause"), compiled("claims/a", "error", "clause", reads=True)
    assert kept(milder + reads) == ["claims/a"]


RULES = [
    compiled(f"{category}/{severity}-{clause}", severity, clause)[0][0]
    for category in ("claims", "conduct")
    for severity in ("error", "warning", "info")
    for clause in ("titles", "tone")
]
HITS = st.lists(
    st.tuples(
        st.sampled_from(RULES),
        st.builds(lambda start, size: Hit(Span(start, start + size)), st.integers(0, 20), st.integers(1, 9)),
    ),
    max_size=8,
)


@given(HITS, st.randoms())
def test_nothing_is_lost_that_something_as_bad_on_its_words_does_not_say(hits: Hits, random: Random) -> None:
    said = stay(hits)
    for ready, hit in hits:
        one = ready.rule
        beside = [other.rule for other, at in said if at.span.overlaps(hit.span)]
        same = [other for other in beside if other.category == one.category]
        as_bad = [other for other in same if other.severity.rank <= one.severity.rank]
        is_milder = one.severity is not Severity.ERROR
        assert any(other.cites == one.cites or (is_milder and other.severity is Severity.ERROR) for other in as_bad)
    shuffled = list(hits)
    random.shuffle(shuffled)
    assert stay(shuffled) == said
