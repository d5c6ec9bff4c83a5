from __future__ import annotations

import pytest
from hypothesis import assume, given
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
    "udi": ["(01)00643169001763", "(01) 10845687654323", "+A123BJC5D6E71G"],
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


BODIES = {
    "aba-routing": ("{0:08d}{1}", 99_999_999),
    "luhn": ("4{0:014d}{1}", 10**14 - 1),
    "npi": ("1{0:08d}{1}", 99_999_999),
    "dea": ("AB{0:06d}{1}", 999_999),
    "isbn": ("978{0:09d}{1}", 10**9 - 1),
    "udi": ("(01){0:013d}{1}", 10**13 - 1),
}


@pytest.mark.parametrize("name", sorted(BODIES))
@given(st.data())
def test_exactly_one_of_ten_check_digits_is_right(name, data):
    form, largest = BODIES[name]
    body = data.draw(st.integers(1, largest))
    written = [form.format(body, digit) for digit in range(10)]
    assume(all(len(set(filter(str.isdigit, one))) > 1 for one in written))
    assert [CHECKS[name](one) for one in written].count(True) == 1


@given(st.integers(10**8, 10**9 - 1))
def test_an_nhs_number_has_one_check_digit_or_none(body):
    right = [digit for digit in range(10) if CHECKS["nhs-number"](f"{body}{digit}")]
    weighted = sum(weight * int(digit) for weight, digit in zip(range(10, 1, -1), str(body), strict=True))
    expected = (11 - weighted % 11) % 11
    assume(len(set(str(body))) > 1)
    assert right == ([expected] if expected < 10 else [])


@given(st.integers(0, 10**14 - 1))
def test_an_iban_has_the_check_digits_that_iso_7064_computes(account):
    account_text = f"WEST{account:014d}"
    digits = int("".join(str(int(char, 36)) for char in f"{account_text}GB00"))
    right = f"{98 - digits % 97:02d}"
    assert CHECKS["iban"](f"GB{right}{account_text}")
    assert not CHECKS["iban"](f"GB{(int(right) + 1) % 97:02d}{account_text}")


@given(st.text("ABCDEFGHJKLMNPRSTUVWXYZ0123456789", min_size=16, max_size=16))
def test_exactly_one_of_eleven_check_characters_of_a_vin_is_right(body):
    written = [body[:8] + char + body[8:] for char in "0123456789X"]
    assume(all(len(set(one)) > 1 for one in written))
    assert [CHECKS["vin"](one) for one in written].count(True) == 1


@given(st.integers(10**14, 10**15 - 1), st.integers(0, 13))
def test_luhn_notices_two_neighbours_changed_places(body, position):
    number = next(f"{body}{digit}" for digit in range(10) if CHECKS["luhn"](f"{body}{digit}"))
    first, second = number[position : position + 2]
    assume(first != second and {first, second} != {"0", "9"})
    assert not CHECKS["luhn"](number[:position] + second + first + number[position + 2 :])
