import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postlint.report.snippet import hide
from tests.support import found, lint, rule

CARE = """
when:
  within: {words: 8}
  mark: together
  all:
    - person: [named, described]
      as: person
    - any:
        - terms: [finished chemo, rang the bell, ward]
        - pattern: '\\bhad \\w+ operation\\b'
      as: care
"""
RULE = rule(CARE, name="patient-info/care", message="{person} beside {care}: {match}")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("So proud of Mary Okafor, who finished chemo today!", ["Mary Okafor, who finished chemo"]),
        ("On Monday she rang the bell, our Mary Okafor, at last", ["rang the bell, our Mary Okafor"]),
        ("Mary Okafor is home. Somebody rang the bell.", ["Mary Okafor"]),  # together only inside a sentence
        ("Mary Okafor is home.", []),
    ],
)
def test_the_finding_goes_from_the_first_to_the_last_part(text, words):
    assert found(CARE, text) == words


@pytest.mark.parametrize(
    ("text", "excerpt"),
    [
        ("So proud of Mary Okafor, who finished chemo today!", "M••• O•••••, who finished chemo"),
        ("Mary Okafor from Thornby rang the bell", "M••• O••••• from T•••••• rang the bell"),
        ("our mary from thornby had her operation", "m••• from t•••••• had her operation"),
        ("Mary Okafor with Tom Hale at 9pm on the ward", "M••• O••••• with T•• H••• at ••• on the ward"),
        ("The former mayor finished chemo", "T•• f••••• m•••• finished chemo"),
        ("Mary Okafor had Rosies operation", "M••• O••••• had R••••• operation"),
    ],
)
def test_only_the_person_is_masked_not_what_happened(text, excerpt):
    [finding] = lint(RULE, text).findings
    assert finding.excerpt == excerpt
    assert finding.message.endswith(f": {excerpt}")


def test_a_name_is_masked_wherever_it_stands_again():
    text = "Mary Okafor finished chemo on the 9th.\n\nWell done, Mary! Okafor for ever."
    report = lint(RULE, text)
    shown = hide(text, report.hidden)
    assert shown == "M••• O••••• finished chemo on the 9th.\n\nWell done, M•••! O••••• for ever."


def test_a_finding_on_the_whole_of_it_still_hides_the_whole():
    other = rule("when: {terms: [finished chemo]}", name="patient-info/other", clause="other")
    report = lint([RULE, other], "Mary Okafor finished chemo")
    assert [finding.excerpt for finding in report.findings] == ["M••• O••••• f••••••• c••••", "f••••••• c••••"]


PRIVATE = ["Mary", "Okafor", "Tom Hale", "Thornby", "07700 900386", "okafor", "Ḿary"]
PIECES = [
    *PRIVATE,
    "finished chemo",
    "rang the bell",
    "had her operation",
    "who",
    "the former mayor",
    ".",
    ",",
    "\n\n",
    "#",
]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=9).map(" ".join), st.sampled_from(["text", "markdown"]))
def test_no_private_word_of_a_finding_is_shown(text, form):
    report = lint(RULE, text, form=form)
    assert report.to_dict() == lint(RULE, text, form=form, shortcuts=False).to_dict()
    printed = json.dumps(report.to_dict(), ensure_ascii=False)
    assert not [word for words in PRIVATE for word in words.split() if word in printed]
    for finding in report.findings:
        shown = hide(text, report.hidden)[finding.span.start : finding.span.end]
        assert not [word for words in PRIVATE for word in words.split() if word in shown]
