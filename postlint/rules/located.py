"""Strict YAML whose mistakes have a place; imports nothing of ours.

YAML 1.2 scalars only: `on`, `yes` and dates are text, keys are always text. Anchors, aliases, tags and more than one
document are refused, so that a file means what it shows and cannot stall its reader.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection
from pathlib import Path
from typing import Any, Final

import msgspec
import yaml
from yaml._yaml import CParser

Mark = Any
"""A mark of the C parser; types-PyYAML has no single name for it."""

Place = tuple[str | int, ...]
"""The keys and list positions that lead to a value."""


class Mistake(msgspec.Struct, frozen=True, order=True):
    """Something wrong in a file that the user wrote, and where. Lines and columns are 1-based."""

    path: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}: {self.message}"


class ConfigurationError(Exception):
    """Rules, lists, policies or the organisation file hold mistakes: all of them, sorted."""

    def __init__(self, mistakes: Collection[Mistake]) -> None:
        self.mistakes = tuple(sorted(set(mistakes)))
        super().__init__("\n".join(str(mistake) for mistake in self.mistakes))


class Invalid:
    """The type of `INVALID`, which stands for a value that was already reported."""


INVALID: Final = Invalid()

_DEPTH = 40
"""No file needs more nesting; the C parser's own composer overflows the stack at some thousand levels."""

_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})")
_FLOAT = re.compile(r"[-+]?(?:0|[1-9][0-9]*)?(?:\.[0-9]*)?(?:[eE][-+]?[0-9]{1,3})?")
_NUMBER_START = frozenset("0123456789+-.")
_WORDS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_WORDS_AND_NULL = {**_WORDS, "": None, "~": None, "null": None, "Null": None, "NULL": None}
_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_HINTS = (
    ("tab character", "a tab stands where only spaces may indent"),
    ("mapping values are not allowed", "a colon and a space inside plain text: put quotes around the text"),
    ("cannot start any token", "text that begins with this character needs quotes around it"),
    ("unexpected end of stream", "a quotation mark is opened and never closed"),
    (
        "did not find expected ',' or",
        "a list [ ] or mapping { } is not closed; text that begins with [ or { needs quotes",
    ),
    ("could not find expected ':'", "a colon is missing after a key, or the line is not indented like its neighbours"),
    (
        "did not find expected",
        "the line is not indented like its neighbours, or text that begins with a sign needs quotes",
    ),
)


class Source:
    """A file (or the front matter of one) with the mistakes found in it."""

    def __init__(self, path: str, text: str, first_line: int = 1) -> None:
        self.path = path
        self.text = text
        self.first_line = first_line
        self.mistakes: list[Mistake] = []
        self._values: dict[Place, Mark] = {}
        self._keys: dict[Place, Mark] = {}

    @classmethod
    def read(cls, path: Path) -> Source:
        """The file as UTF-8; what cannot be read becomes a mistake, and an empty text."""
        source = cls(str(path), "")
        try:
            source.text = path.read_bytes().decode("utf-8-sig")
        except OSError as error:
            source.mistake(1, 1, f"cannot be read: {(error.strerror or str(error)).lower()}")
        except UnicodeDecodeError as error:
            before = error.object[: error.start]
            line_start = before.rfind(b"\n") + 1
            column = len(before[line_start:].decode("utf-8", "replace")) + 1
            source.mistake(before.count(b"\n") + 1, column, "is not UTF-8: save the file with that encoding")
        return source

    def mistake(self, line: int, column: int, message: str) -> None:
        """Records a mistake whose position is known."""
        self.mistakes.append(Mistake(self.path, line, column, message))

    def fault(self, place: Place, message: str, *, on_key: bool = False) -> None:
        """Records a mistake in the value (or the key) at `place`; for what is not there, in what should hold it."""
        mark = self._keys.get(place) if on_key else None
        while mark is None and place:
            mark = self._values.get(place)
            place = place[:-1]
        mark = mark or self._values.get(())
        self.mistake(*(self.position(mark) if mark else (self.first_line, 1)), message)

    def line(self, place: Place) -> int:
        """The line on which the value at `place` begins."""
        line: int = self._values[place].line
        return line + self.first_line

    def position(self, mark: Mark) -> tuple[int, int]:
        """Line and column of a mark of the YAML parser."""
        return mark.line + self.first_line, mark.column + 1

    def parse(self) -> Any:
        """The data: dicts with text keys, lists, str, int, float, bool, None; `INVALID` when it is not to be used."""
        if self.mistakes:
            return INVALID
        try:
            return _Builder(self, self._values, self._keys).document()
        except _FatalError as error:
            self.mistake(*self.position(error.mark), error.message)
        except yaml.YAMLError as error:
            self._syntax(error)
        return INVALID

    def _syntax(self, error: yaml.YAMLError) -> None:
        """Says what the YAML parser found, in plain words where they are known."""
        forbidden = _FORBIDDEN.search(self.text)
        if forbidden:
            line = self.text.count("\n", 0, forbidden.start()) + self.first_line
            column = forbidden.start() - self.text.rfind("\n", 0, forbidden.start())
            self.mistake(line, column, f"holds the control character U+{ord(forbidden.group()):04X}: remove it")
            return
        mark = getattr(error, "problem_mark", None)
        problem = str(getattr(error, "problem", None) or error)
        hint = next((f": {hint}" for sign, hint in _HINTS if sign in problem), "")
        self.mistake(*(self.position(mark) if mark else (self.first_line, 1)), f"is not valid YAML ({problem}){hint}")


class _FatalError(Exception):
    """The rest of the file is not worth reading."""

    def __init__(self, event: Any, message: str) -> None:
        super().__init__(message)
        self.mark: Mark = event.start_mark
        self.message = message


class _Builder:
    """One pass over the C parser's events, to data and to the marks of its values and keys."""

    def __init__(self, source: Source, values: dict[Place, Mark], keys: dict[Place, Mark]) -> None:
        self._source = source
        self._next = CParser(source.text).get_event
        self._values, self._keys = values, keys

    def document(self) -> Any:
        self._next()  # the start of the stream
        if isinstance(self._next(), yaml.StreamEndEvent):
            return None
        data = self._value(self._next(), ())
        self._next()  # the end of the document
        event = self._next()
        if not isinstance(event, yaml.StreamEndEvent):
            raise _FatalError(event, "a second document begins here; only one is read: remove the `---`")
        return data

    def _value(self, event: Any, place: Place) -> Any:
        kind = type(event)
        if kind is yaml.AliasEvent or event.anchor is not None:
            raise _FatalError(event, "anchors (&name) and aliases (*name) are not supported: write the value out")
        if event.tag is not None and event.tag != "!":
            raise _FatalError(event, f"tags are not supported: put quotes around `{event.tag}`")
        self._values.setdefault(place, event.start_mark)
        if kind is yaml.ScalarEvent:
            return _plain(event.value) if event.implicit[0] else event.value
        if len(place) >= _DEPTH:
            raise _FatalError(event, f"is nested more than {_DEPTH} levels deep")
        return self._list(place) if kind is yaml.SequenceStartEvent else self._mapping(place)

    def _list(self, place: Place) -> list[Any]:
        items: list[Any] = []
        event = self._next()
        while type(event) is not yaml.SequenceEndEvent:
            items.append(self._value(event, (*place, len(items))))
            event = self._next()
        return items

    def _mapping(self, place: Place) -> dict[str, Any]:
        items: dict[str, Any] = {}
        event = self._next()
        while type(event) is not yaml.MappingEndEvent:
            if type(event) is not yaml.ScalarEvent:
                raise _FatalError(
                    event, "a key must be text; text that begins with [, {, * or & needs quotes around it"
                )
            key: str = event.value
            inner = (*place, key)
            mark: Mark = self._keys.setdefault(inner, event.start_mark)
            value = self._value(self._next(), inner)
            if key not in items:
                items[key] = value
            else:
                line = mark.line + self._source.first_line
                position = self._source.position(event.start_mark)
                self._source.mistake(*position, f"key `{key}` is given twice, first on line {line}")
            event = self._next()
        return items


def _plain(text: str) -> str | int | float | bool | None:
    """A scalar without quotes. Numbers that do not print as written (`007`, `1_000`, `1e999`) stay text."""
    if text in _WORDS_AND_NULL:
        return _WORDS_AND_NULL[text]
    if text[0] not in _NUMBER_START:
        return text
    if _INTEGER.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text) and any(character.isdigit() for character in text.split("e")[0].split("E")[0]):
        number = float(text)
        return number if math.isfinite(number) else text
    return text


_FEW = 30
"""So many names can be read in one message."""


def nearest(word: str, choices: Collection[str]) -> str | None:
    """The choice that `word` was probably meant to be."""
    from difflib import get_close_matches  # only a mistake needs it

    return next(iter(get_close_matches(word, sorted(choices), n=1)), None)


def hint(word: str, choices: Collection[str]) -> str:
    """What follows `unknown …`: the nearest choice, and all of them unless they are too many to read."""
    near = nearest(word, choices)
    question = f"; did you mean `{near}`?" if near else ""
    if not choices or (len(choices) > _FEW and near):
        return question
    if len(choices) > _FEW:
        return f"; it is none of the {len(choices)} that there are"
    return f"{question}{' Allowed' if near else '; allowed'}: {', '.join(sorted(choices))}"
