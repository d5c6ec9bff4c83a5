from __future__ import annotations

import json
from pathlib import Path

import pytest

from .conftest import PACK, Program, write_rule


def test_the_list_shows_every_rule_by_pack(house: Path, postlint: Program) -> None:
    ended = postlint("rules", "list", "own")
    assert ended.code == 0
    assert ended.out == (
        "own\n"
        "  code-name  error    Bluebird is mentioned\n"
        "  hype       warning  superlicious is mentioned\n"
        "  note       info     synergistic is mentioned\n"
        "\n"
        "3 rules, 3 in force\n"
    )
    everything = postlint("rules", "list").out
    assert "\nclaims\n" in everything
    assert "\nown\n" in everything
    assert max(map(len, everything.splitlines())) <= 80


def test_the_list_shows_what_is_off_or_other_here(house: Path, postlint: Program) -> None:
    (house / "postlint.yaml").write_text(
        "rules: [rules/]\noverrides:\n  - {rule: own/hype, severity: off}\n  - {rule: own/note, severity: error}\n",
        "utf-8",
    )
    ended = postlint("rules", "list", "own")
    assert "  hype       off      superlicious" in ended.out
    assert "  note       error    synergistic" in ended.out
    assert "3 rules, 2 in force" in ended.out
    rows = {row["rule"]: row for row in json.loads(postlint("rules", "list", "own", "--format", "json").out)}
    assert list(rows) == ["own/code-name", "own/hype", "own/note"]
    assert (rows["own/hype"]["severity"], rows["own/hype"]["in_force"]) == (None, False)
    assert (rows["own/note"]["severity"], rows["own/note"]["in_force"]) == ("error", True)


def test_show_prints_the_file_and_where_it_is(house: Path, postlint: Program) -> None:
    ended = postlint("rules", "show", "own/hype")
    path = house / "rules" / "own" / "hype.yaml"
    assert ended.out == f"# {path}\n{path.read_text('utf-8')}"


@pytest.mark.parametrize("words", [("rules", "show"), ("explain",)])
def test_a_pack_or_an_unknown_name_is_no_rule(house: Path, postlint: Program, words: tuple[str, ...]) -> None:
    ended = postlint(*words, "own")
    assert (ended.code, ended.out) == (2, "")
    assert "'own' is a pack" in ended.err
    ended = postlint(*words, "own/hyp")
    assert (ended.code, ended.out) == (2, "")
    assert "Did you mean 'own/hype'?" in ended.err


def test_the_examples_pass(house: Path, postlint: Program) -> None:
    assert postlint("rules", "test", "own") == (
        0,
        "3 rules, 12 examples (6 bad, 6 good): all passed\n",
        "",
    )


def test_an_example_that_fails_is_shown_with_its_place(house: Path, postlint: Program) -> None:
    more = 'misses:\n  - "Hidden whopping surprise."\n  - "A wopping surprise."\n'
    write_rule(house, "size", "whopping", "info", more=more)
    path = house / "rules" / "own" / "size.yaml"
    text = (
        path.read_text("utf-8")
        .replace('"Is it?"', '"Is it whopping?"')
        .replace("[[whopping]] here", "whopping [[here]]")
    )
    path.write_text(text, "utf-8")
    ended = postlint("rules", "test", "own/size")
    assert ended.code == 1
    lines = text.splitlines()
    for line, kind, said in (
        (lines.index('  - "We love whopping [[here]]."') + 1, "bad", "found 'whopping' instead of 'here'"),
        (lines.index('  - "Is it whopping?"') + 1, "good", "found 'whopping'"),
        (lines.index('  - "Hidden whopping surprise."') + 1, "misses", "move it to `bad`"),
    ):
        assert f"{path}:{line}: own/size ({kind})\n" in ended.out
        assert said in " ".join(ended.out.split())
    assert "| Hidden whopping surprise.\n" in ended.out
    assert ended.out.endswith("1 rule, 6 examples (2 bad, 2 good, 2 misses): 3 failed\n")


def test_a_folder_of_rules_that_no_configuration_names(house: Path, postlint: Program, tmp_path: Path) -> None:
    write_rule(tmp_path / "draft-pack", "size", "whopping", "info")
    folder = tmp_path / "draft-pack" / "rules"
    (folder / "own").rename(folder / "fresh")
    assert postlint("rules", "test", "--rules", folder).out.startswith("1 rule, 4 examples")
    assert postlint("rules", "test", "--rules", folder, "own").out.startswith("3 rules, 12 examples")


def test_a_faulty_rule_is_told_with_its_place(house: Path, postlint: Program) -> None:
    path = house / "rules" / "own" / "hype.yaml"
    path.write_text(path.read_text("utf-8").replace("severity:", "severty:"), "utf-8")
    ended = postlint("rules", "test", "own")
    assert (ended.code, ended.out) == (2, "")
    assert f"{path}:2:1: " in ended.err
    assert "severity" in ended.err


def test_the_schema_of_a_rule_is_printed(house: Path, postlint: Program) -> None:
    import jsonschema

    schema = json.loads(postlint("rules", "schema").out)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert "when" in json.dumps(schema)


def test_the_group_tells_its_commands(postlint: Program) -> None:
    ended = postlint("rules", "--help")
    assert ended.code == 0
    for name in ("list", "show", "test", "schema"):
        assert f"\n  {name}" in ended.out
    assert postlint("rules", "lst").code == 2


def test_a_pack_that_waits_for_a_profile_says_how_to_switch_it_on(house: Path, postlint: Program) -> None:
    (house / "rules" / "own" / "pack.yaml").write_text(f"{PACK}profiles: [finance]\n", "utf-8")
    shown = postlint("rules", "list", "own").out
    assert "  code-name  off      Bluebird" in shown
    assert "3 rules, 0 in force" in shown
    explained = postlint("explain", "own/hype").out
    for text in (shown, explained):
        said = " ".join(text.split())
        assert "`profiles: [finance]` in postlint.yaml" in said
        assert "`packs: {own: on}`" in said
    assert postlint("rules", "test", "own").code == 0
    (house / "postlint.yaml").write_text("rules: [rules/]\nprofiles: [uk, finance]\n", "utf-8")
    shown = postlint("rules", "list", "own").out
    assert "3 rules, 3 in force" in shown
    assert "profiles" not in shown
