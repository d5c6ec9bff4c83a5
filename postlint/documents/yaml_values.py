"""The values of YAML front matter and where they stand; imports front_matter and types.

Only what JSON can say is built: dates stay text, tags for anything else are mistakes, nothing is ever run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from postlint.documents.front_matter import Mistake, Value
from postlint.types import Span

_TAG = "tag:yaml.org,2002:"
_BASE: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DEEPEST = 100
_COMPACT = re.compile(r"(?:[-?:][ \t]++)++")
_WAY_OUT = "quote values that hold ': ' or ' #' or begin with a sign, and indent with spaces"


class _Loader(_BASE):  # type: ignore[misc]
    """The safe loader without dates, numbers to the base of 60, sets and bytes."""

    yaml_implicit_resolvers = {  # noqa: RUF012 (PyYAML's own class attribute)
        first: [
            (tag, pattern) for tag, pattern in resolvers if tag.removeprefix(_TAG) not in ("timestamp", "int", "float")
        ]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


_Loader.add_implicit_resolver(f"{_TAG}int", re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})\Z"), list("-+0123456789"))
_Loader.add_implicit_resolver(
    f"{_TAG}float",
    re.compile(r"[-+]?(?:[0-9]{1,18}\.[0-9]{0,18}|\.[0-9]{1,18})(?:[eE][-+]?[0-9]{1,2})?\Z"),
    list("-+.0123456789"),
)
_Loader.add_constructor(f"{_TAG}timestamp", _Loader.construct_scalar)
for _name in ("binary", "set", "omap", "pairs"):
    _Loader.add_constructor(_TAG + _name, _Loader.construct_undefined)


def parse(content: str) -> tuple[Any, list[Value]]:
    """The data, and all values of mappings with their places.

    Raises:
        Mistake: where the content is not YAML, or holds what JSON cannot say.

    """
    loader = None
    try:
        if _too_deep(content):
            raise Mistake("it nests lists too deeply; write them flat", 1, 1)
        loader = _Loader(content)
        node = loader.get_single_node()
        if node is None:
            return None, []
        values = list(_values(node, content))
        return loader.construct_document(node), values
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        syntax = isinstance(error, yaml.scanner.ScannerError | yaml.parser.ParserError)
        message = f"{error.problem}; {_WAY_OUT}" if syntax else _WAY_OUT
        raise Mistake(message, mark.line + 1 if mark else 1, mark.column + 1 if mark else 1) from None
    except yaml.YAMLError:
        raise Mistake("it holds a control character; remove it", 1, 1) from None
    except (ValueError, RecursionError):
        raise Mistake(f"it holds a value that cannot be read; {_WAY_OUT}", 1, 1) from None
    finally:
        if loader is not None:
            loader.dispose()


def _too_deep(content: str) -> bool:
    """Whether values nest so deeply that PyYAML, which recurses in C, could crash the process."""
    compact = any(len(run.group()) > _DEEPEST for run in _COMPACT.finditer(content))
    if not compact and content.count("[") + content.count("{") <= _DEEPEST:
        return False
    depth = 0
    for event in yaml.parse(content, Loader=_Loader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            return True
    return False


def _values(root: yaml.Node, content: str) -> Iterator[Value]:
    """The values of all mappings, in order."""
    seen: set[int] = set()
    stack: list[tuple[str, yaml.Node, int]] = [("", root, 0)]
    while stack:
        key, node, depth = stack.pop()
        if id(node) in seen:
            # Data that repeats itself may be endless, or grow beyond all bounds where it is written out.
            mark = node.start_mark
            raise Mistake("it repeats a value by its anchor; write the value again", mark.line + 1, mark.column + 1)
        seen.add(id(node))
        if key:
            yield _value(key, node, depth, content)
        if isinstance(node, yaml.MappingNode):
            pairs = [(name.value, value) for name, value in node.value if isinstance(name, yaml.ScalarNode)]
            stack += [(name, value, depth + 1) for name, value in reversed(pairs)]
        elif isinstance(node, yaml.SequenceNode):
            # A list of texts under a published key is as public as one text.
            stack += [(key, value, depth + 1) for value in reversed(node.value)]


def _value(key: str, node: yaml.Node, depth: int, content: str) -> Value:
    start, end = node.start_mark.index, node.end_mark.index
    end = start + len(content[start:end].rstrip())
    if not isinstance(node, yaml.ScalarNode) or node.tag != f"{_TAG}str":
        return Value(key, Span(start, end), depth)
    if node.style in ("'", '"'):
        return Value(key, Span(start, end), depth, Span(start + 1, max(start + 1, end - 1)), node.style)
    if node.style in ("|", ">"):
        first = re.compile(r"[^\r\n]*+\s*+").match(content, start, end)
        return Value(key, Span(start, end), depth, Span(first.end() if first else start, end), node.style)
    return Value(key, Span(start, end), depth, Span(start, end))
