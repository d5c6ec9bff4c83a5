"""A few kinds of conditions of the tests' own, and a folder of rules to spoil."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec
import pytest

from postlint.rules.loader import RuleSet, load_rules
from postlint.rules.located import ConfigurationError
from postlint.rules.schema import Condition


class Terms(Condition, frozen=True, forbid_unknown_fields=True, kw_only=True):
    terms: tuple[str, ...]
    match: Literal["word", "lemma"] = "word"

    def lists(self) -> frozenset[str]:
        return frozenset(term[1:] for term in self.terms if term.startswith("$"))

    def mistakes(self) -> tuple[tuple[str, str], ...]:
        return () if self.terms else (("terms", "needs at least one phrase"),)


class Metric(Condition, frozen=True, forbid_unknown_fields=True, kw_only=True):
    metric: str
    max: float | Mapping[str, float] | None = None
    equals: str | int | float | bool | None = None


class All(Condition, frozen=True, forbid_unknown_fields=True, kw_only=True):
    all: tuple[Condition, ...]

    def children(self) -> tuple[Condition, ...]:
        return self.all


class Not(Condition, frozen=True, forbid_unknown_fields=True, kw_only=True):
    not_: Condition = msgspec.field(name="not")

    def children(self) -> tuple[Condition, ...]:
        return (self.not_,)


class SmallKind(NamedTuple):
    """What the loader needs to know of a kind."""

    name: str
    spec: type[Condition]


KINDS = {
    name: SmallKind(name, spec) for name, spec in {"terms": Terms, "metric": Metric, "all": All, "not": Not}.items()
}

PACK = "title: Tone\ncategory: tone\ndescription: How we sound.\nowner: brand\n"
REGISTER = "asa-1:\n  cite: ASA 1\n  title: Be honest\n  jurisdiction: uk\n  tier: copy\n"
RULE = """\
title: Hype
severity: warning
cites: [policy#voice, asa-1]
why: Nobody believes it.
fix: Say what it does.
message: "'{match}' is hype"
when:
  terms: [world class, $hype]
bad:
  - "A [[world class]] service."
  - "[[World-class]] cover."
good:
  - "A class in world history."
  - {text: "World.", channel: x, on: 2026-12-01}
owner: brand
"""


def folder(root: Path, rule: str = RULE, **files: str) -> Path:
    """A rules folder with one pack of one rule; `files` are more of them, by path, or other contents."""
    contents = {
        "tone/pack.yaml": PACK,
        "tone/hype.yaml": rule,
        "citations.yaml": REGISTER,
        "lists/hype.txt": "amazing\n",
    }
    for path, text in {**contents, **files}.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return root


def load(*folders: Path) -> RuleSet:
    return load_rules(folders, KINDS)


def mistakes(*folders: Path) -> list[str]:
    """Mistakes as printed, without the path of the first folder."""
    with pytest.raises(ConfigurationError) as caught:
        load(*folders)
    return [
        str(mistake).replace("\\", "/").replace(f"{folders[0].as_posix()}/", "") for mistake in caught.value.mistakes
    ]
