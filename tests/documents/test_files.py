import os
from pathlib import Path

import pytest

from postlint.documents.files import LARGEST, Unreadable, decode, drafts, load


def failure_of(call, *arguments):
    with pytest.raises(Unreadable) as caught:
        call(*arguments)
    return caught.value.failure


def test_a_byte_order_mark_is_no_part_of_the_text():
    for data in (b"\xef\xbb\xbfh\xc3\xa9", b"\xff\xfeh\0\xe9\0", b"\xfe\xff\0h\0\xe9", "hé".encode()):
        assert decode(data) == "hé"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"a\0b", "binary"),
        (b"x" * (LARGEST + 1), "too-large"),
        (b"\xff\xfea", "encoding"),
    ],
)
def test_what_is_no_draft_is_refused_with_a_reason(data, code):
    assert failure_of(decode, data).code == code


def test_a_bad_byte_is_located():
    failure = failure_of(decode, "one\r\né ".encode() + b"\xe9t\xe9")
    assert (failure.code, failure.line, failure.column) == ("encoding", 2, 3)
    assert "byte 8" in failure.message
    assert "UTF-8" in failure.message


def test_loading_says_why_it_cannot(tmp_path: Path):
    assert failure_of(load, str(tmp_path)).code == "not-a-file"
    assert failure_of(load, str(tmp_path / "missing.txt")).code == "not-found"
    assert failure_of(load, "a\0b").code == "not-found"
    assert failure_of(load, "x" * 5000).code == "not-found"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="everything may be read")
def test_a_locked_file_is_a_failure(tmp_path: Path):
    locked = tmp_path / "a.txt"
    locked.write_text("x")
    locked.chmod(0)
    assert failure_of(load, str(locked)).code == "permission"


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in (
        "b.md",
        "a.txt",
        "c.png",
        "sub/d.markdown",
        "sub/out.md",
        "sub/keep/out.md",
        "build/e.md",
        "node_modules/f.md",
        ".g/h.md",
        "sub/.hidden.md",
    ):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("x")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".gitignore").write_text("build/\nout.md\n")
    (tmp_path / "sub/keep/.gitignore").write_text("!out.md\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def found(*paths: str) -> list[str]:
    return [path.replace(os.sep, "/") if failure is None else failure.code for path, failure in drafts(paths)]


def test_a_directory_is_searched_as_git_sees_it(tree: Path):
    assert found(".") == ["a.txt", "b.md", "sub/d.markdown", "sub/keep/out.md"]
    assert found("sub") == ["sub/d.markdown", "sub/keep/out.md"]


def test_named_files_are_taken_whatever_they_are_and_once(tree: Path):
    assert found("c.png", "build/e.md", "-", "missing.md", "./c.png") == ["c.png", "build/e.md", "-", "missing.md"]


def test_patterns_are_expanded(tree: Path):
    assert found("*.md") == ["b.md"]
    assert found("**/*.md") == ["b.md", "sub/keep/out.md"]
    assert found("sub/**/*.m*") == ["sub/d.markdown", "sub/keep/out.md"]
    assert found("*.rst") == ["no-drafts"]


def test_a_directory_without_drafts_is_a_failure(tree: Path):
    (tree / "empty").mkdir()
    assert found("empty") == ["no-drafts"]


def test_links_in_circles_end(tree: Path):
    try:
        (tree / "sub/loop").symlink_to(tree, target_is_directory=True)
    except OSError:
        pytest.skip("no links here")
    assert found("sub") == ["sub/d.markdown", "sub/keep/out.md"]
    assert found("sub/**/*.markdown") == ["sub/d.markdown"]
