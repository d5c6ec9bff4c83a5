"""Lengths counted by hand from the published rules of each platform (docs/channels.md)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postlint.detect.lengths import (
    COUNTS,
    fitting,
    graphemes,
    mastodon_length,
    threads_length,
    utf8_bytes,
    utf16_units,
    weighted_length,
)

FAMILY = "👨‍👩‍👧‍👦"
FLAG = "🇬🇧"
ENGLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("", 0),
        ("plain", 5),
        ("naïve Łódź", 10),
        ("e\u0301", 1),  # composed first
        ("“it’s”", 6),  # quotes lie between 8208 and 8223
        ("a – b", 5),  # so does the dash
        ("wait…", 6),  # U+2026 does not
        ("5 €", 4),
        ("漢字かな", 8),
        ("안녕", 4),
        ("привет", 6),
        ("𝗯𝗼𝗹𝗱", 8),
        (FAMILY, 2),
        (FLAG, 2),
        (ENGLAND, 2),
        ("👍🏽", 2),
        ("1️⃣", 2),
        ("❤️", 2),
        ("❤", 2),
        ("©", 1),
        ("©️", 2),
        (f"{FAMILY}{FLAG}", 4),
        ("https://www.example.org/a/very/long/path?with=a&query=1#and-more", 23),
        ("http://a.co", 23),
        ("example.org", 23),
        ("see example.org/news.", 4 + 23 + 1),
        ("(https://example.org/a)", 1 + 23 + 1),
        ("https://en.wikipedia.org/wiki/Leeds_(city)", 23),
        ("a https://b.org c https://d.org e", 3 * 2 + 1 + 2 * 23),
        ("jane@example.org", 16),
        ("e.g. 3.5 and v1.2", 17),
        ("two.words", 9),
        ("#example.org", 12),
        ("@example.org", 12),
    ],
)
def test_weighted_length_of_x(text, length):
    assert weighted_length(text) == length


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("plain", 5),
        ("e\u0301", 1),
        ("n\u0303o\u0308", 2),
        ("नमस्ते", 3),
        (FAMILY, 1),
        (FLAG, 1),
        (FLAG + "🇫🇷", 2),
        ("👍🏽!", 2),
        ("a\r\nb", 3),
        ("漢字", 2),
        ("https://example.org", 19),
    ],
)
def test_graphemes_of_bluesky(text, length):
    assert graphemes(text) == length


@pytest.mark.parametrize(
    ("text", "length"),
    [
        (FAMILY, 1),
        ("see https://example.org/a/very/long/path/to/it", 4 + 23),
        ("see example.org", 15),  # no link without a scheme
        ("hi @jane@mastodon.example", 3 + 5),
        ("hi @jane", 8),
    ],
)
def test_length_of_mastodon(text, length):
    assert mastodon_length(text) == length


def test_threads_counts_emoji_by_their_bytes_and_words_by_their_letters():
    assert threads_length("Łódź 漢字") == 7
    assert threads_length("👍") == 4
    assert threads_length("ok 👍🏽") == 3 + 8
    assert threads_length(FAMILY) == 4 * 4 + 3 * 3


def test_units_and_bytes():
    assert utf16_units("a漢👍𝗯") == 1 + 1 + 2 + 2
    assert utf8_bytes("aé漢👍") == 1 + 2 + 3 + 4


ANY = st.text(alphabet=st.sampled_from("ab .\n漢é👍🏽\u200d👩👧🇬🇧❤\ufe0f1\u20e3e\u0301/:hts"), max_size=40)


@given(ANY, st.sampled_from(sorted(COUNTS)), st.integers(0, 60))
def test_what_fits_is_as_much_as_fits(text, channel, limit):
    count = COUNTS[channel]
    end = fitting(text, limit, count)
    assert 0 <= end <= len(text)
    assert end == 0 or count(text[:end]) <= limit
    if count(text) <= limit:
        assert end == len(text)
