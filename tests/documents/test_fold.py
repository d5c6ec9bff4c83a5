import sys
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from postlint.documents.fold import changes, flat_term, flatten, fold_text

FAMILY = "\U0001f469\u200d\u2695\ufe0f"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("“it’s”", '"it\'s"'),
        ("10–12 – well‑known", "10-12 - well-known"),
        ("a\u00a0 \tb", "a b"),
        ("one \r\n  two\rthree", "one\ntwo\nthree"),
        ("pass\u200bword\u00ad \ufeffx", "password x"),
        ("ＦＲＥＥ １２３！", "FREE 123!"),
        ("𝗙𝗿𝗲𝗲 𝓬𝓾𝓻𝓮", "Free cure"),
        ("ﬁnal oﬃce", "final office"),
        ("cafe\u0301", "café"),
        ("s\u0336e\u0336cret", "secret"),
        ("7\u0332 9\u20dd", "7 9"),
        ("٠٧ ०९ ③❺", "07 09 35"),
        ("7\ufe0f\u20e30\ufe0f\u20e3", "70"),
        ("0·7·7 a•b", "0.7.7 a•b"),
        ("a․b meridian。example", "a.b meridian.example"),
        ("pass\u3164wo\uffa0rd", "password"),
        ("ᴄᴜʀᴇ", "cure"),
        (f"Dr {FAMILY} 1\ufe0f\u20e3 \U0001f3f4\U000e0067\U000e0062\U000e007f", None),
        ("naïve Ærø", None),
        ("1\ufe0f\u20e3 wash 2\ufe0f\u20e3 rinse m² ·", None),
        ("за\u0301мок", None),
        ("می\u200cخواهم", None),
    ],
)
def test_spelling_variants_become_one(typed, read):
    assert fold_text(typed) == (typed if read is None else read)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("our guarаnteed сure", "our guaranteed cure"),  # Cyrillic letters within Latin words
        ("the best сосоа in town", "the best cocoa in town"),  # a whole word of imitations
        ("ghp9а8Fк", "ghp9a8Fk"),  # between digits of a key
        ("house 4а", None),  # a letter alone
        ("Наш банк и сор", None),  # Russian
        ("They say «привет» and «сор» there", None),  # a real Russian word vouches for the other
        ("Το ποσοστό", None),  # Greek
        ("α and β", None),  # symbols
    ],
)
def test_only_words_that_pose_as_latin_are_unmasked(typed, read):
    assert fold_text(typed) == (typed if read is None else read)


def test_flatten_keeps_every_length():
    for code in range(sys.maxunicode + 1):
        assert len(flatten(chr(code))) == 1


@given(st.text())
def test_flatten_keeps_length_in_context(text):
    assert len(flatten(text)) == len(text)


@example("1\u00ad·1").via("found by chance")
@given(st.text(alphabet=" \t\r\n\u00a0\u200b\u00ad.a1·\u0336\ufe0f\u20e3е\u0301ﬁ\U0001f469"))
def test_folding_twice_changes_nothing_more(text):
    once = fold_text(text)
    assert fold_text(once) == once


@given(st.text(alphabet="ab .-\n"))
def test_edits_are_ordered_and_disjoint(text):
    exchanged, edits = changes(text)
    assert len(exchanged) == len(text)
    assert all(first.end <= second.start for first, second in pairwise(edits))


def test_a_term_is_found_however_it_is_typed():
    assert flat_term("World‑Class  Care") == "world class care"
    for typed in ("WORLD-CLASS care", "world class\n  care", "world_class care", "wоrld\u200b class care"):
        assert "world class care" in flatten(fold_text(typed))
