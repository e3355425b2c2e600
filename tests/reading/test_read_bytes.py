"""Bytes to text to cells: encodings told by letters, quoting of every kind, files that are traps."""

from __future__ import annotations

import gzip
import os
import random
import time
import zipfile
from contextlib import suppress
from pathlib import Path

import openpyxl
import pandas as pd
import pyarrow as pa
import pytest

from otklik.errors import InputError, OtklikError, UndecidedError
from otklik.reading.opening import open_table
from otklik.reading.parquet import open_parquet
from otklik.reading.source import Source

RUSSIAN = "id;Комментарий\n1;Очень долго ждал ответа, Я недоволен\n2;Всё хорошо, спасибо Ирине!\n"


def written(folder: Path, raw: bytes, name: str = "x.csv") -> Path:
    path = folder / name
    path.write_bytes(raw)
    return path


def cells(path: Path, **told: str) -> list[list[str]]:
    frame = pd.concat(list(open_table(path, **told).batches()))
    return [list(frame.columns), *frame.astype(object).where(frame.notna(), "").to_numpy().tolist()]


@pytest.mark.parametrize(
    "encoding",
    ["cp1251", "koi8-r", "cp866", "mac-cyrillic", "iso-8859-5", "utf-16-le", "utf-16-be", "utf-32"],
)
def test_russian_is_told_by_its_letters(tmp_path: Path, encoding: str) -> None:
    path = written(tmp_path, RUSSIAN.encode(encoding))
    assert cells(path)[1:] == [
        ["1", "Очень долго ждал ответа, Я недоволен"],
        ["2", "Всё хорошо, спасибо Ирине!"],
    ]


@pytest.mark.parametrize("text", ["café was great", "It’s naïve, the fee was £5", "Müller in Zürich"])
def test_western_accents_are_told_by_the_words_around(tmp_path: Path, text: str) -> None:
    assert cells(written(tmp_path, f"id;comment\n1;{text}\n".encode("cp1252")))[1] == ["1", text]


def test_too_few_letters_to_tell_are_asked_about(tmp_path: Path) -> None:
    path = written(tmp_path, b"id;comment\n1;good \xa4x\n")
    with pytest.raises(UndecidedError, match=r"encoding of x\.csv cannot be told") as caught:
        open_table(path)
    assert caught.value.exit_code == 2
    assert "--encoding" in str(caught.value.mend)


def test_utf8_with_a_broken_letter_stays_utf8_and_says_so(tmp_path: Path) -> None:
    raw = RUSSIAN.encode().replace("Я".encode(), b"\xd0")
    table = open_table(written(tmp_path, raw))
    assert table.facts["encoding"] == "utf-8"
    assert any(note.startswith("damaged letters") and note.endswith(": 1") for note in table.notes)


def test_long_english_utf16_without_a_mark(tmp_path: Path) -> None:
    rows = "id,comment\n" + "".join(f"{n},it was slow\n" for n in range(20_000))
    assert len(cells(written(tmp_path, rows.encode("utf-16-le")))) == 20_001


@pytest.mark.parametrize("name", ["windows-1251", "CP-1251", "win1251", "1251", "x-cp1251", "ansi-1251"])
def test_spellings_of_an_encoding(tmp_path: Path, name: str) -> None:
    assert (
        open_table(written(tmp_path, RUSSIAN.encode("cp1251")), encoding=name).facts["encoding"] == "cp1251"
    )


def test_told_byte_order_with_a_mark_in_the_file(tmp_path: Path) -> None:
    path = written(tmp_path, ("\ufeff" + RUSSIAN).encode("utf-16-le"))
    assert cells(path, encoding="utf-16-le")[0] == ["id", "Комментарий"]


@pytest.mark.parametrize("name", ["cp1251", "koi8-r", "latin-1"])
def test_told_encoding_that_makes_nonsense(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match=f"is not {name}: it would read") as caught:
        open_table(written(tmp_path, RUSSIAN.encode()), encoding=name)
    assert caught.value.mend == "--encoding utf-8"


QUOTING = {
    "doubled": ('id;c\n1;"a ""b""; c"\n2;"x\ny"\n', [["1", 'a "b"; c'], ["2", "x\ny"]]),
    "escaped": ('id;c\n1;"a \\"b\\"; c"\n2;"x\\\\y"\n', [["1", 'a "b"; c'], ["2", "x\\y"]]),
    "escaped without quotes": ('id;c\n1;a \\"b\\" c\n2;x\n', [["1", 'a "b" c'], ["2", "x"]]),
    "a backslash that ends a cell": ('id;c\n"1";"C:\\"\n"2";"a ""b"""\n', [["1", "C:\\"], ["2", 'a "b"']]),
    "single": ("'id';'c'\n'1';'a; b'\n'2';'don''t'\n", [["1", "a; b"], ["2", "don't"]]),
    "apostrophes": ("id;c\n1;'tis so\n2;don't\n", [["1", "'tis so"], ["2", "don't"]]),
    "none, texts begin with quotes": (
        'id\tc\n1\t"A" is bad\n2\t"Ok"\n',
        [["1", '"A" is bad'], ["2", '"Ok"']],
    ),
    "mixed line ends": ("id;c\r\n1;a\n2;b\r3;c\r\n", [["1", "a"], ["2", "b"], ["3", "c"]]),
    "quoted sep line": ('"sep=;"\nid;c\n1;a, b\n', [["1", "a, b"]]),
    "sep line, old Macintosh": ("sep=,\rid,c\r1,a\r", [["1", "a"]]),
}


@pytest.mark.parametrize("name", QUOTING)
def test_quoting(tmp_path: Path, name: str) -> None:
    text, rows = QUOTING[name]
    assert cells(written(tmp_path, text.encode()))[1:] == rows


@pytest.mark.parametrize("size", [3, 100_000])
def test_reading_at_once_gives_what_the_stream_gives(tmp_path: Path, size: int) -> None:
    rows = "".join(f'{n};"долго; ""ждал""\n{n}"\n' for n in range(size))
    table = open_table(written(tmp_path, ("id;Комментарий\n" + rows).encode()))
    held = [batch.num_rows for batch in table.stream(hold=True)]  # type: ignore[call-arg]
    assert sum(held) == sum(batch.num_rows for batch in table.stream()) == size


def test_a_cell_of_eleven_megabytes_among_many_rows(tmp_path: Path) -> None:
    rows = [f"{n};ok\n" for n in range(100_000)]
    rows[50_000] = '50000;"' + "долго\n" * 1_000_000 + '"\n'
    message = refused(written(tmp_path, ("id;c\n" + "".join(rows)).encode()))
    assert "row 50001 of the data: the cell in 'c' has 11 MB of text" in message


def refused(path: Path) -> str:
    """The message; told soon."""
    start = time.process_time()
    with pytest.raises(InputError) as caught:
        list(open_table(path).batches())
    assert time.process_time() - start < 2
    assert caught.value.mend
    return caught.value.message


def test_gzip_bomb(tmp_path: Path) -> None:
    head = gzip.compress(b"id;c\n1;a\n")
    bomb = gzip.compress(b"a" * (20 << 20), 9)
    assert "times its size" in refused(written(tmp_path, head + bomb * 20, "x.csv.gz"))


def test_workbook_bomb(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["id", "c"])
    book.save(tmp_path / "x.xlsx")
    with zipfile.ZipFile(tmp_path / "x.xlsx", "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/bomb.xml", bytes(100 << 20))
    assert "no ordinary workbook" in refused(tmp_path / "x.xlsx")


def test_a_hundred_thousand_columns(tmp_path: Path) -> None:
    row = ";".join(map(str, range(100_000)))
    assert "more than 10,000 columns" in refused(written(tmp_path, f"{row}\n{row}\n".encode()))


def test_nul_byte_far_down(tmp_path: Path) -> None:
    rows = b"".join(b"%d;text\n" % n for n in range(60_000))
    assert "NUL bytes (first at byte" in refused(written(tmp_path, b"id;c\n" + rows + b"7;a\0b\n"))


@pytest.mark.parametrize("name", ["x.json", "x.jsonl", "x.xlsx", "x.parquet"])
def test_a_table_under_another_name(tmp_path: Path, name: str) -> None:
    assert len(cells(written(tmp_path, RUSSIAN.encode(), name))) == 3


def test_pipe(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "x.csv")
    assert "pipe" in refused(tmp_path / "x.csv")


def test_links_in_a_circle(tmp_path: Path) -> None:
    (tmp_path / "a.csv").symlink_to(tmp_path / "b.csv")
    (tmp_path / "b.csv").symlink_to(tmp_path / "a.csv")
    assert "cannot be read" in refused(tmp_path / "a.csv")


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_no_permission(tmp_path: Path) -> None:
    path = written(tmp_path, b"id;c\n1;a\n")
    path.chmod(0)
    assert "cannot be read" in refused(path)


def test_a_file_that_vanishes(tmp_path: Path) -> None:
    path = written(tmp_path, b"id;c\n1;a\n")
    table = open_table(path)
    path.unlink()
    with pytest.raises(InputError, match="cannot be read"):
        list(table.batches())


@pytest.mark.parametrize("seed", range(40))
def test_only_told_errors_leave_a_damaged_file(tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    raw = bytearray(RUSSIAN.encode(dice.choice(["utf-8", "cp1251", "utf-16", "utf-16-le"])))
    for _ in range(dice.choice([1, 3, 10])):
        at = dice.randrange(len(raw))
        raw[at : at + dice.choice([0, 1, 9])] = dice.choice(
            [b"", b"\0", b'"', b"\xff", b";", b"\r", b"\\", b"\x98"]
        )
    with suppress(OtklikError):
        list(open_table(written(tmp_path, bytes(raw))).batches())


def test_a_parquet_file_of_one_block_is_read_piece_by_piece(tmp_path: Path) -> None:
    texts = [random.Random(seed).randbytes(250).hex() for seed in range(100_000)]
    path = tmp_path / "x.parquet"
    pd.DataFrame({"text": texts}).to_parquet(path, row_group_size=len(texts), compression="none")
    before, most = pa.total_allocated_bytes(), 0
    for batch in open_parquet(Source(path, "parquet")).batches():
        del batch
        most = max(most, pa.total_allocated_bytes() - before)
    assert most < path.stat().st_size / 2
