"""Files of the corpus, built from their descriptions in ``corpus/*.yaml``."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import yaml
from pyarrow import parquet

Case = Mapping[str, Any]
FOLDER = Path(__file__).with_name("corpus")


def cases() -> dict[str, Case]:
    """All cases by 'file: name'; one with ``encodings`` counts once for each of them."""
    found: dict[str, Case] = {}
    for path in sorted(FOLDER.glob("*.yaml")):
        for case in yaml.safe_load(path.read_text(encoding="utf-8")):
            for encoding in case.get("encodings", [case.get("as", "utf-8")]):
                name = f"{path.stem}: {case['is']}" + (f" ({encoding})" if "encodings" in case else "")
                assert name not in found, name
                found[name] = {**case, "as": encoding}
    return found


def write(case: Case, folder: Path) -> Path:
    """The file of a case. ``text`` (with ``as``, ``end``, ``times`` for its last line), ``hex``, ``json``,
    ``lines`` of JSON, ``sheets``, ``frame`` or the name of a maker below under ``make`` say what is in it."""
    path = folder / case.get("file", _usual_name(case))
    raw = _content(case)
    path.write_bytes(gzip.compress(raw, mtime=0) if case.get("gz") else raw)
    return path


def _usual_name(case: Case) -> str:
    kinds = {"sheets": "x.xlsx", "json": "x.json", "lines": "x.jsonl", "frame": "x.parquet"}
    return next((name for key, name in kinds.items() if key in case), "x.csv")


def _content(case: Case) -> bytes:
    if "text" in case:
        return _encoded(case["text"], case)
    if "hex" in case:
        return bytes.fromhex(case["hex"])
    if "json" in case:
        return _encoded(json.dumps(case["json"], ensure_ascii=False, indent=case.get("indent")), case)
    if "lines" in case:
        return _encoded(
            "\n".join(json.dumps(one, ensure_ascii=False) if one else "" for one in case["lines"]), case
        )
    if "sheets" in case:
        return workbook(case)
    if "frame" in case:
        return table(case["frame"])
    return MAKERS[case["make"]]()


def _encoded(text: str, case: Case) -> bytes:
    text += text.splitlines(keepends=True)[-1] * (case.get("times", 1) - 1)
    text = text.replace("\n", case.get("end", "\n"))
    mark = "\ufeff" if case.get("bom") else ""
    return (mark + text).encode(case["as"])


def workbook(case: Case) -> bytes:
    """Sheets of rows; ``merged``, ``hidden`` and ``formats`` (cell → number format) of all of them."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in case["sheets"].items():
        sheet = book.create_sheet(name)
        for row in rows or []:
            sheet.append(row)
        for span in case.get("merged", ()):
            sheet.merge_cells(span)
        for cell, style in case.get("formats", {}).items():
            sheet[cell].number_format = style
        if name in case.get("hidden", ()):
            sheet.sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def table(columns: Mapping[str, list[Any]]) -> bytes:
    """A Parquet file; 'name|category' and 'name|zone' give the column that type."""
    arrays = {}
    for name, values in columns.items():
        name, _, kind = name.partition("|")
        if kind == "category":
            arrays[name] = pa.array(values).dictionary_encode()
        elif kind == "zone":
            moments = [datetime.fromisoformat(str(value)).replace(tzinfo=UTC) for value in values]
            arrays[name] = pa.array(moments, pa.timestamp("us", tz="Europe/Moscow"))
        else:
            arrays[name] = pa.array(values)
    out = io.BytesIO()
    parquet.write_table(pa.table(arrays), out)
    return out.getvalue()


def _zip(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, raw in members.items():
            archive.writestr(name.replace("__", "/"), raw)
    return out.getvalue()


_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_BLANK = ";" * 4_998 + "\n"
_TICKETS = "id;Комментарий\n".encode() + "7;Очень долго ждал ответа\n".encode() * 5000
MAKERS: dict[str, Callable[[], bytes]] = {
    "truncated gzip": lambda: gzip.compress(_TICKETS)[:-200],
    "gzip bomb": lambda: gzip.compress(b"id;Comment\n" + b"1;ok\n" * (14 << 20), compresslevel=9),
    "password": lambda: _OLE + bytes(1016) + "EncryptedPackage".encode("utf-16-le") + bytes(512),
    "damaged xls": lambda: _OLE + bytes(1016),
    "zip bomb": lambda: _zip(xl__worksheets__sheet1=bytes(80 << 20)),
    "zip of a csv": lambda: _zip(data=_TICKETS),
    "half a workbook": lambda: workbook({"sheets": {"A": [["id", "Отзыв"], [1, "да"]]}})[:2000],
    "parquet cut short": lambda: table({"text": ["да", "нет"]})[:-20],
    "picture": lambda: bytes.fromhex("89504e470d0a1a0a") + bytes(100),
    "wide": lambda: "\n".join(";".join(row) for row in _wide(500)).encode(),
    "too wide": lambda: "\n".join(";".join(row) for row in _wide(10_001)).encode(),
    "wide and empty": lambda: (
        "id;Комментарий" + ";" * 4_998 + "\n" + ("7;Долго" + ";" * 4_998 + "\n") * 3
    ).encode(),
    "cell of a megabyte": lambda: ('id;Комментарий\n1;"' + "долго\n" * 100_000 + '"\n2;да\n').encode(),
    "cell of ten megabytes": lambda: b'id,Comment\n1,"' + b"slow " * 2_000_000 + b'"\n',
    "json of ten megabytes": lambda: b'[{"id": 1, "text": "' + b"slow " * 2_000_000 + b'"}]',
    "deep json": lambda: b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "sorted languages": lambda: ("id;comment\n" + "1;ok, fine\n" * 9000 + "2;всё очень долго\n").encode(
        "cp1251"
    ),
    "binary": lambda: bytes(range(256)) * 8,
}


def _wide(n: int) -> list[list[str]]:
    numbers = [[str(at % 7 + row) for at in range(n - 1)] for row in range(3)]
    return [[f"question {at}" for at in range(n - 1)] + ["Комментарий"]] + [
        [*row, "Долго ждал"] for row in numbers
    ]
