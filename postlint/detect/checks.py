"""Check digits and shapes of published numbering schemes; imports data.

Each takes the words as written (spaces, hyphens and dots ignored) and never raises.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from postlint.detect.data import number_table

_IGNORED = str.maketrans("", "", " \t\n-.")
_VIN_LETTERS = {letter: 1 + index for index, letter in enumerate("ABCDEFGH")}
_VIN_LETTERS |= {letter: 1 + index for index, letter in enumerate("JKLMN")} | {"P": 7, "R": 9}
_VIN_LETTERS |= {letter: 2 + index for index, letter in enumerate("STUVWXYZ")}
_HIBC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. $/+%"
_GS1_DEVICE = re.compile(r"\(01\) ?(\d{14})(?!\d)", re.ASCII)
_VIN_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)


def _bare(text: str) -> str:
    return text.translate(_IGNORED).upper()


def _digits(text: str, *lengths: int) -> list[int] | None:
    """The digits, where the text is nothing else and has one of these lengths (any when none is named)."""
    bare = _bare(text)
    if not (bare.isascii() and bare.isdigit()) or (lengths and len(bare) not in lengths):
        return None
    return [int(digit) for digit in bare]


def _luhn(digits: list[int]) -> bool:
    doubled = (2 * digit - 9 * (digit > 4) for digit in digits[-2::-2])
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


def luhn(text: str) -> bool:
    """ISO/IEC 7812-1 annex B: payment cards, IMEI, many others. A row of one digit is no number."""
    digits = _digits(text)
    return digits is not None and len(digits) > 1 and len(set(digits)) > 1 and _luhn(digits)


def nhs_number(text: str) -> bool:
    """Modulus 11 of ten digits (NHS Data Dictionary, NHS NUMBER)."""
    digits = _digits(text, 10)
    if digits is None or len(set(digits)) == 1:
        return False
    return sum(weight * digit for weight, digit in zip(range(10, 0, -1), digits, strict=True)) % 11 == 0


def iban(text: str) -> bool:
    """ISO 13616: the country's length (SWIFT's IBAN registry), and modulus 97 of the whole is 1."""
    bare = _bare(text)
    if (
        not bare.isascii()
        or not bare.isalnum()
        or len(bare) != number_table("iban-lengths").get(bare[:2])
        or not bare[2:4].isdigit()
    ):
        return False
    return int("".join(str(int(char, 36)) for char in bare[4:] + bare[:4])) % 97 == 1


def npi(text: str) -> bool:
    """National Provider Identifier: Luhn over `80840` and the ten digits (45 CFR 162.406; CMS check digit standard)."""
    digits = _digits(text, 10)
    return digits is not None and digits[0] in (1, 2) and len(set(digits)) > 1 and _luhn([8, 0, 8, 4, 0, *digits])


def dea(text: str) -> bool:
    """Drug Enforcement Administration registration: digits 1, 3, 5 plus twice 2, 4, 6 end in digit 7."""
    bare = _bare(text)
    if len(bare) != 9 or not bare[0].isalpha() or not (bare[1].isalpha() or bare[1] == "9"):
        return False
    digits = _digits(bare[2:], 7)
    return digits is not None and (sum(digits[0:6:2]) + 2 * sum(digits[1:6:2])) % 10 == digits[6]


def aba(text: str) -> bool:
    """American Bankers Association routing number: weights 3, 7, 1."""
    digits = _digits(text, 9)
    if digits is None or len(set(digits)) == 1:
        return False
    return sum(weight * digit for weight, digit in zip((3, 7, 1) * 3, digits, strict=True)) % 10 == 0


def vin(text: str) -> bool:
    """Vehicle identification number: modulus 11 in the ninth place (49 CFR 565.15(c))."""
    bare = _bare(text)
    if len(bare) != 17 or not bare.isascii() or len(set(bare)) == 1:
        return False
    values = [int(char) if char.isdigit() else _VIN_LETTERS.get(char) for char in bare]
    if None in values:
        return False
    remainder = sum(weight * (value or 0) for weight, value in zip(_VIN_WEIGHTS, values, strict=True)) % 11
    return bare[8] == ("X" if remainder == 10 else str(remainder))


def ssn_shape(text: str) -> bool:
    """A number that the Social Security Administration can have issued: not 000, 666 or 9xx, no group of noughts."""
    bare = _bare(text)
    if _digits(text, 9) is None or bare in ("123456789", "987654320", "078051120"):
        return False
    return bare[:3] not in ("000", "666") and bare[0] != "9" and bare[3:5] != "00" and bare[5:] != "0000"


def isbn(text: str) -> bool:
    """ISO 2108: ISBN-10 (modulus 11) or ISBN-13 (modulus 10)."""
    bare = _bare(text)
    if len(set(bare)) < 2:
        return False
    if len(bare) == 10 and bare[:9].isdigit() and bare.isascii() and (bare[9].isdigit() or bare[9] == "X"):
        values = [*map(int, bare[:9]), 10 if bare[9] == "X" else int(bare[9])]
        return sum(weight * value for weight, value in zip(range(10, 0, -1), values, strict=True)) % 11 == 0
    digits = _digits(text, 13)
    if digits is None or bare[:3] not in ("978", "979"):
        return False
    return sum(weight * digit for weight, digit in zip((1, 3) * 6 + (1,), digits, strict=True)) % 10 == 0


def udi(text: str) -> bool:
    """Unique device identifier by one of FDA's three agencies (21 CFR 830.3).

    GS1: the check digit of the item number behind `(01)` (GS1 General Specifications 7.9). HIBCC: the last character
    is the rest of all others modulo 43 (ANSI/HIBC 2.6). ICCBBA has a shape and no check.
    """
    if text.startswith("+"):
        values = [_HIBC.find(char) for char in text]
        return len(text) > 6 and -1 not in values and len(set(text)) > 2 and sum(values[:-1]) % 43 == values[-1]
    gs1 = _GS1_DEVICE.match(text)
    if gs1 is None:
        return text.startswith("=/")
    digits = [int(digit) for digit in gs1.group(1)]
    return len(set(digits)) > 1 and sum(digit * (3 - 2 * (at % 2)) for at, digit in enumerate(digits)) % 10 == 0


CHECKS: Mapping[str, Callable[[str], bool]] = MappingProxyType(
    {
        "aba-routing": aba,
        "dea": dea,
        "iban": iban,
        "isbn": isbn,
        "luhn": luhn,
        "nhs-number": nhs_number,
        "npi": npi,
        "ssn-shape": ssn_shape,
        "udi": udi,
        "vin": vin,
    }
)
"""What `check` of a `pattern` condition may name."""
