"""Ranges that hold together, spelling, names and choices of words, from invented posts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postlint.documents import read
from postlint.voice.posts import Post
from postlint.voice.profile import FEWEST_POSTS, WITHIN, learn, quantile, ranges, spelling

POST = (
    "We painted the hall on {day}, and the colour is a warm {colour}. It's ready for you: the doors open at nine, and "
    "we'll have tea. If you can't come, don't worry, there's another day. Our page on GitHub has the plan."
)
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
COLOURS = ("yellow", "green", "grey", "blue", "red and very bright one")


def posts(number: int = 25, channel: str | None = None, more: str = "") -> list[Post]:
    texts = [POST.format(day=DAYS[at % 5], colour=COLOURS[at // 5 % 5]) + more for at in range(number)]
    return [Post(read(text, "text"), channel) for text in texts]


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [([1.0], 0.5, 1.0), ([1.0, 2.0], 0.5, 1.5), ([0.0, 10.0, 20.0], 0.05, 1.0), ([1.0, 2.0, 3.0], 1.0, 3.0)],
)
def test_quantiles_lie_between_values_in_proportion(values: list[float], share: float, expected: float) -> None:
    assert quantile(values, share) == pytest.approx(expected)


@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "emoji": st.integers(0, 9).map(float),
                "formality": st.floats(0, 100),
                "sentiment": st.floats(-20, 20),
                "reading-grade": st.floats(0, 20),
            }
        ),
        min_size=FEWEST_POSTS,
        max_size=60,
    )
)
def test_nearly_all_posts_lie_within_all_limits_at_once(measured: list[dict[str, float]]) -> None:
    found = ranges(measured)
    inside = [
        one
        for one in measured
        if all(
            (m.low is None or m.low <= one[n]) and (m.high is None or one[n] <= m.high)
            for n, m in found.measures.items()
        )
    ]
    assert len(inside) == found.within >= WITHIN * len(measured)


def test_one_wild_post_does_not_move_a_limit() -> None:
    tame = [{"emoji": float(number % 3)} for number in range(99)]
    assert ranges([*tame, {"emoji": 40.0}]).measures["emoji"].high == 3  # 2, and a little for chance


def test_a_measure_that_few_posts_have_gets_no_limit() -> None:
    assert ranges([{"emoji": 0.0}] * 30 + [{"formality": 50.0}] * 5).measures.keys() == {"emoji"}


def test_counts_and_grades_have_no_lower_limit() -> None:
    found = ranges([{"emoji": 2.0, "reading-grade": 8.0, "formality": 50.0, "we-words": 0.0}] * 30).measures
    assert {name: (one.low, one.high) for name, one in found.items()} == {
        "reading-grade": (None, 8.0),
        "emoji": (None, 2.0),
        "formality": (50.0, 50.0),
        "we-words": (None, 0.0),
    }


def test_a_channel_with_posts_enough_has_limits_of_its_own() -> None:
    profile = learn([*posts(25, "x"), *posts(25, "blog", " 🎉🎉🎉"), *posts(3, "email")])
    assert profile.by_channel.keys() == {"x", "blog"}
    assert profile.by_channel["x"].measures["emoji"].high == 0
    assert profile.by_channel["blog"].measures["emoji"].high == 3
    assert learn(posts(25, "x")).by_channel == {}


def test_what_the_posts_have_in_common() -> None:
    profile = learn(posts(25))
    assert profile.posts == 25
    assert profile.drawn == (25, 25)
    assert profile.names == (("GitHub", 25),)
    assert spelling(profile) == "british"
    assert spelling(learn(posts(25, more=" The color of the center: humor."))) is None


def test_a_name_that_is_spelled_in_several_ways_is_no_name() -> None:
    assert learn([*posts(20), *posts(5, more=" The Github page.")]).names == ()


def test_a_word_is_chosen_where_its_rivals_never_stand() -> None:
    choices = {choice.use: choice for choice in learn(posts(25, more=" We use blue paint, not persons.")).choices}
    assert set(choices["use"].never) == {"utilise", "utilize"}
    assert choices["use"].posts == 25
