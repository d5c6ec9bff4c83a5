from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postlint.detect.checks import CHECKS

# Published specimens of each scheme.
VALID = {
    "aba-routing": ["021000021", "011000015", "1210-0035-8"],
    "dea": ["AB1234563", "F91234563"],
    "iban": ["GB82 WEST 1234 5698 7654 32", "DE89370400440532013000", "FR1420041010050500013M02606"],
    "isbn": ["0-306-40615-2", "978-0-306-40615-7", "080442957X"],
    "luhn": ["4111 1111 1111 1111", "378282246310005", "79927398713"],
    "nhs-number": ["943 476 5919", "401-023-2137"],
    "npi": ["1234567893"],
    "ssn-shape": ["219-09-9999", "001010001"],
    "vin": ["1M8GDM9AXKP042788", "5GZCZ43D13S812715"],
}


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in VALID.items() for text in texts])
def test_accepts_specimens(name, text):
    assert CHECKS[name](text)


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in VALID.items() for text in texts])
def test_a_changed_digit_is_noticed(name, text):
    if name == "ssn-shape":
        return
    position = max(index for index, char in enumerate(text) if char.isdigit())
    changed = text[:position] + str((int(text[position]) + 1) % 10) + text[position + 1 :]
    assert not CHECKS[name](changed)


@pytest.mark.parametrize("text", ["", "x", "0000000000", "000000000", "0" * 17, "１２３４", "²³¹"])
@pytest.mark.parametrize("name", sorted(VALID))
def test_refuses_rows_of_one_digit_and_other_scripts(name, text):
    assert not CHECKS[name](text)


@pytest.mark.parametrize("text", ["123-45-6789", "666-12-3456", "900-12-3456", "078-05-1120"])
def test_a_social_security_number_that_was_never_issued(text):
    assert not CHECKS["ssn-shape"](text)


@given(st.text(max_size=40))
def test_never_raises(text):
    for check in CHECKS.values():
        assert check(text) in (True, False)


def test_every_check_is_shown_to_work():
    assert set(VALID) == set(CHECKS)
