"""Lints a labelled corpus and writes what was found, one JSON object a line, for a script that scores it.

`postlint eval` scores a corpus itself; this is for other scores. The format of a corpus is described in
docs/evaluation.md. Findings of rules on trial are left out: they decide nothing.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from postlint import Linter
from postlint.evaluation.corpus import read_corpora
from postlint.evaluation.measure import measure
from postlint.evaluation.scoring import Checked


def findings(checked: Checked) -> list[dict[str, Any]]:
    return [
        {
            "category": found.category,
            "severity": str(found.severity),
            "start": found.span.start,
            "end": found.span.end,
            "rule": found.rule,
        }
        for found in checked.predictions
        if not found.trial
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", nargs="+")
    parser.add_argument("-o", "--output", type=Path, required=True)
    default = Path(__file__).parent.parent / "examples" / "meridian" / "postlint.yaml"
    parser.add_argument("--config", type=Path, default=default)
    arguments = parser.parse_args()
    corpora = read_corpora(arguments.corpus)
    if mistakes := [str(mistake) for corpus in corpora for mistake in corpus.mistakes]:
        sys.exit("\n".join(mistakes))
    linter = Linter.from_config(arguments.config)
    posts = [checked for corpus in corpora for checked in measure(corpus, linter).checked]
    with arguments.output.open("w", encoding="utf-8") as output:
        for checked in posts:
            for failure in checked.failures:
                print(f"{checked.post.id}: {failure.code}: {failure.message}")
            print(json.dumps({"id": checked.post.id, "findings": findings(checked)}), file=output)
    failed = sum(bool(checked.failures) for checked in posts)
    print(f"{len(posts)} posts, {failed} not checked in full, written to {arguments.output}")


if __name__ == "__main__":
    main()
