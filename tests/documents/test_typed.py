from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postlint.documents import read
from postlint.documents.typed import published, typed

PUBLISHED = {"paragraph", "heading", "list-item", "quote", "code"}


def post(source, form="text"):
    document = read(source, form)
    return published(document, [block for block in document.blocks if block.kind in PUBLISHED]).text


@pytest.mark.parametrize(
    "source",
    [
        "𝓱𝓮𝓵𝓵𝓸 ｗｏｒｌｄ",
        "“it’s”  two   spaces … and – a dash",
        "👨‍👩‍👧‍👦 ❤️ 1️⃣2️⃣",
        "cafe\u0301 and ﬁne",
        "soft\u00adhyphen zero\u200bwidth",
        "One\n\n\nTwo\n- three\n- four\n\nfive",
        "- one\n- two",
    ],
)
def test_plain_text_is_published_as_typed(source):
    assert post(source) == source


def test_line_ends_count_once_and_white_space_around_the_post_not_at_all():
    assert post("One\r\nTwo\r\n\r\nThree\r\n") == "One\nTwo\n\nThree"


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("---\nchannel: x\n---\nA **bold** [link](https://a.example) &amp; more\n", "A bold link & more"),
        ("One <!-- note -->\n\n![alt](a.png)\n\nTwo", "One\n\nTwo"),
        ("- one\n- two\n", "- one\n- two"),
        ("# Title\n\nText 👩‍⚕️", "Title\n\nText 👩‍⚕️"),
        ("It’s “so” 𝗯𝗼𝗹𝗱…", "It’s “so” 𝗯𝗼𝗹𝗱…"),
    ],
)
def test_markup_is_not_published(source, text):
    assert post(source, "markdown") == text


ANY = st.text(alphabet=st.sampled_from("aé \n\r\t*_[]()!&;<>`-#“\u0301👍🏽\u200d👩\ufe0f𝗯１ﬁ\u200b\xa0"), max_size=40)


@given(ANY, st.sampled_from(["text", "markdown"]))
def test_every_character_knows_where_it_is_shown(source, form):
    document = read(source, form)
    for block in document.blocks:
        text, positions = typed(document, block.start, block.end)
        assert len(text) == len(positions)
        assert positions == sorted(positions)
        assert all(block.start <= position < block.end for position in positions)
