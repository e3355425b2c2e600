"""Batches through one function, in order, in this process or in several."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any, TypeVar

State = TypeVar("State")
Item = TypeVar("Item")
Answer = TypeVar("Answer")

_AHEAD = 2
"""Batches under way for each worker: enough to keep it busy, few enough that memory stays flat."""

_state: Any = None


def _begin(start: Callable[[], Any]) -> None:
    global _state
    _state = start()


def _work(function: Callable[[Any, Any], Any], item: Any) -> Any:
    return function(_state, item)


def ordered(
    function: Callable[[State, Item], Answer],
    items: Iterable[Item],
    *,
    start: Callable[[], State],
    workers: int = 1,
) -> Iterator[Answer]:
    """``function(state, item)`` for each item, answers in the order of the items.

    Each process makes its own ``state`` with ``start``, once. Everything passed must be importable at the
    top of a module. A failure in a worker is raised here.
    """
    if workers <= 1:
        state = start()
        yield from (function(state, item) for item in items)
        return
    context = get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_begin, initargs=(start,)) as pool:
        waiting: deque[Future[Answer]] = deque()
        for item in items:
            waiting.append(pool.submit(_work, function, item))
            if len(waiting) >= _AHEAD * workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
