"""One linter for each configuration that lies above a draft of the run; imports linter, organisation, documents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from postlint.cli import options
from postlint.documents import files

if TYPE_CHECKING:
    from postlint.linter import Linter


class Linters:
    """Finds and builds them, each once."""

    def __init__(
        self,
        configuration: Path | None,
        stdin_path: str | None,
        *,
        select: Sequence[str],
        ignore: Sequence[str],
        show_values: bool,
        today: date | None,
    ) -> None:
        self._forced = configuration
        self._stdin_path = stdin_path
        self._select, self._ignore, self._show_values = select, ignore, show_values
        self._today = today
        self._linters: dict[Path | None, Linter] = {}
        self._configurations: dict[Path, Path | None] = {}

    def load(self, paths: Iterable[str]) -> None:
        """Read every configuration needed; the mistakes in all of them end the command."""
        from postlint.rules.located import ConfigurationError

        mistakes: list[object] = []
        for configuration in dict.fromkeys(map(self._configuration, paths)):
            try:
                self._linters[configuration] = options.build_linter(
                    configuration,
                    select=self._select,
                    ignore=self._ignore,
                    show_values=self._show_values,
                    today=self._today,
                )
            except ConfigurationError as error:
                mistakes += error.mistakes
        if mistakes:
            raise options.mistaken(mistakes)

    def above(self, path: str) -> Linter:
        """The linter for one of the drafts that were loaded."""
        return self._linters[self._configuration(path)]

    def _configuration(self, path: str) -> Path | None:
        """The configuration given, else the nearest above the draft, if there is one."""
        from postlint.organisation.config import find_configuration

        if self._forced is not None:
            return self._forced
        if path == files.STANDARD_INPUT:
            path = self._stdin_path or path
        folder = Path(path).parent
        if folder not in self._configurations:
            self._configurations[folder] = find_configuration(folder)
        return self._configurations[folder]
