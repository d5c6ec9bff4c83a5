"""Reading drafts: one module a format, in an explicit table; imports types only."""

from __future__ import annotations

import re
from collections.abc import Callable

from postlint.documents.lines import Lines
from postlint.documents.model import BLOCK_KINDS, PROSE, Block, Document, View

__all__ = ["BLOCK_KINDS", "ENDINGS", "PROSE", "READERS", "Block", "Document", "Lines", "View", "format_for", "read"]


def _read_text(source: str) -> Document:
    from postlint.documents import text

    return text.read(source)


def _read_markdown(source: str) -> Document:
    from postlint.documents import markdown  # loads tree-sitter, which plain text does without

    return markdown.read(source)


READERS: dict[str, Callable[[str], Document]] = {"text": _read_text, "markdown": _read_markdown}
"""The formats that can be read."""

ENDINGS = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".mdown": "markdown",
    ".mkd": "markdown",
}
"""The format of a file by the ending of its name."""


def read(source: str, format: str) -> Document:  # noqa: A002 (the word of the command line and the JSON)
    """The document that a source in that format (a key of `READERS`) is; never raises on any text."""
    return READERS[format](source)


def format_for(path: str) -> str | None:
    """The format that a path's ending stands for: text where there is none, None for an ending we do not read."""
    name = re.split(r"[/\\]", path)[-1]
    stem, dot, ending = name.rpartition(".")
    return ENDINGS.get(f".{ending.lower()}") if dot and stem else "text"
