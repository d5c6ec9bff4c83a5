"""Words that the pack's lists call hype, jargon and the like, and that posts use all the same; imports linter."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence

import msgspec

from postlint.engine import ask
from postlint.linter import Linter
from postlint.plan import Plan
from postlint.rules.schema import Rule
from postlint.voice.posts import Post
from postlint.voice.rules import tone_terms

SHARE = 0.02
"""A word that so many posts use, and `FEWEST` posts at least, is a word of theirs."""
FEWEST = 3


def words_of_theirs(linter: Linter, posts: Sequence[Post]) -> list[tuple[str, int]]:
    """Words that a list of the pack has, and in how many posts they stand, the most first."""
    plan = Plan(list(_finders(linter)), linter.lists)
    found = Counter[str]()
    for post in posts:
        scan = plan.scan(post.document, linter.detector)
        hits = (hit for one in plan.rules for hit in ask(one, scan)[0])
        found.update({" ".join(scan.document.text[hit.span.start : hit.span.end].lower().split()) for hit in hits})
    least = max(FEWEST, math.ceil(SHARE * len(posts)))
    return sorted(((word, n) for word, n in found.items() if n >= least), key=lambda pair: (-pair[1], pair[0]))


def _finders(linter: Linter) -> Iterator[Rule]:
    """A rule for the words of each rule of the pack that one word is enough for; it keeps the exceptions."""
    for number, (rule, terms, alone) in enumerate(tone_terms(linter.ruleset)):
        if alone and terms.match != "exact":  # words in capitals shout, whatever they are
            yield msgspec.structs.replace(rule, id=f"{rule.id}-{number}", when=terms, confirm=None)
