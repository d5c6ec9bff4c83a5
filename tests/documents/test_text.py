from hypothesis import given
from hypothesis import strategies as st

from postlint.documents import Lines, format_for, read


def test_plain_text_has_paragraphs_items_and_a_subject():
    source = "Subject: Our news\r\n\r\nDear all,\r\nread *this*:\r\n- one\r\n• two\r\n1. three\r\n\r\nBye"
    document = read(source, "text")
    assert [(block.kind, document.text[block.start : block.end]) for block in document.blocks] == [
        ("subject", "Our news"),
        ("paragraph", "Dear all,\nread *this*:"),
        ("list-item", "one"),
        ("list-item", "two"),
        ("list-item", "1. three"),
        ("paragraph", "Bye"),
    ]


def test_code_between_backticks_is_known():
    source = "use `a b` or ``c`\n\n```\nx\n\ny\n```\n"
    document = read(source, "text")
    code = [document.text[span.start : span.end] for span in document.code]
    assert code == ["`a b`", "```\nx", "y\n```"]


@given(st.text())
def test_lines_end_at_line_feeds_and_carriage_returns_only(text):
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert Lines(text).place(len(text)) == (len(lines), len(lines[-1]) + 1)


@given(st.text(alphabet=st.characters(codec="ascii", exclude_categories=["Cc"]), min_size=1))
def test_text_without_markup_is_its_own_source(text):
    document = read(text, "text")
    for block in document.blocks:
        span = document.view.source(block.start, block.end)
        assert " ".join(text[span.start : span.end].split()) == document.text[block.start : block.end]


def test_formats_go_by_the_ending():
    paths = ("a.md", "A.MARKDOWN", "x/y.txt", "draft", "c:\\d.e\\f", "a.docx", ".env")
    formats = ["markdown", "markdown", "text", "text", "text", None, "text"]
    assert [format_for(path) for path in paths] == formats
