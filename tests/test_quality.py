"""The gate of quality: it measures, it fails under a floor, and it fails when it checks nothing."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from benchmark_folder import modules_of
from otklik.pipeline.label import Labeller
from otklik.records import SENTIMENTS
from otklik.resources import folder, lessons

FOLDER = Path(__file__).parents[1] / "benchmarks" / "quality"
MODULES = ("figures", "manifests", "sentiment", "evidence", "laws", "words", "traps", "command")
SIDES = {"negative": "neg", "neutral": "neu", "positive": "pos"}

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="benchmarks/quality is not in this checkout")


@pytest.fixture(scope="module")
def gate() -> Iterator[SimpleNamespace]:
    """The modules of the benchmark by name."""
    with modules_of(FOLDER, MODULES) as modules:
        yield modules


@pytest.fixture(scope="module")
def labeller() -> Labeller:
    return Labeller()


@pytest.fixture(scope="module")
def rows() -> list[dict[str, Any]]:
    lines = (folder("data") / "demo" / "written.jsonl").read_text(encoding="utf8").splitlines()
    return [row for row in map(json.loads, lines) if row["text"]]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory, gate: SimpleNamespace, rows: list[dict[str, Any]]) -> Path:
    """A folder laid out as the shared one, filled with the labelled demonstration comments."""
    where = tmp_path_factory.mktemp("shared")

    def put(name: str, frame: pd.DataFrame) -> None:
        path = where / f"{name}.parquet"
        path.parent.mkdir(parents=True, exist_ok=True)
        frame.to_parquet(path)

    known = pd.DataFrame([{"text": row["text"], "label": row["sentiment"]} for row in rows])
    clear = known[known["label"] != "mixed"].reset_index(drop=True)
    for name in (gate.sentiment.AIRLINE, gate.sentiment.TWEETS):
        put(f"data/sentiment/{name}", clear)
    for name in (gate.sentiment.AIRLINE_TEST, gate.sentiment.TWEETS_TEST, gate.sentiment.TWEETS_TEST_3):
        put(f"data/sentiment/{name}", clear.iloc[::3])
    put("data/unlabelled/comments", known[["text"]].iloc[:60])
    put("data/scores/glassdoor", pd.DataFrame({"pros": ["The team", "Pay"], "Cons": ["Hours", "No career"]}))
    put(
        "data/scores/otzovik_sberbank", pd.DataFrame({"pros": ["Карта", None], "cons": ["Очередь", "Их нет"]})
    )
    for code in ("ru", "en"):
        gold, marks = _gold([row for row in rows if row["language"] == code and row["topics"]][:40])
        put(f"gold/{code}_train", gold)
        put(f"gold/{code}_evidence", marks)
    return where


def _gold(rows: list[dict[str, Any]]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Labelled comments, and the whole text of each as the words that prove its topics."""
    gold, marks = [], []
    for number, row in enumerate(rows):
        gold.append({"id": str(number), "text": row["text"], "evaluation_only": False})
        for label in row["topics"]:
            topic, _, side = label.partition(":")
            mark = {"id": str(number), "topic": topic, "polarity": SIDES[side], "quote": row["text"]}
            marks.append(mark | {"start": 0, "end": len(row["text"])})
    return pd.DataFrame(gold), pd.DataFrame(marks)


def floors(gate: SimpleNamespace, **dev: float) -> Any:
    return {"dev": {name: gate.figures.Floor(floor) for name, floor in dev.items()}, "test": {}}


# --- the gate ------------------------------------------------------------------------------------
def test_a_figure_on_its_floor_passes_and_one_under_it_fails(gate: SimpleNamespace) -> None:
    figure = gate.figures.Figure("f1", 0.7, 0.6, 0.8, 100, "measured")
    assert gate.figures.faults([figure], floors(gate, f1=0.7), ["dev"]) == []
    assert gate.figures.faults([figure], floors(gate, f1=0.71), ["dev"]) == ["f1: 0.7000 under 0.71"]
    error = replace(figure, is_error=True)
    assert gate.figures.faults([error], floors(gate, f1=0.71), ["dev"]) == []
    assert gate.figures.faults([error], floors(gate, f1=0.6), ["dev"]) == ["f1: 0.7000 over 0.6"]


@pytest.mark.parametrize(
    ("changes", "names", "fault"),
    [
        ([], {}, "nothing was measured"),
        ([], {"f1": 0.5}, "f1: a floor, but no figure"),
        ([{}], {}, "f1: 0.7000, but no floor"),
        ([{"n": 0}], {"f1": 0.5}, "f1: measured on nothing"),
        ([{"value": math.nan}], {"f1": 0.5}, "f1: measured on nothing"),
        ([{}, {}], {"f1": 0.5}, "f1: told twice"),
    ],
)
def test_a_gate_that_checks_nothing_fails(
    gate: SimpleNamespace, changes: list[dict[str, float]], names: dict[str, float], fault: str
) -> None:
    figure = gate.figures.Figure("f1", 0.7, 0.6, 0.8, 100, "measured")
    found = [replace(figure, **change) for change in changes]
    assert fault in gate.figures.faults(found, floors(gate, **names), ["dev"])


def test_floors_of_the_tests_are_asked_for_with_the_tests_only(gate: SimpleNamespace) -> None:
    told = {"dev": {"f1": gate.figures.Floor(0.5)}, "test": {"g1": gate.figures.Floor(0.5)}}
    figure = gate.figures.Figure("f1", 0.7, 0.6, 0.8, 100, "measured")
    assert gate.figures.faults([figure], told, ["dev"]) == []
    assert gate.figures.faults([figure], told, ["dev", "test"]) == ["g1: a floor, but no figure"]


def test_proposed_floors_never_fall(gate: SimpleNamespace) -> None:
    figure = gate.figures.Figure("f1", 0.7, 0.6, 0.8, 100, "measured")
    error = replace(figure, name="e", is_error=True)
    test = {"t": gate.figures.Floor(0.5)}
    told = {"dev": {"f1": gate.figures.Floor(0.69, 0.8), "e": gate.figures.Floor(0.71)}, "test": test}
    kept = gate.figures.proposed([figure, error], told, 0.05)
    assert kept["dev"] == {"e": {"floor": 0.71}, "f1": {"floor": 0.69, "bar": 0.8}}
    assert kept["test"] == {"t": {"floor": 0.5}}, "what was not measured stays"
    assert gate.figures.proposed([figure], floors(gate), 0.05)["dev"] == {"f1": {"floor": 0.65}}


def test_the_floors_of_the_repository_can_be_read(gate: SimpleNamespace) -> None:
    kept = gate.figures.read_floors(gate.command.FLOORS)
    assert len(kept["dev"]) > 50
    assert len(kept["test"]) > 5
    for part in kept.values():
        for name, floor in part.items():
            assert math.isfinite(floor.floor), name


def test_every_figure_of_the_bundled_manifests_has_a_floor(gate: SimpleNamespace) -> None:
    names = {figure.name for figure in gate.manifests.manifest_figures(folder("models"))}
    kept = set(gate.figures.read_floors(gate.command.FLOORS)["dev"])
    assert names
    assert names <= kept


# --- the figures ---------------------------------------------------------------------------------
def test_manifests_give_their_figures_with_the_count_told_nearest(gate: SimpleNamespace) -> None:
    metrics = {
        "gold_comments": 50,
        "macro_f1": {"value": 0.5, "low": 0.4, "high": 0.6},
        "by_source": {"mentions": 7, "accuracy": 0.9},
        "reliability": [[0.5, 0.4, 3]],
    }
    leaves = {name: (values, n) for name, values, n in gate.manifests._leaves(metrics, 1)}
    assert leaves["macro f1"] == ((0.5, 0.4, 0.6), 50)
    assert leaves["by source, accuracy"][1] == 7
    assert set(leaves) == {"macro f1", "by source, accuracy"}


def test_evidence_that_stands_elsewhere_is_counted_as_a_miss(
    gate: SimpleNamespace, labeller: Labeller, data: Path, tmp_path: Path
) -> None:
    overlap, present = gate.evidence.evidence_figures(labeller, data, "ru")
    assert (overlap.value, present.value) == (1.0, 1.0)
    assert overlap.n > 10
    (tmp_path / "gold").mkdir()
    marks = pd.read_parquet(data / "gold" / "ru_evidence.parquet")
    pd.read_parquet(data / "gold" / "ru_train.parquet").to_parquet(tmp_path / "gold" / "ru_train.parquet")
    marks.assign(start=10_000, end=10_001).to_parquet(tmp_path / "gold" / "ru_evidence.parquet")
    overlap, _ = gate.evidence.evidence_figures(labeller, tmp_path, "ru")
    assert overlap.value == 0


def test_no_trap_stands_in_a_lesson_and_each_kind_is_met_as_often(gate: SimpleNamespace) -> None:
    traps = pd.read_csv(gate.traps.TRAPS, sep="\t", keep_default_na=False)
    assert set(traps.groupby(["language", "category"]).size()) == {14}
    assert set(traps["sentiment"]) == set(SENTIMENTS)
    for code, mine in traps.groupby("language"):
        taught = pd.read_csv(lessons("lessons") / f"{code}.tsv", sep="\t", keep_default_na=False)
        words, known = (of["text"].map(_bare) for of in (mine, taught))
        assert not set(words) & set(known)


def _bare(text: str) -> str:
    """What is said, whatever the case and the marks; emoji stay."""
    return "".join(letter for letter in text.casefold() if letter not in " .,!?—-:;'’\"«»")


def test_a_labeller_that_looks_at_neighbours_breaks_the_law(
    gate: SimpleNamespace, labeller: Labeller, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert [figure.value for figure in gate.laws.law_figures(labeller, data)] == [1.0, 1.0]
    honest = Labeller.label

    def nosy(self: Labeller, texts: list[str], **options: Any) -> Any:
        found = honest(self, texts, **options)
        return replace(found, sentiment=["negative", *found.sentiment[1:]])

    monkeypatch.setattr(Labeller, "label", nosy)
    assert any(figure.value < 1 for figure in gate.laws.law_figures(labeller, data))


# --- the whole -----------------------------------------------------------------------------------
def test_the_command_measures_all_and_fails_until_every_figure_has_its_floor(
    gate: SimpleNamespace,
    data: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(gate.command, "_lemmas", lambda _: [])
    (tmp_path / "none.json").write_text('{"dev": {}, "test": {}}')
    given = ["--data", str(data), "--test", "--json", str(tmp_path / "figures.json")]
    told = [*given, "--floors", str(tmp_path / "none.json"), "--propose", str(tmp_path / "floors.json")]
    assert gate.command.main(told) == 1
    assert "but no floor" in capsys.readouterr().out
    monkeypatch.setattr(gate.command, "own_unseen", lambda *_, **__: (None, []))
    monkeypatch.setattr(gate.command, "own_test", lambda *_, **__: [])
    assert gate.command.main([*given, "--floors", str(tmp_path / "floors.json")]) == 1
    assert "RuSentiTweet 5 classes, test: macro-F1: a floor, but no figure" in capsys.readouterr().out
    figures = json.loads((tmp_path / "figures.json").read_text(encoding="utf8"))["figures"]
    assert {figure["part"] for figure in figures} == {"dev", "test"}


def test_where_there_are_no_data_the_gate_fails(
    gate: SimpleNamespace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert gate.command.main(["--data", str(tmp_path)]) == 1
    assert "not all could be measured" in capsys.readouterr().out


def test_cards_are_made_of_the_manifest_and_the_figures(gate: SimpleNamespace) -> None:
    figure = gate.figures.Figure("airline zero-shot, dev: macro-F1", 0.7, 0.68, 0.72, 100, "measured")
    assert gate.command._concerns(figure.name, "sentiment", "en")
    assert not gate.command._concerns(figure.name, "sentiment", "ru")
    told = gate.command.pack.read(folder("models") / "sentiment-en")
    page = gate.command.card(told, [gate.command._line(figure)])
    assert "- airline zero-shot, dev: macro-F1: 0.700 [0.680, 0.720], n = 100" in page
