"""What tests of several folders share: the real program in a process of its own, and the example organisation."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent
MERIDIAN = REPOSITORY / "examples" / "meridian"
MERIDIAN_DAY = date(2026, 11, 21)
"""The day on which its drafts are checked: entries of its claims register expire from the end of January 2027 on."""


def variables(**more: str) -> dict[str, str]:
    """The environment of a program that a test starts: this checkout's postlint, the same output on every machine."""
    ours = {"PYTHONPATH": str(REPOSITORY), "PYTHONUTF8": "1", "NO_COLOR": "1", "COLUMNS": "80"}
    return {**os.environ, **ours, **more}


@pytest.fixture(scope="session", autouse=True)
def cache_of_the_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep what postlint caches out of the home folder of whoever runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("POSTLINT_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
        yield


class Ended(NamedTuple):
    """How a run of the program ended."""

    code: int
    out: str
    err: str

    @property
    def said(self) -> str:
        """The output on one line, whatever it was wrapped to."""
        return " ".join(self.out.split())

    @property
    def drafts(self) -> list[dict[str, Any]]:
        """The drafts of a JSON report."""
        drafts: list[dict[str, Any]] = json.loads(self.out)["drafts"]
        return drafts


Program = Callable[..., Ended]


@pytest.fixture(scope="session")
def run_postlint() -> Program:
    """The real program: `run_postlint("draft.txt", folder=…, stdin=b"…", NAME="…")`."""

    def run(*words: str | Path, folder: Path | None = None, stdin: bytes = b"", **more: str) -> Ended:
        done = subprocess.run(
            [sys.executable, "-m", "postlint", *map(str, words)],
            cwd=folder,
            input=stdin,
            capture_output=True,
            env=variables(**more),
            check=False,
        )
        return Ended(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


@pytest.fixture
def organisation(tmp_path: Path) -> Path:
    """An empty folder with a configuration of its own, so that no `postlint.yaml` above it counts."""
    (tmp_path / "postlint.yaml").write_text("organisation: Example\n", encoding="utf-8")
    return tmp_path
