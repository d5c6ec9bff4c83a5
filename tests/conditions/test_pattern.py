import time

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from postlint.conditions.necessary import Needed, necessary
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


@pytest.mark.parametrize("edits", ["{e<=1}", "{1<=e<=1:[a-z ]}", "{i<=2,d<=2,s<=2,e<=9}", "{e}"])
def test_no_number_of_edits_leads_to_an_empty_list(edits):
    misspelled = rf"when: {{pattern: '\b(?:\L<codenames>|\L<more>){edits}\b'}}"
    assert found(misspelled, "a word or two", lists={"codenames": [], "more": []}) == []


def test_an_empty_list_takes_nothing_from_another_in_a_fuzzy_pattern():
    misspelled = r"when: {pattern: '\b(?:\L<codenames>|\L<more>){e<=1}\b'}"
    assert found(misspelled, "a kestral is a bird", lists={"codenames": ["kestrel"], "more": []}) == ["kestral"]


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
    report = lint([slow, other], "guru c " + "a" * 4000)
    assert time.monotonic() - begun < 30
    assert [failure.code for failure in report.failures] == ["timeout"]
    assert report.failures[0].rule == "claims/slow"
    assert report.decision == "unchecked"
    assert [finding.rule for finding in report.findings] == ["claims/other"]


@pytest.mark.parametrize(
    ("pattern", "words", "parts"),
    [
        (r"\bguaranteed\s+returns?\b", {"guaranteed return", "guaranteed returns"}, set()),
        (
            r"\b(?:cure|treat)s? (?:cancer|flu)",
            set(),
            {f"{verb} {illness}" for verb in ("cure", "cures", "treat", "treats") for illness in ("cancer", "flu")},
        ),
        (r"risk[- ]free", set(), {"risk free"}),
        (r"(?<![\w-])No-Win(?!\w)", {"no win"}, set()),
        (r"\p{Lu}oo", set(), {"oo"}),
        (r"(?:🤫|🤐)", {"🤫", "🤐"}, set()),
        (r"(?P<a>x) foo|(?P<a>y) bar", set(), {"x foo", "y bar"}),
        (r"[£$€] ?\d", {"£", "$", "€"}, set()),
        (r"a(?=bcd)", set(), {"a"}),
        (r"(?:abc){2,}", set(), {"abc"}),
        (r"\bhad\s(?:\w+\s){0,3}surgery\b", {"surgery"}, set()),
        (r"^Dear\s\w+", {"dear"}, set()),
        (r"it's\s\w", set(), {"it's"}),
        (r"\d's\b", {"'s"}, set()),
        (r"foo(?![\w-])\d?", set(), {"foo"}),
    ],
)
def test_what_every_match_holds(pattern, words, parts):
    assert necessary(pattern)[0] == Needed(words=frozenset(words), parts=frozenset(parts))


@pytest.mark.parametrize(
    "pattern", [r"(?:cure)?\d", r"\d+", r"(?:foo){e<=1}", r"[ab]?", r"(?P<a>\w)(?P=a)", r"\w\L<names>"]
)
def test_a_pattern_of_which_nothing_is_known(pattern):
    assert necessary(pattern) == ()


def test_every_match_holds_one_of_each_set():
    verb, noun = Needed(words=frozenset({"had", "has"})), Needed(lists=frozenset({"operations"}))
    assert necessary(r"\b(?:had|has)\s(?:\w+\s){0,2}?\L<operations>\b") == (noun, verb)


PIECES = st.sampled_from(
    [
        *(r"\bfoo", "ba+r", "b-c ?d", "(?:foo|bar)", "(?:x|ya)?", r"\s*", "[ab]z", r"\d", "q_?r", r"\bfoo\b", r"\sba"),
        *(r"(?:foo\b|x\s\w)", r"(?:\w+\s){0,2}", r"(?!\w)", r"(?<!\w)", r"\L<ours>", r"\b\L<ours>\b", r"'s?", "^"),
    ]
)
OURS = {"ours": ["foo", "bar x", "a-z"]}


@given(
    st.lists(PIECES, min_size=1, max_size=5).map("".join),
    st.lists(st.sampled_from(["foo", "bar", "x", "a-z", "q_r", *"abcdz -_\n1'²Ⓐé"]), max_size=30).map("".join),
)
def test_a_gate_never_loses_a_match(pattern, text):
    quoted = f"{pattern}x?".replace("'", "''")
    try:
        found(f"when: {{pattern: '{quoted}'}}", f"foo {text}", lists=OURS)
    except ConfigurationError:
        assume(False)  # it matches the empty text


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
