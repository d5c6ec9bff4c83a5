from __future__ import annotations

import pytest

from postlint.detect.numbering import mistake
from postlint.types import Span


def found(text):
    span = mistake(text, [Span(0, len(text))])
    return None if span is None else text[span.start : span.end]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1/3 One\n3/3 Three", "3/3"),
        ("1/3 One\n2/3 Two", "2/3"),
        ("1/3 One\n2/4 Two\n3/3 Three", "2/4"),
        ("One (1/3)\nTwo (2/3)\nTwo again (2/3)\nThree (3/3)", "(2/3)"),
        ("1/2: One\n1/2: Again\n2/2: Two", "1/2:"),
    ],
)
def test_the_first_number_that_is_wrong(text, number):
    assert found(text) == number


@pytest.mark.parametrize(
    "text",
    [
        "1/3 One\n2/3 Two\n3/3 Three",
        "One 1/2\nTwo 2/2",
        "🧵 1/2\nOne\n2/2\nTwo",
        "1/4",
        "1/2 cup flour\n1/4 tsp salt\n2/4 tbsp oil",
        "We share it 50/50, 24/7.\nOpen 9/5",
        "Rated 3/5\nRated 4/5",
        "On 3/12\nOn 4/12",
        "",
    ],
)
def test_threads_in_order_and_other_pairs_of_numbers(text):
    assert found(text) is None
