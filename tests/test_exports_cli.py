"""Raw exports through the command line: what a tool gave is reported and tagged as it is, nothing personal is
seen, and no row is lost."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pandas as pd
import pytest

import otklik
from command_line import Otklik
from helpdesk_exports import AGENT, EXPORTS, NOTE, QUOTED, SECRETS, made

TICKETS = made()
RATED = 16
UNSEEN = (*SECRETS, "Зинаида", NOTE, QUOTED)
SUBJECTS = ("Ждал две недели", "The app crashes", "Вежливая поддержка, спасибо", "Дорого")
CHURN = ("да", "нет")


def typed(command: str) -> list[str]:
    """The arguments that a shell makes of a command of otklik."""
    script = f'otklik() {{ printf "%s\\0" "$@"; }}; {command}'
    done = subprocess.run(["bash", "-c", script], capture_output=True, encoding="utf8", check=True)
    assert done.stderr == ""
    return done.stdout.split("\0")[:-1]


def proposed(otklik_: Otklik, *args: object) -> list[str]:
    return typed(json.loads(otklik_("inspect", *args, "--json").out)["command"])


def export(name: str) -> str:
    """The file of a helpdesk."""
    file = Path(f"{name}.json")
    file.write_text(json.dumps(EXPORTS[name](TICKETS), ensure_ascii=False), encoding="utf8")
    return str(file)


def everything(*files: str) -> str:
    """All that can be read in the files, workbooks unpacked."""
    texts = []
    for file in files:
        if file.endswith(".xlsx"):
            with ZipFile(file) as book:
                texts += [book.read(name).decode("utf8", "replace") for name in book.namelist()]
        else:
            texts.append(Path(file).read_text(encoding="utf8"))
    return "\n".join(texts)


# --- helpdesks -------------------------------------------------------------------------------
@pytest.mark.parametrize("name", EXPORTS)
def test_the_threads_of_a_helpdesk_become_a_report(otklik_: Otklik, name: str) -> None:
    file = export(name)
    command = proposed(otklik_, file)
    said = otklik_(*command, "-o", "r.html", "--json", "r.json", "--xlsx", "r.xlsx")
    assert said.code == 0
    found = json.loads(Path("r.json").read_text(encoding="utf8"))
    assert found["data"]["export"] == name
    assert found["data"]["rows"] == len(TICKETS)
    assert found["metrics"][0]["n"] == RATED
    assert found["data"]["repeats"]["contacts"] == len(TICKETS)
    assert found["data"]["repeats"]["customers"] == len(TICKETS) // 2
    assert found["data"]["repeats"]["repeats"] > 0
    seen = everything("r.html", "r.json", "r.xlsx") + said.out + said.err + otklik_("inspect", file).out
    assert [secret for secret in UNSEEN if secret in seen] == []


@pytest.mark.parametrize("name", EXPORTS)
def test_a_ticket_is_what_its_customer_said_and_when(otklik_: Otklik, name: str) -> None:
    otklik_("tag", export(name), "-o", "t.jsonl", "-q")
    rows = [json.loads(line) for line in Path("t.jsonl").read_text(encoding="utf8").splitlines()]
    assert len(rows) == len(TICKETS)
    for row, ticket in zip(rows, TICKETS, strict=True):
        first, *_, last = row["text"].split("\n\n")
        assert first.startswith(ticket.first)
        assert ticket.second in (first, *row["text"].split("\n\n"))
        assert last in (ticket.remark, ticket.second)
        assert not any(alien in row["text"] for alien in (AGENT, NOTE, QUOTED, "<"))
        assert row["first_response_minutes"] == ticket.minutes
        assert row.get("resolution_minutes", ticket.minutes + 60) == ticket.minutes + 60
        assert (row["rating"] is None) == (ticket.rating == "none")
    best = {row["rating"] for row, ticket in zip(rows, TICKETS, strict=True) if ticket.rating == "good"}
    worst = {row["rating"] for row, ticket in zip(rows, TICKETS, strict=True) if ticket.rating == "bad"}
    assert len(best) == len(worst) == 1
    assert best > worst or best.pop() > worst.pop()


def test_with_agents_the_support_is_heard_too(otklik_: Otklik) -> None:
    otklik_("tag", export("Kayako"), "--with-agents", "-o", "t.csv", "-q")
    assert pd.read_csv("t.csv")["text"].str.contains("[agent] " + AGENT, regex=False).all()


def test_a_source_of_ones_own(otklik_: Otklik) -> None:
    Path("desk.yaml").write_text(
        "id: desk\nname: Our Desk\ncolumns:\n  recognise: [[Обращение, Отметка]]\n  text: Обращение\n"
        "  scores:\n    - {columns: Отметка, kind: 'csat3:3=best', "
        "words: {мимо: 1, так себе: 2, в точку: 3}}\n",
        encoding="utf8",
    )
    rows = [(text, word) for text in SUBJECTS for word in ("мимо", "так себе", "в точку")]
    pd.DataFrame(rows, columns=["Обращение", "Отметка"]).to_csv("d.csv", index=False)
    command = proposed(otklik_, "d.csv", "--source", "desk.yaml")
    assert otklik_(*command, "--json", "r.json").code == 0
    found = json.loads(Path("r.json").read_text(encoding="utf8"))
    assert found["data"]["export"] == "Our Desk"
    assert (found["metrics"][0]["n"], round(found["metrics"][0]["value"], 1)) == (12, 33.3)


# --- surveys ---------------------------------------------------------------------------------
WHY = [f"{SUBJECTS[at % 4]}, {at}-й раз подряд" if at % 5 else "" for at in range(40)]
MORE = [f"Хочу {at} дней на возврат, сейчас мало" if at % 4 else "" for at in range(40)]
SCORES = [at * 7 % 11 for at in range(40)]
MAILS = [f"zhanna{at % 10}@mail.example" for at in range(40)]
DAYS = [f"2026-03-{at % 28 + 1:02} 10:{at:02}:00" for at in range(40)]
NPS = "How likely are you to recommend us?"


def _lines(*head: list[str], rows: list[tuple[Any, ...]]) -> pd.DataFrame:
    return pd.DataFrame([*head[1:], *rows], columns=head[0])


SURVEYS: dict[str, pd.DataFrame] = {
    "Google Forms": pd.DataFrame(
        {
            "Отметка времени": DAYS,
            "Адрес электронной почты": MAILS,
            "Вы порекомендуете нас? (0-10)": SCORES,
            "Почему такая оценка?": WHY,
            "Что нам улучшить?": MORE,
        }
    ),
    "Yandex Forms": pd.DataFrame(
        {
            "ID": range(1, 41),
            "Время создания": DAYS,
            "Почта": MAILS,
            "Порекомендуете ли вы нас?": SCORES,
            "Почему такая оценка?": WHY,
            "Что нам улучшить?": MORE,
        }
    ),
    "SurveyMonkey": _lines(
        [
            "Respondent ID",
            "Collector ID",
            "End Date",
            "IP Address",
            "Email Address",
            NPS,
            "Why this score?",
            "What should we improve?",
        ],
        ["", "", "", "", "", "", "Open-Ended Response", "Open-Ended Response"],
        rows=[
            (114000012345 + at, 4, DAYS[at], f"10.0.0.{at}", MAILS[at], SCORES[at], WHY[at], MORE[at])
            for at in range(40)
        ],
    ),
    "Qualtrics": _lines(
        [
            "StartDate",
            "Finished",
            "RecordedDate",
            "ResponseId",
            "RecipientFirstName",
            "RecipientEmail",
            "Q1",
            "Q2",
            "Q3",
        ],
        [
            "Start Date",
            "Finished",
            "Recorded Date",
            "Response ID",
            "Recipient First Name",
            "Recipient Email",
            NPS,
            "Why this score?",
            "What should we improve?",
        ],
        [f'{{"ImportId":"QID{at}"}}' for at in range(9)],
        rows=[
            (DAYS[at], "True", DAYS[at], f"R_{at}kLm", "zhanna", MAILS[at], SCORES[at], WHY[at], MORE[at])
            for at in range(40)
        ],
    ),
    "Typeform": pd.DataFrame(
        {
            "#": [f"a{at}" for at in range(40)],
            NPS: SCORES,
            "<b>Why</b> this score?": WHY,
            "What should we improve?": MORE,
            "Email": MAILS,
            "Start Date (UTC)": DAYS,
            "Submit Date (UTC)": DAYS,
        }
    ),
}


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize("name", SURVEYS)
def test_a_respondent_of_several_questions_counts_once(otklik_: Otklik, name: str, ending: str) -> None:
    file = f"survey.{ending}"
    frame = SURVEYS[name]
    frame.to_csv(file, index=False) if ending == "csv" else frame.to_excel(file, index=False)
    columns = otklik.read(file).columns
    texts = [column for column in columns if "score?" in column or "оценка?" in column]
    texts += [column for column in columns if "improve" in column or "улучшить" in column]
    asked = [part for text in texts for part in ("--text", text)]
    said = otklik_("report", file, *asked, "-o", "r.html", "--json", "r.json", "--xlsx", "r.xlsx")
    assert said.code == 0
    found = json.loads(Path("r.json").read_text(encoding="utf8"))
    answers = sum(map(bool, [*WHY, *MORE]))
    neither = sum(not (why or more) for why, more in zip(WHY, MORE, strict=True))
    assert found["data"]["export"] == name
    assert (found["data"]["rows"], found["data"]["empty"]) == (answers + neither, neither)
    promoters, detractors = sum(score > 8 for score in SCORES), sum(score < 7 for score in SCORES)
    assert found["metrics"][0]["n"] == 40
    assert found["metrics"][0]["value"] == pytest.approx(100 * (promoters - detractors) / 40)
    assert found["score_checks"][0]["valid"] == 40
    seen = everything("r.html", "r.json", "r.xlsx") + said.out + said.err
    assert [secret for secret in ("@mail", "10.0.0.", "zhanna") if secret in seen] == []


def test_lists_of_scores_with_comments(otklik_: Otklik) -> None:
    common = {"Score": SCORES, "Comment": WHY, "Survey type": "nps", "Created at": DAYS, "Email": MAILS}
    pd.DataFrame({"Response ID": range(40), **common, "Permalink": "https://d.example/r?t=s3cr3t"}).to_csv(
        "delighted.csv", index=False
    )
    pd.DataFrame(
        {
            "response_id": range(40),
            "email": MAILS,
            "answer": SCORES,
            "comment": WHY,
            "person_id": 1,
            "responded": DAYS,
        }
    ).to_csv("asknicely.csv", index=False)
    for file in ("delighted.csv", "asknicely.csv"):
        said = otklik_(*proposed(otklik_, file), "-o", "r.html", "--json", "r.json", "--xlsx", "r.xlsx")
        assert json.loads(Path("r.json").read_text(encoding="utf8"))["metrics"][0]["n"] == 40
        assert not any(
            secret in everything("r.html", "r.xlsx", "r.json") + said.err for secret in ("@mail", "s3cr3t")
        )


# --- commands, rows, offsets -----------------------------------------------------------------
def test_a_proposed_command_survives_the_shell(otklik_: Otklik) -> None:
    names = {
        "text": "Что \"не\" так, $HOME `ls` a=b! 'ok'?",
        "score": "it's NPS=1",
        "segment": "Канал \\ связи",
    }
    file = "выгрузка $x 'ф' !.csv"
    frame = pd.DataFrame(
        {names["text"]: WHY, names["score"]: SCORES, names["segment"]: ["чат", "почта"] * 20}
    )
    frame.to_csv(file, index=False)
    command = proposed(otklik_, file)
    assert command == [
        "report",
        file,
        "--text",
        names["text"],
        "--score",
        f"{names['score']}=nps",
        "--segment",
        names["segment"],
    ]
    assert otklik_(*command, "-q").code == 0


@pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet", "xlsx"])
def test_no_row_is_lost_or_doubled_and_offsets_meet_the_text(otklik_: Otklik, ending: str) -> None:
    rows = [
        "<p>Жду ответа <b>третью неделю</b>, никто&nbsp;не перезвонил</p><br>--<br>Жанна",
        "Приложение вылетает при оплате\n\n01.03.2026, 10:00, Shop <help@mail.example>:\n> Пришлите чек",
        "ghbkj;tybt dsktnftn ghb jgkfnt",
        "ochen dolgo zhdal otveta, prilozhenie ne rabotaet",
        "О-ч-е-н-ь долго ждал ответа!!!!!!!",
        "Позвоните +7 916 123-45-67, жду ответа две недели",
        "",
        "нет",
        "",
        "The app crashes when I try to pay &amp; nobody answers",
    ]
    frame = pd.DataFrame({"id": range(len(rows)), "Комментарий": rows})
    frame.to_csv("in.csv", index=False)
    said = otklik_("tag", "in.csv", "--text", "Комментарий", "-o", f"t.{ending}", "--mentions", "m.jsonl")
    assert said.code == 0
    tagged = otklik.read(f"t.{ending}")
    assert tagged["id"].astype(int).tolist() == list(range(len(rows)))
    mentions = [json.loads(line) for line in Path("m.jsonl").read_text(encoding="utf8").splitlines()]
    assert {int(one["comment_id"]) for one in mentions} >= {0, 1, 5, 9}
    for one in mentions:
        assert rows[int(one["comment_id"])][one["start"] : one["end"]] == one["evidence"]
        assert one["evidence"]


def test_the_same_customers_come_back_whether_masked_or_not(otklik_: Otklik) -> None:
    file, found = export("UseDesk"), []
    for redact in ("--redact", "--no-redact"):
        otklik_("report", file, redact, "-o", "r.html", "--json", "r.json", "-q")
        otklik_("tag", file, redact, "-o", "t.csv", "-q")
        repeats = json.loads(Path("r.json").read_text(encoding="utf8"))["data"]["repeats"]
        found.append((repeats, pd.read_csv("t.csv")["repeat_of"].astype(object).fillna("").tolist()))
        assert ("@mail" in Path("t.csv").read_text(encoding="utf8")) == (redact == "--no-redact")
    assert found[0] == found[1]
    assert found[0][0]["repeats"] == sum(map(bool, found[0][1])) > 0


def test_keys_that_are_addresses_are_not_shown(otklik_: Otklik) -> None:
    pd.DataFrame({"email": MAILS[:10], "text": [f"Ждал {at} недель" for at in range(10)]}).to_csv("c.csv")
    pd.DataFrame({"email": [*MAILS[5:10], "zhanna@mail.example"], "NPS": range(6)}).to_csv("s.csv")
    said = otklik_(
        "report", "c.csv", "--text", "text", "--scores", "s.csv", "--key", "email", "--score", "NPS=nps",
        "-o", "r.html", "--json", "r.json", "--xlsx", "r.xlsx",
    )  # fmt: skip
    assert "5 of 10 comments met" in said.err
    assert "@mail" not in said.err + said.out + everything("r.html", "r.json", "r.xlsx")


def test_deduplicated_rows_are_the_rows_that_are_left(otklik_: Otklik) -> None:
    text = "Жду ответа третью неделю подряд, никто не перезвонил и не написал мне ни одного слова"
    rows = [(at, f"{text} {_word(at)}" if at < 5 else text, 5) for at in range(12)]
    pd.DataFrame(rows, columns=["id", "text", "NPS"]).to_csv("in.csv", index=False)
    for flags, n in (((), 12), (("--deduplicate",), 1)):
        assert otklik_("report", "in.csv", *flags, "--score", "NPS=nps", "--json", "r.json").code == 0
        found = json.loads(Path("r.json").read_text(encoding="utf8"))
        assert found["data"]["rows"] == found["metrics"][0]["n"] == n


def _word(at: int) -> str:
    return ("опять", "совсем", "теперь", "вообще", "снова")[at]
