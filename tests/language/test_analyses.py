"""What is read from pymorphy3's dictionary directly is what pymorphy3 itself would say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik.languages.ru_analyses import all_of, analyses_of, morphology

FORMS = """
стали стекло банка карты еще ещё всё мои лучших ивановны вежливо ютуб осадок закрыт счастья телеграм кто-то
по-русски бабуля замерзла чеков синей 10 5-й iv т.д а ё
"""


def told(form: str) -> list[tuple[str, str, frozenset[str], float, bool]]:
    return [
        (
            one.normal_form.replace("ё", "е"),
            str(one.tag.POS or ""),
            one.tag.grammemes,
            one.score,
            one.is_known,
        )
        for one in morphology().parse(form)
    ]


@pytest.mark.parametrize("form", FORMS.split())
def test_the_analyses_are_pymorphys_in_its_order(form: str) -> None:
    assert list(map(tuple, all_of(form))) == told(form)


@given(st.text("абвгдеёиклмнопрстуьыя-", min_size=1, max_size=8))
def test_of_any_letters(form: str) -> None:
    assert list(map(tuple, all_of(form))) == told(form)


def test_a_tie_is_lost_by_what_is_seldom_meant() -> None:
    kept = analyses_of("чеков")
    assert kept[0].normal == "чек"
    assert len(kept) < len(all_of("чеков"))
