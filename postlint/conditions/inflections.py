"""English inflections of a phrase, made when rules load, so that `match: lemma` needs no lemmatiser.

Imports nothing of ours.

Forms that do not exist in English (*needlinged*) do no harm: nobody writes them. Irregular forms stand in a data file.
"""

from __future__ import annotations

from functools import cache
from itertools import product
from pathlib import Path

_DATA = Path(__file__).with_name("irregular_forms.txt")
_VOWELS = frozenset("aeiou")


@cache
def _irregular() -> dict[str, frozenset[str]]:
    """Base form to its irregular forms."""
    forms: dict[str, set[str]] = {}
    for line in _DATA.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            base, *others = line.split()
            forms.setdefault(base, set()).update(others)
    return {base: frozenset(others) for base, others in forms.items()}


def inflected(phrase: str) -> frozenset[str]:
    """`phrase` with its first and its last word in every form, in all combinations; itself included."""
    words = phrase.split()
    if not words:
        return frozenset()
    if len(words) == 1:
        return _compound_forms(words[0])
    middle = words[1:-1]
    heads, tails = _compound_forms(words[0]), _compound_forms(words[-1])
    return frozenset(" ".join((head, *middle, tail)) for head, tail in product(heads, tails))


def _compound_forms(word: str) -> frozenset[str]:
    """Forms of a word; of a hyphenated one its last part changes ('game-changer', 'game-changers')."""
    head, hyphen, tail = word.rpartition("-")
    return frozenset(head + hyphen + form for form in forms(tail)) if tail else frozenset({word})


@cache
def forms(word: str) -> frozenset[str]:
    """The word, its plural or third person, its past, its -ing form; what is not plain letters has one form."""
    if not word.isalpha() or len(word) < 2:
        return frozenset({word})
    lower = word.lower()
    found = {word, lower, *(_irregular().get(lower, ()))}
    if lower.endswith(("s", "x", "z", "ch", "sh")):
        found |= {lower + "es", lower + "ed", lower + "ing"}
    elif lower.endswith("e"):
        stem = lower[:-1]
        found |= {lower + "s", lower + "d", stem + "ing"}
        if lower.endswith("ie"):
            found.add(lower[:-2] + "ying")
        if lower.endswith(("ee", "oe", "ye")):
            found.add(lower + "ing")
    elif lower.endswith("y") and lower[-2] not in _VOWELS:
        found |= {lower[:-1] + "ies", lower[:-1] + "ied", lower + "ing"}
    else:
        found |= {lower + "s", lower + "ed", lower + "ing"}
        if lower.endswith("o"):
            found.add(lower + "es")
        if _doubles(lower):
            found |= {lower + lower[-1] + "ed", lower + lower[-1] + "ing"}
    return frozenset(found)


def _doubles(word: str) -> bool:
    """Whether the last consonant may double: consonant, vowel, consonant at the end ('stop', and British 'travel')."""
    return (
        len(word) >= 3
        and word[-1] not in _VOWELS
        and word[-1] not in "wxy"
        and word[-2] in _VOWELS
        and word[-3] not in _VOWELS
    ) or word.endswith(("quit", "quip"))
