"""How hard a text is to read; imports data."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import regex

from postlint.detect.data import number_table

FEWEST_WORDS = 30
"""Below this a grade says nothing: one long name moves it by years."""

FEWEST_SENTENCES = 3
"""Below this it is the length of one sentence, which has a limit of its own: one without its full stops reads like a
statute."""

_VOWELS = regex.compile(r"[aeiouy]+")
# Two vowels that are spoken apart: cre-ate, ri-ot, medi-a, sci-ence, vacu-um, be-ing, po-em.
_APART = regex.compile(
    r"(?<![aeiouct])i(?=a(?!ge|l|n\b|ns\b)|o(?!n|us)|et|u|en)|(?<=[dlmnr])i(?=a\b|al|an\b|ans\b|um)|(?<=[^cgtx])i(?=ous)"
    r"|(?<!r)i(?=age)|(?<=c)re(?=at)|(?<=c)i(?=at)|sci(?=e)|(?<=qu)i(?=et)|(?<=[clrt])i(?=et)|e(?=a\b|as\b)|(?<=[dr])e(?=o)|y(?=ee)"
    r"|(?<!q)u(?=um|al|ou|at)|[eouy](?=ing\b)|(?<=p)o(?=e[mt])|(?<=[^aeiouqg])u(?=[ei]t\b)|eo(?=lo)|i(?=er\b|est\b)"
)
_SILENT = regex.compile(
    r"(?<=[^aeiouy])(?<!^.{0,1})(?<![^aeiouyrl][lr])e\b"  # make, whole; not table, centre
    r"|(?<=[gq]u)e\b"  # dialogue, unique
    r"|(?<=[^aeiouytd])ed\b(?<![bcdfgkptz]led)"  # asked; not wanted, handled
    r"|(?<=[^aeiouyscxzg])(?<!sh|ch|[^aeiouyrl][lr])es\b"  # makes; not boxes
    r"|(?<=[^aeiouy])e(?=(?:ly|less|ful|ment|ness)s?\b)"  # safely, statement
)


@lru_cache(maxsize=50_000)
def syllables(word: str) -> int:
    """Syllables of an English word by its spelling: right within one on almost every word, exact on most."""
    letters = regex.sub(r"['’].*|[^a-z]", "", word.lower())
    exceptions = number_table("syllables")
    if letters in exceptions:
        return exceptions[letters]
    if len(letters) <= 3:
        return max(1, len(_VOWELS.findall(letters.removesuffix("e"))))
    groups = len(_VOWELS.findall(letters))
    count = groups + len(_APART.findall(letters)) - len(_SILENT.findall(letters))
    return max(1, count)


def flesch_kincaid_grade(words: Sequence[str], sentences: int) -> float:
    """US school grade: 0.39 words a sentence + 11.8 syllables a word - 15.59 (Kincaid et al. 1975)."""
    parts = [part for word in words for part in word.split("-") if part]
    total = sum(syllables(part) for part in parts)
    return 0.39 * len(words) / sentences + 11.8 * total / len(words) - 15.59
