"""Folding: what makes different spellings of the same words one text, with every change on record; imports nothing.

Two steps, so that positions stay exact: first code points are exchanged one for one, then the few changes that alter
the length are listed as edits.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NamedTuple

_DATA = Path(__file__).with_name("data")

_HORIZONTAL = "\t\x0b\x0c\x1c-\x1f\x85\xa0\u1680\u2000-\u200a\u202f\u205f\u2800\u3000"
_INVISIBLE = (
    "\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e01ef"
)
_PICTURE = "\xa9\xae\u203c\u2049\u2100-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
_JOINED_SCRIPTS = "\u0590-\u1aff\ua800-\uabff\ufb50-\ufdff\ufe70-\ufefe"
"""Arabic, Indic and their like, where joiners are spelling."""

# What stays of the invisible: joiners and selectors that make one emoji of several, keycaps, the flags spelled in tags,
# and joiners inside scripts that need them.
_REMOVED = (
    rf"(?:(?![\u200c\u200d\ufe00-\ufe0f\U000e0020-\U000e007f])[{_INVISIBLE}]"
    rf"|\u200d(?<![{_PICTURE}\ufe0f]\u200d)(?<![{_JOINED_SCRIPTS}]\u200d)"
    rf"|\u200d(?<=[{_PICTURE}\ufe0f]\u200d)(?![{_PICTURE}])"
    rf"|\u200c(?<![{_JOINED_SCRIPTS}]\u200c)"
    rf"|[\ufe00-\ufe0f](?<![{_PICTURE}][\ufe00-\ufe0f])(?!\u20e3)"
    rf"|[\U000e0020-\U000e007f](?<![\U0001f3f4\U000e0020-\U000e007f][\U000e0020-\U000e007f]))"
)
_WORTH_A_LOOK = re.compile(r"[^\x00-\x08\x0a\x0e-\x1b\x20-\x7f]|[ \n] | \n")
_CHANGES_IN_ASCII = re.compile(r"(?P<line>[ \t]*(?:\r\n?|\n)[ \t]*)|(?P<gap>[ \t]{2,}|\t)")
_MARK = "\u0300-\u036f\u1ab0-\u1ace\u1dc0-\u1dff\u20d0-\u20df\u20e1\u20e4-\u20f0\ufe20-\ufe2f"
"""Marks that stand on a letter; without the circles and boxes that make an emoji of it."""
_LOOSE = rf"(?:[ \t{_MARK}]|{_REMOVED})"
_CHANGES_OF_LENGTH = (
    rf"(?P<line>{_LOOSE}*(?:\r\n?|\n){_LOOSE}*)"
    rf"|(?P<gap>[ \t]{_LOOSE}+|\t)"
    rf"|(?P<ligature>[\ufb00-\ufb06](?:[{_MARK}]|{_REMOVED})*)"
    rf"|(?P<removed>{_REMOVED}{_LOOSE}*)"
)
_KEYCAP = "[0-9]\ufe0f?\u20e3"
_KEYCAPS = rf"(?P<keycap>{_KEYCAP}(?={_KEYCAP})|(?<=\u20e3){_KEYCAP})"
"""Two and more in a row are a number; one is the sign of a list."""
_UNSEEN = rf"(?:[{_MARK}]|{_REMOVED})*"
_MIDDLE_DOT = rf"{_UNSEEN}[\xb7\u2022\u2027\u2219\u22c5]{_UNSEEN}"
_POINT = rf"(?P<point>(?<=\d){_MIDDLE_DOT}(?=\d)|(?<=[0-9A-Za-z])[\u3002\uff61](?=[0-9A-Za-z]))"
"""Middle dots between digits, and the full stops that a web address may hold in place of its own (RFC 3490)."""
_ACCENTED = (
    rf"(?P<accented>(?!\d{_MIDDLE_DOT}\d)(?:[!-~]|[^\W\d_])(?:{_REMOVED})*[{_MARK}](?:[{_MARK}]|{_REMOVED})*)"
    rf"|(?P<stray>[{_MARK}](?:[{_MARK}]|{_REMOVED})*)"
)
_LETTERS_OF_ONE_WORD = rf"[^\W_](?:[^\W_]|[{_INVISIBLE}{_MARK}])*"
_NO_LETTERS = rf"[\d{_INVISIBLE}{_MARK}]"


@cache
def _pattern(expression: str) -> re.Pattern[str]:
    """Compiled when a text first needs it: classes as large as these take longer than reading a short draft."""
    return re.compile(expression)


_ASCII_SPACES = dict.fromkeys((0x0B, 0x0C, *range(0x1C, 0x20)), " ")
"""Control characters that count as white space."""
_QUOTES = {"'": "\u2018\u2019\u201a\u201b\u2032\u02bc\u02b9\xb4", '"': "\u201c\u201d\u201e\u201f\u2033\u301d\u301e"}
_DASHES = "\u02d7\u058a\u2010-\u2015\u2043\u2212\u2e17\u2e1a\u2e3a\u2e3b\ufe58\ufe63"
_LINE_ENDS = "\u2028\u2029"
_COMPATIBILITY = (
    "\u2024\u2080-\u2089\u2100-\u2138\u213a-\u214f\u2160-\u217f\u24b6-\u24c1\u24c3-\u24e9"
    "\ufe50-\ufe57\ufe5f-\ufe6b\uff01-\uff5e"
)
_COMPATIBILITY_BEYOND = "\U0001d400-\U0001d7ff\U0001f130-\U0001f149"
"""Full-width, small, mathematical, enclosed and subscript forms; without two that are emoji, superscripts and signs."""


class Edit(NamedTuple):
    """The text from `start` to `end` is replaced by `text`."""

    start: int
    end: int
    text: str


def fold_text(text: str) -> str:
    """The text as conditions see it: see `changes`."""
    exchanged, edits = changes(text)
    if not edits:
        return exchanged
    parts: list[str] = []
    position = 0
    for edit in edits:
        parts += (exchanged[position : edit.start], edit.text)
        position = edit.end
    return "".join([*parts, exchanged[position:]])


def flatten(text: str) -> str:
    """Lower case, and '-', '_' and line breaks as spaces; as long as the text, position by position."""
    # The Turkish dotted capital is the only letter whose lower case is longer; a final sigma depends on its neighbours.
    lowered = text.replace("\u0130", "i").lower().replace("\u03c2", "\u03c3")
    return lowered.replace("-", " ").replace("_", " ").replace("\n", " ")


def flat_term(term: str) -> str:
    """A phrase of a rule in the form in which it stands in `flatten(document.text)`."""
    return " ".join(flatten(fold_text(term)).split())


def changes(text: str) -> tuple[str, list[Edit]]:
    """What folding does: the text with code points exchanged one for one, and the edits that change its length.

    Exchanged are quotes, dashes, spaces, full-width and mathematical forms, and the look-alikes of `lookalikes.txt` in
    words that imitate Latin ones. Edits collapse white space, end lines in a line feed, remove what is invisible, undo
    ligatures and compose accents.
    """
    if not _WORTH_A_LOOK.search(text):
        return text, []
    if text.isascii():
        text = text.translate(_ASCII_SPACES)
        pattern = _CHANGES_IN_ASCII
    else:
        text = _unmask(text.translate(_exchanges()))
        pattern = _pattern(_changes_needed(text))
    edits = []
    for match in pattern.finditer(text):
        replacement = _REPLACEMENTS[match.lastgroup or ""](match.group())
        if replacement != match.group():
            edits.append(Edit(match.start(), match.end(), replacement))
    return text, edits


def _changes_needed(text: str) -> str:
    """The expression of what changes the length: looking at every letter takes time, and few texts hold rare signs."""
    expressions = [_CHANGES_OF_LENGTH]
    if _pattern(r"[\xb7\u2022\u2027\u2219\u22c5\u3002\uff61]").search(text):
        expressions.insert(0, _POINT)  # What is invisible beside the point goes with it.
    if "\u20e3" in text:
        expressions.append(_KEYCAPS)
    if _pattern(f"[{_MARK}]").search(text):
        expressions.append(_ACCENTED)
    return "|".join(expressions)


def _composed(found: str) -> str:
    """A letter with its accents as one; what no Latin letter, digit or sign is spelled with is decoration, and goes."""
    composed = unicodedata.normalize("NFC", _pattern(_REMOVED).sub("", found))
    return composed[0] if _is_latin(composed[0]) else composed


def _without_marks(text: str) -> str:
    return _pattern(f"[{_MARK}]").sub("", text)


_REPLACEMENTS: dict[str, Callable[[str], str]] = {
    "line": lambda found: "\n",
    "gap": lambda found: " ",
    "removed": lambda found: " " if " " in found or "\t" in found else "",
    "ligature": lambda found: _without_marks(unicodedata.normalize("NFKC", _pattern(_REMOVED).sub("", found))),
    "accented": _composed,
    "stray": lambda found: "",
    "keycap": lambda found: found[0],
    "point": lambda found: ".",
}


def _unmask(text: str) -> str:
    """The text with look-alikes of other scripts exchanged, where they pose as Latin letters.

    They do in a word that mixes scripts (digits belong to the word), and in a word made of nothing else when the text
    is otherwise Latin. A word with a letter that imitates nothing is a real word of its script, and shows that others
    of that script may be too.
    """
    imitations = _imitations()
    if imitations.keys().isdisjoint(text):
        return text
    words = list(_pattern(_LETTERS_OF_ONE_WORD).finditer(text))
    real_scripts: set[str] = set()
    latin = False
    for word in words:
        if any(map(_is_latin, word.group())):
            latin = True
        else:
            real_scripts.update(_script(letter) for letter in _visible(word.group()) if letter not in imitations)
    parts: list[str] = []
    position = 0
    for word in words:
        found = _visible(word.group())
        if imitations.keys().isdisjoint(found):
            continue
        mixed = any(map(_is_latin, found))
        if mixed or (latin and len(found) > 1 and _script(found[0]) not in real_scripts):
            parts += (text[position : word.start()], word.group().translate(_imitation_exchanges()))
            position = word.end()
    return "".join([*parts, text[position:]])


def _visible(word: str) -> str:
    """The letters of a word."""
    return _pattern(_NO_LETTERS).sub("", word)


def _is_latin(character: str) -> bool:
    return character.isascii() or _script(character) == "LATIN"


@cache
def _script(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]


@cache
def _lookalikes() -> dict[str, str]:
    rows = (line.split("\t") for line in _lines("lookalikes"))
    return {imitation: letter for letter, imitations in rows for imitation in imitations}


def _lines(name: str) -> list[str]:
    lines = (_DATA / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


@cache
def _imitations() -> dict[str, str]:
    """Look-alikes of other scripts, which may be themselves."""
    return {imitation: letter for imitation, letter in _lookalikes().items() if _script(imitation) != "LATIN"}


@cache
def _imitation_exchanges() -> dict[int, str]:
    return str.maketrans(_imitations())


@cache
def _exchanges() -> dict[int, str]:
    """What is exchanged wherever it stands."""
    table = {character: " " for character in _members(_HORIZONTAL) if character != "\t"}
    table |= dict.fromkeys(_LINE_ENDS, "\n")
    table |= dict.fromkeys(_members(_DASHES), "-")
    table |= {character: plain for plain, characters in _QUOTES.items() for character in characters}
    for character in _members(_COMPATIBILITY) + _members(_COMPATIBILITY_BEYOND):
        plain = unicodedata.normalize("NFKC", character)
        if len(plain) == 1 and plain.isascii():
            table[character] = plain
    table |= {letter: plain for letter, plain in _lookalikes().items() if letter not in _imitations()}
    table |= {digit: str(value) for digits in _lines("digits") for value, digit in enumerate(digits)}
    return str.maketrans(table)


def _members(character_class: str) -> list[str]:
    """The characters of a regular expression's character class."""
    ranges = re.findall(r"(.)-(.)|(.)", character_class, re.DOTALL)
    return [chr(code) for first, last, one in ranges for code in range(ord(first or one), ord(last or one) + 1)]
