"""Model packs: what is written is read again, byte for byte, and what was altered is refused."""

from __future__ import annotations

import hashlib
import io
import json
import pickle
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from otklik import pack
from otklik.errors import ModelError
from otklik.pack import ARRAYS, FORMAT, MANIFEST, Pack

SMALL = Pack("small", {"weights": np.arange(6, dtype=np.float32).reshape(2, 3)}, {"heads": ["a", "б"]})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    pack.write(tmp_path / "small", SMALL, "# Card\n")
    return tmp_path / "small"


def test_a_pack_is_three_plain_files(folder: Path) -> None:
    assert sorted(path.name for path in folder.iterdir()) == [ARRAYS, "card.md", MANIFEST]
    assert (folder / "card.md").read_text(encoding="utf8") == "# Card\n"


def test_what_is_written_is_read_again(folder: Path) -> None:
    read = pack.read(folder)
    assert (read.id, read.facts) == (SMALL.id, SMALL.facts)
    assert read.arrays.keys() == SMALL.arrays.keys()
    assert np.array_equal(read.arrays["weights"], SMALL.arrays["weights"])


SHAPES = arrays.array_shapes(min_dims=0, max_dims=3, min_side=0)
ARRAY = st.sampled_from([np.int8, np.int32, np.float16, np.float32, np.float64, np.bool_]).flatmap(
    lambda kind: arrays.arrays(kind, SHAPES)
)


@given(st.dictionaries(st.from_regex("[a-z]{1,8}", fullmatch=True), ARRAY, max_size=3))
def test_any_plain_arrays_come_back_the_same(
    tmp_path_factory: pytest.TempPathFactory, content: dict[str, np.ndarray]
) -> None:
    folder = tmp_path_factory.mktemp("pack")
    pack.write(folder, Pack("any", content, {}), "")
    read = pack.read(folder).arrays
    assert read.keys() == content.keys()
    for name, array in content.items():
        assert read[name].dtype == array.dtype
        assert np.array_equal(read[name], np.ascontiguousarray(array), equal_nan=array.dtype.kind == "f")


def test_the_same_pack_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    other = Pack("small", dict(reversed(SMALL.arrays.items())), dict(SMALL.facts))
    pack.write(tmp_path / "again", other, "# Card\n")
    for path in folder.iterdir():
        assert (tmp_path / "again" / path.name).read_bytes() == path.read_bytes()


# --- refusals --------------------------------------------------------------------------------
def refusal(folder: Path) -> str:
    with pytest.raises(ModelError) as refused:
        pack.read(folder)
    assert refused.value.mend
    assert folder.name in refused.value.message
    return refused.value.message


def rewrite(folder: Path, **changes: object) -> None:
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf8"))
    (folder / MANIFEST).write_text(json.dumps(manifest | changes), encoding="utf8")


@pytest.mark.parametrize("name", [MANIFEST, ARRAYS])
def test_a_missing_file_is_refused(folder: Path, name: str) -> None:
    (folder / name).unlink()
    assert name in refusal(folder)


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    assert MANIFEST in refusal(tmp_path / "none")


def test_altered_arrays_are_refused(folder: Path) -> None:
    content = bytearray((folder / ARRAYS).read_bytes())
    content[len(content) // 2] ^= 1
    (folder / ARRAYS).write_bytes(content)
    assert "checksum" in refusal(folder)


def test_a_pack_of_another_format_is_refused(folder: Path) -> None:
    rewrite(folder, format="otklik-pack/99")
    assert "otklik-pack/99" in refusal(folder)
    assert FORMAT in refusal(folder)


@pytest.mark.parametrize("text", ["", "{", "[]", "5", '{"format": 5}', json.dumps({"format": FORMAT})])
def test_a_manifest_that_is_none_is_refused(folder: Path, text: str) -> None:
    (folder / MANIFEST).write_text(text, encoding="utf8")
    refusal(folder)


class Evil:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return (print, ("a model ran code",))


@pytest.mark.parametrize("wrapped", [True, False])
def test_pickled_content_is_refused_and_not_run(
    folder: Path, wrapped: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    content = io.BytesIO()
    if wrapped:
        np.savez(content, weights=np.array([Evil()], dtype=object))
    else:
        content.write(pickle.dumps(Evil()))
    (folder / ARRAYS).write_bytes(content.getvalue())
    rewrite(folder, sha256={ARRAYS: hashlib.sha256(content.getvalue()).hexdigest()})
    refusal(folder)
    assert capsys.readouterr().out == ""


def test_objects_are_not_written(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"Object arrays"):
        pack.write(tmp_path, Pack("evil", {"weights": np.array([Evil()], dtype=object)}, {}), "")
