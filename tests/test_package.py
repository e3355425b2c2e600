"""What is in the wheel: all that works at run time, and nothing that only trains the bundled models."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from otklik.errors import InputError
from otklik.train import gold

ROOT = Path(__file__).resolve().parents[1]
CHECKOUT = pytest.mark.skipif(not (ROOT / "pyproject.toml").is_file(), reason="not a checkout of the source")
NOT_SHIPPED = {"data/labels", "data/lessons", "data/meanings", "data/taught"}


@CHECKOUT
def test_the_wheel_holds_all_data_but_what_only_training_reads() -> None:
    build = tomllib.loads((ROOT / "pyproject.toml").read_text("utf8"))["tool"]["hatch"]["build"]
    shipped = build["targets"]["wheel"]["force-include"]
    assert all(place == f"otklik/{source}" for source, place in shipped.items())
    data = {f"data/{path.name}" for path in (ROOT / "data").iterdir()}
    assert set(shipped) == data - NOT_SHIPPED | {"models"}
    assert data >= NOT_SHIPPED


def test_without_the_labels_training_says_where_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gold, "lessons", lambda name: tmp_path / name)
    with pytest.raises(InputError, match=r"ru\.tsv: these labels are in the source of otklik only") as told:
        gold._added(tmp_path, "ru")
    assert "in a checkout" in str(told.value)
