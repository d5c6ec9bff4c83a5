"""`classified`: what a classifier thinks of the text, once all other rules have spoken.

Imports base, regions, detect (classifier, people), documents, rules (schema), types.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import ClassVar, Literal

import msgspec

from postlint.conditions.base import COST_CLASSIFIER, Compiler, Kind, OthersFirst, Scan, Search, named
from postlint.conditions.regions import Regions, inside
from postlint.detect.classifier import Classifier, Opinion, Text, Token, tokens
from postlint.documents.model import PROSE
from postlint.rules.schema import Condition, Within
from postlint.types import Hit, Span

WINDOW = 160
"""Words that are judged together: about the longest post that classifiers were trained on."""
HALF = WINDOW // 2
"""Words of the longest sentence; what has no full stop is cut, or one hint would drown in it."""


class Classified(Condition, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A text that a classifier takes for one of its kind, where no rule has found anything as bad."""

    covers: ClassVar[bool] = False
    classified: str
    at_least: float
    also: tuple[str, ...] = ()
    """Classifiers that must say so too: each errs in its own way."""
    mark: Literal["passage", "sentence"] = "passage"
    """What a finding stands on: the weightiest words of a sentence, or all of it."""

    def classifiers(self) -> frozenset[str]:
        """The classifiers that are asked."""
        return frozenset({self.classified, *self.also})

    def mistakes(self) -> tuple[tuple[str, str], ...]:
        """A probability out of range."""
        if 0 < self.at_least < 1:
            return ()
        return (("at_least", f"{self.at_least:g} is no probability: write a number between 0 and 1"),)


class Window(msgspec.Struct, frozen=True):
    """A stretch of a document that is judged as one text."""

    span: Span
    text: Text


def windows(scan: Scan) -> list[Window]:
    """The document in windows that overlap by half, so that nothing is judged only at an edge."""
    known: list[Window] | None = scan.windows
    if known is None:
        known = scan.windows = list(_windows(_sentences(scan)))
    return known


def _sentences(scan: Scan) -> list[tuple[Token, ...]]:
    """What is to be judged: prose, without what the register of claims has settled."""
    sentences: list[tuple[Token, ...]] = []
    for index, block in enumerate(scan.document.blocks):
        if block.kind in PROSE:
            words = tokens(scan.text[block.start : block.end], scan.people(index), block.start)
            words = [word for word in words if not any(one.contains(word.span) for one in scan.claims.settled)]
            sentences += _split(words, scan.sentence_starts)
    return sentences


def _split(words: Sequence[Token], starts: Sequence[int]) -> Iterator[tuple[Token, ...]]:
    """Words by sentence, long ones in pieces."""
    sentence: list[Token] = []
    for word in words:
        is_other = sentence and bisect_right(starts, sentence[-1].span.start) != bisect_right(starts, word.span.start)
        if is_other or len(sentence) == HALF:
            yield tuple(sentence)
            sentence = []
        sentence.append(word)
    if sentence:
        yield tuple(sentence)


def _windows(sentences: Sequence[tuple[Token, ...]]) -> Iterator[Window]:
    """Sentences together, as many as have at most WINDOW words; the next window begins half a window on."""
    first = 0
    while first < len(sentences):
        last, size, middle = first, 0, first + 1
        while last < len(sentences) and (last == first or size + len(sentences[last]) <= WINDOW):
            size += len(sentences[last])
            last += 1
            if size <= HALF:
                middle = last
        span = Span(sentences[first][0].span.start, sentences[last - 1][-1].span.end)
        yield Window(span, Text(sentences[first:last]))
        if last == len(sentences):
            return
        first = max(middle, first + 1)


def context(scan: Scan, window: Window, category: str) -> frozenset[str]:
    """What is known of a window beside its words: the channel, and what rules of a category have found in it."""
    found = {
        f"found: {one.severity}"
        for one in scan.fired or ()
        if one.category == category and (one.span.overlaps(window.span) or not one.span)
    }
    return frozenset(found | {f"channel: {scan.channel}"})


class ClassifiedMatcher:
    """Judges the windows of a document that the rule may look at."""

    cost = COST_CLASSIFIER
    literals = None

    def __init__(self, spec: Classified, classifiers: Sequence[Classifier]) -> None:
        self._spec = spec
        self._classifier, *_ = self._classifiers = classifiers

    def find(self, search: Search, regions: Regions) -> list[Hit]:
        """The passages that speak most for their window, by its words alone: what rules have found, they say."""
        scan = search.scan
        others = [self._opinions(scan, index) for index in range(1, len(self._classifiers))]
        hits = []
        for index, (window, opinion) in enumerate(opinions := self._opinions(scan)):
            least = min([opinion.alone, *(other[index][1].alone for other in others)])
            sure = one_of_many(least, len(opinions))
            if sure >= self._spec.at_least:
                hits += [
                    Hit(shown, self._spec.classified, sure, parts=self._private(window, shown))
                    for passage in self._passages(scan, window)
                    for shown in [self._shown(window, passage)]
                ]
        kept = [one for one in hits if inside(one.span, regions) and not _is_code(one.span, search.scan)]
        return named(sorted(kept, key=lambda one: one.span), self._spec.as_)

    def _shown(self, window: Window, passage: Span) -> Span:
        """The words that a finding stands on."""
        if self._spec.mark == "passage":
            return passage
        around = (Span(one[0].span.start, one[-1].span.end) for one in window.text.sentences)
        return next((sentence for sentence in around if sentence.overlaps(passage)), passage)

    def _passages(self, scan: Scan, window: Window) -> tuple[Span, ...]:
        """What to show: all passages, or the weightiest where rules have found something to point at."""
        known = context(scan, window, self._classifier.category)
        passages = self._classifier.passages(window.text, known)
        return passages[:1] if any(one.startswith("found: ") for one in known) else passages

    def _private(self, window: Window, passage: Span) -> tuple[Span, ...]:
        """What is masked of a passage: names, numbers and every word that is no common one."""
        words = (word for sentence in window.text.sentences for word in sentence if passage.contains(word.span))
        return tuple(word.span for word in words if not self._classifier.is_common(word))

    def agrees(self, scan: Scan, span: Span) -> bool:
        """Whether a window around a span is of the kind; true in code, which no window has.

        A rule has already said where to look, so a long text takes away less than where the classifier looks alone.
        """
        block = max(bisect_right(scan.block_starts, span.start) - 1, 0)
        if scan.document.blocks[block].kind not in PROSE or _is_code(span, scan):
            return True
        opinions = self._opinions(scan)
        around = [opinion.probability for window, opinion in opinions if window.span.overlaps(span)]
        return one_of_many(max(around, default=1.0), math.sqrt(len(opinions))) >= self._spec.at_least

    def _opinions(self, scan: Scan, index: int = 0) -> list[tuple[Window, Opinion]]:
        classifier, name = self._classifiers[index], (self._spec.classified, *self._spec.also)[index]
        if scan.fired is None:
            raise OthersFirst
        opinions: list[tuple[Window, Opinion]] | None = scan.opinions.get(name)
        if opinions is None:
            judge, category = classifier.judge, classifier.category
            opinions = [(one, judge(one.text, context(scan, one, category))) for one in windows(scan)]
            scan.opinions[name] = opinions
        return opinions


def one_of_many(probability: float, chances: float) -> float:
    """A probability with its odds divided: a long text gives chance more chances."""
    return probability / (probability + chances * (1 - probability))


def _is_code(span: Span, scan: Scan) -> bool:
    """Whether a span lies wholly in a code span of its paragraph."""
    return any(one.contains(span) for one in scan.document.code)


def compile_classified(spec: Classified, compiler: Compiler, within: Within) -> ClassifiedMatcher:
    """Nothing to prepare: the table is ready."""
    return ClassifiedMatcher(spec, [compiler.classifier(name) for name in (spec.classified, *spec.also)])


KIND = Kind(name="classified", spec=Classified, compile=compile_classified)
