"""The built-in rules as loaded, kept in the user's cache folder: a start then takes milliseconds, not half a second.

Imports plan, conditions, rules and types.

Only what ships with postlint is kept, never an organisation's rules, lists or drafts. A kept file is used only while
every rule file and every module that reads them has the size and time it had; anything unexpected in it, and it is made
anew. It is read by an unpickler that knows our own frozen values and nothing else, so that a planted file runs no code.
"""

from __future__ import annotations

import contextlib
import io
import os
import pickle
import sys
import tempfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec

from postlint import __version__
from postlint.conditions import KINDS
from postlint.conditions.vocabulary import Memo
from postlint.detect.classifier import read_classifiers
from postlint.plan import Plan
from postlint.rules.loader import RuleSet, load_rules

FOLDER = "POSTLINT_CACHE_DIR"
"""Environment variable that names another cache folder; set but empty, nothing is kept."""

_CODE = ("rules", "conditions", "documents/fold.py", "types.py")
"""Parts of the package that decide what loading gives."""

_KNOWN = {("msgspec._utils", "rebuild"), ("postlint.types", "Severity"), ("postlint.types", "Status")}
_KNOWN_MODULES = ("postlint.rules.schema", "postlint.rules.loader", "postlint.conditions.")


def load_built_in(folder: Path) -> tuple[RuleSet, Memo]:
    """The rules of `folder` and what compiling them computes, from the cache where it is fresh.

    Raises `ConfigurationError` like `load_rules`.
    """
    stamp = _stamp(folder)
    path = _path(folder)
    kept = _read(path, stamp) if path is not None else None
    if kept is not None:
        return kept
    ruleset, memo = load_rules([folder], KINDS), Memo()
    Plan(
        ruleset.rules,
        ruleset.lists,
        classifiers=read_classifiers(ruleset.classifiers),
        memo=memo,
    )
    if path is not None:
        _write(path, (stamp, ruleset, memo.flat, memo.needed))
    return ruleset, memo


def _path(folder: Path) -> Path | None:
    """Where the rules of a folder are kept; None when they are not to be."""
    named = os.environ.get(FOLDER)
    if named is None:
        from platformdirs import user_cache_path

        root = user_cache_path("postlint", appauthor=False)
    elif named:
        root = Path(named)
    else:
        return None
    return root / f"rules-{sha256(str(folder.resolve()).encode()).hexdigest()[:16]}.bin"


def _stamp(folder: Path) -> tuple[Any, ...]:
    """What must be unchanged: versions, and path, size and time of every file."""
    package = Path(__file__).parent
    files = [*_files(folder), *(file for part in _CODE for file in _files(package / part))]
    return (__version__, sys.version_info[:3], msgspec.__version__, tuple(sorted(files)))


def _files(path: Path | str) -> Iterator[tuple[str, int, int]]:
    if Path(path).is_file():
        status = Path(path).stat()
        yield str(path), status.st_size, status.st_mtime_ns
        return
    with os.scandir(path) as entries:
        for entry in entries:
            if entry.is_dir():
                if entry.name != "__pycache__":
                    yield from _files(entry.path)
            else:
                status = entry.stat()
                yield entry.path, status.st_size, status.st_mtime_ns


class _OurValues(pickle.Unpickler):
    """Builds our own frozen values and nothing else."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in _KNOWN or module.startswith(_KNOWN_MODULES):
            found = super().find_class(module, name)
            if (module, name) in _KNOWN or (isinstance(found, type) and issubclass(found, msgspec.Struct)):
                return found
        raise pickle.UnpicklingError(f"{module}.{name} has no place here")


def _read(path: Path, stamp: tuple[Any, ...]) -> tuple[RuleSet, Memo] | None:
    try:
        kept_stamp, ruleset, flat, needed = _OurValues(io.BytesIO(path.read_bytes())).load()
    except Exception:  # a missing, cut or foreign file: whatever it is, it is made anew
        return None
    if kept_stamp != stamp or not isinstance(ruleset, RuleSet):
        return None
    memo = Memo()
    memo.flat, memo.needed = flat, needed
    return ruleset, memo


def _write(path: Path, value: Any) -> None:
    """Whole or not at all; a folder that cannot be written to is no mistake."""
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            file.write(pickle.dumps(value, protocol=5))
        try:
            Path(file.name).replace(path)
        except OSError:
            Path(file.name).unlink(missing_ok=True)
