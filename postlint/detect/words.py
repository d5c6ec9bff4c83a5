"""Word lists that ship with the detectors; imports nothing of ours."""

from __future__ import annotations

import functools
from pathlib import Path

_DATA = Path(__file__).with_name("data")


@functools.cache
def word_list(name: str) -> frozenset[str]:
    """The lines of a data file, lower-case, without comments."""
    lines = (_DATA / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip().lower() for line in lines if line.strip() and not line.startswith("#"))
