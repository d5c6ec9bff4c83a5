"""`mark: together`: a hit on all of its parts, and which of the words in it are private.

Imports base, regions, necessary, types.

The person is private, and the words that say what happened to anybody are not: a writer must see what the person is
named beside. What stands between the parts nobody has looked at, so only words that every text holds are shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from postlint.conditions.base import Search
from postlint.conditions.necessary import common_words
from postlint.conditions.regions import inside, union
from postlint.types import Capture, Hit, Span

_WORD = re.compile(r"\w+(?:'\w+)?")


def spanning(search: Search, hit: Hit) -> Hit:
    """The hit from the first to the last of its named parts, as far as its sentence goes."""
    sentence = Span(*search.scan.unit(hit.span.start, hit.span.end, "sentence"))
    captures = [one for one in hit.captures if sentence.contains(one.span)]
    spans = [hit.span, *(one.span for one in captures)]
    whole = Span(min(span.start for span in spans), max(span.end for span in spans))
    if not inside(whole, search.scope):
        return hit
    return msgspec.structs.replace(hit, span=whole, parts=_private(search, hit, captures, whole))


def _private(search: Search, hit: Hit, captures: Sequence[Capture], whole: Span) -> tuple[Span, ...]:
    """The words of `whole` that must not be shown."""
    people = (span for span in search.scan.named_people(whole.start) if span.overlaps(whole))
    private = [one.span for one in captures if one.private] + [*people, *(() if hit.listed else (hit.span,))]
    known = [one for one in captures if not one.private]
    private += [word for word in _words(search.text, whole) if not _may_be_shown(search.text, word, private, known)]
    return tuple(Span(*one) for one in union([(span.start, span.end) for span in private]))


def _words(text: str, whole: Span) -> Iterator[Span]:
    return (Span(*match.span()) for match in _WORD.finditer(text, whole.start, whole.end))


def _may_be_shown(text: str, word: Span, private: Sequence[Span], known: Sequence[Capture]) -> bool:
    """Whether a word is private as part of something else already, of a rule's own lists, or ordinary."""
    if any(span.contains(word) for span in private):
        return True
    written = text[word.start : word.end]
    if any(one.listed and one.span.contains(word) for one in known):
        return True
    if written != written.lower() or any(map(str.isdigit, written)):
        return False
    return written in common_words() or any(one.span.contains(word) for one in known)
