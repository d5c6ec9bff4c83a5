"""Shared by the tests of detectors: no sockets, one pipeline."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from postlint.detect.entities import EntityDetector
from postlint.detect.nlp import Pipeline

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _no_sockets(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object, **options: object) -> None:
        raise AssertionError("a detector opened a socket")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.fixture(scope="session")
def detector() -> EntityDetector:
    return EntityDetector(Pipeline())


@pytest.fixture
def fresh_python() -> Callable[[str], str]:
    """Runs code in a new interpreter, where nothing is imported yet; returns what it prints."""

    def run(code: str) -> str:
        done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    return run
