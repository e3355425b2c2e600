"""Equal numbers in an array, found all at once as they would be one by one."""

from __future__ import annotations

from itertools import groupby

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from otklik.runs import ends_of, held, occurrences, starts

NUMBERS = st.lists(st.integers(0, 3), max_size=12)


@given(NUMBERS)
def test_a_run_begins_with_a_new_number_and_ends_before_the_next(numbers: list[int]) -> None:
    begins = starts(np.array(numbers, np.intp))
    ends = ends_of(begins, len(numbers))
    runs = [numbers[begin:end] for begin, end in zip(begins, ends, strict=True)]
    assert runs == [list(run) for _, run in groupby(numbers)]


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), max_size=12))
def test_a_run_of_pairs_begins_where_either_number_is_new(pairs: list[tuple[int, int]]) -> None:
    first, second = np.array(pairs, np.intp).reshape(-1, 2).T
    begins = [at for at in range(len(pairs)) if at == 0 or pairs[at] != pairs[at - 1]]
    assert starts(first, second).tolist() == begins


@given(NUMBERS, st.integers(0, 4))
def test_each_number_is_held_by_the_places_it_stands_at(numbers: list[int], many: int) -> None:
    places = np.arange(len(numbers))
    found = {number: places[here].tolist() for number, here in held(np.array(numbers, np.intp), many)}
    there = {number for number in numbers if number < many}
    assert found == {one: [at for at, number in enumerate(numbers) if number == one] for one in sorted(there)}


def test_places_that_are_all_are_a_slice_and_no_copy() -> None:
    assert list(held(np.array([1, 1]), 3)) == [(1, slice(None))]


@given(NUMBERS)
def test_each_number_is_told_how_often_it_occurs(numbers: list[int]) -> None:
    assert occurrences(np.array(numbers, np.intp)).tolist() == [numbers.count(number) for number in numbers]
