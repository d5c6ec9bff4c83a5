"""From a hit to the edits that mend it, in the draft's source; imports conditions, plan, detect, documents, types.

An edit is safe only where the source holds the very words that the rule has read. Where reading changed them (an
entity, a look-alike, a line end) the edit is not safe, and where markup stands among them there is none.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cache, cached_property

import msgspec

from postlint.conditions.base import Scan
from postlint.detect.data import table
from postlint.documents.fold import fold_text
from postlint.documents.model import PROSE, Document
from postlint.plan import CompiledRule
from postlint.types import Edit, Hit, Span, Status

_RUN = re.compile(r"\S+")
_ADDRESS = re.compile(r"://|@|\w\.\w")
"""What makes an address or a handle of all that stands between spaces."""
_HASHTAG = re.compile(r"#\w[\w-]*")
_PLAIN = re.compile(r"[\w ,-]*")
"""What may be written into a front matter value without quotes."""
_OPENING, _CLOSING = "([{<\"'*_", ".,;:!?)]}>\"'*_"
"""What stands around a number or a key and is no part of it."""
_ARTICLE = re.compile(r"[A-Za-z]+ \Z")
_MASK = "[{} removed]"
_LONGEST_LOOK_BACK = 40


class Removal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A word for what was taken out, and the labels of hits that it stands for."""

    word: str
    labels: tuple[str, ...]


@cache
def _removals() -> dict[str, str]:
    """What to call what was taken out, by the label of its hit."""
    rows = msgspec.convert(table("removals"), list[Removal])
    return {label: row.word for row in rows for label in row.labels}


class Editor:
    """Makes the edits of one document's hits."""

    def __init__(self, document: Document, scan: Scan, private: Sequence[Span]) -> None:
        """`private` are readable words that no edit may repeat."""
        self._document = document
        self._scan = scan
        self._private = private

    def replacing(self, compiled: CompiledRule, hit: Hit) -> tuple[Edit, ...]:
        """What the rule's `replace` says for a hit."""
        if compiled.replacement is None or hit.whole or not hit.span:
            return ()
        text = self._document.text
        words = text[hit.span.start : hit.span.end]
        kind = self._block_kind(hit.span.start)
        before = text[max(hit.span.start - _LONGEST_LOOK_BACK, self._block_start(hit.span.start)) : hit.span.start]
        named = {one.name: text[one.span.start : one.span.end] for one in reversed(hit.captures)}
        instead = compiled.replacement.of(words, before, named)
        if instead is None or kind not in PROSE or self._is_part_of_address(hit.span):
            return ()
        if instead.of_draft and any(span.overlaps(hit.span) for span in self._private):
            return ()
        span, texts = hit.span, instead.texts
        if instead.article:
            span = Span(span.start - len(_ARTICLE.findall(before)[-1]), span.end)
            texts = tuple(f"{instead.article} {one}" for one in texts)
        safe = instead.safe and compiled.rule.status is not Status.TRIAL and not self._is_part_of_word(span)
        return self._edits([(span, texts)], safe=safe)

    def masking(self, compiled: CompiledRule, hit: Hit) -> tuple[Edit, ...]:
        """Words for the names, numbers, addresses and keys that a sensitive hit stands on; never safe."""
        if hit.whole or not hit.span:
            return ()
        found: list[tuple[Span, str]] = []
        for named, word in self._named(compiled, hit):
            span = self._without_genitive(named)
            if not any(other.overlaps(span) for other, _ in found):
                found.append((span, word))
        joined: list[tuple[Span, str]] = []
        for span, word in sorted(found):
            if joined and joined[-1][1] == word and self._is_gap(joined[-1][0].end, span.start):
                joined[-1] = Span(joined[-1][0].start, span.end), word
            else:
                joined.append((span, word))
        return self._edits([(span, (_MASK.format(word),)) for span, word in joined], safe=False)

    def _named(self, compiled: CompiledRule, hit: Hit) -> Iterator[tuple[Span, str]]:
        """The private parts of a hit that have a name of their own, the surest first."""
        parts = hit.parts if hit.parts is not None else (hit.span,)
        words = _removals()
        if hit.parts is None and hit.label in words:
            yield hit.span, words[hit.label]
        for part in parts:
            for entity in self._scan.known_entities(part.start):
                if entity.type in words and part.overlaps(entity.span) and hit.span.contains(entity.span):
                    yield entity.span, words[entity.type]
            for name in self._scan.named_people(part.start):
                if part.overlaps(name) and hit.span.contains(name):
                    yield name, words["person"]
        # A classifier's finding stands on whatever speaks for it: its figures need not be anybody's.
        for part in () if compiled.rule.when.classifiers() else parts:
            for run in self._with_digits(part):
                yield run, "key" if compiled.rule.category == "security" else "number"

    def _with_digits(self, part: Span) -> Iterator[Span]:
        """What stands between spaces and holds a digit: 'MH-0042', 'meadow!7'."""
        for run in _RUN.finditer(self._document.text, part.start, part.end):
            if any(map(str.isdigit, run.group())):
                start = run.end() - len(run.group().lstrip(_OPENING))
                yield Span(start, start + len(run.group().lstrip(_OPENING).rstrip(_CLOSING)))

    def _without_genitive(self, span: Span) -> Span:
        """A name without its 's, which stays in the sentence."""
        words = self._document.text[span.start : span.end]
        return Span(span.start, span.start + len(words.removesuffix("'s").removesuffix("'")))

    def _is_gap(self, start: int, end: int) -> bool:
        """Whether nothing but a space or a sign stands between two parts of one number or name."""
        return self._document.text[start:end] in ("", " ", "-", ".", "/")

    def _edits(self, wanted: Sequence[tuple[Span, tuple[str, ...]]], *, safe: bool) -> tuple[Edit, ...]:
        """The edits in the source; none at all where one of them cannot be made."""
        edits = []
        for span, texts in wanted:
            source, is_exact = self._source(span)
            usable = [one for one in texts if source is not None and self._may_stand(source, span, one)]
            if source is None or usable[:1] != list(texts[:1]):
                return ()
            if self._document.source[source.start : source.end] != texts[0]:
                edits.append(Edit(source, texts[0], safe and is_exact, tuple(usable[1:])))
        return tuple(edits)

    def _source(self, span: Span) -> tuple[Span | None, bool]:
        """Where readable words stand in the source, and whether they stand there letter by letter."""
        source = self._document.view.source(span.start, span.end)
        written = self._document.source[source.start : source.end]
        words = self._document.text[span.start : span.end]
        if written == words:
            return source, True
        same = _squeezed(fold_text(html.unescape(written))) == _squeezed(words)
        return (source, False) if same else (None, False)

    def _may_stand(self, source: Span, span: Span, text: str) -> bool:
        """Whether a text reads there as it is written: it is no markup, and breaks none."""
        before = self._document.source[source.start - 1 : source.start]
        after = self._document.source[source.end : source.end + 1]
        if text.startswith("[") and (before in ("]", "!", "\\") or after in ("(", "[", ":")):
            return False
        if self._block_kind(span.start) != "front-matter":
            return True
        block = self._document.blocks[self._block_index(span.start)]
        value = self._document.view.source(block.start, block.end)
        quote = self._document.source[value.start - 1 : value.start]
        if quote in ("'", '"') and quote == self._document.source[value.end : value.end + 1]:
            return quote not in text and "\\" not in text
        return _PLAIN.fullmatch(text) is not None and (bool(text) or value != source)

    def _block_kind(self, position: int) -> str:
        return self._document.blocks[self._block_index(position)].kind

    def _block_start(self, position: int) -> int:
        return self._document.blocks[self._block_index(position)].start

    def _block_index(self, position: int) -> int:
        return max(bisect_right(self._scan.block_starts, position) - 1, 0)

    def _is_part_of_address(self, span: Span) -> bool:
        """Whether the words are inside a hashtag, a handle or an address; one that is found whole is not inside."""
        index = bisect_left(self._addresses, Span(span.end, 0)) - 1
        while index >= 0 and self._addresses[index].overlaps(span):
            if not span.contains(self._addresses[index]):
                return True
            index -= 1
        return False

    @cached_property
    def _addresses(self) -> list[Span]:
        """Where hashtags, handles and addresses stand, in order: a word in there is no word of a sentence."""
        text, found = self._document.text, []
        for run in _RUN.finditer(text):
            if _ADDRESS.search(text, *run.span()):
                found.append(Span(*run.span()))
            else:
                found += [Span(*match.span()) for match in _HASHTAG.finditer(text, *run.span())]
        return found

    def _is_part_of_word(self, span: Span) -> bool:
        """Whether letters, hyphens or underscores go on at an end: who knows what the whole means."""
        text = self._document.text
        first, last = text[span.start], text[span.end - 1]
        around = text[max(span.start - 1, 0) : span.start], text[span.end : span.end + 1]
        return any(
            edge.isalnum() and (beside.isalnum() or beside in ("-", "_"))
            for edge, beside in zip((first, last), around, strict=True)
            if beside
        )


def _squeezed(text: str) -> str:
    return " ".join(text.split())
