"""Reports made by hand: a draft, and findings put on words of it."""

from __future__ import annotations

from typing import Any

from postlint.masking import mask
from postlint.types import Citation, Finding, Report, Severity, Span

CLAUSE = Citation("policy", "social-media-policy#privacy", "5.1 Patients are not named")
LAW = Citation("law", "hipaa-sh-a", "Names of patients", "https://law.example/164", "45 CFR 164.514(b)(2)(i)(A)", None)


def finding(
    source: str, words: str, rule: str = "patient-info/named-patient", *, nth: int = 0, **changes: Any
) -> Finding:
    """A finding on the `nth` place where `source` says `words`."""
    start = -1
    for _ in range(nth + 1):
        start = source.index(words, start + 1)
    end = start + len(words)
    sensitive = changes.get("sensitive", False)
    values: dict[str, Any] = {
        "category": rule.split("/")[0],
        "severity": Severity.ERROR,
        "confidence": 0.9,
        "excerpt": mask(words) if sensitive else words,
        "message": f"'{mask(words) if sensitive else words}' is named",
        "why": "It tells the world who is a patient.",
        "fix": "Leave the name out.",
        "citations": (CLAUSE, LAW),
        "fingerprint": "0123456789abcdef",
        **changes,
    }
    return Finding(
        rule=rule,
        span=Span(start, end),
        line=source.count("\n", 0, start) + 1,
        column=start - source.rfind("\n", 0, start),
        end_line=source.count("\n", 0, end) + 1,
        end_column=end - source.rfind("\n", 0, end),
        **values,
    )


def report(source: str, *findings: Finding, path: str | None = "post.txt", **changes: Any) -> Report:
    """A report on `source`."""
    return Report(path, None, findings, source=source, **changes)
