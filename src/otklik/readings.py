"""What the bundled models make of comments, for a model of the user's own to be judged beside."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Readings:
    """What the bundled models make of each comment: ``values`` is comments × ``names``."""

    names: tuple[str, ...]
    values: NDArray[np.float64]

    @classmethod
    def none(cls, comments: int) -> Readings:
        """Nothing, for a model that is to stand alone."""
        return cls((), np.zeros((comments, 0)))
