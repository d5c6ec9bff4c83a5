"""The hook as others use it: the real pre-commit program, a real repository, a real commit."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parents[2]
BAD = "So proud of Mary Okafor, who finished chemo on Ward 7 today!\n"
GOOD = "Our new reading room opens on Monday. Come and have a look.\n"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(importlib.util.find_spec("pre_commit") is None, reason="pre-commit is not installed"),
    pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed"),
    pytest.mark.skipif(not (HERE / ".git").exists(), reason="pre-commit installs hooks from a git repository"),
]


def run(*command: str, folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=900,
    )


def git(folder: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    identity = ("-c", "user.name=Test", "-c", "user.email=test@example.org")
    return run("git", *identity, *arguments, folder=folder, **variables)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A git repository that checks its drafts with the last commit of this one."""
    folder = tmp_path / "posts"
    folder.mkdir()
    revision = git(HERE, "rev-parse", "HEAD").stdout.strip()
    (folder / ".pre-commit-config.yaml").write_text(
        f"repos:\n  - repo: '{HERE.as_posix()}'\n    rev: {revision}\n    hooks:\n      - id: postlint\n", "utf-8"
    )
    assert git(folder, "init", "-q").returncode == 0
    return folder


def test_a_bad_draft_blocks_the_commit_and_a_clean_one_passes(repository: Path, tmp_path: Path) -> None:
    home = {"PRE_COMMIT_HOME": str(tmp_path / "home"), "NO_COLOR": "1"}
    installed = run(sys.executable, "-m", "pre_commit", "install", "--install-hooks", folder=repository, **home)
    assert installed.returncode == 0, installed.stdout + installed.stderr

    (repository / "draft.txt").write_text(BAD, "utf-8")
    git(repository, "add", ".")
    blocked = git(repository, "commit", "-m", "bad", **home)
    said = blocked.stdout + blocked.stderr
    assert blocked.returncode != 0, said
    assert "draft.txt:1:" in said
    assert "patient-info/" in said
    assert "BLOCK" in said
    assert "Okafor" not in said
    assert git(repository, "log").returncode != 0

    (repository / "draft.txt").write_text(GOOD, "utf-8")
    git(repository, "add", ".")
    passed = git(repository, "commit", "-m", "good", **home)
    assert passed.returncode == 0, passed.stdout + passed.stderr
    assert "good" in git(repository, "log", "--oneline").stdout
