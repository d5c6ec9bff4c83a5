"""A rule's own examples, run as tests; imports linter (facade) and what is below it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import msgspec
import regex

from postlint.detect.classifier import read_classifiers
from postlint.documents import read
from postlint.engine import Engine
from postlint.fixes import fix
from postlint.linter import Linter, merged_lists
from postlint.plan import Plan
from postlint.rules.schema import Example, Rule
from postlint.types import Draft, Report, Span

_PIN = regex.compile(r"\[\[(.*?)\]\]", regex.DOTALL)


class ExampleResult(msgspec.Struct, frozen=True):
    """What became of one example."""

    rule: Rule
    kind: str
    """`bad`, `good` or `misses`."""
    example: Example
    passed: bool
    explanation: str
    """Empty when it passed."""


def run(linter: Linter, rules: Iterable[Rule]) -> Iterator[ExampleResult]:
    """Lint every example with its rule alone, its pack's `confirm` left out, and compare finds with pins."""
    engines: dict[str, Engine] = {}
    for rule in rules:
        for kind, examples in (("bad", rule.bad), ("good", rule.good), ("misses", rule.misses)):
            for example in examples:
                key = f"{rule.id}\0{sorted(example.lists.items())}\0{example.on}\0{example.claims}"
                if key not in engines:
                    engines[key] = _engine(linter, rule, example)
                yield _judge(rule, kind, example, engines[key])
        engines.clear()


def unpinned(text: str) -> tuple[str, list[Span]]:
    """An example's text without its `[[ ]]`, and where they were."""
    spans: list[Span] = []
    pieces, end, length = [], 0, 0
    for match in _PIN.finditer(text):
        before = text[end : match.start()]
        pieces += [before, match[1]]
        start = length + len(before)
        length = start + len(match[1])
        spans.append(Span(start, length))
        end = match.end()
    return "".join([*pieces, text[end:]]), spans


def _engine(linter: Linter, rule: Rule, example: Example) -> Engine:
    alone = msgspec.structs.replace(rule, confirm=None)
    return Engine(
        Plan(
            [alone],
            merged_lists(linter.ruleset.lists, example.lists),
            classifiers=read_classifiers(linter.ruleset.classifiers),
            comparison=lambda: linter.compared_with(example.claims) if example.claims else linter.comparison,
        ),
        linter.detector,
        linter.pipeline.available,
        severity=lambda one, path: one.severity,
        citations={rule.id: linter.citations(rule)},
        names=frozenset(),
        show_values=True,
        today=date.fromisoformat(example.on) if example.on else linter.today,
    )


def _judge(rule: Rule, kind: str, example: Example, engine: Engine) -> ExampleResult:
    text, pins = unpinned(example.text)

    def check(text: str) -> Report:
        draft = Draft(text, channel=example.channel, format=example.format, meta=example.meta)
        return engine.lint([(draft, read(text, example.format))])[0]

    report = check(text)
    why = _explain(kind, text, pins, report)
    if not why and example.fixed is not None:
        fixed = fix(report, check, unsafe=True).text
        why = f"becomes {fixed!r} when it is fixed" if fixed != example.fixed else ""
    return ExampleResult(rule, kind, example, not why, why)


def _explain(kind: str, text: str, pins: list[Span], report: Report) -> str:
    """What is wrong, or nothing."""
    if report.failures:
        return f"could not be checked: {report.failures[0].message}"
    found = [finding.span for finding in report.findings]
    shown = ", ".join(repr(text[span.start : span.end]) for span in found)
    if kind == "good":
        return f"is compliant, but the rule found {shown}" if found else ""
    if kind == "misses":
        return f"is found now ({shown}): move it to `bad`" if found else ""
    if not found:
        return "nothing was found"
    if pins and found != pins:
        wanted = ", ".join(repr(text[span.start : span.end]) for span in pins)
        return f"found {shown} instead of {wanted}"
    return ""
