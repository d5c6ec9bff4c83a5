"""Making the fixes that findings carry, until there is nothing more to fix; imports types.

A round makes every edit that it may and that no other one stands in the way of, then the text is checked again. An edit
that does not mend (the rule still finds something on the new words), that makes the draft unreadable, or that other
edits undo, is refused, and all is begun anew without it: what comes out is at rest, and fixing it changes nothing.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Sequence

import msgspec

from postlint.types import Finding, Report, Span, Status

ROUNDS = 10
"""Rounds after which edits that still make each other necessary are taken for a circle."""

ATTEMPTS = 20
"""How often all is begun anew; rules that are not at peace even then leave the draft as it is."""

Refusal = tuple[str, str, str]
"""A rule, the words it wants to replace, and by what."""


class Fixed(msgspec.Struct, frozen=True):
    """A draft after its fixes."""

    text: str
    report: Report
    """Of the fixed text."""
    applied: tuple[Finding, ...] = ()
    """The findings that were mended, round by round; their spans index the text of their round."""


def fix(report: Report, check: Callable[[str], Report], *, unsafe: bool = False) -> Fixed:
    """Make the safe fixes of the draft that a report is on, and with `unsafe` the others; `check` reports on a text."""
    refused: set[Refusal] = set()
    for _ in range(ATTEMPTS):
        fixed, more = _round_after_round(Fixed(report.source, report), check, unsafe, refused)
        if not more:
            return fixed
        refused |= more
    return Fixed(report.source, report)


def _round_after_round(
    fixed: Fixed, check: Callable[[str], Report], unsafe: bool, refused: set[Refusal]
) -> tuple[Fixed, set[Refusal]]:
    """The draft at rest; or what must be refused to get there."""
    for _ in range(ROUNDS):
        chosen = choose(fixed.report.findings, fixed.text, unsafe=unsafe, refused=refused)
        if not chosen:
            return fixed, set()
        text, places = apply(fixed.text, chosen)
        report = check(text)
        bad = _did_not_mend(chosen, places, fixed.report, report)
        if bad:
            return fixed, _refusals(bad, fixed.text)
        previous, fixed = fixed, Fixed(text, report, (*fixed.applied, *chosen))
    return fixed, _refusals(chosen, previous.text)


def choose(
    findings: Iterable[Finding], text: str, *, unsafe: bool = False, refused: Iterable[Refusal] = ()
) -> tuple[Finding, ...]:
    """The findings whose edits are made together: of edits that overlap the worst, then the first, then the longest."""
    no = frozenset(refused)
    wanted = [
        one
        for one in findings
        if one.edits and (unsafe or all(edit.safe for edit in one.edits)) and no.isdisjoint(_refusals([one], text))
    ]
    wanted.sort(key=_precedence)
    taken: list[Span] = []
    chosen: list[Finding] = []
    for one in wanted:
        if all(_is_free(taken, edit.span) for edit in one.edits):
            for edit in one.edits:
                insort(taken, edit.span)
            chosen.append(one)
    return tuple(sorted(chosen, key=lambda one: one.edits[0].span))


def apply(text: str, findings: Sequence[Finding]) -> tuple[str, dict[int, list[Span]]]:
    """The text after all edits of findings, and where the new words of each finding, by its index, stand in it."""
    edits = sorted(
        ((edit, index) for index, one in enumerate(findings) for edit in one.edits), key=lambda pair: pair[0].span
    )
    pieces: list[str] = []
    places: dict[int, list[Span]] = {}
    done = length = 0
    for edit, index in edits:
        length += edit.span.start - done
        places.setdefault(index, []).append(Span(length, length + len(edit.text)))
        pieces += (text[done : edit.span.start], edit.text)
        length += len(edit.text)
        done = edit.span.end
    return "".join([*pieces, text[done:]]), places


def _precedence(one: Finding) -> tuple[bool, int, int, int, str]:
    on_trial = one.status is Status.TRIAL
    return on_trial, one.severity.rank, one.span.start, -len(one.span), one.rule


def _is_free(taken: Sequence[Span], span: Span) -> bool:
    """Whether a span overlaps none of some sorted, disjoint ones."""
    index = bisect_left(taken, span)
    return (index == 0 or taken[index - 1].end <= span.start) and (
        index == len(taken) or span.end <= taken[index].start
    )


def _did_not_mend(
    chosen: Sequence[Finding], places: dict[int, list[Span]], before: Report, after: Report
) -> Sequence[Finding]:
    """Findings that their own edits left standing; all, where the draft can no longer be read as before."""
    if {one.code for one in after.failures} - {one.code for one in before.failures}:
        return chosen
    still: dict[str, list[Span]] = {}
    for one in (*after.findings, *(item.finding for item in after.suppressed)):
        still.setdefault(one.rule, []).append(one.span)
    return [
        one
        for index, one in enumerate(chosen)
        if any(_is_on(place, span) for place in places[index] for span in still.get(one.rule, ()))
    ]


def _is_on(place: Span, span: Span) -> bool:
    """Whether a finding stands on new words; where words were left out, whether it goes across the gap."""
    return place.overlaps(span) if place else span.start < place.start < span.end


def _refusals(findings: Iterable[Finding], text: str) -> set[Refusal]:
    return {(one.rule, text[edit.span.start : edit.span.end], edit.text) for one in findings for edit in one.edits}
