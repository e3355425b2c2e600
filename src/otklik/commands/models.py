"""``otklik models``: what is installed, with its figures."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from otklik import options
from otklik.manual import Command
from otklik.options import FILE


@click.command(cls=Command)
@click.argument("folders", type=FILE, nargs=-1, metavar="[FOLDER]...")
@click.option("--json", "as_json", is_flag=True)
@options.language
def models(folders: tuple[Path, ...], as_json: bool, lang: str | None) -> None:
    """The bundled models and those in FOLDERS: languages, sizes, what they were trained on, their figures."""
    from otklik import pack
    from otklik.own import made
    from otklik.resources import folder

    bundled = sorted(path.parent for path in folder("models").glob(f"*/{pack.MANIFEST}"))
    found = [_described(path) for path in (*bundled, *map(made, folders))]
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
    else:
        click.echo("\n\n".join("\n".join(_lines(one)) for one in found))


def _described(folder: Path) -> dict[str, Any]:
    """Id, place, size and facts of a pack; reading it checks its files."""
    from otklik import pack

    told = pack.read(folder)
    size = sum(file.stat().st_size for file in folder.iterdir() if file.is_file())
    return {"id": told.id, "folder": str(folder), "bytes": size, **told.facts}


def _lines(model: Mapping[str, Any]) -> Iterator[str]:
    yield f"{model['id']}  {model.get('language', 'any language')}, {model['bytes'] / 1e6:.1f} MB"
    yield f"  labels      {', '.join(model.get('classes') or model['heads'])}"
    yield f"  trained on  {_short(model['trained_on'])}"
    for name, value in _flat(model["metrics"]):
        yield f"  {name}: {value}"


def _short(trained: Mapping[str, Any]) -> str:
    """The sets and their sizes in one line."""
    return ", ".join(_told(name, value) for name, value in trained.items())


def _told(name: str, value: Any) -> str:
    if isinstance(value, list):
        return f"{len(value)} {name}"
    if isinstance(value, Mapping):
        return f"{name}: " + ", ".join(f"{one} {count:,}" for one, count in value.items())
    return f"{name} {value:,}" if isinstance(value, int) else f"{name} {value}"


def _flat(metrics: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    """Each figure under its full name; those of every single label and the lists are for --json."""
    for name, value in metrics.items():
        full = f"{above}{name.replace('_', ' ')}"
        if isinstance(value, Mapping) and set(value) == {"value", "low", "high"}:
            yield full, f"{value['value']} [{value['low']}, {value['high']}]"
        elif isinstance(value, Mapping) and not name.endswith("f1"):
            yield from _flat(value, f"{full}, ")
        elif not isinstance(value, Mapping | list):
            yield full, value
