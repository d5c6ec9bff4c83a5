"""Policy documents: Markdown with front matter and numbered, anchored clauses; imports config, rules and types."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import msgspec

from postlint.organisation.config import Organisation
from postlint.rules.checks import a_date, empty_texts
from postlint.rules.located import INVALID, ConfigurationError, Mistake, Source
from postlint.rules.schema import Law
from postlint.rules.shapes import Shapes, must_be
from postlint.types import Citation


class Change(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A line of a policy's history."""

    version: str
    date: str
    what: str


class FrontMatter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a policy says of itself."""

    title: str
    version: str
    owner: str
    contact: str
    effective: str
    """ISO date, like `review_by`."""
    review_by: str
    changes: tuple[Change, ...] = ()


class Clause(msgspec.Struct, frozen=True):
    """A numbered, anchored section of a policy."""

    anchor: str
    number: str
    title: str
    text: str
    """Markdown, up to the next heading; empty where the clause only holds others."""
    line: int


class Policy(msgspec.Struct, frozen=True):
    """A policy document, its placeholders filled."""

    id: str
    """The file's name without its ending; citations are `id#anchor`."""
    path: Path
    title: str
    version: str
    owner: str
    contact: str
    effective: str
    review_by: str
    changes: tuple[Change, ...]
    clauses: Mapping[str, Clause]
    """By anchor, in the document's order."""
    text: str
    """The document without its front matter."""


_PLACEHOLDER = re.compile(r"(?<![!\]\\])\[([^\[\]\n]+)\](?![(\[:])")
"""A name in square brackets that is no link, image or reference."""
_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*")
_ANCHOR = re.compile(r"(.*?)[ \t]*\{#([^}]*)\}")
_ANCHOR_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_NUMBERED = re.compile(r"([0-9]+(?:\.[0-9]+)*)\.?[ \t]+(\S.*)")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")


def load_policy(path: Path, placeholders: Mapping[str, str]) -> Policy:
    """A policy document. Raises `ConfigurationError` with every mistake in it."""
    source = Source.read(path)
    policy = _read(path, source, placeholders)
    if source.mistakes or policy is None:
        raise ConfigurationError(source.mistakes)
    return policy


def load_policies(rules: Path, organisation: Organisation) -> Mapping[str, Policy]:
    """The policies of a rules folder and the organisation's, by id; an organisation's replaces a built-in one.

    Raises `ConfigurationError` with every mistake in any of them.
    """
    paths = {path.stem: path for path in sorted(rules.glob("policy/*.md"))}
    mistakes: list[Mistake] = []
    own: dict[str, Path] = {}
    for path in organisation.policies:
        if path.stem in own:
            mistakes.append(
                Mistake(str(path), 1, 1, f"has the same name as {own[path.stem]}: citations could mean either")
            )
        own.setdefault(path.stem, path)
    policies: dict[str, Policy] = {}
    for name, path in sorted({**paths, **own}.items()):
        try:
            policies[name] = load_policy(path, organisation.placeholders)
        except ConfigurationError as error:
            mistakes += error.mistakes
    if mistakes:
        raise ConfigurationError(mistakes)
    return policies


def resolve(cite: str, policies: Mapping[str, Policy], laws: Mapping[str, Law]) -> Citation:
    """What a rule's `cites` entry refers to. Raises `KeyError` when there is no such clause or law."""
    policy, sign, anchor = cite.partition("#")
    if sign:
        clause = policies[policy].clauses[anchor]
        return Citation(kind="policy", id=cite, title=f"{clause.number} {clause.title}")
    law = laws[cite]
    verified_on = law.verified_on if law.tier == "official" else None
    return Citation(kind="law", id=cite, title=law.title, url=law.url, cite=law.cite, verified_on=verified_on)


def fill(text: str, placeholders: Mapping[str, str]) -> str:
    """`[Name]` replaced by its value; names without one stay."""
    return _PLACEHOLDER.sub(lambda match: placeholders.get(match[1], match[0]), text)


def _read(path: Path, source: Source, placeholders: Mapping[str, str]) -> Policy | None:
    if source.mistakes:
        return None
    lines = source.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    end = next((number for number, line in enumerate(lines[1:], 1) if line.rstrip() in ("---", "...")), None)
    if lines[0].rstrip() != "---" or end is None:
        source.mistake(1, 1, "has no front matter: begin with `---`, title, version, owner …, `---`")
        return None
    front = _front_matter(source, "\n".join(lines[1:end]), placeholders)
    body = fill("\n".join(lines[end + 1 :]), placeholders)
    clauses = _clauses(body, end + 2, source)
    if front is None:
        return None
    fields = msgspec.structs.asdict(front)
    return Policy(id=path.stem, path=path, **fields, clauses=clauses, text=body.strip("\n") + "\n")


def _front_matter(source: Source, text: str, placeholders: Mapping[str, str]) -> FrontMatter | None:
    front = Source(source.path, text, first_line=2)
    data = front.parse()
    if data is None:
        data = {}
    if type(data) is dict:
        data = {key: fill(value, placeholders) if isinstance(value, str) else value for key, value in data.items()}
        fields = Shapes({}).fields(FrontMatter, data, (), front)
        for key in ("effective", "review_by"):
            if key in fields:
                a_date(fields[key], (key,), front)
        for index, change in enumerate(fields.get("changes", ())):
            a_date(change.date, ("changes", index, "date"), front)
        empty_texts(fields, ("title", "version", "owner", "contact"), (), front)
    elif data is not INVALID:
        front.fault((), must_be((), "a mapping of keys to values", data))
    source.mistakes += front.mistakes
    return None if front.mistakes else FrontMatter(**fields)


class _Heading(msgspec.Struct):
    line: int
    column: int
    level: int
    text: str


def _clauses(body: str, first_line: int, source: Source) -> dict[str, Clause]:
    """Clauses by anchor; a line scanner, because this runs at every start."""
    lines = body.split("\n")
    headings = _headings(lines)
    clauses: dict[str, Clause] = {}
    numbers: dict[str, int] = {}
    for index, heading in enumerate(headings):
        found = _ANCHOR.fullmatch(heading.text)
        if found is None:
            continue
        line = heading.line + first_line
        label, anchor = found[1], found[2]
        column = lines[heading.line].rfind("{#") + 1
        if not _ANCHOR_NAME.fullmatch(anchor):
            source.mistake(line, column, f"`{anchor}` is no anchor: use a-z, 0-9 and hyphens")
        elif anchor in clauses:
            source.mistake(line, column, f"the anchor `{anchor}` is given twice, first on line {clauses[anchor].line}")
            continue
        numbered = _NUMBERED.fullmatch(label)
        if numbered is None:
            source.mistake(
                line,
                heading.column,
                f"the clause `{label}` needs a number and a title, such as `4.1 {label or 'Title'}`",
            )
            continue
        number, title = numbered[1], numbered[2]
        if number in numbers:
            source.mistake(line, heading.column, f"the number {number} is given twice, first on line {numbers[number]}")
        numbers.setdefault(number, line)
        following = headings[index + 1] if index + 1 < len(headings) else None
        text = "\n".join(lines[heading.line + 1 : following.line if following else None]).strip()
        holds_others = following is not None and following.level > heading.level
        if not text and not holds_others:
            source.mistake(line, heading.column, f"the clause `{number} {title}` has no text")
        clauses[anchor] = Clause(anchor, number, title, text, line)
    return clauses


def _headings(lines: list[str]) -> list[_Heading]:
    """Headings outside of code and comments."""
    headings = []
    fence = ""
    comment = False
    for number, line in enumerate(lines):
        if fence:
            if line.strip().startswith(fence) and not line.strip().strip(fence[0]):
                fence = ""
        elif comment or line.lstrip().startswith("<!--"):
            comment = "-->" not in line
        elif opening := _FENCE.match(line):
            fence = opening[1]
        elif "#" in line[:4] and (found := _HEADING.fullmatch(line)):
            headings.append(_Heading(number, found.start(2) + 1, len(found[1]), found[2]))
    return headings
