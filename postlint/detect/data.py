"""The tables and word lists that ship with the detectors; imports nothing of ours."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

import yaml

try:
    from yaml import CSafeLoader as Loader
except ImportError:  # PyYAML built without libyaml
    from yaml import SafeLoader as Loader  # type: ignore[assignment]

_FOLDER = Path(__file__).with_name("data")


@functools.cache
def word_list(name: str) -> frozenset[str]:
    """The lines of `data/NAME.txt`, lower-case, without comments."""
    return frozenset(line.lower() for line in lines(name))


@functools.cache
def number_table(name: str) -> dict[str, int]:
    """`data/NAME.txt` as a table of a word and a number a line."""
    return {word: int(number) for word, number in map(str.split, lines(name))}


def table(name: str) -> Any:
    """`data/NAME.yaml` as it stands."""
    return yaml.load((_FOLDER / f"{name}.yaml").read_bytes(), Loader=Loader)


def lines(name: str) -> list[str]:
    """The lines of `data/NAME.txt` that say something."""
    found = (_FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in found if line.strip() and not line.startswith("#")]
