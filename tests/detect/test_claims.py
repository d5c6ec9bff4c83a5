"""Sentences compared with the register of the example organisation: exact, paraphrased, distorted."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from postlint import Draft, Linter
from postlint.detect.claim_frames import Post, said
from postlint.detect.claims import Comparison, Statement
from postlint.documents import read
from postlint.rules.schema import ApprovedClaim
from tests.conftest import MERIDIAN, MERIDIAN_DAY

IDS = ("C-01", "C-02", "C-03", "C-04", "C-05", "C-06")
TABLES = ("claims.yaml", "claims-second-writer.yaml")
ALL = ["paraphrases", "distortions"]


class Example(NamedTuple):
    text: str
    channel: str
    verdicts: frozenset[str]


def examples(table: str, claim: str, kind: str) -> list[Example]:
    data: Any = yaml.safe_load(Path(__file__).with_name(table).read_text("utf-8"))
    rows = [row if isinstance(row, dict) else {"text": row} for row in data[claim][kind]]
    assert len(rows) == 10
    return [Example(row["text"], row.get("channel", "blog"), frozenset(row.get("is", ["approved"]))) for row in rows]


@pytest.fixture(scope="module")
def linter() -> Linter:
    return Linter.from_config(MERIDIAN, today=MERIDIAN_DAY)


@pytest.fixture(scope="module")
def meridian(linter: Linter) -> Comparison:
    assert linter.comparison is not None
    return linter.comparison


def statements(
    comparison: Comparison, text: str, channel: str | None = "blog", day: date = MERIDIAN_DAY
) -> list[Statement]:
    document = read(text, "text")
    sentences = said([(span, document.text[span.start : span.end]) for span in document.sentences])
    return list(comparison.statements(Post(sentences, channel, day)))


def verdicts(comparison: Comparison, one: Example) -> list[str]:
    return [statement.verdict for statement in statements(comparison, one.text, one.channel)]


def approved_claim(wording: str, **more: Any) -> ApprovedClaim:
    return ApprovedClaim(id="T", wording=wording, evidence="a file", owner="somebody", **more)


def objections(linter: Linter, one: Example) -> list[str]:
    """Rules about claims that speak."""
    report = linter.lint_draft(Draft(one.text, channel=one.channel))
    assert report.failures == ()
    return [finding.rule for finding in report.findings if finding.category in ("claims", "disclosure")]


@pytest.mark.parametrize("claim", IDS)
@pytest.mark.parametrize(
    "joined", ["{wording}, {needs}.", "{wording}. {needs}", "{needs}\n\n{wording}.", "{wording} ({needs})"]
)
def test_the_exact_wording_with_its_qualifier_is_approved(linter: Linter, claim: str, joined: str) -> None:
    assert linter.register is not None
    [entry] = [one for one in linter.register.claims if one.id == claim]
    text = joined.format(wording=entry.wording, needs=" ".join(entry.needs))
    assert linter.comparison is not None
    found = statements(linter.comparison, text)
    assert [(one.claim and one.claim.id, one.verdict) for one in found] == [(claim, "approved")]
    assert objections(linter, Example(text, "blog", frozenset())) == []


@pytest.mark.parametrize("claim", IDS)
@pytest.mark.parametrize("table", TABLES)
def test_paraphrases_are_approved(meridian: Comparison, table: str, claim: str) -> None:
    told = [(one.text, verdicts(meridian, one)) for one in examples(table, claim, "paraphrases")]
    missed = [(text, found) for text, found in told if set(found) != {"approved"}]
    assert len(missed) <= 2, missed


@pytest.mark.parametrize("claim", IDS)
def test_distortions_are_caught_with_a_right_reason(meridian: Comparison, claim: str) -> None:
    told = [(one, verdicts(meridian, one)) for one in examples("claims.yaml", claim, "distortions")]
    missed = [(one.text, found) for one, found in told if one.verdicts.isdisjoint(found)]
    assert len(missed) <= 1, missed


@pytest.mark.parametrize("claim", IDS)
def test_distortions_of_another_writer_are_caught(meridian: Comparison, claim: str) -> None:
    told = [(one, verdicts(meridian, one)) for one in examples("claims-second-writer.yaml", claim, "distortions")]
    missed = [(one.text, found) for one, found in told if set(found) <= {"approved"}]
    assert len(missed) <= 1, missed


def test_most_reasons_are_those_that_the_other_writer_had_in_mind(meridian: Comparison) -> None:
    every = [one for claim in IDS for one in examples("claims-second-writer.yaml", claim, "distortions")]
    agreed = sum(not one.verdicts.isdisjoint(verdicts(meridian, one)) for one in every)
    assert agreed >= 40


@pytest.mark.parametrize("claim", IDS)
@pytest.mark.parametrize("table", TABLES)
def test_the_rules_say_what_the_comparison_says(linter: Linter, table: str, claim: str) -> None:
    """With all rules in force: what other rules of claims find must not stand against an approved claim."""
    flagged = [one.text for one in examples(table, claim, "paraphrases") if objections(linter, one)]
    passed = [one.text for one in examples(table, claim, "distortions") if not objections(linter, one)]
    assert len(flagged) <= 2, flagged
    assert len(passed) <= 1, passed


@pytest.mark.parametrize(
    "text",
    [
        "We surveyed patients about their breakfast, and many would recommend the porridge.",
        "Three clinics open late on Tuesdays in 2025.",
        "Meridian Health has 92 new beds.",
        "Please recycle your plastic bottles.",
        "The immune system is the subject of tonight's talk.",
        "The Care Quality Commission visits hospitals across England.",
        "Missed appointments cost the NHS dear: please tell us if you can't come.",
        "18% of our staff cycle to work.",
        "Past performance is not a guide to future returns. Capital at risk.",
    ],
)
def test_what_only_shares_words_with_a_claim_is_none(meridian: Comparison, text: str) -> None:
    assert statements(meridian, text) == []


def test_a_statement_stands_on_the_words_of_the_claim() -> None:
    comparison = Comparison([approved_claim("Acme Rota cut missed shifts by 18%")], ["Acme"])
    text = "Hello all. At last, Acme Rota cut missed shifts by 28%, and tea is free."
    [one] = statements(comparison, text)
    assert text[one.span.start : one.span.end] == "Acme Rota cut missed shifts by 28%"
    assert (one.verdict, one.difference) == ("other-figure", "does not say '28%'")


@pytest.mark.parametrize(
    ("day", "verdict"),
    [
        (date(2026, 12, 31), "not-yet"),
        (date(2027, 1, 1), "approved"),
        (date(2027, 6, 30), "approved"),
        (date(2027, 7, 1), "expired"),
    ],
)
def test_the_first_and_the_last_day_count(day: date, verdict: str) -> None:
    entry = approved_claim("Acme Rota cut missed shifts by 18%", from_="2027-01-01", until="2027-06-30")
    [one] = statements(Comparison([entry], ["Acme"]), f"{entry.wording}.", day=day)
    assert one.verdict == verdict


@pytest.mark.parametrize(
    ("channel", "verdict"),
    [("blog", "approved"), (None, "approved"), ("x", "wrong-channel"), ("email", "wrong-channel")],
)
def test_channels(channel: str | None, verdict: str) -> None:
    entry = approved_claim("Acme Rota cut missed shifts by 18%", channels=("blog", "press"))
    [one] = statements(Comparison([entry], ["Acme"]), f"{entry.wording}.", channel)
    assert one.verdict == verdict
    assert verdict == "approved" or one.difference == "is approved for blog and press only"


def test_variants_and_further_figures_are_approved_too() -> None:
    entry = approved_claim(
        "Acme Rota cut missed shifts by 18%",
        variants=("With Acme Rota fewer nurses stay away",),
        figures=("one in six",),
    )
    comparison = Comparison([entry], ["Acme"])
    for text in ("With Acme Rota fewer nurses stay away.", "Acme Rota cut missed shifts by one in six."):
        assert [one.verdict for one in statements(comparison, text)] == ["approved"]


def test_of_two_entries_on_the_same_thing_the_right_one_is_told() -> None:
    entries = [
        ApprovedClaim(id=f"F-{year}", wording=f"The Acme Fund returned {share}% in {year}", evidence="e", owner="o")
        for year, share in ((2023, 3), (2024, 5), (2025, 4))
    ]
    comparison = Comparison(entries, ["Acme"])
    for entry in entries:
        [one] = statements(comparison, f"{entry.wording}.")
        assert (one.verdict, one.claim) == ("approved", entry)
    [one] = statements(comparison, "The Acme Fund returned 9% in 2024.")
    assert one.verdict == "other-figure"


def test_a_product_of_ours_with_a_figure_that_no_entry_has() -> None:
    comparison = Comparison([approved_claim("Acme Rota cut missed shifts by 18%")], ["Acme"], ["Acme Tea"])
    for text in ("Acme Rota reduces sick leave by 30%.", "Acme Tea prevents colds."):
        [one] = statements(comparison, text)
        assert (one.verdict, one.claim) == ("unregistered", None)
    assert statements(comparison, "Acme Tea costs 10% less this week.") == []


def test_a_register_without_entries_knows_nothing() -> None:
    assert statements(Comparison([]), "Acme Rota cut missed shifts by 18%.") == []


QUALIFIED = "(2025 patient survey, n = 4,118)"
TRIAL = "in a 2025 trial at three clinics"
WARNING = "Past performance is not a guide to future returns. Capital at risk."
DIET = "as part of a varied diet"


@pytest.mark.parametrize(
    "text",
    [
        f"92% of patients surveyed would recommend Meridian Labs {QUALIFIED}.",
        f"Nearly 100% of patients surveyed would recommend Meridian Health {QUALIFIED}.",
        f"Meridian Labs Scheduler raised missed appointments by 18% {TRIAL}.",
        f"Meridian Labs Scheduler cut missed appointments by 18% a day {TRIAL}.",
        f"The Meridian Income Fund returned -4.1% in 2025. {WARNING}",
        pytest.param(
            f"Meridian Daily Vitamin D supports the normal function of the immune system and of the heart, {DIET}.",
            marks=pytest.mark.xfail(strict=True, reason="not yet: a second thing behind an 'and'"),
        ),
    ],
)
def test_distortions_that_look_approved(meridian: Comparison, text: str) -> None:
    assert "approved" not in [one.verdict for one in statements(meridian, text)]
