"""Forms of English words: from a base form to all of them, and back; imports detect (data).

Regular forms follow the rules of spelling, irregular ones stand in `data/irregular-forms.txt` and
`data/irregular-plurals.txt`. Where texts are read, forms that do not exist in English (*needlinged*) do no harm:
nobody writes them. Where words are written (`inflect`), one form is the right one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import Literal

from postlint.detect.data import lines

Form = Literal["s", "past", "participle", "ing"]
"""What a word is of its base form; `s` is a plural or the third person."""

_VOWELS = frozenset("aeiou")
_VOWEL_GROUPS = re.compile("[aeiouy]+")


@cache
def irregular() -> Mapping[str, Sequence[str]]:
    """Base form to its irregular forms; of a verb the participle is the last."""
    found: dict[str, list[str]] = {}
    for base, others in (*_listed("irregular-forms").items(), *_listed("irregular-plurals").items()):
        found.setdefault(base, []).extend(others)
    return found


@cache
def _listed(name: str) -> Mapping[str, Sequence[str]]:
    return {base: others for base, *others in (line.split() for line in lines(name))}


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


def form_names(word: str, base: str) -> frozenset[Form]:
    """What `word` is of `base`, as far as its letters tell: *used* is a past and a participle; empty for the base."""
    if word == base or word not in forms(base):
        return frozenset()
    found: set[Form] = {form for form in ("s", "past", "participle") if inflect(base, form) == word}
    if word in nouns(base) and word not in _listed("irregular-forms").get(base, ()):
        found.add("s")
    if not found:
        found = {"ing"} if word.endswith("ing") else {"past", "participle"}
    return frozenset(found)


def inflect(base: str, form: Form) -> str | None:
    """The one form of a word that is written; None for *be*, whose forms depend on the person."""
    if base == "be":
        return None
    own = _listed("irregular-forms").get(base, ())
    present = [one for one in own if one.endswith("s") and one != base]
    if form == "s" and base in singulars():
        return base
    if form == "s":
        return next(iter((*_listed("irregular-plurals").get(base, ()), *present)), None) or _with_s(base)
    if form == "ing":
        return next((one for one in own if one.endswith("ing")), None) or _stem(base, "i") + "ing"
    told = [one for one in own if one not in present and not one.endswith("ing")]
    if not told:
        return base + "d" if base.endswith("e") else _stem(base, "e") + "ed"
    if form == "participle" and base in _PARTICIPLE_IS_BASE:
        return base
    return told[0] if form == "past" else told[-1]


@cache
def singulars() -> Mapping[str, str]:
    """Irregular plural to its singular."""
    return {plural: base for base, plurals in _listed("irregular-plurals").items() for plural in plurals}


_PARTICIPLE_IS_BASE = frozenset({"become", "come", "overcome", "run"})


def _with_s(base: str) -> str:
    if base.endswith(("s", "x", "z", "ch", "sh")):
        return base + "es"
    return base[:-1] + "ies" if len(base) > 1 and _ends_in_consonant_and_y(base) else base + "s"


def _stem(base: str, vowel: Literal["e", "i"]) -> str:
    """What stands before -ed or -ing."""
    if vowel == "i" and base.endswith("ie"):
        return base[:-2] + "y"
    if vowel == "i" and base.endswith("e") and not base.endswith(("ee", "oe", "ye")):
        return base[:-1]
    if vowel == "e" and len(base) > 1 and _ends_in_consonant_and_y(base):
        return base[:-1] + "i"
    is_short = len(_VOWEL_GROUPS.findall(base)) == 1 and base[-1:] not in _VOWELS
    return base + base[-1] if base in _doubled() or (is_short and _doubles(base)) else base


@cache
def _doubled() -> frozenset[str]:
    return frozenset(lines("doubled-endings"))


def is_participle(word: str, base: str) -> bool:
    """Whether a form of a verb may also say how something is: 'broken', 'fractured'; not 'broke', not 'cut'."""
    others = irregular().get(base, ())
    return word != base and (word == others[-1] if others else word.endswith("ed"))
