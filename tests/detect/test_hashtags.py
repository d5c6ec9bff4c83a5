from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postlint.detect.hashtags import words_of


@pytest.mark.parametrize(
    ("tag", "words"),
    [
        ("ilovemyjob", "i love my job"),
        ("blooddonorweek", "blood donor week"),
        ("thankyounhs", "thank you nhs"),
        ("Mentalhealthawareness", "Mental health awareness"),
        ("worldcup2026", "world cup 2026"),
        ("giveBloodtoday", "give Blood today"),
        ("run_forlife", "run for life"),
    ],
)
def test_words_that_run_together_are_told_apart(tag, words):
    assert words_of(tag) == words.split()


@pytest.mark.parametrize(
    "tag",
    [
        *("ILoveMyJob", "MeToo", "NHS", "nhs", "BLOODDONORWEEK", "weekend", "together", "healthcare", "understanding"),
        *("facebook", "LinkedIn", "youtube", "manchester", "therapist", "overload", "questionable", "stakeholders"),
        *("notebook", "sunshine", "grandmothers", "x", "2026", "öffentlichkeit", "zzzzqqq", "Bristol", "covid19"),
    ],
)
def test_one_word_and_what_has_its_capitals_stay(tag):
    assert words_of(tag) == []


@given(st.text(alphabet=st.sampled_from("abcdehilmnorstuwyABN1_é"), max_size=25))
def test_words_spell_the_tag_and_settled_tags_stay_settled(tag):
    words = words_of(tag)
    if words:
        assert "".join(words) == tag.replace("_", "")
        assert words_of("".join(word[:1].upper() + word[1:] for word in words)) == []
