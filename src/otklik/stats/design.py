"""What the rows of a regression can tell: which coefficients, and how surely their spread is known."""

from __future__ import annotations

import numpy as np

from otklik.stats.arrays import Array, Flags

_RANK = 1e-10  # smallest singular value kept, relative to the largest, of columns scaled to length 1
_BATCH = 2000  # rows worked on at once: bounds the memory
_SLACK = 1e-9  # least 1 − leverage: a row that the line passes through has none


def decompose(design: Array) -> tuple[Array, Array, Flags]:
    """Least squares of any y (r,) on ``design`` (r, p), which may lack rank: b = inverse · basisᵀ · y.

    Returns the orthonormal ``basis`` (r, rank), ``inverse`` (p, rank), and which b (p,) the rows determine.
    """
    length = np.linalg.norm(design, axis=0)
    length[length == 0] = 1
    q, r = np.linalg.qr(design / length)
    left, singular, right = np.linalg.svd(r, full_matrices=False)
    kept = singular > _RANK * singular[0]
    inverse = (right[kept] / singular[kept, None]).T / length[:, None]
    return q @ left[:, kept], inverse, (right[kept] ** 2).sum(axis=0) > 1 - 1e-8


def satterthwaite(basis: Array, inverse: Array, count: Array) -> Array:
    """Degrees of freedom (p,) that the HC3 variance of each coefficient is worth, if errors are alike.

    ``basis``, ``inverse`` as of ``decompose``, a row of the basis standing for ``count`` (r,) observations.
    With H the hat matrix, h its diagonal, c an observation's pull on the coefficient and a = c²/(1 − h)²,
    the variance is Σ a·e², and 2·mean²/variance of that: (Σ a(1 − h))² / (Σ a²(1 − 2h) + Σᵢⱼ aᵢaⱼHᵢⱼ²).
    Source: Satterthwaite 1946; Bell & McCaffrey 2002; Imbens & Kolesár 2016.
    """
    rows = basis / np.sqrt(count)[:, None]
    slack = np.maximum(1 - (rows**2).sum(axis=1), _SLACK)
    pull = (rows @ inverse.T) ** 2 / slack[:, None] ** 2
    spread = (count * (2 * slack - 1)) @ pull**2 + _together(rows, count[:, None] * pull)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(((count * slack) @ pull) ** 2 / spread)


def _together(rows: Array, weights: Array) -> Array:
    """Σᵢⱼ aᵢaⱼHᵢⱼ² for each column of ``weights`` (r, p), where H = rows · rowsᵀ, of rows (r, k): the squared
    length of Σᵢ aᵢ · rowᵢ rowᵢᵀ, a symmetric matrix of which one half is summed."""
    left, right = np.triu_indices(rows.shape[1])
    sums = np.zeros((weights.shape[1], len(left)))
    for start in range(0, len(rows), _BATCH):
        part = rows[start : start + _BATCH]
        sums += weights[start : start + _BATCH].T @ (part[:, left] * part[:, right])
    return np.asarray(sums**2 @ np.where(left == right, 1.0, 2.0))
