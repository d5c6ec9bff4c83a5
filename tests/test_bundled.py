"""Where the built-in rules are found: in a checkout, in a wheel, and not where something else is called `rules`."""

from __future__ import annotations

from pathlib import Path

import pytest

from postlint import bundled


def made(root: Path, *files: str) -> Path:
    for name in files:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).touch()
    (root / "postlint").mkdir(exist_ok=True)
    return root / "postlint"


def test_this_checkout_has_its_own() -> None:
    assert bundled.rules_folder() == Path(__file__).resolve().parent.parent / "rules"


@pytest.mark.parametrize(
    ("files", "folder"),
    [
        (("pyproject.toml", "rules/citations.yaml", "postlint/bundled_rules/citations.yaml"), "rules"),
        (("rules/citations.yaml", "postlint/bundled_rules/citations.yaml"), "postlint/bundled_rules"),
        (("pyproject.toml", "rules/other.yaml", "postlint/bundled_rules/citations.yaml"), "postlint/bundled_rules"),
    ],
)
def test_checkout_before_wheel(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, files: tuple[str, ...], folder: str
) -> None:
    monkeypatch.setattr(bundled, "_PACKAGE", made(tmp_path, *files))
    assert bundled.rules_folder() == tmp_path / folder


def test_neither_is_said_clearly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundled, "_PACKAGE", made(tmp_path, "rules/citations.yaml"))
    with pytest.raises(FileNotFoundError, match="postlint's own rules are missing"):
        bundled.rules_folder()
