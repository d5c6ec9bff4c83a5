"""Sentences as claims are compared: which words say the same, which say more, and where they stand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postlint.detect.wording import Atom, atoms

SAME = [
    ("supports", "supporting"),
    ("recommend", "recommended"),
    ("patient", "patients"),
    ("missed appointments", "no-shows"),
    ("missed appointments", "patients who do not turn up"),
    ("Care Quality Commission", "CQC"),
    ("normal", "normally"),
    ("entirely", "fully"),
    ("bottles", "bottle"),
    ("surveyed", "asked"),
]
DIFFERENT = [
    ("patients", "staff"),
    ("bottles", "jars"),
    ("recycled", "recyclable"),
    ("vitamin", "zinc"),
    ("clinic", "customer"),
    ("recommend", "visit"),
]


def one(text: str) -> Atom:
    [atom] = atoms(text)
    return atom


def shown(text: str) -> list[str]:
    return [text[atom.span.start : atom.span.end] for atom in atoms(text)]


@pytest.mark.parametrize(("first", "second"), SAME)
def test_words_that_say_the_same(first: str, second: str) -> None:
    assert one(first).same(one(second))
    assert one(second).same(one(first))


@pytest.mark.parametrize(("first", "second"), DIFFERENT)
def test_words_that_do_not(first: str, second: str) -> None:
    assert not one(first).same(one(second))


def test_words_without_content_are_left_out_and_phrases_are_one() -> None:
    assert shown("By the way, the Care Quality Commission has rated us for our missed appointments") == [
        "way",
        "Care Quality Commission",
        "rated",
        "missed appointments",
    ]


def test_a_capital_letter_by_itself_is_a_name_but_no_article() -> None:
    assert shown("A vitamin D tablet") == ["vitamin", "D", "tablet"]


def test_compounds_possessives_and_hashtags_are_taken_apart() -> None:
    assert shown("#Scheduler: the CQC-rated clinic's way") == ["Scheduler", "CQC", "rated", "clinic", "way"]


def test_a_figure_is_one_atom_and_no_word() -> None:
    figure, people = atoms("ninety-two percent of patients")
    assert figure.figure is not None
    assert figure.figure.value == 92
    assert figure.keys == frozenset()
    assert people.group is not None


def test_verbs_of_one_effect_stand_on_rungs() -> None:
    rungs = [dict(one(verb).ladder)["effect"] for verb in ("helps", "boosts", "cures")]
    assert rungs == sorted(rungs)
    assert len(set(rungs)) == 3


@pytest.mark.parametrize("word", ["guaranteed", "clinically", "best", "instantly", "everyone", "annually"])
def test_words_that_widen_a_claim(word: str) -> None:
    assert one(word).stretch


def test_negation_counts_as_a_word() -> None:
    assert "not" in one("doesn't").keys


@given(
    st.lists(
        st.sampled_from(["Meridian", " ", " ", "n't", "'s", "#", "92%", "no-show", "care quality", "-", "é", "👍", "."])
        | st.characters(),
        max_size=25,
    ).map("".join),
    st.integers(min_value=0, max_value=1000),
)
def test_spans_index_the_text_wherever_it_stands(text: str, offset: int) -> None:
    found = atoms(text, offset)
    assert [atom.span for atom in found] == sorted(atom.span for atom in found)
    for atom in found:
        start, end = atom.span.start - offset, atom.span.end - offset
        assert 0 <= start < end <= len(text)
        assert text[start:end].lower() == atom.word
