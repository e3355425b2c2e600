"""What each stage of labelling costs: functions of the pipeline under a clock, each without the others."""

from __future__ import annotations

import functools
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest import mock

from otklik import linear, prepare
from otklik.evidence import Quoter
from otklik.pipeline import label
from otklik.pipeline.label import Labeller
from otklik.pipeline.reasons import Reasons
from otklik.polarity import PolarityModel
from otklik.redaction import Redactor
from otklik.repair import Repairer
from otklik.sentiment import SentimentModel
from otklik.sieve import Sieve
from otklik.taxonomy import Matcher
from otklik.topics import TopicModel

STAGES: tuple[tuple[str, Any, tuple[str, ...]], ...] = (
    ("chunks sieved", Sieve, ("steps",)),
    ("markup out", prepare, ("clean",)),
    ("quoted mail out", prepare, ("own_words",)),
    ("personal data masked", Redactor, ("changes",)),
    ("words repaired", Repairer, ("changes",)),
    ("chunks, words, clauses", label, ("batch",)),
    ("weights of words", linear.Scorer, ("word_scores",)),
    ("sentiment", SentimentModel, ("feel", "judge")),
    ("rules", Matcher, ("find",)),
    ("topics", TopicModel, ("find", "grounds")),
    ("polarity", PolarityModel, ("clauses", "read", "decide")),
    ("evidence in words", Quoter, ("quote",)),
    ("reasons in words", Reasons, ("tell",)),
    ("language", label, ("languages",)),
    ("all the rest", Labeller, ("label",)),
)


def stage_costs(worker: Labeller, batches: Sequence[Sequence[str]]) -> dict[str, float]:
    """Microseconds of processor time a comment, by stage and together."""
    with _clocked() as spent:
        for batch in batches:
            worker.label(batch)
    total = sum(map(len, batches))
    costs = {name: spent[name] / total / 1000 for name, _, _ in STAGES}
    return costs | {"together": sum(costs.values())}


@contextmanager
def _clocked() -> Iterator[Counter[str]]:
    """While it lasts, what the stages spend is counted in nanoseconds."""
    spent: Counter[str] = Counter()
    inner = [0]
    with ExitStack() as stack:
        for name, owner, functions in STAGES:
            for function in functions:
                clocked = _clock(getattr(owner, function), name, spent, inner)
                stack.enter_context(mock.patch.object(owner, function, clocked))
        yield spent


def _clock(
    function: Callable[..., Any], name: str, spent: Counter[str], inner: list[int]
) -> Callable[..., Any]:
    """The function, its time less that of the clocked ones it calls counted under ``name``; ``inner`` is the
    time of those that have been called so far, one level below another."""

    @functools.wraps(function)
    def clocked(*given: Any, **named: Any) -> Any:
        inner.append(0)
        began = time.thread_time_ns()
        try:
            return function(*given, **named)
        finally:
            took = time.thread_time_ns() - began
            spent[name] += took - inner.pop()
            inner[-1] += took

    return clocked
