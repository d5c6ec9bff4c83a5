import pytest

from tests.support import found

CURE = "when: {terms: [cure, world class, move the needle], match: lemma}"
WORDS = "when: {terms: [world-class, free, Juniper]}"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It cures colds.", ["cures"]),
        ("It cured him, it is curing us", ["cured", "curing"]),
        ("We moved the needles.", ["moved the needles"]),
        ("a secure manicure procured", []),
        ("A WORLD-CLASS team, world  class,\nworld\nclass", ["WORLD-CLASS", "world  class", "world\nclass"]),
        ("#WorldClassCare and #worldclass", ["WorldClass", "worldclass"]),
        ("#underworldclass #worldclassy", []),
    ],
)
def test_lemma_finds_inflections_and_spellings_but_only_whole_words(text, words):
    assert found(CURE, text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It's free.", ["free"]),
        ("freedom, carefree, free-standing", ["free"]),
        ("wоrld–class", ["wоrld–class"]),  # a Cyrillic o and a long dash
        ("wor\u200bld class", ["wor\u200bld class"]),
        ("JUNIPER's launch", ["JUNIPER"]),
        ("Ｊｕｎｉｐｅｒ", ["Ｊｕｎｉｐｅｒ"]),
    ],
)
def test_word_sees_through_spelling(text, words):
    assert found(WORDS, text) == words


def test_exact_respects_case():
    marking = "when: {terms: [INTERNAL ONLY, DRAFT – NOT FOR RELEASE], match: exact}"
    assert found(marking, "INTERNAL ONLY: for internal only use") == ["INTERNAL ONLY"]
    assert found(marking, "DRAFT - NOT FOR RELEASE") == ["DRAFT - NOT FOR RELEASE"]
    assert found(marking, "Draft – not for release") == []
    name = "when: {terms: Project Kestrel, match: exact}"
    assert found(name, "#ProjectKestrel, a project kestrel") == ["ProjectKestrel"]


def test_longest_phrase_wins():
    assert found("when: {terms: [quiet harbor, Operation Quiet Harbor]}", "about Operation Quiet Harbor now") == [
        "Operation Quiet Harbor"
    ]


def test_not_in_drops_only_what_it_overlaps():
    rule = "when: {terms: free, not_in: [feel free, sugar-free]}"
    assert found(rule, "Feel free to try: sugar free, and free today") == ["free"]


def test_lists_are_expanded():
    rule = "when: {terms: [$names, extra], not_in: $fine}"
    lists = {"names": ["Kestrel"], "fine": ["kestrel falcon"]}
    assert found(rule, "Kestrel, extra, a kestrel falcon", lists=lists) == ["Kestrel", "extra"]


def test_a_phrase_never_crosses_a_block():
    assert found(WORDS, "# A world\n\nclass of its own", form="markdown") == []


def test_code_is_not_prose():
    assert found(WORDS, "Use `free` or free", form="markdown") == ["free"]
    both = "applies: {blocks: [prose, code]}\n" + WORDS
    assert found(both, "Use `free` or free\n\n    free", form="markdown") == ["free", "free", "free"]
    only = "applies: {blocks: [code]}\n" + WORDS
    assert found(only, "Use `free` or free", form="markdown") == ["free"]


def test_words_inside_markup_map_to_the_source():
    text = "We are **world**-*class*."
    assert found(WORDS, text, form="markdown") == ["world**-*class"]


HARM = "when: {terms: [break a hip, go into the hospice, attend clinic, sprain an ankle], match: lemma}"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Nan broke her hip, then his hips.", ["broke her hip"]),
        (
            "He is breaking that hip; breaks someone's hip; break one's hip",
            ["breaking that hip", "breaks someone's hip", "break one's hip"],
        ),
        ("Nan broke hip in a fall", ["broke hip"]),
        ("a broken hip, a sprained ankle", []),  # that is how the hip is, not what happened: it needs its own entry
        ("has broken her hip and sprained both", ["broken her hip"]),
        ("going into hospice, went into our hospices", ["going into hospice", "went into our hospices"]),
        ("She attended our clinic and attends clinics", ["attended our clinic", "attends clinics"]),
        ("broke a hipped roof, broke the very hip", []),
        ("#BrokeHerHip #brokehip #broken_hip #BrokenHip", ["BrokeHerHip", "brokehip"]),
    ],
)
def test_lemma_takes_one_determiner_for_another(text, words):
    assert found(HARM, text) == words


def test_a_number_that_is_no_digit_is_a_note_on_the_word_before():
    assert found("when: {terms: proven}", "Proven¹ and proven² but proven1") == ["Proven", "proven"]
