"""What several commands share: options, the linter that they ask for, how they print; imports linter, organisation."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from postlint.cli.outcome import Refused, Unwritten

if TYPE_CHECKING:
    from postlint.linter import Linter
    from postlint.rules.schema import Rule

WIDEST = 100
"""Prose wider than this is hard to read, however wide the terminal is."""

HELP = {"help_option_names": ["-h", "--help"]}
CONFIG = click.Path(exists=True, dir_okay=False)

config_option = click.option(
    "--config", metavar="FILE", type=CONFIG, help="This configuration, not the nearest postlint.yaml."
)
no_color_option = click.option("--no-color", is_flag=True, help="No colour, on a terminal too.")


def day(_context: click.Context, _option: click.Parameter, value: str | None) -> date | None:
    """A day as configurations write it, `2027-01-31`; anything else ends the command."""
    if value is None:
        return None
    try:
        found = date.fromisoformat(value)
    except ValueError:
        found = None
    # `fromisoformat` also takes 20270131 and 2027-W04-7.
    if found is None or found.isoformat() != value:
        raise click.BadParameter(f"'{value}' is no day: write it as 2027-01-31.")
    return found


ON = "Check as if drafts that say no day of publication were published on this one (2027-01-31); default: today."
on_option = click.option("--on", "today", metavar="DATE", callback=day, help=ON)


def names(_context: click.Context, _option: click.Parameter, values: Sequence[str]) -> tuple[str, ...]:
    """Values given several times, or with commas, as one list."""
    return tuple(name.strip() for value in values for name in value.split(",") if name.strip())


def build_linter(
    configuration: Path | None,
    *,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    show_values: bool = False,
    today: date | None = None,
    rule_folders: Sequence[Path] = (),
) -> Linter:
    """The linter of a configuration file, or of the built-in rules alone; `rule_folders` come on top.

    Raises `ConfigurationError`; an unknown name in `select` or `ignore` ends the command.
    """
    import msgspec

    from postlint.linter import Linter, UnknownName
    from postlint.organisation.config import load_organisation

    organisation = load_organisation(configuration)
    if rule_folders:
        folders = (*organisation.rule_folders, *rule_folders)
        organisation = msgspec.structs.replace(organisation, rule_folders=folders)
    try:
        return Linter.for_organisation(organisation, select=select, ignore=ignore, show_values=show_values, today=today)
    except UnknownName as error:
        raise Refused(f"There is no rule and no pack '{error.name}'.{_meant(error.name, error.known)}") from None


def linter_here(config: str | None, rule_folders: Sequence[Path] = (), *, today: date | None = None) -> Linter:
    """The linter of `--config`, else of the nearest configuration above the working directory."""
    from postlint.organisation.config import find_configuration
    from postlint.rules.located import ConfigurationError

    try:
        configuration = Path(config) if config else find_configuration(Path.cwd())
        return build_linter(configuration, rule_folders=rule_folders, today=today)
    except ConfigurationError as error:
        raise mistaken(error.mistakes) from None


def mistaken(mistakes: Iterable[object]) -> Refused:
    """Say all that is wrong with the configuration."""
    lines = list(dict.fromkeys(str(mistake) for mistake in mistakes))
    noun = "mistake" if len(lines) == 1 else "mistakes"
    return Refused("\n".join([*lines, f"{len(lines)} {noun} in rules or configuration: nothing was checked."]))


def refuse_unknown(wanted: Iterable[str], rules: Sequence[str]) -> None:
    """Refuse a name that is neither a pack nor a rule id, and say which one may have been meant."""
    packs = {rule.partition("/")[0] for rule in rules}
    for name in wanted:
        if name not in packs and name not in rules:
            raise Refused(f"There is no rule and no pack '{name}'.{_meant(name, sorted({*packs, *rules}))}")


def chosen(linter: Linter, wanted: Sequence[str]) -> list[Rule]:
    """The rules named, by themselves or by pack; without names all of them. By id."""
    from postlint.linter import named_by

    refuse_unknown(wanted, [rule.id for rule in linter.all_rules])
    rules = sorted(linter.all_rules, key=lambda rule: rule.id)
    return [rule for rule in rules if not wanted or named_by(rule, wanted)]


def one_rule(linter: Linter, name: str) -> Rule:
    """The rule of that id."""
    rules = {rule.id: rule for rule in linter.all_rules}
    if name not in rules:
        refuse_unknown([name], list(rules))
        raise Refused(f"'{name}' is a pack: name one of its rules. 'postlint rules list {name}' shows them.")
    return rules[name]


def _meant(name: str, valid: Sequence[str]) -> str:
    """What to say after an unknown name; a rule may have been named without its pack."""
    from difflib import get_close_matches  # only a mistake needs it

    last_parts = {full.rpartition("/")[2]: full for full in valid}
    close = get_close_matches(name, valid, 1)
    close = close or [last_parts[part] for part in get_close_matches(name, list(last_parts), 1)]
    return f" Did you mean '{close[0]}'?" if close else " 'postlint rules list' shows them all."


def wants_colour(no_color: bool) -> bool:
    """Whether to write in colour: when asked for, else only on a terminal that has it."""
    if no_color or os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def width() -> int:
    """Cells of an output line: COLUMNS, else the terminal's, else 80; within reason."""
    return max(40, min(shutil.get_terminal_size((80, 24)).columns, WIDEST))


def write(text: str) -> None:
    """Write to standard output as it is: colours were decided when the text was made. Raises `Unwritten`."""
    try:
        click.echo(text, nl=False, color=True)
    except OSError as error:
        raise Unwritten(error) from None


def write_utf_8(text: str) -> None:
    """Write what programs read: UTF-8 on every machine; a file name that is no text is escaped. Raises `Unwritten`."""
    write_bytes(text.encode("utf-8", "backslashreplace"))


def write_bytes(data: bytes) -> None:
    """Write bytes as they are. Raises `Unwritten`."""
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except OSError as error:
        raise Unwritten(error) from None
