"""Rules that ask a classifier, packs that ask one to confirm: what is found, what is not, and what is a mistake."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from postlint import Draft, Linter
from postlint.conditions.classified import WINDOW, windows
from postlint.detect.classifier import tokens
from postlint.documents import read
from postlint.plan import Plan
from postlint.rules.located import ConfigurationError
from postlint.types import Decision, Report, Span
from tests.conftest import Program
from tests.support import detector

PACK = "title: Care\ncategory: care\ndescription: For a test.\nowner: tests\n"
CONFIRM = PACK + "confirm: {classified: leaks, at_least: 0.5}\n"
HEAD = """\
title: A rule for a test
severity: {severity}
cites: [social-media-policy#{clause}]
why: It is only a test.
fix: Nothing to mend.
message: "{{match}}"
owner: tests
bad: ["x", "y"]
good: ["z", "a"]
"""
AT = HEAD.count("\n") + 1
"""The line on which the conditions of a rule begin."""


def table(weights: Mapping[str, float], bias: float = -3, category: str = "care", **more: object) -> str:
    fields = {"description": "For a test.", "category": category, "bias": bias, "known": "", "found": {}}
    return json.dumps({**fields, "weights": weights, **more})


def rule(conditions: str, severity: str = "error", clause: str = "claims") -> str:
    return HEAD.format(severity=severity, clause=clause) + conditions + "\n"


LEAKS = {"rules/classifiers/leaks.json": table({"leak": 100})}
READS = rule("when: {classified: leaks, at_least: 0.5}", clause="credentials")


def organisation(root: Path, rules: Mapping[str, str], more: str = "", **files: str) -> Path:
    """An organisation with one pack of its own: rules by name, other files by path."""
    texts = {"postlint.yaml": f"organisation: Test\nrules: [rules/]\n{more}", "rules/care/pack.yaml": PACK, **LEAKS}
    texts |= {f"rules/care/{name}.yaml": text for name, text in rules.items()}
    for name, text in {**texts, **files}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


def linter(root: Path, rules: Mapping[str, str], more: str = "", *, shortcuts: bool = True, **files: str) -> Linter:
    return Linter.from_config(organisation(root, rules, more, **files), select=["care"], shortcuts=shortcuts)


def found(report: Report) -> list[tuple[str, str]]:
    """Rules with the words that they stand on, cut out of the source."""
    assert report.failures == ()
    return [(one.rule.partition("/")[2], report.source[one.span.start : one.span.end]) for one in report.findings]


def mistakes(root: Path, rules: Mapping[str, str], **files: str) -> list[str]:
    with pytest.raises(ConfigurationError) as caught:
        linter(root, rules, **files)
    return [str(one).replace("\\", "/").removeprefix(f"{root.as_posix()}/") for one in caught.value.mistakes]


# What a rule with `classified` finds


def test_a_text_of_the_kind_is_found_by_the_words_that_speak_for_it(tmp_path: Path) -> None:
    care = linter(tmp_path, {"reads": READS})
    report = care.lint("Sunny here. There is a leak in it!")
    assert found(report) == [("reads", "leak")]
    assert report.findings[0].confidence > 0.9
    assert report.decision is Decision.BLOCK
    assert found(care.lint("Sunny here. There is a leek in it!")) == []


def test_at_least_is_the_limit(tmp_path: Path) -> None:
    sure = rule("when: {classified: half, at_least: 0.51}", clause="credentials")
    half = rule("when: {classified: half, at_least: 0.5}")
    tables = {"rules/classifiers/half.json": table({"leak": 1e-9}, bias=0)}
    assert found(linter(tmp_path, {"half": half, "sure": sure}, **tables).lint("a leak")) == [("half", "leak")]


def test_a_reply_is_read_as_one(tmp_path: Path) -> None:
    care = linter(tmp_path, {"reads": READS}, **{"rules/classifiers/leaks.json": table({"reply: she": 99})})
    assert [one for one, _ in found(care.lint("she knows", channel="reply"))] == ["reads"]
    assert found(care.lint("she knows", channel="x")) == []


def test_what_rules_have_found_makes_no_classifier_speak(tmp_path: Path) -> None:
    tables = {"rules/classifiers/leaks.json": table({"leak": 1}, -3, found={"warning": 5})}
    quill = rule("when: {terms: quill}", severity="warning")
    care = linter(tmp_path, {"reads": READS, "quill": quill}, **tables)
    assert found(care.lint("a leak by quill")) == [("quill", "quill")]
    assert found(care.lint("a leak by quip")) == []


def test_two_tables_must_say_so_where_a_rule_asks_for_both(tmp_path: Path) -> None:
    tables = {
        "rules/classifiers/leaks.json": table({"leak": 20}),
        "rules/classifiers/drips.json": table({"drip": 20}),
    }
    both = rule("when: {classified: leaks, also: [drips], at_least: 0.6}")
    care = linter(tmp_path, {"both": both}, **tables)
    assert found(care.lint("a leak and a drip")) == [("both", "leak")]
    assert found(care.lint("a leak and a drop")) == []
    assert found(care.lint("a lake and a drip")) == []


def test_a_rule_on_trial_is_no_evidence_and_silences_nobody(tmp_path: Path) -> None:
    tables = {"rules/classifiers/leaks.json": table({"leak": 1}, -3, found={"error": 5})}
    quill = rule("status: trial\nwhen: {terms: quill}")
    care = linter(tmp_path / "a", {"reads": READS, "quill": quill}, **tables)
    assert found(care.lint("a leak by quill")) == [("quill", "quill")]
    care = linter(tmp_path / "b", {"reads": READS, "quill": quill})
    assert found(care.lint("a leak by quill")) == [("reads", "leak"), ("quill", "quill")]
    assert care.lint("a leak by quill").decision is Decision.BLOCK


# One problem is said once


@pytest.mark.parametrize(
    ("by_rule", "by_classifier", "words"),
    [
        ("error", "error", ["quill"]),
        ("error", "warning", ["quill"]),
        ("warning", "error", ["leak", "quill"]),
        ("info", "warning", ["leak", "quill"]),
    ],
)
def test_no_second_finding_near_one_as_bad(tmp_path: Path, by_rule: str, by_classifier: str, words: list[str]) -> None:
    rules = {"reads": READS.replace("error", by_classifier), "quill": rule("when: {terms: quill}", by_rule)}
    care = linter(tmp_path, rules)
    assert [word for _, word in found(care.lint("a leak by quill"))] == words


def test_a_finding_in_another_sentence_or_category_silences_nobody(tmp_path: Path) -> None:
    care = linter(tmp_path, {"reads": READS, "quill": rule("when: {terms: quill}")})
    assert found(care.lint("A leak. By quill.")) == [("reads", "leak"), ("quill", "quill")]
    other = {
        "rules/other/pack.yaml": PACK.replace("care", "other"),
        "rules/other/quill.yaml": rule("when: {terms: quill}"),
    }
    (tmp_path / "rules/care/quill.yaml").unlink()
    both = Linter.from_config(organisation(tmp_path, {"reads": READS}, **other), select=["care", "other"])
    assert [one.rule for one in both.lint("a leak by quill").findings] == ["care/reads", "other/quill"]


def test_of_two_classifiers_the_worse_opinion_is_told(tmp_path: Path) -> None:
    rules = {"reads": READS, "hints": rule("when: {classified: leaks, at_least: 0.3}", "warning")}
    care = linter(tmp_path, rules, **{"rules/classifiers/leaks.json": table({"leak": 50, "drip": 50})})
    assert found(care.lint("A leak here. A drip there.")) == [("reads", "leak"), ("reads", "drip")]
    less = {"rules/classifiers/leaks.json": table({"leak": 9}, -3)}
    assert found(linter(tmp_path, rules, **less).lint("a leak")) == [("hints", "leak")]


def test_what_a_rule_costs_the_organisation_decides_which_is_worse(tmp_path: Path) -> None:
    more = "overrides:\n  - {rule: care/quill, severity: info}\n"
    care = linter(tmp_path, {"reads": READS, "quill": rule("when: {terms: quill}")}, more)
    assert found(care.lint("a leak by quill")) == [("reads", "leak"), ("quill", "quill")]


def test_a_rule_that_reads_is_switched_off_like_any_other(tmp_path: Path) -> None:
    care = linter(tmp_path, {"reads": READS}, "overrides:\n  - {rule: care/reads, severity: off}\n")
    assert found(care.lint("a leak")) == []


def test_a_waived_finding_is_not_said_again_by_the_classifier(tmp_path: Path) -> None:
    care = linter(tmp_path, {"reads": READS, "quill": rule("when: {terms: quill}")})
    text = "<!-- postlint: ignore care/quill -- agreed -->\n\nA leak by quill.\n"
    report = care.lint_draft(Draft(text, format="markdown"))
    assert (found(report), len(report.suppressed)) == ([], 1)


# confirm and certain


def test_confirm_takes_a_doubtful_finding_and_leaves_a_certain_one(tmp_path: Path) -> None:
    rules = {
        "doubtful": rule("when: {terms: quill}"),
        "certain": rule("certain: true\nwhen: {terms: [quill, ink]}", clause="credentials"),
    }
    care = linter(tmp_path, rules, **{"rules/care/pack.yaml": CONFIRM})
    assert found(care.lint("a quill and ink")) == [("certain", "quill"), ("certain", "ink")]
    assert found(care.lint("a leak by quill")) == [("certain", "quill"), ("doubtful", "quill")]


def test_confirm_judges_each_finding_by_what_stands_around_it(tmp_path: Path) -> None:
    care = linter(tmp_path, {"doubtful": rule("when: {terms: quill}")}, **{"rules/care/pack.yaml": CONFIRM})
    far = "Nothing is here at all. " * 80
    report = care.lint(f"A quill. {far} The leak has a quill in it.")
    assert [one.span.start > 1000 for one in report.findings] == [True]


@pytest.mark.parametrize("sentences", [0, 20, 200])
def test_a_long_text_around_it_hides_no_clear_finding(tmp_path: Path, sentences: int) -> None:
    pack = {"rules/care/pack.yaml": CONFIRM, "rules/classifiers/leaks.json": table({"leak": 80}, -3)}
    care = linter(tmp_path, {"doubtful": rule("when: {terms: quill}")}, **pack)
    filler = "Nothing of any interest is here at all. " * sentences
    assert found(care.lint(f"{filler}The leak has a quill. {filler}")) == [("doubtful", "quill")]


def test_confirm_leaves_what_no_classifier_can_read(tmp_path: Path) -> None:
    rules = {
        "code": rule("applies: {blocks: [prose, code]}\nwhen: {terms: quill}"),
        "meta": rule("when: {meta: author, equals: jo}", clause="credentials"),
    }
    care = linter(tmp_path, rules, **{"rules/care/pack.yaml": CONFIRM})
    (tmp_path / "a.md").write_text("---\nauthor: jo\n---\n\nHarmless.\n\n```\nquill\n```\n\nAnd `quill` a quill.\n")
    report = care.lint_file(tmp_path / "a.md")
    assert [(one.rule, one.line) for one in report.findings] == [("care/meta", 5), ("care/code", 8), ("care/code", 11)]


def test_an_organisation_can_put_a_table_of_its_own_in_the_place_of_ours(tmp_path: Path) -> None:
    """The way out for those who want every finding of the rules: docs/classifiers.md."""
    text = "Our patient Mary Okafor finished chemo on Ward 7 last Tuesday"
    agrees = {"rules/classifiers/patient-info.json": table({}, 9, "patient-info")}
    never = {"rules/classifiers/patient-info.json": table({}, -9, "patient-info")}

    def rules_on(root: Path, files: Mapping[str, str]) -> set[str]:
        everything = Linter.from_config(organisation(root, {}, **files), select=["patient-info"]).lint(text)
        return {one.rule for one in everything.findings}

    assert rules_on(tmp_path / "a", agrees) >= {"patient-info/named-patient"}
    assert "patient-info/named-patient" not in rules_on(tmp_path / "b", never)


# Combinations


@pytest.mark.parametrize(
    ("conditions", "words"),
    [
        ("when: {all: [{terms: quill}, {classified: leaks, at_least: 0.5, within: post}]}", ["quill"]),
        ("when: {any: [{classified: leaks, at_least: 0.5}, {terms: quill}]}", ["quill", "leak"]),
        ("when: {terms: quill}\nunless: [{classified: leaks, at_least: 0.5, within: post}]", []),
        ("when: {all: [{terms: quill}, {not: {classified: leaks, at_least: 0.5}, within: post}]}", []),
    ],
)
def test_it_stands_wherever_a_condition_may(tmp_path: Path, conditions: str, words: list[str]) -> None:
    care = linter(tmp_path, {"both": rule(conditions)})
    assert [word for _, word in found(care.lint("A quill here. Then a leak."))] == words


def test_a_rule_that_needs_a_parse_after_the_classifier_is_asked_again(tmp_path: Path) -> None:
    rules = {"reads": READS + "unless: [{entity: person, within: post}]\n"}
    care = linter(tmp_path, rules)
    assert found(care.lint("A leak, says our colleague Mary Okafor from Leeds.")) == []
    assert found(care.lint("A leak, says nobody at all.")) == [("reads", "leak")]
    texts = ("A leak, says Mary Okafor.", "A leak.", "Nothing.")
    reports = care.lint_many(Draft(text) for text in texts)
    assert [len(found(one)) for one in reports] == [0, 1, 0]


def test_a_classifier_that_fails_is_never_called_clean(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_: object) -> None:
        raise ValueError("a secret of the draft")

    monkeypatch.setattr("postlint.detect.classifier.Classifier.judge", crash)
    report = linter(tmp_path, {"reads": READS}).lint("a leak")
    assert [one.code for one in report.failures] == ["internal"]
    assert "secret" not in report.failures[0].message
    assert report.decision is Decision.UNCHECKED


# What is read


def test_a_passage_in_the_middle_of_a_long_document_is_found(tmp_path: Path) -> None:
    care = linter(tmp_path, {"reads": rule("when: {classified: leaks, at_least: 0.9}")})
    before = "Here stand eight words of no interest whatsoever. " * 60
    assert found(care.lint(f"{before}Then there is a leak. {before}")) == [("reads", "leak")]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(1, 200), min_size=1, max_size=12), st.data())
def test_windows_overlap_so_that_neighbours_are_judged_together(sizes: list[int], data: st.DataObject) -> None:
    text = " ".join("Aa " + "aa " * (size - 1) + "." for size in sizes)
    document = read(text, "text")
    scan = Plan([], {}).scan(document, detector())
    seen = windows(scan)
    words = [token.span for token in tokens(text, ())]
    inside = [{token.span for sentence in one.text.sentences for token in sentence} for one in seen]
    assert set(words) == set[Span]().union(*inside)
    assert all(len(one) <= WINDOW for one in inside)
    sentences = sorted({tuple(token.span for token in sentence) for one in seen for sentence in one.text.sentences})
    first = data.draw(st.integers(0, len(sentences) - 1))
    near = [sentences[first]]
    for sentence in sentences[first + 1 :]:
        if sum(map(len, near)) + len(sentence) <= WINDOW / 2:
            near.append(sentence)
        else:
            break
    assert any({span for sentence in near for span in sentence} <= one for one in inside)


def test_a_text_without_full_stops_is_not_one_sentence(tmp_path: Path) -> None:
    care = linter(tmp_path, {"reads": rule("when: {classified: leaks, at_least: 0.9}")})
    filler = "word " * 500
    assert found(care.lint(f"{filler}leak {filler}")) == [("reads", "leak")]


def test_code_is_not_read(tmp_path: Path) -> None:
    care = linter(tmp_path, {"reads": READS})
    (tmp_path / "a.md").write_text("# Fine\n\n```\na leak\n```\n\n<!-- leak -->\n\nOn [it](http://a.example/leak).\n")
    assert found(care.lint_file(tmp_path / "a.md")) == []
    (tmp_path / "b.md").write_text("# Fine\n\n- a 😀 &amp; l**ea**k\n- so\n")
    assert found(care.lint_file(tmp_path / "b.md")) == [("reads", "l**ea**k")]


def test_a_reason_that_spreads_over_paragraphs_is_shown_in_one_of_them(tmp_path: Path) -> None:
    weights = {"rules/classifiers/leaks.json": table({"leak": 9, "big": 9, "quill": 7}, -3)}
    care = linter(tmp_path, {"reads": READS}, **weights)
    assert found(care.lint("A quill.\n\nA big leak.\n\nA quill.")) == [("reads", "big leak")]


def test_words_with_code_among_them_are_found(tmp_path: Path) -> None:
    weights = {"rules/classifiers/leaks.json": table({"leak": 50, "quill": 50}, -3)}
    care = linter(tmp_path, {"reads": READS}, **weights)
    (tmp_path / "a.md").write_text("A leak of `this` quill\n")
    assert found(care.lint_file(tmp_path / "a.md")) == [("reads", "leak of `this` quill")]


PIECES = ["leak", "quill", "Quill", "she", "Mary Okafor", "so", ".", "!", "\n\n", "```\n", "- ", "`", "😀", "&amp;"]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join), st.sampled_from(["text", "markdown"]))
def test_shortcuts_change_nothing(both_ways: tuple[Linter, Linter], text: str, form: str) -> None:
    fast, slow = (one.lint_draft(Draft(text, format=form, channel="reply")) for one in both_ways)
    assert not [one for one in fast.failures if one.code != "code-fence"]
    assert fast.to_dict() == slow.to_dict()
    assert all(0 <= one.span.start < one.span.end <= len(text) for one in fast.findings)


@pytest.fixture(scope="module")
def both_ways(tmp_path_factory: pytest.TempPathFactory) -> tuple[Linter, Linter]:
    root = tmp_path_factory.mktemp("both")
    rules = {
        "reads": READS,
        "quill": rule("when: {terms: quill}", "warning"),
        "sure": rule("certain: true\nwhen: {pattern: 'so .{0,9}so'}"),
        "all": rule("when: {all: [{classified: leaks, at_least: 0.3}, {terms: [quill, so]}]}", clause="voice"),
    }
    leaks = table({"leak": 9, "quill": 4, "<named/private> & she": 9, "so": -3}, -2, found={"error": 1, "warning": 1})
    files = {"rules/classifiers/leaks.json": leaks, "rules/care/pack.yaml": CONFIRM}
    return linter(root, rules, **files), linter(root, rules, shortcuts=False, **files)


# What is shown


def test_names_numbers_and_uncommon_words_of_a_passage_are_masked(tmp_path: Path) -> None:
    words = ["she", "leak", "of", "by", "mary", "okafor", "thornby", "<n6>", "<named/private>", "<cap>"]
    tables = {
        "rules/classifiers/leaks.json": table(dict.fromkeys(words, 20), category="patient-info", known="by leak of she")
    }
    pack = PACK.replace("category: care", "category: patient-info")
    care = linter(tmp_path, {"reads": READS}, **{**tables, "rules/care/pack.yaml": pack})
    text = "She leak of Mary Okafor by Thornby of 07700900386 by okafor"
    report = care.lint(text)
    assert [one.excerpt for one in report.findings] == ["She leak of M••• O••••• by T•••••• of ••••••••••• by o•••••"]
    assert not [word for word in ("Mary", "Okafor", "Thornby", "07700", "okafor") if word in str(report.to_dict())]


# Mistakes


@pytest.mark.parametrize(
    ("conditions", "mistake"),
    [
        ("when: {classified: leaks, at_least: 1}", f"{AT}:37: `at_least`: 1 is no probability: write a number between"),
        ("when: {classified: leaks, at_least: 0}", f"{AT}:37: `at_least`: 0 is no probability"),
        ("when: {classified: leaks, at_least: -0.5}", f"{AT}:37: `at_least`: -0.5 is no probability"),
        ("when: {classified: leaks, at_least: high}", f"{AT}:37: `at_least` must be a number, not text"),
        ("when: {classified: leaks}", f"{AT}:7: `at_least` is missing"),
        ("when: {classified: [leaks], at_least: 0.5}", f"{AT}:20: `classified` must be text, not a list"),
        ("when: {classified: leaks, at_least: 0.5, at_most: 1}", f"{AT}:42: unknown key `at_most`; did you mean"),
        ("when: {classified: leak, at_least: 0.5}", f"{AT}:20: there is no classifier `leak` in any folder"),
        ("when: {terms: a}\nunless:\n- {classified: lkeas, at_least: 0.5}", f"{AT + 2}:16: there is no classifier"),
        ("confirm: {classified: leaks, at_least: 0.5}\nwhen: {terms: a}", f"{AT}:1: unknown key `confirm`"),
        ("certain: sure\nwhen: {terms: a}", f"{AT}:10: `certain` must be true or false, not text"),
    ],
)  # fmt: skip
def test_mistakes_in_a_rule_have_their_place(tmp_path: Path, conditions: str, mistake: str) -> None:
    told = mistakes(tmp_path, {"one": rule(conditions)})
    assert told[0].startswith(f"rules/care/one.yaml:{mistake}"), told


@pytest.mark.parametrize(
    ("confirm", "mistake"),
    [
        ("{classified: laeks, at_least: 0.5}", "5:23: there is no classifier `laeks`"),
        ("{classified: leaks, at_least: 5}", "5:40: `at_least`: 5 is no probability"),
        ("{terms: a}", "5:10: `confirm` asks a classifier: `confirm: {classified: NAME, at_least: 0.5}`"),
        ("{all: [{classified: leaks, at_least: 0.5}]}", "5:10: `confirm` asks a classifier"),
        ("{classified: leaks, at_least: 0.5, as: x}", "5:45: `as` has no meaning in `confirm`: leave it out"),
        ("{classified: leaks, at_least: 0.5, within: post}", "5:45: `within` has no meaning in `confirm`"),
        ("leaks", "5:10: `confirm` must be a condition"),
    ],
)  # fmt: skip
def test_mistakes_in_a_pack_have_their_place(tmp_path: Path, confirm: str, mistake: str) -> None:
    pack = {"rules/care/pack.yaml": f"{PACK}confirm: {confirm}\n"}
    [told] = mistakes(tmp_path, {"one": rule("when: {terms: a}")}, **pack)
    assert told.startswith(f"rules/care/pack.yaml:{mistake}"), told


def test_a_shared_condition_that_asks_for_nobody_is_told_where_it_is_written(tmp_path: Path) -> None:
    shared = {"rules/conditions/leaky.yaml": "any:\n  - {classified: leak, at_least: 0.5}\n"}
    [told] = mistakes(tmp_path, {"one": rule("when: {use: leaky}")}, **shared)
    assert told.startswith("rules/conditions/leaky.yaml:2:18: there is no classifier `leak`")


def test_a_table_for_a_category_that_no_pack_has(tmp_path: Path) -> None:
    tables = {"rules/classifiers/leaks.json": table({}, category="caer")}
    [told] = mistakes(tmp_path, {"reads": READS}, **tables)
    assert told.startswith("rules/classifiers/leaks.json:1:1: no pack has the category `caer`; did you mean `care`?")


def test_a_broken_table_stops_the_program_before_a_draft_is_read(tmp_path: Path, run_postlint: Program) -> None:
    organisation(tmp_path, {"reads": READS}, **{"rules/classifiers/leaks.json": '{"bias": '})
    (tmp_path / "draft.txt").write_text("a leak\n")
    ended = run_postlint("draft.txt", folder=tmp_path)
    assert ended.code == 2
    assert "Traceback" not in ended.err
    said = " ".join(ended.err.split())
    assert "leaks.json:1:1: is no table of a classifier (Input data was truncated)" in said
    assert "make it anew with training/train.py" in said


def test_a_broken_table_of_the_shipped_rules_is_told_the_same_way(tmp_path: Path) -> None:
    from postlint.cache import load_built_in

    organisation(tmp_path, {"reads": READS}, **{"rules/classifiers/leaks.json": "{}"})
    with pytest.raises(ConfigurationError, match=r"leaks\.json:1:1: is no table of a classifier"):
        load_built_in(tmp_path / "rules")
    (tmp_path / "rules/classifiers/leaks.json").unlink()
    with pytest.raises(ConfigurationError, match="there is no classifier `leaks`"):
        load_built_in(tmp_path / "rules")
