"""Presidio's recognisers, a chosen few, imported without spaCy and run offline and in silence; imports errors only."""

from __future__ import annotations

import importlib
import importlib.util
import logging
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from types import ModuleType
from typing import TYPE_CHECKING, Any

import regex

from postlint.detect.errors import DetectorFailed

if TYPE_CHECKING:
    from presidio_analyzer import PatternRecognizer

_ROOT = "presidio_analyzer"
_PREDEFINED = f"{_ROOT}.predefined_recognizers"
_INTERFACES = {
    "analysis_explanation": "AnalysisExplanation",
    "recognizer_result": "RecognizerResult",
    "entity_recognizer": "EntityRecognizer",
    "local_recognizer": "LocalRecognizer",
    "pattern": "Pattern",
    "pattern_recognizer": "PatternRecognizer",
}
_LOCK = threading.RLock()
_LEAN = threading.local()
_SECONDS = 2.0
"""Time limit of one pattern on one text; Presidio's own is 60 s, after which it skips the pattern with a log line."""


class Recogniser:
    """One of Presidio's pattern recognisers behind its own interface, `EntityRecognizer.analyze`."""

    def __init__(self, path: str, patterns: Sequence[str] = ()) -> None:
        """`path`: module and class under `predefined_recognizers`; `patterns` replace its own where they fall short."""
        self.name = path.rpartition(".")[2]
        self._recogniser = _create(path, patterns)

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Where the recogniser sees its entity; raises DetectorFailed where it could not look."""
        wanted = self._recogniser.supported_entities
        try:
            with _silence():
                results = self._recogniser.analyze(text, wanted, nlp_artifacts=None)
        except DetectorFailed:
            raise
        except Exception as error:
            raise DetectorFailed(self.name, type(error).__name__) from None
        return ((result.start, result.end) for result in results)


def _create(path: str, patterns: Sequence[str]) -> PatternRecognizer:
    """An instance whose patterns are its own copies, compiled to run under our time limit."""
    module, _, name = path.rpartition(".")
    with _LOCK, _own_imports(True):
        _prepare()
        recognizer_class = getattr(importlib.import_module(f"{_PREDEFINED}.{module}"), name)
        pattern_class = sys.modules[f"{_ROOT}.pattern"].Pattern
    own = [(pattern.name, pattern.regex, pattern.score) for pattern in recognizer_class.PATTERNS]
    chosen = [(f"{name} {index}", text, 0.5) for index, text in enumerate(patterns)] or own
    with _silence():
        recogniser: PatternRecognizer = recognizer_class(patterns=[pattern_class(*pattern) for pattern in chosen])
    for pattern in recogniser.patterns:
        compiled = regex.compile(pattern.regex, flags=recogniser.global_regex_flags)
        pattern.compiled_regex = _Limited(name, compiled)
        pattern.compiled_with_flags = recogniser.global_regex_flags
    return recogniser


class _Limited:
    """A compiled pattern under our time limit, which ends in a failure that Presidio does not swallow."""

    def __init__(self, name: str, compiled: regex.Pattern[str]) -> None:
        self._name = name
        self._compiled = compiled

    def finditer(self, text: str, timeout: float | None = None) -> Iterator[regex.Match[str]]:
        try:
            yield from self._compiled.finditer(text, timeout=_SECONDS)
        except TimeoutError:
            raise DetectorFailed(self._name, f"gave up after {_SECONDS:g} s") from None


class _Silence(logging.Filter):
    """Drops what Presidio logs in a thread while we call it: its messages may quote the text."""

    def __init__(self) -> None:
        super().__init__()
        self.calls = threading.local()

    def filter(self, record: logging.LogRecord) -> bool:
        return not getattr(self.calls, "running", False)


_FILTER = _Silence()
logging.getLogger("presidio-analyzer").addFilter(_FILTER)


@contextmanager
def _silence() -> Iterator[None]:
    _FILTER.calls.running = True
    try:
        yield
    finally:
        _FILTER.calls.running = False


class _Deferred(ModuleType):
    """A package whose `__init__` runs when somebody else needs it, and before any other of its modules is imported.

    Presidio's `__init__` imports its engine and with it spaCy, which pattern recognisers do not need. Running it later,
    in the same module object, leaves everybody else's `import presidio_analyzer` as it was: same classes, same names,
    and the same order of imports, since the import system asks the package for its `__path__` first.
    """

    def __getattr__(self, name: str) -> Any:
        if name == "__path__" and getattr(_LEAN, "importing", False):
            return _search_path(self)
        if name.startswith("__") and name not in ("__all__", "__path__"):
            raise AttributeError(name)
        parent = sys.modules.get(self.__name__.rpartition(".")[0])
        if isinstance(parent, _Deferred):
            parent.__path__  # noqa: B018 (asking for it runs the parent's `__init__`, as an import would have)
        _complete(self)
        return getattr(self, name)


def _search_path(package: ModuleType) -> list[str]:
    assert package.__spec__ is not None
    return package.__spec__.submodule_search_locations or []


def _complete(package: ModuleType) -> None:
    """Run the package's own `__init__`, once, under the import system's lock for it."""
    with _module_lock(package.__name__):
        if not isinstance(package, _Deferred):
            return
        package.__class__ = ModuleType  # type: ignore[assignment]
        package.__path__ = _search_path(package)
        assert package.__spec__ is not None
        assert package.__spec__.loader is not None
        with _own_imports(False):
            package.__spec__.loader.exec_module(package)


def _module_lock(name: str) -> AbstractContextManager[Any]:
    """The lock that an import of the module would hold: the import system finds deadlocks among those."""
    manager: Any = getattr(importlib._bootstrap, "_ModuleLockManager", None)
    return manager(name) if manager is not None else _LOCK


@contextmanager
def _own_imports(value: bool) -> Iterator[None]:
    """Whether this thread imports single modules of a deferred package."""
    before = getattr(_LEAN, "importing", False)
    _LEAN.importing = value
    try:
        yield
    finally:
        _LEAN.importing = before


def _prepare() -> None:
    """Make Presidio's interfaces importable without its engine; where its layout is another, import all of it."""
    if _ROOT in sys.modules:
        return
    packages = [_ROOT, _PREDEFINED, f"{_PREDEFINED}.generic", f"{_PREDEFINED}.country_specific"]
    packages += [f"{_PREDEFINED}.country_specific.{country}" for country in ("australia", "uk", "us")]
    try:
        for package in packages:
            _defer(package)
        for module, name in _INTERFACES.items():
            setattr(sys.modules[_ROOT], name, getattr(importlib.import_module(f"{_ROOT}.{module}"), name))
    except (ImportError, AttributeError):
        for name in [name for name in sys.modules if name == _ROOT or name.startswith(f"{_ROOT}.")]:
            del sys.modules[name]
        importlib.import_module(_ROOT)


def _defer(package: str) -> None:
    spec = importlib.util.find_spec(package)
    if spec is None or spec.loader is None or spec.submodule_search_locations is None:
        raise ImportError(package)
    module = _Deferred(package)
    module.__spec__, module.__loader__, module.__file__, module.__package__ = spec, spec.loader, spec.origin, package
    sys.modules[package] = module
    parent, _, name = package.rpartition(".")
    if parent:
        setattr(sys.modules[parent], name, module)
