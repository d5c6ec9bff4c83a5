"""What all condition kinds share: the scan of a document, regions, the matcher interface.

Imports regions, vocabulary, detect, occurrences, rules, documents, types.

A kind is one file: its `spec` (what the rule file may say) and its `compile` (spec to matcher). A matcher yields hits
and knows nothing of rules, severities or other matchers' findings.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any, Protocol

import msgspec

from postlint.conditions.regions import Regions, inside
from postlint.conditions.vocabulary import Memo, Vocabulary
from postlint.detect.assertion import Region, regions
from postlint.detect.claim_frames import Post, said
from postlint.detect.claims import Comparison, Statement
from postlint.detect.classifier import Classifier
from postlint.detect.entities import TYPES, Entity, EntityDetector, needs_parse
from postlint.detect.people import Mention, find_people
from postlint.documents.model import BLOCK_KINDS, PROSE, Document
from postlint.occurrences import Found
from postlint.rules.schema import Condition, Within
from postlint.types import Capture, Hit, Span

ALL_TYPES = frozenset(TYPES)
STRUCTURED_TYPES = frozenset(name for name in TYPES if not needs_parse(frozenset({name})))
"""Entity types that no parse is needed for. All are always asked for together, so that overlaps resolve alike
whatever rules are in force."""

COST_TERMS, COST_PATTERN, COST_MEASURE, COST_DETECTOR, COST_PARSE, COST_CLASSIFIER = 1, 3, 4, 6, 50, 90
"""Rough cost of asking once, relative to each other; only the order of evaluation depends on them."""


class ParseNeeded(Exception):  # noqa: N818 - a request, not an error
    """Raised by a scan that is asked for entities of blocks which are not parsed yet."""


class OthersFirst(Exception):  # noqa: N818 - a request, not an error
    """Raised by a condition that has to know what all other rules have found."""


class TimeLimitReached(Exception):  # noqa: N818 - named like the failure it becomes
    """A pattern ran longer than its time limit."""


_WORD = re.compile(r"\w+(?:['.]\w+)*")

OPENING = 125
"""Characters of a post's body that every channel shows before readers press "more"; Instagram shows fewest."""

_REST = 3
"""Words beside an approved claim that make no sentence of their own."""
_BEFORE_BODY = frozenset(("front-matter", "subject", "heading"))
"""Blocks that stand above the body and take nothing away from its opening."""


class Fired(msgspec.Struct, frozen=True):
    """What some rule has found in a document."""

    span: Span
    category: str
    severity: str


class Claims(msgspec.Struct, frozen=True):
    """What a document says that the register knows."""

    statements: tuple[Statement, ...] = ()
    settled: tuple[Span, ...] = ()
    """Words that need nobody's judgment any more: approved statements, and sentences of qualifiers."""


class Scan:
    """One document under examination: its text, what the automaton found, and what detectors said so far."""

    def __init__(
        self,
        document: Document,
        *,
        found: Found | None,
        channel: str | None,
        meta: Mapping[str, Any],
        day: date,
        detector: EntityDetector,
        time_limit: float,
        find_slowly: Callable[[frozenset[int]], list[tuple[int, int]]],
        comparison: Callable[[], Comparison | None] = lambda: None,
    ) -> None:
        self.document = document
        self.text = document.text
        self.channel = channel
        self.meta = meta
        self.day = day
        """On which it is to be published."""
        self.time_limit = time_limit
        self._found = found
        """None on the slow path, where no gate may skip anything."""
        self._find_slowly = find_slowly
        self.cache: dict[tuple[int, int], list[Hit]] = {}
        self._may_hold: dict[frozenset[int], bool] = {}
        self._blocks_with: dict[frozenset[int], set[int]] = {}
        self.parse_wanted: set[int] = set()
        self._detector = detector
        self._structured: dict[int, tuple[Entity, ...]] = {}
        self._parsed: dict[int, tuple[Entity, ...]] = {}
        self._people: dict[int, tuple[Mention, ...]] = {}
        self.fired: tuple[Fired, ...] | None = None
        """What rules have found; None until all that ask no classifier have spoken."""
        self.windows: Any = None
        """The document as classifiers read it (`conditions/classified.py`)."""
        self.opinions: dict[str, Any] = {}
        """What classifiers said, by name."""
        self._comparison = comparison

    @cached_property
    def block_starts(self) -> list[int]:
        """Start of every block, for bisection."""
        return [block.start for block in self.document.blocks]

    @cached_property
    def sentence_starts(self) -> list[int]:
        """Start of every sentence, for bisection."""
        return [sentence.start for sentence in self.document.sentences]

    @cached_property
    def word_starts(self) -> list[int]:
        """Where every word begins, for counting by bisection."""
        return [match.start() for match in _WORD.finditer(self.text)]

    @cached_property
    def opening(self) -> tuple[int, int]:
        """What a reader sees at first: title and subject, and the beginning of the body."""
        blocks = self.document.blocks
        body = next((block.start for block in blocks if block.kind not in _BEFORE_BODY), len(self.text))
        return 0, min(body + OPENING, len(self.text))

    @cached_property
    def claims(self) -> Claims:
        """What the document says that the register of claims knows, in its own name."""
        comparison = self._comparison()
        if comparison is None:
            return Claims()
        post = Post(said(self._prose_sentences()), self.channel, self.day)
        statements = tuple(one for one in comparison.statements(post) if not self._is_distant(one.says))
        approved = [one for one in statements if one.verdict in ("approved", "qualifier-missing")]
        settled = [self._with_rest(one.span) for one in approved]
        return Claims(statements, (*settled, *comparison.qualifying(post, approved)))

    def _with_rest(self, span: Span) -> Span:
        """Words with what is left of their sentence, where that is too little to say anything."""
        start, end = self.unit(span.start, span.end, "sentence")
        rest = self.words_in(start, span.start) + self.words_in(span.end, end)
        return Span(start, end) if rest <= _REST else span

    def _prose_sentences(self) -> list[tuple[Span, str]]:
        prose = [block for block in self.document.blocks if block.kind in PROSE]
        starts = [block.start for block in prose]
        found = []
        for sentence in self.document.sentences:
            index = bisect_right(starts, sentence.start) - 1
            if index >= 0 and sentence.start < prose[index].end:
                found.append((sentence, self.text[sentence.start : sentence.end]))
        return found

    def _is_distant(self, span: Span) -> bool:
        """Whether words are denied, reported, quoted, asked or supposed."""
        return any(one.span.overlaps(span) for one in self.assertions if one.kind != "past")

    @cached_property
    def assertions(self) -> tuple[Region, ...]:
        """How the words are said, of the whole document."""
        return regions(self.document)

    def first_word(self, start: int, end: int) -> int:
        """Where the first word of a range ends; the range itself where it holds no other."""
        match = _WORD.search(self.text, start, end)
        return match.end() if match else end

    def words_in(self, start: int, end: int) -> int:
        """How many words begin in a range; none in an empty or reversed one."""
        return max(bisect_left(self.word_starts, end) - bisect_left(self.word_starts, start), 0)

    def may_hold(self, literals: frozenset[int] | None) -> bool:
        """Whether a condition that needs one of these literals can still hit; None needs none."""
        found = self._found
        if literals is None or found is None:
            return True
        if literals not in self._may_hold:
            self._may_hold[literals] = not literals.isdisjoint(found.numbers)
        return self._may_hold[literals]

    def blocks_with(self, literals: frozenset[int] | None) -> set[int] | None:
        """Indexes of the blocks in which one of these gates stands; None when any block may hold a hit."""
        found = self._found
        if literals is None or found is None:
            return None
        if literals not in self._blocks_with:
            starts = {start for number in literals & found.numbers for start, _ in found.ranges(number)}
            blocks = {bisect_right(self.block_starts, start) - 1 for start in starts}
            self._blocks_with[literals] = blocks
        return self._blocks_with[literals]

    def occurrences(self, literals: frozenset[int]) -> list[tuple[int, int]]:
        """Where these literals stand as words."""
        found = self._found
        if found is None:
            return self._find_slowly(literals)
        return [pair for number in literals & found.numbers for pair in found.ranges(number)]

    def unit(self, start: int, end: int, within: Within) -> tuple[int, int]:
        """The sentence, block or post around a range, or the post's opening; its block for any other."""
        if within == "post":
            return 0, len(self.text)
        if within == "opening":
            return self.opening
        if within == "sentence":
            sentences = self.document.sentences
            first = max(bisect_right(self.sentence_starts, start) - 1, 0)
            last = max(bisect_right(self.sentence_starts, max(end - 1, start)) - 1, 0)
            if sentences:
                return sentences[first].start, max(sentences[last].end, end)
            return start, end
        block = self.document.blocks[max(bisect_right(self.block_starts, start) - 1, 0)]
        return block.start, block.end

    def entities(self, index: int, parsed: bool) -> tuple[Entity, ...]:
        """Entities of a block, spans into the document's text; raises `ParseNeeded` until `parse` has seen it."""
        done = self._parsed if parsed else self._structured
        if index not in done:
            if parsed:
                self.parse_wanted.add(index)
                raise ParseNeeded
            found = self._detector.find([self._block_text(index)], STRUCTURED_TYPES)
            self._structured[index] = self._placed(index, found[0])
        return done[index]

    def people(self, index: int) -> tuple[Mention, ...]:
        """Who is mentioned in a block, spans into the block's text."""
        if index not in self._people:
            self._people[index] = find_people(self._block_text(index))
        return self._people[index]

    def named_people(self, position: int) -> tuple[Span, ...]:
        """Names of people in the block that holds a position, as far as it has been read; asks nothing."""
        index = max(bisect_right(self.block_starts, position) - 1, 0)
        start = self.document.blocks[index].start if self.document.blocks else 0
        return tuple(shift(one.span, start) for one in self._people.get(index, ()) if "name" in one.marks)

    def known_entities(self, position: int) -> tuple[Entity, ...]:
        """What detectors have said already of the block that holds a position; asks nothing."""
        index = max(bisect_right(self.block_starts, position) - 1, 0)
        return (*self._structured.get(index, ()), *self._parsed.get(index, ()))

    @staticmethod
    def parse(scans: Sequence[Scan]) -> None:
        """Parse, in one batch, all blocks that these scans have been asked for."""
        wanted = [(scan, index) for scan in scans for index in sorted(scan.parse_wanted)]
        found = scans[0]._detector.find([scan._block_text(index) for scan, index in wanted], ALL_TYPES)
        for (scan, index), entities in zip(wanted, found, strict=True):
            scan._parsed[index] = scan._placed(index, entities)
            scan.parse_wanted.discard(index)

    def _block_text(self, index: int) -> str:
        block = self.document.blocks[index]
        return self.text[block.start : block.end]

    def _placed(self, index: int, entities: Sequence[Entity]) -> tuple[Entity, ...]:
        offset = self.document.blocks[index].start
        return tuple(msgspec.structs.replace(entity, span=shift(entity.span, offset)) for entity in entities)


def shift(span: Span, offset: int) -> Span:
    """`span`, moved."""
    return Span(span.start + offset, span.end + offset)


class Search:
    """A scan seen by one rule: only the blocks that the rule applies to."""

    def __init__(self, scan: Scan, kinds: frozenset[str]) -> None:
        self.scan = scan
        self.text = scan.text
        self.blocks = [index for index, block in enumerate(scan.document.blocks) if block.kind in kinds]
        self._code = () if "code" in kinds else scan.document.code
        self._code_starts = [span.start for span in self._code]
        self.inline_code: Regions = ()
        if "code" in kinds and kinds.isdisjoint(PROSE):
            self.inline_code = [(span.start, span.end) for span in scan.document.code]

    @cached_property
    def scope(self) -> Regions:
        """All that the rule may look at."""
        blocks = self.scan.document.blocks
        own = [(blocks[index].start, blocks[index].end) for index in self.blocks]
        return sorted([*own, *self.inline_code])

    def blocks_in(self, regions: Regions) -> list[int]:
        """Indexes of blocks that a region touches."""
        if regions is self.scope and not self.inline_code:
            return self.blocks
        starts, indexes = self.scan.block_starts, set[int]()
        blocks = self.scan.document.blocks
        for start, end in regions:
            first = max(bisect_right(starts, start) - 1, 0)
            for index in range(first, bisect_left(starts, end)):
                if blocks[index].end > start:
                    indexes.add(index)
        if not self.inline_code:
            indexes &= set(self.blocks)
        return sorted(indexes)

    def keep(self, hits: Sequence[Hit], regions: Regions) -> list[Hit]:
        """Hits that lie inside one region, inside the rule's scope and outside code that the rule does not see."""
        kept = [hit for hit in hits if inside(hit.span, regions)]
        if self._code:
            kept = [hit for hit in kept if not self._in_code(hit.span)]
        return kept

    def _in_code(self, span: Span) -> bool:
        index = bisect_left(self._code_starts, span.end) - 1
        return index >= 0 and self._code[index].overlaps(span)


class Matcher(Protocol):
    """A compiled condition."""

    @property
    def cost(self) -> int:
        """One of the COST values, for the order of evaluation."""

    @property
    def literals(self) -> frozenset[int] | None:
        """Literals of which at least one must occur in the document for any hit; None when there is no such set."""

    def find(self, search: Search, regions: Regions) -> list[Hit]:
        """Hits inside `regions`, sorted by span. Must not depend on gates."""


class Compiler(Protocol):
    """What a kind's `compile` may use."""

    vocabulary: Vocabulary
    memo: Memo

    def classifier(self, name: str) -> Classifier:
        """The classifier of that name."""

    def phrases(self, values: Sequence[str]) -> tuple[str, ...]:
        """Phrases with every `$list` replaced by its entries."""

    def literals(self, values: Sequence[str], match: str) -> frozenset[int]:
        """Numbers of the flat forms of these phrases and lists."""

    def exceptions(self, values: Sequence[str]) -> Exceptions | None:
        """The compiled `not_in` of a condition."""

    def matcher(self, condition: Condition, within: Within) -> Matcher:
        """Compile a nested condition; `within` is the unit it inherits."""


class Exceptions(Protocol):
    """A compiled `not_in`."""

    entries: tuple[str, ...]

    def spans(self, search: Search) -> list[Span]:
        """Where the phrases stand, sorted and disjoint."""


class Kind(msgspec.Struct, frozen=True):
    """An entry of the table of kinds."""

    name: str
    spec: type[Condition]
    compile: Callable[[Any, Compiler, Within], Matcher]


def without(hits: list[Hit], exceptions: Exceptions | None, search: Search) -> list[Hit]:
    """`hits` that overlap none of the exceptions."""
    if exceptions is None or not hits:
        return hits
    spans = exceptions.spans(search)
    ends = [span.end for span in spans]

    def is_clear(hit: Hit) -> bool:
        index = bisect_right(ends, hit.span.start)
        return index == len(spans) or spans[index].start >= hit.span.end

    return [hit for hit in hits if is_clear(hit)]


def named(hits: list[Hit], name: str | None) -> list[Hit]:
    """`hits` captured under `name`, as `as: name` asks."""
    if name is None:
        return hits
    return [
        msgspec.structs.replace(hit, captures=(*hit.captures, Capture(name, hit.span, hit.listed, hit.private)))
        for hit in hits
    ]


def block_kinds(blocks: Sequence[str]) -> frozenset[str]:
    """Block kinds that `applies.blocks` names; `prose` and `all` stand for several."""
    kinds: set[str] = set()
    for name in blocks:
        kinds |= PROSE if name == "prose" else BLOCK_KINDS if name == "all" else {name}
    return frozenset(kinds)
