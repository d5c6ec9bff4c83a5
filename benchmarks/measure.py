"""What the benchmarks share: words, folders of drafts, tables, runs that take turns; imports the standard library."""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

_WORD = re.compile(r"\w+(?:['’.-]\w+)*")


def words(text: str) -> int:
    """How many words a text has."""
    return sum(1 for _ in _WORD.finditer(text))


def markdown_files(folders: Iterable[Path]) -> list[Path]:
    """Every Markdown file under the folders, in a fixed order. Ends the program when there is none."""
    found = sorted({path for folder in folders for path in folder.rglob("*.md")})
    if not found:
        sys.exit("no Markdown file under these folders")
    return found


def table(rows: Sequence[Sequence[object]], heading: Sequence[str]) -> str:
    """Rows in columns: the first to the left, the others to the right."""
    cells = [[str(cell) for cell in row] for row in (heading, *rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(heading))]
    lines = []
    for row in cells:
        first, *others = row
        padded = [first.ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True))]
        lines.append("  ".join(padded).rstrip())
    lines.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join(lines)


def process_seconds(command: Sequence[str], folder: Path) -> float:
    """How long a whole process takes, start to end. Findings (exit code 1) are no fault; anything worse is."""
    # As installed: with the bytecode that pip writes, whatever this shell forbids.
    environment = {**os.environ, "NO_COLOR": "1", "PYTHONPYCACHEPREFIX": str(folder / "bytecode")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    start = time.perf_counter()
    done = subprocess.run(command, cwd=folder, capture_output=True, env=environment, check=False)
    seconds = time.perf_counter() - start
    if done.returncode not in (0, 1):
        sys.exit(f"{' '.join(command)}\n{done.stdout.decode()}{done.stderr.decode()}")
    return seconds


def in_turns(tasks: Mapping[str, Callable[[], float]], rounds: int) -> dict[str, list[float]]:
    """Measure every task once a round, so that a busy machine is busy for all of them; the first round warms up."""
    measured: dict[str, list[float]] = {name: [] for name in tasks}
    for number in range(rounds + 1):
        for name, task in tasks.items():
            value = task()
            if number:
                measured[name].append(value)
    return measured


def median_ratio(first: Sequence[float], second: Sequence[float]) -> float:
    """The median over the rounds of `first` divided by `second`."""
    return statistics.median(one / other for one, other in zip(first, second, strict=True))
