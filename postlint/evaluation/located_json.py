"""Strict JSON on one line, with the place of every value, for mistakes that have a column; imports nothing of ours.

`json.loads` forgets where a value stood, and YAML is no help: it reads no surrogate pairs.
"""

from __future__ import annotations

import json
import math
import re
from typing import Any, Final

Place = tuple[str | int, ...]
"""The keys and list positions that lead to a value."""

_DECODER = json.JSONDecoder()

_DEPTH = 40
"""No post needs more nesting."""

_SPACE = re.compile(r"[ \t]*")
_SCALAR = re.compile(r"(?:-?(?:0|[1-9][0-9]{0,17})(?:\.[0-9]{1,40})?(?:[eE][-+]?[0-9]{1,3})?)|true|false|null")
_WORDS: Final = {"true": True, "false": False, "null": None}
_ENDS_EARLY = "the line ends here, in the middle of a value: a post is one whole JSON object on one line"


class NotJson(Exception):  # noqa: N818 - says what the line is
    """The text is not JSON; `offset` is where that shows."""

    def __init__(self, offset: int, message: str) -> None:
        super().__init__(message)
        self.offset = offset
        self.message = message


class LocatedJson:
    """The value of a JSON text, and where each part of it begins (offsets of code points)."""

    def __init__(self, text: str) -> None:
        """Raises `NotJson`."""
        self._text = text
        self._values: dict[Place, int] = {}
        self._keys: dict[Place, int] = {}
        self.repeated: list[tuple[str, int]] = []
        """Keys that an object has already, and where they stand; the first value counts."""
        self.value, end = self._value(self._skip(0), ())
        if self._skip(end) < len(text):
            raise NotJson(self._skip(end), "the object is complete, and yet the line goes on: one object a line")

    def offset(self, place: Place, *, of_key: bool = False) -> int:
        """Where the value (or the key) at `place` begins; for one that is not there, what should hold it."""
        if of_key and place in self._keys:
            return self._keys[place]
        while place not in self._values:
            place = place[:-1]
        return self._values[place]

    def _skip(self, at: int) -> int:
        match = _SPACE.match(self._text, at)
        return match.end() if match else at

    def _value(self, at: int, place: Place) -> tuple[Any, int]:
        if len(place) > _DEPTH:
            raise NotJson(at, f"is nested more than {_DEPTH} levels deep")
        self._values.setdefault(place, at)
        match self._text[at : at + 1]:
            case "":
                raise NotJson(at, _ENDS_EARLY)
            case '"':
                return self._string(at)
            case "{":
                return self._object(at + 1, place)
            case "[":
                return self._list(at + 1, place)
        match = _SCALAR.match(self._text, at)
        if match is None or self._text[match.end() : match.end() + 1].isalnum():
            raise NotJson(at, 'a value is expected: "text" in double quotes, a number, true, false, null, [ ] or { }')
        word = match.group()
        value = _WORDS[word] if word in _WORDS else json.loads(word)
        if isinstance(value, float) and not math.isfinite(value):
            raise NotJson(at, "is a number too large to be kept")
        return value, match.end()

    def _string(self, at: int) -> tuple[str, int]:
        try:
            text, end = _DECODER.raw_decode(self._text, at)
        except json.JSONDecodeError as error:
            if error.pos == at:
                raise NotJson(at, "a quotation mark is opened here and never closed on this line") from None
            raise NotJson(error.pos, 'is no JSON text: write \\n, \\t, \\" and \\\\ inside quotes') from None
        try:
            text.encode("utf-8")
        except UnicodeEncodeError:
            raise NotJson(at, "holds half of a surrogate pair (\\ud800 to \\udfff), which is no character") from None
        return text, end

    def _object(self, at: int, place: Place) -> tuple[dict[str, Any], int]:
        items: dict[str, Any] = {}
        at = self._skip(at)
        if self._text[at : at + 1] == "}":
            return items, at + 1
        while True:
            if self._text[at : at + 1] != '"':
                raise NotJson(at, _ENDS_EARLY if at >= len(self._text) else 'a key in double quotes is expected: "id"')
            start = at
            key, at = self._string(at)
            inner = (*place, key)
            self._keys.setdefault(inner, start)
            value, at = self._value(self._punctuation(at, ":")[1], inner)
            if key in items:
                self.repeated.append((key, start))
            items.setdefault(key, value)
            mark, at = self._punctuation(at, ",}")
            if mark == "}":
                return items, at

    def _list(self, at: int, place: Place) -> tuple[list[Any], int]:
        items: list[Any] = []
        at = self._skip(at)
        if self._text[at : at + 1] == "]":
            return items, at + 1
        while True:
            value, at = self._value(at, (*place, len(items)))
            items.append(value)
            mark, at = self._punctuation(at, ",]")
            if mark == "]":
                return items, at

    def _punctuation(self, at: int, allowed: str) -> tuple[str, int]:
        """Which of the marks stands here, and where the next thing begins (for one that closes: where it ends)."""
        at = self._skip(at)
        mark = self._text[at : at + 1]
        if not mark:
            raise NotJson(at, _ENDS_EARLY)
        if mark not in allowed:
            raise NotJson(at, f"{' or '.join(f'`{one}`' for one in allowed)} is expected here")
        return mark, self._skip(at + 1) if mark in ",:" else at + 1
