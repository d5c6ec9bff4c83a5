"""The numbers of a thread's posts, `1/5` to `5/5`; imports types."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import regex

from postlint.types import Span

_LONGEST = 30
"""Posts of a thread. Beyond it a pair of numbers is a date, a score or a fraction."""

# At the beginning of a line, before a capital, a picture or its end (no "1/2 cup", no "3/5 stars"); or at its end.
_NUMBER = regex.compile(
    r"^[(\[]?(?P<first>\d{1,2}) ?/ ?(?P<of>\d{1,2})[)\]]?(?P<mark>[.:)]|(?= -))?(?=[\s]*(?:$|[\p{Lu}\p{So}'\"]))"
    r"|(?<=[\s.!?]|[^\w/])[(\[]?(?P<last>\d{1,2}) ?/ ?(?P<of>\d{1,2})[)\]]?$",
    regex.MULTILINE,
)


def mistake(text: str, blocks: Sequence[Span]) -> Span | None:
    """The first number that is missing its neighbour, stands twice, or counts to another total; None where all is well.

    A draft is a thread where a first and another number count to the same total.
    """
    marks = [match for block in blocks for match in _NUMBER.finditer(text, block.start, block.end)]
    marks = [match for match in marks if 1 < int(match["of"]) <= _LONGEST]
    totals = Counter(
        {total: len({_place(one) for one in marks if one["of"] == total}) for total in {m["of"] for m in marks}}
    )
    if not totals:
        return None
    (total, different), *_ = totals.most_common(1)
    if different < 2 or not any(_place(one) == 1 for one in marks if one["of"] == total):
        return None
    expected = 1
    for match in marks:
        if match["of"] != total or _place(match) != expected:
            return Span(*match.span())
        expected += 1
    return None if expected > int(total) else Span(*marks[-1].span())


def _place(match: regex.Match[str]) -> int:
    return int(match["first"] or match["last"])
