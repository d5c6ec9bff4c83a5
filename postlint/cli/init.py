"""`postlint init`: a first configuration, policy, register and lists, ready to be filled in; imports bundled."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path

import click

from postlint.cli import options
from postlint.cli.outcome import Refused
from postlint.report.snippet import visible

CONFIGURATION = "postlint.yaml"
CLAIMS = "claims.yaml"
POLICY = "policy/social-media-policy.md"
HOOK = ".pre-commit-config.yaml"


@click.command(context_settings=options.HELP)
@click.argument("folder", default=".", type=click.Path(file_okay=False, path_type=Path), metavar="[FOLDER]")
@click.option("--name", metavar="NAME", help="Your organisation, as the public knows it; default: the folder's name.")
@click.option("--force", is_flag=True, help="Overwrite files that exist.")
def command(folder: Path, name: str | None, force: bool) -> None:
    """Write a commented postlint.yaml, a policy, a claims register and starter lists into FOLDER (default: here).

    Nothing that exists is overwritten unless --force says so. An existing .pre-commit-config.yaml is never touched: the
    lines to add are printed.
    """
    files = starter_files(name or folder.resolve().name or "Our organisation")
    there = [path for path in files if (folder / path).exists()]
    if there and not force:
        listed = "".join(f"  {visible(str(folder / path))}\n" for path in there)
        raise Refused(f"Nothing was written, because of what is there already:\n{listed}--force overwrites it.")
    hook = _template("pre-commit.yaml")
    hooks = _repository(folder) / HOOK
    add_hook = hooks.exists() or hooks.parent != folder.resolve()
    if not add_hook:
        files[HOOK] = hook
    for path, content in files.items():
        _write(folder / path, content)
    written = "".join(f"  {visible(str(folder / path))}\n" for path in files)
    options.write(f"Wrote:\n{written}")
    if add_hook:
        options.write(f"\nTo check drafts at every commit, add to {visible(str(hooks))}:\n\n{hook}")
    options.write(
        f"\nNext: fill in the lists and the names in [brackets] in {POLICY}, then check a draft in that folder:\n"
        "  postlint draft.txt\n"
    )


def starter_files(name: str) -> dict[str, str]:
    """Content by path, the lists in the configuration's order."""
    from postlint import bundled

    # A JSON string is a YAML string too: whatever the name holds stays one value.
    configuration = _template(CONFIGURATION).format(name=json.dumps(name, ensure_ascii=False))
    policy = (bundled.rules_folder() / POLICY).read_text("utf-8")
    files = {CONFIGURATION: configuration, CLAIMS: _template(CLAIMS), POLICY: policy}
    lists = sorted(item.name for item in _templates().joinpath("lists").iterdir() if item.name.endswith(".txt"))
    return files | {f"lists/{list_name}": _template(f"lists/{list_name}") for list_name in lists}


def _repository(folder: Path) -> Path:
    """The git repository that holds `folder`, where hooks are configured; without one the folder itself."""
    resolved = folder.resolve()
    return next((parent for parent in (resolved, *resolved.parents) if (parent / ".git").exists()), resolved)


def _templates() -> resources.abc.Traversable:
    return resources.files("postlint.cli").joinpath("templates")


def _template(name: str) -> str:
    return _templates().joinpath(name).read_text("utf-8")


def _write(path: Path, content: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8", newline="\n")
    except OSError as error:
        raise Refused(f"{visible(str(path))} could not be written: {error.strerror}.") from None
