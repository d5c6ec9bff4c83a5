"""Rules compiled: one automaton for every literal, matchers with costs and gates.

Imports conditions, replacements, detect, rules, documents and types.

This is the one place that decides what runs over a draft and what is skipped. With `shortcuts=False` nothing is
skipped and the automaton is replaced by a plain search: the findings must be the same (tests/test_plan.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

import msgspec

from postlint.conditions import KINDS
from postlint.conditions.base import (
    Matcher,
    Scan,
    block_kinds,
)
from postlint.conditions.classified import Classified, ClassifiedMatcher, compile_classified
from postlint.conditions.combine import Member, member
from postlint.conditions.terms import PhraseExceptions, Terms, exceptions
from postlint.conditions.vocabulary import Memo, Vocabulary
from postlint.detect.claims import Comparison
from postlint.detect.classifier import Classifier
from postlint.detect.entities import EntityDetector
from postlint.documents.fold import flat_term
from postlint.documents.model import Document
from postlint.occurrences import Index
from postlint.replacements import Entry, Replacement
from postlint.rules.checks import tree
from postlint.rules.lists import split_entry
from postlint.rules.schema import Condition, Rule, Within

TIME_LIMIT = 5.0
"""Seconds that one pattern may take on one block before the draft counts as not checked."""


class CompiledRule(msgspec.Struct, frozen=True):
    """A rule with its matchers."""

    rule: Rule
    matcher: Matcher
    unless: tuple[tuple[Member, str | None], ...]
    """What clears a finding, and the reason to tell."""
    confirm: ClassifiedMatcher | None
    """What must agree once all rules have spoken."""
    kinds: frozenset[str]
    """Kinds of block that it looks at."""
    replacement: Replacement | None = None
    """What it says to write instead."""


class RuleCompiler:
    """Implements `conditions.base.Compiler` over the named lists."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        lists: Mapping[str, Sequence[str]],
        memo: Memo,
        classifiers: Mapping[str, Classifier],
    ) -> None:
        self.vocabulary = vocabulary
        self.memo = memo
        self._classifiers = classifiers
        self._lists = lists
        self._literals: dict[tuple[str, bool], frozenset[int]] = {}
        self._exceptions: dict[tuple[str, ...], PhraseExceptions | None] = {}
        self._matchers: dict[tuple[Condition, Within], Matcher] = {}

    def phrases(self, values: Sequence[str]) -> tuple[str, ...]:
        """Phrases with every `$list` replaced by its entries, each once."""
        return tuple(dict.fromkeys(split_entry(entry)[0] for entry in self._entries(values)))

    def _entries(self, values: Sequence[str]) -> Iterator[str]:
        for value in values:
            # A list that exists nowhere is told with its place (`check_references`), which comes after the cache.
            yield from self._lists.get(value[1:], ()) if value.startswith("$") else (value,)

    def _replacement(self, rule: Rule) -> Replacement | None:
        if rule.replace is None:
            return None
        entries = []
        for condition in tree((rule.when,)) if rule.replace.listed else ():
            if isinstance(condition, Terms):
                for entry in self._entries(condition.terms):
                    phrase, texts = split_entry(entry)
                    if texts:
                        entries.append(Entry(phrase, texts, condition.match == "lemma"))
        return Replacement(rule.replace, entries)

    def literals(self, values: Sequence[str], match: str) -> frozenset[int]:
        """Numbers of the flat forms of these phrases and lists; each is worked out once."""
        return frozenset[int]().union(*(self._literals_of(value, match) for value in values))

    def _literals_of(self, value: str, match: str) -> frozenset[int]:
        key = value, match == "lemma"
        if key not in self._literals:
            numbers = (self._number(phrase, match) for phrase in self.phrases((value,)))
            self._literals[key] = frozenset(number for number in numbers if number is not None)
        return self._literals[key]

    def classifier(self, name: str) -> Classifier:
        """The classifier of that name; which ones there are, the loader has checked."""
        return self._classifiers[name]

    def _number(self, phrase: str, match: str) -> int | None:
        """The number of a phrase; None for one without a letter."""
        flat = self.memo.flat.get(phrase)
        if flat is None:
            flat = self.memo.flat[phrase] = flat_term(phrase)
        if match == "lemma":
            return self.vocabulary.add_inflected(phrase, flat)
        return self.vocabulary.add(flat) if flat else None

    def exceptions(self, values: Sequence[str]) -> PhraseExceptions | None:
        """The compiled `not_in` of a condition; the same phrases are compiled once."""
        key = tuple(values)
        if key not in self._exceptions:
            self._exceptions[key] = exceptions(values, self)
        return self._exceptions[key]

    def matcher(self, condition: Condition, within: Within) -> Matcher:
        """Compile a condition by the table of kinds; equal ones once, so that what one finds the others know."""
        key = condition, within
        try:
            known = self._matchers.get(key)
        except TypeError:  # limits by channel are a mapping, which has no hash
            return _COMPILE[type(condition)](condition, self, within)
        if known is None:
            known = self._matchers[key] = _COMPILE[type(condition)](condition, self, within)
        return known

    def rule(self, rule: Rule) -> CompiledRule:
        """Compile a rule; `unless` inherits the unit of `when`."""
        unit = rule.when.within or "sentence"
        return CompiledRule(
            rule=rule,
            matcher=self.matcher(rule.when, unit),
            unless=tuple(
                (msgspec.structs.replace(member(condition, self, unit), clears=True), condition.reason)
                for condition in rule.unless
            ),
            confirm=compile_classified(rule.confirm, self, unit) if isinstance(rule.confirm, Classified) else None,
            kinds=block_kinds(rule.applies.blocks),
            replacement=self._replacement(rule),
        )


_COMPILE = {kind.spec: kind.compile for kind in KINDS.values()}


class Plan:
    """Everything that is the same for all drafts."""

    def __init__(
        self,
        rules: Sequence[Rule],
        lists: Mapping[str, Sequence[str]],
        *,
        classifiers: Mapping[str, Classifier] | None = None,
        comparison: Callable[[], Comparison | None] = lambda: None,
        memo: Memo | None = None,
        shortcuts: bool = True,
    ) -> None:
        """`comparison` gives the register of claims; it is asked when a draft first needs it."""
        vocabulary = Vocabulary()
        compiler = RuleCompiler(vocabulary, lists, memo or Memo(), classifiers or {})
        self.rules = tuple(
            sorted((compiler.rule(rule) for rule in rules), key=lambda one: (one.matcher.cost, one.rule.id))
        )
        self._index = Index(vocabulary.literals, vocabulary.gates, vocabulary.inflections)
        self._shortcuts = shortcuts
        self._comparison = comparison

    def scan(
        self,
        document: Document,
        detector: EntityDetector,
        *,
        channel: str | None = None,
        meta: Mapping[str, Any] | None = None,
        day: date | None = None,
    ) -> Scan:
        """What the literals' index finds in a document, ready for the rules to be asked."""
        return Scan(
            document,
            found=self._index.find(document.text) if self._shortcuts else None,
            channel=channel,
            meta=meta or {},
            day=day or date.today(),
            detector=detector,
            time_limit=TIME_LIMIT,
            find_slowly=partial(self._index.find_slowly, document.text),
            comparison=self._comparison,
        )
