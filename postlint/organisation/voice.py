"""The voice of the organisation: its limits, words, spelling, names and replies, read strictly; imports rules."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, get_args

import msgspec

from postlint.organisation.config import pattern_fault
from postlint.rules import placeholders
from postlint.rules.lists import ARROW
from postlint.rules.located import INVALID, ConfigurationError, Place, Source, hint
from postlint.rules.schema import Channel, Sector
from postlint.rules.shapes import Shapes, must_be

DEFAULT = "default"
"""Stands for every channel that has no limit of its own."""

CLAUSE = "social-media-policy#voice"

_BOUNDS = ("min", "max")

Bounds = Mapping[str, float]
"""`min`, `max`, or both."""
Range = float | Mapping[str, float | Bounds]
"""A number is the most that may be; or bounds; or either of them by channel."""


class Measures(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """Limits by measure (`detect.measures`)."""

    reading_grade: Range | None = None
    sentence_words: Range | None = None
    mean_sentence_words: Range | None = None
    exclamation_marks: Range | None = None
    questions: Range | None = None
    emoji: Range | None = None
    hashtags: Range | None = None
    mentions: Range | None = None
    words: Range | None = None
    formality: Range | None = None
    sentiment: Range | None = None
    we_words: Range | None = None
    you_words: Range | None = None
    i_words: Range | None = None
    contraction_share: Range | None = None

    def given(self) -> Iterator[tuple[str, Range]]:
        """Name and range of each that has one."""
        for field in msgspec.structs.fields(self):
            value = getattr(self, field.name)
            if value is not None:
                yield field.encode_name, value


class Capitals(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How many words may be shouted in a row, and what is no shouting."""

    max: int | None = None
    acronyms: tuple[str, ...] = ()


class Except(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a word is welcome all the same."""

    near: tuple[str, ...] = ()
    """Phrases in the same paragraph."""
    paths: tuple[str, ...] = ()
    """Patterns as in `.gitignore`, seen from the configuration's folder."""
    channels: tuple[Channel, ...] = ()
    sectors: tuple[Sector, ...] = ()
    """Of the draft: `sector` of its front matter."""


class Word(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words that are not ours, and what we say instead."""

    not_: tuple[str, ...] = msgspec.field(name="not")
    use: tuple[str, ...] = ()
    """The best first."""
    why: str | None = None
    except_: Except = msgspec.field(name="except", default=Except())

    @property
    def rule(self) -> str:
        """The name of its rule in the pack."""
        return f"voice-word-{_slug(self.not_[0])}"


class Spelling(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which English."""

    variant: Literal["british", "american"]
    except_: tuple[str, ...] = msgspec.field(name="except", default=())
    """Words that are ours in the other spelling."""


class Name(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A name that is written in one way only."""

    name: str
    not_: tuple[str, ...] = msgspec.field(name="not", default=())
    """Wrong spellings that differ in more than capitals, hyphens and spaces."""


class Replies(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How replies begin and end; `{name}` stands for a name."""

    greeting: tuple[str, ...] = ()
    sign_off: tuple[str, ...] = ()


class Voice(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything that a voice file says."""

    cites: tuple[str, ...] = (CLAUSE,)
    measures: Measures = Measures()
    capitals: Capitals = Capitals()
    contractions: Literal["welcome", "avoided"] | None = None
    words: tuple[str | Word, ...] = ()
    ours: tuple[str, ...] = ()
    """Words that lists of the pack call hype, jargon and the like, and that we use all the same."""
    spelling: Literal["british", "american"] | Spelling | None = None
    names: tuple[str | Name, ...] = ()
    replies: Replies = Replies()

    def given_words(self) -> tuple[Word, ...]:
        """Every entry of `words` as a mapping would have it."""
        return tuple(Word((one,)) if isinstance(one, str) else one for one in self.words)

    def given_names(self) -> tuple[Name, ...]:
        """Every entry of `names` as a mapping would have it."""
        return tuple(Name(one) if isinstance(one, str) else one for one in self.names)

    def given_spelling(self) -> Spelling | None:
        """`spelling` as a mapping would have it."""
        return Spelling(self.spelling) if isinstance(self.spelling, str) else self.spelling


def load_voice(path: Path) -> Voice:
    """The voice in a YAML file. Raises `ConfigurationError` with every mistake, each with its place."""
    source = Source.read(path)
    data = source.parse()
    if type(data) is not dict:
        if data is not INVALID:
            source.fault((), must_be((), "a mapping of keys to values", data))
        raise ConfigurationError(source.mistakes)
    fields = Shapes({}).fields(Voice, data, (), source)
    voice = Voice(**fields)
    _check(voice, data, source)
    if source.mistakes:
        raise ConfigurationError(source.mistakes)
    return voice


def bounds(given: Range) -> dict[str, Bounds]:
    """A range by channel, `DEFAULT` for the rest: `{"default": {"max": 9}}`."""
    if not isinstance(given, Mapping):
        return {DEFAULT: {"max": given}}
    if set(given) <= set(_BOUNDS):
        return {DEFAULT: {key: value for key, value in given.items() if not isinstance(value, Mapping)}}
    return {key: value if isinstance(value, Mapping) else {"max": value} for key, value in given.items()}


def _check(voice: Voice, data: Mapping[str, Any], source: Source) -> None:
    """Records what types do not tell."""
    for index, cite in enumerate(voice.cites):
        if "#" not in cite:
            place: Place = ("cites",) if isinstance(data.get("cites"), str) else ("cites", index)
            source.fault(place, f"`{cite}` is no clause: write `policy#anchor`")
    if not voice.cites:
        source.fault(("cites",), "`cites` must not be empty: leave it out for the clause about voice")
    measures = data.get("measures")
    for name, given in measures.items() if isinstance(measures, dict) else ():
        if _sound(Range, given) is not None:
            _range(given, ("measures", name), source)
    if voice.capitals.max is not None and voice.capitals.max < 0:
        source.fault(("capitals", "max"), "`max` cannot be less than 0")
    _words(_entries(data.get("words"), str | Word), source)
    _ours(voice.ours, voice.given_words(), source)
    _names(_entries(data.get("names"), str | Name), source)
    _texts(voice.capitals.acronyms, ("capitals", "acronyms"), source)
    if isinstance(voice.spelling, Spelling):
        _texts(voice.spelling.except_, ("spelling", "except"), source)
    for key in ("greeting", "sign_off"):
        _openings(getattr(voice.replies, key), ("replies", key), source)


def _sound(kind: Any, value: Any) -> Any:
    """A value as its type, or None: what is sound is looked at even when something beside it is not."""
    read = Shapes({}).value(kind, value, (), Source("", ""))
    return None if read is INVALID else read


def _entries(values: Any, kind: Any) -> Iterator[tuple[int, Any]]:
    """The sound entries of a list, numbered."""
    for index, value in enumerate(values if isinstance(values, list) else () if values is None else (values,)):
        entry = _sound(kind, value)
        if entry is not None:
            yield index, entry


def _range(given: Range, place: Place, source: Source) -> None:
    """A number, bounds, or either of them by channel; bounds in order."""
    if not isinstance(given, Mapping):
        return
    channels = (DEFAULT, *get_args(Channel))
    if not given:
        source.fault(place, f"`{place[-1]}` must not be empty: a number, `min` and `max`, or either by channel")
        return
    if not set(given) & set(_BOUNDS):
        for key, value in given.items():
            if key not in channels:
                source.fault((*place, key), f"there is no channel `{key}`{hint(key, channels)}", on_key=True)
            elif isinstance(value, Mapping):
                _bounds(value, (*place, key), source)
        return
    _bounds(given, place, source)


def _bounds(given: Mapping[str, Any], place: Place, source: Source) -> None:
    for key, value in given.items():
        if key not in _BOUNDS:
            source.fault((*place, key), f"unknown key `{key}`{hint(key, _BOUNDS)}", on_key=True)
        elif isinstance(value, Mapping):
            source.fault((*place, key), f"`{key}` must be a number; a channel stands before its bounds")
    low, high = given.get("min"), given.get("max")
    if isinstance(low, int | float) and isinstance(high, int | float) and low > high:
        source.fault((*place, "min"), f"`min` is more than `max`: {low:g} and {high:g}")
    if not given:
        source.fault(place, f"`{place[-1]}` needs `min`, `max`, or both")


def _words(words: Iterator[tuple[int, str | Word]], source: Source) -> None:
    """Empty phrases, phrases without a rule's name, and phrases that stand twice."""
    seen: dict[str, int] = {}
    for index, entry in words:
        place: Place = ("words", index)
        phrases = (entry,) if isinstance(entry, str) else entry.not_
        if not phrases:
            source.fault((*place, "not"), "`not` must not be empty: it says which words are not ours")
        for phrase in phrases:
            key = " ".join(phrase.split()).casefold()
            at: Place = place if isinstance(entry, str) else (*place, "not")
            if not _slug(phrase):
                source.fault(at, f"`{phrase}` has no letter or digit to find")
            elif ARROW in phrase or phrase.startswith(("$", "!")):
                message = f"`{phrase}` is no plain phrase: what to write instead stands in `use`"
                source.fault(at, message)
            elif key in seen:
                source.fault(at, f"`{phrase}` stands twice: see line {source.line(('words', seen[key]))}")
            seen.setdefault(key, index)
        if isinstance(entry, Word):
            _word(entry, place, source)


def _word(entry: Word, place: Place, source: Source) -> None:
    _texts(entry.use, (*place, "use"), source)
    if set(map(str.casefold, entry.use)) & set(map(str.casefold, entry.not_)):
        source.fault((*place, "use"), "`use` has a phrase that stands in `not` too")
    if any(ARROW in text or "," in text for text in entry.use):
        source.fault((*place, "use"), f"`use` holds phrases without commas and `{ARROW}`; several stand in a list")
    _texts(entry.except_.near, (*place, "except", "near"), source)
    for index, pattern in enumerate(entry.except_.paths):
        wrong = pattern_fault(pattern)
        if wrong:
            source.fault((*place, "except", "paths", index), wrong)


def _ours(ours: Sequence[str], words: Sequence[Word], source: Source) -> None:
    _texts(ours, ("ours",), source)
    not_ours = {_slug(phrase) for word in words for phrase in word.not_}
    for index, phrase in enumerate(ours):
        if phrase.strip() and _slug(phrase) in not_ours:
            source.fault(("ours", index), f"`{phrase}` stands in `words` too, as not ours")


def _names(names: Iterator[tuple[int, str | Name]], source: Source) -> None:
    seen: dict[str, int] = {}
    for index, entry in names:
        name = entry if isinstance(entry, str) else entry.name
        key = re.sub(r"[\W_]", "", name).casefold()
        place: Place = ("names", index) if isinstance(entry, str) else ("names", index, "name")
        if not key:
            source.fault(place, "a name needs a letter")
        elif key in seen:
            source.fault(place, f"`{name}` stands twice: see line {source.line(('names', seen[key]))}")
        elif name == name.lower() and isinstance(entry, str) and not re.search(r"\W", name):
            message = f"`{name}` has no capital: say which spellings are wrong, `{{name: {name}, not: […]}}`"
            source.fault(place, message)
        seen.setdefault(key, index)
        if isinstance(entry, Name):
            _texts(entry.not_, ("names", index, "not"), source)
            if name in entry.not_:
                source.fault(("names", index, "not"), f"`{name}` cannot be wrong and right")


def _openings(phrases: Sequence[str], place: Place, source: Source) -> None:
    _texts(phrases, place, source)
    for phrase in phrases:
        for name in placeholders.names(phrase):
            if name != "name":
                source.fault(place, f"unknown placeholder `{{{name}}}`; there is only `{{name}}`")


def _texts(texts: Sequence[str], place: Place, source: Source) -> None:
    for index, text in enumerate(texts):
        if not text.strip():
            source.fault((*place, index), f"entry {index + 1} of `{place[-1]}` must not be empty")


def _slug(phrase: str) -> str:
    """Letters and digits of a phrase, as the name of a rule has them."""
    return "-".join(re.findall(r"[a-z0-9]+", phrase.lower()))
