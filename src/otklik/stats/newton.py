"""The top of a concave log-likelihood, and what lies flat around it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from otklik.stats.arrays import Array

_STEPS, _HALVINGS = 60, 40
_GAIN = 1e-12  # expected gain of a step, in log-likelihood, after which no other is taken
_FLAT = 1e-9  # information below which a direction is flat, relative to the most at the start

Landscape = Callable[[Array], tuple[float, Array, Array]]


@dataclass(frozen=True)
class Summit:
    """``point`` (k,) of the largest log-likelihood ``height``; ``inverse`` (k, k) of the information there.

    ``flat`` (k, f): directions in which the data hold no information, or in which the likelihood climbs
    for ever (separation). ``inverse`` is zero along them.
    """

    point: Array
    height: float
    inverse: Array
    flat: Array


def climb(landscape: Landscape, start: Array) -> Summit:
    """Newton's method with halved steps. ``landscape``: point → log-likelihood, gradient, information."""
    point, (height, slope, information) = start, landscape(start)
    floor = _FLAT * float(np.linalg.eigvalsh(information)[-1])
    for _ in range(_STEPS):
        inverse, _ = _inverted(information, floor)
        step = inverse @ slope
        gain = float(slope @ step)
        for _ in range(_HALVINGS):
            there = landscape(point + step)
            if there[0] >= height - 1e-13 * abs(height):
                break
            step = step / 2
        else:
            break
        point, (height, slope, information) = point + step, there
        if gain < _GAIN:
            break
    return Summit(point, height, *_inverted(information, floor))


def _inverted(information: Array, floor: float) -> tuple[Array, Array]:
    values, vectors = np.linalg.eigh(information)
    kept = values > floor
    return (vectors[:, kept] / values[kept]) @ vectors[:, kept].T, vectors[:, ~kept]
