"""`postlint claims list|check`: look at the register of approved claims, and find what is wrong with it.

Imports linter, register, report.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import click
from rich.cells import cell_len

from postlint.cli import options
from postlint.cli.outcome import CLEAN, FOUND, UNCHECKED, Refused
from postlint.report.snippet import visible
from postlint.report.style import Style, count, wrap
from postlint.rules.schema import ApprovedClaim
from postlint.types import Severity

if TYPE_CHECKING:
    from postlint.linter import Linter
    from postlint.organisation.claims import ClaimsRegister
    from postlint.register import Problem

HEADING = ("id", "state", "until", "owner", "channels")

within_option = click.option(
    "--within",
    metavar="DAYS",
    type=click.IntRange(min=0),
    default=60,
    show_default=True,
    help="An entry with at most so many days left is about to expire.",
)
on_option = click.option(
    "--on", "today", metavar="DATE", callback=options.day, help="As of this day (2027-01-31); default: today."
)


@click.group(context_settings=options.HELP)
def command() -> None:
    """Look at the register of what your organisation may claim, and find what is wrong with it."""


@command.command("list")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", help="Default: text.")
@within_option
@on_option
@options.config_option
@options.no_color_option
def list_(format_: str, within: int, today: date | None, config: str | None, no_color: bool) -> None:
    """List the approved claims: until when, where and by whom, and which are about to expire."""
    _, register = _register(config, today)
    day = today or date.today()
    if format_ == "json":
        rows = [_row(claim, day, within) for claim in register.claims]
        options.write_utf_8(json.dumps(rows, ensure_ascii=False, indent=2) + "\n")
        return
    style = Style(options.wants_colour(no_color))
    if register.claims:
        options.write(_table(register.claims, day, within, style) + "\n")
    options.write(f"{_entries(register)}\n")


@command.command()
@within_option
@on_option
@options.config_option
@options.no_color_option
def check(within: int, today: date | None, config: str | None, no_color: bool) -> int:
    """Find entries about to expire, and wordings that would not pass.

    Told are entries that have expired or soon will, wordings that a rule in force would flag on a channel of theirs,
    variants that would not be taken for their entry, qualifiers without words, and entries that cannot be told apart.

    Exit code 1 when there is any.
    """
    from postlint.register import check as check_register

    linter, register = _register(config, today)
    style = Style(options.wants_colour(no_color))
    problems = []
    for problem in check_register(linter, register, today or date.today(), within):
        problems.append(problem)
        options.write(_told(problem, style) + "\n")
    verdict = style.severity(count(len(problems), "problem"), Severity.ERROR) if problems else "nothing found"
    options.write(f"{_entries(register)}: {verdict}\n")
    if any(problem.unchecked for problem in problems):
        return UNCHECKED
    return FOUND if problems else CLEAN


def state(claim: ApprovedClaim, day: date, within: int) -> tuple[str, str, Severity | None]:
    """How an entry stands on a day: a word for programs, words for people, and how bad that is."""
    from postlint.register import days_left

    left = days_left(claim, day)
    if left is not None and left < 0:
        return "expired", "expired", Severity.ERROR
    if not claim.is_due(day):
        return "not-yet", f"from {claim.from_}", Severity.INFO
    if left is not None and left <= within:
        return "expiring", f"expires in {count(left, 'day')}" if left else "expires today", Severity.WARNING
    return "valid", "valid", None


def _register(config: str | None, today: date | None) -> tuple[Linter, ClaimsRegister]:
    """The organisation and its register; without one the command ends, and says how to get one."""
    linter = options.linter_here(config, today=today)
    if linter.register is not None:
        return linter, linter.register
    path = linter.organisation.path
    if path is None:
        raise Refused("There is no postlint.yaml here or above, so there is no register: 'postlint init' writes both.")
    raise Refused(
        f"{visible(str(path))} names no register of approved claims: add 'claims: claims.yaml' to it. What such a file "
        "holds is told in docs/claims.md."
    )


def _entries(register: ClaimsRegister) -> str:
    number = len(register.claims)
    return f"{visible(str(register.path))}: {number:,} {'entry' if number == 1 else 'entries'}"


def _row(claim: ApprovedClaim, day: date, within: int) -> dict[str, object]:
    from postlint.register import days_left

    return {
        "id": claim.id,
        "state": state(claim, day, within)[0],
        "from": claim.from_,
        "until": claim.until,
        "days_left": days_left(claim, day),
        "channels": list(claim.channels),
        "owner": claim.owner,
        "wording": claim.wording,
        "needs": list(claim.needs),
        "evidence": claim.evidence,
    }


def _table(claims: Sequence[ApprovedClaim], day: date, within: int, style: Style) -> str:
    """Two rows an entry: what is known of it, in columns, and under it the wording."""
    states = [state(claim, day, within) for claim in claims]
    rows = [
        tuple(map(visible, (claim.id, words, claim.until or "", claim.owner, ", ".join(claim.channels))))
        for claim, (_, words, _) in zip(claims, states, strict=True)
    ]
    widths = [max(cell_len(row[column]) for row in (HEADING, *rows)) + 2 for column in range(len(HEADING) - 1)]
    lines = [style.dim(_columns(HEADING, widths))]
    indent = " " * widths[0]
    for claim, row, (_, _, severity) in zip(claims, rows, states, strict=True):
        padded = _pad(row[1], widths[1])
        line = style.bold(_pad(row[0], widths[0]))
        line += style.severity(padded, severity) if severity else padded
        lines.append(line + _columns(row[2:], widths[2:]))
        lines += wrap(visible(claim.wording), options.width(), indent)
    return "\n".join([*lines, ""])


def _columns(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "".join([*(_pad(cell, width) for cell, width in zip(cells, widths, strict=False)), cells[-1]])


def _pad(text: str, width: int) -> str:
    return text + " " * (width - cell_len(text))


def _told(problem: Problem, style: Style) -> str:
    """Where the entry stands, which it is, and what is wrong."""
    head = f"{style.bold(f'{visible(problem.path)}:{problem.line}:')} {style.rule(visible(problem.claim))}"
    return "\n".join([head, *wrap(visible(problem.message), options.width(), "  "), ""])
