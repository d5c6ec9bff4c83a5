"""Sentences compared with the register of approved claims; imports claim_frames, claim_differences.

A sentence that has most of a frame makes its claim, in whatever order and inflection; what differs then, is looked for
(`claim_differences`). Which frames to look at, an index of words tells: a register of thousands costs hardly more than
one of six.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence

import msgspec
import regex

from postlint.detect.claim_differences import Made, Verdict, difference, stronger
from postlint.detect.claim_frames import (
    Entry,
    Frame,
    Post,
    Said,
    covers,
    entry_of,
    keys_of,
    rarest_key,
    runs_of_capitals,
)
from postlint.detect.wording import Atom, atoms
from postlint.rules.schema import ApprovedClaim
from postlint.types import Span

_MAKES_THE_CLAIM = 0.55
"""Share of a frame's weight that a sentence must have to make its claim."""
_NAMED_OR_EXACT = 0.4
"""The same where the sentence also has the figure, or the subject by name."""
_NAMED_AND_EXACT = 0.25
"""The same where it has both."""
_ALL_BUT = 0.8
"""The same where nothing in the sentence says that it is about the organisation."""
_HOLDS = 0.6
"""Share of a qualifier's words that make a sentence its own."""
_BESIDE = 1
"""Other words that such a sentence may hold: with more it says something of its own, to be read."""
_CURES = 2
"""The rung of the ladder of effects on which verbs of healing and preventing stand."""
_BEFORE, _AFTER = 6, 9
"""Atoms around the words of the claim in which something may be added to it."""
_OURS = regex.compile(r"\b(?:we|our|ours|us|my)\b", regex.IGNORECASE)
_OPENING = regex.compile(r"[:,]\s")
_BREAK = regex.compile(
    r";|, and |,? and (?=(?:we|our|you|your|it|they|the|there|my|i)\b)|\s[-–—]\s"
    r"|\b(?:but|whereas|although|though|because)\b",
    regex.IGNORECASE,
)


class Statement(msgspec.Struct, frozen=True):
    """A sentence that makes a claim of the register, rightly or not, or one of a product that no entry covers."""

    span: Span
    """From the first to the last word of the claim."""
    verdict: Verdict
    claim: ApprovedClaim | None
    """The entry that it makes; None for `unregistered`."""
    difference: str
    """What is not as approved, to follow the claim's id; empty for `approved`."""
    says: Span
    """The word that decides whether it is said at all: 'does not *cut*' says nothing."""


class Comparison:
    """The register, ready to be asked."""

    def __init__(
        self, claims: Sequence[ApprovedClaim], own_names: Sequence[str] = (), products: Sequence[str] = ()
    ) -> None:
        """`own_names` are the names of the organisation and of its parts.

        Words that several of them share tell nothing apart, as 'Meridian' of Meridian Health and Meridian Labs.
        """
        named = [frozenset(key for atom in atoms(name) for key in atom.keys) for name in own_names]
        shared = Counter(key for keys in named for key in keys)
        alone = len(named) == 1
        self._own = frozenset(key for key, count in shared.items() if count > 1 or alone)
        self._entries = tuple(entry_of(claim, self._own) for claim in claims)
        found = [frame for number in range(len(claims)) for frame in self._frames(number)]
        spread = Counter(key for frame in found for key in {rarest_key(atom) for atom in frame.core})
        total = len(found)
        self._frames_weighed = tuple(
            msgspec.structs.replace(
                frame, weights=tuple(math.log(1 + total / spread[rarest_key(atom)]) for atom in frame.core)
            )
            for frame in found
        )
        self._totals = tuple(frame.weight for frame in self._frames_weighed)
        subjects = [frame.subject for frame in found]
        subjects += [tuple(atoms(product)) for product in products]
        parts = frozenset().union(*named)
        self._products = frozenset().union(*(one[-1].keys for one in subjects if one)) - parts
        self._names = frozenset().union(*(atom.keys for one in subjects for atom in one)) | self._own
        self._named_by: dict[str, set[int]] = defaultdict(set)
        self._postings: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for number, frame in enumerate(self._frames_weighed):
            for key in frame.subject[-1].keys if frame.subject else ():
                self._named_by[key].add(number)
            for position, atom in enumerate(frame.core):
                for key in keys_of(atom):
                    self._postings[key].append((number, position))

    def _frames(self, number: int) -> Iterator[Frame]:
        claim = self._entries[number].claim
        aliases = [atom for alias in claim.subject for atom in atoms(alias)]
        for wording in (claim.wording, *claim.variants):
            own = atoms(wording)
            run = self._subject(own, wording)
            names = aliases or [atom for atom in run if self._own.isdisjoint(atom.keys)] or run
            keys = frozenset().union(*(one.keys for one in (*names, *run)))
            core = [
                one
                for one in own
                if one.figure is None and not one.idle and keys.isdisjoint(one.keys) and self._own.isdisjoint(one.keys)
            ]
            if not core:
                core = [one for one in own if one.figure is None] or own
            yield Frame(
                claim=number,
                subject=tuple(names),
                core=tuple(core),
                keys=frozenset(key for atom in core for key in keys_of(atom)),
                weights=(),
                figures=tuple(one.figure for one in own if one.figure is not None),
                leads=bool(run) and run[0].span.start <= core[0].span.start,
            )

    def _subject(self, own: Sequence[Atom], wording: str) -> list[Atom]:
        """The name that the wording is about: one that holds the organisation's, or else the one it begins with."""
        runs = runs_of_capitals(own, wording)
        ours = [run for run in runs if any(self._own & atom.keys for atom in run)]
        opening = [run for run in runs if not regex.search(r"\w", wording[: run[0].span.start].removeprefix("The "))]
        return next(iter([*ours, *opening]), [])

    def statements(self, post: Post) -> Iterator[Statement]:
        """What a post says that the register knows, in order; of a sentence at most one statement a claim."""
        for one in post.sentences:
            found: dict[int, tuple[float, Statement]] = {}
            for number, share in self._candidates(one):
                frame = self._frames_weighed[number]
                statement = self._compare(frame, share, one, post)
                if statement is None:
                    continue
                is_named = any(atom.same(name) for name in frame.subject[-1:] for atom in one.atoms)
                rank = (statement.verdict == "approved") + (statement.verdict in _ABOUT_ALL) * 0.5 + share
                rank += is_named * 0.3
                if frame.claim not in found or found[frame.claim][0] < rank:
                    found[frame.claim] = rank, statement
            yield from _best(found.values()) if found else self._unregistered(one)

    def qualifying(self, post: Post, statements: Sequence[Statement]) -> Iterator[Span]:
        """Sentences that say what a statement's qualifier says: they belong to it."""
        entries = [entry for entry in self._entries if any(entry.claim is one.claim for one in statements)]
        parts = [(part, entry.known | self._own) for entry in entries for _, part in entry.qualifiers]
        for one in post.sentences:
            if any(_holds(part, one.atoms, known) for part, known in parts):
                yield one.span

    def _unregistered(self, one: Said) -> Iterator[Statement]:
        """A figure for what a product of ours does, or an illness that it acts on."""
        named = [atom for atom in one.atoms if atom.capital and atom.keys & self._names]
        if not any(atom.keys & self._products for atom in named) or any("=price" in atom.keys for atom in one.atoms):
            return
        figures = [atom for atom in one.atoms if atom.figure is not None and atom.figure.kind in ("share", "times")]
        effects = [atom for atom in one.atoms if atom.ladder]
        cures = [atom for atom in effects if ("effect", _CURES) in atom.ladder]
        ills = [atom for atom in one.atoms if "ill" in atom.stretch]
        words = [*named, *figures, *effects] if figures and effects else [*named, *cures, *ills]
        if (figures and effects) or (cures and ills):
            span = Span(min(atom.span.start for atom in words), max(atom.span.end for atom in words))
            says = (cures or effects)[-1].span
            yield Statement(span, "unregistered", None, "no entry of the register says so", says)

    def _candidates(self, one: Said) -> Iterator[tuple[int, float]]:
        """Frames of which the sentence has enough, and how much.

        In a large register many share a word or two with any sentence, so this asks only for what costs little.
        """
        named = set[int]().union(*(self._named_by.get(key, ()) for atom in one.atoms for key in atom.keys))
        matched: dict[int, set[int]] = defaultdict(set)
        numbers = [atom for atom in one.atoms if atom.figure is not None]
        for key in {key for atom in one.atoms for key in keys_of(atom)}:
            for number, position in self._postings.get(key, ()):
                matched[number].add(position)
        for number, positions in sorted(matched.items()):  # of two that fit alike, the first of the register counts
            frame = self._frames_weighed[number]
            share = sum([frame.weights[position] for position in positions]) / self._totals[number]
            is_named = number in named
            if share >= _needed(is_named, False) or (
                share >= _needed(is_named, True)
                and any(_is_exact(atom, frame, self._entries[frame.claim]) for atom in numbers)
            ):
                yield number, share

    def _compare(self, frame: Frame, share: float, one: Said, post: Post) -> Statement | None:
        entry = self._entries[frame.claim]
        matched = [atom for atom in one.atoms if not frame.keys.isdisjoint(keys_of(atom))]
        exact = [atom for atom in one.atoms if _is_exact(atom, frame, entry)]
        about = [atom for atom in one.atoms if any(atom.same(name) for name in frame.subject)]
        is_named = any(atom.same(frame.subject[-1]) for atom in about)
        if not self._is_about_it(frame, share, one, matched, bool(exact), is_named):
            return None
        region = _region(one, [*matched, *exact, *about])
        made = Made(frame, entry, one, region, matched, is_named, self._own)
        if _lacks_figure(made, share):
            return None
        words = [atom for atom in (*matched, *exact, *about) if atom in region]
        found = difference(made, post)
        words += [found.word] if found.word is not None else []
        words += [atom for atom in region if self._own & atom.keys and atom.capital]
        span = Span(min(atom.span.start for atom in words), max(atom.span.end for atom in words))
        said_of_it = [atom for atom in matched if atom in region]
        says = next((atom for atom in said_of_it if atom.ladder), said_of_it[-1]).span
        return Statement(span, found.verdict, entry.claim, found.reason, says)

    def _is_about_it(
        self, frame: Frame, share: float, one: Said, matched: Sequence[Atom], has_exact: bool, is_named: bool
    ) -> bool:
        """Whether a sentence says what a frame says, however distorted; `share` is what it has of its weight."""
        entry = self._entries[frame.claim]
        same = sum(not frame.keys.isdisjoint(atom.keys) for atom in matched)
        if share < _needed(is_named, has_exact) or not (has_exact or is_named or same > 1):
            return False
        if not has_exact and all(atom.keys <= entry.known - entry.wording for atom in matched):
            return False
        is_ours = is_named or self._speaks_of_us(one, frame)
        return is_ours or (share >= _ALL_BUT and (has_exact or not entry.has_name))

    def _speaks_of_us(self, one: Said, frame: Frame) -> bool:
        """Whether the sentence names the organisation or says 'we', or the subject was named before."""
        if any(self._own & atom.keys for atom in one.atoms) or _OURS.search(one.text):
            return True
        return bool(frame.subject) and not frame.subject[-1].keys.isdisjoint(one.before)


_ABOUT_ALL = frozenset({"qualifier-missing", "wrong-channel", "expired", "not-yet"})
"""Verdicts on a statement whose words are right."""


def _best(found: Collection[tuple[float, Statement]]) -> Iterator[Statement]:
    """Of statements on the same words the likeliest."""
    kept: list[Statement] = []
    for _, statement in sorted(found, key=lambda pair: -pair[0]):
        if not any(statement.span.overlaps(other.span) for other in kept):
            kept.append(statement)
    yield from sorted(kept, key=lambda one: one.span)


def _lacks_figure(made: Made, share: float) -> bool:
    """Whether a sentence has no figure where the wording has one, and says nothing stronger in its place."""
    kinds = {own.kind for own in made.frame.figures} - {"year"}
    if not kinds or covers(made.said.atoms, made.frame.figures):
        return False
    if any(atom.figure is not None and atom.figure.kind in (*kinds, "times") for atom in made.said.atoms):
        return False
    return share < _MAKES_THE_CLAIM or stronger(made, made.said.atoms) is None


def _holds(part: Sequence[Atom], own: Sequence[Atom], known: frozenset[str]) -> bool:
    """Whether a sentence has most of the words of a qualifier, and hardly any that its entry does not know."""
    words = [atom for atom in part if atom.figure is None]
    others = [atom for atom in own if atom.figure is None and not atom.idle and not atom.keys & known]
    found = sum(any(atom.same(word) for atom in own) for word in words)
    return bool(words) and found >= _HOLDS * len(words) and len(others) <= _BESIDE


def _needed(is_named: bool, has_exact: bool) -> float:
    """The share of a frame's weight that makes its claim."""
    if is_named and has_exact:
        return _NAMED_AND_EXACT
    return _NAMED_OR_EXACT if is_named or has_exact else _MAKES_THE_CLAIM


def _is_exact(atom: Atom, frame: Frame, entry: Entry) -> bool:
    """Whether an atom is the figure that the wording has, no year."""
    approved = [*frame.figures, *entry.further]
    return atom.figure is not None and any(own.kind != "year" and atom.figure.may_stand_for(own) for own in approved)


def _region(one: Said, words: Sequence[Atom]) -> list[Atom]:
    """The words in which something may be added to the claim: around its own, as far as the clause goes."""
    indexes = [index for index, atom in enumerate(one.atoms) if atom in words]
    first, last = indexes[0], indexes[-1]
    low = max(0, first - _BEFORE)
    high = min(len(one.atoms), last + 1 + _AFTER)
    start, end = one.atoms[first].span.start - one.span.start, one.atoms[last].span.end - one.span.start
    breaks = [*_BREAK.finditer(one.text, 0, start), *_OPENING.finditer(one.text, 0, start)]
    left = max((match.end() for match in breaks if one.text[match.end() : start].strip()), default=0)
    right = next((match.start() for match in _BREAK.finditer(one.text, end)), len(one.text))
    inside = Span(left + one.span.start, right + one.span.start)
    return [atom for atom in one.atoms[low:high] if inside.contains(atom.span)]
