import pytest

from tests.support import lint, rule

GURU = rule("when: {terms: guru}", name="claims/guru")
HYPE = rule("when: {terms: epic}", name="tone/hype")


def result(text):
    report = lint([GURU, HYPE], text, form="markdown")
    return (
        [finding.rule for finding in report.findings],
        [(item.finding.rule, item.reason) for item in report.suppressed],
        [failure.code for failure in report.failures],
    )


@pytest.mark.parametrize("name", ["claims/guru", "claims", "tone, claims/guru"])
def test_a_comment_waives_the_next_block(name):
    text = f"<!-- postlint: ignore {name} -- the job title on the contract -->\n\nOur guru.\n\nAnother guru."
    assert result(text) == (["claims/guru"], [("claims/guru", "the job title on the contract")], [])


def test_front_matter_waives_the_whole_draft():
    text = "---\npostlint: {ignore: {tone: quoted song}}\n---\n\nepic\n\nepic guru"
    assert result(text) == (["claims/guru"], [("tone/hype", "quoted song")] * 2, [])


@pytest.mark.parametrize(
    "comment", ["postlint: ignore claims/guru", "postlint: ignore claims/gruu -- a reason", "postlint: ignore -- why"]
)
def test_a_waiver_without_reason_or_of_an_unknown_rule_waives_nothing_and_fails(comment):
    assert result(f"<!-- {comment} -->\n\nOur guru.") == (["claims/guru"], [], ["suppression"])


def test_other_comments_are_no_waivers():
    assert result("<!-- we should ignore postlint: claims -->\n\nOur guru.") == (["claims/guru"], [], [])
