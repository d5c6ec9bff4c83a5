"""Whether a web name is made to look like another; imports data.

What a reader takes for the same: a letter changed, swapped, left out or added, letters that look alike on a screen
(`rn` and `m`, `1` and `l`), or the name hidden in a longer one.
"""

from __future__ import annotations

import functools
import re
import unicodedata

from postlint.detect.data import table

_SHORTEST_MISSPELT = 6
"""Letters of a name below which one changed letter makes just another word."""


def resembles(word: str, name: str) -> bool:
    """Whether a reader may take `word` for `name`, though it is spelled otherwise.

    Case, hyphens and spaces do not count; neither does what is put before or behind the name.
    """
    plain = _plain(name)
    if len(plain) < 3 or any(_plain(part) == plain for part in (word, *_parts(word))):
        return False
    return any(_is_taken_for(candidate, plain) for candidate in _candidates(word, len(plain)))


def _parts(word: str) -> list[str]:
    return re.split(r"[-_.\s]+", word)


def _candidates(word: str, length: int) -> set[str]:
    """The stretches of a word that may stand for a name of this length."""
    whole = word.casefold()
    joined = re.sub(r"[-_.\s]+", "", whole)
    return {joined, joined[:length], joined[-length:], *_parts(whole)}


def _is_taken_for(word: str, name: str) -> bool:
    if word == name:
        return False
    return _skeleton(word) == _skeleton(name) or (len(name) >= _SHORTEST_MISSPELT and _changes(word, name) == 1)


def _plain(text: str) -> str:
    return re.sub(r"[-_.\s]+", "", text).casefold()


def _skeleton(text: str) -> str:
    """The same for all words that look the same."""
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    for shown, imitated in _imitations():
        plain = plain.replace(shown, imitated)
    return plain


@functools.cache
def _imitations() -> tuple[tuple[str, str], ...]:
    return tuple((str(shown), str(imitated)) for imitated, every in table("imitations").items() for shown in every)


def _changes(one: str, other: str) -> int:
    """Letters to change, add, leave out or swap with the next (optimal string alignment distance); 2 means more."""
    if abs(len(one) - len(other)) > 1:
        return 2
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, above, row = row, before, [i]
        for j, wanted in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, above[j - 2] + 1)
            row.append(cost)
    return row[-1]
