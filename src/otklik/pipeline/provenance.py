"""What a result was made with: versions, and the beginnings of the checksums that tell one model, taxonomy or
file from another."""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from os import PathLike
from pathlib import Path

from otklik import pack
from otklik.resources import folder

SHOWN = 12
"""Hexadecimal digits of a SHA-256 that are shown."""


def checksum(file: Path) -> str:
    """The SHA-256 of a file as it lies on the disk."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def versions(taxonomy: str | PathLike[str] | None, model: str | PathLike[str] | None) -> dict[str, str]:
    """The version of otklik; checksums of the bundled models, of the user's own ``model`` and of the
    taxonomy's file, the bundled one where ``taxonomy`` is None."""
    models = sorted(place for place in folder("models").iterdir() if (place / pack.MANIFEST).exists())
    own = [] if model is None else [Path(model)]
    rules = folder("data") / "taxonomy.yaml" if taxonomy is None else Path(taxonomy)
    told = {"otklik": version("otklik")}
    told |= {place.name: pack.checksum(place)[:SHOWN] for place in [*models, *own]}
    return told | {rules.name: checksum(rules)[:SHOWN]}
