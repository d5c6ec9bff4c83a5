"""A learned profile as a commented voice.yaml; imports its neighbours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from postlint import __version__
from postlint.detect.data import lines
from postlint.report.style import wrap
from postlint.voice.profile import FEWEST_POSTS, Profile, Ranges, spelling

_WIDTH = 110
_MOST = 40
"""Entries of a list; the rest are rare."""

_WELCOME, _AVOIDED = 0.95, 0.02
"""Share of posts with a contraction from which, and up to which, one can say that they are wanted or not."""

_NOT_TEXT = frozenset(("true", "false", "null", "on", "off", "yes", "no", "y", "n"))
"""Words that some reader of YAML takes for something else."""

Counted = Sequence[tuple[str, int]]
"""Words, and in how many posts they stand."""


def written(profile: Profile, theirs: Counted) -> str:
    """The file; `theirs` are words of the posts that a list of the pack has."""
    parts = [
        _head(profile),
        _measures(profile),
        _capitals(profile),
        _contractions(profile),
        _spelling(profile),
        _names(profile),
        _ours(theirs),
        _words(profile),
    ]
    return "\n".join("\n".join(part) + "\n" for part in map(list, parts) if part)


def _comment(text: str, indent: str = "") -> list[str]:
    return [f"{indent}# {line}" for line in wrap(text, _WIDTH - len(indent))]


def _head(profile: Profile) -> Iterator[str]:
    inside = profile.ranges.within
    yield from _comment(
        f"Learned by postlint {__version__} from {profile.posts:,} posts, {profile.words:,} words. {inside:,} of them "
        "lie within all limits under `measures` at once. Read it before you use it: it says how these posts are, not "
        "how you want them to be. docs/voice.md explains every key; `postlint voice show DRAFT` compares a draft."
    )


def _measures(profile: Profile) -> Iterator[str]:
    yield "measures:"
    if not profile.ranges.measures:
        yield from _comment(f"None was told by {FEWEST_POSTS} posts or more: they are too short.", "  ")
    for name, found in profile.ranges.measures.items():
        yield from _comment(
            f"{name}: 5th percentile {_plain(found.fifth)}, median {_plain(found.median)}, 95th "
            f"{_plain(found.ninety_fifth)} ({found.posts:,} posts)",
            "  ",
        )
        yield f"  {name}: {_limits(name, profile)}"


def _limits(name: str, profile: Profile) -> str:
    """The limits of a measure, by channel where a channel has posts enough."""
    if not profile.by_channel:
        return _bounds(profile.ranges, name)
    by_channel: Mapping[str, Ranges] = {"default": profile.ranges, **profile.by_channel}
    told = {channel: _bounds(found, name) for channel, found in by_channel.items() if name in found.measures}
    return f"{{{', '.join(f'{channel}: {limits}' for channel, limits in told.items())}}}"


def _bounds(found: Ranges, name: str) -> str:
    one = found.measures[name]
    given = {"min": one.low, "max": one.high}
    return f"{{{', '.join(f'{key}: {_plain(value)}' for key, value in given.items() if value is not None)}}}"


def _plain(number: float) -> str:
    return f"{number:.0f}" if number == int(number) else f"{number:.1f}"


def _capitals(profile: Profile) -> Iterator[str]:
    yield from _comment(f"Words in capitals in a row: one post in twenty has more than {_plain(profile.capitals)}.")
    yield f"capitals: {{max: {_plain(profile.capitals)}}}"


def _contractions(profile: Profile) -> Iterator[str]:
    some, able = profile.drawn
    if able < FEWEST_POSTS:
        return
    share = some / able
    yield from _comment(f"Of {able:,} posts with room for several contractions, {some:,} have one.")
    word = "welcome" if share >= _WELCOME else "avoided" if share <= _AVOIDED else None
    yield f"contractions: {word}" if word else "# contractions: now this, now that"


def _spelling(profile: Profile) -> Iterator[str]:
    counts = " and ".join(f"{number:,} {name.title()} ones" for name, number in sorted(profile.spellings.items()))
    variant = spelling(profile)
    yield from _comment(f"Among words that tell one English from the other: {counts}.")
    yield f"spelling: {variant}" if variant else "# spelling: too few, or mixed"


def _names(profile: Profile) -> Iterator[str]:
    if profile.names:
        yield from _comment("Names with a capital inside, spelled in one way; behind each the number of posts.")
        yield "names:"
        yield from (f"  - {_text(name)}  # {number}" for name, number in profile.names[:_MOST])


def _ours(theirs: Counted) -> Iterator[str]:
    if theirs:
        yield from _comment(
            "Words that the built-in rules for tone find, and that these posts use all the same; behind each the "
            "number of posts. Delete a line to be told of the word."
        )
        yield "ours:"
        yield from (f"  - {_text(word)}  # {number}" for word, number in theirs[:_MOST])


def _words(profile: Profile) -> Iterator[str]:
    """Choices; another spelling of a word is no other word."""
    spellings = {word for line in lines("spelling-pairs") for word in line.split()[:2]}
    told = [
        (choice, never)
        for choice in profile.choices
        if (never := [word for word in choice.never if word not in spellings])
    ]
    if told:
        yield from _comment("Words that these posts never use, where they always use another, in so many posts.")
        yield "words:"
        for choice, never in told:
            yield f"  - {{not: [{', '.join(map(_text, never))}], use: {_text(choice.use)}}}  # {choice.posts}"


def _text(word: str) -> str:
    """A scalar of YAML; quoted unless it is plain letters that no reader takes for anything else."""
    plain = word.replace(" ", "").replace("-", "")
    is_plain = (
        plain.isalpha() and word[0] != "-" and word.lower() not in ("true", "false", "null", "on", "off", "yes", "no")
    )
    return word if is_plain else msgspec.json.encode(word).decode()
