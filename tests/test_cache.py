import pickle

import pytest

from postlint import bundled, cache
from postlint.linter import Linter


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv(cache.FOLDER, str(tmp_path / "kept"))
    return tmp_path / "kept"


def test_rules_from_the_cache_are_the_rules_from_the_files(folder):
    first, first_memo = cache.load_built_in(bundled.rules_folder())
    [file] = folder.iterdir()
    second, second_memo = cache.load_built_in(bundled.rules_folder())
    assert second == first
    assert second is not first
    assert second_memo.flat == first_memo.flat
    assert second_memo.needed == first_memo.needed
    assert file.stat().st_size > 0


def test_findings_do_not_depend_on_the_state_of_the_cache(folder):
    text = "Our world-class tea cures cancer. Say hello to Mary Okafor, who finished chemo on Ward 7."
    cold = Linter.from_config().lint(text).to_dict()
    assert Linter.from_config().lint(text).to_dict() == cold


@pytest.mark.parametrize("content", [b"", b"rubbish", pickle.dumps(("x",)), pickle.dumps(["a", "b", "c", "d"])])
def test_a_broken_file_is_made_anew(folder, content):
    expected, _ = cache.load_built_in(bundled.rules_folder())
    [file] = folder.iterdir()
    file.write_bytes(content)
    assert cache.load_built_in(bundled.rules_folder())[0] == expected
    assert file.read_bytes() != content


class Planted:
    def __reduce__(self):
        return eval, ("__import__('pathlib').Path('ran').touch()",)


def test_a_planted_file_runs_nothing(folder, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    cache.load_built_in(bundled.rules_folder())
    [file] = folder.iterdir()
    file.write_bytes(pickle.dumps(Planted()))
    cache.load_built_in(bundled.rules_folder())
    assert not (tmp_path / "ran").exists()


def test_a_changed_rule_is_read_again(folder, tmp_path):
    rules = tmp_path / "rules" / "claims"
    rules.mkdir(parents=True)
    (rules / "pack.yaml").write_text("title: T\ncategory: claims\ndescription: D\nowner: o\n")
    from tests.support import HEAD

    text = HEAD.replace("{severity}", "error").replace("{message}", "m").replace("{clause}", "c")
    (rules / "one.yaml").write_text(text + "when: {terms: guru}\n")
    before, _ = cache.load_built_in(tmp_path / "rules")
    (rules / "one.yaml").write_text(text + "when: {terms: gurus and ninjas}\n")
    after, _ = cache.load_built_in(tmp_path / "rules")
    assert before.rules[0].when != after.rules[0].when


def test_nothing_is_kept_where_the_folder_is_switched_off_or_cannot_be_written(tmp_path, monkeypatch):
    monkeypatch.setenv(cache.FOLDER, "")
    assert cache.load_built_in(bundled.rules_folder())[0].rules
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv(cache.FOLDER, str(tmp_path / "file" / "below"))
    assert cache.load_built_in(bundled.rules_folder())[0].rules


def test_no_phrase_of_an_organisation_reaches_the_cache(folder, tmp_path):
    (tmp_path / "postlint.yaml").write_text("organisation: Acme\nlists: {codenames: [Zebrafish Nine]}\n")
    report = Linter.from_config(tmp_path / "postlint.yaml").lint("Zebrafish Nine is coming")
    assert report.findings
    for file in folder.iterdir():
        assert b"zebrafish" not in file.read_bytes().lower()
