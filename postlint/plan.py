"""Rules compiled: one automaton for every literal, matchers with costs and gates.

Imports conditions, detect, rules, documents and types.

This is the one place that decides what runs over a draft and what is skipped. With `shortcuts=False` nothing is
skipped and the automaton is replaced by a plain search: the findings must be the same (tests/test_plan.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import ahocorasick
import msgspec
import regex

from postlint.conditions import KINDS
from postlint.conditions.base import Matcher, Scan, Vocabulary, block_kinds
from postlint.conditions.combine import Member, member
from postlint.conditions.terms import PhraseExceptions, exceptions
from postlint.detect.entities import EntityDetector
from postlint.documents.fold import flatten
from postlint.documents.model import Document
from postlint.rules.schema import Condition, Rule, Within

TIME_LIMIT = 5.0
"""Seconds that one pattern may take on one block before the draft counts as not checked."""


class CompiledRule(msgspec.Struct, frozen=True):
    """A rule with its matchers."""

    rule: Rule
    matcher: Matcher
    unless: tuple[Member, ...]
    kinds: frozenset[str]
    """Kinds of block that it looks at."""


class RuleCompiler:
    """Implements `conditions.base.Compiler` over the named lists."""

    def __init__(self, vocabulary: Vocabulary, lists: Mapping[str, Sequence[str]]) -> None:
        self.vocabulary = vocabulary
        self._lists = lists
        self._exceptions: dict[tuple[str, ...], PhraseExceptions | None] = {}

    def phrases(self, values: Sequence[str]) -> tuple[str, ...]:
        """Phrases with every `$list` replaced by its entries, each once."""
        expanded: dict[str, None] = {}
        for value in values:
            for phrase in self._lists[value[1:]] if value.startswith("$") else (value,):
                expanded[phrase] = None
        return tuple(expanded)

    def exceptions(self, values: Sequence[str]) -> PhraseExceptions | None:
        """The compiled `not_in` of a condition; the same phrases are compiled once."""
        key = tuple(values)
        if key not in self._exceptions:
            self._exceptions[key] = exceptions(values, self)
        return self._exceptions[key]

    def matcher(self, condition: Condition, within: Within) -> Matcher:
        """Compile a condition by the table of kinds."""
        return _COMPILE[type(condition)](condition, self, within)

    def rule(self, rule: Rule) -> CompiledRule:
        """Compile a rule; `unless` inherits the unit of `when`."""
        unit = rule.when.within or "sentence"
        return CompiledRule(
            rule=rule,
            matcher=self.matcher(rule.when, unit),
            unless=tuple(member(condition, self, unit) for condition in rule.unless),
            kinds=block_kinds(rule.applies.blocks),
        )


_COMPILE = {kind.spec: kind.compile for kind in KINDS.values()}


class Plan:
    """Everything that is the same for all drafts."""

    def __init__(self, rules: Sequence[Rule], lists: Mapping[str, Sequence[str]], *, shortcuts: bool = True) -> None:
        vocabulary = Vocabulary()
        compiler = RuleCompiler(vocabulary, lists)
        self.rules = tuple(
            sorted((compiler.rule(rule) for rule in rules), key=lambda one: (one.matcher.cost, one.rule.id))
        )
        self._literals = tuple(vocabulary.literals)
        self._automaton = ahocorasick.Automaton()
        for written, owners in self._written().items():
            self._automaton.add_word(written, (len(written), owners))
        self._automaton.make_automaton()
        self._shortcuts = shortcuts

    def _written(self) -> dict[str, list[tuple[int, bool]]]:
        """What to search for: every literal, and every phrase run together, each with the literals it stands for."""
        written: dict[str, list[tuple[int, bool]]] = {}
        for number, literal in enumerate(self._literals):
            written.setdefault(literal, []).append((number, False))
            if " " in literal:
                written.setdefault(literal.replace(" ", ""), []).append((number, True))
        return written

    def scan(
        self,
        document: Document,
        detector: EntityDetector,
        *,
        channel: str | None = None,
        meta: Mapping[str, Any] | None = None,
    ) -> Scan:
        """Run the automaton once over a document."""
        words, literals = None, None
        squeezed = Squeezed(document.text)
        if self._shortcuts:
            words, literals = self._run(squeezed)
        return Scan(
            document,
            words=words,
            literals=literals,
            channel=channel,
            meta=meta or {},
            detector=detector,
            time_limit=TIME_LIMIT,
            search_words=lambda numbers: list(self._search(squeezed, numbers)),
        )

    def _run(self, squeezed: Squeezed) -> tuple[dict[int, list[tuple[int, int]]], set[int]]:
        words: dict[int, list[tuple[int, int]]] = {}
        literals: set[int] = set()
        if len(self._automaton):
            for last, (length, owners) in self._automaton.iter(squeezed.text):
                start, end = last + 1 - length, last + 1
                for number, joined in owners:
                    literals.add(number)
                    if squeezed.is_word(start, end, joined):
                        words.setdefault(number, []).append(squeezed.origin(start, end))
        return words, literals

    def _search(self, squeezed: Squeezed, numbers: frozenset[int]) -> Iterator[tuple[int, int, int]]:
        """The slow path: the same occurrences without the automaton."""
        for number in sorted(numbers):
            literal = self._literals[number]
            joined = literal.replace(" ", "")
            for phrase in dict.fromkeys((literal, joined)):
                start = squeezed.text.find(phrase)
                while start >= 0:
                    if squeezed.is_word(start, start + len(phrase), phrase != literal):
                        yield *squeezed.origin(start, start + len(phrase)), number
                    start = squeezed.text.find(phrase, start + 1)


class Squeezed:
    """A document's text as phrases see it: flat, with every run of spaces, hyphens and line breaks made one space."""

    _RUN = regex.compile(r" {2,}")
    _HASHTAG = regex.compile(r"#\w+")

    def __init__(self, text: str) -> None:
        flat = flatten(text)
        self._plain = text
        self._removed: list[tuple[int, int]] = []
        pieces, taken, gone = [], 0, 0
        for match in self._RUN.finditer(flat):
            pieces.append(flat[taken : match.start() + 1])
            taken = match.end()
            gone += len(match.group()) - 1
            self._removed.append((match.start() + 1 - (gone - len(match.group()) + 1), gone))
        pieces.append(flat[taken:])
        self.text = "".join(pieces) if self._removed else flat
        self._hashtags = [match.span() for match in self._HASHTAG.finditer(text)] if "#" in text else []

    def _at(self, position: int) -> int:
        """Position in the plain text of a position here."""
        if not self._removed:
            return position
        low, high = 0, len(self._removed)
        while low < high:
            middle = (low + high) // 2
            if self._removed[middle][0] <= position:
                low = middle + 1
            else:
                high = middle
        return position + (self._removed[low - 1][1] if low else 0)

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """The range in the plain text of a non-empty range here that begins and ends with a word."""
        return self._at(start), self._at(end - 1) + 1

    def is_word(self, start: int, end: int, joined: bool) -> bool:
        """Whether a range stands as whole words; words run together count only inside a hashtag, at its capitals."""
        text = self.text
        if (
            not joined
            and not (start > 0 and text[start - 1].isalnum() and text[start].isalnum())
            and not (end < len(text) and text[end].isalnum() and text[end - 1].isalnum())
        ):
            return True
        if not self._hashtags:
            return False
        first, last = self.origin(start, end)
        tag = next((tag for tag in self._hashtags if tag[0] < first and last <= tag[1]), None)
        return tag is not None and self._hump(first, tag[0] + 1) and (last == tag[1] or self._hump(last, tag[0] + 1))

    def _hump(self, position: int, tag_start: int) -> bool:
        """Whether a word of a hashtag may begin here: at its start, a capital, a digit, or after an underscore."""
        letter = self._plain[position]
        return position == tag_start or letter.isupper() or letter.isdigit() or not letter.isalnum()
