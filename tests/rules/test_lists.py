"""Lists of phrases."""

from __future__ import annotations

from pathlib import Path

from postlint.rules.lists import merge, read_list


def test_comments_go_and_hashtags_stay(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("# title\n#\n#ad\nC# code\nplain   # why\n\n  spaced  \n", encoding="utf-8")
    assert read_list(path)[1] == ("#ad", "C# code", "plain", "spaced")


def test_merging_adds_once_and_takes_away_whatever_the_case() -> None:
    assert merge(("a", "Big  Deal", "big deal"), ("b", "a", "!BIG deal", "c")) == ("a", "b", "c")


def test_a_phrase_may_return_after_it_was_taken_away() -> None:
    assert merge(("a",), ("!a", "a")) == ("a",)
