"""A labelled corpus is read strictly: each mistake has a place and a way out, and the other lines count."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postlint.evaluation.corpus import Corpus, read_corpora
from postlint.evaluation.located_json import LocatedJson, NotJson
from postlint.types import Severity

GOOD = '{"id": "good", "text": "Our tea cures colds.", "labels": []}'


def read(tmp_path: Path, *lines: str | bytes) -> Corpus:
    path = tmp_path / "posts.jsonl"
    path.write_bytes(b"\n".join(line if isinstance(line, bytes) else line.encode() for line in lines))
    [corpus] = read_corpora([str(path)])
    return corpus


def test_a_post_and_all_that_a_line_can_say(tmp_path: Path) -> None:
    line = {
        "id": "a",
        "channel": "blog",
        "sector": "health",
        "text": "Tea **cures** 🎉\n\u2028colds",
        "meta": {"consent_ref": "C-1"},
        "labels": [{"category": "claims", "severity": "warning", "quote": "🎉\n\u2028", "why": "it is said"}],
    }
    corpus = read(tmp_path, json.dumps(line, ensure_ascii=False), "", json.dumps(line | {"id": "b", "format": "text"}))
    assert corpus.mistakes == ()
    first, second = corpus.posts
    assert (first.id, first.line, first.format, second.line, second.format) == ("a", 1, "markdown", 3, "text")
    draft = first.draft()
    assert (draft.text, draft.channel, draft.format) == (line["text"], "blog", "markdown")
    assert draft.meta == {"sector": "health", "consent_ref": "C-1"}
    assert first.labels[0].severity is Severity.WARNING
    assert first.labels[0].why == "it is said"


def test_line_ends_and_byte_order_marks_of_every_system(tmp_path: Path) -> None:
    corpus = read(tmp_path, b"\xef\xbb\xbf" + GOOD.encode() + b"\r", GOOD.replace("good", "b").replace("tea", "ale"))
    assert [post.line for post in corpus.posts] == [1, 2]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('^{"id": "a", "text": "b"}', "a post needs `labels`"),
        ('{"id": "a", "text": "b", "labels": [], ^"lables": 1}', "unknown key `lables`; did you mean `labels`?"),
        ('{"id": "a", ^"id": "b", "text": "b", "labels": []}', "key `id` is given twice"),
        ('{"id": "a", "text": ^"  ", "labels": []}', "`text` must be text, and not empty"),
        ('{"id": ^7, "text": "b", "labels": []}', "`id` must be text"),
        ('{"id": "a", "text": "b", "labels": ^null}', "`labels` must be a list: [] for a compliant post"),
        ('{"id": "a", "text": "b", "labels": [], "channel": ^"linkedn"}', "did you mean `linkedin`?"),
        ('{"id": "a", "text": "b", "labels": [], "format": ^"html"}', "unknown format `html`; allowed: markdown, text"),
        ('{"id": "a", "text": "b", "labels": [], "meta": ^[]}', "`meta` must be an object"),
        ('{"id": "a", "text": "b", "labels": [^"claims"]}', 'a label must be an object: {"category": …'),
        (
            '{"id": "a", "text": "é b", "labels": [{"category": "c", "severity": "info", "quote": ^"d"}]}',
            "not in the text",
        ),
        (
            '{"id": "a", "text": "b", "labels": [{"category": "c", "severity": ^"high", "quote": "b"}]}',
            "severity `high`",
        ),
        ('{"id": "a", "text": "b", "labels": [^{"category": "c", "severity": "info"}]}', "a label needs `quote`"),
        ('{"id": "a", "text": "b", "labels": []^', "the line ends here"),
        ('{"id": "a", "text": "b, "^labels": []}', "`,` or `}` is expected here"),
        ('{"id": "a", "text": "b", "labels": [],^}', "a key in double quotes is expected"),
        ('{"id": "a" ^"text": "b"}', "`,` or `}` is expected here"),
        ("{^'id': 'a'}", "a key in double quotes is expected"),
        ('{"id": "a", "text": ^"b', "a quotation mark is opened here and never closed"),
        ('{"id": "a", "text": "b^\\q"}', "is no JSON text"),
        ('{"id": "a", "text": ^"\\ud800"}', "half of a surrogate pair"),
        ('{"id": ^NaN}', "a value is expected"),
        ('{"id": ^007}', "a value is expected"),
        ('{"id": ^1e999}', "too large"),
        (GOOD + "^" + GOOD, "one object a line"),
        ("[^", "a post is one whole JSON object on one line"),
        ("^[]", 'a post must be an object: {"id": …, "text": …, "labels": …}'),
        ("[" * 41 + "^" + "[" * 20, "nested"),
        (b'{"id": "\xc3\xa9", "text": "^\xe9", "labels": []}', "is not UTF-8"),
    ],
)
def test_a_mistake_has_its_place_and_leaves_the_other_lines_alone(tmp_path: Path, line: str | bytes, said: str) -> None:
    """The `^` stands before what is wrong."""
    raw = line if isinstance(line, bytes) else line.encode()
    before, after = raw.split(b"^")
    corpus = read(tmp_path, GOOD, before + after)
    assert [post.id for post in corpus.posts] == ["good"]
    assert corpus.left_out == 1
    [mistake] = corpus.mistakes
    assert said in mistake.message
    assert (mistake.line, mistake.column) == (2, len(before.decode()) + 1)


def test_every_mistake_of_a_line_is_told_at_once_and_none_quotes_the_post(tmp_path: Path) -> None:
    corpus = read(
        tmp_path,
        '{"id": "a", "text": "Mary Okafor", "chanel": "x", "labels": ['
        '{"category": "claims", "severity": "eror", "quote": "Mary Smith"}, {"quote": "Okafor"}]}',
    )
    said = [mistake.message for mistake in corpus.mistakes]
    assert len(said) == 5
    assert not [message for message in said if "Mary" in message or "Okafor" in message]
    assert corpus.left_out == 1


def test_a_post_counts_once(tmp_path: Path) -> None:
    corpus = read(
        tmp_path,
        GOOD,
        GOOD.replace("tea", "ale"),
        GOOD.replace("good", "other"),
        GOOD.replace("good", "third").replace('"labels"', '"channel": "x", "labels"'),
    )
    assert [post.id for post in corpus.posts] == ["good", "third"]
    assert [(one.line, one.column, one.message.partition(":")[0]) for one in corpus.mistakes] == [
        (2, 8, "is the id of line 1 too"),
        (3, 25, f"is the same post as {corpus.path}"),
    ]
    again = read_corpora([corpus.path, corpus.path])[1]
    assert again.posts == ()


@pytest.mark.parametrize(
    ("data", "said"),
    [(b"", "holds no post"), (b"\n\n", "holds no post"), (GOOD.encode("utf-16"), "UTF-16: save the file as UTF-8")],
)
def test_a_file_without_posts_is_never_a_result(tmp_path: Path, data: bytes, said: str) -> None:
    corpus = read(tmp_path, data)
    [mistake] = corpus.mistakes
    assert (mistake.line, mistake.column) == (1, 1)
    assert said in mistake.message


def test_a_file_that_is_gone_is_a_mistake(tmp_path: Path) -> None:
    [corpus] = read_corpora([str(tmp_path / "none.jsonl")])
    assert "cannot be read: no such file" in corpus.mistakes[0].message


values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**12), 10**12) | st.floats(0, 1e9) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(values, st.booleans())
def test_json_is_read_as_the_standard_library_reads_it(value: object, ascii_only: bool) -> None:
    text = json.dumps(value, ensure_ascii=ascii_only)
    assert LocatedJson(text).value == value


@given(st.lists(st.text(), min_size=1, max_size=4), st.integers(0, 3))
def test_an_offset_is_where_the_value_begins(texts: list[str], at: int) -> None:
    text = json.dumps({"a": 1, "many": texts}, ensure_ascii=False)
    place = ("many", at)
    offset = LocatedJson(text).offset(place)
    if at < len(texts):
        assert json.JSONDecoder().raw_decode(text, offset)[0] == texts[at]
    else:
        assert text[offset] == "["


@given(st.text('{}[]",:\\u0e12 trnfals', max_size=20))
def test_any_line_is_json_or_a_mistake_inside_it(text: str) -> None:
    try:
        expected = json.loads(text)
    except ValueError:
        with pytest.raises(NotJson) as caught:
            LocatedJson(text)
        assert 0 <= caught.value.offset <= len(text)
    else:
        read = LocatedJson(text)
        assert read.repeated or read.value == expected
