"""Memory that is free, given back to the system."""

from __future__ import annotations

import ctypes


def give_back() -> None:
    """After much has been freed: the C library may keep it (glibc does), where other parts of the process, as
    arrays and objects of Python, cannot use it. Other libraries give it back by themselves."""
    try:
        trim = ctypes.CDLL(None).malloc_trim
    except (OSError, AttributeError, TypeError):
        return
    trim(0)
