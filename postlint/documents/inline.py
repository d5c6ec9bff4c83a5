"""What stands within a Markdown paragraph: emphasis, links, code, tags; imports code, html, model, templates and types.

The rules are CommonMark's (spec.commonmark.org, "Inlines"), for a reader who wants the text and not the tree. The
inline grammar of tree-sitter is not used: its time grows with the square of a run of asterisks, and it takes "$5 or
$10" for mathematics.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Container
from typing import NamedTuple

from postlint.documents.code import Backticks
from postlint.documents.html import ENTITY, TAG, attributes, decoded, is_undescribed, kind_of
from postlint.documents.model import UNDESCRIBED
from postlint.documents.templates import PLACEHOLDER
from postlint.types import Span

_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
_SPECIAL = re.compile(rf"[\\`*_<&]|~~|!?\[|\]|{PLACEHOLDER}+|(?<! ) {{2,}}+(?=[\r\n])")
_FOOTNOTE = re.compile(r"\[\^[^\s\[\]]++\]:?")
_AUTOLINK = re.compile(r"<(?:[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*+|[\w.!#$%&'*+/=?^`{|}~-]++@[\w.-]++)>")
_NESTED = r"\((?:[^\s()\\]|\\.|\((?:[^\s()\\]|\\.)*+\))*+\)"
_TARGET = re.compile(
    rf"\(\s*+(?:<(?P<angled>[^<>\r\n]*+)>|(?P<plain>(?:[^\s()<\\]|\\.|{_NESTED})(?:[^\s()\\]|\\.|{_NESTED})*+)?)"
    r"(?:\s++(?:\"(?P<double>(?:[^\"\\]|\\.)*+)\"|'(?P<single>(?:[^'\\]|\\.)*+)'|\((?P<round>(?:[^()\\]|\\.)*+)\)))?+\s*+\)",
    re.DOTALL,
)
_LABEL = re.compile(r"\[(?P<label>(?:[^\[\]\\]|\\.){0,999}+)\]", re.DOTALL)
_CODE_ELEMENT = re.compile(r"</(?:code|kbd|samp|tt)\s*>", re.IGNORECASE)


class Change(NamedTuple):
    """The paragraph's text from `start` to `end` is markup, and reads as `text`."""

    start: int
    end: int
    text: str


class Aside(NamedTuple):
    """A block that is told within the paragraph: a link's destination, an image's text, a comment."""

    kind: str
    span: Span
    name: str = ""
    """As in `model.Block`."""


class Tag(NamedTuple):
    """An HTML tag."""

    span: Span
    element: str
    closing: bool


class _Bracket(NamedTuple):
    start: int
    end: int
    image: bool
    depth: int
    """How many runs of delimiters stood before it."""


class _Delimiter:
    __slots__ = ("can_close", "can_open", "character", "end", "length", "start")

    def __init__(self, text: str, start: int, end: int) -> None:
        before, after = text[start - 1 : start] or " ", text[end : end + 1] or " "
        space_before, space_after = before.isspace(), after.isspace()
        mark_before, mark_after = before in _PUNCTUATION, after in _PUNCTUATION
        left = not space_after and (not mark_after or space_before or mark_before)
        right = not space_before and (not mark_before or space_after or mark_after)
        self.character = text[start]
        self.start, self.end, self.length = start, end, end - start
        self.can_open, self.can_close = left, right
        if self.character == "_":
            self.can_open, self.can_close = left and (not right or mark_before), right and (not left or mark_after)


def label_of(text: str) -> str:
    """A link label as labels are compared: without case, white space collapsed."""
    return " ".join(text.split()).casefold()


class Inline:
    """The markup of one paragraph, heading or cell: `text` as typed, `mask` as `templates.masked` gives it."""

    def __init__(self, text: str, mask: str, labels: Container[str]) -> None:
        self.asides: list[Aside] = []
        self.tags: list[Tag] = []
        """Those of elements that stand apart."""
        self.code: list[Span] = []
        self.links: list[Span] = []
        """Texts of links."""
        self.breaks: list[int] = []
        """Where a line ends on purpose."""
        self._changes: list[Change] = []
        self._text, self._mask, self._labels = text, mask, labels
        self._backticks: Backticks | None = None
        self._brackets: list[_Bracket] = []
        self._inactive = 0
        """So many of the brackets stand before a link, and open none themselves: a link holds no other link."""
        self._delimiters: list[_Delimiter] = []
        self._absent: set[str] = set()
        self._anchor: int | None = None
        """Where the text of an HTML link begins that is not closed yet."""
        self._scan()
        self._match_delimiters(0)
        self._changes.sort(key=lambda change: (change.start, -change.end))
        self._starts = [change.start for change in self._changes]

    def changes(self, start: int, end: int) -> list[Change]:
        """What of `start` to `end` is markup, in order; markup inside markup is left out."""
        found = []
        index = bisect_left(self._starts, start)
        while index < len(self._changes) and self._changes[index].start < end:
            change = self._changes[index]
            index += 1
            if change.end <= end:
                found.append(change)
                if index < len(self._starts) and self._starts[index] < change.end:
                    index = bisect_left(self._starts, change.end, index)
        return found

    def _scan(self) -> None:
        position = 0
        while match := _SPECIAL.search(self._mask, position):
            position = self._one(match.group()[0], match.start(), match.end())

    def _one(self, character: str, start: int, end: int) -> int:
        """Deal with what starts here; where to go on."""
        if character in "*_~":
            return self._delimiter(start, end)
        if character == "\\":
            return self._escape(start)
        if character == "`":
            return self._code_span(start)
        if character in "![":
            return self._open(start, end)
        if character == "]":
            return self._close(start)
        if character == "<":
            return self._angle(start)
        if character == "&":
            return self._entity(start)
        if character == PLACEHOLDER:
            self._change(start, end, " ")
            self.asides += [Aside(kind, span) for kind, span in attributes(self._text, start, end) if kind != "url"]
        else:
            self.breaks.append(end)
        return end

    def _change(self, start: int, end: int, text: str = "") -> int:
        self._changes.append(Change(start, end, text))
        return end

    def _delimiter(self, start: int, end: int) -> int:
        character = self._mask[start]
        while end < len(self._mask) and self._mask[end] == character:
            end += 1
        if character != "~" or end - start == 2:
            self._delimiters.append(_Delimiter(self._mask, start, end))
        return end

    def _escape(self, start: int) -> int:
        escaped = self._text[start + 1 : start + 2]
        if self._mask.startswith(PLACEHOLDER, start + 1):
            return start + 1
        if escaped in _PUNCTUATION:
            self._change(start, start + 1)
        elif escaped in ("\r", "\n"):
            self.breaks.append(self._change(start, start + 1))
            return start + 1
        return start + 2 if escaped else start + 1

    def _code_span(self, start: int) -> int:
        end = start
        while end < len(self._mask) and self._mask[end] == "`":
            end += 1
        self._backticks = self._backticks or Backticks(self._mask, 0, len(self._mask))
        closing = self._backticks.closing(start, end - start)
        if closing is None:
            return end
        self._change(start, end)
        self.code.append(Span(end, closing))
        return self._change(closing, closing + end - start)

    def _open(self, start: int, end: int) -> int:
        footnote = _FOOTNOTE.match(self._mask, start)
        if footnote:
            definition = footnote.group().endswith(":") and not self._mask[:start].strip()
            return self._change(start, footnote.end() if definition else footnote.end() - footnote.group().count("]:"))
        self._brackets.append(_Bracket(start, end, end - start == 2, len(self._delimiters)))
        return end

    def _close(self, start: int) -> int:
        if not self._brackets:
            return start + 1
        bracket = self._brackets.pop()
        active = bracket.image or len(self._brackets) >= self._inactive
        self._inactive = min(self._inactive, len(self._brackets))
        if not active:
            return start + 1
        target = _TARGET.match(self._mask, start + 1)
        end = target.end() if target else self._reference_end(bracket, start)
        if end is None:
            return start + 1
        self._match_delimiters(bracket.depth)
        if bracket.image:
            self._change(bracket.start, end, " ")
            self.asides.append(Aside("alt", Span(bracket.end, start)))
        else:
            self._change(bracket.start, bracket.end)
            self._change(start, end)
            self.links.append(Span(bracket.end, start))
            self._inactive = len(self._brackets)
        for name in ("angled", "plain", "double", "single", "round") if target else ():
            if target and target[name]:
                kind = "url" if name in ("angled", "plain") else "alt"
                bare = kind == "url" and bracket.image and not self._text[bracket.end : start].strip()
                self.asides.append(Aside(kind, Span(*target.span(name)), UNDESCRIBED if bare else ""))
        return end

    def _reference_end(self, bracket: _Bracket, closing: int) -> int | None:
        """Where a reference link ends whose text ends at `closing`; None if there is no such definition."""
        label = _LABEL.match(self._mask, closing + 1)
        if label and label["label"].strip():
            return label.end() if label_of(self._text[slice(*label.span("label"))]) in self._labels else None
        if closing - bracket.end > 999 or label_of(self._text[bracket.end : closing]) not in self._labels:
            return None
        return label.end() if label else closing + 1

    def _angle(self, start: int) -> int:
        if autolink := _AUTOLINK.match(self._mask, start):
            self._change(start, start + 1)
            self.asides.append(Aside("url", Span(start + 1, autolink.end() - 1)))
            return self._change(autolink.end() - 1, autolink.end())
        if self._mask.startswith("<!--", start):
            return self._until("-->", start, 4, "comment")
        if self._mask.startswith("<?", start):
            return self._until("?>", start, 2, None)
        tag = TAG.match(self._mask, start)
        if tag is None:
            return start + 1
        element = tag["element"].lower()
        bare = element == "img" and is_undescribed(self._text, start, tag.end())
        for kind, span in attributes(self._text, start, tag.end()):
            self.asides.append(Aside(kind, span, UNDESCRIBED if bare and kind == "url" else ""))
        if element == "a":
            if self._anchor is not None:
                self.links.append(Span(self._anchor, start))
            self._anchor = None if tag["closing"] else tag.end()
        if kind_of(element):
            self.tags.append(Tag(Span(start, tag.end()), element, bool(tag["closing"])))
        if element == "br":
            self.breaks.append(start)
            return self._change(start, tag.end(), "\n")
        if element in ("code", "kbd", "samp", "tt") and not tag["closing"]:
            closing = _CODE_ELEMENT.search(self._mask, tag.end()) if element not in self._absent else None
            if closing:
                self.code.append(Span(tag.end(), closing.start()))
            else:
                self._absent.add(element)
        return self._change(start, tag.end(), " " if kind_of(element) or element == "img" else "")

    def _until(self, closing: str, start: int, skip: int, kind: str | None) -> int:
        end = self._mask.find(closing, start + skip) if closing not in self._absent else -1
        if end < 0:
            self._absent.add(closing)
            return start + skip
        if kind:
            self.asides.append(Aside(kind, Span(start + skip, end)))
        return self._change(start, end + len(closing), " ")

    def _entity(self, start: int) -> int:
        entity = ENTITY.match(self._mask, start)
        character = decoded(entity.group()) if entity else None
        if entity is None or character is None:
            return start + 1
        return self._change(start, entity.end(), character)

    def _match_delimiters(self, depth: int) -> None:
        """Find the pairs among the runs after the first `depth`, and forget these runs."""
        openers: list[_Delimiter] = []
        bottoms: dict[tuple[str, bool, int], int] = {}
        for closer in self._delimiters[depth:]:
            key = (closer.character, closer.can_open, closer.length % 3)
            while closer.can_close and closer.start < closer.end:
                bottom = bottoms.get(key, 0)
                index = next((i for i in range(len(openers) - 1, bottom - 1, -1) if _pair(openers[i], closer)), None)
                if index is None:
                    bottoms[key] = len(openers)
                    break
                opener = openers[index]
                used = 2 if min(opener.end - opener.start, closer.end - closer.start) >= 2 else 1
                self._change(opener.end - used, opener.end)
                self._change(closer.start, closer.start + used)
                opener.end -= used
                closer.start += used
                del openers[index + (opener.start < opener.end) :]
                bottoms = {kept: min(bottom, len(openers)) for kept, bottom in bottoms.items()}
            if closer.can_open and closer.start < closer.end:
                openers.append(closer)
        del self._delimiters[depth:]


def _pair(opener: _Delimiter, closer: _Delimiter) -> bool:
    """Whether these two runs open and close emphasis (CommonMark, rules 9 and 10)."""
    if opener.character != closer.character:
        return False
    either = opener.can_close or closer.can_open
    return not either or (opener.length + closer.length) % 3 != 0 or (opener.length % 3 == 0 and closer.length % 3 == 0)
