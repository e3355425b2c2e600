"""``otklik models``: what is installed, and how good it is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from otklik import options
from otklik.manual import Command
from otklik.options import FILE
from otklik.sentences import tell
from otklik.terminal import show
from otklik.tongue import spoken


@click.command(cls=Command)
@click.argument("folders", type=FILE, nargs=-1, metavar="[FOLDER]...")
@click.option("--json", "as_json", is_flag=True)
@options.language
def models(folders: tuple[Path, ...], as_json: bool, lang: str | None) -> None:
    """The bundled models and those in FOLDERS: what they say, what they learnt from, how good they are."""
    from otklik import pack
    from otklik.commands import told
    from otklik.own import made
    from otklik.resources import folder
    from otklik.taxonomy import load

    bundled = sorted(path.parent for path in folder("models").glob(f"*/{pack.MANIFEST}"))
    found = [_described(path) for path in (*bundled, *map(made, folders))]
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
        return
    names = {id: name[spoken()] for id, name in load().names.items()}
    for model in found:
        show("\n".join(tell(line, spoken()) for line in told.model(model, names)) + "\n")
    for line in told.how_to_read(folder("models")):
        show(tell(line, spoken()))


def _described(folder: Path) -> dict[str, Any]:
    """Id, place, size and facts of a pack; reading it checks its files."""
    from otklik import pack

    told = pack.read(folder)
    size = sum(file.stat().st_size for file in folder.iterdir() if file.is_file())
    return {"id": told.id, "folder": str(folder), "bytes": size, **told.facts}
