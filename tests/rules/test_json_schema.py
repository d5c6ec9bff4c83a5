"""The JSON Schema of a rule file agrees with the loader."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from postlint.conditions import KINDS as REAL_KINDS
from postlint.documents.model import BLOCK_KINDS
from postlint.rules.json_schema import rule_schema
from postlint.rules.located import ConfigurationError
from postlint.rules.schema import BlockName
from tests.rules.kinds import KINDS, RULE, folder, load

VALIDATOR = jsonschema.Draft202012Validator(rule_schema(KINDS))


def test_it_is_a_schema_for_the_real_kinds_too() -> None:
    schema = rule_schema(REAL_KINDS)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert {f"condition-{name}" for name in REAL_KINDS} <= set(schema["$defs"])


def test_blocks_are_those_of_documents() -> None:
    assert set(BlockName.__args__) == BLOCK_KINDS | {"prose", "all"}  # type: ignore[attr-defined]


def changed(change: dict[str, Any]) -> dict[str, Any]:
    """The sound rule with some keys changed; PyYAML takes the key `on` for true and dates for dates, we do not."""
    rule: dict[str, Any] = {**yaml.safe_load(RULE), **change}
    day = rule["good"][1]
    day["on"] = str(day.pop(True))
    return rule


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"when": {"all": [{"terms": "a"}, {"not": {"terms": ["b"]}, "within": {"words": 3}}]}},
        {"when": {"metric": "emoji", "max": {"default": 1, "x": 2.5}}},
        {"applies": {"channels": ["x"], "blocks": "code"}},
        {"severity": "warn"},
        {"when": {"term": "a"}},
        {"when": {"terms": "a", "metric": "b"}},
        {"when": {"terms": 7}},
        {"when": {"all": {"terms": "a"}}},
        {"when": {"terms": "a", "within": "word"}},
        {"applies": {"channels": ["twitter"]}},
        {"bad": ["a [[b]]"]},
        {"bad": [{"text": "a"}, {"txt": "b"}]},
        {"id": "a/b"},
        {"why": None},
        {"sensitive": "yes"},
    ],
)
def test_schema_and_loader_agree(tmp_path: Path, change: dict[str, Any]) -> None:
    rule = changed(change)
    try:
        load(folder(tmp_path, yaml.safe_dump(rule)))
    except ConfigurationError:
        assert not VALIDATOR.is_valid(rule)
    else:
        VALIDATOR.validate(rule)


@pytest.mark.parametrize(
    ("change", "valid"),
    [
        ({"when": {"classified": "leaks", "at_least": 0.5}, "certain": True}, True),
        ({"when": {"classified": "leaks"}}, False),
        ({"when": {"classified": "leaks", "at_least": "high"}}, False),
        ({"certain": "sure"}, False),
        ({"confirm": {"classified": "leaks", "at_least": 0.5}}, False),  # belongs into pack.yaml
    ],
)
def test_it_knows_what_asks_a_classifier(change: dict[str, Any], valid: bool) -> None:
    rule = changed(change)
    assert jsonschema.Draft202012Validator(rule_schema(REAL_KINDS)).is_valid(rule) is valid
