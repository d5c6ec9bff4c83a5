import pytest

from tests.support import found, lint, rule


def test_entities_and_their_exceptions():
    person = "when: {entity: person, not_in: $public-people}"
    lists = {"public-people": ["Dr Amara Osei"]}
    assert found(person, "We met Mary Okafor in Leeds.", lists=lists) == ["Mary Okafor"]
    assert found(person, "We met Amara Osei in Leeds.", lists=lists) == []


def test_entities_without_a_parse():
    assert found("when: {entity: email}", "Write to jo.bloggs@example.org") == ["jo.bloggs@example.org"]


def test_secret():
    key = "AKIA" + "Q3ZJ7XK2M5PLR4TW"
    assert found("when: {secret: any}", f"the key is {key} ok") == [key]


@pytest.mark.parametrize(("channel", "count"), [("x", 1), ("blog", 0), (None, 0)])
def test_metric_limits_by_channel(channel, count):
    limits = "when: {metric: exclamation-marks, max: {default: 3, x: 1}}"
    assert len(found(limits, "Wow! Yes! No", channel=channel)) == count


def test_metric_tells_value_and_limit():
    one = rule("when: {metric: exclamation-marks, max: 1}", message="{value} of {limit}")
    assert [finding.message for finding in lint(one, "Wow! Yes! No!").findings] == ["3 of 1"]


@pytest.mark.parametrize(
    ("condition", "meta", "count"),
    [
        ("meta: approval_ref, is: missing", {}, 1),
        ("meta: approval_ref, is: missing", {"approval_ref": ""}, 1),
        ("meta: approval_ref, is: missing", {"approval_ref": "A-7"}, 0),
        ("meta: approval_ref, is: present", {"approval_ref": "A-7"}, 1),
        ("meta: author, equals: Intern", {"author": "intern"}, 1),
        ("meta: tags, in: [launch, deal]", {"tags": ["deal", "x"]}, 1),
        ("meta: author, matches: '^dr'", {"author": "Dr No"}, 1),
        ("meta: author, matches: '^dr'", {}, 0),
    ],
)
def test_meta(condition, meta, count):
    assert found(f"when: {{{condition}}}", "Hello there", meta=meta) == ["Hello"] * count


def test_meta_speaks_of_the_whole_draft():
    both = "when: {all: [{terms: patient}, {meta: consent_ref, is: missing}]}"
    assert found(both, "One.\n\nOur patient.") == ["patient"]
    assert found(both, "One.\n\nOur patient.", meta={"consent_ref": "C1"}) == []
    front = "---\nconsent_ref: C-12\n---\n\nOur patient."
    assert found(both, front, form="markdown") == []


def test_applies_to_channels():
    assert found("applies: {channels: [reply]}\nwhen: {terms: hi}", "hi", channel="reply") == ["hi"]
    assert found("applies: {channels: [reply]}\nwhen: {terms: hi}", "hi", channel="x") == []
    assert found("applies: {not_channels: [reply]}\nwhen: {terms: hi}", "hi", channel="reply") == []


def test_meta_beside_other_conditions_in_any():
    either = """
when:
  all:
    - terms: your scan
    - any: [{meta: channel, equals: reply}, {terms: dear mary}]
"""
    assert found(either, "Your scan was on Friday.", channel="reply") == ["Your scan"]
    assert found(either, "One.\n\nYour scan was on Friday.", channel="reply") == ["Your scan"]
    assert found(either, "Dear Mary, your scan was on Friday.") == ["your scan"]
    assert found(either, "Your scan was on Friday.") == []
