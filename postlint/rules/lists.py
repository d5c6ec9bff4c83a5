"""Named lists of phrases, one a line, which may say what to write instead; imports located."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from postlint.rules.located import Source

_COMMENT = re.compile(r"(?:^|\s)#(?:\s.*)?$")
"""A `#` followed by a space or nothing: `#ad` is a phrase."""

ARROW = "->"
"""Stands between a phrase and what to write instead."""


def read_list(path: Path) -> tuple[Source, tuple[str, ...]]:
    """The entries of a list file, comments gone; the source holds its mistakes."""
    source = Source.read(path)
    entries = []
    for number, line in enumerate(source.text.splitlines(), 1):
        entry = (_COMMENT.sub("", line) if "#" in line else line).strip()
        if entry == "!":
            source.mistake(number, 1, "`!` takes a phrase away: write the phrase behind it")
        elif entry:
            fault = entry_fault(entry)
            if fault:
                source.mistake(number, 1, fault)
            entries.append(entry)
    return source, tuple(entries)


def split_entry(entry: str) -> tuple[str, tuple[str, ...]]:
    """The phrase of an entry, and what to write instead, the best first: `utilise -> use, employ`."""
    phrase, arrow, instead = entry.partition(ARROW)
    return (phrase.strip(), tuple(text.strip() for text in instead.split(","))) if arrow else (entry, ())


def entry_fault(entry: str) -> str | None:
    """What is wrong with the replacements of an entry, if anything."""
    phrase, instead = split_entry(entry)
    if ARROW not in entry:
        return None
    if not phrase:
        return f"`{ARROW}` needs the phrase to be replaced on its left: `utilise {ARROW} use`"
    if not all(instead) or any(ARROW in text for text in instead):
        return f"`{ARROW}` needs words on its right, several with commas: `utilise {ARROW} use, employ`"
    if phrase.startswith("!"):
        return f"an entry that begins with `!` takes a phrase away and replaces nothing: leave out `{ARROW}`"
    return None


def merge(base: Iterable[str], more: Iterable[str]) -> tuple[str, ...]:
    """`base` and `more` without repetitions; an entry `!phrase` of `more` takes the phrase away, ignoring case.

    An entry of `more` that says what to write instead takes the place of one for the same phrase.
    """
    entries = dict.fromkeys(base)
    for entry in more:
        if entry.startswith("!"):
            taken = _key(entry[1:])
            entries = {kept: None for kept in entries if _key(kept) != taken}
        else:
            if ARROW in entry:
                taken = _key(entry)
                entries = {kept: None for kept in entries if _key(kept) != taken}
            entries[entry] = None
    return tuple(entries)


def _key(entry: str) -> str:
    return " ".join(split_entry(entry)[0].split()).casefold()
