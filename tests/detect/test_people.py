"""Who is the person: references, roles and what somebody could be recognised by."""

from __future__ import annotations

from itertools import pairwise

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from postlint import bundled
from postlint.cache import load_built_in
from postlint.detect import people
from postlint.detect.people import Mention, find_people


def mentioned(text: str, reference: str) -> dict[str, str]:
    """Words of the mentions of one kind, with their roles."""
    found = find_people(text)
    return {text[one.span.start : one.span.end]: one.role for one in found if one.reference == reference}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("So proud of Abena Quartey, who went home.", "Abena Quartey"),
        ("Mr Fenwick-Iyer went home on Monday.", "Fenwick-Iyer"),
        ("bless little oliwia, she giggled", "oliwia"),
        ("Say hello to Ioana!", "Ioana"),
    ],
)
def test_private_names_are_found(text: str, name: str) -> None:
    assert mentioned(text, "named")[name] == "private"


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("Our physio Colm says stretch.", "Colm", "professional"),
        ("Priya Nair, ward manager, opened the talk.", "Priya Nair", "professional"),
        ("Leroy from our accounts team waved.", "Leroy", "professional"),
        ("Thank you for writing, Gareth.", "Gareth", "addressee"),
        ("Hamish raised £300 for the ward.", "Hamish", "supporter"),
        ("See you soon.\nSandra", "Sandra", "professional"),
    ],
)
def test_others_have_a_role(text: str, name: str, role: str) -> None:
    assert mentioned(text, "named")[name] == role


def test_somebody_described_is_one_person_in_particular() -> None:
    assert "A retired teacher" in mentioned("A retired teacher from Ambleside came in with chest pain.", "described")
    assert not mentioned("If a teacher can wait, a teacher should wait.", "described")


def test_streets_and_wards_are_no_people() -> None:
    assert not mentioned("The clinic on Catherine Street is next to the Elizabeth Ward.", "named")


def examples() -> list[str]:
    """The texts of all shipped rules."""
    rules, _ = load_built_in(bundled.rules_folder())
    return [one.text for rule in rules.rules for one in (*rule.bad, *rule.good, *rule.misses)]


def without_gates(text: str) -> tuple[Mention, ...]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(people._Reader, "_may_match", lambda self, field: True)
        return find_people(text)


def test_what_a_pattern_needs_changes_no_mention_in_the_examples_of_the_rules() -> None:
    assert [text for text in examples() if find_people(text) != without_gates(text)] == []


WORDS = [
    *(
        "Mr",
        "MRS.",
        "dear",
        "the",
        "Okafor",
        "Smith-Jones",
        "Jane",
        "jane",
        "family",
        "one",
        "of",
        "ours",
        "mine",
        "our",
    ),
    *(
        "last",
        "two",
        "o'clock",
        "today",
        "today's",
        "day",
        "women",
        "from",
        "who",
        "somebody",
        "HIM",
        "off",
        "telly",
        "said",
    ),
    *(
        "old",
        "oldman",
        "man",
        "pt",
        "in",
        "bed",
        "7",
        "80yo",
        "34M",
        "(67)",
        "with",
        "#prayforJane",
        "#",
        "name's",
        "is",
    ),
    *(
        "R.I.P.",
        "happy",
        "birthday",
        "to",
        "say",
        "hi",
        "J.",
        "T.",
        "JT",
        "O'Mc",
        "I",
        "you",
        "ur",
        "she",
        "\u0130",
        "ſir",
    ),
    *("M\u0130SS", "señora", "K", "\u212a", "_mr", "mr_", "lil\u0307", "-", ",", ".", "?", "\n", "'s", "’s", "é", "ß"),
]


@given(st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(["", " ", " ", " ", "\n", "\u00a0"])), max_size=14))
def test_what_a_pattern_needs_changes_no_mention(words: list[tuple[str, str]]) -> None:
    text = "".join(word + space for word, space in words)
    found = find_people(text)
    assert found == without_gates(text)
    assert all(first.span.end <= second.span.start for first, second in pairwise(found))


def test_a_plain_text_asks_few_patterns(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = set()

    def compiled(field: str) -> regex.Pattern[str]:
        asked.add(field)
        return compile_once(field)

    compile_once = people._compiled
    monkeypatch.setattr(people, "_compiled", compiled)
    assert find_people("Bring a book and warm gloves to the library.") == ()
    assert asked <= {"described_start", "related_start", "general_before", "general_after", "particular"}
