"""The bootstrap of a mean of −1, 0 and +1 without random draws: its exact distribution."""

from __future__ import annotations

import math

import numpy as np

_REACH = 12  # standard deviations beyond which the distribution of the sum holds nothing that is seen


def bootstrap_bounds(shares: tuple[float, float, float], n: int, level: float) -> tuple[float, float]:
    """Percentile bounds of the mean of n answers drawn from ``shares`` of −1, 0, +1.

    The nonparametric bootstrap draws n of the n answers with replacement: the sum has the characteristic
    function φ(t)ⁿ with φ(t) = d·e⁻ⁱᵗ + m + p·eⁱᵗ, which a Fourier transform turns into its distribution. So
    this is what 'as many draws as you like' converge to. Source: Efron 1979.
    """
    down, level_share, up = shares
    mean = up - down
    spread = math.sqrt(max(0.0, n * (up + down - mean**2)))
    centre = round(n * mean)
    half = min(2 * n, math.ceil(_REACH * spread) + 1)
    size = 2 * half + 1
    angle = 2 * np.pi * np.arange(size) / size
    turn = down * np.exp(-1j * angle) + level_share + up * np.exp(1j * angle)
    shifted = turn**n * np.exp(-1j * angle * ((centre - half) % size))
    chance = np.fft.fft(shifted).real / size  # of the sums centre − half … centre + half
    reached = np.cumsum(chance)
    tails = [(1 - level) / 2, (1 + level) / 2]
    low, high = (centre - half + int(np.searchsorted(reached, tail - 1e-12)) for tail in tails)
    return max(-1.0, low / n), min(1.0, high / n)
