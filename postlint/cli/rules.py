"""`postlint rules list|show|test|schema`: look at the rules, and run their examples; imports linter, rules, report."""

from __future__ import annotations

import json
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from postlint.cli import options
from postlint.cli.describe import switch
from postlint.cli.rules_test import test
from postlint.report.style import Style, count, wrap
from postlint.rules.schema import Rule
from postlint.types import Severity

if TYPE_CHECKING:
    from postlint.linter import Linter


@click.group(context_settings=options.HELP)
def command() -> None:
    """Look at the rules, and run the examples that they carry."""


command.add_command(test, "test")


@command.command("list")
@click.argument("wanted", nargs=-1, metavar="[PACK-or-RULE]...")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", help="Default: text.")
@options.config_option
@options.no_color_option
def list_(wanted: tuple[str, ...], format_: str, config: str | None, no_color: bool) -> None:
    """List all rules, or those named, by pack."""
    linter = options.linter_here(config)
    rules = options.chosen(linter, wanted)
    if format_ == "json":
        options.write_utf_8(json.dumps([_row(rule, linter) for rule in rules], ensure_ascii=False, indent=2) + "\n")
        return
    style = Style(options.wants_colour(no_color))
    for pack, members in groupby(rules, key=lambda rule: rule.id.partition("/")[0]):
        options.write(_table(pack, list(members), linter, style) + "\n")
    in_force = sum(_severity(rule, linter) is not None for rule in rules)
    options.write(f"{count(len(rules), 'rule')}, {in_force} in force\n")


@command.command()
@click.argument("rule_id", metavar="RULE")
@options.config_option
def show(rule_id: str, config: str | None) -> None:
    """Print a rule's YAML file as it is, after a comment with its path."""
    path = Path(options.one_rule(options.linter_here(config), rule_id).path)
    options.write(f"# {path}\n{path.read_text('utf-8-sig')}")


@command.command()
def schema() -> None:
    """Print the JSON Schema of a rule file, for editors that complete YAML."""
    from postlint.conditions import KINDS
    from postlint.rules.json_schema import rule_schema

    options.write_utf_8(json.dumps(rule_schema(KINDS), ensure_ascii=False, indent=2) + "\n")


def _severity(rule: Rule, linter: Linter) -> Severity | None:
    """What the rule costs here; None where it is not in force."""
    return linter.severity(rule) if rule in linter.rules else None


def _row(rule: Rule, linter: Linter) -> dict[str, object]:
    severity = _severity(rule, linter)
    return {
        "rule": rule.id,
        "category": rule.category,
        "severity": str(severity) if severity else None,
        "status": str(rule.status),
        "in_force": severity is not None,
        "title": rule.title,
        "owner": rule.owner,
        "cites": list(rule.cites),
    }


def _table(pack: str, rules: list[Rule], linter: Linter, style: Style) -> str:
    """A pack's rules: name, severity, status unless stable, title."""
    names = [rule.id.partition("/")[2] for rule in rules]
    column = max(map(len, names)) + 2
    off = [rule for rule in rules if linter.organisation.misses_profile(rule)]
    lines = [style.bold(pack), *(wrap(switch(off[0]), options.width(), "  ") if off else ())]
    for name, rule in zip(names, rules, strict=True):
        severity = _severity(rule, linter)
        shown = style.severity(f"{severity:<9}", severity) if severity else f"{'off':<9}"
        status = "" if rule.status == "stable" else f" ({rule.status})"
        title = wrap(rule.title + status, options.width(), " " * (column + 11))
        lines += [f"  {style.rule(name.ljust(column))}{shown}{title[0].strip()}", *title[1:]]
    return "\n".join([*lines, ""])
