"""`postlint explain RULE`: what a rule looks for, why, what to write instead; imports linter, report, rules."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from postlint.cli import options
from postlint.cli.describe import described, switch
from postlint.report.snippet import visible
from postlint.report.style import Style, wrap
from postlint.rules.schema import Example, Law, Rule

if TYPE_CHECKING:
    from postlint.linter import Linter

_TIERS = {
    "official": "words of the issuing body",
    "copy": "words seen in a copy",
    "paraphrase": "only a summary was seen",
    "unverified": "from memory",
}


@click.command(context_settings=options.HELP)
@click.argument("rule_id", metavar="RULE")
@options.config_option
@options.no_color_option
def command(rule_id: str, config: str | None, no_color: bool) -> None:
    """Explain RULE (pack/name): what it looks for, why, what to write instead, and the policy and law behind it."""
    linter = options.linter_here(config)
    rule = options.one_rule(linter, rule_id)
    page = Page(options.width(), Style(options.wants_colour(no_color)))
    explain(rule, linter, page)
    options.write(page.text())


class Page:
    """Lines under headings, wrapped."""

    def __init__(self, width: int, style: Style) -> None:
        self._width = width
        self.style = style
        self._lines: list[str] = []

    def heading(self, text: str) -> None:
        """Begin a section."""
        self._lines += ["", self.style.bold(text)]

    def lines(self, texts: Iterable[str], indent: int = 2, bullet: str = "") -> None:
        """Add paragraphs, each wrapped."""
        for text in texts:
            wrapped = wrap(visible(text), self._width, " " * (indent + len(bullet)))
            self._lines += [" " * indent + bullet + wrapped[0].strip(), *wrapped[1:]]

    def plain(self, text: str) -> None:
        """Add one line as it is."""
        self._lines.append(text)

    def text(self) -> str:
        """The page."""
        return "\n".join([*self._lines, ""])


def explain(rule: Rule, linter: Linter, page: Page) -> None:
    """Write everything there is to know of a rule."""
    severity = linter.severity(rule) if rule in linter.rules else None
    page.plain(f"{page.style.rule(rule.id)}: {rule.title}")
    force = page.style.severity(severity, severity) if severity else "off"
    review = f", review by {rule.review_by}" if rule.review_by else ""
    page.plain(f"{force}, {rule.status}; owner {rule.owner}{review}")
    if linter.organisation.misses_profile(rule):
        page.lines([switch(rule)], indent=0)
    if rule.replaced_by:
        page.plain(f"Replaced by {rule.replaced_by}")
    for heading, text in (("Why", rule.why), ("Fix", rule.fix)):
        page.heading(heading)
        page.lines([text])
    page.heading("Looks for")
    lines = described(rule)
    for depth, text in lines:
        bullet = "- " if text.startswith("- ") else ""
        page.lines([text.removeprefix("- ")], 2 + 2 * depth, bullet)
    page.lines(_applies(rule))
    if any("…/" in text for _, text in lines):
        page.lines([f"In full: postlint rules show {rule.id}"])
    _citations(rule, linter, page)
    for heading, examples in (("Bad", rule.bad), ("Good", rule.good), ("Bad, and not found yet", rule.misses)):
        if examples:
            page.heading(heading)
            page.lines(map(_example, examples), bullet="- ")


def _applies(rule: Rule) -> list[str]:
    """Where the rule looks, when that is not everywhere."""
    applies = rule.applies
    parts = [
        ("channels", applies.channels),
        ("not on channels", applies.not_channels),
        ("languages", applies.languages),
        ("jurisdictions", applies.jurisdictions),
        ("sectors", applies.sectors),
        ("blocks", () if applies.blocks == ("prose",) else applies.blocks),
    ]
    said = [f"{name} {', '.join(values)}" for name, values in parts if values]
    return [f"Only for: {'; '.join(said)}"] if said else []


def _citations(rule: Rule, linter: Linter, page: Page) -> None:
    clauses = [cite for cite in rule.cites if "#" in cite]
    laws = [cite for cite in rule.cites if "#" not in cite]
    page.heading("Policy")
    for cite in clauses:
        clause = linter.clause(cite)
        page.lines([f"{clause.number} {clause.title} ({cite})"])
        page.lines((part.replace("**", "") for part in clause.text.split("\n\n") if part.strip()), 4)
    if laws:
        page.heading("Law that such a post may breach")
    for cite in laws:
        _law(linter.law(cite), page)


def _law(law: Law, page: Page) -> None:
    page.lines([f"{law.cite}: {law.title} ({law.jurisdiction})"])
    verified = f"current text read on {law.verified_on}" if law.verified_on else "current text not verified"
    quote = [f'"{law.quote}"'] if law.quote else []
    page.lines([*quote, f"{_TIERS[law.tier]}; {verified}".capitalize()], 4)
    page.lines([text for text in (law.caveat, law.url) if text], 4)


def _example(example: Example) -> str:
    """The text, and what else the example says."""
    said = [f"{key}: {value}" for key, value in example.meta.items()]
    said += [f"channel: {example.channel}"] if example.channel else []
    said += [f"on: {example.on}"] if example.on else []
    said += [f"${name}: {', '.join(entries)}" for name, entries in example.lists.items()]
    return example.text + (f" ({'; '.join(said)})" if said else "")
