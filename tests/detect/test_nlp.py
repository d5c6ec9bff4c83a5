from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from postlint.detect.errors import DetectorFailed
from postlint.detect.nlp import DEFAULT_MODEL, Pipeline

TEXTS = [
    "So proud of Dr Mary Okafor, who finished chemo on Ward 7 in London on 3 May!",
    "I'm sure they can't've meant 10:30 p.m., e.g. at St. Mary's (N.Y.) :-) don't, won't, y'all, ain't, U.S.A.",
    "Meridian Group bought 1,200 sensors from Siemens for £3.5m; see https://example.org/a?b=c and jane@example.org.",
    "ward round 😂👨‍👩‍👧 #NHS @jane_doe … 50% off, km/h, C++ and 3rd-party's “quotes” — dash",
    "",
    "Prof. Amara Osei and Tom Lindqvist will open the clinic in Fairlake on Tuesday, 12 November 2026.",
]


def seen(doc):
    return (
        [(token.text, token.idx, token.norm_, token.whitespace_) for token in doc],
        [(entity.start_char, entity.end_char, entity.label_) for entity in doc.ents],
    )


def test_lean_load_reads_as_the_plain_load_does():
    import spacy

    plain = spacy.load(DEFAULT_MODEL)
    lean = Pipeline().docs(TEXTS)
    assert [seen(doc) for doc in lean] == [seen(doc) for doc in plain.pipe(TEXTS)]
    assert any(doc.ents for doc in lean)


def test_lean_load_imports_no_presidio_and_no_command_line_and_puts_everything_back(fresh_python: Callable[[str], str]):
    out = fresh_python(
        "import sys\n"
        "from postlint.detect.nlp import Pipeline\n"
        "Pipeline().docs(['Mary Okafor'])\n"
        "print([name for name in ('presidio_analyzer', 'typer', 'requests', 'httpx') if name in sys.modules])\n"
        "import spacy, spacy.cli.info, spacy.cli\n"
        "print(spacy.registry._entry_point_factories.entry_points, hasattr(spacy.cli, 'download'))\n"
        "print('spacy_version' in spacy.info(silent=True))\n"
        "print(len(spacy.blank('en').tokenizer.rules) > 1000)\n"
    )
    assert out.split("\n") == ["[]", "True True", "True", "True"]


def test_a_missing_model_is_a_failure_that_says_what_to_install(fresh_python: Callable[[str], str]):
    failure = Pipeline("en_core_web_md").available()
    assert failure is not None
    assert failure.code == "model-missing"
    assert "python -m spacy download en_core_web_md" in failure.message
    with pytest.raises(DetectorFailed, match="spacy download"):
        Pipeline("en_core_web_md").docs(["text"])
    assert Pipeline("no/such model").available() is not None
    code = "import sys; from postlint.detect.nlp import Pipeline; print(Pipeline().available(), 'spacy' in sys.modules)"
    assert fresh_python(code) == "None False"


def test_a_recogniser_that_listens_to_a_shared_layer_keeps_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    import spacy
    from spacy.pipeline.tok2vec import DEFAULT_TOK2VEC_MODEL
    from spacy.training import Example

    nlp = spacy.blank("en")
    nlp.add_pipe("tok2vec", config={"model": DEFAULT_TOK2VEC_MODEL})
    listener = {"@architectures": "spacy.Tok2VecListener.v1", "width": 96, "upstream": "tok2vec"}
    model = {
        "@architectures": "spacy.TransitionBasedParser.v2",
        "state_type": "ner",
        "extra_state_tokens": False,
        "hidden_width": 64,
        "maxout_pieces": 2,
        "use_upper": True,
        "tok2vec": listener,
    }
    nlp.add_pipe("ner", config={"model": model})
    nlp.add_pipe("sentencizer")
    example = Example.from_dict(nlp.make_doc("Mary sang."), {"entities": [(0, 4, "PERSON")]})
    nlp.initialize(lambda: [example])
    for _ in range(30):
        nlp.update([example])
    package = tmp_path / "en_listening"
    package.mkdir()
    nlp.to_disk(package / "en_listening-0.0.0")
    (package / "meta.json").write_text((package / "en_listening-0.0.0" / "meta.json").read_text())
    (package / "__init__.py").write_text(
        "from spacy.util import load_model_from_init_py\n\n\n"
        "def load(**overrides):\n    return load_model_from_init_py(__file__, **overrides)\n"
    )
    meta = package / "meta.json"
    meta.write_text(meta.read_text().replace('"name":"pipeline"', '"name":"listening"'))
    monkeypatch.syspath_prepend(str(tmp_path))
    try:
        doc = Pipeline("en_listening").docs(["Mary sang."])[0]
    finally:
        sys.modules.pop("en_listening", None)
    assert [entity.text for entity in doc.ents] == ["Mary"]


def test_a_pipeline_without_entity_recogniser_fails_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    import spacy

    folder = tmp_path / "en_bare"
    folder.mkdir()
    spacy.blank("en").to_disk(folder / "en_bare-0.0.0")
    (folder / "__init__.py").write_text("")
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(DetectorFailed, match="en_bare"):
        Pipeline("en_bare").docs(["Mary sang."])
