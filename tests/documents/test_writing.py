"""Replacing a file whole or not at all."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from postlint.documents.writing import Unwritable, replace

OLD, NEW = b"old\r\n", b"\xef\xbb\xbfnew"


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "draft.txt"
    path.write_bytes(OLD)
    return path


def alone(path: Path) -> bool:
    """Whether nothing was left beside a file."""
    return [one.name for one in path.parent.iterdir()] == [path.name]


def test_the_file_has_the_new_bytes_and_its_mode(draft: Path) -> None:
    draft.chmod(0o640)
    replace(str(draft), OLD, NEW)
    assert draft.read_bytes() == NEW
    assert draft.stat().st_mode & 0o777 == 0o640
    assert alone(draft)


@pytest.mark.parametrize("call", ["replace", "fsync"])
def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(
    draft: Path, call: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, call, fail)
    with pytest.raises(Unwritable, match=r"No space left on device\); the file is as it was") as raised:
        replace(str(draft), OLD, NEW)
    assert raised.value.failure.code == "not-written"
    assert draft.read_bytes() == OLD
    assert alone(draft)


def test_a_stop_in_the_middle_leaves_the_old_file_and_nothing_else(
    draft: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", stop)
    with pytest.raises(KeyboardInterrupt):
        replace(str(draft), OLD, NEW)
    assert draft.read_bytes() == OLD
    assert alone(draft)


def test_a_read_only_file_is_not_replaced(draft: Path) -> None:
    draft.chmod(0o444)
    with pytest.raises(Unwritable, match="it is read-only: change its permissions"):
        replace(str(draft), OLD, NEW)
    assert draft.read_bytes() == OLD


def test_a_file_that_has_changed_meanwhile_is_not_replaced(draft: Path) -> None:
    draft.write_bytes(b"newer")
    with pytest.raises(Unwritable, match="it has changed since it was read"):
        replace(str(draft), OLD, NEW)
    assert draft.read_bytes() == b"newer"


def test_a_file_that_is_gone_is_not_made(draft: Path) -> None:
    draft.unlink()
    with pytest.raises(Unwritable):
        replace(str(draft), OLD, NEW)
    assert not draft.exists()


def test_a_link_stays_a_link_to_the_new_text(draft: Path, tmp_path: Path) -> None:
    folder = tmp_path / "links"
    folder.mkdir()
    link = folder / "link.txt"
    link.symlink_to(draft)
    replace(str(link), OLD, NEW)
    assert link.is_symlink()
    assert draft.read_bytes() == NEW


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may give files away")
def test_the_owner_stays(draft: Path) -> None:
    os.chown(draft, 1234, 4321)
    replace(str(draft), OLD, NEW)
    assert (draft.stat().st_uid, draft.stat().st_gid) == (1234, 4321)


def test_an_owner_that_cannot_be_kept_keeps_the_old_file(draft: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("postlint.documents.writing._keep_owner", _may_not)
    with pytest.raises(Unwritable, match="Operation not permitted"):
        replace(str(draft), OLD, NEW)
    assert draft.read_bytes() == OLD
    assert alone(draft)


def _may_not(*_arguments: object) -> None:
    raise PermissionError(errno.EPERM, "Operation not permitted")
