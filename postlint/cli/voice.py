"""`postlint voice learn|show`: learn a voice from posts, and see a draft beside it; imports linter, voice, report."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.cells import cell_len

from postlint.cli import options
from postlint.cli.outcome import CLEAN, UNCHECKED, Refused
from postlint.documents import files, format_for, read
from postlint.report.snippet import visible
from postlint.report.style import Style, count
from postlint.types import Severity

if TYPE_CHECKING:
    from postlint.linter import Linter
    from postlint.voice.compare import Compared
    from postlint.voice.posts import Post

_NARROWEST = 10
"""Cells of a bar, however narrow the terminal is."""


@click.group(context_settings=options.HELP)
def command() -> None:
    """Learn how your organisation sounds from posts that are on brand, and see a draft beside it."""


@command.command()
@click.argument("paths", nargs=-1, required=True, metavar="POSTS...")
@click.option(
    "-o", "--output", metavar="FILE", type=click.Path(dir_okay=False), help="Write there, not to the terminal."
)
@click.option("--force", is_flag=True, help="Replace FILE when it exists.")
@options.config_option
def learn(paths: tuple[str, ...], output: str | None, force: bool, config: str | None) -> int:
    """Write a voice.yaml with what POSTS have in common.

    POSTS are files, folders and patterns of text and Markdown, and CSV files with a column text, message, content,
    post or caption. All of them must be on brand: what they do becomes the limit. Each limit stands under a comment
    that says where it comes from.

    Exit code 2 when a post could not be read; the file is written all the same.
    """
    from postlint.voice.ours import words_of_theirs
    from postlint.voice.profile import learn as profile_of
    from postlint.voice.write import written

    if output is not None and Path(output).exists() and not force:
        raise Refused(f"{visible(output)} exists: --force replaces it, another name keeps it.")
    posts, unread = _read(paths)
    text = written(profile_of(posts), words_of_theirs(_without_voice(config), posts))
    if output is None:
        options.write_utf_8(text)
    else:
        _write(output, text)
        click.echo(f"{visible(output)}: learned from {count(len(posts), 'post')}", err=True)
    return UNCHECKED if unread else CLEAN


@command.command()
@click.argument("draft")
@click.option("--channel", metavar="NAME", help="Where it will appear; default: what its front matter says.")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", help="Default: text.")
@options.config_option
@options.no_color_option
def show(draft: str, channel: str | None, format_: str, config: str | None, no_color: bool) -> None:
    """Show the measures of DRAFT beside the range of your voice. '-' reads standard input."""
    import msgspec

    from postlint.voice.compare import compare

    try:
        source = files.decode(sys.stdin.buffer.read()) if draft == "-" else files.load(draft)
    except files.Unreadable as error:
        raise Refused(f"{visible(draft)}: {error.failure.message}") from None
    document = read(source, format_for(draft) or "text")
    said = document.meta.get("channel")
    where = channel or (str(said) if said else None)
    rows = compare(_linter(draft, config), document, where)
    if format_ == "json":
        found = {"path": draft, "channel": where, "measures": [msgspec.to_builtins(row) for row in rows]}
        options.write_utf_8(json.dumps(found, ensure_ascii=False, indent=2) + "\n")
        return
    options.write(chart(rows, options.width(), Style(options.wants_colour(no_color))))


def chart(rows: Sequence[Compared], width: int, style: Style) -> str:
    """A line a measure: its name, its value, its place on a bar on which the range is thick, the range in figures."""
    names = [row.measure.replace("-", " ") for row in rows]
    figures = [_figure(row.value) for row in rows]
    ranges = [_range(row) for row in rows]
    widths = [max(map(cell_len, column)) for column in (names, figures, ranges)]
    room = width - sum(widths) - 6
    lines = []
    for row, name, figure, limits in zip(rows, names, figures, ranges, strict=True):
        head = f"{name.ljust(widths[0])}  {figure.rjust(widths[1])}"
        line = f"{head}  {bar(row, max(room, _NARROWEST))}  {limits}".rstrip()
        lines.append(style.severity(line, Severity.WARNING) if row.within is False else line)
    return "\n".join([*lines, ""])


def bar(row: Compared, cells: int) -> str:
    """The value as ● within the range, ▲ outside of it; the range as ━, the rest as ·. Empty where one is missing."""
    if row.value is None or (row.min is None and row.max is None):
        return " " * cells
    lowest = min(row.value, 0.0 if row.min is None else row.min)
    highest = max(row.value, row.value if row.max is None else row.max)
    margin = (highest - lowest or 1.0) / 8
    lowest, highest = (lowest if row.min is None else lowest - margin), highest + margin

    def cell(value: float) -> int:
        return min(cells - 1, max(0, round((value - lowest) / (highest - lowest) * (cells - 1))))

    start = 0 if row.min is None else cell(row.min)
    end = cells - 1 if row.max is None else cell(row.max)
    drawn = ["━" if start <= index <= end else "·" for index in range(cells)]
    at = cell(row.value)
    if row.within is False and start <= at <= end:  # so near to the limit that both have one cell
        at = max(0, start - 1) if row.min is not None and row.value < row.min else min(cells - 1, end + 1)
    drawn[at] = "▲" if row.within is False else "●"
    return "".join(drawn)


def _figure(value: float | None) -> str:
    from postlint.conditions.metric import plain

    return "–" if value is None else plain(value)


def _range(row: Compared) -> str:
    if row.min is None and row.max is None:
        return "no limit" if row.value is not None else ""
    if row.value is None:
        return "too short to tell"
    if row.min is None:
        told = f"at most {_figure(row.max)}"
    elif row.max is None:
        told = f"at least {_figure(row.min)}"
    else:
        told = f"{_figure(row.min)} to {_figure(row.max)}"
    return told if row.within else f"{told}: {'below' if row.min is not None and row.value < row.min else 'above'}"


def _read(paths: Sequence[str]) -> tuple[list[Post], int]:
    """The posts, and how many could not be read, which is said at once. Too few end the command."""
    from postlint.voice.posts import Skipped, posts
    from postlint.voice.profile import FEWEST_POSTS

    found: list[Post] = []
    unread = 0
    for one in posts(paths):
        if isinstance(one, Skipped):
            unread += 1
            click.echo(f"{visible(one.path)}: {one.failure.message}", err=True)
        else:
            found.append(one)
    if len(found) < FEWEST_POSTS:
        message = f"{count(len(found), 'post')} could be read, and a voice needs {FEWEST_POSTS} at least: add some."
        raise Refused(message)
    return found, unread


def _linter(draft: str, config: str | None) -> Linter:
    """The linter for a draft: of `--config`, else of the nearest configuration above it."""
    from postlint.organisation.config import find_configuration

    found = config or (None if draft == "-" else find_configuration(Path(draft).parent))
    return options.linter_here(str(found) if found else None)


def _without_voice(config: str | None) -> Linter:
    """The rules as they would be without the voice that is to be learned."""
    import msgspec

    from postlint.linter import Linter
    from postlint.organisation.config import find_configuration, load_organisation
    from postlint.rules.located import ConfigurationError

    try:
        organisation = load_organisation(Path(config) if config else find_configuration(Path.cwd()))
        return Linter.for_organisation(msgspec.structs.replace(organisation, voice=None))
    except ConfigurationError as error:
        raise options.mistaken(error.mistakes) from None


def _write(output: str, text: str) -> None:
    """The file, whole or not at all."""
    path = Path(output)
    try:
        descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
                file.write(text)
            Path(name).chmod(0o666 & ~_mask())
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise Refused(f"{visible(output)} could not be written: {error.strerror}.") from None


def _mask() -> int:
    """The permissions that this user denies to new files."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
