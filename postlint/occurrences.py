"""Where the literals of all rules stand in a text: the one search that every draft goes through.

Imports documents (fold).

Two ways to the same answer. A long text, or many, runs through an Aho-Corasick automaton, which is fast and takes a
moment to build. A short one is cut at its word boundaries and every piece is looked up in a table, which needs no
building.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache, cached_property
from itertools import combinations
from typing import Any, Protocol

import ahocorasick
import regex

from postlint.documents.fold import flatten

SHORT = 20_000
"""Code points, over all drafts so far, up to which looking up costs less than building the automaton."""

Numbers = tuple[int, ...]


class Squeezed:
    """A document's text as phrases see it: flat, with every run of spaces, hyphens and line breaks made one space."""

    _RUN = re.compile(r" {2,}")
    _HASHTAG = re.compile(r"#\w+")

    def __init__(self, text: str) -> None:
        flat = flatten(text)
        self._plain = text
        self._from: list[int] = []
        """Positions here from which on `_gone` code points are missing."""
        self._gone: list[int] = []
        pieces, taken, gone = [], 0, 0
        for match in self._RUN.finditer(flat):
            pieces.append(flat[taken : match.start() + 1])
            self._from.append(match.start() + 1 - gone)
            taken = match.end()
            gone += taken - match.start() - 1
            self._gone.append(gone)
        pieces.append(flat[taken:])
        self.text = "".join(pieces) if gone else flat
        self.tokens = [match.span() for match in _tokens(self.text)]
        """Every run of letters and digits, and every other character."""
        self.boundaries = [0, *(end for _, end in self.tokens)]
        """Positions at which words may begin or end."""
        self._edges = frozenset(self.boundaries)
        self.hashtags = [match.span() for match in self._HASHTAG.finditer(text)] if "#" in text else []
        """Hashtags in the plain text."""

    def _at(self, position: int) -> int:
        index = bisect_right(self._from, position) - 1
        return position + (self._gone[index] if index >= 0 else 0)

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """The range in the plain text of a non-empty range here."""
        return self._at(start), self._at(end - 1) + 1

    def is_word(self, start: int, end: int) -> bool:
        """Whether a range stands as whole words: no letter or digit continues at either end."""
        return start in self._edges and end in self._edges

    def in_hashtag(self, start: int, end: int) -> bool:
        """Whether a range is a part of a hashtag that begins and ends where its words do."""
        if not self.hashtags:
            return False
        first, last = self.origin(start, end)
        index = bisect_right(self.hashtags, (first, len(self._plain))) - 1
        if index < 0:
            return False
        tag_start, tag_end = self.hashtags[index]
        return (
            tag_start < first
            and last <= tag_end
            and (first == tag_start + 1 or self._begins(first))
            and (last == tag_end or self._begins(last))
        )

    def humps(self, hashtag: tuple[int, int]) -> list[int]:
        """Positions here at which words of a hashtag (a range of the plain text) begin, and its end."""
        first, last = hashtag[0] + 1, hashtag[1]
        plain = [first, *(position for position in range(first + 1, last) if self._begins(position)), last]
        here = [self._here(position) for position in plain]
        return [position for position, there in zip(here, plain, strict=True) if there in (self._at(position), last)]

    def _here(self, position: int) -> int:
        """Position here of a position in the plain text; of a missing one, that of what is left of its run."""
        low, high = 0, len(self.text)
        while low < high:
            middle = (low + high) // 2
            if self._at(middle) < position:
                low = middle + 1
            else:
                high = middle
        return low

    def _begins(self, position: int) -> bool:
        """Whether a word of a hashtag may begin here: at a capital, a digit, or what is neither letter nor digit."""
        letter = self._plain[position]
        return letter.isupper() or letter.isdigit() or not letter.isalnum()


class Found:
    """What a text holds, by the numbers of `Index`."""

    def __init__(self, squeezed: Squeezed, places: Mapping[int, list[tuple[int, int]]]) -> None:
        self._squeezed = squeezed
        self._places = places
        self._ranges: dict[int, list[tuple[int, int]]] = {}
        self.numbers = frozenset(places)
        """Of everything that stands in the text."""

    def ranges(self, number: int) -> list[tuple[int, int]]:
        """Where in the plain text it stands: most are only asked whether they do, so this waits until it is asked."""
        if number not in self._ranges:
            self._ranges[number] = [self._squeezed.origin(*place) for place in self._places.get(number, ())]
        return self._ranges[number]


class Inflections(Protocol):
    """Phrases that stand in a text in many forms, numbered like literals."""

    def find(self, text: str, tokens: Iterable[tuple[int, int]]) -> Iterable[tuple[int, int, int]]:
        """Start, end and number of each phrase in a flat text, cut into its words and other characters."""

    def standing_for(self, text: str) -> Iterable[int]:
        """Numbers of the phrases that all of a flat text is, its words apart or run together."""

    def find_slowly(self, text: str, number: int, gap: str) -> Iterable[tuple[int, int]]:
        """Where one of them is written in a flat text, words or not, with `gap` between its words."""


class Index:
    """Texts by number: `literals` count where they stand as words or in a hashtag, `gates` wherever they occur."""

    def __init__(self, literals: Mapping[str, int], gates: Mapping[str, int], inflections: Inflections) -> None:
        self._literals = literals
        self._gates = gates
        self._inflections = inflections
        self._longest = max(map(len, literals), default=0)
        self._seen = 0

    def find(self, text: str) -> Found:
        """All literals in a folded text."""
        squeezed = Squeezed(text)
        self._seen += len(text)
        return self.by_automaton(squeezed) if self._seen > SHORT else self.by_table(squeezed)

    def find_slowly(self, text: str, numbers: Collection[int]) -> list[tuple[int, int]]:
        """Where these literals stand as words, by plain search: what both fast ways must agree with."""
        squeezed = Squeezed(text)
        ranges = set()
        for number in numbers:
            for start, end in self._stretches(squeezed.text, number, " "):
                if squeezed.is_word(start, end) or squeezed.in_hashtag(start, end):
                    ranges.add(squeezed.origin(start, end))
            for start, end in self._stretches(squeezed.text, number, "") if squeezed.hashtags else ():
                if squeezed.in_hashtag(start, end):
                    ranges.add(squeezed.origin(start, end))
        return sorted(ranges)

    def _stretches(self, text: str, number: int, gap: str) -> Iterator[tuple[int, int]]:
        """Where a literal is written, words or not, with `gap` between its words."""
        if number not in self._written:
            yield from self._inflections.find_slowly(text, number, gap)
            return
        literal = self._written[number].replace(" ", gap)
        for start in _starts(text, literal):
            yield start, start + len(literal)

    @cached_property
    def _written(self) -> Mapping[int, str]:
        return {number: literal for literal, number in self._literals.items()}

    def by_automaton(self, squeezed: Squeezed) -> Found:
        """All literals in one pass of the automaton."""
        places: dict[int, list[tuple[int, int]]] = {}
        tags = bool(squeezed.hashtags)
        for last, (length, number, gate, joined) in self._automaton.iter(squeezed.text):
            start, end = last + 1 - length, last + 1
            tagged = tags and squeezed.in_hashtag(start, end)
            if gate is not None:
                places.setdefault(gate, []).append((start, end))
            if number is not None and (tagged or squeezed.is_word(start, end)):
                places.setdefault(number, []).append((start, end))
            if tagged:
                for other in joined:
                    places.setdefault(other, []).append((start, end))
        self._add_inflected(squeezed, places)
        return Found(squeezed, places)

    def by_table(self, squeezed: Squeezed) -> Found:
        """All literals by looking up every stretch between word boundaries."""
        places: dict[int, list[tuple[int, int]]] = {}
        text, literals = squeezed.text, self._literals
        for start, end in self._pieces(squeezed.boundaries):
            number = literals.get(text[start:end])
            if number is not None:
                places.setdefault(number, []).append((start, end))
        if squeezed.hashtags:
            self._look_up_hashtags(squeezed, places)
        for gate, number in self._gates.items():
            if gate in text:
                places[number] = [(start, start + len(gate)) for start in _starts(text, gate)]
        self._add_inflected(squeezed, places)
        return Found(squeezed, places)

    def _add_inflected(self, squeezed: Squeezed, places: dict[int, list[tuple[int, int]]]) -> None:
        text = squeezed.text
        for start, end, number in self._inflections.find(text, squeezed.tokens):
            places.setdefault(number, []).append((start, end))
        for tag in squeezed.hashtags:
            for start, end in combinations(squeezed.humps(tag), 2):
                for number in self._inflections.standing_for(text[start:end]):
                    places.setdefault(number, []).append((start, end))

    def _look_up_hashtags(self, squeezed: Squeezed, places: dict[int, list[tuple[int, int]]]) -> None:
        text = squeezed.text
        for tag in squeezed.hashtags:
            for start, end in self._pieces(squeezed.humps(tag)):
                number = self._literals.get(text[start:end])
                if number is not None and not squeezed.is_word(start, end):
                    places.setdefault(number, []).append((start, end))
                for other in self._joined.get(text[start:end], ()):
                    places.setdefault(other, []).append((start, end))

    def _pieces(self, boundaries: list[int]) -> Iterator[tuple[int, int]]:
        """Every stretch between two boundaries that is no longer than the longest literal."""
        longest = self._longest
        for index, start in enumerate(boundaries):
            limit = start + longest
            for end in boundaries[index + 1 :]:
                if end > limit:
                    break
                yield start, end

    @cached_property
    def _joined(self) -> Mapping[str, Numbers]:
        """Phrases run together, as a hashtag writes them."""
        joined: dict[str, Numbers] = {}
        for literal, number in self._literals.items():
            if " " in literal:
                together = literal.replace(" ", "")
                joined[together] = (*joined.get(together, ()), number)
        return joined

    @cached_property
    def _automaton(self) -> ahocorasick.Automaton:
        automaton = ahocorasick.Automaton()
        for written in {**self._literals, **self._gates, **self._joined}:
            numbers = self._literals.get(written), self._gates.get(written), self._joined.get(written, ())
            automaton.add_word(written, (len(written), *numbers))
        automaton.make_automaton()
        return automaton


_TOKEN = re.compile(r"[^\W_]+|.", re.DOTALL)


def _tokens(text: str) -> Iterable[re.Match[str]]:
    """Every run of letters and digits, and every other character."""
    return _TOKEN.finditer(text) if text.isascii() else _token_beyond_ascii().finditer(text)


@cache
def _token_beyond_ascii() -> Any:
    """Where a number that is no digit ends the word before."""
    return regex.compile(r"[\p{L}\p{Nd}\p{Nl}]+|.", regex.DOTALL)


def _starts(text: str, piece: str) -> Iterator[int]:
    start = text.find(piece)
    while start >= 0:
        yield start
        start = text.find(piece, start + 1)
