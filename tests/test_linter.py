from pathlib import Path

import pytest

from postlint import ConfigurationError, Decision, Draft, Linter, UnknownName


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder / "postlint.yaml"


@pytest.fixture(scope="module")
def linter(tmp_path_factory):
    return Linter.from_config(
        write(
            tmp_path_factory.mktemp("acme"), {"postlint.yaml": "organisation: Acme\nlists: {codenames: [Zebra Nine]}\n"}
        )
    )


def test_a_scheduler_asks_and_gets_a_decision(linter):
    report = linter.lint("Zebra Nine ships in May!", channel="linkedin")
    assert report.decision is Decision.BLOCK
    assert report.channel == "linkedin"
    [finding] = [one for one in report.findings if one.rule == "confidential/codename"]
    assert (finding.span.start, finding.span.end) == (0, 10)
    assert finding.citations[0].id == "social-media-policy#codenames"
    assert report.to_dict()["decision"] == "block"


def test_an_innocent_post_is_published(linter):
    assert linter.lint("The library opens at nine on Saturday. Bring a friend.").decision is Decision.PUBLISH


def test_drafts_carry_what_is_known_of_them(linter):
    report = linter.lint_draft(Draft("**Hello** there", path="posts/a.md", channel="blog", meta={"author": "Jo"}))
    assert (report.path, report.channel, report.decision) == ("posts/a.md", "blog", Decision.PUBLISH)


def test_many_drafts_keep_their_order(linter):
    drafts = [
        Draft(f"Post {number} about Zebra Nine" if number % 3 else "Hello", path=str(number)) for number in range(80)
    ]
    reports = list(linter.lint_many(drafts))
    assert [report.path for report in reports] == [draft.path for draft in drafts]
    assert [report.decision is Decision.BLOCK for report in reports] == [number % 3 > 0 for number in range(80)]


def test_files_that_cannot_be_read_are_failures_not_exceptions(linter, tmp_path):
    report = linter.lint_file(tmp_path / "none.txt")
    assert report.decision is Decision.UNCHECKED
    assert report.failures[0].code == "not-found"


def test_select_and_ignore_name_packs_and_rules(tmp_path):
    config = write(tmp_path, {"postlint.yaml": "organisation: Acme\n"})
    packs = {rule.id.partition("/")[0] for rule in Linter.from_config(config, select=["claims"]).rules}
    assert packs == {"claims"}
    without = Linter.from_config(config, ignore=["claims", "brand-tone/hype-word"]).rules
    assert all(not rule.id.startswith("claims/") and rule.id != "brand-tone/hype-word" for rule in without)
    with pytest.raises(UnknownName):
        Linter.from_config(config, select=["clams"])


def test_the_nearest_configuration_counts(tmp_path, monkeypatch):
    write(
        tmp_path,
        {"postlint.yaml": "organisation: Outer\n", "a/b/x.txt": "x", "a/postlint.yaml": "organisation: Inner\n"},
    )
    monkeypatch.chdir(tmp_path / "a" / "b")
    assert Linter.from_config().organisation.name == "Inner"


def test_mistakes_of_every_file_are_told_at_once(tmp_path):
    config = write(
        tmp_path,
        {
            "postlint.yaml": "organisation: Acme\nrules: [own/]\npolicies: [policy.md]\n",
            "own/mine/pack.yaml": "title: Mine\ncategory: claims\ndescription: D\nowner: me\n",
            "own/mine/one.yaml": "titel: x\n",
            "policy.md": "no front matter\n",
        },
    )
    with pytest.raises(ConfigurationError) as caught:
        Linter.from_config(config)
    files = {Path(mistake.path).name for mistake in caught.value.mistakes}
    assert files == {"one.yaml", "policy.md"}


def test_an_override_for_an_unknown_rule_is_a_mistake(tmp_path):
    config = write(tmp_path, {"postlint.yaml": "organisation: A\noverrides:\n  - {rule: claims/nope, severity: off}\n"})
    with pytest.raises(ConfigurationError, match="nope"):
        Linter.from_config(config)


def test_overrides_change_what_a_rule_costs_by_path(tmp_path):
    config = write(
        tmp_path,
        {
            "postlint.yaml": "organisation: A\nlists: {codenames: [Zebra]}\noverrides:\n"
            "  - {paths: ['archive/**'], rule: confidential/codename, severity: off}\n"
        },
    )
    one = Linter.from_config(config)
    assert one.lint_draft(Draft("Zebra", path=str(tmp_path / "new.txt"))).decision is Decision.BLOCK
    assert one.lint_draft(Draft("Zebra", path=str(tmp_path / "archive" / "old.txt"))).decision is Decision.PUBLISH


def test_a_missing_model_is_a_failure_and_other_rules_still_run(tmp_path):
    config = write(
        tmp_path, {"postlint.yaml": "organisation: A\nlists: {codenames: [Zebra]}\nnlp: {model: no_such_model}\n"}
    )
    one = Linter.from_config(config)
    report = one.lint("Zebra. So proud of Mary Okafor, who finished chemo on Ward 7 today.")
    assert report.decision is Decision.UNCHECKED
    assert {failure.code for failure in report.failures} == {"model-missing"}
    assert "no_such_model" in report.failures[0].message
    assert "confidential/codename" in {finding.rule for finding in report.findings}
    assert one.lint("The library opens at nine.").decision is Decision.PUBLISH
