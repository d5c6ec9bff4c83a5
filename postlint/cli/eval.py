"""`postlint eval CORPUS…`: measure the rules on labelled posts; imports evaluation and what check imports."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

import postlint
from postlint.cli import options
from postlint.cli.linters import Linters
from postlint.cli.outcome import CLEAN, FOUND, UNCHECKED, Refused
from postlint.evaluation.corpus import read_corpora
from postlint.evaluation.thresholds import (
    BadThreshold,
    Threshold,
    Verdict,
    check_category,
    judge,
    parse,
    quoted_hint,
    told,
)
from postlint.report.snippet import visible

if TYPE_CHECKING:
    from postlint.evaluation.corpus import Corpus
    from postlint.evaluation.measure import Measured
    from postlint.evaluation.scoring import Score

TOTAL = "Total"
"""Heads the figures of several corpora together."""


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """The words of the command line."""

    corpora: tuple[str, ...]
    category: tuple[str, ...]
    misses: bool
    false_alarms: bool
    by_rule: bool
    fail_under: tuple[Threshold, ...]
    fail_over: tuple[Threshold, ...]
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    config: str | None
    today: date | None
    format: str
    output: str | None
    no_color: bool

    @property
    def thresholds(self) -> tuple[Threshold, ...]:
        """In the order in which they are told."""
        return self.fail_under + self.fail_over


def _thresholds(context: click.Context, option: click.Parameter, values: Sequence[str]) -> tuple[Threshold, ...]:
    try:
        return tuple(
            parse(words, at_least=option.name == "fail_under") for words in options.names(context, option, values)
        )
    except BadThreshold as error:
        raise click.BadParameter(str(error)) from None


@click.command(context_settings=options.HELP)
@click.argument("corpora", nargs=-1, required=True, metavar="CORPUS...", type=options.CONFIG)
@click.option("--misses", is_flag=True, help="Show each label that nothing hits: its quote, and why it is there.")
@click.option(
    "--false-alarms", is_flag=True, help="Show each finding of a category that its post is not labelled with."
)
@click.option("--by-rule", is_flag=True, help="Count true and false findings of each rule.")
@click.option(
    "--category",
    multiple=True,
    callback=options.names,
    metavar="NAMES",
    help="Only labels and findings of these categories.",
)
@click.option(
    "--fail-under",
    multiple=True,
    callback=_thresholds,
    metavar="FIGURE=NUMBER",
    help="Exit 1 when the figure is lower: precision, recall, f1, label-hits (also CATEGORY.recall …), "
    "block-precision, block-recall.",
)
@click.option(
    "--fail-over",
    multiple=True,
    callback=_thresholds,
    metavar="FIGURE=NUMBER",
    help="Exit 1 when the figure is higher: false-blocks, false-flags, noise.",
)
@click.option("--select", multiple=True, callback=options.names, metavar="NAMES", help="Only these packs or rules.")
@click.option("--ignore", multiple=True, callback=options.names, metavar="NAMES", help="Not these packs or rules.")
@click.option(
    "--config",
    metavar="FILE",
    type=options.CONFIG,
    help="This configuration, not the nearest postlint.yaml above each corpus.",
)
@options.on_option
@click.option("--format", type=click.Choice(["text", "json"]), default="text", help="Default: text.")
@click.option(
    "--output", metavar="FILE", type=click.Path(dir_okay=False, writable=True), help="Write there, not to the terminal."
)
@options.no_color_option
def command(**words: Any) -> int:
    """Measure your rules on labelled posts.

    CORPUS is a file of JSON Lines, each a post and the labels that a reviewer gave it; docs/evaluation.md describes it,
    and every figure. --misses and --false-alarms print words of the posts.

    Exit code 1 when a figure misses its threshold; 2 when a line is wrong or a post could not be checked.
    """
    return evaluate(Request(**words))


def evaluate(request: Request) -> int:
    """Measure every corpus and write the figures; returns the exit code."""
    from postlint.evaluation.measure import measure
    from postlint.evaluation.scoring import score

    _refuse_overwriting(request)
    linters = Linters(
        Path(request.config) if request.config else None,
        None,
        select=request.select,
        ignore=request.ignore,
        show_values=False,
        today=request.today,
    )
    linters.load(request.corpora)
    corpora = read_corpora(request.corpora)
    _refuse_unknown_categories(request, corpora, linters)
    measured = [measure(corpus, linters.above(corpus.path)) for corpus in corpora]
    total = score([one for each in measured for one in each.checked], request.category or None)
    verdicts = [judge(threshold, total) for threshold in request.thresholds]
    write_up = _json if request.format == "json" else _text
    _write(request, write_up(request, measured, total, verdicts))
    return _ended(request, measured, verdicts)


def _refuse_overwriting(request: Request) -> None:
    output = Path(request.output).resolve() if request.output else None
    if output in [Path(path).resolve() for path in request.corpora]:
        raise click.UsageError("--output names a corpus, which would be lost: name another file.")


def _refuse_unknown_categories(request: Request, corpora: Sequence[Corpus], linters: Linters) -> None:
    """A category is known when a pack or a label has it."""
    known = {label.category for corpus in corpora for post in corpus.posts for label in post.labels}
    known |= {pack.category for corpus in corpora for pack in linters.above(corpus.path).packs.values()}
    for name in request.category:
        if name not in known:
            raise Refused(f"No pack and no label has the category '{name}'{quoted_hint(name, known)}.")
    try:
        for threshold in request.thresholds:
            check_category(threshold, request.category or known)
    except BadThreshold as error:
        raise Refused(f"{error}.") from None


def _text(request: Request, measured: Sequence[Measured], total: Score, verdicts: Sequence[Verdict]) -> str:
    from postlint.evaluation.measure import uncovered
    from postlint.evaluation.scoring import false_alarms, misses, score
    from postlint.evaluation.text import Text

    text = Text(options.width(), colour=not request.output and options.wants_colour(request.no_color))
    categories = request.category or None
    parts = []
    for one in measured:
        own = score(one.checked, categories)
        parts += [text.heading(one.corpus.path, own, one.corpus.left_out), text.score(own)]
        if request.misses:
            parts.append(text.misses(one.corpus, list(misses(one.checked, categories))))
        if request.false_alarms:
            parts.append(text.false_alarms(one.corpus, list(false_alarms(one.checked, categories))))
    if len(measured) > 1:
        left_out = sum(one.corpus.left_out for one in measured)
        parts += [text.heading(TOTAL, total, left_out), text.score(total)]
    parts += [text.rules(total.rules)] if request.by_rule else []
    parts += [text.uncovered(uncovered(measured, categories), frozenset().union(*(one.covered for one in measured)))]
    parts += [text.verdicts(verdicts)]
    return "\n".join(part for part in parts if part)


def _json(request: Request, measured: Sequence[Measured], total: Score, verdicts: Sequence[Verdict]) -> str:
    from postlint.evaluation import contract

    corpora = [
        contract.corpus_v1(
            one,
            request.category or None,
            with_misses=request.misses,
            with_false_alarms=request.false_alarms,
        )
        for one in measured
    ]
    document = contract.document_v1(corpora, total, verdicts, postlint_version=postlint.__version__)
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _write(request: Request, written: str) -> None:
    if request.output:
        try:
            Path(request.output).write_bytes(written.encode("utf-8", "backslashreplace"))
        except OSError as error:
            raise Refused(f"{visible(request.output)} could not be written: {error.strerror}.") from None
    elif request.format == "json":
        options.write_utf_8(written)
    else:
        options.write(written)


def _ended(request: Request, measured: Sequence[Measured], verdicts: Sequence[Verdict]) -> int:
    """The exit code; what made it is told on standard error, unless it stands in the text that was just printed."""
    lines = [str(mistake) for one in measured for mistake in one.corpus.mistakes]
    lines += [
        f"{one.corpus.path}:{checked.post.line}: {checked.post.id}: {failure.code}: {failure.message}"
        for one in measured
        for checked in one.checked
        for failure in checked.failures
    ]
    missed = [told(verdict) for verdict in verdicts if not verdict.met]
    for line in lines + (missed if request.output or request.format == "json" else []):
        click.echo(visible(line), err=True)
    if lines:
        return UNCHECKED
    return FOUND if missed else CLEAN
