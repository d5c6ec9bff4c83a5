from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from postlint.masking import BULLET
from postlint.report.snippet import CUT, hide, snippet, visible
from postlint.types import Span


def underlined(source: str, words: str, width: int = 70) -> tuple[str, str]:
    """The printed line, and the words above the carets (by cells: one-cell lines only)."""
    start = source.index(words)
    line = snippet(source, source, Span(start, start + len(words)), width)
    assert line is not None
    return line.text, line.text[line.indent : line.indent + line.length]


def test_the_words_are_underlined() -> None:
    assert underlined("one\nso proud of Mary today\nthree", "Mary") == ("so proud of Mary today", "Mary")


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_every_line_ending_ends_the_line(ending: str) -> None:
    assert underlined(f"one{ending}a cure here{ending}three", "cure") == ("a cure here", "cure")


def test_tabs_are_spaces_up_to_the_next_stop() -> None:
    assert underlined("a\tcure\tnow", "cure") == ("a   cure    now", "cure")


def test_wide_characters_take_two_cells() -> None:
    source = "🎉 私たちの病院 cures"
    line = snippet(source, source, Span(2, 8), 70)
    assert line is not None
    assert (line.indent, line.length) == (3, 12)
    line = snippet(source, source, Span(source.index("cures"), len(source)), 70)
    assert line is not None
    assert line.indent == cell_len("🎉 私たちの病院 ")


def test_a_long_line_is_cut_on_both_sides() -> None:
    text, words = underlined("blah " * 100 + "guaranteed" + " blah" * 100, "guaranteed", 40)
    assert words == "guaranteed"
    assert text.startswith(CUT)
    assert text.endswith(CUT)
    assert len(text) == 40


def test_a_line_that_fits_is_not_cut() -> None:
    source = "x" * 30 + " cure"
    assert underlined(source, "cure", len(source)) == (source, "cure")


def test_words_longer_than_the_line_are_cut_at_the_end() -> None:
    text, words = underlined("see " + "w" * 200 + " end", "w" * 200, 40)
    assert words.startswith("wwww")
    assert words.endswith(CUT)
    assert len(text) <= 40


def test_words_over_several_lines_show_the_first() -> None:
    line = snippet("a cure\nfor all", "a cure\nfor all", Span(2, 10), 70)
    assert line is not None
    assert line == ("a cure", 2, 4)


def test_a_blank_line_has_nothing_to_show() -> None:
    assert snippet("one\n\ntwo", "one\n\ntwo", Span(4, 4), 70) is None
    assert snippet("", "", Span(0, 0), 70) is None


def test_what_acts_on_a_terminal_is_made_harmless() -> None:
    assert visible("a\x1b[31mb\x07\u202ec\u200b\x9b") == "a\ufffd[31mb\ufffd\ufffdc\ufffd\ufffd"
    assert visible("two\nlines") == "two lines"
    assert visible("👩‍⚕️ é שלום") == "👩‍⚕️ é שלום"


def test_hidden_words_are_hidden_wherever_they_stand() -> None:
    source = "Mary Okafor is here. Ask MARY OKAFOR, not Mary."
    assert (
        hide(source, [Span(0, 11)])
        == f"M{BULLET * 3} O{BULLET * 5} is here. Ask M{BULLET * 3} O{BULLET * 5}, not Mary."
    )


def test_short_words_are_not_hidden_inside_others() -> None:
    assert hide("bed 7 of 17, JB", [Span(4, 5)]) == f"bed {BULLET} of 17, JB"


def test_overlapping_words_are_both_hidden() -> None:
    assert hide("Mary Okafor", [Span(0, 4), Span(2, 11)]) == f"M{BULLET * 3} O{BULLET * 5}"


def test_a_long_draft_is_not_read_in_full_for_each_finding() -> None:
    source = "word " * 200_000
    started = time.perf_counter()
    for start in range(0, 500_000, 500):
        snippet(source, source, Span(start, start + 4), 70)
    assert time.perf_counter() - started < 5


def test_nothing_is_hidden_without_reason() -> None:
    assert hide("plain words", []) == "plain words"
    assert hide("plain words", [Span(3, 3)]) == "plain words"


@given(
    st.text(alphabet=st.sampled_from("ab \t\r\n私🎉é\u0301\u200d\u202e\x1b•"), max_size=300),
    st.integers(0, 300),
    st.integers(0, 300),
    st.integers(20, 90),
)
def test_a_line_never_outgrows_its_width_and_the_carets_stay_under_it(text: str, a: int, b: int, width: int) -> None:
    start, end = sorted((min(a, len(text)), min(b, len(text))))
    line = snippet(text, text, Span(start, end), width)
    if line is not None:
        assert "\n" not in line.text
        assert "\x1b" not in line.text
        # Joined emoji are narrower together than apart, never wider.
        assert cell_len(line.text) <= width
        assert line.indent + line.length <= width + 1


@given(st.text(max_size=80), st.integers(0, 80), st.integers(0, 80))
def test_hiding_keeps_every_position(text: str, a: int, b: int) -> None:
    start, end = sorted((min(a, len(text)), min(b, len(text))))
    assert len(hide(text, [Span(start, end)])) == len(text)
