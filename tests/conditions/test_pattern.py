import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postlint.conditions.necessary import necessary_literals
from postlint.rules.located import ConfigurationError
from tests.support import found, lint, rule


def test_matches_ignore_case_unless_asked():
    assert found(r"when: {pattern: '\bMRN ?\d{7}\b'}", "mrn 1234567") == ["mrn 1234567"]
    assert found(r"when: {pattern: '\bMRN ?\d{7}\b', case: exact}", "mrn 1234567") == []


def test_a_pattern_may_hold_lists():
    name = r"when: {pattern: '(?-i:(?!\\L<not-names>\\b)[A-Z]\\w+) left \\L<our-places>'}".replace("\\\\", "\\")
    lists = {"not-names": ["Nobody", "New York"], "our-places": ["ward 7", "the unit"]}
    assert found(name, "Nobody left ward 7. Mary left Ward 7. Mary left the pub.", lists=lists) == ["Mary left Ward 7"]


def test_an_empty_list_in_a_pattern_matches_nothing():
    assert found(r"when: {pattern: '(?-i:(?!\L<no-one>)[A-Z])\w+'}", "to Mary", lists={"no-one": []}) == ["Mary"]


def test_group_is_the_hit():
    assert found(r"when: {pattern: 'salary of (?<sum>£\d+)', group: sum}", "a salary of £300") == ["£300"]


def test_check_must_pass():
    card = r"when: {pattern: '\b\d{4} \d{4} \d{4} \d{4}\b', check: luhn}"
    assert found(card, "4111 1111 1111 1111 and 4111 1111 1111 1112") == ["4111 1111 1111 1111"]


def test_a_match_stays_in_its_block_and_line_anchors_work():
    assert found(r"when: {pattern: 'one\s+two'}", "# one\n\ntwo", form="markdown") == []
    assert found(r"when: {pattern: '^two$'}", "one\ntwo\nthree") == ["two"]


def test_exceptions_clear():
    assert found(r"when: {pattern: '\d+%', not_in: 100% cotton}", "100% cotton, 20%") == ["20%"]


def test_a_pattern_that_would_run_forever_is_a_failure_and_the_rest_still_runs(monkeypatch):
    monkeypatch.setattr("postlint.plan.TIME_LIMIT", 0.2)
    slow = rule(r"when: {pattern: '(?:a|aa|a a)+(?:b|\Z)c'}", name="claims/slow")
    other = rule("when: {terms: guru}", name="claims/other")
    begun = time.monotonic()
    report = lint([slow, other], "guru " + "a" * 4000)
    assert time.monotonic() - begun < 30
    assert [failure.code for failure in report.failures] == ["timeout"]
    assert report.failures[0].rule == "claims/slow"
    assert report.decision == "unchecked"
    assert [finding.rule for finding in report.findings] == ["claims/other"]


@pytest.mark.parametrize(
    ("pattern", "literals"),
    [
        (r"\bguaranteed\s+returns?\b", {"guaranteed return"}),
        (r"(?:cure|treat)s? (?:cancer|flu)", {"cure", "treat"}),
        (r"risk[- ]free", {"risk free"}),
        (r"No-Win", {"no win"}),
        (r"(?:cure)?\d", None),
        (r"\d+", None),
        (r"(?:foo){e<=1}", None),
        (r"\p{Lu}oo", {"oo"}),
        (r"(?:🤫|🤐)", {"🤫", "🤐"}),
        (r"[ab]", None),
        (r"(?P<a>x) foo|(?P<a>y) bar", {"foo", "bar"}),
        (r"(?P<a>\w)(?P=a)", None),
        (r"[£$€] ?\d", {"£", "$", "€"}),
        (r"a(?=bcd)", {"a"}),
        (r"(?:abc){2,}", {"abc"}),
    ],
)
def test_necessary_literals(pattern, literals):
    assert necessary_literals(pattern) == (None if literals is None else frozenset(literals))


PIECES = st.sampled_from([r"\bfoo", "ba+r", "b-c ?d", "(?:foo|bar)", "(?:x|ya)?", r"\s*", "[ab]z", r"\d", "q_?r"])


@given(
    st.lists(PIECES, min_size=1, max_size=4).map("".join),
    st.text(alphabet="fobarcdxyzqr -_\n1", max_size=60),
)
def test_a_gate_never_loses_a_match(pattern, text):
    if necessary_literals(pattern) is not None:
        found(f"when: {{pattern: '{pattern}x?'}}", f"foo {text}")


WEB_NAME = r"when: {pattern: '\b(?P<name>[\w-]+)\.example\b', like: {name: $organisation}}"


@pytest.mark.parametrize(
    "text",
    ["labour-trust.example", "harbour.example", "wharbourtrust.example", "our-harbour-trust.example", "trust.example"],
)
def test_a_name_that_looks_like_no_phrase_of_the_list(text):
    assert found(WEB_NAME, text, lists={"organisation": ["Harbour", "Quay"]}) == []


@pytest.mark.parametrize(
    "text",
    [
        "harb0ur.example",
        "habrour.example",
        "harbou.example",
        "harbours-login.example",
        "hаrbour.example",
        "qvay.example",
    ],
)
def test_a_name_that_looks_like_a_phrase_of_the_list(text):
    assert len(found(WEB_NAME, text, lists={"organisation": ["Harbour", "Quay"]})) == 1


def test_the_group_of_like_must_exist():
    with pytest.raises(ConfigurationError, match="no group named 'site'"):
        rule(r"when: {pattern: '\bx\d', like: {site: $organisation}}")
