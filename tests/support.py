"""Small organisations for tests: a rule given as the YAML of its conditions, and what it finds in a text."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from postlint.conditions import KINDS
from postlint.detect.entities import EntityDetector
from postlint.detect.nlp import Pipeline
from postlint.documents import read
from postlint.engine import Engine
from postlint.plan import Plan
from postlint.rules.loader import load_rules
from postlint.rules.schema import Rule
from postlint.types import Citation, Draft, Report

HEAD = """
title: A rule for a test
severity: {severity}
cites: [policy#{clause}]
why: It is only a test.
fix: Nothing to mend.
message: "{message}"
owner: tests
bad: ["x [[y]]", "y"]
good: ["z", "a"]
"""

PACK = "title: A pack\ncategory: {category}\ndescription: For a test.\nowner: tests\n"


@cache
def pipeline() -> Pipeline:
    """One pipeline for all tests: loading it takes half a second."""
    return Pipeline()


@cache
def detector() -> EntityDetector:
    return EntityDetector(pipeline())


def rule(
    conditions: str,
    *,
    name: str = "claims/test",
    severity: str = "error",
    message: str = "{match}",
    more: str = "",
    clause: str = "clause",
) -> Rule:
    """A rule whose `when` (and what else stands at the top level) is given as YAML."""
    pack, _, stem = name.partition("/")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, pack)
        path.mkdir()
        (path / "pack.yaml").write_text(PACK.format(category=pack), encoding="utf-8")
        head = HEAD.replace("{severity}", severity).replace("{message}", message).replace("{clause}", clause)
        (path / f"{stem}.yaml").write_text(head + more + conditions, encoding="utf-8")
        [one] = load_rules([Path(folder)], KINDS).rules
        return one


def engine(
    rules: Sequence[Rule], lists: Mapping[str, Sequence[str]] | None = None, *, shortcuts: bool = True
) -> Engine:
    return Engine(
        Plan(rules, lists or {}, shortcuts=shortcuts),
        detector(),
        pipeline().available,
        severity=lambda one, path: one.severity,
        citations={one.id: tuple(Citation("policy", cite, "A clause") for cite in one.cites) for one in rules},
        names=frozenset({one.id for one in rules} | {one.id.partition("/")[0] for one in rules}),
    )


def lint(
    rules: Rule | Sequence[Rule],
    text: str,
    *,
    lists: Mapping[str, Sequence[str]] | None = None,
    shortcuts: bool = True,
    form: str = "text",
    **known: object,
) -> Report:
    chosen = [rules] if isinstance(rules, Rule) else list(rules)
    [report] = engine(chosen, lists, shortcuts=shortcuts).lint([(Draft(text, **known), read(text, form))])  # type: ignore[arg-type]
    return report


def found(
    conditions: str, text: str, *, lists: Mapping[str, Sequence[str]] | None = None, form: str = "text", **known: object
) -> list[str]:
    """The words that a rule with these conditions finds, cut out of the source; gates must not matter."""
    one = rule(conditions)
    report = lint(one, text, lists=lists, form=form, **known)
    assert report.failures == ()
    slow = lint(one, text, lists=lists, form=form, shortcuts=False, **known)
    assert [finding.span for finding in slow.findings] == [finding.span for finding in report.findings]
    return [text[finding.span.start : finding.span.end] for finding in report.findings]
