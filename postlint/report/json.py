"""The JSON output: the frozen contract, byte for byte the same for the same reports; imports types, contract."""

from __future__ import annotations

import json

import msgspec

import postlint
from postlint import contract
from postlint.types import Report, Severity


class JsonReporter:
    """Keeps the reports and writes one object at the end."""

    def __init__(self) -> None:
        self._reports: list[Report] = []

    def draft(self, report: Report, fail_on: Severity) -> str:
        """Nothing yet: the object is written when its summary is known."""
        self._reports.append(msgspec.structs.replace(report, source=""))
        return ""

    def end(self) -> str:
        """The whole object, keys in the contract's order."""
        document = contract.document_v1(self._reports, postlint_version=postlint.__version__)
        return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
