"""Every figure of quality beside its floor and its bar.

    python benchmarks/quality.py --data ../shared [--test] [--retrain] [--json OUT] [--cards]

FOLDER is laid out as training reads it: data/sentiment, data/lemmas, data/unlabelled, gold. Figures of the
shipped models by source are those of their training's own cross-validation, where a comment's source is
never trained on, read from the manifests; with --retrain the models are trained anew into a folder of their
own and its manifests are read. The rest is measured on comments that were in no training set. Splits called
test are opened with --test only. Exits with 1 when a figure is under its floor, has none, or is measured on
nothing, and when a floor has no figure. Nothing is kept of the texts.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from evidence import evidence_figures
from figures import DEV, TEST, Figure, faults, proposed, read_floors, show
from laws import law_figures
from manifests import manifest_figures
from sentiment import (
    AIRLINE,
    AIRLINE_TEST,
    TWEETS,
    TWEETS_TEST,
    TWEETS_TEST_3,
    own_test,
    own_unseen,
    shipped,
)
from sides import side_figures
from traps import trap_figures
from words import measure

from otklik import pack
from otklik.errors import OtklikError
from otklik.languages import LANGUAGES
from otklik.pipeline.label import Labeller, labeller
from otklik.resources import folder
from otklik.train.card import card

FLOORS = Path(__file__).with_name("floors.json")
_SLACK = 0.015


def arguments(given: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--test", action="store_true", help="open the splits kept apart too")
    parser.add_argument("--retrain", action="store_true", help="train the models anew and take their figures")
    parser.add_argument("--json", type=Path, metavar="OUT", help="write every figure there too")
    parser.add_argument("--cards", action="store_true", help="write the cards of the models with the figures")
    parser.add_argument("--floors", type=Path, default=FLOORS, help="another file of floors")
    parser.add_argument("--propose", type=Path, metavar="OUT", help="write floors for what was measured")
    return parser.parse_args(given)


def main(given: list[str]) -> int:
    """Run everything; 0 when every floor is held."""
    told, start = arguments(given), time.perf_counter()
    parts = (DEV, TEST) if told.test else (DEV,)
    floors, found = read_floors(told.floors), []
    try:
        for title, figures in _measured(told):
            print(f"\n{title}")
            show(figures, floors)
            found += figures
    except (OtklikError, OSError) as error:
        print(f"{error}\nnot all could be measured")
        return 1
    wrong = faults(found, floors, parts)
    print("\n".join(["", *wrong, f"{len(wrong)} faults; {time.perf_counter() - start:.0f} s"]))
    if told.json is not None:
        told.json.write_text(
            json.dumps({"figures": [asdict(one) for one in found], "faults": wrong}, indent=1)
        )
    if told.propose is not None:
        told.propose.write_text(
            json.dumps(proposed(found, floors, _SLACK), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        )
    if told.cards:
        _write_cards(folder("models"), found)
    return 1 if wrong else 0


def _measured(told: argparse.Namespace) -> Iterator[tuple[str, list[Figure]]]:
    """Tables of figures, each as soon as it is there. Raises InputError or OSError where data are missing."""
    data, reader = told.data, labeller()
    yield "Lemmas", _lemmas(data)
    with tempfile.TemporaryDirectory() as fresh:
        yield "Sentiment, topics, polarity, signals by source", manifest_figures(_models(told, Path(fresh)))
    for language in LANGUAGES:
        yield f"Evidence, {language.code}", evidence_figures(reader, data, language.code)
    yield "Answers beside their questions", list(side_figures(reader, data))
    yield "Traps", list(trap_figures(reader))
    yield "Laws", law_figures(reader, data)
    yield from _airline(told, reader)
    yield from _tweets(told, reader)


def _airline(told: argparse.Namespace, reader: Labeller) -> Iterator[tuple[str, list[Figure]]]:
    yield "Airline, shipped", shipped(reader, told.data, AIRLINE, DEV, "airline zero-shot, dev")
    trained, figures = own_unseen(told.data, AIRLINE, "airline trained in-domain", aim="macro", alone=False)
    yield "Airline, otklik train", figures
    if told.test:
        yield (
            "Airline test, shipped",
            shipped(reader, told.data, AIRLINE_TEST, TEST, "airline zero-shot, test"),
        )
        yield (
            "Airline test, otklik train",
            own_test(trained, told.data, AIRLINE_TEST, "airline in-domain, test"),
        )


def _tweets(told: argparse.Namespace, reader: Labeller) -> Iterator[tuple[str, list[Figure]]]:
    """The Russian tweets of three classes are among what the shipped model was trained on, so a model of the
    five classes stands alone."""
    trained, figures = own_unseen(told.data, TWEETS, "RuSentiTweet 5 classes", aim="weighted", alone=True)
    yield "RuSentiTweet, otklik train", figures
    if told.test:
        name = "RuSentiTweet 3 classes, test"
        yield "RuSentiTweet test, shipped", shipped(reader, told.data, TWEETS_TEST_3, TEST, name)
        name = "RuSentiTweet 5 classes, test"
        yield "RuSentiTweet test, otklik train", own_test(trained, told.data, TWEETS_TEST, name)


def _lemmas(data: Path) -> list[Figure]:
    how = "measured, no gold tags"
    return [
        Figure.of(f"lemmas {one.treebank}: {name}", share, how)
        for one in measure(data / "data" / "lemmas")
        for name, share in (("in their sentence", one.beside), ("word by word", one.alone))
    ]


def _models(told: argparse.Namespace, fresh: Path) -> Path:
    """Where the manifests are read."""
    if not told.retrain:
        return folder("models")
    command = [sys.executable, "-m", "otklik.train", "--shared", str(told.data), "--out", str(fresh)]
    subprocess.run(command, check=True)
    return fresh


def _write_cards(models: Path, figures: list[Figure]) -> None:
    """The cards of the bundled models, with the figures that are not in their manifests already."""
    for place in sorted(path.parent for path in models.glob(f"*/{pack.MANIFEST}")):
        told = pack.read(place)
        kind, _, language = told.id.partition("-")
        mine = [one for one in figures if one.model is None and _concerns(one.name, kind, language)]
        (place / "card.md").write_text(card(told, map(_line, mine)), encoding="utf8")


def _concerns(name: str, kind: str, language: str) -> bool:
    """Whether a figure that was measured from outside tells of a model."""
    if kind == "topics":
        return name.startswith(f"evidence {language}")
    titles = {"en": ("airline zero-shot",), "ru": ("RuSentiTweet 3 classes",)}
    return kind == "sentiment" and name.startswith(titles[language])


def _line(figure: Figure) -> str:
    return f"{figure.name}: {figure.value:.3f} [{figure.low:.3f}, {figure.high:.3f}], n = {figure.n:,}"
