"""Batches through one function: in order, in this process or in several."""

from __future__ import annotations

import gc
import os
import time
from functools import partial

import numpy as np
import pytest
from threadpoolctl import ThreadpoolController, threadpool_limits

from otklik.engines.local import ordered
from otklik.errors import ColumnError, OtklikError


def _ten() -> int:
    return 10


def _times(state: int, item: int) -> int:
    if item == 7:
        raise ColumnError("seven", mend="--no-seven")
    return state * item


def _die(state: int, item: int) -> None:
    os._exit(1)


def _sleep(state: int, item: int) -> int:
    if item:
        time.sleep(30)
    return item


def _fail() -> int:
    raise ColumnError("no state", mend="--state")


def _several_threads() -> int:
    np.ones((2, 2)) @ np.ones((2, 2))
    threadpool_limits(limits=2)
    return 2


def _threads(state: int, item: int) -> list[int]:
    return [pool["num_threads"] for pool in ThreadpoolController().info()]


@pytest.mark.parametrize("workers", [1, 2])
def test_products_of_matrices_keep_to_one_thread(workers: int) -> None:
    with threadpool_limits(limits=2):  # what this process had comes back
        told = list(ordered(_threads, range(3), start=_several_threads, workers=workers))
    assert told
    assert all(threads and set(threads) == {1} for threads in told)


@pytest.mark.parametrize("workers", [1, 2])
def test_answers_come_in_the_order_of_the_items(workers: int) -> None:
    items = [0, 1, 2, 3, 4, 5, 6, 8, 9]
    assert list(ordered(_times, items, start=_ten, workers=workers)) == [10 * item for item in items]


@pytest.mark.parametrize("workers", [1, 2])
def test_a_mistake_in_a_worker_is_raised_here_with_its_mend(workers: int) -> None:
    with pytest.raises(ColumnError, match="seven") as error:
        list(ordered(_times, range(20), start=_ten, workers=workers))
    assert (error.value.message, error.value.mend) == ("seven", "--no-seven")


@pytest.mark.parametrize("workers", [1, 2])
def test_a_state_that_cannot_be_made_is_told_too(workers: int) -> None:
    with pytest.raises(ColumnError, match="no state"):
        list(ordered(_times, [1], start=_fail, workers=workers))


def test_a_worker_that_is_killed_is_a_mistake_with_a_mend() -> None:
    with pytest.raises(OtklikError, match="ended abruptly") as error:
        list(ordered(_die, [1], start=_ten, workers=2))
    assert error.value.mend == "--workers 1"


def test_items_are_taken_as_they_are_needed() -> None:
    taken: list[int] = []

    def items():  # type: ignore[no-untyped-def]
        for item in range(100):
            taken.append(item)
            yield 1

    answers = ordered(partial(_times), items(), start=_ten, workers=2)
    next(answers)
    answers.close()  # type: ignore[attr-defined]
    assert len(taken) < 10


def test_work_that_nobody_waits_for_is_ended_at_once() -> None:
    answers = ordered(_sleep, [0, 0, 1, 1, 1, 1, 1], start=_ten, workers=2)
    assert next(answers) == 0
    began = time.monotonic()
    answers.close()  # type: ignore[attr-defined]
    assert time.monotonic() - began < 5


def _threshold(state: int, item: int) -> int:
    return gc.get_threshold()[0]


@pytest.mark.parametrize("workers", [1, 2])
def test_garbage_is_looked_for_seldom_while_items_are_worked_on(workers: int) -> None:
    assert set(ordered(_threshold, [1, 2], start=_ten, workers=workers)) == {50_000}


def test_a_process_gets_its_habits_back_even_where_nobody_waits_for_all_answers() -> None:
    before = gc.get_threshold()
    answers = ordered(_times, [1, 2], start=_ten)
    assert next(answers) == 10
    del answers
    assert gc.get_threshold() == before
