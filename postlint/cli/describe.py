"""A rule's conditions in plain words, for `postlint explain`; imports conditions and rules (schema)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from postlint.conditions.assertion import Assertion
from postlint.conditions.claim import Claim
from postlint.conditions.combine import All, Any, Count, Not
from postlint.conditions.entity import Entity
from postlint.conditions.meta import Meta
from postlint.conditions.metric import Metric
from postlint.conditions.pattern import Pattern
from postlint.conditions.secret import Secret
from postlint.conditions.terms import Terms
from postlint.rules.schema import Condition, Rule, Within, Words

SHOWN = 6
"""Phrases that are named before the rest are counted."""

LONGEST = 60
"""Characters of a regular expression that are shown: `postlint rules show` prints the rest."""

Line = tuple[int, str]
"""How deep, and what."""

_UNITS = {
    "sentence": "in the same sentence",
    "paragraph": "in the same paragraph",
    "post": "anywhere in the post",
    "opening": "in the opening of the post",
    "covering": "around its first word",
}
_FORMS = {"word": "", "lemma": ", in any form", "exact": ", in exactly this case"}


def described(rule: Rule) -> list[Line]:
    """What the rule finds, and what clears a finding."""
    lines = _lines(rule.when, 0, rule.when.within or "sentence")
    for condition in rule.unless:
        within = condition.within or rule.when.within or "sentence"
        lines += _lines(condition, 0, within, f"unless there is, {_unit(within)}: ")
    return lines


def switch(rule: Rule) -> str:
    """How to switch on the pack of a rule that is off because no profile of the organisation asks for it."""
    pack = rule.id.partition("/")[0]
    asked = " or ".join(f"`profiles: [{name}]`" for name in rule.profiles)
    return f"Off without a profile; {asked} in postlint.yaml switches the pack on, and so does `packs: {{{pack}: on}}`"


def _lines(condition: Condition, depth: int, within: Within, lead: str = "") -> list[Line]:
    """`condition` after `lead`; what it combines stands below, one deeper."""
    within = condition.within or within
    match condition:
        case All():
            subject, *others = condition.all
            lines = _lines(subject, depth, within, lead)
            for other in others:
                near = other.within or within
                if isinstance(other, Not):
                    lines += _lines(other.not_, depth + 1, near, f"and not, {_unit(near)}: ")
                else:
                    lines += _lines(other, depth + 1, near, f"and, {_unit(near)}: ")
            return lines
        case Any():
            inner = [line for member in condition.any for line in _lines(member, depth + 1, within, "- ")]
            return [(depth, f"{lead}one of"), *inner]
        case Count():
            different = " different" if condition.distinct else ""
            head = f"{lead}at least {condition.at_least}{different}, {_unit(within)}, of"
            return [(depth, head), *_lines(condition.count, depth + 1, within, "- ")]
        case _:
            return [(depth, lead + _leaf(condition))]


def _leaf(condition: Condition) -> str:
    match condition:
        case Terms():
            return f"{_phrases(condition.terms)}{_FORMS[condition.match]}{_except(condition.not_in)}"
        case Pattern():
            check = f" that passes the {condition.check} check" if condition.check else ""
            return f"text like {_pattern(condition.pattern)}{check}{_except(condition.not_in)}"
        case Entity():
            sure = f", at least {condition.min_confidence:.0%} sure" if condition.min_confidence else ""
            return f"{_listed(condition.entity)}{sure}{_except(condition.not_in)}"
        case Secret():
            kinds = "a secret" if "any" in condition.secret else f"a secret: {_listed(condition.secret)}"
            return kinds + _except(condition.not_in)
        case Metric():
            most = f" above {_limit(condition.max)}" if condition.max is not None else ""
            least = f" below {_limit(condition.min)}" if condition.min is not None else ""
            return f"{condition.metric.replace('-', ' ')}{' or'.join(part for part in (most, least) if part)}"
        case Meta():
            return f"`{condition.meta}` of the draft {_test(condition)}"
        case Assertion():
            return f"words that are {_listed(condition.assertion)}"
        case Claim():
            verdicts = "" if "any" in condition.claim else f", with the verdict {_listed(condition.claim)}"
            return f"a statement that makes a claim of the register{verdicts}"
        case _:
            return _other(condition)


def _other(condition: Condition) -> str:
    """A kind that has no words of its own here: what the rule file says."""
    values: dict[str, object] = msgspec.to_builtins(condition)
    return ", ".join(f"{key}: {value}" for key, value in values.items() if value not in (None, [], ()))


def _pattern(pattern: str) -> str:
    """A regular expression on one line, its beginning if it is long."""
    text = " ".join(pattern.removeprefix("(?x)").split())
    return f"/{text}/" if len(text) <= LONGEST else f"/{text[: LONGEST - 1]}…/"


def _phrases(terms: Sequence[str]) -> str:
    lists = [term for term in terms if term.startswith("$")]
    words = [f"'{term}'" for term in terms if not term.startswith("$")]
    more = [f"{len(words) - SHOWN} more phrases"] if len(words) > SHOWN + 1 else []
    of_lists = [f"a phrase of {_listed(lists)}"] if lists else []
    return _listed([*of_lists, *(words[:SHOWN] if more else words), *more])


def _except(not_in: Sequence[str]) -> str:
    return f" (but not {_phrases(not_in)})" if not_in else ""


def _listed(words: Sequence[str]) -> str:
    """`a, b or c`."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def _limit(limit: float | Mapping[str, float]) -> str:
    if isinstance(limit, Mapping):
        return ", ".join(f"{value:g} ({channel})" for channel, value in limit.items())
    return f"{limit:g}"


def _test(condition: Meta) -> str:
    if condition.is_ is not None:
        return f"is {condition.is_}"
    if condition.matches is not None:
        return f"is like {_pattern(condition.matches)}"
    values = condition.in_ if condition.in_ is not None else (condition.equals,)
    return f"is {_listed([str(value) for value in values])}"


def _unit(within: Within) -> str:
    if isinstance(within, Words):
        return f"at most {within.words} words away"
    return _UNITS[within]
