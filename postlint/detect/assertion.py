"""How are the words of a text said? What is negated, reported, quoted, asked, supposed, or told of the past.

Imports detect (data, phrases), documents (model) and types. In the manner of NegEx and ConText (Chapman and others,
2001; Harkema and others, 2009): a trigger governs the words after or before it, up to a word that ends its reach;
longer phrases that only look like a trigger win over it. There is no parse. Triggers and their reach are
`data/assertion.yaml`.
"""

from __future__ import annotations

import functools
import itertools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

import msgspec

from postlint.detect.data import table
from postlint.detect.phrases import Phrases, Token, tokens
from postlint.documents.model import Document
from postlint.types import Span

Kind = Literal["negated", "reported", "quoted", "asked", "supposed", "past"]
"""`reported`: somebody else says it, and the text keeps its distance. `quoted`: in quotation marks that the text
criticises, reports or jokes about; a testimonial is not. `supposed`: a condition, a wish, a plan. `past`: long ago."""

KINDS: tuple[Kind, ...] = ("negated", "reported", "quoted", "asked", "supposed", "past")


class Region(msgspec.Struct, frozen=True, order=True):
    """Words of `Document.text` that are said in one way, from the second word of what says so. Lies in one sentence."""

    span: Span
    kind: Kind


class Group(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An entry of `data/assertion.yaml`: phrases that do the same."""

    phrases: str
    """One a line."""
    kind: Kind | None = None
    """None for phrases that only look like a trigger, and for those that end the reach of one."""
    governs: Literal["after", "before", "around", "previous", "quotations"] = "after"
    """`previous`: the sentence before its own. `quotations`: those in its own sentence, block or post."""
    up_to: Literal["clause", "contrast", "sentence", "block", "post"] = "clause"
    """`post` is for quotations alone."""
    words: int | None = None
    """The most words that it governs."""
    ends: Literal["clause", "contrast"] | None = None
    """Whose reach the phrases end; what ends a contrast ends a clause too."""


class _Data(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`data/assertion.yaml`, where each is explained."""

    classes: Mapping[str, str]
    groups: tuple[Group, ...]
    presuppose: str
    tags: str


_QUOTATION = re.compile(r"\"[^\"]{1,600}\"|(?<!\w)'(?=\S)(?:[^'\n]|(?<=\w)'(?=\w)){1,400}(?<=\S)'(?!\w)")
_ITEM = re.compile(r"[-*•·–✗✘❌✖☒🚩🚫⚠>]|\(?\w{1,2}[.)]\s|\"|'")
_LISTED = 12
"""Items of a list that an opening line with a colon governs."""
_SCARE_WORDS = 3
"""A quotation of so few words that is not a sentence keeps its distance from them."""

_Match = tuple[int, int, tuple[Group, ...]]
"""First token, token after the last, and what the phrase does."""


class _Phrases(NamedTuple):
    """The phrases of `data/assertion.yaml`, ready to be found."""

    triggers: Phrases[Group]
    doubts: Phrases[Group]
    """Those that say of quotations only that the text keeps its distance; they take no words from the others."""
    presuppose: Phrases[bool]
    tags: Phrases[bool]


@functools.cache
def _phrases() -> _Phrases:
    data = msgspec.convert(table("assertion"), _Data)
    classes = {name: words.split() for name, words in data.classes.items()}
    made = _Phrases(Phrases(classes), Phrases(classes), Phrases(classes), Phrases(classes))
    for group in data.groups:
        for phrase in group.phrases.splitlines():
            (made.doubts if group.governs == "quotations" else made.triggers).add(phrase, group)
    for phrase in data.presuppose.splitlines():
        made.presuppose.add(phrase, True)
    for phrase in data.tags.splitlines():
        made.tags.add(phrase, True)
    return made


def regions(document: Document) -> tuple[Region, ...]:
    """All regions of a document, sorted; those of one kind are disjoint."""
    return _Reading(document).regions()


class _Line:
    """A sentence: its tokens, its triggers, and where the reach of a trigger ends."""

    def __init__(self, words: Sequence[Token], matches: Iterable[_Match]) -> None:
        self.words = words
        self.triggers: list[_Match] = []
        self._clauses: list[int] = []
        self._clauses_end: list[int] = []
        self._contrasts: list[int] = []
        self.contrasts_end: list[int] = []
        """Tokens after what ends the reach of nearly all triggers."""
        free = quiet = 0
        for first, last, groups in matches:
            if first < free:
                continue  # words of a phrase that only looks like a trigger
            if any(one.kind for one in groups):
                self.triggers.append((first, last, groups))
                quiet = max(quiet, last)
            elif not any(one.ends for one in groups):
                free = last
            elif first >= quiet:
                self._clauses.append(first)
                self._clauses_end.append(last)
                if any(one.ends == "contrast" for one in groups):
                    self._contrasts.append(first)
                    self.contrasts_end.append(last)

    def end_after(self, last: int, group: Group) -> int:
        """The token at which the reach of a trigger that ends before token `last` is over."""
        end = len(self.words)
        if group.up_to in ("clause", "contrast"):
            stops = self._clauses if group.up_to == "clause" else self._contrasts
            index = bisect_left(stops, last)
            end = stops[index] if index < len(stops) else end
        if group.words is not None:
            reach = (index for index in range(last, end) if self.words[index].is_word)
            end = next(itertools.islice(reach, group.words, None), end)
        return end

    def start_before(self, first: int, group: Group) -> int:
        """The token at which the reach of a trigger that begins at token `first` begins."""
        if group.up_to not in ("clause", "contrast"):
            return 0
        stops = self._clauses_end if group.up_to == "clause" else self.contrasts_end
        index = bisect_right(stops, first)
        return stops[index - 1] if index else 0

    def span(self, first: int, end: int) -> Span | None:
        """From one token to another; None where there is nothing between them."""
        return Span(self.words[first].start, self.words[end - 1].end) if first < end else None


class _Reading:
    """One document on its way: its sentences as tokens, and what was found in them."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._text = document.text
        self._sentences = document.sentences
        self._starts = [sentence.start for sentence in document.sentences]
        self._blocks = [block.start for block in document.blocks]
        self._found: dict[Kind, list[tuple[int, int]]] = {kind: [] for kind in KINDS}

    def regions(self) -> tuple[Region, ...]:
        """What triggers govern, then what quotation marks add."""
        triggers = _phrases().triggers
        for index, sentence in enumerate(self._sentences):
            words = tokens(self._text, sentence)
            line = _Line(words, triggers.find(words))
            for match in line.triggers:
                for group in match[2]:
                    self._govern(index, line, match, group)
            if self._text[sentence.start : sentence.end].rstrip("\"')*_ ").endswith("?"):
                self._ask(line)
        self._quote()
        joined = [Region(Span(start, end), kind) for kind, found in self._found.items() for start, end in _union(found)]
        return tuple(sorted(joined))

    def _govern(self, index: int, line: _Line, match: _Match, group: Group) -> None:
        """Add what one trigger governs."""
        if group.kind is None:
            return
        first, last, _ = match
        if group.governs == "previous":
            if index and self._same_block(index - 1, index):
                self._add(group.kind, self._sentences[index - 1])
            return
        if group.governs in ("after", "around"):
            end = line.end_after(last, group)
            self._add(group.kind, line.span(first + 1, end))
            if end == len(line.words) and group.up_to != "block":
                self._add_list(index, group.kind)
        if group.governs in ("before", "around"):
            self._add(group.kind, line.span(line.start_before(first, group), first))
        if group.up_to == "block":
            self._add_block(index, group)

    def _add(self, kind: Kind, span: Span | None) -> None:
        if span is not None and span.start < span.end:
            self._found[kind].append((span.start, span.end))

    def _add_block(self, index: int, group: Group) -> None:
        """The other sentences of the block that the trigger governs."""
        block = self._block_of(index)
        chosen = range(index + 1, block.stop) if group.governs == "after" else block
        kind = group.kind
        assert kind is not None
        for other in chosen:
            if other != index:
                self._add(kind, self._sentences[other])

    def _block_of(self, index: int) -> range:
        """The sentences of the block in which one stands."""
        block = self._document.blocks[max(bisect_right(self._blocks, self._starts[index]) - 1, 0)]
        return range(bisect_left(self._starts, block.start), bisect_left(self._starts, block.end))

    def _add_list(self, index: int, kind: Kind) -> None:
        """After a colon at the end of a line: the list that follows, or the one sentence that does."""
        if not self._text[self._starts[index] : self._sentences[index].end].endswith(":"):
            return
        for other in range(index + 1, min(index + 1 + _LISTED, len(self._sentences))):
            is_item = self._is_item(self._sentences[other])
            if is_item or other == index + 1:
                self._add(kind, self._sentences[other])
            if not is_item:
                return

    def _is_item(self, sentence: Span) -> bool:
        block = self._document.blocks[max(bisect_right(self._blocks, sentence.start) - 1, 0)]
        return (block.kind == "list-item" and block.start == sentence.start) or _ITEM.match(
            self._text, sentence.start, sentence.end
        ) is not None

    def _same_block(self, first: int, second: int) -> bool:
        return bisect_right(self._blocks, self._starts[first]) == bisect_right(self._blocks, self._starts[second])

    def _ask(self, line: _Line) -> None:
        """The last clause of a sentence that ends in a question mark, unless it takes for granted what it says."""
        words = line.words
        first = max(line.contrasts_end, default=0)
        if not _phrases().presuppose.begins(words, first):
            comma = max((index for index in range(first, len(words)) if words[index].text == ","), default=first - 1)
            tag = comma >= first and _phrases().tags.begins(words, comma + 1)
            self._add("asked", line.span(comma + 1 if tag else first, len(words)))

    def _quote(self) -> None:
        """Quotations that are governed by something else, that the text doubts, or that keep distance."""
        blocks = self._document.blocks
        quotations = [match for block in blocks for match in _QUOTATION.finditer(self._text, block.start, block.end)]
        if not quotations:
            return
        governed = _union([pair for found in self._found.values() for pair in found])
        doubts = self._doubts()
        for match in quotations:
            first, last = self._sentence_at(match.start()), self._sentence_at(match.end() - 1)
            inner = Span(match.start() + 1, match.end() - 1)
            units = [("post", 0), ("block", self._block_of(first).start)]
            units += [("sentence", index) for index in range(first, last + 1)]
            if (
                any(not inner.start <= position < inner.end for unit in units for position in doubts.get(unit, ()))
                or _holds(governed, match.start())
                or self._keeps_distance(match, self._sentences[first])
            ):
                for index in range(first, last + 1):
                    sentence = self._sentences[index]
                    self._add("quoted", Span(max(inner.start, sentence.start), min(inner.end, sentence.end)))

    def _doubts(self) -> dict[tuple[str, int], list[int]]:
        """Where something casts doubt on the quotations of a sentence, of a block (by its first sentence), of all."""
        found: dict[tuple[str, int], list[int]] = {}
        for index, sentence in enumerate(self._sentences):
            words = tokens(self._text, sentence)
            for start, _, groups in _phrases().doubts.find(words):
                for group in groups:
                    if group.up_to == "post":
                        unit = ("post", 0)
                    elif group.up_to == "block":
                        unit = ("block", self._block_of(index).start)
                    else:
                        unit = ("sentence", index)
                    found.setdefault(unit, []).append(words[start].start)
        return found

    def _sentence_at(self, position: int) -> int:
        return max(bisect_right(self._starts, position) - 1, 0)

    def _keeps_distance(self, match: re.Match[str], sentence: Span) -> bool:
        """Whether only a word or two of a sentence stand in quotation marks."""
        inner = match.group()[1:-1]
        alone = match.end() - match.start() >= len(self._text[sentence.start : sentence.end].rstrip(".!?,; ")) - 1
        return len(inner.split()) <= _SCARE_WORDS and not alone and not inner.endswith((".", "!", ",", "?"))


def _holds(pairs: Sequence[tuple[int, int]], position: int) -> bool:
    index = bisect_right(pairs, position, key=_first) - 1
    return index >= 0 and position < pairs[index][1]


def _first(pair: tuple[int, int]) -> int:
    return pair[0]


def _union(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Sorted, with overlapping ones joined."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(pairs):
        if joined and start < joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], end)
        else:
            joined.append((start, end))
    return joined
