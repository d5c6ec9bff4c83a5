"""Secrets, contacts, record numbers and codenames in disguise: found, and shown where they stand in the source."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postlint import Draft, Linter
from tests.conftest import MERIDIAN, MERIDIAN_DAY

PLANTED = {
    "confidential/credential": ("Set the key to {} and restart.", "ghp_" + "a8Fk2LmQ9zRt4VxW7yB1cD3eF5gH6jK0pN2s"),
    "account-security/password-shown": ("Staff, the wifi {} for now.", "password: Harvest!Moon26"),
    "account-security/access-code": ("Deliveries: the {}, then shut the door.", "door code is 7093"),
    "confidential/private-contact": ("Boss is out, but his mobile is {} so keep trying.", "07700 900-318"),
    "confidential/codename": ("Big week for {}, the launch is near.", "Project Kestrel"),
    "meridian-patient-info/record-number": ("Filed under {}, third shelf.", "MH-204417"),
}
MAIL = ("confidential/private-contact", "His private email is {} at home.", "bo.lund@post-box.test")

LOOK_ALIKES = {
    "a": "аɑ",
    "c": "сϲᴄ",
    "e": "еᴇ",
    "i": "іι",
    "o": "оοօ",
    "p": "рρ",
    "x": "хχ",
    "y": "у",
    "K": "КΚᏦ",
    "M": "ΜМ",
}
"""Latin letters, and the Cyrillic, Greek and other ones that look like them."""
DIGITS = ("０", "𝟎", "𝟶", "٠", "۰", "०", "₀")
"""Noughts; the other digits follow each in order."""
HYPHENS = "\u2010\u2011\u2013\u2212\uff0d\u058a\u02d7"
SPACES = "\u00a0\u2007\u2009\u202f\u3000\u2800"
INVISIBLE = "\u200b\u200c\u2060\ufeff\u00ad\u034f\u3164\u200e\u2062\ufe0f\U000e0061"
MARKS = "\u0336\u0332\u0353\u030d"
"""Strokes and dots that no Latin letter is spelled with."""


def forms(words: str, position: int) -> list[str]:
    """What may be written in place of one letter, and is read as the same."""
    letter = words[position]
    neighbours = words[max(position - 1, 0) : position] + words[position + 1 : position + 2]
    if letter.isdigit():
        return [letter, *(chr(ord(nought) + int(letter)) for nought in DIGITS), "⓪①②③④⑤⑥⑦⑧⑨"[int(letter)]]
    if letter == "-":
        return [letter, *HYPHENS]
    if letter == " ":
        return [letter, *SPACES]
    if letter in LOOK_ALIKES and any(map(str.isalpha, neighbours)):
        return [letter, *LOOK_ALIKES[letter]]
    if letter.isascii() and not letter.isspace():
        return [letter, chr(ord(letter) + 0xFEE0)]
    return [letter]


@st.composite
def disguises(draw: st.DrawFn, words: str) -> str:
    """The words as a reader still reads them: every letter in another form, hidden signs between and marks on them."""
    hidden = draw(st.sampled_from(("", *INVISIBLE)))
    mark = draw(st.sampled_from(("", *MARKS)))
    letters = []
    for position, letter in enumerate(words):
        before = hidden if position and draw(st.booleans()) else ""
        on_it = mark if letter.isalnum() and draw(st.booleans()) else ""
        letters.append(before + draw(st.sampled_from(forms(words, position))) + on_it)
    return "".join(letters)


@pytest.fixture(scope="module")
def linter() -> Linter:
    return Linter.from_config(MERIDIAN, today=MERIDIAN_DAY)


def found_by(linter: Linter, rule: str, text: str) -> list[str]:
    """The source's words that the rule found."""
    report = linter.lint_draft(Draft(text, path="draft.txt"))
    assert report.failures == ()
    return [text[finding.span.start : finding.span.end] for finding in report.findings if finding.rule == rule]


@pytest.mark.parametrize("rule", PLANTED)
def test_what_is_planted_is_found_undisguised(linter, rule):
    sentence, words = PLANTED[rule]
    assert words in found_by(linter, rule, sentence.format(words))


@pytest.mark.parametrize("rule", PLANTED)
@settings(max_examples=60, deadline=None)
@given(choices=st.data(), before=st.sampled_from(["", "🎉 ", "Übrigens\r\n\r\n", "ﬁne, 👩‍👩‍👧 1️⃣ "]))
def test_a_disguise_changes_neither_what_is_found_nor_where(linter, rule, choices, before):
    sentence, words = PLANTED[rule]
    written = choices.draw(disguises(words))
    assert written in found_by(linter, rule, before + sentence.format(written))


@settings(max_examples=60, deadline=None)
@given(choices=st.data())
def test_an_address_in_disguise_is_found_where_it_stands(linter, choices):
    rule, sentence, address = MAIL
    written = choices.draw(disguises(address))
    assert found_by(linter, rule, sentence.format(written)) == [written]


@settings(max_examples=40, deadline=None)
@given(
    at=st.sampled_from([" at ", " [at] ", "(at)", " (at) ", "＠", "﹫"]),
    dot=st.sampled_from([" dot ", " [dot] ", " (dot) ", ".", "․", "．"]),
)
def test_an_address_told_in_words(linter, at, dot):
    written = f"bo{dot}lund{at}postbox{dot}test"
    text = f"Write to his private address, {written}, after six."
    found = found_by(linter, "confidential/disguised-contact", text)
    assert written in found + found_by(linter, "confidential/private-contact", text)


@settings(max_examples=60, deadline=None)
@given(
    digits=st.integers(1000, 8999).filter(lambda one: one // 100 not in (19, 20) and len(set(str(one))) > 1).map(str),
    between=st.sampled_from([" ", ".", "-", ", ", "·", "\u00a0", "\u2011"]),
    nought=st.sampled_from(("0", *DIGITS)),
)
def test_a_door_code_with_gaps(linter, digits, between, nought):
    written = between.join(chr(ord(nought) + int(digit)) for digit in digits)
    found = found_by(linter, "account-security/access-code", f"The bike shed keypad: {written} and push.")
    assert any(written in one for one in found)


@settings(max_examples=60, deadline=None)
@given(between=st.sampled_from([" ", ".", "-", "·", "\u00a0", "\u2011"]), nought=st.sampled_from(("0", *DIGITS)))
def test_a_phone_number_with_gaps(linter, between, nought):
    written = between.join(chr(ord(nought) + int(digit)) for digit in "07700900318")
    assert found_by(linter, "confidential/private-contact", f"His mobile is {written}, try it.") == [written]


@pytest.mark.parametrize(
    ("rule", "text", "words"),
    [
        ("confidential/disguised-contact", "Ask bo.lund [at] postbox [dot] test.", "bo.lund [at] postbox [dot] test"),
        (
            "confidential/disguised-contact",
            "His number: oh double seven oh oh nine oh oh one two",
            "oh double seven oh oh nine oh oh one two",
        ),
        ("account-security/access-code", "Gate: press seven-oh-nine-three, then push.", "seven-oh-nine-three"),
        ("account-security/access-code", "The gate is on 7️⃣0️⃣9️⃣3️⃣ again.", "7️⃣0️⃣9️⃣3️⃣"),
        ("meridian-patient-info/record-number", "See MH 2 0 4 4 1 7 for the scan.", "MH 2 0 4 4 1 7"),
        ("confidential/codename-disguised", "Big week for K·e·s·t·r·e·l, I hear.", "K·e·s·t·r·e·l"),
        ("confidential/codename-disguised", "Big week for Késtrel, I hear.", "Késtrel"),
        ("confidential/codename", "Big week for K̶e̶s̶t̶r̶e̶l̶, I hear.", "K̶e̶s̶t̶r̶e̶l̶"),
        ("account-security/look-alike-link", "Sign in at meridiаn.example to vote.", "meridiаn.example"),
        ("account-security/look-alike-link", "Sign in at rneridian.example to vote.", "rneridian.example"),
    ],
)
def test_other_ways_of_hiding(linter, rule, text, words):
    assert found_by(linter, rule, text) == [words]
