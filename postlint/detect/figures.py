"""Figures as readers understand them: '92%', '92 per cent' and 'nine in ten' are shares; imports types only.

A figure has a value, a kind, and how exactly it is meant. Whether one figure may stand for another is decided here: a
rounded share must not say more than the exact one unless it says 'nearly', and 'over' promises that it is more.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec
import regex

from postlint.types import Span

Kind = Literal["share", "times", "money", "year", "number"]
Meant = Literal["exactly", "over", "under", "at least", "at most", "about"]

_SMALL = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_TEENS = ("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
_UNITS = {word: number for number, word in enumerate((*_SMALL, *_TEENS))}
_UNITS |= {"couple": 2, "trio": 3, "dozen": 12}
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_SHORT = {"k": 1_000, "m": 1_000_000, "mn": 1_000_000, "bn": 1_000_000_000, "b": 1_000_000_000}
_PARTS = {"half": 2, "halves": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
_MULTIPLES = {"twice": 2.0, "double": 2.0, "doubled": 2.0, "doubles": 2.0, "doubling": 2.0, "triple": 3.0}
_MULTIPLES |= {
    "tripled": 3.0,
    "triples": 3.0,
    "trebled": 3.0,
    "treble": 3.0,
    "quadrupled": 4.0,
    "thrice": 3.0,
    "twofold": 2.0,
    "threefold": 3.0,
    "fourfold": 4.0,
}
_MULTIPLES |= {"fivefold": 5.0, "tenfold": 10.0}
_HALVED = frozenset({"halved", "halves", "halving"})

_HEDGES: dict[str, Meant] = {
    **dict.fromkeys(("more than", "over", "above", "upwards of", "in excess of", "north of", "beyond"), "over"),
    **dict.fromkeys(("less than", "fewer than", "under", "below"), "under"),
    **dict.fromkeys(("at least", "no less than", "no fewer than", "a minimum of"), "at least"),
    **dict.fromkeys(("up to", "at most", "as much as", "as many as", "no more than", "a maximum of"), "at most"),
    **dict.fromkeys(
        ("about", "around", "roughly", "approximately", "some", "almost", "nearly", "close to", "just under", "circa"),
        "about",
    ),
    "just over": "over",
    "well over": "over",
}
_NUMBER_WORD = "|".join(sorted((*_UNITS, *_TENS), key=len, reverse=True))
_SCALE = "|".join(_SCALES)
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_SPOKEN = rf"(?:{_NUMBER_WORD})(?:[-\ ](?:{_NUMBER_WORD}))?"
_WORDS = rf"(?:{_SPOKEN}(?:\ (?:{_SCALE})(?:(?:\ and|,)?\ {_SPOKEN})?)*|an?\ (?:{_SCALE}))"
_HEDGE = "|".join(sorted((hedge.replace(" ", "[ ]") for hedge in _HEDGES), key=len, reverse=True))
_UNIT = r"\ ?%|[-\ ]?per[-\ ]?cent(?:age\ points?)?\b|\ ?pc\b|[-\ ]?fold\b|x\b|\ times\b"
_FIGURE = regex.compile(
    rf"""(?<![\w.,£$€])(?:(?P<hedge>{_HEDGE})\ (?:the\ |a\ full\ |every\ )?)?
    (?:
      (?P<count>{_DIGITS}|{_NUMBER_WORD})\ ?(?:out\ of|in|of|/)(?:\ every|\ each|\ all)?\ ?
      (?P<of>10{{1,3}}\b|\d{{1,3}}\b|{_NUMBER_WORD}|hundred\b|a\ hundred\b)(?=\W|\Z)
    | (?:(?P<parts>a|an|one|two|three|four|\d)[-\ ](?=half|thi|qua|fif|six|eig|ten)|(?=half))
      (?P<part>half|(?:third|quarter|fifth|sixth|eighth|tenth)s?)\b(?![-\ ]\d)(?:\ an?\ (?P<partscale>{_SCALE})\b)?
    | (?P<multiple>{"|".join((*_MULTIPLES, *_HALVED))})\b
    | (?P<minus>[-\u2212])?(?:(?P<money>[£$€])\ ?)?
      (?:(?P<digits>{_DIGITS})(?P<short>(?:k|mn?|bn?)\b)?|(?P<words>{_WORDS})\b)
      (?:\ (?P<scale>{_SCALE})\b)?(?P<unit>{_UNIT})?
    )(?!\w|[.,]\d)""",
    regex.IGNORECASE | regex.VERBOSE,
)


class Figure(msgspec.Struct, frozen=True):
    """A figure in a text."""

    span: Span
    """With the words that say how it is meant; into the text it was found in."""
    value: float
    """Per cent of a share; the number itself otherwise."""
    kind: Kind
    meant: Meant = "exactly"
    step: float = 0.0
    """Of a share in parts ('nine in ten', 'a third'): points between it and the next; 0 of a plain figure."""

    def may_stand_for(self, exact: Figure) -> bool:
        """Whether who reads this figure learns nothing that the exact one does not bear out."""
        if self.kind != exact.kind and not {self.kind, exact.kind} <= {"number", "year"}:
            return False
        value, truth = self.value, exact.value
        near = max(self.step / 2, abs(truth) * _NEAR)
        above = min(near, _NEAR_SHARE) if self.kind == "share" and not self.step else near
        if self.meant == "over":
            return value < truth and truth - value <= max(self.step, near)
        if self.meant == "at least":
            return value <= truth and truth - value <= max(self.step, near)
        if self.meant in ("under", "at most"):
            return value >= truth and value - truth <= max(self.step, above)
        if self.meant == "about":
            return truth - near <= value <= truth + above
        if self.step:
            return value <= truth + _SAME and truth - value <= self.step / 2
        return abs(value - truth) <= _SAME * max(1.0, abs(truth))


_COARSE = 10.0
"""Points of a hundred by which shares in parts step at most: 'a third' is no word for 45%."""
_NEAR = 0.1
"""How far, of the exact value, a figure may lie from it that says that it is rounded."""
_NEAR_SHARE = 2.5
"""Points by which a share in per cent may lie above the exact one and still be 'nearly' so."""
_SAME = 1e-6


def figures(text: str) -> Iterator[Figure]:
    """The figures of a text, in order; a number that is part of a word or code is none."""
    for match in _FIGURE.finditer(text):
        yield _figure(match)


def _figure(match: regex.Match[str]) -> Figure:
    span = Span(*match.span())
    meant = _HEDGES.get((match["hedge"] or "").lower(), "exactly")
    if match["count"]:
        whole = _value(match["of"])
        count = _value(match["count"])
        if not whole or count > whole or (count == whole and whole != 100):  # '2025 in one line', '24/24'
            is_year = len(match["count"]) == 4 and 1900 <= count < 2100
            return Figure(Span(*match.span("count")), count, "year" if is_year else "number", meant)
        return Figure(span, 100 * count / whole, "share", meant, 0.0 if whole >= 100 else min(100 / whole, _COARSE))
    if match["partscale"]:  # 'half a million'
        number = _value(match["parts"] or "one") * _SCALES[match["partscale"].lower()]
        return Figure(span, number / _PARTS[match["part"].lower().removesuffix("s")], "number", meant)
    if match["part"]:
        size = _PARTS[match["part"].lower().removesuffix("s") if match["part"].lower() != "halves" else "halves"]
        number = _value(match["parts"] or "one")
        return Figure(span, 100 * number / size, "share", meant, _COARSE)
    if match["multiple"]:
        word = match["multiple"].lower()
        if word in _HALVED:
            return Figure(span, 50.0, "share", meant, _COARSE)
        return Figure(span, _MULTIPLES[word], "times", meant)
    value = _value(match["digits"] or match["words"]) * (-1 if match["minus"] else 1)
    value *= _SHORT.get((match["short"] or "").lower(), 1) * _SCALES.get((match["scale"] or "").lower(), 1)
    kind = _kind(match, value)
    if kind == "year":  # 'over 2025' is no comparison
        return Figure(Span(*match.span("digits")), value, kind)
    return Figure(span, value, kind, meant)


def _kind(match: regex.Match[str], value: float) -> Kind:
    unit = (match["unit"] or "").strip(" -").lower()
    if unit.startswith(("%", "p")):
        return "share"
    if unit:
        return "times"
    if match["money"]:
        return "money"
    is_year = match["digits"] is not None and len(match["digits"]) == 4 and 1900 <= value < 2100
    return "year" if is_year and not match["scale"] else "number"


def _value(words: str) -> float:
    """The value of digits, or of a number in words."""
    if words[0].isdigit():
        return float(words.replace(",", ""))
    total, current = 0, 0
    for word in regex.split(r"[- ]", words.lower()):
        if word in _SCALES:
            current = max(current, 1) * _SCALES[word]
            if _SCALES[word] >= 1_000:
                total, current = total + current, 0
        else:
            current += _UNITS.get(word, _TENS.get(word, 1 if word in ("a", "an") else 0))
    return float(total + current)
