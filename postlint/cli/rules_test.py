"""`postlint rules test`: run the examples that the rules carry; imports linter, examples, report."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from postlint.cli import options
from postlint.cli.outcome import CLEAN, FOUND
from postlint.report.snippet import visible
from postlint.report.style import Style, count, wrap
from postlint.types import Severity

if TYPE_CHECKING:
    from postlint.examples import ExampleResult
    from postlint.linter import Linter
    from postlint.rules.schema import Rule


@click.command(context_settings=options.HELP)
@click.argument("wanted", nargs=-1, metavar="[PACK-or-RULE]...")
@click.option(
    "--rules",
    "folders",
    multiple=True,
    metavar="FOLDER",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Load this folder of packs too, and test its rules unless others are named.",
)
@options.config_option
@options.on_option
@options.no_color_option
def test(
    wanted: tuple[str, ...], folders: tuple[Path, ...], config: str | None, today: date | None, no_color: bool
) -> int:
    """Run the bad, good and misses examples of all rules, or of those named.

    Exit code 1 when an example does not do what its rule says: a bad one is not found, or not on the words in [[ ]]; a
    good one is found; a miss is found now, and should move to the bad ones.
    """
    from postlint.examples import run

    linter = options.linter_here(config, folders, today=today)
    rules = _chosen(linter, wanted, folders)
    style = Style(options.wants_colour(no_color))
    kinds: Counter[str] = Counter()
    failed = 0
    for result in run(linter, rules):
        kinds[result.kind] += 1
        if not result.passed:
            failed += 1
            options.write(_failure(result, style) + "\n")
    examples = ", ".join(f"{kinds[kind]} {kind}" for kind in ("bad", "good", "misses") if kinds[kind])
    verdict = style.severity(f"{failed} failed", Severity.ERROR) if failed else "all passed"
    options.write(f"{count(len(rules), 'rule')}, {count(kinds.total(), 'example')} ({examples or 'none'}): {verdict}\n")
    return FOUND if failed else CLEAN


def _chosen(linter: Linter, wanted: tuple[str, ...], folders: tuple[Path, ...]) -> list[Rule]:
    rules = options.chosen(linter, wanted)
    if wanted or not folders:
        return rules
    inside = [folder.resolve() for folder in folders]
    return [rule for rule in rules if any(Path(rule.path).resolve().is_relative_to(folder) for folder in inside)]


def _failure(result: ExampleResult, style: Style) -> str:
    """Where the example stands, what it is, what happened, what it says."""
    rule, example = result.rule, result.example
    head = f"{style.bold(f'{rule.path}:{example.line}:')} {style.rule(rule.id)} ({result.kind})"
    what = wrap(visible(result.explanation), options.width(), "  ")
    return "\n".join([head, *what, *wrap(visible(example.text), options.width(), "  | "), ""])
