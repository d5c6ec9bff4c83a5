import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postlint.conditions.partners import Partners
from postlint.rules.located import ConfigurationError
from postlint.rules.schema import Words
from postlint.types import Hit, Span
from tests.support import found, rule

SPANS = st.builds(lambda start, length: Span(start, start + length), st.integers(0, 30), st.integers(1, 6))


class Unit:
    """A scan whose units are tens of code points, and whose words are single ones."""

    def unit(self, start, end, within):
        return (start // 10 * 10, (end - 1) // 10 * 10 + 10)

    def words_in(self, start, end):
        return max(end - start, 0)


class Search:
    scan = Unit()


def slowly(subject, hits, within, overlapping):
    start, end = Unit().unit(subject.start, subject.end, within)
    near = [hit for hit in hits if start <= hit.span.start and hit.span.end <= end]
    near = [hit for hit in near if overlapping or not hit.span.overlaps(subject)]

    def gap(hit):
        return max(hit.span.start - subject.end, subject.start - hit.span.end, 0)

    if isinstance(within, Words):
        near = [hit for hit in near if gap(hit) <= within.words]
    return min(near, key=lambda hit: (gap(hit), hit.span.start), default=None)


@settings(max_examples=500)
@given(SPANS, st.lists(SPANS, max_size=12), st.sampled_from(["paragraph", Words(2)]), st.booleans())
def test_bisection_finds_what_a_look_at_every_hit_finds(subject, spans, within, overlapping):
    hits = [Hit(span) for span in sorted(spans)]
    nearest = Partners(Search(), within, hits, overlapping=overlapping).nearest(subject)
    expected = slowly(subject, hits, within, overlapping)
    assert (nearest is None) == (expected is None)
    if nearest is not None:
        assert nearest.span.start == expected.span.start


def test_what_clears_a_finding_may_hold_its_words():
    assert found("when: {terms: cure}\nunless: [{pattern: 'no \\w+ can cure'}]", "No pill can cure it. A cure!") == [
        "cure"
    ]


@pytest.mark.parametrize(
    "conditions",
    ["when: {any: [{terms: a, within: post}, {terms: b}]}", "when: {all: [{terms: a, within: post}, {terms: b}]}"],
)
def test_a_unit_that_would_do_nothing_is_a_mistake(conditions):
    with pytest.raises(ConfigurationError, match="within"):
        rule(conditions)
