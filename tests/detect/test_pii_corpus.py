"""Recall of the structured types, and the noise that must not come, on synthetic sentences that others labelled."""

from __future__ import annotations

import json
from collections import defaultdict
from functools import cache
from typing import Any

import pytest

from postlint.detect.entities import TYPES, Entity, EntityDetector
from postlint.detect.nlp import Pipeline
from tests.conftest import REPOSITORY

CORPUS = REPOSITORY.parent / "shared" / "corpus" / "pii" / "synth_dataset_v2.json"
pytestmark = pytest.mark.skipif(not CORPUS.exists(), reason="the synthetic PII corpus is not beside this checkout")

STRUCTURED = frozenset(name for name, row in TYPES.items() if not row.needs_parse)
EXPECTED = {
    "CREDIT_CARD": ("card", "Luhn and an issuer's range, with a payment word within eight words or in groups of four"),
    "IBAN_CODE": ("iban", "no word needed: country, its length and modulus 97"),
    "US_SSN": (
        "ssn",
        "a word such as 'SSN' within eight words, or the shape 219-09-9999 where the organisation is American",
    ),
    "EMAIL_ADDRESS": ("email", "no word needed: an address has its own shape"),
    "IP_ADDRESS": ("ip-address", "no word needed, but no word such as 'version' before it"),
    "PHONE_NUMBER": (
        "phone",
        "a valid number with gaps or '+'; any other needs a word such as 'call' within eight words",
    ),
    "DOMAIN_NAME": ("url", "no word needed: 'https://' or 'www.'"),
}
"""Label of the corpus: our type, and the rule of context by which it counts."""

ALSO = {"date-of-birth": {"DATE_TIME"}, "fax": {"PHONE_NUMBER"}, "driving-licence": {"US_DRIVER_LICENSE"}}
ALSO |= {"street-address": {"STREET_ADDRESS"}, "us-zip": {"ZIP_CODE", "STREET_ADDRESS"}, "handle": set()}
NOISY = (
    "UrlRecognizer",
    "EmailRecognizer",
    "UsLicense",
    "UsBank",
    "UsPassport",
    "UkPassport",
    "PhoneRecognizer",
    ".Za",
)


@cache
def corpus() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(CORPUS.read_text("utf-8"))
    return rows


@cache
def structured() -> list[tuple[Entity, ...]]:
    return EntityDetector(Pipeline()).find([row["full_text"] for row in corpus()], STRUCTURED)


def labels_under(row: dict[str, Any], entity: Entity) -> set[str]:
    return {
        span["entity_type"]
        for span in row["spans"]
        if entity.span.start < span["end_position"] and span["start_position"] < entity.span.end
    }


@pytest.mark.parametrize("label", EXPECTED)
def test_recall_of_a_structured_type_under_its_context_rule(label):
    kind, context_rule = EXPECTED[label]
    total = found = 0
    for row, entities in zip(corpus(), structured(), strict=True):
        for span in row["spans"]:
            if span["entity_type"] == label:
                total += 1
                found += any(
                    one.type == kind and one.span.start < span["end_position"] and span["start_position"] < one.span.end
                    for one in entities
                )
    assert total >= 10
    assert found / total >= 0.95, f"{label} ({context_rule}): {found} of {total}"


def test_what_is_found_is_labelled_so():
    """Stock Presidio calls 'A1' a licence, 'j.sm' a URL, and any ten digits a phone."""
    meant = {kind: {label} for label, (kind, _) in EXPECTED.items()} | ALSO
    right, wrong = defaultdict(int), defaultdict(list)
    for row, entities in zip(corpus(), structured(), strict=True):
        for one in entities:
            if labels_under(row, one) & meant.get(one.type, set()):
                right[one.type] += 1
            else:
                wrong[one.type].append(row["full_text"][one.span.start : one.span.end])
    assert set(wrong) <= {"phone"}, wrong
    assert len(wrong["phone"]) <= 0.05 * right["phone"], wrong


def test_bare_digits_are_neither_a_person_nor_a_date():
    texts = [row["full_text"] for row in corpus() if any(char.isdigit() for char in row["full_text"])][:250]
    for text, entities in zip(texts, EntityDetector(Pipeline()).find(texts, {"person", "date"}), strict=True):
        for one in entities:
            words = text[one.span.start : one.span.end]
            assert not (one.type == "person" and any(char.isdigit() for char in words)), words
            assert not words.isdigit() or (len(words) == 4 and words[:2] in ("19", "20")), words


def test_no_recogniser_of_presidio_that_finds_noise_is_used():
    assert [row.class_ for row in TYPES.values() if any(name in row.class_ for name in NOISY)] == []
