"""What is governed, by sentences of our own: the marked word is said in the way named, or in the text's own name."""

import itertools
import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postlint.detect.assertion import KINDS, regions
from postlint.detect.phrases import Phrases, tokens
from postlint.documents import read
from postlint.types import Span

SAID = """
negated   No bath salt can [[cure]] psoriasis.
negated   Our oats do not [[lower]] blood pressure.
negated   Nobody should expect the fund to [[double]] their savings.
negated   The trial stopped short of [[proving]] that it works.
negated   It is far from [[risk-free]].
negated   The patch is not proven to [[stop]] migraines.
negated   Nothing on this shelf will [[reverse]] diabetes.
negated   We can't promise that it [[clears]] acne.
negated   We never say our tea [[heals]], only that it is hot.
negated   None of our lamps [[treats]] depression.
negated   There is no evidence that magnets [[ease]] arthritis.
negated   We couldn't honestly call it [[carbon neutral]].
negated   Please don't expect it to [[melt]] fat.
negated   That it [[grows]] hair back is a myth.
negated   A diet that [[works]] for everybody doesn't exist.
negated   [[Guaranteed returns]] are too good to be true.
negated   Our honey [[cures]] hay fever, said no beekeeper ever.
negated   The label said it [[cures]] coughs. It doesn't.
negated   Is it a [[cure]] for gout? No.
negated   The drops neither [[cure]] nor prevent colds.
negated   We refuse to [[guarantee]] a grade.
negated   We sell it without [[claiming]] that it heals.
negated   It helps some people sleep rather than [[curing]] insomnia.
asserted  No bath salt does that, but ours [[cures]] psoriasis.
asserted  Not only does it [[cure]] gout, it tastes of plums.
asserted  No doubt it [[cures]] gout.
asserted  No wonder it [[cures]] gout.
asserted  It never fails to [[cure]] gout.
asserted  Nothing beats our balm: it [[heals]] in a day.
asserted  You don't need a gym, you'll [[lose]] ten kilos.
asserted  Don't wait, our tea [[cures]] gout.
asserted  We cannot recommend it highly enough, it [[cured]] us all.
asserted  Why not [[cure]] your gout tonight?
asserted  Not to mention that it [[prevents]] colds.
asserted  Our balm has [[no]] side effects.
asserted  There is [[no]] risk with this bond.
asserted  No more sore knees, and it [[heals]] the skin.
asserted  They have never been unable to [[cure]] a cough.
asserted  It isn't the only balm that [[heals]], but it is ours.
asserted  Without doubt it [[prevents]] flu.
asserted  Since the no-show fee, we [[cut]] waiting by a third.
asserted  Nobody likes colds; our syrup [[stops]] them.
asserted  We don't do miracles 🙂 our syrup [[stops]] colds.
asserted  I can't believe how fast it [[cleared]] my skin.
reported  Beware of ads that promise [[guaranteed returns]].
reported  An advert says it [[cures]] baldness.
reported  Anyone who promises you [[guaranteed]] growth is selling something.
reported  He swore that his tonic [[cures]] everything.
reported  It was billed as a [[cure]] for colds.
reported  The firm was fined for saying its pillows [[cure]] snoring.
reported  We were asked to withdraw the line that it [[heals]].
reported  There is a myth that garlic [[prevents]] flu.
reported  Some claim that copper [[eases]] arthritis.
reported  A man in a car park told my uncle he would [[double]] his money.
reported  If a stranger on your phone says you [[can't lose]], put it down.
reported  A clinic that guarantees [[success]] is one to avoid.
reported  This pill is a so-called [[cure]] for ageing.
reported  Fraudsters rang again. They offer [[guaranteed]] bonds.
reported  Don't fall for [[risk-free]] trading.
reported  The drink [[cures]] everything, or so they say.
reported  If it offers [[guaranteed]] profit, walk away.
asserted  Our website says it best: the balm [[heals]].
asserted  Claim your free balm, it [[heals]] in days.
asserted  The clinic offers laser care that [[cures]] snoring.
asserted  Ads are expensive, so we'll say it here: it [[cures]] snoring.
asserted  Priya says the balm [[cured]] her.
quoted    We took down the post that read "[[cures]] colds".
quoted    'You [[can't lose]]', he swore. My uncle lost.
quoted    "[[Guaranteed]] growth" is a red flag.
quoted    The caller offered "[[guaranteed]] growth".
quoted    "It [[cures]] gout." The regulator disagreed, and the shop was fined.
quoted    Our "[[miracle]]" cake has too much salt.
asserted  "It [[cured]] my knee," says Priya, 34, from Leeds.
asserted  "My skin has [[cleared]]." Thank you, Jo!
asked     Does honey [[cure]] a cough?
asked     Want to [[lose]] ten kilos? Our tea does it.
asked     A reader asked whether it [[prevents]] colds.
asked     Our tea is nice, but can it [[cure]] gout?
asserted  Want to lose ten kilos? Our tea [[melts]] them.
asserted  Did you know our tea [[cures]] gout?
asserted  Our tea [[cures]] gout, doesn't it?
asserted  Still waiting for a tea that [[cures]] gout?
supposed  We hope to [[cure]] it one day.
supposed  If it could [[cure]] colds we would all drink it.
supposed  Imagine a pill that [[cures]] everything.
supposed  We'd love to say that it [[heals]].
supposed  Researchers are looking for a cure that [[ends]] malaria.
asserted  If you take it daily, our tea [[cures]] gout.
past      In 1890 this belt was sold as a [[cure]] for nerves.
past      Radium used to be sold as a [[tonic]].
past      It was once thought to [[cure]] the plague.
past      Back in the day it would [[cure]] whatever you had.
asserted  Since 1951 our tea has [[cured]] colds.
asserted  Our fund [[returned]] 12% in 2023.
asserted  It used to hurt. Now the pain is [[gone]].
"""
ROWS = [line.split(maxsplit=1) for line in SAID.strip().splitlines()]


def kinds_at(text, position):
    document = read(text, "text")
    return {one.kind for one in regions(document) if one.span.start <= position < one.span.end}


@pytest.mark.parametrize(("kind", "marked"), ROWS, ids=[marked for _, marked in ROWS])
def test_how_a_word_is_said(kind, marked):
    position = marked.index("[[")
    kinds = kinds_at(marked.replace("[[", "").replace("]]", ""), position)
    assert kind in kinds if kind != "asserted" else not kinds


def test_there_are_both_sides_of_enough_sentences():
    assert len(ROWS) >= 60
    assert sum(kind == "asserted" for kind, _ in ROWS) >= len(ROWS) / 4


def test_a_line_that_ends_in_a_colon_governs_its_list_and_nothing_more():
    text = "Things we never promise:\n\n- guaranteed growth\n- a cure\n\nOur tea cures gout."
    assert "negated" in kinds_at(text, text.index("guaranteed"))
    assert "negated" in kinds_at(text, text.index("a cure"))
    assert not kinds_at(text, text.index("cures gout"))


def test_a_post_about_words_does_not_say_the_words_it_quotes():
    text = 'Words we cut this year\n\n- "Miracle." It is soap.\n- "Guaranteed." By whom?\n\nOur soap cures acne.'
    assert kinds_at(text, text.index("Miracle")) == {"quoted"}
    assert kinds_at(text, text.index("Guaranteed")) == {"quoted"}
    assert not kinds_at(text, text.index("cures"))


def test_a_warning_colours_its_own_paragraph_only():
    text = "They promise guaranteed growth. It's a scam.\n\nOur tea cures gout."
    assert "reported" in kinds_at(text, text.index("guaranteed"))
    assert not kinds_at(text, text.index("cures"))


PIECES = "no not never but however if the tea cures claims that said ads promise it beware of , . ; : ? ! \" ' -"
WORDS = st.sampled_from([*re.findall(r"\S+", PIECES), "\n", "\n\n"])
TEXTS = st.one_of(st.text(max_size=80), st.lists(WORDS, max_size=60).map(" ".join))


@settings(max_examples=300)
@given(TEXTS, st.sampled_from(["text", "markdown"]))
def test_regions_lie_inside_sentences_sorted_and_of_one_kind_apart(source, format):  # noqa: A002
    document = read(source, format)
    found = regions(document)
    assert list(found) == sorted(found)
    for one in found:
        assert any(sentence.contains(one.span) for sentence in document.sentences)
        assert one.span.start < one.span.end
    for kind in KINDS:
        for first, second in itertools.pairwise([one.span for one in found if one.kind == kind]):
            assert first.end <= second.start


@pytest.mark.parametrize(
    "piece",
    ["no not ", "ads that promise ", "if a b c d e ", "'a ", '"no ', "it doesn't. ", "a: - b\n", "claims, but "],
)
def test_long_texts_cost_what_their_length_does(piece):
    def seconds(times):
        document = read(piece * times, "text")
        start = time.perf_counter()
        regions(document)
        return time.perf_counter() - start

    seconds(10)
    short = min(seconds(400) for _ in range(3))
    assert min(seconds(3200) for _ in range(3)) < 30 * short + 0.05


def test_of_phrases_that_begin_at_a_word_the_longest_is_found():
    phrases = Phrases({"fruit": ["apple~", "pear"]})
    for phrase in ("no", "no <fruit>", "no more? figs|plums", "^ no one $", "say~ * twice"):
        phrases.add(phrase, phrase)

    def found(text):
        words = tokens(text, Span(0, len(text)))
        return [" ".join(word.text for word in words[first:last]) for first, last, _ in phrases.find(words)]

    assert found("no apples") == ["no apples"]
    assert found("no plums, no more figs") == ["no plums", "no more figs"]
    assert found("no one") == ["no one $"]
    assert found("not one") == []
    assert found("said it twice") == ["said it twice"]
    with pytest.raises(ValueError, match="no class <veg>"):
        phrases.add("<veg>", "")
