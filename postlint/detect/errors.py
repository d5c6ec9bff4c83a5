"""How a detector says that it could not do its work; imports nothing of ours."""

from __future__ import annotations


class DetectorFailed(Exception):  # noqa: N818 (said of a detector, as Failure of a report)
    """A detector could not check a text. Holds no text of the draft: `reason` may be shown and logged."""

    def __init__(self, detector: str, reason: str) -> None:
        super().__init__(f"{detector}: {reason}")
        self.detector = detector
        self.reason = reason
