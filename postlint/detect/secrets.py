"""Credentials and keys by shape, without placeholders and advice; imports data, errors and types."""

from __future__ import annotations

import functools
import math
from collections import Counter
from collections.abc import Collection

import msgspec
import regex

from postlint.detect.data import table, word_list
from postlint.detect.errors import DetectorFailed
from postlint.types import Span

_SECONDS = 2.0
_SENTENCE_START = regex.compile(r"[.!?][\"')\]]*\s|\n")
_ABOUT = 160
"""How far back a sentence is read for the words that make it advice."""


class Secret(msgspec.Struct, frozen=True):
    """A credential in the text handed in; the span holds the value alone."""

    span: Span
    kind: str
    confidence: float


class Shape(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A row of `data/secrets.yaml`, where the fields are explained."""

    kind: str
    any: tuple[str, ...]
    pattern: str
    confidence: float
    source: str
    random: float = 0.0
    prose: bool = False


class Innocent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`data/not-secrets.yaml`."""

    placeholders: tuple[str, ...]
    common_codes: frozenset[str]
    advice: str
    common_advice: str


SHAPES: tuple[Shape, ...] = msgspec.convert(table("secrets"), tuple[Shape, ...])
KINDS: frozenset[str] = frozenset(shape.kind for shape in SHAPES)
"""Every kind a rule may name."""


def might_contain(text: str, kinds: Collection[str] | None = None) -> bool:
    """Whether a secret of these kinds can occur: cheap, and never wrongly False."""
    lower = text.lower()
    return any(_admits(shape, lower) for shape in SHAPES if kinds is None or shape.kind in kinds)


def _admits(shape: Shape, lower: str) -> bool:
    return any(literal in lower for literal in shape.any)


def find_secrets(text: str, kinds: Collection[str] | None = None) -> list[Secret]:
    """The secrets of these kinds (None: all), by position.

    What is found of a kind does not depend on the other kinds asked for. Raises DetectorFailed where a
    pattern ran into its time limit.
    """
    lower = text.lower()
    kept: list[Secret] = []
    for shape in SHAPES:
        if _admits(shape, lower):
            for secret in _find(shape, text):
                if not any(secret.span.overlaps(other.span) for other in kept):
                    kept.append(secret)
    found = [secret for secret in kept if kinds is None or secret.kind in kinds]
    return sorted(found, key=lambda secret: (secret.span.start, secret.span.end, secret.kind))


def _find(shape: Shape, text: str) -> list[Secret]:
    pattern = _compiled(shape.pattern)
    group = "value" if "value" in pattern.groupindex else 0
    found = []
    try:
        for match in pattern.finditer(text, timeout=_SECONDS):
            start, end = match.span(group) if match[group] is not None else match.span()
            end -= len(text[start:end]) - len(text[start:end].rstrip(".,;:")) if shape.prose else 0
            if _is_value(shape, text, match.start(), start, end):
                found.append(Secret(Span(start, end), shape.kind, shape.confidence))
    except TimeoutError:
        raise DetectorFailed(f"secret {shape.kind}", f"gave up after {_SECONDS:g} s") from None
    return found


def _is_value(shape: Shape, text: str, context: int, start: int, end: int) -> bool:
    """Whether what stands in the place of a secret is one."""
    value = text[start:end]
    if _is_placeholder(value) or (shape.random and entropy(value) < shape.random):
        return False
    return not shape.prose or not _is_talk(value, text[max(context - _ABOUT, 0) : start])


def _is_placeholder(value: str) -> bool:
    return _placeholders().search(value.lower()) is not None


def _is_talk(value: str, before: str) -> bool:
    """Whether a sentence speaks of passwords in general, or gives a value to warn of it."""
    innocent = _innocent()
    words = value.lower().split()
    if not words or words[0].strip("'-") in word_list("not-passwords"):
        return True
    starts = [match.end() for match in _SENTENCE_START.finditer(before)]
    sentence = before[starts[-1] :] if starts else before
    if _compiled(innocent.advice).search(sentence.lower()):
        return True
    common = value.strip("#*") in innocent.common_codes
    return common and _compiled(innocent.common_advice).search(sentence.lower()) is not None


def entropy(value: str) -> float:
    """Shannon entropy of the characters, in bits a character."""
    counts = Counter(value).values()
    return -sum(count / len(value) * math.log2(count / len(value)) for count in counts) if value else 0.0


@functools.cache
def _innocent() -> Innocent:
    return msgspec.convert(table("not-secrets"), Innocent)


@functools.cache
def _placeholders() -> regex.Pattern[str]:
    return regex.compile("|".join(f"(?:{pattern})" for pattern in _innocent().placeholders))


@functools.cache
def _compiled(pattern: str) -> regex.Pattern[str]:
    return regex.compile(pattern)
