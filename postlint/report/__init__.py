"""The output formats: a reporter for each, in an explicit table; imports types, and a format when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

import msgspec

from postlint.types import Finding, Report, Severity, Status


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What a person may ask of the output."""

    width: int = 80
    """Cells of a line, for formats that wrap."""
    colour: bool = False
    show_values: bool = False
    """Show personal and secret words in the source line. (Excerpts come from the engine, masked or not.)"""
    quiet: bool = False
    """Leave out findings below the failing level and drafts that pass."""
    statistics: bool = False
    verbose: bool = False
    """Say too what was cleared, and by what."""


class Reporter(Protocol):
    """Turns reports into output, one at a time; what it returns is written as it comes."""

    def draft(self, report: Report, fail_on: Severity) -> str:
        """What to write for one draft; may be empty."""

    def end(self) -> str:
        """What to write after the last draft."""


def fails(finding: Finding, fail_on: Severity) -> bool:
    """Whether the finding makes its draft fail: at the failing level or worse, and not on trial."""
    return finding.status is not Status.TRIAL and finding.severity.rank <= fail_on.rank


def _text(settings: Settings) -> Reporter:
    from postlint.report.text import TextReporter

    return TextReporter(settings)


def _json(settings: Settings) -> Reporter:
    from postlint.report.json import JsonReporter

    return JsonReporter()


# Each entry imports its module only when the format is asked for: a draft is checked by writers who wait.
FORMATS: Mapping[str, Callable[[Settings], Reporter]] = {"text": _text, "json": _json}
