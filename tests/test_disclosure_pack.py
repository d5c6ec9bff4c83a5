"""What the disclosure pack tells apart: who got what from whom, who works where, and whether the post says so."""

from __future__ import annotations

import pytest

from postlint import Draft, Linter, Severity
from tests.conftest import MERIDIAN, MERIDIAN_DAY


@pytest.fixture(scope="module")
def linter() -> Linter:
    return Linter.from_config(MERIDIAN, today=MERIDIAN_DAY)


def found(linter: Linter, text: str, channel: str = "instagram") -> dict[str, Severity]:
    """Rules of the pack that speak, and how bad they find it."""
    report = linter.lint_draft(Draft(text, channel=channel))
    assert report.failures == ()
    own = [one for one in report.findings if one.category == "disclosure"]
    return {one.rule.removeprefix("disclosure/"): one.severity for one in own}


GIFTS = {
    "gift": "The people at Oakwell Candles sent me the fig one. Gorgeous, go and get yours.",
    "free-stay": "Two nights at Heron House. The owners put us up, and the breakfast is worth the drive.",
    "in-return": "A facial in exchange for a review, and my skin has never been softer. Book it.",
    "readers-code": "I cook with this pan daily. TAMSIN15 at the checkout gets you 15% off.",
    "paid-relationship": "I'm so happy to be partnering with Oakwell Candles this winter. The fig one is a must.",
    "benefit-hinted": "Open it through my page, it's a lovely app, and we both get something.",
    "affiliate-link": "The torch that I keep in the hall: torches.example/dim?aff=tamsin",
    "sent-by-me": "Best scones on the coast. Tell them I sent you.",
}


@pytest.mark.parametrize(("rule", "text"), GIFTS.items(), ids=GIFTS)
def test_what_is_paid_for_needs_a_label(linter, rule, text):
    assert found(linter, text).get(rule) is Severity.ERROR


@pytest.mark.parametrize("text", GIFTS.values(), ids=GIFTS)
@pytest.mark.parametrize("label", ["#ad ", "Ad: ", "Paid partnership. ", "Gifted by Oakwell. ", "ADVERT | "])
def test_a_clear_label_in_the_opening_settles_it(linter, label, text):
    assert found(linter, label + text) == {}


FILLER = "We walked to the lighthouse and back, counted eleven seals, lost a glove, and ate chips on the wall. "


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (GIFTS["gift"] + " #candles #autumn #home #ad", "late-label"),
        (FILLER + FILLER + GIFTS["gift"] + " #ad", "late-label"),
        (GIFTS["gift"] + " #sp", "unclear-label"),
        (GIFTS["gift"] + " #collab #cosy", "unclear-label"),
        (GIFTS["gift"] + " #oakwellpartner", "unclear-label"),
    ],
)
def test_a_label_that_is_late_or_unclear_is_none(linter, text, rule):
    rules = found(linter, text)
    assert rules.get(rule) is Severity.ERROR
    assert "gift" in rules


def test_a_label_below_a_title_is_in_time(linter):
    text = "# Two nights at Heron House\n\n*Paid partnership with Heron House.*\n\nThey put us up. Lovely breakfast.\n"
    report = linter.lint_draft(Draft(text, path="stay.md", channel="blog"))
    assert [one.rule for one in report.findings if one.category == "disclosure"] == []


def test_affiliate_links_are_named_beside_the_link(linter):
    assert found(linter, GIFTS["affiliate-link"] + " (affiliate link)", "blog") == {}
    far = GIFTS["affiliate-link"] + "\n\n" + FILLER + FILLER + "\n\nThis page may hold an affiliate link."
    assert "affiliate-link" in found(linter, far, "blog")


@pytest.mark.parametrize(
    "text",
    [
        "I'd recommend the Meridian Daily tea to anyone. Right, back to the packing hall.",
        "My husband drives for Meridian, and their gummies are the best ones. Get yourself a tub.",
        "Speaking as an ordinary customer: Meridian Daily tea is great value.",
    ],
)
def test_praise_from_inside_needs_the_tie(linter, text):
    assert Severity.ERROR in found(linter, text, "facebook").values()
    assert found(linter, "I work at Meridian. " + text, "facebook") == {}


@pytest.mark.parametrize(
    "text",
    [
        "Twelve years in our post room, and moving the desks upstairs is daft. Our bosses should have asked.",
        "From the support desk at Meridian Labs: charging by the hour was the wrong call.",
        "If you ask me, head office lost the plot with our new rota.",
    ],
)
def test_an_opinion_from_inside_is_a_warning_until_it_is_owned(linter, text):
    assert found(linter, text, "linkedin") == {"staff-opinion": Severity.WARNING}
    assert found(linter, text + " Views are my own.", "linkedin") == {}
    assert found(linter, "I work at Meridian. " + text, "linkedin") == {}


def test_pictures_by_ai_are_labelled(linter):
    text = "Our picture of the new garden, drawn by Midjourney."
    assert found(linter, text)
    assert found(linter, text + " Image made with AI.") == {}


def test_reviews_are_not_bought_and_ties_not_hidden(linter):
    assert found(linter, "Leave us a five-star review and get £5 off.") == {"rewarded-review": Severity.ERROR}
    hidden = "Write us a kind review tonight, and no need to say where you work."
    assert found(linter, hidden, "email").get("hidden-tie") is Severity.ERROR


@pytest.mark.parametrize(
    ("text", "channel"),
    [
        ("I bought the blue kettle myself in the sale. It's lovely, and it's £30.", "instagram"),
        ("Thank you to Oakwell Bakery, who gave us sixty buns for the hospice raffle.", "facebook"),
        ("Our shop is ten today. Use code BIRTHDAY10 in our shop for 10% off until Sunday.", "instagram"),
        ("Give blood: it's the gift that costs nothing. Book at meridian.example/blood.", "facebook"),
        ("My sister gave me a scarf for Christmas, and I love it.", "x"),
        ("We've teamed up with Fairlake Council to open a walk-in centre.", "press"),
        ("We're proud of Meridian Daily tea, and our team tasted forty blends to get here.", "linkedin"),
        ("An influencer was fined for a post that named its sponsor in the last of twenty tags.", "linkedin"),
        ("If a brand sends you a box, say so first: '#ad' beats '#collab' and '#sp'.", "blog"),
        ("In 1924 our founder was the guest of the Bishop of Leeds and slept in the stables.", "blog"),
        ("I work at Meridian, and views are my own: I think the rota is daft.", "linkedin"),
        ("We're sorry. We should have told you sooner, and that was wrong.", "reply"),
        ("If you have a minute, leave us a review. Good or bad, it helps.", "facebook"),
        ("No AI pictures here: Sam took this photo at five in the morning.", "instagram"),
    ],
)
def test_what_nobody_gains_from_or_what_is_said_plainly_is_clean(linter, text, channel):
    assert found(linter, text, channel) == {}
