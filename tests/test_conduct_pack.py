"""The conduct pack: what it blocks, what a person looks at, and the innocent readings that it leaves alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from postlint import Finding, Severity, bundled
from postlint.cache import load_built_in
from postlint.linter import Linter

RULES, _ = load_built_in(bundled.rules_folder())
LISTS = bundled.rules_folder() / "lists"
WRONGS = ("accusation", "political", "threat", "hounding", "insinuation")
PREFIXES = ("slur", "profanity", "insult", "idiom", "sarcasm", *WRONGS)


@pytest.fixture(scope="module")
def linter(tmp_path_factory: pytest.TempPathFactory) -> Linter:
    config = tmp_path_factory.mktemp("plain") / "postlint.yaml"
    config.write_text("organisation: Plain\n", encoding="utf-8")
    return Linter.from_config(config, select=["conduct"], show_values=True)


def found(linter: Linter, text: str, channel: str = "facebook") -> list[Finding]:
    return list(linter.lint(text, channel=channel).findings)


BLOCKED = {
    "conduct/slur": "Some pikey has had the lead off the roof.",
    "conduct/slur-for-people": "You are a spastic, and your parking shows it.",
    "conduct/demeaning-group": "Travellers are all thieves, so lock the yard.",
    "conduct/lumped-together": "The mobility scooter brigade had the whole pavement again.",
    "conduct/winked-at-group": "It is a Somali family, so a clean stair was never likely, need I say more.",
    "conduct/sent-home": "If our ways don't suit, there are planes home every hour.",
    "conduct/language-scorned": "Phone us when you have found somebody who speaks English.",
    "conduct/dehumanised": "The dog met all but the turnips on the third floor.",
    "conduct/wanted-by-kind": "Clerk wanted. We would like someone under forty.",
    "conduct/scorned-group": "Let's be honest, the overseas nurses only come for the visa.",
    "conduct/faint-praise": "She is quick on the crane for a woman.",
    "conduct/shut-out": "No Romanians please, the flat is for nice people.",
    "conduct/exposure-threat": "One more tweet and your boss will hear how you spend your mornings.",
    "conduct/hounding": "You have his address, folks, so flood his inbox tonight.",
    "conduct/insinuation": "The kitty is empty, and Harold Finch has a brand-new hot tub. We'll leave it there.",
    "conduct/veiled-threat": "Whoever wrote that review: we know where you park.",
    "conduct/threat": "Say that again and I'll come round and make you sorry.",
    "conduct/insult": "You're an idiot, and so is whoever taught you to park.",
    "conduct/body-remark": "Nice legs on the new receptionist!",
    "conduct/profanity-strong": "What a fucking mess the bins are.",
    "conduct/accusation": "Ask anyone in town: Harold Finch has been pocketing the raffle money.",
}
WARNED = {
    "conduct/mock-offer": "Hi Ron, shall we send a butler with the tea?",
    "conduct/mock-praise": "Hi Ron, gold star for finding the switch.",
    "conduct/sarcasm-at-customer": "Hi Ron, however did you cope without us?",
    "conduct/profanity": "Bloody hell, it is cold in the car park.",
    "conduct/belittled": "The bed blockers on the second floor had a sing-song.",
    "conduct/ableist-idiom": "The lunatics have taken over the asylum, said nobody.",
    "conduct/ethnic-idiom": "They welshed on the deal, so the fair is off.",
    "conduct/gendered-idiom": "Man up and ring the helpline.",
    "conduct/gendered-default": "We want a chairman for the tennis club.",
    "conduct/gendered-pronoun": "We are looking for a new treasurer. He should be good with numbers.",
    "conduct/gendered-roles": "Mums can bring the cakes to the hall by ten.",
    "conduct/condition-as-person": "A ramp for the disabled.",
    "conduct/suffers-from": "He suffers from epilepsy and plays the tuba.",
    "conduct/suicide-wording": "The poet committed suicide that winter.",
    "conduct/political-endorsement": "Vote for Judith Marlow on 2 May, she saved the baths.",
    "conduct/political-attack": "Don't vote Tory, they closed the baths.",
}


@pytest.mark.parametrize("rule", BLOCKED)
def test_wrongs_block(linter: Linter, rule: str) -> None:
    severities = {one.rule: one.severity for one in found(linter, BLOCKED[rule])}
    assert severities.get(rule) is Severity.ERROR


@pytest.mark.parametrize("rule", WARNED)
def test_clumsy_words_need_a_person_and_block_nothing(linter: Linter, rule: str) -> None:
    severities = {one.rule: one.severity for one in found(linter, WARNED[rule])}
    assert severities.get(rule) is Severity.WARNING
    assert Severity.ERROR not in severities.values()


def test_sarcasm_needs_somebody_to_be_sarcastic_at(linter: Linter) -> None:
    text = "Slow hand clap for whoever opens the parcel with the tape on."
    assert [one.rule for one in found(linter, text, "reply")] == ["conduct/mock-praise"]
    assert found(linter, text, "blog") == []


INNOCENT = [
    "Our over-60s swim is on Monday, and the deaf choir rehearses after it.",
    "The young people's team wants to hear what under-25s need from a clinic.",
    "You must be over eighteen to work behind the bar, and we need a Polish speaker for the Tuesday clinic.",
    "If you use a wheelchair, the side door has no step, and staff can meet you there.",
    "Older people told us they can't reach the top shelf, so we have moved the bread.",
    "Romanian and Polish families ran the stall, and it made £400.",
    "Aoife has been our plumber for six years. She keeps her van tidy and her customers happy.",
    "The blind in the waiting room is mended. Thank you to Blind Veterans UK for the piano.",
    "There are flights home from Leeds at six, and you can go home the same day.",
    "Cabbages on the top shelf are half price, and the monkeys at the zoo have had their breakfast.",
    "Kill the process, execute the plan, abort the build and merge it into the master branch.",
    "The library van stops at Scunthorpe, Penistone, Cockermouth, Dyke, Twatt and Lickey End.",
    "Arsenal and Essex meet in Middlesex. Shiitake, matsutake and shitake mushrooms are in season.",
    "Dick Fanshawe, Fanny Cummings, Gaylord Hancock and Dr Willy Wankel opened the fair.",
    "The admission book of 1902 says 'retarded growth', and we print it as it stood.",
    "A spastic bowel hurts, and a bastard file does not. Use both words with care.",
    "The cock crowed, the bitch fed her five pups, and our vet had breakfast.",
    "Walk the dyke to the sea wall and look for cormorants, shags and great tits.",
    "It was niggardly weather, and the children sniggered at the titmouse.",
    "Our crack team runs a blind test of tea, next to the dumb waiter.",
    "Crippling debt is no shame. Our advisers are free, so ask.",
    "Chicken breast, coq au vin, faggots with gravy and spotted dick are on at noon.",
    "Kick the Bucket is a good name for a band, and so is Mad Dogs and Englishmen.",
    "The film The Elephant Man and the song Crazy are both on our list.",
    "We read 'The Idiot' and 'The Killers' in the book club.",
    "Aim for the target, shoot in raw, hang the picture and hit publish.",
    "Niamh won the Bloody Mary contest. The Bloody Assizes are on the museum's second floor.",
    "Manchester, Manning Road and the manager's mandate have nothing to do with men.",
    "Harold Finch was found guilty of fraud at Leeds Crown Court and sentenced to two years.",
    "The regulator fined Finch Timber £40,000 for faking certificates, and published its ruling.",
    "Scammers posing as Finch Timber stole deposits. We never ring and ask for card details.",
    "Harold Finch did not steal the raffle money. We were wrong, and we are sorry.",
    "Harold Finch stole the show as the back half of the cow.",
    "Polls are open from seven to ten. Turnout in May was 41%. Bring photo ID.",
    "Both manifestos mention hospital parking: Labour on page 12, the Conservatives on page 30.",
    "The council has voted to close the road. We think that the clinic needs a bus instead.",
    "Vote for Bramble the alpaca in our Best Beard award.",
    "He called our driver a 'pikey'. We have banned him, and we stand by our driver.",
    "Somebody wrote 'you stupid cow' under a nurse's photo. We have deleted it.",
    "We reported the man who shouted 'go back to where you came from' at our porter.",
    "Women are more likely to be offered the wrong dose. We don't accept that.",
    "No one is turned away: not for age, faith, origin, sex or disability.",
    "Suffering from a cold? Our pharmacist is in all day.",
    "The postman always rings twice, and our chair rang once.",
    "I felt a complete idiot when the door said pull.",
    "You'll find out what happens next in the spring letter. If you value your teeth, brush twice a day.",
    "People like you make this hospital what it is. Your lot are welcome at ours any time, says the choir.",
    "We don't treat children at this walk-in centre. No women were asked in the first trial.",
    "Councillor Drury took money for the fair to the bank. Ana Reid covers up old tattoos for scar patients.",
    "Mike Lowe laundered 400 sheets, and Tom Bell rigged the sails. The Amazon lies in South America.",
    "Harold Finch was cheated by a caller who posed as his bank.",
    "The paper reported that Finch Timber bribed an inspector. Finch Timber denies it.",
    "Anna Reid pocketed the last black, and Tom Bell stole a march on the rota.",
    "The kitty is £40 short, so please pay your subs to Tom Bell.",
    "Our vet Priya is in most mornings, so pop in and say hello.",
    "Your licence is up for renewal in March. Post the form to us.",
    "Labour's leaflet and the Conservatives' leaflet both mention our hospital.",
    "Vote for your favourite bench by Friday. Elect your staff governor by 4 May.",
    "We support the right to roam, and Thursday is your chance to say thank you to the porters.",
    "He is bipolar and paints our murals. She's autistic and writes our code.",
    "Oh no, a whole box? We'll replace it today. Sorry you waited a whole hour, Ron.",
    "Have you tried reading it on a laptop? Would you like us to send a new one?",
    "The best man at the wedding was late. Bring the ladies' team trophy back by Monday.",
    "That stupid parking machine has eaten my coins, and the parking was useless.",
]


@pytest.mark.parametrize("text", INNOCENT)
@pytest.mark.parametrize("channel", ["facebook", "reply"])
def test_innocent_readings_are_left_alone(linter: Linter, text: str, channel: str) -> None:
    assert [(one.rule, text[one.span.start : one.span.end]) for one in found(linter, text, channel)] == []


@pytest.mark.parametrize(
    "text", ["F*** this", "sh1t happens", "absofuckinglutely", "what a clusterfuck", "you dickwad", "b******s to that"]
)
def test_masked_and_compound_swearing_is_swearing(linter: Linter, text: str) -> None:
    assert {one.rule for one in found(linter, text)} & {"conduct/profanity", "conduct/profanity-strong"}


def test_a_group_named_before_is_meant_by_they(linter: Linter) -> None:
    judged = "They can't learn the new till."
    assert "conduct/demeaning-group" in {one.rule for one in found(linter, f"No more people over sixty. {judged}")}
    assert found(linter, f"The robots are slow. {judged}") == []


def test_a_wrong_needs_somebody_named(linter: Linter) -> None:
    assert "conduct/accusation" in {one.rule for one in found(linter, "Ask Harold Finch. Brown envelopes, we hear.")}
    assert found(linter, "Brown envelopes, A4, are in the stationery cupboard.") == []


def test_a_job_word_counts_in_an_advert_only(linter: Linter) -> None:
    assert found(linter, "We need a fireman for the night shift.") != []
    assert found(linter, "A fireman waved from the engine.") == []


@pytest.mark.parametrize("name", ["slur-words", "slur-double-meaning", "profanity-strong", "insult-nouns"])
def test_lists_of_hurtful_words_warn_the_reader_first(name: str) -> None:
    first = (LISTS / f"{name}.txt").read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith("# Warning:")


@pytest.mark.parametrize("path", sorted(LISTS.glob("*.txt")), ids=lambda path: path.stem)
def test_no_list_of_the_pack_says_a_phrase_twice(path: Path) -> None:
    if path.stem.partition("-")[0] not in PREFIXES:
        return
    phrases = [line.lower() for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("# ")]
    assert len(phrases) == len(set(phrases))


def test_swearing_and_figures_of_speech_never_block() -> None:
    soft = ("profanity", "idiom", "default", "sarcasm", "political", "suffers", "belittled", "loaded", "suicide")
    for rule in RULES.rules:
        if rule.id.startswith("conduct/") and any(word in rule.id for word in soft) and "strong" not in rule.id:
            assert rule.severity is not Severity.ERROR, rule.id
