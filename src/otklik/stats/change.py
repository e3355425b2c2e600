"""Why a score moved between two waves: topics heard more often, topics that weigh more, and the rest."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from otklik.errors import UsageError
from otklik.stats.arrays import Array, matrix, vector, weighting
from otklik.stats.regression import ols_hc3


@dataclass(frozen=True)
class Change:
    """``total`` = ``rest`` + Σ volume + Σ severity, exactly, in units of y; NaN counts 0 in the sums.

    By column of X (p,): ``volume``, what the change of its share moved; ``severity``, what the change of its
    effect moved; each with its standard error. ``share`` and ``effect``: (2, p), first wave and second.
    """

    total: float
    rest: float
    volume: Array
    volume_se: Array
    severity: Array
    severity_se: Array
    share: Array
    effect: Array


@dataclass(frozen=True)
class _Wave:
    """Mean outcome; by column: share and its variance, effect (OLS) and its variance."""

    mean: float
    share: Array
    share_variance: Array
    effect: Array
    effect_variance: Array


def decompose_change(
    first: tuple[ArrayLike, ArrayLike],
    second: tuple[ArrayLike, ArrayLike],
    *,
    counts: tuple[ArrayLike, ArrayLike] | None = None,
    within: tuple[ArrayLike, ArrayLike] | None = None,
) -> Change:
    """The change of a mean from the ``first`` wave to the ``second``, each (X, y) of shapes (r, p) and (r,).

    Δȳ = Δintercept + Σ β̄·Δs (volume) + Σ s̄·Δβ (severity), with s the means of the columns of X (shares, for
    flags), β those of OLS in each wave, bars for the mean of both waves: an identity, no approximation.
    ``counts``, ``within``: one (r,) array per wave, as in ``ols_hc3``. Where one wave cannot tell an effect
    (a topic not yet heard), that of the other stands for both: all its change is volume. Where neither
    can, volume and severity are NaN and what they hold is in ``rest``. Standard errors by the delta
    method from HC3 and the variance of shares, as independent: right where the model is linear.
    Source: Kitagawa 1955; Oaxaca 1973, with the symmetric weights of Reimers 1983.
    Raises UsageError for shapes that do not fit or waves with different columns.
    """
    pairs = zip((first, second), counts or (None, None), within or (None, None), strict=True)
    before, after = (_wave(*wave, count, spread) for wave, count, spread in pairs)
    if len(before.share) != len(after.share):
        raise UsageError(f"the first wave has {len(before.share)} columns, the second {len(after.share)}")
    share, told = np.array([before.share, after.share]), np.array([before.effect, after.effect])
    effect, mean_variance, turn_variance = _effects(told, before.effect_variance, after.effect_variance)
    shift, turn = share[1] - share[0], effect[1] - effect[0]
    middle, level = effect.mean(axis=0), share.mean(axis=0)
    share_variance = before.share_variance + after.share_variance
    volume, severity, total = middle * shift, level * turn, after.mean - before.mean
    return Change(
        total=total,
        rest=total - float(np.nansum(volume) + np.nansum(severity)),
        volume=volume,
        volume_se=np.sqrt(shift**2 * mean_variance + middle**2 * share_variance),
        severity=severity,
        severity_se=np.sqrt(level**2 * turn_variance + turn**2 * share_variance / 4),
        share=share,
        effect=told,
    )


def _effects(told: Array, first: Array, second: Array) -> tuple[Array, Array, Array]:
    """Effects (2, p) where one wave lends to the other what that cannot tell; from the variances of both,
    the variance of their mean and of their difference (0 where one was lent)."""
    known = ~np.isnan(told)
    both = known.all(axis=0)
    mean = np.where(both, (first + second) / 4, np.where(known[0], first, second))
    return np.where(known, told, told[::-1]), mean, np.where(both, first + second, 0)


def _wave(X: ArrayLike, y: ArrayLike, counts: ArrayLike | None, within: ArrayLike | None) -> _Wave:
    design, outcome = matrix(X, "X"), vector(y, "y")
    line = ols_hc3(design, outcome, counts=counts, within=within)
    if not line.n:
        raise UsageError("a wave holds no observations", mend="leave it out")
    count = weighting(counts, "counts", like=outcome)
    share = count @ design / count.sum()
    share_variance = count @ (design - share) ** 2 / (line.n * max(line.n - 1, 1))
    return _Wave(float(count @ outcome / count.sum()), share, share_variance, line.coef, line.se**2)
