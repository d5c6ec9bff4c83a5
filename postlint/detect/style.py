"""How a text speaks: formality, feeling, person, contractions; imports data and word_forms.

Every function takes sentences as lists of words, or one text; docs/voice.md names formulas and sources.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

import regex

from postlint.detect.data import table
from postlint.detect.word_forms import forms

NEGATES = 3
"""So many words behind a negation its sense is turned round: 'not a very good day'."""

CONTRACTED = regex.compile(
    r"(?i)\b(?:(?:ca|wo|sha|ai|(?:do|does|did|is|are|was|were|has|have|had|must|might|need|would|could|should)(?=n't))n't"
    r"|(?:i'm|(?:i|you|we|they|who|there|that|it|he|she)'(?:ve|ll|d|re)"
    r"|(?:it|that|he|she|what|who|where|there|here|how|let|when|why|everyone|everybody|nobody|someone|something)'s))\b"
)
"""Words drawn together; a possessive ('the clinic's') is none."""

CONTRACTIBLE = regex.compile(
    r"(?i)\b(?:cannot|(?:do|does|did|is|are|was|were|has|have|had|would|could|should|will|can) not"
    r"|i am|(?:you|we|they) are|(?:it|that|he|she|there|here|what|who) is(?! not)"
    r"|(?:i|you|we|they|it|he|she|that) will(?! not)"
    r"|(?:i|you|we|they) have (?=been|had|made|got|seen|done|taken|worked))\b"
)
"""Words that could be drawn together."""


@cache
def words_of(name: str) -> frozenset[str]:
    """A class of words of `data/style-words.yaml`."""
    return frozenset(_tables()[name].split())


@cache
def _tables() -> Mapping[str, str]:
    found: Mapping[str, str] = table("style-words")
    return found


@cache
def _feelings() -> Mapping[str, int]:
    """Every form of a word that pleases (1) or hurts (-1)."""
    found: dict[str, int] = {}
    for name, sign in (("positive", 1), ("negative", -1)):
        for word in words_of(name):
            found |= dict.fromkeys(forms(word) - found.keys(), sign)
        # A base form of one side is no inflection of the other: 'well', not the past of 'weep'.
        found |= dict.fromkeys(words_of(name), sign)
    return found


def share(sentences: Sequence[Sequence[str]], name: str) -> float:
    """Words of a class among 100 words."""
    words = [word.lower() for sentence in sentences for word in sentence]
    return 100 * sum(word in words_of(name) for word in words) / len(words)


def formality(sentences: Sequence[Sequence[str]]) -> float:
    """The F-score of Heylighen & Dewaele (1999) from words alone: 0 is talk among friends, 100 a statute.

    Theirs counts parts of speech: (nouns + adjectives + prepositions + articles - pronouns - verbs - adverbs -
    interjections + 100) / 2, each in per cent of all words. Ours counts the words of the closed classes, and of the
    open ones those that show in an ending.
    """
    words = [word.lower() for sentence in sentences for word in sentence]
    return (100 * sum(map(_formality, words)) / len(words) + 100) / 2


@cache
def _class_signs() -> Mapping[str, int]:
    signs: dict[str, int] = {}
    for name in ("articles", "prepositions"):
        signs |= dict.fromkeys(words_of(name), 1)
    for name in ("pronouns", "verbs", "adverbs", "interjections"):
        signs |= dict.fromkeys(words_of(name) - signs.keys(), -1)
    return signs


@cache
def _noun_endings() -> tuple[str, ...]:
    return tuple(words_of("noun_endings"))


def _formality(word: str) -> int:
    """1 for a word that stands on its own, -1 for one that leans on who speaks, 0 for one that nothing is known of."""
    known = _class_signs().get(word)
    if known is not None:
        return known
    if "'" in word:
        return -2 if CONTRACTED.fullmatch(word) else 1  # a pronoun and a verb, or the noun of a possessive
    if len(word) > 5 and word.endswith(_noun_endings()) and word not in words_of("not_nouns"):
        return 1
    return -1 if len(word) > 4 and word.endswith("ly") and word not in words_of("not_adverbs") else 0


def sentiment(sentences: Iterable[Sequence[str]]) -> float:
    """Words that please less words that hurt, among 100 words; a negation up to three words before turns one round."""
    total = feeling = 0
    for sentence in sentences:
        total += len(sentence)
        feeling += balance(sentence)
    return 100 * feeling / total


def balance(sentence: Sequence[str]) -> int:
    """Words that please less words that hurt in one sentence."""
    words = [word.lower() for word in sentence]
    negations = words_of("negations")
    found = 0
    for index, word in enumerate(words):
        sign = _feelings().get(word, 0)
        if sign and not negations.isdisjoint(words[max(0, index - NEGATES) : index]):
            sign = -sign
        found += sign
    return found
