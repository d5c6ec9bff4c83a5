"""The program `postlint`: picks the command, and turns every way of ending into an exit code; imports cli's modules."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn

import click

from postlint.cli.outcome import INTERRUPTED, UNCHECKED, Unwritten, internal_error

CHECK = "postlint.cli.check"
COMMANDS = {
    "claims": "postlint.cli.claims",
    "eval": "postlint.cli.eval",
    "explain": "postlint.cli.explain",
    "init": "postlint.cli.init",
    "rules": "postlint.cli.rules",
    "voice": "postlint.cli.voice",
}
"""First words that are not drafts. A draft of that name is reached as `./rules`."""


def main() -> NoReturn:
    """Run the program on the words of the command line."""
    # Compiling the rules makes hundreds of thousands of values that all stay: to look through them for garbage again
    # and again would be a quarter of a start.
    gc.set_threshold(50_000, 50, 100)
    code = run(sys.argv[1:])
    gc.freeze()  # and once more on the way out, a sixth of it
    sys.exit(code)


def run(arguments: Sequence[str]) -> int:
    """Run one command; returns the exit code and never raises."""
    _tolerate_encodings()
    words = list(arguments)
    name = words.pop(0) if words and words[0] in COMMANDS else None
    try:
        command: click.Command = import_module(COMMANDS[name] if name else CHECK).command
        with command.make_context(f"postlint {name}" if name else "postlint", words) as context:
            code = command.invoke(context)
    except click.exceptions.Exit as ended:
        return ended.exit_code
    except click.ClickException as refused:
        refused.show()
        return UNCHECKED
    except (KeyboardInterrupt, click.Abort):
        click.echo("Interrupted.", err=True)
        return INTERRUPTED
    except (Unwritten, BrokenPipeError) as unwritten:
        _abandon_stdout()
        if isinstance(unwritten, Unwritten) and not unwritten.reader_is_gone:
            click.echo(f"postlint: the result could not be written: {unwritten}", err=True)
        return UNCHECKED
    except Exception as error:
        click.echo(f"postlint: {internal_error(error)}", err=True)
        return UNCHECKED
    return code if isinstance(code, int) else 0


def _tolerate_encodings() -> None:
    """A terminal that lacks a character shows a substitute; a report is never lost for an emoji."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def _abandon_stdout() -> None:
    """Whoever read our output has gone: nothing may be written at exit either."""
    try:
        descriptor = sys.stdout.fileno()
    except (OSError, ValueError):
        return
    os.dup2(os.open(os.devnull, os.O_WRONLY), descriptor)
