"""How a detector says that it could not do its work; imports nothing of ours."""

from __future__ import annotations


class DetectorFailed(Exception):
    """A detector could not check a text. Holds no text of the draft: `reason` may be shown and logged."""

    def __init__(self, detector: str, reason: str) -> None:
        super().__init__(f"{detector}: {reason}")
        self.detector = detector
        self.reason = reason
