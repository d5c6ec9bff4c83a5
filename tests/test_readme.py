"""README.md says what is true today: its sample, its snippets, its commands, its links; and it keeps our own rules."""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
from pathlib import Path

import pytest
import yaml

from tests.conftest import MERIDIAN, REPOSITORY, Program

README = (REPOSITORY / "README.md").read_text(encoding="utf-8")


def block(language: str) -> list[str]:
    """The code blocks of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def test_the_sample_is_what_the_program_prints(run_postlint: Program) -> None:
    [sample] = block("console")
    command, _, output = sample.partition("\n")
    program, *words = shlex.split(command.removeprefix("$ "))
    assert program == "postlint"
    printed = run_postlint(*words, folder=REPOSITORY).out
    assert printed == output, "the sample in README.md is out of date: paste what the command prints at 80 columns"


def test_the_library_snippet_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    [snippet] = block("python")
    monkeypatch.chdir(REPOSITORY)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(snippet, "README.md", "exec"), {})
    assert "1:22 error: 'cures' next to 'colds' may promise a cure" in printed.getvalue()


def test_the_hook_snippet_names_a_hook_that_exists() -> None:
    [snippet] = block("yaml")
    named = [hook["id"] for repo in yaml.safe_load(snippet)["repos"] for hook in repo["hooks"]]
    offered = yaml.safe_load((REPOSITORY / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert set(named) <= {hook["id"] for hook in offered}


def test_the_two_commands_are_those_that_ci_takes_from_the_page() -> None:
    """.ci/run finds the commands by their shape: each must be a line of its own."""
    commands = [line for text in block("sh") for line in text.splitlines()]
    assert [line.rpartition("/")[2] for line in commands if line.endswith("pytest")] == ["pytest"]
    [lint] = [line for line in commands if line.endswith("drafts/")]
    assert (REPOSITORY / shlex.split(lint)[-1]).is_dir()
    assert all(line.startswith("python3 -m venv .venv && .venv/bin/") for line in commands)


@pytest.mark.parametrize("page", ["README.md", "docs/architecture.md"])
def test_links_lead_somewhere(page: str) -> None:
    file = REPOSITORY / page
    prose = re.sub(r"^```.*?^```$", "", file.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    targets = [target for target in re.findall(r"(?<!!)\[[^\]]*\]\(([^)#]+)", prose) if "://" not in target]
    assert targets
    assert [target for target in targets if not (file.parent / target).exists()] == []


@pytest.mark.parametrize("page", ["README.md", "CHANGELOG.md", "benchmarks/README.md", "docs/architecture.md"])
def test_the_page_keeps_our_own_brand_rules(run_postlint: Program, page: str) -> None:
    # A program has users, and a manual may do without contractions: those two are how Meridian speaks, not we.
    ignored = "brand-tone/voice-word-users,brand-tone/voice-contractions"
    options = ("--select", "brand-tone", "--ignore", ignored, "--config", MERIDIAN / "postlint.yaml")
    ended = run_postlint(page, *options, "--channel", "blog", folder=REPOSITORY)
    assert ended.code == 0
    assert ended.out == f"{page}: PUBLISH: nothing found\n"


def test_ci_can_be_run() -> None:
    script = REPOSITORY / ".ci" / "run"
    assert script.read_text(encoding="utf-8").startswith("#!/usr/bin/env bash\n")
    if os.name != "nt":
        assert os.access(script, os.X_OK)
    assert Path(REPOSITORY / "pyproject.toml").is_file()
