"""`postlint --help`: options in groups, the other commands, examples and exit codes; imports click only."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

Decorated = TypeVar("Decorated", bound=Callable[..., Any])

COMMANDS = (
    ("init [FOLDER]", "Write a first configuration, policy and lists."),
    ("explain RULE", "What a rule looks for, why, and what to write instead."),
    ("eval CORPUS", "How good the rules are, on posts that you labelled."),
    ("claims list", "Your approved claims, and when they expire; also: claims check."),
    ("voice show DRAFT", "How a draft sounds beside your voice; also: voice learn."),
    ("rules list", "All rules; also: rules show, rules test, rules schema."),
)
EXAMPLES = (
    ("postlint post.txt", "one draft"),
    ("postlint drafts/ --channel linkedin", "a folder of them"),
    ("postlint --fix drafts/", "mend what needs nobody's judgment"),
    ("pbpaste | postlint -", "what was just copied"),
    ("postlint 'posts/*.md' --select claims", "one pack only"),
    ("postlint --format json post.txt", "for programs: see docs/json.md"),
)
EXITS = (
    ("0", "nothing at the failing level or worse"),
    ("1", "something at the failing level or worse"),
    ("2", "not everything was checked, or a mistake in use or configuration"),
)


class GroupedOption(click.Option):
    """An option that knows under which heading the help shows it."""

    def __init__(self, *arguments: Any, group: str, **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self.group = group


def grouped(group: str, *arguments: Any, **settings: Any) -> Callable[[Decorated], Decorated]:
    """`click.option` under a heading of the help."""
    return click.option(*arguments, cls=GroupedOption, group=group, **settings)


class CheckCommand(click.Command):
    """The command without a name, whose help is the help of the program."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options by group, then what else there is to know."""
        groups: dict[str, list[tuple[str, str]]] = {}
        options = [option for option in self.get_params(ctx) if isinstance(option, click.Option)]
        for option in sorted(options, key=lambda option: not isinstance(option, GroupedOption)):
            record = option.get_help_record(ctx)
            if record:
                title = option.group if isinstance(option, GroupedOption) else "Other"
                groups.setdefault(title, []).append(record)
        for title, rows in groups.items():
            _section(formatter, title, rows)
        _section(formatter, "Other commands", COMMANDS)
        _section(formatter, "Examples", EXAMPLES)
        _section(formatter, "Exit codes", EXITS)


def _section(formatter: click.HelpFormatter, title: str, rows: Any) -> None:
    with formatter.section(title):
        formatter.write_dl(list(rows), col_max=38)
