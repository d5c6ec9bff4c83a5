import pytest
from hypothesis import given
from hypothesis import strategies as st

from postlint.documents.sentences import sentences


def split(text, **options):
    return [text[span.start : span.end] for span in sentences(text, 0, len(text), **options)]


@pytest.mark.parametrize(
    "text",
    [
        "One two.|Three four!|Five?",
        "Dr. Mary Okafor met Mr. J. R. Smith at 9 a.m. on Monday.|They talked.",
        "We moved to the U.S.|It was hard.",
        "The U.S. Navy came.",
        "See No. 5 on p. 12.|It costs 3.50, e.g. here.",
        "Was it her?|No.|We asked.",
        'She said "It works."|We agree.',
        '"Really?" she asked.|Yes.',
        "Great news! 🎉|We won 👩‍⚕️❤️ again.|Bye",
        "Visit example.com/a.b?c=d.|Then call.",
        "Well... maybe.|Or not...|Who knows.",
        "great day!|thank you all.|see you there",
        "1. First of all",
        "Acme Inc. announced it.|Acme Inc.|The end.",
    ],
)
def test_sentences_end_where_a_reader_would_end_them(text):
    assert split(text.replace("|", " ")) == text.split("|")


def test_a_line_break_ends_a_sentence_unless_the_line_was_wrapped():
    assert split("Join us\nfree cake") == ["Join us", "free cake"]
    wrapped = "The new centre will offer imaging and minor surgery under\none roof from June. Next"
    assert split(wrapped) == [wrapped[:-5], "Next"]
    assert split("Dr\nMary Okafor", wrapped=True) == ["Dr\nMary Okafor"]


@given(st.text(alphabet="aB. !?\n\"')1🎉\u2026-"))
def test_sentences_cover_all_that_is_visible(text):
    spans = list(sentences(text, 0, len(text)))
    covered = {position for span in spans for position in range(span.start, span.end)}
    assert all(position in covered or text[position].isspace() for position in range(len(text)))
    assert sum(map(len, spans)) == len(covered)
    assert spans == sorted(spans)
