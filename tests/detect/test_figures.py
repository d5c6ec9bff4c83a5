"""Figures as readers understand them: what is one, what it is worth, and which may stand for which."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postlint.detect.figures import Figure, figures

READ = [
    ("92%", "92%", 92, "share", "exactly"),
    ("92 per cent of patients", "92 per cent", 92, "share", "exactly"),
    ("92 percent", "92 percent", 92, "share", "exactly"),
    ("Ninety-two percent of patients", "Ninety-two percent", 92, "share", "exactly"),
    ("ninety two per cent", "ninety two per cent", 92, "share", "exactly"),
    ("nine in ten patients", "nine in ten", 90, "share", "exactly"),
    ("9 out of 10", "9 out of 10", 90, "share", "exactly"),
    ("nine out of every ten", "nine out of every ten", 90, "share", "exactly"),
    ("92 in 100 patients", "92 in 100", 92, "share", "exactly"),
    ("a third fewer", "a third", 100 / 3, "share", "exactly"),
    ("Three quarters agree", "Three quarters", 75, "share", "exactly"),
    ("almost a fifth", "almost a fifth", 20, "share", "about"),
    ("Missed visits halved", "halved", 50, "share", "exactly"),
    ("up by 4.1%.", "4.1%", 4.1, "share", "exactly"),
    ("(18%)", "18%", 18, "share", "exactly"),
    ("more than 90% of you", "more than 90%", 90, "share", "over"),
    ("just under 20%", "just under 20%", 20, "share", "about"),
    ("up to 30%", "up to 30%", 30, "share", "at most"),
    ("no fewer than 12", "no fewer than 12", 12, "number", "at least"),
    ("18 percentage points", "18 percentage points", 18, "share", "exactly"),
    ("twice the size", "twice", 2, "times", "exactly"),
    ("3x", "3x", 3, "times", "exactly"),
    ("three times faster", "three times", 3, "times", "exactly"),
    ("4,118 patients", "4,118", 4118, "number", "exactly"),
    ("4118 patients", "4118", 4118, "number", "exactly"),
    ("two hundred and fifty beds", "two hundred and fifty", 250, "number", "exactly"),
    ("a trio of clinics", "trio", 3, "number", "exactly"),
    ("£2.5m", "£2.5m", 2_500_000, "money", "exactly"),
    ("$1,200", "$1,200", 1200, "money", "exactly"),
    ("€3 billion", "€3 billion", 3_000_000_000, "money", "exactly"),
    ("in 2025", "2025", 2025, "year", "exactly"),
    ("over 2025 as a whole", "2025", 2025, "year", "exactly"),
]


@pytest.mark.parametrize(("text", "words", "value", "kind", "meant"), READ)
def test_a_figure_is_read(text: str, words: str, value: float, kind: str, meant: str) -> None:
    [found] = figures(text)
    assert text[found.span.start : found.span.end] == words
    assert found.value == pytest.approx(value)
    assert (found.kind, found.meant) == (kind, meant)


@pytest.mark.parametrize("text", ["vitamin B12", "version 2.0.1", "the 1st time", "someone", "A4 paper", "x2y"])
def test_a_number_that_is_part_of_a_word_or_code_is_none(text: str) -> None:
    assert list(figures(text)) == []


def test_several_figures_stand_in_order() -> None:
    text = "10 in 2025: between 18% and a quarter, £3m saved"
    assert [(text[one.span.start : one.span.end], one.kind) for one in figures(text)] == [
        ("10", "number"),
        ("2025", "year"),
        ("18%", "share"),
        ("a quarter", "share"),
        ("£3m", "money"),
    ]


def one(text: str) -> Figure:
    [found] = figures(text)
    return found


FAIR = [
    ("92 per cent", "92%"),
    ("ninety-two percent", "92%"),
    ("nine in ten", "92%"),
    ("more than nine in ten", "92%"),
    ("over 90%", "92%"),
    ("at least 92%", "92%"),
    ("almost a fifth", "18%"),
    ("nearly 93%", "92%"),
    ("about 4.1%", "4.1%"),
    ("4118", "4,118"),
    ("more than 4,000", "4,118"),
    ("three", "3"),
    ("half", "50%"),
    ("£2,500,000", "£2.5m"),
]

UNFAIR = [
    ("93%", "92%"),
    ("90%", "92%"),
    ("nineteen in twenty", "92%"),
    ("ten in ten", "92%"),
    ("over 92%", "92%"),
    ("over 50%", "92%"),
    ("nearly 80%", "92%"),
    ("a fifth", "18%"),
    ("a quarter", "18%"),
    ("halved", "18%"),
    ("92", "92%"),
    ("92%", "92 patients"),
    ("£4,118", "4,118"),
    ("three times", "3"),
    ("2024", "2025"),
    ("8,200", "4,118"),
]


@pytest.mark.parametrize(("said", "true"), FAIR)
def test_a_figure_that_says_no_more_may_stand_for_the_exact_one(said: str, true: str) -> None:
    assert one(said).may_stand_for(one(true))


@pytest.mark.parametrize(("said", "true"), UNFAIR)
def test_a_figure_that_says_more_or_something_else_may_not(said: str, true: str) -> None:
    assert not one(said).may_stand_for(one(true))


def test_a_rounded_figure_may_stand_for_the_exact_one_but_not_the_other_way_round() -> None:
    assert one("nine in ten").may_stand_for(one("92%"))
    assert not one("92%").may_stand_for(one("nine in ten"))


WORDS = ("92", "nine", "in", "out of", "ten", "a", "third", "%", " per cent", "£", "2.5", "m", "4,118", "2025", "over")
PIECES = st.sampled_from(
    (*WORDS, "almost", "halved", "-", " ", " ", ".", ",", "(", "é", "👍", "x", "\n", "hundred", "and")
)


@given(st.lists(PIECES | st.characters(), max_size=25).map("".join))
def test_spans_index_the_text_in_order_and_apart(text: str) -> None:
    end = 0
    for found in figures(text):
        assert end <= found.span.start < found.span.end <= len(text)
        end = found.span.end


@given(st.integers(min_value=0, max_value=10**9))
def test_commas_change_nothing(number: int) -> None:
    assert one(f"{number:,} people").value == one(f"{number} people").value == number


@given(st.integers(min_value=1, max_value=99))
def test_a_share_may_stand_for_itself_however_it_is_written(number: int) -> None:
    forms = [one(f"{number}%"), one(f"{number} per cent"), one(f"{number} out of 100")]
    assert all(said.may_stand_for(true) for said in forms for true in forms)
    assert not one(f"{number + 1}%").may_stand_for(one(f"{number}%"))
    assert not one(f"over {number}%").may_stand_for(one(f"{number}%"))


@pytest.mark.parametrize("said", ["nearly 100%", "almost 99%"])
def test_a_figure_that_says_nearly_is_near(said: str) -> None:
    assert not one(said).may_stand_for(one("92%"))


def test_a_loss_is_no_gain() -> None:
    assert not one("-4.1%").may_stand_for(one("4.1%"))


@pytest.mark.parametrize(
    ("text", "words"),
    [("n = 4,118", "4,118"), ("a twofold rise", "twofold"), ("half a million beds", "half a million")],
)
def test_figures_beside_other_signs(text: str, words: str) -> None:
    assert [text[found.span.start : found.span.end] for found in figures(text)] == [words]
