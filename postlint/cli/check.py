"""`postlint DRAFT…`: check drafts and say what stands against them; imports linter, documents, organisation, report."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from itertools import groupby, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

import postlint
from postlint.cli import options
from postlint.cli.fixing import Fixing, Given, refuse_misuse
from postlint.cli.help import CheckCommand, grouped
from postlint.cli.linters import Linters
from postlint.cli.outcome import CLEAN, FOUND, UNCHECKED, Refused, internal_failure
from postlint.documents import files
from postlint.report import FORMATS, Settings, fails
from postlint.types import Draft, Failure, Report, Severity

if TYPE_CHECKING:
    from postlint.linter import Linter

BATCH = 32
"""Drafts that are read ahead and checked together."""

Found = tuple[str, Failure | None]
"""A path, and why it stands for no draft."""


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """The words of the command line."""

    drafts: tuple[str, ...]
    fix: bool
    unsafe_fixes: bool
    diff: bool
    channel: str | None
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    fail_on: str | None
    config: str | None
    today: date | None
    stdin_path: str | None
    format: str
    quiet: bool
    statistics: bool
    verbose: bool
    show_values: bool
    no_color: bool


@click.command(cls=CheckCommand, context_settings=options.HELP)
@click.argument("drafts", nargs=-1, metavar="DRAFT...")
@grouped("Checking", "--channel", metavar="NAME", help="Where the drafts will appear: x, linkedin, email …")
@grouped(
    "Checking", "--select", multiple=True, callback=options.names, metavar="NAMES", help="Only these packs or rules."
)
@grouped(
    "Checking", "--ignore", multiple=True, callback=options.names, metavar="NAMES", help="Not these packs or rules."
)
@grouped(
    "Checking",
    "--fail-on",
    type=click.Choice([str(severity) for severity in Severity]),
    help="The mildest severity that fails; default: the configuration's, else error.",
)
@grouped(
    "Checking",
    "--config",
    metavar="FILE",
    type=options.CONFIG,
    help="This configuration, not the nearest postlint.yaml above each draft.",
)
@grouped("Checking", "--on", "today", metavar="DATE", callback=options.day, help=options.ON)
@grouped("Checking", "--stdin-path", metavar="PATH", help="The path that standard input stands for.")
@grouped("Fixing", "--fix", is_flag=True, help="Write what rules say to write instead, where that is safe.")
@grouped(
    "Fixing", "--unsafe-fixes", is_flag=True, help="With --fix or --diff: the other fixes too, such as masking names."
)
@grouped("Fixing", "--diff", is_flag=True, help="Show what --fix would change, and write nothing.")
@grouped("Output", "--format", type=click.Choice(list(FORMATS)), default="text", help="Default: text.")
@grouped("Output", "-q", "--quiet", is_flag=True, help="Only what fails; nothing at all when nothing does.")
@grouped("Output", "-v", "--verbose", is_flag=True, help="Say too what consent and the like have cleared.")
@grouped("Output", "--statistics", is_flag=True, help="Count findings by rule and pack at the end.")
@grouped("Output", "--show-values", is_flag=True, help="Show personal and secret words; only on a terminal.")
@grouped("Output", "--no-color", is_flag=True, help="No colour (or NO_COLOR=1; FORCE_COLOR=1 keeps it in a pipe).")
@click.version_option(postlint.__version__, message="postlint %(version)s")
def command(**words: Any) -> int:
    """Check drafts against your organisation's social media policy before they are published.

    DRAFT is a file, a folder, a pattern such as 'posts/*.md', or - for standard input. Nothing leaves this machine.
    """
    return check(Request(**words))


def check(request: Request) -> int:
    """Check every draft that was asked for and print the result; returns the exit code."""
    _refuse_misuse(request)
    settings = Settings(
        width=options.width(),
        colour=options.wants_colour(request.no_color),
        show_values=request.show_values,
        quiet=request.quiet,
        statistics=request.statistics,
        verbose=request.verbose,
    )
    reporter = FORMATS[request.format](settings)
    write = _writer(request)
    fixing = None
    if request.fix or request.diff:
        fixing = Fixing(write=request.fix, unsafe=request.unsafe_fixes, show_values=request.show_values)
    code = CLEAN
    for report, fail_on in _reports(request, fixing):
        if not request.diff:
            code = max(code, exit_code(report, fail_on))
            write(reporter.draft(report, fail_on))
        elif report.failures:
            code = UNCHECKED
            write(reporter.draft(msgspec.structs.replace(report, findings=()), fail_on))
    if not request.diff:
        write(reporter.end())
    if fixing is None:
        return code
    click.echo(fixing.summary(), nl=False, err=True)
    return max(code, FOUND if request.diff and fixing.changed else CLEAN)


def _writer(request: Request) -> Callable[[str], None]:
    """Where reports go: to standard error where standard output holds the fixed draft, or the diff."""
    if request.diff or (request.fix and files.STANDARD_INPUT in request.drafts):
        return partial(click.echo, nl=False, err=True)
    return options.write if request.format == "text" else options.write_utf_8


def exit_code(report: Report, fail_on: Severity) -> int:
    """The exit code for one draft; the worst of all drafts is the program's."""
    if report.failures:
        return UNCHECKED
    return FOUND if any(fails(finding, fail_on) for finding in report.findings) else CLEAN


def _refuse_misuse(request: Request) -> None:
    if not request.drafts:
        raise click.UsageError("Name a draft, a folder of drafts, or - for standard input.")
    if request.stdin_path and files.STANDARD_INPUT not in request.drafts:
        raise click.UsageError("--stdin-path says what standard input stands for: name - as a draft too.")
    if request.format != "text" and (request.statistics or request.quiet or request.verbose):
        raise click.UsageError(
            "--statistics, --quiet and --verbose need --format text: other formats always hold everything."
        )
    if request.quiet and request.verbose:
        raise click.UsageError("--quiet and --verbose ask for less and for more: name one of them.")
    refuse_misuse(
        fix=request.fix, diff=request.diff, unsafe=request.unsafe_fixes, drafts=request.drafts, form=request.format
    )
    if request.show_values and not sys.stdout.isatty():
        raise click.UsageError(
            "--show-values prints personal data and secrets, so it works only when the output is a terminal: "
            "leave it out, or run without the pipe or the redirect."
        )


def _reports(request: Request, fixing: Fixing | None) -> Iterator[tuple[Report, Severity]]:
    """Each draft's report, and the level at which it fails."""
    found = list(files.drafts(request.drafts))
    linters = Linters(
        Path(request.config) if request.config else None,
        request.stdin_path,
        select=request.select,
        ignore=request.ignore,
        show_values=request.show_values,
        today=request.today,
    )
    # All configurations are read before the first draft: a mistake in one must not pass for a result.
    linters.load(path for path, _ in found)
    named = {Path(name) for name in request.drafts}
    drafts = [item for item in found if Path(item[0]) in named or not _is_set_up(linters, item[0])]
    if not drafts:
        raise Refused("There are only policies, lists and rules here, and no draft: nothing was checked.")
    for linter, group in groupby(drafts, key=lambda item: linters.above(item[0])):
        fail_on = Severity(request.fail_on) if request.fail_on else linter.organisation.fail_on
        for report in _checked(linter, group, request, fixing):
            yield report, fail_on


def _is_set_up(linters: Linters, path: str) -> bool:
    """Whether a file that a search found is the organisation's own policy, list or rule."""
    return path != files.STANDARD_INPUT and linters.above(path).organisation.owns(Path(path))


def _checked(linter: Linter, found: Iterator[Found], request: Request, fixing: Fixing | None) -> Iterator[Report]:
    """The reports in order. Drafts go through in batches, because the language model is faster with many."""
    while batch := list(islice(found, BATCH)):
        read = [_read(path, failure, request) for path, failure in batch]
        reports = _lint(linter, [given.draft for given in read if isinstance(given.draft, Draft)])
        for given in read:
            report = given.draft if isinstance(given.draft, Report) else next(reports)
            yield report if fixing is None else fixing.finish(linter, given, report)


def _read(path: str, failure: Failure | None, request: Request) -> Given:
    """The draft; or the report that says why there is none."""
    is_stdin = path == files.STANDARD_INPUT
    shown = request.stdin_path if is_stdin else Path(path).as_posix()
    data = b""
    try:
        if failure is not None:
            raise files.Unreadable(failure)
        data = sys.stdin.buffer.read() if is_stdin else files.read_bytes(path)
        text = files.decode(data)
    except files.Unreadable as error:
        return Given(path, data, Report(shown, request.channel, failures=(error.failure,)))
    return Given(path, data, Draft(text, path=shown, channel=request.channel))


def _lint(linter: Linter, drafts: list[Draft]) -> Iterator[Report]:
    """A report on each draft. A fault of our own becomes the failure of the draft that shows it."""
    try:
        return iter(list(linter.lint_many(drafts)))
    except Exception:
        return (_lint_alone(linter, draft) for draft in drafts)


def _lint_alone(linter: Linter, draft: Draft) -> Report:
    try:
        return linter.lint_draft(draft)
    except Exception as error:
        return Report(draft.path, draft.channel, failures=(internal_failure(error),))
