"""Check digits: which numbers a bank, a pension fund or a tax office could have given out."""

from __future__ import annotations

_INN = {
    10: (((2, 4, 10, 3, 5, 9, 4, 6, 8), 9),),
    12: (((7, 2, 4, 10, 3, 5, 9, 4, 6, 8), 10), ((3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8), 11)),
}
"""Weights, and the place of the digit they give, by length (order of the tax service MMV-7-6/435)."""
_LENGTHS = """
    AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ES24
    FI18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32
    LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MR27 MT31 MU30 NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22
    RU33 SA24 SC31 SE24 SI19 SK24 SM27 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20
"""
_IBAN = {entry[:2]: int(entry[2:]) for entry in _LENGTHS.split()}
"""Characters of an account number by country (the registry of ISO 13616)."""


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
    """The international bank account number without spaces, of the length its country has (ISO 13616)."""
    if not number.isascii() or _IBAN.get(number[:2].upper()) != len(number):
        return False
    return int("".join(str(int(sign, 36)) for sign in number[4:] + number[:4])) % 97 == 1
