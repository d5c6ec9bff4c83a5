from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postlint.detect import entities, presidio
from postlint.detect.entities import TYPES, EntityDetector, needs_parse, resolve
from postlint.detect.errors import DetectorFailed
from postlint.detect.nlp import Pipeline

STRUCTURED = frozenset(name for name, row in TYPES.items() if not row.needs_parse)

FOUND = [
    ("email", "Write to jane.doe@meridian.example today", "jane.doe@meridian.example"),
    ("iban", "Pay into GB82 WEST 1234 5698 7654 32 by noon", "GB82 WEST 1234 5698 7654 32"),
    ("iban", "DE89370400440532013000 2 days from today", "DE89370400440532013000"),
    ("mac-address", "the printer is 00:1A:2B:3C:4D:5E", "00:1A:2B:3C:4D:5E"),
    ("ip-address", "ssh to 10.20.30.41 tonight", "10.20.30.41"),
    ("ip-address", "or fd12:3456:789a::17 over v6", "fd12:3456:789a::17"),
    ("crypto-wallet", "tips: 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"),
    ("vin", "her car, VIN 1M8GDM9AXKP042788", "1M8GDM9AXKP042788"),
    ("card", "my card 4929123456781232 was stolen", None),
    ("card", "it says 5555 5555 5555 4444 on the front", "5555 5555 5555 4444"),
    ("card", "Please charge my credit card. Number is 30569309025904", "30569309025904"),
    ("nhs-number", "NHS number: 943 476 5919", "943 476 5919"),
    ("medicare-beneficiary", "Medicare 1EG4-TE5-MK73", "1EG4-TE5-MK73"),
    ("us-npi", "NPI 1234567893", "1234567893"),
    ("dea-number", "DEA AB1234563", "AB1234563"),
    ("aba-routing", "routing 021000021", "021000021"),
    ("itin", "her ITIN is 912-72-1234", "912-72-1234"),
    ("ssn", "found 219-09-9999 on a form", "219-09-9999"),
    ("ssn", "his SSN 219099999", "219099999"),
    ("nino", "NI number QQ 12 34 56 C or AB 12 34 56 C", "AB 12 34 56 C"),
    ("au-medicare", "Medicare card 2123 45670 1", "2123 45670 1"),
    ("record-number", "MRN 445566 on the door", "445566"),
    ("record-number", "hospital number is A123456", "A123456"),
    ("staff-number", "employee ID: 00412", "00412"),
    ("gmc-number", "GMC 7654321", "7654321"),
    ("passport-number", "passport no. 925076473", "925076473"),
    ("bank-account", "account number 31926819", "31926819"),
    ("sort-code", "sort code 20-45-53", "20-45-53"),
    ("date-of-birth", "DOB 12/03/1980", "12/03/1980"),
    ("date-of-birth", "born on 3 May 1962 in Leeds", "3 May 1962"),
    ("age-over-89", "our 94-year-old resident", "94"),
    ("street-address", "she lives at 12 Mill Lane now", "12 Mill Lane"),
    ("uk-postcode", "York YO1 7HH", "YO1 7HH"),
    ("us-zip", "Austin, TX 78701", "78701"),
    ("vehicle-plate", "parked her car AB12 CDE", "AB12 CDE"),
    ("url", "see https://example.org/a?b=c.", "https://example.org/a?b=c"),
    ("phone", "call me on 07700 900123", "07700 900123"),
    ("phone", "(212) 555-0123", "(212) 555-0123"),
    ("phone", "my mobile 07700900123", "07700900123"),
    ("handle", "thanks @jane_doe!", "@jane_doe"),
    ("handle", "toot @jane@mastodon.social", "@jane@mastodon.social"),
]

LOOK_ALIKES = {
    "email": [
        "meet @ noon.today",
        "git clone git@github.com:org/repo",
        "logo@2x.png",
        "postgres://app:pw@db.example.org/x",
    ],
    "iban": ["GB82 WEST 1234 5698 7654 33", "BS10 5AT is a postcode", "US12 is a bus"],
    "mac-address": ["at 10:20:30", "FF:FF:FF:FF:FF:FF", "00-11-22"],
    "ip-address": ["version 2.4.1.10 is out", "v1.2.3.4", "127.0.0.1", "std::vector", "section 7.4.1.1.1.10"],
    "crypto-wallet": ["1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb", "3", "bc1"],
    "vin": ["1M8GDM9AXKP042789 is her car", "WORLDCLASSSERVICES", "1M8GDM9AXKP042788"],
    "card": ["order 4929123456781232", "card 4929 1234 5678 1233", "a card for 2026"],
    "nhs-number": ["9434765919", "NHS 943 476 5918", "the NHS saw 9,434,765 people"],
    "us-npi": ["1234567893", "NPI 1234567890", "npi"],
    "dea-number": ["AB1234563", "DEA AB1234560", "ideal AB1234563"],
    "aba-routing": ["021000021", "routing 021000022", "routing our calls"],
    "ssn": ["219099999", "000-12-3456", "123-45-6789", "reference 2190-99-999"],
    "nino": ["GB 12 34 56 C", "QQ123456C", "Ab 12 days"],
    "record-number": ["a record 12000 people came", "patient 2026 survey", "a broken record", "MRN 0000000"],
    "staff-number": ["staff 2000 strong", "employee of 2026", "badge of honour"],
    "gmc-number": ["the GMC wrote in 2024", "GMC guidance 12", "7654321"],
    "bank-account": ["on account of 3 things", "account 12", "31926819", "account number 12345678"],
    "date-of-birth": ["born in 1962", "Birthday on Friday", "released 12/03/1980", "DOB 01/01/1900"],
    "age-over-89": ["45-year-old", "aged 90% oak", "92 people"],
    "street-address": ["3 Quick Wins", "our 24 Hour Drive", "Ward 7", "£10 Main Street vouchers", "2026 Charity Drive"],
    "uk-postcode": ["vitamin B12 5mg", "a1 1aa", "MP3 player"],
    "us-zip": ["12345 steps", "ID 90210 is taken? no, id", "OK 2026"],
    "phone": [
        "2019-2020",
        "12/03/1980",
        "9434765919",
        "order 020 7946 0958",
        "£1,234,567",
        "2026-11-21 10:30",
        "3.14159265",
    ],
    "handle": ["jane@example.org", "@ 5pm", "https://x.com/@jane"],
    "url": ["end.Start again", "and/or", "http: the protocol"],
}


def found(detector: EntityDetector, text: str, wanted=STRUCTURED):
    return [(one.type, text[one.span.start : one.span.end]) for one in detector.find([text], wanted)[0]]


@pytest.mark.parametrize(("kind", "text", "words"), [row for row in FOUND if row[2]])
def test_finds(detector, kind, text, words):
    assert (kind, words) in found(detector, text)


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in LOOK_ALIKES.items() for text in texts])
def test_leaves_look_alikes(detector, kind, text):
    assert kind not in [name for name, _ in found(detector, text)]


def test_names_without_titles_possessives_and_markdown(detector):
    text = "**Dr Amara Osei's** team met Prof. Tom Lindqvist in London on 3 May 2026."
    assert [words for kind, words in found(detector, text, {"person"})] == ["Amara Osei", "Tom Lindqvist"]


@pytest.mark.parametrize(
    "text", ["MRN 445566", "#MaryOkafor won", "@Mary_Okafor won", "see https://mary-okafor.example/x", "😂😂", "12"]
)
def test_noise_is_no_person(detector, text):
    assert found(detector, text, {"person"}) == []


def test_words_after_a_title_name_a_person_whatever_the_recogniser_says(detector):
    assert found(detector, "Cllr Ifeoma Grant cut the ribbon.", {"person", "organisation"}) == [
        ("person", "Ifeoma Grant")
    ]
    assert found(detector, "We met Dr Leeds today.", {"person", "place"}) == [("person", "Leeds")]


@pytest.mark.parametrize("text", ["Take 445566", "1, 2, 3", "90210"])
def test_bare_digits_are_no_date(detector, text):
    assert not any(words.isdigit() for _, words in found(detector, text, {"date"}))


def test_the_more_specific_type_stands_whatever_is_wanted(detector):
    text = "NHS number 943 476 5919, card 5555 5555 5555 4444, https://example.org/020-7946-0958"
    assert [kind for kind, _ in found(detector, text)] == ["nhs-number", "card", "url"]
    assert found(detector, text, {"phone"}) == []
    for kind, words in found(detector, text, TYPES):
        assert (kind, words) in found(detector, text, {kind})


def test_a_birth_date_is_also_a_date_and_an_address_keeps_its_postcode(detector):
    text = "DOB 12 March 1980, lives at 12 Mill Lane YO1 7HH"
    kinds = {kind for kind, _ in found(detector, text, TYPES)}
    assert {"date-of-birth", "date", "street-address", "uk-postcode"} <= kinds


def test_resolved_entities_are_in_order_and_do_not_depend_on_the_order_found(detector):
    text = "Jane Doe, 07700 900123 call, jane@example.org, NHS 943 476 5919"
    entities_found = list(detector.find([text], TYPES)[0])
    assert resolve(reversed(entities_found)) == entities_found == sorted(entities_found, key=lambda one: one.span)


def test_far_from_home_a_shape_needs_a_word_beside_it():
    american, british = EntityDetector(Pipeline(), ["us"]), EntityDetector(Pipeline(), ["uk"])
    assert found(american, "found 219-09-9999 on a form") == [("ssn", "219-09-9999")]
    assert found(british, "found 219-09-9999 on a form") == []
    assert found(british, "SSN 219-09-9999") == [("ssn", "219-09-9999")]
    assert found(american, "the form has AB 12 34 56 C") == []
    assert found(american, "NI number AB 12 34 56 C") == [("nino", "AB 12 34 56 C")]


FRAGMENTS = st.sampled_from(
    [row[1] for row in FOUND]
    + [text for texts in LOOK_ALIKES.values() for text in texts]
    + ["\n\n", "NHS", "card", "😂", "call", "@"]
)


@settings(max_examples=120, deadline=None)
@given(st.lists(st.one_of(FRAGMENTS, st.text(max_size=12)), max_size=5).map(" ".join))
def test_gates_lose_nothing(text):
    gated = DETECTOR.find([text], STRUCTURED)
    with pytest.MonkeyPatch.context() as patch:
        every = [row for row in TYPES.values() if not row.needs_parse]
        patch.setattr(entities._Gate, "admitted", lambda self: every)
        assert DETECTOR.find([text], STRUCTURED) == gated
    for one in gated[0]:
        assert 0 <= one.span.start < one.span.end <= len(text)


DETECTOR = EntityDetector(Pipeline())


def test_a_text_longer_than_the_parser_takes_at_once_keeps_its_positions(detector):
    text = "We thanked nobody in particular. " * 1500 + "Mary Okafor came to London."
    assert ("person", "Mary Okafor") in found(detector, text, {"person"})


def test_needs_parse():
    assert needs_parse({"person", "email"})
    assert not needs_parse({"email", "phone"})


def test_threads_share_a_detector():
    shared = EntityDetector(Pipeline())
    texts = [row[1] for row in FOUND]
    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(lambda text: shared.find([text], STRUCTURED), texts))
    assert results == [DETECTOR.find([text], STRUCTURED) for text in texts]


def test_a_pattern_that_runs_out_of_time_is_a_failure_and_not_a_clean_text(monkeypatch):
    monkeypatch.setattr(presidio, "_SECONDS", 1e-9)
    with pytest.raises(DetectorFailed) as caught:
        EntityDetector(Pipeline()).find(["NHS 943 476 5919 " * 2000], {"nhs-number"})
    assert "943" not in str(caught.value)


def test_presidio_logs_nothing_of_a_text(caplog):
    with caplog.at_level(logging.DEBUG):
        EntityDetector(Pipeline()).find([row[1] for row in FOUND], STRUCTURED)
    assert "presidio-analyzer" not in {record.name for record in caplog.records}


def test_structured_types_need_neither_spacy_nor_pydantic_and_leave_presidio_usable(fresh_python: Callable[[str], str]):
    out = fresh_python(
        "import sys\n"
        "from postlint.detect.entities import *\n"
        "from postlint.detect.nlp import Pipeline\n"
        "detector = EntityDetector(Pipeline())\n"
        "detector.find(['Nothing to see here, move on.'], ['email', 'phone', 'nhs-number'])\n"
        "print('presidio_analyzer' in sys.modules)\n"
        "print(len(detector.find(['NHS 943 476 5919, 10.1.2.3'], ['nhs-number', 'ip-address'])[0]))\n"
        "print([name for name in ('spacy', 'pydantic', 'requests', 'tldextract') if name in sys.modules])\n"
        "from presidio_analyzer import AnalyzerEngine, PatternRecognizer\n"
        "from presidio_analyzer.predefined_recognizers import NhsRecognizer, UrlRecognizer\n"
        "from presidio_analyzer.predefined_recognizers.country_specific.uk import UkNinoRecognizer\n"
        "print(issubclass(NhsRecognizer, PatternRecognizer), AnalyzerEngine.__name__)\n"
        "print(len(detector.find(['NI number AB 12 34 56 C'], ['nino'])[0]))\n"
    )
    assert out.split("\n") == ["False", "2", "[]", "True AnalyzerEngine", "1"]


@pytest.mark.parametrize(
    "statement",
    [
        "import presidio_analyzer.nlp_engine",
        "from presidio_analyzer import RecognizerRegistry",
        "import presidio_analyzer.predefined_recognizers.country_specific.germany",
        "from presidio_analyzer.predefined_recognizers import *",
        "import spacy; spacy.blank('en')",
        "import presidio_analyzer, inspect; inspect.getmodule(presidio_analyzer); presidio_analyzer.AnalyzerEngine",
    ],
)
def test_whatever_of_presidio_is_imported_later_finds_it_whole(fresh_python: Callable[[str], str], statement: str):
    out = fresh_python(
        "from postlint.detect.entities import *\n"
        "from postlint.detect.nlp import Pipeline\n"
        "EntityDetector(Pipeline()).find(['NHS 943 476 5919'], ['nhs-number'])\n"
        f"{statement}\n"
        "from presidio_analyzer import AnalyzerEngine, EntityRecognizer\n"
        "from presidio_analyzer.predefined_recognizers import NhsRecognizer\n"
        "print(issubclass(NhsRecognizer, EntityRecognizer))\n"
    )
    assert out == "True"


def test_presidio_imported_first_is_used_as_it_is(fresh_python: Callable[[str], str]):
    out = fresh_python(
        "import presidio_analyzer\n"
        "from postlint.detect.entities import *\n"
        "from postlint.detect.nlp import Pipeline\n"
        "print(len(EntityDetector(Pipeline()).find(['NHS 943 476 5919'], ['nhs-number'])[0]))\n"
    )
    assert out == "1"
