"""Replacing a draft's file, whole or not at all; imports types.

The new bytes go into a temporary file beside the old one, and take its name when they are on the disk. Whatever fails
before that leaves the old file as it was.
"""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from pathlib import Path

from postlint.types import Failure

_NOT_OURS = 0o7777
"""Permission bits, with set-user-ID and its like."""


class Unwritable(Exception):  # noqa: N818 (it carries a Failure)
    """A file that could not be replaced; it is as it was."""

    def __init__(self, reason: str) -> None:
        message = f"the fixed draft could not be written ({reason}); the file is as it was"
        super().__init__(message)
        self.failure = Failure("not-written", message)


def replace(path: str, old: bytes, new: bytes) -> None:
    """Put `new` in the place of `old` in a file; a link stays a link, mode and owner stay.

    Raises:
        Unwritable: where the file is read-only, has changed since `old` was read, or cannot be written.

    """
    try:
        target = Path(path).resolve(strict=True)
        status = target.stat()
        if not status.st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH) or not os.access(target, os.W_OK):
            raise Unwritable("it is read-only: change its permissions")
        if target.read_bytes() != old:
            raise Unwritable("it has changed since it was read: run postlint again")
        _exchange(target, status, new)
    except OSError as error:
        raise Unwritable(error.strerror or type(error).__name__) from None


def _exchange(target: Path, status: os.stat_result, new: bytes) -> None:
    descriptor, name = tempfile.mkstemp(prefix=f".{target.name[:40]}.", suffix=".postlint", dir=target.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(new)
            file.flush()
            _keep_owner(name, status)
            Path(name).chmod(status.st_mode & _NOT_OURS)
            os.fsync(file.fileno())
        os.replace(name, target)  # noqa: PTH105 (the one call that tests make fail)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise
    _sync(target.parent)


def _keep_owner(name: str, status: os.stat_result) -> None:
    """The new file belongs to whom the old one belonged; where that may not be, nothing is written."""
    own = Path(name).stat()
    if hasattr(os, "chown") and (own.st_uid, own.st_gid) != (status.st_uid, status.st_gid):
        os.chown(name, status.st_uid, status.st_gid)


def _sync(folder: Path) -> None:
    """Make the new name outlast a power cut, where the system lets folders be synced."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
