"""The page of identifiers is what its script makes of the data, and leaves no letter open."""

from __future__ import annotations

import importlib.util
from string import ascii_uppercase
from types import ModuleType

import pytest

from postlint.detect.entities import TYPES
from tests.conftest import REPOSITORY


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("identifiers", REPOSITORY / "docs" / "identifiers.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_is_up_to_date(script):
    assert script.PAGE.read_text("utf-8") == script.page(), "run `python docs/identifiers.py`"


def test_every_identifier_is_covered_or_said_to_be_undetectable(script):
    entries = script.safe_harbor()
    assert "".join(entries) == ascii_uppercase[:18]
    for letter, entry in entries.items():
        assert set(entry.get("types", ())) <= set(TYPES), letter
        assert bool(entry.get("types")) != bool(entry.get("undetected")), letter


def test_every_covered_identifier_has_a_rule(script):
    rules = script.load_rules([script.bundled.rules_folder()], script.KINDS).rules
    ids = {rule.id for rule in rules}
    for letter, entry in script.safe_harbor().items():
        covering = script.covering(letter, entry, rules)
        assert covering or "undetected" in entry, letter
        assert set(covering) <= ids, letter


def test_a_type_under_not_covers_nothing(script):
    rules = {rule.id: rule for rule in script.load_rules([script.bundled.rules_folder()], script.KINDS).rules}
    assert script.named_types(rules["patient-info/fax-number"].when) == {"fax"}
