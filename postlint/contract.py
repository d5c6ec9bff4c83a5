"""The JSON contract, version 1: frozen, and kept apart from the internal types; imports nothing of ours at run time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from postlint.types import Citation, Cleared, Edit, Failure, Finding, Place, Report

VERSION = 1


def document_v1(reports: Iterable[Report], *, postlint_version: str) -> dict[str, Any]:
    """The whole output of a run."""
    drafts = [draft_v1(report) for report in reports]
    decisions = Counter(draft["decision"] for draft in drafts)
    summary = {name: decisions[name] for name in ("block", "review", "publish", "unchecked")}
    return {
        "version": VERSION,
        "postlint": postlint_version,
        "drafts": drafts,
        "summary": {"drafts": len(drafts), **summary},
    }


def draft_v1(report: Report) -> dict[str, Any]:
    """One draft's object."""
    return {
        "path": report.path,
        "channel": report.channel,
        "decision": str(report.decision),
        "findings": [_finding(finding) for finding in report.findings],
        "suppressed": [{**_finding(item.finding), "reason": item.reason} for item in report.suppressed],
        "failures": [_failure(failure) for failure in report.failures],
        "cleared": [_cleared(item) for item in report.cleared],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "category": finding.category,
        "severity": str(finding.severity),
        "status": str(finding.status),
        "confidence": round(finding.confidence, 3),
        "start": finding.span.start,
        "end": finding.span.end,
        "line": finding.line,
        "column": finding.column,
        "end_line": finding.end_line,
        "end_column": finding.end_column,
        "excerpt": finding.excerpt,
        "message": finding.message,
        "why": finding.why,
        "fix": finding.fix,
        "fingerprint": finding.fingerprint,
        "citations": [_citation(citation) for citation in finding.citations],
        "edits": [_edit(edit) for edit in finding.edits],
    }


def _edit(edit: Edit) -> dict[str, Any]:
    return {
        "start": edit.span.start,
        "end": edit.span.end,
        "text": edit.text,
        "safe": edit.safe,
        "others": list(edit.others),
    }


def _citation(citation: Citation) -> dict[str, Any]:
    common = {"kind": citation.kind, "id": citation.id, "title": citation.title, "url": citation.url}
    if citation.kind == "law":
        return {**common, "cite": citation.cite, "verified_on": citation.verified_on}
    return common


def _cleared(item: Cleared) -> dict[str, Any]:
    by = _place(item.by) if item.by else None
    return {"rule": item.rule, **_place(item.at), "reason": item.reason, "by": by}


def _place(place: Place) -> dict[str, Any]:
    return {
        "start": place.span.start,
        "end": place.span.end,
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line,
        "end_column": place.end_column,
    }


def _failure(failure: Failure) -> dict[str, Any]:
    return {
        "code": failure.code,
        "message": failure.message,
        "rule": failure.rule,
        "line": failure.line,
        "column": failure.column,
    }
