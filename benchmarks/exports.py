"""Exports as programs write them: drawn over encodings, delimiters, quoting, header shapes and sizes."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

UNICODE = ("utf-8", "utf-8-sig", "utf-16", "utf-16-be-sig", "utf-16-le", "utf-16-be")
ENCODINGS = {
    "ru": (*UNICODE, "cp1251", "cp1251", "koi8-r", "cp866", "mac-cyrillic", "iso-8859-5"),
    "en": (*UNICODE, "cp1252", "latin-1"),
}
DELIMITERS = (";", ",", "\t", "|")
HEADERS = ("none", "one", "one", "titles", "sep=", "blank lines")
QUOTING = ("minimal", "all", "backslash")
SIZES = (1, 2, 3, 5, 10, 30, 100, 500, 2000)
NAMES = {
    "ru": ["Номер", "Дата", "Оценка", "Канал", "Город", "Комментарий", "Что улучшить?"],
    "en": ["id", "date", "score", "channel", "city", "comment", "What should we improve?"],
}
TITLES = {
    "ru": ["Выгрузка отзывов за март 2026", "Сформировано: 01.04.2026 10:00"],
    "en": ["Customer feedback, March 2026", "Created: 01.04.2026 10:00"],
}
VALUES = {
    "ru": (["чат", "почта", "звонок", "приложение"], ["Москва", "Казань", "Омск", "Санкт-Петербург"]),
    "en": (["chat", "email", "phone", "app"], ["London", "Zürich", "Málaga", "New York"]),
}
SHORT = {
    "ru": ["Да", "Нет", "Всё хорошо", "нет", "Спасибо!", "ок", "Очень долго", "плохо", "Отлично"],
    "en": ["ok", "Good", "no", "Très bien, merci", "café was great", "£5 fee", "don’t know", "naïve staff"],
}
COLUMNS = (
    (5,),
    (5,),
    (0, 5),
    (0, 2, 5),
    (0, 1, 2, 3, 5),
    (0, 1, 2, 3, 4, 5, 6),
    (2, 5),
    (1, 3, 5),
    (3, 4, 5),
)


@dataclass(frozen=True)
class Export:
    """``raw``: the bytes of the file; ``columns`` (None without a header) and ``rows``: what it says."""

    label: str
    raw: bytes
    text: str
    delimiter: str
    columns: list[str] | None
    rows: list[list[str]]


def exports(texts: dict[str, list[str]], n: int, seed: int) -> Iterator[Export]:
    """``n`` exports, drawn; each language, encoding and delimiter comes in turn."""
    dice = random.Random(seed)
    for number in range(n):
        language = "ru" if number % 3 else "en"
        encoding = ENCODINGS[language][number // 3 % len(ENCODINGS[language])]
        yield _export(dice, language, encoding, texts[language])


def _export(dice: random.Random, language: str, encoding: str, texts: list[str]) -> Export:
    delimiter, header, quoting = dice.choice(DELIMITERS), dice.choice(HEADERS), dice.choice(QUOTING)
    chosen, size = dice.choice(COLUMNS), dice.choice(SIZES)
    end = dice.choice(("\n", "\r\n", "\r\n", "\r"))
    table = [[NAMES[language][at] for at in chosen]]
    table += [_row(dice, language, number, texts, chosen) for number in range(1, size + 1)]
    table = [[_writable(cell, encoding) for cell in row] for row in table]
    if quoting == "backslash":  # exporters of this kind differ in what they do to a lone one
        table = [[cell.replace("\\", "/") for cell in row] for row in table]
    if end == "\r":  # Python 3.11 writes a line feed without quotes then
        table = [[cell.replace("\n", " ") for cell in row] for row in table]
    if header == "none":
        del table[0]
    text = _above(header, language, delimiter, end) + _written(table, delimiter, quoting, end)
    columns = None if header == "none" else table.pop(0)
    label = (
        f"{language} {encoding} {delimiter!r} {header} {quoting} {size} rows {len(chosen)} columns {end!r}"
    )
    one = "" if len(chosen) == 1 and header != "sep=" else delimiter
    return Export(label, _encoded(text, encoding), text, one, columns, table)


def _row(
    dice: random.Random, language: str, number: int, texts: list[str], chosen: Sequence[int]
) -> list[str]:
    def comment() -> str:
        return dice.choice(SHORT[language]) if dice.random() < 0.2 else dice.choice(texts)

    channels, cities = VALUES[language]
    date = f"{dice.randint(1, 28):02}.{dice.randint(1, 12):02}.2026"
    blank = dice.random() < 0.3
    row = [
        str(1000 + number), date, str(dice.randint(0, 10)), dice.choice(channels), dice.choice(cities),
        comment(), "" if blank else comment(),
    ]  # fmt: skip
    return [row[at] for at in chosen]


def _writable(cell: str, encoding: str) -> str:
    """The cell as an export in this encoding can hold it."""
    name = encoding.removesuffix("-sig")
    plain = cell.strip().replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    return plain.encode(name, "replace").decode(name).removeprefix("\ufeff")


def _above(header: str, language: str, delimiter: str, end: str) -> str:
    if header == "titles":
        return end.join([*TITLES[language], "", ""])
    return {"sep=": f"sep={delimiter}{end}", "blank lines": end * 2}.get(header, "")


def _written(table: list[list[str]], delimiter: str, quoting: str, end: str) -> str:
    out = io.StringIO(newline="")
    how = csv.QUOTE_ALL if quoting == "all" else csv.QUOTE_MINIMAL
    escape = {"doublequote": False, "escapechar": "\\"} if quoting == "backslash" else {}
    writer = csv.writer(out, delimiter=delimiter, quoting=how, lineterminator=end, **escape)  # type: ignore[arg-type]
    writer.writerows(table)
    return out.getvalue()


def _encoded(text: str, encoding: str) -> bytes:
    return ("\ufeff" + text).encode("utf-16-be") if encoding == "utf-16-be-sig" else text.encode(encoding)
