"""Writes docs/identifiers.md: the 18 HIPAA identifiers and the types that find them; imports postlint."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from postlint import bundled
from postlint.conditions import KINDS
from postlint.conditions.combine import Not
from postlint.conditions.entity import Entity
from postlint.detect.entities import TYPES, EntityType
from postlint.rules.loader import load_rules
from postlint.rules.schema import Condition, Rule

HERE = Path(__file__).parent
PAGE = HERE / "identifiers.md"

HEAD = """\
<!-- Made by docs/identifiers.py of docs/safe-harbor.yaml, the entity types and the rules. Do not edit. -->

# Identifiers

## The 18 identifiers of HIPAA's Safe Harbor list

45 CFR 164.514(b)(2)(i) lists what must come out of a record before it counts as de-identified. It is no list of
forbidden words. A type says what can be recognised; a rule says where it is a finding. Types are explained in
[detectors.md](detectors.md).

"""

TYPES_HEAD = """
## What makes a number an identifier

Words count whole, before or behind. Where two types overlap, the one that stands earlier in this table is kept.

"""


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")


def page() -> str:
    """The page as it should be."""
    rules = load_rules([bundled.rules_folder()], KINDS).rules
    return HEAD + letters(safe_harbor(), rules) + TYPES_HEAD + types()


def safe_harbor() -> Mapping[str, Mapping[str, Any]]:
    """`safe-harbor.yaml`, by letter."""
    read: Mapping[str, Mapping[str, Any]] = yaml.safe_load((HERE / "safe-harbor.yaml").read_bytes())
    return read


def letters(entries: Mapping[str, Mapping[str, Any]], rules: tuple[Rule, ...]) -> str:
    """A row for each letter."""
    rows = []
    for letter, entry in entries.items():
        known = ", ".join(f"`{name}`" for name in entry.get("types", ()))
        if "undetected" in entry:
            known = f"**not detectable in text**: {entry['undetected']}"
        elif "note" in entry:
            known += f". {entry['note']}"
        rows.append(
            (letter, entry["identifier"], known, ", ".join(f"`{name}`" for name in covering(letter, entry, rules)))
        )
    return table(("letter", "identifier", "types", "rules"), rows)


def covering(letter: str, entry: Mapping[str, Any], rules: tuple[Rule, ...]) -> list[str]:
    """Rules that cite the letter, look for one of its types, or are named in the entry."""
    found = set(entry.get("rules", ()))
    for rule in rules:
        if f"hipaa-sh-{letter.lower()}" in rule.cites or named_types(rule.when) & set(entry.get("types", ())):
            found.add(rule.id)
    return sorted(found)


def named_types(condition: Condition) -> set[str]:
    """Entity types that a condition looks for; what must not be there is left out."""
    return {name for one in nested(condition) if isinstance(one, Entity) for name in one.entity}


def nested(condition: Condition) -> Iterator[Condition]:
    """The condition and all inside it, without what stands under `not`."""
    if not isinstance(condition, Not):
        yield condition
        for child in condition.children():
            yield from nested(child)


def types() -> str:
    """A row for each type that needs no parse."""
    rows = [(f"`{row.type}`", row.format, checked(row), evidence(row)) for row in TYPES.values() if not row.needs_parse]
    return table(("type", "format", "check", "counts"), rows)


def checked(row: EntityType) -> str:
    """What its digits must pass."""
    return row.check or {"presidio": "by Presidio", "phone": "libphonenumber"}.get(row.source, "")


def evidence(row: EntityType) -> str:
    """Which words make a match one."""
    nouns = [f"{noun} number" for noun in row.nouns]
    ways = []
    if row.names or nouns:
        ways.append(f"beside {quoted([*row.names, *nouns])}")
    if row.context:
        ways.append(f"within eight words of {quoted(row.context)}")
    if row.plain:
        home = f" at home in {' and '.join(name.upper() for name in row.jurisdictions)}" if row.jurisdictions else ""
        ways.append(f"in its plain shape{home}")
    return "; ".join(ways) or "by its shape"


def quoted(words: Sequence[str]) -> str:
    """The first few of some words."""
    shown = ", ".join(f'"{word}"' for word in words[:4])
    return f"{shown} …" if len(words) > 4 else shown


def table(heading: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """A Markdown table."""
    cells = [heading, ("---",) * len(heading), *rows]
    return "".join(f"| {' | '.join(row)} |\n" for row in cells)


if __name__ == "__main__":
    main()
