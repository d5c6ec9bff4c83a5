import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postlint.documents import BLOCK_KINDS, read


def blocks(source):
    document = read(source, "markdown")
    return [(block.kind, document.text[block.start : block.end]) for block in document.blocks]


def test_blocks_have_the_kinds_a_reader_sees():
    source = (
        '# Head *one* {#id}\n\nText with [a link](http://a.example/b "tip").\n\n'
        "Setext\n===\n\n- item\n  goes on\n  - nested\n\n"
        "> quoted **bold\n> more**\n\n| a | b |\n|---|---|\n| c | d \\| e |\n\n![Alt *text*](i.png)\n\n    indented\n\n"
        "```py\nx = 1\ny\n```\n\n<!-- note -->\n\n[ref]: http://r.example\n"
    )
    assert blocks(source) == [
        ("heading", "Head one"),
        ("paragraph", "Text with a link."),
        ("url", "http://a.example/b"),
        ("alt", "tip"),
        ("heading", "Setext"),
        ("list-item", "item\ngoes on"),
        ("list-item", "nested"),
        ("quote", "quoted bold\nmore"),
        ("table-cell", "a"),
        ("table-cell", "b"),
        ("table-cell", "c"),
        ("table-cell", "d | e"),
        ("alt", "Alt text"),
        ("url", "i.png"),
        ("code", "indented"),
        ("code", "x = 1\ny"),
        ("comment", "note"),
        ("url", "http://r.example"),
    ]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("a *b* __c__ ~~d~~ ***e*** f", "a b c d e f"),
        ("snake_case_name 2 * 3 * 4 ~5", "snake_case_name 2 * 3 * 4 ~5"),
        ("**bold**ly café**s** *x", "boldly cafés *x"),
        ("\\*not\\* &amp; &lt;b&gt; &copy; &nope;", "*not* & <b> © &nope;"),
        ("tea for $5 or $10", "tea for $5 or $10"),
        ("a<br>b <b>c</b> 1 < 2", "a\nb c 1 < 2"),
        ("[see] and [x][nowhere]", "[see] and [x][nowhere]"),
        ("[see] [x][see]\n\n[see]: /u", "see x"),
        ("text[^1] here\n\n[^1]: more", "text here"),
        ("a{{ x }}b {% if y %}c{: .d}", "a b c"),
        ("`` a ` b `` and ` c", "a ` b and ` c"),
        ("[a [b](c) d](e)", "[a b d](e)"),
        ("**a [b** c](d)", "**a b** c"),
        ("line  \nbreak\\\nhere", "line\nbreak\nhere"),
    ],
)
def test_markup_within_a_paragraph_is_resolved(source, text):
    assert blocks(source)[0] == ("paragraph", text)


def test_code_within_a_paragraph_is_known_as_code():
    document = read("run `rm x` and <code>y</code>", "markdown")
    assert [document.text[span.start : span.end] for span in document.code] == ["rm x", "y"]


def test_html_blocks_are_read_element_by_element():
    source = '<ul><li>one <a href="/u">two</a></li></ul>\n<blockquote><p>said **x**</p></blockquote>\n<pre>a\nb</pre>\n'
    assert blocks(source) == [
        ("list-item", "one two"),
        ("url", "/u"),
        ("quote", "said **x**"),
        ("code", "a\nb"),
    ]
    assert blocks('<img alt="A &amp; B" src="i.png">') == [("alt", "A & B"), ("url", "i.png")]


def test_texts_in_shortcodes_are_read():
    assert blocks('{{< figure src="i.png"\n  alt="A nurse" caption="On call" >}}') == [
        ("alt", "A nurse"),
        ("caption", "On call"),
    ]


def test_a_hard_break_ends_a_sentence_and_a_soft_one_does_not():
    document = read("Dr\nMary Okafor  \nopens it", "markdown")
    assert [document.text[span.start : span.end] for span in document.sentences] == ["Dr\nMary Okafor", "opens it"]


def test_an_unclosed_fence_is_a_failure_and_still_code():
    document = read("one\n\n```\ntwo\n\nthree", "markdown")
    assert [(failure.code, failure.line) for failure in document.failures] == [("code-fence", 3)]
    assert blocks("one\n\n```\ntwo\n\nthree") == [("paragraph", "one"), ("code", "two\n\nthree")]


FRAMES = [
    "{}",
    "a **{}** b",
    "*{}*",
    "[{}](http://x.example)",
    "[x *{}*](u 'v')",
    "> {}",
    "> a\n> {} b",
    "- {}",
    "- a\n  - b\n    {} c",
    "# {}",
    "# {} #",
    "{}\n---",
    "| a | {} |\n|---|---|\n| x | y |",
    "| a |\n|---|\n| {} |",
    "![{}](i.png)",
    "🎉 {} 👩‍⚕️",
    "a\r\n\r\n{} b\r\n",
    "a\r{}",
    "&amp; {} &eacute;",
    "caf\u0065\u0301 {} x",
    "\\*{}\\*",
    "`x` {}",
    "`{}`",
    "a {{{{ t }}}} {}",
    "<b>{}</b>",
    "<div>\n<p>{}</p>\n</div>",
    '<img alt="{}">',
    "---\ntitle: {}\n---\nbody",
    '---\ntitle: "\\"x\\" {}"\n---\n',
    '+++\ntitle = "a {}"\n+++\n',
    "---\nimages:\n  - alt: 'it''s {}'\n---\n",
    "---\nsummary: >\n  a\n  b {}\n---\n",
    "[^1]: {} x y",
    "> - a\n>   {}\n",
    "    {}",
    "```\n{}\n```",
    "<!-- {} -->",
]

WORDS = st.text(st.sampled_from("abcXYZ019éßü漢字"), min_size=3, max_size=12).map(lambda word: f"q{word}q")


@given(st.lists(st.tuples(st.sampled_from(FRAMES), WORDS), min_size=1, max_size=4))
@settings(deadline=None)
def test_a_word_is_found_wherever_it_stands_and_maps_back(parts):
    first = parts[:1]
    bodies = first + [(frame, word) for frame, word in parts[1:] if not frame.startswith(("---", "+++"))]
    source = "\n\n".join(frame.format(word) for frame, word in bodies)
    document = read(source, "markdown")
    assert not document.failures
    for _, word in bodies:
        assert word in document.text
        start = document.text.index(word)
        span = document.view.source(start, start + len(word))
        assert source[span.start : span.end] == word


TOKENS = [
    *"ab *_`~[]()!<>&;#-+|\\/\"'={}%:.\n\r\t\0\x01é\u0301\u200b🎉",
    "---\n",
    "+++\n",
    "```",
    "\n\n",
    "{{",
    "}}",
    "<b>",
    "&amp;",
]
MARKDOWNISH = st.lists(st.sampled_from(TOKENS), max_size=80).map("".join)


def check(document):
    text, source = document.text, document.source
    position = 0
    for block in document.blocks:
        assert block.kind in BLOCK_KINDS
        assert position <= block.start < block.end <= len(text)
        assert not text[position : block.start].strip()
        position = block.end
        span = document.view.source(block.start, block.end)
        assert 0 <= span.start < span.end <= len(source)
    covered = {place for span in document.sentences for place in range(span.start, span.end)}
    assert all(place in covered or text[place].isspace() for place in range(len(text)))
    for span in document.code:
        assert any(block.start <= span.start < span.end <= block.end for block in document.blocks)
    for place, character in enumerate(text):
        if (
            character.isascii()
            and character.isalnum()
            and not any(block.kind == "front-matter" for block in document.blocks)
        ):
            span = document.view.source(place, place + 1)
            assert character in source[span.start : span.end] or "&" in source[span.start : span.end]


@given(MARKDOWNISH, st.sampled_from(["text", "markdown"]))
@settings(deadline=None, max_examples=500)
def test_any_text_can_be_read(source, format_):
    check(read(source, format_))


@pytest.mark.parametrize(
    "unit", ["[", "*", "`", "<", "{", "(", " ", "![", "*a**", "[a](", "<a ", "{{", "> ", "- ", "...x", "\\"]
)
def test_reading_is_linear(unit):
    started = time.process_time()
    check_source = unit * (200_000 // len(unit))
    read(check_source, "markdown")
    read(check_source, "text")
    assert time.process_time() - started < 10
