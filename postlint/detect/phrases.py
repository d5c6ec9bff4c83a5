"""Phrases of words, forms and classes, all found in one walk over the tokens of a sentence; imports detect and types.

A phrase is tokens apart by spaces: `word`, `word~` (in every form), `<class>`, `*` (any word), `a|b` (one of them);
`?` behind any of these makes it optional. Punctuation marks stand for themselves, `^` at the beginning is the beginning
of a sentence and `$` its end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import product
from typing import Generic, TypeVar

import msgspec

from postlint.detect.word_forms import forms
from postlint.types import Span

T = TypeVar("T")

_TOKEN = re.compile(
    r"(?P<word>[^\W_]+(?:'[^\W_]+)*)|[,;:!?.()\"…]|(?<=\s)-(?=\s)|--+|(?P<picture>[\u2600-\u27bf\U0001f000-\U0001faff])"
)
_OLD_YEAR = re.compile(r"1[0-8]\d\d(?:'?s)?|19[0-7]\d(?:'?s)?")


_UNKNOWN: Set[str] = frozenset("*")
_NONE: Set[str] = frozenset()


class Token(msgspec.Struct, frozen=True):
    """A word or a mark; an emoji counts as `…`, a hyphen inside a word parts it and is no token."""

    text: str
    """In small letters."""
    start: int
    end: int
    is_word: bool


def tokens(text: str, sentence: Span) -> list[Token]:
    """The tokens of a sentence, and an empty one (`$`) at its end."""
    found = [
        Token("…" if match["picture"] else match.group().lower(), match.start(), match.end(), match["word"] is not None)
        for match in _TOKEN.finditer(text, sentence.start, sentence.end)
    ]
    found.append(Token("$", sentence.end, sentence.end, False))
    return found


class _Node(Generic[T]):
    __slots__ = ("next", "values")

    def __init__(self) -> None:
        self.next: dict[str, _Node[T]] = {}
        self.values: list[T] = []


class Phrases(Generic[T]):
    """A set of phrases, each with a value."""

    def __init__(self, classes: Mapping[str, Sequence[str]]) -> None:
        """`classes` are words by name; their entries may be `word~`. The class `old-year` is built in."""
        self._root: _Node[T] = _Node()
        self._from_start: _Node[T] = _Node()
        self._symbols: dict[str, set[str]] = {}
        """What a word can be in a phrase: itself, its classes, the words whose form it is."""
        self._known = {"<old-year>"}
        for name, members in classes.items():
            self._known.add(f"<{name}>")
            for member in members:
                for word in forms(member[:-1]) if member.endswith("~") else (member,):
                    self._learn(word, f"<{name}>")

    def add(self, phrase: str, value: T) -> None:
        """Raises `ValueError` for a class that does not exist."""
        parts = phrase.split()
        root = self._root
        if parts[0] == "^":
            root, parts = self._from_start, parts[1:]
        choices = [self._choices(part) for part in parts]
        for path in product(*choices):
            node = root
            for symbol in path:
                if symbol:
                    node = node.next.setdefault(symbol, _Node())
            if not any(one is value for one in node.values):  # two ways to leave out words may be the same
                node.values.append(value)

    def _choices(self, part: str) -> list[str]:
        """The symbols that may stand in one place of a phrase; the empty one where it may be missing."""
        optional = len(part) > 1 and part.endswith("?")
        choices = (part[:-1] if optional else part).split("|")
        words = [choice for choice in choices if not choice.startswith("<") and choice != "*"]
        symbols = [choice for choice in choices if choice not in words]
        for symbol in symbols:
            if symbol != "*" and symbol not in self._known:
                raise ValueError(f"no class {symbol}")
        if words:
            symbols.append(self._symbol(words))
        return ["", *symbols] if optional else symbols

    def _symbol(self, words: Sequence[str]) -> str:
        """One symbol for several words, so that alternatives do not multiply."""
        symbol = "|".join(words)
        if symbol not in self._known:
            self._known.add(symbol)
            for word in words:
                for form in forms(word[:-1]) if word.endswith("~") else (word,):
                    self._learn(form, symbol)
        return symbol

    def _learn(self, word: str, symbol: str) -> None:
        self._symbols.setdefault(word, {"*"} if word[0].isalnum() else set()).add(symbol)

    def find(self, words: Sequence[Token]) -> Iterator[tuple[int, int, tuple[T, ...]]]:
        """First token, token after the last, and values of the longest phrase that begins at each token."""
        symbols = [self._of(word) for word in words]
        for index, own in enumerate(symbols):
            if index and self._root.next.keys().isdisjoint(own):
                continue
            end, values = self._longest(symbols, index)
            if values:
                yield index, end, tuple(values)

    def begins(self, words: Sequence[Token], index: int) -> bool:
        """Whether a phrase stands at one place."""
        return bool(self._longest([self._of(word) for word in words], index)[1])

    def _of(self, token: Token) -> Set[str]:
        """All symbols that a token can be; those of a word that no phrase knows are few."""
        found = self._symbols.get(token.text, _UNKNOWN if token.is_word else _NONE)
        return {*found, "<old-year>"} if token.is_word and _OLD_YEAR.fullmatch(token.text) else found

    def _longest(self, symbols: Sequence[Set[str]], index: int) -> tuple[int, list[T]]:
        end, values = index, list[T]()
        level = [self._root, self._from_start] if index == 0 else [self._root]
        position = index
        while level and position < len(symbols):
            level = [node.next[one] for node in level for one in node.next.keys() & symbols[position]]
            position += 1
            found = [value for node in level for value in node.values]
            if found:
                end, values = position, found
        return end, values
