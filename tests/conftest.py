"""What tests of several folders share: the real program in a process of its own, and the example organisation."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent
MERIDIAN = REPOSITORY / "examples" / "meridian"


class Ended(NamedTuple):
    """How a run of the program ended."""

    code: int
    out: str
    err: str

    @property
    def drafts(self) -> list[dict[str, Any]]:
        """The drafts of a JSON report."""
        drafts: list[dict[str, Any]] = json.loads(self.out)["drafts"]
        return drafts


Program = Callable[..., Ended]


@pytest.fixture(scope="session")
def run_postlint() -> Program:
    """The real program: `run_postlint("draft.txt", folder=…, stdin=b"…", variables={…})`."""

    def run(*words: str | Path, folder: Path | None = None, stdin: bytes = b"", **variables: str) -> Ended:
        done = subprocess.run(
            [sys.executable, "-m", "postlint", *map(str, words)],
            cwd=folder,
            input=stdin,
            capture_output=True,
            env={**os.environ, "NO_COLOR": "1", "COLUMNS": "80", "PYTHONUTF8": "1", **variables},
            check=False,
        )
        return Ended(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


@pytest.fixture
def organisation(tmp_path: Path) -> Path:
    """An empty folder with a configuration of its own, so that no `postlint.yaml` above it counts."""
    (tmp_path / "postlint.yaml").write_text("organisation: Example\n", encoding="utf-8")
    return tmp_path
