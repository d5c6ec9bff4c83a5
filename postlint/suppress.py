"""Waivers that a writer puts into a draft, each with a reason; imports documents and types.

In Markdown a comment `<!-- postlint: ignore claims, patient-info/named-patient -- approved by the privacy office -->`
waives these rules or packs for the block that follows. In front matter, `postlint: {ignore: {claims: "reason"}}` waives
them for the whole draft. A waiver without a reason, or of an unknown rule, waives nothing and is a failure.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import msgspec
import regex

from postlint.documents.model import Document
from postlint.types import Failure, Span

_COMMENT = regex.compile(r"^\s*(?:<!--)?\s*postlint\s*:\s*ignore\b(?P<rest>[^\n]*?)(?:-->)?\s*$")
_PARTS = regex.compile(r"^\s+(?P<names>[\w/,\- ]+?)\s+--\s+(?P<reason>\S.*?)\s*$")
_HOW = "write `postlint: ignore PACK-or-RULE -- reason`"


class Waiver(msgspec.Struct, frozen=True):
    """A rule or pack that the writer waives in a part of `Document.text`."""

    name: str
    span: Span
    reason: str

    def covers(self, rule: str, span: Span) -> bool:
        """Whether a hit of `rule` on `span` is waived."""
        return self.span.overlaps(span) and (rule == self.name or rule.startswith(f"{self.name}/"))


def waivers(document: Document, known: Collection[str]) -> tuple[list[Waiver], list[Failure]]:
    """All waivers of a draft, and a failure for each that cannot count; `known` holds rule ids and packs."""
    found: list[Waiver] = []
    failures: list[Failure] = []
    whole = Span(0, len(document.text))
    for name, reason in _front_matter(document.meta):
        _add(found, failures, name, reason, whole, known)
    for index, block in enumerate(document.blocks):
        if block.kind != "comment":
            continue
        match = _COMMENT.match(document.text[block.start : block.end])
        if match is None:
            continue
        parts = _PARTS.match(match["rest"])
        following = next((one for one in document.blocks[index + 1 :] if one.kind != "comment"), None)
        if parts is None:
            failures.append(Failure("suppression", f"an ignore comment has no reason: {_HOW}"))
        elif following is not None:
            for name in parts["names"].replace(",", " ").split():
                _add(found, failures, name, parts["reason"], Span(following.start, following.end), known)
    return found, failures


def _front_matter(meta: Mapping[str, Any]) -> Sequence[tuple[str, str]]:
    section = meta.get("postlint")
    ignored = section.get("ignore") if isinstance(section, Mapping) else None
    if not isinstance(ignored, Mapping):
        return ()
    return [(str(name), str(reason or "").strip()) for name, reason in ignored.items()]


def _add(
    found: list[Waiver], failures: list[Failure], name: str, reason: str, span: Span, known: Collection[str]
) -> None:
    if name not in known:
        failures.append(Failure("suppression", f"the draft ignores {name!r}, which is no rule and no pack"))
    elif not reason:
        failures.append(Failure("suppression", f"the draft ignores {name!r} without a reason: {_HOW}"))
    else:
        found.append(Waiver(name, span, reason))
