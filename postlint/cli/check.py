"""`postlint DRAFT…`: check drafts and say what stands against them; imports linter, documents, organisation, report."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

import postlint
from postlint.cli import options
from postlint.cli.help import CheckCommand, grouped
from postlint.cli.outcome import CLEAN, FOUND, UNCHECKED, internal_failure
from postlint.documents import files
from postlint.report import FORMATS, Settings, fails
from postlint.types import Draft, Failure, Report, Severity

if TYPE_CHECKING:
    from postlint.linter import Linter


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """The words of the command line."""

    drafts: tuple[str, ...]
    channel: str | None
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    fail_on: str | None
    config: str | None
    stdin_path: str | None
    format: str
    quiet: bool
    statistics: bool
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
@grouped("Checking", "--stdin-path", metavar="PATH", help="The path that standard input stands for.")
@grouped("Output", "--format", type=click.Choice(list(FORMATS)), default="text", help="Default: text.")
@grouped("Output", "-q", "--quiet", is_flag=True, help="Only what fails; nothing at all when nothing does.")
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
    )
    reporter = FORMATS[request.format](settings)
    code = CLEAN
    for report, fail_on in _reports(request):
        code = max(code, exit_code(report, fail_on))
        _write(reporter.draft(report, fail_on), request.format)
    _write(reporter.end(), request.format)
    return code


def exit_code(report: Report, fail_on: Severity) -> int:
    """The exit code for one draft; the worst of all drafts is the program's."""
    if report.failures:
        return UNCHECKED
    return FOUND if any(fails(finding, fail_on) for finding in report.findings) else CLEAN


def _refuse_misuse(request: Request) -> None:
    if not request.drafts:
        raise click.UsageError("Name a draft, a folder of drafts, or - for standard input.")
    if request.format != "text" and (request.statistics or request.quiet):
        raise click.UsageError("--statistics and --quiet need --format text: other formats always hold everything.")
    if request.show_values and not sys.stdout.isatty():
        raise click.UsageError(
            "--show-values prints personal data and secrets, so it works only when the output is a terminal: "
            "leave it out, or run without the pipe or the redirect."
        )


def _reports(request: Request) -> Iterator[tuple[Report, Severity]]:
    """Each draft's report, and the level at which it fails."""
    drafts = list(files.drafts(request.drafts))
    linters = Linters(request)
    # All configurations are read before the first draft: a mistake in one must not pass for a result.
    linters.load([path for path, failure in drafts if failure is None])
    level = Severity(request.fail_on) if request.fail_on else None
    for path, failure in drafts:
        if failure is not None:
            yield _failed(path, request, failure), level or Severity.ERROR
            continue
        linter = linters.above(path)
        yield _lint(linter, path, request), level or linter.organisation.fail_on


def _lint(linter: Linter, path: str, request: Request) -> Report:
    """The report on one draft; a fault of our own becomes its failure, and the other drafts go on."""
    try:
        if path == files.STANDARD_INPUT:
            return _lint_stdin(linter, request)
        return linter.lint_file(path, request.channel)
    except Exception as error:
        return _failed(path, request, internal_failure(error))


def _lint_stdin(linter: Linter, request: Request) -> Report:
    try:
        text = files.decode(sys.stdin.buffer.read())
    except files.Unreadable as error:
        return _failed(files.STANDARD_INPUT, request, error.failure)
    return linter.lint_draft(Draft(text, path=request.stdin_path, channel=request.channel))


def _failed(path: str, request: Request, failure: Failure) -> Report:
    """The report on a draft that was not checked."""
    shown = request.stdin_path if path == files.STANDARD_INPUT else Path(path).as_posix()
    return Report(shown, request.channel, failures=(failure,))


def _write(text: str, format_: str) -> None:
    if format_ == "text":
        options.write(text)
    elif text:
        # Formats for programs are UTF-8 on every machine. A file name may hold bytes that are no text: escaped.
        sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))


class Linters:
    """The linters of a run: one for each configuration that lies above a draft."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self._by_configuration: dict[Path | None, Linter] = {}
        self._configurations: dict[Path, Path | None] = {}

    def load(self, paths: Iterable[str]) -> None:
        """Read every configuration needed; all mistakes in all of them end the command."""
        from postlint.rules.located import ConfigurationError

        mistakes: list[object] = []
        for path in paths:
            try:
                self.above(path)
            except ConfigurationError as error:
                mistakes += error.mistakes
        if mistakes:
            raise options.mistaken(mistakes)

    def above(self, path: str) -> Linter:
        """The linter for a draft: by the configuration given, else the nearest above the draft."""
        configuration = self._configuration(path)
        if configuration not in self._by_configuration:
            request = self._request
            self._by_configuration[configuration] = options.build_linter(
                configuration, select=request.select, ignore=request.ignore, show_values=request.show_values
            )
        return self._by_configuration[configuration]

    def _configuration(self, path: str) -> Path | None:
        if self._request.config:
            return Path(self._request.config)
        from postlint.organisation.config import find_configuration

        if path == files.STANDARD_INPUT:
            path = self._request.stdin_path or path
        folder = Path(path).parent
        if folder not in self._configurations:
            self._configurations[folder] = find_configuration(folder)
        return self._configurations[folder]
