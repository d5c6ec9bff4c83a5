"""Reading Markdown: blocks from tree-sitter, paragraphs from `inline`; imports the rest of documents, and types."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

import tree_sitter
import tree_sitter_markdown

from postlint.documents import front_matter
from postlint.documents.build import Builder, Stretch
from postlint.documents.html import ENTITY, decoded, kind_of
from postlint.documents.inline import Change, Inline, label_of
from postlint.documents.lines import Lines
from postlint.documents.model import Document
from postlint.documents.templates import masked
from postlint.types import Failure, Span

_CONTAINERS = {"list_item": "list-item", "block_quote": "quote"} | dict.fromkeys(
    ("document", "section", "list", "pipe_table", "pipe_table_header", "pipe_table_row"), ""
)
_TEXTS = {"pipe_table_cell": "table-cell", "atx_heading": "heading", "setext_heading": "heading", "paragraph": ""}
_HIDDEN_IN_HTML = str.maketrans(dict.fromkeys("\\`*_~[]", "x"))
"""HTML blocks hold no Markdown."""


class _Leaf(NamedTuple):
    """A block of the grammar that holds text."""

    kind: str
    """A block kind; `html` for a block of HTML."""
    ranges: tuple[Span, ...]
    """Its source, without the markers of the quotes and lists around it."""


class _Joined:
    """The text of a leaf, as if it stood alone, and the way back to the source."""

    def __init__(self, source: str, mask: str, ranges: Sequence[Span]) -> None:
        self.text = "".join([source[span.start : span.end] for span in ranges])
        self.mask = "".join([mask[span.start : span.end] for span in ranges])
        self._ranges = ranges
        self._starts = [0]
        for span in ranges:
            self._starts.append(self._starts[-1] + len(span))

    def source(self, position: int) -> int:
        """Where in the source the position's character stands; for the end, where the last character ends."""
        index = min(bisect_right(self._starts, position), len(self._ranges)) - 1
        return self._ranges[index].start + position - self._starts[index]

    def verbatim(self, start: int, end: int) -> Iterator[Stretch]:
        """The text from `start` to `end`, in as many stretches as the source needs."""
        index = bisect_right(self._starts, start) - 1
        while start < end:
            last = min(end, self._starts[index + 1])
            first = self._ranges[index].start - self._starts[index]
            if start < last:
                yield Stretch(first + start, first + last)
            start, index = last, index + 1

    def stretches(self, start: int, end: int, changes: Sequence[Change]) -> list[Stretch]:
        """The text from `start` to `end` with the changes made."""
        stretches: list[Stretch] = []
        for change in changes:
            stretches += self.verbatim(start, change.start)
            if change.text:
                stretches.append(Stretch(self.source(change.start), self.source(change.end - 1) + 1, change.text))
            start = change.end
        return [*stretches, *self.verbatim(start, end)]


class _Reader:
    """Turns the leaves of one source into blocks."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._builder = Builder(source)
        self._front = front_matter.read(source)
        self._failures = list(self._front.failures)
        self._mask = masked(source, self._front.end)
        self._labels: set[str] = set()

    def document(self) -> Document:
        for name, stretches, wrapped in self._front.texts:
            self._builder.add("front-matter", stretches, name=name, breaks=() if wrapped else None)
        # Links may come before the definitions they need.
        for leaf in list(self._leaves()):
            if leaf.kind in ("code", "url"):
                self._builder.add(leaf.kind, [Stretch(span.start, span.end) for span in leaf.ranges])
            else:
                self._add(leaf)
        return self._builder.document(self._front.meta, self._front.meta_spans, self._failures)

    def _leaves(self) -> Iterator[_Leaf]:
        """What holds text, in order; an explicit stack, because lists may nest deeper than Python calls."""
        stack = [(_parser().parse(self._mask.encode("ascii")).root_node, "paragraph")]
        while stack:
            node, kind = stack.pop()
            if node.type in _CONTAINERS:
                inner = kind if kind == "quote" else _CONTAINERS[node.type] or kind
                stack += [(child, inner) for child in reversed(node.named_children)]
            elif node.type in _TEXTS:
                yield from self._text(node, _TEXTS[node.type] or kind)
            elif node.type in ("fenced_code_block", "indented_code_block"):
                yield from self._code(node)
            elif node.type == "html_block":
                yield _Leaf("html", _ranges(node))
            elif node.type == "link_reference_definition":
                yield from self._definition(node, kind)
            elif node.type == "ERROR":
                yield _Leaf(kind, _ranges(node))

    def _text(self, node: tree_sitter.Node, kind: str) -> Iterator[_Leaf]:
        if node.type == "pipe_table_cell":
            yield _Leaf(kind, _ranges(node))
        for child in node.named_children:
            if child.type == "inline":
                yield _Leaf(kind, _ranges(child))
            elif child.type == "paragraph":
                yield from self._text(child, kind)

    def _code(self, node: tree_sitter.Node) -> Iterator[_Leaf]:
        if node.type == "indented_code_block":
            yield _Leaf("code", _ranges(node))
            return
        fences = 0
        for child in node.named_children:
            fences += child.type == "fenced_code_block_delimiter"
            if child.type == "code_fence_content":
                yield _Leaf("code", _ranges(child))
        if fences < 2 and not self._mask[node.end_byte :].strip():
            line, column = Lines(self._source).place(node.start_byte)
            message = (
                f"the code fence opened in line {line} is never closed: end the code with a line of three backticks"
            )
            self._failures.append(Failure("code-fence", message, line=line, column=column))

    def _definition(self, node: tree_sitter.Node, kind: str) -> Iterator[_Leaf]:
        label = next(child for child in node.named_children if child.type == "link_label")
        name = self._source[label.start_byte + 1 : label.end_byte - 1]
        if name.startswith("^"):
            yield _Leaf(kind, (Span(label.end_byte + 1, node.end_byte),))
            return
        self._labels.add(label_of(name))
        for child in node.named_children:
            if child.type == "link_destination":
                yield _Leaf("url", (Span(child.start_byte, child.end_byte),))

    def _add(self, leaf: _Leaf) -> None:
        joined = _Joined(self._source, self._mask, leaf.ranges)
        if leaf.kind != "html":
            inline = Inline(joined.text, joined.mask, self._labels)
            self._add_part(leaf.kind, joined, inline, Span(0, len(joined.text)))
            self._add_asides(joined, inline, len(joined.text))
            return
        inline = Inline(joined.text, joined.mask.translate(_HIDDEN_IN_HTML), ())
        for kind, part in _html_parts(inline, len(joined.text)):
            self._add_part(kind, joined, inline, part)
            self._add_asides(joined, inline, part.end)
        self._add_asides(joined, inline, len(joined.text))

    def _add_part(self, kind: str, joined: _Joined, inline: Inline, part: Span) -> None:
        stretches = joined.stretches(part.start, part.end, inline.changes(part.start, part.end))
        code = [Span(joined.source(s.start), joined.source(s.end)) for s in inline.code if s.overlaps(part)]
        links = [Span(joined.source(s.start), joined.source(s.end)) for s in inline.links if s.overlaps(part)]
        breaks = [joined.source(position) for position in inline.breaks if part.start < position < part.end]
        if kind == "code":
            code = links = []
        self._builder.add(kind, stretches, code=code, links=links, breaks=breaks)

    def _add_asides(self, joined: _Joined, inline: Inline, end: int) -> None:
        """Add the asides that begin before `end` and have not been added."""
        inline.asides.sort(key=lambda aside: aside.span.start, reverse=True)
        while inline.asides and inline.asides[-1].span.start < end:
            kind, span, name = inline.asides.pop()
            start, last = span.start, span.end
            changes = inline.changes(start, last)
            if not changes and kind != "comment":
                changes = [
                    Change(entity.start(), entity.end(), character)
                    for entity in ENTITY.finditer(joined.text, start, last)
                    if (character := decoded(entity.group()))
                ]
            self._builder.add(kind, joined.stretches(start, last, changes), name=name, breaks=())


def read(source: str) -> Document:
    """Markdown as its reader sees it, with front matter (YAML or TOML) as metadata and blocks of its own."""
    return _Reader(source).document()


@cache
def _parser() -> tree_sitter.Parser:
    return tree_sitter.Parser(tree_sitter.Language(tree_sitter_markdown.language()))


def _ranges(node: tree_sitter.Node) -> tuple[Span, ...]:
    """A node's source without the markers of the containers that its lines go on in."""
    if node.start_point.row == node.end_point.row:
        return (Span(node.start_byte, node.end_byte),)
    ranges, start = [], node.start_byte
    for child in node.named_children:
        if child.type == "block_continuation" and child.start_byte < child.end_byte:
            ranges.append(Span(start, child.start_byte))
            start = child.end_byte
    return (*ranges, Span(start, node.end_byte))


def _html_parts(inline: Inline, length: int) -> Iterator[tuple[str, Span]]:
    """What stands between the tags of elements that stand apart, and the kind of block that each stretch is."""
    kinds: list[tuple[str, str]] = [("", "paragraph")]
    open_elements: dict[str, int] = {}
    start = 0
    for tag in inline.tags:
        if start < tag.span.start:
            yield kinds[-1][1], Span(start, tag.span.start)
        start = tag.span.end
        if not tag.closing:
            kind = kind_of(tag.element) or "paragraph"
            kinds.append((tag.element, kinds[-1][1] if kind == "paragraph" else kind))
            open_elements[tag.element] = open_elements.get(tag.element, 0) + 1
        while tag.closing and open_elements.get(tag.element):
            element, _ = kinds.pop()
            open_elements[element] -= 1
            if element == tag.element:
                break
    if start < length:
        yield kinds[-1][1], Span(start, length)
