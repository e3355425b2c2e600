"""Memory: given back to the system where it is free, and not looked through while it fills."""

from __future__ import annotations

import ctypes
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock


def give_back() -> None:
    """After much has been freed: the C library may keep it (glibc does), where other parts of the process, as
    arrays and objects of Python, cannot use it. Other libraries give it back by themselves."""
    try:
        trim = ctypes.CDLL(None).malloc_trim
    except (OSError, AttributeError, TypeError):
        return
    trim(0)


_ONE_AT_A_TIME = RLock()


@contextmanager
def filling() -> Iterator[None]:
    """While much is made that stays, such as the rules of a taxonomy: looking for garbage among it, again and
    again as it grows, takes a fifth of the time and finds none. What was made counts as old
    afterwards. Threads take turns."""
    with _ONE_AT_A_TIME:
        looked = gc.isenabled()
        gc.disable()
        try:
            yield
        finally:
            if looked:
                if not gc.get_freeze_count():
                    gc.freeze()
                    gc.unfreeze()
                gc.enable()
