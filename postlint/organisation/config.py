"""The organisation file: found, read strictly, and asked what a rule costs here; imports rules and types."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

import msgspec

from postlint.organisation.sources import find_configuration as find_configuration
from postlint.organisation.sources import read_configuration
from postlint.rules.lists import entry_fault, read_list
from postlint.rules.loader import RuleSet
from postlint.rules.located import INVALID, ConfigurationError, Place, Source, hint, nearest
from postlint.rules.schema import Jurisdiction, Rule, Sector
from postlint.rules.shapes import Shapes, must_be
from postlint.types import Severity

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

COMPANY_NAME = "Company Name"
"""The placeholder of a policy that `organisation` fills."""

_LATER = ("holds",)
"""Keys of the design that no code reads yet: accepting them would promise checks that do not happen."""

_COMPANY_FORMS = "group ltd limited plc llp llc inc incorporated corp corporation co company gmbh ag trust"
_FORMS = frozenset(_COMPANY_FORMS.split())

Setting = Literal["error", "warning", "info", "off", "on"]


class OverrideEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An entry of `overrides` as the file has it."""

    rule: tuple[str, ...] | None = None
    packs: Mapping[str, Setting | bool] | tuple[str, ...] | None = None
    paths: tuple[str, ...] | None = None
    severity: Literal["error", "warning", "info", "off"] | bool | None = None


class Nlp(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which installed spaCy pipeline finds people, places and organisations."""

    model: str


class ConfigurationFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Keys of the organisation file."""

    organisation: str = ""
    profiles: tuple[Jurisdiction | Sector, ...] = ()
    policies: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    packs: Mapping[str, Literal["on", "off"] | bool] = {}
    lists: Mapping[str, str | tuple[str, ...]] = {}
    claims: str | None = None
    voice: str | None = None
    overrides: tuple[OverrideEntry, ...] = ()
    fail_on: Severity = Severity.ERROR
    placeholders: Mapping[str, str] = {}
    nlp: Nlp | None = None


class Override(msgspec.Struct, frozen=True):
    """What some rules cost in some drafts."""

    settings: tuple[tuple[str, Setting], ...]
    """By rule id or pack name, or `*` for every rule; `on` gives a rule its own severity back."""
    paths: tuple[str, ...] = ()
    """Patterns as in `.gitignore`, seen from the configuration's folder; empty for every draft."""


class Organisation(msgspec.Struct, frozen=True):
    """What only this organisation knows."""

    name: str = ""
    root: Path = Path()
    """The configuration file's folder, absolute; paths of overrides are seen from here."""
    path: Path | None = None
    """The configuration file."""
    jurisdictions: frozenset[str] = frozenset()
    sectors: frozenset[str] = frozenset()
    policies: tuple[Path, ...] = ()
    rule_folders: tuple[Path, ...] = ()
    lists: Mapping[str, tuple[str, ...]] = {}
    """To be merged into the lists of the rules (`rules.lists.merge`); entries with `!` take a phrase away."""
    packs: Mapping[str, bool] = {}
    """Packs that are switched on or off by name; one that is not named is on, or asks for a profile."""
    overrides: tuple[Override, ...] = ()
    fail_on: Severity = Severity.ERROR
    placeholders: Mapping[str, str] = {}
    model: str | None = None
    list_files: tuple[Path, ...] = ()
    claims: Path | None = None
    """The register of approved claims."""
    voice: Path | None = None
    """The file that says how the organisation speaks."""

    @property
    def names(self) -> tuple[str, ...]:
        """Its name, and the same without a company form at the end: what people call it."""
        words = self.name.split()
        while len(words) > 1 and words[-1].strip(".,").lower() in _FORMS:
            words.pop()
        return tuple(dict.fromkeys(name for name in (self.name, " ".join(words)) if name))

    def owns(self, path: Path) -> bool:
        """Whether a file is a part of the organisation's own set-up: its policies, lists and rules are no drafts."""
        absolute = Path(os.path.normpath(Path.cwd() / path))
        folders = self.rule_folders
        return absolute in (*self.policies, *self.list_files, self.claims, self.voice) or any(
            one in absolute.parents for one in folders
        )

    def runs(self, rule: Rule) -> bool:
        """Whether the rule is meant for this organisation.

        By jurisdiction and sector, where both name some; a rule of a pack with profiles only where the organisation
        names one of them, or names the pack or the rule in `packs` or `overrides`.
        """
        applies = rule.applies
        meant = _meets(applies.jurisdictions, self.jurisdictions) and _meets(applies.sectors, self.sectors)
        return meant and (not rule.profiles or self._is_on(rule) or self._switches_on(rule))

    def misses_profile(self, rule: Rule) -> bool:
        """Whether the rule is off because nothing here names a profile of its pack, or the pack, or the rule."""
        named = rule.id.partition("/")[0] in self.packs or self._switches_on(rule)
        return bool(rule.profiles) and self.sectors.isdisjoint(rule.profiles) and not named

    def _is_on(self, rule: Rule) -> bool:
        """Whether the rule's pack is on where no override says otherwise."""
        wanted = not rule.profiles or not self.sectors.isdisjoint(rule.profiles)
        return self.packs.get(rule.id.partition("/")[0], wanted)

    def _switches_on(self, rule: Rule) -> bool:
        """Whether an override has a severity for the rule or its pack by name."""
        names = (rule.id, rule.id.partition("/")[0])
        return any(name in names and to != "off" for override in self.overrides for name, to in override.settings)

    def severity(self, rule: Rule, draft_path: str | None = None) -> Severity | None:
        """What the rule costs in the draft at `draft_path`, None when it is off; the last override wins.

        An override for everything does not switch on what is off.
        """
        pack = rule.id.partition("/")[0]
        on = self._is_on(rule)
        severity = rule.severity if on else None
        seen: str | None = None
        for override in self.overrides:
            if override.paths:
                if draft_path is None:
                    continue
                seen = seen or self.relative(draft_path)
                if not _patterns(override.paths).match_file(seen):
                    continue
            for name, setting in override.settings:
                if name in (pack, rule.id) or (name == "*" and on):
                    on = on or setting != "off"
                    severity = rule.severity if setting == "on" else None if setting == "off" else Severity(setting)
        return severity

    def relative(self, draft_path: str) -> str:
        """A draft's path as overrides see it: from the configuration's folder, with `/` on every system.

        A path that does not lie in that folder stays as it is.
        """
        posix = draft_path.replace("\\", "/")
        try:
            inside = os.path.relpath(Path.cwd() / posix, self.root).replace(os.sep, "/")
        except ValueError:  # another drive
            return posix
        return posix.removeprefix("./") if inside == ".." or inside.startswith("../") else inside


def _meets(wanted: tuple[str, ...] | None, named: frozenset[str]) -> bool:
    return not wanted or not named or not named.isdisjoint(wanted)


@lru_cache(maxsize=256)
def _patterns(paths: tuple[str, ...]) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec  # only overrides with paths need it

    return GitIgnoreSpec.from_lines(paths)


def load_organisation(path: Path | None) -> Organisation:
    """The organisation of a configuration file; without one, an organisation that nothing is known of.

    Raises `ConfigurationError` with every mistake of the file and of the lists that it names.
    """
    if path is None:
        return Organisation(root=Path.cwd())
    source, data = read_configuration(path)
    if type(data) is not dict:
        if data is not None and data is not INVALID:
            source.fault((), must_be((), "a mapping of keys to values", data))
        data = {}
    for key in _LATER:
        if key in data:
            source.fault((key,), f"`{key}` is not supported by this version of postlint: remove it", on_key=True)
    fields = Shapes({}).fields(
        ConfigurationFile, {key: value for key, value in data.items() if key not in _LATER}, (), source
    )
    # What is sound is looked at even when something else is not, so that all mistakes come at once.
    organisation = _Resolving(path, source).organisation(ConfigurationFile(**fields), data)
    if source.mistakes:
        raise ConfigurationError(source.mistakes)
    return organisation


class _Resolving:
    """Turns what the file says into paths and lists that exist."""

    def __init__(self, path: Path, source: Source) -> None:
        self._path = path
        self._root = path.absolute().parent
        self._source = source
        self._list_files: list[Path] = []

    def organisation(self, file: ConfigurationFile, data: Mapping[str, Any]) -> Organisation:
        placeholders = {COMPANY_NAME: file.organisation} if file.organisation else {}
        for name, value in file.placeholders.items():
            if len(value.splitlines()) > 1:
                self._source.fault(("placeholders", name), f"`{name}` must fit on one line")
        single = {key for key in ("policies", "rules") if isinstance(data.get(key), str)}
        lists = {name: self._list(name, value) for name, value in file.lists.items()}
        return Organisation(
            name=file.organisation,
            root=self._root,
            path=self._path,
            jurisdictions=frozenset(file.profiles) & frozenset(get_args(Jurisdiction)),
            sectors=frozenset(file.profiles) & frozenset(get_args(Sector)),
            policies=self._files(file.policies, "policies", single),
            rule_folders=self._files(file.rules, "rules", single),
            lists=lists,
            list_files=tuple(self._list_files),
            packs={name: value in (True, "on") for name, value in file.packs.items()},
            overrides=tuple(self._override(entry, ("overrides", at)) for at, entry in enumerate(file.overrides)),
            fail_on=file.fail_on,
            placeholders={**placeholders, **file.placeholders},
            model=file.nlp.model if file.nlp else None,
            claims=self._existing(file.claims, ("claims",)) if file.claims is not None else None,
            voice=self._existing(file.voice, ("voice",)) if file.voice is not None else None,
        )

    def _files(self, names: tuple[str, ...], key: str, single: set[str]) -> tuple[Path, ...]:
        found = []
        for index, name in enumerate(names):
            place: Place = (key,) if key in single else (key, index)
            path = self._existing(name, place, folder=key == "rules")
            if path is not None:
                found.append(path)
        return tuple(found)

    def _existing(self, name: str, place: Place, *, folder: bool = False) -> Path | None:
        path = self._root / name
        what = "folder" if folder else "file"
        if not name.strip() or not (_is_folder(path) if folder else _is_file(path)):
            near = nearest(Path(name).name, _names_in(path.parent))
            question = f"; did you mean `{near}`?" if near else ""
            self._source.fault(place, f"there is no {what} `{name}` (looked for {path}){question}")
            return None
        return Path(os.path.normpath(path))

    def _list(self, name: str, value: str | tuple[str, ...]) -> tuple[str, ...]:
        if not isinstance(value, str):
            for index, entry in enumerate(value):
                fault = entry_fault(entry)
                if fault:
                    self._source.fault(("lists", name, index), fault)
            return value
        path = self._existing(value, ("lists", name))
        if path is None:
            return ()
        self._list_files.append(path)
        source, entries = read_list(path)
        self._source.mistakes += source.mistakes
        return entries

    def _override(self, entry: OverrideEntry, place: Place) -> Override:
        settings = dict(entry.packs) if isinstance(entry.packs, Mapping) else {}
        names = (*(entry.rule or ()), *(entry.packs if isinstance(entry.packs, tuple) else ()))
        for key in ("rule", "packs", "paths"):
            if getattr(entry, key) is not None and not getattr(entry, key):
                self._source.fault((*place, key), f"`{key}` must not be empty: leave the key out to mean all")
        if entry.severity is None and (names or not settings):
            self._source.fault(place, "an override says a `severity`: error, warning, info or off")
        elif entry.severity is not None and settings and not names:
            message = "`severity` has nothing to act on: the packs have settings of their own"
            self._source.fault((*place, "severity"), message)
        elif entry.severity is not None:
            settings |= dict.fromkeys(names or ("*",), entry.severity)
        for index, pattern in enumerate(entry.paths or ()):
            fault = pattern_fault(pattern)
            if fault:
                self._source.fault((*place, "paths", index), fault)
        return Override(tuple((name, _setting(value)) for name, value in settings.items()), entry.paths or ())


def _setting(value: Setting | bool) -> Setting:
    """`true` and `false` are what other YAML readers make of `on` and `off`."""
    if isinstance(value, bool):
        return "on" if value else "off"
    return value


def check_names(organisation: Organisation, ruleset: RuleSet) -> None:
    """Raises `ConfigurationError` when `packs` or `overrides` name a pack or a rule that does not exist."""
    if organisation.path is None or not (organisation.packs or organisation.overrides):
        return
    rules = [rule.id for rule in ruleset.rules]
    known = {*ruleset.packs, *rules, "*"}
    named = {*organisation.packs, *(name for one in organisation.overrides for name, _ in one.settings)}
    if named <= known and not set(organisation.packs) - set(ruleset.packs):
        return
    source, data = read_configuration(organisation.path)
    overrides = data.get("overrides", []) if type(data) is dict else []
    if type(data) is dict:
        _check_packs(data.get("packs", {}), ("packs",), ruleset, source)
    for index, entry in enumerate(overrides):
        _check_packs(entry.get("packs", {}), ("overrides", index, "packs"), ruleset, source)
        wanted = entry.get("rule", [])
        for at, name in enumerate([wanted] if isinstance(wanted, str) else wanted):
            if name not in rules:
                place: Place = (
                    ("overrides", index, "rule") if isinstance(wanted, str) else ("overrides", index, "rule", at)
                )
                source.fault(place, f"there is no rule `{name}`{hint(name, rules)}")
    if source.mistakes:
        raise ConfigurationError(source.mistakes)


def _check_packs(packs: Any, place: Place, ruleset: RuleSet, source: Source) -> None:
    names = [packs] if isinstance(packs, str) else packs
    for at, name in enumerate(names):
        if name not in ruleset.packs:
            key: Place = (
                (*place, name) if isinstance(packs, dict) else place if isinstance(packs, str) else (*place, at)
            )
            source.fault(key, f"there is no pack `{name}`{hint(name, ruleset.packs)}", on_key=isinstance(packs, dict))


def pattern_fault(pattern: str) -> str | None:
    """What is wrong with a pattern for paths, if anything."""
    if "\\" in pattern:
        return f"`{pattern}` has a backslash: write paths with /"
    try:
        matches = bool(pattern.strip()) and bool(_patterns((pattern,)).patterns[0].regex or pattern == "/")
    except ValueError:
        matches = False
    return None if matches else f"`{pattern}` is no pattern for paths: write one such as archive/**"


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except ValueError:  # a name that no file can have
        return False


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except ValueError:
        return False


def _names_in(folder: Path) -> list[str]:
    try:
        return sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))
    except (OSError, ValueError):
        return []
