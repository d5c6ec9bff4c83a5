"""Posts that a voice is learned from: files, folders, and the CSV of a scheduler; imports documents, rules (schema)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import get_args

import msgspec

from postlint.documents import files, format_for, read
from postlint.documents.model import Document
from postlint.rules.schema import Channel
from postlint.types import Failure

TEXT_COLUMNS = ("text", "message", "content", "post", "caption", "full content", "post content")
CHANNEL_COLUMNS = ("channel", "platform", "platforms", "network", "profile")
"""Heads of columns as schedulers write them, the surest first; capitals do not matter."""

_CHANNELS = frozenset(get_args(Channel))
_SAME_CHANNEL = {"twitter": "x"}


class Post(msgspec.Struct, frozen=True):
    """A post that was published."""

    document: Document
    channel: str | None = None


class Skipped(msgspec.Struct, frozen=True):
    """What could not be read, and why."""

    path: str
    failure: Failure


def posts(paths: Iterable[str]) -> Iterator[Post | Skipped]:
    """Every post of these files, folders, patterns and CSV files, in order."""
    for path, failure in files.drafts(paths):
        if failure is not None:
            yield Skipped(path, failure)
            continue
        try:
            yield from _table(path) if path.lower().endswith((".csv", ".tsv")) else (_file(path),)
        except files.Unreadable as error:
            yield Skipped(path, error.failure)


def _file(path: str) -> Post:
    document = read(files.load(path), format_for(path) or "text")
    return Post(document, _channel(document.meta.get("channel")))


def _table(path: str) -> Iterator[Post]:
    """A post a row; rows without text, and a second row of heads, are none."""
    rows = _rows(path)
    heads = [head.strip().lower() for head in next(rows, [])]
    text = next((heads.index(name) for name in TEXT_COLUMNS if name in heads), None)
    if text is None:
        known = ", ".join(TEXT_COLUMNS)
        raise files.Unreadable(
            Failure("no-text-column", f"the first row names no column with the text: one of {known}")
        )
    channel = next((heads.index(name) for name in CHANNEL_COLUMNS if name in heads), None)
    for row in rows:
        words = row[text] if text < len(row) else ""
        if words.strip() and words.strip().lower() != heads[text]:
            where = row[channel] if channel is not None and channel < len(row) else None
            yield Post(read(words, "text"), _channel(where))


def _rows(path: str) -> Iterator[Sequence[str]]:
    """The rows of a file in UTF-8, whatever divides its columns."""
    try:
        text = Path(path).read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"byte {error.start} is not UTF-8: save the file as UTF-8"
        raise files.Unreadable(Failure("encoding", message)) from None
    except OSError as error:
        message = f"the file cannot be opened ({error.strerror}): check the path"
        raise files.Unreadable(Failure("not-found", message)) from None
    head = text.partition("\n")[0]
    divider = max(",;\t", key=head.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=divider)
    except csv.Error as error:
        raise files.Unreadable(Failure("csv", f"is no CSV: {error}")) from None


def _channel(name: object) -> str | None:
    """A channel that rules know; None for any other."""
    word = str(name).strip().lower() if name is not None else ""
    word = _SAME_CHANNEL.get(word, word)
    return word if word in _CHANNELS else None
