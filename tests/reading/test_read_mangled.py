"""Cells that Excel has changed are named with their column, an example and their number."""

from __future__ import annotations

import pandas as pd
import pytest

from otklik.reading.mangled import mangled


@pytest.mark.parametrize(
    ("header", "cells", "said"),
    [
        ("Ticket", ["1.2E+11", "1.2E+11", "120"], "cells like '1.2E+11' (2) are long numbers that Excel cut"),
        ("Номер", ["1,23457E+11"], "cells like '1,23457E+11' (1) are long numbers"),
        (
            "Карта",
            [f"{n}234567890123450" for n in range(1, 4)],
            "have zeros for all digits after the fifteenth",
        ),
        ("Оценка", ["04.май", "5", "4"], "cells like '04.май' (1) are dates that Excel made of scores"),
        ("score", ["4-May", "4/5"], "cells like '4-May' (1) are dates that Excel made of scores"),
        ("Оценка", ["4/5", "2024-05-04"], "cells like '2024-05-04' (1) are dates"),
        ("CSAT", [pd.Timestamp("2024-05-04")], "cells like '2024-05-04 00:00:00' (1) are dates"),
        ("q3", ["10.окт", "9/10", "8/10"], "cells like '10.окт' (1) are dates"),
        (
            "Дата",
            ["2024-03-04 00:00:00", "2024-05-06", "13.04.2024", "15.04.2024"],
            "may have day and month swapped by Excel",
        ),
        ("Отзыв", ["#NAME?", "#ИМЯ?", "хорошо"], "cells like '#NAME?' (2) are failed formulas"),
        ("Отзыв", ["########"], "cells like '########' (1) are failed formulas"),
    ],
)
def test_named(header: str, cells: list[object], said: str) -> None:
    (sentence,) = mangled(pd.Series(cells, name=header, dtype=object))
    assert sentence.startswith(repr(header))
    assert said in sentence


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("Дата", ["2024-05-04", "04.05.2024"]),
        ("Дата оценки", ["2024-05-04", "04.май"]),
        ("Дата", ["2024-03-04", "2024-03-14", "13.04.2024", "15.04.2024"]),
        ("Отзыв", ["ждал с 4 мая", "1.2E+11 раз просил", "#хештег"]),
        ("Оценка", [5, 4.0, None]),
        ("id", ["120000000000", "79161234567", "1234567890123456"]),
        ("пусто", []),
    ],
)
def test_sound_cells_are_not(header: str, cells: list[object]) -> None:
    assert mangled(pd.Series(cells, name=header, dtype=object)) == []


def test_one_such_cell_among_hundreds_of_texts_is_somebodys_own() -> None:
    comments = pd.Series(["5.56E+15", *(f"Ждал {n} дней" for n in range(300))], name="Отзыв")
    assert mangled(comments) == []
