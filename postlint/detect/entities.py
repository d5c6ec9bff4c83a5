"""Entities of all detectors, overlaps resolved; imports data, named, nlp, presidio, recognisers and types."""

from __future__ import annotations

import functools
import re
import threading
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, Protocol

import msgspec
import regex

from postlint.detect.data import table
from postlint.detect.named import tidy, titled
from postlint.detect.nlp import Pipeline
from postlint.detect.recognisers import (
    JOINED_NUMBER_WORDS,
    NUMBER_WORDS,
    PatternRecogniser,
    PhoneRecogniser,
    context_pattern,
    has_context,
    labelled,
)
from postlint.types import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc

PARSE_CHUNK = 20_000
"""The longest stretch handed to spaCy at once, in code points: its memory grows with the length."""

_HOME_REGIONS = ("US", "GB")
"""Regions whose phone numbers are looked for wherever the organisation is: most English text comes from there."""
_REGIONS = {"us": ("US",), "uk": ("GB",), "au": ("AU",), "eu": ("IE", "DE", "FR", "ES", "IT", "NL")}
_GOES_ON = regex.compile(r"[\p{L}\p{N}]|\.\d")
_SPELLED = regex.compile(r"[\p{L}\p{N}]+")
_STOPS = regex.compile(r"[.!?]\s|\n")


class Entity(msgspec.Struct, frozen=True):
    """Something of a named type in the text handed in."""

    span: Span
    type: str
    confidence: float
    detector: str
    """`spacy`, `presidio`, `phone` or `own`."""


class EntityType(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A row of `data/entities.yaml`, where the fields are explained."""

    type: str
    source: Literal["spacy", "presidio", "phone", "own"]
    confidence: float
    jurisdictions: tuple[str, ...] = msgspec.field(default=(), name="in")
    beside: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    class_: str = msgspec.field(default="", name="class")
    format: str = ""
    names: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    value: str = ""
    pattern: str = ""
    patterns: tuple[str, ...] = ()
    group: str | None = None
    check: str | None = None
    case: Literal["ignore", "exact"] = "ignore"
    context: tuple[str, ...] = ()
    plain: str = ""
    reject: str = ""
    reject_before: str = ""
    digits: int = 0
    any: tuple[str, ...] = ()
    gate: str = ""

    @property
    def labels_needed(self) -> bool:
        """Whether only a name or noun beside the value makes it one."""
        return bool(self.names or self.nouns) and not self.pattern

    @property
    def needs_parse(self) -> bool:
        """Whether spaCy has to read the text."""
        return self.source == "spacy"


TYPES: Mapping[str, EntityType] = MappingProxyType(
    {row.type: row for row in msgspec.convert(table("entities"), list[EntityType])}
)
"""Every type a rule may name, the most specific first."""

_MOST_DIGITS = max(row.digits for row in TYPES.values())
_RANK = {name: rank for rank, name in enumerate(TYPES)}
_MISTAKEN_FOR_PERSONS = frozenset({"organisation", "place", "product", "nationality"})
_LABELS = {label: name for name, row in TYPES.items() for label in row.labels}


def needs_parse(wanted: Collection[str]) -> bool:
    """Whether one of the types comes out of spaCy."""
    return any(TYPES[name].needs_parse for name in wanted)


class _Gate:
    """What is necessary for an entity that no parse is needed for, counted once a text."""

    def __init__(self, text: str) -> None:
        self._text = text

    def admitted(self) -> Iterator[EntityType]:
        """The types that may occur."""
        digits = sum(map(str.isdigit, self._text))
        return filter(self._admits, _structured_types(min(digits, _MOST_DIGITS)))

    @functools.cached_property
    def _lower(self) -> str:
        return self._text.lower()

    def _admits(self, row: EntityType) -> bool:
        if row.any and not any(literal in self._lower for literal in row.any):
            return False
        if row.labels_needed and not self._has_label(row):
            return False
        if row.gate and not _gate(row.gate).search(self._text):
            return False
        return not row.context or row.source == "phone" or self._has_evidence(row)

    @functools.cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(_SPELLED.findall(self._lower))

    @functools.cached_property
    def _labelled(self) -> frozenset[str]:
        """Types of which a label begins with one of the words: a few of many, found in one go."""
        first_words = _first_words()
        return frozenset(name for word in first_words.keys() & self._words for name in first_words[word])

    def _has_label(self, row: EntityType) -> bool:
        if row.type not in self._labelled:
            return False
        return any(map(self._has_name, row.names)) or any(map(self._has_noun, row.nouns))

    def _has_name(self, name: str) -> bool:
        """A name of one word stands alone; the words of a longer one may be joined."""
        return name in self._words if name.isalpha() else all(word in self._lower for word in name.split())

    def _has_noun(self, noun: str) -> bool:
        if not all(word in self._lower for word in noun.split()):
            return False
        last = noun.split()[-1]
        return any(f"{last}{gap}{word}" in self._lower for gap in (" ", "-", "_", "") for word in NUMBER_WORDS)

    def _has_evidence(self, row: EntityType) -> bool:
        """Whether one of the words that must stand beside it, or the shape that needs none, can occur."""
        if not _context_words(row.type).isdisjoint(self._words):
            return True
        return bool(row.plain) and _compiled(f"(?i){row.plain}").search(self._text) is not None


@functools.cache
def _structured_types(digits: int) -> tuple[EntityType, ...]:
    """The types that no parse is needed for and that a text with so many digits may hold."""
    return tuple(row for row in TYPES.values() if not row.needs_parse and row.digits <= digits)


@functools.cache
def _context_words(name: str) -> frozenset[str]:
    """Words with which the context of a type may begin."""
    return frozenset(_SPELLED.findall(phrase)[0] for phrase in TYPES[name].context)


@functools.cache
def _first_words() -> Mapping[str, frozenset[str]]:
    """Every word a label can begin with, spaced or joined ("case note", "casenote", "casenoteno"), and its types."""
    types: dict[str, set[str]] = {}
    for row in TYPES.values():
        for label in (*row.names, *row.nouns):
            words = _SPELLED.findall(label)
            starts = ["".join(words[:count]) for count in range(1, len(words) + 1)]
            if label in row.nouns:
                starts += [starts[-1] + word for word in JOINED_NUMBER_WORDS]
            for start in starts:
                types.setdefault(start, set()).add(row.type)
    return {word: frozenset(names) for word, names in types.items()}


class Recogniser(Protocol):
    """Finds the spans of one type."""

    def spans(self, text: str) -> Iterable[tuple[int, int]]:
        """Half-open spans; raises DetectorFailed."""


class EntityDetector:
    """Finds entities in texts. Threads may share one."""

    def __init__(self, pipeline: Pipeline, jurisdictions: Collection[str] | None = None) -> None:
        """`jurisdictions`: whose numbers count by their shape alone, without a word of context; None means all."""
        self._pipeline = pipeline
        self._at_home = frozenset(name for name, row in TYPES.items() if _used_in(row, jurisdictions))
        chosen = [*_HOME_REGIONS, *(region for name in jurisdictions or _REGIONS for region in _REGIONS[name])]
        self._regions = tuple(dict.fromkeys(chosen))
        self._recognisers: dict[str, Recogniser] = {}
        self._lock = threading.Lock()

    def find(
        self, texts: Sequence[str], wanted: Collection[str], *, docs: Sequence[Doc] | None = None
    ) -> list[tuple[Entity, ...]]:
        """The entities of each text that are of a wanted type, by position; spaCy reads only for types that need it.

        What is found of a type does not depend on the other types wanted: more specific ones are looked for all the
        same. `docs` are the texts already parsed, where they are. Raises DetectorFailed where a detector could not
        look, since the answer would be incomplete.
        """
        found = [self._structured(text) for text in texts]
        if needs_parse(wanted):
            for entities, named in zip(found, self._named(texts, docs), strict=True):
                entities += named
        return [tuple(entity for entity in resolve(entities) if entity.type in wanted) for entities in found]

    def _structured(self, text: str) -> list[Entity]:
        found = []
        for row in _Gate(text).admitted():
            for start, end in self._recogniser(row).spans(text):
                if _evidence(row, text, start, end, at_home=row.type in self._at_home):
                    found.append(Entity(Span(start, end), row.type, row.confidence, row.source))
        return found

    def _recogniser(self, row: EntityType) -> Recogniser:
        with self._lock:
            if row.type not in self._recognisers:
                self._recognisers[row.type] = self._create(row)
            return self._recognisers[row.type]

    def _create(self, row: EntityType) -> Recogniser:
        if row.source == "phone":
            return PhoneRecogniser(self._regions, row.context, row.plain)
        if row.source == "presidio":
            from postlint.detect.presidio import Recogniser as PresidioRecogniser

            return PresidioRecogniser(row.class_, row.patterns)
        alternatives = [labelled(row.names, row.nouns, row.value)] if row.names or row.nouns else []
        pattern = "|".join([*alternatives, row.pattern] if row.pattern else alternatives)
        group = "value" if row.names or row.nouns else row.group
        return PatternRecogniser(row.type, pattern, exact=row.case == "exact", group=group, check=row.check)

    def _named(self, texts: Sequence[str], docs: Sequence[Doc] | None) -> list[list[Entity]]:
        pieces = [(index, 0, len(text)) for index, text in enumerate(texts)]
        if docs is None:
            pieces = [(index, start, end) for index, text in enumerate(texts) for start, end in _chunks(text)]
            docs = self._pipeline.docs([texts[index][start:end] for index, start, end in pieces])
        found: list[list[Entity]] = [[] for _ in texts]
        for (index, offset, _), doc in zip(pieces, docs, strict=True):
            for entity in doc.ents:
                start, end = offset + entity.start_char, offset + entity.end_char
                name = _LABELS.get(entity.label_)
                if name in _MISTAKEN_FOR_PERSONS and titled(texts[index], start, end):
                    name = "person"
                span = name and tidy(texts[index], start, end, name)
                if name and span:
                    found[index].append(Entity(Span(*span), name, TYPES[name].confidence, "spacy"))
        return found


def _used_in(row: EntityType, jurisdictions: Collection[str] | None) -> bool:
    return not jurisdictions or not row.jurisdictions or not set(row.jurisdictions).isdisjoint(jurisdictions)


def _chunks(text: str) -> list[tuple[int, int]]:
    """The text in stretches of at most PARSE_CHUNK, cut after a sentence or line where there is one."""
    chunks, start = [], 0
    while len(text) - start > PARSE_CHUNK:
        ends = [match.end() for match in _STOPS.finditer(text, start + PARSE_CHUNK // 2, start + PARSE_CHUNK)]
        space = text.rfind(" ", start + PARSE_CHUNK // 2, start + PARSE_CHUNK)
        end = ends[-1] if ends else space + 1 if space > 0 else start + PARSE_CHUNK
        chunks.append((start, end))
        start = end
    return [*chunks, (start, len(text))] if text[start:].strip() else chunks


def _evidence(row: EntityType, text: str, start: int, end: int, *, at_home: bool) -> bool:
    """Whether a match is more than a coincidence of digits."""
    words = text[start:end]
    if row.reject and _compiled(row.reject).fullmatch(words):
        return False
    if row.reject_before and _compiled(row.reject_before).search(text[max(start - 100, 0) : start]):
        return False
    if row.source == "presidio" and _joined(text, start, end):
        return False
    if not row.context or row.source == "phone":
        return True
    if row.plain and at_home and _compiled(row.plain).fullmatch(words):
        return True
    return has_context(text, start, end, context_pattern(row.context))


def _joined(text: str, start: int, end: int) -> bool:
    """Whether the match is only a part of a longer word or number."""
    return text[max(start - 1, 0) : start].isalnum() or _GOES_ON.match(text, end) is not None


@functools.cache
def _compiled(pattern: str) -> regex.Pattern[str]:
    return regex.compile(pattern)


@functools.cache
def _gate(pattern: str) -> re.Pattern[str]:
    """Of the standard library: where such a pattern is not in a text, it is the faster one."""
    return re.compile(pattern)


def resolve(entities: Collection[Entity]) -> list[Entity]:
    """Overlaps resolved: the more specific type stands, of one type the longer span; by position."""
    kept: list[Entity] = []
    starts: list[int] = []
    unique = set(entities)
    longest = max((len(one.span) for one in unique), default=0)
    for entity in sorted(unique, key=lambda one: (_RANK[one.type], -len(one.span), one.span.start)):
        near = kept[bisect_left(starts, entity.span.start - longest) : bisect_left(starts, entity.span.end)]
        if any(one.span.overlaps(entity.span) and entity.type not in TYPES[one.type].beside for one in near):
            continue
        index = bisect_left(starts, entity.span.start)
        starts.insert(index, entity.span.start)
        kept.insert(index, entity)
    return sorted(kept, key=lambda one: (one.span.start, one.span.end, _RANK[one.type]))
