"""Structured identifiers: the words that make a number one, on either side, and what only looks like one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postlint.detect import entities
from postlint.detect.entities import TYPES, EntityDetector
from postlint.detect.nlp import Pipeline

STRUCTURED = frozenset(name for name, row in TYPES.items() if not row.needs_parse)
DETECTOR = EntityDetector(Pipeline())

# Type, words found, and texts in which they are: the context before, behind, and typed in other ways.
FOUND = [
    ("record-number", "583 2716", ["MRN 583 2716", "583 2716 is her hospital number", "the notes say 583 2716 (MRN)"]),
    (
        "record-number",
        "RX-5832716",
        ["Patient ID: RX-5832716", "hospital no. RX-5832716", "RX-5832716 is the patient ID"],
    ),
    ("record-number", "5.8.3.2.7.1.6", ["case note number 5.8.3.2.7.1.6", "casenote no 5.8.3.2.7.1.6"]),
    ("record-number", "485 777 3456", ["NHS number 485 777 3456"]),
    (
        "nhs-number",
        "943 476 5919",
        ["NHS number 943 476 5919", "943 476 5919, says her NHS letter", "CHI 943 476 5919"],
    ),
    ("staff-number", "50417", ["staff number 50417", "50417 is my payroll number", "Employee ID #50417"]),
    ("ssn", "219-09-9999", ["SSN: 219-09-9999", "219-09-9999 is his social security number"]),
    ("national-number", "078-05-1120", ["SSN 078-05-1120"]),
    ("nino", "AB 12 34 56 C", ["NI number AB 12 34 56 C", "AB 12 34 56 C is the National Insurance number"]),
    ("passport-number", "925076473", ["passport no. 925076473", "925076473 (passport)"]),
    (
        "driving-licence",
        "F1628-2354-0116",
        ["driver's license number is F1628-2354-0116", "F1628-2354-0116 is her driver's license"],
    ),
    ("gmc-number", "7654321", ["GMC 7654321", "GMC number: 7654321", "7654321 (GMC)"]),
    ("nmc-pin", "99I1234E", ["NMC PIN 99I1234E", "99I1234E is her NMC PIN"]),
    ("hcpc-number", "PH123987", ["HCPC PH123987", "HCPC registration number PH123987"]),
    ("gphc-number", "2071234", ["GPhC number 2071234"]),
    ("ahpra-number", "MED0001234567", ["AHPRA: MED0001234567", "registered as MED0001234567"]),
    ("professional-licence", "RN 448812", ["nursing license RN 448812", "RN 448812 is her nursing license"]),
    ("us-npi", "1234567893", ["NPI 1234567893", "1234567893 is his NPI"]),
    ("dea-number", "AB1234563", ["DEA AB1234563", "AB1234563 (DEA)"]),
    ("bank-account", "73310664", ["account number 73310664", "73310664 is her account number", "a/c 73310664"]),
    ("sort-code", "20-45-91", ["sort code 20-45-91", "20-45-91, account 73310664", "account 73310664 at 20-45-91"]),
    ("plan-number", "XJ 4481-9023", ["member ID XJ 4481-9023", "XJ 4481-9023 is the subscriber number"]),
    ("policy-number", "HL/448190", ["policy number HL/448190", "HL/448190 is his policy number"]),
    ("customer-number", "C-448190", ["customer number C-448190", "C-448190 (membership number)"]),
    (
        "udi",
        "(01)00643169001763(21)A448190",
        ["UDI (01)00643169001763(21)A448190", "scan (01)00643169001763(21)A448190 now"],
    ),
    (
        "udi",
        "+A123BJC5D6E71/$$52001510X4D",
        ["UDI +A123BJC5D6E71/$$52001510X4D.", "the label has +A123BJC5D6E71/$$52001510X4D"],
    ),
    ("udi", "=/A9999XYZ100T0944=,000025", ["on the bag: =/A9999XYZ100T0944=,000025"]),
    (
        "device-serial",
        "PJN884213",
        ["pacemaker serial PJN884213", "serial no. PJN884213", "SERIAL NUMBER PJN884213", "PJN884213 (S/N)"],
    ),
    ("date-of-birth", "3 May 1962", ["born on 3 May 1962", "DOB: 3 May 1962", "3 May 1962 is her date of birth"]),
    ("date-of-birth", "03.05.62", ["d.o.b. 03.05.62", "03.05.62 (DOB)", "D/O/B 03.05.62"]),
    ("care-date", "12 March", ["admitted on 12 March", "date of discharge: 12 March", "12 March (admission date)"]),
    ("care-date", "2026-03-12", ["DOA 2026-03-12", "date of death 2026-03-12"]),
    (
        "age-over-89",
        "97",
        ["our 97-year-old patient", "aged 97", "turned 97 on the ward", "her 97th birthday", "97 yo"],
    ),
    ("age-over-89", "ninety-three", ["at ninety-three years old", "aged ninety-three"]),
    ("vehicle-plate", "AB12 CDE", ["parked her car, AB12 CDE", "AB12 CDE is the car", "number plate AB12 CDE"]),
    ("vehicle-plate", "7ABC123", ["license plate 7ABC123", "Plate: 7ABC123"]),
    ("vehicle-plate", "A123 BCD", ["his van A123 BCD", "A123 BCD, an old car"]),
    ("vin", "1M8GDM9AXKP042788", ["VIN 1M8GDM9AXKP042788", "1M8GDM9AXKP042788 is the chassis number"]),
    (
        "fax",
        "01632 960119",
        [
            "fax 01632 960119",
            "Fax the letter for Mr Lund to 01632 960119",
            "Fax the letter. Fax number: 01632 960119",
            "01632 960119 (fax)",
        ],
    ),
    ("private-ip-address", "10.20.4.17", ["it answers at 10.20.4.17"]),
    ("private-ip-address", "192.168.40.0/24", ["the range is 192.168.40.0/24"]),
    ("street-address", "12 Rydal Way", ["at 12 Rydal Way, by the gate"]),
    ("phone", "01632 960344", ["at home on 01632 960344", "01632 960344 rings"]),
    ("phone", "020 7946 0018", ["ask on 020 7946 0018"]),
]

# Innocent neighbours of all types: nothing may be found in them but what stands behind the bar.
INNOCENT = [
    "Version 10.4.2.1 of the app, build 20261103",
    "ISBN 978-0-306-40615-7 and ISSN 2049-3630",
    "Order number 4929123456781232, paid by card",
    "Order 219-09-9999 left the warehouse",
    "Tracking number 943 476 5919, says the NHS shop",
    "Trial NCT04280705, ISRCTN 12345678, doi:10.1000/5832716",
    "Grant EP/X012345/1 and award number 447190",
    "Room 4471, floor 19, extension 50417",
    "Our member numbers grew to 120,000 last year",
    "Our patient number 12,000 and record number of 4,100 visits",
    "a record 12000 people came to the unit in 2026",
    "Policy 2026-27 is out, see section 4.3",
    "Staff number 5,000 across the county",
    "The device has 4471 parts and the pump 12",
    "The GMC wrote in 2024 about guidance 12",
    "Born in 1962, the hospital opened on 3 May",
    "Florence was born on 12 May 1820",
    "a 90% rise, aged 90 or older, 95th anniversary",
    "The ward celebrated its 95th birthday",
    "Aged 18 to 94, everybody came",
    "2026 Charity Way, 3 Quick Wins, our 24 Hour Drive",
    "2016 / 2017 mobile report, 20162017 mobile",
    "We saw 97 today, 93 yesterday",
    "On account of 3 things; the serial of 12 parts",
    "fax us any time, or call 999",
    "MRN 0000000, patient ID 12345678, MRN 123 4567",
    "the plate of 12 biscuits, a plate number",
    "Registration opens 12 May 2026 at 0900",
]


@pytest.mark.parametrize(
    ("kind", "words", "text"), [(kind, words, text) for kind, words, texts in FOUND for text in texts]
)
def test_found_with_its_word_before_or_behind(kind, words, text):
    assert (kind, words) in found(text)


@pytest.mark.parametrize("text", INNOCENT)
def test_nothing_is_found_in(text):
    assert found(text) == []


def found(text: str) -> list[tuple[str, str]]:
    return [(one.type, text[one.span.start : one.span.end]) for one in DETECTOR.find([text], STRUCTURED)[0]]


SPECIMEN_VALUES = {kind: words for kind, words, texts in FOUND if texts}
LABELLED = [
    (name, label)
    for name, row in TYPES.items()
    for label in (*row.names, *(f"{noun} number" for noun in row.nouns))
    if name in SPECIMEN_VALUES
]


def test_every_type_with_a_name_is_shown():
    assert {name for name, row in TYPES.items() if row.names or row.nouns} <= set(SPECIMEN_VALUES)


@pytest.mark.parametrize(
    "written", ["patient id", "patient-ID", "patient_id", "patientID", "Patient Id.", "patient #", "patient#"]
)
def test_a_noun_and_its_number_word_may_be_joined(written):
    assert found(f"{written}: 583 2716") == [("record-number", "583 2716")]


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["case", "note", "no", "id", "patient", "date", "of", "birth", "s", "/", "n", "-", "_", " ", "5832716", "#"]
        ),
        max_size=9,
    ).map("".join)
)
def test_the_gate_lets_every_labelled_value_through(text):
    gated = found(text)
    every = [row for row in entities.TYPES.values() if not row.needs_parse]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(entities._Gate, "admitted", lambda self: every)
        assert found(text) == gated


@pytest.mark.parametrize(("kind", "label"), LABELLED)
def test_every_name_of_a_type_counts_on_either_side(kind, label):
    value = SPECIMEN_VALUES[kind]
    for text in (f"{label} {value}", f"{label.upper()}: {value}", f"{value} ({label})"):
        hits = found(text)
        assert any(value == words for _, words in hits), text


@settings(max_examples=300, deadline=None)
@given(st.integers(1, 19).flatmap(lambda size: st.text("0123456789", min_size=size, max_size=size)))
def test_digits_without_a_word_are_nothing(digits):
    assert found(f"It says {digits} there") == []


@pytest.mark.parametrize(
    "text",
    [
        "MRN " * 5000 + "1",
        "1 " * 20_000,
        "born " * 8000 + "3",
        "fax (" + "0 " * 20_000,
        "plate A" * 5000,
        "account 1-" * 4000,
    ],
)
def test_hostile_texts_end_in_time(text):
    DETECTOR.find([text], STRUCTURED)


def test_a_structured_type_says_where_its_format_comes_from():
    assert [name for name, row in TYPES.items() if not row.needs_parse and not row.format] == []
