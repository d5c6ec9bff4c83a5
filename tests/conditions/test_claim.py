"""`claim`: what a draft says of the register, on which channel and day, in which part of it, and how it says it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from postlint import Draft, Linter, Report
from postlint.documents import read

REGISTER = """\
claims:
  - id: R-1
    wording: Acme Rota cut missed shifts by 12%
    needs: in a 2025 trial at two homes
    channels: [blog, press]
    from: 2026-06-01
    until: 2027-06-30
    evidence: report 7
    owner: sales
  - id: R-2
    wording: Acme Calcium contributes to normal bones
    evidence: EU register
    owner: labels
"""
RULES = ("claims/not-as-approved", "claims/not-in-register", "disclosure/qualifier-missing")
RIGHT = "Acme Rota cut missed shifts by 12% in a 2025 trial at two homes."


@pytest.fixture(scope="module")
def acme(tmp_path_factory: pytest.TempPathFactory) -> Linter:
    folder = tmp_path_factory.mktemp("acme")
    (folder / "claims.yaml").write_text(REGISTER, "utf-8")
    (folder / "postlint.yaml").write_text("organisation: Acme\nclaims: claims.yaml\n", "utf-8")
    return Linter.from_config(folder, select=["claims", "disclosure"], today=date(2026, 11, 21))


def lint(linter: Linter, text: str, channel: str | None = "blog", **known: object) -> Report:
    report = linter.lint_draft(Draft(text, channel=channel, **known))  # type: ignore[arg-type]
    assert report.failures == ()
    return report


def found(linter: Linter, text: str, channel: str | None = "blog", **known: object) -> list[tuple[str, str]]:
    """The rules that compare with the register, and the words that they found, cut out of the source."""
    report = lint(linter, text, channel, **known)
    return [(one.rule, text[one.span.start : one.span.end]) for one in report.findings if one.rule in RULES]


def messages(linter: Linter, text: str, channel: str | None = "blog", **known: object) -> list[str]:
    return [one.message for one in lint(linter, text, channel, **known).findings if one.rule in RULES]


def test_what_the_register_approves_is_no_finding(acme: Linter) -> None:
    assert lint(acme, RIGHT).findings == ()


def test_another_figure_is_told_with_the_entry(acme: Linter) -> None:
    text = RIGHT.replace("12%", "21%")
    assert found(acme, text) == [("claims/not-as-approved", "Acme Rota cut missed shifts by 21%")]
    [message] = messages(acme, text)
    assert message.endswith("is not what the register approves: R-1 does not say '21%'")


@pytest.mark.parametrize("channel", ["x", "email"])
def test_a_channel_that_the_entry_does_not_name(acme: Linter, channel: str) -> None:
    [message] = messages(acme, RIGHT, channel)
    assert message.endswith("R-1 is approved for blog and press only")
    assert found(acme, "Acme Calcium contributes to normal bones.", channel) == []


def test_a_draft_without_a_channel_may_go_anywhere(acme: Linter) -> None:
    assert found(acme, RIGHT, None) == []


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("2026-05-31", "R-1 may be said from 2026-06-01 on"),
        ("2026-06-01", ""),
        ("2027-06-30", ""),
        ("2027-06-30T23:59:00+02:00", ""),
        ("2027-07-01", "R-1 was approved until 2027-06-30"),
    ],
)
@pytest.mark.parametrize("key", ["scheduled_at", "publish_at", "date"])
def test_the_day_is_that_of_publication(acme: Linter, key: str, day: str, told: str) -> None:
    front_matter = f"---\n{key}: {day}\n---\n\n{RIGHT}\n"
    for text, known in ((front_matter, {"format": "markdown"}), (RIGHT, {"meta": {key: day}})):
        assert [message.endswith(told) for message in messages(acme, text, **known)] == [True] * bool(told)


def test_a_draft_that_says_no_day_is_published_on_that_of_the_check(acme: Linter) -> None:
    folder = Path(str(acme.organisation.path)).parent
    later = Linter.from_config(folder, select=["claims"], today=date(2027, 7, 1))
    [message] = messages(later, RIGHT)
    assert message.endswith("R-1 was approved until 2027-06-30")
    assert found(later, RIGHT, meta={"scheduled_at": "2027-06-30"}) == []


def test_a_qualifier_may_stand_in_another_paragraph(acme: Linter) -> None:
    text = "Acme Rota cut missed shifts by 12%.\n\nThank you all.\n\n(In a 2025 trial at two homes.)"
    assert found(acme, text) == []
    assert found(acme, "Acme Rota cut missed shifts by 12%.\n\nThank you all.") == [
        ("disclosure/qualifier-missing", "Acme Rota cut missed shifts by 12%")
    ]
    [message] = messages(acme, "Acme Rota cut missed shifts by 12%.")
    assert message.endswith("is claim R-1, which needs 'in a 2025 trial at two homes' beside it")


def test_headings_lists_and_published_front_matter_claim_too(acme: Linter) -> None:
    text = (
        "---\ntitle: Acme Rota cut missed shifts by 30%\n---\n\n"
        "# Acme Rota cut missed shifts by 40%\n\n- Acme *Rota* cut [missed shifts](https://acme.example) by **50%**\n\n"
        "In a 2025 trial at two homes.\n"
    )
    words = [words for _, words in found(acme, text, format="markdown")]
    assert words == [
        "Acme Rota cut missed shifts by 30%",
        "Acme Rota cut missed shifts by 40%",
        "Acme *Rota* cut [missed shifts](https://acme.example) by **50%",
    ]


def test_code_and_comments_claim_nothing(acme: Linter) -> None:
    text = "<!-- Acme Rota cut missed shifts by 30% -->\n\n```\nAcme Rota cut missed shifts by 30%\n```\n"
    assert found(acme, text, format="markdown") == []


@pytest.mark.parametrize(
    "text",
    [
        "Nobody has shown that Acme Rota cut missed shifts by 30%.",
        "Beware of adverts that say Acme Rota cut missed shifts by 30%.",
        "Did Acme Rota really cut missed shifts by 30%?",
    ],
)
def test_what_is_not_said_in_its_own_name_is_no_claim(acme: Linter, text: str) -> None:
    assert found(acme, text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Acme Rota does not cut missed shifts by 30%.",
        "Acme Calcium doesn't prevent colds.",
        "It is not true that Acme Rota cut missed shifts by 30%.",
    ],
)
def test_what_is_denied_behind_the_subject_is_no_claim(acme: Linter, text: str) -> None:
    assert found(acme, text) == []


def test_a_product_with_a_figure_that_no_entry_has(acme: Linter) -> None:
    [(rule, _)] = found(acme, "Acme Calcium reduces hip fractures by 30%.")
    assert rule == "claims/not-in-register"


def test_the_report_says_which_entry_cleared_what(acme: Linter) -> None:
    text = f"Good news. {RIGHT}"
    [one] = [one for one in lint(acme, text).cleared if one.rule == "claims/not-as-approved"]
    assert one.reason == "approved claim R-1"
    assert text[one.at.span.start : one.at.span.end].startswith("Acme Rota cut missed shifts by 12%")
    assert one.by is not None


def test_without_a_register_nothing_is_compared(organisation: Path) -> None:
    linter = Linter.from_config(organisation, select=[*RULES])
    assert linter.comparison is None
    assert lint(linter, RIGHT.replace("12%", "21%")).findings == ()
    assert lint(linter, RIGHT).cleared == ()


def test_gates_do_not_matter(acme: Linter) -> None:
    folder = Path(str(acme.organisation.path)).parent
    slow = Linter.from_config(folder, select=["claims", "disclosure"], today=date(2026, 11, 21), shortcuts=False)
    for text in (RIGHT, RIGHT.replace("12%", "21%"), "Acme Calcium prevents colds.", "The library opens at nine."):
        assert lint(slow, text).to_dict() == lint(acme, text).to_dict()


@pytest.mark.parametrize(
    ("sentence", "is_settled"),
    [
        ("That was in a 2025 trial at two homes.", True),
        ("Since the 2025 trial at two homes nobody there has had a migraine, and yours goes too.", False),
    ],
)
def test_a_sentence_that_says_more_than_a_qualifier_is_still_read(
    acme: Linter, sentence: str, is_settled: bool
) -> None:
    text = f"Acme Rota cut missed shifts by 12%. {sentence}"
    (case,) = acme.engine.examine([(Draft(text, channel="blog"), read(text, "text"))])
    assert any(one.start == text.index(sentence) for one in case.scan.claims.settled) is is_settled
