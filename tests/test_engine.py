import threading

import pytest

from postlint.masking import mask
from postlint.types import Decision
from tests.support import engine, lint, rule

PERSON = rule(
    "when: {all: [{terms: [Mary Okafor], as: person}, {terms: chemo, as: care}]}",
    name="patient-info/named",
    message="{person} had {care}",
)
TONE = rule("when: {terms: so proud of Mary Okafor}", name="brand-tone/proud", severity="warning", clause="tone")


def test_lines_and_columns_count_code_points_of_the_source():
    one = rule("when: {terms: guru}")
    [finding] = lint(one, "😀 é\r\nsay guru").findings
    assert (finding.line, finding.column, finding.end_line, finding.end_column) == (2, 5, 2, 9)
    assert finding.span.start == 9


def test_personal_words_are_masked_in_every_finding_of_the_draft():
    report = lint([PERSON, TONE], "So proud of Mary Okafor after chemo")
    shown = {finding.rule: (finding.excerpt, finding.message) for finding in report.findings}
    assert shown["patient-info/named"] == ("M••• O•••••", "M••• O••••• had chemo")
    assert shown["brand-tone/proud"] == ("So proud of M••• O•••••", "So proud of M••• O•••••")
    assert "Okafor" not in str(report.to_dict())


@pytest.mark.parametrize(
    ("words", "masked"), [("Mary", "M•••"), ("4111 1111", "•••• ••••"), ("a1b2", "••••"), ("x", "•")]
)
def test_mask_keeps_the_length(words, masked):
    assert mask(words) == masked


@pytest.mark.parametrize(
    ("severity", "decision"), [("error", Decision.BLOCK), ("warning", Decision.REVIEW), ("info", Decision.PUBLISH)]
)
def test_decision_follows_the_worst_severity(severity, decision):
    assert lint(rule("when: {terms: guru}", severity=severity), "a guru").decision is decision


def test_a_rule_on_trial_is_reported_and_fails_nothing():
    report = lint(rule("when: {terms: guru}", more="status: trial\n"), "a guru")
    assert len(report.findings) == 1
    assert report.decision is Decision.PUBLISH


def test_a_rule_that_crashes_is_a_failure_without_text_of_the_draft(monkeypatch):
    def crash(self, search, regions):
        raise ValueError(search.text)

    monkeypatch.setattr("postlint.conditions.metric.MetricMatcher.find", crash)
    broken = rule("when: {metric: emoji, max: 1}", name="claims/broken")
    report = lint([broken, rule("when: {terms: guru}")], "guru Okafor")
    assert [failure.code for failure in report.failures] == ["internal"]
    assert "Okafor" not in report.failures[0].message
    assert len(report.findings) == 1
    assert report.decision is Decision.UNCHECKED


def test_fingerprints_are_stable_and_tell_repetitions_apart():
    one = rule("when: {terms: guru}")
    first = [finding.fingerprint for finding in lint(one, "guru and guru").findings]
    moved = [finding.fingerprint for finding in lint(one, "Intro.\n\nguru and guru").findings]
    assert first == moved
    assert len(set(first)) == 2


def test_threads_may_share_an_engine():
    from postlint.documents import read
    from postlint.types import Draft

    shared = engine([PERSON, TONE, rule("when: {entity: person}", name="claims/person")])
    texts = [f"{'So ' * n}proud of Mary Okafor after chemo, says Tom Baker" for n in range(8)]
    expected = [shared.lint([(Draft(text), read(text, "text"))])[0].to_dict() for text in texts]
    results: dict[int, object] = {}

    def work(number: int) -> None:
        text = texts[number]
        results[number] = shared.lint([(Draft(text), read(text, "text"))])[0].to_dict()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [results[number] for number in range(8)] == expected


def test_only_blocks_with_a_live_rule_are_parsed(monkeypatch):
    from postlint.detect.nlp import Pipeline

    parsed: list[str] = []
    docs = Pipeline.docs

    def spy(self, texts):
        texts = list(texts)
        parsed.extend(texts)
        return docs(self, texts)

    monkeypatch.setattr(Pipeline, "docs", spy)
    one = rule("when: {all: [{entity: person}, {terms: chemo}]}")
    lint(one, "Nothing here.\n\nMary Okafor had chemo.\n\nJohn Smith waved.")
    assert parsed == ["Mary Okafor had chemo."]


def test_blocks_of_many_drafts_are_parsed_in_one_batch(monkeypatch):
    from postlint.detect.entities import EntityDetector
    from postlint.documents import read
    from postlint.types import Draft

    calls: list[int] = []
    find = EntityDetector.find

    def spy(self, texts, wanted):
        calls.append(len(texts))
        return find(self, texts, wanted)

    monkeypatch.setattr(EntityDetector, "find", spy)
    texts = ["Mary Okafor waved.", "Tom Baker waved."]
    reports = engine([rule("when: {entity: person}")]).lint([(Draft(text), read(text, "text")) for text in texts])
    assert calls == [2]
    assert [finding.excerpt for report in reports for finding in report.findings] == ["Mary Okafor", "Tom Baker"]


def test_one_problem_is_one_finding_but_another_clause_is_another_problem():
    word = rule("when: {terms: guru}", name="claims/word", severity="warning")
    phrase = rule("when: {terms: sales guru}", name="claims/phrase")
    other = rule("when: {terms: guru}", name="brand-tone/word", severity="warning", clause="tone")
    assert [finding.rule for finding in lint([word, phrase], "a sales guru, a guru").findings] == [
        "claims/phrase",
        "claims/word",
    ]
    assert len(lint([word, phrase, other], "a sales guru").findings) == 2


CONSENT = rule(
    "when: {terms: [Mary Okafor, Tom Hale]}\n"
    "unless:\n"
    "  - {terms: written consent, within: paragraph, reason: written consent}\n"
    "  - {meta: consent_ref, is: present, reason: consent}\n"
    "  - {terms: in the novel}",
    name="patient-info/named",
)


def cleared(text, **known):
    report = lint(CONSENT, text, **known)
    assert "Okafor" not in str(report.to_dict()["cleared"])
    return [
        (text[one.at.span.start : one.at.span.end], one.reason, one.by and (one.by.line, one.by.column))
        for one in report.cleared
    ]


def test_what_clears_a_finding_is_told_with_its_place():
    text = "😀 Mary Okafor,\nby her written consent, and Tom Hale\n\nTom Hale again"
    assert cleared(text) == [("Mary Okafor", "written consent", (2, 8)), ("Tom Hale", "written consent", (2, 8))]
    assert [finding.line for finding in lint(CONSENT, text).findings] == [4]


def test_metadata_clears_without_a_place():
    assert cleared("Mary Okafor", meta={"consent_ref": "C-12"}) == [("Mary Okafor", "consent", None)]


def test_what_clears_without_a_reason_is_not_told():
    assert cleared("Mary Okafor in the novel") == []
    assert lint(CONSENT, "Mary Okafor in the novel").findings == ()


def test_of_two_rules_of_one_clause_only_one_tells_what_was_cleared():
    other = rule("when: {terms: Mary Okafor}\nunless: [{terms: consent, reason: consent}]", name="patient-info/other")
    assert len(lint([CONSENT, other], "Mary Okafor, by written consent").cleared) == 1
