"""`replace` of a rule, read strictly."""

from __future__ import annotations

from pathlib import Path

import pytest

from postlint.conditions import KINDS
from postlint.rules.loader import load_rules
from postlint.rules.located import ConfigurationError
from postlint.rules.schema import Replace
from tests.support import HEAD, PACK, rule


def mistakes(folder: Path, more: str) -> list[str]:
    pack = folder / "claims"
    pack.mkdir()
    (pack / "pack.yaml").write_text(PACK.format(category="claims"), "utf-8")
    head = HEAD.replace("{severity}", "error").replace("{message}", "m").replace("{clause}", "clause")
    (pack / "test.yaml").write_text(head + more, "utf-8")
    with pytest.raises(ConfigurationError) as raised:
        load_rules([folder], KINDS)
    return [str(one).rpartition("test.yaml:")[2] for one in raised.value.mistakes]


@pytest.mark.parametrize(
    ("replace", "when", "message"),
    [
        ("{}", "{terms: a}", "11:10: `replace` says one of `with`, `listed: true` and `case`"),
        ("{with: a, case: lower}", "{terms: a}", "11:10: `replace` says one of `with`, `listed: true` and `case`"),
        ("{safe: true}", "{terms: a}", "11:10: `replace` says one of `with`, `listed: true` and `case`"),
        ("{with: '{who}'}", "{terms: a, as: what}", "11:17: unknown placeholder `{who}`"),
        ("{with: '{match'}", "{terms: a}", "11:17: a brace in `with` belongs to no placeholder"),
        ("{case: title}", "{terms: a}", "11:17: `case` cannot be `title`"),
        ("{wiht: a}", "{terms: a}", "11:11: unknown key `wiht`; did you mean `with`?"),
        ("{listed: true}", "{pattern: a}", "11:19: `listed` needs `terms` in `when`"),
        ("{with: a}", "{count: {terms: a}, at_least: 2}", "11:1: `replace` needs a `when` that finds the very words"),
        ("{with: a}", "{meta: channel, is: missing}", "11:1: `replace` needs a `when` that finds the very words"),
        (
            "{with: a}",
            "{mark: together, all: [{terms: a, as: b}, {terms: c, as: d}]}",
            "11:1: `replace` needs a `when` that finds the very words",
        ),
        ("{listed: true}", "{terms: [a ->]}", "12:15: `terms`: `->` needs words on its right"),
    ],
)
def test_mistakes_have_their_place(tmp_path: Path, replace: str, when: str, message: str) -> None:
    found = mistakes(tmp_path, f"replace: {replace}\nwhen: {when}\n")
    assert any(one.startswith(message) for one in found), found


def test_what_is_sound_is_read() -> None:
    assert rule("when: {terms: a}", more="replace: {with: ''}\n").replace == Replace(with_="")
    assert rule("when: {terms: a -> b}", more="replace: {listed: true, safe: true}\n").replace == Replace(
        listed=True, safe=True
    )


def test_only_a_bad_example_is_fixed(tmp_path: Path) -> None:
    more = "when: {terms: a}\nmisses: [{text: x, fixed: y}]\n"
    assert any("only a bad example can be fixed" in one for one in mistakes(tmp_path, more))
