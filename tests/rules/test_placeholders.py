"""Placeholders in a rule's message."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from postlint.rules.placeholders import fill, names, stray_brace

NAMES = st.from_regex(r"[a-z_][a-z0-9_-]{0,8}", fullmatch=True)
PLAIN = st.text(st.characters(exclude_characters="{}"), max_size=10)


@given(st.lists(st.tuples(PLAIN, NAMES)), PLAIN, st.text("{}ab", min_size=1))
def test_what_is_named_is_filled_once(parts: list[tuple[str, str]], end: str, value: str) -> None:
    message = "".join(f"{text}{{{name}}}" for text, name in parts) + end
    assert names(message) == tuple(name for _, name in parts)
    assert not stray_brace(message)
    assert fill(message, {name: value for _, name in parts}) == "".join(f"{text}{value}" for text, _ in parts) + end


def test_stray_braces_are_seen() -> None:
    assert [stray_brace(text) for text in ("{", "a}", "{a b}", "{{a}}", "{a}")] == [True, True, True, True, False]
