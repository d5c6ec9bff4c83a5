from hypothesis import given, settings
from hypothesis import strategies as st

from postlint.conditions.inflections import Inflections
from postlint.documents.fold import flat_term, flatten
from postlint.occurrences import Index, Squeezed
from tests.support import lint, rule

RULES = [
    rule("when: {terms: [a b, b-c, ab, cure], match: lemma}", name="claims/terms"),
    rule("when: {all: [{terms: [ab, c]}, {pattern: 'b ?a'}, {not: {terms: no}}]}", name="claims/all"),
    rule("when: {any: [{pattern: 'c+a'}, {count: {terms: [a, b]}, at_least: 2}]}", name="claims/any"),
    rule("when: {terms: [a, b]}\nunless: [{terms: c, within: {words: 1}}]", name="claims/unless"),
    rule(
        "when: {within: post, all: [{terms: [b]}, {terms: [ab, no]}, {terms: c, within: sentence}]}",
        name="claims/mixed",
    ),
]
PIECES = [
    "a",
    "b",
    "c",
    "ab",
    "no",
    " ",
    "  ",
    "-",
    "_",
    ".",
    "\n",
    "\n\n",
    "#",
    "A",
    "B",
    "the",
    "her",
    "ing",
    "s",
    "²",
    "—",
    "С",
    "\u200b",
]
TEXT = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


@settings(max_examples=400, deadline=None)
@given(TEXT, st.sampled_from(["text", "markdown"]))
def test_the_fast_path_equals_the_slow_path(text, form):
    fast = lint(RULES, text, form=form)
    slow = lint(RULES, text, form=form, shortcuts=False)
    assert fast.to_dict() == slow.to_dict()


@given(st.text(alphabet="ab -_\nÄ#", max_size=40))
def test_squeezing_keeps_the_way_back(text):
    squeezed = Squeezed(text)
    assert "  " not in squeezed.text
    for index, letter in enumerate(squeezed.text):
        start, end = squeezed.origin(index, index + 1)
        assert end == start + 1
        assert flatten(text)[start] == letter


LITERALS = {literal: number for number, literal in enumerate(["a b", "ab", "c", "b c a", "no", "a", ".", "b no"])}

GATES = {"c": 8, "no": 9, "b no": 10}
INFLECTIONS = Inflections()
for number, phrase in enumerate(["ab", "no the b", "b-c a her ab", "a b"], len(LITERALS) + len(GATES)):
    INFLECTIONS.add(phrase, flat_term(phrase), number)


@settings(max_examples=400, deadline=None)
@given(TEXT)
def test_table_automaton_and_plain_search_agree(text):
    index = Index(LITERALS, GATES, INFLECTIONS)
    squeezed = Squeezed(text)
    table, automaton = index.by_table(squeezed), index.by_automaton(squeezed)
    assert table.numbers == automaton.numbers
    for gate, number in GATES.items():
        assert sorted(table.ranges(number)) == sorted(automaton.ranges(number))
        assert (number in table.numbers) == (gate in squeezed.text)
    for number in (*LITERALS.values(), *INFLECTIONS.numbers.values()):
        slow = index.find_slowly(text, [number])
        assert sorted(set(table.ranges(number))) == slow
        assert sorted(set(automaton.ranges(number))) == slow


def test_many_drafts_switch_to_the_automaton_and_find_the_same(monkeypatch):
    monkeypatch.setattr("postlint.occurrences.SHORT", 40)
    index = Index(LITERALS, GATES, INFLECTIONS)
    text = "no ab #AbNo a-b c."
    every = [index.find(text) for _ in range(9)]
    assert len({str([(number, sorted(one.ranges(number))) for number in sorted(one.numbers)]) for one in every}) == 1


PEOPLE = [
    rule(
        "when: {within: {words: 6}, mark: together, all: [{person: [named, described], as: who},"
        " {any: [{terms: [break a hip, chemo], match: lemma}, {pattern: 'on \\w+ ward'}], as: what}]}\n"
        "unless: [{terms: [consent], within: post, reason: consent}, {pattern: 'novel|film', within: paragraph}]",
        name="patient-info/together",
    ),
    rule("when: {person: pronoun, role: private, not_in: [his]}", name="patient-info/pronoun", clause="other"),
    rule(
        "when: {all: [{terms: chemo}, {person: named, known_by: [place, name]}]}\n"
        "unless: [{meta: consent_ref, is: present, reason: consent}]",
        name="patient-info/known",
        clause="third",
    ),
]
PEOPLE_PIECES = [
    *(
        "Mary Okafor",
        "Tom",
        "dr Shah",
        "a former mayor",
        "she",
        "his",
        "broke her hip",
        "breaks hips",
        "chemo",
        "#chemo",
    ),
    *("on our ward", "with her consent", "in the novel", ".", ",", "\n\n", "from Leeds"),
]


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.sampled_from(PEOPLE_PIECES), max_size=10).map(" ".join),
    st.sampled_from(["text", "markdown"]),
    st.sampled_from([{}, {"consent_ref": "C-12"}]),
)
def test_people_and_what_clears_them_do_not_depend_on_gates(text, form, meta):
    fast = lint(PEOPLE, text, form=form, meta=meta)
    slow = lint(PEOPLE, text, form=form, meta=meta, shortcuts=False)
    assert fast.failures == ()
    assert fast.to_dict() == slow.to_dict()
