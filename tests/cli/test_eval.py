from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
import pytest

from postlint import __version__
from postlint.evaluation import thresholds
from tests.conftest import MERIDIAN, MERIDIAN_DAY, REPOSITORY

from .conftest import Program, write_rule

SCHEMA = json.loads((REPOSITORY / "docs" / "schemas" / "eval-v1.schema.json").read_text("utf-8"))
OURS = ("--select", "own")


def line(name: str, text: str, *labels: tuple[str, str, str], **more: object) -> str:
    labelled = [{"category": category, "severity": severity, "quote": quote} for category, severity, quote in labels]
    return json.dumps({"id": name, "text": text, "labels": labelled, **more}, ensure_ascii=False) + "\n"


LINES = (
    line("right", "Our Bluebird flies.", ("conduct", "error", "Bluebird")),
    line("missed", "Our Blackbird\nflies.", ("conduct", "error", "Blackbird\nflies"), ("tone", "info", "Our")),
    line("false", "It is a Bluebird, honestly."),
    line("fine", "Nothing here."),
)

TABLES = """\
posts.jsonl: 4 posts, 2 of them compliant

  category  labelled  missed  false  precision  recall    F1  label hits
  --------  --------  ------  -----  ---------  ------  ----  ----------
  conduct          2       1      1       0.50    0.50  0.50  0.50 (1/2)
  tone             1       1      0          -    0.00  0.00  0.00 (0/1)
  --------  --------  ------  -----  ---------  ------  ----  ----------
  all              3       2      1       0.50    0.33  0.40  0.33 (1/3)

  block precision  0.50  1 of 2 blocked posts are labelled error
  block recall     0.50  1 of 2 posts labelled error are blocked
  false blocks     0.50  1 of 2 compliant posts are blocked
  false flags      0.50  1 of 2 compliant posts have a finding
  noise            0.50  1 finding on 2 compliant posts

No rule in force has the category tone: such labels can only be missed. The
rules have conduct.
"""


@pytest.fixture
def corpus(house: Path) -> Path:
    path = house / "posts.jsonl"
    path.write_text("".join(LINES), "utf-8")
    return path


def test_the_tables(corpus: Path, postlint: Program) -> None:
    ended = postlint("eval", "posts.jsonl", *OURS)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out == TABLES


def test_misses_and_false_alarms_are_shown_with_their_place(corpus: Path, postlint: Program) -> None:
    out = postlint("eval", "posts.jsonl", *OURS, "--misses", "--false-alarms", "--category", "conduct").out
    assert out.partition("Missed: ")[2] == (
        "1 label\n"
        "\n"
        "posts.jsonl:2: missed error conduct\n"
        "  Quote: Blackbird flies\n"
        "\n"
        "False alarms: 1 finding\n"
        "\n"
        "posts.jsonl:3: false error own/code-name\n"
        "  Found: Bluebird\n"
        "  Post:  compliant\n"
    )


def test_a_missed_label_says_what_was_found_beside_it(house: Path, postlint: Program) -> None:
    (house / "posts.jsonl").write_text(line("a", "A Bluebird and a wren.", ("conduct", "error", "wren")), "utf-8")
    out = postlint("eval", "posts.jsonl", *OURS, "--misses").out
    assert "  Quote: wren\n  Found: other words, by own/code-name: Bluebird\n" in out


def test_each_rule_is_counted_and_one_on_trial_is_marked(corpus: Path, postlint: Program) -> None:
    write_rule(corpus.parent, "honest", "honestly", "error", more="status: trial\n")
    ended = postlint("eval", "posts.jsonl", *OURS, "--by-rule")
    assert (
        "  rule                findings  on label  false  precision\n"
        "  ------------------  --------  --------  -----  ---------\n"
        "  own/code-name              2         1      1       0.50\n"
        "  own/honest (trial)         1         0      1       0.00\n"
    ) in ended.out
    assert "noise            0.50" in ended.out


def test_several_corpora_have_a_total(corpus: Path, postlint: Program) -> None:
    (corpus.parent / "more.jsonl").write_text(line("m", "One more Bluebird."), "utf-8")
    ended = postlint("eval", "posts.jsonl", "more.jsonl", *OURS)
    headings = [said for said in ended.out.splitlines() if "compliant" in said and ":" in said]
    assert headings == [
        "posts.jsonl: 4 posts, 2 of them compliant",
        "more.jsonl: 1 post, 1 of them compliant",
        "Total: 5 posts, 3 of them compliant",
    ]
    assert "0.67  2 of 3 compliant posts are blocked" in ended.out.partition("Total")[2]


@pytest.mark.parametrize(
    ("threshold", "code", "said"),
    [
        (("--fail-under", "recall=0.33"), 0, "met     recall is 0.33 (1 of 3), must be at least 0.33"),
        (("--fail-under", "recall=0.34"), 1, "missed  recall is 0.33 (1 of 3), must be at least 0.34"),
        (("--fail-under", "conduct.recall=0.5,recall=0.2"), 0, "met     conduct.recall is 0.50 (1 of 2)"),
        (("--fail-over", "false-blocks=0.4"), 1, "missed  false-blocks is 0.50 (1 of 2), must be at most 0.40"),
        (("--fail-under", "tone.precision=0"), 1, "missed  tone.precision cannot be measured"),
    ],
)
def test_thresholds_decide_the_exit_code(
    corpus: Path, postlint: Program, threshold: tuple[str, str], code: int, said: str
) -> None:
    ended = postlint("eval", "posts.jsonl", *OURS, *threshold)
    assert (ended.code, ended.err) == (code, "")
    assert said in ended.out


def test_a_wrong_line_is_told_and_wins_over_thresholds(corpus: Path, postlint: Program) -> None:
    with corpus.open("a", encoding="utf-8") as file:
        file.write('{"id": "Bluebird is private", "text": "secret", "labels": [], "chanel": "x"}\n')
    ended = postlint("eval", "posts.jsonl", *OURS, "--fail-under", "recall=1")
    assert ended.code == 2
    assert ended.err.startswith("posts.jsonl:5:63: unknown key `chanel`; did you mean `channel`?")
    assert ended.out.startswith("posts.jsonl: 4 posts, 2 of them compliant, 1 line left out\n")
    assert "secret" not in ended.out + ended.err


def test_a_corpus_without_a_readable_post_has_no_figures(house: Path, postlint: Program) -> None:
    (house / "posts.jsonl").write_text("[\n", "utf-8")
    ended = postlint("eval", "posts.jsonl", *OURS, "--fail-under", "recall=0")
    assert ended.code == 2
    assert ended.out.startswith(
        "posts.jsonl: 0 posts, 0 of them compliant, 1 line left out\n\n  Nothing was measured.\n"
    )
    assert "missed  recall cannot be measured" in ended.out


def test_a_post_that_could_not_be_checked_is_never_called_measured(corpus: Path, postlint: Program) -> None:
    house = corpus.parent
    (house / "postlint.yaml").write_text("rules: [rules/]\nnlp: {model: no_such_model}\n", "utf-8")
    path = house / "rules" / "own" / "hype.yaml"
    path.write_text(path.read_text("utf-8").replace("terms: [superlicious]", "entity: person"), "utf-8")
    ended = postlint("eval", "posts.jsonl", *OURS)
    assert ended.code == 2
    assert "not checked in full" in ended.out.splitlines()[0]
    assert "posts.jsonl:1: right: model-missing: " in ended.err
    document = json.loads(postlint("eval", "posts.jsonl", *OURS, "--format", "json").out)
    assert document["total"]["unchecked"] > 0
    assert document["corpora"][0]["failures"][0]["code"] == "model-missing"


def test_the_json_follows_its_schema_and_is_the_same_every_time(corpus: Path, postlint: Program) -> None:
    corpus.write_text("".join(LINES) + "{\n", "utf-8")
    words = ("eval", "posts.jsonl", *OURS, "--format", "json", "--fail-under", "recall=0.9", "--fail-over", "noise=2")
    ended = postlint(*words, "--misses", "--false-alarms")
    assert ended.code == 2
    document = json.loads(ended.out)
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(document, SCHEMA)
    assert (document["version"], document["postlint"]) == (1, __version__)
    assert postlint(*words, "--misses", "--false-alarms").out == ended.out
    [only] = document["corpora"]
    assert only["lines_left_out"] == 1
    assert only["misses"][0] == {
        "id": "missed", "line": 2, "category": "conduct", "severity": "error", "quote": "Blackbird\nflies", "why": "",
        "found_elsewhere": [],
    }  # fmt: skip
    assert [(one["rule"], one["words"], one["start"]) for one in only["false_alarms"]] == [
        ("own/code-name", "Bluebird", 8)
    ]
    assert [one["met"] for one in document["thresholds"]] == [False, True]
    assert document["total"]["compliant"]["false_blocks"] == 0.5


def test_the_schema_allows_no_other_key_and_misses_none(corpus: Path, postlint: Program) -> None:
    corpus.write_text("".join(LINES) + "{\n", "utf-8")
    out = postlint(
        "eval", "posts.jsonl", *OURS, "--format", "json", "--misses", "--false-alarms", "--fail-under", "f1=1"
    ).out
    validator = jsonschema.Draft202012Validator(SCHEMA)

    def objects(value: object) -> list[dict[str, object]]:
        inner = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
        return ([value] if isinstance(value, dict) else []) + [one for each in inner for one in objects(each)]

    for number, keys in enumerate([list(one) for one in objects(json.loads(out))]):
        more = json.loads(out)
        objects(more)[number]["extra"] = 1
        assert not validator.is_valid(more)
        for key in keys:
            less = json.loads(out)
            del objects(less)[number][key]
            assert not validator.is_valid(less), key


@pytest.mark.parametrize("form", ["text", "json"])
def test_no_word_of_a_post_is_shown_unless_asked_for(corpus: Path, postlint: Program, form: str) -> None:
    words = ("eval", "posts.jsonl", *OURS, "--by-rule", "--format", form)
    said = postlint(*words)
    for word in ("Bluebird", "Blackbird", "honestly", "flies"):
        assert word not in said.out + said.err
    if form == "json":
        assert [json.loads(said.out)["corpora"][0][key] for key in ("misses", "false_alarms")] == [None, None]
    assert "Blackbird" in postlint(*words, "--misses").out
    assert "Bluebird" in postlint(*words, "--false-alarms").out


def test_the_output_goes_to_a_file_and_never_over_a_corpus(
    corpus: Path, postlint: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    ended = postlint("eval", "posts.jsonl", *OURS, "--output", "figures.txt", "--fail-under", "recall=0.9")
    assert (ended.code, ended.out) == (1, "")
    assert ended.err == "recall is 0.33 (1 of 3), must be at least 0.90\n"
    written = (corpus.parent / "figures.txt").read_text("utf-8")
    assert written.startswith("posts.jsonl: 4 posts")
    assert "\x1b" not in written
    assert "\x1b[1mposts.jsonl:\x1b[0m" in postlint("eval", "posts.jsonl", *OURS).out
    ended = postlint("eval", "posts.jsonl", "--output", corpus)
    assert ended.code == 2
    assert "--output names a corpus" in ended.err
    assert corpus.read_text("utf-8") == "".join(LINES)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--category", "conductt"), "No pack and no label has the category 'conductt'; did you mean 'conduct'?"),
        (("--fail-under", "conductt.f1=1"), "no category 'conductt' is measured; did you mean 'conduct'?"),
        (("--category", "tone", "--fail-under", "conduct.f1=1"), "no category 'conduct' is measured"),
        (("--fail-under", "precisoin=1"), "there is no figure 'precisoin'; did you mean 'precision'?"),
        (("--fail-over", "f1=0.3"), "'f1' is better when it is high: use --fail-under"),
        (("--select", "owm"), "There is no rule and no pack 'owm'."),
    ],
)
def test_a_wrong_word_is_refused_with_the_way_out(
    corpus: Path, postlint: Program, words: tuple[str, ...], said: str
) -> None:
    ended = postlint("eval", "posts.jsonl", *words)
    assert (ended.code, ended.out) == (2, "")
    assert said in " ".join(ended.err.split())


def test_the_configuration_is_the_nearest_above_each_corpus(corpus: Path, postlint: Program, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "postlint.yaml").write_text("organisation: Other\n", "utf-8")
    (other / "posts.jsonl").write_text(line("o", "Our Bluebird flies away."), "utf-8")
    ours, theirs = json.loads(postlint("eval", "posts.jsonl", other / "posts.jsonl", "--format", "json").out)["corpora"]
    assert ours["score"]["compliant"]["blocked"] == 1
    assert theirs["score"]["compliant"]["blocked"] == 0


def test_channel_format_and_metadata_reach_the_rules(house: Path, postlint: Program) -> None:
    write_rule(house, "blog-only", "walrus", "error", more="applies: {channels: [blog]}\n")
    write_rule(house, "reference", "otter", "error", more="unless: [{meta: consent_ref, is: present}]\n")
    corpus = house / "posts.jsonl"
    corpus.write_text(
        line("a", "A walrus.", channel="blog")
        + line("b", "A walrus.", channel="x")
        + line("c", "An otter.")
        + line("d", "An otter.", meta={"consent_ref": "C-1"})
        + line("e", "A `walrus` in code.", channel="blog"),
        "utf-8",
    )
    found = json.loads(postlint("eval", "posts.jsonl", *OURS, "--format", "json", "--false-alarms").out)
    assert [one["id"] for one in found["corpora"][0]["false_alarms"]] == ["a", "c"]


def test_an_id_cannot_act_on_the_terminal(house: Path, postlint: Program) -> None:
    (house / "posts.jsonl").write_text(line("\x1b[31mred", "Oh no.", ("conduct", "info", "no")), "utf-8")
    assert "\x1b" not in postlint("eval", "posts.jsonl", *OURS, "--misses").out


def test_the_example_corpus_is_measured_with_its_organisation(postlint: Program) -> None:
    ended = postlint(
        *("eval", MERIDIAN / "labelled.jsonl", "--on", str(MERIDIAN_DAY)),
        *("--fail-under", "block-recall=0.7", "--fail-over", "false-blocks=0"),
    )
    assert (ended.code, ended.err) == (0, "")
    assert "12 posts, 7 of them compliant" in ended.out
    assert max(map(len, ended.out.splitlines()[1:])) <= 80


def test_the_page_describes_every_option_and_figure(postlint: Program) -> None:
    page = (REPOSITORY / "docs" / "evaluation.md").read_text("utf-8")
    options = set(re.findall(r"^  (--[a-z-]+)", postlint("eval", "--help").out, re.MULTILINE)) - {"--no-color"}
    assert len(options) > 9
    assert sorted(option for option in options if option not in page) == []
    figures = {*thresholds.OF_CATEGORY, *thresholds.OF_BLOCKING, *thresholds.OF_COMPLIANT}
    assert sorted(figure for figure in figures if f"| `{figure}` |" not in page) == []
    assert set(SCHEMA["$defs"]["threshold"]["properties"]["figure"]["enum"]) == figures


def test_the_lines_on_the_page_are_a_corpus(house: Path, postlint: Program) -> None:
    page = (REPOSITORY / "docs" / "evaluation.md").read_text("utf-8")
    [sample] = re.findall(r"^```json\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    (house / "posts.jsonl").write_text(sample, "utf-8")
    ended = postlint("eval", "posts.jsonl", "--select", "claims")
    assert (ended.code, ended.err) == (0, "")
    assert "1.00 (1/1)" in ended.out
    assert "0 of 1 compliant posts have a finding" in ended.out
