from __future__ import annotations

from pathlib import Path

from postlint.cli import options
from postlint.cli.explain import Page, explain
from postlint.report.style import Style

from .conftest import Program

RULE = """\
title: A person and a place of care
severity: error
cites: [social-media-policy#patient-confidentiality, hipaa-sh-a]
why: It tells who is a patient.
fix: Leave the name out.
message: "'{person}' is named with '{care}'"
applies: {channels: [x, reply]}
when:
  all:
    - entity: person
      as: person
      not_in: $public-people
    - any:
        - terms: [ward, clinic]
          match: lemma
        - pattern: '\\bbed \\d+'
      as: care
      within: paragraph
    - not: {terms: $consent-given}
      within: post
unless:
  - meta: consent_ref
    is: present
  - terms: [quiz]
    within: {words: 5}
bad:
  - {text: "Mary Okafor left [[Ward 7]].", channel: x}
  - "Mary Okafor sleeps in bed 3."
good:
  - "The ward is open."
  - "Mary Okafor."
misses:
  - "Our Mary was on a ward."
owner: privacy-office
review_by: 2027-06-30
"""


def test_a_rule_is_explained_in_full(house: Path, postlint: Program) -> None:
    (house / "rules" / "own" / "person.yaml").write_text(RULE, "utf-8")
    ended = postlint("explain", "own/person")
    assert ended.code == 0, ended.err
    for words in (
        "own/person: A person and a place of care\nerror, stable; owner privacy-office, review by 2027-06-30\n",
        "\nWhy\n  It tells who is a patient.\n",
        "\nFix\n  Leave the name out.\n",
        (
            "\nLooks for\n"
            "  person (but not a phrase of $public-people)\n"
            "    and, in the same paragraph: one of\n"
            "      - 'ward' or 'clinic', in any form\n"
            "      - text like /\\bbed \\d+/\n"
            "    and not, anywhere in the post: a phrase of $consent-given\n"
            "  unless there is, in the same sentence: `consent_ref` of the draft is present\n"
            "  unless there is, at most 5 words away: 'quiz'\n"
            "  Only for: channels x, reply\n"
        ),
        "(social-media-policy#patient-confidentiality)\n",
        "45 CFR 164.514(b)(2)(i)(A): ",
        '"Names"',
        "current text not verified",
        "\nBad\n  - Mary Okafor left [[Ward 7]]. (channel: x)\n",
        "\nGood\n  - The ward is open.\n",
        "\nBad, and not found yet\n  - Our Mary was on a ward.\n",
    ):
        assert words in ended.out
    assert max(map(len, ended.out.splitlines())) <= 80


def test_every_built_in_rule_can_be_explained(house: Path) -> None:
    linter = options.build_linter(None)
    for rule in linter.all_rules:
        page = Page(80, Style(False))
        explain(rule, linter, page)
        text = page.text()
        assert text.startswith(f"{rule.id}: {rule.title}\n")
        assert "Looks for\n  " in text
        assert "Struct" not in text
