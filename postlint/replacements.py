"""What a rule says to write instead of the words it finds; imports conditions, detect, documents, rules.

A listed replacement follows the words in the text: their inflection ('Utilising' becomes 'Using'), their capitals, and
the article before them ('an authoress' becomes 'a writer').
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from postlint.conditions.inflections import Inflections
from postlint.detect.data import lines
from postlint.detect.hashtags import capitalised, words_of
from postlint.detect.word_forms import Form, form_names, inflect, singulars
from postlint.documents.fold import flat_term
from postlint.rules.placeholders import fill, names
from postlint.rules.schema import Replace

_TOKEN = re.compile(r"[^\W_]+|\S")
_ARTICLE = re.compile(r"(?<![\w'-])(?P<article>an?)(?P<gap> )\Z", re.IGNORECASE)
_SOUNDS_LIKE_YOU_OR_WON = re.compile(r"(?:uni(?!n|m)|us[aeiu]|ut[ei]|eu|one(?!r)|once)", re.IGNORECASE)
_SILENT_H = re.compile(r"(?:hour|honest|honou?r|heir)", re.IGNORECASE)
_VERB_BEHIND = re.compile(
    r"\b(?:have|has|had|having|am|is|are|was|were|be|been|being|get|gets|got|'ve|'s|'re)(?: \w+ly| not)? \Z",
    re.IGNORECASE,
)
"""What makes a participle of the word that follows."""
_ONE = re.compile(r"\b(?:an?|one|each|every|another|this)(?: \w+)? \Z", re.IGNORECASE)
"""What stands before a singular."""
_PARTICLES = frozenset(lines("verb-particles"))


class Entry(NamedTuple):
    """A phrase of a list, and what to write instead."""

    phrase: str
    texts: tuple[str, ...]
    inflected: bool
    """Whether the phrase is found in its inflections."""


class Instead(NamedTuple):
    """What to write in the place of words."""

    texts: tuple[str, ...]
    """The best first."""
    safe: bool
    of_draft: bool
    """Whether words of the draft are a part of it."""
    article: str = ""
    """What the article before must be; empty where it may stay, or where there is none."""


class Replacement:
    """The `replace` of one rule, ready to be asked."""

    def __init__(self, spec: Replace, entries: Sequence[Entry]) -> None:
        self._spec = spec
        self._entries = entries

    @cached_property
    def _exact(self) -> Mapping[str, Entry]:
        return {flat_term(entry.phrase): entry for entry in reversed(self._entries)}

    @cached_property
    def _inflected(self) -> Inflections:
        found = Inflections()
        for number, entry in enumerate(self._entries):
            if entry.inflected:
                found.add(entry.phrase, flat_term(entry.phrase), number)
        return found

    def of(self, words: str, before: str, named: Mapping[str, str]) -> Instead | None:
        """What to write for `words`, which stand behind `before`; None where the rule has nothing to offer.

        `named` are the words behind the names that the rule gives.
        """
        spec = self._spec
        if spec.with_ is not None:
            if any(name != "match" and name not in named for name in names(spec.with_)):
                return None
            return Instead((fill(spec.with_, {"match": words, **named}),), spec.safe, bool(names(spec.with_)))
        if spec.case is not None:
            text = recased(words, spec.case)
            return None if text is None else Instead((text,), spec.safe, True)
        found = self._listed(words, before)
        return found and found._replace(safe=found.safe and spec.safe)

    def _listed(self, words: str, before: str) -> Instead | None:
        flat = flat_term(words)
        entry = self._exact.get(flat)
        if entry is not None:
            said = [_in_number(flat, before, text) for text in entry.texts]
            return _written(words, before, [one.text for one in said], safe=said[0].safe)
        tokens = [match.span() for match in _TOKEN.finditer(flat)]
        for start, end, number in sorted(self._inflected.find(flat, tokens)):
            if start == 0 and end == len(flat):
                entry = self._entries[number]
                inflected = [_inflected(flat, before, flat_term(entry.phrase), text) for text in entry.texts]
                texts = [one.text for one in inflected if one is not None]
                first = next((one for one in inflected if one is not None), None)
                return _written(words, before, texts, safe=first.safe) if first else None
        return None


class _Inflected(NamedTuple):
    text: str
    safe: bool


def _in_number(found: str, before: str, text: str) -> _Inflected:
    """The text as it stands, or in the singular behind 'a' or 'every': 'a user' is 'a person', not 'a people'."""
    *rest, last = text.split(" ")
    if last not in singulars() or found.endswith("s") or found.rpartition(" ")[2] in singulars():
        return _Inflected(text, True)
    # 'user' wants a singular and 'mankind' does not: a person has to look.
    return _Inflected(" ".join([*rest, singulars()[last]]) if _ONE.search(before) else text, False)


def _inflected(found: str, before: str, phrase: str, text: str) -> _Inflected | None:
    """`text` in the form in which `found` is an inflection of `phrase`; None where that is not known."""
    here, there = found.split(), phrase.split()
    changed = [index for index, (one, other) in enumerate(zip(here, there, strict=False)) if one != other]
    if len(here) != len(there) or len(changed) != 1 or changed[0] not in (0, len(there) - 1):
        return None
    index = changed[0]
    forms = form_names(here[index], there[index])
    words = text.split()
    is_noun = index > 0 or (forms == {"s"} and len(words) > 1 and words[1] not in _PARTICLES)
    at = len(words) - 1 if is_noun else 0
    # Of one word and one word nothing can go wrong; which of several is the verb is a guess.
    safe = len(words) == 1 or at == (0 if words[1] in _PARTICLES else len(words) - 1)
    form, is_sure = _form(forms, before, words[at])
    inflected = inflect(words[at], form) if form and words[at].isalpha() else None
    if inflected is None:
        return None
    return _Inflected(" ".join([*words[:at], inflected, *words[at + 1 :]]), safe and is_sure)


def _form(forms: frozenset[Form], before: str, word: str) -> tuple[Form | None, bool]:
    """The form wanted of a word, and whether that is sure: *utilised* is a past and a participle, *took* is not."""
    if forms != {"past", "participle"}:
        return (next(iter(forms)), True) if len(forms) == 1 else (None, False)
    if inflect(word, "past") == inflect(word, "participle"):
        return "past", True
    return ("participle", True) if _VERB_BEHIND.search(before) else ("past", False)


def _written(words: str, before: str, texts: Sequence[str], *, safe: bool) -> Instead:
    """The texts with the capitals of `words`, and the article that the first of them needs."""
    cased = tuple(dict.fromkeys(capitalised_like(words, text) for text in texts))
    article = _ARTICLE.search(before)
    wanted = ""
    if article is not None and _needs_an(words) != _needs_an(cased[0]):
        wanted = capitalised_like(article["article"], "an" if _needs_an(cased[0]) else "a")
    return Instead(cased, safe, False, wanted)


def _needs_an(word: str) -> bool:
    if _SILENT_H.match(word):
        return True
    return word[:1].lower() in "aeiou" and not _SOUNDS_LIKE_YOU_OR_WON.match(word)


def capitalised_like(words: str, text: str) -> str:
    """`text` in capitals, with capital initials or with one, as `words` are; its own capitals stay."""
    letters = [letter for letter in words if letter.isalpha()]
    if not letters or text != text.lower():
        return text
    if len(letters) > 1 and all(map(str.isupper, letters)):
        return text.upper()
    parts = words.split()
    if len(parts) > 1 and all(part[0].isupper() for part in parts):
        return " ".join(part[:1].upper() + part[1:] for part in text.split(" "))
    return text[:1].upper() + text[1:] if letters[0].isupper() else text


def recased(words: str, case: str) -> str | None:
    """The same letters in another case; None where it is not known which words a hashtag is made of."""
    if case == "lower":
        return words.lower()
    if case == "sentence":
        return words[:1].upper() + words[1:].lower()
    sign, name = ("#", words[1:]) if words.startswith("#") else ("", words)
    parts = [part for piece in re.split(r"[_\W]+", name) if piece for part in _parts(piece)]
    if not parts or (len(parts) == 1 and name.islower()):
        return None
    return sign + "".join(map(capitalised, parts))


def _parts(piece: str) -> list[str]:
    """The words of a run of letters and digits: cut at capitals and digits, and where words can be read."""
    cut = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\d_a-zA-Z]+", piece)
    if "".join(cut) != piece:
        return [piece]
    return [word for part in cut for word in (words_of(part) or [part])]
