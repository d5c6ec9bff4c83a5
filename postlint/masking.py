"""Masking of personal and secret words, the same for every output; imports nothing of ours."""

from __future__ import annotations

from collections.abc import Sequence

import regex

BULLET = "•"
_WORD = regex.compile(r"\w+")


def mask(text: str) -> str:
    """`text` with its words made unreadable, same length in code points.

    The first letter of a word of letters stays, so that the writer recognises their own words; digits, and words that
    hold one, are hidden whole.
    """

    def one(match: regex.Match[str]) -> str:
        word: str = match.group()
        if len(word) > 1 and word.isalpha():
            return word[0] + BULLET * (len(word) - 1)
        return BULLET * len(word)

    return str(_WORD.sub(one, text))


def masked(text: str, ranges: Sequence[tuple[int, int]]) -> str:
    """`text` with the words of some ranges masked."""
    pieces: list[str] = []
    last = 0
    for start, end in ranges:
        pieces += (text[last:start], mask(text[start:end]))
        last = end
    return "".join([*pieces, text[last:]])
