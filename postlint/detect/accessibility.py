"""What is hard to hear or to read for some: styled letters, hashtags in one case, links and images.

Imports data, hashtags, documents (model, typed) and types. Every function takes the blocks to look at, and gives what
it finds with a number, in order of position.
"""

from __future__ import annotations

from collections.abc import Sequence

import regex

from postlint.detect.hashtags import HASHTAG, words_of
from postlint.documents.model import UNDESCRIBED, Block, Document
from postlint.documents.typed import typed
from postlint.types import Span

Found = list[tuple[int, Span]]

# Letters of sets that are used for their look: mathematical, in circles and squares, full-width, small and raised ones
# of phonetics. Screen readers spell them by their names, or leave them out.
_STYLED_LETTER = (
    r"[\u249C-\u24E9\U0001D400-\U0001D7CB\U0001F110-\U0001F169\U0001F172-\U0001F17D\U0001F180-\U0001F189"
    r"\uFF21-\uFF3A\uFF41-\uFF5A\u1D00-\u1D6A\u1D9B-\u1DBF\u02B0-\u02B8\u02E1-\u02E3]"
)
_SMALL_CAPITAL = r"[\u0262\u026A\u0274\u0280\u028F\u0299\u029C\u029F\uA730\uA731]"
"""Of phonetics as well: they count only beside others."""
_WORD_OF_THEM = rf"{_SMALL_CAPITAL}*(?:{_STYLED_LETTER}{_SMALL_CAPITAL}*)+"
_STYLED = regex.compile(rf"{_WORD_OF_THEM}(?:[ '’.,!?&-]{{1,2}}{_WORD_OF_THEM})*")
_LETTER = regex.compile(rf"{_SMALL_CAPITAL}|{_STYLED_LETTER}")
_FULL_WIDTH = regex.compile(r"[\uFF21-\uFF3A\uFF41-\uFF5A]")
_ASIAN = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}]")
_WORD = regex.compile(r"[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*")


def styled_letters(document: Document, blocks: Sequence[Block]) -> Found:
    """Runs of letters from special alphabets, and how many letters each has.

    Full-width letters are at home beside Chinese, Japanese and Korean.
    """
    if document.source.isascii():
        return []
    found = []
    for block in blocks:
        text, positions = typed(document, block.start, block.end)
        for match in _STYLED.finditer(text):
            if not (_FULL_WIDTH.match(match.group()) and _ASIAN.search(text)):
                span = Span(positions[match.start()], positions[match.end() - 1] + 1)
                found.append((len(_LETTER.findall(match.group())), span))
    return found


def run_together_hashtags(document: Document, blocks: Sequence[Block]) -> Found:
    """Hashtags of several words that no capitals part, and how many words each has."""
    return [
        (len(words), Span(*match.span()))
        for block in blocks
        for match in HASHTAG.finditer(document.text, block.start, block.end)
        if (words := words_of(match["tag"]))
    ]


def link_words(document: Document, blocks: Sequence[Block]) -> Found:
    """Links, and how many words their text has; a link on a picture has none."""
    within = [Span(block.start, block.end) for block in blocks]
    found = ((len(_WORD.findall(document.text, link.start, link.end)), link) for link in document.links)
    return [(words, link) for words, link in found if words and any(block.contains(link) for block in within)]


def undescribed_images(blocks: Sequence[Block]) -> list[Span]:
    """Addresses of images that have no text for those who do not see them."""
    return [Span(block.start, block.end) for block in blocks if block.name == UNDESCRIBED]
