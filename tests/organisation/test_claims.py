"""The claims register is read strictly: every mistake is told at once, with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from postlint import ConfigurationError, Linter
from postlint.organisation.claims import ClaimsRegister, load_register

ENTRY = """\
  - id: {id}
    wording: Acme Rota cut missed shifts by 18%
    evidence: report 7
    owner: sales
"""
HEAD = "claims:\n"


def load(folder: Path, text: str | bytes) -> ClaimsRegister:
    path = folder / "claims.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return load_register(path)


def mistakes(folder: Path, text: str | bytes) -> list[str]:
    """`line:column: message` of each."""
    with pytest.raises(ConfigurationError) as caught:
        load(folder, text)
    assert {one.path for one in caught.value.mistakes} == {str(folder / "claims.yaml")}
    return [f"{one.line}:{one.column}: {one.message}" for one in caught.value.mistakes]


def test_an_entry_with_everything(tmp_path: Path) -> None:
    more = """\
    variants: [Fewer shifts are missed with Acme Rota, Acme Rota keeps shifts filled]
    subject: Rota
    figures: [almost a fifth]
    needs: [in a 2025 trial, at two homes]
    channels: [blog, press]
    from: 2026-01-01
    until: 2027-06-30
"""
    register = load(tmp_path, f"# ours\n{HEAD}{ENTRY.format(id='R-1')}{more}{ENTRY.format(id='R-2')}")
    first, second = register.claims
    assert first.variants == ("Fewer shifts are missed with Acme Rota", "Acme Rota keeps shifts filled")
    assert first.subject == ("Rota",)
    assert first.needs == ("in a 2025 trial", "at two homes")
    assert first.channels == ("blog", "press")
    assert (first.from_, first.until) == ("2026-01-01", "2027-06-30")
    assert (second.variants, second.needs, second.channels, second.until) == ((), (), ("all",), None)
    assert register.lines == {"R-1": 3, "R-2": 14}


def test_a_register_may_still_be_empty(tmp_path: Path) -> None:
    assert load(tmp_path, "claims: []\n").claims == ()


@pytest.mark.parametrize("change", [lambda text: b"\xef\xbb\xbf" + text, lambda text: text.replace(b"\n", b"\r\n")])
def test_byte_order_mark_and_line_ends_of_windows(tmp_path: Path, change) -> None:  # type: ignore[no-untyped-def]
    register = load(tmp_path, change((HEAD + ENTRY.format(id="R-1") + ENTRY.format(id="R-2")).encode()))
    assert [one.wording for one in register.claims] == ["Acme Rota cut missed shifts by 18%"] * 2
    assert register.lines == {"R-1": 2, "R-2": 6}


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("    untill: 2027-06-30", "6:5: unknown key `untill`; did you mean `until`?"),
        ("    until: 2027-06-31", "6:12: `2027-06-31` is no day: write it as 2027-06-30"),
        ("    from: soon", "6:11: `soon` is no day: write it as 2027-06-30"),
        ("    channels: [blog, linkdin]", "6:22: there is no channel `linkdin`; did you mean `linkedin`?"),
        ("    channels: linkdin", "6:15: there is no channel `linkdin`; did you mean `linkedin`?"),
        ("    channels: []", "6:15: `channels` must not be empty: leave it out for every channel"),
        ('    variants: ["", b]', "6:16: must not be empty"),
        ("    needs: [' ']", "6:13: must not be empty"),
        ("    needs: {a: b}", "6:12: "),
        ("    figures: [18]", "6:15: "),
        ("    subject: 7", "6:14: "),
        ("    owner: ops", "6:5: key `owner` is given twice, first on line 5"),
    ],
)
def test_each_mistake_has_its_place(tmp_path: Path, line: str, told: str) -> None:
    [found] = mistakes(tmp_path, f"{HEAD}{ENTRY.format(id='R-1')}{line}\n")
    assert found.startswith(told)


def test_the_last_day_lies_behind_the_first(tmp_path: Path) -> None:
    days = "    from: 2027-06-30\n    until: 2027-01-01\n"
    assert mistakes(tmp_path, HEAD + ENTRY.format(id="R-1") + days) == ["7:12: the last day lies before the first"]
    same = days.replace("2027-01-01", "2027-06-30")
    assert load(tmp_path, HEAD + ENTRY.format(id="R-1") + same).claims[0].until == "2027-06-30"


@pytest.mark.parametrize("key", ["id", "wording", "evidence", "owner"])
def test_what_every_entry_needs(tmp_path: Path, key: str) -> None:
    entry = ENTRY.format(id="R-1")
    lines = [("  - " if line.startswith("  - ") else "    ", line[4:]) for line in entry.splitlines()]
    kept = [words for _, words in lines if not words.startswith(f"{key}:")]
    without = "  - " + "\n    ".join(kept) + "\n"
    assert mistakes(tmp_path, HEAD + without) == [f"2:5: `{key}` is missing in entry 1 of `claims`"]
    empty = "  - " + "\n    ".join(f'{key}: " "' if words.startswith(f"{key}:") else words for _, words in lines) + "\n"
    [told] = mistakes(tmp_path, HEAD + empty)
    assert told.endswith(f"`{key}` must not be empty")


def test_an_id_stands_once(tmp_path: Path) -> None:
    text = HEAD + ENTRY.format(id="R-1") + ENTRY.format(id="R-2") + ENTRY.format(id="R-1")
    assert mistakes(tmp_path, text) == ["10:9: the id `R-1` stands twice: see line 2"]


def test_all_mistakes_come_at_once(tmp_path: Path) -> None:
    entries = ENTRY.format(id="''") + "    until: x\n" + ENTRY.format(id="R-2") + "    chanels: blog\n"
    assert [told.partition(": ")[0] for told in mistakes(tmp_path, HEAD + entries)] == ["2:9", "6:12", "11:5"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "1:1: the file must be a mapping with the key `claims`, but is empty"),
        ("# nothing yet\n", "1:1: the file must be a mapping with the key `claims`, but is empty"),
        ("- id: R-1\n", "1:1: the file must be a mapping"),
        ("claims:\n", "1:8: `claims` must be a list, but is empty"),
        ("claims: all\n", "1:9: `claims` must be a list"),
        ("claims: [R-1]\n", "1:10: "),
        ("claim: []\n", "1:1: unknown key `claim`; did you mean `claims`?"),
        ("claims: [\n", "2:1: is not valid YAML"),
        (b"claims:\n  - id: \xff\n", "2:9: is not UTF-8"),
    ],
)
def test_files_that_are_no_register(tmp_path: Path, text: str | bytes, told: str) -> None:
    assert any(found.startswith(told) for found in mistakes(tmp_path, text)), mistakes(tmp_path, text)


def test_the_configuration_names_a_register_that_exists(tmp_path: Path) -> None:
    (tmp_path / "postlint.yaml").write_text("organisation: Acme\nclaims: claim.yaml\n", "utf-8")
    (tmp_path / "claims.yaml").write_text("claims: []\n", "utf-8")
    with pytest.raises(ConfigurationError) as caught:
        Linter.from_config(tmp_path)
    [told] = caught.value.mistakes
    assert (told.line, told.column) == (2, 9)
    assert "there is no file `claim.yaml`" in told.message
    assert "did you mean `claims.yaml`?" in told.message


def test_mistakes_of_the_register_come_with_those_of_the_rules(tmp_path: Path) -> None:
    (tmp_path / "postlint.yaml").write_text("organisation: Acme\nclaims: claims.yaml\nrules: rules\n", "utf-8")
    (tmp_path / "claims.yaml").write_text("claims: 7\n", "utf-8")
    (tmp_path / "rules" / "own").mkdir(parents=True)
    (tmp_path / "rules" / "own" / "pack.yaml").write_text("title: 7\n", "utf-8")
    with pytest.raises(ConfigurationError) as caught:
        Linter.from_config(tmp_path)
    assert {Path(one.path).name for one in caught.value.mistakes} == {"claims.yaml", "pack.yaml"}
