from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postlint.evaluation.scoring import Counts, Ratio, score
from postlint.evaluation.thresholds import BadThreshold, Threshold, Verdict, judge, parse, told


@pytest.mark.parametrize(
    ("words", "at_least", "threshold"),
    [
        ("label-hits=0.8", True, Threshold("label-hits", None, 0.8, True)),
        ("patient-info.f1 = .75", True, Threshold("f1", "patient-info", 0.75, True)),
        ("block-recall=1", True, Threshold("block-recall", None, 1.0, True)),
        ("noise=1.5", False, Threshold("noise", None, 1.5, False)),
    ],
)
def test_what_can_be_asked_for(words: str, at_least: bool, threshold: Threshold) -> None:
    assert parse(words, at_least=at_least) == threshold
    assert parse(f"{threshold.name}={threshold.limit}", at_least=at_least) == threshold


@pytest.mark.parametrize(
    ("words", "at_least", "said"),
    [
        ("precision", True, "has no number: write FIGURE=NUMBER"),
        ("precison=0.9", True, "did you mean 'precision'?"),
        ("precision=90", True, "write 0.8 for 80 %"),
        ("precision=nan", True, "is no number from 0 to 1"),
        ("precision=-1", True, "is no number from 0 to 1"),
        ("false-blocks=0.1", True, "use --fail-over"),
        ("claims.recall=0.1", False, "use --fail-under"),
        ("claims.block-recall=0.1", True, "has no category: write block-recall=0.1"),
    ],
)
def test_what_cannot_is_told_with_the_way_out(words: str, at_least: bool, said: str) -> None:
    with pytest.raises(BadThreshold) as caught:
        parse(words, at_least=at_least)
    assert said in str(caught.value)


def test_a_limit_that_is_reached_is_met() -> None:
    assert Verdict(parse("recall=0.7", at_least=True), Ratio(7, 10)).met
    assert not Verdict(parse("recall=0.7", at_least=True), Ratio(699, 1000)).met
    assert Verdict(parse("false-blocks=0.03", at_least=False), Ratio(3, 100)).met
    assert not Verdict(parse("false-blocks=0.03", at_least=False), Ratio(31, 1000)).met


def test_what_cannot_be_measured_is_missed() -> None:
    for words, at_least in (("claims.recall=0", True), ("noise=9", False)):
        verdict = judge(parse(words, at_least=at_least), score([]))
        assert not verdict.met
        assert "cannot be measured" in told(verdict)


def test_rounding_never_makes_a_missed_threshold_look_met() -> None:
    verdict = Verdict(parse("precision=0.9", at_least=True), Ratio(8996, 10000))
    assert told(verdict) == "precision is 0.8996 (8,996 of 10,000), must be at least 0.90"
    verdict = Verdict(parse("false-blocks=0.025", at_least=False), Ratio(1, 40))
    assert told(verdict) == "false-blocks is 0.025 (1 of 40), must be at most 0.025"


@given(st.integers(0, 500), st.integers(1, 500), st.integers(0, 100), st.booleans())
def test_what_is_told_and_what_is_judged_agree(part: int, more: int, percent: int, at_least: bool) -> None:
    ratio = Ratio(part, part + more)
    figure = "recall" if at_least else "false-blocks"
    verdict = Verdict(Threshold(figure, None, percent / 100, at_least), ratio)
    assert verdict.met == (part * 100 >= percent * ratio.whole if at_least else part * 100 <= percent * ratio.whole)
    value = float(told(verdict).split()[2])
    assert (value >= percent / 100 if at_least else value <= percent / 100) == verdict.met


def test_a_category_without_posts_has_zeros() -> None:
    assert score([]).category("claims") == Counts("claims")
