"""English inflections of phrases, so that `match: lemma` needs no lemmatiser; imports detect, documents.

A phrase is looked for as it is written: its first and its last word in every form, and its determiners ('break *a*
hip') as any others or none. Listing all of that would make thirty literals of a phrase, so the words of the text are
led back to their base forms instead, and a phrase is a path through a tree of base forms.

Determiners stand in a data file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Literal

from postlint.detect.word_forms import bases, forms, is_participle, nouns
from postlint.documents.fold import flat_term, flatten, fold_text

_FOLDER = Path(__file__).parent
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
def determiners() -> frozenset[str]:
    """Words of which one may stand for another, flat."""
    return frozenset(map(flat_term, _lines("determiners.txt")))


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
    for here, after in _choices(*left[0], gap, participle=participle):
        if text.startswith(here, start):
            yield from _stops(text, start + len(here), left[1:], gap, participle=after)


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
        yield from ((form, is_participle(form, word)) for form in (nouns(word) if kind == "noun" else forms(word)))


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
                    yield from self.from_node(child, end, participle=is_participle(word, base))
                child = following.get(("noun", base))
                if child is not None and word in nouns(base):
                    yield from self.from_node(child, end)

    def _past_determiner(self, node: _Node, position: int, *, optional: bool) -> Iterator[tuple[int, int]]:
        if optional:
            yield from self.from_node(node, position)
        for one in determiners():
            if self._text.startswith(one + self._gap, position):
                yield from self.from_node(node, position + len(one + self._gap))
