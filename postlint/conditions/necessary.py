"""Literals that any match of a pattern must hold, for the automaton's gate; imports documents (fold).

Python's own parser of regular expressions is asked, although `regex` does the matching: whatever the two could read
differently, and whatever this module does not understand, gives no gate, which is slower and never wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from re import _constants as code  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

from postlint.documents.fold import flat_term

MOST = 400
"""Alternatives beyond which a gate is not worth its literals."""

_SEPARATORS = " -_\n"

_PROPERTY = re.compile(r"(?<!\\)\\(?:[pP]\{[^{}]+\}|L<[a-z0-9-]+>)")
"""A class by Unicode property, or one of a list's phrases: only `regex` knows them, and neither holds a literal."""

_GROUP = re.compile(r"(?<!\\)\(\?P?<[A-Za-z_]\w*>")
"""A named group; in `regex` several may have one name."""

_READ_DIFFERENTLY = re.compile(
    r"(?<!\\)(?<!\\[pP])\{(?!\d*,?\d*\})|\[:\^?[a-z]+:\]|\(\?[A-Za-z]*V|\(\?\||--|&&|\|\||~~"
)


def necessary_literals(pattern: str) -> frozenset[str] | None:
    """Flat literals of which every match holds at least one; None when no such set is known."""
    if _READ_DIFFERENTLY.search(pattern):
        return None
    try:
        parsed = parser.parse(_GROUP.sub("(", _PROPERTY.sub(r"\\w", pattern)))
    except (re.error, RecursionError, OverflowError):
        return None
    return _of_sequence(parsed)


def _of_sequence(items: Iterable[tuple[Any, Any]]) -> frozenset[str] | None:
    """The best set among those of the parts, each of which every match holds."""
    sets: list[frozenset[str]] = []
    run: list[str] = []

    def end_run() -> None:
        literal = flat_term("".join(run)).strip()
        run.clear()
        if literal:
            sets.append(frozenset({literal}))

    for operation, argument in items:
        if operation is code.LITERAL:
            run.append(chr(argument))
        elif _is_separator(operation, argument):
            run.append(" ")
        elif operation is not code.AT:
            end_run()
            inner = _of_part(operation, argument)
            if inner:
                sets.append(inner)
    end_run()
    return max(sets, key=lambda one: (min(map(len, one)), -len(one)), default=None)


def _of_signs(items: Iterable[tuple[Any, Any]]) -> frozenset[str] | None:
    """A class of a few signs and emoji; one of letters or digits is in every text, and no gate."""
    signs = {chr(value) if kind is code.LITERAL else "a" for kind, value in items}
    flat = frozenset(map(flat_term, signs))
    return None if any(not sign or sign.isalnum() for sign in flat) else flat


def _is_separator(operation: Any, argument: Any) -> bool:
    """Whether a part stands for one or more spaces, hyphens or line breaks, all of which are one space when flat."""
    if operation in (code.MAX_REPEAT, code.MIN_REPEAT, code.POSSESSIVE_REPEAT):
        least, _, inner = argument
        return least > 0 and len(inner) == 1 and _is_separator(*inner[0])
    if operation is code.LITERAL:
        return chr(argument) in _SEPARATORS
    return operation is code.IN and all(
        (kind is code.LITERAL and chr(value) in _SEPARATORS) or (kind is code.CATEGORY and value is code.CATEGORY_SPACE)
        for kind, value in argument
    )


def _of_part(operation: Any, argument: Any) -> frozenset[str] | None:
    if operation is code.SUBPATTERN:
        return _of_sequence(argument[-1])
    if operation is code.IN:
        return _of_signs(argument)
    if operation is code.ATOMIC_GROUP:
        return _of_sequence(argument)
    if operation in (code.MAX_REPEAT, code.MIN_REPEAT, code.POSSESSIVE_REPEAT):
        least, _, inner = argument
        return _of_sequence(inner) if least > 0 else None
    if operation is code.BRANCH:
        branches = [_of_sequence(branch) for branch in argument[1]]
        if any(branch is None for branch in branches):
            return None
        joined = frozenset[str]().union(*(branch for branch in branches if branch))
        return joined if len(joined) <= MOST else None
    return None
