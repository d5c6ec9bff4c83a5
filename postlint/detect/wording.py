"""Sentences as claims are compared: words that say the same are one; imports data, figures, word_forms.

A sentence becomes atoms. An atom has keys: the base forms of its word and the names of the groups that it belongs to.
Two atoms say the same when they share a key. Which words say the same, and which say more, stands in
`data/claim-words.yaml`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

import msgspec
import regex

from postlint.detect.data import table, word_list
from postlint.detect.figures import Figure, figures
from postlint.detect.word_forms import bases
from postlint.types import Span

_TOKEN = regex.compile(r"[#@]?\p{L}[\p{L}\p{M}]*(?:['’][\p{L}\p{M}]+)*(?:-[\p{L}\p{M}\d]+)*|\d+")
_ENDING = regex.compile(r"['’](?:s|re|ll|ve|d|m)$", regex.IGNORECASE)
_NEGATED = regex.compile(r"(?:n't|nt)$")
_IN_HASHTAG = regex.compile(r"\p{Lu}?[\p{Ll}\p{M}]+|\p{Lu}+(?!\p{Ll})|\d+")
_PART = regex.compile(r"[\p{L}\d][\p{L}\p{M}\d]*(?:['’][\p{L}\p{M}]+)?")


class Atom(msgspec.Struct, frozen=True):
    """A word, a phrase that counts as one, or a figure."""

    span: Span
    keys: frozenset[str]
    """Base forms and names of groups; a figure has none."""
    figure: Figure | None = None
    ladder: tuple[tuple[str, int], ...] = ()
    """Verbs of an effect: which effect, and how strong, from 0."""
    stretch: frozenset[str] = frozenset()
    """In which ways the word says more than a claim without it."""
    group: int | None = None
    """The set of people whom it names one kind of."""
    capital: bool = False
    idle: bool = False
    """Whether it says nothing that would need approval."""
    word: str = ""
    """In small letters, as written."""

    def same(self, other: Atom) -> bool:
        """Whether both say the same; figures do not ask here."""
        return not self.keys.isdisjoint(other.keys)


class Meaning(msgspec.Struct, frozen=True):
    """What the table knows of a phrase."""

    keys: frozenset[str] = frozenset()
    ladder: tuple[tuple[str, int], ...] = ()
    stretch: frozenset[str] = frozenset()
    group: int | None = None

    def joined(self, other: Meaning) -> Meaning:
        """Both at once."""
        return Meaning(
            self.keys | other.keys,
            (*self.ladder, *other.ladder),
            self.stretch | other.stretch,
            self.group if self.group is not None else other.group,
        )


_NOTHING = Meaning()


class Thesaurus:
    """The table, by the base forms of its phrases."""

    def __init__(self, data: Mapping[str, object]) -> None:
        self._meanings: dict[tuple[str, ...], Meaning] = {}
        self._longest: dict[str, int] = {}
        self.idle = frozenset(str(word) for word in _list(data["idle"]))
        for name, phrases in _mapping(data["same"]):
            self._add(phrases, Meaning(keys=frozenset({f"={name}"})))
        for name, rungs in _mapping(data["ladders"]):
            for level, rung in enumerate(rungs):
                self._add(_list(rung), Meaning(ladder=((name, level),)))
        for name, phrases in _mapping(data["stretches"]):
            self._add(phrases, Meaning(stretch=frozenset({name})))
        for number, group in enumerate(_list(data["groups"])):
            self._add(_list(group), Meaning(group=number))

    def _add(self, phrases: Iterable[object], meaning: Meaning) -> None:
        for phrase in phrases:
            words = tuple(_TOKEN.findall(str(phrase).lower().replace("-", " ")))
            self._meanings[words] = self._meanings.get(words, _NOTHING).joined(meaning)
            self._longest[words[0]] = max(self._longest.get(words[0], 0), len(words))

    def longest(self, forms: Sequence[frozenset[str]], start: int) -> tuple[int, Meaning]:
        """How many words from `start` on are one phrase of the table, and what it means; of one word all meanings."""
        reach = max((self._longest.get(base, 0) for base in forms[start]), default=0)
        for size in range(min(reach, len(forms) - start), 1, -1):
            for words in _choices(forms[start : start + size]):
                if words in self._meanings:
                    return size, self._meanings[words]
        found = _NOTHING
        for base in sorted(forms[start]):
            found = found.joined(self._meanings.get((base,), _NOTHING))
        return 1, found


def _choices(forms: Sequence[frozenset[str]]) -> Iterator[tuple[str, ...]]:
    """Every way to take one base form of each word."""
    if not forms:
        yield ()
        return
    for rest in _choices(forms[1:]):
        for base in forms[0]:
            yield (base, *rest)


def _list(value: object) -> list[object]:
    assert isinstance(value, list)
    return value


def _mapping(value: object) -> Iterator[tuple[str, list[object]]]:
    assert isinstance(value, dict)
    for name, entries in value.items():
        yield str(name), _list(entries)


@cache
def thesaurus() -> Thesaurus:
    """The table that ships."""
    return Thesaurus(table("claim-words"))


def atoms(text: str, offset: int = 0) -> list[Atom]:
    """The atoms of a sentence in order; words without content are left out. `offset` is added to all spans."""
    known = thesaurus()
    numbers = list(figures(text))
    found: list[Atom] = [
        Atom(_moved(one.span, offset), frozenset(), figure=one, word=text[one.span.start : one.span.end].lower())
        for one in numbers
    ]
    words = [(match.start() + at, part) for match in _TOKEN.finditer(text) for at, part in _parts(match.group())]
    pieces = [(at, part) for at, part in words if not any(_overlaps(at, part, one) for one in numbers)]
    forms = [_bases(part.lower()) for _, part in pieces]
    index = 0
    while index < len(pieces):
        size, meaning = known.longest(forms, index)
        start, last = pieces[index][0], index + size - 1
        end = pieces[last][0] + len(pieces[last][1])
        word = text[start:end]
        if size > 1 or meaning != _NOTHING or _has_content(word):
            plain = forms[index] if size == 1 else frozenset()
            found.append(
                Atom(
                    Span(start + offset, end + offset),
                    plain | meaning.keys,
                    ladder=meaning.ladder,
                    stretch=meaning.stretch,
                    group=meaning.group,
                    capital=word[:1].isupper(),
                    idle=size == 1 and not forms[index].isdisjoint(known.idle),
                    word=word.lower(),
                )
            )
        index += size
    return sorted(found, key=lambda one: one.span)


def _has_content(word: str) -> bool:
    """Whether a word says something; a capital letter by itself does ('vitamin D')."""
    is_letter = len(word) == 1 and word.isupper() and word not in "AI"
    return is_letter or word.lower() not in word_list("function-words")


def _parts(word: str) -> Iterator[tuple[int, str]]:
    """The words of a compound; the sign of a hashtag, a possessive ending and a short auxiliary are none."""
    for match in (_IN_HASHTAG if word[0] == "#" else _PART).finditer(word):
        part = _ENDING.sub("", match.group())
        yield match.start(), part


def _bases(word: str) -> frozenset[str]:
    is_negated = "'" in word and _NEGATED.search(word) is not None
    return bases(word) | {"not"} if is_negated else bases(word)


def _overlaps(start: int, word: str, figure: Figure) -> bool:
    return figure.span.start < start + len(word) and start < figure.span.end


def _moved(span: Span, offset: int) -> Span:
    return Span(span.start + offset, span.end + offset)
