"""Splitting a block into sentences without a model; imports types only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from postlint.types import Span

_ABBREVIATIONS = Path(__file__).with_name("data") / "abbreviations.txt"

_LONG_LINE = 50
"""From this many characters on, a line that goes on in lower case was wrapped by an editor."""

_PICTURE = "[\u203c\u2049\u2100-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff]"
_PICTURES = rf"(?:{_PICTURE}[\ufe0e\ufe0f\u200d\u20e3\U000e0020-\U000e007f]*)"
_CANDIDATE = re.compile(
    rf"(?<![.!?\u2026])(?P<stop>[.!?\u2026]++)(?P<closing>[\"')\]}}*_]*+)(?P<pictures>(?:[ ]?{_PICTURES})*+)(?=\s|\Z)"
    r"|(?P<wide>\u3002)"
    r"|\n"
)
_LAST_WORD = re.compile(r"[^\s(\[{\"/]*\Z")
_NEXT_WORD = re.compile(r"[\"'(\[*_]*([^\W_]+(?:'[^\W\d_]+)?)?")
_INITIAL = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")
_MARKER = re.compile(r"\(?(?:\d{1,3}|[A-Za-z]|[ivx]{1,4})")
_LONGEST_WORD = 40


def sentences(text: str, start: int, end: int, *, wrapped: bool = False) -> Iterator[Span]:
    """The sentences of the block `text[start:end]`, in order, without white space around them.

    They cover all that is visible. A line break ends a sentence unless the line is plainly continued on the next; with
    `wrapped` it never does (in Markdown a line break is a space).
    """
    first = start
    for match in _CANDIDATE.finditer(text, start, end):
        if match.group() == "\n":
            ends = not wrapped and not _continued(text, match.start(), first, end)
        else:
            ends = match["wide"] is not None or _is_end(text, match, start, end)
        if ends:
            yield from _trimmed(text, first, match.end())
            first = match.end()
    yield from _trimmed(text, first, end)


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    stretch = text[start:end]
    if visible := stretch.strip():
        first = start + len(stretch) - len(stretch.lstrip())
        yield Span(first, first + len(visible))


def _continued(text: str, line_end: int, first: int, end: int) -> bool:
    """Whether the line that ends at `line_end` was wrapped rather than ended."""
    line_start = max(text.rfind("\n", first, line_end) + 1, first)
    following = text[line_end + 1 : min(line_end + 2, end)]
    return following.islower() and line_end - line_start >= _LONG_LINE


def _is_end(text: str, match: re.Match[str], start: int, end: int) -> bool:
    """Whether a sentence ends with the punctuation found."""
    stop = match["stop"]
    after = _NEXT_WORD.match(text, min(match.end() + 1, end), end)
    following = (after and after[1]) or ""
    if match["pictures"]:
        return True
    if stop != ".":
        # "Yahoo! said", "'Really?' she asked", "well... maybe"
        return not following[:1].islower() or ("." not in stop and "\u2026" not in stop and not match["closing"])
    before = _LAST_WORD.search(text, max(start, match.start() - _LONGEST_WORD), match.start())
    word = before.group() if before else ""
    starts_line = before is not None and (before.start() == start or text[before.start() - 1] == "\n")
    if starts_line and _MARKER.fullmatch(word):
        return False
    return _ends_after(word, following)


def _ends_after(word: str, following: str) -> bool:
    """Whether a full stop between these two words ends a sentence."""
    words = _words()
    lowered = word.lower().lstrip("'")
    if lowered in words["never"]:
        return not following
    if lowered in words["number"] and following[:1].isdigit():
        return False
    if lowered in words["sometimes"] or (_INITIAL.fullmatch(word) and word != "I"):
        return not following or (following.lower() in words["starters"] and not following.islower())
    if following[:1].islower():
        return len(word) > 2 and "." not in word
    return True


@cache
def _words() -> dict[str, frozenset[str]]:
    """The sections of `abbreviations.txt`."""
    sections: dict[str, list[str]] = {}
    section: list[str] = []
    for line in _ABBREVIATIONS.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = sections.setdefault(line.strip("[]"), [])
        elif not line.startswith("#"):
            section += line.split()
    return {name: frozenset(words) for name, words in sections.items()}
