"""Check digits: which numbers a bank, a pension fund or a tax office could have given out."""

from __future__ import annotations

_INN = {
    10: (((2, 4, 10, 3, 5, 9, 4, 6, 8), 9),),
    12: (((7, 2, 4, 10, 3, 5, 9, 4, 6, 8), 10), ((3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8), 11)),
}
"""Weights, and the place of the digit they give, by length (order of the tax service MMV-7-6/435)."""


def luhn(number: str) -> bool:
    """Bank cards, 13 to 19 digits (ISO/IEC 7812-1, annex B); not one digit repeated."""
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in number[-2::-2])
    total = sum(map(int, number[::-2])) + sum(doubled)
    return 13 <= len(number) <= 19 and len(set(number)) > 1 and total % 10 == 0


def snils(number: str) -> bool:
    """The Russian pension number, 11 digits (decree 192p of the pension fund, 2006)."""
    if len(number) != 11 or len(set(number)) == 1:
        return False
    total = sum(weight * int(digit) for weight, digit in zip(range(9, 0, -1), number, strict=False))
    return total % 101 % 100 == int(number[9:])


def inn(number: str) -> bool:
    """The Russian taxpayer number, 10 or 12 digits."""
    checks = _INN.get(len(number), ())
    return len(set(number)) > 1 and bool(checks) and all(_weighted(number, *check) for check in checks)


def _weighted(number: str, weights: tuple[int, ...], place: int) -> bool:
    total = sum(weight * int(digit) for weight, digit in zip(weights, number, strict=False))
    return total % 11 % 10 == int(number[place])


def iban(number: str) -> bool:
    """The international bank account number without spaces, 15 to 34 characters (ISO 13616)."""
    if not 15 <= len(number) <= 34 or not (number.isascii() and number.isalnum()):
        return False
    return int("".join(str(int(sign, 36)) for sign in number[4:] + number[:4])) % 97 == 1
