"""The package as it is installed: a wheel that carries its rules, and an editable install that reads the checkout's."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY

BACKEND_IS_HERE = all(importlib.util.find_spec(name) for name in ("hatchling", "editables"))
NO_DOWNLOAD = ["--no-build-isolation", "--no-index"] if BACKEND_IS_HERE else []
"""Without the build backend at hand pip fetches it, as it does for anyone who installs from source."""

DRAFT = "Our elderberry syrup cures colds.\n"


def run(*words: str | Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """A program in a folder, with nothing of this checkout on its path."""
    variables = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
    return subprocess.run(
        [*map(str, words)],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        env={**variables, "PYTHONUTF8": "1"},
        check=False,
    )


class Environment:
    """A virtual environment that borrows the dependencies of this one, so that nothing is downloaded."""

    def __init__(self, folder: Path) -> None:
        venv.create(folder, with_pip=False, symlinks=os.name != "nt")
        scripts = "Scripts" if os.name == "nt" else "bin"
        self.python = folder / scripts / ("python.exe" if os.name == "nt" else "python")
        self.program = folder / scripts / ("postlint.exe" if os.name == "nt" else "postlint")
        purelib = run(self.python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", folder=folder)
        self.site = Path(purelib.stdout.strip())
        borrowed = dict.fromkeys([sysconfig.get_path("purelib"), sysconfig.get_path("platlib")])
        # Lines of a .pth file come after this environment's own packages, so a postlint installed here wins.
        (self.site / "borrowed.pth").write_text("\n".join(borrowed), encoding="utf-8")

    def install(self, *words: str | Path) -> None:
        """`pip install` without its dependencies, by the pip that runs these tests."""
        command = [sys.executable, "-m", "pip", "--python", self.python, "install", "--quiet", "--no-deps"]
        done = run(*command, *NO_DOWNLOAD, "--disable-pip-version-check", *words, folder=self.site)
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what a checkout holds, so that a test may edit it."""
    copy = tmp_path_factory.mktemp("checkout")
    for name in ("postlint", "rules"):
        shutil.copytree(REPOSITORY / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(REPOSITORY / name, copy / name)
    return copy


@pytest.fixture(scope="module")
def wheel(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--disable-pip-version-check"]
    done = run(*command, *NO_DOWNLOAD, "--wheel-dir", target, source, folder=target)
    assert done.returncode == 0, done.stdout + done.stderr
    [built] = target.glob("*.whl")
    return built


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    """A draft in a folder that has nothing to do with the checkout."""
    (tmp_path / "postlint.yaml").write_text("organisation: Example\n", encoding="utf-8")
    (tmp_path / "draft.txt").write_text(DRAFT, encoding="utf-8")
    return tmp_path


def found(environment: Environment, folder: Path) -> list[str]:
    """Rules that fire on the draft, by the installed program."""
    done = run(environment.program, "--format", "json", "draft.txt", folder=folder)
    assert done.returncode in (0, 1), done.stdout + done.stderr
    return [finding["rule"] for finding in json.loads(done.stdout)["drafts"][0]["findings"]]


def test_the_wheel_carries_every_rule_list_and_policy(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        inside = {
            name.removeprefix("postlint/bundled_rules/") for name in archive.namelist() if "bundled_rules/" in name
        }
    outside = {
        path.relative_to(REPOSITORY / "rules").as_posix()
        for path in (REPOSITORY / "rules").rglob("*")
        if path.is_file()
    }
    assert inside == outside
    assert "classifiers/patient-info.json" in inside


def test_the_wheel_carries_data_files_and_type_marker(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        inside = set(archive.namelist())
    files = {path.relative_to(REPOSITORY).as_posix() for path in (REPOSITORY / "postlint").rglob("*") if path.is_file()}
    assert {name for name in files if "__pycache__" not in name} <= inside


def test_an_installed_wheel_lints_a_draft_elsewhere(
    wheel: Path, draft: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    environment = Environment(tmp_path_factory.mktemp("wheel"))
    environment.install(wheel)
    where = run(
        environment.python, "-c", "from postlint.bundled import rules_folder; print(rules_folder())", folder=draft
    )
    assert Path(where.stdout.strip()) == environment.site / "postlint" / "bundled_rules"
    assert "claims/cure-claim" in found(environment, draft)


def test_an_editable_install_sees_an_edited_rule(
    source: Path, draft: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    environment = Environment(tmp_path_factory.mktemp("editable"))
    environment.install("-e", source)
    assert "claims/cure-claim" in found(environment, draft)
    shutil.rmtree(source / "rules" / "claims")
    assert "claims/cure-claim" not in found(environment, draft)
