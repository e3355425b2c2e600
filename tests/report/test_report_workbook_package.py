"""The workbook as a file: well-formed parts, relationships that lead somewhere, nothing to repair."""

from __future__ import annotations

import posixpath
import shutil
import subprocess
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pandas as pd
import pytest
import report_example
from python_calamine import CalamineWorkbook

from otklik.records import Results
from otklik.report import workbook
from otklik.report.book import stream

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


@pytest.fixture(scope="module", params=["whole", "split"])
def book(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook as it is, and one whose tables need several sheets."""
    path = tmp_path_factory.mktemp("book") / "out.xlsx"
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "split":
            patch.setattr("otklik.report.book.ROWS", 2)
        workbook.write(report_example.build(), path)
    return path


def test_every_part_is_well_formed(book: Path) -> None:
    with zipfile.ZipFile(book) as package:
        assert package.testzip() is None
        parts = [name for name in package.namelist() if name.endswith((".xml", ".rels"))]
        assert len(parts) == len(package.namelist())
        for name in parts:
            ElementTree.fromstring(package.read(name))


def test_every_relationship_leads_to_a_part_inside(book: Path) -> None:
    with zipfile.ZipFile(book) as package:
        parts = set(package.namelist())
        for name in parts:
            if name.endswith(".rels"):
                folder = posixpath.dirname(posixpath.dirname(name))
                for one in ElementTree.fromstring(package.read(name)).iter(_RELATION):
                    assert one.get("TargetMode") != "External"
                    target = str(one.get("Target"))
                    place = target[1:] if target.startswith("/") else posixpath.join(folder, target)
                    assert posixpath.normpath(place) in parts


def test_every_part_has_a_type_of_content(book: Path) -> None:
    with zipfile.ZipFile(book) as package:
        types = ElementTree.fromstring(package.read("[Content_Types].xml"))
        named = {str(one.get("PartName", ""))[1:] for one in types}
        endings = {one.get("Extension") for one in types}
        for name in package.namelist():
            assert name in named or name.rpartition(".")[2] in endings, name


def test_no_part_holds_a_formula_a_macro_or_a_link(book: Path) -> None:
    with zipfile.ZipFile(book) as package:
        for name in package.namelist():
            tags = {one.tag.rpartition("}")[2] for one in ElementTree.fromstring(package.read(name)).iter()}
            assert not tags & {"f", "hyperlink", "oleObject", "externalReference"}, name
            assert "vba" not in name.lower()


def test_names_of_sheets_are_such_as_a_spreadsheet_takes(book: Path) -> None:
    names = openpyxl.load_workbook(book).sheetnames
    assert all(0 < len(name) <= 31 and not set(name) & set(r"[]:*?/\'") for name in names)
    assert len({name.casefold() for name in names}) == len(names)


def test_every_sheet_of_a_long_table_has_its_header_filter_and_rows(
    results: Results, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert results.comments is not None
    assert results.mentions is not None
    monkeypatch.setattr("otklik.report.book.ROWS", 3)
    workbook.write(results, tmp_path / "out.xlsx")
    sheets = openpyxl.load_workbook(tmp_path / "out.xlsx")
    for name, table in (("Отзывы", results.comments), ("Упоминания", results.mentions)):
        parts = [sheet for sheet in sheets if sheet.title.startswith(name)]
        numbered = [f"{name} {at}" for at in range(2, len(parts) + 1)]
        assert [sheet.title for sheet in parts] == [name, *numbered]
        sizes = [min(3, len(table) - at) for at in range(0, len(table), 3)]
        assert [sheet.max_row - 1 for sheet in parts] == sizes
        for sheet, size in zip(parts, sizes, strict=True):
            assert [str(cell.value).removeprefix("'") for cell in sheet[1]] == list(table.columns)
            assert sheet.freeze_panes == "A2"
            width = openpyxl.utils.get_column_letter(len(table.columns))
            assert sheet.auto_filter.ref == f"A1:{width}{1 + size}"


def test_a_streamed_table_goes_on_in_the_next_sheet_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("otklik.report.book.ROWS", 3)
    with stream(tmp_path / "out.xlsx", "Comments") as put:
        for start in (0, 2, 4):
            put(pd.DataFrame({"n": [start, start + 1]}))
    sheets = openpyxl.load_workbook(tmp_path / "out.xlsx")
    assert {sheet.title: [row[0] for row in sheet.values] for sheet in sheets} == {
        "Comments": ["n", 0, 1, 2],
        "Comments 2": ["n", 3, 4, 5],
    }
    assert all(sheet.freeze_panes == "A2" and sheet.auto_filter.ref == "A1:A4" for sheet in sheets)


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice (soffice) is not installed")
def test_libreoffice_opens_it_and_reads_every_row(book: Path, tmp_path: Path) -> None:
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    convert = [str(OFFICE), profile, "--headless", "--convert-to", "ods", "--outdir", str(tmp_path)]
    done = subprocess.run([*convert, str(book)], capture_output=True, text=True, timeout=180)
    assert done.returncode == 0, done.stderr
    ours, theirs = openpyxl.load_workbook(book), CalamineWorkbook.from_path(tmp_path / "out.ods")
    assert theirs.sheet_names == ours.sheetnames
    for name in ours.sheetnames:
        rows = theirs.get_sheet_by_name(name).to_python(skip_empty_area=False)
        assert [str(cell) for cell in rows[0][:1]] == [str(cell.value) for cell in ours[name][1][:1]]
        assert len(rows) == ours[name].max_row
