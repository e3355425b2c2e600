"""Train all bundled models: ``python -m otklik.train --shared FOLDER [--out models]``.

The folder holds ``data/sentiment``, ``data/topics``, ``data/unlabelled`` and ``gold`` as parquet files of
comments. Only weights of features that occur in several comments of several sources are written, never a
text.
"""

from __future__ import annotations

import warnings
from pathlib import Path

import click
import numpy as np
from sklearn.exceptions import ConvergenceWarning

from otklik import pack
from otklik.errors import InputError
from otklik.languages import LANGUAGES
from otklik.records import SUGGESTION
from otklik.resources import folder
from otklik.sentiment import Context
from otklik.taxonomy import load
from otklik.train import hearing, polarity, sentiment, topics
from otklik.train.card import card
from otklik.train.gold import Gold

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command()
@click.option("--shared", type=FOLDER, required=True, help="Folder with data/ and gold/.")
@click.option("--out", type=click.Path(path_type=Path), help="Where the packs go [default: models].")
def main(shared: Path, out: Path | None) -> None:
    """Train the bundled models and write their packs and cards."""
    # 50 iterations are where the development score stops rising, not where the optimiser would stop.
    warnings.simplefilter("ignore", ConvergenceWarning)
    out, taxonomy = out or folder("models"), load()
    for language in LANGUAGES:
        try:
            gold = Gold.load(shared, language.code)
        except InputError as error:
            raise click.ClickException(str(error)) from None
        words = hearing.train_words(shared, gold)
        found = topics.train(gold, taxonomy)
        turned, counts = polarity.train(gold, taxonomy, words, found)
        suggested = found.unseen[:, [concept.id for concept in taxonomy.concepts].index(SUGGESTION)]
        context = Context(counts, np.concatenate([part.asked_share for part in gold.parts]), suggested)
        for trained in (sentiment.train(gold, words, context), found.pack, turned):
            pack.write(out / trained.id, trained, card(trained))
            click.echo(f"{trained.id}: {trained.facts['metrics']}")


main()
