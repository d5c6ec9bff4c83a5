"""Exit codes, and the errors that end a command; imports types."""

from __future__ import annotations

import errno
import traceback

import click

from postlint.types import Failure

CLEAN = 0
"""Nothing at the failing level or worse."""
FOUND = 1
"""Something at the failing level or worse."""
UNCHECKED = 2
"""Not everything could be checked, or the command line or the configuration is wrong; wins over `FOUND`."""
INTERRUPTED = 130
"""Stopped by the user; the shell's convention for Ctrl-C."""


class Refused(click.ClickException):
    """The command cannot be carried out; the message says why and what to do, and needs no `Error:` before it."""

    exit_code = UNCHECKED

    def show(self, file: object = None) -> None:
        """Write the message to standard error."""
        click.echo(self.format_message(), err=True)


class Unwritten(Exception):  # noqa: N818 - says what became of the result
    """The result could not be written, or not all of it."""

    def __init__(self, reason: OSError) -> None:
        super().__init__(reason.strerror)
        # On Windows a pipe without a reader is an invalid argument.
        self.reader_is_gone = reason.errno in (errno.EPIPE, errno.EINVAL)


def internal_error(error: Exception) -> str:
    """One line on a fault of our own. The error's own message is left out: it may quote the draft."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "postlint" in frame.filename] or list(frames)
    place = f" at {_short(ours[-1].filename)}:{ours[-1].lineno}" if ours else ""
    return (
        f"Internal error: {type(error).__name__}{place}. This is a fault of postlint: please report this line; "
        "it holds no words of the draft."
    )


def internal_failure(error: Exception) -> Failure:
    """The failure of a draft that our own fault kept from being checked."""
    return Failure("internal", internal_error(error))


def _short(filename: str) -> str:
    """The path from the package's folder on: the rest says where somebody's home is."""
    parts = filename.replace("\\", "/").split("/")
    start = len(parts) - 1 - parts[::-1].index("postlint") if "postlint" in parts else len(parts) - 1
    return "/".join(parts[start:])
