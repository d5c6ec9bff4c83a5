"""Finding drafts and turning their bytes into text; imports lines, documents and types."""

from __future__ import annotations

import codecs
import glob
import os
from collections.abc import Iterable, Iterator, Sequence
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING

from postlint.documents import ENDINGS, Lines
from postlint.types import Failure

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

STANDARD_INPUT = "-"

LARGEST = 1_048_576
"""Bytes that a draft may have: 1 MiB."""

_SKIPPED = frozenset({"node_modules"})
"""Folders that are never searched, like those whose name begins with a dot."""

_Found = tuple[str, Failure | None]
_Ignores = tuple[tuple[Path, "GitIgnoreSpec"], ...]
"""Folders with a `.gitignore`, outermost first, and what it says."""

_UTF_16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


class Unreadable(Exception):  # noqa: N818 (it carries a Failure)
    """A draft that cannot be read as text."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.message)
        self.failure = failure


def encode(text: str, like: bytes) -> bytes:
    """A text as a file has it whose bytes were `like`: in the same encoding, with the same byte order mark."""
    encoding = _UTF_16.get(like[:2], "utf-8")
    mark = like[:2] if encoding != "utf-8" else codecs.BOM_UTF8 * like.startswith(codecs.BOM_UTF8)
    return mark + text.encode(encoding)


def decode(data: bytes) -> str:
    """The text of a draft: UTF-8, or UTF-16 where a byte order mark says so. The mark is no part of the text.

    Raises:
        Unreadable: `too-large`, `empty`, `binary` or `encoding`.

    """
    if len(data) > LARGEST:
        raise _too_large(f"{len(data):,} bytes")
    encoding = _UTF_16.get(data[:2], "utf-8")
    mark = 2 if encoding != "utf-8" else len(codecs.BOM_UTF8) * data.startswith(codecs.BOM_UTF8)
    if encoding == "utf-8" and b"\0" in data:
        raise _binary()
    try:
        text = data[mark:].decode(encoding)
    except UnicodeDecodeError as error:
        raise _undecodable(data[mark : mark + error.start].decode(encoding), encoding, mark + error.start) from None
    if "\0" in text:
        raise _binary()
    if not text.strip():
        raise _unreadable("empty", "the draft is empty: write something, or leave it out")
    return text


def load(path: str) -> str:
    """The text of a draft's file.

    Raises:
        Unreadable: as `decode` and `read_bytes`.

    """
    return decode(read_bytes(path))


def read_bytes(path: str) -> bytes:
    """The bytes of a draft's file.

    Raises:
        Unreadable: `too-large`, `not-found`, `permission` or `not-a-file`.

    """
    file = Path(path)
    try:
        if file.exists() and not file.is_file():
            raise _unreadable("not-a-file", "this is a directory or a device: name a file, or pipe the draft in as '-'")
        with file.open("rb") as stream:
            data = stream.read(LARGEST + 1)
    except PermissionError:
        raise _unreadable("permission", "the file may not be read: change its permissions") from None
    except FileNotFoundError:
        raise _unreadable("not-found", "there is no such file: check the path") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "the path is not valid"
        raise _unreadable("not-found", f"the file cannot be opened ({reason}): check the path") from None
    if len(data) > LARGEST:
        raise _too_large("more")
    return data


def drafts(paths: Iterable[str]) -> Iterator[tuple[str, Failure | None]]:
    """The drafts that paths stand for, each once; a path that stands for none comes with the failure that says why.

    A file is taken whatever its ending; a directory is searched for the endings that we read, sorted and without what
    git ignores or what is hidden; a pattern is expanded where the shell did not; '-' is passed through.
    """
    seen: set[str] = set()
    for given in paths:
        for path, failure in _found(given):
            key = os.path.normcase(os.path.normpath(path))
            if key not in seen:
                seen.add(key)
                yield path, failure


def _found(path: str) -> Iterator[_Found]:
    if path == STANDARD_INPUT:
        yield path, None
    elif os.path.isdir(path):  # noqa: PTH112 (Path.is_dir raises on names that no file can have)
        yield from _searched(path)
    elif os.path.lexists(path) or not glob.has_magic(path):
        # A file that is missing is reported when it is loaded.
        yield path, None
    else:
        yield from _expanded(path)


def _expanded(pattern: str) -> Iterator[_Found]:
    """What a pattern matches; `**` is searched as a directory is, so that links cannot lead in circles."""
    parts = Path(pattern).parts
    if "**" in parts:
        fixed = next(index for index, part in enumerate(parts) if glob.has_magic(part))
        folder = Path(*parts[:fixed])
        found = _walk(str(folder))
        matches = [(path, why) for path, why in found if why or _fits(Path(path).parts[fixed:], parts[fixed:])]
    else:
        names = sorted(glob.glob(pattern))  # noqa: PTH207 (Path.glob takes no absolute pattern)
        matches = [match for name in names for match in _found(name)]
    yield from matches or [(pattern, Failure("no-drafts", "no draft matches this pattern: check it"))]


def _fits(parts: Sequence[str], pattern: Sequence[str]) -> bool:
    """Whether a path matches a pattern, part by part; `**` stands for any number of folders."""
    if not pattern or not parts:
        return not parts and all(part == "**" for part in pattern)
    if pattern[0] == "**":
        return _fits(parts, pattern[1:]) or _fits(parts[1:], pattern)
    return fnmatch(parts[0], pattern[0]) and _fits(parts[1:], pattern[1:])


def _searched(directory: str) -> Iterator[_Found]:
    found = _walk(directory)
    if not found:
        message = f"the directory holds no drafts ({' '.join(ENDINGS)}) that git does not ignore: name them one by one"
        found = [(directory, Failure("no-drafts", message))]
    yield from found


def _walk(directory: str) -> list[_Found]:
    """The drafts below a directory, sorted, and folders that could not be read; links to folders are not followed."""
    found: list[_Found] = []

    def unread(error: OSError) -> None:
        found.append((str(error.filename), Failure("permission", "the folder may not be read: change its permissions")))

    top = Path(directory).resolve()
    ignores: dict[Path, _Ignores] = {top.parent: _ignores_above(top)}
    for folder, folders, files in os.walk(directory, onerror=unread):
        here = top / os.path.relpath(folder, directory) if folder != directory else top
        ignores[here] = here_ignores = (*ignores[here.parent], *_ignore_in(here))
        folders[:] = [
            name
            for name in folders
            if not name.startswith(".") and name not in _SKIPPED and not _ignored(f"{here / name}/", here_ignores)
        ]
        for name in files:
            wanted = Path(name).suffix.lower() in ENDINGS and not name.startswith(".")
            if wanted and not _ignored(str(here / name), here_ignores):
                found.append((str(Path(folder) / name), None))
    return sorted(found, key=lambda one: Path(one[0]).parts)


def _ignores_above(directory: Path) -> _Ignores:
    """The `.gitignore` files that hold for a directory from above it, up to the root of its repository."""
    chain = [directory, *directory.parents]
    root = next((index for index, folder in enumerate(chain) if (folder / ".git").exists()), 0)
    return tuple(entry for folder in reversed(chain[1 : root + 1]) for entry in _ignore_in(folder))


def _ignore_in(folder: Path) -> _Ignores:
    try:
        lines = (folder / ".gitignore").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        # Most folders have none; one that may not be read hides nothing.
        return ()
    from pathspec import GitIgnoreSpec  # takes longer to load than most drafts take to read

    return ((folder, GitIgnoreSpec.from_lines(lines)),)


def _ignored(path: str, ignores: _Ignores) -> bool:
    """Whether git ignores a path (of a folder, if it ends in '/'): the innermost file that speaks of it decides."""
    for folder, spec in reversed(ignores):
        verdict = spec.check_file(path.removeprefix(str(folder)).replace(os.sep, "/").lstrip("/")).include
        if verdict is not None:
            return verdict
    return False


def _unreadable(code: str, message: str) -> Unreadable:
    return Unreadable(Failure(code, message))


def _binary() -> Unreadable:
    return _unreadable("binary", "the file holds NUL bytes, so it is no UTF-8 text: save it as UTF-8, or leave it out")


def _too_large(size: str) -> Unreadable:
    return _unreadable("too-large", f"a draft has at most {LARGEST:,} bytes, this file has {size}: split it")


def _undecodable(readable: str, encoding: str, offset: int) -> Unreadable:
    """The failure for bytes that are no text from `offset` on, after the text that could be read."""
    line, column = Lines(readable).place(len(readable))
    message = f"byte {offset} (line {line}, column {column}) is not {encoding.upper()}: save the file as UTF-8"
    return Unreadable(Failure("encoding", message, line=line, column=column))
