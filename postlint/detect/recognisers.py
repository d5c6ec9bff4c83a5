"""Recognisers of structured entities: patterns, phone numbers, words of context; imports checks and errors."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import regex

from postlint.detect.checks import CHECKS
from postlint.detect.errors import DetectorFailed

if TYPE_CHECKING:
    import phonenumbers

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
        gaps = [index for index in range(end - 1, start, -1) if text[index] in " -"]
        return next((stop for stop in (end, *gaps) if self._check(text[start:stop])), None)


class PhoneRecogniser:
    """Phone numbers by libphonenumber; a shape that is merely possible, or bare digits, need a word of context."""

    name = "phone"

    def __init__(self, regions: Sequence[str], context: Sequence[str]) -> None:
        self._regions = regions
        self._context = context_pattern(tuple(context))

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Numbers valid in one of the regions, and possible ones with context."""
        import phonenumbers

        seen: set[tuple[int, int]] = set()
        for region in self._regions:
            for match in phonenumbers.PhoneNumberMatcher(text, region, leniency=phonenumbers.Leniency.POSSIBLE):
                span = match.start, match.end
                if span not in seen and self._accept(text, match, phonenumbers.is_valid_number(match.number)):
                    seen.add(span)
                    yield span

    def _accept(self, text: str, match: phonenumbers.PhoneNumberMatch, valid: bool) -> bool:
        written = match.raw_string
        if _NO_PHONE_BEFORE.search(text[max(match.start - 24, 0) : match.start]) or _NO_PHONE.fullmatch(written):
            return False
        if written.startswith("+") or (valid and not written.isdigit()):
            return True
        if not valid and sum(map(str.isdigit, written)) < _FEWEST_DIGITS:
            return False
        return has_context(text, match.start, match.end, self._context)


_FEWEST_DIGITS = 7
# A year range, a date, a decimal, a time: possible numbers by their digits alone.
_NO_PHONE = regex.compile(r"(?:19|20)\d\d[-/ .](?:19|20)?\d\d(?:[-/ .]\d\d)?|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|\d+\.\d+")
_NO_PHONE_BEFORE = regex.compile(
    r"(?i)(?:[£$€#]|\b(?:isbn|issn|doi|order|ref|reference|invoice|ticket|case|id))(?: (?:no|number|code))?[\s.:#]*$"
)


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
