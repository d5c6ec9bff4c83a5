"""The example organisation: what is found in its ten drafts, word by word, and what is not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import MERIDIAN, MERIDIAN_DAY, REPOSITORY, Ended, Program

PACKS = {"confidential", "patient-info", "claims", "brand-tone"}

COMPLIANT = [
    "blog-reading-labels.md",
    "linkedin-missed-appointments.md",
    "press-results-date.md",
    "reply-missing-letter.md",
    "x-flu-jabs.txt",
]

# Draft, then each finding: rule, line, column.
FINDINGS: dict[str, list[tuple[str, int, int]]] = {
    "email-outage-update.txt": [
        ("confidential/document-marking", 1, 10),
        ("confidential/internal-host", 5, 23),
        ("account-security/password-shown", 5, 99),
        ("confidential/internal-host", 6, 26),
        ("confidential/private-contact", 8, 41),
        ("meridian-confidential/staff-number", 8, 73),
        ("brand-tone/jargon", 10, 1),
        ("brand-tone/voice-word-circle-back", 10, 22),
    ],
    "facebook-ward-story.md": [
        ("brand-tone/shouting", 6, 10),
        ("brand-tone/repeated-punctuation", 6, 27),
        ("patient-info/named-patient", 6, 31),
        ("patient-info/named-patient", 8, 14),
        ("brand-tone/self-praise", 8, 49),
        ("brand-tone/shouting", 8, 56),
        ("patient-info/named-patient", 10, 3),
        ("patient-info/record-number", 10, 40),
    ],
    "instagram-gummies.txt": [
        ("claims/cure-claim", 1, 57),
        ("brand-tone/repeated-punctuation", 1, 79),
        ("claims/no-side-effects", 3, 1),
        ("claims/no-side-effects", 3, 12),
        ("claims/regulator-approval", 3, 33),
        ("brand-tone/emoji", 3, 89),
        ("claims/vague-efficacy", 5, 11),
        ("brand-tone/hashtags", 5, 39),
        ("channel/hashtag-case", 5, 39),
    ],
    "linkedin-big-quarter.md": [
        ("confidential/codename-disguised", 6, 23),
        ("brand-tone/off-brand-word", 6, 80),
        ("brand-tone/off-brand-word", 6, 106),
        ("confidential/period-judged", 8, 13),
        ("confidential/period-judged", 8, 68),
        ("confidential/embargoed-subject", 9, 18),
        ("brand-tone/off-brand-word", 9, 44),
        ("brand-tone/off-brand-word", 9, 59),
        ("confidential/named-customer", 11, 31),
    ],
    "reply-unhappy-visitor.md": [
        ("brand-tone/brush-off", 5, 11),
        ("patient-info/reply-confirms-care", 5, 31),
        ("patient-info/reply-confirms-care", 5, 47),
        ("brand-tone/blaming-reply", 5, 78),
        ("patient-info/reply-confirms-care", 5, 102),
        ("brand-tone/blaming-reply", 6, 4),
        ("meridian-patient-info/record-number", 6, 30),
        ("brand-tone/cold-reply", 6, 49),
        ("brand-tone/shouting", 6, 67),
    ],
}


@pytest.fixture(scope="module")
def ended(run_postlint: Program) -> Ended:
    drafts = sorted(path.relative_to(REPOSITORY) for path in (MERIDIAN / "drafts").iterdir())
    return run_postlint("--format", "json", "--on", str(MERIDIAN_DAY), *drafts, folder=REPOSITORY)


@pytest.fixture(scope="module")
def drafts(ended: Ended) -> dict[str, dict[str, object]]:
    return {Path(str(draft["path"])).name: draft for draft in ended.drafts}


def test_the_ten_drafts_are_all_checked(ended: Ended, drafts: dict[str, dict[str, object]]) -> None:
    assert ended.code == 1
    assert sorted(drafts) == sorted([*COMPLIANT, *FINDINGS])
    assert len(drafts) == 10
    assert [draft["failures"] for draft in drafts.values()] == [[]] * 10


@pytest.mark.parametrize("name", COMPLIANT)
def test_nothing_is_held_against_a_compliant_draft(drafts: dict[str, dict[str, object]], name: str) -> None:
    assert drafts[name]["findings"] == []
    assert drafts[name]["decision"] == "publish"


@pytest.mark.parametrize("name", FINDINGS)
def test_findings_stand_where_the_words_stand(drafts: dict[str, dict[str, object]], name: str) -> None:
    found = drafts[name]["findings"]
    assert isinstance(found, list)
    places = [(one["rule"], one["line"], one["column"]) for one in found]
    assert places == FINDINGS[name], "if every finding is right, the table becomes:\n" + "\n".join(map(repr, places))
    assert drafts[name]["decision"] == "block"


def test_every_pack_speaks(drafts: dict[str, dict[str, object]]) -> None:
    rules = {rule for findings in FINDINGS.values() for rule, _, _ in findings}
    assert {rule.partition("/")[0] for rule in rules} >= PACKS


def test_two_runs_are_byte_identical(run_postlint: Program, ended: Ended) -> None:
    drafts = sorted(path.relative_to(REPOSITORY) for path in (MERIDIAN / "drafts").iterdir())
    again = run_postlint("--format", "json", "--on", str(MERIDIAN_DAY), *drafts, folder=REPOSITORY, PYTHONHASHSEED="7")
    assert again.out == ended.out


def test_the_report_is_what_the_schema_says(ended: Ended) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads((REPOSITORY / "docs" / "schemas" / "report-v1.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(json.loads(ended.out))


def test_every_rule_of_the_organisation_keeps_its_examples(run_postlint: Program) -> None:
    packs = sorted(folder.name for folder in (MERIDIAN / "rules").iterdir() if folder.name != "lists")
    done = run_postlint("rules", "test", *packs, "--config", MERIDIAN / "postlint.yaml", "--on", str(MERIDIAN_DAY))
    assert done.code == 0, done.out + done.err
