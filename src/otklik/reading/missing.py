"""A name that leads to no table, although the user sees one: what was meant."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path

from otklik.errors import InputError

_OWNERS = (("~$", ""), (".~lock.", "#"))
"""How spreadsheet programs call the file that says who has a workbook open, before and after its name."""


def no_file(path: Path) -> InputError:
    """There is none of this name: the folder is missing, or another file is called nearly so."""
    if not path.parent.is_dir():
        return InputError(
            "there is no folder {folder}", folder=path.parent, mend="check the name of the folder"
        )
    near = get_close_matches(path.name, _names(path.parent), n=1, cutoff=0.75)
    if near:
        return InputError(
            "there is no file {path}; did you mean {near!r}?", path=path, near=near[0], mend="check the name"
        )
    return InputError("there is no file {path}", path=path, mend="check the name and the folder")


def refuse_owner_file(path: Path) -> None:
    """Raises InputError for the file beside a workbook that is open in a spreadsheet program."""
    for before, after in _OWNERS:
        if path.name.startswith(before) and path.name.endswith(after):
            name = path.name.removeprefix(before).removesuffix(after)
            raise InputError(
                "{file} only says who has {name} open; it is no table",
                file=path.name,
                name=name,
                mend="name {name} itself",
            )


def _names(folder: Path) -> list[str]:
    try:
        return sorted(one.name for one in folder.iterdir())
    except OSError:  # a folder that may be entered but not listed
        return []
