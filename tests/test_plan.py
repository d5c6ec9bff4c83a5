from hypothesis import given, settings
from hypothesis import strategies as st

from postlint.documents.fold import flatten
from postlint.plan import Squeezed
from tests.support import lint, rule

RULES = [
    rule("when: {terms: [a b, b-c, ab, cure], match: lemma}", name="claims/terms"),
    rule("when: {all: [{terms: [ab, c]}, {pattern: 'b ?a'}, {not: {terms: no}}]}", name="claims/all"),
    rule("when: {any: [{pattern: 'c+a'}, {count: {terms: [a, b]}, at_least: 2}]}", name="claims/any"),
    rule("when: {terms: [a, b]}\nunless: [{terms: c, within: {words: 1}}]", name="claims/unless"),
    rule(
        "when: {within: post, all: [{terms: [b]}, {terms: [ab, no]}, {terms: c, within: sentence}]}",
        name="claims/mixed",
    ),
]
PIECES = ["a", "b", "c", "ab", "no", " ", "  ", "-", "_", ".", "\n", "\n\n", "#", "A", "B", "—", "С", "\u200b"]
TEXT = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


@settings(max_examples=400, deadline=None)
@given(TEXT, st.sampled_from(["text", "markdown"]))
def test_the_fast_path_equals_the_slow_path(text, form):
    fast = lint(RULES, text, form=form)
    slow = lint(RULES, text, form=form, shortcuts=False)
    assert fast.to_dict() == slow.to_dict()


@given(st.text(alphabet="ab -_\nÄ#", max_size=40))
def test_squeezing_keeps_the_way_back(text):
    squeezed = Squeezed(text)
    assert "  " not in squeezed.text
    for index, letter in enumerate(squeezed.text):
        start, end = squeezed.origin(index, index + 1)
        assert end == start + 1
        assert flatten(text)[start] == letter
