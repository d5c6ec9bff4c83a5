"""Policy documents: clauses, placeholders, citations, and every mistake with its place."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from postlint.bundled import rules_folder
from postlint.organisation.config import Organisation
from postlint.organisation.policy import fill, load_policies, load_policy, resolve
from postlint.rules.located import ConfigurationError
from postlint.rules.schema import Law

FRONT = """\
---
title: "[Company Name] policy"
version: "1.2"
owner: Ada Bow
contact: "[Contact]"
effective: 2026-12-01
review_by: 2027-11-30
changes:
  - {version: "1.2", date: 2026-12-01, what: First.}
---
"""
BODY = """\
# [Company Name]

<!-- ## 9 Not a clause {#hidden}
## 8 Neither {#hidden} -->

## 4 Confidential information {#confidential}

### 4.1 Patient confidentiality {#patients}

Nobody at [Company Name] names a patient; see [Company Name](https://a.example).

```
## 7 Code {#code}
```

#### Examples

Not part of the clause.

## 5. Voice {#voice} ##
Plain words.
"""


def write(root: Path, body: str = BODY, front: str = FRONT, name: str = "social.md") -> Path:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes((front + body).encode())
    return path


def mistakes(path: Path) -> list[str]:
    with pytest.raises(ConfigurationError) as caught:
        load_policy(path, {})
    return [str(one).removeprefix(f"{path}:") for one in caught.value.mistakes]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_policy_has_numbered_clauses_with_their_text(tmp_path: Path, newline: str) -> None:
    path = write(tmp_path, BODY.replace("\n", newline), FRONT.replace("\n", newline))
    policy = load_policy(path, {"Company Name": "Meridian"})
    assert (policy.id, policy.title, policy.version, policy.contact) == (
        "social",
        "Meridian policy",
        "1.2",
        "[Contact]",
    )
    assert policy.changes[0].what == "First."
    assert [(one.anchor, one.number, one.title, one.line) for one in policy.clauses.values()] == [
        ("confidential", "4", "Confidential information", 16),
        ("patients", "4.1", "Patient confidentiality", 18),
        ("voice", "5", "Voice", 30),
    ]
    text = policy.clauses["patients"].text
    assert text.startswith("Nobody at Meridian names a patient; see [Company Name](https://a.example).")
    assert text.endswith("```")
    assert policy.clauses["voice"].text == "Plain words."
    assert policy.clauses["confidential"].text == ""


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("## 1 A {#a}\nx\n## 2 B {#a}\ny", "13:8: the anchor `a` is given twice, first on line 11"),
        ("## 1 A {#a}\nx\n## 1 B {#b}\ny", "13:4: the number 1 is given twice, first on line 11"),
        ("## Voice {#a}\nx", "11:4: the clause `Voice` needs a number and a title, such as `4.1 Voice`"),
        ("## 4.1 {#a}\nx", "11:4: the clause `4.1` needs a number and a title"),
        ("## 1 A {#a}\n\n## 2 B {#b}\ny", "11:4: the clause `1 A` has no text"),
        ("## 1 A {#a}\n", "11:4: the clause `1 A` has no text"),
        ("## 1 A {#Not OK}\nx", "11:8: `Not OK` is no anchor: use a-z, 0-9 and hyphens"),
    ],
)
def test_mistakes_in_clauses(tmp_path: Path, body: str, message: str) -> None:
    (found,) = mistakes(write(tmp_path, body))
    assert found.startswith(message)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("owner: Ada Bow\n", "", "2:1: `owner` is missing"),
        (
            "owner: Ada",
            "owned: Ada",
            "4:1: unknown key `owned`; did you mean `owner`? Allowed: changes, contact, effective",
        ),
        ('"1.2"', "1.2", "3:10: `version` must be text, not a number; put quotes around it"),
        ("2027-11-30", "next year", "7:12: `review_by` must be a date such as 2027-06-30, not `next year`"),
        ("date: 2026-12-01", "date: now", "9:28: `date` must be a date"),
        ("owner: Ada Bow", "owner: a: b", "4:9: is not valid YAML"),
        ("---\n", "", "1:1: has no front matter: begin with `---`"),
    ],
)
def test_mistakes_in_front_matter(tmp_path: Path, old: str, new: str, message: str) -> None:
    found = mistakes(write(tmp_path, front=FRONT.replace(old, new)))
    assert any(one.startswith(message) for one in found), found


def test_the_built_in_policy_is_sound_and_an_organisation_may_replace_it(tmp_path: Path) -> None:
    built_in = load_policies(rules_folder(), Organisation())
    assert built_in["social-media-policy"].clauses
    own = write(tmp_path, name="social-media-policy.md")
    other = write(tmp_path, name="press.md")
    policies = load_policies(rules_folder(), Organisation(policies=(own, other)))
    assert list(policies["social-media-policy"].clauses) == ["confidential", "patients", "voice"]
    assert "press" in policies


def test_two_policies_of_one_name_are_refused(tmp_path: Path) -> None:
    paths = (write(tmp_path / "a"), write(tmp_path / "b"))
    with pytest.raises(ConfigurationError, match="has the same name as "):
        load_policies(rules_folder(), Organisation(policies=paths))


def test_citations_resolve(tmp_path: Path) -> None:
    policies = {"social": load_policy(write(tmp_path), {})}
    law = Law(
        cite="S 1",
        title="Be fair",
        jurisdiction="uk",
        tier="official",
        url="https://a.example",
        verified_on="2026-01-02",
    )
    laws = {"s1": law, "s2": msgspec.structs.replace(law, tier="copy")}
    clause = resolve("social#patients", policies, laws)
    assert (clause.kind, clause.id, clause.title, clause.url) == (
        "policy",
        "social#patients",
        "4.1 Patient confidentiality",
        None,
    )
    verified = resolve("s1", policies, laws)
    assert (verified.kind, verified.cite, verified.title, verified.url) == (
        "law",
        "S 1",
        "Be fair",
        "https://a.example",
    )
    assert (verified.verified_on, resolve("s2", policies, laws).verified_on) == ("2026-01-02", None)
    with pytest.raises(KeyError):
        resolve("social#nothing", policies, laws)


NAMES = st.text("abc DEF", min_size=1, max_size=8)


@given(st.lists(st.tuples(st.text("xy ,.\n", max_size=6), NAMES)), st.text("xyz[]", max_size=8))
def test_placeholders_are_filled_once_and_unknown_ones_stay(parts: list[tuple[str, str]], value: str) -> None:
    text = "".join(f"{before} [{name}] " for before, name in parts)
    known = {name: value for _, name in parts[::2]}
    expected = "".join(f"{before} {known.get(name, f'[{name}]')} " for before, name in parts)
    assert fill(text, known) == expected
    assert fill(text, {}) == text
