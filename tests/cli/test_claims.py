from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import MERIDIAN, MERIDIAN_DAY

from .conftest import Program

ON = ("--on", str(MERIDIAN_DAY))
ENTRY = "  - {{id: {id}, wording: {wording}, evidence: a file, owner: Kim{more}}}\n"


def register(house: Path, *entries: tuple[str, str, str]) -> None:
    """Entries as id, wording, and what else they say, on lines 2, 3 … of the house's register."""
    text = "claims:\n" + "".join(ENTRY.format(id=name, wording=wording, more=more) for name, wording, more in entries)
    (house / "claims.yaml").write_text(text, "utf-8")
    (house / "postlint.yaml").write_text("organisation: House\nrules: [rules/]\nclaims: claims.yaml\n", "utf-8")


def test_the_list_shows_how_each_entry_stands(house: Path, postlint: Program) -> None:
    register(
        house,
        ("A-1", "House Tea is made in Leeds", ", until: 2026-11-20"),
        ("A-2", "House Rota cut missed shifts by 18%", ", until: 2026-12-03, channels: [blog, press]"),
        ("A-3", "House Fund returned 4% in 2024", ", from: 2027-01-01"),
        ("A-4", "92% of readers would recommend the House paper to friends who like to read long papers", ""),
    )
    shown = (
        "id   state               until       owner  channels\n"
        "A-1  expired             2026-11-20  Kim    all\n"
        "     House Tea is made in Leeds\n"
        "A-2  expires in 12 days  2026-12-03  Kim    blog, press\n"
        "     House Rota cut missed shifts by 18%\n"
        "A-3  from 2027-01-01                 Kim    all\n"
        "     House Fund returned 4% in 2024\n"
        "A-4  valid                           Kim    all\n"
        "     92% of readers would recommend the House paper to friends who like to read\n"
        "     long papers\n"
        "\n"
        f"{house / 'claims.yaml'}: 4 entries\n"
    )
    assert postlint("claims", "list", *ON) == (0, shown, "")
    assert "A-2  valid" in postlint("claims", "list", *ON, "--within", "11").out
    assert "A-2  expires today" in postlint("claims", "list", "--on", "2026-12-03").out
    assert "A-3  valid" in postlint("claims", "list", "--on", "2027-01-01").out


def test_the_list_for_programs(house: Path, postlint: Program) -> None:
    register(
        house, ("A-1", "House Rota cut missed shifts by 18%", ", until: 2026-12-03, channels: blog, needs: in ’25")
    )
    [row] = json.loads(postlint("claims", "list", *ON, "--format", "json").out)
    assert row == {
        "id": "A-1",
        "state": "expiring",
        "from": None,
        "until": "2026-12-03",
        "days_left": 12,
        "channels": ["blog"],
        "owner": "Kim",
        "wording": "House Rota cut missed shifts by 18%",
        "needs": ["in ’25"],
        "evidence": "a file",
    }


@pytest.mark.parametrize("command", ["list", "check"])
def test_without_a_register_the_way_to_one_is_told(house: Path, postlint: Program, command: str) -> None:
    ended = postlint("claims", command)
    assert (ended.code, ended.out) == (2, "")
    assert f"{house / 'postlint.yaml'} names no register" in ended.err
    assert "add 'claims: claims.yaml'" in ended.err
    (house / "postlint.yaml").unlink()
    ended = postlint("claims", command)
    assert (ended.code, ended.out) == (2, "")
    assert "'postlint init'" in ended.err


@pytest.mark.parametrize("day", ["2026-13-01", "20261121", "tomorrow", "2026-W47-6", ""])
@pytest.mark.parametrize(
    "words",
    [("claims", "list"), ("claims", "check"), ("rules", "test", "own"), ("eval", "posts.jsonl"), ("draft.txt",)],
)
def test_a_day_that_is_none_is_refused(house: Path, postlint: Program, words: tuple[str, ...], day: str) -> None:
    (house / "posts.jsonl").write_text("", "utf-8")
    (house / "draft.txt").write_text("Fine.\n", "utf-8")
    ended = postlint(*words, "--on", day)
    assert (ended.code, ended.out) == (2, "")
    assert "write it as 2027-01-31" in ended.err


def test_a_mistake_in_the_register_is_told_with_its_place(house: Path, postlint: Program) -> None:
    register(house, ("A-1", "House Tea is made in Leeds", ", until: soon"))
    ended = postlint("claims", "check")
    assert (ended.code, ended.out) == (2, "")
    assert f"{house / 'claims.yaml'}:2:89: `soon` is no day" in ended.err


def test_the_example_register_is_sound(postlint: Program) -> None:
    ended = postlint("claims", "check", "--config", MERIDIAN / "postlint.yaml", *ON)
    assert ended == (0, f"{MERIDIAN / 'claims.yaml'}: 6 entries: nothing found\n", "")


PROBLEMS = [
    ([("A", "House Tea is made in Leeds", ", until: 2026-11-20")], 2, "expired: its last day was 2026-11-20"),
    ([("A", "House Tea is made in Leeds", ", until: 2026-11-21")], 2, "expires today, 2026-11-21"),
    ([("A", "House Tea is made in Leeds", ", until: 2026-11-22")], 2, "expires in 1 day, on 2026-11-22"),
    ([("A", "House Tea is made in Leeds", ", until: 2027-01-20")], 2, "expires in 60 days, on 2027-01-20; ask Kim"),
    (
        [("A", "House Tea is made in Leeds", ", needs: [by hand, of the]")],
        2,
        "the qualifier 'of the' has no word or figure that could be looked for in a draft",
    ),
    (
        [("A", "House Tea is superlicious", "")],
        2,
        "the wording would be flagged by own/hype: 'superlicious' was said",
    ),
    (
        [("A", "House Tea is made in Leeds", ", needs: and it is synergistic")],
        2,
        "the wording would be flagged by own/note: 'synergistic' was said",
    ),
    (
        [("A", "House Tea is made in Leeds", ", variants: [House Tea is superlicious in Leeds]")],
        2,
        "the variant 'House Tea is superlicious in Leeds' would be flagged by own/hype: 'superlicious' was said",
    ),
    (
        [("A", "House Fund returned 5% in 2025", ", variants: [The fund did well]")],
        2,
        "the variant 'The fund did well' would not pass for this entry: it is not recognised",
    ),
    (
        [("A", "House Rota cut missed shifts by 18%", ""), ("B", "Missed shifts fell by 18% with House Rota", "")],
        3,
        "'Missed shifts fell by 18% with House Rota' and 'House Rota cut missed shifts by 18%' say the same",
    ),
    (
        [("A", "House Rota cut missed shifts by 18%", ""), ("B", "House Rota reduced missed shifts by 22%", "")],
        3,
        "differ in a figure only, on the same days and channels",
    ),
]


@pytest.mark.parametrize(("entries", "line", "told"), PROBLEMS)
def test_a_problem_is_told_with_its_entry(
    house: Path, postlint: Program, entries: list[tuple[str, str, str]], line: int, told: str
) -> None:
    register(house, *entries)
    ended = postlint("claims", "check", *ON)
    assert (ended.code, ended.err) == (1, "")
    assert f"{house / 'claims.yaml'}:{line}: {entries[-1][0]}\n" in ended.out
    assert told in ended.said
    assert "problem" in ended.out.splitlines()[-1]


SOUND = [
    [("A", "House Tea is made in Leeds", ", until: 2027-01-21")],
    [("A", "House Tea cures colds", "")],
    [("A", "House Fund returned 4% in 2024", ""), ("B", "House Fund returned 5% in 2025", "")],
    [
        ("A", "House Rota cut missed shifts by 18%", ", from: 2027-01-01, until: 2027-06-30"),
        ("B", "House Rota cut missed shifts by 22%", ", from: 2027-07-01"),
    ],
    [
        ("A", "House Rota cut missed shifts by 18%", ", channels: blog"),
        ("B", "House Rota cut missed shifts by 22%", ", channels: press"),
    ],
]


@pytest.mark.parametrize("entries", SOUND)
def test_no_problem(house: Path, postlint: Program, entries: list[tuple[str, str, str]]) -> None:
    """A cure that was approved is none; last year's figure, or last month's, or another channel's, is another claim."""
    register(house, *entries)
    ended = postlint("claims", "check", *ON)
    assert ended.code == 0, ended.out
    assert ended.out.endswith(": nothing found\n")


def test_an_entry_is_flagged_only_where_it_may_stand(house: Path, postlint: Program) -> None:
    path = house / "rules" / "own" / "hype.yaml"
    path.write_text(path.read_text("utf-8") + "applies: {channels: [x, email]}\n", "utf-8")
    register(house, ("A", "House Tea is superlicious", ""))
    assert "would be flagged on x, email by own/hype" in postlint("claims", "check", *ON).said
    register(house, ("A", "House Tea is superlicious", ", channels: [blog, x]"))
    assert "would be flagged on x by own/hype" in postlint("claims", "check", *ON).said
    register(house, ("A", "House Tea is superlicious", ", channels: [blog, press]"))
    assert postlint("claims", "check", *ON).code == 0


def test_a_rule_about_metadata_is_no_problem_of_a_wording(house: Path, postlint: Program) -> None:
    path = house / "rules" / "own" / "hype.yaml"
    text = path.read_text("utf-8")
    start, end = text.index("when:"), text.index("owner:")
    examples = 'when:\n  meta: approval_ref\n  is: missing\nbad: ["a", "b"]\ngood:\n'
    examples += "  - {text: a, meta: {approval_ref: x}}\n  - {text: b, meta: {approval_ref: y}}\n"
    path.write_text(text[:start] + examples + text[end:], "utf-8")
    register(house, ("A", "House Tea is made in Leeds", ""))
    assert postlint("claims", "check", *ON).code == 0


def test_the_group_tells_its_commands(postlint: Program) -> None:
    ended = postlint("claims", "--help")
    assert ended.code == 0
    for name in ("list", "check"):
        assert f"\n  {name}" in ended.out


def test_a_draft_is_checked_as_of_a_day(house: Path, postlint: Program) -> None:
    register(house, ("A", "House Rota cut missed shifts by 18%", ", until: 2026-12-03"))
    (house / "draft.txt").write_text("House Rota cut missed shifts by 18%.\n", "utf-8")
    ended = postlint("draft.txt", "--on", "2026-12-03", "--verbose", "--select", "claims")
    assert ended.code == 0
    assert "claims/not-as-approved cleared at 1:1 by approved claim A\n" in ended.out
    ended = postlint("draft.txt", "--on", "2026-12-04")
    assert ended.code == 1
    assert "A was approved until 2026-12-03" in ended.said
