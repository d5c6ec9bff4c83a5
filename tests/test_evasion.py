"""Secrets, contacts and codenames in disguise: found on the folded text, reported where they stand in the source."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postlint import Draft, Finding, Linter
from postlint.types import Span

LOOK_ALIKES = {"a": "а", "c": "с", "e": "е", "i": "і", "o": "о", "p": "р", "x": "х", "y": "у"}
"""Latin letters, and the Cyrillic ones that look like them."""
INVISIBLE = "\u200b\u200c\u2060\ufeff\u00ad"
HYPHENS = "\u2010\u2011\u2013\u2212"
SPACES = "\u00a0\u2007\u2009\u202f"

PLANTED = {
    "confidential/credential": ("Set the key to {} and restart.", "ghp_" + "a8Fk2LmQ9zRt4VxW7yB1cD3eF5gH6jK0pN2s"),
    "account-security/password-shown": ("The wifi password: {} until Friday.", "Harvest!Moon26"),
    "account-security/access-code": ("Deliveries: the {}, then shut the door.", "door code is 7093"),
    "confidential/private-contact": ("Boss is out, but his mobile is {} so keep trying.", "07700 900-318"),
    "confidential/codename": ("Big week for {}, the launch is near.", "Bluebird"),
}
MAIL = ("His private email is {} at home.", "bo.lund@post-box.test")


@pytest.fixture(scope="module")
def linter(tmp_path_factory: pytest.TempPathFactory) -> Linter:
    folder = tmp_path_factory.mktemp("disguise")
    (folder / "postlint.yaml").write_text(
        "organisation: Plain\nprofiles: [uk]\nlists: {codenames: names.txt}\n", encoding="utf-8"
    )
    (folder / "names.txt").write_text("Bluebird\n", encoding="utf-8")
    return Linter.from_config(folder / "postlint.yaml")


def found_by(linter: Linter, rule: str, text: str) -> Iterator[Finding]:
    report = linter.lint_draft(Draft(text, path="draft.txt"))
    assert report.failures == ()
    return (finding for finding in report.findings if finding.rule == rule)


def disguise(words: str, choices: st.DataObject) -> str:
    """The words as a reader would still read them."""
    letters = []
    for position, letter in enumerate(words):
        neighbours = words[max(position - 1, 0) : position] + words[position + 1 : position + 2]
        forms = [letter]
        if letter.isdigit():
            forms += [chr(ord("０") + int(letter)), chr(ord("𝟎") + int(letter))]
        elif letter == "-":
            forms += HYPHENS
        elif letter == " ":
            forms += SPACES
        elif letter in LOOK_ALIKES and any(map(str.isalpha, neighbours)):
            # Alone between digits it could be a letter of its own script, and is left as it is.
            forms.append(LOOK_ALIKES[letter])
        hidden = st.sampled_from(["", *INVISIBLE]) if position > 0 else st.just("")
        letters.append(choices.draw(hidden) + choices.draw(st.sampled_from(forms)))
    return "".join(letters)


@pytest.mark.parametrize("rule", PLANTED)
@settings(max_examples=40, deadline=None)
@given(choices=st.data(), before=st.sampled_from(["", "🎉 ", "Übrigens\r\n\r\n", "ﬁne, 👩‍👩‍👧 "]))
def test_a_disguise_changes_neither_what_is_found_nor_where(linter, rule, choices, before):
    sentence, secret = PLANTED[rule]
    written = disguise(secret, choices)
    text = before + sentence.format(written)
    start = text.index(written)
    spans = [finding.span for finding in found_by(linter, rule, text)]
    assert any(span.contains(Span(start, start + len(written))) for span in spans), [
        text[span.start : span.end] for span in spans
    ]


@settings(max_examples=30, deadline=None)
@given(choices=st.data())
def test_an_address_in_disguise_is_found_where_it_stands(linter, choices):
    sentence, address = MAIL
    written = disguise(address, choices)
    text = sentence.format(written)
    spans = [finding.span for finding in found_by(linter, "confidential/private-contact", text)]
    assert [text[span.start : span.end] for span in spans] == [written]


@pytest.mark.parametrize(
    ("rule", "text", "words"),
    [
        ("confidential/disguised-contact", "Ask bo dot lund at postbox dot test.", "bo dot lund at postbox dot test"),
        ("confidential/disguised-contact", "Ask bo.lund [at] postbox [dot] test.", "bo.lund [at] postbox [dot] test"),
        (
            "confidential/disguised-contact",
            "His number: oh double seven oh oh nine oh oh one two",
            "oh double seven oh oh nine oh oh one two",
        ),
        ("account-security/access-code", "The gate opens to 7.0.9.3, as ever.", "7.0.9.3"),
        ("account-security/access-code", "Gate: press seven-oh-nine-three, then push.", "seven-oh-nine-three"),
        ("account-security/access-code", "The gate, if locked: ７ ０ ９ ３ and push.", "７ ０ ９ ３"),
    ],
)
def test_digits_and_addresses_spelled_out(linter, rule, text, words):
    assert [text[finding.span.start : finding.span.end] for finding in found_by(linter, rule, text)] == [words]


@pytest.mark.parametrize(
    "text",
    [
        "Счастливого Нового года всем нашим соседям!",
        "Find us at ourtrust dot example, or look at dot paintings at the museum.",
        "The score was 7.0, then 9.3, and the gate of the stadium stayed open.",
        "Count with us: one, two, three, and push the door.",
    ],
)
def test_what_only_looks_like_a_disguise(linter, text):
    report = linter.lint_draft(Draft(text))
    assert [finding.rule for finding in report.findings if finding.category in {"security", "confidential"}] == []
