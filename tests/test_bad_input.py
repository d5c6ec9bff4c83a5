"""Whatever is wrong with a draft or a configuration: a clear message, exit 2, the other drafts still checked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.conftest import Ended, Program

GUILTY = "Our elderberry syrup cures colds.\n"
"""A draft that is checked beside the bad one: its finding must not be lost."""

ONE_RULE = ("--select", "claims/cure-claim")
"""For tests of places: other rules may have something to say about the same words."""


class Bad(NamedTuple):
    """A draft that cannot be checked, or not in full."""

    name: str
    content: bytes | None
    """None: there is no such file."""
    code: str
    says: tuple[str, ...]
    """What the message must hold: the place, what is wrong, the way out."""


DRAFTS = {
    "missing": Bad("no-such-draft.txt", None, "not-found", ("no-such-draft.txt",)),
    "binary": Bad("photo.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00", "binary", ("photo.txt",)),
    "wrong encoding": Bad(
        "latin.txt", "Un café à Genève, déjà vu.\n".encode("latin-1"), "encoding", ("latin.txt", "UTF-8")
    ),
    "empty": Bad("empty.txt", b"", "empty", ("empty.txt",)),
    "only spaces": Bad("blank.md", b" \n\t\n\n", "empty", ("blank.md",)),
    "null bytes": Bad("null.txt", b"Our syrup\x00cures colds.\n", "binary", ("null.txt",)),
    "five megabytes": Bad("long.txt", b"We open at nine.\n" * 300_000, "too-large", ("long.txt",)),
    "a line of two megabytes": Bad("wide.txt", b"We open at nine. " * 120_000, "too-large", ("wide.txt",)),
    "broken front matter": Bad(
        "front.md", b"---\nchannel: [x\n---\n\n" + GUILTY.encode(), "front-matter", ("front.md:3:1", "line 3")
    ),
    "unclosed front matter": Bad("open.md", b"---\nchannel: x\n\n" + GUILTY.encode(), "front-matter", ("open.md",)),
}


def write(folder: Path, bad: Bad) -> None:
    (folder / "guilty.txt").write_text(GUILTY, encoding="utf-8")
    if bad.content is not None:
        (folder / bad.name).write_bytes(bad.content)


@pytest.mark.parametrize("kind", DRAFTS)
def test_a_bad_draft_is_named_and_the_others_are_checked(run_postlint: Program, organisation: Path, kind: str) -> None:
    bad = DRAFTS[kind]
    write(organisation, bad)
    ended = run_postlint(bad.name, "guilty.txt", folder=organisation)
    assert ended.code == 2
    assert "Traceback" not in ended.out + ended.err
    for words in bad.says:
        assert words in ended.said
    assert "guilty.txt:1:22: error claims/cure-claim" in ended.out
    assert "UNCHECKED" in ended.out


@pytest.mark.parametrize("kind", DRAFTS)
def test_a_bad_draft_is_a_failure_in_the_report(run_postlint: Program, organisation: Path, kind: str) -> None:
    bad = DRAFTS[kind]
    write(organisation, bad)
    first, second = run_postlint(bad.name, "guilty.txt", "--format", "json", folder=organisation).drafts
    assert first["decision"] == "unchecked"
    assert [failure["code"] for failure in first["failures"]] == [bad.code]
    assert second["decision"] == "block"


def test_a_broken_front_matter_does_not_hide_what_the_text_says(run_postlint: Program, organisation: Path) -> None:
    write(organisation, DRAFTS["broken front matter"])
    [draft] = run_postlint("front.md", *ONE_RULE, "--format", "json", folder=organisation).drafts
    assert [finding["rule"] for finding in draft["findings"]] == ["claims/cure-claim"]
    assert draft["findings"][0]["line"] == 5


def test_a_folder_without_drafts(run_postlint: Program, organisation: Path) -> None:
    (organisation / "pictures").mkdir()
    (organisation / "pictures" / "cat.png").write_bytes(b"\x89PNG")
    (organisation / "guilty.txt").write_text(GUILTY, encoding="utf-8")
    ended = run_postlint("pictures", "guilty.txt", folder=organisation)
    assert ended.code == 2
    assert "pictures" in ended.out
    assert "guilty.txt:1:22" in ended.out


def test_a_single_line_of_almost_a_megabyte_is_checked_to_its_end(run_postlint: Program, organisation: Path) -> None:
    text = "We open at nine on weekdays, and the tea is on us. " * 19_000 + GUILTY
    (organisation / "wide.txt").write_text(text, encoding="utf-8")
    ended = run_postlint("wide.txt", "--select", "claims", folder=organisation)
    assert ended.code == 1
    assert f"wide.txt:1:{text.index('cures') + 1}: error claims/cure-claim" in ended.out
    assert max(map(len, ended.out.splitlines())) <= 100, "a long line is cut around the words"


def test_a_lone_carriage_return_ends_a_line(run_postlint: Program, organisation: Path) -> None:
    (organisation / "old-mac.txt").write_bytes(b"Good morning.\rOur elderberry syrup cures colds.\r\nSee you!\n")
    ended = run_postlint("old-mac.txt", *ONE_RULE, "--format", "json", folder=organisation)
    [finding] = ended.drafts[0]["findings"]
    assert (finding["line"], finding["column"]) == (2, 22)
    assert ended.code == 1


def test_values_of_a_front_matter_alone_are_checked(run_postlint: Program, organisation: Path) -> None:
    (organisation / "front.md").write_text("---\ntitle: Our syrup cures colds\nchannel: blog\n---\n", encoding="utf-8")
    ended = run_postlint("front.md", *ONE_RULE, "--format", "json", folder=organisation)
    [finding] = ended.drafts[0]["findings"]
    assert (finding["rule"], finding["line"], finding["column"]) == ("claims/cure-claim", 2, 18)
    assert ended.code == 1


def test_an_unclosed_code_fence_hides_nothing_silently(run_postlint: Program, organisation: Path) -> None:
    key = "kR8vQ2mZ7xW4pL9sT3nB6yH1cF5gJ0dEaUoViXqM"
    text = f"Run this:\n\n```\nexport AWS_SECRET_ACCESS_KEY={key}\n\nOur syrup cures colds.\n"
    (organisation / "fence.md").write_text(text, encoding="utf-8")
    ended = run_postlint("fence.md", folder=organisation)
    assert ended.code in (1, 2)
    assert "fence.md:4:" in ended.out


RULE = """\
title: A pony is mentioned
severity: error
cites: [social-media-policy#claims]
why: Ponies are for next year.
fix: Leave the pony out.
message: "'{match}' is a pony"
when:
  terms: [pony]
bad:
  - "A [[pony]] for everyone."
  - "Meet our [[pony]]."
good:
  - "A horse for everyone."
  - "Meet our donkey."
owner: stables
"""
PACK = "title: Ponies\ncategory: claims\ndescription: No ponies.\nowner: stables\n"


def configured(folder: Path, **files: str) -> None:
    """An organisation with one rule of its own, one file at a time replaced."""
    content = {
        "postlint.yaml": "organisation: Example\nrules: [rules/]\n",
        "rules/ponies/pack.yaml": PACK,
        "rules/ponies/pony.yaml": RULE,
        "guilty.txt": GUILTY,
        **files,
    }
    for name, text in content.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def refused(ended: Ended) -> str:
    """What the program says when it checks nothing because the configuration is wrong."""
    assert ended.code == 2
    assert ended.out == ""
    assert "Traceback" not in ended.err
    return ended.err


CONFIGURATIONS: dict[str, tuple[dict[str, str], tuple[str, ...]]] = {
    "rule with an unknown key": (
        {"rules/ponies/pony.yaml": RULE.replace("severity: error", "severty: error")},
        ("pony.yaml:2:1", "`severty`", "`severity`"),
    ),
    "rule with a duplicate key": (
        {"rules/ponies/pony.yaml": RULE.replace("why:", "title: Another\nwhy:")},
        ("pony.yaml:4:1", "`title`", "twice"),
    ),
    "bad regular expression": (
        {"rules/ponies/pony.yaml": RULE.replace("terms: [pony]", "pattern: '(pony'")},
        ("pony.yaml:8:12", "regular expression"),
    ),
    "rule that cites a clause that does not exist": (
        {"rules/ponies/pony.yaml": RULE.replace("policy#claims", "policy#clams")},
        ("pony.yaml:3:9", "social-media-policy#clams", "social-media-policy#claims"),
    ),
    "rule that cites a law that does not exist": (
        {"rules/ponies/pony.yaml": RULE.replace("policy#claims]", "policy#claims, hipaa-508a11]")},
        ("pony.yaml:3:37", "hipaa-508a11", "hipaa-508a1"),
    ),
    "unknown list": (
        {"rules/ponies/pony.yaml": RULE.replace("[pony]", "[$codename]")},
        ("pony.yaml:8:", "codename", "codenames"),
    ),
    "organisation file with a typo": (
        {"postlint.yaml": "organisation: Example\nrule: [rules/]\n"},
        ("postlint.yaml:2:1", "`rule`", "`rules`"),
    ),
    "organisation file that names a missing folder": (
        {"postlint.yaml": "organisation: Example\nrules: [rulez/]\n"},
        ("postlint.yaml:2:", "rulez"),
    ),
    "organisation file that is no YAML": (
        {"postlint.yaml": "organisation: Example\nrules: [rules/\n"},
        ("postlint.yaml:", "YAML"),
    ),
}


@pytest.mark.parametrize("kind", CONFIGURATIONS)
def test_a_wrong_configuration_is_refused_with_its_place(run_postlint: Program, tmp_path: Path, kind: str) -> None:
    files, says = CONFIGURATIONS[kind]
    configured(tmp_path, **files)
    told = refused(run_postlint("guilty.txt", folder=tmp_path))
    for words in says:
        assert words in told


def test_the_configuration_behind_these_tests_is_right(run_postlint: Program, tmp_path: Path) -> None:
    configured(tmp_path)
    assert run_postlint("guilty.txt", folder=tmp_path).code == 1


def test_every_mistake_is_told_at_once(run_postlint: Program, tmp_path: Path) -> None:
    wrong = RULE.replace("severity: error", "severty: error").replace("policy#claims", "policy#clams")
    configured(
        tmp_path,
        **{
            "postlint.yaml": "organisation: Example\nrules: [rules/]\nfail-on: error\n",
            "rules/ponies/pony.yaml": wrong,
        },
    )
    told = refused(run_postlint("guilty.txt", folder=tmp_path))
    assert "postlint.yaml:3:1" in told
    configured(tmp_path, **{"rules/ponies/pony.yaml": wrong})
    told = refused(run_postlint("guilty.txt", folder=tmp_path))
    assert "pony.yaml:2:1" in told


def test_a_missing_model_is_said_and_the_rest_is_checked(run_postlint: Program, tmp_path: Path) -> None:
    configured(tmp_path, **{"postlint.yaml": "organisation: Example\nnlp: {model: no_such_model}\n"})
    (tmp_path / "named.txt").write_text(
        "Mary Okafor finished chemotherapy on Ward 7. Our syrup cures colds.\n", encoding="utf-8"
    )
    ended = run_postlint("named.txt", "guilty.txt", folder=tmp_path)
    assert ended.code == 2
    assert "no_such_model" in ended.said
    assert "spacy download" in ended.said
    assert "named.txt:1:56: error claims/cure-claim" in ended.out
    assert "guilty.txt:1:22: error claims/cure-claim" in ended.out


@pytest.mark.parametrize("make", [lambda folder: folder.mkdir(), lambda folder: None])
def test_a_draft_that_is_a_folder_or_nothing(
    run_postlint: Program, organisation: Path, make: Callable[[Path], None]
) -> None:
    make(organisation / "drafts")
    ended = run_postlint("drafts", folder=organisation)
    assert ended.code == 2
    assert "drafts" in ended.out
