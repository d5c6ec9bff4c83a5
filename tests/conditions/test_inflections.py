from hypothesis import given
from hypothesis import strategies as st

from postlint.detect.word_forms import bases, forms, nouns

WORDS = st.one_of(
    st.text(alphabet="abeiouyqstxz", max_size=8),
    st.sampled_from(["stop", "travel", "quit", "die", "agree", "go", "break", "foot", "carry", "box", "free", "a"]),
)


def test_forms_of_a_word():
    assert forms("stop") == {"stop", "stops", "stoped", "stoping", "stopped", "stopping"}
    assert forms("break") >= {"breaks", "broke", "broken", "breaking"}
    assert forms("carry") == {"carry", "carries", "carried", "carrying"}
    assert nouns("hip") == {"hip", "hips"}
    assert nouns("foot") == {"foot", "foots", "feet"}


@given(WORDS)
def test_a_form_leads_back_to_its_base(word):
    assert all(word in bases(form) for form in forms(word))
    assert nouns(word) <= forms(word)


@given(WORDS)
def test_only_forms_lead_to_a_base(word):
    assert all(word in forms(base) for base in bases(word))
