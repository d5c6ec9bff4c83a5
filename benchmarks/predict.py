"""Lints a labelled corpus and writes what was found, one JSON object a line, for a script that scores it.

A line of the corpus has `id`, `channel`, `sector` and `text`. Findings of rules on trial are left out: they decide
nothing.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from postlint import Draft, Linter, Report, Status

MARKDOWN_CHANNELS = frozenset({"blog"})


def posts(paths: list[Path]) -> Iterator[dict[str, Any]]:
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip():
                yield json.loads(line)


def draft(post: dict[str, Any]) -> Draft:
    channel = post["channel"]
    format_ = "markdown" if channel in MARKDOWN_CHANNELS else "text"
    return Draft(post["text"], channel=channel, format=format_, meta={"sector": post["sector"]})


def findings(report: Report) -> list[dict[str, Any]]:
    return [
        {
            "category": finding.category,
            "severity": str(finding.severity),
            "start": finding.span.start,
            "end": finding.span.end,
            "rule": finding.rule,
        }
        for finding in report.findings
        if finding.status is not Status.TRIAL
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", nargs="+", type=Path)
    parser.add_argument("-o", "--output", type=Path, required=True)
    default = Path(__file__).parent.parent / "examples" / "meridian" / "postlint.yaml"
    parser.add_argument("--config", type=Path, default=default)
    arguments = parser.parse_args()
    linter = Linter.from_config(arguments.config)
    corpus = list(posts(arguments.corpus))
    failed = 0
    with arguments.output.open("w", encoding="utf-8") as output:
        for post, report in zip(corpus, linter.lint_many(map(draft, corpus)), strict=True):
            failed += bool(report.failures)
            for failure in report.failures:
                print(f"{post['id']}: {failure.code}: {failure.message}")
            print(json.dumps({"id": post["id"], "findings": findings(report)}), file=output)
    print(f"{len(corpus)} posts, {failed} not checked in full, written to {arguments.output}")


if __name__ == "__main__":
    main()
