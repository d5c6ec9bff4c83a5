"""Linear text classifiers: words and what they stand for in, how likely the text is of a kind out.

Imports people, rules (located), types. A classifier is a table of weights that anyone can read: no parse, no network,
the same answer on every machine. What it weighs are words, neighbours, and pairs of classes in one sentence, where a
name counts as "somebody named" and a number as its shape. `training/` makes the tables.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import combinations
from pathlib import Path
from typing import Literal

import msgspec
import regex

from postlint.detect.data import word_list
from postlint.detect.people import Mention
from postlint.rules.located import ConfigurationError, Mistake
from postlint.types import Span

_TOKEN = regex.compile(
    r"https?://\S+|www\.\S+|[\w.+-]+@[\w-]+\.\w[\w.]*"
    r"|[#@]?[\p{L}\p{M}]+(?:['’-][\p{L}\p{M}]+)*"
    r"|[£$€₹]\s?\d[\d.,]*\w{0,2}|\d(?:[\p{L}\d.,:/%-]*[\p{L}\d%])?|[?!…:]|\p{Emoji_Presentation}"
)
_SHAPES = (
    ("<url>", regex.compile(r"(?:https?|www)\b.*")),
    ("<mail>", regex.compile(r".+@.*")),
    ("<handle>", regex.compile(r"@.*")),
    ("<money>", regex.compile(r"[£$€₹].*")),
    ("<time>", regex.compile(r"\d{1,2}(?:[:.]\d\d)?(?:am|pm)|\d{1,2}[:.]\d\d", regex.IGNORECASE)),
    ("<day>", regex.compile(r"\d{1,2}(?:st|nd|rd|th)|\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}", regex.IGNORECASE)),
    ("<share>", regex.compile(r"\d.*%")),
    ("<year>", regex.compile(r"(?:19|20)\d\d")),
)
_DIGITS = 6
"""Numbers of this many digits and more look alike."""
_PRONOUNS = frozenset(
    ["i", "we", "us", "our", "my", "you", "your", "he", "she", "him", "her", "his", "they", "their", "them", "it"]
)
_CAPITAL = "<cap>"
"""Stands for a capitalised word that is no name of a person and no word known in small letters."""
_START = "^"
FEWEST = 12
"""A text of fewer words counts as one of so many, where its table says nothing else."""
_REPLY = "channel: reply"
_PASSAGES = 3
"""Passages that are shown as the reason."""
_AS_MUCH = 0.4
"""A further passage speaks at least this much of what the first one says."""
_LONGEST = 25
"""Words of the passage that is shown as the reason."""
_STEEPEST = 500.0
"""Scores beyond it are as sure as any; `exp` would overflow."""
_TABLES = 64
"""Tables that are kept in memory."""
_BYTE = regex.compile(r" \(byte (\d+)\)")
_KEY = regex.compile(r"`(?:\$\.)?(\w+)[^`]*`")


class Token(msgspec.Struct, frozen=True):
    """One word as a classifier sees it."""

    span: Span
    word: str
    """In small letters, or its shape, or a class in its place; empty inside a name."""
    classes: tuple[str, ...] = ()
    """What it also counts as: who is meant, and what a person is known by."""
    capital: bool = False
    opens: bool = False
    """Whether it is the first of its text."""


class Feature(msgspec.Struct, frozen=True):
    """Something that may have a weight, and the words that show it."""

    name: str
    first: Span
    second: Span | None = None


def tokens(text: str, mentions: Sequence[Mention], offset: int = 0) -> list[Token]:
    """The words of a text in order.

    The spans of `mentions` are spans into the text; `offset` is added to all spans.
    """
    matches = list(_TOKEN.finditer(text))
    starts = [match.start() for match in matches]
    words = [_word(match.group()) for match in matches]
    classes: list[set[str]] = [set() for _ in matches]
    for mention in mentions:
        first, last = bisect_left(starts, mention.span.start), bisect_left(starts, mention.span.end) - 1
        if last < first or mention.reference in ("addressed", "pronoun"):
            continue
        known = {f"<known:{mark}>" for mark in mention.marks if mark != "name"}
        who = f"<{mention.reference}/{mention.role}>"
        if mention.reference in ("named", "initials"):
            words[first : last + 1] = [who, *[""] * (last - first)]
            classes[first] |= known
        else:
            classes[last] |= {who, *known}
    return [
        Token(
            Span(match.start() + offset, match.end() + offset),
            word,
            tuple(sorted(kinds)),
            match.group()[0].isupper() and not word.startswith("<"),
            index == 0,
        )
        for index, (match, word, kinds) in enumerate(zip(matches, words, classes, strict=True))
    ]


def _word(token: str) -> str:
    """The word in small letters without a possessive ending, or the shape of a number or address."""
    for shape, pattern in _SHAPES:
        if pattern.fullmatch(token):
            return shape
    if token[0].isdigit():
        return f"<n{min(sum(map(str.isdigit, token)), _DIGITS)}>"
    return token.lower().replace("’", "'").removesuffix("'s")


def features(sentences: Sequence[Sequence[Token]], known: Collection[str], is_reply: bool) -> Iterator[Feature]:
    """All features of a text, repetitions included. `known` has the words that count as such when capitalised."""
    for sentence in sentences:
        yield from _sentence(sentence, known, is_reply)


def _sentence(sentence: Sequence[Token], known: Collection[str], is_reply: bool) -> Iterator[Feature]:
    before: tuple[str, ...] = (_START,)
    last: Span | None = None
    present: dict[str, Span] = {}
    for index, token in enumerate(sentence):
        if not token.word:
            continue
        word = _CAPITAL if index and token.capital and token.word not in known else token.word
        names = (word, *token.classes)
        for name in names:
            yield Feature(name, token.span)
            for previous in before:
                yield Feature(f"{previous} {name}", last or token.span, token.span)
        if word.startswith(("<named", "<initials")):
            present.setdefault(word, token.span)
        if word in _PRONOUNS:
            present.setdefault(word, token.span)
        for name in token.classes:
            present.setdefault(name, token.span)
        before, last = names, token.span
    for (first, where), (second, there) in combinations(sorted(present.items()), 2):
        yield Feature(f"{first} & {second}", where, there)
    if is_reply:
        for name, where in present.items():
            yield Feature(f"reply: {name}", where)


def length(words: int, fewest: int = FEWEST) -> float:
    """What the sum of weights is divided by: a long text has more of everything, a few words prove nothing."""
    return math.sqrt(max(words, fewest))


class Opinion(msgspec.Struct, frozen=True):
    """What a classifier says of a text."""

    probability: float
    """0 to 1, as often as labelled posts of that score are of the kind (see docs/classifiers.md)."""
    alone: float
    """The probability by the words alone, whatever rules have found."""


class Text:
    """Sentences that are judged together. Tables that know the same words share its features."""

    def __init__(self, sentences: Sequence[Sequence[Token]]) -> None:
        self.sentences = sentences
        self.words = sum(map(len, sentences))
        self._features: dict[tuple[str, bool], dict[str, Feature]] = {}

    def features(self, table: Classifier, is_reply: bool) -> Mapping[str, Feature]:
        """Each feature by name, where it stands first."""
        found = self._features.get((table.known, is_reply))
        if found is None:
            found = self._features[table.known, is_reply] = {}
            for feature in features(self.sentences, table.known_words, is_reply):
                found.setdefault(feature.name, feature)
        return found


class Classifier(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, dict=True):
    """A table of weights, as it stands in a file under `classifiers/`."""

    description: str
    category: str
    """What rules of this category have found counts as a feature."""
    bias: float
    known: str
    """Words that count as such when capitalised; other capitalised words count as `<cap>`."""
    found: dict[Literal["error", "warning"], float]
    """What a finding of a rule adds, by its severity."""
    weights: dict[str, float]
    """By feature; their sum is divided by `length`."""
    fewest: int = FEWEST
    """A text of fewer words counts as one of so many: the more, the less is made of a single sentence."""

    @cached_property
    def known_words(self) -> frozenset[str]:
        """The words of `known`."""
        return frozenset(self.known.split())

    def is_common(self, token: Token) -> bool:
        """Whether a word says nothing of who or where: known, no number, and not capitalised as a name could be."""
        return token.word in self.known_words and (not token.capital or token.word in word_list("not-names"))

    def judge(self, text: Text, context: Collection[str]) -> Opinion:
        """How likely the text is of the kind.

        `context` may hold `channel: reply`, and `found: error` and `found: warning` for findings of the category.
        """
        shown = text.features(self, _REPLY in context).keys() & self.weights.keys()
        # The exact sum, whatever the order, or answers would differ in their last digits from run to run.
        total = math.fsum(self.weights[name] for name in shown)
        by_rules = sum(weight for severity, weight in self.found.items() if f"found: {severity}" in context)
        score = self.bias + total / length(text.words, self.fewest)
        return Opinion(_probability(score + by_rules), _probability(score))

    def passages(self, text: Text, context: Collection[str]) -> tuple[Span, ...]:
        """The words that speak for it most, in one to three sentences, the weightiest first."""
        shares = {token.span.start: 0.0 for sentence in text.sentences for token in sentence}
        for name, feature in text.features(self, _REPLY in context).items():
            weight = self.weights.get(name, 0.0)
            places = [span.start for span in (feature.first, feature.second) if span is not None]
            for place in places:
                shares[place] += weight / len(places)
        return _passages(text.sentences, shares)


def read_classifiers(paths: Mapping[str, str]) -> Mapping[str, Classifier]:
    """Classifiers by name, from the files that hold them. Raises `ConfigurationError` with what is wrong in any."""
    tables: dict[str, Classifier] = {}
    mistakes: list[Mistake] = []
    for name, path in paths.items():
        try:
            tables[name] = read_classifier(path)
        except ConfigurationError as error:
            mistakes += error.mistakes
    if mistakes:
        raise ConfigurationError(mistakes)
    return tables


def read_classifier(path: str) -> Classifier:
    """The classifier of a file, read once while it is unchanged. Raises `ConfigurationError`."""
    try:
        status = Path(path).stat()
        return _read(path, status.st_size, status.st_mtime_ns)
    except OSError as error:
        raise ConfigurationError([Mistake(path, 1, 1, f"cannot be read: {(error.strerror or '').lower()}")]) from error


@lru_cache(maxsize=_TABLES)
def _read(path: str, _size: int, _changed: int) -> Classifier:
    data = Path(path).read_bytes()
    try:
        return msgspec.json.decode(data.decode("utf-8"), type=Classifier)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError([_mistake(path, data, error)]) from error


def _mistake(path: str, data: bytes, error: Exception) -> Mistake:
    """What is wrong in a table, as near to its place as the JSON reader can tell, and what to do about it."""
    reason = str(error)
    byte = _BYTE.search(reason)
    if isinstance(error, UnicodeDecodeError):
        place, reason = error.start, "not UTF-8"
    elif byte is not None:
        place, reason = int(byte[1]), reason.replace(byte[0], "")
    else:
        named = (data.find(f'"{name}"'.encode()) for name in reversed(_KEY.findall(reason)))
        place = next((one for one in named if one >= 0), 0)
    before = data[:place]
    column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
    advice = "restore it, or make it anew with training/train.py (docs/classifiers.md)"
    return Mistake(path, before.count(b"\n") + 1, column, f"is no table of a classifier ({reason}): {advice}")


def _probability(score: float) -> float:
    return 1 / (1 + math.exp(-min(max(score, -_STEEPEST), _STEEPEST)))


def _passages(sentences: Sequence[Sequence[Token]], shares: Mapping[int, float]) -> tuple[Span, ...]:
    """In each sentence the run of words with the greatest sum of shares; those that say nearly as much as the best."""
    runs = sorted((_run(sentence, shares) for sentence in sentences), key=lambda one: -one[0])
    most = runs[0][0] if runs else 0.0
    return tuple(span for total, span in runs[:_PASSAGES] if total > 0 and total >= most * _AS_MUCH)


def _run(words: Sequence[Token], shares: Mapping[int, float]) -> tuple[float, Span]:
    """The run of words with the greatest sum of shares, and that sum; it stays inside one block."""
    best, chosen = 0.0, Span(0, 0)
    for first, start in enumerate(words):
        if shares[start.span.start] <= 0:
            continue
        total = 0.0
        for index, token in enumerate(words[first : first + _LONGEST]):
            if index and token.opens:
                break
            total += shares[token.span.start]
            if total > best:
                best, chosen = total, Span(start.span.start, token.span.end)
    return best, chosen
