"""Check digits, against published examples and against a digit gone wrong."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from otklik.redaction.check_digits import iban, inn, luhn, snils

EXAMPLES = [
    (luhn, "4111111111111111"),  # the test card of payment gateways
    (luhn, "378282246310005"),
    (snils, "11223344595"),  # the example of the pension fund's own description
    (inn, "7707083893"),  # a bank's, from the public register
    (inn, "500100732259"),  # the example of the tax service's description
    (iban, "GB82WEST12345698765432"),  # ISO 13616's registry
    (iban, "DE89370400440532013000"),
]


@pytest.mark.parametrize(("check", "number"), EXAMPLES)
def test_an_example_holds(check: Callable[[str], bool], number: str) -> None:
    assert check(number)


@pytest.mark.parametrize(("check", "number"), EXAMPLES)
def test_one_wrong_digit_is_noticed(check: Callable[[str], bool], number: str) -> None:
    for place in range(4, len(number)):
        if number[place].isdigit():
            wrong = number[:place] + str((int(number[place]) + 1) % 10) + number[place + 1 :]
            assert not check(wrong), place


@pytest.mark.parametrize(
    ("check", "number"), [(luhn, "0" * 16), (snils, "0" * 11), (inn, "0" * 10), (iban, "")]
)
def test_a_repeated_digit_or_nothing_is_no_number(check: Callable[[str], bool], number: str) -> None:
    assert not check(number)
