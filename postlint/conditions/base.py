"""The interface of a condition kind; imports documents, rules (schema) and types.

A kind is one file: its `spec` (what the rule file may say) and its `compile` (spec to matcher). A matcher yields hits
and knows nothing of rules.
"""

from __future__ import annotations
