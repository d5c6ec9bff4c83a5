"""How long a text is on the platform that publishes it; imports data. Sources and dates: docs/channels.md."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType

import regex

from postlint.detect.data import word_list

# One picture: a flag, a keycap, or pictographs joined into one, each with its skin tone or variation selector. What is
# text unless a selector asks for a picture (© ™ ↔) is none.
EMOJI = regex.compile(
    r"\p{Regional_Indicator}{2}|[0-9#*]\uFE0F?\u20E3"
    r"|(?:(?=[\u2600-\u27BF]|\p{Emoji_Presentation}|.\uFE0F)\p{Extended_Pictographic})[\uFE0F\p{Emoji_Modifier}]*"
    r"(?:\u200D\p{Extended_Pictographic}[\uFE0F\p{Emoji_Modifier}]*)*[\U000E0020-\U000E007F]*"
)

_LINK = 23
"""What X and Mastodon count for a link, however long it is."""
_PATH_CHARACTER = r"[\p{L}\p{M}\p{N}!*';:=+,.$/%#\[\]\-\u2013_~@|&]"
_REST_OF_LINK = (
    rf"(?::\d+)?(?:/(?:{_PATH_CHARACTER}|\({_PATH_CHARACTER}*\))*(?<=[\p{{L}}\p{{N}}+\-=_#/)]))?"
    r"(?:\?[a-z0-9!?*'@();:&=+$/%#\[\]\-_.,~|]*(?<=[a-z0-9\-_&=#/]))?"
)
_FULL_LINK = rf"https?://(?:[\p{{L}}\p{{N}}_-]+\.)+\p{{L}}{{2,}}{_REST_OF_LINK}"
_LATIN = r"a-z0-9\u00c0-\u024f"
_LABEL = rf"[{_LATIN}](?:[{_LATIN}_-]*[{_LATIN}])?"
_BARE_LINK = rf"(?<![-_./])(?:{_LABEL}\.)+\L<endings>(?![a-z0-9@+-]){_REST_OF_LINK}"
_REMOTE_MENTION = regex.compile(r"(?<![\w/])@(\w+(?:[\w.-]*\w)?)@[\w.-]*\w")


@cache
def _links() -> regex.Pattern[str]:
    """Links as X finds them: with a scheme, or a name under a top-level domain that exists."""
    expression = rf"(?<![a-z0-9@\uff20$#\uff03])(?:{_FULL_LINK}|{_BARE_LINK})"
    return regex.compile(expression, regex.IGNORECASE, endings=word_list("top-level-domains"))


@cache
def _full_links() -> regex.Pattern[str]:
    return regex.compile(rf"(?<![\w@$#/]){_FULL_LINK}", regex.IGNORECASE)


def weighted_length(text: str) -> int:
    """Length by X's rules: 23 for a link, 2 for an emoji, 1 for a code point of mostly Latin ranges, else 2.

    Counted on the composed form (NFC). Source: twitter-text, configuration v3 (ranges 0-4351, 8192-8205, 8208-8223,
    8242-8247).
    """
    text, links = _without(_links(), unicodedata.normalize("NFC", text))
    text, emoji = _without(EMOJI, text)
    return _LINK * links + 2 * emoji + sum(1 if _is_light(ord(char)) else 2 for char in text) - links - emoji


def _without(pattern: regex.Pattern[str], text: str) -> tuple[str, int]:
    """The text with a space, which every platform counts as 1, in place of each match; and how many there were."""
    found: tuple[str, int] = pattern.subn(" ", text)
    return found


def _is_light(code: int) -> bool:
    return code <= 4351 or 8192 <= code <= 8205 or 8208 <= code <= 8223 or 8242 <= code <= 8247


def graphemes(text: str) -> int:
    """Extended grapheme clusters (UAX #29), as Bluesky counts."""
    return len(regex.findall(r"\X", text))


def mastodon_length(text: str) -> int:
    """Grapheme clusters, with 23 for a link and nothing for the server of a mention."""
    text, links = _without(_full_links(), text)
    return (_LINK - 1) * links + graphemes(_REMOTE_MENTION.sub(r"@\1", text))


def threads_length(text: str) -> int:
    """Code points, with the bytes of UTF-8 for an emoji."""
    emoji = "".join(match.group() for match in EMOJI.finditer(text))
    return len(text) - len(emoji) + len(emoji.encode())


def utf16_units(text: str) -> int:
    """UTF-16 code units: 2 for what lies beyond the first 65,536 code points, which is most emoji."""
    return len(text) + sum(1 for char in text if ord(char) > 0xFFFF)


def utf8_bytes(text: str) -> int:
    """Bytes in UTF-8."""
    return len(text.encode(errors="replace"))


COUNTS: Mapping[str, Callable[[str], int]] = MappingProxyType(
    {
        "x": weighted_length,
        "bluesky": graphemes,
        "mastodon": mastodon_length,
        "threads": threads_length,
        "youtube": utf8_bytes,
        **dict.fromkeys(("facebook", "google-business", "instagram", "linkedin", "pinterest"), utf16_units),
    }
)
"""How a channel counts; code points where it is not here."""


def fitting(text: str, limit: float, count: Callable[[str], int]) -> int:
    """How many code points of the text fit within a limit, without cutting a character that readers see as one."""
    ends = [0, *(match.end() for match in regex.finditer(r"\X", text))]
    low, high = 0, len(ends) - 1
    while low < high:
        middle = (low + high + 1) // 2
        if count(text[: ends[middle]]) <= limit:
            low = middle
        else:
            high = middle - 1
    return int(ends[low])
