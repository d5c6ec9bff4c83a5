"""What a rule file may say, as frozen values; imports types only.

Condition kinds are not listed here: each stands in one file under `conditions/`, and the loader is handed their table.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, ClassVar, Literal, Protocol

import msgspec

from postlint.types import Severity, Status

SET_BY_LOADER = "set by the loader"
"""Marks a field that no file can set."""
LoaderText = Annotated[str, SET_BY_LOADER]
LoaderNumber = Annotated[int, SET_BY_LOADER]

Unit = Literal["sentence", "paragraph", "post", "opening", "covering"]
"""`covering`: the words themselves must hold the first word of the subject."""
Channel = Literal[
    "x",
    "linkedin",
    "facebook",
    "instagram",
    "blog",
    "email",
    "press",
    "reply",
    "bluesky",
    "google-business",
    "mastodon",
    "pinterest",
    "threads",
    "youtube",
]
Jurisdiction = Literal["us", "uk", "eu", "au"]
Sector = Literal["health", "finance", "consumer", "tech", "public-sector"]
BlockName = Literal[
    "prose",
    "all",
    "paragraph",
    "heading",
    "list-item",
    "quote",
    "alt",
    "link-text",
    "table-cell",
    "caption",
    "subject",
    "front-matter",
    "code",
    "comment",
    "url",
]
"""A kind of block (`documents.model.BLOCK_KINDS`), or a word for several."""


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`within: {words: 12}`: at most so many words away, in the same block."""

    words: int


Within = Unit | Words


class Condition(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What every condition may say beside its kind's own keys; kinds subclass it.

    A subclass has one field whose key in the file is its kind's name, holding the value of that key. Fields that hold
    conditions are typed `Condition` or `tuple[Condition, ...]`: the loader fills them recursively.
    """

    as_: str | None = msgspec.field(default=None, name="as")
    within: Within | None = None
    reason: str | None = None
    """Of an entry of `unless`: why it clears a finding, in a word or two that the report shows."""

    covers: ClassVar[bool] = True
    """Whether its hits stand on words of their own, so that they can cover others (`within: covering`)."""

    def children(self) -> tuple[Condition, ...]:
        """Conditions nested directly inside."""
        return ()

    def lists(self) -> frozenset[str]:
        """Names of the `$lists` referred to, own only."""
        return frozenset()

    def classifiers(self) -> frozenset[str]:
        """Names of the classifiers that are asked, own only."""
        return frozenset()

    def names(self) -> frozenset[str]:
        """Names a message may use because of this condition, own only."""
        return frozenset({self.as_}) if self.as_ else frozenset()

    def mistakes(self) -> tuple[tuple[str, str], ...]:
        """What is wrong beyond types, as `(key, message)`: an invalid pattern, an unknown type, a missing limit."""
        return ()


class Use(Condition, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The condition that `conditions/NAME.yaml` of a rules folder holds."""

    use: str


class Kind(Protocol):
    """An entry of the table of condition kinds, as the loader sees it."""

    @property
    def name(self) -> str:
        """The key in the rule file."""

    @property
    def spec(self) -> type[Condition]:
        """The shape of its mapping."""


class Applies(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a rule looks; what is not named is unrestricted."""

    channels: tuple[Channel, ...] | None = None
    not_channels: tuple[Channel, ...] = ()
    languages: tuple[str, ...] | None = None
    jurisdictions: tuple[Jurisdiction, ...] | None = None
    sectors: tuple[Sector, ...] | None = None
    blocks: tuple[BlockName, ...] = ("prose",)


ALL = "all"
"""The word for every channel."""


class ApprovedClaim(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An entry of the register."""

    id: str
    """What findings, the policy and the evidence file call it: `C-02`."""
    wording: str
    """The approved wording, with its figures."""
    evidence: str
    """Where the proof lies: a document number, a file, an address. Never read, only shown."""
    owner: str
    """Who answers for it and renews it."""
    variants: tuple[str, ...] = ()
    """Other wordings that were accepted."""
    subject: tuple[str, ...] = ()
    """What the claim is about, in the words that posts use for it; by default the capitalised words of the wording."""
    figures: tuple[str, ...] = ()
    """Further figures that may stand for those of the wording: 'nine in ten'."""
    needs: tuple[str, ...] = ()
    """Qualifiers of which every one must stand in the same post."""
    channels: tuple[str, ...] = (ALL,)
    from_: str | None = msgspec.field(default=None, name="from")
    """First day on which it may be said, ISO; None for ever before."""
    until: str | None = None
    """Last day on which it may be said, ISO; None for ever after."""

    def is_due(self, day: date) -> bool:
        """Whether its first day has come."""
        return self.from_ is None or date.fromisoformat(self.from_) <= day

    def has_expired(self, day: date) -> bool:
        """Whether its last day is over."""
        return self.until is not None and date.fromisoformat(self.until) < day

    def may_stand_on(self, channel: str | None) -> bool:
        """Whether it may be said on a channel; on an unknown one it may, since nothing says otherwise."""
        return channel is None or ALL in self.channels or channel in self.channels


class Replace(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What to write in the place of the words found: exactly one of `with`, `listed` and `case`."""

    with_: str | None = msgspec.field(default=None, name="with")
    """The words, with placeholders as in a message; empty to leave the words found out."""
    listed: bool = False
    """What the phrase's entry says in its list: `utilise -> use`."""
    case: Literal["camel", "lower", "sentence"] | None = None
    """The same letters: `#TwoWords`, `small`, `First letter`."""
    safe: bool = False
    """Whether no person need look: the meaning stays."""


class Example(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A text that pins what a rule does; `[[ ]]` in a bad one marks the span that must be found."""

    text: str
    fixed: str | None = None
    """Of a bad one: what the text is when all fixes of the rule are made, the unsafe ones too."""
    channel: str | None = None
    format: Literal["text", "markdown"] = "text"
    meta: Mapping[str, Any] = {}
    lists: Mapping[str, tuple[str, ...]] = {}
    claims: tuple[ApprovedClaim, ...] = ()
    """A register of claims for this example."""
    on: str | None = None
    line: LoaderNumber = 0
    """Where it stands in the rule file; set by the loader."""


class Pack(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A folder of rules that is switched on or off together (`pack.yaml`)."""

    title: str
    category: str
    description: str
    owner: str
    profiles: tuple[Sector, ...] = ()
    """Sectors that the pack is for: it is off unless the organisation names one; empty for a pack that is for all."""
    unless: tuple[Condition, ...] = ()
    """What clears a finding of any rule of the pack."""
    confirm: Condition | None = None
    """What must agree with a finding of any rule of the pack that is not `certain`."""
    name: LoaderText = ""
    """The folder's name; set by the loader, like `path`."""
    path: LoaderText = ""


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One rule file."""

    title: str
    severity: Severity
    cites: tuple[str, ...]
    why: str
    fix: str
    message: str
    when: Condition
    bad: tuple[Example, ...]
    good: tuple[Example, ...]
    owner: str
    status: Status = Status.STABLE
    replaced_by: str | None = None
    applies: Applies = Applies()
    sensitive: bool | None = None
    unless: tuple[Condition, ...] = ()
    misses: tuple[Example, ...] = ()
    replace: Replace | None = None
    certain: bool = False
    """Whether its findings stand without the pack's `confirm`: a shape or a check digit decides."""
    confirm: Annotated[Condition | None, SET_BY_LOADER] = None
    """Of the pack, unless `certain`; set by the loader."""
    profiles: Annotated[tuple[Sector, ...], SET_BY_LOADER] = ()
    """Of the pack; set by the loader."""
    review_by: str | None = None
    id: LoaderText = ""
    """`pack/name`; set by the loader, like `category` and `path`."""
    category: LoaderText = ""
    path: LoaderText = ""


class Law(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An entry of the law register (`citations.yaml`)."""

    cite: str
    title: str
    jurisdiction: Literal["us", "uk", "eu", "au", "standard"]
    tier: Literal["official", "copy", "paraphrase", "unverified"]
    url: str | None = None
    quote: str | None = None
    """At most 25 words of the provision."""
    verified_on: str | None = None
    """ISO date on which somebody read the current text; null where nobody has."""
    caveat: str | None = None
    id: LoaderText = ""
    """The register's key; set by the loader."""
