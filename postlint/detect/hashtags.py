"""The words that a hashtag is made of; imports data."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import regex

from postlint.detect.data import table, word_list

HASHTAG = regex.compile(r"(?<![\w&/#])#(?P<tag>[\p{N}_]*\p{L}[\p{L}\p{M}\p{N}_]*+)(?!-\w)")

_PIECE = regex.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|_+")
_SHORTEST = 6
"""Letters of the shortest piece that is looked into."""
_LONGEST_WORD = 18
_VOWEL = frozenset("aeiouy")


class _Way(NamedTuple):
    """A way to read letters; the least is the likeliest."""

    words: int
    evenness: int
    """Minus the squares of the words' lengths: of as many words those with a long one are likelier."""
    ends: tuple[int, ...]


def words_of(tag: str) -> list[str]:
    """The words of a tag, without its sign, in which a capital is missing; empty where none is, or they are not known.

    A single word has no parts, be it a compound (`weekend`), a name or a brand; capitals that stand are kept.
    """
    pieces = _PIECE.findall(tag)
    if "".join(pieces) != tag:
        return []
    parts = [part for piece in pieces for part in (_split(piece) or [piece])]
    return [part for part in parts if not part.startswith("_")] if len(parts) > len(pieces) else []


def capitalised(word: str) -> str:
    """A first capital; capitals throughout for an abbreviation that cannot be read as a word."""
    if word in word_list("acronyms") and _VOWEL.isdisjoint(word):
        return word.upper()
    return word[:1].upper() + word[1:]


@cache
def _split(piece: str) -> list[str]:
    """A piece in one case as two words or more; empty where it is one word, or unknown."""
    run = piece.lower()
    if len(run) < _SHORTEST or piece.isupper() or not run.isalpha() or run in _known() or run in _single():
        return []
    ways: list[_Way | None] = [_Way(0, 0, ())]
    for end in range(1, len(run) + 1):
        options = [
            _Way(way.words + 1, way.evenness - (end - start) ** 2, (*way.ends, end))
            for start in range(max(end - _LONGEST_WORD, 0), end)
            if (way := ways[start]) is not None and _is_word(run[start:end])
        ]
        ways.append(min(options, default=None))
    best = ways[-1]
    if best is None:
        return []
    words = [piece[start:end] for start, end in zip((0, *best.ends), best.ends, strict=False)]
    return words if _is_likely([word.lower() for word in words]) else []


def _is_likely(words: list[str]) -> bool:
    """Whether the words are a phrase, and not one word that could be cut so: `over|load`, `format|i|on`."""
    short = [word for word in words if len(word) <= 2]
    if len(words) == 2:
        return not short and words[0] not in _parts()["first"] and words[1] not in _parts()["last"]
    is_long_enough = max(map(len, words)) > 3 and sum(map(len, words)) > 3 * len(short)
    return is_long_enough and 2 * len(short) <= len(words) and words[-1] not in ("a", "i")


def _is_word(word: str) -> bool:
    return word in _parts()["short"] or (len(word) > 2 and word in _known())


@cache
def _known() -> frozenset[str]:
    return word_list("hashtag-words")


@cache
def _single() -> frozenset[str]:
    return word_list("closed-compounds") | word_list("given-names")


@cache
def _parts() -> dict[str, frozenset[str]]:
    return {name: frozenset(words.split()) for name, words in table("hashtag-parts").items()}
