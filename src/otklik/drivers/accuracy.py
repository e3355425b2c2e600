"""How good the model's labels are on a labelled sample, and how many labels a figure still needs."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from otklik.drivers.cells import Array, Cells
from otklik.drivers.table import MINIMUM
from otklik.drivers.trusted import TRUE
from otklik.records import ACCURACY_COLUMNS
from otklik.stats import ppi_labels, wilson

NAN = float("nan")


def accuracy(labelled: Cells, *, minimum: int = MINIMUM, level: float = 0.95) -> pd.DataFrame:
    """ACCURACY_COLUMNS, one row per flag of the ``labelled`` cells (those of ``trusted``).

    ``precision``: share of what the model ``found`` that people say too; ``recall``: share of what is
    ``right`` that the model found; both with Wilson's bounds, NaN below ``minimum`` mentions.
    """
    names = [name for name in labelled.names if not name.startswith(TRUE)]
    guess, true = (_flags(labelled, [prefix + name for name in names]) for prefix in ("", TRUE))
    count = labelled.counts.astype(np.float64)
    found, right, both = (count @ marks for marks in (guess, true, guess * true))
    return pd.DataFrame(
        [
            accuracy_row(name.rpartition(":"), labelled.n, figures, minimum=minimum, level=level)
            for name, *figures in zip(names, found.tolist(), right.tolist(), both.tolist(), strict=True)
        ],
        columns=list(ACCURACY_COLUMNS),
    )


def accuracy_row(
    name: tuple[str, str, str], labelled: int, figures: list[float], *, minimum: int, level: float = 0.95
) -> dict[str, Any]:
    """One row: ``name`` is (topic, ':', polarity), ``figures`` what was found, what is right, and both."""
    found, right, both = figures
    row: dict[str, Any] = {"topic": name[0], "polarity": name[2], "labelled": labelled}
    row |= {"found": int(found), "right": int(right), "both": int(both)}
    for figure, of in (("precision", found), ("recall", right)):
        share = wilson(both, of, level=level)
        told = (share.value, share.low, share.high) if of >= max(1, minimum) else (NAN, NAN, NAN)
        row |= dict(zip((figure, f"{figure}_low", f"{figure}_high"), told, strict=True))
    return row


def labels_needed(labelled: Cells, others: Cells, *, width: float, minimum: int = MINIMUM) -> Array:
    """How many comments more must be labelled until the share of each flag of ``others`` (k,) has an interval
    of ``width`` (see ``otklik.stats.ppi_labels``); NaN where ``trusted`` gives no figure."""
    names = list(others.names)
    rows = [
        (_flags(cells, wanted), cells.counts)
        for cells, wanted in ((labelled, [TRUE + name for name in names]), (labelled, names), (others, names))
    ]
    needed = np.full(len(names), np.nan)
    mentions = rows[0][1] @ rows[0][0]
    for at in np.flatnonzero(np.minimum(mentions, labelled.n - mentions) >= max(2, minimum)):
        true, guess, far = (np.repeat(flags[:, at], counts) for flags, counts in rows)
        needed[at] = max(0, ppi_labels(true, guess, far, width=width) - labelled.n)
    return needed


def _flags(cells: Cells, names: list[str]) -> Array:
    places = [cells.names.index(name) for name in names]
    return cells.patterns[cells.pattern][:, places].astype(np.float64)
