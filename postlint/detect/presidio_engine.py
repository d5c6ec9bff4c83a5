"""Presidio's own engine over our pipeline and recognisers, for programs that speak Presidio; imports entities, nlp.

Linting does not pass through here: importing Presidio's engine costs as much as spaCy.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from presidio_analyzer import AnalyzerEngine, EntityRecognizer, RecognizerRegistry, RecognizerResult
from presidio_analyzer.nlp_engine import NlpArtifacts, NlpEngine

from postlint.detect.entities import TYPES, EntityDetector
from postlint.detect.nlp import Pipeline

if TYPE_CHECKING:
    from spacy.tokens import Doc

LANGUAGE = "en"


class SharedPipeline(NlpEngine):  # type: ignore[misc]  # Presidio has no types we can follow
    """Presidio's view of a `Pipeline`: no model of its own, no download, and parses that others made can be shared."""

    def __init__(self, pipeline: Pipeline) -> None:
        self._pipeline = pipeline

    def artifacts(self, doc: Doc) -> NlpArtifacts:
        """A parse as Presidio takes it. Without a lemmatizer the lower-case words serve context instead of lemmas."""
        return NlpArtifacts(
            entities=list(doc.ents),
            tokens=doc,
            tokens_indices=[token.idx for token in doc],
            lemmas=[token.lower_ for token in doc],
            nlp_engine=self,
            language=LANGUAGE,
        )

    def load(self) -> None:
        """The pipeline loads itself at the first text."""

    def is_loaded(self) -> bool:
        """Whether a text can be handed in; see `load`."""
        return True

    def process_text(self, text: str, language: str) -> NlpArtifacts:
        """Parse one text."""
        return self.artifacts(self._pipeline.docs([text])[0])

    def process_batch(
        self, texts: Iterable[str], language: str, batch_size: int = 1, n_process: int = 1, **options: Any
    ) -> Iterator[tuple[str, NlpArtifacts]]:
        """Parse many texts in one go."""
        known = list(texts)
        return zip(known, map(self.artifacts, self._pipeline.docs(known)), strict=True)

    def is_stopword(self, word: str, language: str) -> bool:
        """Whether spaCy's English defaults call it a stop word."""
        from spacy.lang.en.stop_words import STOP_WORDS

        return word.lower() in STOP_WORDS

    def is_punct(self, word: str, language: str) -> bool:
        """Whether it holds neither a letter nor a digit."""
        return not any(char.isalnum() for char in word)

    def get_supported_entities(self) -> list[str]:
        """None: entities come from `PostlintRecognizer`, noise removed."""
        return []

    def get_supported_languages(self) -> list[str]:
        """English."""
        return [LANGUAGE]


class PostlintRecognizer(EntityRecognizer):  # type: ignore[misc]
    """All our entity types as one Presidio recogniser, under our names."""

    def __init__(self, detector: EntityDetector) -> None:
        self._detector = detector
        super().__init__(supported_entities=list(TYPES), name="PostlintRecognizer", supported_language=LANGUAGE)

    def load(self) -> None:
        """Nothing: the detector loads what a text needs."""

    def analyze(
        self, text: str, entities: list[str], nlp_artifacts: NlpArtifacts | None = None
    ) -> list[RecognizerResult]:
        """The entities wanted, overlaps resolved; shares the parse in `nlp_artifacts`."""
        docs = None if nlp_artifacts is None else [nlp_artifacts.tokens]
        found = self._detector.find([text], frozenset(entities) & TYPES.keys(), docs=docs)[0]
        return [RecognizerResult(one.type, one.span.start, one.span.end, one.confidence) for one in found]


def analyzer(pipeline: Pipeline, recognizers: Iterable[EntityRecognizer] = ()) -> AnalyzerEngine:
    """A Presidio engine with our recognisers and any others, which all share one parse; touches no network."""
    registry = RecognizerRegistry([PostlintRecognizer(EntityDetector(pipeline)), *recognizers])
    return AnalyzerEngine(registry=registry, nlp_engine=SharedPipeline(pipeline), supported_languages=[LANGUAGE])
