"""From parsed YAML to the structs that describe it, with every mistake on the way; imports located and schema."""

from __future__ import annotations

import re
import types
from collections.abc import Callable, Mapping
from enum import Enum
from functools import cache
from typing import Annotated, Any, Literal, NamedTuple, TypeVar, Union, get_args, get_origin

import msgspec

from postlint.rules.located import INVALID, Place, Source, hint
from postlint.rules.schema import SET_BY_LOADER, Condition, Example, Kind, Use

S = TypeVar("S", bound=msgspec.Struct)

_WORDS: dict[type, str] = {
    str: "text",
    int: "a number",
    float: "a number",
    bool: "true or false",
    list: "a list",
    dict: "a mapping of keys to values",
}
_NONE = type(None)
_REASON = re.compile(r"[a-z]+(?:[ -][a-z]+){0,3}")


class Shape(NamedTuple):
    """How to read one type."""

    accepts: frozenset[type]
    """Types of parsed values that can be it at all."""
    words: str
    """What it is, after `must be`."""
    read: Callable[[Any, Place, Source], Any]
    """The value, or `INVALID` after recording faults; called with accepted types only."""


class Shapes:
    """Reads values of annotated types; conditions by the table of their kinds."""

    def __init__(
        self,
        kinds: Mapping[str, Kind],
        shared: Callable[[str], Condition | str] = lambda name: f"no condition `{name}`",
    ) -> None:
        """`shared` is asked for the condition behind a name of `use`, and answers with what is wrong otherwise."""
        self._kinds = kinds
        self._shared = shared
        self._known: dict[Any, Shape] = {}

    def value(self, kind: Any, value: Any, place: Place, source: Source) -> Any:
        """`value` as the type `kind`, or `INVALID` with its faults recorded in `source`."""
        shape = self.shape(kind)
        if type(value) in shape.accepts:
            return shape.read(value, place, source)
        if value is not INVALID:
            source.fault(place, must_be(place, shape.words, value))
        return INVALID

    def struct(self, kind: type[S], value: Any, place: Place, source: Source) -> S | None:
        """A whole struct, or None with its faults recorded."""
        read = self.value(kind, value, place, source)
        return None if read is INVALID else read

    def fields(
        self, kind: type[msgspec.Struct], value: Mapping[str, Any], place: Place, source: Source
    ) -> dict[str, Any]:
        """The sound fields of a struct by attribute name; unknown keys, missing keys and faulty values are recorded."""
        layout = _layout(kind)
        found: dict[str, Any] = {}
        for key, item in value.items():
            if key not in layout.names:
                source.fault((*place, key), f"unknown key `{key}`{hint(key, layout.names)}", on_key=True)
                continue
            read = self.value(layout.types[key], item, (*place, key), source)
            if read is not INVALID:
                found[layout.names[key]] = read
        for key in layout.required:
            if key not in value:
                source.fault(place, f"`{key}` is missing{_where(place)}")
        return found

    def shape(self, kind: Any) -> Shape:
        """The shape of a type; unsupported annotations are a `TypeError`, for the programmer."""
        known = self._known.get(kind)
        if known is None:
            known = self._known[kind] = self._make(kind)
        return known

    def _make(self, kind: Any) -> Shape:
        origin = get_origin(kind)
        if origin is Annotated:
            return self.shape(get_args(kind)[0])
        if origin is Union or origin is types.UnionType:
            return self._union(get_args(kind))
        if origin is Literal:
            return _one_of({value: value for value in get_args(kind)})
        if origin is tuple:
            return self._tuple(get_args(kind)[0])
        if isinstance(origin, type) and issubclass(origin, Mapping):
            return self._mapping(get_args(kind)[1])
        if kind is Any:
            return Shape(frozenset((*_WORDS, _NONE)), "anything", _same)
        if kind is float:
            return Shape(frozenset((int, float)), _WORDS[float], lambda value, _place, _source: float(value))
        if kind in _WORDS and kind not in (list, dict):
            return Shape(frozenset((kind,)), "a whole number" if kind is int else _WORDS[kind], _same)
        if kind is _NONE:
            return Shape(frozenset((_NONE,)), "empty", _same)
        if isinstance(kind, type) and issubclass(kind, Enum):
            return _one_of({member.value: member for member in kind})
        if isinstance(kind, type) and issubclass(kind, Condition):
            return Shape(frozenset((dict,)), "a condition, such as `terms: [free]`", self._condition)
        if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
            return self._struct(kind)
        raise TypeError(f"no way to read {kind!r} from YAML")

    def _union(self, kinds: tuple[Any, ...]) -> Shape:
        """The first alternative that takes the type of the value reads it."""
        literals = [kind for kind in kinds if get_origin(kind) is Literal]
        if len(literals) > 1:
            every = tuple(value for kind in literals for value in get_args(kind))
            kinds = (Literal[every], *(kind for kind in kinds if kind not in literals))
        shapes = [self.shape(kind) for kind in kinds]
        by_type = {kind: shape for shape in reversed(shapes) for kind in shape.accepts}

        def read(value: Any, place: Place, source: Source) -> Any:
            return by_type[type(value)].read(value, place, source)

        words = dict.fromkeys(
            word
            for kind, shape in zip(kinds, shapes, strict=True)
            if kind is not _NONE
            for word in shape.words.split(" or ")
        )
        return Shape(frozenset(by_type), " or ".join(words), read)

    def _tuple(self, kind: Any) -> Shape:
        """A list; where its entries are texts, a single one may stand without it."""
        entry = self.shape(kind)

        def read(value: Any, place: Place, source: Source) -> Any:
            if type(value) is not list:
                read = entry.read(value, place, source)
                return INVALID if read is INVALID else (read,)
            items = tuple(self.value(kind, item, (*place, index), source) for index, item in enumerate(value))
            return INVALID if INVALID in items else items

        single = str in entry.accepts and dict not in entry.accepts
        return Shape(
            frozenset((list, str)) if single else frozenset((list,)), "text or a list" if single else "a list", read
        )

    def _mapping(self, kind: Any) -> Shape:
        def read(value: Any, place: Place, source: Source) -> Any:
            items = {key: self.value(kind, item, (*place, key), source) for key, item in value.items()}
            return INVALID if any(item is INVALID for item in items.values()) else items

        return Shape(frozenset((dict,)), _WORDS[dict], read)

    def _struct(self, kind: type[msgspec.Struct]) -> Shape:
        text_field = TEXT_FORM.get(kind)

        def read(value: Any, place: Place, source: Source) -> Any:
            if type(value) is str:
                return kind(**{str(text_field): value})
            before = len(source.mistakes)
            found = self.fields(kind, value, place, source)
            return kind(**found) if len(source.mistakes) == before else INVALID

        if text_field:
            return Shape(frozenset((dict, str)), f"text or a mapping with `{text_field}`", read)
        return Shape(frozenset((dict,)), _WORDS[dict], read)

    def _condition(self, value: dict[str, Any], place: Place, source: Source) -> Any:
        """A mapping with exactly one kind's key, as that kind's struct."""
        named = [key for key in value if key in self._kinds]
        if len(named) != 1:
            self._not_one_kind(value, named, place, source)
            return INVALID
        name = named[0]
        if name == "not" and not (len(place) > 1 and place[-2] == "all" and isinstance(place[-1], int)):
            source.fault(
                (*place, name),
                "`not` stands only in the list of an `all`: nothing else says where to look",
                on_key=True,
            )
        spec = self._kinds[name].spec
        before = len(source.mistakes)
        found = self.fields(spec, value, place, source)
        if len(source.mistakes) > before:
            return INVALID
        condition = spec(**found)
        for key, message in condition.mistakes():
            source.fault((*place, key), f"`{key}`: {message}")
        if condition.reason is not None:
            self._reason(condition.reason, place, source)
        if isinstance(condition, Use):
            condition = self._used(condition, place, source)
        if isinstance(condition, Condition) and condition.within == "covering":
            self._covering(condition, place, source)
        return condition if len(source.mistakes) == before else INVALID

    def _covering(self, condition: Condition, place: Place, source: Source) -> None:
        if place == ("when",):
            message = "`within: covering` says nothing here: there is nothing yet that could be covered"
        elif not condition.covers:
            message = (
                "`within: covering` needs words that can cover others: `all`, `count`, `meta`, `classified` have none"
            )
        else:
            return
        source.fault((*place, "within"), message)

    def _used(self, name: Use, place: Place, source: Source) -> Any:
        """The condition behind a name, with the `as` and `within` of its user."""
        condition = self._shared(name.use)
        if isinstance(condition, str):
            source.fault((*place, "use"), condition)
            return INVALID
        return msgspec.structs.replace(
            condition,
            as_=name.as_ or condition.as_,
            within=name.within or condition.within,
            reason=name.reason,
        )

    def _reason(self, reason: str, place: Place, source: Source) -> None:
        if not (len(place) == 2 and place[0] == "unless"):
            message = "`reason` stands only on an entry of `unless`: it says why a finding is cleared"
            source.fault((*place, "reason"), message, on_key=True)
        elif not _REASON.fullmatch(reason):
            message = f"`reason` must be a word or two in small letters, such as `consent`, not `{reason}`"
            source.fault((*place, "reason"), message)

    def _not_one_kind(self, value: dict[str, Any], named: list[str], place: Place, source: Source) -> None:
        if named:
            both = " and ".join(f"`{name}`" for name in named)
            message = f"a condition has one kind, not {both}: combine them with `all` or `any`"
            source.fault((*place, named[1]), message, on_key=True)
            return
        common = _layout(Condition).names
        odd = [key for key in value if key not in common]
        if odd:
            source.fault(
                (*place, odd[0]), f"unknown kind of condition `{odd[0]}`{hint(odd[0], self._kinds)}", on_key=True
            )
        else:
            source.fault(place, f"a condition names one kind: {', '.join(sorted(self._kinds))}")


class _Layout:
    """Keys of a struct as the file has them."""

    def __init__(self, kind: type[msgspec.Struct]) -> None:
        fields = [field for field in msgspec.structs.fields(kind) if not is_set_by_loader(field.type)]
        self.names = {field.encode_name: field.name for field in fields}
        self.types = {field.encode_name: field.type for field in fields}
        self.required = [field.encode_name for field in fields if field.required]


@cache
def _layout(kind: type[msgspec.Struct]) -> _Layout:
    return _Layout(kind)


TEXT_FORM: Mapping[type[msgspec.Struct], str] = {Example: "text"}
"""Structs that may be written as a single text, and the field that it fills."""


def is_set_by_loader(kind: Any) -> bool:
    """Whether a field's annotation says that files cannot set it."""
    return get_origin(kind) is Annotated and SET_BY_LOADER in get_args(kind)[1:]


def _same(value: Any, _place: Place, _source: Source) -> Any:
    return value


def _one_of(members: Mapping[str, Any]) -> Shape:
    """One of some fixed texts."""
    words = f"one of {', '.join(members)}"

    def read(value: Any, place: Place, source: Source) -> Any:
        if value in members:
            return members[value]
        source.fault(place, f"{subject(place)} cannot be `{value}`{hint(value, members)}")
        return INVALID

    return Shape(frozenset((str,)), words, read)


def subject(place: Place) -> str:
    """What a message is about: a key, or an entry of a list."""
    if not place:
        return "the file"
    if isinstance(place[-1], str):
        return f"`{place[-1]}`"
    key = next((part for part in reversed(place) if isinstance(part, str)), None)
    return f"entry {place[-1] + 1}" + (f" of `{key}`" if key else "")


def must_be(place: Place, words: str, value: Any) -> str:
    """Says that a value has the wrong type, and what to do where that is known."""
    if value is None:
        return f"{subject(place)} must be {words}, but is empty"
    message = f"{subject(place)} must be {words}, not {_WORDS[type(value)]}"
    if "text" in words and type(value) in (int, float, bool):
        message += "; put quotes around it"
    return message


def _where(place: Place) -> str:
    return f" in {subject(place)}" if place else ""
