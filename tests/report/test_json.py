from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

import postlint
from postlint.report import FORMATS, Settings
from postlint.types import Failure, Report, Severity, Status, Suppressed

from .made import finding, report

SCHEMA = json.loads(Path(__file__, "../../../docs/schemas/report-v1.schema.json").resolve().read_text("utf-8"))
SOURCE = "So proud of Mary Okafor, 私たち 🎉"
REPORTS = [
    report(
        SOURCE,
        finding(SOURCE, "Mary Okafor", sensitive=True),
        finding(SOURCE, "私", "brand-tone/x", status=Status.TRIAL),
    ),
    report(SOURCE, path=None, suppressed=(Suppressed(finding(SOURCE, "proud"), "said so"),)),
    report("", failures=(Failure("encoding", "Not UTF-8."), Failure("timeout", "Too slow.", "a/b", 1, 2))),
]


def printed(*reports: Report) -> str:
    reporter = FORMATS["json"](Settings())
    return "".join([*(reporter.draft(each, Severity.ERROR) for each in reports), reporter.end()])


def valid(document: object) -> bool:
    return jsonschema.Draft202012Validator(SCHEMA).is_valid(document)


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_the_output_follows_the_schema() -> None:
    jsonschema.validate(json.loads(printed(*REPORTS)), SCHEMA)
    jsonschema.validate(json.loads(printed()), SCHEMA)


@pytest.mark.parametrize(
    "path", [[], ["summary"], ["drafts", 0], ["drafts", 0, "findings", 0], ["drafts", 1, "suppressed", 0],
             ["drafts", 0, "findings", 0, "citations", 0], ["drafts", 0, "findings", 0, "citations", 1],
             ["drafts", 2, "failures", 0]],
)  # fmt: skip
def test_the_schema_allows_no_other_key_and_misses_none(path: list[str | int]) -> None:
    def at(document: object) -> dict[str, object]:
        for step in path:
            document = document[step]  # type: ignore[index]
        assert isinstance(document, dict)
        return document

    more = json.loads(printed(*REPORTS))
    at(more)["extra"] = 1
    assert not valid(more)
    for key in at(json.loads(printed(*REPORTS))):
        less = json.loads(printed(*REPORTS))
        del at(less)[key]
        assert not valid(less), key


def test_the_output_is_complete_stable_and_readable() -> None:
    output = printed(*REPORTS)
    assert output == printed(*REPORTS)
    assert output.endswith("}\n")
    assert "私" in output
    document = json.loads(output)
    assert list(document) == ["version", "postlint", "drafts", "summary"]
    assert document["version"] == 1
    assert document["postlint"] == postlint.__version__
    assert document["summary"] == {"drafts": 3, "block": 1, "review": 0, "publish": 1, "unchecked": 1}
    assert [draft["path"] for draft in document["drafts"]] == ["post.txt", None, "post.txt"]
    found = document["drafts"][0]["findings"][0]
    assert SOURCE[found["start"] : found["end"]] == "Mary Okafor"


def test_the_draft_itself_is_not_in_the_output() -> None:
    assert "So proud" not in printed(*REPORTS)
    assert "Mary" not in printed(*REPORTS)
