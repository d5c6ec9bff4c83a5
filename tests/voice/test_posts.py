"""Posts are read from folders, Markdown and the CSV of schedulers."""

from __future__ import annotations

from pathlib import Path

from postlint.voice.posts import Post, Skipped, posts


def told(*paths: Path) -> list[tuple[str, str | None]]:
    """Text and channel of every post; the code of what was skipped."""
    return [
        (one.document.text, one.channel) if isinstance(one, Post) else (one.failure.code, None)
        for one in posts(map(str, paths))
    ]


def test_a_folder_of_text_and_markdown(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\nchannel: blog\n---\n# Doors\n\nWe *open* at nine.\n", "utf-8")
    (tmp_path / "b.txt").write_text("We close at five.\n", "utf-8")
    (tmp_path / "c.png").write_bytes(b"\x89PNG")
    (tmp_path / "empty.txt").write_bytes(b"")
    found = told(tmp_path)
    assert found[0][1] == "blog"
    assert "We open at nine." in found[0][0]
    assert found[1] == ("We close at five.", None)
    assert found[2:] == [("empty", None)]


def test_a_csv_by_the_heads_of_its_columns(tmp_path: Path) -> None:
    table = tmp_path / "queue.csv"
    table.write_bytes(
        '\ufeffPosting Time,Platform,Message\r\n1 May,Twitter,"Doors open, at nine"\r\n'
        '2 May,LinkedIn,"Two\nlines"\r\n3 May,myspace,Third\r\n4 May,x,\r\n'.encode()
    )
    assert told(table) == [("Doors open, at nine", "x"), ("Two\nlines", "linkedin"), ("Third", None)]


def test_other_dividers_and_a_second_row_of_heads(tmp_path: Path) -> None:
    table = tmp_path / "queue.csv"
    table.write_text("date;caption\nDate;Caption\n1 May;Doors open, at nine\n", "utf-8")
    assert told(table) == [("Doors open, at nine", None)]


def test_a_csv_that_names_no_text_is_told(tmp_path: Path) -> None:
    table = tmp_path / "queue.csv"
    table.write_text("when,what\n1 May,Hello\n", "utf-8")
    (skipped,) = posts([str(table)])
    assert isinstance(skipped, Skipped)
    assert "text, message, content" in skipped.failure.message
    table.write_bytes(b"text\nna\xefve\n")
    assert told(table) == [("encoding", None)]
