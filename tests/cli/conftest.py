"""An organisation with three rules of its own, and the program run in this process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from postlint.cli import run
from tests.conftest import Ended

PACK = "title: Our own\ncategory: conduct\ndescription: For a test.\nowner: tests\n"

RULE = """\
title: {title}
severity: {severity}
cites: [social-media-policy#purpose, hipaa-sh-a]
why: Because the house says so.
fix: Leave the word out.
message: "'{{match}}' was said"
sensitive: {sensitive}
when:
  terms: [{word}]
bad:
  - "We love [[{word}]] here."
  - "Is it [[{word}]]?"
good:
  - "We love it here."
  - "Is it?"
owner: tests
"""

Program = Callable[..., Ended]


def write_rule(folder: Path, name: str, word: str, severity: str, *, sensitive: bool = False, more: str = "") -> None:
    pack = folder / "rules" / "own"
    pack.mkdir(parents=True, exist_ok=True)
    (pack / "pack.yaml").write_text(PACK, "utf-8")
    text = RULE.format(title=f"{word} is mentioned", severity=severity, word=word, sensitive=str(sensitive).lower())
    (pack / f"{name}.yaml").write_text(text + more, "utf-8")


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The organisation's folder, which is the working directory; nothing in it but configuration and rules."""
    folder = tmp_path / "house"
    folder.mkdir()
    (folder / "postlint.yaml").write_text("organisation: House\nrules: [rules/]\n", "utf-8")
    write_rule(folder, "code-name", "Bluebird", "error", sensitive=True)
    write_rule(folder, "hype", "superlicious", "warning")
    write_rule(folder, "note", "synergistic", "info")
    monkeypatch.chdir(folder)
    monkeypatch.setenv("COLUMNS", "80")
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    return folder


@pytest.fixture
def postlint(capfd: pytest.CaptureFixture[str]) -> Program:
    """Run the program on words; paths are seen from the working directory."""

    def program(*words: str | Path) -> Ended:
        code = run([str(word) for word in words])
        captured = capfd.readouterr()
        return Ended(code, captured.out, captured.err)

    return program
