"""Records of sources: what a user may write, and what is said of a wrong one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from otklik.errors import UsageError
from otklik.resources import folder
from otklik.score_kinds import parse_kind
from otklik.sources.hints import roles_of
from otklik.sources.loading import load_sources
from otklik.sources.recognition import recognise_columns, recognise_json
from otklik.sources.rows import tickets

OWN = """
id: mydesk
name: My Desk
json:
  ticket:
    has: [no, opened]
    drop: {spam: {flags.name=kind.value: junk}}
    fields: {id: no, created: opened, rating: mark, reopened: again}
  messages:
    has: [said, who]
    customer: {who: client}
    fields: {text: said}
  score: {kind: "binary:0=bad", words: {Yes: 1, No: 0}}
columns:
  recognise: [[Ticket No, Mark]]
  text: Said
  id: Ticket No
  scores: {columns: Mark, kind: csat5}
"""


def written(folder: Path, text: str) -> Path:
    file = folder / "my.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def test_bundled_records_have_different_names_and_kinds_that_exist() -> None:
    sources = load_sources()
    assert len({source.id for source in sources}) == len(sources) >= 11
    for source in sources:
        scores = (
            *(source.columns.scores if source.columns else ()),
            *([source.json.score] if source.json else ()),
        )
        for score in scores:
            assert not score.kind or parse_kind(score.kind)


def test_a_file_of_the_users_own_adds_a_source_before_the_others(tmp_path: Path) -> None:
    own, *others = load_sources(written(tmp_path, OWN))
    assert (own.id, own.own) == ("mydesk", True)
    assert others == list(load_sources())


def test_an_own_source_is_recognised_and_read(tmp_path: Path) -> None:
    sources = load_sources(written(tmp_path, OWN))
    value = [
        {
            "no": 5,
            "opened": "2024-01-01",
            "mark": "Yes",
            "talk": [{"said": "Hi", "who": "client"}, {"said": "?", "who": "me"}],
        },
        {"no": 6, "opened": "2024-01-01", "flags": [{"name": "kind", "value": "junk"}]},
    ]
    source = recognise_json([value], sources)
    assert source is sources[0]
    result = tickets([value], source)
    assert [(row["ticket_id"], row["text"], row["rating"]) for row in result.rows] == [("5", "Hi", 1)]
    assert "tickets left out: 1 spam" in result.notes


def test_an_own_source_of_tables_wins_over_a_bundled_one_that_knows_more(tmp_path: Path) -> None:
    columns = ["Ticket No", "Mark", "Satisfaction Score", "Requester", "Said", "Id", "Subject"]
    sources = load_sources(written(tmp_path, OWN))
    found = recognise_columns(columns, sources)
    assert found is sources[0]
    assert roles_of(found, columns).scores == {"Mark": "csat5"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[", "is not YAML"),
        ("- a", "should be a mapping"),
        ("id: x", "neither 'json' nor 'columns'"),
        ("name: x\ncolumns: {recognise: [[a]]}", "key 'id'"),
        ("id: x\ncolumns: {recognise: [[a]]}\nextra: 1", "key 'extra'"),
        ("id: x\ncolumns: {}", "key 'columns.recognise'"),
        ("id: x\ncolumns: {recognise: [[]]}", "would recognise everything"),
        ("id: x\ncolumns: {recognise: [[a]], score: 1}", "key 'columns.score'"),
        ("id: x\ncolumns: {recognise: [[a]], text: 1}", "key 'columns.text'"),
        ("id: x\ncolumns: {recognise: [[a]], scores: {kind: csat5}}", "key 'columns.scores'"),
        (
            "id: x\ncolumns: {recognise: [[a]], scores: {columns: a, kind: csat9}}",
            "key 'columns.scores.kind'",
        ),
        ("id: x\ncolumns: {recognise: [[a]], scores: {columns: a, kind: csat3}}", "cannot be told"),
        (
            "id: x\ncolumns: {recognise: [[a]], scores: {columns: a, words: {good: high}}}",
            "'high' is not a number",
        ),
        ("id: x\njson: {}", "key 'json.ticket'"),
        ("id: x\njson: {ticket: {fields: {id: a}}}", "key 'json.ticket.has'"),
        ("id: x\njson: {ticket: {has: a, fields: {nonsense: a}}}", "key 'json.ticket.fields.nonsense'"),
        ("id: x\njson: {ticket: {has: a, drop: {spam: yes}}}", "key 'json.ticket.drop.spam'"),
        (
            "id: x\njson: {ticket: {has: a}, messages: {has: b, customer: {c: {d: 1}}}}",
            "key 'json.messages.customer'",
        ),
        ("id: x\njson: {ticket: {has: a}, page: {path: b, match: '('}}", "key 'json.page.match'"),
        ("id: x\njson: {ticket: {has: a}, page: {path: b, match: c}}", "one group"),
    ],
)
def test_a_wrong_record_is_told_by_its_file_and_key(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(UsageError) as error:
        load_sources(written(tmp_path, text))
    assert "my.yaml" in error.value.message
    assert said in error.value.message


def test_the_examples_of_the_documentation_are_one_record(tmp_path: Path) -> None:
    page = (folder("data") / "sources" / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```yaml\n(.*?)```", page, flags=re.DOTALL)
    own = load_sources(written(tmp_path, "\n".join(blocks)))[0]
    assert own.json is not None
    assert own.columns is not None


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        load_sources(tmp_path / "none.yaml")
