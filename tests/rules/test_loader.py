"""Loading folders of rules: what a sound one gives, and every mistake with its place."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from postlint.rules.loader import check_references
from postlint.rules.located import ConfigurationError, Mistake
from postlint.rules.schema import Words
from postlint.types import Severity
from tests.rules.kinds import PACK, REGISTER, RULE, Metric, Terms, folder, load, mistakes


def spoilt(old: str, new: str) -> str:
    assert old in RULE
    return RULE.replace(old, new)


def test_a_sound_folder(tmp_path: Path) -> None:
    ruleset = load(folder(tmp_path))
    (rule,) = ruleset.rules
    assert (rule.id, rule.category, rule.severity) == ("tone/hype", "tone", Severity.WARNING)
    assert rule.when == Terms(terms=("world class", "$hype"))
    assert [(one.line, one.text) for one in rule.bad] == [
        (10, "A [[world class]] service."),
        (11, "[[World-class]] cover."),
    ]
    assert (rule.good[1].channel, rule.good[1].on, rule.good[1].line) == ("x", "2026-12-01", 14)
    assert ruleset.packs["tone"].name == "tone"
    assert ruleset.laws["asa-1"].id == "asa-1"
    assert ruleset.lists == {"hype": ("amazing",)}


def test_conditions_nest_and_a_single_text_may_stand_for_a_list(tmp_path: Path) -> None:
    when = (
        "when:\n  within: {words: 12}\n  all:\n"
        "    - {terms: free, as: offer}\n    - {not: {terms: [trial]}, within: post}\n"
    )
    rule = spoilt("when:\n  terms: [world class, $hype]\n", when).replace("{match}", "{offer}")
    condition = load(folder(tmp_path, rule)).rules[0].when
    assert condition.within == Words(12)
    assert condition.children()[0] == Terms(terms=("free",), as_="offer")
    assert condition.children()[1].within == "post"


@pytest.mark.parametrize(("limit", "value"), [("11", 11.0), ("{default: 11, x: 9.5}", {"default": 11.0, "x": 9.5})])
def test_unions_are_read_by_what_the_value_is(tmp_path: Path, limit: str, value: object) -> None:
    rule = spoilt("terms: [world class, $hype]", f"{{metric: emoji, max: {limit}, equals: 3}}").replace(
        "when:\n  {", "when: {"
    )
    assert load(folder(tmp_path, rule)).rules[0].when == Metric(metric="emoji", max=value, equals=3)  # type: ignore[arg-type]


MISTAKES = [
    ("why: Nobody believes it.\n", "", "1:1: `why` is missing"),
    ("why: Nobody", "whi: Nobody", "4:1: unknown key `whi`; did you mean `why`? Allowed: applies, bad, c"),
    ("why: Nobody believes it.", "why: 7", "4:6: `why` must be text, not a number; put quotes around it"),
    ("why: Nobody believes it.", "why:", "4:5: `why` must be text, but is empty"),
    ("why: Nobody believes it.", "why: '  '", "4:6: `why` must not be empty"),
    ("why: Nobody believes it.", "why: [a]", "4:6: `why` must be text, not a list"),
    ("owner: brand", "owner: brand\nwhy: again", "16:1: key `why` is given twice, first on line 4"),
    (
        "severity: warning",
        "severity: warn",
        "2:11: `severity` cannot be `warn`; did you mean `warning`? Allowed: error, info",
    ),
    ("severity: warning", "severity: 2", "2:11: `severity` must be one of error, warning, info, not a number"),
    ("[policy#voice, asa-1]", "[asa-1]", "3:8: no clause is cited: add at least one, as `policy#anchor`"),
    ("asa-1]", "asa-2]", "3:23: `asa-2` is not in the law register; did you mean `asa-1`? Allowed: asa-1"),
    ("policy#voice", "policy#", "3:9: `policy#` is neither a clause (`policy#anchor`) nor the name of a law"),
    ("{match}", "{mach}", "6:10: unknown placeholder `{mach}`; did you mean `match`? Allowed: limit, match, value"),
    ("{match}", "{match", "6:10: a brace in `message` belongs to no placeholder: write `{name}`"),
    ("owner: brand", "status: deprecated\nowner: brand", "15:9: a deprecated rule says which rule replaces it"),
    (
        "owner: brand",
        "replaced_by: tone/hyp\nowner: brand",
        "15:14: there is no rule `tone/hyp`; did you mean `tone/hype`?",
    ),
    (
        "owner: brand",
        "owner: brand\nreview_by: soon",
        "16:12: `review_by` must be a date such as 2027-06-30, not `soon`",
    ),
    ("owner: brand", "owner: brand\nreview_by: 2027-02-30", "16:12: `review_by` must be a date such as 2027-06-30"),
    ("owner: brand", "owner: brand\nid: x/y", "16:1: unknown key `id`"),
    ('  - "[[World-class]] cover."\n', "", "10:3: `bad` needs at least two examples"),
    ("A [[world class]]", "A [[world class", "10:5: a pin [[ is never closed: add ]]"),
    ("A [[world class]]", "A [[world [[class]]", "10:5: a pin [[ begins inside another one: close it with ]] first"),
    ("A [[world class]]", "A world class]]", "10:5: a pin is closed by ]] that no [[ opened"),
    ("A [[world class]]", "A [[ ]]", "10:5: the pin [[ ]] holds no words"),
    ("A class in", "A [[class]] in", "13:5: a good example holds nothing to be found: remove the [[ ]]"),
    ("on: 2026-12-01", "on: 2026-13-01", "14:38: `on` must be a date such as 2027-06-30, not `2026-13-01`"),
    ("channel: x", "chanel: x", "14:22: unknown key `chanel`; did you mean `channel`? Allowed: channel, claims"),
    (
        "terms: [world class, $hype]",
        "term: [a]",
        "8:3: unknown kind of condition `term`; did you mean `terms`? Allowed: all, me",
    ),
    ("terms: [world class, $hype]", "as: x", "8:3: a condition names one kind: all, metric, not, terms"),
    (
        "terms: [world class, $hype]",
        "terms: a\n  metric: b",
        "9:3: a condition has one kind, not `terms` and `metric`: comb",
    ),
    ("terms: [world class, $hype]", "terms: []", "8:10: `terms`: needs at least one phrase"),
    ("terms: [world class, $hype]", "terms: [a, 7]", "8:14: entry 2 of `terms` must be text, not a number; put quotes"),
    (
        "terms: [world class, $hype]",
        "terms: {a: 1}",
        "8:10: `terms` must be text or a list, not a mapping of keys to values",
    ),
    (
        "terms: [world class, $hype]",
        "{terms: a, match: fuzzy}",
        "8:21: `match` cannot be `fuzzy`; allowed: lemma, word",
    ),
    (
        "terms: [world class, $hype]",
        "{terms: a, mach: word}",
        "8:14: unknown key `mach`; did you mean `match`? Allowed: as, ",
    ),
    ("terms: [world class, $hype]", "{terms: a, within: word}", "8:22: `within` cannot be `word`"),
    ("terms: [world class, $hype]", "{terms: a, within: {words: x}}", "8:30: `words` must be a whole number, not text"),
    ("terms: [world class, $hype]", "not: {terms: a}", "8:3: `not` stands only in the list of an `all`"),
    ("terms: [world class, $hype]", "all: [{terms: 7}]", "8:17: `terms` must be text or a list, not a number"),
    ("terms: [world class, $hype]", "all: {terms: a}", "8:8: `all` must be a list, not a mapping of keys to values"),
    (
        "when:\n  terms: [world class, $hype]",
        "when: free",
        "7:7: `when` must be a condition, such as `terms: [free]`, not",
    ),
    ("owner: brand", "owner: brand\nunless: [{terms: 1}]", "16:18: `terms` must be text or a list, not a number"),
]

APPLIES = [
    (
        "channels: [twitter]",
        "`channels` cannot be `twitter`; allowed: blog, email, facebook, instagram, linkedin, press",
    ),
    ("blocks: [heading, prse]", "entry 2 of `blocks` cannot be `prse`; did you mean `prose`?"),
    ("jurisdictions: [gb]", "`jurisdictions` cannot be `gb`; allowed: au, eu, uk, us"),
    ("sectors: [helth]", "`sectors` cannot be `helth`; did you mean `health`? Allowed: consumer, finance, health"),
    ("channels: []", "`channels` must not be empty: leave the key out to leave it unrestricted"),
    ("channels: [x], not_channels: [x]", "`x` is in `channels` and in `not_channels`"),
    ("channel: [x]", "unknown key `channel`; did you mean `channels`?"),
]


@pytest.mark.parametrize(("old", "new", "message"), MISTAKES)
def test_each_mistake_has_its_place(tmp_path: Path, old: str, new: str, message: str) -> None:
    found = mistakes(folder(tmp_path, spoilt(old, new)))
    others = [one for one in found if not one.startswith(f"tone/hype.yaml:{message}")]
    assert len(others) == len(found) - 1, found
    assert all(one.endswith("`why` is missing") for one in others)  # a misspelt key is also a missing one


@pytest.mark.parametrize(("applies", "message"), APPLIES)
def test_where_a_rule_applies_is_checked(tmp_path: Path, applies: str, message: str) -> None:
    (found,) = mistakes(folder(tmp_path, RULE + f"applies: {{{applies}}}\n"))
    assert found.startswith("tone/hype.yaml:16:")
    assert message in found


def test_all_mistakes_of_all_files_come_at_once_and_in_order(tmp_path: Path) -> None:
    rule = spoilt("why: Nobody believes it.\n", "").replace("severity: warning", "severity: warn") + "extra: 1\n"
    found = mistakes(folder(tmp_path, rule, **{"tone/pack.yaml": PACK + "colour: red\n", "tone/b.yaml": "[]"}))
    assert [one.partition(": ")[0] for one in found] == [
        "tone/b.yaml:1:1",
        "tone/hype.yaml:1:1",
        "tone/hype.yaml:2:11",
        "tone/hype.yaml:15:1",
        "tone/pack.yaml:5:1",
    ]


@pytest.mark.parametrize(
    ("path", "text", "message"),
    [
        ("tone/empty.yaml", "", "tone/empty.yaml:1:1: the file must be a mapping of keys to values, but is empty"),
        ("loose.yaml", RULE, "loose.yaml:1:1: a rule belongs into the folder of its pack"),
        ("tone/Big.yaml", RULE, "tone/Big.yaml:1:1: `Big` is no name for a rule: use a-z, 0-9 and hyphens"),
        ("tone/other.yml", RULE, "tone/other.yml:1:1: is not read: rule files end in .yaml"),
        ("tone/deep/x.yaml", RULE, "tone/deep:1:1: a pack has no folders inside"),
        (
            "bare/x.yaml",
            RULE,
            "bare:1:1: pack.yaml is missing: it says the pack's title, category, description and owner",
        ),
        ("Odd/pack.yaml", PACK, "Odd/pack.yaml:1:1: `Odd` is no name for a pack: use a-z, 0-9 and hyphens"),
        ("lists/hype.txt", "a\n!\n", "lists/hype.txt:2:1: `!` takes a phrase away: write the phrase behind it"),
        (
            "citations.yaml",
            REGISTER + "  quote: " + "word " * 26,
            "citations.yaml:6:10: `quote` has 26 words; at most 25",
        ),
        (
            "citations.yaml",
            REGISTER + "  verified_on: 2026-01-01\n",
            "citations.yaml:6:16: `verified_on` needs `tier: official`, not `copy`",
        ),
        (
            "citations.yaml",
            REGISTER.replace("copy", "official") + "  verified_on: May\n",
            "citations.yaml:6:16: `verified_on` must be a date such as 2027-06-30, not `May`",
        ),
        (
            "citations.yaml",
            REGISTER.replace("uk", "fr"),
            "citations.yaml:4:17: `jurisdiction` cannot be `fr`; allowed: au, eu",
        ),
    ],
)
def test_files_around_the_rule(tmp_path: Path, path: str, text: str, message: str) -> None:
    found = mistakes(folder(tmp_path, **{path: text}))
    assert found[0].startswith(message), found


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="is not a folder of rules"):
        load(tmp_path / "rules")


def test_later_folders_add_rules_and_change_lists_but_never_replace_a_rule(tmp_path: Path) -> None:
    first = folder(tmp_path / "first", **{"lists/hype.txt": "# words\namazing  # very\n#ad\nEpic\n"})
    second = tmp_path / "second"
    for path, text in {"tone/more.yaml": RULE, "lists/hype.txt": "!epic\nstunning\n"}.items():
        (second / path).parent.mkdir(parents=True, exist_ok=True)
        (second / path).write_text(text, encoding="utf-8")
    ruleset = load(first, second)
    assert [rule.id for rule in ruleset.rules] == ["tone/hype", "tone/more"]
    assert ruleset.rules[1].category == "tone"
    assert ruleset.lists["hype"] == ("amazing", "#ad", "stunning")

    third = folder(tmp_path / "third")
    assert [one.replace(str(tmp_path), "") for one in mistakes(first, third)] == [
        "/third/tone/hype.yaml:1:1: the rule `tone/hype` is already defined in tone/hype.yaml",
        "/third/tone/pack.yaml:1:1: the pack `tone` is already described in tone/pack.yaml",
    ]


def test_references_to_clauses_and_lists_are_placed(tmp_path: Path) -> None:
    ruleset = load(folder(tmp_path, spoilt("$hype]", "$hipe]") + "unless:\n  - terms: $own\n"))
    with pytest.raises(ConfigurationError) as caught:
        check_references(ruleset, {"policy": {"voices"}}, ["owned"])
    found = [str(one).removeprefix(f"{tmp_path}/tone/hype.yaml:") for one in caught.value.mistakes]
    assert found[0].startswith(
        "3:9: the policy `policy` has no clause `policy#voice`, which this rule cites; did you mean"
    )
    assert found[1:] == [
        "8:24: there is no list `hipe`; did you mean `hype`? Allowed: hype, owned",
        "17:12: there is no list `own`; did you mean `owned`? Allowed: hype, owned",
    ]
    with pytest.raises(ConfigurationError, match="there is no policy `policy`; did you mean `polic`"):
        check_references(ruleset, {"polic": {"voice"}}, ["hipe", "own"])
    check_references(ruleset, {"policy": {"voice"}}, ["hipe", "own"])


KEYS = [*yaml.safe_load(RULE), "status", "applies", "unless", "misses", "review_by", "terms", "all", "not", "as"]
texts = st.sampled_from(["", "a", "error", "policy#a", "[[x]]", "{match}", "2026-01-01", "$x", "x"]) | st.text(
    max_size=5
)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS) | texts, inner, max_size=5),
    max_leaves=15,
)


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from(KEYS), values))
def test_no_mapping_raises_anything_but_a_configuration_error(data: dict[str, object]) -> None:
    base = yaml.safe_load(RULE)
    with tempfile.TemporaryDirectory() as name:
        root = folder(Path(name), yaml.safe_dump({**base, **data}, allow_unicode=True))
        try:
            load(root)
            found: tuple[Mistake, ...] = ()
        except ConfigurationError as error:
            found = error.mistakes
    assert all(one.line >= 1 and one.column >= 1 for one in found)


def test_a_pack_says_which_profiles_it_is_for(tmp_path: Path) -> None:
    pack = f"{PACK}profiles: [finance, consumer]\n"
    ruleset = load(folder(tmp_path, **{"tone/pack.yaml": pack}))
    assert ruleset.packs["tone"].profiles == ("finance", "consumer")
    assert ruleset.rules[0].profiles == ("finance", "consumer")


def test_a_profile_of_a_pack_is_a_sector(tmp_path: Path) -> None:
    found = mistakes(folder(tmp_path, **{"tone/pack.yaml": f"{PACK}profiles: [uk, finanse]\n"}))
    allowed = "llowed: consumer, finance, health, public-sector, tech"
    assert found == [
        f"tone/pack.yaml:5:12: entry 1 of `profiles` cannot be `uk`; a{allowed}",
        f"tone/pack.yaml:5:16: entry 2 of `profiles` cannot be `finanse`; did you mean `finance`? A{allowed}",
    ]


def test_a_rule_has_no_profiles_of_its_own(tmp_path: Path) -> None:
    [mistake] = mistakes(folder(tmp_path, rule=f"{RULE}profiles: [finance]\n"))
    assert "unknown key `profiles`" in mistake
