"""Lint what an organisation is about to publish against its social media policy.

>>> from postlint import Linter
>>> linter = Linter.from_config("postlint.yaml")
>>> linter.lint("Our tea cures cancer.", channel="x").decision
<Decision.BLOCK: 'block'>

Names are imported when they are first used: `import postlint` alone loads neither spaCy nor Presidio.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from postlint.fixes import Fixed
    from postlint.linter import Linter, UnknownName
    from postlint.rules.located import ConfigurationError, Mistake
    from postlint.types import (
        Citation,
        Decision,
        Draft,
        Edit,
        Failure,
        Finding,
        Report,
        Severity,
        Span,
        Status,
        Suppressed,
    )

__version__ = "0.1.0"

__all__ = [
    "Citation",
    "ConfigurationError",
    "Decision",
    "Draft",
    "Edit",
    "Failure",
    "Finding",
    "Fixed",
    "Linter",
    "Mistake",
    "Report",
    "Severity",
    "Span",
    "Status",
    "Suppressed",
    "UnknownName",
]

_HOME = {
    "Fixed": "fixes",
    "Linter": "linter",
    "UnknownName": "linter",
    "ConfigurationError": "rules.located",
    "Mistake": "rules.located",
}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"postlint.{_HOME.get(name, 'types')}"), name)


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
