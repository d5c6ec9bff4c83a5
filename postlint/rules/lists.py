"""Named lists of phrases, one a line; imports located."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from postlint.rules.located import Source

_COMMENT = re.compile(r"(?:^|\s)#(?:\s.*)?$")
"""A `#` followed by a space or nothing: `#ad` is a phrase."""


def read_list(path: Path) -> tuple[Source, tuple[str, ...]]:
    """The entries of a list file, comments gone; the source holds its mistakes."""
    source = Source.read(path)
    entries = []
    for number, line in enumerate(source.text.splitlines(), 1):
        entry = (_COMMENT.sub("", line) if "#" in line else line).strip()
        if entry == "!":
            source.mistake(number, 1, "`!` takes a phrase away: write the phrase behind it")
        elif entry:
            entries.append(entry)
    return source, tuple(entries)


def merge(base: Iterable[str], more: Iterable[str]) -> tuple[str, ...]:
    """`base` and `more` without repetitions; an entry `!phrase` of `more` takes the phrase away, ignoring case."""
    entries = dict.fromkeys(base)
    for entry in more:
        if entry.startswith("!"):
            taken = _key(entry[1:])
            entries = {kept: None for kept in entries if _key(kept) != taken}
        else:
            entries[entry] = None
    return tuple(entries)


def _key(entry: str) -> str:
    return " ".join(entry.split()).casefold()
