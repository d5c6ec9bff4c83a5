from __future__ import annotations

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from postlint.detect.lengths import graphemes, weighted_length
from postlint.detect.measures import MEASURES
from postlint.detect.readability import syllables
from postlint.documents.model import Block, Document, View
from postlint.types import Span


def post(text, *, kind="paragraph", code=(), sentences=None):
    spans = sentences or [(match.start(), match.end()) for match in regex.finditer(r"\S[^.!?\n]*[.!?]*", text)]
    return Document(
        source=text,
        text=text,
        view=View([(0, 0, 0)], len(text)),
        blocks=(Block(kind, 0, len(text)),),
        code=tuple(Span(*span) for span in code),
        sentences=tuple(Span(*span) for span in spans),
    )


def measured(name, text, channel=None, **more):
    document = post(text, **more)
    found = MEASURES[name].function(document, document.blocks, channel)
    return [(one.value, text[one.span.start : one.span.end]) for one in found]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("exclamation-marks", "Wow! Great! See https://x.org/!", [(2, "!")]),
        ("questions", "Why? see https://x.org/?a=b", [(1, "?")]),
        ("emoji", "😀 👍🏽 👨‍👩‍👧 🇬🇧 1️⃣ ❤️ ☎ © ™ 5 #", [(7, "☎")]),
        ("hashtags", "#One #2 C# a#b &#39; https://x.org/#top #zwei_3", [(2, "#zwei_3")]),
        ("mentions", "@jane met jane@example.org and @tom.", [(2, "@tom")]),
        ("words", "Don't stop 24-hour care, see https://x.org #now @jane 😀", [(5, "see")]),
        ("capitals", "BUY NOW, the NHS and the BBC say", [(2, "BUY NOW")]),
        ("capitals", "This is AMAZING news", [(1, "AMAZING")]),
        ("capitals", "WOW!!! BUY NOW", [(3, "WOW!!! BUY NOW")]),
        ("capitals", "NHS GP, COVID-19, #SHOUTING @SHOUTER, World War VIII, U.S.A. and R&D I A", []),
        ("repeated-punctuation", "What?!? No! Yes!!!", [(3, "?!?"), (3, "!!!")]),
        ("sentence-words", "One two. Three four five.", [(2, "One two."), (3, "Three four five.")]),
        ("sentence-words", "Bring these: a cup; a map.", [(2, "Bring these: "), (2, "a cup; "), (2, "a map.")]),
        ("characters", "abc 😀", [(5, "abc 😀")]),
        ("reading-grade", "Too short to grade.", []),
    ],
)
def test_measures(name, text, expected):
    assert measured(name, text) == expected


@pytest.mark.parametrize("name", sorted(set(MEASURES) - {"length", "characters"}))
def test_code_does_not_count(name):
    text = "Run `SHOUT LOUDER!!! #tag @me 😀 why?` now"
    without = "Run                                    now"
    whole = [(0, len(text))]
    values = [value for value, _ in measured(name, text, code=[(4, text.rindex("`") + 1)], sentences=whole)]
    assert values == [value for value, _ in measured(name, without, sentences=whole)]
    assert [value for value, _ in measured(name, text, kind="code")] == []


def test_an_empty_post_measures_nothing_and_a_quiet_one_zero():
    document = post("")
    assert all(MEASURES[name].function(document, []) == [] for name in MEASURES)
    assert measured("hashtags", "Quiet.") == [(0, "Quiet.")]


def test_reading_grade_tells_plain_from_heavy_and_underlines_the_longest_sentence():
    plain = "We fixed the booking page. It works now. Call us if you have a question. We are here all day. " * 3
    heavy = (
        "Notwithstanding organisational interdependencies, multidisciplinary stakeholders operationalise "
        "transformational methodologies facilitating interoperability. It matters considerably. " * 4
    )
    assert measured("reading-grade", plain)[0][0] < 5
    grade, words = measured("reading-grade", heavy)[0]
    assert grade > 16
    assert words.startswith("Notwithstanding")


def test_a_grade_needs_three_sentences():
    sentence = "Notwithstanding organisational interdependencies multidisciplinary stakeholders operationalise. "
    assert measured("reading-grade", sentence.replace(".", " ") * 6) == measured("reading-grade", sentence * 2) == []
    assert measured("reading-grade", sentence * 5)[0][0] > 16


SYLLABLES = """
make 1, table 2, asked 1, wanted 2, created 3, science 2, patient 2, media 3, organisation 5, confidential 4, area 3,
employee 3, various 3, theatre 2, the 1, business 2, society 4, people 2, changes 2, don't 1, unique 2, association 5
"""


@pytest.mark.parametrize("row", SYLLABLES.replace("\n", " ").split(","))
def test_syllables(row):
    word, count = row.split()
    assert syllables(word) == int(count)


@pytest.mark.parametrize(
    ("text", "x", "bluesky", "units", "points"),
    [
        ("plain text", 10, 10, 10, 10),
        ("see https://example.org/a/very/long/path/indeed", 27, 47, 47, 47),
        ("👨‍👩‍👧", 2, 1, 8, 5),
        ("日本", 4, 2, 2, 2),
        ("it’s “quoted” — ok", 18, 18, 18, 18),
    ],
)
def test_length_counts_as_channels_count(text, x, bluesky, units, points):
    assert weighted_length(text) == x
    assert graphemes(text) == bluesky
    for channel, value in (("x", x), ("bluesky", bluesky), ("linkedin", units), (None, points)):
        assert measured("length", text, channel) == [(value, text)]


def test_length_leaves_out_what_is_not_published():
    text = "My post\n\nSubject"
    document = Document(
        source=text, text=text, view=View([(0, 0, 0)], 16), blocks=(Block("paragraph", 0, 7), Block("subject", 9, 16))
    )
    assert [one.value for one in MEASURES["length"].function(document, document.blocks)] == [7]


@given(st.text(alphabet=st.sampled_from("😀👍🏽\u200d👩🇬🇧1#\ufe0f\u20e3❤©aB!? \n日"), max_size=20))
def test_spans_lie_in_the_text_and_emoji_never_outnumber_graphemes(text):
    for name in MEASURES:
        document = post(text)
        for one in MEASURES[name].function(document, document.blocks):
            assert 0 <= one.span.start <= one.span.end <= len(text)
    assert sum(value for value, _ in measured("emoji", text)) <= graphemes(text)
