"""What a classifier sees of a text, and how its weights become a probability and a passage."""

from __future__ import annotations

import math
from itertools import accumulate, pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postlint.detect.classifier import Classifier, Opinion, Text, features, read_classifiers, tokens
from postlint.detect.people import Mention, find_people
from postlint.rules.located import ConfigurationError
from postlint.types import Span

PIECES = [
    *("Mary Okafor", "my nan", "she", "J.T.", "you", "the ward", "don’t", "naïve", "e\u0301té", "#WardSeven", "@mary"),
    *("£1,200k", "12:30", "9am", "3rd", "2026", "07700 900386", "40%", "https://a.example/b?c=d", "jo@a.example"),
    *("😀", "!", "…", "?", ":", ".", ",", " ", "\n", "\u200b", "字"),
]


@given(st.lists(st.sampled_from(PIECES), max_size=20).map(" ".join), st.integers(0, 500))
def test_offsets_are_those_of_the_words(text: str, offset: int) -> None:
    mentions = find_people(text)
    found = tokens(text, mentions, offset)
    plain = tokens(text, ())
    assert [one.span for one in found] == [Span(one.span.start + offset, one.span.end + offset) for one in plain]
    assert all(one.span.end <= other.span.start for one, other in pairwise(found))
    assert [one.opens for one in found] == [not index for index in range(len(found))]
    for one in plain:
        words = text[one.span.start : one.span.end]
        assert words.strip() == words != ""
        assert one.word.startswith("<") or one.word == words.lower().replace("’", "'").removesuffix("'s")


@given(st.text(max_size=60))
def test_any_text_has_words(text: str) -> None:
    for one in tokens(text, find_people(text)):
        assert 0 <= one.span.start < one.span.end <= len(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ward’s ward's WARD", ["ward", "ward", "ward"]),
        ("it isn't well-known", ["it", "isn't", "well-known"]),
        ("see https://a.example/b or www.b.example", ["see", "<url>", "or", "<url>"]),
        ("mail jo@a.example, ask @jo", ["mail", "<mail>", "ask", "<handle>"]),
        ("#WardSeven", ["#wardseven"]),
        ("£1,200 €5k", ["<money>", "<money>"]),
        ("12:30 9am 9.45", ["<time>", "<time>", "<time>"]),
        ("the 3rd, 21/11/2026", ["the", "<day>", "<day>"]),
        ("40% in 2026", ["<share>", "in", "<year>"]),
        ("bed 7 of 12, 4471 and 07700900386", ["bed", "<n1>", "of", "<n2>", "<n4>", "and", "<n6>"]),
        ("no! why? so…", ["no", "!", "why", "?", "so", "…"]),
        ("😀 ok", ["😀", "ok"]),
    ],
)
def test_numbers_and_addresses_count_by_their_shape(text: str, words: list[str]) -> None:
    assert [one.word for one in tokens(text, ())] == words


def test_a_name_is_one_word_that_says_who_is_meant() -> None:
    text = "Mary Jane Okafor waved"
    named = Mention(Span(0, 16), "named", "private", frozenset({"name", "place"}))
    found = tokens(text, [named])
    assert [one.word for one in found] == ["<named/private>", "", "", "waved"]
    assert found[0].classes == ("<known:place>",)
    assert not any("okafor" in one.name for one in features([found], (), False))


def test_somebody_described_keeps_the_words_and_counts_beside_them() -> None:
    text = "the former mayor waved"
    described = Mention(Span(0, 16), "described", "supporter", frozenset({"job"}))
    found = tokens(text, [described])
    assert [one.word for one in found] == ["the", "former", "mayor", "waved"]
    assert [one.classes for one in found] == [(), (), ("<described/supporter>", "<known:job>"), ()]


@pytest.mark.parametrize("reference", ["addressed", "pronoun"])
def test_pronouns_are_words_already(reference: str) -> None:
    found = tokens("she waved", [Mention(Span(0, 3), reference)])  # type: ignore[arg-type]
    assert found == tokens("she waved", ())


def names(text: str, known: str = "", is_reply: bool = False, mentions: tuple[Mention, ...] = ()) -> list[str]:
    return [one.name for one in features([tokens(text, mentions)], frozenset(known.split()), is_reply)]


def test_features_are_words_and_their_neighbours() -> None:
    assert names("so so well") == ["so", "^ so", "so", "so so", "well", "so well"]


def test_a_capitalised_word_counts_as_itself_only_where_it_is_known() -> None:
    assert names("at Ward Quill", known="ward") == ["at", "^ at", "ward", "at ward", "<cap>", "ward <cap>"]
    assert names("Quill") == ["quill", "^ quill"]  # the first word of a sentence always has a capital


def test_pronouns_and_people_of_a_sentence_make_pairs() -> None:
    who = Mention(Span(4, 8), "named")
    assert names("she Mary", mentions=(who,))[-1] == "<named/private> & she"
    told = [one for one in names("she Mary", is_reply=True, mentions=(who,)) if one.startswith("reply")]
    assert told == ["reply: she", "reply: <named/private>"]
    assert not any(one.startswith("reply") for one in names("she Mary", mentions=(who,)))


def classifier(weights: dict[str, float], bias: float = 0, **more: object) -> Classifier:
    fields = {"description": "For a test.", "category": "care", "known": "", "found": {}, **more}
    return Classifier(bias=bias, weights=weights, **fields)  # type: ignore[arg-type]


def judge(one: Classifier, *sentences: str, context: frozenset[str] = frozenset()) -> tuple[Opinion, list[str]]:
    """The opinion, and its passages as words; sentences of a text are joined by a blank."""
    text, ends = " ".join(sentences), list(accumulate(len(sentence) + 1 for sentence in sentences))
    words = [
        [token for token in tokens(text, ()) if end - len(sentence) - 1 <= token.span.start < end]
        for sentence, end in zip(sentences, ends, strict=True)
    ]
    read = Text(words)
    return one.judge(read, context), [text[span.start : span.end] for span in one.passages(read, context)]


def test_the_probability_is_a_logistic_sum() -> None:
    text = " ".join(["word"] * 15 + ["leak"])
    opinion, _ = judge(classifier({"leak": 8.0, "word": -2.0, "^ word": 1.0}, bias=-0.5), text)
    assert opinion.probability == pytest.approx(1 / (1 + math.exp(-(-0.5 + (8 - 2 + 1) / 4))))


def test_a_feature_counts_once_however_often_it_stands() -> None:
    table = classifier({"leak": 3.0})
    assert judge(table, "leak leak leak")[0].probability == judge(table, "leak what fun")[0].probability


def test_nothing_known_leaves_the_bias() -> None:
    assert judge(classifier({}, bias=-2), "hello")[0] == Opinion(1 / (1 + math.exp(2)), 1 / (1 + math.exp(2)))
    assert classifier({"a": 1}, bias=0).judge(Text([]), frozenset()).probability == 0.5


@pytest.mark.parametrize(("context", "score"), [([], 0), (["error"], 2), (["warning"], 1), (["error", "warning"], 3)])
def test_what_rules_have_found_is_added(context: list[str], score: float) -> None:
    table = classifier({}, found={"error": 2, "warning": 1})
    opinion, _ = judge(table, "hello", context=frozenset(f"found: {one}" for one in context))
    assert opinion.probability == pytest.approx(1 / (1 + math.exp(-score)))


def test_a_reply_weighs_its_people() -> None:
    table = classifier({"reply: she": 9})
    assert judge(table, "she waved", context=frozenset({"channel: reply"}))[0].probability > 0.9
    assert judge(table, "she waved", context=frozenset({"channel: x"}))[0].probability == 0.5


def test_known_words_count_when_capitalised() -> None:
    weights = {"ward": 5.0, "<cap>": -5.0}
    assert judge(classifier(weights, known="ward bed"), "on Ward")[0].probability > 0.5
    assert judge(classifier(weights), "on Ward")[0].probability < 0.5


def test_a_passage_is_the_run_of_a_sentence_that_speaks_for_it_most() -> None:
    table = classifier({"door": 2, "code": 4, "code is": 2, "sunny": -3})
    assert judge(table, "a sunny day, the door code is there")[1] == ["door code is"]
    assert judge(table, "the code is so, no sunny sunny door")[1] == ["code is"]


def test_further_sentences_are_shown_that_say_nearly_as_much() -> None:
    table = classifier({"leak": 10, "pipe": 9, "drip": 8, "puddle": 7, "damp": 2})
    assert judge(table, "A damp wall.", "A drip here.", "A leak there.")[1] == ["leak", "drip"]
    sentences = ("The puddle.", "The drip.", "The pipe.", "The leak.")
    assert judge(table, *sentences)[1] == ["leak", "pipe", "drip"]


def test_a_passage_is_no_longer_than_can_be_read() -> None:
    table = classifier({"start": 1, "end": 1})
    assert judge(table, "start " + "word " * 40 + "end")[1] == ["start"]


@given(
    st.dictionaries(st.sampled_from(["a", "b", "c", "a b", "^ a", "b c"]), st.floats(-1e6, 1e6), max_size=6),
    st.floats(-1e6, 1e6),
    st.lists(st.lists(st.sampled_from("abcx"), min_size=1, max_size=40).map(" ".join), max_size=4),
)
def test_any_table_gives_a_probability_and_a_passage_inside_the_text(
    weights: dict[str, float], bias: float, sentences: list[str]
) -> None:
    opinion, words = judge(classifier(weights, bias), *sentences)
    assert 0 <= opinion.probability <= 1
    assert len(words) <= 3
    assert all(one == one.strip() != "" for one in words)
    assert judge(classifier(weights, bias), *sentences)[0] == opinion


@given(st.permutations(["a", "b", "c", "d"]))
def test_the_order_of_weights_in_the_file_does_not_matter(order: list[str]) -> None:
    weights = {"a": 1.1, "b": -2.3, "c": 0.7, "d": 3.1}
    text = "d a c b a"
    assert judge(classifier({name: weights[name] for name in order}), text) == judge(classifier(weights), text)


GOOD = '{"description": "d", "category": "care",\n"bias": 0.5, "known": "", "found": {}, "weights": {"a": 1}}'


def mistakes(path: Path, content: bytes) -> list[str]:
    path.write_bytes(content)
    with pytest.raises(ConfigurationError) as caught:
        read_classifiers({"toy": str(path)})
    return [str(one).removeprefix(f"{path}:") for one in caught.value.mistakes]


@pytest.mark.parametrize(
    ("content", "start"),
    [
        (b"", "1:1: is no table of a classifier (Input data was truncated)"),
        (b"version https://git-lfs.github.com/spec/v1\n", "1:1: is no table of a classifier (JSON is malformed"),
        (GOOD[:-30].encode(), "1:1: is no table of a classifier (Input data was truncated)"),
        (GOOD.replace("0.5", "0.5x").encode(), "2:12: is no table of a classifier (JSON is malformed"),
        (GOOD.replace("0.5", '"high"').encode(), "2:1: is no table of a classifier (Expected `float`, got `str`"),
        (GOOD.replace("0.5", "1e999").encode(), "2:1: is no table of a classifier (Number out of range"),
        (GOOD.replace("bias", "bais").encode(), "2:1: is no table of a classifier (Object contains unknown"),
        (GOOD.replace("1}", "true}").encode(), "2:40: is no table of a classifier (Expected `float`, got `bool`"),
        (GOOD.replace('"found": {}', '"found": {"info": 1}').encode(), "2:27: is no table of a classifier (Invalid"),
        (GOOD.replace("known", "knöwn").encode("latin-1"), "2:17: is no table of a classifier (not UTF-8)"),
        (b"[]", "1:1: is no table of a classifier (Expected `object`, got `array`)"),
        (b"[" * 100_000, "1:1: is no table of a classifier"),
    ],
)  # fmt: skip
def test_a_broken_table_is_told_with_its_place_and_the_way_out(tmp_path: Path, content: bytes, start: str) -> None:
    [mistake] = mistakes(tmp_path / "toy.json", content)
    assert mistake.startswith(start)
    assert mistake.endswith(": restore it, or make it anew with training/train.py (docs/classifiers.md)")


def test_a_table_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "a.json").mkdir()
    with pytest.raises(ConfigurationError) as caught:
        read_classifiers({"a": str(tmp_path / "a.json"), "b": str(tmp_path / "b.json")})
    assert [str(one).partition(": ")[2][:14] for one in caught.value.mistakes] == ["cannot be read"] * 2


def test_a_table_that_changes_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "toy.json"
    path.write_text(GOOD, encoding="utf-8")
    first = read_classifiers({"toy": str(path)})["toy"]
    assert read_classifiers({"toy": str(path)})["toy"] is first
    path.write_text(GOOD.replace("0.5", "-0.25"), encoding="utf-8")
    assert read_classifiers({"toy": str(path)})["toy"].bias == -0.25
