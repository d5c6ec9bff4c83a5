"""What can be counted in a post, and where to underline it.

Imports accessibility, data, lengths, numbering, readability, style, documents and types. Nothing is counted inside
code, comments and link targets: a measure judges what a reader reads. Facts about platforms are in docs/channels.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import pairwise
from types import MappingProxyType
from typing import Protocol

import msgspec
import regex

from postlint.detect import accessibility, style
from postlint.detect.data import word_list
from postlint.detect.lengths import COUNTS, EMOJI, fitting
from postlint.detect.numbering import mistake
from postlint.detect.readability import FEWEST_SENTENCES, FEWEST_WORDS, flesch_kincaid_grade
from postlint.documents.model import Block, Document
from postlint.documents.typed import Typed, published, typed
from postlint.types import Span


class Measurement(msgspec.Struct, frozen=True):
    """A value, and the words of `Document.text` that stand for it."""

    value: float
    span: Span
    beyond: Callable[[float], Span] | None = None
    """The words beyond a limit, where they can be told from the others."""


class Function(Protocol):
    """Measures some blocks of a document; `channel` matters to `length` alone."""

    def __call__(self, document: Document, blocks: Sequence[Block], channel: str | None = None) -> list[Measurement]:
        """Measurements in order of position; none where there is nothing to judge."""


class Measure(msgspec.Struct, frozen=True):
    """A row of `MEASURES`."""

    name: str
    unit: str
    """What one of it is, for messages and docs."""
    function: Function


_NOT_READ = frozenset({"code", "comment", "url"})
_NOT_PUBLISHED = frozenset({"comment", "url", "alt", "subject", "front-matter"})
_RUNNING_TEXT = frozenset({"paragraph", "list-item", "quote", "caption"})

_URL = regex.compile(r"\b(?:https?://|www\.)\S+")
_WORD = regex.compile(r"[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}'’-]*[\p{L}\p{M}\p{N}])?")
_HASHTAG = regex.compile(r"(?<![\w&/#])#[\p{N}_]*\p{L}[\p{L}\p{M}\p{N}_]*")
_MENTION = regex.compile(r"(?<![\w@./+-])@\w(?:[\w.-]*\w)?")
_BREATH = regex.compile(r"[:;]\s+")
_NOT_WORDS = regex.compile(rf"{_URL.pattern}|{_HASHTAG.pattern}|{_MENTION.pattern}")
_REPEATED = regex.compile(r"[!?]{2,}")
_CAPITALS = regex.compile(r"(?<![\w#@&.'’/-])\p{Lu}[\p{Lu}'’]*(?![\w&/]|['’.-]\w)")
_ROMAN = regex.compile(r"[IVXLC]+")
_FEWEST_CONTRACTIONS = 4
"""Below this many places for a contraction nobody can say that they are welcome or avoided."""
_PAUSE = regex.compile(r"[\w\n]|.{8}")
_LONE_SHOUT = 5
"""A single word in capitals is taken for shouting from so many letters on; below, it is more likely an abbreviation."""


def _readable(document: Document, blocks: Sequence[Block]) -> Iterator[tuple[Block, str]]:
    """Each block that is read, with spaces in place of its code spans, so that offsets hold."""
    for block in blocks:
        if block.kind in _NOT_READ:
            continue
        text = document.text[block.start : block.end]
        for code in document.code:
            start, end = max(code.start, block.start) - block.start, min(code.end, block.end) - block.start
            if start < end:
                text = text[:start] + " " * (end - start) + text[end:]
        yield block, text


def _blank(text: str, pattern: regex.Pattern[str]) -> str:
    """Spaces in place of what the pattern matches."""
    blanked: str = pattern.sub(lambda match: " " * len(match.group()), text)
    return blanked


def _count(pattern: regex.Pattern[str], ignored: regex.Pattern[str] = _URL) -> Function:
    """How often a pattern occurs in a post; underlined is the last, the one too many."""

    def count(document: Document, blocks: Sequence[Block], channel: str | None = None) -> list[Measurement]:
        total, last = 0, None
        for block, text in _readable(document, blocks):
            last = last or Span(block.start, block.end)
            for match in pattern.finditer(_blank(text, ignored)):
                total += 1
                last = Span(block.start + match.start(), block.start + match.end())
        return [Measurement(total, last)] if last else []

    return count


def _each(pattern: regex.Pattern[str]) -> Function:
    """The length of every occurrence."""

    def each(document: Document, blocks: Sequence[Block], channel: str | None = None) -> list[Measurement]:
        return [
            Measurement(len(match.group()), Span(block.start + match.start(), block.start + match.end()))
            for block, text in _readable(document, blocks)
            for match in pattern.finditer(_blank(text, _URL))
        ]

    return each


def characters(document: Document, blocks: Sequence[Block], channel: str | None = None) -> list[Measurement]:
    """Code points of the blocks that are read."""
    read = [(block, text) for block, text in _readable(document, blocks)]
    return [Measurement(sum(len(text) for _, text in read), _whole(read))] if read else []


def _whole(read: Sequence[tuple[Block, str]]) -> Span:
    return Span(read[0][0].start, read[-1][0].end)


def length(document: Document, blocks: Sequence[Block], channel: str | None = None) -> list[Measurement]:
    """The length of the publishable text, as typed, as its channel counts it; beyond a limit stands what must go."""
    read = [block for block in blocks if block.kind not in _NOT_PUBLISHED]
    if not read:
        return []
    text, count = published(document, read), COUNTS.get(channel or "", len)
    whole = Span(read[0].start, read[-1].end)
    return [Measurement(count(text.text), whole, partial(_beyond, text, count, whole))]


def _beyond(text: Typed, count: Callable[[str], int], whole: Span, limit: float) -> Span:
    fit = fitting(text.text, limit, count)
    while fit < len(text.text) and text.text[fit].isspace():
        fit += 1
    return Span(text.positions[fit], whole.end) if fit < len(text.positions) else whole


def _characters_of(kind: str, name: str = "") -> Function:
    """The code points of every block of a kind, and name, as typed."""

    def lengths(document: Document, blocks: Sequence[Block], channel: str | None = None) -> list[Measurement]:
        return [
            Measurement(len(typed(document, block.start, block.end).text), Span(block.start, block.end))
            for block in blocks
            if block.kind == kind and name in ("", block.name)
        ]

    return lengths


def _found_by(find: Callable[[Document, Sequence[Block]], list[tuple[int, Span]]]) -> Function:
    """What a function finds in the blocks that are read, outside of code."""

    def found(document: Document, blocks: Sequence[Block], channel: str | None = None) -> list[Measurement]:
        return [
            Measurement(value, span)
            for value, span in find(document, [block for block in blocks if block.kind not in _NOT_READ])
            if not any(code.overlaps(span) for code in document.code)
        ]

    return found


def undescribed_images(document: Document, blocks: Sequence[Block], channel: str | None = None) -> list[Measurement]:
    """Every image without a text for those who do not see it; underlined is its address."""
    return [Measurement(1, span) for span in accessibility.undescribed_images(blocks)]


def thread_mistakes(document: Document, blocks: Sequence[Block], channel: str | None = None) -> list[Measurement]:
    """Whether the posts of a thread are numbered without gaps; underlined is the first number that is wrong."""
    span = mistake(document.text, [Span(block.start, block.end) for block, _ in _readable(document, blocks)])
    return [Measurement(1, span)] if span else []


def _sentences(
    document: Document, blocks: Sequence[Block], parting: regex.Pattern[str] | None = None
) -> Iterator[tuple[Span, list[str]]]:
    """Sentences of the blocks that are read, or what `parting` makes of them, each with its words."""
    for block, text in _readable(document, blocks):
        bare = _blank(text, _NOT_WORDS)
        for sentence in document.sentences:
            if block.start <= sentence.start < block.end:
                start, end = sentence.start - block.start, sentence.end - block.start
                ends = [match.end() for match in parting.finditer(bare, start, end)] if parting else []
                for first, last in pairwise([start, *ends, end]):
                    words = _WORD.findall(bare, first, last)
                    if words:
                        yield Span(block.start + first, block.start + last), words


def sentence_words(document: Document, blocks: Sequence[Block], channel: str | None = None) -> list[Measurement]:
    """Words of every sentence; a colon or semicolon ends one too, for those who have to take a breath."""
    return [Measurement(len(words), span) for span, words in _sentences(document, blocks, _BREATH)]


def reading_grade(document: Document, blocks: Sequence[Block], channel: str | None = None) -> list[Measurement]:
    """Flesch-Kincaid grade of the running text; too short a text has none. Underlined is the longest sentence."""
    sentences = _running(document, blocks)
    if len(sentences) < FEWEST_SENTENCES:
        return []
    words = [word for _, found in sentences for word in found]
    return [Measurement(round(flesch_kincaid_grade(words, len(sentences)), 1), _longest(sentences))]


def mean_sentence_words(document: Document, blocks: Sequence[Block], channel: str | None = None) -> list[Measurement]:
    """Words of a sentence on average; too short a text has none. Underlined is the longest."""
    sentences = _running(document, blocks)
    if not sentences:
        return []
    return [Measurement(round(_words_in(sentences) / len(sentences), 1), _longest(sentences))]


def _running(document: Document, blocks: Sequence[Block]) -> list[tuple[Span, list[str]]]:
    """The sentences of the running text; none where it is too short to be judged as a whole."""
    sentences = list(_sentences(document, [block for block in blocks if block.kind in _RUNNING_TEXT]))
    return sentences if _words_in(sentences) >= FEWEST_WORDS else []


def _words_in(sentences: Sequence[tuple[Span, list[str]]]) -> int:
    return sum(len(words) for _, words in sentences)


def _longest(sentences: Sequence[tuple[Span, list[str]]]) -> Span:
    return max(sentences, key=lambda one: len(one[1]))[0]


def _of_words(
    measured: Callable[[Sequence[Sequence[str]]], float], telling: Callable[[Sequence[str]], float] = len
) -> Function:
    """What the words of the running text measure together; underlined is the sentence that tells most."""

    def measure(document: Document, blocks: Sequence[Block], channel: str | None = None) -> list[Measurement]:
        sentences = _running(document, blocks)
        if not sentences:
            return []
        value = round(measured([words for _, words in sentences]), 1)
        return [Measurement(value, max(sentences, key=lambda one: telling(one[1]))[0])]

    return measure


def contraction_share(document: Document, blocks: Sequence[Block], channel: str | None = None) -> list[Measurement]:
    """Words drawn together, per cent of those that could be; underlined is the first that could. Few say nothing."""
    drawn, open_ = (list(_matches(document, blocks, one)) for one in (style.CONTRACTED, style.CONTRACTIBLE))
    if len(drawn) + len(open_) < _FEWEST_CONTRACTIONS:
        return []
    return [Measurement(round(100 * len(drawn) / (len(drawn) + len(open_)), 1), (open_ or drawn)[0])]


def _matches(document: Document, blocks: Sequence[Block], pattern: regex.Pattern[str]) -> Iterator[Span]:
    for block, text in _readable(document, blocks):
        for match in pattern.finditer(_blank(text, _URL)):
            yield Span(block.start + match.start(), block.start + match.end())


def capitals(document: Document, blocks: Sequence[Block], channel: str | None = None) -> list[Measurement]:
    """Runs of shouted words, and how many words were shouted; abbreviations within a run do not count."""
    found = []
    for block, text in _readable(document, blocks):
        bare = _blank(text, _URL)
        run: list[regex.Match[str]] = []
        for match in [*_CAPITALS.finditer(bare), None]:
            if run and (match is None or _PAUSE.search(bare[run[-1].end() : match.start()])):
                found += _shout(block, run)
                run = []
            if match is not None:
                run.append(match)
    return found


def _shout(block: Block, run: Sequence[regex.Match[str]]) -> list[Measurement]:
    shouted = [match for match in run if _is_shouted(match.group())]
    if len(shouted) < 2 and not (shouted and len(shouted[0].group()) >= _LONE_SHOUT):
        return []
    return [Measurement(len(shouted), Span(block.start + shouted[0].start(), block.start + shouted[-1].end()))]


def _is_shouted(word: str) -> bool:
    letters = word.rstrip("'’")
    return len(letters) > 1 and letters.lower() not in word_list("acronyms") and not _ROMAN.fullmatch(letters)


def _share(name: str) -> Function:
    """Words of a class among 100."""
    return _of_words(lambda sentences: style.share(sentences, name), lambda words: style.share([words], name))


_WORDS = _count(_WORD, _NOT_WORDS)

MEASURES: Mapping[str, Measure] = MappingProxyType(
    {
        measure.name: measure
        for measure in (
            Measure("alt-characters", "characters of an image's text", _characters_of("alt")),
            Measure("capitals", "words in a run of capitals", capitals),
            Measure("characters", "code points a post", characters),
            Measure("contraction-share", "per cent of what could be drawn together", contraction_share),
            Measure("contractions", "words drawn together a post", _count(style.CONTRACTED)),
            Measure("emoji", "emoji a post", _count(EMOJI)),
            Measure("exclamation-marks", "exclamation marks a post", _count(regex.compile("!"))),
            Measure("formality", "points from 0, talk, to 100, a statute", _of_words(style.formality)),
            Measure("hashtags", "hashtags a post", _count(_HASHTAG)),
            Measure("i-words", "of 100 words", _share("i")),
            Measure("length", "characters a post, as its channel counts them", length),
            Measure("link-words", "words of a link's text", _found_by(accessibility.link_words)),
            Measure("mean-sentence-words", "words a sentence on average", mean_sentence_words),
            Measure("mentions", "mentions a post", _count(_MENTION)),
            Measure("questions", "question marks a post", _count(regex.compile(r"\?"))),
            Measure("reading-grade", "Flesch-Kincaid grade of a post", reading_grade),
            Measure("repeated-punctuation", "marks in a row", _each(_REPEATED)),
            Measure(
                "run-together-hashtags",
                "words of a hashtag without capitals",
                _found_by(accessibility.run_together_hashtags),
            ),
            Measure("sentence-words", "words a sentence", sentence_words),
            Measure(
                "sentiment",
                "pleasing less hurting words, of 100",
                _of_words(style.sentiment, lambda words: abs(style.balance(words))),
            ),
            Measure(
                "styled-letters",
                "letters of a special alphabet in a row",
                _found_by(accessibility.styled_letters),
            ),
            Measure("thread-mistakes", "threads with a wrong number", thread_mistakes),
            Measure(
                "title-characters",
                "characters of the title in the front matter",
                _characters_of("front-matter", "title"),
            ),
            Measure("undescribed-images", "images without a text", undescribed_images),
            Measure("we-words", "of 100 words", _share("we")),
            Measure("words", "words a post", _WORDS),
            Measure("you-words", "of 100 words", _share("you")),
        )
    }
)
"""Every measure that `metric` may name."""
