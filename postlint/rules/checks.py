"""What must be true of a rule or a law beyond the types of its values; imports located, lists, placeholders, schema."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from postlint.rules import placeholders
from postlint.rules.lists import entry_fault
from postlint.rules.located import Mistake, Place, Source, hint
from postlint.rules.schema import Condition, Example, Law, Pack, Replace
from postlint.types import Status

QUOTE_WORDS = 25
"""A quotation from a law stays a citation, not a copy."""

_PROSE = frozenset({"title", "why", "fix", "message", "bad", "good", "misses", "description"})
"""Keys of a rule or pack whose texts are for readers."""

_IN_PATTERN = re.compile(r"\\L<([a-z0-9-]+)>")
"""A list in a regular expression."""

_TEXTS = ("title", "why", "fix", "message", "owner")
_CITE = re.compile(r"[^\s#]+(?:#[^\s#]+)?")


def rule(fields: Mapping[str, Any], source: Source) -> None:
    """Records what is wrong with the sound fields of a rule; a field that is missing has been reported."""
    empty_texts(fields, _TEXTS, (), source)
    if "cites" in fields:
        _cites(fields["cites"], source)
    if "message" in fields and "when" in fields:
        _message(fields["message"], fields["when"], source)
    if fields.get("status") is Status.DEPRECATED and "replaced_by" not in fields:
        source.fault(("status",), "a deprecated rule says which rule replaces it: add `replaced_by`")
    if fields.get("replace") is not None:
        _replace(fields["replace"], fields.get("when"), source)
    for key in ("bad", "good"):
        if key in fields and len(fields[key]) < 2:
            source.fault((key,), f"`{key}` needs at least two examples")
    if "applies" in fields:
        _applies(fields["applies"], source)
    if fields.get("review_by") is not None:
        a_date(fields["review_by"], ("review_by",), source)
    for key in ("bad", "good", "misses"):
        for index, example in enumerate(fields.get(key, ())):
            _example(key, example, (key, index), source)


def law(entry: Law, key: str, source: Source) -> None:
    """Records what is wrong with an entry of the law register."""
    if entry.quote is not None and len(entry.quote.split()) > QUOTE_WORDS:
        source.fault((key, "quote"), f"`quote` has {len(entry.quote.split())} words; at most {QUOTE_WORDS} are allowed")
    if entry.verified_on is not None:
        if entry.tier != "official":
            message = (
                f"`verified_on` needs `tier: official`, not `{entry.tier}`: only the official text can be verified"
            )
            source.fault((key, "verified_on"), message)
        a_date(entry.verified_on, (key, "verified_on"), source)
    if "#" in key or not key:
        source.fault((key,), "the key of a law holds no `#`: that is the sign of a clause", on_key=True)
    empty_texts({"cite": entry.cite, "title": entry.title}, ("cite", "title"), (key,), source)


def confirm(pack: Pack, source: Source) -> None:
    """Records a `confirm` that asks anything but a classifier, or asks it in part of a post only."""
    asked = pack.confirm
    if asked is None:
        return
    if not asked.classifiers():
        source.fault(("confirm",), "`confirm` asks a classifier: `confirm: {classified: NAME, at_least: 0.5}`")
    also = getattr(asked, "also", ()) or None
    mark = "sentence" if getattr(asked, "mark", None) == "sentence" else None
    for key, value in (("as", asked.as_), ("within", asked.within), ("also", also), ("mark", mark)):
        if value is not None:
            source.fault(("confirm", key), f"`{key}` has no meaning in `confirm`: leave it out", on_key=True)


def a_date(text: str, place: Place, source: Source) -> date | None:
    """The ISO date that a text is; None after recording that it is none."""
    try:
        if len(text) == 10:
            return date.fromisoformat(text)
    except ValueError:
        pass  # reported below, like a text of another length
    source.fault(place, f"`{place[-1]}` must be a date such as 2027-06-30, not `{text}`")
    return None


def empty_texts(fields: Mapping[str, Any], keys: Iterable[str], place: Place, source: Source) -> None:
    """Records texts that hold nothing."""
    for key in keys:
        if isinstance(fields.get(key), str) and not fields[key].strip():
            source.fault((*place, key), f"`{key}` must not be empty")


def tree(conditions: Iterable[Condition]) -> Iterator[Condition]:
    """The conditions and all that are nested in them."""
    for condition in conditions:
        yield condition
        yield from tree(condition.children())


def _cites(cites: tuple[str, ...], source: Source) -> None:
    if not any("#" in cite for cite in cites):
        source.fault(("cites",), "no clause is cited: add at least one, as `policy#anchor`")
    for index, cite in enumerate(cites):
        if not _CITE.fullmatch(cite):
            source.fault(("cites", index), f"`{cite}` is neither a clause (`policy#anchor`) nor the name of a law")


def _message(message: str, when: Condition, source: Source) -> None:
    allowed = {"match", "value", "limit"}.union(*(condition.names() for condition in tree((when,))))
    _placeholders(message, ("message",), allowed, source)


def _placeholders(text: str, place: Place, allowed: Collection[str], source: Source) -> None:
    for name in placeholders.names(text):
        if name not in allowed:
            source.fault(place, f"unknown placeholder `{{{name}}}`{hint(name, allowed)}")
    if placeholders.stray_brace(text):
        source.fault(place, f"a brace in `{place[-1]}` belongs to no placeholder: write `{{name}}`")


def _replace(replace: Replace, when: Condition | None, source: Source) -> None:
    given = [key for key, is_given in _given(replace) if is_given]
    if len(given) != 1:
        source.fault(("replace",), "`replace` says one of `with`, `listed: true` and `case`")
    if when is None:
        return
    if not (when.covers or hasattr(when, "all")) or getattr(when, "mark", "") == "together":
        message = "`replace` needs a `when` that finds the very words: not `count`, `meta`, `classified` or `together`"
        source.fault(("replace",), message, on_key=True)
    if replace.with_ is not None:
        names = frozenset[str]().union(*(condition.names() for condition in tree((when,))))
        _placeholders(replace.with_, ("replace", "with"), {"match", *names}, source)
    if replace.listed and not any(getattr(condition, "terms", ()) for condition in tree((when,))):
        source.fault(("replace", "listed"), "`listed` needs `terms` in `when`: their lists say what to write instead")


def _given(replace: Replace) -> tuple[tuple[str, bool], ...]:
    return ("with", replace.with_ is not None), ("listed", replace.listed), ("case", replace.case is not None)


def _applies(applies: Any, source: Source) -> None:
    for key in ("channels", "languages", "jurisdictions", "sectors", "blocks"):
        if getattr(applies, key) == ():
            source.fault(("applies", key), f"`{key}` must not be empty: leave the key out to leave it unrestricted")
    for name in sorted(set(applies.channels or ()) & set(applies.not_channels)):
        source.fault(("applies", "not_channels"), f"`{name}` is in `channels` and in `not_channels`")


def _example(key: str, example: Example, place: Place, source: Source) -> None:
    fault = pin_fault(example.text)
    if fault:
        source.fault(place, fault)
    elif key == "good" and "[[" in example.text:
        source.fault(place, "a good example holds nothing to be found: remove the [[ ]]")
    if example.fixed is not None and key != "bad":
        source.fault((*place, "fixed"), "only a bad example can be fixed: leave `fixed` out", on_key=True)
    for name, entries in example.lists.items():
        for entry in entries:
            wrong = entry_fault(entry)
            if wrong:
                source.fault((*place, "lists", name), wrong)
    if example.on is not None:
        a_date(example.on, (*place, "on"), source)


def pin_fault(text: str) -> str | None:
    """What is wrong with the `[[ ]]` pins of an example, if anything."""
    is_open = False
    start = 0
    for match in re.finditer(r"\[\[|\]\]", text):
        if match[0] == "[[":
            if is_open:
                return "a pin [[ begins inside another one: close it with ]] first"
            is_open, start = True, match.end()
        elif not is_open:
            return "a pin is closed by ]] that no [[ opened"
        elif not text[start : match.start()].strip():
            return "the pin [[ ]] holds no words"
        else:
            is_open = False
    return "a pin [[ is never closed: add ]]" if is_open else None


def missing_references(
    path: str, lists: Collection[str], known_lists: Collection[str], cites: Collection[str], clauses: Collection[str]
) -> list[Mistake]:
    """Located mistakes for names in a file of conditions that exist nowhere; it is read again to find them."""
    source = Source.read(Path(path))
    data = source.parse()
    if not isinstance(data, dict):
        return [Mistake(path, 1, 1, "changed while postlint was reading it")]
    for place, text in _texts(data, ()):
        if place[0] == "cites" and text in cites:
            source.fault(place, _missing_clause(text, clauses))
        elif place[0] not in _PROSE:
            for name in sorted({*_IN_PATTERN.findall(text), *([text[1:]] if text[:1] == "$" else [])} & set(lists)):
                source.fault(place, f"there is no list `{name}`{hint(name, known_lists)}")
    return source.mistakes


def missing_classifiers(path: str, missing: Collection[str], known: Collection[str]) -> list[Mistake]:
    """Located mistakes for classifiers that a file asks and that exist nowhere; it is read again to find them."""
    source = Source.read(Path(path))
    for place, text in _texts(source.parse(), ()):
        if place[-1:] == ("classified",) and place[0] not in _PROSE and text in missing:
            source.fault(place, f"there is no classifier `{text}` in any folder `classifiers/`{hint(text, known)}")
    return source.mistakes


def _missing_clause(cite: str, clauses: Collection[str]) -> str:
    policy = cite.partition("#")[0]
    policies = {clause.partition("#")[0] for clause in clauses}
    if policy not in policies:
        return f"there is no policy `{policy}`{hint(policy, policies)}"
    own = [clause for clause in clauses if clause.startswith(f"{policy}#")]
    return f"the policy `{policy}` has no clause `{cite}`, which this rule cites{hint(cite, own)}"


def _texts(value: Any, place: Place) -> Iterator[tuple[Place, str]]:
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _texts(item, (*place, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _texts(item, (*place, index))
