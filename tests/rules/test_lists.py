"""Lists of phrases."""

from __future__ import annotations

from pathlib import Path

import pytest

from postlint.rules.lists import merge, read_list, split_entry


def test_comments_go_and_hashtags_stay(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("# title\n#\n#ad\nC# code\nplain   # why\n\n  spaced  \n", encoding="utf-8")
    assert read_list(path)[1] == ("#ad", "C# code", "plain", "spaced")


def test_merging_adds_once_and_takes_away_whatever_the_case() -> None:
    assert merge(("a", "Big  Deal", "big deal"), ("b", "a", "!BIG deal", "c")) == ("a", "b", "c")


def test_a_phrase_may_return_after_it_was_taken_away() -> None:
    assert merge(("a",), ("!a", "a")) == ("a",)


def test_an_entry_may_say_what_to_write_instead() -> None:
    assert split_entry("in lieu of -> instead of, for") == ("in lieu of", ("instead of", "for"))
    assert split_entry("plain") == ("plain", ())


def test_the_same_phrase_with_another_replacement_takes_the_place_of_the_first() -> None:
    assert merge(("utilise -> use", "b"), ("Utilise -> deploy",)) == ("b", "Utilise -> deploy")
    assert merge(("utilise -> use",), ("!utilise",)) == ()


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("utilise ->", "`->` needs words on its right"),
        ("utilise -> use,", "`->` needs words on its right"),
        ("a -> b -> c", "`->` needs words on its right"),
        ("-> use", "`->` needs the phrase to be replaced on its left"),
        ("!utilise -> use", "takes a phrase away and replaces nothing"),
    ],
)
def test_a_replacement_that_says_nothing_is_a_mistake_with_its_line(tmp_path: Path, entry: str, message: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"# title\n{entry}\n", encoding="utf-8")
    [mistake] = read_list(path)[0].mistakes
    assert "a.txt:2:1: " in str(mistake)
    assert message in str(mistake)
