"""Who is the person: references, roles and what somebody could be recognised by."""

from __future__ import annotations

import pytest

from postlint.detect.people import find_people


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
