"""What was found held against what is labelled, in counts and ratios; imports corpus and types.

Pure functions over frozen values. A figure is kept as a ratio of two counts, so that whoever reads 0.50 can see
whether it is one of two or fifty of a hundred.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

import msgspec

from postlint.evaluation.corpus import Label, Post
from postlint.types import Failure, Severity, Span


class Prediction(msgspec.Struct, frozen=True):
    """What of a finding is measured."""

    rule: str
    category: str
    severity: Severity
    span: Span
    trial: bool = False
    """Of a rule on trial: counted for the rule, never for the post."""


class Checked(msgspec.Struct, frozen=True):
    """A post and what postlint says of it."""

    post: Post
    predictions: tuple[Prediction, ...] = ()
    failures: tuple[Failure, ...] = ()


class Ratio(msgspec.Struct, frozen=True):
    """`part` of `whole`."""

    part: int
    whole: int

    @property
    def value(self) -> float | None:
        """None where there is nothing to measure."""
        return self.part / self.whole if self.whole else None


class Counts(msgspec.Struct, frozen=True):
    """Posts and labels of one category, or of all. A post counts once for each category, whatever the severity."""

    category: str
    found: int = 0
    """Posts that have a label and a finding of it (true positives)."""
    false: int = 0
    """Posts that have a finding only (false positives)."""
    missed: int = 0
    """Posts that have a label only (false negatives)."""
    labels: int = 0
    hits: int = 0
    """Labels of whose quote some finding of the category shares a character."""

    @property
    def precision(self) -> Ratio:
        """Of the posts with a finding, those with a label."""
        return Ratio(self.found, self.found + self.false)

    @property
    def recall(self) -> Ratio:
        """Of the posts with a label, those with a finding."""
        return Ratio(self.found, self.found + self.missed)

    @property
    def f1(self) -> Ratio:
        """The harmonic mean of precision and recall."""
        return Ratio(2 * self.found, 2 * self.found + self.false + self.missed)

    @property
    def label_hits(self) -> Ratio:
        """Of the labels, those whose words were found."""
        return Ratio(self.hits, self.labels)


class Blocking(msgspec.Struct, frozen=True):
    """Posts with an error, whatever its category: labelled so (`needed`), found so (`blocked`), or both (`right`)."""

    right: int = 0
    blocked: int = 0
    needed: int = 0

    @property
    def precision(self) -> Ratio:
        """Of the posts blocked, those that must be."""
        return Ratio(self.right, self.blocked)

    @property
    def recall(self) -> Ratio:
        """Of the posts to block, those that are."""
        return Ratio(self.right, self.needed)


class Compliant(msgspec.Struct, frozen=True):
    """Posts without any label."""

    posts: int = 0
    blocked: int = 0
    """Those with an error."""
    flagged: int = 0
    """Those with any finding."""
    findings: int = 0
    """All of them false."""

    @property
    def false_blocks(self) -> Ratio:
        """The share that is blocked."""
        return Ratio(self.blocked, self.posts)

    @property
    def false_flags(self) -> Ratio:
        """The share that has any finding."""
        return Ratio(self.flagged, self.posts)

    @property
    def noise(self) -> Ratio:
        """Findings a post; may pass 1."""
        return Ratio(self.findings, self.posts)


class RuleCounts(msgspec.Struct, frozen=True):
    """Findings of one rule."""

    rule: str
    trial: bool
    findings: int
    true: int
    """Those whose post has a label of the rule's category."""
    on_label: int
    """Those that share a character with the quote of such a label."""

    @property
    def false(self) -> int:
        """Those whose post has no such label."""
        return self.findings - self.true

    @property
    def precision(self) -> Ratio:
        """Of the findings, the true ones."""
        return Ratio(self.true, self.findings)


class Score(msgspec.Struct, frozen=True, kw_only=True):
    """Every figure of a corpus, or of several together."""

    posts: int
    unchecked: int
    """Posts that could not be checked in full; their findings count all the same."""
    categories: tuple[Counts, ...]
    """Those with a label or a finding, by name."""
    all: Counts
    blocking: Blocking
    compliant: Compliant
    rules: tuple[RuleCounts, ...]
    """Those with a finding: the most false ones first."""

    def category(self, name: str) -> Counts:
        """The counts of a category; zeros where it has neither label nor finding."""
        return next((counts for counts in self.categories if counts.category == name), Counts(name))


def score(checked: Sequence[Checked], categories: Collection[str] | None = None) -> Score:
    """Count everything.

    With `categories` the labels and findings of others do not count; a compliant post stays one without any label.
    """
    seen = [_Seen.of(one, categories) for one in checked]
    counts = _categories(seen)
    return Score(
        posts=len(checked),
        unchecked=sum(bool(one.failures) for one in checked),
        categories=counts,
        all=Counts(
            "all",
            found=sum(one.found for one in counts),
            false=sum(one.false for one in counts),
            missed=sum(one.missed for one in counts),
            labels=sum(one.labels for one in counts),
            hits=sum(one.hits for one in counts),
        ),
        blocking=_blocking(seen),
        compliant=_compliant(seen),
        rules=_rules(seen),
    )


class Miss(msgspec.Struct, frozen=True):
    """A label that no finding hits."""

    post: Post
    label: Label
    elsewhere: tuple[Prediction, ...]
    """Findings of the same category on other words of the post: the post is found, and these words are not."""


class FalseAlarm(msgspec.Struct, frozen=True):
    """A finding of a category that its post is not labelled with."""

    post: Post
    finding: Prediction

    @property
    def words(self) -> str:
        """What was found, as it stands in the post."""
        return self.post.text[self.finding.span.start : self.finding.span.end]


def misses(checked: Iterable[Checked], categories: Collection[str] | None = None) -> Iterator[Miss]:
    """Labels that no finding hits, in order."""
    for one in checked:
        seen = _Seen.of(one, categories)
        for label in seen.labels:
            if not any(map(seen.on(label), seen.counted)):
                elsewhere = (found for found in seen.counted if found.category == label.category)
                yield Miss(seen.post, label, tuple(elsewhere))


def false_alarms(checked: Iterable[Checked], categories: Collection[str] | None = None) -> Iterator[FalseAlarm]:
    """Findings of a category that their post is not labelled with, in order."""
    for one in checked:
        seen = _Seen.of(one, categories)
        yield from (FalseAlarm(seen.post, found) for found in seen.counted if found.category not in seen.wanted)


class _Seen:
    """A post with the labels and findings that count."""

    def __init__(self, post: Post, labels: Sequence[Label], predictions: Sequence[Prediction]) -> None:
        self.post = post
        self.labels = labels
        self.predictions = predictions
        self.counted = [one for one in predictions if not one.trial]
        self.wanted = {label.category for label in labels}

    @classmethod
    def of(cls, checked: Checked, categories: Collection[str] | None) -> _Seen:
        """Without the labels and findings of other categories, if some are named."""
        return cls(
            checked.post,
            [one for one in checked.post.labels if categories is None or one.category in categories],
            [one for one in checked.predictions if categories is None or one.category in categories],
        )

    def on(self, label: Label) -> Callable[[Prediction], bool]:
        """Whether a finding is of the label's category and shares a character with its quote."""
        spans = label.spans(self.post.text)
        return lambda one: one.category == label.category and any(map(one.span.overlaps, spans))


def _categories(posts: Iterable[_Seen]) -> tuple[Counts, ...]:
    found, false, missed, labels, hits = (Counter[str]() for _ in range(5))
    for seen in posts:
        got = {one.category for one in seen.counted}
        found.update(seen.wanted & got)
        false.update(got - seen.wanted)
        missed.update(seen.wanted - got)
        labels.update(label.category for label in seen.labels)
        hits.update(label.category for label in seen.labels if any(map(seen.on(label), seen.counted)))
    return tuple(
        Counts(name, found[name], false[name], missed[name], labels[name], hits[name])
        for name in sorted({*found, *false, *missed})
    )


def _blocking(posts: Iterable[_Seen]) -> Blocking:
    right = blocked = needed = 0
    for seen in posts:
        wanted = any(label.severity is Severity.ERROR for label in seen.labels)
        got = any(one.severity is Severity.ERROR for one in seen.counted)
        needed += wanted
        blocked += got
        right += wanted and got
    return Blocking(right, blocked, needed)


def _compliant(posts: Iterable[_Seen]) -> Compliant:
    compliant = [seen for seen in posts if not seen.post.labels]
    return Compliant(
        posts=len(compliant),
        blocked=sum(any(one.severity is Severity.ERROR for one in seen.counted) for seen in compliant),
        flagged=sum(bool(seen.counted) for seen in compliant),
        findings=sum(len(seen.counted) for seen in compliant),
    )


def _rules(posts: Iterable[_Seen]) -> tuple[RuleCounts, ...]:
    findings, true, on_label = (Counter[tuple[str, bool]]() for _ in range(3))
    for seen in posts:
        labels = [seen.on(label) for label in seen.labels]
        for one in seen.predictions:
            key = one.rule, one.trial
            findings[key] += 1
            true[key] += one.category in seen.wanted
            on_label[key] += any(hits(one) for hits in labels)
    counts = [RuleCounts(*key, findings[key], true[key], on_label[key]) for key in findings]
    return tuple(sorted(counts, key=lambda one: (-one.false, -one.findings, one.rule)))
