"""The tables that ship: sound, asked by somebody, readable, and free of what only one organisation could know."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import pytest

from postlint import bundled
from postlint.cache import load_built_in
from postlint.detect.classifier import Classifier, Text, read_classifiers, tokens
from postlint.detect.data import word_list
from postlint.rules import checks
from tests.conftest import MERIDIAN

RULES, _ = load_built_in(bundled.rules_folder())
TABLES = read_classifiers(RULES.classifiers)
EVERYDAY = frozenset(
    (
        *("capital", "council", "daily", "example", "fund", "group", "health", "income", "insurance", "internal"),
        *("labs", "operation", "project", "quiet", "vitamin"),
    )
)
"""Words of the example organisation's names that are words of everyone's."""

every_table = pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)


def test_there_are_tables() -> None:
    assert {"patient-info", "confidential", "security"} <= set(TABLES)


@every_table
def test_its_category_is_that_of_a_pack(table: Classifier) -> None:
    assert table.category in {pack.category for pack in RULES.packs.values()}
    assert table.description.endswith(".")


@every_table
def test_its_weights_are_numbers_that_decide_something(table: Classifier) -> None:
    assert all(abs(weight) < 1000 for weight in (table.bias, *table.found.values(), *table.weights.values()))
    assert min(table.weights.values()) < 0 < max(table.weights.values())
    assert table.judge(Text([tokens("Good morning, everyone!", ())]), frozenset()).probability < 0.5


@pytest.mark.parametrize("name", RULES.classifiers)
def test_its_file_can_be_read_and_compared(name: str) -> None:
    """Sorted keys, one weight a line: what a training has changed can be seen."""
    text = Path(RULES.classifiers[name]).read_text("utf-8")
    data = json.loads(text)
    assert list(data["weights"]) == sorted(data["weights"])
    assert data["known"].split() == sorted(set(data["known"].split()))
    assert text.count("\n") > len(data["weights"])


def asked() -> Iterator[tuple[str, str]]:
    """Every classifier that a rule, a pack or a shared condition names, and the category of who asks."""
    for rule in RULES.rules:
        for one in checks.tree((rule.when, *rule.unless)):
            yield from ((name, rule.category) for name in one.classifiers())
    for pack in RULES.packs.values():
        if pack.confirm is not None:
            yield from ((name, pack.category) for name in pack.confirm.classifiers())


def test_every_table_is_asked_and_only_in_its_category() -> None:
    named = {name: {category for _, category in pairs} for name, pairs in groupby(sorted(asked()), lambda one: one[0])}
    assert named == {name: {table.category} for name, table in TABLES.items()}


def test_what_reads_needs_no_confirmation_of_its_own() -> None:
    """The same text would be judged twice, by the same words."""
    judged = [rule for rule in RULES.rules if rule.confirm is not None and not rule.certain]
    assert [rule.id for rule in judged if rule.when.classifiers()] == []


def pieces(table: Classifier) -> frozenset[str]:
    """Every word that stands in a feature, or may count as itself when capitalised."""
    return frozenset(re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)?", " ".join((table.known, *table.weights))))


def organisation_words() -> frozenset[str]:
    """Words of what the example organisation calls its people, customers, products, work and machines."""
    names = ("codenames", "embargoed-subjects", "internal-domains", "organisation", "our-products", "public-people")
    texts = [
        (MERIDIAN / "lists" / f"{name}.txt").read_text("utf-8").lower() for name in (*names, "reference-customers")
    ]
    lines = [line for text in texts for line in text.splitlines() if not line.startswith("#")]
    return frozenset(re.findall(r"[^\W\d_]{3,}", "\n".join(lines))) - EVERYDAY


@every_table
def test_it_knows_nothing_of_one_organisation(table: Classifier) -> None:
    """A table that weighs codenames or customers of the example would measure well there and help nobody."""
    words = organisation_words()
    assert {"kestrel", "juniper", "halden", "fairlake", "osei", "meridian"} <= words
    inside = {piece for piece in pieces(table) for word in words if word in piece and len(word) > 4}
    assert sorted(inside | words & pieces(table)) == []


@every_table
def test_it_knows_nobody_by_name(table: Classifier) -> None:
    names = word_list("given-names") - word_list("given-names-also-words")
    assert sorted(piece for piece in pieces(table) & names if len(piece) > 2) == []
