"""Folders of rules to a checked `RuleSet`, all mistakes at once; imports its neighbours only."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from postlint.rules import checks
from postlint.rules.lists import merge, read_list
from postlint.rules.located import INVALID, ConfigurationError, Mistake, Source, hint
from postlint.rules.schema import Condition, Example, Kind, Law, Pack, Rule
from postlint.rules.shapes import Shapes, must_be

_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_NOT_PACKS = frozenset({"classifiers", "conditions", "lists", "policy"})


class RuleSet(msgspec.Struct, frozen=True):
    """Everything that folders of rules say."""

    rules: tuple[Rule, ...]
    """Sorted by id."""
    packs: Mapping[str, Pack]
    lists: Mapping[str, tuple[str, ...]]
    laws: Mapping[str, Law]
    conditions: Mapping[str, Condition] = {}
    """Conditions that rules use by name."""
    classifiers: Mapping[str, str] = {}
    """Paths of classifiers by name."""
    condition_files: Mapping[str, str] = {}
    """Where each of them stands."""


def load_rules(folders: Sequence[Path], kinds: Mapping[str, Kind], base: RuleSet | None = None) -> RuleSet:
    """Rules, packs, lists and laws of all folders; later folders add to earlier ones, and all of them to `base`.

    Raises `ConfigurationError` with every mistake. Clauses and lists are checked by `check_references`, because the
    organisation has policies and lists of its own.
    """
    loading = _Loading(kinds, base)
    for folder in folders:
        loading.folder(folder)
    return loading.result()


def check_references(ruleset: RuleSet, clauses: Mapping[str, Collection[str]], list_names: Collection[str]) -> None:
    """Raises `ConfigurationError` when a rule cites a clause, or uses a `$list`, that exists nowhere.

    `clauses` has the anchors of every policy, `list_names` the names of the organisation's lists.
    """
    known_lists = {*ruleset.lists, *list_names}
    known_clauses = {f"{policy}#{anchor}" for policy, anchors in clauses.items() for anchor in anchors}
    mistakes: list[Mistake] = []
    asked = [(pack.path, pack.unless) for pack in ruleset.packs.values()]
    asked += [(ruleset.condition_files[name], (condition,)) for name, condition in ruleset.conditions.items()]
    for path, conditions in asked:
        missing_lists = _lists_of(conditions) - known_lists
        if missing_lists:
            mistakes += checks.missing_references(path, missing_lists, known_lists, (), known_clauses)
    for rule in ruleset.rules:
        # What its pack or a shared condition says in its name has been told where it is written.
        missing_lists = _lists_of((rule.when, *rule.unless)) - known_lists
        missing_clauses = {cite for cite in rule.cites if "#" in cite and cite not in known_clauses}
        if missing_lists or missing_clauses:
            mistakes += checks.missing_references(rule.path, missing_lists, known_lists, missing_clauses, known_clauses)
    if mistakes:
        raise ConfigurationError(mistakes)


def _lists_of(conditions: Sequence[Condition]) -> frozenset[str]:
    """Names of all lists that conditions use."""
    return frozenset[str]().union(*(one.lists() for one in checks.tree(conditions)))


def _classifiers_of(conditions: Sequence[Condition | None]) -> frozenset[str]:
    """Names of all classifiers that conditions ask."""
    given = (one for one in conditions if one is not None)
    return frozenset[str]().union(*(one.classifiers() for one in checks.tree(given)))


class _Loading:
    """What was read so far, and the mistakes in it."""

    def __init__(self, kinds: Mapping[str, Kind], base: RuleSet | None) -> None:
        self._shapes = Shapes(kinds, self._condition)
        self._conditions: dict[str, Condition] = {}
        self._condition_files: dict[str, Path] = {}
        self._condition_paths: dict[str, str] = {}
        self._faulty: set[str] = set()
        """Shared conditions with mistakes, which have been told."""
        self._reading: list[str] = []
        """Names of shared conditions that are being read, each used by the one before."""
        self._mistakes: list[Mistake] = []
        self._rules: dict[str, Rule] = {}
        self._files: dict[str, Source] = {}
        """Rule files by id, of faulty rules too."""
        self._packs: dict[str, Pack] = {}
        self._pack_files: dict[str, str] = {}
        self._lists: dict[str, tuple[str, ...]] = {}
        self._laws: dict[str, Law] = {}
        self._classifiers: dict[str, str] = {}
        if base is not None:
            self._begin_with(base)

    def _begin_with(self, base: RuleSet) -> None:
        """What is loaded and sound already."""
        self._rules = {rule.id: rule for rule in base.rules}
        self._files = {rule.id: Source(rule.path, "") for rule in base.rules}
        self._packs = dict(base.packs)
        self._pack_files = {name: f"{name}/pack.yaml of the built-in rules" for name in base.packs}
        self._lists = dict(base.lists)
        self._laws = dict(base.laws)
        self._conditions = dict(base.conditions)
        self._classifiers = dict(base.classifiers)
        self._condition_paths = dict(base.condition_files)

    def folder(self, folder: Path) -> None:
        """Reads one folder of packs."""
        if not folder.is_dir():
            self._mistakes.append(Mistake(str(folder), 1, 1, "is not a folder of rules"))
            return
        register = folder / "citations.yaml"
        self._condition_files |= {path.stem: path for path in sorted(folder.glob("conditions/*.yaml"))}
        for name in sorted(self._condition_files.keys() - self._conditions.keys()):
            self._condition(name)
        for path in sorted(folder.iterdir()):
            if path.name.startswith("."):
                continue
            if path.is_dir() and path.name not in _NOT_PACKS:
                self._pack(path)
            elif path.suffix in (".yaml", ".yml") and path != register:
                self._mistakes.append(Mistake(str(path), 1, 1, "a rule belongs into the folder of its pack"))
        for path in sorted(folder.glob("lists/*.txt")):
            source, entries = read_list(path)
            self._mistakes += source.mistakes
            self._lists[path.stem] = merge(self._lists.get(path.stem, ()), entries)
        self._classifiers |= {path.stem: str(path) for path in sorted(folder.glob("classifiers/*.json"))}
        if register.is_file():
            self._register(register)

    def result(self) -> RuleSet:
        """All that was read; raises when anything was wrong."""
        for name, rule in self._rules.items():
            source = self._files[name]
            for index, cite in enumerate(rule.cites):
                if "#" not in cite and cite not in self._laws:
                    message = f"`{cite}` is not in the law register{hint(cite, self._laws)}"
                    source.fault(("cites", index), message)
            if rule.replaced_by is not None and rule.replaced_by not in self._files:
                message = f"there is no rule `{rule.replaced_by}`{hint(rule.replaced_by, self._files)}"
                source.fault(("replaced_by",), message)
        for source in self._files.values():
            self._mistakes += source.mistakes
        self._mistakes += self._missing_classifiers()
        if self._mistakes:
            raise ConfigurationError(self._mistakes)
        rules = tuple(self._rules[name] for name in sorted(self._rules))
        return RuleSet(
            rules,
            dict(sorted(self._packs.items())),
            dict(sorted(self._lists.items())),
            dict(self._laws),
            self._conditions,
            self._classifiers,
            {name: self._condition_paths[name] for name in self._conditions},
        )

    def _missing_classifiers(self) -> Iterator[Mistake]:
        """Names of classifiers that exist nowhere, each where it is written."""
        asked: list[tuple[str, tuple[Condition | None, ...]]]
        asked = [(rule.path, (rule.when, *rule.unless)) for rule in self._rules.values()]
        asked += [(pack.path, (*pack.unless, pack.confirm)) for pack in self._packs.values()]
        asked += [(self._condition_paths[name], (condition,)) for name, condition in self._conditions.items()]
        for path, conditions in asked:
            missing = _classifiers_of(conditions) - self._classifiers.keys()
            if missing:
                yield from checks.missing_classifiers(path, missing, self._classifiers)

    def _condition(self, name: str) -> Condition | str:
        """The shared condition of a name, read when it is first used, or what is wrong with the name."""
        if name in self._conditions:
            return self._conditions[name]
        if name in self._reading:
            return f"the condition `{name}` uses itself: {' → '.join((*self._reading, name))}"
        if name in self._faulty:
            return f"the condition `{name}` has mistakes of its own"
        path = self._condition_files.get(name)
        if path is None:
            known = {*self._conditions, *self._condition_files}
            return f"there is no condition `{name}` in any folder `conditions/`{hint(name, known)}"
        self._reading.append(name)
        source = Source.read(path)
        condition = self._shapes.value(Condition, source.parse(), (), source)
        self._reading.pop()
        self._mistakes += source.mistakes
        if condition is INVALID:
            self._faulty.add(name)
            return f"the condition `{name}` has mistakes of its own"
        self._conditions[name] = condition
        self._condition_paths[name] = str(path)
        return self._conditions[name]

    def _pack(self, folder: Path) -> None:
        description, files = folder / "pack.yaml", []
        for path in sorted(folder.iterdir()):
            if path.suffix == ".yaml" and path != description:
                files.append(path)
            elif path.is_dir() and not path.name.startswith("."):
                self._mistakes.append(Mistake(str(path), 1, 1, "a pack has no folders inside"))
            elif path.suffix == ".yml":
                self._mistakes.append(Mistake(str(path), 1, 1, "is not read: rule files end in .yaml"))
        if description.is_file():
            self._pack_file(folder.name, description)
        elif files and folder.name not in self._packs:
            message = "pack.yaml is missing: it says the pack's title, category, description and owner"
            self._mistakes.append(Mistake(str(folder), 1, 1, message))
        for path in files:
            self._rule_file(f"{folder.name}/{path.stem}", path)

    def _pack_file(self, name: str, path: Path) -> None:
        source = Source.read(path)
        pack = self._shapes.struct(Pack, source.parse(), (), source)
        if not _NAME.fullmatch(name):
            source.fault((), f"`{name}` is no name for a pack: use a-z, 0-9 and hyphens")
        if name in self._pack_files:
            source.fault((), f"the pack `{name}` is already described in {self._pack_files[name]}")
        self._pack_files[name] = str(path)
        if pack is not None:
            checks.empty_texts(msgspec.structs.asdict(pack), ("title", "category", "description", "owner"), (), source)
            checks.confirm(pack, source)
            self._packs[name] = msgspec.structs.replace(pack, name=name, path=str(path))
        self._mistakes += source.mistakes

    def _rule_file(self, name: str, path: Path) -> None:
        source = Source.read(path)
        data = source.parse()
        if not _NAME.fullmatch(path.stem):
            source.fault((), f"`{path.stem}` is no name for a rule: use a-z, 0-9 and hyphens")
        if name in self._files:
            source.fault((), f"the rule `{name}` is already defined in {self._files[name].path}")
            self._mistakes += source.mistakes
            return
        self._files[name] = source
        if type(data) is not dict:
            if data is not INVALID:
                source.fault((), must_be((), "a mapping of keys to values", data))
            return
        fields = self._shapes.fields(Rule, data, (), source)
        checks.rule(fields, source)
        if not source.mistakes:
            self._rules[name] = self._complete(name, fields, source)

    def _complete(self, name: str, fields: dict[str, Any], source: Source) -> Rule:
        """The rule with what the loader knows of it."""
        for key in ("bad", "good", "misses"):
            examples: tuple[Example, ...] = fields.get(key, ())
            fields[key] = tuple(
                msgspec.structs.replace(example, line=source.line((key, index)))
                for index, example in enumerate(examples)
            )
        pack = self._packs.get(name.partition("/")[0])
        if pack and pack.unless:
            fields["unless"] = (*fields.get("unless", ()), *pack.unless)
        if pack and not fields.get("certain"):
            fields["confirm"] = pack.confirm
        if pack:
            fields["profiles"] = pack.profiles
        return Rule(**fields, id=name, category=pack.category if pack else "", path=source.path)

    def _register(self, path: Path) -> None:
        source = Source.read(path)
        data = source.parse()
        if type(data) is dict:
            for key, value in data.items():
                law = self._shapes.struct(Law, value, (key,), source)
                if law is not None:
                    checks.law(law, key, source)
                    self._laws[key] = msgspec.structs.replace(law, id=key)
        elif data is not INVALID and data is not None:
            source.fault((), must_be((), "a mapping of keys to values", data))
        self._mistakes += source.mistakes
