"""The figures that carry the same name as a headline."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from otklik.score_kinds import ScoreKind
from otklik.stats import ces, csat, csat235


def variants(values: ArrayLike, kind: ScoreKind, *, counts: ArrayLike | None = None) -> dict[str, float]:
    """The figures that carry the same name as the headline, each by its own: which one is meant must be said.

    ces7, ces5: ``mean``, ``agree`` (percent of 5–7; 4–5), ``index`` (percent of 6–7 less 1–3; 4–5 less 1–2);
    csat5: ``top_box`` (percent of 4–5), ``mean``, ``net`` (percent of 4–5 less 1–2); csat235: ``mean``,
    ``index`` (the mean on 0 … 100). On a scale where 1 is best the answers are turned round first. Empty for
    other kinds.
    """
    answers = np.asarray(values, dtype=np.float64)
    if kind.better == "low" and kind.low is not None and kind.high is not None:
        answers = kind.low + kind.high - answers
    match kind.name:
        case "ces7" | "ces5":
            effort = ces(answers, counts=counts, scale=(1, 7) if kind.name == "ces7" else (1, 5))
            return {"mean": effort.mean.value, "agree": effort.agree.value, "index": effort.index}
        case "csat5":
            found = csat(answers, counts=counts)
            return {"top_box": found.top.value, "mean": found.mean.value, "net": found.net}
        case "csat235":
            russian = csat235(answers, counts=counts)
            return {"mean": russian.mean.value, "index": russian.index}
    return {}
