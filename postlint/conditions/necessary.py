"""What any match of a pattern must hold, for the gate before it; imports documents (fold).

Python's own parser of regular expressions is asked, although `regex` does the matching: whatever the two could read
differently, and whatever this module does not understand, gives no gate, which is slower and never wrong.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import product
from pathlib import Path
from re import _constants as code  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import msgspec

from postlint.documents.fold import flat_term

MOST = 400
"""Alternatives beyond which a gate is not worth its literals."""

_SPELLINGS = 32
"""Texts that a stretch of a pattern may stand for until it counts as unknown."""

_GATES = 3
"""Sets of which every match holds one each, beyond which another tells little."""

_EDGE = "\x00"
"""In a stretch: here a word begins or ends."""

_FIRST_LIST = 0xE000
"""Private code points stand for the lists of a pattern while it is parsed."""

_SEPARATORS = " -_\n"
_LIST = re.compile(r"(?<!\\)\\L<([a-z0-9-]+)>")
_PROPERTY = re.compile(r"(?<!\\)\\[pP]\{[^{}]+\}")
"""A class by Unicode property: only `regex` knows it, and it holds no literal."""

_GROUP = re.compile(r"(?<!\\)\(\?P?<[A-Za-z_]\w*>")
"""A named group; in `regex` several may have one name."""

_CLASS = re.compile(r"(?<!\\)\[(?:\\.|[^\]\\])*\]")
_FUZZY = re.compile(r"(?<!\\)(?<!\\[pP])\{(?!\d*,?\d*\})")
_READ_DIFFERENTLY = re.compile(r"\[:\^?[a-z]+:\]|\(\?[A-Za-z]*V|\(\?\||--|&&|\|\||~~")
_REPEATS = (code.MAX_REPEAT, code.MIN_REPEAT, code.POSSESSIVE_REPEAT)


class Needed(msgspec.Struct, frozen=True):
    """Every match holds one of these, as it stands in a flat text."""

    words: frozenset[str] = frozenset()
    """Whole words, or phrases of whole words."""
    parts: frozenset[str] = frozenset()
    """Texts that may stand inside a word."""
    lists: frozenset[str] = frozenset()
    """Lists of which a phrase stands as whole words."""

    def __len__(self) -> int:
        return len(self.words) + len(self.parts) + len(self.lists)

    def joined(self, other: Needed) -> Needed:
        """One of these or one of those."""
        return Needed(self.words | other.words, self.parts | other.parts, self.lists | other.lists)

    @property
    def frequency(self) -> float:
        """How often a text will hold one of them, roughly: of several sets the rarest is the best gate."""
        words = sum(1.0 if word in common_words() or word in string.punctuation else 0.02 for word in self.words)
        parts = sum(1.0 if part in common_words() else max(0.02, 2.0 ** (1 - len(part))) for part in self.parts)
        return words + parts + 0.3 * len(self.lists)


@cache
def common_words() -> frozenset[str]:
    """Words that nearly every text holds."""
    lines = Path(__file__).with_name("common_words.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def necessary(pattern: str) -> tuple[Needed, ...]:
    """What every match holds: one of each set, the rarest set first; empty when nothing is known."""
    if _READ_DIFFERENTLY.search(pattern) or _FUZZY.search(_CLASS.sub("", pattern)):
        return ()
    lists: dict[str, str] = {}
    for name in _LIST.findall(pattern):
        lists.setdefault(name, chr(_FIRST_LIST + len(lists)))
    plain = _LIST.sub(lambda match: lists[match[1]], pattern)
    try:
        parsed = parser.parse(_GROUP.sub("(", _PROPERTY.sub(r"\\w", plain)))
    except (re.error, RecursionError, OverflowError):
        return ()
    found = _Reader({sign: name for name, sign in lists.items()}).sequence(parsed, starts=False, ends=False)
    return tuple(found[:_GATES])


class _Reader:
    """Reads a parsed pattern; knows which sign stands for which list."""

    def __init__(self, lists: dict[str, str]) -> None:
        self._lists = lists
        self._signs = re.compile(f"[{''.join(lists)}]") if lists else None

    def sequence(self, items: Iterable[tuple[Any, Any]], *, starts: bool, ends: bool) -> list[Needed]:
        """What the parts need, the rarest first; `starts` and `ends` say whether it all lies between edges of words."""
        parts = list(items)
        found: list[Needed] = []
        run = [_EDGE if starts else ""]
        for index, (operation, argument) in enumerate(parts):
            spellings = _spellings(operation, argument)
            if spellings is not None and len(run) * len(spellings) <= _SPELLINGS:
                run = [before + here for before, here in product(run, spellings)]
                continue
            self._end(run, found)
            at_edge = all(map(_ends_at_edge, run))
            before_edge = _begins_at_edge(parts[index + 1]) if index + 1 < len(parts) else ends
            found += self._part(operation, argument, starts=at_edge, ends=before_edge)
            run = list(spellings or [_EDGE if _leaves_at_edge(operation, argument, at_edge=at_edge) else ""])
        self._end([text + _EDGE for text in run] if ends else run, found)
        return sorted(found, key=lambda one: one.frequency)

    def _end(self, run: Sequence[str], found: list[Needed]) -> None:
        """Adds what a stretch needs that stands for one of a few texts."""
        needs = [self._of_text(text) for text in run]
        if all(needs):
            needed = Needed()
            for one in needs:
                needed = needed.joined(one) if one else needed
            found.append(needed)

    def _of_text(self, text: str) -> Needed | None:
        if self._signs is None:
            return _of_literal(text)
        pieces = self._signs.split(text)
        if len(pieces) > 1:
            literals = [one for piece in pieces if (one := _of_literal(piece)) and (one.words or _length(one) > 3)]
            known = (max(literals, key=_length, default=None), self._of_list(text, pieces))
            return min((one for one in known if one is not None), key=lambda one: one.frequency, default=None)
        return _of_literal(text)

    def _of_list(self, text: str, pieces: Sequence[str]) -> Needed | None:
        """A list all of whose phrases stand as whole words here."""
        assert self._signs is not None
        for index, sign in enumerate(self._signs.findall(text)):
            if _ends_at_edge(pieces[index]) and _is_edge(pieces[index + 1][:1]):
                return Needed(lists=frozenset({self._lists[sign]}))
        return None

    def _part(self, operation: Any, argument: Any, *, starts: bool, ends: bool) -> list[Needed]:
        """What a part needs that stands for no known texts."""
        if operation is code.SUBPATTERN:
            return self.sequence(argument[-1], starts=starts, ends=ends)
        if operation is code.ATOMIC_GROUP:
            return self.sequence(argument, starts=starts, ends=ends)
        if operation is code.IN:
            return _of_signs(argument)
        if operation in _REPEATS:
            least, most, inner = argument
            once = most == 1
            return self.sequence(inner, starts=starts and once, ends=ends and once) if least > 0 else []
        if operation is code.BRANCH:
            joined = Needed()
            for branch in argument[1]:
                found = self.sequence(branch, starts=starts, ends=ends)
                if not found:
                    return []
                joined = joined.joined(found[0])
            return [joined] if len(joined) <= MOST else []
        return []


def _length(needed: Needed) -> int:
    return max(map(len, needed.words | needed.parts))


def _of_literal(text: str) -> Needed | None:
    """A stretch as a literal: as whole words where both its ends are edges."""
    literal = flat_term(text.replace(_EDGE, "")).strip()
    if not literal:
        return None
    starts = _is_edge(text[0]) or not literal[0].isalnum()
    ends = _is_edge(text[-1]) or not literal[-1].isalnum()
    return Needed(words=frozenset({literal})) if starts and ends else Needed(parts=frozenset({literal}))


def _is_edge(character: str) -> bool:
    """Whether no word holds a character of a stretch."""
    return character != "" and not character.isalnum() and not _FIRST_LIST <= ord(character) < _FIRST_LIST + 0x100


def _ends_at_edge(text: str) -> bool:
    return _is_edge(text[-1:])


def _begins_at_edge(item: tuple[Any, Any]) -> bool:
    """Whether a part begins with what no word holds."""
    spellings = _spellings(*item)
    return spellings is not None and all(_is_edge(text[:1]) for text in spellings)


def _leaves_at_edge(operation: Any, argument: Any, *, at_edge: bool) -> bool:
    """Whether what follows a part begins at an edge; `at_edge`: whether the part itself does."""
    if operation in _REPEATS:
        least, _, inner = argument
        return (least > 0 or at_edge) and _last_leaves_at_edge(inner)
    if operation in (code.SUBPATTERN, code.ATOMIC_GROUP):
        return _last_leaves_at_edge(argument[-1] if operation is code.SUBPATTERN else argument)
    if operation is code.BRANCH:
        return all(map(_last_leaves_at_edge, argument[1]))
    spellings = _spellings(operation, argument)
    return spellings is not None and all(map(_ends_at_edge, spellings))


def _last_leaves_at_edge(items: Any) -> bool:
    return len(items) > 0 and _leaves_at_edge(*items[-1], at_edge=False)


def _spellings(operation: Any, argument: Any) -> tuple[str, ...] | None:
    """The few texts that a part stands for, flat in their spaces; None where they are many or unknown."""
    if _is_separator(operation, argument):
        return (" ",)
    if operation is code.LITERAL:
        return (chr(argument),)
    if operation is code.IN and all(kind is code.LITERAL for kind, _ in argument):
        return _few([chr(value) for _, value in argument])
    if operation is code.AT:
        return (_EDGE,) if argument is not code.AT_NON_BOUNDARY else ("",)
    if operation is code.ASSERT_NOT:
        return (_EDGE,) if _is_word_class(argument[1]) else ("",)
    if operation is code.ASSERT:
        return ("",)
    if operation is code.SUBPATTERN:
        return _spellings_of(argument[-1])
    if operation is code.BRANCH:
        branches = [_spellings_of(branch) for branch in argument[1]]
        known = [one for one in branches if one is not None]
        return _few([text for one in known for text in one]) if len(known) == len(branches) else None
    if operation in _REPEATS:
        least, most, inner = argument
        once = _spellings_of(inner) if most == 1 else None
        return once if once is None or least == 1 else _few(["", *once])
    return None


def _spellings_of(items: Iterable[tuple[Any, Any]]) -> tuple[str, ...] | None:
    texts: tuple[str, ...] | None = ("",)
    for operation, argument in items:
        following = _spellings(operation, argument)
        if texts is None or following is None:
            return None
        texts = _few([before + here for before, here in product(texts, following)])
    return texts


def _few(texts: Sequence[str]) -> tuple[str, ...] | None:
    return tuple(dict.fromkeys(texts)) if len(texts) <= _SPELLINGS else None


def _is_word_class(items: Sequence[tuple[Any, Any]]) -> bool:
    """Whether a part is one character of a class that has all letters and digits: what must not stand at an edge."""
    if len(items) != 1 or items[0][0] is not code.IN:
        return False
    return (code.CATEGORY, code.CATEGORY_WORD) in items[0][1]


def _of_signs(items: Iterable[tuple[Any, Any]]) -> list[Needed]:
    """A class of a few signs and emoji; one of letters or digits is in every text, and no gate."""
    signs = {chr(value) if kind is code.LITERAL else "a" for kind, value in items}
    flat = frozenset(map(flat_term, signs))
    return [] if any(not sign or sign.isalnum() for sign in flat) else [Needed(words=flat)]


def _is_separator(operation: Any, argument: Any) -> bool:
    """Whether a part stands for one or more spaces, hyphens or line breaks, all of which are one space when flat."""
    if operation in _REPEATS:
        least, _, inner = argument
        return least > 0 and len(inner) == 1 and _is_separator(*inner[0])
    if operation is code.LITERAL:
        return chr(argument) in _SEPARATORS
    return operation is code.IN and all(
        (kind is code.LITERAL and chr(value) in _SEPARATORS) or (kind is code.CATEGORY and value is code.CATEGORY_SPACE)
        for kind, value in argument
    )
