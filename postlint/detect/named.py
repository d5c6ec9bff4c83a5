"""What the entity recogniser of spaCy says, without its noise; imports words."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import regex

from postlint.detect.data import word_list

_EDGE = regex.compile(r"[\s*_~`\"'“”‘’()\[\]{}<>|.,:;!?#@&/\\•–—=+-]|\p{Extended_Pictographic}|\p{So}|[\uFE0F\u200D]")
_POSSESSIVE = regex.compile(r"['’][sS]?\Z")
_JUNK = regex.compile(r"[#@/\\|<>{}=*_~`]|https?|www\.|\p{Extended_Pictographic}")
_YEAR = regex.compile(r"(?:19|20)\d\d")
_WORD = regex.compile(r"[\p{L}\p{M}'’-]+")
_LAST_WORD = regex.compile(r"\p{Lu}\p{L}+\.? \Z")
_INSIDE_TAG = regex.compile(r"[#@/_]\Z")


def titled(text: str, start: int, end: int) -> bool:
    """Whether a title stands before the words or at their head: then they name a person, whatever the label."""
    before = _LAST_WORD.search(text[max(start - 20, 0) : start])
    first = _WORD.match(text, start, end)
    return any(
        word is not None and word.group(0).strip(". ").lower() in word_list("titles") for word in (before, first)
    )


def tidy(text: str, start: int, end: int, type_name: str) -> tuple[int, int] | None:
    """The span without titles, quotes and possessive, or None where the recogniser saw no entity but noise."""
    if _INSIDE_TAG.search(text[max(start - 1, 0) : start]):
        return None
    line_end = text.find("\n", start, end)
    end = end if line_end < 0 else line_end
    start, end = _trim(text, start, end)
    if type_name == "person":
        start, end = _without_title(text, start, end)
    judge = _JUDGES.get(type_name, _named)
    return (start, end) if start < end and judge(text[start:end]) else None


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and _EDGE.match(text, start):
        start += 1
    possessive = _POSSESSIVE.search(text, start, end)
    end = possessive.start() if possessive else end
    while start < end and _EDGE.match(text, end - 1):
        end -= 1
    return start, end


def _without_title(text: str, start: int, end: int) -> tuple[int, int]:
    """Titles are no part of a name: 'Dr Amara Osei' and 'Amara Osei' are found alike."""
    while True:
        word = _WORD.match(text, start, end)
        if word is None or word.group().lower() not in word_list("titles") | word_list("greetings"):
            return start, end
        start, end = _trim(text, word.end(), end)


def _person(words: str) -> bool:
    if any(char.isdigit() for char in words) or _JUNK.search(words):
        return False
    parts = _WORD.findall(words)
    if not any(part[0].isupper() for part in parts) or max(map(len, parts)) < 2:
        return False
    return any(part[0].isupper() and part.lower().strip("'’-") not in word_list("not-names") for part in parts)


def _date(words: str) -> bool:
    if words.isdigit():
        return _YEAR.fullmatch(words) is not None
    return not _JUNK.sub("", words.replace("/", "")).isspace() and any(char.isalnum() for char in words)


def _named(words: str) -> bool:
    return not _JUNK.search(words) and any(char.isupper() for char in words)


def _amount(words: str) -> bool:
    return any(char.isalnum() for char in words)


_JUDGES: Mapping[str, Callable[[str], bool]] = {"person": _person, "date": _date, "time": _amount, "money": _amount}
