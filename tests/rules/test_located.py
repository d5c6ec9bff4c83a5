"""Strict YAML: what it reads, what it refuses, and where it says so."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from postlint.rules.located import INVALID, Source


def read(text: str) -> tuple[object, list[str]]:
    source = Source("f", text)
    return source.parse(), [str(mistake) for mistake in source.mistakes]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("on", "on"),
        ("off", "off"),
        ("yes", "yes"),
        ("no", "no"),
        ("2026-12-01", "2026-12-01"),
        ("12:30:00", "12:30:00"),
        ("0300", "0300"),
        ("1_000", "1_000"),
        ("1e999", "1e999"),
        (".", "."),
        ("-", [None]),
        ("e5", "e5"),
        ("true", True),
        ("null", None),
        ("~", None),
        ("-7", -7),
        ("0.9", 0.9),
        ("1e3", 1000.0),
        ("'7'", "7"),
        ("9" * 5000, "9" * 5000),
        ("", None),
        ("# only a comment", None),
    ],
)
def test_scalars_mean_what_they_show(text: str, value: object) -> None:
    assert read(text) == (value, [])


def test_keys_are_text() -> None:
    assert read("on: 1\n2024: 2\ntrue: 3\nnull: 4") == ({"on": 1, "2024": 2, "true": 3, "null": 4}, [])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: &x [1]\nb: *x", "f:1:4: anchors (&name) and aliases (*name) are not supported: write the value out"),
        ("- !Kestrel", "f:1:3: tags are not supported: put quotes around `!Kestrel`"),
        ("a: 1\n---\nb: 2", "f:2:1: a second document begins here; only one is read: remove the `---`"),
        ("? [a]\n: 1", "f:1:3: a key must be text; text that begins with [, {, * or & needs quotes around it"),
        ("[" * 100_000, "f:1:41: is nested more than 40 levels deep"),
        ("a: 1\n\tb: 2", "a tab stands where only spaces may indent"),
        (
            "why: one: two",
            "f:1:9: is not valid YAML (mapping values are not allowed in this context): a colon and a space",
        ),
        (
            "why: 'open",
            "f:1:11: is not valid YAML (found unexpected end of stream): a quotation mark is opened and never",
        ),
        ("why: @home", "f:1:6: is not valid YAML (found character that cannot start any token): text that begins with"),
        ("a: ok\nb: x\0y", "f:2:5: holds the control character U+0000: remove it"),
    ],
)
def test_refused(text: str, message: str) -> None:
    data, mistakes = read(text)
    assert data is INVALID
    assert len(mistakes) == 1
    assert message in mistakes[0]


def test_a_billion_laughs_does_not_stall() -> None:
    lines = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 60)]
    assert read("\n".join(lines))[0] is INVALID


def test_a_repeated_key_says_where_the_first_is_and_reading_goes_on() -> None:
    assert read("why: 1\nfix: {a: 1, a: 2}\nwhy: 2") == (
        {"why": 1, "fix": {"a": 1}},
        ["f:2:13: key `a` is given twice, first on line 2", "f:3:1: key `why` is given twice, first on line 1"],
    )


def test_bytes_that_are_not_utf8_are_placed(tmp_path: Path) -> None:
    path = tmp_path / "r.yaml"
    path.write_bytes("why: é\nfix: é".encode() + b"\xff")
    source = Source.read(path)
    assert source.parse() is INVALID
    assert [(one.line, one.column) for one in source.mistakes] == [(2, 7)]


def test_a_file_with_a_byte_order_mark_and_crlf_reads_like_any_other(tmp_path: Path) -> None:
    path = tmp_path / "r.yaml"
    path.write_bytes(b"\xef\xbb\xbfwhy: a\r\nfix: b\r\n")
    assert Source.read(path).parse() == {"why": "a", "fix": "b"}


def test_a_missing_file_is_a_mistake(tmp_path: Path) -> None:
    source = Source.read(tmp_path / "r.yaml")
    assert [one.message for one in source.mistakes] == ["cannot be read: no such file or directory"]


values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**17), 10**17) | st.text(st.characters(exclude_categories=["C"])),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abc ", min_size=1), inner, max_size=4),
    max_leaves=20,
)


@given(values)
def test_what_yaml_writes_is_read_back(value: object) -> None:
    quoted = yaml.safe_dump(value, allow_unicode=True, sort_keys=False, default_style='"')
    source = Source("f", yaml.safe_dump(value, allow_unicode=True, sort_keys=False))
    assert read(quoted)[1] == [] or "!!" in quoted
    data = source.parse()
    assert source.mistakes == []
    assert data == value


@given(st.text(max_size=200))
def test_any_text_is_data_or_a_mistake(text: str) -> None:
    data, mistakes = read(text)
    assert (data is INVALID) <= bool(mistakes)
