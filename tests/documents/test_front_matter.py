import json

import pytest

from postlint.documents import read


def front(source):
    document = read(source, "markdown")
    shown = [(b.name, document.text[b.start : b.end]) for b in document.blocks if b.kind == "front-matter"]
    return document, shown


def test_yaml_values_become_metadata_with_places_and_published_texts():
    source = (
        '---\ntitle: "É “x” \\"y\\" 🎉"\ndate: 2026-01-02\nat: 12:30\n'
        "layout: post\nimage: {alt: 'it''s'}\n---\nBody\n"
    )
    document, shown = front(source)
    assert shown == [("title", 'É "x" "y" 🎉'), ("alt", "it's")]
    assert document.meta["date"] == "2026-01-02"
    assert document.meta["at"] == "12:30"
    assert source[document.meta_spans["date"].start : document.meta_spans["date"].end] == "2026-01-02"
    json.dumps(document.meta)
    assert document.text.endswith("Body")


def test_toml_values_become_metadata_with_places_and_published_texts():
    source = (
        '+++\r\ntitle = "T \\"x\\"" # note\r\ndate = 2026-01-02\r\n'
        'tags = ["a]", "b"]\r\n[seo]\r\ndescription = \'long\'\r\n+++\r\nBody'
    )
    document, shown = front(source)
    assert shown == [("title", 'T "x"'), ("description", "long")]
    assert document.meta["date"] == "2026-01-02"
    spans = {key: source[span.start : span.end] for key, span in document.meta_spans.items()}
    assert spans == {"title": '"T \\"x\\""', "date": "2026-01-02", "tags": '["a]", "b"]'}


@pytest.mark.parametrize(
    ("source", "line", "column"),
    [
        ("---\ntitle: a\nx: b: c\n---\nBody", 3, 5),
        ("---\ntitle: !!python/object/apply:os.system [ls]\n---\nBody", 2, 8),
        ("---\na: &a [*a]\n---\nBody", 2, 4),
        ("+++\ntitle = a\n+++\nBody", 2, 9),
        ("---\ntitle: a\n\nBody", 1, 1),
    ],
)
def test_broken_front_matter_is_a_failure_and_the_body_is_read(source, line, column):
    document, _ = front(source)
    assert [(failure.code, failure.line, failure.column) for failure in document.failures] == [
        ("front-matter", line, column)
    ]
    assert document.text.endswith("Body")


def test_a_rule_above_the_text_is_no_front_matter():
    for source in ("---\n\nText", "---\nJust text\n---\nText"):
        document, _ = front(source)
        assert not document.failures
        assert document.text.endswith("Text")


@pytest.mark.parametrize("unit", ["[", "- ", "{", '["]",', "? "])
def test_deep_nesting_is_a_failure_and_no_crash(unit):
    document, _ = front(f"---\n{unit * 5000}\n---\nBody")
    assert [failure.code for failure in document.failures] == ["front-matter"]
