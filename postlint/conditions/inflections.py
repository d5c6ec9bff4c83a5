"""English inflections of phrases, so that `match: lemma` needs no lemmatiser; imports documents (fold).

A phrase is looked for as it is written: its first and its last word in every form, and its determiners ('break *a*
hip') as any others or none. Listing all of that would make thirty literals of a phrase, so the words of the text are
led back to their base forms instead, and a phrase is a path through a tree of base forms.

Forms that do not exist in English (*needlinged*) do no harm: nobody writes them. Irregular forms and determiners stand
in data files.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

from postlint.documents.fold import flat_term, flatten, fold_text

_FOLDER = Path(__file__).parent
_VOWELS = frozenset("aeiou")
_TOKEN = re.compile(r"[^\W_]+|\S")

Kind = Literal["gap", "is", "any form", "noun", "may", "should"]
"""What stands next: a space, just this word, the word in any form, a noun in singular or plural, a determiner that may
be missing, or one that may be missing unless what comes before is a participle."""

Step = tuple[Kind, str]
"""What stands next, and the word."""

GAP: Step = ("gap", "")
MAY: Step = ("may", "")
SLOTS: tuple[Step, ...] = (MAY, ("should", ""))


@cache
def _lines(name: str) -> tuple[str, ...]:
    lines = (_FOLDER / name).read_text(encoding="utf-8").splitlines()
    return tuple(line for line in lines if line and not line.startswith("#"))


@cache
def _irregular() -> Mapping[str, Sequence[str]]:
    """Base form to its irregular forms; of a verb the participle is the last."""
    forms: dict[str, list[str]] = {}
    for line in _lines("irregular_forms.txt"):
        base, *others = line.split()
        forms.setdefault(base, []).extend(others)
    return forms


@cache
def _irregular_bases() -> Mapping[str, frozenset[str]]:
    """Irregular form to its base forms."""
    bases: dict[str, set[str]] = {}
    for base, others in _irregular().items():
        for form in others:
            bases.setdefault(form, set()).add(base)
    return {form: frozenset(found) for form, found in bases.items()}


@cache
def determiners() -> frozenset[str]:
    """Words of which one may stand for another, flat."""
    return frozenset(map(flat_term, _lines("determiners.txt")))


@cache
def forms(word: str) -> frozenset[str]:
    """The word, its plural or third person, its past, its -ing form; what is not plain letters has one form."""
    if not word.isalpha() or len(word) < 2:
        return frozenset({word})
    found = {*nouns(word), *_irregular().get(word, ())}
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
    found = {word, *_irregular().get(word, ())}
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


def _is_participle(word: str, base: str) -> bool:
    """Whether a form of a verb may also say how something is: 'broken', 'fractured'; not 'broke', not 'cut'."""
    irregular = _irregular().get(base, ())
    return word != base and (word == irregular[-1] if irregular else word.endswith("ed"))


def steps(phrase: str) -> tuple[Step, ...]:
    """What must stand in a flat text, one after the other, for a phrase to stand there in one of its inflections."""
    words = [flatten(word).split() for word in fold_text(phrase).split()]
    words = [parts for parts in words if parts]
    found: list[Step] = []
    determiner: Kind | None = None
    for index, parts in enumerate(words):
        is_last = index == len(words) - 1
        if index > 0 and not is_last and " ".join(parts) in determiners():
            determiner = determiner or ("should" if index == 1 else "may")
            continue
        if index > 0:
            found.append(GAP)
        if determiner or index == 1:
            found.append((determiner or "may", ""))
        for number, part in enumerate(parts):
            if number > 0:
                found.append(GAP)
            if (index == 0 or is_last) and number == len(parts) - 1 and part.isalpha():
                found.append(("noun" if determiner else "any form", part))
            else:
                found += [("is", token) for token in _TOKEN.findall(part)]
        determiner = None
    return tuple(found)


def _stops(text: str, start: int, left: Sequence[Step], gap: str, *, participle: bool = False) -> Iterator[int]:
    """Where the steps end that begin at `start`, by trying every choice."""
    if not left:
        yield start
        return
    for here, is_participle in _choices(*left[0], gap, participle=participle):
        if text.startswith(here, start):
            yield from _stops(text, start + len(here), left[1:], gap, participle=is_participle)


def _choices(kind: Kind, word: str, gap: str, *, participle: bool) -> Iterator[tuple[str, bool]]:
    """What may stand for a step, and whether what stands there is a participle."""
    if kind == "gap":
        yield gap, participle
    elif kind in ("may", "should"):
        yield from ((one + gap, False) for one in determiners())
        if kind == "may" or not participle:
            yield "", False
    elif kind == "is":
        yield word, False
    else:
        yield from ((form, _is_participle(form, word)) for form in (nouns(word) if kind == "noun" else forms(word)))


class _Node:
    """Where a phrase may go on."""

    __slots__ = ("following", "numbers")

    def __init__(self) -> None:
        self.following: dict[Step, _Node] = {}
        self.numbers: list[int] = []
        """Of the phrases that end here."""


class Inflections:
    """Phrases that are looked for in every inflection."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        """By phrase."""
        self._by_head: dict[str, list[str]] = {}
        self._trees: dict[str, _Node] = {}

    def add(self, phrase: str, flat: str, number: int) -> None:
        """A phrase, and the number under which it is found; `flat` is its flat term."""
        self.numbers[phrase] = number
        head = _TOKEN.match(flat)
        if head is not None:
            self._by_head.setdefault(head.group(), []).append(phrase)

    def find(self, text: str, tokens: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int, int]]:
        """Where phrases stand in a flat text: start, end, number; `tokens` are its words and other characters."""
        ends = dict(tokens)
        walk = _Walk(text, lambda position: (ends[position],) if position in ends else (), " ")
        for start, end in ends.items():
            for tree in self._trees_for(text[start:end]):
                for stop, number in walk.from_node(tree, start):
                    yield start, stop, number

    def standing_for(self, text: str) -> Iterator[int]:
        """Numbers of the phrases that all of a hashtag is, its words apart or run together."""
        for gap in (" ", ""):
            walk = _Walk(text, lambda position: range(position + 1, len(text) + 1), gap)
            heads = {base for end in range(1, len(text) + 1) for base in bases(text[:end])}
            for head in sorted(heads & self._by_head.keys()):
                for stop, number in walk.from_node(self._tree(head), 0):
                    if stop == len(text):
                        yield number

    def find_slowly(self, text: str, number: int, gap: str) -> Iterator[tuple[int, int]]:
        """Where one phrase is written in a flat text, words or not: what the quick search must agree with."""
        left = steps(next(phrase for phrase, own in self.numbers.items() if own == number))
        for start in range(len(text)):
            for stop in _stops(text, start, left, gap):
                yield start, stop

    def _trees_for(self, word: str) -> tuple[_Node, ...]:
        """Where phrases begin that may begin with a word."""
        return tuple(map(self._tree, _known(word, self._by_head)))

    def _tree(self, head: str) -> _Node:
        """All phrases with one head; made when a text first needs it, since most are needed by few."""
        if head not in self._trees:
            tree = _Node()
            for phrase in self._by_head[head]:
                node = tree
                for step in steps(phrase):
                    node = node.following.setdefault(step, _Node())
                node.numbers.append(self.numbers[phrase])
            self._trees[head] = tree
        return self._trees[head]


def _known(word: str, heads: Mapping[str, object]) -> Iterator[str]:
    return (base for base in bases(word) if base in heads)


class _Walk:
    """Goes through a text along the paths of a tree."""

    def __init__(self, text: str, ends: Callable[[int], Iterable[int]], gap: str) -> None:
        """`ends` tells where a word may end that begins at a position; `gap` parts the words."""
        self._text = text
        self._ends = ends
        self._gap = gap

    def from_node(self, node: _Node, position: int, *, participle: bool = False) -> Iterator[tuple[int, int]]:
        """Phrases from here on: where each ends, and its number."""
        for number in node.numbers:
            yield position, number
        following = node.following
        if not following:
            return
        after_gap = following.get(GAP)
        if after_gap is not None and self._text.startswith(self._gap, position):
            yield from self.from_node(after_gap, position + len(self._gap), participle=participle)
        for slot in SLOTS:
            child = following.get(slot)
            if child is not None:
                yield from self._past_determiner(child, position, optional=slot == MAY or not participle)
        for end in self._ends(position):
            word = self._text[position:end]
            child = following.get(("is", word))
            if child is not None:
                yield from self.from_node(child, end)
            for base in bases(word):
                child = following.get(("any form", base))
                if child is not None:
                    yield from self.from_node(child, end, participle=_is_participle(word, base))
                child = following.get(("noun", base))
                if child is not None and word in nouns(base):
                    yield from self.from_node(child, end)

    def _past_determiner(self, node: _Node, position: int, *, optional: bool) -> Iterator[tuple[int, int]]:
        if optional:
            yield from self.from_node(node, position)
        for one in determiners():
            if self._text.startswith(one + self._gap, position):
                yield from self.from_node(node, position + len(one + self._gap))
