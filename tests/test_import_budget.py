"""What a short draft must not import: waiting for spaCy is what makes a writer switch a linter off."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import variables

HEAVY = {
    "spacy",
    "thinc",
    "numpy",
    "presidio_analyzer",
    "presidio_anonymizer",
    "pydantic",
    "jsonschema",
    "phonenumbers",
    "tldextract",
    "requests",
    "httpx",
    "typer",
    "torch",
    "pandas",
    "multiprocessing",
    "asyncio",
    "ssl",
    "http.client",
}

MODULES = """
import json, sys
sys.argv[1:] and __import__("postlint.cli").cli.run(sys.argv[1:])
sys.argv[1:] or __import__("postlint")
print(json.dumps(sorted(sys.modules)), file=sys.stderr)
"""

PLAIN = {
    "draft.txt": "Flu jabs this Saturday, nine to one, at the library. Bring a book.\n",
    "found.txt": "Our tea cures cancer, and our world-class team guarantees it!!!\n",
    "draft.md": "# Flu jabs\n\nThis *Saturday*, nine to one, at the library. Bring a book.\n",
}


def modules(folder: Path, *words: str) -> set[str]:
    """Modules that are loaded when the program ends; without words, by `import postlint`."""
    done = subprocess.run(
        [sys.executable, "-c", MODULES, *words], cwd=folder, capture_output=True, check=True, env=variables()
    )
    return set(json.loads(done.stderr.decode().splitlines()[-1]))


@pytest.mark.parametrize("name", PLAIN)
def test_a_draft_without_names_loads_no_language_model(organisation: Path, name: str) -> None:
    (organisation / name).write_text(PLAIN[name], encoding="utf-8")
    assert sorted(HEAVY & modules(organisation, name)) == []


def test_a_text_draft_does_not_load_the_markdown_parser(organisation: Path) -> None:
    (organisation / "draft.txt").write_text(PLAIN["draft.txt"], encoding="utf-8")
    assert "tree_sitter" not in modules(organisation, "draft.txt")


def test_a_named_person_next_to_care_loads_spacy_but_no_command_line_of_it(organisation: Path) -> None:
    """The counterpart: it shows that the test above looks at the right names."""
    (organisation / "draft.txt").write_text("Mary Okafor finished chemotherapy on Ward 7.\n", encoding="utf-8")
    loaded = modules(organisation, "draft.txt")
    assert "spacy" in loaded
    assert not {"typer", "httpx", "requests", "spacy.cli.download"} & loaded


def test_importing_postlint_alone_loads_no_module_that_does_something(tmp_path: Path) -> None:
    loaded = modules(tmp_path)
    assert not HEAVY & loaded
    assert not {"click", "rich", "yaml", "regex", "msgspec", "ahocorasick", "tree_sitter"} & loaded
    assert {name for name in loaded if name.startswith("postlint")} == {"postlint"}
