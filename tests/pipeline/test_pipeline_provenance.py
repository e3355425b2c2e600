"""What a result was made with can be told from another: versions and checksums."""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from pathlib import Path

import otklik
from otklik import pack
from otklik.pipeline.provenance import SHOWN, versions
from otklik.resources import folder


def test_every_bundled_model_and_the_taxonomy_are_named_with_their_checksums() -> None:
    told = versions(None, None)
    for name in ("sentiment-ru", "topics-en", "polarity-ru"):
        arrays = (folder("models") / name / pack.ARRAYS).read_bytes()
        assert told[name] == hashlib.sha256(arrays).hexdigest()[:SHOWN]
    rules = (folder("data") / "taxonomy.yaml").read_bytes()
    assert told["taxonomy.yaml"] == hashlib.sha256(rules).hexdigest()[:SHOWN]
    assert told["otklik"] == version("otklik")


def test_a_users_own_taxonomy_is_named_in_the_place_of_the_bundled_one(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_bytes((folder("data") / "taxonomy.yaml").read_bytes() + b"\n")
    told = versions(own, None)
    assert told["own.yaml"] != versions(None, None)["taxonomy.yaml"]
    assert "taxonomy.yaml" not in told


def test_the_report_tells_which_file_and_models_it_was_made_of(tmp_path: Path) -> None:
    file = tmp_path / "few.csv"
    file.write_text("Отзыв;Дата\nДолго ждал ответа;01.02.2026\nСпасибо;02.02.2026\n", encoding="utf8")
    found = otklik.analyze(file, text="Отзыв")
    assert found.data["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
    page = found.to_html()
    assert found.data["sha256"] in page
    assert all(f"{name} {said}" in page for name, said in versions(None, None).items())
