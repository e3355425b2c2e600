"""Where ``data/`` and ``models/`` are: inside the installed package, or beside ``src`` in a checkout."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def folder(name: str) -> Path:
    """The folder ``data`` or ``models``. Raises FileNotFoundError when the installation lacks it."""
    for base in (_PACKAGE, _PACKAGE.parents[1]):
        if (base / name).is_dir():
            return base / name
    raise FileNotFoundError(f"otklik is installed without its {name}/ folder; reinstall the package")


def lessons(name: str) -> Path:
    """A folder of ``data`` that only training reads, such as ``labels``: the installed package does
    not hold them, so they are those of the checkout that the package, or else the command, runs in."""
    beside = folder("data") / name
    return beside if beside.is_dir() else Path.cwd() / "data" / name
