"""The program as its own process: pipes, signals, encodings, a terminal, and what it imports."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

posix = pytest.mark.skipif(os.name == "nt", reason="POSIX signals and terminals")
COMMAND = [sys.executable, "-m", "postlint"]


def environment(**variables: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR")}
    return {**kept, **variables}


@posix
def test_a_reader_that_goes_away_is_no_fault(house: Path) -> None:
    for number in range(60):
        (house / f"{number:02}.txt").write_text("Bluebird. " * 60, "utf-8")
    program = subprocess.Popen(
        [*COMMAND, ".", "--select", "own"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    )
    assert program.stdout is not None
    assert program.stderr is not None
    program.stdout.read(1)
    program.stdout.close()
    errors = program.stderr.read()
    assert program.wait(60) == 2
    assert errors == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_told(house: Path) -> None:
    (house / "draft.txt").write_text("Bluebird.\n", "utf-8")
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([*COMMAND, "draft.txt"], stdout=full, stderr=subprocess.PIPE, env=environment())
    assert done.returncode == 2
    assert done.stderr.startswith(b"postlint: the result could not be written: ")
    assert done.stderr.count(b"\n") == 1


@posix
def test_ctrl_c(house: Path) -> None:
    program = subprocess.Popen(
        [*COMMAND, "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()
    )
    assert program.stdin is not None
    # The program reads standard input only after everything is loaded: then it hangs here.
    program.stdin.write(b"Bluebird")
    program.stdin.flush()
    with pytest.raises(subprocess.TimeoutExpired):
        program.wait(5)
    program.send_signal(signal.SIGINT)
    _, errors = program.communicate(timeout=60)
    assert program.returncode == 130
    assert errors == b"Interrupted.\n"


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
def test_a_terminal_without_the_characters(house: Path, encoding: str) -> None:
    (house / "draft.txt").write_text("私たち 🎉 Bluebird\n", "utf-8")
    variables = environment(PYTHONIOENCODING=f"{encoding}:strict", PYTHONUTF8="0")
    text = subprocess.run([*COMMAND, "draft.txt"], capture_output=True, env=variables)
    assert text.returncode == 1
    assert b"error own/code-name" in text.stdout
    assert b"Traceback" not in text.stderr
    document = subprocess.run([*COMMAND, "draft.txt", "--format", "json"], capture_output=True, env=variables)
    [finding] = json.loads(document.stdout.decode("utf-8"))["drafts"][0]["findings"]
    assert finding["excerpt"] == "B•••••••"


@posix
def test_a_terminal_has_colour_and_may_show_values(house: Path) -> None:
    import pty

    (house / "draft.txt").write_text("Our Bluebird.\n", "utf-8")

    def on_terminal(*words: str) -> str:
        main, side = pty.openpty()
        variables = environment(TERM="xterm", COLUMNS="80")
        program = subprocess.Popen([*COMMAND, *words], stdout=side, stderr=side, stdin=side, env=variables)
        os.close(side)
        seen = b""
        while True:
            try:
                chunk = os.read(main, 65536)
            except OSError:
                break
            if not chunk:
                break
            seen += chunk
        program.wait(60)
        os.close(main)
        return seen.decode("utf-8")

    masked = on_terminal("draft.txt")
    assert "\x1b[1;31merror" in masked
    assert "Bluebird" not in masked
    shown = on_terminal("draft.txt", "--show-values")
    assert "Our Bluebird." in shown
    assert "'Bluebird' was said" in shown


def test_a_text_report_imports_little_of_rich_and_json_none(house: Path) -> None:
    (house / "draft.txt").write_text("Bluebird.\n", "utf-8")
    code = "import sys; from postlint.cli import run; run(sys.argv[1:]); print(*sorted(sys.modules), file=sys.stderr)"

    def modules(*words: str) -> set[str]:
        done = subprocess.run([sys.executable, "-c", code, "draft.txt", *words], capture_output=True, env=environment())
        return set(done.stderr.decode().split())

    assert not {"rich.console", "rich.text", "asyncio"} & modules()
    assert not {name for name in modules("--format", "json") if name.startswith("rich")}
