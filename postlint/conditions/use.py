"""`use`: a condition that is written once, under `conditions/`, and used by name; imports base, rules (schema)."""

from __future__ import annotations

from postlint.conditions.base import Compiler, Kind, Matcher
from postlint.rules.schema import Condition, Use, Within


def compile_use(spec: Condition, compiler: Compiler, within: Within) -> Matcher:
    """Never reached: the loader puts the condition itself in the place of its name."""
    raise AssertionError("`use` is resolved while loading")


KIND = Kind(name="use", spec=Use, compile=compile_use)
