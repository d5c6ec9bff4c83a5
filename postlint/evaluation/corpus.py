"""Labelled posts from JSON Lines, read strictly; imports documents, rules (located, schema) and types.

The format is described in docs/evaluation.md. A line with a mistake is left out, and every mistake of it told; no
message holds words of a post.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path
from typing import Any, get_args

import msgspec

from postlint.documents import READERS
from postlint.evaluation.located_json import LocatedJson, NotJson, Place
from postlint.rules.located import Mistake, hint
from postlint.rules.schema import Channel
from postlint.types import Draft, Severity, Span

MARKDOWN_CHANNELS = frozenset({"blog"})
"""Channels whose posts are Markdown unless the line says otherwise."""

_SHOWN = 40
"""Characters of an unknown name that are repeated."""

_LINE_END = re.compile(rb"\r\n|\r|\n")
_OTHER_ENCODINGS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class Label(msgspec.Struct, frozen=True):
    """What a reviewer would underline in a post."""

    category: str
    severity: Severity
    quote: str
    why: str = ""

    def spans(self, text: str) -> list[Span]:
        """Every place of `text` that says the quote."""
        spans, start = [], text.find(self.quote)
        while start >= 0:
            spans.append(Span(start, start + len(self.quote)))
            start = text.find(self.quote, start + 1)
        return spans


class Post(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a corpus. A post without labels is compliant."""

    id: str
    line: int
    """1-based."""
    text: str
    labels: tuple[Label, ...]
    channel: str | None = None
    format: str = "text"
    meta: Mapping[str, Any] = {}

    def draft(self) -> Draft:
        """The post as something to publish."""
        return Draft(self.text, channel=self.channel, format=self.format, meta=self.meta)


class Corpus(msgspec.Struct, frozen=True, kw_only=True):
    """A file of labelled posts, as far as it could be read."""

    path: str
    posts: tuple[Post, ...]
    mistakes: tuple[Mistake, ...] = ()
    left_out: int = 0
    """Lines that hold a mistake."""


def read_corpora(paths: Iterable[str]) -> list[Corpus]:
    """Every corpus, in order. A draft that an earlier line of any of them has is a mistake: it would count twice."""
    seen: dict[bytes, str] = {}
    return [_read(path, seen) for path in paths]


def _read(path: str, seen: dict[bytes, str]) -> Corpus:
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        return _unread(path, f"cannot be read: {(error.strerror or str(error)).lower()}")
    if data.startswith(_OTHER_ENCODINGS):
        return _unread(path, "is UTF-16: save the file as UTF-8")
    posts: list[Post] = []
    mistakes: list[Mistake] = []
    left_out = 0
    ids: dict[str, int] = {}
    for number, raw in enumerate(_LINE_END.split(data.removeprefix(codecs.BOM_UTF8)), 1):
        if not raw.strip():
            continue
        line = _Line(path, number, raw)
        post = line.post()
        if post is not None:
            line.refuse_repetition(post, ids, seen)
        if post is None or line.mistakes:
            left_out += 1
            mistakes += sorted(line.mistakes)
        else:
            posts.append(post)
    if not posts and not mistakes:
        return _unread(path, "holds no post: a corpus has one JSON object a line")
    return Corpus(path=path, posts=tuple(posts), mistakes=tuple(mistakes), left_out=left_out)


def _unread(path: str, message: str) -> Corpus:
    return Corpus(path=path, posts=(), mistakes=(Mistake(path, 1, 1, message),))


_Check = Callable[[str, Any], str | None]
"""What is wrong with the value of a key; None where nothing is."""


def _text(key: str, value: Any) -> str | None:
    return None if isinstance(value, str) and value.strip() else f"`{key}` must be text, and not empty"


def _text_or_nothing(key: str, value: Any) -> str | None:
    return None if isinstance(value, str) else f"`{key}` must be text"


def _one_of(names: Collection[str]) -> _Check:
    def check(key: str, value: Any) -> str | None:
        if not isinstance(value, str):
            return f"`{key}` must be text"
        return None if value in names else f"unknown {key} `{value[:_SHOWN]}`{hint(value, names)}"

    return check


def _or_null(check: _Check) -> _Check:
    return lambda key, value: None if value is None else check(key, value)


def _list(key: str, value: Any) -> str | None:
    return None if isinstance(value, list) else f"`{key}` must be a list: [] for a compliant post"


def _mapping(key: str, value: Any) -> str | None:
    return None if isinstance(value, dict) else f"`{key}` must be an object"


_POST: dict[str, _Check] = {
    "id": _text,
    "text": _text,
    "labels": _list,
    "channel": _or_null(_one_of(get_args(Channel))),
    "sector": _or_null(_text),
    "format": _or_null(_one_of(tuple(READERS))),
    "meta": _mapping,
}
_POST_NEEDS = ("id", "text", "labels")
_LABEL: dict[str, _Check] = {
    "category": _text,
    "severity": _one_of(tuple(Severity)),
    "quote": _text,
    "why": _text_or_nothing,
}
_LABEL_NEEDS = ("category", "severity", "quote")


class _Line:
    """One line on its way to a post, with the mistakes found in it."""

    def __init__(self, path: str, number: int, raw: bytes) -> None:
        self._path, self._number, self._raw = path, number, raw
        self.mistakes: list[Mistake] = []
        self._json: LocatedJson

    def post(self) -> Post | None:
        """The post, or None and at least one mistake."""
        try:
            self._json = LocatedJson(self._raw.decode("utf-8"))
        except UnicodeDecodeError as error:
            before = self._raw[: error.start].decode("utf-8")
            self._mistake(len(before), "is not UTF-8: save the file with that encoding")
            return None
        except NotJson as error:
            self._mistake(error.offset, error.message)
            return None
        for key, offset in self._json.repeated:
            self._mistake(offset, f"key `{key[:_SHOWN]}` is given twice")
        data = self._object(self._json.value, (), "a post", _POST, _POST_NEEDS)
        labels = data.get("labels")
        for index, label in enumerate(labels if isinstance(labels, list) else ()):
            self._label(label, ("labels", index), data.get("text"))
        return None if self.mistakes else _post(data, self._number)

    def refuse_repetition(self, post: Post, ids: dict[str, int], seen: dict[bytes, str]) -> None:
        """Tells an id that the file has already, and a draft that the run has already."""
        first = ids.setdefault(post.id, post.line)
        if first != post.line:
            self._fault(("id",), f"is the id of line {first} too: give each post its own")
        draft = msgspec.json.encode(post.draft(), order="deterministic")
        if draft in seen:
            self._fault(("text",), f"is the same post as {seen[draft]}: one of them would count twice")
        seen.setdefault(draft, f"{self._path}:{post.line}")

    def _label(self, label: Any, place: Place, text: Any) -> None:
        quote = self._object(label, place, "a label", _LABEL, _LABEL_NEEDS).get("quote")
        if isinstance(quote, str) and isinstance(text, str) and quote not in text:
            self._fault((*place, "quote"), "`quote` is not in the text: copy the words exactly, line breaks too")

    def _object(
        self, value: Any, place: Place, what: str, checks: Mapping[str, _Check], needed: Collection[str]
    ) -> dict[str, Any]:
        """The object, with its mistakes told; an empty one where there is none."""
        if not isinstance(value, dict):
            keys = ", ".join(f'"{key}": …' for key in needed)
            self._fault(place, f"{what} must be an object: {{{keys}}}")
            return {}
        for key, one in value.items():
            if key not in checks:
                self._fault((*place, key), f"unknown key `{key[:_SHOWN]}`{hint(key, checks)}", on_key=True)
            elif fault := checks[key](key, one):
                self._fault((*place, key), fault)
        for key in needed:
            if key not in value:
                self._fault(place, f"{what} needs `{key}`")
        return value

    def _fault(self, place: Place, message: str, *, on_key: bool = False) -> None:
        self._mistake(self._json.offset(place, of_key=on_key), message)

    def _mistake(self, offset: int, message: str) -> None:
        self.mistakes.append(Mistake(self._path, self._number, offset + 1, message))


def _post(data: Mapping[str, Any], line: int) -> Post:
    channel, sector = data.get("channel"), data.get("sector")
    known = {} if sector is None else {"sector": sector}
    return Post(
        id=data["id"],
        line=line,
        text=data["text"],
        labels=tuple(msgspec.convert(label, Label) for label in data["labels"]),
        channel=channel,
        format=data.get("format") or ("markdown" if channel in MARKDOWN_CHANNELS else "text"),
        meta=known | data.get("meta", {}),
    )
