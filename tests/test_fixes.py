"""Fixes from rule to text: what is made, in what order, what is left alone, and that it comes to rest."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postlint.documents import files, read
from postlint.engine import Engine
from postlint.fixes import Fixed, apply, choose, fix
from postlint.types import Draft, Edit, Finding, Report, Severity, Span
from tests.support import engine, rule

LISTS = {
    "stilted": ("utilise -> use, employ", "ascertain -> find out", "authoress -> writer", "in lieu of -> instead of")
}
STILTED = rule(
    "when: {terms: $stilted, match: lemma}",
    name="brand-tone/stilted",
    severity="warning",
    more="replace: {listed: true, safe: true}\n",
)
MARKS = rule(
    r"when: {pattern: '(?<=\w)(?<mark>!)!+'}",
    name="brand-tone/marks",
    severity="warning",
    clause="marks",
    more='replace: {with: "{mark}", safe: true}\n',
)
HASHTAG = rule(
    r"when: {pattern: '#\w+_\w+'}",
    name="channel/hashtag",
    severity="info",
    clause="hashtag",
    more="replace: {case: camel, safe: true}\n",
)
PHONE = rule("when: {entity: [phone, email]}", name="confidential/contact", clause="contact")
RULES = [STILTED, MARKS, HASHTAG, PHONE]


def fixed(text: str, rules: list[object] | None = None, *, unsafe: bool = False, form: str = "text") -> Fixed:
    own = engine(RULES if rules is None else rules, LISTS)  # type: ignore[arg-type]
    return fix(checked(own, text, form), lambda one: checked(own, one, form), unsafe=unsafe)


def checked(own: Engine, text: str, form: str) -> Report:
    return own.lint([(Draft(text), read(text, form))])[0]


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("Utilise it. Utilising it, we UTILISED it; who utilises?", "Use it. Using it, we USED it; who uses?"),
        ("She ascertained it.", "She found out it."),
        ("Ascertaining the rest", "Finding out the rest"),
        ("an authoress and An Authoress", "a writer and A Writer"),
        ("In Lieu Of flowers, in lieu of cake, IN LIEU OF it", "Instead Of flowers, instead of cake, INSTEAD OF it"),
        ("Come!!! Now!!", "Come! Now!"),
        ("#thank_you_all", "#ThankYouAll"),
        ("Utilise it!!!", "Use it!"),
    ],
)
def test_safe_fixes(text: str, after: str) -> None:
    assert fixed(text).text == after


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("#UtiliseIt and @utilise and https://example.org/utilise", "text"),
        ("`utilise` it", "markdown"),
        ("[a](https://utilise.example.org)", "markdown"),
        ("uti**lise** it", "markdown"),
        ("ut&#105;lise it", "markdown"),
        ("\N{FULLWIDTH LATIN SMALL LETTER U}tilise it", "text"),
        ("re-utilise it", "text"),
        ("in lieu\r\nof cake", "text"),
        ("Call 020 7946 0958.", "text"),
    ],
)
def test_what_is_not_letter_by_letter_in_the_source_or_no_word_of_a_sentence_is_not_fixed_safely(
    text: str, form: str
) -> None:
    assert fixed(text, form=form).text == text


def test_unsafe_fixes_mask_personal_data_and_may_touch_what_reading_has_changed() -> None:
    text = "Call 020 7946 0958 or jo@example.org, in lieu\r\nof cake."
    after = fixed(text, unsafe=True)
    assert after.text == "Call [number removed] or [address removed], instead of cake."
    assert after.report.findings == ()
    assert [one.rule for one in after.applied] == ["confidential/contact", "confidential/contact", "brand-tone/stilted"]


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("---\ntitle: Utilise it\n---\n", "---\ntitle: Use it\n---\n"),
        ("---\ntitle: 'Call 020 7946 0958'\n---\n", "---\ntitle: 'Call [number removed]'\n---\n"),
        ("---\ntitle: 020 7946 0958\n---\n", "---\ntitle: 020 7946 0958\n---\n"),
        ("\ufeffx", "\ufeffx"),
        ("[020 7946 0958](https://x.org)", "[[number removed]](https://x.org)"),
        ("020 7946 0958: call\n", "020 7946 0958: call\n"),
        ("**Utilise** it, _utilise_ it\n", "**Use** it, _use_ it\n"),
    ],
)
def test_markup_around_a_fix_stays_what_it_is(text: str, after: str) -> None:
    assert fixed(text, unsafe=True, form="markdown").text == after


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("the password is (meadow!7).", "the password is ([key removed])."),
        ("the password is MH-0042, ok", "the password is [key removed], ok"),
        ("the password is 12 34 56", "the password is [key removed]"),
    ],
)
def test_what_holds_a_digit_is_masked_whole(text: str, after: str) -> None:
    told = rule(
        r"when: {pattern: '(?<=password is )(?:[^\s,]*\d\S*?\s?)+(?=[,.]|$)'}", name="security/told", clause="told"
    )
    assert fixed(text, [told], unsafe=True).text == after


def swap(first: str, second: str) -> object:
    return rule(
        f"when: {{terms: [{first}]}}",
        name=f"brand-tone/{first}",
        clause=first,
        more=f'replace: {{with: "{second}", safe: true}}\n',
    )


def test_fixes_that_undo_each_other_are_not_made_and_others_are() -> None:
    rules = [swap("alpha", "beta"), swap("beta", "alpha"), STILTED]
    assert fixed("alpha utilised beta", rules).text == "alpha used beta"


def test_a_fix_that_its_own_rule_still_finds_is_not_made() -> None:
    assert fixed("alpha", [swap("alpha", "alpha alpha")]).text == "alpha"


def test_rules_that_never_come_to_rest_leave_the_draft_alone() -> None:
    growing = [
        rule(
            f"when: {{pattern: '{one}$'}}",
            name=f"brand-tone/ends-in-{one}",
            clause=one,
            more=f'replace: {{with: "{{match}}{other}", safe: true}}\n',
        )
        for one, other in ("ab", "ba")
    ]
    after = fixed("a", growing)
    assert after.text == fixed(after.text, growing).text


def test_a_long_run_without_spaces_is_quick() -> None:
    for filler in ("a" * 50_000, "a." * 25_000, "#a" * 25_000, "1" * 50_000):
        assert fixed(f"{filler} utilise it, jo@example.org").text.endswith(" use it, jo@example.org")


def test_a_fix_may_make_way_for_another() -> None:
    chain = [swap("alpha", "beta"), swap("beta", "gamma")]
    after = fixed("alpha", chain)
    assert after.text == "gamma"
    assert [one.rule for one in after.applied] == ["brand-tone/alpha", "brand-tone/beta"]


def test_a_waived_finding_is_left_alone() -> None:
    text = "<!-- postlint: ignore brand-tone/stilted -- the client's word -->\n\nUtilise it.\n"
    assert fixed(text, form="markdown").text == text


def test_a_rule_on_trial_fixes_nothing_safely() -> None:
    trial = rule("when: {terms: [alpha]}", more="status: trial\nreplace: {with: beta, safe: true}\n")
    assert fixed("alpha", [trial]).text == "alpha"
    assert fixed("alpha", [trial], unsafe=True).text == "beta"


def test_a_replacement_does_not_repeat_personal_words() -> None:
    quoting = rule(
        r"when: {pattern: 'call \S+'}", name="brand-tone/call", clause="call", more='replace: {with: "ring {match}"}\n'
    )
    [contact, call] = sorted(fixed("call jo@example.org", [quoting, PHONE]).report.findings, key=lambda one: one.rule)[
        ::-1
    ]
    assert (contact.edits[0].text, call.edits) == ("[address removed]", ())


def finding(name: str, severity: Severity, *edits: Edit) -> Finding:
    span = Span(edits[0].span.start, edits[-1].span.end)
    places = (1, span.start + 1, 1, span.end + 1)
    return Finding(name, "tone", severity, 1.0, span, *places, "", "m", "w", "f", (), "p", edits=edits)


spans = st.tuples(st.integers(0, 30), st.integers(1, 6)).map(lambda pair: Span(pair[0], pair[0] + pair[1]))
edits = spans.flatmap(lambda span: st.builds(Edit, st.just(span), st.sampled_from(["", "a", "bcd"]), st.booleans()))
findings = st.lists(st.builds(finding, st.sampled_from("abc"), st.sampled_from(list(Severity)), edits), max_size=8)


@given(findings, st.booleans())
def test_of_edits_that_overlap_the_worst_then_the_first_then_the_longest_is_made(
    found: list[Finding], unsafe: bool
) -> None:
    text = "".join(map(chr, range(0x4E00, 0x4E00 + 40)))
    chosen = choose(found, text, unsafe=unsafe)
    taken = [edit.span for one in chosen for edit in one.edits]
    assert all(not one.overlaps(other) for index, one in enumerate(taken) for other in taken[:index])
    for one in found:
        if one not in chosen and (unsafe or one.edits[0].safe):
            in_the_way = [other for other in chosen if other.span.overlaps(one.span)]
            order = [(x.severity.rank, x.span.start, -len(x.span), x.rule) for x in (*in_the_way, one)]
            assert in_the_way
            assert min(order) <= order[-1]
    after, places = apply(text, chosen)
    outside = [letter for index, letter in enumerate(text) if not any(one.start <= index < one.end for one in taken)]
    assert [letter for letter in after if letter in text] == outside
    for index, one in enumerate(chosen):
        assert [after[place.start : place.end] for place in places[index]] == [edit.text for edit in one.edits]


FRAMES = [
    "\n\n",
    " and ",
    ". ",
    "\r\n",
    " \N{GRINNING FACE} ",
    " caf\u00e9 cafe\u0301 ",
    " x\u200by ",
    "\n- ",
    " &amp; ",
    "\n# ",
    "; ",
]
TARGETS = {
    "utilise": "use", "Utilising": "Using", "UTILISED": "USED", "an authoress": "a writer", "ascertains": "finds out",
    "now!!": "now!", "#so_very_glad": "#SoVeryGlad", "020 7946 0958": "[number removed]",
    "jo@example.org": "[address removed]", "in lieu of": "instead of",
}  # fmt: skip
ODD = ["uti**lise**", "&#117;tilise", "`utilise`", "#Utilise", "https://a.org/utilise", "plain words", "**utilised**"]

pieces = st.lists(st.tuples(st.sampled_from(FRAMES), st.sampled_from([*TARGETS, *ODD])), min_size=1, max_size=8)
heads = st.sampled_from(
    [
        "",
        "---\ntitle: 'Utilise: it'\ntags: [a, b]\n---\n",
        "---\r\ntitle: utilise it\r\n---\r\n",
        "Subject: utilise\n\n",
    ]
)


@settings(max_examples=150, deadline=None)
@given(heads, pieces, st.sampled_from(["text", "markdown"]), st.booleans(), st.sampled_from(["", "\ufeff"]))
def test_fixed_drafts_are_at_rest_and_unchanged_outside_their_fixes(
    head: str, parts: list[tuple[str, str]], form: str, unsafe: bool, mark: str
) -> None:
    text = head + "Start" + "".join(frame + target for frame, target in parts) + "\n"
    data = mark.encode("utf-8") + text.encode("utf-8")
    text = files.decode(data)
    after = fixed(text, unsafe=unsafe, form=form)
    again = fixed(after.text, unsafe=unsafe, form=form)
    assert (again.text, again.applied) == (after.text, ())
    # All that no rule wants to replace is where it was.
    outside = "".join(
        re.escape(frame) + "(?:" + "|".join(re.escape(one) for one in {target, _after(target)}) + ")"
        for frame, target in parts
    )
    inside_head = re.escape(head).replace("Utilise", "(?:Utilise|Use)").replace("utilise", "(?:utilise|use)")
    assert re.fullmatch(f"{inside_head}Start{outside}\n", after.text)
    assert files.encode(after.text, data)[: len(mark.encode())] == mark.encode("utf-8")
    # Nothing is left that could be mended, and whatever was mended is found no more.
    assert choose(after.report.findings, after.text, unsafe=unsafe) == ()


def _after(target: str) -> str:
    return {"**utilised**": "**used**", "&#117;tilise": "use"}.get(target) or TARGETS.get(target, target)


@given(st.text(max_size=80), st.booleans())
@settings(max_examples=100, deadline=None)
def test_any_text_comes_to_rest(text: str, unsafe: bool) -> None:
    after = fixed(text + " utilise it!!", unsafe=unsafe)
    assert fixed(after.text, unsafe=unsafe).text == after.text
