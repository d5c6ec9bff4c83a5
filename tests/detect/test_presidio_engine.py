from __future__ import annotations

from postlint.detect.nlp import Pipeline

TEXT = "Mary Okafor's NHS number is 943 476 5919, her mail jane.doe@meridian.example"


def test_presidios_engine_finds_what_we_find_and_what_others_add(detector):
    from presidio_analyzer.predefined_recognizers import UuidRecognizer

    from postlint.detect.entities import TYPES
    from postlint.detect.presidio_engine import analyzer

    text = f"{TEXT}, case 123e4567-e89b-12d3-a456-426614174000"
    results = analyzer(Pipeline(), [UuidRecognizer()]).analyze(text, language="en")
    found = {(one.entity_type, text[one.start : one.end]) for one in results}
    ours = {(one.type, text[one.span.start : one.span.end]) for one in detector.find([text], TYPES)[0]}
    assert ours <= found
    assert ("UUID", "123e4567-e89b-12d3-a456-426614174000") in found
    assert {"person", "nhs-number", "email"} <= {name for name, _ in ours}


def test_the_engine_parses_a_text_once(monkeypatch):
    from postlint.detect.presidio_engine import analyzer

    pipeline = Pipeline()
    engine = analyzer(pipeline)
    parsed: list[str] = []
    docs = pipeline.docs
    monkeypatch.setattr(pipeline, "docs", lambda texts: parsed.extend(texts) or docs(texts))
    engine.analyze(TEXT, language="en")
    assert parsed == [TEXT]
