"""The values that flow through postlint, frozen; imports nothing of ours but the JSON contract.

Spans are half-open ranges of Unicode code points. In a finding they index the draft's source; in a hit they index
`Document.text`, the readable text that a reader derives from the source.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import msgspec

from postlint import contract


class Severity(StrEnum):
    """What the policy says a finding costs."""

    ERROR = "error"
    """Must not be published."""
    WARNING = "warning"
    """A person must look first."""
    INFO = "info"
    """Advice."""

    @property
    def rank(self) -> int:
        """0 for the worst, so that `min` finds it."""
        return _RANK[self]


_RANK = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


class Status(StrEnum):
    """How far a rule is trusted."""

    STABLE = "stable"
    TRIAL = "trial"
    """Reported, never fails a draft."""
    DEPRECATED = "deprecated"


class Decision(StrEnum):
    """What a scheduler should do with the draft."""

    PUBLISH = "publish"
    REVIEW = "review"
    """There is a warning."""
    BLOCK = "block"
    """There is an error."""
    UNCHECKED = "unchecked"
    """Something could not be checked: neither clean nor guilty."""


class Span(msgspec.Struct, frozen=True, order=True):
    """Half-open range `[start, end)` of Unicode code points."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Whether `other` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end


class Capture(msgspec.Struct, frozen=True):
    """A named part of a hit, for the rule's message."""

    name: str
    span: Span
    listed: bool = False
    """Whether the words stand in the rule's own lists, so that showing them tells nothing about anybody."""
    private: bool = False
    """Whether the words are somebody's name, number or secret, or say who somebody is."""


class Hit(msgspec.Struct, frozen=True):
    """All that a condition may know: where, what, and how sure. Spans index `Document.text`."""

    span: Span
    label: str = ""
    """What was found, in the detector's word: an entity type, a kind of secret, the name of a metric."""
    confidence: float = 1.0
    """How sure the detector is, 0 to 1."""
    captures: tuple[Capture, ...] = ()
    """What `as` of a condition and named groups of a pattern name."""
    values: tuple[tuple[str, str], ...] = ()
    """Named texts that stand nowhere in the draft (a measured value, its limit) for the rule's message."""
    whole: bool = False
    """Whether it speaks of the whole draft, wherever its span had to be put (metadata)."""
    listed: bool = False
    """As in `Capture`, like `private`."""
    private: bool = False
    parts: tuple[Span, ...] | None = None
    """Those of its words that must be masked where its rule is sensitive; None for all of them."""


class Citation(msgspec.Struct, frozen=True):
    """Why a finding exists: a clause of a policy, or an entry of the law register."""

    kind: str
    """`policy` or `law`."""
    id: str
    title: str
    """A clause's number and title, or what the law's provision is about."""
    url: str | None = None
    cite: str | None = None
    """The provision as lawyers cite it; laws only."""
    verified_on: str | None = None
    """ISO date on which the current text was read; None where nobody has read it. Laws only."""


class Edit(msgspec.Struct, frozen=True):
    """What to write in the place of some words of the draft's source."""

    span: Span
    text: str
    safe: bool = False
    """Whether it changes no meaning, so that it may be made without a person who looks."""
    others: tuple[str, ...] = ()
    """What could be written as well."""


class Finding(msgspec.Struct, frozen=True):
    """A hit stamped by the engine with its rule. `span`, `line` and `column` refer to the draft's source."""

    rule: str
    """`pack/name`."""
    category: str
    severity: Severity
    confidence: float
    span: Span
    line: int
    """1-based, like `column`, `end_line`, `end_column`; columns count code points, the end is exclusive."""
    column: int
    end_line: int
    end_column: int
    excerpt: str
    """The words found; masked where they are personal or secret."""
    message: str
    why: str
    fix: str
    citations: tuple[Citation, ...]
    fingerprint: str
    """Stable for the same rule, words and order of occurrence; holds nothing of the text."""
    sensitive: bool = False
    """Whether the span holds personal or secret data."""
    private: tuple[Span, ...] | None = None
    """Where in the source that data stands; None for the whole span."""
    status: Status = Status.STABLE
    edits: tuple[Edit, ...] = ()
    """What mends it: all of them together, in order, disjoint; empty where only the writer can."""


class Suppressed(msgspec.Struct, frozen=True):
    """A finding that the writer waived, with the reason given."""

    finding: Finding
    reason: str


class Place(msgspec.Struct, frozen=True):
    """A range of the draft's source; lines and columns as in `Finding`."""

    span: Span
    line: int
    column: int
    end_line: int
    end_column: int


class Cleared(msgspec.Struct, frozen=True):
    """What would have been a finding but for something that the draft says, such as written consent."""

    rule: str
    at: Place
    reason: str
    """What the rule or its pack calls it."""
    by: Place | None
    """The words that clear it; None where it is the draft's metadata."""


class Failure(msgspec.Struct, frozen=True):
    """Something that could not be checked, and why. Makes the decision `unchecked`."""

    code: str
    """A short stable name: `not-found`, `encoding`, `front-matter`, `model-missing`, `timeout` …"""
    message: str
    """What is wrong and the way out; holds no text of the draft."""
    rule: str | None = None
    line: int | None = None
    column: int | None = None


class Draft(msgspec.Struct, frozen=True):
    """What someone means to publish, and what is known of it."""

    text: str
    path: str | None = None
    """Shown in reports, and the key for path overrides; need not exist."""
    channel: str | None = None
    format: str | None = None
    """`text` or `markdown`; None decides by the path's ending, and takes text without one."""
    meta: Mapping[str, Any] = msgspec.field(default_factory=dict)
    """What else is known: author, approval reference, `scheduled_at` …; wins over front matter."""


class Report(msgspec.Struct, frozen=True):
    """Everything postlint has to say about one draft."""

    path: str | None
    channel: str | None
    findings: tuple[Finding, ...] = ()
    suppressed: tuple[Suppressed, ...] = ()
    failures: tuple[Failure, ...] = ()
    cleared: tuple[Cleared, ...] = ()
    """By position, then rule."""
    source: str = ""
    """The draft as read, for reporters that show the line; never part of `to_dict`."""
    hidden: tuple[Span, ...] = ()
    """Source spans of personal and secret words, for the same reporters; more than the findings may stand on."""

    @property
    def decision(self) -> Decision:
        """`unchecked` if anything failed, else by the worst finding of a rule that is not on trial."""
        if self.failures:
            return Decision.UNCHECKED
        severities = {finding.severity for finding in self.findings if finding.status is not Status.TRIAL}
        if Severity.ERROR in severities:
            return Decision.BLOCK
        if Severity.WARNING in severities:
            return Decision.REVIEW
        return Decision.PUBLISH

    def to_dict(self) -> dict[str, Any]:
        """The draft's object in the JSON contract, version 1 (docs/json.md)."""
        return contract.draft_v1(self)
