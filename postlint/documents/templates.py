"""Template tags of site generators in Markdown (Jekyll, Hugo, Nunjucks); imports types only."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from postlint.types import Span

PLACEHOLDER = "\x01"
"""What stands for each character of a template tag in a masked source."""

_OPENING = re.compile(r"\{[{%#]|\{(?=:)")
_MERGE_FIELD = re.compile(
    r"\{\{\s*+(?:(?:contact|customer|recipient|subscriber|user|member|lead)\s?+[._]\s?+)?"
    r"(?:(?:first|last|full|fore|sur|given|family|user|customer|company)[ _-]?)?name(?:[ \t]*+\|[^{}\r\n]*+)?\s*+\}\}",
    re.IGNORECASE,
)
"""A field of a mailing: no site generator fills it in, so it is text that readers would see."""
_CLOSING = {"{{": "}}", "{%": "%}", "{#": "#}"}
_LONGEST = 4000
"""A template tag is no longer than this."""
_ATTRIBUTE_LIST = re.compile(
    r"\{:[^{}\r\n]*+\}|\{[#.][\w:-]++(?:[ \t]++[#.]?[\w:-]++(?:=(?:\"[^\"\r\n]*+\"|[\w-]++))?)*+[ \t]*+\}"
)


class _Stand(dict[int, str]):
    """For every code point the ASCII character that Markdown treats alike: a letter or a mark of punctuation."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if code >= 0x80:
            character = "?" if unicodedata.category(character)[0] in "PSZ" else "x"
        elif character in ("\0", PLACEHOLDER):
            character = "x"
        self[code] = character
        return character


_STAND = _Stand()


def masked(source: str, start: int) -> str:
    """The source for a Markdown parser: ASCII, as long as the source, nothing before `start`, tags as placeholders.

    Being ASCII, it has one byte for each code point of the source: no positions to convert.
    """
    mask = source if source.isascii() and "\0" not in source and PLACEHOLDER not in source else source.translate(_STAND)
    parts, position = ["\n" * start], start
    for tag in _tags(source, start):
        parts += (mask[position : tag.start], PLACEHOLDER * len(tag))
        position = tag.end
    return "".join([*parts, mask[position:]])


def _tags(source: str, start: int) -> Iterator[Span]:
    """Template tags and attribute lists, in order."""
    absent: set[str] = set()
    position = start
    while opening := _OPENING.search(source, position):
        position = opening.end()
        closing = _CLOSING.get(opening.group())
        attribute_list = _ATTRIBUTE_LIST.match(source, opening.start())
        if _MERGE_FIELD.match(source, opening.start()):
            continue
        if attribute_list:
            position = attribute_list.end()
            yield Span(opening.start(), position)
        elif closing and closing not in absent:
            end = source.find(closing, position, position + _LONGEST)
            if end >= 0:
                position = end + len(closing)
                yield Span(opening.start(), position)
            elif source.find(closing, position) < 0:
                absent.add(closing)
