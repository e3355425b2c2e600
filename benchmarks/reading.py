"""Whether exports are read right without a flag, and how fast.

    python benchmarks/reading.py --detect 400 [--comments FILE.parquet] [--seed 0]
    python benchmarks/reading.py --speed 1000000 [--comments FILE.parquet]

``--detect`` writes exports in every encoding, delimiter, quoting, header shape and size, reads them without
a flag and compares columns and cells; ``--speed`` alternates ``otklik.read`` and ``pandas.read_csv`` told
everything. Texts come from the column ``text`` of FILE, else from the bundled demonstration.
"""

from __future__ import annotations

import argparse
import csv
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
from exports import Export, exports

import otklik
from otklik.errors import OtklikError, UndecidedError
from otklik.pipeline.source import Wishes, open_comments
from otklik.reading.opening import open_table
from otklik.resources import folder


def judged(export: Export, path: Path) -> str:
    """'right', 'asked', 'refused' or what of the reading is silently wrong."""
    path.write_bytes(export.raw)
    try:
        table = open_table(path)
        frame = pd.concat(list(table.batches()))
    except UndecidedError as error:
        return f"asked: {error.message}"
    except OtklikError as error:
        return f"refused: {error.message}"
    decoded = export.raw.decode(table.facts["encoding"], "replace").removeprefix("\ufeff")
    if decoded != export.text.removeprefix("\ufeff"):
        return f"WRONG encoding {table.facts['encoding']}"
    if table.facts["delimiter"] != export.delimiter:
        return f"WRONG delimiter {table.facts['delimiter']!r}"
    if (None if table.facts["header_row"] is None else list(frame.columns)) != export.columns:
        return f"WRONG header {list(frame.columns)}"
    cells = frame.astype(object).where(frame.notna(), "").to_numpy().tolist()
    return "right" if cells == [row for row in export.rows if any(row)] else "WRONG cells"


def detect(texts: dict[str, list[str]], n: int, seed: int) -> None:
    """Print the share of exports read right, asked about, refused and read wrong, and every failure."""
    counts: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder_of_exports:
        for export in exports(texts, n, seed):
            verdict = judged(export, Path(folder_of_exports) / "export.csv")
            counts[verdict.split(":")[0] if verdict != "right" else verdict] += 1
            if verdict != "right":
                print(f"{export.label}: {verdict}")
    for verdict, times in counts.most_common():
        print(f"{times:6d}  {times / n:7.2%}  {verdict}")


def texts_of(path: str | None) -> dict[str, list[str]]:
    """Comments by language."""
    if path is None:
        demo = otklik.read(folder("data") / "demo" / "comments.csv")["Комментарий"].dropna().tolist()
        russian = [any("а" <= letter <= "я" for letter in text.lower()) for text in demo]
        return {
            "ru": [text for text, ru in zip(demo, russian, strict=True) if ru],
            "en": [text for text, ru in zip(demo, russian, strict=True) if not ru],
        }
    frame = pd.read_parquet(path)
    return {language: frame.text[frame.lang == language].tolist() for language in ("ru", "en")}


def speed(texts: dict[str, list[str]], n: int, rounds: int = 5) -> None:
    """Print seconds of ``otklik.read`` and of pandas told everything, alternated, and what roles add."""
    frame = _typical(texts["ru"] + texts["en"], n)
    with tempfile.TemporaryDirectory() as folder_of_exports:
        path = Path(folder_of_exports) / "export.csv"
        for name, encoding, quoting in (
            ("utf-8", "utf-8", csv.QUOTE_MINIMAL),
            ("utf-8, all quoted, with line ends", "utf-8", csv.QUOTE_ALL),
            ("cp1251", "cp1251", csv.QUOTE_MINIMAL),
        ):
            one = frame if quoting == csv.QUOTE_ALL else frame.assign(text=frame.text.str.replace("\n", " "))
            one.to_csv(path, sep=";", index=False, encoding=encoding, errors="replace", quoting=quoting)
            _race(name, path, encoding, rounds)
        start = time.perf_counter()
        open_comments(path, Wishes())
        print(f"roles recognised over the whole file in {time.perf_counter() - start:.2f} s more")


def _typical(texts: list[str], n: int) -> pd.DataFrame:
    dice = np.random.default_rng(0)
    return pd.DataFrame(
        {
            "id": np.arange(n),
            "date": pd.Series(pd.date_range("2026-01-01", periods=n, freq="s")).dt.strftime("%d.%m.%Y %H:%M"),
            "NPS": dice.integers(0, 11, n),
            "channel": dice.choice(["чат", "почта", "звонок"], n),
            "text": pd.Series(texts).sample(n, replace=True, random_state=0).to_numpy(),
        }
    )


def _race(name: str, path: Path, encoding: str, rounds: int) -> None:
    tasks: dict[str, Callable[[], object]] = {
        "otklik": lambda: otklik.read(path),
        "pandas": lambda: pd.read_csv(path, engine="pyarrow", sep=";", encoding=encoding),
    }
    seconds: dict[str, list[float]] = {task: [] for task in tasks}
    for _ in range(rounds):
        for task, run in tasks.items():
            start = time.perf_counter()
            run()
            seconds[task].append(time.perf_counter() - start)
    ours, theirs = (statistics.median(times) for times in seconds.values())
    size = path.stat().st_size / 1e6
    print(f"{name:36s} {size:6.0f} MB  otklik {ours:5.2f} s  pandas {theirs:5.2f} s  {ours / theirs:5.2f} x")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--detect", type=int, metavar="N")
    parser.add_argument("--speed", type=int, metavar="ROWS")
    parser.add_argument("--comments", metavar="FILE")
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    texts = texts_of(arguments.comments)
    if arguments.detect:
        detect(texts, arguments.detect, arguments.seed)
    if arguments.speed:
        speed(texts, arguments.speed)


if __name__ == "__main__":
    main()
