"""Sums of consecutive rows and arrays that grow: whatever the way they take, the figures are the same."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik import sums
from otklik.room import with_room
from otklik.sums import sum_by

SIZES = st.lists(st.integers(0, 4), min_size=1, max_size=12)


@given(SIZES, st.integers(1, 3), st.integers(0, 2**32 - 1))
def test_few_rows_are_summed_as_many_are_to_the_bit(sizes: list[int], columns: int, seed: int) -> None:
    values = np.random.default_rng(seed).normal(size=(sum(sizes), columns)).astype(np.float32)
    group = np.repeat(np.arange(len(sizes)), sizes)
    few = sum_by(values, group, len(sizes))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sums, "_FEW", -1)
        many = sum_by(values, group, len(sizes))
    assert few.tobytes() == many.tobytes()
    assert few.shape == (len(sizes), columns)
    for number, total in enumerate(few):
        np.testing.assert_allclose(total, values[group == number].sum(axis=0, dtype=float), atol=1e-12)


@given(st.integers(0, 6), st.integers(0, 20), st.sampled_from([0, 1]))
def test_an_array_grows_with_zeros_behind_what_was_there(have: int, needed: int, axis: int) -> None:
    array = np.moveaxis(np.arange(1, 2 * have + 1, dtype=np.int32).reshape(have, 2), 0, axis)
    grown = with_room(array, needed, axis)
    assert grown.shape[axis] >= max(have, needed)
    assert grown.dtype == array.dtype
    old, new = np.split(grown, [have], axis=axis)
    assert np.array_equal(old, array)
    assert not new.any()


def test_an_array_with_room_enough_is_not_copied() -> None:
    array = np.ones(5)
    assert with_room(array, 5) is array
