"""The tables that a person reads in a terminal or a pipe; imports scoring, thresholds, report (snippet, style).

Words of posts are printed by `misses` and `false_alarms` alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from rich.cells import cell_len

from postlint.evaluation.corpus import Corpus, Post
from postlint.evaluation.scoring import Counts, FalseAlarm, Miss, Ratio, RuleCounts, Score
from postlint.evaluation.thresholds import Verdict, told
from postlint.report.snippet import visible
from postlint.report.style import Style, count, wrap
from postlint.types import Severity

UNMEASURED = "-"
"""Stands where there was nothing to measure."""

_CATEGORIES = ("category", "labelled", "missed", "false", "precision", "recall", "F1", "label hits")
_RULES = ("rule", "findings", "on label", "false", "precision")
_TO_THE_LEFT = frozenset({0, _CATEGORIES.index("label hits")})
"""Columns that hold more than a number."""

_Row = Sequence[str]


class Text:
    """Writes each part as text that ends with a line feed."""

    def __init__(self, width: int, *, colour: bool) -> None:
        self._width = width
        self._style = Style(colour)

    def heading(self, name: str, score: Score, left_out: int) -> str:
        """What was measured, and what of it was not."""
        parts = [count(score.posts, "post"), f"{score.compliant.posts:,} of them compliant"]
        parts += [f"{count(left_out, 'line')} left out"] if left_out else []
        parts += [f"{score.unchecked:,} not checked in full"] if score.unchecked else []
        return f"{self._style.bold(visible(name) + ':')} {', '.join(parts)}\n"

    def score(self, score: Score) -> str:
        """The table of categories, then the figures of whole posts."""
        if not score.posts:
            return "  Nothing was measured.\n"
        rows = [_counts(one) for one in score.categories]
        return self._table(_CATEGORIES, rows, _counts(score.all)) + "\n" + self._posts(score)

    def rules(self, rules: Sequence[RuleCounts]) -> str:
        """What each rule found, and how much of it rightly."""
        if not rules:
            return "  No rule found anything.\n"
        rows = [
            (
                f"{one.rule} (trial)" if one.trial else one.rule,
                f"{one.findings:,}",
                f"{one.on_label:,}",
                f"{one.false:,}",
                shown(one.precision),
            )
            for one in rules
        ]
        return self._table(_RULES, rows)

    def misses(self, corpus: Corpus, found: Sequence[Miss]) -> str:
        """Every label that nothing hits, with its quote and reason."""
        blocks = [self._style.bold(f"Missed: {count(len(found), 'label')}") + "\n"]
        for one in found:
            post, label = one.post, one.label
            head = self._place(corpus, post) + f"{self._severity(label.severity)} {visible(label.category)}"
            said = [*self._said("Quote", label.quote), *self._said("Why", label.why)]
            for other in one.elsewhere:
                words = post.text[other.span.start : other.span.end]
                said += self._said("Found", f"other words, by {other.rule}: {words}")
            blocks.append("\n".join([head, *said, ""]))
        return "\n".join(blocks)

    def false_alarms(self, corpus: Corpus, found: Sequence[FalseAlarm]) -> str:
        """Every finding of a category that its post is not labelled with."""
        blocks = [self._style.bold(f"False alarms: {count(len(found), 'finding')}") + "\n"]
        for one in found:
            post, finding = one.post, one.finding
            head = self._place(corpus, post) + f"{self._severity(finding.severity)} {self._style.rule(finding.rule)}"
            labels = ", ".join(dict.fromkeys(label.category for label in post.labels))
            about = f"labelled {labels}, not {finding.category}" if labels else "compliant"
            blocks.append("\n".join([head, *self._said("Found", one.words), *self._said("Post", about), ""]))
        return "\n".join(blocks)

    def uncovered(self, categories: Collection[str], known: Collection[str]) -> str:
        """A note on labels that no rule can find."""
        if not categories:
            return ""
        names = " or ".join(map(visible, categories))
        text = f"No rule in force has the category {names}: such labels can only be missed."
        has = f"The rules have {', '.join(sorted(known))}." if known else "No rule is in force."
        return "\n".join(wrap(f"{text} {has}", self._width)) + "\n"

    def verdicts(self, verdicts: Sequence[Verdict]) -> str:
        """Each threshold, and whether it is met."""
        return "".join(f"{self._verdict(one)}\n" for one in verdicts)

    def _verdict(self, verdict: Verdict) -> str:
        word = "met   " if verdict.met else "missed"
        painted = word if verdict.met else self._style.severity(word, Severity.ERROR)
        return f"{painted}  {told(verdict)}"

    def _table(self, heading: _Row, rows: Sequence[_Row], total: _Row | None = None) -> str:
        """Rows in columns: words to the left, numbers to the right."""
        every = [heading, *rows, *([total] if total else [])]
        widths = [max(cell_len(row[column]) for row in every) for column in range(len(heading))]
        line = self._style.dim("  " + "  ".join("-" * width for width in widths))
        lines = [self._style.bold(_row(heading, widths)), line, *(_row(row, widths) for row in rows)]
        lines += [*([line] if rows else []), self._style.bold(_row(total, widths))] if total else []
        return "\n".join([*lines, ""])

    def _posts(self, score: Score) -> str:
        blocking, compliant = score.blocking, score.compliant
        rows = (
            ("block precision", blocking.precision, "blocked posts are labelled error"),
            ("block recall", blocking.recall, "posts labelled error are blocked"),
            ("false blocks", compliant.false_blocks, "compliant posts are blocked"),
            ("false flags", compliant.false_flags, "compliant posts have a finding"),
        )
        lines = [
            f"  {name:<17}{shown(ratio):<4}  {ratio.part:,} of {ratio.whole:,} {what}" for name, ratio, what in rows
        ]
        noise = compliant.noise
        said = f"{count(noise.part, 'finding')} on {count(noise.whole, 'compliant post')}"
        return "\n".join([*lines, f"  {'noise':<17}{shown(noise):<4}  {said}", ""])

    def _place(self, corpus: Corpus, post: Post) -> str:
        return f"{self._style.bold(visible(f'{corpus.path}:{post.line}:'))} {visible(post.id)} "

    def _severity(self, severity: Severity) -> str:
        return self._style.severity(severity, severity)

    def _said(self, name: str, words: str) -> Iterable[str]:
        if not words.strip():
            return []
        first, *others = wrap(visible(words), self._width, " " * 9)
        return [f"  {name + ':':<7}{first.strip()}", *others]


def shown(ratio: Ratio) -> str:
    """Two decimals."""
    return UNMEASURED if ratio.value is None else f"{ratio.value:.2f}"


def _counts(counts: Counts) -> _Row:
    return (
        visible(counts.category),
        f"{counts.found + counts.missed:,}",
        f"{counts.missed:,}",
        f"{counts.false:,}",
        shown(counts.precision),
        shown(counts.recall),
        shown(counts.f1),
        f"{shown(counts.label_hits):<4} ({counts.hits:,}/{counts.labels:,})",
    )


def _row(cells: _Row, widths: Sequence[int]) -> str:
    padded = []
    for column, (cell, width) in enumerate(zip(cells, widths, strict=True)):
        blank = " " * (width - cell_len(cell))
        padded.append(cell + blank if column in _TO_THE_LEFT else blank + cell)
    return "  " + "  ".join(padded).rstrip()
