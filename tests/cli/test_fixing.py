"""`--fix`, `--unsafe-fixes` and `--diff`."""

from __future__ import annotations

import io
import json
import os
import sys
from pathlib import Path

import pytest

from .conftest import Program, write_rule

BLUEBIRD = 'replace: {with: "[name removed]"}\n'


@pytest.fixture
def fixing(house: Path) -> Path:
    """The house, whose rules say what to write instead."""
    write_rule(house, "hype", "superlicious", "warning", more="replace: {with: tasty, safe: true}\n")
    write_rule(house, "code-name", "Bluebird", "error", sensitive=True, more=BLUEBIRD)
    return house


def write(folder: Path, text: str, name: str = "draft.txt") -> Path:
    path = folder / name
    path.write_bytes(text.encode("utf-8"))
    return path


def test_safe_fixes_are_written_and_the_fixed_draft_is_reported(fixing: Path, postlint: Program) -> None:
    path = write(fixing, "\ufeffSo superlicious.\r\nBluebird \N{GRINNING FACE}\r\n")
    ended = postlint("draft.txt", "--fix", "--select", "own")
    assert path.read_bytes() == "\ufeffSo tasty.\r\nBluebird \N{GRINNING FACE}\r\n".encode()
    assert ended.code == 1
    assert "own/hype" not in ended.out
    assert "own/code-name" in ended.out
    assert ended.err == "1 finding mended in 1 draft; 1 more with --unsafe-fixes.\n"


def test_unsafe_fixes_are_written_when_asked_for(fixing: Path, postlint: Program) -> None:
    path = write(fixing, "So superlicious, Bluebird.\n")
    ended = postlint("draft.txt", "--fix", "--unsafe-fixes", "--select", "own")
    assert path.read_text() == "So tasty, [name removed].\n"
    assert (ended.code, ended.err) == (0, "2 findings mended in 1 draft.\n")


def test_a_draft_without_fixes_is_not_touched(fixing: Path, postlint: Program) -> None:
    path = write(fixing, "All quiet.\n")
    os.utime(path, (1, 1))
    assert postlint("draft.txt", "--fix").code == 0
    assert path.stat().st_mtime == 1


def test_utf_16_stays_utf_16(fixing: Path, postlint: Program) -> None:
    path = fixing / "draft.txt"
    path.write_bytes(b"\xff\xfe" + "superlicious\n".encode("utf-16-le"))
    postlint("draft.txt", "--fix", "--select", "own")
    assert path.read_bytes() == b"\xff\xfe" + "tasty\n".encode("utf-16-le")


def test_a_file_that_cannot_be_written_is_a_failure_and_stays(fixing: Path, postlint: Program) -> None:
    path = write(fixing, "superlicious\n")
    other = write(fixing, "superlicious\n", "other.txt")
    path.chmod(0o444)
    ended = postlint("draft.txt", "other.txt", "--fix", "--select", "own")
    assert ended.code == 2
    assert "failure not-written" in ended.out
    assert "read-only" in ended.out
    assert path.read_text() == "superlicious\n"
    assert other.read_text() == "tasty\n"


def pipe(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


def test_standard_input_comes_out_fixed_and_the_report_goes_to_standard_error(
    fixing: Path, postlint: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipe(monkeypatch, b"superlicious\r\nBluebird")
    ended = postlint("-", "--fix", "--select", "own")
    assert ended.code == 1
    assert ended.out == "tasty\r\nBluebird"
    assert "own/code-name" in ended.err


def test_standard_input_that_is_no_draft_comes_out_as_it_was(
    fixing: Path, postlint: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipe(monkeypatch, b"a\0b")
    ended = postlint("-", "--fix")
    assert (ended.code, ended.out) == (2, "a\0b")
    assert "binary" in ended.err


DIFF = """\
--- draft.txt
+++ draft.txt
@@ -1,3 +1,3 @@
 One
-is superlicious.
+is tasty.
 B•••••••
"""


def test_a_diff_shows_what_would_change_and_nothing_private(fixing: Path, postlint: Program) -> None:
    path = write(fixing, "One\nis superlicious.\nBluebird\n")
    ended = postlint("draft.txt", "--diff", "--select", "own")
    assert (ended.code, ended.out) == (1, DIFF)
    assert ended.err == "1 finding would be mended in 1 draft; 1 more with --unsafe-fixes.\n"
    assert "superlicious" in path.read_text()


def test_a_diff_of_nothing_is_empty(fixing: Path, postlint: Program) -> None:
    write(fixing, "Bluebird\n")
    assert postlint("draft.txt", "--diff", "--select", "own") == (0, "", "1 more with --unsafe-fixes.\n")
    assert postlint("gone.txt", "--diff").code == 2


def test_a_diff_is_a_patch_where_nothing_is_private(fixing: Path, postlint: Program) -> None:
    write(fixing, "superlicious\r\nend")
    ended = postlint("draft.txt", "--diff", "--select", "own")
    assert ended.out.replace("\r\n", "\n").splitlines()[2:] == [
        *("@@ -1,2 +1,2 @@", "-superlicious", "+tasty", " end", "\\ No newline at end of file"),
    ]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--fix", "--diff"], "name one of them"),
        (["--unsafe-fixes"], "name --fix or --diff as well"),
        (["--diff", "--format", "json"], "leave --format out"),
    ],
)
def test_options_that_do_not_go_together_are_refused(
    fixing: Path, postlint: Program, words: list[str], message: str
) -> None:
    path = write(fixing, "superlicious\n")
    ended = postlint("draft.txt", *words)
    assert ended.code == 2
    assert message in " ".join(ended.err.split())
    assert path.read_text() == "superlicious\n"


def test_json_after_a_fix_is_only_json(fixing: Path, postlint: Program) -> None:
    write(fixing, "superlicious Bluebird\n")
    ended = postlint("draft.txt", "--fix", "--format", "json", "--select", "own")
    [draft] = json.loads(ended.out)["drafts"]
    [finding] = draft["findings"]
    assert finding["rule"] == "own/code-name"
    assert finding["edits"] == [{"start": 6, "end": 14, "text": "[name removed]", "safe": False, "others": []}]


def test_the_report_says_what_to_write(fixing: Path, postlint: Program) -> None:
    write(fixing, "superlicious and superlicious\n")
    ended = postlint("draft.txt", "--select", "own")
    assert ended.out.count("Write 'tasty'.") == 2
    assert "2 mended by --fix" in ended.out


def test_an_example_says_what_it_becomes(fixing: Path, postlint: Program) -> None:
    rule = fixing / "rules/own/hype.yaml"
    text = rule.read_text().replace(
        '"We love [[superlicious]] here."', '{text: "We love [[superlicious]] here.", fixed: We love tasty here.}'
    )
    rule.write_text(text)
    assert postlint("rules", "test", "own/hype").code == 0
    rule.write_text(text.replace("love tasty", "hate tasty"))
    ended = postlint("rules", "test", "own/hype")
    assert ended.code == 1
    assert "becomes 'We love tasty here.' when it is fixed" in " ".join(ended.out.split())
