"""Model artefacts: a folder of plain files, each with its sha256 in a manifest. Nothing in it can run.

``manifest.json``: format, id, sha256 of every other file, and free facts (training data, metrics).
``arrays.npz``: numpy arrays, read with ``allow_pickle=False``. ``card.md``: the same facts for people.

The format number goes up when an older reader would misread a newer pack.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from otklik.errors import ModelError
from otklik.sentences import Sentence

FORMAT = "otklik-pack/1"
MANIFEST, ARRAYS = "manifest.json", "arrays.npz"


@dataclass(frozen=True)
class Pack:
    """A model as read: its id, arrays by name, and the manifest's facts."""

    id: str
    arrays: Mapping[str, NDArray[Any]]
    facts: Mapping[str, Any]


def read(folder: Path) -> Pack:
    """Read and check a pack. Raises ModelError when a file is missing, altered, or of another format."""
    manifest = _manifest(folder)
    try:
        content = (folder / ARRAYS).read_bytes()
        if hashlib.sha256(content).hexdigest() != manifest["sha256"][ARRAYS]:
            raise _broken(folder, Sentence("{file} does not have the checksum in its manifest", file=ARRAYS))
        return Pack(manifest["id"], _arrays(content), manifest["facts"])
    except OSError as error:
        raise _broken(folder, error) from None
    except (KeyError, TypeError) as error:
        why = Sentence("{file} is not complete: {why}", file=MANIFEST, why=error)
        raise _broken(folder, why) from None
    except (ValueError, zipfile.BadZipFile) as error:
        why = Sentence("{file} does not hold plain arrays: {why}", file=ARRAYS, why=error)
        raise _broken(folder, why) from None


def facts(folder: Path) -> Mapping[str, Any]:
    """The facts of a pack, its arrays unread. Raises ModelError as ``read`` does."""
    found = _manifest(folder).get("facts")
    if not isinstance(found, dict):
        raise _broken(folder, Sentence("{file} is not complete: {why}", file=MANIFEST, why="'facts'"))
    return found


def _manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a pack that this version reads."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf8"))
    except (OSError, ValueError) as error:
        raise _broken(folder, error) from None
    found = manifest.get("format") if isinstance(manifest, dict) else None
    if not isinstance(manifest, dict) or found != FORMAT:
        why = Sentence("format {found!r}, this version reads {known!r}", found=found, known=FORMAT)
        raise _broken(folder, why)
    return manifest


def _broken(folder: Path, why: object) -> ModelError:
    return ModelError(
        "model {folder}: {why}",
        folder=folder.name,
        why=why,
        mend="python -m pip install --force-reinstall otklik",
    )


def checksum(folder: Path) -> str:
    """The SHA-256 of a pack's arrays, as its manifest tells it."""
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf8"))
    return str(manifest["sha256"][ARRAYS])


def _arrays(content: bytes) -> dict[str, NDArray[Any]]:
    """The arrays of an npz by name. Raises ValueError where one would need unpickling."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {
            name.removesuffix(".npy"): np.lib.format.read_array(archive.open(name), allow_pickle=False)
            for name in archive.namelist()
        }


def write(folder: Path, pack: Pack, card: str) -> None:
    """Write a pack; the same arrays and facts give the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    content = _archive(pack.arrays)
    (folder / ARRAYS).write_bytes(content)
    (folder / "card.md").write_text(card, encoding="utf8")
    manifest = {
        "format": FORMAT,
        "id": pack.id,
        "sha256": {ARRAYS: hashlib.sha256(content).hexdigest()},
        "facts": pack.facts,
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf8")


def _archive(arrays: Mapping[str, NDArray[Any]]) -> bytes:
    """An npz without the time of writing, so that its bytes depend on the arrays alone."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(arrays):
            member = io.BytesIO()
            np.lib.format.write_array(member, np.ascontiguousarray(arrays[name]), allow_pickle=False)
            info = zipfile.ZipInfo(f"{name}.npy", date_time=(1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, member.getvalue())
    return buffer.getvalue()
