"""Approved claims and sentences made ready to be compared; imports wording, figures, rules (schema), types.

A wording becomes a frame: what it is about, what it says of it, with which figures.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import msgspec
import regex

from postlint.detect.figures import Figure, figures
from postlint.detect.wording import Atom, atoms
from postlint.rules.schema import ApprovedClaim
from postlint.types import Span

_BRACKETS = regex.compile(r"\([^()]*\)|\[[^\[\]]*\]")


class Frame(msgspec.Struct, frozen=True):
    """One wording of an approved claim, ready to be compared."""

    claim: int
    subject: tuple[Atom, ...]
    """The words by which the subject is known: at least the last must stand in the sentence."""
    core: tuple[Atom, ...]
    keys: frozenset[str]
    """Under which the words of the core are looked for (`keys_of`)."""
    weights: tuple[float, ...]
    figures: tuple[Figure, ...]
    leads: bool
    """Whether the subject stands before what is said of it."""

    @property
    def weight(self) -> float:
        """Of all of the core."""
        return sum(self.weights)


class Entry(msgspec.Struct, frozen=True):
    """What all frames of an approved claim share."""

    claim: ApprovedClaim
    known: frozenset[str]
    """Keys of all words that wording, variants and qualifiers hold: who uses them adds nothing."""
    wording: frozenset[str]
    """The same without those of qualifiers."""
    has_name: bool
    """Whether the wording names the organisation or a product: without, whoever speaks means their own."""
    figures: tuple[Figure, ...]
    """Every figure that may stand in the sentence."""
    further: tuple[Figure, ...]
    """Those that the register accepts in place of the wording's own."""
    groups: frozenset[int]
    qualifiers: tuple[tuple[str, tuple[Atom, ...]], ...]
    """By their wording, without the organisation's own name: what is said is said of it."""
    units: tuple[Atom, ...]
    """Names of parts of the organisation that a qualifier holds ('Leeds'): who names one speaks of it."""
    excluded: tuple[Atom, ...]
    """What a qualifier takes out: 'excludes cap'."""


class Said(msgspec.Struct, frozen=True):
    """A sentence of a post, and what its neighbours are about."""

    text: str
    span: Span
    atoms: tuple[Atom, ...]
    before: frozenset[str]
    """Keys of the words that stood before it in its block: what 'it' may mean."""


class Post(msgspec.Struct, frozen=True):
    """All that a post says, and where and when."""

    sentences: tuple[Said, ...]
    channel: str | None
    day: date


def said(sentences: Sequence[tuple[Span, str]]) -> tuple[Said, ...]:
    """Sentences as they are compared, what stands in brackets apart; the spans are those of the texts."""
    found = []
    before: frozenset[str] = frozenset()
    for span, text in sentences:
        brackets = list(_BRACKETS.finditer(text))
        main = _BRACKETS.sub(lambda match: " " * len(match.group()), text) if brackets else text
        parts = [(span.start, main), *((span.start + match.start(), match.group()) for match in brackets)]
        for start, part in parts:
            own = tuple(atoms(part, start))
            found.append(Said(part, Span(start, start + len(part)), own, before))
            before = before.union(*(one.keys for one in own))
    return tuple(found)


def entry_of(claim: ApprovedClaim, own: frozenset[str]) -> Entry:
    """The parts of an approved claim; `own` are keys of the organisation's name."""
    wordings = [atom for text in (claim.wording, *claim.variants, *claim.subject) for atom in atoms(text)]
    has_name = bool(claim.subject) or any(own & atom.keys for atom in wordings)
    qualifiers = tuple((part, _without_own(part, own)) for need in claim.needs for part in _parts(need))
    needed = [atom for need in claim.needs for atom in atoms(need)]
    further = [figure for text in claim.figures for figure in figures(text)]
    excluded: list[Atom] = []
    for _, part in qualifiers:
        at = next((index for index, atom in enumerate(part) if "=exclude" in atom.keys), None)
        excluded += part[at + 1 :] if at is not None and _names_things(part) else ()
    return Entry(
        claim=claim,
        known=frozenset().union(*(atom.keys for atom in (*wordings, *needed))),
        wording=frozenset().union(*(atom.keys for atom in wordings)),
        has_name=has_name,
        figures=tuple([atom.figure for atom in (*wordings, *needed) if atom.figure is not None] + further),
        further=tuple(further),
        groups=frozenset(atom.group for atom in wordings if atom.group is not None),
        qualifiers=qualifiers,
        units=tuple(atom for _, part in qualifiers for atom in part if atom.capital and not own & atom.keys),
        excluded=tuple(excluded),
    )


def _without_own(part: str, own: frozenset[str]) -> tuple[Atom, ...]:
    """The words of a qualifier; of a name that begins with the organisation's, the last alone ('Leeds')."""
    found = atoms(part)
    names = [run for run in runs_of_capitals(found, part) if any(own & atom.keys for atom in run)]
    dropped = [atom for run in names for atom in run[:-1]]
    return tuple(atom for atom in found if atom not in dropped)


def _names_things(part: Sequence[Atom]) -> bool:
    """Whether a qualifier says what is left out ('excludes cap'), rather than that something is not so."""
    return not any("not" in atom.keys for atom in part)


def _parts(need: str) -> list[str]:
    """The sentences of a qualifier: each must stand in the post."""
    return [part.strip() for part in regex.split(r"(?<=[.!?])\s+", need) if part.strip()]


def runs_of_capitals(own: Sequence[Atom], wording: str) -> list[list[Atom]]:
    """Runs of capitalised words, without a first word that is capitalised for being the first."""
    runs: list[list[Atom]] = []
    for atom in own:
        is_opening = not wording[: atom.span.start].strip() and bool(atom.ladder or atom.group is not None)
        if atom.figure is not None or not atom.capital or is_opening:
            continue
        if runs and not wording[runs[-1][-1].span.end : atom.span.start].strip():
            runs[-1].append(atom)
        else:
            runs.append([atom])
    return runs


def rarest_key(atom: Atom) -> str:
    """The key by which it is counted how common an atom is among all wordings."""
    return next((key for key in sorted(atom.keys) if key[0] == "="), "") or min(atom.keys, default=atom.word)


def keys_of(atom: Atom) -> Iterator[str]:
    """Under which keys an atom is looked for: its own, and the effects of which its verb is one.

    A word stands where a wording has another when they share one.
    """
    yield from atom.keys
    for name, _ in atom.ladder:
        yield f"^{name}"


def covers(region: Sequence[Atom], approved: Sequence[Figure]) -> bool:
    """Whether words stand for the figure: 'entirely' is 100%."""
    return any(one.kind == "share" and one.value == 100 for one in approved) and any(
        "=entirely" in atom.keys for atom in region
    )
