import pytest

from tests.support import found, lint, rule

PAIR = """
when:
  all:
    - terms: [Mary, Tom]
      as: person
    - terms: [chemo, ward]
      as: care
"""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Mary had chemo.", ["Mary"]),
        ("Chemo for Mary and Tom.", ["Mary", "Tom"]),
        ("Mary left. The ward is shut.", []),
        ("Mary waved.\nThe ward is shut.", []),
        ("Chemo is hard", []),
    ],
)
def test_all_puts_the_finding_on_its_first_member_within_a_sentence(text, words):
    assert found(PAIR, text) == words


@pytest.mark.parametrize(
    ("within", "text", "words"),
    [
        ("paragraph", "Mary left. The ward is shut.", ["Mary"]),
        ("paragraph", "Mary left.\n\nThe ward is shut.", []),
        ("post", "Mary left.\n\nThe ward is shut.", ["Mary"]),
        ("{words: 2}", "Mary is on ward 7", ["Mary"]),
        ("{words: 1}", "Mary is on ward 7", []),
        ("{words: 1}", "ward seven, Mary. Tom.", ["Mary"]),
    ],
)
def test_within_sets_the_unit(within, text, words):
    assert found(PAIR.replace("all:", f"within: {within}\n  all:"), text) == words


def test_a_member_may_set_its_own_unit():
    missing = """
when:
  all:
    - pattern: 'returned \\d+(?:\\.\\d+)?%'
    - not: {terms: capital at risk}
      within: post
"""
    assert found(missing, "The fund returned 4.1%.\n\nCapital at risk.") == []
    assert found(missing, "The fund returned 4.1%.\n\nNice.") == ["returned 4.1%"]


def test_words_of_the_subject_are_no_partner_of_itself():
    assert found("when: {all: [{pattern: 'Mary Ward'}, {terms: ward}]}", "Mary Ward waved") == []
    assert found("when: {all: [{pattern: 'Mary Ward'}, {terms: ward}]}", "Mary Ward left the ward") == ["Mary Ward"]


def test_any_and_nesting():
    nested = """
when:
  any:
    - terms: guru
    - all: [{terms: best}, {any: [{terms: ever}, {terms: world}]}, {not: {terms: not}}]
"""
    assert found(nested, "A guru. The best ever! Not the best ever. Best wishes.") == ["guru", "best"]


def test_count_covers_from_the_first_to_the_last():
    pile = "when: {count: {terms: [epic, huge, wow]}, at_least: 3, within: post}"
    assert found(pile, "Epic! Just huge. Wow.") == ["Epic! Just huge. Wow"]
    assert found(pile, "Epic and huge.") == []
    distinct = "when: {count: {terms: [epic, huge, wow]}, at_least: 3, distinct: true, within: post}"
    assert found(distinct, "Epic epic epic, wow") == []
    sentence = "when: {count: {terms: [epic, huge, wow]}, at_least: 2}"
    assert found(sentence, "Epic day. Huge thanks. Wow, epic win.") == ["Wow, epic"]


def test_unless_clears_in_its_unit():
    rule_text = "when: {terms: cures}\nunless: [{terms: [no, not]}, {terms: satire, within: post}]"
    assert found(rule_text, "It cures. No pill cures it.") == ["cures"]
    assert found(rule_text, "It cures.\n\nThis is satire.") == []


def test_overlapping_hits_of_a_rule_count_once():
    both = "when: {any: [{terms: big win}, {pattern: 'a big'}]}"
    assert found(both, "what a big win") == ["a big"]


def test_message_tells_what_was_found():
    one = rule(PAIR, message="{person} with {care}: {match}")
    assert [finding.message for finding in lint(one, "Tom is on the ward").findings] == ["Tom with ward: Tom"]


LABEL = """
when:
  all:
    - terms: [Mary]
    - {WHAT: {terms: label}, within: opening}
"""
FILLER = "So much to tell you about this long and lovely week. " * 3


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Label: Mary waved.", True),
        ("Label.\n\n" + FILLER + "Mary waved.", True),
        (FILLER + "Mary waved. Label.", False),
        (FILLER + "Label.\n\nMary waved.", False),
        ("# " + FILLER + "\n\nLabel: Mary waved.", True),
        ("# Label\n\n" + FILLER + "Mary waved.", True),
        ("---\ntitle: " + FILLER + "\n---\n\nLabel: Mary waved.", True),
    ],
)
def test_the_opening_is_where_everybody_reads_it_wherever_the_subject_stands(text, seen):
    assert found(LABEL.replace("WHAT: {terms: label}", "terms: label"), text, form="markdown") == ["Mary"] * seen
    assert found(LABEL.replace("WHAT", "not"), text, form="markdown") == ["Mary"] * (not seen)


def test_words_behind_the_opening_are_not_counted_in_it():
    twice = "when:\n  count: {terms: Mary}\n  at_least: 2\n  within: opening\n"
    assert found(twice, "Mary saw Mary.") == ["Mary saw Mary"]
    assert found(twice, "Mary. " + FILLER + "Mary. Mary.") == []
