"""What looks like a disguise and is none: other scripts, emoji, decoration, and words that sound like addresses."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postlint import Draft, Linter
from tests.conftest import MERIDIAN, MERIDIAN_DAY

PACKS = {"security", "confidential", "patient-info"}


@pytest.fixture(scope="module")
def linter() -> Linter:
    return Linter.from_config(MERIDIAN, today=MERIDIAN_DAY)


def found(linter: Linter, text: str) -> list[tuple[str, str]]:
    report = linter.lint_draft(Draft(text, path="draft.txt"))
    return [(one.rule, text[one.span.start : one.span.end]) for one in report.findings if one.category in PACKS]


@pytest.mark.parametrize(
    "text",
    [
        "Счастливого Нового года всем нашим соседям!",
        "Καλή χρονιά σε όλους τους γείτονές μας!",
        "جلسات اليوغا مجانية يوم ١٢ ديسمبر من الساعة ٩.",
        "योग कक्षा १२ दिसंबर को ९ बजे।",
        "Wash your hands: ① wet ② soap ③ rinse ④ dry.",
        "Three tips: 1️⃣ sleep 2️⃣ walk 3️⃣ call a friend.",
        "Saturday, 10 · 12 · 14 o'clock: tours of the garden.",
        "A bed of 3·5 m², or 4² tiles.",
        "Adébọ̀wálé and Nguyễn Thị Hương run the café.",
        "Sale: ~~£20~~ £15 for the t\u0336e\u0336a towel.",
        "Find us at meridian dot example, or look at dot paintings at the museum.",
        "Meet at dot com corner, the sculpture by the lift.",
        "The score was 7.0, then 9.3, and the gate of the stadium stayed open.",
        "Count with us: one, two, three, and push the door.",
        "Flight deck, MH-60 on the pad: a hundred people came to look.",
        "A kestrel nests on the roof of the car park.",
        "Log in at meridian.example as you always do.",
    ],
)
def test_what_only_looks_like_a_disguise(linter, text):
    assert found(linter, text) == []


@settings(max_examples=60, deadline=None)
@given(
    words=st.sampled_from(["Thank you all", "Our garden is open", "Soup at noon", "Bring a coat"]),
    sign=st.sampled_from("\u200b\u200d\u00ad\u0336\u0332\u2060\ufe0f"),
    digit=st.sampled_from("３𝟛٣३③"),
)
def test_decoration_alone_is_nothing(linter, words, sign, digit):
    assert found(linter, f"{sign.join(words)}, {digit} times a week! ❤️") == []
