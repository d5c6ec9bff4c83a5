"""`--fix` and `--diff`: what becomes of a draft after its check; imports linter, documents, fixes, report, types."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import click
import msgspec

from postlint.cli import options
from postlint.cli.outcome import internal_failure
from postlint.documents import files
from postlint.types import Draft, Report

if TYPE_CHECKING:
    from postlint.linter import Linter


class Given(NamedTuple):
    """A draft as it came."""

    path: str
    """As the command line has it, `-` for standard input."""
    data: bytes
    draft: Draft | Report
    """Or the report that says why it is none."""


class Fixing:
    """Makes the fixes of drafts, one after the other, and writes them or shows what they would change."""

    def __init__(self, *, write: bool, unsafe: bool, show_values: bool) -> None:
        self._write = write
        self._unsafe = unsafe
        self._show_values = show_values
        self._mended = 0
        self.changed = 0
        """Drafts that have other words now, or would have."""
        self._left = 0

    def finish(self, linter: Linter, given: Given, report: Report) -> Report:
        """Make the fixes of a draft that was checked; the report on what is in its file in the end."""
        if isinstance(given.draft, Report):
            self._pass_on(given, given.data)
            return report
        try:
            fixed = linter.fix_checked(given.draft, report, unsafe=self._unsafe)
        except Exception as error:
            self._pass_on(given, given.data)
            return msgspec.structs.replace(report, failures=(*report.failures, internal_failure(error)))
        data = files.encode(fixed.text, given.data) if fixed.applied else given.data
        if not self._write:
            from postlint.report.diff import unified

            name = given.draft.path or "<stdin>"
            options.write_utf_8(unified(name, report, fixed.report, show_values=self._show_values))
        self._pass_on(given, data)
        if self._write and given.path != files.STANDARD_INPUT and data != given.data:
            from postlint.documents import writing

            try:
                writing.replace(given.path, given.data, data)
            except writing.Unwritable as error:
                return msgspec.structs.replace(report, failures=(*report.failures, error.failure))
        self._mended += len(fixed.applied)
        self.changed += data != given.data
        self._left += sum(bool(finding.edits) for finding in fixed.report.findings)
        return fixed.report

    def _pass_on(self, given: Given, data: bytes) -> None:
        """Standard input comes out again, whatever became of it: an editor puts it in the place of its text."""
        if self._write and given.path == files.STANDARD_INPUT:
            options.write_bytes(data)

    def summary(self) -> str:
        """How many findings were mended, in a line; empty where there is nothing to say."""
        done = "mended" if self._write else "would be mended"
        parts = []
        if self._mended:
            drafts = "1 draft" if self.changed == 1 else f"{self.changed} drafts"
            parts.append(f"{self._mended} {'finding' if self._mended == 1 else 'findings'} {done} in {drafts}")
        if self._left and not self._unsafe:
            parts.append(f"{self._left} more with --unsafe-fixes")
        return "; ".join(parts) + ".\n" if parts else ""


def refuse_misuse(*, fix: bool, diff: bool, unsafe: bool, drafts: tuple[str, ...], form: str) -> None:
    """Refuse options that do not go together."""
    if fix and diff:
        raise click.UsageError("--fix writes and --diff only shows: name one of them.")
    if unsafe and not (fix or diff):
        raise click.UsageError("--unsafe-fixes says which fixes are made: name --fix or --diff as well.")
    if diff and form != "text":
        raise click.UsageError("--diff prints a diff: leave --format out.")
    if fix and files.STANDARD_INPUT in drafts and (form != "text" or len(drafts) > 1):
        raise click.UsageError(
            "--fix writes the draft of standard input to standard output: "
            "name no other draft beside -, and leave --format out (the report goes to standard error)."
        )
