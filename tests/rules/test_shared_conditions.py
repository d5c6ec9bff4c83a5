"""Conditions written once, people, joint findings and exceptions of packs: what is wrong has a place and a way out."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from postlint import cache
from postlint.conditions import KINDS
from postlint.rules.loader import RuleSet, check_references, load_rules
from postlint.rules.located import ConfigurationError
from tests.support import HEAD, PACK

HEAD_LINES = HEAD.count("\n")


def files(root: Path, when: str, extra: Mapping[str, str]) -> Path:
    """A folder with one rule, whose `when` begins behind the head, and other files."""
    head = HEAD.format(severity="error", clause="clause", message="{match}")
    texts = {"care/pack.yaml": PACK.format(category="care"), "care/one.yaml": f"{head}{when}\n", **extra}
    for name, text in texts.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


def load(root: Path, when: str, **extra: str) -> RuleSet:
    ruleset = load_rules([files(root, when, extra)], KINDS)
    check_references(ruleset, {"policy": {"clause"}}, [])
    return ruleset


def mistakes(root: Path, when: str, **extra: str) -> list[str]:
    with pytest.raises(ConfigurationError) as caught:
        load(root, when, **extra)
    return [str(one).removeprefix(f"{root}/") for one in caught.value.mistakes]


def here(column: int) -> str:
    """Where a mistake in the first line of `when` stands."""
    return f"care/one.yaml:{HEAD_LINES + 1}:{column}: "


CARE = {"conditions/care.yaml": "any:\n  - terms: [chemo]\n  - use: ward\n", "conditions/ward.yaml": "terms: [ward]\n"}


def test_a_condition_is_written_once_and_used_by_name(tmp_path: Path) -> None:
    ruleset = load(tmp_path, "when: {all: [{use: care, as: what}, {use: ward, within: post}]}", **CARE)
    [subject, other] = ruleset.rules[0].when.children()
    assert (subject.as_, other.within) == ("what", "post")
    assert subject.children()[1] == ruleset.conditions["ward"]


def test_a_later_folder_uses_the_conditions_of_an_earlier_one(tmp_path: Path) -> None:
    base = load(tmp_path / "a", "when: {use: ward}", **CARE)
    other = files(tmp_path / "b", "when: {use: ward}", {})
    (other / "care/pack.yaml").unlink()
    (other / "care/one.yaml").rename(other / "care/two.yaml")
    assert [rule.id for rule in load_rules([other], KINDS, base).rules] == ["care/one", "care/two"]


@pytest.mark.parametrize(
    ("when", "found"),
    [
        ("when: {use: wards}", here(13) + "there is no condition `wards` in any folder `conditions/`; did you mean"),
        ("when: {use: [care]}", here(13) + "`use` must be text, not a list"),
        ("when: {use: care, terms: [a]}", here(19) + "a condition has one kind, not `use` and `terms`"),
        ("when: {use: care, reason: consent}", here(19) + "`reason` stands only on an entry of `unless`"),
        ("when: {person: named, role: patient}", here(29) + "`role`: 'patient' is none of: private, professional"),
        ("when: {person: [named, nick]}", here(16) + "`person`: 'nick' is none of: named, initials"),
        ("when: {person: named, known_by: shoe}", here(33) + "`known_by`: 'shoe' is none of: name, age"),
        ("when: {person: named, roles: private}", here(23) + "unknown key `roles`; did you mean `role`?"),
        ("when: {person: []}", here(16) + "`person`: needs at least one of: named"),
        ("when: {all: [{terms: a}], mark: both}", here(33) + "`mark` cannot be `both`"),
        ("when: {any: [{terms: a}], mark: together}", here(27) + "unknown key `mark`"),
        ("when: {terms: a}\nunless: [{terms: b, reason: Consent!}]", "care/one.yaml:12:29: `reason` must be a word"),
    ],
)  # fmt: skip
def test_mistakes_have_a_place_and_a_way_out(tmp_path: Path, when: str, found: str) -> None:
    [mistake] = mistakes(tmp_path, when, **CARE)
    assert mistake.startswith(found)


def test_a_condition_that_uses_itself(tmp_path: Path) -> None:
    circle = {"conditions/a.yaml": "use: b\n", "conditions/b.yaml": "any: [{use: a}, {terms: x}]\n"}
    found = mistakes(tmp_path, "when: {terms: x}", **circle)
    assert found == [
        "conditions/a.yaml:1:6: the condition `b` has mistakes of its own",
        "conditions/b.yaml:1:13: the condition `a` uses itself: a → b → a",
    ]


def test_a_mistake_in_a_shared_condition_is_told_where_it_is_written(tmp_path: Path) -> None:
    found = mistakes(tmp_path, "when: {use: ward}", **{"conditions/ward.yaml": "terms: []\n"})
    assert found[-1] == "conditions/ward.yaml:1:8: `terms`: needs at least one phrase or $list"
    assert found[0] == here(13) + "the condition `ward` has mistakes of its own"


@pytest.mark.parametrize(
    ("condition", "place"),
    [("any:\n  - terms: [a, $wrads]\n", "2:16"), ("pattern: 'a \\L<wrads>'\n", "1:10"), ("terms: $wrads\n", "1:8")],
)
def test_a_list_that_a_shared_condition_misses(tmp_path: Path, condition: str, place: str) -> None:
    extra = {"conditions/ward.yaml": condition, "lists/wards.txt": "ward 7\n"}
    found = mistakes(tmp_path, "when: {use: ward}", **extra)
    assert found == [f"conditions/ward.yaml:{place}: there is no list `wrads`; did you mean `wards`? Allowed: wards"]


def test_a_list_that_the_shipped_rules_miss_is_no_crash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(cache.FOLDER, str(tmp_path / "kept"))
    folder = files(tmp_path / "rules", "when: {use: ward}", {"conditions/ward.yaml": "pattern: 'a \\L<wards>'\n"})
    for _ in range(2):
        ruleset, _ = cache.load_built_in(folder)
        with pytest.raises(ConfigurationError, match="there is no list `wards`"):
            check_references(ruleset, {"policy": {"clause"}}, [])


def test_exceptions_of_a_pack_hold_for_its_rules(tmp_path: Path) -> None:
    pack = PACK.format(category="care") + "unless:\n  - {terms: fiction, within: post, reason: fiction}\n"
    [rule] = load(tmp_path, "when: {terms: a}\nunless: [{terms: b}]", **{"care/pack.yaml": pack}).rules
    assert [(one.within, one.reason) for one in rule.unless] == [(None, None), ("post", "fiction")]


@pytest.mark.parametrize(
    ("unless", "found"),
    [
        ("unless: [{terms: $tales}]", "care/pack.yaml:5:18: there is no list `tales`"),
        ("unless: [{use: tale}]", "care/pack.yaml:5:16: there is no condition `tale` in any folder `conditions/`"),
        ("unless: {terms: a}", "care/pack.yaml:5:9: `unless` must be a list"),
        ("unless: [{not: {terms: a}}]", "care/pack.yaml:5:11: `not` stands only in the list of an `all`"),
    ],
)
def test_mistakes_in_the_exceptions_of_a_pack(tmp_path: Path, unless: str, found: str) -> None:
    [mistake] = mistakes(tmp_path, "when: {terms: a}", **{"care/pack.yaml": PACK.format(category="care") + unless})
    assert mistake.startswith(found)
