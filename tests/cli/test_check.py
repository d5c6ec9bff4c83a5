from __future__ import annotations

import io
import json
import os
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import jsonschema
import pytest

import postlint as package
from postlint.cli.outcome import CLEAN, FOUND, INTERRUPTED, UNCHECKED
from postlint.linter import Linter
from postlint.types import Draft, Report
from tests.conftest import REPOSITORY

from .conftest import Program, write_rule

SCHEMA = json.loads((REPOSITORY / "docs/schemas/report-v1.schema.json").read_text("utf-8"))


def drafts(folder: Path, **texts: str) -> None:
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, "utf-8")


def test_an_error_fails_and_is_shown_with_its_place(house: Path, postlint: Program) -> None:
    drafts(house, bad="Good news.\nBluebird is near.\n")
    ended = postlint("bad.txt", "--select", "own")
    assert ended.code == 1
    assert "bad.txt:2:1: error own/code-name\n" in ended.out
    assert "bad.txt: BLOCK: 1 error" in ended.out
    assert "Bluebird is near" not in ended.out
    assert ended.err == ""


def test_a_clean_draft_passes(house: Path, postlint: Program) -> None:
    drafts(house, good="The library opens at nine.\n")
    assert postlint("good.txt") == (0, "good.txt: PUBLISH: nothing found\n", "")


@pytest.mark.parametrize(
    ("word", "fail_on", "code"),
    [
        ("superlicious", None, 0),
        ("superlicious", "warning", 1),
        ("superlicious", "info", 1),
        ("synergistic", "warning", 0),
        ("synergistic", "info", 1),
    ],
)
def test_the_failing_level(house: Path, postlint: Program, word: str, fail_on: str | None, code: int) -> None:
    drafts(house, draft=f"It is {word}.\n")
    words = ["--fail-on", fail_on] if fail_on else []
    assert postlint("draft.txt", "--select", "own", *words).code == code


def test_the_configuration_sets_the_failing_level_and_the_option_wins(house: Path, postlint: Program) -> None:
    drafts(house, draft="It is superlicious.\n")
    (house / "postlint.yaml").write_text("rules: [rules/]\nfail_on: warning\n", "utf-8")
    assert postlint("draft.txt", "--select", "own").code == 1
    assert postlint("draft.txt", "--select", "own", "--fail-on", "error").code == 0


def test_what_could_not_be_checked_wins_and_the_others_are_checked(house: Path, postlint: Program) -> None:
    drafts(house, bad="Bluebird.\n", good="Fine.\n")
    ended = postlint("bad.txt", "missing.txt", "good.txt", "--select", "own")
    assert ended.code == 2
    assert "bad.txt:1:1: error own/code-name" in ended.out
    assert "missing.txt: failure not-found" in ended.out
    assert ended.out.endswith("3 drafts: 1 block, 1 unchecked, 1 publish\n")


def test_the_configuration_nearest_to_each_draft_counts(house: Path, postlint: Program) -> None:
    other = house / "other"
    other.mkdir()
    (other / "postlint.yaml").write_text("organisation: Other\nrules: [rules]\n", "utf-8")
    write_rule(other, "own-word", "thistledown", "error")
    drafts(house, here="Bluebird and thistledown.\n")
    drafts(other, there="Bluebird and thistledown.\n")
    document = json.loads(postlint("here.txt", "other/there.txt", "--format", "json").out)
    found = [[finding["rule"] for finding in draft["findings"]] for draft in document["drafts"]]
    assert found == [["own/code-name"], ["own/own-word"]]
    assert postlint("other/there.txt", "--config", "postlint.yaml", "--select", "own/code-name").code == 1


def test_every_mistake_of_every_configuration_is_told_before_any_draft(house: Path, postlint: Program) -> None:
    other = house / "other"
    other.mkdir()
    (other / "postlint.yaml").write_text("organisatoin: Other\n", "utf-8")
    (house / "postlint.yaml").write_text("organisation: House\nfail_on: never\n", "utf-8")
    drafts(house, bad="Bluebird.\n")
    drafts(other, bad="Bluebird.\n")
    ended = postlint("bad.txt", "other/bad.txt")
    assert (ended.code, ended.out) == (2, "")
    assert "postlint.yaml:2:" in ended.err
    assert f"{Path('other', 'postlint.yaml')}:1:1: " in ended.err
    assert "organisation" in ended.err
    assert "2 mistakes" in ended.err


def test_names_are_chosen_and_left_out(house: Path, postlint: Program) -> None:
    drafts(house, draft="Bluebird is superlicious and synergistic.\n")

    def found(*words: str) -> list[str]:
        document = json.loads(postlint("draft.txt", "--format", "json", *words).out)
        return [finding["rule"] for finding in document["drafts"][0]["findings"]]

    assert found("--select", "own") == ["own/code-name", "own/hype", "own/note"]
    assert found("--select", "own/note,own/hype") == ["own/hype", "own/note"]
    assert found("--select", "own", "--ignore", "own/hype", "--ignore", "own/note") == ["own/code-name"]


@pytest.mark.parametrize(
    ("option", "name", "meant"),
    [("--select", "clams", "claims"), ("--ignore", "own/code-nam", "own/code-name"), ("--select", "hyp", "own/hype")],
)
def test_an_unknown_name_is_refused_with_the_nearest(
    house: Path, postlint: Program, option: str, name: str, meant: str
) -> None:
    drafts(house, draft="Fine.\n")
    ended = postlint("draft.txt", option, name)
    assert (ended.code, ended.out) == (2, "")
    assert f"no rule and no pack '{name}'. Did you mean '{meant}'?" in ended.err


def test_standard_input(house: Path, postlint: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    def typed(text: bytes) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text)))

    typed("\ufeffCafé Bluebird\n".encode())
    ended = postlint("-", "--select", "own")
    assert ended.code == 1
    assert "<stdin>:1:6: error own/code-name" in ended.out
    typed(b"---\nchannel: x\n---\n\nBluebird\n")
    ended = postlint("-", "--stdin-path", "posts/new.md", "--format", "json")
    [draft] = json.loads(ended.out)["drafts"]
    assert (draft["path"], draft["channel"], draft["findings"][0]["line"]) == ("posts/new.md", "x", 5)
    typed(b"\xff\xfa\x00")
    ended = postlint("-", "--format", "json")
    assert ended.code == 2
    assert json.loads(ended.out)["drafts"][0]["decision"] == "unchecked"


def test_json_follows_the_schema_and_is_the_same_each_time(house: Path, postlint: Program) -> None:
    drafts(house, bad="Bluebird 🎉 superlicious.\n", good="Fine.\n")
    words = ("bad.txt", "good.txt", "missing.txt", "--format", "json")
    first, second = postlint(*words), postlint(*words)
    assert first == second
    assert first.code == 2
    document = json.loads(first.out)
    jsonschema.validate(document, SCHEMA)
    assert document["summary"] == {"drafts": 3, "block": 1, "review": 0, "publish": 1, "unchecked": 1}
    assert "Bluebird" not in first.out


def test_a_channel_is_passed_on(house: Path, postlint: Program) -> None:
    drafts(house, draft="Fine.\n")
    ended = postlint("draft.txt", "--channel", "linkedin", "--format", "json")
    assert json.loads(ended.out)["drafts"][0]["channel"] == "linkedin"


def test_values_are_shown_on_a_terminal_only(house: Path, postlint: Program) -> None:
    drafts(house, bad="Bluebird.\n")
    ended = postlint("bad.txt", "--show-values")
    assert (ended.code, ended.out) == (2, "")
    assert "only when the output is a terminal" in ended.err


def test_quiet_is_silent_when_nothing_fails(house: Path, postlint: Program) -> None:
    drafts(house, draft="It is superlicious.\n", bad="Bluebird is superlicious.\n")
    assert postlint("draft.txt", "-q", "--select", "own") == (0, "", "")
    ended = postlint("bad.txt", "-q", "--select", "own")
    assert "own/code-name" in ended.out
    assert "own/hype" not in ended.out


def test_statistics_come_last(house: Path, postlint: Program) -> None:
    drafts(house, draft="Bluebird is superlicious, Bluebird!\n")
    ended = postlint("draft.txt", "--statistics", "--select", "own")
    assert ended.out.endswith("     2  error    own/code-name\n     1  warning  own/hype\n3 findings: own 3\n")


@pytest.mark.parametrize("option", ["--statistics", "--quiet", "--verbose"])
def test_options_of_the_text_format_are_refused_with_another(house: Path, postlint: Program, option: str) -> None:
    drafts(house, draft="Fine.\n")
    ended = postlint("draft.txt", "--format", "json", option)
    assert (ended.code, ended.out) == (2, "")
    assert "--format text" in ended.err


def test_colour(house: Path, postlint: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    drafts(house, draft="Bluebird.\n")
    assert "\x1b[" not in postlint("draft.txt").out
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[1;31merror" in postlint("draft.txt").out
    assert "\x1b[" not in postlint("draft.txt", "--no-color").out
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in postlint("draft.txt").out


def test_a_folder_and_a_pattern(house: Path, postlint: Program) -> None:
    (house / "posts").mkdir()
    drafts(house / "posts", a="Fine.\n", b="Bluebird.\n")
    for given in ("posts", "posts/*.txt"):
        ended = postlint(given)
        assert ended.code == 1
        assert "posts/b.txt:1:1: error" in ended.out
        assert ended.out.endswith("2 drafts: 1 block, 1 publish\n")


def test_a_folder_without_drafts_is_not_clean(house: Path, postlint: Program) -> None:
    (house / "empty").mkdir()
    ended = postlint("empty")
    assert ended.code == 2
    assert "empty: failure no-drafts" in ended.out


def test_a_draft_called_like_a_command(house: Path, postlint: Program) -> None:
    (house / "explain").write_text("Bluebird.\n", "utf-8")
    ended = postlint("./explain", "--select", "own")
    assert ended.code == 1
    assert "explain:1:1: error" in ended.out


def test_an_internal_error_spares_the_other_drafts_and_quotes_nothing(
    house: Path, postlint: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    drafts(house, one="Bluebird one.\n", two="Bluebird two.\n")
    real = Linter.lint_many

    def fragile(self: Linter, drafts: Iterable[Draft]) -> Iterator[Report]:
        for draft in drafts:
            if "one" in draft.text:
                raise ValueError("choked on 'Bluebird one'")
            yield from real(self, [draft])

    monkeypatch.setattr(Linter, "lint_many", fragile)
    ended = postlint("one.txt", "two.txt", "--select", "own")
    assert ended.code == 2
    assert "one.txt: failure internal" in ended.out
    assert "ValueError" in ended.out
    assert "choked" not in ended.out + ended.err
    assert "Traceback" not in ended.out + ended.err
    assert "two.txt:1:1: error" in ended.out


def test_without_drafts_the_usage_is_told(house: Path, postlint: Program) -> None:
    ended = postlint()
    assert (ended.code, ended.out) == (2, "")
    assert "Name a draft" in ended.err


@pytest.mark.parametrize(
    "words",
    [["--fail-on", "never", "x.txt"], ["--formt", "json"], ["--config", "none.yaml", "x"], ["--stdin-path", "a", "x"]],
)
def test_a_wrong_command_line(house: Path, postlint: Program, words: list[str]) -> None:
    ended = postlint(*words)
    assert (ended.code, ended.out) == (2, "")
    assert "Error:" in ended.err


def test_the_version(postlint: Program) -> None:
    assert postlint("--version") == (0, f"postlint {package.__version__}\n", "")


def test_the_help_names_every_command_and_fits_a_terminal(postlint: Program) -> None:
    ended = postlint("--help")
    assert ended.code == 0
    for word in ("init", "explain", "rules list", "--channel", "--select", "--show-values", "Exit codes", "DRAFT..."):
        assert word in ended.out
    assert max(map(len, ended.out.splitlines())) <= 80
    assert postlint("-h").out == ended.out


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such file names")
def test_a_file_name_that_is_no_text(house: Path, postlint: Program) -> None:
    name = os.fsdecode(b"caf\xe9.txt")
    try:
        Path(name).write_text("Bluebird.\n", "utf-8")
    except OSError:
        pytest.skip("the file system takes only UTF-8 names")
    assert postlint(name).code == 1
    [draft] = json.loads(postlint(name, "--format", "json").out)["drafts"]
    assert draft["decision"] == "block"


def test_the_manual_names_every_option_and_exit_code(postlint: Program) -> None:
    manual = (REPOSITORY / "docs/cli.md").read_text("utf-8")
    options = set(re.findall(r"--[a-z-]+", postlint("--help").out)) - {"--help", "--version"}
    assert "--show-values" in options
    assert {option for option in options if f"`{option}" not in manual} == set()
    for code in (CLEAN, FOUND, UNCHECKED, INTERRUPTED):
        assert f"| {code} | " in manual


def test_verbose_tells_what_was_cleared_and_none_of_its_words(house: Path, postlint: Program) -> None:
    drafts(house, draft="Harriet Wolstenholme finished chemo.\n\nShared with her written consent.\n")
    line = "draft.txt: patient-info/named-patient cleared at 1:1 by consent, 3:8\n"
    assert line not in postlint("draft.txt").out
    told = postlint("draft.txt", "--verbose")
    assert told.code == 0
    assert told.out.startswith(line)
    assert "Wolstenholme" not in told.out
    document = json.loads(postlint("draft.txt", "--format", "json").out)
    jsonschema.validate(document, SCHEMA)
    [cleared] = document["drafts"][0]["cleared"]
    assert (cleared["rule"], cleared["reason"], cleared["by"]["line"]) == ("patient-info/named-patient", "consent", 3)


def test_verbose_and_quiet_contradict(house: Path, postlint: Program) -> None:
    drafts(house, draft="Fine.\n")
    ended = postlint("draft.txt", "--verbose", "--quiet")
    assert (ended.code, ended.out) == (2, "")
    assert "name one of them" in ended.err
