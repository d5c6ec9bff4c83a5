"""Formality, feeling, person and contractions, each with values counted by hand."""

from __future__ import annotations

import pytest

from postlint.detect import style
from postlint.detect.measures import MEASURES
from postlint.documents import read


def words(*sentences: str) -> list[list[str]]:
    return [sentence.split() for sentence in sentences]


def measured(name: str, text: str) -> tuple[float, str] | None:
    """The only measurement of a text, and the words it stands on."""
    document = read(text, "text")
    found = MEASURES[name].function(document, document.blocks)
    return (found[0].value, document.text[found[0].span.start : found[0].span.end]) if found else None


@pytest.mark.parametrize(
    ("sentence", "score"),
    [
        # the +, renovation + (-tion), of +, the +, station + = 5 of 5 words
        ("the renovation of the station", (100 * 5 / 5 + 100) / 2),
        # we -, really -, like (a preposition) +, it - = -2 of 4
        ("we really like it", (100 * -2 / 4 + 100) / 2),
        # I'm -2 (pronoun and verb), happy 0
        ("I'm happy", (100 * -2 / 2 + 100) / 2),
        ("tables chairs", 50.0),
        # a possessive holds a noun: the +, clinic's +, garden 0
        ("the clinic's garden", (100 * 2 / 3 + 100) / 2),
    ],
)
def test_formality_weighs_words_that_stand_alone_against_words_that_lean(sentence: str, score: float) -> None:
    assert style.formality(words(sentence)) == pytest.approx(score)


def test_a_notice_is_more_formal_than_a_chat() -> None:
    notice = (
        "The renovation of the pavement on the north side of the street requires a temporary restriction of access."
    )
    chat = "Hey, we're so glad you came, and now we can't wait to see you all again very soon, can we?"
    assert style.formality(words(notice)) > 65 > 45 > style.formality(words(chat))


@pytest.mark.parametrize(
    ("sentence", "score"),
    [
        ("a lovely green day", 25.0),  # lovely
        ("a sad slow day", -50.0),  # sad, slow
        ("not a happy day", -25.0),  # turned round by 'not', two words before
        ("no problem here at all", 20.0),
        ("nobody said that it was lovely", 100 / 6),  # four words behind the negation: out of its reach
        ("the table stands here", 0.0),
        ("she loves and hated it", 0.0),  # inflections count: one of each
    ],
)
def test_sentiment_counts_what_pleases_less_what_hurts(sentence: str, score: float) -> None:
    assert style.sentiment(words(sentence)) == pytest.approx(score)


def test_negation_ends_with_the_sentence() -> None:
    assert style.sentiment(words("we said no", "lovely day")) == pytest.approx(100 / 5)


def test_person_is_a_share_of_all_words() -> None:
    sentences = words("We love our town", "You're welcome")
    assert style.share(sentences, "we") == pytest.approx(100 * 2 / 6)
    assert style.share(sentences, "you") == pytest.approx(100 / 6)
    assert style.share(sentences, "i") == 0


def test_contractions_are_told_from_possessives() -> None:
    text = "It's the clinic's door, and we can't open it; they've gone, she'd said, aren't they? Let's wait."
    assert [match.group() for match in style.CONTRACTED.finditer(text)] == [
        *("It's", "can't", "they've", "she'd", "aren't", "Let's")
    ]


def test_the_share_of_contractions_is_of_the_places_where_one_could_stand() -> None:
    value = measured("contraction-share", "We're open. It is warm. We do not close. You'll like it.")
    assert value == (50.0, "It is")
    assert measured("contraction-share", "We're open. It is warm.") is None


def test_measures_of_a_whole_text_need_thirty_words() -> None:
    assert measured("formality", "We are glad that you came.") is None
    assert measured("sentiment", "We are glad that you came.") is None
    text = "We open at nine and close at five. " * 4
    assert measured("mean-sentence-words", text) == (8.0, "We open at nine and close at five.")
    assert measured("we-words", text) == (12.5, "We open at nine and close at five.")


def test_sentiment_stands_on_the_sentence_that_feels_most() -> None:
    text = "The shop opens at nine on Monday. What a wonderful, happy, lovely day! The shop closes at five on Friday. "
    found = measured("sentiment", text + "The bus stops at the corner of the street by the old mill.")
    assert found is not None
    assert found[1] == "What a wonderful, happy, lovely day!"
