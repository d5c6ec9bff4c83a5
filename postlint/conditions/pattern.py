"""`pattern`: a regular expression, always under a time limit.

Imports base, regions, necessary, terms, detect (checks, resemblance), documents (fold), rules (schema), types.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Literal

import regex

from postlint.conditions.base import (
    COST_PATTERN,
    Compiler,
    Exceptions,
    Kind,
    Search,
    TimeLimitReached,
    named,
    without,
)
from postlint.conditions.necessary import Needed, necessary
from postlint.conditions.regions import Regions
from postlint.conditions.terms import list_names
from postlint.detect.checks import CHECKS
from postlint.detect.resemblance import resembles
from postlint.documents.fold import flat_term, fold_text
from postlint.documents.model import Document
from postlint.rules.schema import Condition, Within
from postlint.types import Capture, Hit, Span

_LIST = re.compile(r"\\L<([a-z0-9-]+)>")
"""`\\L<name>` in an expression is any phrase of the list `name`."""

_NOTHING = "(?:(?!))"
"""What an empty list becomes: an empty list of `regex` would match everywhere, and any phrase that no text holds could
still be reached by the edits that a fuzzy pattern allows (`{e<=1}`)."""

_GROUP_NAME = re.compile(r"\(\?P?<([A-Za-z_]\w*)>")


class Pattern(Condition, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A regular expression of the `regex` module."""

    pattern: str
    case: Literal["ignore", "exact"] = "ignore"
    group: str | None = None
    check: str | None = None
    like: Mapping[str, tuple[str, ...]] = {}
    """Named groups, and the phrases of which each must look like one without being it."""
    not_in: tuple[str, ...] = ()

    def lists(self) -> frozenset[str]:
        """Names of the lists in `not_in`, in `like` and in the expression."""
        imitated = (name for phrases in self.like.values() for name in list_names(phrases))
        return list_names(self.not_in) | frozenset((*_LIST.findall(self.pattern), *imitated))

    def compiled(self, phrases: Mapping[str, Sequence[str]]) -> regex.Pattern[str]:
        """The expression with the phrases of its lists, by list name. Raises `regex.error`."""
        used = frozenset(_LIST.findall(self.pattern))
        expression = _LIST.sub(
            lambda match: rf"\L<{_group(match[1])}>" if phrases[match[1]] else _NOTHING, self.pattern
        )
        words = {_group(name): list(phrases[name]) for name in used if phrases[name]}
        return regex.compile(expression, flags(self.case), **words)

    def names(self) -> frozenset[str]:
        """`as` and the named groups."""
        return frozenset(_GROUP_NAME.findall(self.pattern)) | ({self.as_} if self.as_ else frozenset())

    def mistakes(self) -> tuple[tuple[str, str], ...]:
        """An expression that does not compile or matches nothing at all, an unknown group or check."""
        try:
            compiled = self.compiled(dict.fromkeys(_LIST.findall(self.pattern), ("a",)))
        except regex.error as error:
            return (("pattern", f"is not a valid regular expression: {error}"),)
        found = []
        if compiled.search("", timeout=1) is not None:
            found.append(("pattern", "matches the empty text, so it would hit everywhere"))
        if self.group is not None and self.group not in compiled.groupindex:
            found.append(("group", f"the pattern has no group named {self.group!r}"))
        found += [
            ("like", f"the pattern has no group named {group!r}")
            for group in self.like
            if group not in compiled.groupindex
        ]
        if self.check is not None and self.check not in CHECKS:
            found.append(("check", f"is none of: {', '.join(sorted(CHECKS))}"))
        return tuple(found)


def _group(name: str) -> str:
    """A list's name as `regex` wants it."""
    return name.replace("-", "_")


def flags(case: str) -> int:
    """Flags of a pattern: `^` and `$` match at line ends; case counts only where asked."""
    return int(regex.MULTILINE | (0 if case == "exact" else regex.IGNORECASE))


class PatternMatcher:
    """Searches whole blocks, so that what is found does not depend on the regions asked for."""

    cost = COST_PATTERN

    def __init__(
        self,
        spec: Pattern,
        needed: Sequence[frozenset[int]],
        phrases: Callable[[str], Sequence[str]],
        imitated: Mapping[str, Sequence[str]],
        exceptions: Exceptions | None,
    ) -> None:
        self.literals = needed[0] if needed else None
        self._needed = needed
        self._spec = spec
        self._phrases = phrases
        self._imitated = imitated
        self._group: str | int = spec.group or 0
        self._check = CHECKS[spec.check] if spec.check else None
        self._exceptions = exceptions

    @cached_property
    def _pattern(self) -> regex.Pattern[str]:
        """Compiled when a draft first gets past the gate: compiling them all is most of a start."""
        names = _LIST.findall(self._spec.pattern)
        return self._spec.compiled({name: tuple(map(fold_text, self._phrases(name))) for name in names})

    def find(self, search: Search, regions: Regions) -> list[Hit]:
        """Matches inside the regions; the named groups are captures."""
        scan = search.scan
        if not all(map(scan.may_hold, self._needed)):
            return []
        hits: list[Hit] = []
        worth_it = [blocks for one in self._needed if (blocks := scan.blocks_with(one)) is not None]
        for index in search.blocks_in(regions):
            if not all(index in blocks for blocks in worth_it):
                continue
            key = id(self), index
            if key not in scan.cache:
                scan.cache[key] = self._find_in(search, index)
            hits += scan.cache[key]
        return named(without(search.keep(hits, regions), self._exceptions, search), self._spec.as_)

    def _find_in(self, search: Search, index: int) -> list[Hit]:
        block = search.scan.document.blocks[index]
        limit = search.scan.time_limit
        groups = self._pattern.groupindex
        hits = []
        try:
            for match in self._pattern.finditer(search.text, block.start, block.end, timeout=limit):
                start, end = match.span(self._group)
                if start < end and self._holds(match, search.scan.document):
                    captures = tuple(Capture(name, Span(*match.span(name))) for name in groups if match[name])
                    hits.append(Hit(Span(start, end), captures=captures))
        except TimeoutError as error:
            raise TimeLimitReached from error
        return hits

    def _holds(self, match: regex.Match[str], document: Document) -> bool:
        if self._check is not None and not self._check(match[self._group]):
            return False
        return all(self._imitates(match, group, names, document) for group, names in self._imitated.items())

    def _imitates(self, match: regex.Match[str], group: str, names: Sequence[str], document: Document) -> bool:
        """Whether a group looks like one of the names: by its letters, or by characters that folding took away."""
        if not match[group]:
            return False
        if any(resembles(match[group], name) for name in names):
            return True
        written = document.view.source(*match.span(group))
        disguised = match[group].isascii() and not document.source[written.start : written.end].isascii()
        return disguised and any(flat_term(match[group]) == flat_term(name) for name in names)


def _numbers(needed: Needed, compiler: Compiler) -> frozenset[int]:
    """The literals of which every match holds one, by number."""
    words = map(compiler.vocabulary.add, needed.words)
    parts = map(compiler.vocabulary.add_gate, needed.parts)
    return frozenset((*words, *parts)) | compiler.literals([f"${name}" for name in sorted(needed.lists)], "word")


def compile_pattern(spec: Pattern, compiler: Compiler, within: Within) -> PatternMatcher:
    """The literals that any match must hold become its gate."""
    if spec.pattern not in compiler.memo.needed:
        compiler.memo.needed[spec.pattern] = necessary(spec.pattern)
    needed = [_numbers(one, compiler) for one in compiler.memo.needed[spec.pattern]]
    imitated = {group: compiler.phrases(names) for group, names in spec.like.items()}
    return PatternMatcher(
        spec, needed, lambda name: compiler.phrases((f"${name}",)), imitated, compiler.exceptions(spec.not_in)
    )


KIND = Kind(name="pattern", spec=Pattern, compile=compile_pattern)
