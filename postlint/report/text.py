"""The report that a writer reads in a terminal or a pipe; imports types, report (snippet, style)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from postlint.report import Settings, fails
from postlint.report.snippet import hide, snippet, visible
from postlint.report.style import Style, count, wrap
from postlint.types import Citation, Decision, Failure, Finding, Report, Severity, Status

_VERDICTS = {
    Decision.BLOCK: ("do not publish it as it is",),
    Decision.REVIEW: ("a person must look at it first",),
    Decision.UNCHECKED: ("it could not be checked in full",),
}


class TextReporter:
    """Prints each draft as it comes: findings, failures, the decision; then a summary if there were several."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._style = Style(settings.colour)
        self._decisions: Counter[Decision] = Counter()
        self._rules: Counter[tuple[str, Severity]] = Counter()
        self._clean = ""
        self._separator = ""

    def draft(self, report: Report, fail_on: Severity) -> str:
        """Everything about one draft; nothing for one of which there is nothing to say."""
        quiet = self._settings.quiet
        findings = [item for item in report.findings if not quiet or fails(item, fail_on)]
        self._decisions[report.decision] += 1
        self._rules.update((item.rule, item.severity) for item in findings)
        cleared = self._cleared(report) if self._settings.verbose else ""
        if not findings and not report.failures and not cleared:
            self._clean = "" if quiet else self._decision(report)
            return ""
        blocks = [*self._findings(report, findings), *(self._failure(report, item) for item in report.failures)]
        blocks += [cleared] if cleared else []
        separator, self._separator = self._separator, "\n"
        return separator + "\n".join([*blocks, self._decision(report)])

    def end(self) -> str:
        """The summary of several drafts, or the decision on the only one if it was clean; then statistics."""
        parts = []
        if self._decisions.total() == 1:
            parts.append(self._clean)
        elif self._decisions.total() > 1 and not (self._settings.quiet and set(self._decisions) == {Decision.PUBLISH}):
            parts.append(self._summary())
        if self._settings.statistics:
            parts.append(self._statistics())
        text = "\n".join(part for part in parts if part)
        return self._separator + text if text else ""

    def _findings(self, report: Report, findings: list[Finding]) -> list[str]:
        shown = report.source
        if not self._settings.show_values:
            every = (*report.findings, *(item.finding for item in report.suppressed))
            private = [span for item in every if item.sensitive for span in item.private or (item.span,)]
            shown = hide(report.source, [*report.hidden, *private])
        explained: dict[str, Finding] = {}
        blocks = []
        seen = None
        for finding in findings:
            lines = [self._heading(report, finding), *self._wrapped("", finding.message)]
            if finding.span != seen:
                lines += self._source_line(report.source, shown, finding)
            seen = finding.span
            lines += self._explanation(finding, explained.get(finding.rule))
            explained.setdefault(finding.rule, finding)
            blocks.append("\n".join(lines) + "\n")
        return blocks

    def _heading(self, report: Report, finding: Finding) -> str:
        style = self._style
        place = style.bold(f"{_name(report)}:{finding.line}:{finding.column}:")
        trial = " (on trial)" if finding.status is Status.TRIAL else ""
        return f"{place} {style.severity(finding.severity, finding.severity)}{trial} {style.rule(finding.rule)}"

    def _source_line(self, source: str, shown: str, finding: Finding) -> list[str]:
        gutter = f"  {finding.line} | "
        line = snippet(source, shown, finding.span, self._settings.width - len(gutter))
        if line is None:
            return []
        style = self._style
        words = style.severity("^" * line.length, finding.severity)
        goes_on = f" … to line {finding.end_line}" if finding.end_line > finding.line else ""
        blank = " " * (len(gutter) - 2) + "| "
        return [style.dim(gutter) + line.text, style.dim(blank) + " " * line.indent + words + goes_on]

    def _explanation(self, finding: Finding, earlier: Finding | None) -> list[str]:
        if earlier:
            above = self._style.dim(f"  Why, fix and policy as at {earlier.line}:{earlier.column} above.")
            instead = _instead(finding).strip()
            return [*(self._wrapped("Fix", instead) if instead else []), above]
        lines = [*self._wrapped("Why", finding.why), *self._wrapped("Fix", _instead(finding) + finding.fix)]
        laws = [citation for citation in finding.citations if citation.kind == "law"]
        clauses = [citation for citation in finding.citations if citation.kind != "law"]
        for clause in clauses:
            lines += self._wrapped("Policy", f"{clause.title} ({clause.id.partition('#')[0]})")
        return lines + (self._wrapped("Law", f"may breach {_laws(laws)}") if laws else [])

    def _failure(self, report: Report, failure: Failure) -> str:
        style = self._style
        place = [str(part) for part in (failure.line, failure.column) if part is not None]
        name = style.bold(":".join([_name(report), *place]) + ":")
        rule = f" {style.rule(failure.rule)}" if failure.rule else ""
        heading = f"{name} {style.severity('failure', Severity.ERROR)} {failure.code}{rule}"
        return "\n".join([heading, *self._wrapped("", failure.message)]) + "\n"

    def _cleared(self, report: Report) -> str:
        """A line for everything that the draft itself clears; none of its words."""
        lines = []
        for item in report.cleared:
            by = f"{item.by.line}:{item.by.column}" if item.by else "in its metadata"
            place = f"{item.at.line}:{item.at.column}"
            # An approved claim is cleared by its own words.
            where = "" if by == place else f", {by}"
            rule = self._style.rule(item.rule)
            lines.append(f"{self._style.bold(_name(report))}: {rule} cleared at {place} by {item.reason}{where}\n")
        return "".join(lines)

    def _decision(self, report: Report) -> str:
        decision = report.decision
        words = "; ".join([_counts(report), *_fixable(report), *_VERDICTS.get(decision, ())])
        return f"{self._style.bold(f'{_name(report)}:')} {self._style.decision(decision)}: {words}\n"

    def _summary(self) -> str:
        order = (Decision.BLOCK, Decision.REVIEW, Decision.UNCHECKED, Decision.PUBLISH)
        parts = [f"{self._decisions[item]} {item}" for item in order if self._decisions[item]]
        return f"{self._style.bold(count(self._decisions.total(), 'draft') + ':')} {', '.join(parts)}\n"

    def _statistics(self) -> str:
        lines = [
            f"{number:>6}  {self._style.severity(f'{severity:<7}', severity)}  {rule}"
            for (rule, severity), number in sorted(self._rules.items(), key=lambda item: (-item[1], item[0]))
        ]
        packs: Counter[str] = Counter()
        for (rule, _), number in self._rules.items():
            packs[rule.partition("/")[0]] += number
        by_pack = ", ".join(f"{pack} {number}" for pack, number in sorted(packs.items(), key=lambda i: (-i[1], i[0])))
        total = f"{self._style.bold(count(packs.total(), 'finding') + ':')} {by_pack or 'in no pack'}"
        return "\n".join([*lines, total, ""])

    def _wrapped(self, label: str, text: str) -> list[str]:
        """`text` under the finding, with its label hanging out to the left."""
        if not label:
            return wrap(visible(text), self._settings.width, "  ")
        lines = wrap(visible(text), self._settings.width, " " * 10)
        head = self._style.bold(f"{label}:") + " " * (7 - len(label))
        return ["  " + head + lines[0].strip(), *lines[1:]]


def _laws(laws: Sequence[Citation]) -> str:
    """The provisions in one paragraph, and which of them somebody has read as they stand today."""
    if any(law.verified_on for law in laws):
        return "; ".join(
            f"{law.cite}: {law.title} (text {f'verified {law.verified_on}' if law.verified_on else 'not verified'})"
            for law in laws
        )
    return (
        "; ".join(f"{law.cite}: {law.title}" for law in laws)
        + f" ({'text' if len(laws) == 1 else 'texts'} not verified)"
    )


def _name(report: Report) -> str:
    return visible(report.path or "<stdin>")


def _instead(finding: Finding) -> str:
    """What to write, for the `Fix` line of a finding with one edit; nothing where the words are masked or gone."""
    if len(finding.edits) != 1 or not finding.edits[0].text or finding.sensitive:
        return ""
    edit = finding.edits[0]
    texts = [f"'{text}'" for text in (edit.text, *edit.others)]
    told = f"Write {' or '.join([', '.join(texts[:-1]), texts[-1]] if len(texts) > 1 else texts)}. "
    return "" if finding.fix.startswith(told.strip()) else told


def _fixable(report: Report) -> list[str]:
    """How many findings `--fix` mends."""
    safe = sum(bool(item.edits) and all(edit.safe for edit in item.edits) for item in report.findings)
    return [f"{safe} mended by --fix"] if safe else []


def _counts(report: Report) -> str:
    """`2 errors, 1 warning`."""
    trial = [item for item in report.findings if item.status is Status.TRIAL]
    severities = Counter(item.severity for item in report.findings if item.status is not Status.TRIAL)
    parts = [count(len(report.failures), "failure")] if report.failures else []
    parts += [count(severities[item], item) for item in Severity if item is not Severity.INFO and severities[item]]
    parts += [f"{severities[Severity.INFO]} info"] if severities[Severity.INFO] else []
    parts += [f"{len(trial)} on trial"] if trial else []
    parts = parts or ["nothing found"]
    parts += [f"{len(report.suppressed)} suppressed"] if report.suppressed else []
    return ", ".join(parts)
