import pytest
from hypothesis import given
from hypothesis import strategies as st

from postlint.conditions.partners import Partners
from postlint.rules.located import ConfigurationError
from postlint.types import Hit, Span
from tests.support import found, rule

CLAIM = "when: {terms: [cures gout, no risk]}\n"
CLEARED = CLAIM + "unless: [{assertion: [negated, reported, asked], within: covering}]"


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("Our tea cures gout.", ["cures gout"]),
        ("No tea cures gout.", []),
        ("No tea does that, but ours cures gout.", ["cures gout"]),
        ("It cures gout. No tea is sweeter.", ["cures gout"]),
        ("Does it? It cures gout.", ["cures gout"]),
        ("Beware of ads that say it cures gout.", []),
        ("There is no risk.", ["no risk"]),
        ("We never said there was no risk.", []),
    ],
)
def test_what_is_said_so_is_cleared_and_its_neighbours_are_not(text, hits):
    assert found(CLEARED, text) == hits


def test_only_the_kinds_asked_for_count():
    only = CLAIM + "unless: [{assertion: past, within: covering}]"
    assert found(only, "No tea cures gout.") == ["cures gout"]


def test_the_words_that_are_said_so_can_be_the_subject():
    assert found("when: {assertion: asked}", "It is tea. Does it help?") == ["Does it help?"]


def test_covering_inside_all_asks_any_condition():
    conditions = "when: {all: [{terms: cures}, {pattern: '\\w+ cures \\w+', within: covering}]}"
    assert found(conditions, "Cures it? It cures gout.") == ["cures"]
    absent = "when: {all: [{terms: cures}, {not: {pattern: '\\w+ cures \\w+'}, within: covering}]}"
    assert found(absent, "Cures it? It cures gout.") == ["Cures"]


@pytest.mark.parametrize(
    "conditions",
    [
        "when: {terms: a, within: covering}",
        "when: {all: [{terms: a}, {meta: channel, is: present, within: covering}]}",
        "when: {all: [{terms: a}, {count: {terms: b}, at_least: 2, within: covering}]}",
        "when: {terms: a}\nunless: [{all: [{terms: b}, {terms: c}], within: covering}]",
        "when: {terms: a}\nunless: [{classified: claims, at_least: 0.5, within: covering}]",
    ],
)
def test_covering_is_refused_where_nothing_can_cover(conditions):
    with pytest.raises(ConfigurationError, match="`within: covering`"):
        rule(conditions)


@pytest.mark.parametrize("value", ["negatd", "[]", "[negated, sung]"])
def test_ways_that_do_not_exist_are_refused(value):
    with pytest.raises(ConfigurationError, match="assertion"):
        rule(f"when: {{assertion: {value}}}")


SPANS = st.builds(lambda start, length: Span(start, start + length), st.integers(0, 30), st.integers(1, 12))


class Scan:
    """Words are three code points long."""

    def first_word(self, start, end):
        return min(start + 3, end)


class Search:
    scan = Scan()


@given(SPANS, st.lists(SPANS, max_size=12), st.booleans())
def test_a_partner_covers_the_first_word(subject, spans, whole):
    hits = [Hit(span) for span in sorted(spans)] + ([Hit(Span(0, 99), whole=True)] if whole else [])
    covering = Partners(Search(), "covering", hits, overlapping=True).nearest(subject)
    needed = Span(subject.start, min(subject.start + 3, subject.end))
    assert (covering is not None) == any(span.contains(needed) for span in spans)
    assert covering is None or (covering.span.contains(needed) and not covering.whole)
