"""What the benchmarks of comments are told on the command line, and how they tell their figures."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

Figures = Mapping[str, Any]
"""'comments', their number; then title → name → a figure, or unit → figure."""


def main(about: str | None, figures: Callable[[list[str]], Figures], *, n: int) -> None:
    """Measure up to ``n`` comments of the file that is named, drawn at random, and print the figures.
    ``about`` is the docstring of the benchmark."""
    parser = argparse.ArgumentParser(description=(about or "").partition("\n")[0])
    parser.add_argument("--comments", required=True, help="A Parquet file with a column 'text'.")
    parser.add_argument("--n", type=int, default=n, help="Comments at most.")
    parser.add_argument("--json", action="store_true", help="Print one JSON object.")
    arguments = parser.parse_args()
    texts = pd.read_parquet(arguments.comments, columns=["text"])["text"]
    found = figures(texts.sample(min(arguments.n, len(texts)), random_state=0).tolist())
    print(json.dumps(found, ensure_ascii=False, indent=1) if arguments.json else written(found))


def written(figures: Figures) -> str:
    """For a terminal: a title, and below it one line a name."""
    lines = [f"{figures['comments']:,} comments"]
    for title, part in figures.items():
        if title == "comments":
            continue
        lines += ["", title]
        for name, value in part.items():
            values = value if isinstance(value, Mapping) else {"": value}
            told = (f"{_figure(one):>12} {unit}".rstrip() for unit, one in values.items())
            lines.append(f"  {name:62s} {' '.join(told)}")
    return "\n".join(lines)


def _figure(value: float | bool) -> str:
    return f"{value:,.2f}" if isinstance(value, float) else str(value)
