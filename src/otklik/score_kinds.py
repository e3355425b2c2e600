"""The kinds of score: scales, which end is good, and the headline figure of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from otklik.errors import UndecidedError, UsageError


@dataclass(frozen=True)
class ScoreKind:
    """A scale and what its headline metric averages.

    ``low`` and ``high`` bound the valid values (None: unbounded). ``better`` is 'high', 'low', or None
    while the direction is not yet said. ``metric`` names the headline figure: 'nps' (+100/0/−100 per
    answer), 'top_box' (100 for a satisfied answer, else 0), 'rate' (100 for a 1, else 0),
    'mean' (the value itself). ``cuts`` are the two inner bounds of the three shares shown beside it
    (detractors ≤ first cut < middle < second cut ≤ promoters, for NPS 6 and 9). ``words`` say what the
    folded words of a column count where its answers are words (see ``otklik.reading.score_words``).
    """

    name: str
    metric: str
    low: float | None = None
    high: float | None = None
    integer: bool = True
    better: str | None = "high"
    cuts: tuple[float, float] | None = None
    words: tuple[tuple[str, float], ...] = field(default=(), repr=False)

    @property
    def spec(self) -> str:
        """The spelling the user writes after ``COL=``."""
        match self.name, self.better:
            case "csat3", str(better):
                return f"csat3:{1 if better == 'low' else 3}=best"
            case "binary", str(better):
                return f"binary:{1 if better == 'low' else 0}=bad"
            case "number", str(better):
                return f"number:{better}=good"
            case name, "low" if (name, "1=best") in _DIRECTIONS:
                return f"{name}:1=best"
        return self.name


SCORE_KINDS: Mapping[str, ScoreKind] = {
    kind.name: kind
    for kind in (
        ScoreKind("nps", "nps", 0, 10, cuts=(6, 9)),
        ScoreKind("csat5", "top_box", 1, 5, cuts=(2, 4)),
        ScoreKind("csat3", "top_box", 1, 3, better=None, cuts=(1, 3)),
        ScoreKind("csat235", "mean", 2, 5, cuts=(2, 5)),
        ScoreKind("ces7", "mean", 1, 7, cuts=(3, 5)),
        ScoreKind("ces5", "mean", 1, 5, cuts=(2, 4)),
        ScoreKind("stars5", "mean", 1, 5, cuts=(2, 4)),
        ScoreKind("rating10", "mean", 1, 10, cuts=(4, 8)),
        ScoreKind("binary", "rate", 0, 1, better=None),
        ScoreKind("number", "mean", integer=False, better=None),
        ScoreKind("churn", "rate", 0, 1, better="low"),
        ScoreKind("retention", "rate", 0, 1),
        ScoreKind("success", "rate", 0, 1),
        ScoreKind("error", "rate", 0, 1, better="low"),
        ScoreKind("abandonment", "rate", 0, 1, better="low"),
        ScoreKind("time", "mean", 0, integer=False, better="low"),
        ScoreKind("clicks", "mean", 0, integer=False, better="low"),
        ScoreKind("ltv", "mean", integer=False),
    )
}

_DIRECTIONS: Mapping[tuple[str, str], str] = {
    ("csat3", "1=best"): "low",
    ("csat3", "3=best"): "high",
    **{(name, "1=best"): "low" for name in ("csat5", "ces5", "ces7", "stars5", "rating10")},
    ("binary", "1=bad"): "low",
    ("binary", "1=good"): "high",
    ("binary", "0=bad"): "high",
    ("number", "low=good"): "low",
    ("number", "high=good"): "high",
}


def parse_kind(spec: str) -> ScoreKind:
    """Read ``nps``, ``csat3:1=best``, ``binary:1=bad``, ``number:low=good`` …

    Raises UsageError for a kind that does not exist, UndecidedError when its direction must be said.
    """
    name, _, direction = (part.strip().lower() for part in spec.partition(":"))
    if name not in SCORE_KINDS:
        raise UsageError(
            "there is no score kind {name!r}",
            name=name,
            kinds=list(SCORE_KINDS),
            mend="kinds: {kinds}; what each means: otklik report --help",
        )
    kind = SCORE_KINDS[name]
    ways = [way for kind_name, way in _DIRECTIONS if kind_name == name]
    if direction:
        if (name, direction) not in _DIRECTIONS:
            raise UsageError(
                "{direction!r} is not a direction of {name}",
                direction=direction,
                name=name,
                ways=[f"{name}:{way}" for way in ways],
                mend="one of: {ways}" if ways else "write {name}",
            )
        return replace(kind, better=_DIRECTIONS[name, direction])
    if kind.better is None:
        raise UndecidedError(
            "which end of a {name} score is good cannot be told from numbers",
            name=name,
            ways=[f"{name}:{way}" for way in ways],
            mend="say it: {ways: or }",
        )
    return kind
