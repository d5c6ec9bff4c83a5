"""Lints folders of published Markdown posts: what cannot be read, what would be blocked, which rules speak, how fast.

Published posts passed somebody's review: what is blocked here is mostly a false alarm.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from pathlib import Path

from measure import markdown_files, table, words

from postlint import Decision, Draft, Linter, Report, Severity, Status
from postlint.documents import files


def load(paths: list[Path]) -> tuple[list[Draft], Counter[str]]:
    drafts, failures = [], Counter[str]()
    for path in paths:
        try:
            drafts.append(Draft(files.load(str(path)), path=path.as_posix()))
        except files.Unreadable as error:
            failures[error.failure.code] += 1
            print(f"{path}: {error.failure.code}: {error.failure.message}")
    return drafts, failures


def by_rule(reports: list[Report], total_words: int) -> str:
    found, blocked, severity = Counter[str](), Counter[str](), dict[str, str]()
    for report in reports:
        counted = [finding for finding in report.findings if finding.status is not Status.TRIAL]
        found.update(finding.rule for finding in counted)
        blocked.update({finding.rule for finding in counted if finding.severity is Severity.ERROR})
        severity |= {finding.rule: str(finding.severity) for finding in counted}
    rows = [
        (rule, severity[rule], number, f"{1000 * number / total_words:.3f}", f"{blocked[rule] / len(reports):.2%}")
        for rule, number in sorted(found.items(), key=lambda item: (-blocked[item[0]], -item[1], item[0]))
    ]
    return table(rows, ("rule", "severity", "findings", "a 1,000 words", "posts blocked"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="+", type=Path)
    parser.add_argument("--config", type=Path, help="default: the built-in rules alone")
    parser.add_argument("--show", metavar="RULE", help="also print the words that this rule found")
    arguments = parser.parse_args()
    drafts, failures = load(markdown_files(arguments.folder))
    linter = Linter.from_config(arguments.config, show_values=bool(arguments.show))
    total = sum(words(draft.text) for draft in drafts)
    start = time.perf_counter()
    reports = list(linter.lint_many(drafts))
    seconds = time.perf_counter() - start
    for report in reports:
        failures.update(failure.code for failure in report.failures)
        for failure in report.failures:
            print(f"{report.path}:{failure.line or 1}: {failure.code}: {failure.message}")
        for finding in report.findings:
            if finding.rule == arguments.show:
                print(f"{report.path}:{finding.line}:{finding.column}: {finding.excerpt}")
    decisions = Counter(report.decision for report in reports)
    print(by_rule(reports, total))
    print()
    rows: list[tuple[str, object]] = [("files", len(reports)), ("words", f"{total:,}")]
    rows += [(f"failures: {code}", number) for code, number in sorted(failures.items())] or [("failures", 0)]
    rows += [(f"decision: {one}", f"{decisions[one]} ({decisions[one] / len(reports):.1%})") for one in Decision]
    rows += [("words a second", f"{total / seconds:,.0f}")]
    print(table(rows, ("all", "")))


if __name__ == "__main__":
    main()
