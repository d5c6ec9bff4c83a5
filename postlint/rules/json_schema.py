"""The JSON Schema of a rule file, so that editors complete it; imports schema and shapes."""

from __future__ import annotations

import inspect
import types
from collections.abc import Mapping
from enum import Enum
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import msgspec

from postlint.rules.schema import Condition, Kind, Rule
from postlint.rules.shapes import TEXT_FORM, is_set_by_loader

_BASIC: dict[Any, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    type(None): {"type": "null"},
    Any: {},
}


def rule_schema(kinds: Mapping[str, Kind]) -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of a rule file, generated from the structs that read it.

    It knows types and names. What only the loader can know (references, patterns, placeholders) is not in it.
    """
    schemas = _Schemas(kinds)
    rule = schemas.struct(Rule)
    for key in ("bad", "good"):
        rule["properties"][key]["minItems"] = 2
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "postlint rule",
        **rule,
        "$defs": dict(sorted(schemas.definitions.items())),
    }


class _Schemas:
    """Schemas of types; conditions and nested structs become definitions."""

    def __init__(self, kinds: Mapping[str, Kind]) -> None:
        self._kinds = kinds
        self.definitions: dict[str, dict[str, Any]] = {}

    def struct(self, kind: type[msgspec.Struct]) -> dict[str, Any]:
        """An object with the struct's keys and no others."""
        fields = [field for field in msgspec.structs.fields(kind) if not is_set_by_loader(field.type)]
        return {
            "description": inspect.cleandoc(kind.__doc__ or "").partition("\n")[0],
            "type": "object",
            "properties": {field.encode_name: self._type(field.type) for field in fields},
            "required": [field.encode_name for field in fields if field.required],
            "additionalProperties": False,
        }

    def _type(self, kind: Any) -> dict[str, Any]:
        origin = get_origin(kind)
        if origin is Annotated:
            return self._type(get_args(kind)[0])
        if origin is Literal:
            return {"enum": list(get_args(kind))}
        if origin is Union or origin is types.UnionType:
            return {"anyOf": [self._type(one) for one in get_args(kind)]}
        if origin is tuple:
            return self._list(get_args(kind)[0])
        if isinstance(origin, type) and issubclass(origin, Mapping):
            return {"type": "object", "additionalProperties": self._type(get_args(kind)[1])}
        if kind in _BASIC:
            return dict(_BASIC[kind])
        if issubclass(kind, Enum):
            return {"enum": [member.value for member in kind]}
        return self._definition(kind)

    def _list(self, kind: Any) -> dict[str, Any]:
        """A list; an entry that is a text may stand without it, unless texts are a short form of something longer."""
        entry = self._type(kind)
        many = {"type": "array", "items": entry}
        is_struct = isinstance(kind, type) and issubclass(kind, msgspec.Struct)
        return many if is_struct else {"anyOf": [{**entry, "type": "string"}, many]}

    def _definition(self, kind: type[msgspec.Struct]) -> dict[str, Any]:
        name = "Condition" if issubclass(kind, Condition) else kind.__name__
        if name not in self.definitions:
            self.definitions[name] = {}  # conditions nest: the name must exist before its contents
            if kind is Condition:
                self.definitions[name] = {"oneOf": [self._kind(one) for one in self._kinds.values()]}
            elif kind in TEXT_FORM:
                self.definitions[name] = {"anyOf": [{"type": "string"}, self.struct(kind)]}
            else:
                self.definitions[name] = self.struct(kind)
        return {"$ref": f"#/$defs/{name}"}

    def _kind(self, kind: Kind) -> dict[str, Any]:
        name = f"condition-{kind.name}"
        self.definitions[name] = self.struct(kind.spec)
        return {"$ref": f"#/$defs/{name}"}
