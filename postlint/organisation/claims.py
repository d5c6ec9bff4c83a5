"""The register of approved claims: what this organisation may say of itself, read strictly; imports rules, types."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, get_args

import msgspec

from postlint.rules.located import INVALID, ConfigurationError, Place, Source, hint
from postlint.rules.schema import ALL, ApprovedClaim, Channel
from postlint.rules.shapes import Shapes, must_be


class ClaimsFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Keys of the file."""

    claims: tuple[ApprovedClaim, ...]


class ClaimsRegister(msgspec.Struct, frozen=True):
    """Every approved claim, in the order of the file."""

    path: Path
    claims: tuple[ApprovedClaim, ...]
    lines: Mapping[str, int] = {}
    """Where each entry begins, by id; 1-based."""


def load_register(path: Path) -> ClaimsRegister:
    """The register in a YAML file. Raises `ConfigurationError` with every mistake, each with its place."""
    source = Source.read(path)
    data = source.parse()
    if type(data) is not dict:
        if data is not INVALID:
            source.fault((), must_be((), "a mapping with the key `claims`", data))
        raise ConfigurationError(source.mistakes)
    file = Shapes({}).struct(ClaimsFile, data, (), source)
    _check(data.get("claims"), source)
    if source.mistakes or file is None:
        raise ConfigurationError(source.mistakes)
    lines = {one.id: source.line(("claims", index)) for index, one in enumerate(file.claims)}
    return ClaimsRegister(path, file.claims, lines)


def _check(entries: Any, source: Source) -> None:
    """Records what types do not tell: empty and repeated ids, unknown channels, days that are none."""
    seen: dict[str, int] = {}
    for index, entry in enumerate(entries if isinstance(entries, list) else ()):
        if not isinstance(entry, dict):
            continue
        place: Place = ("claims", index)
        for key in ("id", "wording", "evidence", "owner"):
            if isinstance(entry.get(key), str) and not entry[key].strip():
                source.fault((*place, key), f"`{key}` must not be empty")
        name = entry.get("id")
        if isinstance(name, str) and name in seen:
            source.fault(
                (*place, "id"), f"the id `{name}` stands twice: see line {source.line(('claims', seen[name]))}"
            )
        elif isinstance(name, str):
            seen[name] = index
        for key in ("variants", "subject", "figures", "needs"):
            _texts(entry.get(key), (*place, key), source)
        _channels(entry.get("channels"), (*place, "channels"), source)
        _days(entry, place, source)


def _texts(value: Any, place: Place, source: Source) -> None:
    for index, text in enumerate(value if isinstance(value, list) else ()):
        if isinstance(text, str) and not text.strip():
            source.fault((*place, index), "must not be empty")


def _channels(value: Any, place: Place, source: Source) -> None:
    known = (ALL, *get_args(Channel))
    single = isinstance(value, str)
    names: Sequence[Any] = [value] if single else value if isinstance(value, list) else ()
    if value == []:
        source.fault(place, "`channels` must not be empty: leave it out for every channel")
    for index, name in enumerate(names):
        if isinstance(name, str) and name not in known:
            source.fault(place if single else (*place, index), f"there is no channel `{name}`{hint(name, known)}")


def _days(entry: Mapping[str, Any], place: Place, source: Source) -> None:
    days = {}
    for key in ("from", "until"):
        value = entry.get(key)
        if not isinstance(value, str):
            continue
        try:
            days[key] = date.fromisoformat(value)
        except ValueError:
            source.fault((*place, key), f"`{value}` is no day: write it as 2027-06-30")
    if len(days) == 2 and days["from"] > days["until"]:
        source.fault((*place, "until"), "the last day lies before the first")
