"""Recognisers of structured entities: patterns, phone numbers, words of context; imports checks and errors."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence

import regex

from postlint.detect.checks import CHECKS
from postlint.detect.errors import DetectorFailed

REACH = 8
"""A word of context stands at most so many words away."""

_SECONDS = 2.0
_WINDOW = 160
_WORD = regex.compile(r"[\p{L}\p{N}]+")
_PARAGRAPH = regex.compile(r"\n\s*\n")


class PatternRecogniser:
    """A regular expression under a time limit, with an optional check digit; its span is that of `group`."""

    def __init__(
        self, name: str, pattern: str, *, exact: bool = False, group: str | None = None, check: str | None = None
    ):
        self.name = name
        self._pattern = regex.compile(pattern, 0 if exact else regex.IGNORECASE)
        self._group = group or 0
        self._check = CHECKS[check] if check else None

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Where the pattern matches and the check passes; raises DetectorFailed on time-out."""
        try:
            for match in self._pattern.finditer(text, timeout=_SECONDS):
                start, end = match.span(self._group)
                longest = end if self._check is None else self._checked(text, start, end)
                if longest is not None:
                    yield start, longest
        except TimeoutError:
            raise DetectorFailed(self.name, f"gave up after {_SECONDS:g} s") from None

    def _checked(self, text: str, start: int, end: int) -> int | None:
        """Where the longest part that passes the check ends: a pattern in groups may have taken the next word too."""
        assert self._check is not None
        gaps = [index for index in range(end - 1, start, -1) if text[index] in " -."]
        return next((stop for stop in (end, *gaps) if self._check(text[start:stop])), None)


# What may follow a label, what may stand between it and its value, and what ends the value.
NUMBER_WORDS = ("no", "num", "nr", "id", "i.d", "ref", "#")
"""How a word that makes a label of a noun begins."""
JOINED_NUMBER_WORDS = (
    "no",
    "nos",
    "num",
    "nr",
    "number",
    "numbers",
    "id",
    "ids",
    "i",
    "identifier",
    "ref",
    "reference",
)
"""What the same words are when no gap parts them from the noun; the `i` is that of "i.d"."""
_NUMBER_WORD = r"(?:[ _-]?(?:(?:numbers?|num|nos?|nr|ids?|i\.d|identifier|ref|reference)\b\.?|#))"
_TO_VALUE = r"""[\s:=#,(\["'*_-]{0,4}(?:(?:is|was|reads|of)\b[\s:#"'(*_]{0,3})?"""
_TO_LABEL = (
    r"""["')\]*_]{0,2}(?:,? (?:is|was|as) |, (?=his|her|their|my|the)|[ ,]{0,2}[(\[/-] ?)"""
    r"""(?:(?:an?|the|his|her|their|my|your|our|this) )?(?:(?:patient|client|customer|member|\p{L}{2,20}'s) )?"""
)
_WHOLE = r"(?![\p{L}\p{N}])(?![.,:/]\d| ?%| (?:people|patients|members|staff|strong|per)\b)"
_NO_OTHER_VALUE = r"(?![\s:=#.-]{0,4}(?:is |was )?[+(]?\d)"


def labelled(names: Sequence[str], nouns: Sequence[str], value: str) -> str:
    """A pattern, with the group `value`, for a value that one of the names stands directly before or directly behind.

    "MRN 583 2716", "hospital number is 583 2716", "583 2716 (MRN)", "583 2716 is her hospital number". The `nouns`
    count only with "number", "no", "ID" or "ref" after them.
    """
    forms = [rf"(?:{_spelled(names)})(?![\p{{L}}\p{{N}}])\.?{_NUMBER_WORD}?"] if names else []
    forms += [f"(?:{_spelled(nouns)}){_NUMBER_WORD}"] if nouns else []
    label = rf"(?<![\p{{L}}\p{{N}}])(?:{'|'.join(forms)})"
    value = f"(?P<value>{value})"
    before = label + _TO_VALUE + value + _WHOLE
    behind = r"(?<![\p{L}\p{N}.,/£$€#@-])" + value + _TO_LABEL + label + _NO_OTHER_VALUE
    return f"{before}|{behind}"


def _spelled(phrases: Sequence[str]) -> str:
    """Any of the phrases, their words apart, joined or hyphenated; the longest first."""
    ordered = sorted(phrases, key=len, reverse=True)
    return "|".join(r"[\s-]?".join(map(regex.escape, phrase.split())) for phrase in ordered)


class PhoneRecogniser:
    """Phone numbers by libphonenumber; a shape that is merely possible, or bare digits, need a word of context."""

    name = "phone"

    def __init__(self, regions: Sequence[str], context: Sequence[str], plain: str) -> None:
        self._regions = regions
        self._context = context_pattern(tuple(context))
        self._plain = regex.compile(plain)

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Numbers valid in one of the regions, and possible ones with context."""
        import phonenumbers

        possible = phonenumbers.Leniency.POSSIBLE
        found: set[tuple[int, int]] = set()
        for start, end in _windows(text):
            for region in self._regions:
                for match in phonenumbers.PhoneNumberMatcher(text[start:end], region, leniency=possible):
                    span = start + match.start + _unclosed(match.raw_string), start + match.end
                    if span not in found and self._accept(text, *span, phonenumbers.is_valid_number(match.number)):
                        found.add(span)
        return sorted(found)

    def _accept(self, text: str, start: int, end: int, valid: bool) -> bool:
        written = text[start:end]
        before, after = text[max(start - 24, 0) : start], text[end : end + 2]
        if _NO_PHONE_BEFORE.search(before) or _NO_PHONE.match(written) or _NO_PHONE_AFTER.match(after):
            return False
        digits = sum(map(str.isdigit, written))
        if written.startswith("+") or (valid and not written.isdigit() and digits >= _DIGITS_ALONE):
            return True
        if self._plain.fullmatch(written):
            return True
        if not valid and digits < _FEWEST_DIGITS:
            return False
        return has_context(text, start, end, self._context)


def _unclosed(written: str) -> int:
    """Length of an opening bracket that belongs to the sentence and not to the number."""
    return 1 if (written[0], written.count(")")) == ("(", 0) or written[0] == "[" else 0


# Seven digits with what may stand between them in a phone number, and room for a prefix and an extension.
_CANDIDATE = regex.compile(r"\d(?:[\s().\-/+~*]{0,4}\d){6,}")
_ROOM = 30


def _windows(text: str) -> list[tuple[int, int]]:
    """Where a phone number could be: libphonenumber reads slowly, once for every region."""
    windows: list[tuple[int, int]] = []
    for match in _CANDIDATE.finditer(text):
        start, end = max(match.start() - _ROOM, 0), match.end() + _ROOM
        if windows and start <= windows[-1][1]:
            windows[-1] = windows[-1][0], end
        else:
            windows.append((start, end))
    return windows


_FEWEST_DIGITS = 7
_DIGITS_ALONE = 9
# A year range, the groups of a card, a date, a decimal: possible numbers by their digits alone.
_NO_PHONE = regex.compile(
    r"(?:19|20)\d\d ?[-/]? ?(?:19|20)\d\d$|\d{4}([ -])\d{4}\1\d{4}\1\d{4}$"
    r"|(?:19|20)\d\d[-/ .](?:(?:19|20)?\d\d$|[01]?\d[-/ .][0-3]?\d(?!\d))|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}$|\d+\.\d+$"
)
# A part of a longer word, file name or time; an amount; a number of something else.
_NO_PHONE_BEFORE = regex.compile(
    r"(?i)(?:[£$€#]|[\w/=-]|\d:"
    r"|\b(?:isbn|issn|doi|order|ref|reference|invoice|ticket|case|id|tracking|licen[cs]e|policy)"
    r"(?: (?:no|number|code|is))?[\s.:#]*)\Z"
)
_NO_PHONE_AFTER = regex.compile(r"\w|[-.]\d|\.\w{2}")


@functools.cache
def context_pattern(phrases: tuple[str, ...]) -> regex.Pattern[str]:
    """Any of the phrases as whole words, in lower-case text whose words are joined by single spaces."""
    return regex.compile(r"(?<!\S)(?:" + "|".join(map(regex.escape, phrases)) + r")(?!\S)")


def has_context(text: str, start: int, end: int, phrases: regex.Pattern[str]) -> bool:
    """Whether one of the phrases stands within REACH words of a span, in the same paragraph."""
    before = _PARAGRAPH.split(text[max(start - _WINDOW, 0) : start])[-1]
    after = _PARAGRAPH.split(text[end : end + _WINDOW])[0]
    words_before = " ".join(_WORD.findall(before.lower())[-REACH:])
    words_after = " ".join(_WORD.findall(after.lower())[:REACH])
    return bool(phrases.search(words_before) or phrases.search(words_after))
