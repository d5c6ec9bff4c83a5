"""The organisation file: found, read strictly, and asked what a rule costs."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import msgspec
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from postlint.organisation.config import Organisation, check_names, find_configuration, load_organisation
from postlint.rules.located import ConfigurationError, Mistake
from postlint.rules.schema import Applies, Rule
from postlint.types import Severity
from tests.rules.kinds import Terms, folder, load


def rule(name: str = "tone/hype", applies: Applies | None = None) -> Rule:
    return Rule(
        title="t",
        severity=Severity.WARNING,
        cites=(),
        why="w",
        fix="f",
        message="m",
        when=Terms(terms=("a",)),
        bad=(),
        good=(),
        owner="o",
        id=name,
        applies=applies or Applies(),
    )


def write(root: Path, text: str, name: str = "postlint.yaml", **files: str) -> Path:
    for path, content in {name: text, **files}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(content, encoding="utf-8")
    return root / name


def organisation(root: Path, text: str, **files: str) -> Organisation:
    return load_organisation(write(root, text, **files))


def mistakes(path: Path) -> list[str]:
    with pytest.raises(ConfigurationError) as caught:
        load_organisation(path)
    return [str(one).replace(f"{path.parent}{os.sep}", "") for one in caught.value.mistakes]


COMPLETE = """\
organisation: Meridian Group
profiles: [uk, health, public-sector]
policies: [policy/social.md]
rules: [own]
packs: {tone: off, claims: on}
lists: {codenames: lists/codenames.txt, people: [Ada Bow, "!Tom"]}
overrides:
  - {rule: claims/cure, severity: info}
fail_on: warning
placeholders: {Policy owner: Ada Bow}
nlp: {model: en_core_web_md}
"""


def test_a_complete_file(tmp_path: Path) -> None:
    files = {"policy/social.md": "", "own/x": "", "lists/codenames.txt": "# secret\nKestrel\n"}
    found = organisation(tmp_path, COMPLETE, **files)
    assert (found.name, found.root, found.path) == ("Meridian Group", tmp_path, tmp_path / "postlint.yaml")
    assert (found.jurisdictions, found.sectors) == ({"uk"}, {"health", "public-sector"})
    assert (found.policies, found.rule_folders) == ((tmp_path / "policy/social.md",), (tmp_path / "own",))
    assert found.lists == {"codenames": ("Kestrel",), "people": ("Ada Bow", "!Tom")}
    assert found.packs == {"tone": False, "claims": True}
    assert (found.fail_on, found.model) == (Severity.WARNING, "en_core_web_md")
    assert found.placeholders == {"Company Name": "Meridian Group", "Policy owner": "Ada Bow"}


@pytest.mark.parametrize("text", ["", "# nothing yet\n"])
def test_an_empty_file_and_no_file_change_nothing(tmp_path: Path, text: str) -> None:
    for found in (organisation(tmp_path, text), load_organisation(None)):
        assert found.severity(rule(), "a.md") is Severity.WARNING
        assert found.runs(rule(applies=Applies(jurisdictions=("us",), sectors=("health",))))
        assert found.fail_on is Severity.ERROR


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "organisaton: A",
            "1:1: unknown key `organisaton`; did you mean `organisation`? Allowed: claims, fail_on, lists",
        ),
        ("extends: base", "1:1: unknown key `extends`"),
        ("organisation: [A]", "1:15: `organisation` must be text, not a list"),
        ("- a", "1:1: the file must be a mapping of keys to values, not a list"),
        (
            "profiles: [uk, heath]",
            "1:16: entry 2 of `profiles` cannot be `heath`; did you mean `health`? Allowed: au, con",
        ),
        ("fail_on: fatal", "1:10: `fail_on` cannot be `fatal`; allowed: error, info, warning"),
        ("packs: {tone: maybe}", "1:15: `tone` cannot be `maybe`"),
        ("packs: [tone]", "1:8: `packs` must be a mapping of keys to values, not a list"),
        ("claims: c.yaml", "1:9: there is no file `c.yaml`"),
        ("voice: v.yaml", "1:1: `voice` is not supported by this version of postlint: remove it"),
        ("holds: h.yaml", "1:1: `holds` is not supported by this version of postlint: remove it"),
        ("policies: [plcy.md]", "1:12: there is no file `plcy.md` (looked for "),
        ("policies: [plcy.md]", "; did you mean `policy.md`?"),
        ("policies: plcy.md", "1:11: there is no file `plcy.md` (looked for "),
        ("rules: [policy.md]", "1:9: there is no folder `policy.md` (looked for "),
        ("lists: {a: ../nowhere.txt}", "1:12: there is no file `../nowhere.txt` (looked for "),
        ("lists: {a: [1]}", "1:13: entry 1 of `a` must be text, not a number; put quotes around it"),
        ("lists: {a: 1}", "1:12: `a` must be text or a list, not a number; put quotes around it"),
        ("nlp: {model: x, modle: y}", "1:17: unknown key `modle`; did you mean `model`? Allowed: model"),
        ("nlp: {}", "1:6: `model` is missing in `nlp`"),
        ("overrides: [{rule: a/b}]", "1:13: an override says a `severity`: error, warning, info or off"),
        ("overrides: [{severity: low}]", "1:24: `severity` cannot be `low`"),
        ("overrides: [{packs: {a: off}, severity: info}]", "1:41: `severity` has nothing to act on"),
        ("overrides: [{paths: [], severity: info}]", "1:21: `paths` must not be empty"),
        ("overrides: [{rule: [], severity: info}]", "1:20: `rule` must not be empty"),
        ("overrides: [{paths: ['a\\b'], severity: info}]", "1:22: `a\\b` has a backslash: write paths with /"),
        ("overrides: [{paths: [' '], severity: info}]", "1:22: ` ` is no pattern for paths"),
        ("overrides: [{paths: ['# a'], severity: info}]", "1:22: `# a` is no pattern for paths"),
        ('placeholders: {A: "x\\ny"}', "1:19: `A` must fit on one line"),
        ("a: 'open", "1:9: is not valid YAML"),
    ],
)
def test_each_mistake_has_its_place(tmp_path: Path, text: str, message: str) -> None:
    found = mistakes(write(tmp_path, text, **{"policy.md": ""}))
    assert len(found) == 1, found
    assert message in found[0]


def test_all_mistakes_come_at_once(tmp_path: Path) -> None:
    text = "profiles: [eu, mars]\npolicies: [no.md]\nlists: {a: a.txt, b: b.txt}\nfail: error\n"
    found = mistakes(write(tmp_path, text, **{"a.txt": "x\n!\n"}))
    assert [one.partition(": ")[0] for one in found] == [
        "a.txt:2:1",
        "postlint.yaml:1:16",
        "postlint.yaml:2:12",
        "postlint.yaml:3:22",
        "postlint.yaml:4:1",
    ]


def test_the_nearest_configuration_counts(tmp_path: Path) -> None:
    outer = write(tmp_path, "")
    inner = write(tmp_path / "a" / "b", "[tool.postlint]\nfail_on = 'info'\n", "pyproject.toml")
    write(tmp_path / "a" / "b" / "c", "[project]\nname = 'postlint-like'\n", "pyproject.toml")
    draft = write(tmp_path / "a" / "b" / "c", "hello", "draft.txt")
    assert find_configuration(draft) == inner
    assert find_configuration(draft.parent) == inner
    assert find_configuration(tmp_path / "a") == outer
    assert load_organisation(inner).fail_on is Severity.INFO


def test_toml_mistakes_have_a_line(tmp_path: Path) -> None:
    text = '[project]\nlists = 1\n[tool.postlint]\nfail_on = "low"\n[tool.postlint.lists]\ncodenames = "no.txt"\n'
    found = mistakes(write(tmp_path, text, "pyproject.toml"))
    assert [one.partition(": ")[0] for one in found] == ["pyproject.toml:4:1", "pyproject.toml:6:1"]
    (broken,) = mistakes(write(tmp_path, "[tool.postlint]\nfail_on = \n", "pyproject.toml"))
    assert broken.startswith("pyproject.toml:2:11: is not valid TOML: ")


OVERRIDES = """\
packs: {claims: off}
overrides:
  - {packs: {claims: on}, paths: [press/]}
  - {severity: info, paths: ["archive/**", "*.old.md"]}
  - {rule: tone/hype, severity: error}
  - {rule: [tone/hype, tone/other], severity: off, paths: [archive/2020/]}
  - {packs: [tone], severity: info, paths: [archive/2020/keep.md]}
"""


@pytest.mark.parametrize(
    ("name", "path", "severity"),
    [
        ("tone/hype", "a.md", Severity.ERROR),
        ("tone/hype", None, Severity.ERROR),
        ("tone/hype", "archive/a.md", Severity.ERROR),
        ("tone/hype", "archive/2020/a.md", None),
        ("tone/hype", "archive\\2020\\a.md", None),
        ("tone/hype", "./archive/2020/a.md", None),
        ("tone/hype", "drafts/../archive/2020/a.md", None),
        ("tone/hype", "archive/2020/keep.md", Severity.INFO),
        ("tone/more", "archive\\deep\\a.md", Severity.INFO),
        ("tone/more", "deep/x.old.md", Severity.INFO),
        ("tone/more", "my-archive/a.md", Severity.WARNING),
        ("tone/more", None, Severity.WARNING),
        ("claims/cure", "a.md", None),
        ("claims/cure", None, None),
        ("claims/cure", "press/a.md", Severity.WARNING),
    ],
)
def test_the_last_override_that_fits_wins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, path: str | None, severity: Severity | None
) -> None:
    found = organisation(tmp_path, OVERRIDES)
    monkeypatch.chdir(tmp_path)
    assert found.severity(rule(name), path) is severity


def test_paths_are_seen_from_the_configuration_wherever_one_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = organisation(tmp_path / "site", OVERRIDES, **{"archive/x": ""})
    more = rule("tone/more")
    monkeypatch.chdir(tmp_path)
    assert found.severity(more, "site/archive/a.md") is Severity.INFO
    assert found.severity(more, str(tmp_path / "site" / "archive" / "a.md")) is Severity.INFO
    assert found.severity(more, str(tmp_path / "archive" / "a.md")) is Severity.WARNING
    assert found.severity(more, "archive/a.md") is Severity.INFO  # nowhere: a scheduler's own name for a draft
    monkeypatch.chdir(tmp_path / "site" / "archive")
    assert found.severity(more, "a.md") is Severity.INFO


@pytest.mark.parametrize(
    ("profiles", "applies", "runs"),
    [
        ("[]", Applies(jurisdictions=("us",), sectors=("health",)), True),
        ("[uk]", Applies(jurisdictions=("us",)), False),
        ("[uk]", Applies(jurisdictions=("us", "uk")), True),
        ("[uk]", Applies(sectors=("health",)), True),
        ("[uk, finance]", Applies(jurisdictions=("uk",), sectors=("health",)), False),
        ("[uk, finance]", Applies(), True),
    ],
)
def test_profiles_choose_rules(tmp_path: Path, profiles: str, applies: Applies, runs: bool) -> None:
    assert organisation(tmp_path, f"profiles: {profiles}").runs(rule(applies=applies)) is runs


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("", None),
        ("profiles: [uk]", None),
        ("profiles: [health]", None),
        ("profiles: [finance]", Severity.WARNING),
        ("profiles: [us, tech]", Severity.WARNING),
        ("packs: {tone: on}", Severity.WARNING),
        ("{profiles: [finance], packs: {tone: off}}", None),
        ("overrides: [{rule: tone/hype, severity: error}]", Severity.ERROR),
        ("overrides: [{packs: {tone: on}}]", Severity.WARNING),
        ("overrides: [{severity: info}]", None),
        ("{profiles: [finance], overrides: [{severity: info}]}", Severity.INFO),
    ],
)
def test_a_pack_with_profiles_is_off_until_somebody_asks_for_it(
    tmp_path: Path, text: str, severity: Severity | None
) -> None:
    found = organisation(tmp_path, text)
    regulated = msgspec.structs.replace(rule(), profiles=("finance", "tech"))
    assert found.severity(regulated, "a.md") is severity
    assert found.runs(regulated) is (severity is not None)
    assert found.misses_profile(regulated) is (severity is None and "tone: off" not in text)
    assert not found.misses_profile(rule())


def test_a_pack_may_be_on_for_some_paths_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = organisation(tmp_path, "overrides: [{paths: [funds/], packs: {tone: on}}]")
    regulated = msgspec.structs.replace(rule(), profiles=("finance",))
    monkeypatch.chdir(tmp_path)
    assert found.runs(regulated)
    assert found.severity(regulated, "funds/a.md") is Severity.WARNING
    assert found.severity(regulated, "a.md") is None


def test_without_a_country_a_profile_gets_the_rules_of_all_countries(tmp_path: Path) -> None:
    american = msgspec.structs.replace(rule(applies=Applies(jurisdictions=("us",))), profiles=("finance",))
    assert organisation(tmp_path, "profiles: [finance]").runs(american)
    assert organisation(tmp_path, "profiles: [finance, us, uk]").runs(american)
    assert not organisation(tmp_path, "profiles: [finance, uk]").runs(american)


def test_an_override_of_everything_does_not_switch_on_what_is_off(tmp_path: Path) -> None:
    text = "packs: {tone: off}\noverrides: [{severity: info}]"
    assert organisation(tmp_path, text).severity(rule(), "a.md") is None
    assert organisation(tmp_path, f"{text[:-1]}, {{rule: tone/hype, severity: error}}]").severity(rule()) == "error"


def test_names_of_packs_and_rules_are_checked_against_the_rules(tmp_path: Path) -> None:
    ruleset = load(folder(tmp_path / "rules"))
    text = "packs: {tune: off}\noverrides:\n  - {rule: [tone/hyp], severity: off}\n  - {packs: {ton: off}}\n"
    with pytest.raises(ConfigurationError) as caught:
        check_names(organisation(tmp_path, text), ruleset)
    assert [str(one).removeprefix(f"{tmp_path}/postlint.yaml:") for one in caught.value.mistakes] == [
        "1:9: there is no pack `tune`; did you mean `tone`? Allowed: tone",
        "3:13: there is no rule `tone/hyp`; did you mean `tone/hype`? Allowed: tone/hype",
        "4:14: there is no pack `ton`; did you mean `tone`? Allowed: tone",
    ]
    check_names(organisation(tmp_path, "packs: {tone: off}\noverrides: [{rule: tone/hype, severity: off}]"), ruleset)


KEYS = [*yaml.safe_load(COMPLETE), "claims", "rule", "paths", "severity", "model"]
values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from(["", "off", "info", "uk", ".", "a/**"])
    | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=3), inner, max_size=4)
    ),
    max_leaves=12,
)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.sampled_from(KEYS), values, max_size=6))
def test_no_mapping_raises_anything_but_a_configuration_error(data: dict[str, object]) -> None:
    with tempfile.TemporaryDirectory() as name:
        path = write(Path(name), yaml.safe_dump(data, allow_unicode=True))
        try:
            load_organisation(path).severity(rule(), "archive/a.md")
            found: tuple[Mistake, ...] = ()
        except ConfigurationError as error:
            found = error.mistakes
    assert all(one.line >= 1 for one in found)
