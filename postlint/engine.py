"""The core loop: scan, ask every rule, stamp hits into findings.

Imports plan, edits, overlap, suppress, masking, documents, detect, types.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import msgspec

from postlint.conditions.base import (
    STRUCTURED_TYPES,
    Fired,
    OthersFirst,
    ParseNeeded,
    Scan,
    Search,
    TimeLimitReached,
    union,
)
from postlint.detect.entities import EntityDetector
from postlint.detect.errors import DetectorFailed
from postlint.documents import Lines
from postlint.documents.model import Document
from postlint.edits import Editor
from postlint.masking import mask, masked
from postlint.overlap import Hits, one_each
from postlint.plan import CompiledRule, Plan
from postlint.rules.placeholders import fill
from postlint.rules.schema import Rule
from postlint.suppress import waivers
from postlint.types import (
    Citation,
    Cleared,
    Draft,
    Edit,
    Failure,
    Finding,
    Hit,
    Place,
    Report,
    Severity,
    Span,
    Status,
    Suppressed,
)

EXCERPT = 160
"""Code points of a finding's words that outputs show."""

SENSITIVE_CATEGORIES = frozenset({"patient-info", "confidential", "security"})
"""Categories whose words are masked unless the rule says otherwise."""

NEAR = 1000
"""Code points within which two findings speak of one thing: about a long post."""

PRIVATE_TYPES = STRUCTURED_TYPES | {"person"}
"""Entity types that are masked in lines that are shown for a sensitive finding."""

_NAME = re.compile(r"[^\W\d_]{3,}")

_DAY_KEYS = ("scheduled_at", "publish_at", "date")
"""Keys of the metadata that say when a draft is to be published, the surest first."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def _could_be_private(letter: str) -> bool:
    return letter.isupper() or letter.isdigit()


class Excuse(msgspec.Struct, frozen=True):
    """Why a hit is no finding."""

    hit: Hit
    reason: str
    by: Hit


class Case(msgspec.Struct):
    """A draft on its way through the loop."""

    draft: Draft
    document: Document
    scan: Scan
    hits: Hits = []
    excuses: list[tuple[CompiledRule, Excuse]] = []
    waiting: list[CompiledRule] = []
    """Rules that need a parse."""
    last: list[CompiledRule] = []
    """Rules that ask a classifier."""
    failures: list[Failure] = []


class Engine:
    """Lints drafts by a plan. Holds no state of a draft, so threads may share it."""

    def __init__(
        self,
        plan: Plan,
        detector: EntityDetector,
        available: Callable[[], Failure | None],
        *,
        severity: Callable[[Rule, str | None], Severity | None],
        citations: Mapping[str, tuple[Citation, ...]],
        names: frozenset[str],
        show_values: bool = False,
        today: date | None = None,
    ) -> None:
        """`today` is the day of publication of drafts that do not say theirs; by default the day of the check."""
        self.plan = plan
        self._detector = detector
        self._available = available
        self._severity = severity
        self._citations = citations
        self._names = names
        self._show_values = show_values
        self._today = today

    def lint(self, drafts: Sequence[tuple[Draft, Document]]) -> list[Report]:
        """Reports in the order of the drafts."""
        cases = self.examine(drafts)
        self._conclude(cases)
        return [self._report(case) for case in cases]

    def examine(self, drafts: Sequence[tuple[Draft, Document]]) -> list[Case]:
        """What all rules find that ask no classifier; blocks that need a parse are parsed in one batch."""
        cases = [self._open(draft, document) for draft, document in drafts]
        for case in cases:
            self._ask(case, self._in_force(case))
        self._answer_waiting(cases)
        return cases

    def _answer_waiting(self, cases: Sequence[Case]) -> None:
        """Parse and ask again until no rule waits for a parse."""
        waiting = [case for case in cases if case.waiting]
        while waiting:
            self._parse(waiting)
            for case in waiting:
                rules, case.waiting = case.waiting, []
                self._ask(case, rules)
            waiting = [case for case in waiting if case.waiting]

    def _conclude(self, cases: Sequence[Case]) -> None:
        """Let classifiers speak: they may take findings that need their agreement, and add some of their own."""
        confirmed: list[Hits] = []
        for case in cases:
            case.scan.fired = fired(case.hits)
            confirmed.append([(one, hit) for one, hit in case.hits if is_confirmed(one, hit, case.scan)])
            rules, case.last, case.hits = case.last, [], []
            self._ask(case, rules)
        self._answer_waiting(cases)
        for case, said in zip(cases, confirmed, strict=True):
            added: Hits = []
            for one in sorted(case.hits, key=lambda pair: self._rank(pair[0].rule, case)):
                if not any(self._says_as_much(other, one, case) for other in (*said, *added)):
                    added.append(one)
            case.hits = said + added

    def _says_as_much(self, one: tuple[CompiledRule, Hit], other: tuple[CompiledRule, Hit], case: Case) -> bool:
        """Whether a finding in the same sentence is of the same category and as bad: no classifier need repeat it.

        Of two rules that ask classifiers only the worse one speaks of a passage and what stands around it.
        """
        rule, second = one[0].rule, other[0].rule
        if rule.category != second.category or self._rank(rule, case) > self._rank(second, case):
            return False
        around = NEAR if rule.when.classifiers() and rule.id != second.id else 0
        start, end = case.scan.unit(one[1].span.start, one[1].span.end, "sentence")
        return other[1].span.start < end + around and start - around < other[1].span.end

    def _rank(self, rule: Rule, case: Case) -> int:
        """How bad a finding of the rule is in this draft: 0 for the worst; on trial it counts for less than any."""
        severity = self._severity(rule, case.draft.path) or rule.severity
        return severity.rank + (len(Severity) if rule.status is Status.TRIAL else 0)

    def _open(self, draft: Draft, document: Document) -> Case:
        meta: dict[str, Any] = {**document.meta, **draft.meta}
        channel = draft.channel or (str(meta["channel"]) if meta.get("channel") else None)
        if channel is not None:
            meta["channel"] = channel
        day = publication_day(meta) or self._today
        scan = self.plan.scan(document, self._detector, channel=channel, meta=meta, day=day)
        return Case(draft, document, scan, failures=list(document.failures))

    def _in_force(self, case: Case) -> list[CompiledRule]:
        channel = case.scan.channel
        return [
            one
            for one in self.plan.rules
            if case.scan.may_hold(one.matcher.literals)
            and (one.rule.applies.channels is None or channel in one.rule.applies.channels)
            and channel not in one.rule.applies.not_channels
            and self._severity(one.rule, case.draft.path) is not None
        ]

    def _ask(self, case: Case, rules: Sequence[CompiledRule]) -> None:
        for compiled in rules:
            try:
                hits, excuses = ask(compiled, case.scan)
                case.hits += [(compiled, hit) for hit in hits]
                case.excuses += [(compiled, excuse) for excuse in excuses]
            except ParseNeeded:
                case.waiting.append(compiled)
            except OthersFirst:
                case.last.append(compiled)
            except TimeLimitReached:
                message = "a pattern of this rule ran into its time limit; shorten the draft, or report the rule"
                case.failures.append(Failure("timeout", message, rule=compiled.rule.id))
            except DetectorFailed as error:
                case.failures.append(Failure("detector", str(error), rule=compiled.rule.id))
            except Exception as error:  # whatever a rule does, the others still run, and the draft is not called clean
                message = f"the rule failed ({type(error).__name__}); please report it, the other rules have run"
                case.failures.append(Failure("internal", message, rule=compiled.rule.id))

    def _parse(self, cases: Sequence[Case]) -> None:
        """Parse all blocks asked for; where the pipeline cannot, say so once a draft and let no rule wait."""
        failure = self._available()
        if failure is None:
            try:
                Scan.parse([case.scan for case in cases])
                return
            except DetectorFailed as error:
                failure = Failure("detector", str(error))
        for case in cases:
            rules = ", ".join(sorted(one.rule.id for one in case.waiting))
            message = f"{failure.message} (not checked: {rules})"
            case.failures.append(msgspec.structs.replace(failure, message=message))
            case.waiting = []

    def _report(self, case: Case) -> Report:
        ignored, failures = waivers(case.document, self._names)
        stamped = Stamp(case, self._severity, self._citations, self._show_values)
        findings, suppressed = [], []
        for compiled, hit in self._one_each(stamped.ordered(), case.draft.path):
            finding = stamped.finding(compiled, hit)
            waiver = next((one for one in ignored if one.covers(compiled.rule.id, hit.span)), None)
            if waiver is None:
                findings.append(finding)
            else:
                suppressed.append(Suppressed(finding, waiver.reason))
        failures = sorted(
            {*case.failures, *failures}, key=lambda one: (one.line or 0, one.code, one.rule or "", one.message)
        )
        return Report(
            path=case.draft.path,
            channel=case.scan.channel,
            findings=tuple(findings),
            suppressed=tuple(suppressed),
            failures=tuple(failures),
            cleared=tuple(self._cleared(case, stamped)),
            source=case.document.source,
            hidden=stamped.hidden(),
        )

    def _cleared(self, case: Case, stamped: Stamp) -> list[Cleared]:
        """What the draft itself clears: one a place and clause, like findings."""
        excuses = {(compiled.rule.id, excuse.hit): excuse for compiled, excuse in case.excuses}
        hits = self._one_each([(compiled, excuse.hit) for compiled, excuse in case.excuses], case.draft.path)
        return [stamped.cleared(compiled.rule, excuses[compiled.rule.id, hit]) for compiled, hit in hits]

    def _one_each(self, hits: Hits, path: str | None) -> Hits:
        """Of hits on the same words those that have something to say of their own."""
        return one_each(hits, lambda rule: (self._severity(rule, path) or rule.severity).rank, self._clause)

    def _clause(self, rule: Rule) -> tuple[str, str]:
        """The clause that a rule stands for: its category and the first policy clause it cites."""
        return rule.category, next((one.id for one in self._citations[rule.id] if one.kind == "policy"), rule.id)


def publication_day(meta: Mapping[str, Any]) -> date | None:
    """The day on which a draft says that it will be published; None where it says none."""
    for key in _DAY_KEYS:
        found = _DAY.match(str(meta.get(key) or ""))
        if found:
            try:
                return date.fromisoformat(found.group())
            except ValueError:  # the 31st of a month that has thirty days
                continue
    return None


def ask(compiled: CompiledRule, scan: Scan) -> tuple[list[Hit], list[Excuse]]:
    """Hits of one rule that nothing in `unless` clears, and those that something with a reason does.

    Overlapping ones count once.
    """
    search = Search(scan, compiled.kinds)
    excuses: list[Excuse] = []
    hits = compiled.matcher.find(search, search.scope) if search.scope else []
    for exception, reason in compiled.unless:
        if not hits:
            break
        partners = exception.ask(search, hits)
        if reason is not None:
            excuses += [
                Excuse(hit, _told(reason, by), by) for hit, by in zip(hits, partners, strict=True) if by is not None
            ]
        hits = [hit for hit, partner in zip(hits, partners, strict=True) if partner is None]
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda one: (one.span.start, -one.span.end)):
        if not kept or not kept[-1].span.overlaps(hit.span):
            kept.append(hit)
    return kept, [one for one in excuses if not any(one.hit.span.overlaps(hit.span) for hit in kept)]


def _told(reason: str, by: Hit) -> str:
    """The reason, with the entry of the register that it is about."""
    claim = dict(by.values).get("claim")
    return f"{reason} {claim}" if claim else reason


def fired(hits: Hits) -> tuple[Fired, ...]:
    """What classifiers may know of findings; those of rules on trial change nothing."""
    return tuple(
        Fired(hit.span, one.rule.category, str(one.rule.severity))
        for one, hit in hits
        if one.rule.status is not Status.TRIAL
    )


def is_confirmed(compiled: CompiledRule, hit: Hit, scan: Scan) -> bool:
    """Whether the classifier that the pack asks agrees; metadata it cannot read."""
    return compiled.confirm is None or hit.whole or compiled.confirm.agrees(scan, hit.span)


class Stamp:
    """Turns the hits of one draft into findings; the one place where words are masked."""

    def __init__(
        self,
        case: Case,
        severity: Callable[[Rule, str | None], Severity | None],
        citations: Mapping[str, tuple[Citation, ...]],
        show_values: bool,
    ) -> None:
        self._case = case
        self._severity = severity
        self._citations = citations
        self._show_values = show_values
        self._lines = Lines(case.document.source)
        self._seen: Counter[tuple[str, str]] = Counter()
        private = private_ranges(case)
        self._editor = Editor(case.document, case.scan, [Span(*one) for one in private])
        self._hidden = [] if show_values else private
        self._masked = masked(case.document.text, self._hidden)

    def ordered(self) -> Hits:
        """Hits by position, then rule."""
        return sorted(self._case.hits, key=lambda pair: (pair[1].span, pair[0].rule.id))

    def finding(self, compiled: CompiledRule, hit: Hit) -> Finding:
        """The hit with its place in the source, its words masked where they are sensitive, its reasons and edits."""
        rule, span = compiled.rule, self._source(hit.span)
        line, column = self._lines.place(span.start)
        end_line, end_column = self._lines.place(span.end)
        sensitive = is_sensitive(rule)
        masked = mask(self._case.document.source[span.start : span.end])
        self._seen[rule.id, masked] += 1
        identity = f"{rule.id}\0{masked}\0{self._seen[rule.id, masked]}"
        return Finding(
            rule=rule.id,
            category=rule.category,
            severity=self._severity(rule, self._case.draft.path) or rule.severity,
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

    def cleared(self, rule: Rule, excuse: Excuse) -> Cleared:
        """What was cleared, and by which words of the draft."""
        by = None if excuse.by.whole else self._place(excuse.by.span)
        return Cleared(rule.id, self._place(excuse.hit.span), excuse.reason, by)

    def _place(self, span: Span) -> Place:
        source = self._source(span)
        return Place(source, *self._lines.place(source.start), *self._lines.place(source.end))

    def _source(self, span: Span) -> Span:
        if not span:
            return Span(0, 0)
        return self._case.document.view.source(span.start, span.end)

    def hidden(self) -> tuple[Span, ...]:
        """Where personal and secret words stand in the source."""
        return tuple(self._source(Span(start, end)) for start, end in self._hidden)

    def _words(self, span: Span, sensitive: bool) -> str:
        """The words of a span on one line, cut when long."""
        shown = self._case.document.text if sensitive or self._show_values else self._masked
        words = shown[span.start : span.end]
        if sensitive and not self._show_values:
            words = mask(words)
        words = " ".join(words.split())
        return words if len(words) <= EXCERPT else words[: EXCERPT - 1] + "…"

    def _is_ordinary(self, span: Span) -> bool:
        """Whether captured words are small words in small letters, none of them found to be private."""
        words = self._case.document.text[span.start : span.end]
        return words == self._masked[span.start : span.end] and not any(map(_could_be_private, words))

    def _message(self, rule: Rule, hit: Hit, sensitive: bool) -> str:
        named = {
            one.name: self._words(one.span, sensitive and not (one.listed or self._is_ordinary(one.span)))
            for one in reversed(hit.captures)
        }
        values = {"match": self._words(hit.span, sensitive and hit.parts is None), **named, **dict(hit.values)}
        return fill(rule.message, values)


def private_ranges(case: Case) -> list[tuple[int, int]]:
    """Where the readable text is personal or secret: what sensitive rules found, and what detectors found beside it.

    A finding stands on few words; a shown line has more. The surname behind a first name is as private, and so is a
    first name that stands alone further down.
    """
    hits = [hit for one, hit in case.hits if is_sensitive(one.rule)]
    private = [(span.start, span.end) for hit in hits for span in private_parts(hit)]
    # What a finding may show is no part of a name, even where the recogniser takes 'Mary rang the bell' for one.
    shown = [gap for hit in hits if hit.parts is not None for gap in gaps(hit.span, hit.parts)]
    names: set[str] = set()
    for hit in hits:
        known = case.scan.known_entities(hit.span.start)
        private += [(one.span.start, one.span.end) for one in known if one.type in PRIVATE_TYPES - {"person"}]
        people = [part for one in known if one.type == "person" for part in gaps(one.span, shown)]
        for span in (*people, *case.scan.named_people(hit.span.start)):
            private.append((span.start, span.end))
            if any(span.overlaps(other.span) for other in hits):
                names.update(_NAME.findall(case.document.text, span.start, span.end))
    if names:
        again = re.compile(rf"\b(?:{'|'.join(sorted(map(re.escape, names)))})\b")
        private += [match.span() for match in again.finditer(case.document.text)]
    return union(private)


def private_parts(hit: Hit) -> tuple[Span, ...]:
    """The words of a sensitive finding that must not be read."""
    return (hit.span,) if hit.parts is None else hit.parts


def gaps(span: Span, taken: Sequence[Span]) -> list[Span]:
    """What of `span` lies in none of the taken spans."""
    left, start = [], span.start
    for one in sorted(taken):
        if one.start >= span.end:
            break
        if start < one.start:
            left.append(Span(start, one.start))
        start = max(start, one.end)
    return [*left, Span(start, span.end)] if start < span.end else left


def is_sensitive(rule: Rule) -> bool:
    """Whether the words that a rule finds are personal or secret."""
    return rule.sensitive if rule.sensitive is not None else rule.category in SENSITIVE_CATEGORIES
