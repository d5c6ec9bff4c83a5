"""What is wrong with a register of approved claims beyond its form; imports linter (facade) and what is below it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple, get_args

import msgspec

from postlint.conditions.claim import Claim
from postlint.detect.claim_frames import Post, said
from postlint.detect.claims import Comparison, Statement
from postlint.detect.figures import figures
from postlint.detect.wording import atoms
from postlint.documents import read
from postlint.linter import Linter
from postlint.organisation.claims import ClaimsRegister
from postlint.rules.schema import ALL, ApprovedClaim, Channel
from postlint.types import Draft, Report, Status

NEUTRAL = "The library opens at nine."
"""A draft that claims nothing: a rule that objects to it objects to more than words, such as missing metadata."""

ENOUGH_SHARED = 0.5
"""Share of the words of one wording that another must have before the two are compared."""


class Problem(msgspec.Struct, frozen=True):
    """Something that the owner of an entry has to look at."""

    path: str
    line: int
    """Where the entry begins, 1-based."""
    claim: str
    """Its id."""
    message: str
    unchecked: bool = False
    """Whether something could not be checked, so that nothing is known of it."""


class Text(NamedTuple):
    """A wording of an entry, as a draft would have it: with its qualifiers."""

    claim: ApprovedClaim
    name: str
    """What messages call it."""
    wording: str

    @property
    def draft(self) -> str:
        """Sentences; the qualifiers follow."""
        parts = [part.strip() for part in (self.wording, *self.claim.needs)]
        return " ".join(part if part.endswith((".", "!", "?")) else f"{part}." for part in parts)


def days_left(claim: ApprovedClaim, day: date) -> int | None:
    """Days after `day` on which it may still be said: 0 on its last one, less when it is over; None for ever."""
    return None if claim.until is None else (date.fromisoformat(claim.until) - day).days


def check(linter: Linter, register: ClaimsRegister, day: date, within: int) -> Iterator[Problem]:
    """Every problem on `day`, in the order of the file; who has at most `within` days left is about to expire."""
    comparison = linter.compared_with(register.claims)
    objectors = _Objectors(linter)
    twins = _Twins(linter, register, day)
    for claim in register.claims:
        messages = [*_validity(claim, day, within), *_wordless(claim)]
        unchecked: list[str] = []
        for text in texts(claim):
            messages += _unrecognised(text, comparison, day)
            found, failed = objectors.to(text, day)
            messages += found
            unchecked += failed
        messages += twins.of(claim)
        line = register.lines[claim.id]
        yield from (Problem(str(register.path), line, claim.id, message) for message in messages)
        yield from (Problem(str(register.path), line, claim.id, message, unchecked=True) for message in unchecked)


def texts(claim: ApprovedClaim) -> Iterator[Text]:
    """The wording of an entry and its variants."""
    yield Text(claim, "the wording", claim.wording)
    for variant in claim.variants:
        yield Text(claim, f"the variant '{variant}'", variant)


def _validity(claim: ApprovedClaim, day: date, within: int) -> Iterator[str]:
    left = days_left(claim, day)
    if left is None or left > within:
        return
    if left < 0:
        yield f"expired: its last day was {claim.until}; ask {claim.owner} to renew it, or take it out"
    else:
        when = f"in {left} day{'s' * (left != 1)}, on {claim.until}" if left else f"today, {claim.until}"
        yield f"expires {when}; ask {claim.owner} to renew it"


def _wordless(claim: ApprovedClaim) -> Iterator[str]:
    """Qualifiers that no draft can lack."""
    for need in claim.needs:
        if not atoms(need):
            yield f"the qualifier '{need}' has no word or figure that could be looked for in a draft"


def _unrecognised(text: Text, comparison: Comparison, day: date) -> Iterator[str]:
    """What keeps a draft with just this wording from passing; of two entries that say the same, either will do."""
    statements = _statements(text, comparison, _valid_day(text.claim, day))
    if any(one.verdict == "approved" for one in statements):
        return
    made = [one for one in statements if one.claim is not None and one.claim.id == text.claim.id]
    reason = f"compared with the entry itself, it {made[0].difference}" if made else "it is not recognised"
    yield f"{text.name} would not pass for this entry: {reason}"


def _statements(text: Text, comparison: Comparison, day: date) -> list[Statement]:
    document = read(text.draft, "text")
    sentences = said([(span, document.text[span.start : span.end]) for span in document.sentences])
    return list(comparison.statements(Post(sentences, None, day)))


def _channels(claim: ApprovedClaim) -> tuple[str, ...]:
    return get_args(Channel) if ALL in claim.channels else claim.channels


def _valid_day(claim: ApprovedClaim, day: date) -> date:
    """The day nearest to `day` on which the entry may be said: whether it may today is another question."""
    if claim.has_expired(day) and claim.until is not None:
        return date.fromisoformat(claim.until)
    if not claim.is_due(day) and claim.from_ is not None:
        return date.fromisoformat(claim.from_)
    return day


class _Objectors:
    """The rules in force that would flag a wording where it is permitted."""

    def __init__(self, linter: Linter) -> None:
        self._linter = linter
        # What rules say that compare with the register is told by the comparison itself, and better.
        self._comparing = {rule.id for rule in linter.rules if isinstance(rule.when, Claim)}
        self._always: dict[str, frozenset[str]] = {}

    def to(self, text: Text, day: date) -> tuple[list[str], list[str]]:
        """Which rules flag it and why; what could not be checked."""
        published = {"date": _valid_day(text.claim, day).isoformat()}
        channels = _channels(text.claim)
        drafts = (Draft(text.draft, channel=channel, meta=published) for channel in channels)
        where: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        failed: dict[str, None] = {}
        for channel, report in zip(channels, self._linter.lint_many(drafts), strict=True):
            failed |= dict.fromkeys(f"{text.name} could not be checked: {one.message}" for one in report.failures)
            for rule, message in _flagged(report):
                if rule not in self._comparing | self._object_always(channel):
                    where[rule, message].append(channel)
        found = []
        for (rule, message), flagged in where.items():
            on = "" if len(flagged) == len(channels) else f" on {', '.join(flagged)}"
            found.append(f"{text.name} would be flagged{on} by {rule}: {message}")
        return found, list(failed)

    def _object_always(self, channel: str) -> frozenset[str]:
        """Rules that object to every draft that says no more than a wording does."""
        if channel not in self._always:
            report = self._linter.lint(NEUTRAL, channel)
            self._always[channel] = frozenset(rule for rule, _ in _flagged(report))
        return self._always[channel]


def _flagged(report: Report) -> dict[tuple[str, str], None]:
    """Rule and message of each finding, once, without those of rules on trial."""
    return dict.fromkeys((one.rule, one.message) for one in report.findings if one.status is not Status.TRIAL)


class _Twins:
    """Entries of which nobody could say which one a draft makes."""

    def __init__(self, linter: Linter, register: ClaimsRegister, day: date) -> None:
        self._linter = linter
        self._day = day
        self._lines = register.lines
        self._claims = register.claims
        self._place = {claim.id: number for number, claim in enumerate(register.claims)}
        self._sizes: list[tuple[int, int]] = []
        """Of each wording: whose it is, and how many keys it has."""
        self._wordings: defaultdict[str, list[int]] = defaultdict(list)
        for number, claim in enumerate(register.claims):
            for text in texts(claim):
                keys = _keys(text.wording)
                for key in keys:
                    self._wordings[key].append(len(self._sizes))
                self._sizes.append((number, len(keys)))
        self._alone: dict[str, Comparison] = {}

    def of(self, claim: ApprovedClaim) -> Iterator[str]:
        """The entries before this one that say the same, or the same with another figure."""
        for other in self._alike(claim):
            day = self._shared_day(claim, other)
            if day is None or set(_channels(claim)).isdisjoint(_channels(other)):
                continue
            verdict = self._verdict(claim, other, day) or self._verdict(other, claim, day)
            if verdict is None:
                continue
            how = "say the same" if verdict == "approved" else "differ in a figure only"
            yield (
                f"cannot be told from {other.id} (line {self._lines[other.id]}): '{claim.wording}' and "
                f"'{other.wording}' {how}, on the same days and channels"
            )

    def _alike(self, claim: ApprovedClaim) -> list[ApprovedClaim]:
        """Entries before it with enough of the same words."""
        found = set()
        for text in texts(claim):
            shared = Counter(number for key in _keys(text.wording) for number in self._wordings[key])
            for number, count in shared.items():
                owner, size = self._sizes[number]
                if owner < self._place[claim.id] and count >= ENOUGH_SHARED * size:
                    found.add(owner)
        return [self._claims[number] for number in sorted(found)]

    def _shared_day(self, claim: ApprovedClaim, other: ApprovedClaim) -> date | None:
        """A day on which both may be said."""
        starts = [one.from_ for one in (claim, other) if one.from_ is not None]
        ends = [one.until for one in (claim, other) if one.until is not None]
        if starts and ends and max(starts) > min(ends):
            return None
        return date.fromisoformat(max(starts) if starts else min(ends)) if starts or ends else self._day

    def _verdict(self, claim: ApprovedClaim, other: ApprovedClaim, day: date) -> str | None:
        """As what wordings of one entry pass under the other: `approved`, `other-figure`, or neither."""
        if other.id not in self._alone:
            self._alone[other.id] = self._linter.compared_with((other,))
        verdicts = {one.verdict for text in texts(claim) for one in _statements(text, self._alone[other.id], day)}
        if "approved" in verdicts:
            return "approved"
        # Last year's figure beside this year's is no contradiction.
        return "other-figure" if "other-figure" in verdicts and _years(claim) == _years(other) else None


def _keys(wording: str) -> frozenset[str]:
    return frozenset().union(*(atom.keys for atom in atoms(wording)))


def _years(claim: ApprovedClaim) -> set[float]:
    return {one.value for text in (claim.wording, *claim.needs) for one in figures(text) if one.kind == "year"}
