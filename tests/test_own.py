"""Models of one's own: trained by the command, listed, and used wherever comments are labelled."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner
from scipy import sparse

import otklik
from otklik import grams, own, pack
from otklik.cli import cli
from otklik.errors import ModelError, UsageError
from otklik.own import Columns
from otklik.pipeline.filter import through
from otklik.pipeline.label import Labeller
from otklik.prepare import Preparer
from otklik.readings import Readings
from otklik.records import LABEL_COLUMNS, MODEL_COLUMNS, SENTIMENTS
from otklik.resources import folder
from otklik.train.own import LEAST_COMMENTS, Evidence, _folds
from otklik.words import WordTable, batch

ASKED = ("Ждал ответа три недели", "Great app, thank you!", "нет")


def run(*args: object) -> str:
    """The command's answer; what goes wrong is raised."""
    done = CliRunner().invoke(cli, [str(arg) for arg in args], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


@pytest.fixture(scope="module")
def rows() -> pd.DataFrame:
    """The labelled demonstration comments, and whether they name a topic."""
    lines = (folder("data") / "demo" / "written.jsonl").read_text(encoding="utf8").splitlines()
    frame = pd.DataFrame([json.loads(line) for line in lines])
    frame["matter"] = np.where(frame["topics"].map(len) > 0, "a topic", "no topic")
    return frame[["text", "sentiment", "matter"]]


@pytest.fixture(scope="module")
def where(rows: pd.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with ``rows.csv`` and the models ``mood`` and ``matter`` trained on it."""
    path = tmp_path_factory.mktemp("own")
    rows.to_csv(path / "rows.csv", index=False)
    train = ("train", path / "rows.csv", "--text", "text")
    run(*train, "--label", "sentiment", "-o", path / "mood")
    run(*train, "--label", "matter", "-o", path / "matter", "--alone", "--aim", "weighted")
    return path


def test_a_model_of_sentiments_decides_the_sentiment(where: Path, rows: pd.DataFrame) -> None:
    ours = otklik.tag(rows, text="text", model=where / "mood").comments
    theirs = otklik.tag(rows, text="text").comments
    assert set(ours) == set(theirs)
    assert set(ours["sentiment"]) <= set(SENTIMENTS)
    better = (ours["sentiment"].to_numpy() == rows["sentiment"].to_numpy()).mean()
    assert better > (theirs["sentiment"].to_numpy() == rows["sentiment"].to_numpy()).mean()
    assert ours["sentiment_score"].between(-1, 1).all()
    same = [name for name in LABEL_COLUMNS if not name.startswith("sentiment")]
    pd.testing.assert_frame_equal(ours[same], theirs[same])


def test_answers_are_learnt_beside_their_questions(tmp_path: Path) -> None:
    nouns = ["Персонал", "Цена", "Доставка", "Еда", "Номер", "Кассир", "Сайт", "Очередь"]
    table = pd.DataFrame({"Плюсы": nouns * 4, "Минусы": nouns * 4})
    table["Плюсы"] += [f" {at // 8}" for at in range(len(table))]
    table["Минусы"] += [f" {at // 8}" for at in range(len(table))]
    long = table.melt(var_name="question", value_name="text").assign(sentiment_found="", sentiment="positive")
    long.loc[long["question"] == "Минусы", "sentiment"] = "negative"
    long.loc[::2, "sentiment_found"], long.loc[::2, "sentiment"] = long["sentiment"][::2], "ok"
    long.to_csv(tmp_path / "sample.csv", index=False)
    run("train", tmp_path / "sample.csv", "--text", "text", "--label", "sentiment", "-o", tmp_path / "mood")
    card = (tmp_path / "mood" / "card.md").read_text(encoding="utf8")
    assert "comments: 64" in card
    for column, sentiment in (("Плюсы", "positive"), ("Минусы", "negative")):
        found = otklik.tag(pd.DataFrame({column: nouns}), text=column, model=tmp_path / "mood")
        assert set(found.comments["sentiment"]) == {sentiment}


def test_a_column_called_as_those_of_answers_is_learnt(tmp_path: Path) -> None:
    table = pd.DataFrame(
        {"Плюсы": [f"Цена {at}" for at in range(60)], "Минусы": [f"Касса {at}" for at in range(60)]}
    )
    table["question"] = ["yes" if at % 3 else "no" for at in range(60)]
    table.to_csv(tmp_path / "in.csv", index=False)
    texts = ("--text", "Плюсы", "--text", "Минусы")
    run("train", tmp_path / "in.csv", *texts, "--label", "question", "-o", tmp_path / "model")
    facts = json.loads((tmp_path / "model" / "manifest.json").read_text(encoding="utf8"))["facts"]
    assert facts["trained_on"]["labels"] == {"yes": 80, "no": 40}


def test_equal_texts_are_judged_together() -> None:
    dice = np.random.default_rng(0)
    truth, text = dice.integers(0, 2, 200), np.repeat(np.arange(100), 2)
    nothing = sparse.csr_matrix((200, 1))
    evidence = Evidence((nothing,), Readings.none(200), truth, ("a", "b"), text)
    judged = [rows for _, rows in _folds(evidence)]
    assert sorted(np.concatenate(judged)) == list(range(200))
    assert sum(len(set(text[rows])) for rows in judged) == 100


def test_a_model_of_other_labels_adds_its_label_and_how_likely_it_is(where: Path) -> None:
    found = otklik.tag(list(ASKED), model=where / "matter").comments
    assert list(found)[-2:] == list(MODEL_COLUMNS)
    assert set(found["model_label"].iloc[:2]) <= {"a topic", "no topic"}
    assert found["model_probability"].iloc[:2].between(0, 1).all()
    assert found.iloc[2][list(MODEL_COLUMNS)].isna().all(), "a blank answer has no label"
    plain = otklik.tag(list(ASKED)).comments
    pd.testing.assert_frame_equal(found[list(plain)], plain)


def test_files_streams_and_frames_get_the_same_labels(where: Path, tmp_path: Path) -> None:
    frame = otklik.tag(list(ASKED), model=where / "matter").comments
    (tmp_path / "new.csv").write_text("text\n" + "\n".join(f'"{text}"' for text in ASKED), encoding="utf8")
    run("tag", tmp_path / "new.csv", "--model", where / "matter", "-o", tmp_path / "out.jsonl", "-q")
    stream = "".join(through(iter(ASKED), model=str(where / "matter")))
    lines = [json.loads(line) for line in stream.splitlines()]
    told = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf8").splitlines()]
    for name in MODEL_COLUMNS:
        expected = [None if pd.isna(value) else value for value in frame[name]]
        assert [line[name] for line in lines] == expected
        assert [line[name] for line in told] == expected


def test_a_label_depends_on_no_neighbour(where: Path, rows: pd.DataFrame) -> None:
    texts = rows["text"].tolist()[:60]
    labeller = Labeller(own=own.read(where / "matter"))
    together = labeller.label(texts).own
    assert together is not None
    alone = [labeller.label([text]).own for text in reversed(texts)]
    assert [one[0][0] for one in reversed(alone) if one] == together[0]


def test_two_processes_say_what_one_says(where: Path, rows: pd.DataFrame) -> None:
    one, two = (
        otklik.tag(rows, text="text", model=where / "mood", workers=workers).comments for workers in (1, 2)
    )
    pd.testing.assert_frame_equal(one, two)


def test_a_report_counts_the_sentiments_of_the_model(where: Path, tmp_path: Path) -> None:
    run(
        *("report", where / "rows.csv", "--text", "text", "--model", where / "mood", "-q"),
        *("-o", tmp_path / "r.html", "--json", tmp_path / "r.json"),
    )
    told = json.loads((tmp_path / "r.json").read_text(encoding="utf8"))["data"]["sentiments"]
    tagged = otklik.tag(otklik.read(where / "rows.csv"), text="text", model=where / "mood").comments
    assert told["positive"] == (tagged["sentiment"] == "positive").sum()


def test_explain_shows_what_the_model_says(where: Path) -> None:
    assert "own model  " in run("explain", ASKED[0], "--model", where / "matter")
    assert json.loads(run("explain", ASKED[0], "--json"))["model_label"] is None


# --- what is written -----------------------------------------------------------------------------
def test_the_figures_are_of_comments_that_were_not_seen(where: Path, rows: pd.DataFrame) -> None:
    metrics = pack.read(where / "mood").facts["metrics"]["cross_validated_5_folds"]
    told = metrics["macro_f1"]
    assert 0.3 < told["low"] < told["value"] < told["high"] < 0.95
    assert metrics["comments"] == sum(row[2] for row in metrics["reliability"])
    assert 0 <= metrics["expected_calibration_error"] < 0.15


def test_no_weight_rests_on_a_few_comments(where: Path, rows: pd.DataFrame) -> None:
    heard = [Preparer().prepare(text).heard.text for text in rows["text"].drop_duplicates()]
    comments = batch(heard, WordTable())
    arrays, reader = pack.read(where / "matter").arrays, grams.Grams()
    for name, counted in (("words", reader.words(comments)), ("letters", reader.letters(comments))):
        numbers = arrays[f"{name}_numbers"]
        assert len(numbers) > 20
        seen = np.bincount(counted.indices, minlength=grams.SIZE)[numbers]
        assert seen.min() >= LEAST_COMMENTS


def test_training_again_gives_the_same_bytes(where: Path) -> None:
    before = (where / "matter" / "manifest.json").read_bytes()
    train = ("train", where / "rows.csv", "--text", "text", "--label", "matter", "-o", where / "matter")
    run(*train, "--alone", "--aim", "weighted", "-q")
    assert (where / "matter" / "manifest.json").read_bytes() == before


def test_the_card_and_the_manifest_hold_no_text(where: Path, rows: pd.DataFrame) -> None:
    told = "".join(
        (where / "mood" / name).read_text(encoding="utf8") for name in ("manifest.json", "card.md")
    )
    assert not [text for text in rows["text"] if len(text) > 12 and text in told]
    assert "cross_validated_5_folds" in told


def test_models_lists_the_bundled_and_ones_own(where: Path) -> None:
    told = json.loads(run("models", where / "mood", "--json"))
    bundled = {path.name for path in folder("models").iterdir() if path.is_dir()}
    assert {one["id"] for one in told} == bundled | {"mood"}
    assert all(one["bytes"] > 1000 and one["metrics"] and one["trained_on"] for one in told)
    plain = run("models", where / "mood")
    assert "mood: your own model, which tells mixed, negative, neutral, positive" in plain
    assert "of rows.csv, column 'sentiment'" in plain
    assert "F1, the mean over the labels: 0." in plain


# --- what is refused -----------------------------------------------------------------------------
def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="holds no model") as refused:
        otklik.tag(["x"], model=tmp_path)
    assert "otklik train" in str(refused.value.mend)


def test_a_bundled_model_is_none_of_ones_own() -> None:
    with pytest.raises(ModelError, match="was not made by otklik train"):
        own.read(folder("models") / "sentiment-en")


def test_bundled_models_that_judge_otherwise_are_noticed(where: Path) -> None:
    heard = batch(["fine"], WordTable())
    changed = Readings(("something else",), np.zeros((1, 1)))
    with pytest.raises(ModelError, match="judged otherwise"):
        own.read(where / "mood").judge(heard, changed)
    own.read(where / "matter").judge(heard, changed)


def test_a_model_of_other_features_is_refused(where: Path, tmp_path: Path) -> None:
    told = pack.read(where / "mood")
    older = pack.Pack(told.id, told.arrays, {**told.facts, "features": grams.VERSION - 1})
    with pytest.raises(ModelError, match="was trained on features"):
        own.OwnModel(older)


def test_nothing_else_is_written_over(where: Path, tmp_path: Path) -> None:
    shutil.copy(where / "rows.csv", tmp_path / "rows.csv")
    with pytest.raises(UsageError, match="holds something else than a model"):
        run("train", tmp_path / "rows.csv", "--label", "matter", "-o", tmp_path)


def test_a_column_that_is_not_there_is_named(where: Path) -> None:
    with pytest.raises(otklik.errors.ColumnError, match="did you mean 'matter'"):
        run("train", where / "rows.csv", "--text", "text", "--label", "mater", "-o", where / "none")
    assert not (where / "none").exists()


# --- features ------------------------------------------------------------------------------------
def test_features_of_a_comment_do_not_cross_into_the_next() -> None:
    reader = grams.Grams()
    two = batch(["not good", "bad day"], WordTable())
    one = batch(["bad day"], WordTable())
    assert (reader.words(two)[1] != grams.Grams().words(one)[0]).nnz == 0
    assert (reader.letters(two)[1] != grams.Grams().letters(one)[0]).nnz == 0


def test_a_negated_word_is_another_feature() -> None:
    reader, table = grams.Grams(), WordTable()
    plain, turned = reader.words(batch(["good", "not good"], table))
    assert len(set(turned.indices) - set(plain.indices)) == 3  # 'not', 'not good', and good turned


def test_weighed_comments_have_length_one_and_unknown_features_none() -> None:
    columns = Columns(np.array([2, 5], np.int32), np.array([1.0, 2.0], np.float32))
    counted = sparse.csr_matrix(np.array([[0, 9, 1, 0, 0, 3], [4, 0, 0, 0, 0, 0], [0, 0, 1, 0, 0, 0]], float))
    weighed = columns.weigh(counted).toarray()
    raw = np.array([1.0, 2 * (1 + np.log(3))])
    np.testing.assert_allclose(weighed, [raw / np.linalg.norm(raw), [0, 0], [1, 0]], rtol=1e-6)
    nothing = Columns(np.zeros(0, np.int32), np.zeros(0, np.float32))
    assert nothing.weigh(counted).shape == (3, 0)
