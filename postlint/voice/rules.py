"""A voice becomes rules of the pack brand-tone; imports conditions, detect, documents, organisation, rules.

Its limits take the place of the pack's own, and its words are taken out of the pack's lists: nothing is told twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import regex
import yaml

from postlint.conditions import combine
from postlint.conditions.meta import Meta
from postlint.conditions.metric import Limit, Metric
from postlint.conditions.pattern import Pattern
from postlint.conditions.terms import Terms
from postlint.detect.data import lines
from postlint.detect.word_forms import forms
from postlint.documents.fold import flat_term
from postlint.organisation.config import Organisation, Override
from postlint.organisation.voice import Bounds, Name, Voice, Word, bounds
from postlint.rules.lists import ARROW, merge, split_entry
from postlint.rules.loader import RuleSet
from postlint.rules.schema import Condition, Replace, Rule
from postlint.types import Severity

PACK = "brand-tone"
OFF_BRAND = f"{PACK}/off-brand-word"
"""The rule for words that are not ours and have no replacement; its exceptions are those of all other words too."""
OFF_BRAND_LIST = "off-brand-words"
SHOUTING = f"{PACK}/shouting"
ACRONYMS = "voice-acronyms"

_PIN = regex.compile(r"\[\[(.*?)\]\]")

_LONE = 5
"""A single word in capitals is taken for shouting from so many letters on; below, it is more likely an abbreviation."""


def with_voice(ruleset: RuleSet, voice: Voice, path: Path) -> RuleSet:
    """The rules as this voice wants them; `path` is its file, where the rules are said to stand."""
    speaking = _Speaking(ruleset, voice, str(path))
    rules = {**{rule.id: rule for rule in ruleset.rules}, **{rule.id: rule for rule in speaking.rules()}}
    return msgspec.structs.replace(ruleset, rules=tuple(rules[name] for name in sorted(rules)), lists=speaking.lists())


def heeding(organisation: Organisation, voice: Voice) -> Organisation:
    """The organisation with the paths in which words are welcome; its own overrides come later and win."""
    overrides = tuple(
        Override(((f"{PACK}/{word.rule}", "off"),), word.except_.paths)
        for word in voice.given_words()
        if word.except_.paths
    )
    return msgspec.structs.replace(organisation, overrides=(*overrides, *organisation.overrides))


def tone_terms(ruleset: RuleSet) -> Iterator[tuple[Rule, Terms, bool]]:
    """The words that the pack finds, by rule, and whether it finds each alone or only several together."""
    for rule in ruleset.rules:
        if rule.id.startswith(f"{PACK}/"):
            for terms, alone in _subjects(rule.when):
                yield rule, terms, alone


def _tone_lists(ruleset: RuleSet) -> Mapping[str, bool]:
    found: dict[str, bool] = {}
    for _, terms, alone in tone_terms(ruleset):
        for name in terms.lists():
            found[name] = found.get(name, False) or alone
    return found


@cache
def _texts() -> Mapping[str, Any]:
    found: Mapping[str, Any] = yaml.load(Path(__file__).with_name("rules.yaml").read_bytes(), Loader=yaml.CSafeLoader)
    return found


class _Speaking:
    """What one voice makes of the rules."""

    def __init__(self, ruleset: RuleSet, voice: Voice, path: str) -> None:
        self._ruleset = ruleset
        self._voice = voice
        self._path = path
        self._built_in = {rule.id: rule for rule in ruleset.rules}
        self._pack = ruleset.packs[PACK]
        self._lists: dict[str, tuple[str, ...]] = dict(ruleset.lists)
        self._taken: dict[Word, tuple[str, ...]] = {}
        """For each word the entries of the pack's lists of which it is a form: it finds what they found."""
        self._divide_lists()

    def rules(self) -> Iterator[Rule]:
        """Rules that are new, and rules that are no longer as they were; of two with one name the later counts."""
        yield from self._robbed()
        for measure, given in self._voice.measures.given():
            yield from self._measure(measure, bounds(given))
        if self._voice.capitals.max is not None or self._voice.capitals.acronyms:
            yield self._shouting()
        for word in self._voice.given_words():
            if not _is_plain(word):
                yield self._word(word)
        yield from self._spelling()
        if self._voice.names:
            yield self._names(self._voice.given_names())
        yield from self._contractions()
        yield from self._replies()
        if any(map(_is_plain, self._voice.given_words())):
            yield self._changed(OFF_BRAND)

    def lists(self) -> Mapping[str, tuple[str, ...]]:
        """The named lists: with words and acronyms of the voice, and without what its own rules find."""
        plain = [phrase for word in self._voice.given_words() if _is_plain(word) for phrase in self._phrases(word)]
        return {
            **self._lists,
            OFF_BRAND_LIST: merge(self._lists.get(OFF_BRAND_LIST, ()), plain),
            ACRONYMS: merge(lines("acronyms"), self._voice.capitals.acronyms),
        }

    def _divide_lists(self) -> None:
        """Take out of the pack's lists what the voice has an entry for, and what it calls its own."""
        words, ours = self._voice.given_words(), [_words(phrase) for phrase in self._voice.ours]
        for name, one_by_one in _tone_lists(self._ruleset).items() if words or ours else ():
            kept = []
            for entry in self._lists.get(name, ()):
                phrase = split_entry(entry)[0]
                found = _words(phrase)
                taker = next((word for word in words if one_by_one and _has(word, found)), None)
                if taker is not None:
                    self._taken[taker] = (*self._taken.get(taker, ()), phrase)
                elif not any(_is_form_of(found, one) for one in ours):
                    kept.append(entry)
            self._lists[name] = tuple(kept)

    def _robbed(self) -> Iterator[Rule]:
        """Rules of the pack with an example of words that this voice's own rules find now: the example goes."""
        taken = {_words(phrase) for phrases in self._taken.values() for phrase in phrases}
        for rule in self._built_in.values() if taken else ():
            kept = tuple(one for one in rule.bad if not {_words(pin) for pin in _PIN.findall(one.text)} & taken)
            if rule.id.startswith(f"{PACK}/") and rule.id != OFF_BRAND and kept != rule.bad:
                yield msgspec.structs.replace(rule, bad=kept)

    def _phrases(self, word: Word) -> tuple[str, ...]:
        return merge(word.not_, self._taken.get(word, ()))

    def _made(self, name: str, texts: Mapping[str, str], when: Condition, **more: Any) -> Rule:
        """A rule of the pack that this voice needs."""
        return Rule(
            title=texts["title"],
            why=texts["why"],
            fix=texts["fix"],
            message=texts["message"],
            when=when,
            cites=tuple(dict.fromkeys((*([texts["clause"]] if "clause" in texts else ()), *self._voice.cites))),
            bad=(),
            good=(),
            owner=self._pack.owner,
            unless=(*more.pop("unless", ()), *self._pack.unless),
            confirm=self._pack.confirm,
            profiles=self._pack.profiles,
            id=f"{PACK}/{name}",
            category=self._pack.category,
            path=self._path,
            **{"severity": Severity.INFO, **more},
        )

    def _changed(self, name: str, **more: Any) -> Rule:
        """A rule of the pack with another condition; its examples showed the old one."""
        rule = self._built_in[name]
        cites = tuple(dict.fromkeys((*rule.cites, *self._voice.cites)))
        gone: dict[str, Any] = {"bad": (), "good": (), "misses": ()} if more else {}
        return msgspec.structs.replace(rule, cites=cites, path=self._path, **gone, **more)

    def _measure(self, measure: str, given: Mapping[str, Bounds]) -> Iterator[Rule]:
        """The upper limit goes into the pack's own rule where it has one: what that says is about too much."""
        most, least = _limit(given, "max"), _limit(given, "min")
        known = f"{PACK}/{_texts()['limited'].get(measure)}"
        if known not in self._built_in:
            texts = _texts()["measures"][measure]
            yield self._made(f"voice-{measure}", texts, Metric(metric=measure, max=most, min=least))
            return
        if most is not None:
            yield self._changed(known, when=Metric(metric=measure, max=most))
        if least is not None:
            texts = _filled(_texts()["too_little"], measure.replace("-", " "))
            yield self._made(f"voice-{measure}", texts, Metric(metric=measure, min=least))

    def _shouting(self) -> Rule:
        """The built-in rule with runs of this length in place of its own, and this voice's abbreviations."""
        rule = self._built_in[SHOUTING]
        others = [one for one in _members(rule.when) if not isinstance(one, Metric)]
        limits = [one.max for one in _members(rule.when) if isinstance(one, Metric)]
        old = next((int(limit) for limit in limits if isinstance(limit, int | float)), 0)
        most = old if self._voice.capitals.max is None else self._voice.capitals.max
        word, between = _texts()["patterns"]["shouted_word"], _texts()["patterns"]["between"]
        runs = f"{word}(?:{between}{word}){{{max(most, 1)},}}"
        # Words that are known to shout count from two on; a voice that allows more than the pack does, allows them.
        found = [Pattern(pattern=runs, case="exact"), *(others if most <= old else ())]
        if most == 0:
            found.insert(1, Pattern(pattern=rf"{word}(?<=\p{{Lu}}{{{_LONE}}})", case="exact"))
        subject = combine.Any(any=tuple(found))
        rest = rule.when.all[1:] if isinstance(rule.when, combine.All) else ()
        return self._changed(SHOUTING, when=combine.All(all=(subject, *rest)) if rest else subject)

    def _word(self, word: Word) -> Rule:
        """Words about words are excepted as in the pack's own rule; what is meant literally, the entry has to say."""
        like = self._built_in[OFF_BRAND]
        texts = _filled(_texts()["word" if word.use else "plain_word"], "' or '".join(word.use))
        return self._made(
            word.rule,
            {**texts, "why": word.why or texts["why"]},
            Terms(terms=tuple(_instead(phrase, word.use) for phrase in self._phrases(word)), match="lemma"),
            severity=like.severity,
            replace=Replace(listed=True, safe=True) if word.use else None,
            unless=(*_exceptions(word), *(one for one in like.unless if one not in self._pack.unless)),
            applies=msgspec.structs.replace(like.applies, not_channels=word.except_.channels),
        )

    def _spelling(self) -> Iterator[Rule]:
        spelling = self._voice.given_spelling()
        if spelling is None:
            return
        kept = {word.casefold() for word in spelling.except_}
        terms = [f"{wrong} {ARROW} {right}" for wrong, right in _pairs(spelling.variant) if wrong not in kept]
        texts = {**_texts()["spelling"], **_texts()["spelling"][spelling.variant]}
        names = tuple(one.name for one in self._voice.given_names())
        yield self._made(
            "voice-spelling",
            texts,
            Terms(terms=tuple(terms)),
            replace=Replace(listed=True, safe=True),
            unless=(
                *(_covering(name) for name in ("address", "quotation", "title")),
                *((Terms(terms=names, match="exact", within="covering"),) if names else ()),
            ),
        )

    def _names(self, names: Sequence[Name]) -> Rule:
        wrong = [_instead(spelling, (one.name,)) for one in names for spelling in (one.name, *one.not_)]
        right = [spelling for one in names for spelling in _right(one)]
        return self._made(
            "voice-names",
            _texts()["name"],
            Terms(terms=tuple(wrong)),
            severity=Severity.WARNING,
            replace=Replace(listed=True, safe=True),
            unless=(Terms(terms=tuple(right), match="exact", within="covering"), _covering("address")),
        )

    def _contractions(self) -> Iterator[Rule]:
        if self._voice.contractions == "welcome":
            yield self._made("voice-contractions", _texts()["welcome"], Metric(metric="contraction-share", min=0.1))
        elif self._voice.contractions == "avoided":
            yield self._made("voice-contractions", _texts()["avoided"], Metric(metric="contractions", max=0))

    def _replies(self) -> Iterator[Rule]:
        """What is missing at the beginning stands on the first word, what is missing at the end on the last."""
        replies = self._voice.replies
        is_reply = Meta(meta="channel", equals="reply", within="post")
        if replies.greeting:
            pattern = Pattern(pattern=rf"\A\W*(?:{_either(replies.greeting)})(?!\w)")
            when = combine.All(all=(msgspec.structs.replace(is_reply, within=None), _missing(pattern)))
            yield self._made("voice-greeting", _filled(_texts()["greeting"], "; ".join(replies.greeting)), when)
        if replies.sign_off:
            pattern = Pattern(pattern=rf"(?:^|(?<=[.!?,] ))\W*(?:{_either(replies.sign_off)})[^\w\n]*$")
            when = combine.All(all=(Metric(metric="words", max=0), is_reply, _missing(pattern)))
            yield self._made("voice-sign-off", _filled(_texts()["sign_off"], "; ".join(replies.sign_off)), when)


def _is_plain(word: Word) -> bool:
    """Whether it asks for nothing but not to be used, so that the rule of the pack can find it."""
    return not (word.use or word.why or any(msgspec.structs.astuple(word.except_)))


def _words(phrase: str) -> tuple[str, ...]:
    """The words of a phrase, the same for phrases that terms take for one: `world-class` is `world class`."""
    return tuple(flat_term(phrase).split())


def _is_form_of(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two phrases are inflections of one: the last word, or the first, may have another ending."""
    if len(one) != len(other):
        return False
    return all(a == b or a in forms(b) or b in forms(a) for a, b in zip(one, other, strict=True))


def _has(word: Word, phrase: Sequence[str]) -> bool:
    return any(_is_form_of(phrase, _words(one)) for one in word.not_)


def _subjects(condition: Condition, alone: bool = True) -> Iterator[tuple[Terms, bool]]:
    """The terms that findings are put on, and whether one of them is enough."""
    match condition:
        case Terms():
            yield condition, alone
        case combine.All():
            yield from _subjects(condition.all[0], alone)
        case combine.Any():
            for member in condition.any:
                yield from _subjects(member, alone)
        case combine.Count():
            yield from _subjects(condition.count, False)


def _members(condition: Condition) -> tuple[Condition, ...]:
    """The alternatives of a rule's subject."""
    subject = condition.all[0] if isinstance(condition, combine.All) else condition
    return subject.any if isinstance(subject, combine.Any) else (subject,)


def _limit(given: Mapping[str, Bounds], bound: str) -> Limit | None:
    """The upper or the lower bound, by channel."""
    return {channel: one[bound] for channel, one in given.items() if bound in one} or None


def _instead(phrase: str, use: Sequence[str]) -> str:
    """An entry as lists have it: `utilise -> use`. A comma would divide the replacement."""
    return f"{phrase} {ARROW} {', '.join(use)}" if use and not any("," in text for text in use) else phrase


def _filled(texts: Mapping[str, str], use: str) -> Mapping[str, str]:
    """The texts with what to write instead; a brace in it is no placeholder."""
    plain = use.replace("{", "(").replace("}", ")")
    return {key: text.replace("[use]", plain) for key, text in texts.items()}


def _exceptions(word: Word) -> Iterator[Condition]:
    if word.except_.near:
        yield Terms(terms=word.except_.near, within="paragraph")
    if word.except_.sectors:
        yield Meta(meta="sector", in_=word.except_.sectors, within="post")


def _covering(name: str) -> Pattern:
    return Pattern(pattern=_texts()["patterns"][name], case="exact", within="covering")


def _pairs(variant: str) -> Iterator[tuple[str, str]]:
    """Wrong and right spellings of a variant, without words that are innocent in it."""
    for line in lines("spelling-pairs"):
        british, american, *only = line.split()
        if variant == "american":
            yield british, american
        elif not only:
            yield american, british


def _right(name: Name) -> tuple[str, ...]:
    """Spellings of a name that are no mistake: a common word with a capital is one in small letters too."""
    is_word = regex.fullmatch(r"\p{Lu}\p{Ll}+", name.name) and not name.not_
    return (name.name, name.name.lower()) if is_word else (name.name,)


def _missing(pattern: Pattern) -> combine.Not:
    return combine.Not(not_=pattern, within="post")


def _either(phrases: Sequence[str]) -> str:
    return "|".join(map(_expression, phrases))


def _expression(phrase: str) -> str:
    """A greeting or sign-off as an expression; `{name}` is a word or two with capitals."""
    parts = [regex.escape(part.strip()).replace(r"\ ", " ") for part in phrase.split("{name}")]
    return r"\s*(?-i:\p{Lu}[\p{L}'-]+(?: \p{Lu}[\p{L}'-]+)?)\s*".join(parts)
