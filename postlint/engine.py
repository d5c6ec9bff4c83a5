"""The core loop: scan, ask every rule, stamp hits into findings.

Imports plan, overlap, stamp, suppress, conditions, documents, detect, types.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import msgspec

from postlint.conditions.base import (
    Fired,
    OthersFirst,
    ParseNeeded,
    Scan,
    Search,
    TimeLimitReached,
)
from postlint.detect.entities import EntityDetector
from postlint.detect.errors import DetectorFailed
from postlint.documents.model import Document
from postlint.overlap import Hits, one_each
from postlint.plan import CompiledRule, Plan
from postlint.rules.schema import Rule
from postlint.stamp import Stamp
from postlint.suppress import waivers
from postlint.types import (
    Citation,
    Cleared,
    Draft,
    Failure,
    Hit,
    Report,
    Severity,
    Status,
    Suppressed,
)

NEAR = 1000
"""Code points within which two findings speak of one thing: about a long post."""

_DAY_KEYS = ("scheduled_at", "publish_at", "date")
"""Keys of the metadata that say when a draft is to be published, the surest first."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


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
        stamped = Stamp(case.scan, case.hits, case.draft.path, self._severity, self._citations, self._show_values)
        findings, suppressed = [], []
        in_order = sorted(case.hits, key=lambda pair: (pair[1].span, pair[0].rule.id))
        for compiled, hit in self._one_each(in_order, case.draft.path):
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
        found = [(compiled.rule, excuses[compiled.rule.id, hit]) for compiled, hit in hits]
        return [stamped.cleared(rule, one.hit, one.reason, one.by) for rule, one in found]

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
