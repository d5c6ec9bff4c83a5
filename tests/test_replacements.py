"""What is written in the place of words: their form, their capitals, the article before them."""

from __future__ import annotations

import pytest

from postlint.detect.word_forms import form_names, forms, inflect
from postlint.replacements import Entry, Replacement, capitalised_like
from postlint.rules.schema import Replace

WORDS = ("use", "try", "stop", "open", "begin", "refer", "see", "lie", "carry", "go", "take", "study", "person", "box")


def listed(phrase: str, *texts: str, lemma: bool = True) -> Replacement:
    return Replacement(Replace(listed=True, safe=True), [Entry(phrase, texts, lemma)])


@pytest.mark.parametrize(
    ("phrase", "text", "words", "before", "written", "safe"),
    [
        ("utilise", "use", "utilising", "", "using", True),
        ("commence", "begin", "commenced", "We ", "began", False),
        ("commence", "begin", "commenced", "It has not ", "begun", True),
        ("commence", "start", "commenced", "We ", "started", True),
        ("endeavour to", "try to", "endeavours to", "", "tries to", True),
        ("ascertain", "find out", "ascertains", "", "finds out", True),
        ("stewardess", "flight attendant", "stewardesses", "", "flight attendants", True),
        ("game changer", "big step", "game changers", "", "big steps", True),
        ("peruse", "read", "perused", "", "read", True),
        ("cease", "stop", "ceasing", "", "stopping", True),
        ("user", "people", "users", "", "people", True),
        ("user", "people", "user", "a ", "person", False),
        ("chairmen", "chairs", "chairmen", "", "chairs", True),
        ("mankind", "people", "mankind", "for ", "people", False),
        ("notify", "be in touch", "notified", "", None, False),
        ("break a hip", "fall", "broke her hip", "", None, False),
    ],
)
def test_the_form_in_the_text_is_followed(
    phrase: str, text: str, words: str, before: str, written: str | None, safe: bool
) -> None:
    instead = listed(phrase, text).of(words, before, {})
    assert (instead and instead.texts[0], bool(instead and instead.safe)) == (written, safe)


@pytest.mark.parametrize(
    ("words", "text", "written"),
    [
        ("Utilise", "use", "Use"),
        ("UTILISE", "use", "USE"),
        ("Air Hostess", "flight attendant", "Flight Attendant"),
        ("Air hostess", "flight attendant", "Flight attendant"),
        ("I", "we", "We"),
        ("iphone", "iPhone", "iPhone"),
        ("IPHONE", "iPhone", "iPhone"),
        ("110%", "all", "all"),
    ],
)
def test_the_capitals_in_the_text_are_followed_where_the_replacement_has_none(
    words: str, text: str, written: str
) -> None:
    assert capitalised_like(words, text) == written


@pytest.mark.parametrize(
    ("before", "words", "text", "article"),
    [
        ("was an ", "authoress", "writer", "a"),
        ("An ", "authoress", "writer", "A"),
        ("a ", "stewardess", "attendant", "an"),
        ("A ", "STEWARDESS", "attendant", "An"),
        ("an ", "hour", "unit", "a"),
        ("an ", "aim", "honest wish", ""),
        ("the ", "authoress", "writer", ""),
        ("plan-a ", "stewardess", "attendant", ""),
    ],
)
def test_the_article_before_is_the_one_that_the_new_word_needs(
    before: str, words: str, text: str, article: str
) -> None:
    instead = listed(words.lower(), text, lemma=False).of(words, before, {})
    assert instead is not None
    assert instead.article == article


def test_all_suggestions_are_told_and_the_first_is_written() -> None:
    instead = listed("Ascertain", "find out", "check").of("Ascertained", "", {})
    assert instead is not None
    assert instead.texts == ("Found out", "Checked")


def test_a_text_with_a_name_that_has_no_words_replaces_nothing() -> None:
    replacement = Replacement(Replace(with_="{who}!"), [])
    assert replacement.of("x", "", {}) is None
    assert replacement.of("x", "", {"who": "we"}).texts == ("we!",)  # type: ignore[union-attr]


@pytest.mark.parametrize(("case", "words", "written"), [("lower", "BIG News", "big news"), ("sentence", "BIG", "Big")])
def test_case(case: str, words: str, written: str) -> None:
    instead = Replacement(Replace(case=case), []).of(words, "", {})  # type: ignore[arg-type]
    assert instead is not None
    assert instead.texts == (written,)


@pytest.mark.parametrize("word", WORDS)
def test_what_is_written_is_a_form_that_is_read(word: str) -> None:
    for form in ("s", "past", "participle", "ing"):
        written = inflect(word, form)
        assert written in forms(word)
        assert form in form_names(written or "", word) or written == word
