"""`{name}` in the message of a rule; imports nothing of ours."""

from __future__ import annotations

import re
from collections.abc import Mapping

_PLACEHOLDER = re.compile(r"\{([A-Za-z_][A-Za-z0-9_-]*)\}")


def names(message: str) -> tuple[str, ...]:
    """Placeholders of a message, in order."""
    return tuple(_PLACEHOLDER.findall(message))


def fill(message: str, values: Mapping[str, str]) -> str:
    """The message with its placeholders replaced, once; a name without a value becomes an ellipsis."""
    return _PLACEHOLDER.sub(lambda match: values.get(match[1], "…"), message)


def stray_brace(message: str) -> bool:
    """Whether a brace belongs to no placeholder."""
    rest = _PLACEHOLDER.sub("", message)
    return "{" in rest or "}" in rest
