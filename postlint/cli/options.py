"""What several commands share: options, the linter they ask for, and how they print; imports linter (late), report."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

import click

from postlint.cli.outcome import Refused

if TYPE_CHECKING:
    from postlint.linter import Linter
    from postlint.rules.schema import Rule

WIDEST = 100
"""Prose wider than this is hard to read, however wide the terminal is."""

config_option = click.option(
    "--config",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False),
    help="Use this configuration, not the nearest postlint.yaml above each draft.",
)
no_color_option = click.option(
    "--no-color",
    is_flag=True,
    help="No colour (or set NO_COLOR; FORCE_COLOR keeps it in a pipe).",
)


def names(_context: click.Context, _option: click.Parameter, values: Sequence[str]) -> tuple[str, ...]:
    """Option values given several times, or with commas, as one list."""
    return tuple(name.strip() for value in values for name in value.split(",") if name.strip())


def load_linter(config: str | None, **choices: Any) -> Linter:
    """The linter of a configuration; all its mistakes at once end the command."""
    from postlint.linter import Linter
    from postlint.rules.located import ConfigurationError

    try:
        return Linter.from_config(config, **choices)
    except ConfigurationError as error:
        raise mistaken(error.mistakes) from None


def mistaken(mistakes: Iterable[object]) -> Refused:
    """The end of a command whose configuration is wrong."""
    lines = list(dict.fromkeys(str(mistake) for mistake in mistakes))
    noun = "mistake" if len(lines) == 1 else "mistakes"
    return Refused("\n".join([*lines, f"{len(lines)} {noun} in the configuration: no draft was checked."]))


def known(wanted: Iterable[str], rules: Iterable[Rule]) -> None:
    """Refuse a name that is neither a pack nor a rule, and say which one may have been meant."""
    ids = [rule.id for rule in rules]
    valid = sorted({*ids, *(rule_id.partition("/")[0] for rule_id in ids)})
    for name in wanted:
        if name not in valid:
            raise Refused(f"There is no rule or pack '{name}'.{nearest(name, valid)}")


def nearest(name: str, valid: Sequence[str]) -> str:
    """What to say after an unknown name."""
    from difflib import get_close_matches

    short = {full.rpartition("/")[2]: full for full in valid}
    close = get_close_matches(name, valid, 1) or [short[part] for part in get_close_matches(name, list(short), 1)]
    return f" Did you mean '{close[0]}'?" if close else " 'postlint rules list' shows them all."


def wants_colour(no_color: bool) -> bool:
    """Whether to write in colour: asked for, else only on a terminal that has it."""
    if no_color or os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def width() -> int:
    """Cells of an output line: COLUMNS, else the terminal's, else 80."""
    return max(40, min(shutil.get_terminal_size((80, 24)).columns, WIDEST))


def write(text: str) -> None:
    """Write to standard output as it is: colours were decided when the text was made."""
    click.echo(text, nl=False, color=True)


Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]
