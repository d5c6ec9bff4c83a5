"""What posts have in common: ranges of their measures, words, spelling, names; imports detect, documents, conditions.

The ranges hold together: they are as narrow as they can be while most of the posts lie within all of them at once.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import msgspec
import regex
import yaml

from postlint.detect.data import lines
from postlint.detect.measures import MEASURES
from postlint.detect.word_forms import forms
from postlint.documents.model import PROSE, Document
from postlint.voice.posts import Post

FEWEST_POSTS = 20
"""Fewer posts make no range: what the next one may do is anybody's guess."""

WITHIN = 0.95
"""This share of the posts lies within all limits at once."""

TAILS = (0.05, 0.04, 0.03, 0.02, 0.015, 0.01, 0.0075, 0.005, 0.0025, 0.0)
"""Shares of posts that a single limit may shut out, the most first."""

SPREAD = 1.5
"""Ranges from few posts are widened by so many interquartile ranges, divided by the root of the number of posts."""

_USED = 10
"""A word has to stand in so many posts before its rivals can be called never used."""
_OFTEN = 0.9
"""One English is ours when so large a share of the words that could differ are in it."""
_ONE_WAY = 0.98
"""A name is spelled in one way when so large a share of the posts that have it spell it so."""

_BOTH_ENDS = ("mean-sentence-words", "formality", "sentiment", "we-words", "you-words")
"""Measures with a lower limit too."""
_COUNTS = ("sentence-words", "exclamation-marks", "questions", "emoji", "hashtags", "mentions")
LEARNED = ("reading-grade", *_COUNTS[:1], *_BOTH_ENDS[:1], *_COUNTS[1:], *_BOTH_ENDS[1:], "i-words")
"""Measures in the order in which they are told."""

_WORD = regex.compile(r"\p{L}[\p{L}'-]*\p{L}|\p{L}")
_ALONE = regex.compile(r"(?<![\w.@#/-])\p{L}+(?![\w@/]|\.\w)")
"""A word that is no part of an address."""
_NAME = regex.compile(r"\p{L}*\p{Ll}\p{Lu}\p{L}*")
_PERSONS = regex.compile(r"(?:Mc|Mac|O'|De|Di|La|Le|Van|Fitz)\p{Lu}")


class Measured(msgspec.Struct, frozen=True):
    """One measure of many posts."""

    posts: int
    low: float | None
    """The limits; None where there is none."""
    high: float | None
    fifth: float
    """A twentieth of the posts lies below."""
    median: float
    ninety_fifth: float


class Ranges(msgspec.Struct, frozen=True):
    """The measures of posts, and how many of these posts lie within all limits."""

    posts: int
    within: int
    measures: Mapping[str, Measured]


class Choice(msgspec.Struct, frozen=True):
    """A word that the posts use where they could use others, and do not."""

    use: str
    posts: int
    never: tuple[str, ...]


class Profile(msgspec.Struct, frozen=True):
    """A voice as its posts show it."""

    posts: int
    words: int
    ranges: Ranges
    by_channel: Mapping[str, Ranges]
    drawn: tuple[int, int]
    """Posts that draw words together, of those that could often enough."""
    capitals: float
    """Words in capitals in a row, which hardly any post exceeds."""
    spellings: Mapping[str, int]
    """Words in British and in American spelling, among those that could be either."""
    names: tuple[tuple[str, int], ...]
    """Names with a capital inside and how many posts have them, the most first."""
    choices: tuple[Choice, ...]


def values(document: Document, channel: str | None = None) -> dict[str, float]:
    """The highest value of every measure that can be told of a document."""
    blocks = [block for block in document.blocks if block.kind in PROSE]
    found = {}
    for name, measure in MEASURES.items():
        measurements = measure.function(document, blocks, channel)
        if measurements:
            found[name] = max(one.value for one in measurements)
    return found


def learn(posts: Sequence[Post]) -> Profile:
    """The voice of these posts, of which there are at least `FEWEST_POSTS`."""
    measured = [values(post.document, post.channel) for post in posts]
    by_channel: defaultdict[str, list[dict[str, float]]] = defaultdict(list)
    for post, found in zip(posts, measured, strict=True):
        if post.channel is not None:
            by_channel[post.channel].append(found)
    texts = [prose(post.document) for post in posts]
    vocabulary = [{word.lower() for word in _WORD.findall(text)} for text in texts]
    able = [found["contraction-share"] for found in measured if "contraction-share" in found]
    shouted = sorted(found.get("capitals", 0) for found in measured)
    return Profile(
        posts=len(posts),
        words=int(sum(found.get("words", 0) for found in measured)),
        ranges=ranges(measured),
        by_channel={
            name: ranges(found) for name, found in sorted(by_channel.items()) if FEWEST_POSTS <= len(found) < len(posts)
        },
        drawn=(sum(share > 0 for share in able), len(able)),
        capitals=quantile(shouted, WITHIN),
        spellings=_spellings(vocabulary),
        names=tuple(_names(texts)),
        choices=tuple(_choices(texts, vocabulary)),
    )


def prose(document: Document) -> str:
    """What a reader reads, block by block."""
    return "\n\n".join(document.text[block.start : block.end] for block in document.blocks if block.kind in PROSE)


def ranges(measured: Sequence[Mapping[str, float]]) -> Ranges:
    """Limits for every measure that enough posts have: as narrow as they can be with `WITHIN` of the posts inside."""
    told = {name: sorted(one[name] for one in measured if name in one) for name in LEARNED}
    told = {name: found for name, found in told.items() if len(found) >= FEWEST_POSTS}
    for tail in TAILS:
        limits = {name: _limits(name, found, tail) for name, found in told.items()}
        within = sum(all(_is_within(one.get(name), *limits[name]) for name in limits) for one in measured)
        if within >= WITHIN * len(measured):
            break
    return Ranges(
        posts=len(measured),
        within=within,
        measures={
            name: Measured(len(found), *limits[name], *(quantile(found, share) for share in (0.05, 0.5, 0.95)))
            for name, found in told.items()
        },
    )


def _limits(name: str, found: Sequence[float], tail: float) -> tuple[float | None, float | None]:
    """Quantiles, a little apart where posts are few, and rounded outwards; counts are whole."""
    spread = SPREAD * (quantile(found, 0.75) - quantile(found, 0.25)) / math.sqrt(len(found))
    high = quantile(found, 1 - tail) + spread
    if name in _COUNTS:
        return None, float(math.ceil(high))
    low = quantile(found, tail) - spread
    is_limit = name in _BOTH_ENDS and (low > 0 or found[0] < 0)  # nothing lies below no words at all
    return (math.floor(low * 10) / 10 if is_limit else None), math.ceil(high * 10) / 10


def _is_within(value: float | None, low: float | None, high: float | None) -> bool:
    return value is None or ((low is None or low <= value) and (high is None or value <= high))


def quantile(found: Sequence[float], share: float) -> float:
    """The value below which a share of sorted values lies, between two of them in proportion (type 7 of R)."""
    place = share * (len(found) - 1)
    below = math.floor(place)
    above = min(below + 1, len(found) - 1)
    return found[below] + (place - below) * (found[above] - found[below])


def _spellings(vocabulary: Iterable[set[str]]) -> Mapping[str, int]:
    """In how many posts words stand that only one English spells so."""
    pairs = [line.split() for line in lines("spelling-pairs")]
    british, american = {one[0] for one in pairs if len(one) == 2}, {one[1] for one in pairs if len(one) == 2}
    found = Counter[str]()
    for words in vocabulary:
        found["british"] += len(words & british)
        found["american"] += len(words & american)
    return dict(found)


def spelling(profile: Profile) -> str | None:
    """The variant that nearly all telling words have."""
    total = sum(profile.spellings.values())
    return next((name for name, n in profile.spellings.items() if total >= _USED and n >= _OFTEN * total), None)


def _names(texts: Sequence[str]) -> Iterable[tuple[str, int]]:
    """Names such as GitHub, spelled in one way only, and in how many posts; names of persons are none of ours."""
    counts = Counter(word for text in texts for word in set(_ALONE.findall(text)))
    rivals: defaultdict[str, int] = defaultdict(int)
    for name, number in counts.items():
        rivals[name.lower()] += number
    least = max(5, math.ceil(0.01 * len(texts)))
    for name, number in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])):
        is_name = _NAME.fullmatch(name) and not _PERSONS.match(name)
        if is_name and number >= least and number >= _ONE_WAY * rivals[name.lower()]:
            yield name, number


def _choices(texts: Sequence[str], vocabulary: Sequence[set[str]]) -> Iterable[Choice]:
    """Words that are always chosen where others would do."""
    spaced = [f" {' '.join(_WORD.findall(text)).lower()} " for text in texts]
    for words in yaml.safe_load(Path(__file__).with_name("choices.yaml").read_text("utf-8")):
        posts = {word: _posts_with(word, spaced, vocabulary) for word in words}
        best = max(words, key=lambda word: posts[word])
        never = tuple(word for word in words if posts[word] == 0)
        if posts[best] >= _USED and never:
            yield Choice(best, posts[best], never)


def _posts_with(phrase: str, spaced: Sequence[str], vocabulary: Sequence[set[str]]) -> int:
    if " " in phrase or "-" in phrase:
        return sum(f" {phrase} " in text for text in spaced)
    every = forms(phrase)
    return sum(not every.isdisjoint(words) for words in vocabulary)
