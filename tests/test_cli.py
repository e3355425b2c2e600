"""The command line, as a stranger uses it: what is written, what is said, and the exit code."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest

import otklik
from command_line import Otklik, Said
from otklik import options
from otklik.errors import UsageError
from otklik.pipeline.comments import DUPLICATE_OF
from otklik.pipeline.sinks import sink
from otklik.records import DRIVER_COLUMNS, LABEL_COLUMNS
from otklik.resources import folder

DEMO = folder("data") / "demo"
COMMENTS, TICKETS = str(DEMO / "comments.csv"), str(DEMO / "tickets.csv")
COMMAND = (sys.executable, "-c", "from otklik.cli import main; main()")
NAMED = ("--text", "Комментарий", "--id", "id", "--date", "Дата", "--score", "NPS=nps")


@pytest.fixture(scope="module")
def short(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first 60 comments."""
    path = tmp_path_factory.mktemp("input") / "short.csv"
    lines = otklik.read(COMMENTS).head(60)
    lines.to_csv(path, sep=";", index=False)
    return path


def pipe(text: str, *args: str) -> Said:
    """``otklik tag -`` in a process of its own."""
    done = subprocess.run([*COMMAND, "tag", "-", *args], input=text, capture_output=True, encoding="utf8")
    return Said(done.returncode, done.stdout, done.stderr)


# --- help ------------------------------------------------------------------------------------
def test_help_waits_for_nothing_heavy() -> None:
    heavy = {"numpy", "pandas", "spacy", "sklearn", "scipy", "pyarrow", "jinja2", "rich", "yaml"}
    code = "import sys, otklik.cli; print(' '.join({name.split('.')[0] for name in sys.modules}))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not heavy & set(loaded.stdout.split())


def test_the_first_label_waits_for_nothing_it_does_not_need() -> None:
    label = "from otklik.pipeline.label import labeller; labeller().label(['Ждал ответа три недели'])"
    code = f"import sys; {label}; print(' '.join({{name.split('.')[0] for name in sys.modules}}))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    dictionary_of_another_language = "simplemma"
    heavy = {
        "pandas",
        "spacy",
        "sklearn",
        "scipy",
        "pyarrow",
        "jinja2",
        "rich",
        dictionary_of_another_language,
    }
    assert not heavy & set(loaded.stdout.split())


def test_new_feedback_waits_for_no_tables() -> None:
    code = "from otklik.cli import main; main()"
    script = f"import sys, atexit; atexit.register(lambda: print(*sys.modules, file=sys.stderr)); {code}"
    command = [sys.executable, "-c", script, "tag", "-"]
    done = subprocess.run(command, input="Ждал ответа три недели", capture_output=True, encoding="utf8")
    assert done.returncode == 0
    assert not {"pandas", "pyarrow", "scipy", "otklik.pipeline.run"} & set(done.stderr.split())


def test_every_score_kind_is_in_the_help(otklik_: Otklik) -> None:
    text = otklik_("report", "--help").out
    kinds = "nps csat5 csat3:1=best csat235 ces7 ces5 stars5 rating10 binary:1=bad number:low=good"
    assert all(kind in text for kind in kinds.split())


def test_the_version_is_told(otklik_: Otklik) -> None:
    assert "otklik, version" in otklik_("--version").out


# --- report ----------------------------------------------------------------------------------
def test_report_writes_what_is_asked_for(otklik_: Otklik, short: Path, tmp_path: Path) -> None:
    said = otklik_(
        "report", short, *NAMED, "--segment", "Канал", "-o", "r.html", "--xlsx", "r.xlsx", "--json", "r.json",
        "--lang", "en",
    )  # fmt: skip
    assert said.code == 0
    assert said.out.startswith("NPS: ")
    assert {path.name for path in tmp_path.iterdir()} == {"r.html", "r.xlsx", "r.json"}
    assert 'lang="en"' in (tmp_path / "r.html").read_text(encoding="utf8")
    assert said.err.count("written: ") == 3


def test_the_json_has_the_keys_it_promises(otklik_: Otklik, short: Path, tmp_path: Path) -> None:
    otklik_("report", short, *NAMED, "--json", "r.json", "--scores", TICKETS, "--key", "id")
    found = json.loads((tmp_path / "r.json").read_text(encoding="utf8"))
    assert {"metrics", "drivers", "topics", "signals", "join", "data"} <= set(found)
    assert {"score", "kind", "n", "value", "low", "high", "shares"} <= set(found["metrics"][0])
    assert set(DRIVER_COLUMNS) <= set(found["drivers"][0])
    assert found["join"]["left_rows"] == 60
    assert found["data"]["rows"] == 60


def test_the_report_is_named_after_the_file(otklik_: Otklik, short: Path, tmp_path: Path) -> None:
    assert otklik_("report", short, *NAMED, "-q") == Said(0, "", "")
    assert [path.name for path in tmp_path.iterdir()] == ["short-report.html"]


def test_each_guess_is_told_with_the_flag_that_overrides_it(otklik_: Otklik, short: Path) -> None:
    said = otklik_("report", short, "-o", "r.html")
    for flag in ('--text "Комментарий"', '--date "Дата"', '--id "id"', '--segment "Канал"', "--score"):
        assert flag in said.err


def test_what_a_file_holds_cannot_command_the_terminal(otklik_: Otklik, tmp_path: Path) -> None:
    red = "\x1b[31mowned\x07\x9bm"
    rows = [f"{n};ждал ответа {n} дней{red};чат{red}" for n in range(1, 9)]
    (tmp_path / "in.csv").write_text("\n".join([f"id;Отзыв{red};Канал{red}", *rows]), "utf8")
    for command in (["inspect", "in.csv"], ["report", "in.csv", "-o", "r.html"], ["explain", f"зря{red}"]):
        said = otklik_(*command)
        assert said.code == 0
        assert "owned" in said.out + said.err
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", said.out + said.err)


@pytest.mark.parametrize("ending", ["csv", "tsv", "xlsx", "json", "jsonl", "parquet"])
def test_every_format_gives_the_same_figures(
    otklik_: Otklik, short: Path, tmp_path: Path, ending: str
) -> None:
    frame, path = pd.read_csv(short, sep=";", dtype=str), tmp_path / f"in.{ending}"
    match ending:
        case "csv" | "tsv":
            frame.to_csv(
                path, index=False, sep="\t" if ending == "tsv" else ";", encoding="cp1251", errors="replace"
            )
        case "xlsx":
            frame.to_excel(path, index=False, engine="xlsxwriter")
        case "parquet":
            frame.to_parquet(path)
        case _:
            frame.to_json(path, orient="records", lines=ending == "jsonl", force_ascii=False)
    assert otklik_("report", path, *NAMED, "-o", "r.html", "--json", "r.json", "-q").code == 0
    found = json.loads((tmp_path / "r.json").read_text(encoding="utf8"))
    score = pd.to_numeric(frame["NPS"], errors="coerce")
    assert found["metrics"][0]["n"] == score.between(0, 10).sum()
    assert found["data"]["rows"] == 60


# --- compare ---------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def waves(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The first and the last 60 comments."""
    folder, lines = tmp_path_factory.mktemp("waves"), otklik.read(COMMENTS)
    lines.head(60).to_csv(folder / "may.csv", sep=";", index=False)
    lines.tail(60).to_csv(folder / "june.csv", sep=";", index=False)
    return folder / "may.csv", folder / "june.csv"


def test_compare_tells_what_changed_between_two_files(
    otklik_: Otklik, waves: tuple[Path, Path], tmp_path: Path
) -> None:
    said = otklik_("compare", *waves, *NAMED, "--json", "c.json", "--xlsx", "c.xlsx", "--lang", "en")
    assert said.code == 0
    assert said.out.startswith("NPS\n  From ")
    assert {path.name for path in tmp_path.iterdir()} == {"may-june-compare.html", "c.json", "c.xlsx"}
    found = json.loads((tmp_path / "c.json").read_text(encoding="utf8"))
    assert [wave["name"] for wave in found["waves"]] == ["may.csv", "june.csv"]
    row = found["scores"][0]
    parts = [part[name] or 0 for part in found["parts"] for name in ("volume", "severity")]
    assert row["change"] == pytest.approx(row["rest"] + sum(parts))


def test_compare_tells_of_scores_that_one_file_lacks_and_whose_each_note_is(
    otklik_: Otklik, waves: tuple[Path, Path], tmp_path: Path
) -> None:
    renamed = otklik.read(waves[1]).rename(columns={"NPS": "Рекомендация"})
    renamed.to_csv(tmp_path / "june.csv", sep=";", index=False)
    said = otklik_("compare", waves[0], "june.csv", "--text", "Комментарий", "--json", "c.json")
    alone = "only one of the two has it: 'NPS' (may.csv), 'Рекомендация' (june.csv)"
    assert alone in said.err
    told = json.loads((tmp_path / "c.json").read_text(encoding="utf8"))["notes"]
    assert [note.split(":")[0] for note in told[:2]] == ["may.csv", "june.csv"]
    assert alone in told[-1]


def test_compare_never_writes_over_what_it_reads(otklik_: Otklik, waves: tuple[Path, Path]) -> None:
    before = waves[1].read_bytes()
    said = otklik_("compare", *waves, "--json", waves[1])
    assert said.code == 2
    assert "is an input" in said.err
    assert waves[1].read_bytes() == before


# --- review ----------------------------------------------------------------------------------
def test_a_sample_that_was_filled_in_corrects_the_report(otklik_: Otklik, tmp_path: Path) -> None:
    said = otklik_("review", COMMENTS, "-n", 40, "-o", "sample.xlsx")
    assert said.code == 0
    assert "written: sample.xlsx (40 comments)" in said.err
    sheet = pd.read_excel(tmp_path / "sample.xlsx", engine="openpyxl")
    sheet = sheet.assign(sentiment="ok", topics="ok")
    sheet.to_excel(tmp_path / "sample.xlsx", index=False, engine="openpyxl")
    told = otklik_("report", COMMENTS, *NAMED, "--labels", "sample.xlsx", "--json", "r.json", "-q")
    assert told.code == 0
    trust = json.loads((tmp_path / "r.json").read_text(encoding="utf8"))["trust"]
    assert trust["labelled"] == 40
    assert all(row["found"] == row["right"] == row["both"] for row in trust["accuracy"])


def test_a_sample_that_nobody_filled_in_is_told(otklik_: Otklik, tmp_path: Path) -> None:
    said = otklik_("review", COMMENTS, "-n", 5, "-o", "sample.xlsx")
    assert f"then: otklik report {COMMENTS} --labels sample.xlsx" in said.err
    told = otklik_("report", COMMENTS, *NAMED, "--labels", "sample.xlsx")
    assert told.code == 3
    assert "no row of the labels is filled in\n  → fill in sentiment" in told.err


@pytest.mark.parametrize(
    ("language", "told"), [("en", "did you mean report?"), ("ru", "может быть, report?")]
)
def test_a_command_that_is_nearly_right_is_answered_with_the_right_one(
    otklik_: Otklik, language: str, told: str
) -> None:
    said = otklik_("repotr", "a.csv", "--lang", language)
    assert (said.code, said.out) == (2, "")
    assert told in said.err
    assert "otklik --help" in said.err
    assert "frobnicate" in otklik_("frobnicate").err


def test_compare_names_the_file_that_something_is_wrong_with(otklik_: Otklik, tmp_path: Path) -> None:
    (tmp_path / "one.csv").write_text("id,text\n1,всё очень хорошо\n2,ждал две недели\n", encoding="utf8")
    (tmp_path / "two.csv").write_text("id,text\n", encoding="utf8")
    said = otklik_("compare", "one.csv", "two.csv")
    assert said.code == 3
    assert said.err.index("one.csv:") < said.err.index("two.csv:") < said.err.index("otklik: ")


def test_labels_are_not_written_over(otklik_: Otklik, tmp_path: Path) -> None:
    (tmp_path / "l.csv").write_text("id,sentiment\n1,negative\n", encoding="utf8")
    said = otklik_("report", COMMENTS, *NAMED, "--labels", "l.csv", "-o", "l.csv")
    assert said.code == 2
    assert otklik_("report", COMMENTS, *NAMED, "--labels", "l.csv", "--json", "l.csv").code == 2


# --- mistakes --------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("args", "code", "message"),
    [
        (("--text", "Коментарий"), 3, "did you mean 'Комментарий'?"),
        (("--score", "NSP=nps"), 3, "did you mean 'NPS'?"),
        (("--segment", "Сигмент"), 3, "did you mean 'Сегмент'?"),
        (("--date", "Дта"), 3, "did you mean 'Дата'?"),
        (("--date", "Комментарий"), 3, "--date"),
        (("--score", "NPS=csat3"), 2, "csat3:1=best or csat3:3=best"),
        (("--score", "NPS=binary"), 2, "binary:1=bad or binary:1=good"),
        (("--score", "NPS=number"), 2, "number:low=good or number:high=good"),
        (("--score", "NPS=points"), 2, "kinds: nps, csat5"),
        (("--score", "Сегмент"), 2, "cannot be decided"),
        (("--scores", TICKETS), 2, "--scores FILE2 --key COLUMN"),
        (("--scores", TICKETS, "--key", "ID заявки"), 3, "the columns are"),
        (("--scores", TICKETS, "--key", "Канал=id"), 3, "--key LEFT=RIGHT"),
        (("-o", "no/such/folder/r.html"), 2, "mkdir -p"),
        (("--workers", "0"), 2, "--workers"),
        (("--bogus",), 2, "--bogus"),
        (("--taxonomy", "no.yaml"), 3, "no.yaml"),
        (("--xlsx", "r.csv"), 2, "end it in .xlsx"),
        (("-o", "r.xlsx"), 2, "--xlsx r.xlsx"),
        (("-o", "r.json"), 2, "--json r.json"),
        (("-o", "r.csv"), 2, "otklik tag FILE -o r.csv"),
        (("-o", "r.html", "--json", "./r.html"), 2, "two outputs go to"),
        (("--json", "r.json", "--scores", "r.json", "--key", "id"), 2, "name another output"),
    ],
)  # fmt: skip
def test_a_mistake_has_its_exit_code_and_its_mend(
    otklik_: Otklik, short: Path, tmp_path: Path, args: tuple[str, ...], code: int, message: str
) -> None:
    said = otklik_("report", short, *args)
    assert (said.code, said.out) == (code, "")
    assert message.casefold() in said.err.casefold()
    assert "Traceback" not in said.err
    assert not list(tmp_path.iterdir())


def test_a_score_that_can_be_two_things_is_asked(otklik_: Otklik, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("text,Оценка\n" + "всё хорошо,1\nвсё плохо,3\nни то ни сё,2\n" * 20)
    said = otklik_("report", "a.csv", "--text", "text")
    assert said.code == 2
    assert "csat3:1=best" in said.err


@pytest.mark.parametrize("content", [None, b"", b"\n\n", b"PK\x03\x04broken", b"%PDF-1.4"])
def test_a_file_that_cannot_be_read_is_a_mistake_of_input(
    otklik_: Otklik, tmp_path: Path, content: bytes | None
) -> None:
    if content is not None:
        (tmp_path / "in.xlsx").write_bytes(content)
    for command in ("report", "tag"):
        said = otklik_(command, "in.xlsx")
        assert (said.code, said.out) == (3, "")
        assert "in.xlsx" in said.err


def test_a_missing_score_is_told(otklik_: Otklik, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,text\n1,всё очень хорошо\n2,ждал две недели\n", encoding="utf8")
    said = otklik_("report", "a.csv")
    assert said.code == 0
    assert "no score column was recognised" in said.err


def test_a_score_of_words_is_told_with_the_words(otklik_: Otklik, tmp_path: Path) -> None:
    rows = "".join(f"{n},ждал {n} минут,{word}\n" for n, word in enumerate(("ждём", "7", "перезвонить") * 20))
    (tmp_path / "a.csv").write_text("id,text,Оценка\n" + rows, encoding="utf8")
    said = otklik_("report", "a.csv")
    assert said.code == 0
    assert (
        "unclear score: 'Оценка' (40 of 60 values are no numbers: 'ждем' × 20, 'перезвонить' × 20)"
        in said.err
    )
    assert '--score "Оценка=nps"' in said.err
    named = otklik_("report", "a.csv", "--score", "Оценка=nps")
    assert named.code == 0
    assert "40 of 60 values of 'Оценка' left out: not numbers" in named.err
    assert "--score-words FILE.yaml" in named.err


def test_a_score_without_a_single_number_is_refused_before_the_work(otklik_: Otklik, tmp_path: Path) -> None:
    rows = "".join(f"{n},ждал {n} минут,{city}\n" for n, city in enumerate(("Казань", "Уфа") * 20))
    (tmp_path / "a.csv").write_text("id,text,Город\n" + rows, encoding="utf8")
    said = otklik_("report", "a.csv", "--score", "Город=nps")
    assert said.code == 3
    assert "no value of 'Город' is a score of the kind nps: 'Казань' × 20, 'Уфа' × 20\n  → " in said.err
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


@pytest.mark.parametrize(
    ("name", "flags", "told"),
    [
        ("a.csv", ("--sheet", "Март"), "a.csv is read as csv; of no effect there: --sheet"),
        (
            "a.jsonl",
            ("--sheet", "Март", "--header", "2"),
            "of no effect there: --sheet, --header",
        ),
        ("a.xlsx", ("--encoding", "cp1251"), "a.xlsx is read as excel; of no effect there: --encoding"),
        ("a.csv", ("--encoding", "utf-8", "--delimiter", ","), ""),
    ],
)
def test_a_flag_that_a_file_has_no_use_for_is_told(
    otklik_: Otklik, tmp_path: Path, name: str, flags: tuple[str, ...], told: str
) -> None:
    frame = pd.DataFrame({"id": [1, 2], "text": ["всё очень хорошо", "ждал две недели"]})
    match name:
        case "a.csv":
            frame.to_csv(tmp_path / name, index=False)
        case "a.jsonl":
            frame.to_json(tmp_path / name, orient="records", lines=True)
        case "a.xlsx":
            frame.to_excel(tmp_path / name, index=False)
    said = otklik_("inspect", name, *flags)
    assert said.code == 0
    assert told in said.out
    assert ("of no effect" in said.out) == bool(told)


def test_a_score_on_a_scale_too_long_for_it_is_told(otklik_: Otklik, tmp_path: Path) -> None:
    rows = "".join(f"ждал {n} минут,{n % 5 + 1}\n" for n in range(40))
    (tmp_path / "a.csv").write_text("text,Оценка\n" + rows, encoding="utf8")
    doubt = "no value of 'Оценка' is above 5, and nps goes to 10"
    assert doubt in otklik_("report", "a.csv", "--score", "Оценка=nps").err
    assert doubt not in otklik_("report", "a.csv", "--score", "Оценка=stars5").err


def test_an_input_is_never_written_over(otklik_: Otklik, short: Path, tmp_path: Path) -> None:
    mine, link = tmp_path / "mine.html", tmp_path / "link.csv"
    mine.write_bytes(short.read_bytes())
    link.symlink_to(mine)
    for args in (
        ("report", mine, "-o", "mine.html"),
        ("report", short, "--scores", mine, "--key", "id", "--json", mine),
        ("report", short, "--taxonomy", mine, "-o", mine),
        ("tag", mine, "-o", link),
        ("tag", link, "--mentions", link),
    ):
        said = otklik_(*args)
        assert said.code == 2
        assert "name another output" in said.err
    assert mine.read_bytes() == short.read_bytes()
    assert link.is_symlink()


def test_two_outputs_need_two_names(otklik_: Otklik, short: Path, tmp_path: Path) -> None:
    assert "two outputs go to" in otklik_("tag", short, "-o", "t.csv", "--mentions", "./t.csv").err
    assert not list(tmp_path.iterdir())


# --- tag a file ------------------------------------------------------------------------------
@pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet", "xlsx"])
def test_tag_keeps_the_input_and_adds_the_labels(
    otklik_: Otklik, short: Path, tmp_path: Path, ending: str
) -> None:
    given = otklik.read(short)
    assert otklik_("tag", short, "-o", f"t.{ending}", "--mentions", f"m.{ending}").code == 0
    tagged, mentions = otklik.read(tmp_path / f"t.{ending}"), otklik.read(tmp_path / f"m.{ending}")
    assert list(tagged) == [*given, *LABEL_COLUMNS, DUPLICATE_OF]
    assert tagged["id"].tolist() == given["id"].tolist()
    if ending != "xlsx":  # where a text that begins like a formula is shielded
        assert tagged["Комментарий"].tolist() == given["Комментарий"].tolist()
    assert set(mentions["comment_id"]) <= set(given["id"])


def test_a_csv_for_excel_holds_what_the_plain_one_does(otklik_: Otklik, short: Path, tmp_path: Path) -> None:
    assert otklik_("tag", short, "-o", "plain.csv").code == 0
    assert otklik_("tag", short, "-o", "excel.csv", "--csv-excel").code == 0
    assert (tmp_path / "excel.csv").read_bytes().startswith(b"\xef\xbb\xbfid;")
    plain, excel = (otklik.read(tmp_path / name) for name in ("plain.csv", "excel.csv"))
    assert excel["sentiment_score"].str.replace(",", ".").tolist() == plain["sentiment_score"].tolist()
    assert excel["topics"].tolist() == plain["topics"].tolist()


@pytest.mark.parametrize("args", [(), ("-o", "t.jsonl"), ("--mentions", "m.xlsx")])
def test_a_csv_for_excel_needs_a_csv(otklik_: Otklik, short: Path, args: tuple[str, ...]) -> None:
    said = otklik_("tag", short, "--csv-excel", *args)
    assert said.code == 2
    assert "-o tagged.csv --csv-excel" in said.err
    assert "--csv-excel does not go with -" in otklik_("tag", "-", "--csv-excel").err


@pytest.mark.parametrize(
    ("command", "done"),
    [
        (("report",), "counted like all others; --deduplicate leaves them out"),
        (("report", "--deduplicate"), "left out"),
        (("tag", "-o", "t.csv"), "marked in the column duplicate_of"),
    ],
)
def test_what_becomes_of_repeated_rows_is_told(
    otklik_: Otklik, tmp_path: Path, command: tuple[str, ...], done: str
) -> None:
    twice = "долго ждал ответа оператора на линии и так и не дождался\n" * 2
    (tmp_path / "a.csv").write_text("Отзыв\n" + twice, encoding="utf8")
    said = otklik_(command[0], "a.csv", *command[1:])
    assert done in said.err


@pytest.mark.parametrize(("name", "between"), [("t.csv", "; "), ("t.xlsx", ", ")])
def test_a_table_that_people_open_tells_complaints_from_praise(
    otklik_: Otklik, tmp_path: Path, name: str, between: str
) -> None:
    said = "Ждал ответа три недели, но девушка в чате была очень вежливая"
    (tmp_path / "a.csv").write_text(f"Отзыв\n{said}\nСпасибо\n", encoding="utf8")
    assert otklik_("tag", "a.csv", "-o", name).code == 0
    topics = otklik.read(tmp_path / name)["topics"].tolist()
    assert topics[0] == between.join(("waiting_time:negative", "staff_attitude:positive"))


def test_tag_to_stdout_is_json_lines(otklik_: Otklik, short: Path) -> None:
    said = otklik_("tag", short, "-q")
    records = [json.loads(line) for line in said.out.splitlines()]
    assert said.err == ""
    assert [record["id"] for record in records] == otklik.read(short)["id"].tolist()
    assert all(set(LABEL_COLUMNS) <= set(record) for record in records)


def test_tag_tells_only_the_guesses_it_uses(otklik_: Otklik, short: Path) -> None:
    said = otklik_("tag", short, "-o", "t.csv")
    assert "--text" in said.err
    assert "--date" not in said.err
    assert "--segment" not in said.err


def test_two_processes_write_the_same_bytes(otklik_: Otklik, tmp_path: Path) -> None:
    for workers in (1, 2):
        done = otklik_(
            "tag", COMMENTS, "--workers", workers, "-o", f"t{workers}.jsonl", "--mentions", f"m{workers}.csv"
        )
        assert done.code == 0
        assert otklik_("report", COMMENTS, *NAMED, "--workers", workers, "-o", f"r{workers}.html").code == 0
    for name in ("t{}.jsonl", "m{}.csv", "r{}.html"):
        assert (tmp_path / name.format(1)).read_bytes() == (tmp_path / name.format(2)).read_bytes()


def test_an_unknown_ending_is_refused_before_the_work(otklik_: Otklik, short: Path, tmp_path: Path) -> None:
    for file in (short, "not-there.csv"):
        for option in ("-o", "--mentions"):
            said = otklik_("tag", file, option, "t.txt")
            assert said.code == 2
            assert ".jsonl" in said.err
    assert not list(tmp_path.iterdir())


def test_the_endings_are_those_that_can_be_written(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as error, sink(tmp_path / "t.txt"):
        pass
    assert error.value.mend == f"end it in {', '.join(options.TABLES)}"


# --- tag as a filter -------------------------------------------------------------------------
def test_the_filter_answers_json_lines_in_order() -> None:
    records = [
        {"id": n, "msg": text, "x": None} for n, text in enumerate(["Ждал две недели", "", "great app"])
    ]
    said = pipe("\n".join(map(json.dumps, records)), "--text", "msg")
    answers = [json.loads(line) for line in said.out.splitlines()]
    assert (said.code, said.err) == (0, "")
    assert [{name: answer[name] for name in ("id", "msg", "x")} for answer in answers] == records
    assert answers[0]["topics"] == ["waiting_time"]


def test_the_filter_answers_plain_lines_and_half_an_emoji() -> None:
    said = pipe("Ждал две недели\n\n👍\n")
    assert [json.loads(line)["text"] for line in said.out.splitlines()] == ["Ждал две недели", "", "👍"]
    assert pipe('{"text": "\\ud83d ок"}').code == 0


def test_the_filter_names_a_broken_line() -> None:
    said = pipe('{"text": "ок"}\n{broken')
    assert said.code == 3
    assert len(said.out.splitlines()) == 1
    assert "line 2" in said.err
    assert "Traceback" not in said.err


@pytest.mark.parametrize("option", ["-o", "--mentions", "--id"])
def test_what_does_not_go_with_the_filter_is_refused(otklik_: Otklik, option: str) -> None:
    said = otklik_("tag", "-", option, "x.csv")
    assert said.code == 2
    assert "does not go with -" in said.err


@pytest.mark.parametrize("name", ["zzz", "base64"])
def test_the_filter_knows_its_encodings(name: str) -> None:
    said = pipe("ок", "--encoding", name)
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith(f"otklik: unknown encoding '{name}'")


# --- explain, demo ---------------------------------------------------------------------------
def test_a_folder_without_a_model_is_told_and_how_to_make_one(otklik_: Otklik, tmp_path: Path) -> None:
    said = otklik_("models", tmp_path)
    assert (said.code, said.out) == (3, "")
    assert f"{tmp_path} holds no model" in said.err
    assert "otklik train" in said.err


@pytest.mark.parametrize(("language", "other"), [("en", "[А-Яа-я]"), ("ru", "[a-z]{3}")])
def test_the_models_are_described_in_plain_words(otklik_: Otklik, language: str, other: str) -> None:
    said = otklik_("models", "--lang", language)
    told = said.out.split("\n\n")
    bundled = sorted(path.name for path in (folder("models")).iterdir() if path.is_dir())
    assert [one.split(":")[0] for one in told[:-1]] == bundled
    for name, one in zip(bundled, told, strict=False):
        words = re.sub(f"{name}|otklik", "", one)
        assert not re.search(other, words), words
        assert len(re.findall(r"\d[.,]\d\d\b|\d%", words)) >= 3, "its figures"
        assert "_" not in words


def test_explain_gives_labels_and_the_words_behind_them(otklik_: Otklik) -> None:
    text = otklik_("explain", "Ждал ответа три недели").out
    for part in ("language   ru", "ждать", "sentiment  ", "topic      waiting_time", "[0:22]"):
        assert part in text
    found = json.loads(otklik_("explain", "Ждал ответа три недели", "--json").out)
    assert found["mentions"][0]["topic"] == "waiting_time"


def test_explain_hears_an_answer_beside_its_question(otklik_: Otklik) -> None:
    said = otklik_("explain", "Персонал", "--question", "Что не понравилось?").out
    assert "Что не понравилось?" in said
    assert "staff_attitude, negative" in said
    for question, sentiment in (("What did you like?", "positive"), ("What did you dislike?", "negative")):
        found = json.loads(otklik_("explain", "The staff", "--question", question, "--json").out)
        assert (found["question"], found["sentiment"]) == (question, sentiment)
    assert (
        json.loads(otklik_("explain", "The staff", "--question", "Comment", "--json").out)["question"] is None
    )


def test_explain_tells_what_was_nearly_said(otklik_: Otklik) -> None:
    counts = []
    for text in ("Дорого и непонятно", "Ждал ответа три недели, но менеджер был вежлив", "Просто обман"):
        found = json.loads(otklik_("explain", text, "--json").out)
        said = {mention["topic"] for mention in found["mentions"]} | {one for one, _ in found["signals"]}
        nearness = [probability / threshold for _, probability, threshold in found["considered"]]
        assert all(0 < near < 1 for near in nearness)
        assert nearness == sorted(nearness, reverse=True)
        assert not said & {label for label, _, _ in found["considered"]}
        counts.append(len(nearness))
    assert 1 <= max(counts) <= 3


def test_explain_speaks_russian_of_the_same_labels(otklik_: Otklik) -> None:
    english, russian = (
        otklik_("explain", "Ждал ответа три недели, а менеджер грубил", "--lang", language).out.splitlines()
        for language in ("en", "ru")
    )
    assert len(english) == len(russian)
    for one, other in zip(english, russian, strict=True):
        head, said = re.split("  +", other, maxsplit=1)
        assert not re.search("[a-z]", head)
        assert set(re.findall("[a-z]+_[a-z]+", one)) == set(re.findall("[a-z]+_[a-z]+", said))


@pytest.mark.parametrize("text", ["", "нет", "👍", "\ud83d", "=1+1"])
def test_explain_takes_any_text(otklik_: Otklik, text: str) -> None:
    said = otklik_("explain", text)
    assert said.code == 0
    assert said.out.startswith("language")


# --- a good citizen --------------------------------------------------------------------------
@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """21,450 comments: some seconds of work."""
    path = tmp_path_factory.mktemp("input") / "long.csv"
    frame = pd.concat([otklik.read(COMMENTS)] * 30, ignore_index=True)
    frame.to_csv(path, sep=";", index=False)
    return path


def test_a_reader_that_leaves_is_no_failure(long: Path) -> None:
    with subprocess.Popen([*COMMAND, "tag", str(long)], stdout=-1, stderr=-1, text=True) as running:
        assert running.stdout
        assert running.stderr
        json.loads(running.stdout.readline())
        running.stdout.close()
        assert "Traceback" not in running.stderr.read()
    assert running.returncode == 0


@pytest.mark.parametrize("line", ["--help", "explain ок", "models"])
def test_what_nobody_reads_is_no_failure(line: str) -> None:
    script = f'{{ "$0" -c "$1" {line}; echo $? >&2; }} | sh -c "exec <&-"'
    done = subprocess.run(["sh", "-c", script, *COMMAND[::2]], capture_output=True, text=True)
    assert done.stderr == "0\n"


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
@pytest.mark.parametrize(("variables", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_progress_is_without_colour_when_asked(variables: dict[str, str], coloured: bool) -> None:
    import pty

    code = "from otklik.terminal import progress\nwith progress(9, False) as done: done(5)"
    clean = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR")}
    ours, theirs = pty.openpty()
    env = clean | {"TERM": "xterm-256color"} | variables
    subprocess.run([sys.executable, "-c", code], stderr=theirs, env=env, check=True)
    said = os.read(ours, 100_000).decode()
    os.close(ours)
    os.close(theirs)
    assert "5/9" in said
    assert bool(re.search(r"\x1b\[[0-9;]*[34][0-8]", said)) == coloured


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("otklik ins", {"plain,inspect"}),
        ("otklik report --redact-", {"plain,--redact-staff"}),
        ("otklik report --lang ", {"plain,ru", "plain,en"}),
        ("otklik repotr --", {"plain,--lang", "plain,--version", "plain,--help"}),
    ],
)
def test_a_shell_completes_commands_options_and_choices(words: str, offered: set[str]) -> None:
    asked = {"_OTKLIK_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": str(words.count(" "))}
    done = subprocess.run(COMMAND, capture_output=True, text=True, env=os.environ | asked)
    assert (done.returncode, done.stderr) == (0, "")
    assert set(done.stdout.split()) == offered


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_is_told_how_to_ask(shell: str) -> None:
    env = os.environ | {"_OTKLIK_COMPLETE": f"{shell}_source"}
    done = subprocess.run(COMMAND, capture_output=True, text=True, env=env)
    assert f"_OTKLIK_COMPLETE={shell}_complete" in done.stdout


@pytest.mark.parametrize(
    ("workers", "kill"), [("1", signal.SIGINT), ("2", signal.SIGINT), ("1", signal.SIGTERM)]
)
def test_a_stopped_command_leaves_no_half_written_file(
    long: Path, tmp_path: Path, workers: str, kill: signal.Signals
) -> None:
    command = [*COMMAND, "tag", str(long), "-q", "--workers", workers, "-o", str(tmp_path / "t.jsonl")]
    with subprocess.Popen(command, stderr=-1, text=True, start_new_session=True) as running:
        while not any(path.stat().st_size for path in tmp_path.iterdir()):
            assert running.poll() is None, running.stderr.read() if running.stderr else ""
            time.sleep(0.02)
        os.killpg(running.pid, kill)
        assert running.stderr
        said = running.stderr.read()
    assert running.returncode == {signal.SIGINT: 130, signal.SIGTERM: 143}[kill]
    assert "Traceback" not in said
    assert not list(tmp_path.iterdir())


def test_workers_are_not_waited_for(long: Path, tmp_path: Path) -> None:
    """SIGTERM reaches the first process alone, while the others are at work."""
    command = [*COMMAND, "tag", str(long), "-q", "--workers", "2", "-o", str(tmp_path / "t.jsonl")]
    with subprocess.Popen(command, stderr=-1, text=True) as running:
        while not any(path.stat().st_size for path in tmp_path.iterdir()):
            assert running.poll() is None
            time.sleep(0.02)
        running.terminate()
        assert running.wait(timeout=5) == 143
        assert running.stderr
        assert running.stderr.read() == ""
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("tag - <&-", 3),
        ("explain ок >&-", 3),
        ("tag in.csv >&-", 3),
        ("explain ок >/dev/null 2>&-", 0),
        ("tag in.csv -o t.csv 2>&-", 0),
    ],
)
def test_a_closed_stream_is_no_traceback(tmp_path: Path, line: str, code: int) -> None:
    (tmp_path / "in.csv").write_text("id,text\n1,всё очень хорошо\n2,ждал две недели\n", encoding="utf8")
    command = ["sh", "-c", f'"$0" -c "$1" {line}', sys.executable, COMMAND[-1]]
    done = subprocess.run(command, capture_output=True, encoding="utf8", cwd=tmp_path)
    assert done.returncode == code
    assert "Traceback" not in done.stderr
    assert ("is closed" in done.stderr) == bool(code)


def test_what_is_not_foreseen_is_one_message(otklik_: Otklik, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("by\nzero")

    monkeypatch.setattr("otklik.pipeline.label.labeller", fail)
    with pytest.raises(ZeroDivisionError):
        otklik_("explain", "ок")
    monkeypatch.delenv("OTKLIK_DEBUG")
    monkeypatch.setenv("PYTHONWARNINGS", "")
    said = otklik_("explain", "ок")
    assert (said.code, said.out) == (1, "")
    assert "internal error: ZeroDivisionError: by zero\n  → set OTKLIK_DEBUG=1" in said.err


@pytest.mark.parametrize(("debug", "said"), [("", ""), ("1", "RuntimeWarning: divide")])
def test_warnings_are_for_developers(debug: str, said: str) -> None:
    code = (
        "import click, warnings; from otklik.terminal import run_command; "
        "run_command(click.Command('x', callback=lambda: warnings.warn('divide', RuntimeWarning)))"
    )
    clean = {name: value for name, value in os.environ.items() if name != "PYTHONWARNINGS"}
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, env=clean | {"OTKLIK_DEBUG": debug})
    assert done.returncode == 0
    assert said in done.stderr
    assert bool(said) == bool(done.stderr)


def test_the_filter_answers_a_line_before_the_next_is_written() -> None:
    with subprocess.Popen([*COMMAND, "tag", "-"], stdin=-1, stdout=-1, encoding="utf8", bufsize=1) as running:
        assert running.stdin
        assert running.stdout
        for text in ("Ждал две недели", "great app"):
            running.stdin.write(text + "\n")
            assert json.loads(running.stdout.readline())["text"] == text
        running.stdin.close()
    assert running.returncode == 0


# --- the language of what is told --------------------------------------------------------------
NOTHING = {"en": "otklik: there is no file nothing.csv\n  → check the name and the folder\n",
           "ru": "otklik: нет файла nothing.csv\n  → проверьте имя и папку\n"}  # fmt: skip


@pytest.mark.parametrize(
    ("variables", "language"),
    [({"LC_ALL": "ru_RU.UTF-8"}, "ru"), ({"LC_MESSAGES": "ru_RU"}, "ru"), ({"LANG": "ru"}, "ru"),
     ({"LC_ALL": "en_GB.UTF-8", "LANG": "ru_RU.UTF-8"}, "en"), ({"LANG": "rum_XX"}, "en"), ({}, "en")],
)  # fmt: skip
def test_errors_are_told_in_the_language_of_the_locale(
    variables: dict[str, str], language: str, otklik_: Otklik, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert otklik_("inspect", "nothing.csv").err == NOTHING[language]


def test_lang_wins_over_the_locale_wherever_it_stands(
    otklik_: Otklik, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "ru_RU.UTF-8")
    said = otklik_("inspect", "nothing.csv", "--lang", "en")
    assert (said.code, said.err) == (3, NOTHING["en"])
    assert "--xlsx: непонятно, какого формата" in otklik_("demo", "--xlsx", "a.csv", "--lang", "ru").err
    assert otklik_("inspect", "nothing.csv").err == NOTHING["ru"]  # the next command starts anew


def test_a_file_is_inspected_in_russian_and_its_json_stays_english(
    otklik_: Otklik, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("a.csv").write_text("Отзыв;Оценка\nДолго ждал ответа;3\nВсё быстро и вежливо;9\n", "utf-8")
    plain = otklik_("inspect", "a.csv", "--json").out
    monkeypatch.setenv("LC_ALL", "ru_RU.UTF-8")
    told = otklik_("inspect", "a.csv").out
    assert "к сведению: прочитано как utf-8, разделитель: точка с запятой" in told
    assert "текст: 'Отзыв' (так сказано в заголовке); ключом: --text" in told
    assert "СОМНЕНИЕ" in told
    assert otklik_("inspect", "a.csv", "--json").out == plain


def test_a_language_without_a_command_is_told_in_it(otklik_: Otklik) -> None:
    assert otklik_("--lang", "ru") == Said(2, "", "otklik: не названа команда\n  → otklik --help\n")


@pytest.mark.parametrize(
    ("args", "told"),
    [(("report", "a.csv", "--txet", "x"), "нет параметра --txet; может быть, --text?"),
     (("report", "a.csv", "--qqq"), "нет параметра --qqq\n  → otklik report --help"),
     (("report",), "не хватает 'ФАЙЛ'\n  → otklik report --help"),
     (("inspect", "a.csv", "--date-order", "x"), "--date-order: значение — одно из этих\n  → dmy, mdy"),
     (("tag", "a.csv", "--workers", "0"), "--workers: нужно число ≥ 1\n  → otklik tag --help\n"),
     (("report", "a.csv", "--label-width", "x"), "--label-width: нужно число > 0, < 100\n"),
     (("report", "my", "a.csv"), "лишнее в команде: a.csv\n  → имя с пробелами возьмите в кавычки;"),
     (("report", "a.csv", "--score"), "--score: не хватает значения\n"),
     (("tag", "a.csv", "--repeat-days", "-1"), "--repeat-days: нужно число ≥ 0\n")],
)  # fmt: skip
def test_a_wrong_call_is_told_in_russian(
    args: tuple[str, ...], told: str, otklik_: Otklik, monkeypatch: pytest.MonkeyPatch
) -> None:
    english = otklik_(*args)
    monkeypatch.setenv("LC_ALL", "ru_RU.UTF-8")
    said = otklik_(*args)
    assert (said.code, said.out) == (english.code, "") == (2, "")
    assert said.err.startswith(f"otklik: {told}")
    assert "Error: " in english.err
