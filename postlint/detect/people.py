"""Who is the person? Mentions of people in a text: how each is referred to, in which role, known by what.

Imports data and types. Works on words and their neighbours alone, without a parse: on posts a list of given names
and the shapes of names find more than the entity recogniser, at a fraction of its cost. What it looks for is data: the
word lists beside this module and `data/people.yaml`.
"""

from __future__ import annotations

import functools
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import product
from typing import Literal

import msgspec
import regex

from postlint.detect.data import table, word_list
from postlint.detect.errors import DetectorFailed
from postlint.types import Span

Reference = Literal["named", "initials", "described", "related", "addressed", "pronoun"]
"""How a text refers to somebody: *Mary Okafor*, *J.T.*, *a former mayor*, *her sister-in-law*, *your knee*, *she*."""

Role = Literal["private", "professional", "supporter", "addressee"]
"""`professional`: gives care, speaks or works for an organisation, signs. `supporter`: gives, visits, volunteers.
`addressee`: the text is written to them."""

Mark = Literal["name", "age", "place", "job", "room", "kinship", "event", "group"]
"""What readers could recognise the person by."""


class Mention(msgspec.Struct, frozen=True):
    """One mention of one person in the text handed in."""

    span: Span
    reference: Reference
    role: Role = "private"
    marks: frozenset[Mark] = frozenset()


class _Patterns(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`data/people.yaml`, where each is explained."""

    titled: str
    called: str
    aged: str
    tagged: str
    small: str
    person_verb: str
    initials: str
    described_start: str
    described: str
    stop_words: str
    not_heads: str
    clipped: str
    related_start: str
    addressed: str
    pronoun: str
    professional_before: str
    professional_after: str
    apposed: str
    greeted_before: str
    greeted_after: str
    supporter_before: str
    supporter_after: str
    supporters: str
    not_a_person_before: str
    not_a_person_after: str
    general_before: str
    general_after: str
    particular: str
    marks: dict[Mark, str]
    needs: dict[str, str]


_SECONDS = 2.0
_NAME = r"[\p{Lu}][\p{L}\p{M}]*(?:['’-]\p{L}[\p{L}\p{M}]*)*"
_NAMES = regex.compile(
    rf"(?<![\w@#])(?P<first>{_NAME})(?:\s(?:(?:de|da|del|van|von|der|bin|bint|al|el|ap|y)\s)?{_NAME}){{0,3}}"
)
_WORD = regex.compile(r"[\p{L}\p{M}'’-]+")
_PLAIN_WORD = regex.compile(r"\w+")
_SHAPES = {"<digit>": r"\d", "<hashtag>": "#", "<capitals>": r"\b\p{Lu}{1,3}\b"}
"""What else than words a pattern may need."""
_DOT_ABOVE = "\u0307"
"""What is left of a capital i with a dot in small letters; `regex` takes it for an i."""
_TOKEN = regex.compile(r"[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N}'’/-]*")
_SINGLE = regex.compile(r"['’]s?\Z")
_AGED = regex.compile(r"\d{1,3}[\s-]?(?:yo|y/o)|(?:\w+-)+(?:year|yr|month|week|day)s?-olds?")
_AND = regex.compile(r"\s?(?:,|&|and|,\sand)\s")
_MODIFIERS = 4
_STOP = regex.compile(r"[.!?;:]+[)'\"]?\s+|\n")
_TITLE_STOP = regex.compile(r"\b(?:Dr|Mr|Mrs|Ms|Prof|St|Rev|Fr|Sr|Jr|No|\p{L})\Z")
_SHORT_TITLE = 3


@functools.cache
def _patterns() -> _Patterns:
    return msgspec.convert(table("people"), _Patterns)


@functools.cache
def _compiled(field: str) -> regex.Pattern[str]:
    """A pattern of the table."""
    source = _patterns().marks[field[5:]] if field.startswith("mark:") else getattr(_patterns(), field)  # type: ignore[index]
    source = source.replace("<NAME>", f"(?-i:{_NAME})")
    return regex.compile(source, regex.VERBOSE | regex.IGNORECASE | regex.MULTILINE)


@functools.cache
def _needed(field: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """Words and phrases of which a text must hold one for a pattern of the table to match; none where any text may."""
    words: set[str] = set()
    phrases = []
    for entry in _patterns().needs.get(field, "").split(","):
        for parts in product(*(part.split("|") for part in entry.split())):
            if len(parts) > 1:
                phrases.append(f" {' '.join(parts)} ")
            elif parts:
                words |= word_list(parts[0][1:]) if parts[0].startswith("$") else {parts[0]}
    return frozenset(words), tuple(phrases)


@functools.cache
def _words(name: str) -> frozenset[str]:
    """A set of words: several lists joined, or a line of the table."""
    if name == "persons":
        lists = ("person-nouns", "relations", "occupations", "care-occupations", "staff-occupations")
        return frozenset[str]().union(*map(word_list, lists))
    if name == "professions":
        return word_list("care-occupations") | word_list("staff-occupations")
    return frozenset(getattr(_patterns(), name).split())


def find_people(text: str) -> tuple[Mention, ...]:
    """All mentions in a text, by position.

    Of overlapping mentions the one with a name stays, then the longer one. Raises DetectorFailed on time-out.
    """
    try:
        return tuple(_Reader(text).read())
    except TimeoutError:
        raise DetectorFailed("people", f"gave up after {_SECONDS:g} s") from None


class _Reader:
    """One text under examination."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._stops = [0, *(match.end() for match in _STOP.finditer(text) if not self._is_title(match))]

    def _is_title(self, stop: regex.Match[str]) -> bool:
        """Whether a full stop belongs to 'Dr.' or an initial."""
        before = self._text[max(stop.start() - _SHORT_TITLE - 1, 0) : stop.start()]
        return stop.group().rstrip(" ") == "." and _TITLE_STOP.search(before) is not None

    def read(self) -> Iterator[Mention]:
        """Mentions by position."""
        found = [*self._by_name(), *self._by_description()]
        kept: dict[Span, Mention] = {}
        taken: list[Span] = []
        order = {"named": 0, "initials": 1, "related": 2, "described": 3, "addressed": 4, "pronoun": 5}
        for one in sorted(found, key=lambda one: (order[one.reference], -len(one.span), one.span.start)):
            index = bisect_right(taken, one.span)
            if not any(one.span.overlaps(other) for other in taken[max(index - 1, 0) : index + 1]):
                taken.insert(index, one.span)
                kept[one.span] = one
        yield from self._same_role([kept[span] for span in taken])

    def _same_role(self, mentions: Sequence[Mention]) -> Iterator[Mention]:
        """A name that is a colleague's once is a colleague's throughout; so is one that 'and' joins to it."""
        colleagues = {word for one in mentions if one.role == "professional" for word in self._name(one)}
        last: Mention | None = None
        for one in mentions:
            joined = last is not None and _AND.fullmatch(self._text, last.span.end, one.span.start) is not None
            beside = joined and last is not None and last.role == "professional"
            is_colleague = beside or not colleagues.isdisjoint(self._name(one))
            if one.role == "private" and one.reference == "named" and is_colleague:
                one = msgspec.structs.replace(one, role="professional")
            yield one
            last = one

    def _name(self, mention: Mention) -> list[str]:
        """The words of a name."""
        return _WORD.findall(self._text[mention.span.start : mention.span.end]) if mention.reference == "named" else []

    def _by_name(self) -> Iterator[Mention]:
        for span in set(self._names()):
            if self._is_person(span):
                yield Mention(span, "named", self._role(span), self._marks(span) | {"name"})
        for match in self._matches("initials"):
            span = self._without_other_words(*match.span())
            if not span:
                continue
            yield Mention(span, "initials", self._role(span), self._marks(span) | {"name"})

    def _names(self) -> Iterator[Span]:
        """Names by their shape: titled, called, aged, in a hashtag, or a given name with what follows it."""
        for field in ("titled", "called", "aged", "tagged"):
            for match in self._matches(field):
                span = self._without_other_words(*match.span("name"))
                if span:
                    yield span
        given, words, never = word_list("given-names"), word_list("given-names-also-words"), word_list("not-names")
        for match in _NAMES.finditer(self._text, timeout=_SECONDS):
            first = match["first"].lower()
            if first in given or (first in words and first not in never and self._is_named(match)):
                yield Span(*match.span())
        for match in self._matches("small"):
            if match["name"] in given:
                yield Span(*match.span("name"))

    def _without_other_words(self, start: int, end: int) -> Span:
        """A name up to the first word that is none; empty when it begins with one."""
        never = word_list("not-names")
        for word in _WORD.finditer(self._text, start, end):
            if word.group().lower() in never:
                end = len(self._text[start : word.start()].rstrip()) + start
                break
        return Span(start, end)

    def _is_named(self, match: regex.Match[str]) -> bool:
        """Whether a name that is also a word has a surname, or does what people do."""
        rest = _WORD.findall(match.group())[1:]
        if rest:
            return all(word.lower() not in word_list("not-names") for word in rest)
        return _compiled("person_verb").match(self._text, match.end(), timeout=_SECONDS) is not None

    def _is_person(self, span: Span) -> bool:
        before, after = self._around(span)
        last = self._text[span.start : span.end].rpartition(" ")
        if last[0] and _match("not_a_person_after", f" {last[2]}"):
            return False
        return not (_search("not_a_person_before", before) or _match("not_a_person_after", after))

    def _by_description(self) -> Iterator[Mention]:
        for span in self._described():
            if not self._is_general(span):
                yield Mention(span, "described", self._role(span), self._marks(span))
        for match in self._matches("related_start"):
            end = self._noun_phrase(match.end(), word_list("relations"))
            if end is not None:
                span = Span(match.start(), end)
                if not self._is_general(span):
                    yield Mention(span, "related", self._role(span), self._marks(span))
        for match in self._matches("addressed"):
            yield Mention(Span(*match.span()), "addressed")
        for match in self._matches("pronoun"):
            yield Mention(Span(*match.span()), "pronoun")

    def _described(self) -> Iterator[Span]:
        for match in self._matches("described_start"):
            end = self._noun_phrase(match.end(), _words("persons"))
            if end is not None:
                yield Span(match.start(), end)
        for field in ("described", "clipped"):
            for match in self._matches(field):
                yield Span(*match.span())

    def _noun_phrase(self, start: int, nouns: frozenset[str]) -> int | None:
        """Where a phrase ends that has one of the nouns after at most four words; None where there is none."""
        tokens = list(self._tokens(start))
        lower = [_SINGLE.sub("", token.group().lower()) for token in tokens]
        end: int
        for index in range(min(len(lower), _MODIFIERS + 1)):
            for size in (3, 2, 1):
                phrase = " ".join(lower[index : index + size])
                if index + size <= len(lower) and (phrase in nouns or phrase.removesuffix("s") in nouns):
                    following = lower[index + size : index + size + 1]
                    is_head = not following or following[0] not in _words("not_heads")
                    end = tokens[index + size - 1].end()
                    return end if is_head else None
            if _AGED.fullmatch(lower[index]):
                end = tokens[index].end()
                return end
            if lower[index] in _words("stop_words"):
                return None
        return None

    def _tokens(self, start: int) -> Iterator[regex.Match[str]]:
        """Words from here on, as long as single spaces stand between them."""
        for _ in range(_MODIFIERS + 4):
            token = _TOKEN.match(self._text, start)
            if token is None:
                return
            yield token
            start = token.end() + 1
            if self._text[token.end() : start] != " ":
                return

    def _matches(self, field: str) -> Iterator[regex.Match[str]]:
        if self._may_match(field):
            yield from _compiled(field).finditer(self._text, timeout=_SECONDS)

    def _may_match(self, field: str) -> bool:
        """Whether the text holds what a match needs: most texts save compiling most patterns."""
        words, phrases = _needed(field)
        if not words and not phrases:
            return True
        return not words.isdisjoint(self._held) or any(phrase in self._plain for phrase in phrases)

    @functools.cached_property
    def _plain(self) -> str:
        """The words of the text in small letters, with a space around each."""
        return f" {' '.join(_PLAIN_WORD.findall(self._text.casefold().replace(_DOT_ABOVE, '')))} "

    @functools.cached_property
    def _held(self) -> frozenset[str]:
        """The different words of the text, and the shapes that occur in it."""
        shapes = (name for name, shape in _SHAPES.items() if regex.search(shape, self._text))
        return frozenset((*self._plain.split(), *shapes))

    def _around(self, span: Span) -> tuple[str, str]:
        """What stands before and after the words in their clause."""
        index = bisect_right(self._stops, span.start) - 1
        end = self._stops[index + 1] if index + 1 < len(self._stops) else len(self._text)
        return self._text[self._stops[index] : span.start], self._text[span.end : max(end, span.end)]

    def _role(self, span: Span) -> Role:
        before, after = self._around(span)
        if _search("professional_before", before) or _match("professional_after", after):
            return "professional"
        if self._has_profession(span) or (not before.strip(" -") and not after.strip(" .\n")):
            return "professional"  # a name on its own signs
        if _search("greeted_before", before) and _match("greeted_after", after):
            return "addressee"
        if _search("supporter_before", before) or _match("supporter_after", after):
            return "supporter"
        return "supporter" if self._is_called(span, _words("supporters")) else "private"

    def _has_profession(self, span: Span) -> bool:
        """Whether a profession is said of the person: 'our physio Tom', 'Tom, who is a physio'."""
        return self._is_called(span, _words("professions"))

    def _is_called(self, span: Span, nouns: frozenset[str]) -> bool:
        """Whether one of the nouns is said of the person, in the words themselves or right beside them."""
        own = _WORD.findall(self._text[span.start : span.end])
        before = _WORD.findall(self._text[max(span.start - 60, 0) : span.start].rpartition("\n")[2])
        if _ends_with(own, nouns) or _ends_with(before, nouns):
            return True
        apposed = _compiled("apposed").match(self._text, span.end, timeout=_SECONDS)
        return apposed is not None and self._noun_phrase(apposed.end(), nouns) is not None

    def _is_general(self, span: Span) -> bool:
        """Whether the words speak of anybody of that kind: a supposition, advice, a rule."""
        before, after = self._around(span)
        if _search("general_before", before) or _match("general_after", after):
            return True
        indefinite = self._text[span.start : span.start + 2].lower() in ("a ", "an")
        return indefinite and not _search("particular", after)

    def _marks(self, span: Span) -> frozenset[Mark]:
        """What is said of the person, in the words themselves and close by."""
        before, after = self._around(span)
        near = f"{before[-30:]}\0{self._text[span.start : span.end]}{after[:70]}"
        return frozenset(mark for mark in _patterns().marks if _search(f"mark:{mark}", near))


def _ends_with(words: Sequence[str], nouns: frozenset[str]) -> bool:
    """Whether the last one to three words are one of the nouns, in the singular."""
    lower = [_SINGLE.sub("", word.lower()) for word in words[-3:]]
    return any(" ".join(lower[index:]) in nouns for index in range(len(lower)))


def _search(field: str, text: str) -> bool:
    return _compiled(field).search(text, timeout=_SECONDS) is not None


def _match(field: str, text: str) -> bool:
    return _compiled(field).match(text, timeout=_SECONDS) is not None
