"""The facade that the command line, hooks and schedulers use: configuration in, reports out.

Imports everything below.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from functools import cached_property
from pathlib import Path

import msgspec

from postlint import bundled
from postlint.cache import load_built_in
from postlint.conditions import KINDS
from postlint.conditions.vocabulary import Memo
from postlint.detect.claims import Comparison
from postlint.detect.classifier import read_classifiers
from postlint.detect.entities import EntityDetector
from postlint.detect.nlp import DEFAULT_MODEL, Pipeline
from postlint.documents import files, format_for, read
from postlint.engine import Engine
from postlint.fixes import Fixed, fix
from postlint.organisation.claims import ClaimsRegister, load_register
from postlint.organisation.config import Organisation, check_names, find_configuration, load_organisation
from postlint.organisation.policy import Clause, Policy, load_policies, resolve
from postlint.organisation.voice import load_voice
from postlint.plan import Plan
from postlint.rules.lists import merge
from postlint.rules.loader import RuleSet, check_references, load_rules
from postlint.rules.located import ConfigurationError, Mistake, hint
from postlint.rules.schema import ApprovedClaim, Law, Pack, Rule
from postlint.types import Citation, Draft, Failure, Report, Severity
from postlint.voice.rules import heeding, with_voice

BATCH = 32
"""Drafts whose blocks are parsed together; a batch is what `lint_many` reads ahead."""


EVERYWHERE = "standard"
"""The jurisdiction of a register entry that belongs to no country's law."""


OWN_NAME = "organisation"
"""The list of the organisation's names."""

PRODUCTS = "our-products"
"""The list of the names of its products."""


class UnknownName(ValueError):  # noqa: N818 - names what is wrong with the argument
    """A rule or pack was named that does not exist."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        super().__init__(f"there is no rule and no pack named {name!r}")
        self.name = name
        self.known = known
        """Every rule and pack there is, sorted."""


class Linter:
    """Lints drafts for one organisation. Loads once; may be shared by threads."""

    def __init__(
        self,
        organisation: Organisation,
        ruleset: RuleSet,
        policies: Mapping[str, Policy],
        *,
        memo: Memo | None = None,
        select: Sequence[str] = (),
        ignore: Sequence[str] = (),
        show_values: bool = False,
        shortcuts: bool = True,
        register: ClaimsRegister | None = None,
        today: date | None = None,
    ) -> None:
        self.organisation = organisation
        self.register = register
        """The approved claims; None where the organisation names no register."""
        self.today = today
        """The day on which drafts are published that do not say theirs; None for the day of the check."""
        self.policies = policies
        self.ruleset = ruleset
        self.all_rules: tuple[Rule, ...] = ruleset.rules
        """Every rule that is loaded, in force or not."""
        self.rules: tuple[Rule, ...] = self._chosen(select, ignore)
        """The rules in force, by id."""
        self._memo = memo
        self._shortcuts = shortcuts
        self._show_values = show_values
        self._severities: dict[tuple[str, str | None], Severity | None] = {}
        self._lock = threading.Lock()
        self.pipeline = Pipeline(organisation.model or DEFAULT_MODEL)
        self.detector = EntityDetector(self.pipeline, organisation.jurisdictions or None)

    @classmethod
    def from_config(
        cls,
        path: str | Path | None = None,
        *,
        select: Sequence[str] = (),
        ignore: Sequence[str] = (),
        show_values: bool = False,
        shortcuts: bool = True,
        today: date | None = None,
    ) -> Linter:
        """A linter for a configuration file, or the folder that has one.

        Without a path the nearest `postlint.yaml` (or `[tool.postlint]`) at or above the working directory counts;
        without any the built-in rules do. `select` and `ignore` name packs or rules. `show_values` leaves personal and
        secret words readable in reports: for the writer's own eyes only. `shortcuts=False` switches every gate off,
        which is slow and must change nothing. `today` is the day on which drafts are published that do not say theirs
        (`scheduled_at`, `date`); without it, the day of the check.

        Raises `postlint.ConfigurationError` with every mistake in configuration, rules, lists and policies, and
        `UnknownName` when `select` or `ignore` names no rule and no pack.
        """
        found = find_configuration(Path.cwd()) if path is None else Path(path)
        if found is not None and found.is_dir():
            found = find_configuration(found)
        return cls.for_organisation(
            load_organisation(found),
            select=select,
            ignore=ignore,
            show_values=show_values,
            shortcuts=shortcuts,
            today=today,
        )

    @classmethod
    def for_organisation(
        cls,
        organisation: Organisation,
        *,
        select: Sequence[str] = (),
        ignore: Sequence[str] = (),
        show_values: bool = False,
        shortcuts: bool = True,
        today: date | None = None,
    ) -> Linter:
        """A linter for an organisation that is loaded already; arguments and errors as in `from_config`."""
        organisation, ruleset, policies, memo, register = load_all(organisation)
        return cls(
            organisation,
            ruleset,
            policies,
            memo=memo,
            select=select,
            ignore=ignore,
            show_values=show_values,
            shortcuts=shortcuts,
            register=register,
            today=today,
        )

    def lint(self, text: str, channel: str | None = None) -> Report:
        """Lint plain text as a post on `channel`."""
        return self.lint_draft(Draft(text, channel=channel))

    def lint_draft(self, draft: Draft) -> Report:
        """Lint one draft. Never raises for what a draft says: what could not be checked is in `Report.failures`."""
        return next(self.lint_many((draft,)))

    def lint_file(self, path: str | Path, channel: str | None = None) -> Report:
        """Lint a file. One that cannot be read gives a report with a failure."""
        try:
            draft = Draft(files.load(str(path)), path=Path(path).as_posix(), channel=channel)
        except files.Unreadable as error:
            return unread(Path(path).as_posix(), error.failure, channel)
        return self.lint_draft(draft)

    def fix(self, draft: Draft | str, *, unsafe: bool = False) -> Fixed:
        """The draft after its safe fixes, and with `unsafe` after all of them, checked again; writes nothing.

        A fix is unsafe where a person should look: where personal data is taken out, or the meaning may change.
        """
        one = Draft(draft) if isinstance(draft, str) else draft
        return self.fix_checked(one, self.lint_draft(one), unsafe=unsafe)

    def fix_checked(self, draft: Draft, report: Report, *, unsafe: bool = False) -> Fixed:
        """As `fix`, for a draft that has been checked already."""
        return fix(report, lambda text: self.lint_draft(msgspec.structs.replace(draft, text=text)), unsafe=unsafe)

    def lint_many(self, drafts: Iterable[Draft]) -> Iterator[Report]:
        """Lint drafts in order, lazily, `BATCH` at a time."""
        for batch in _batches(drafts):
            read_drafts = [(draft, read(draft.text, _format(draft))) for draft in batch]
            yield from self.engine.lint(read_drafts)

    @cached_property
    def engine(self) -> Engine:
        """The rules in force, compiled."""
        return Engine(
            Plan(
                self.rules,
                self.lists,
                classifiers=read_classifiers(self.ruleset.classifiers),
                comparison=lambda: self.comparison,
                memo=self._memo,
                shortcuts=self._shortcuts,
            ),
            self.detector,
            self.pipeline.available,
            severity=self.severity,
            citations={rule.id: self.citations(rule) for rule in self.rules},
            names=frozenset(self.packs) | {rule.id for rule in self.all_rules},
            show_values=self._show_values,
            today=self.today,
        )

    @cached_property
    def comparison(self) -> Comparison | None:
        """The register, ready to be compared with drafts."""
        return None if self.register is None else self.compared_with(self.register.claims)

    def compared_with(self, claims: Sequence[ApprovedClaim]) -> Comparison:
        """These claims of the organisation, ready to be compared with drafts."""
        return Comparison(claims, self.lists.get(OWN_NAME, ()), self.lists.get(PRODUCTS, ()))

    @property
    def packs(self) -> Mapping[str, Pack]:
        """Packs by name."""
        return self.ruleset.packs

    @cached_property
    def lists(self) -> Mapping[str, tuple[str, ...]]:
        """Named lists: the built-in ones with the organisation's entries, and the organisation's own name."""
        lists = merged_lists(self.ruleset.lists, self.organisation.lists)
        return merged_lists(lists, {OWN_NAME: self.organisation.names})

    def severity(self, rule: Rule, path: str | None = None) -> Severity | None:
        """What a rule costs this organisation in a draft at `path`; None where it is off."""
        key = rule.id, path
        if key not in self._severities:
            self._severities[key] = self.organisation.severity(rule, path)
        return self._severities[key]

    def citations(self, rule: Rule) -> tuple[Citation, ...]:
        """The clauses behind a rule, and its laws in the jurisdictions that the organisation names, if it names any."""
        here = self.organisation.jurisdictions
        cites = [
            cite for cite in rule.cites if "#" in cite or not here or self.law(cite).jurisdiction in (*here, EVERYWHERE)
        ]
        return tuple(resolve(cite, self.policies, self.ruleset.laws) for cite in cites)

    def clause(self, cite: str) -> Clause:
        """The clause of a citation like `social-media-policy#claims`. Raises KeyError when there is none."""
        policy, _, anchor = cite.partition("#")
        return self.policies[policy].clauses[anchor]

    def law(self, name: str) -> Law:
        """An entry of the law register. Raises KeyError when there is none."""
        return self.ruleset.laws[name]

    def _chosen(self, select: Sequence[str], ignore: Sequence[str]) -> tuple[Rule, ...]:
        known = set(self.packs) | {rule.id for rule in self.all_rules}
        for name in (*select, *ignore):
            if name not in known:
                raise UnknownName(name, sorted(known))
        return tuple(
            rule
            for rule in self.all_rules
            if (named_by(rule, select) if select else True)
            and not named_by(rule, ignore)
            and rule.status != "deprecated"
            and self.organisation.runs(rule)
        )


def named_by(rule: Rule, names: Sequence[str]) -> bool:
    """Whether one of these packs or rule ids names the rule."""
    return any(rule.id == name or rule.id.startswith(f"{name}/") for name in names)


def load_all(
    organisation: Organisation,
) -> tuple[Organisation, RuleSet, Mapping[str, Policy], Memo, ClaimsRegister | None]:
    """Rules and policies, built-in and the organisation's, with every reference between them checked; the register.

    The organisation comes back with what its voice excepts. The memo holds what compiling the built-in rules computes.
    """
    own = bundled.rules_folder()
    built_in, memo = load_built_in(own)
    mistakes: list[Mistake] = []
    with collecting(mistakes):
        ruleset = load_rules(organisation.rule_folders, KINDS, built_in) if organisation.rule_folders else built_in
    with collecting(mistakes):
        policies = load_policies(own, organisation)
    register = None
    with collecting(mistakes):
        register = load_register(organisation.claims) if organisation.claims is not None else None
    voice = None
    with collecting(mistakes):
        voice = load_voice(organisation.voice) if organisation.voice is not None else None
    if voice is not None and organisation.voice is not None and not mistakes:
        ruleset, organisation = with_voice(ruleset, voice, organisation.voice), heeding(organisation, voice)
    if not mistakes:
        clauses = {name: frozenset(policy.clauses) for name, policy in policies.items()}
        with collecting(mistakes):
            check_references(ruleset, clauses, organisation.lists)
        with collecting(mistakes):
            check_classifiers(ruleset)
        with collecting(mistakes):
            check_names(organisation, ruleset)
    if mistakes:
        raise ConfigurationError(mistakes)
    return organisation, ruleset, policies, memo, register


def check_classifiers(ruleset: RuleSet) -> None:
    """Raises `ConfigurationError` for a table that cannot be read, or whose category no pack has."""
    categories = {pack.category for pack in ruleset.packs.values()}
    mistakes = []
    for name, one in read_classifiers(ruleset.classifiers).items():
        if one.category not in categories:
            message = f"no pack has the category `{one.category}`{hint(one.category, categories)}"
            mistakes.append(Mistake(ruleset.classifiers[name], 1, 1, message))
    if mistakes:
        raise ConfigurationError(mistakes)


@contextmanager
def collecting(mistakes: list[Mistake]) -> Iterator[None]:
    """Adds the mistakes of a step to those of the others, so that all are told at once."""
    try:
        yield
    except ConfigurationError as error:
        mistakes += error.mistakes


def merged_lists(
    lists: Mapping[str, Sequence[str]], added: Mapping[str, Sequence[str]]
) -> Mapping[str, tuple[str, ...]]:
    """Lists with entries added; an entry that begins with `!` takes a phrase away."""
    return {name: merge(lists.get(name, ()), added.get(name, ())) for name in {**lists, **added}}


def unread(path: str | None, failure: Failure, channel: str | None = None) -> Report:
    """The report of a draft that could not be read."""
    return Report(path=path, channel=channel, failures=(failure,))


def _format(draft: Draft) -> str:
    return draft.format or (format_for(draft.path) if draft.path else None) or "text"


def _batches(drafts: Iterable[Draft]) -> Iterator[tuple[Draft, ...]]:
    batch: list[Draft] = []
    for draft in drafts:
        batch.append(draft)
        if len(batch) == BATCH:
            yield tuple(batch)
            batch = []
    if batch:
        yield tuple(batch)
