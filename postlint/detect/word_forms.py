"""Forms of English words: from a base form to all of them, and back; imports detect (data).

Regular forms follow the rules of spelling, irregular ones stand in `data/irregular-forms.txt`. Forms that do not
exist in English (*needlinged*) do no harm: nobody writes them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

from postlint.detect.data import lines

_VOWELS = frozenset("aeiou")


@cache
def irregular() -> Mapping[str, Sequence[str]]:
    """Base form to its irregular forms; of a verb the participle is the last."""
    forms: dict[str, list[str]] = {}
    for line in lines("irregular-forms"):
        base, *others = line.split()
        forms.setdefault(base, []).extend(others)
    return forms


@cache
def _irregular_bases() -> Mapping[str, frozenset[str]]:
    """Irregular form to its base forms."""
    bases: dict[str, set[str]] = {}
    for base, others in irregular().items():
        for form in others:
            bases.setdefault(form, set()).add(base)
    return {form: frozenset(found) for form, found in bases.items()}


@cache
def forms(word: str) -> frozenset[str]:
    """The word, its plural or third person, its past, its -ing form; what is not plain letters has one form."""
    if not word.isalpha() or len(word) < 2:
        return frozenset({word})
    found = {*nouns(word), *irregular().get(word, ())}
    if word.endswith("e"):
        found |= {word + "d", word[:-1] + "ing"}
        if word.endswith("ie"):
            found.add(word[:-2] + "ying")
        if word.endswith(("ee", "oe", "ye")):
            found.add(word + "ing")
    elif _ends_in_consonant_and_y(word):
        found |= {word[:-1] + "ied", word + "ing"}
    else:
        found |= {word + "ed", word + "ing"}
        if _doubles(word):
            found |= {word + word[-1] + "ed", word + word[-1] + "ing"}
    return frozenset(found)


@cache
def nouns(word: str) -> frozenset[str]:
    """The word and its plural."""
    if not word.isalpha() or len(word) < 2:
        return frozenset({word})
    found = {word, *irregular().get(word, ())}
    if word.endswith(("s", "x", "z", "ch", "sh")):
        found.add(word + "es")
    elif _ends_in_consonant_and_y(word):
        found.add(word[:-1] + "ies")
    else:
        found.add(word + "s")
        if word.endswith("o"):
            found.add(word + "es")
    return frozenset(found)


def _ends_in_consonant_and_y(word: str) -> bool:
    return word.endswith("y") and word[-2] not in _VOWELS


def _doubles(word: str) -> bool:
    """Whether the last consonant may double: consonant, vowel, consonant at the end ('stop', and British 'travel')."""
    return (
        len(word) >= 3
        and word[-1] not in _VOWELS
        and word[-1] not in "wxy"
        and word[-2] in _VOWELS
        and word[-3] not in _VOWELS
    ) or word.endswith(("quit", "quip"))


@lru_cache(maxsize=50_000)
def bases(word: str) -> frozenset[str]:
    """The words of which `word` is a form; itself included."""
    found = {word, *_irregular_bases().get(word, ())}
    if not word.isalpha():
        return frozenset({word})
    for ending in ("s", "es", "d", "ed", "ing"):
        if word.endswith(ending):
            stem = word[: -len(ending)]
            found |= {stem, stem[:-1]} if stem[-1:] == stem[-2:-1] else {stem}
            if ending == "ing":
                found.add(stem + "e")
    if word.endswith(("ies", "ied")):
        found.add(word[:-3] + "y")
    if word.endswith("ying"):
        found.add(word[:-4] + "ie")
    return frozenset(base for base in found if word in forms(base))


def is_participle(word: str, base: str) -> bool:
    """Whether a form of a verb may also say how something is: 'broken', 'fractured'; not 'broke', not 'cut'."""
    others = irregular().get(base, ())
    return word != base and (word == others[-1] if others else word.endswith("ed"))
