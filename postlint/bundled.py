"""Where the built-in rules, lists, law register and policy template lie; imports nothing of ours."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def rules_folder() -> Path:
    """The built-in `rules/`: of the checkout when the package is used from one, else the copy inside the wheel.

    Raises `FileNotFoundError` when the installation has neither.
    """
    checkout = _PACKAGE.parent
    # pyproject.toml tells a checkout from a site-packages folder in which something else is called `rules`.
    candidates = [checkout / "rules"] if (checkout / "pyproject.toml").is_file() else []
    candidates.append(_PACKAGE / "bundled_rules")
    for folder in candidates:
        if (folder / "citations.yaml").is_file():
            return folder
    looked = " and ".join(str(folder) for folder in candidates)
    raise FileNotFoundError(f"postlint's own rules are missing (looked in {looked}): install postlint again")
