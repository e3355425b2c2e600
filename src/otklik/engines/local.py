"""Batches through one function, in order, in this process or in several."""

from __future__ import annotations

import gc
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any, TypeVar

from threadpoolctl import threadpool_limits

from otklik.errors import OtklikError

State = TypeVar("State")
Item = TypeVar("Item")
Answer = TypeVar("Answer")

_AHEAD = 2
"""Batches under way for each worker: enough to keep it busy, few enough that memory stays flat."""
_SELDOM = (50_000, 20, 20)
"""After how many new objects garbage in circles is looked for, and after how many looks farther."""

_state: Any = None


def ordered(
    function: Callable[[State, Item], Answer],
    items: Iterable[Item],
    *,
    start: Callable[[], State],
    workers: int = 1,
) -> Iterator[Answer]:
    """``function(state, item)`` for each item, answers in the order of the items.

    Each process makes its own ``state`` with ``start``, once. Everything passed must be importable at the
    top of a module. A failure in a worker is raised here; OtklikError when a process was killed.
    """
    if workers <= 1:
        with _seldom_looked():
            state = start()
            with _one_thread():
                yield from (function(state, item) for item in items)
        return
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_begin)
    try:
        yield from _spread(pool, function, items, start, _AHEAD * workers)
        pool.shutdown()
    except BrokenProcessPool as error:
        raise OtklikError(
            "a worker process ended abruptly, most often for want of memory, or because a script calls "
            'otklik outside of `if __name__ == "__main__":`',
            mend="--workers 1",
        ) from error
    finally:
        _stop(pool)


def _spread(
    pool: ProcessPoolExecutor,
    function: Callable[[State, Item], Answer],
    items: Iterable[Item],
    start: Callable[[], State],
    most: int,
) -> Iterator[Answer]:
    waiting: deque[Future[Answer]] = deque()
    for item in items:
        waiting.append(pool.submit(_work, function, start, item))
        if len(waiting) >= most:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def _stop(pool: ProcessPoolExecutor) -> None:
    """End a pool that is still at work at once: nobody waits for its answers any more."""
    processes = list((pool._processes or {}).values())  # there is no public way before Python 3.14
    pool.shutdown(wait=False, cancel_futures=True)
    for process in processes:
        process.kill()


@contextmanager
def _seldom_looked() -> Iterator[None]:
    """While it lasts, garbage in circles is looked for seldom: batches leave hardly any, and the look costs a
    tenth of the time."""
    often = gc.get_threshold()
    gc.set_threshold(*_SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*often)


def _one_thread() -> threadpool_limits:
    """Products of matrices keep to the thread they are asked in, from now on or while it lasts: those of a
    batch are small, and more threads mostly wait for each other."""
    return threadpool_limits(limits=1)


def _begin() -> None:
    """Ctrl-C reaches every process of a terminal: only the first one shall answer it. Garbage is looked
    for as seldom as in ``_seldom_looked``."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(*_SELDOM)


def _work(function: Callable[[Any, Any], Any], start: Callable[[], Any], item: Any) -> Any:
    global _state
    if _state is None:  # here rather than in _begin, so that a failure comes back as what it is
        _state = start()
        _one_thread()
        gc.freeze()  # what was loaded stays
    return function(_state, item)
