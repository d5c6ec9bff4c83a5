"""From a hit to the finding that is reported: its place, its words, what is masked of them, its edits.

Imports plan, edits, masking, overlap, conditions (base, regions), documents, types.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from postlint.conditions.base import STRUCTURED_TYPES, Scan
from postlint.conditions.regions import Regions, gaps, union
from postlint.documents import Lines
from postlint.edits import Editor
from postlint.masking import mask, masked
from postlint.overlap import Hits
from postlint.plan import CompiledRule
from postlint.rules.placeholders import fill
from postlint.rules.schema import Rule
from postlint.types import Citation, Cleared, Edit, Finding, Hit, Place, Severity, Span

EXCERPT = 160
"""Code points of a finding's words that outputs show."""

SENSITIVE_CATEGORIES = frozenset({"patient-info", "confidential", "security"})
"""Categories whose words are masked unless the rule says otherwise."""

PRIVATE_TYPES = STRUCTURED_TYPES | {"person"}
"""Entity types that are masked in lines that are shown for a sensitive finding."""

_NAME = re.compile(r"[^\W\d_]{3,}")


class Stamp:
    """Turns the hits of one draft into findings; the one place where words are masked."""

    def __init__(
        self,
        scan: Scan,
        hits: Hits,
        path: str | None,
        severity: Callable[[Rule, str | None], Severity | None],
        citations: Mapping[str, tuple[Citation, ...]],
        show_values: bool,
    ) -> None:
        self._path = path
        self._document = document = scan.document
        self._severity = severity
        self._citations = citations
        self._show_values = show_values
        self._lines = Lines(document.source)
        self._seen: Counter[tuple[str, str]] = Counter()
        private = private_ranges(scan, [hit for one, hit in hits if is_sensitive(one.rule)])
        self._editor = Editor(document, scan, [Span(*one) for one in private])
        self._hidden = [] if show_values else private
        self._masked = masked(document.text, self._hidden)

    def finding(self, compiled: CompiledRule, hit: Hit) -> Finding:
        """The hit with its place in the source, its words masked where they are sensitive, its reasons and edits."""
        rule, span = compiled.rule, self._source(hit.span)
        line, column = self._lines.place(span.start)
        end_line, end_column = self._lines.place(span.end)
        sensitive = is_sensitive(rule)
        masked = mask(self._document.source[span.start : span.end])
        self._seen[rule.id, masked] += 1
        identity = f"{rule.id}\0{masked}\0{self._seen[rule.id, masked]}"
        return Finding(
            rule=rule.id,
            category=rule.category,
            severity=self._severity(rule, self._path) or rule.severity,
            confidence=hit.confidence,
            span=span,
            line=line,
            column=column,
            end_line=end_line,
            end_column=end_column,
            excerpt=self._words(hit.span, sensitive and hit.parts is None),
            message=self._message(rule, hit, sensitive),
            why=rule.why,
            fix=rule.fix,
            citations=self._citations[rule.id],
            fingerprint=hashlib.sha256(identity.encode()).hexdigest()[:16],
            sensitive=sensitive,
            private=None if hit.parts is None else tuple(map(self._source, hit.parts)),
            status=rule.status,
            edits=self._edits(compiled, hit),
        )

    def _edits(self, compiled: CompiledRule, hit: Hit) -> tuple[Edit, ...]:
        if is_sensitive(compiled.rule) and compiled.replacement is None:
            return self._editor.masking(compiled, hit)
        return self._editor.replacing(compiled, hit)

    def cleared(self, rule: Rule, hit: Hit, reason: str, by: Hit) -> Cleared:
        """What was cleared, and by which words of the draft."""
        return Cleared(rule.id, self._place(hit.span), reason, None if by.whole else self._place(by.span))

    def _place(self, span: Span) -> Place:
        source = self._source(span)
        return Place(source, *self._lines.place(source.start), *self._lines.place(source.end))

    def _source(self, span: Span) -> Span:
        if not span:
            return Span(0, 0)
        return self._document.view.source(span.start, span.end)

    def hidden(self) -> tuple[Span, ...]:
        """Where personal and secret words stand in the source."""
        return tuple(self._source(Span(start, end)) for start, end in self._hidden)

    def _words(self, span: Span, sensitive: bool) -> str:
        """The words of a span on one line, cut when long."""
        shown = self._document.text if sensitive or self._show_values else self._masked
        words = shown[span.start : span.end]
        if sensitive and not self._show_values:
            words = mask(words)
        words = " ".join(words.split())
        return words if len(words) <= EXCERPT else words[: EXCERPT - 1] + "…"

    def _is_ordinary(self, span: Span) -> bool:
        """Whether captured words are small words in small letters, none of them found to be private."""
        words = self._document.text[span.start : span.end]
        return words == self._masked[span.start : span.end] and not any(map(_could_be_private, words))

    def _message(self, rule: Rule, hit: Hit, sensitive: bool) -> str:
        named = {
            one.name: self._words(one.span, sensitive and not (one.listed or self._is_ordinary(one.span)))
            for one in reversed(hit.captures)
        }
        values = {"match": self._words(hit.span, sensitive and hit.parts is None), **named, **dict(hit.values)}
        return fill(rule.message, values)


def private_ranges(scan: Scan, hits: Sequence[Hit]) -> list[tuple[int, int]]:
    """Where the readable text is personal or secret: what sensitive rules found, and what detectors found beside it.

    A finding stands on few words; a shown line has more. The surname behind a first name is as private, and so is a
    first name that stands alone further down.
    """
    private = [(span.start, span.end) for hit in hits for span in private_parts(hit)]
    # What a finding may show is no part of a name, even where the recogniser takes 'Mary rang the bell' for one.
    shown = union(
        [(gap.start, gap.end) for hit in hits for gap in gaps(hit.span, hit.parts or ()) if hit.parts is not None]
    )
    found = union([(hit.span.start, hit.span.end) for hit in hits])
    names: set[str] = set()
    for position in {scan.unit(hit.span.start, hit.span.end, "paragraph")[0]: hit.span.start for hit in hits}.values():
        known = scan.known_entities(position)
        private += [(one.span.start, one.span.end) for one in known if one.type in PRIVATE_TYPES - {"person"}]
        people = [part for one in known if one.type == "person" for part in gaps(one.span, _touching(shown, one.span))]
        for span in (*people, *scan.named_people(position)):
            private.append((span.start, span.end))
            if _touching(found, span):
                names.update(_NAME.findall(scan.text, span.start, span.end))
    if names:
        again = re.compile(rf"\b(?:{'|'.join(sorted(map(re.escape, names)))})\b")
        private += [match.span() for match in again.finditer(scan.text)]
    return union(private)


def private_parts(hit: Hit) -> tuple[Span, ...]:
    """The words of a sensitive finding that must not be read."""
    return (hit.span,) if hit.parts is None else hit.parts


def is_sensitive(rule: Rule) -> bool:
    """Whether the words that a rule finds are personal or secret."""
    return rule.sensitive if rule.sensitive is not None else rule.category in SENSITIVE_CATEGORIES


def _touching(regions: Regions, span: Span) -> list[Span]:
    """The regions that share a character with a span."""
    first = bisect_right(regions, span.start, key=lambda one: one[1])
    last = bisect_left(regions, span.end, key=lambda one: one[0])
    return [Span(*one) for one in regions[first:last]]


def _could_be_private(letter: str) -> bool:
    return letter.isupper() or letter.isdigit()
