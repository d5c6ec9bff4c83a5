"""Finds the configuration and reads it, YAML or TOML, with places for mistakes; imports rules (located)."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from postlint.rules.located import INVALID, Place, Source

NAMES = ("postlint.yaml", "postlint.yml")
PYPROJECT = "pyproject.toml"


def find_configuration(start: Path) -> Path | None:
    """The nearest configuration in the folder of `start` (itself, when it is one) or above."""
    start = start.absolute()
    folder = start if start.is_dir() else start.parent
    for candidate in (folder, *folder.parents):
        for name in NAMES:
            if (candidate / name).is_file():
                return candidate / name
        if _has_table(candidate / PYPROJECT):
            return candidate / PYPROJECT
    return None


def read_configuration(path: Path) -> tuple[Source, Any]:
    """The data of a configuration file, and where to record its mistakes."""
    if path.suffix != ".toml":
        source = Source.read(path)
        return source, source.parse()
    toml = TomlSource.read(path)
    return toml, toml.parse()


class TomlSource(Source):
    """`[tool.postlint]` of a pyproject.toml; a mistake is placed on the line that sets its key."""

    def parse(self) -> Any:
        """The table, with dates as text like in YAML; empty when the file has none."""
        if self.mistakes:
            return INVALID
        import tomllib  # most organisations use YAML

        try:
            data = tomllib.loads(self.text.replace("\r\n", "\n"))
        except tomllib.TOMLDecodeError as error:
            found = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
            line, column = (int(found[1]), int(found[2])) if found else (self.text.count("\n") + 1, 1)
            self.mistake(line, column, f"is not valid TOML: {str(error).partition(' (at ')[0].lower()}")
            return INVALID
        except RecursionError:
            self.mistake(1, 1, "is nested too deep")
            return INVALID
        tool = data.get("tool")
        return _plain(tool.get("postlint", {})) if isinstance(tool, dict) else {}

    def fault(self, place: Place, message: str, *, on_key: bool = False) -> None:
        """Records a mistake on the line of the innermost key of `place` that can be found."""
        lines = self.text.splitlines()
        start = next((number for number, line in enumerate(lines) if re.match(r"\s*\[+tool\.postlint", line)), 0)
        for key in reversed([part for part in place if isinstance(part, str)]):
            setting = re.compile(rf"""(?:^|[\s.\[{{,])["']?({re.escape(key)})["']?\s*[=.\]]""")
            for number in range(start, len(lines)):
                found = setting.search(lines[number])
                if found:
                    self.mistake(number + 1, found.start(1) + 1, message)
                    return
        self.mistake(start + 1, 1, message)


def _has_table(path: Path) -> bool:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return False
    if "postlint" not in text:
        return False
    import tomllib

    try:
        tool = tomllib.loads(text).get("tool")
    except (tomllib.TOMLDecodeError, RecursionError):
        return "[tool.postlint" in text  # loading it says what is wrong
    return isinstance(tool, dict) and "postlint" in tool


def _plain(value: Any) -> Any:
    """TOML's dates and times as text; everything else as it is."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value if isinstance(value, str | int | float | bool) else str(value)
