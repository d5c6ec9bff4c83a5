"""Kinds of conditions: one module a kind and this explicit table.

Imports detect, rules (schema), documents and types.
"""

from __future__ import annotations

from postlint.conditions import (
    assertion,
    claim,
    classified,
    combine,
    entity,
    meta,
    metric,
    pattern,
    person,
    secret,
    terms,
    use,
)
from postlint.conditions.base import Kind

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        terms.KIND,
        pattern.KIND,
        entity.KIND,
        person.KIND,
        secret.KIND,
        assertion.KIND,
        classified.KIND,
        claim.KIND,
        metric.KIND,
        meta.KIND,
        use.KIND,
        *combine.KINDS,
    )
}
"""Every condition that a rule can ask for, by the key it has in a rule file."""
