"""What a sentence says otherwise than the approved claim it makes; imports claim_frames and what it imports."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal, get_args

import msgspec
import regex

from postlint.detect.claim_frames import Entry, Frame, Post, Said, covers
from postlint.detect.data import word_list
from postlint.detect.figures import Figure
from postlint.detect.wording import Atom

Verdict = Literal[
    "approved",
    "other-subject",
    "other-figure",
    "other-scope",
    "stronger",
    "wrong-channel",
    "not-yet",
    "expired",
    "qualifier-missing",
    "unregistered",
]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)

_QUALIFIES = 0.6
"""Share of a qualifier's words that must stand in the post."""
_FEW, _QUALIFIES_SHORT = 4, 0.75
"""The same where it has few words."""
_DETERMINERS = frozenset({"every", "all", "each", "any"})
_PEOPLE = frozenset({"everyone", "everybody", "anyone", "anybody"})
_GREETED = regex.compile(r" (?:at|in|who|from)\b", regex.IGNORECASE)
_PLACE = regex.compile(r"\b(?:in|at|across|throughout|from|near) (?:the |our |all |my )?(?:new )?$", regex.IGNORECASE)
_LINK = regex.compile(r"\s*(?:(?:is|are|was|were|has|have|had|been|being|now|also|all)\s+)*", regex.IGNORECASE)
_PRONOUN = regex.compile(r"\b(?:it|they|this|that|these|which)\b[^,.]{0,20}$", regex.IGNORECASE)


class Made(msgspec.Struct, frozen=True):
    """A sentence that makes the claim of a frame."""

    frame: Frame
    entry: Entry
    said: Said
    region: Sequence[Atom]
    """The words of the claim, and those around them in which something may be added."""
    matched: Sequence[Atom]
    """What agrees with the core of the frame; not empty."""
    is_named: bool
    """Whether the sentence names the subject."""
    own: frozenset[str]
    """Keys of the organisation's name."""

    def shown(self, atom: Atom) -> str:
        """A word as written."""
        return self.said.text[atom.span.start - self.said.span.start : atom.span.end - self.said.span.start]

    def text_before(self, atom: Atom) -> str:
        """The sentence up to a word."""
        return self.said.text[: atom.span.start - self.said.span.start]


class Difference(msgspec.Struct, frozen=True):
    """A verdict, its reason in words that follow the claim's id, and the word that makes it."""

    verdict: Verdict
    reason: str = ""
    word: Atom | None = None


def difference(made: Made, post: Post) -> Difference:
    """The gravest difference between a sentence and the claim that it makes."""
    return _of_words(made, post) or _of_use(made, post) or Difference("approved")


def _of_words(made: Made, post: Post) -> Difference | None:
    """What the sentence itself says otherwise."""
    if (word := _other_people(made) or _other_name(made)) is not None:
        return Difference("other-subject", f"is not about '{made.shown(word)}'", word)
    if (word := _other_figure(made)) is not None:
        return Difference("other-figure", f"does not say '{made.shown(word)}'", word)
    if (word := stronger(made, made.region)) is not None:
        return Difference("stronger", f"does not say '{made.shown(word)}'", word)
    if (word := _other_verb(made)) is not None:
        return Difference("stronger", f"does not say '{made.shown(word)}'", word)
    if (word := _other_thing(made)) is not None:
        return Difference("other-subject", f"is not about '{made.shown(word)}'", word)
    if (word := _other_place(made)) is not None:
        return Difference("other-scope", f"does not say '{made.shown(word)}'", word)
    if (word := _left_out(made)) is not None:
        return Difference("other-scope", f"does not include '{made.shown(word)}'", word)
    if (year := _missing_year(made.frame, post)) is not None:
        return Difference("other-scope", f"holds for {year} only, which the post does not say")
    return None


def _of_use(made: Made, post: Post) -> Difference | None:
    """Whether the claim may be made on this day and channel, and whether all that must stand beside it does."""
    claim = made.entry.claim
    if claim.has_expired(post.day):
        return Difference("expired", f"was approved until {claim.until}")
    if not claim.is_due(post.day):
        return Difference("not-yet", f"may be said from {claim.from_} on")
    if not claim.may_stand_on(post.channel):
        return Difference("wrong-channel", f"is approved for {_listed(claim.channels)} only")
    return _of_qualifiers(made.entry, post)


def _other_people(made: Made) -> Atom | None:
    """People of another kind than those whom the wording counts."""
    people = [atom for atom in made.region if atom.group is not None]
    if not (made.entry.groups and people):
        return None
    shares = (atom for atom in made.region if atom.figure is not None and atom.figure.kind == "share")
    counted = next(shares, people[0])
    nearest = min(people, key=lambda atom: abs(atom.span.start - counted.span.end))
    return nearest if nearest.group not in made.entry.groups else None


def _other_name(made: Made) -> Atom | None:
    """A capitalised word beside our name or the subject's: part of another name."""
    strange = _strange(made)
    names = made.frame.subject
    run: list[Atom] = []
    for atom in made.said.atoms:
        if run and not (_may_be_name(atom) and _touch(run[-1], atom, made.said)):
            run = []
        run.append(atom)
        is_ours = any(made.own & one.keys or any(one.same(name) for name in names) for one in run)
        others = [one for one in run if one in strange and not one.stretch and _may_be_name(one)]
        if is_ours and others and len(run) > 1:
            return others[0]
    return None


def _other_verb(made: Made) -> Atom | None:
    """A verb of another effect where the wording's own stands nowhere: 'raised' for 'cut'."""
    effects = {name for core in made.frame.core for name, _ in core.ladder}
    stated = [atom for atom in made.region if atom.ladder and not made.entry.known & atom.keys]
    if not effects or any(effects & {name for name, _ in atom.ladder} for atom in made.matched):
        return None
    if any(atom.same(core) for atom in made.matched for core in made.frame.core if core.ladder):
        return None
    return stated[0] if stated else None


def _other_thing(made: Made) -> Atom | None:
    """A word in the place of one that the wording has: 'jars' for 'bottles', 'zinc' for 'vitamin D'."""
    plain = [atom for atom in _strange(made) if not (atom.stretch or atom.ladder) and atom.group is None]
    if not plain:
        return None
    if _lacks_a_thing(made):
        return next((atom for atom in reversed(plain) if atom.capital), plain[-1])
    first = made.matched[0]
    is_clear = made.is_named or _PRONOUN.search(made.text_before(first)) is not None
    if is_clear or (made.frame.subject and not made.frame.leads):
        return None
    if not made.frame.subject and any(atom.same(unit) for atom in made.said.atoms for unit in made.entry.units):
        return None
    ahead = [atom for atom in plain if atom.span.start < first.span.start]
    if not made.frame.subject:  # 'our care homes are rated'; not 'join the crew of a hospital rated'
        ahead = [atom for atom in ahead if _LINK.fullmatch(_between(made.said, atom, first))]
    return next((atom for atom in reversed(ahead) if atom.capital), ahead[-1] if ahead else None)


def _lacks_a_thing(made: Made) -> bool:
    """Whether a word of the wording is missing that is no verb of an effect, and no part of a qualifier either."""
    core, matched = made.frame.core, made.matched
    missing = [one for one in core if not (one.ladder or any(atom.same(one) for atom in matched))]
    if made.frame.leads and core[0] in missing:
        return True
    qualifying = frozenset().union(*(atom.keys for _, part in made.entry.qualifiers for atom in part))
    return any(not one.keys & qualifying for one in missing)


def _strange(made: Made) -> list[Atom]:
    """Words that neither wording nor qualifiers have, and that could matter."""
    known = made.entry.known | made.own
    return [atom for atom in made.region if atom.figure is None and not atom.idle and not known & atom.keys]


def _other_figure(made: Made) -> Atom | None:
    """A figure of a kind that the claim has, or a share, that is none of its own."""
    approved = {own.kind for own in made.frame.figures}
    known = {own.kind for own in made.entry.figures}
    for atom in made.region:
        figure = atom.figure
        if figure is None or any(figure.may_stand_for(own) for own in made.entry.figures):
            continue
        matters = ("share", "times", *approved, *(known & {"year"}))
        if figure.kind in matters or (figure.kind == "number" and "share" in approved and not _has_share(made)):
            return atom
    return None


def _has_share(made: Made) -> bool:
    shares = (atom.figure is not None and atom.figure.kind == "share" for atom in made.region)
    return any(shares) or covers(made.region, made.frame.figures)


def stronger(made: Made, words: Sequence[Atom]) -> Atom | None:
    """A word that says more than the wording: a stronger verb, or one that widens, promises or boasts."""
    levels: dict[str, int] = {}
    for core in made.frame.core:
        for name, level in core.ladder:
            levels[name] = max(level, levels.get(name, 0))
    for atom in words:
        if any(key[0] != "=" for key in made.entry.known & atom.keys):
            continue
        climbs = [level > levels[name] for name, level in atom.ladder if name in levels]
        if climbs and all(climbs):
            return atom
        stretch = atom.stretch if made.frame.figures else atom.stretch - {"rate"}
        if stretch and not covers([atom], made.frame.figures) and not _means_no_more(atom, made):
            return atom
    return None


def _means_no_more(atom: Atom, made: Made) -> bool:
    """Whether an 'every' goes with the thing that the wording speaks of as a whole ('every bottle'), or greets all."""
    if atom.word in _PEOPLE:
        return _GREETED.match(made.said.text, atom.span.end - made.said.span.start) is not None
    if atom.word not in _DETERMINERS or made.entry.groups:
        return False
    names = made.own.union(*(name.keys for name in made.frame.subject))
    following = (one for one in made.region if one.span.start > atom.span.start and not one.keys & names)
    thing = next(following, None)
    return thing is not None and any(thing.same(core) for core in made.frame.core if not core.ladder)


def _other_place(made: Made) -> Atom | None:
    """A place that neither wording nor qualifier has."""
    for atom in _strange(made):
        if _may_be_name(atom) and _PLACE.search(made.text_before(atom)):
            return atom
    return None


def _left_out(made: Made) -> Atom | None:
    """Something that a qualifier takes out of the claim, and the sentence takes in."""
    if any("=exclude" in atom.keys or "not" in atom.keys for atom in made.said.atoms):
        return None
    return next((atom for atom in made.region if any(atom.same(out) for out in made.entry.excluded)), None)


def _missing_year(frame: Frame, post: Post) -> str | None:
    """The year of the wording, if the post does not say it."""
    stated = {atom.figure.value for one in post.sentences for atom in one.atoms if atom.figure is not None}
    missing = [own for own in frame.figures if own.kind == "year" and own.value not in stated]
    return f"{missing[0].value:.0f}" if missing else None


def _of_qualifiers(entry: Entry, post: Post) -> Difference | None:
    """The first part of a qualifier that the post says otherwise, or not at all."""
    own = [atom for one in post.sentences for atom in one.atoms]
    for text, part in entry.qualifiers:
        words = [atom for atom in part if atom.figure is None]
        share = sum(any(atom.same(word) for atom in own) for word in words) / len(words) if words else 1.0
        enough = _QUALIFIES if len(words) > _FEW else _QUALIFIES_SHORT
        missing = [atom.figure for atom in part if atom.figure is not None and not _is_stated(atom.figure, own)]
        if share >= enough and not missing:
            continue
        otherwise = next(filter(None, (_said_otherwise(number, part, own) for number in missing)), None)
        if otherwise is not None:
            return Difference("other-scope", f"does not say '{otherwise.word}'")
        return Difference("qualifier-missing", f"needs '{text}' beside it")
    return None


def _is_stated(number: Figure, own: Sequence[Atom]) -> bool:
    return any(atom.figure is not None and atom.figure.may_stand_for(number) for atom in own)


def _said_otherwise(number: Figure, part: Sequence[Atom], own: Sequence[Atom]) -> Atom | None:
    """A figure that stands before the same word as the qualifier's, and is another one."""
    things = [after for atom, after in pairwise(part) if atom.figure == number]
    for here, after in pairwise(own):
        is_beside = after.span.start - here.span.end < 3
        is_alike = here.figure is not None and here.figure.kind == number.kind
        if is_alike and is_beside and any(after.same(thing) for thing in things):
            return here
    return None


def _may_be_name(atom: Atom) -> bool:
    """Whether a word is capitalised, and no day, month or word that only opens a sentence."""
    return atom.capital and atom.word not in word_list("calendar-words") | word_list("function-words")


def _touch(atom: Atom, head: Atom, said: Said) -> bool:
    """Whether two words stand side by side, as the words of a name do."""
    first, second = sorted((atom, head), key=lambda word: word.span)
    return _between(said, first, second) in (" ", "-", " and ", "'s ")


def _between(said: Said, first: Atom, second: Atom) -> str:
    """What stands between two words."""
    return said.text[first.span.end - said.span.start : second.span.start - said.span.start]


def _listed(names: Sequence[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]
