"""What the channel pack tells apart: what fits, what is finished, and what can be heard."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postlint import Decision, Draft, Linter, Severity
from tests.conftest import MERIDIAN, MERIDIAN_DAY


@pytest.fixture(scope="module")
def linter() -> Linter:
    return Linter.from_config(MERIDIAN, today=MERIDIAN_DAY)


def findings(linter, text, channel="x", form=None):
    report = linter.lint_draft(Draft(text, channel=channel, format=form))
    assert report.failures == ()
    return [one for one in report.findings if one.category == "channel"]


def found(linter, text, channel="x", form=None):
    """Rules of the pack that speak, and the words that they found."""
    own = findings(linter, text, channel, form)
    return [(one.rule.removeprefix("channel/"), text[one.span.start : one.span.end]) for one in own]


def rules(linter, text, channel="x", form=None):
    return {rule for rule, _ in found(linter, text, channel, form)}


WORD = "soup "
FITS = {
    # channel: a text that is just as long as the channel takes, by hand
    "x": [
        WORD * 55 + "today",  # 275 + 5
        "👨‍👩‍👧‍👦" * 139 + "ok",  # 139 pairs and 2
        "漢" * 139 + "ok",
        "https://meridian.example/" + "a" * 400 + " " + WORD * 51 + "x",  # 23 + 1 + 255 + 1
    ],
    "bluesky": [WORD * 59 + "today", "👩‍⚕️ " * 147 + "e\u0301e\u0301e\u0301 ok", "🇬🇧" * 298 + "ok"],
    "mastodon": [WORD * 99 + "today", "https://meridian.example/" + "a" * 900 + " " + WORD * 95 + "x"],
    "threads": [WORD * 99 + "today", "👍" * 124 + "soup"],
    "linkedin": [WORD * 599 + "today", "👍 " * 998 + "soups."],
    "instagram": [WORD * 439 + "today"],
    "google-business": [WORD * 299 + "today"],
    "pinterest": [WORD * 99 + "today"],
    "youtube": [WORD * 999 + "today", "é " * 1665 + "today"],
    "facebook": [WORD * 12640 + "today!"],
}


@pytest.mark.parametrize(("channel", "text"), [(channel, text) for channel in FITS for text in FITS[channel]])
def test_a_text_as_long_as_its_channel_takes_fits_and_a_letter_more_does_not(linter, channel, text):
    assert "too-long" not in rules(linter, text, channel)
    (finding,) = [one for one in findings(linter, text + "!", channel) if one.rule == "channel/too-long"]
    assert finding.severity is Severity.ERROR
    assert (text + "!")[finding.span.start : finding.span.end] == "!"


def test_where_nothing_is_refused_length_is_free(linter):
    for channel in ("blog", "email", "press", "reply", None):
        assert "too-long" not in rules(linter, WORD * 15000, channel)


def test_what_is_not_published_does_not_count(linter):
    text = "---\nchannel: x\nnote: " + WORD * 60 + "\n---\n" + WORD * 55 + "today\n\n<!-- " + WORD * 60 + "-->\n"
    assert "too-long" not in rules(linter, text, "x", "markdown")
    assert "too-long" in rules(linter, text.replace("today", "today then"), "x", "markdown")


def test_a_placeholder_blocks(linter):
    assert linter.lint_draft(Draft("Dear Firstname, come in.", channel="email")).decision is Decision.BLOCK


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Doors open on [date].", "[date]"),
        ("Come to [insert venue here] at nine.", "[insert venue here]"),
        ("Read more: [LINK]", "[LINK]"),
        ("Ask [?] at the desk.", "[?]"),
        ("Dear Firstname, come in.", "Firstname"),
        ("Hi NAME, come in.", "Hi NAME"),
        ("TODO: ask Sam", "TODO"),
        ("Open at nine. (TK)", "TK"),
        ("Lorem ipsum dolor sit amet.", "Lorem ipsum dolor sit amet"),
        ("We raised £XX for the ward.", "£XX"),
        ("XX people came.", "XX"),
        ("Doors at XX:XX.", "XX:XX"),
        ("Open from XXam.", "XXam"),
        ("Insert caption here.", "Insert caption here"),
    ],
)
def test_placeholders_are_found(linter, text, words):
    assert ("placeholder", words) in found(linter, text)


@pytest.mark.parametrize(
    "text",
    [
        "Lo damos TODO por nuestros pacientes.",
        "TODO EL MUNDO a la clínica.",
        "A to-do list that works: write three things.",
        "Love from all of us XX",
        "Thanks xx",
        "Sizes S to XXL, and XX chromosomes.",
        "Super Bowl XX and chapter XX of the book.",
        "Cards ending in XXXX 1234 are safe.",
        '"[Name] sat with me all night", says a daughter.',
        "[Image description: a nurse at the door]",
        "[Applause]",
        "Use `[insert name]` in the tool.",
        "Lorem ipsum is what printers set when they had no words.",
        "The venue is TBC, the date is not.",
        "5 < 6 and name > date",
    ],
)
def test_what_looks_like_a_placeholder_stays(linter, text):
    assert rules(linter, text) & {"placeholder", "unfilled-field", "merge-field"} == set()


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_fields_of_mailings_are_for_mail(linter, form):
    text = "Hi {{first_name}}, come in."
    assert found(linter, text, "facebook", form) == [("merge-field", "{{first_name}}")]
    assert rules(linter, text, "email", form) == set()


@pytest.mark.parametrize(
    ("source", "address"),
    [
        ("![](door.jpg)", "door.jpg"),
        ("![ ](door.jpg 'Our door')", "door.jpg"),
        ("<img src=door.jpg>", "door.jpg"),
        ('<p><img\n src="door.jpg" alt=""></p>', "door.jpg"),
        ("[![](door.jpg)](https://meridian.example)", "door.jpg"),
    ],
)
def test_an_image_without_a_text(linter, source, address):
    assert ("missing-alt", address) in found(linter, source, "blog", "markdown")


@pytest.mark.parametrize(
    "source",
    [
        "![A door](door.jpg)",
        "<img src=door.jpg alt='A door'>",
        '<img src="door.jpg" alt="" role="presentation">',
        '<img src="door.jpg" alt="" aria-hidden="true">',
        "[door](door.jpg)",
        "`![](door.jpg)`",
        '<video src="door.mp4"></video>',
    ],
)
def test_images_with_a_text_and_decoration(linter, source):
    assert "missing-alt" not in rules(linter, source, "blog", "markdown")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("See the hours [here](https://meridian.example/hours).", {"vague-link"}),
        ("[Read more](https://meridian.example/hours)", {"vague-link"}),
        ('<a href="https://meridian.example/hours">This page</a>', {"vague-link"}),
        ("[Opening hours](https://meridian.example/hours) are here.", set()),
        ("[Here is how our night team works](https://meridian.example/night)", set()),
        ("[Read more about our night team](https://meridian.example/night)", set()),
        ("Read more in [our report](https://meridian.example/report).", set()),
    ],
)
def test_what_links_say(linter, source, expected):
    assert rules(linter, source, "blog", "markdown") == expected


@pytest.mark.parametrize("text", ["𝓱𝓮𝓵𝓵𝓸", "𝗯𝗼𝗹𝗱", "ｗｉｄｅ", "ⓒⓘⓡⓒⓛⓔ", "🄲🄰🄿🅂", "ᴛɪɴʏ ᴄᴀᴘꜱ", "ʰᵉˡˡᵒ"])
def test_letters_that_cannot_be_read_aloud(linter, text):
    assert ("styled-letters", text) in found(linter, f"We say {text}, all of us.")


@pytest.mark.parametrize("text", ["𝑥² + 𝑦²", "Ωμέγα", "東京ＮＨＫです", "№ 5, ™ and ®", "m² and CO₂", "🅰️🆎", "naïve"])
def test_letters_that_are_what_they_seem(linter, text):
    assert "styled-letters" not in rules(linter, text)


def test_a_short_link_is_found_once(linter):
    assert rules(linter, "Recipes: bit.ly/soup-week") == {"short-link"}
    text = "Log in to pay your bill: bit.ly/soup-week"
    report = linter.lint_draft(Draft(text, channel="x"))
    assert [one.rule for one in report.findings if "link" in one.rule] == ["account-security/short-link-to-log-in"]


def test_fixes(linter):
    fixed = linter.fix(Draft("Come to the the door. #ilovemyjob #NHS #weekend", channel="x"))
    assert fixed.text == "Come to the door. #ILoveMyJob #NHS #weekend"


PIECES = st.lists(
    st.sampled_from(
        [
            *("1/3 ", "2/3 ", "[link]", "the the ", "👍🏽", "👩\u200d⚕️ ", "𝓱𝓮𝓵", " ", "\n", "\r\n\n", "#ilovemyjob"),
            *("XX", "l❤ve", "é", "e\u0301", "![](a.png)", "[here](b)", "*", "&amp;", "{{name}}", "bit.ly/a", "漢"),
        ]
    ),
    max_size=14,
).map("".join)


@settings(max_examples=60, deadline=None)
@given(PIECES, st.sampled_from(["x", "bluesky", "instagram", "blog"]), st.sampled_from(["text", "markdown"]))
def test_spans_lie_in_the_source(linter, text, channel, form):
    for one in findings(linter, text, channel, form):
        assert 0 <= one.span.start < one.span.end <= len(text)
        assert text[one.span.start : one.span.end].strip()
