"""The filter form: lines in, records out, nothing lost."""

from __future__ import annotations

import pytest

from otklik.errors import InputError
from otklik.reading.lines import lines


def test_json_lines_keep_unknown_fields_and_order() -> None:
    found = list(lines(['{"z": 1, "text": "да", "extra": [1, {"a": null}]}\n', '{"text": "нет"}\n']))
    assert [line.record for line in found] == [
        {"z": 1, "text": "да", "extra": [1, {"a": None}]},
        {"text": "нет"},
    ]
    assert list(found[0].record) == ["z", "text", "extra"]
    assert all(line.is_json for line in found)


def test_plain_lines_and_blank_ones_stay() -> None:
    found = list(lines(["Долго\r\n", "\n", "  с пробелом \n", "{не json\n"]))
    assert [line.record["text"] for line in found] == ["Долго", "", "  с пробелом ", "{не json"]
    assert not any(line.is_json for line in found)


def test_blank_line_among_json() -> None:
    assert [line.is_json for line in lines(["\n", '{"text": "a"}\n', "\n"])] == [False, True, False]


def test_a_broken_json_line_is_named() -> None:
    with pytest.raises(InputError, match="line 2"):
        list(lines(['{"text": "a"}\n', '{"text": \n']))


def test_lines_are_not_read_ahead() -> None:
    def endless():  # type: ignore[no-untyped-def]
        while True:
            yield "ещё\n"

    assert next(iter(lines(endless()))).record == {"text": "ещё"}


@pytest.mark.parametrize("value", ["[" * 100_000 + "]" * 100_000, "9" * 5000], ids=["deep", "long number"])
@pytest.mark.parametrize("before", [[], ['{"text": "a"}\n']], ids=["first", "second"])
def test_json_that_python_cannot_hold_is_named(value: str, before: list[str]) -> None:
    with pytest.raises(InputError, match=f"line {len(before) + 1}"):
        list(lines([*before, f'{{"text": "a", "x": {value}}}\n']))
