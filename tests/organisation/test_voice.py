"""voice.yaml is read strictly, and every entry of it becomes a finding that cites the clause about voice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from postlint import ConfigurationError, Draft, Finding, Linter
from postlint.organisation.voice import Voice, load_voice


def load(folder: Path, text: str) -> Voice:
    path = folder / "voice.yaml"
    path.write_text(text, "utf-8")
    return load_voice(path)


def mistakes(folder: Path, text: str) -> list[str]:
    """`line:column: message` of each."""
    with pytest.raises(ConfigurationError) as caught:
        load(folder, text)
    assert {one.path for one in caught.value.mistakes} == {str(folder / "voice.yaml")}
    return [f"{one.line}:{one.column}: {one.message}" for one in caught.value.mistakes]


def linter(folder: Path, voice: str, more: str = "", **options: Any) -> Linter:
    (folder / "voice.yaml").write_text(voice, "utf-8")
    (folder / "postlint.yaml").write_text(f"organisation: House\nvoice: voice.yaml\n{more}", "utf-8")
    return Linter.from_config(folder, **options)


def found(linter: Linter, text: str, channel: str | None = None, **more: Any) -> list[tuple[str, str]]:
    """Rule, without its pack, and words of each finding of tone."""
    report = linter.lint_draft(Draft(text, channel=channel, **more))
    assert report.failures == ()
    return [(one.rule.partition("/")[2], one.excerpt) for one in report.findings if one.category == "tone"]


def one(linter: Linter, text: str, channel: str | None = None) -> Finding:
    (finding,) = linter.lint(text, channel).findings
    return finding


def test_a_file_with_everything(tmp_path: Path) -> None:
    voice = load(
        tmp_path,
        """\
cites: social-media-policy#voice
measures:
  reading-grade: {default: 12, x: 9, blog: {min: 5, max: 11}}
  emoji: 2
  formality: {min: 40, max: 60}
capitals: {max: 0, acronyms: [NICU, PICU]}
contractions: welcome
words:
  - synergy
  - {not: [users, user], use: people, why: People are people., except: {near: Labs, paths: "labs/**", sectors: tech}}
ours: [journey]
spelling: {variant: british, except: analyze}
names: [GitHub, {name: Norwood Foods, not: [Northwood Foods]}]
replies: {greeting: ["Hi {name}", Hello], sign_off: "{name}"}
""",
    )
    assert voice.given_words()[1].except_.paths == ("labs/**",)
    assert [one.name for one in voice.given_names()] == ["GitHub", "Norwood Foods"]
    assert voice.replies.sign_off == ("{name}",)
    assert dict(voice.measures.given())["emoji"] == 2


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("measures: {formalty: 3}", "1:12: unknown key `formalty`; did you mean `formality`?"),
        ("measures: {emoji: {twitter: 3}}", "1:20: there is no channel `twitter`; allowed: "),
        ("measures: {emoji: {x: {least: 3}}}", "1:24: unknown key `least`"),
        ("measures: {emoji: {min: 3, max: 1}}", "1:25: `min` is more than `max`: 3 and 1"),
        ("measures: {emoji: {min: 3, x: 1}}", "1:28: unknown key `x`"),
        ("measures: {emoji: {}}", "1:19: `emoji` must not be empty"),
        ("measures: {emoji: few}", "1:19: `emoji` must be a number or a mapping of keys to values, not text"),
        ("capitals: {max: -1}", "1:17: `max` cannot be less than 0"),
        ("capitals: {acronyms: ['']}", "1:23: entry 1 of `acronyms` must not be empty"),
        ("contractions: welcom", "1:15: `contractions` cannot be `welcom`; did you mean `welcome`?"),
        ("spelling: britsh", "1:11: `spelling` cannot be `britsh`; did you mean `british`?"),
        ("words: [synergy, Synergy]", "1:18: `Synergy` stands twice: see line 1"),
        ("words: ['!!']", "1:9: `!!` has no letter or digit to find"),
        ("words: [utilise -> use]", "1:9: `utilise -> use` is no plain phrase"),
        ("words: [{not: [], use: use}]", "1:15: `not` must not be empty"),
        ("words: [{use: use}]", "1:9: `not` is missing in entry 1 of `words`"),
        ("words: [{not: use, use: Use}]", "1:25: `use` has a phrase that stands in `not` too"),
        ("words: [{not: a, use: 'b, c'}]", "1:23: `use` holds phrases without commas"),
        ("words: [{not: a, except: {paths: 'a\\b'}}]", "1:34: `a\\b` has a backslash: write paths with /"),
        ("words: [{not: a, except: {sectors: tehc}}]", "1:36: `sectors` cannot be `tehc`; did you mean `tech`?"),
        ("{words: [synergy], ours: [synergy]}", "1:27: `synergy` stands in `words` too, as not ours"),
        ("names: [GitHub, Git Hub]", "1:17: `Git Hub` stands twice: see line 1"),
        ("names: [git]", "1:9: `git` has no capital"),
        ("names: [{name: GitHub, not: GitHub}]", "1:29: `GitHub` cannot be wrong and right"),
        ("replies: {greeting: 'Hi {nam}'}", "1:21: unknown placeholder `{nam}`; there is only `{name}`"),
        ("cites: voice", "1:8: `voice` is no clause: write `policy#anchor`"),
        ("cites: []", "1:8: `cites` must not be empty"),
        ("[emoji]", "1:1: the file must be a mapping of keys to values, not a list"),
        ("emoji: 2", "1:1: unknown key `emoji`"),
    ],
)
def test_every_mistake_has_its_place(tmp_path: Path, text: str, mistake: str) -> None:
    told = mistakes(tmp_path, text)
    assert any(one.startswith(mistake) for one in told), told
    assert len(told) == 1


def test_all_mistakes_come_at_once(tmp_path: Path) -> None:
    text = "measures: {emoj: 2, hashtags: {max: 1, min: 2}}\nwords: [a, a, {no: b}]\nspelling: scottish\n"
    assert [one.partition(": ")[0] for one in mistakes(tmp_path, text)] == [
        "1:12",
        "1:45",
        "2:12",
        "2:15",
        "2:16",
        "3:11",
    ]


def test_a_faulty_voice_is_a_faulty_configuration(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"voice\.yaml:1:15: unknown key `emoj`"):
        linter(tmp_path, "{words: [ab], emoj: 1}")
    with pytest.raises(ConfigurationError, match=r"voice\.yaml:1:8: there is no policy `nowhere`"):
        linter(tmp_path, "cites: nowhere#x\nwords: [{not: ab, use: b}]\n")


def test_limits_take_the_place_of_those_of_the_rules(tmp_path: Path) -> None:
    strict = linter(tmp_path, "measures: {emoji: {default: 0, blog: 4}}")
    assert found(strict, "Soup day 🥕", "x") == [("emoji", "🥕")]
    assert found(strict, "Soup day 🥕🥕🥕🥕", "blog") == []
    finding = one(strict, "Soup day 🥕", "x")
    assert [cite.id for cite in finding.citations] == [
        "social-media-policy#emoji-hashtags",
        "social-media-policy#voice",
    ]
    assert found(linter(tmp_path, "measures: {emoji: 9}"), "🥕🥕🥕🥕🥕", "x") == []


def test_a_lower_limit_is_a_rule_of_its_own(tmp_path: Path) -> None:
    bounded = linter(tmp_path, "measures: {hashtags: {min: 1, max: 2}}")
    assert found(bounded, "We open at nine.", "x") == [("voice-hashtags", "We open at nine.")]
    assert found(bounded, "We open #Leeds", "x") == []
    assert found(bounded, "We open #Leeds #Hall #Tea", "x") == [("hashtags", "#Tea")]


CHAT = "Hey, we're so glad you came, and now we can't wait to see you again, can we? We hope you did like it all! "


def test_a_measure_without_a_rule_gets_one(tmp_path: Path) -> None:
    formal = linter(tmp_path, "measures: {formality: {min: 45}, mean-sentence-words: {max: 5}}")
    assert [rule for rule, _ in found(formal, CHAT * 2)] == ["voice-formality", "voice-mean-sentence-words"]
    finding = formal.lint(CHAT * 2).findings[0]
    assert finding.severity == "info"
    assert [cite.id for cite in finding.citations] == ["social-media-policy#voice"]


def test_what_stands_on_the_same_words_under_the_same_clause_is_one_finding(tmp_path: Path) -> None:
    both = linter(tmp_path, "measures: {formality: {min: 45}, we-words: {max: 5}}")
    assert found(both, CHAT * 2) == [("voice-formality", CHAT.partition("? ")[0] + "?")]


@pytest.mark.parametrize(
    ("text", "shouted"),
    [
        ("The NICU team says hello.", []),
        ("Come to the NICU NOW please.", []),  # one short word may be an abbreviation
        ("What a MORNING it was.", ["MORNING"]),
        ("COME AND SEE our room.", ["COME AND SEE"]),
        ("The MRI and the NHS are three letters each.", []),
        ("Do visit XVII and IX.", []),
        ("The NICU OPENING is on Friday.", ["OPENING"]),
    ],
)
def test_capitals_but_for_acronyms(tmp_path: Path, text: str, shouted: list[str]) -> None:
    calm = linter(tmp_path, "capitals: {max: 0, acronyms: [NICU]}")
    assert [words for rule, words in found(calm, text, "x") if rule == "shouting"] == shouted


def test_capitals_in_a_row(tmp_path: Path) -> None:
    calm = linter(tmp_path, "capitals: {max: 3}")
    assert found(calm, "COME AND SEE our room.", "x") == []
    assert found(calm, "COME AND SEE OUR room.", "x") == [("shouting", "COME AND SEE OUR")]


def test_contractions(tmp_path: Path) -> None:
    stiff = "We are open. It is warm. Do not wait. You are welcome here."
    assert found(linter(tmp_path, "contractions: welcome"), stiff) == [("voice-contractions", "We are")]
    assert found(linter(tmp_path, "contractions: welcome"), stiff.replace("It is", "It's")) == []
    avoided = linter(tmp_path, "contractions: avoided")
    assert found(avoided, "We're open and it's warm.") == [("voice-contractions", "it's")]
    assert found(avoided, stiff + " The hall's door is red.") == []


WORDS = """\
words:
  - synergy
  - {not: utilise, use: use}
  - not: [users, user]
    use: people
    except: {near: Labs, paths: ["labs/**"], sectors: tech, channels: press}
"""


def test_words_that_are_not_ours(tmp_path: Path) -> None:
    ours = linter(tmp_path, WORDS)
    assert found(ours, "What synergies!", "blog") == [("off-brand-word", "synergies")]
    assert found(ours, "Utilise the side door.", "blog") == [("voice-word-utilise", "Utilise")]
    finding = one(ours, "Our users like it.", "blog")
    assert finding.message == "'users' is not our word: we say 'people'"
    assert finding.citations[0].id == "social-media-policy#voice"
    assert [(edit.text, edit.safe) for edit in finding.edits] == [("people", True)]
    assert ours.fix("Utilising the side door.").text == "Using the side door."


@pytest.mark.parametrize(
    "draft",
    [
        Draft("Our users like what Labs has made.", path="x.txt"),
        Draft("Our users like it.", path="labs/x.txt"),
        Draft("Our users like it.", path="x.txt", meta={"sector": "tech"}),
        Draft("Our users like it.", path="x.txt", channel="press"),
        Draft('The word "users" is not ours.', path="x.txt"),
    ],
)
def test_exceptions_of_a_word(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, draft: Draft) -> None:
    monkeypatch.chdir(tmp_path)
    ours = linter(tmp_path, WORDS)
    assert [finding.rule for finding in ours.lint_draft(draft).findings if finding.category == "tone"] == []
    assert ours.lint_draft(Draft("Our users like it.", path="x.txt")).findings


def test_a_word_is_told_once_whatever_lists_have_it(tmp_path: Path) -> None:
    ours = linter(tmp_path, "words: [world-class, crushing it, {not: utilise, use: use}]")
    assert found(ours, "A world-class team.", "x") == [("off-brand-word", "world-class")]
    # The pack has 'crush it': whoever rules out one form rules out all.
    assert found(ours, "They crushed it, we're crushing it.", "x") == [
        ("off-brand-word", "crushed it"),
        ("off-brand-word", "crushing it"),
    ]
    assert found(ours, "We utilised it.", "x") == [("voice-word-utilise", "utilised")]


def test_words_that_are_ours_all_the_same(tmp_path: Path) -> None:
    text = "A world-class team, and a revolutionary kettle."
    assert found(linter(tmp_path, "ours: [world class]"), text, "x") == [("hype-word", "revolutionary")]


@pytest.mark.parametrize(
    ("variant", "text", "words"),
    [
        ("british", "The color of our neighbor's house.", ["color", "neighbor"]),
        ("british", "We organized it, and analyzed the fiber.", ["organized", "analyzed", "fiber"]),
        ("british", "A computer program, a gas meter, a license to practice, a story to check.", []),
        (
            "american",
            "Our programme, a kerb, and the licence to practise.",
            ["programme", "kerb", "licence", "practise"],
        ),
        ("american", "The colour of the theatre.", ["colour", "theatre"]),
        ("british", "She works at the World Trade Organization and the Lincoln Center.", []),
        ("british", 'Her note says "my favorite color", no more.', []),
        ("british", "#FavoriteColor on https://color.org/center and @colorcenter", []),
        ("british", "We met at the Center yesterday.", []),
    ],
)
def test_spelling(tmp_path: Path, variant: str, text: str, words: list[str]) -> None:
    assert found(linter(tmp_path, f"spelling: {variant}"), text) == [("voice-spelling", word) for word in words]


def test_spelling_is_mended_and_has_exceptions(tmp_path: Path) -> None:
    british = linter(tmp_path, "spelling: {variant: british, except: [analyze, analyzed]}")
    assert british.fix("Color. We analyzed the centers.").text == "Colour. We analyzed the centres."


NAMES = "names: [GitHub, Meridian Daily, Slack, {name: Norwood Foods, not: [Northwood Foods]}]"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Github and GITHUB, but GitHub.", ["Github", "GITHUB"]),
        ("meridian daily, Meridian-Daily, Meridian Daily.", ["meridian daily", "Meridian-Daily"]),
        ("Northwood Foods and Norwood foods.", ["Northwood Foods", "Norwood foods"]),
        ("Cut yourself some slack on SLACK.", ["SLACK"]),
        ("See github.com/house, #github, @github and help@github.com", []),
        ("GitHub's page and the Meridian Daily gummies.", []),
    ],
)
def test_names_have_one_spelling(tmp_path: Path, text: str, words: list[str]) -> None:
    assert found(linter(tmp_path, NAMES, select=["brand-tone/voice-names"]), text) == [
        ("voice-names", word) for word in words
    ]


def test_names_are_mended(tmp_path: Path) -> None:
    named = linter(tmp_path, NAMES)
    assert named.fix("On Github, by northwood foods.").text == "On GitHub, by Norwood Foods."


REPLIES = "replies: {greeting: ['Hi {name}', Thank you], sign_off: ['Best wishes, {name}', '{name} at House']}"


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("Hi Sam, we have found it. Best wishes, Priya", []),
        ("Thank you for telling us. We have found it.\n\nBest wishes,\nPriya", []),
        ("We have found it. Priya at House", ["voice-greeting"]),
        ("Hi Sam, we have found it.", ["voice-sign-off"]),
        ("Hi there, we have found it. Thank you.", ["voice-greeting", "voice-sign-off"]),
    ],
)
def test_replies_greet_and_sign(tmp_path: Path, text: str, missing: list[str]) -> None:
    ours = linter(tmp_path, REPLIES)
    assert sorted({rule for rule, _ in found(ours, text, "reply")}) == missing
    assert found(ours, text, "x") == []


def test_rules_of_a_voice_can_be_overridden_waived_and_selected(tmp_path: Path) -> None:
    off = linter(tmp_path, WORDS, "overrides: [{rule: brand-tone/voice-word-users, severity: 'off'}]\n")
    assert found(off, "Our users utilise it.") == [("voice-word-utilise", "utilise")]
    waived = "<!-- postlint: ignore brand-tone/voice-word-users -- theirs -->\n\nOur users.\n"
    report = linter(tmp_path, WORDS).lint_draft(Draft(waived, format="markdown"))
    assert [one.reason for one in report.suppressed] == ["theirs"]
    assert found(linter(tmp_path, WORDS, select=["brand-tone/voice-word-users"]), "Our users utilise it.") == [
        ("voice-word-users", "users")
    ]


def test_the_fast_path_equals_the_slow_path(tmp_path: Path) -> None:
    voice = WORDS + "spelling: british\nnames: [GitHub]\ncapitals: {max: 0}\nmeasures: {emoji: 1}\n"
    text = "Our users love the color of Github 🎉🎉. What a MORNING for synergy!"
    fast, slow = linter(tmp_path, voice), linter(tmp_path, voice, shortcuts=False)
    assert found(fast, text, "x") == found(slow, text, "x") != []


def test_the_voice_file_is_no_draft(tmp_path: Path) -> None:
    assert linter(tmp_path, WORDS).organisation.owns(tmp_path / "voice.yaml")
