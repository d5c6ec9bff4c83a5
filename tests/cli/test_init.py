from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from postlint.organisation.config import load_organisation

from .conftest import Program

FILES = ("postlint.yaml", "policy/social-media-policy.md", "lists/codenames.txt", "lists/public-people.txt")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_what_init_writes_works_at_once(folder: Path, postlint: Program) -> None:
    ended = postlint("init", "acme", "--name", "Acme Health")
    assert ended.code == 0
    for name in FILES:
        assert (folder / "acme" / name).is_file()
        assert str(Path("acme", name)) in ended.out
    (folder / "acme" / "draft.txt").write_text("The library opens at nine.\n", "utf-8")
    assert postlint("acme/draft.txt") == (0, "acme/draft.txt: PUBLISH: nothing found\n", "")


def test_the_lists_and_the_policy_count(folder: Path, postlint: Program) -> None:
    postlint("init", ".", "--name", "Acme")
    with (folder / "lists" / "codenames.txt").open("a", encoding="utf-8") as codenames:
        codenames.write("Thistledown\n")
    (folder / "draft.txt").write_text("Thistledown is coming.\n", "utf-8")
    ended = postlint("draft.txt")
    assert ended.code == 1
    assert "confidential/codename" in ended.out
    policy = folder / "policy" / "social-media-policy.md"
    assert "[Company Name]" in policy.read_text("utf-8")
    policy.write_text("no policy", "utf-8")
    assert postlint("draft.txt").code == 2


def test_every_suggestion_in_the_configuration_is_valid(folder: Path, postlint: Program) -> None:
    postlint("init", ".")
    (folder / "rules").mkdir()
    path = folder / "postlint.yaml"
    suggested = re.sub(r"^# ((?:[a-z_]+:|  \S).*)$", r"\1", path.read_text("utf-8"), flags=re.MULTILINE)
    path.write_text(suggested, "utf-8")
    organisation = load_organisation(path)
    assert organisation.sectors == {"health"}
    assert len(organisation.overrides) == 2
    assert organisation.rule_folders == (folder / "rules",)
    assert organisation.placeholders["Policy owner"] == "Head of communications"
    (folder / "draft.txt").write_text("Fine.\n", "utf-8")
    assert postlint("draft.txt").err == ""


@pytest.mark.parametrize("name", ['The "Acme": {x} # 1', "Ünïcode 🎉", "yes", "- a", "a\nb", "'"])
def test_any_name_stays_one_value(folder: Path, postlint: Program, name: str) -> None:
    assert postlint("init", ".", "--name", name).code == 0
    assert load_organisation(folder / "postlint.yaml").name == name


def test_nothing_is_overwritten_unless_asked(folder: Path, postlint: Program) -> None:
    (folder / "postlint.yaml").write_text("organisation: Mine\n", "utf-8")
    ended = postlint("init")
    assert (ended.code, ended.out) == (2, "")
    assert "postlint.yaml" in ended.err
    assert "--force" in ended.err
    assert sorted(path.name for path in folder.iterdir()) == ["postlint.yaml"]
    assert postlint("init", "--force", "--name", "New").code == 0
    assert load_organisation(folder / "postlint.yaml").name == "New"


def test_an_existing_hook_configuration_is_never_touched(folder: Path, postlint: Program) -> None:
    hooks = folder / ".pre-commit-config.yaml"
    hooks.write_text("repos: []\n", "utf-8")
    ended = postlint("init", ".", "--force")
    assert hooks.read_text("utf-8") == "repos: []\n"
    assert "id: postlint" in ended.out


def test_a_hook_configuration_is_written_only_where_git_looks(folder: Path, postlint: Program) -> None:
    (folder / ".git").mkdir()
    ended = postlint("init", "sub")
    assert not (folder / "sub" / ".pre-commit-config.yaml").exists()
    assert "id: postlint" in ended.out
    assert "id: postlint" not in postlint("init", ".").out
    assert "id: postlint" in (folder / ".pre-commit-config.yaml").read_text("utf-8")


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_the_hook_configuration_is_valid_and_skips_lists_and_policy(folder: Path, postlint: Program) -> None:
    clientlib = pytest.importorskip("pre_commit.clientlib")
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    postlint("init", ".")
    [repository] = clientlib.load_config(str(folder / ".pre-commit-config.yaml"))["repos"]
    [hook] = repository["hooks"]
    assert re.search(hook["exclude"], "lists/codenames.txt")
    assert re.search(hook["exclude"], "a/policy/x.md")
    assert not re.search(hook["exclude"], "drafts/x.md")
    [published] = clientlib.load_manifest(str(Path(__file__, "../../../.pre-commit-hooks.yaml").resolve()))
    assert (published["id"], published["entry"]) == ("postlint", "postlint")


def test_a_folder_that_cannot_be_written(folder: Path, postlint: Program) -> None:
    (folder / "policy").write_text("a file", "utf-8")
    ended = postlint("init")
    assert ended.code == 2
    assert "could not be written" in ended.err
    assert "Traceback" not in ended.err
