"""The simulations of benchmarks/coverage run, measure what they say, and fail when a figure is wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from benchmark_folder import modules_of
from otklik.drivers import Cells, drivers, watch
from otklik.stats import Interval, nps_interval

FOLDER = Path(__file__).parents[1] / "benchmarks" / "coverage"
MODULES = (
    "bars",
    "population",
    "metrics",
    "effects",
    "powered",
    "discoveries",
    "counting",
    "watching",
    "command",
)

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="benchmarks/coverage is not in this checkout")

Flags = NDArray[np.bool_]

NAMES = tuple(f"topic{i}:{polarity}" for i in range(4, 10) for polarity in ("negative", "positive"))


@pytest.fixture(scope="module")
def simulation() -> Iterator[SimpleNamespace]:
    """The modules of the benchmark by name."""
    with modules_of(FOLDER, MODULES) as modules:
        yield modules


@pytest.fixture(scope="module")
def comments() -> Flags:
    return np.random.default_rng(0).random((500, len(NAMES))) < 0.2


@pytest.fixture(scope="module")
def population(simulation: SimpleNamespace, comments: Flags) -> Any:
    module = simulation.population
    return module.populate(NAMES, comments, module.weights(NAMES), size=5000)


# --- bars --------------------------------------------------------------------------------------
def test_a_bar_is_held_within_its_bounds_and_missed_outside_or_without_a_figure(
    simulation: SimpleNamespace,
) -> None:
    bar = simulation.bars.Bar("x", 10, 0.95, bounds=(0.93, 0.97))
    assert bar.held
    assert not replace(bar, figure=0.92).held
    assert not replace(bar, figure=0.98).held
    assert not replace(bar, figure=float("nan")).held
    assert replace(bar, figure=0.5, bounds=None).held


def test_coverage_counts_the_intervals_that_were_given_and_takes_runs_as_independent(
    simulation: SimpleNamespace,
) -> None:
    one = np.array([[1.0], [1.0], [0.0], [np.nan], [1.0]])
    bar = simulation.bars.coverage("x", 10, one)
    assert bar.figure == 0.75
    assert bar.error == pytest.approx(np.sqrt(0.75 * 0.25 / 4))
    twice = simulation.bars.coverage("x", 10, np.hstack([one, one]))
    assert twice.error == pytest.approx(bar.error), "a copy of a figure tells nothing new"


def test_within_is_not_a_number_where_there_is_no_interval(simulation: SimpleNamespace) -> None:
    inside = simulation.bars.within([0, 0, np.nan], [1, 3, 1], [2, 2, 2])
    np.testing.assert_array_equal(inside, [1, 0, np.nan])


# --- the truth ---------------------------------------------------------------------------------
def test_the_truth_of_a_population_is_what_otklik_finds_in_all_of_it(
    simulation: SimpleNamespace,
    population: Any,
) -> None:
    cells = Cells.count(population.flags, population.scores, names=NAMES)
    table = drivers(cells, simulation.population.NPS, score="NPS", draws=1)
    np.testing.assert_allclose(population.impacts, table["impact"], atol=1e-9)
    everything = np.ones(len(NAMES), dtype=bool)
    np.testing.assert_allclose(population.effects(everything), table["effect"], atol=1e-9)


def test_effects_aim_at_the_flags_that_were_tested_only(population: Any) -> None:
    chosen = np.arange(len(NAMES)) < 3
    design = np.column_stack([np.ones(len(population.flags)), population.flags[:, chosen]])
    expected = np.linalg.lstsq(design, population.points)[0][1:]
    effects = population.effects(chosen)
    np.testing.assert_allclose(effects[chosen], expected)
    assert np.isnan(effects[~chosen]).all()


# --- coverage ----------------------------------------------------------------------------------
def test_metric_intervals_are_measured_and_one_that_is_too_short_is_caught(
    simulation: SimpleNamespace,
    population: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    honest = simulation.metrics.nps_coverage(population, 200, 300)
    assert all(abs(bar.figure - 0.95) < 5 * 0.0126 for bar in honest)

    def short(*counts: int, method: str) -> Interval:
        return nps_interval(*counts, method=method, level=0.6)

    monkeypatch.setattr(simulation.metrics, "nps_interval", short)
    caught = simulation.metrics.nps_coverage(population, 200, 300)
    assert not any(bar.held for bar in caught if bar.bounds)


def test_driver_intervals_are_measured_and_ones_that_are_too_short_are_caught(
    simulation: SimpleNamespace,
    population: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    honest = simulation.effects.simulate(population, 200, 6)
    for inside in (honest.impact, honest.effect, honest.hc3):
        assert np.nanmean(inside) > 0.8

    def short(*arguments: Any, **options: Any) -> pd.DataFrame:
        return drivers(*arguments, **options, level=0.3)

    monkeypatch.setattr(simulation.effects, "drivers", short)
    bars = {bar.what: bar for bar in simulation.effects.driver_coverage(population, 200, 4)}
    assert not bars["impact, drivers, all"].held
    assert not bars["effect, drivers, all"].held


def test_ppi_stands_beside_the_naive_figures_that_wrong_labels_bias(
    simulation: SimpleNamespace,
    population: Any,
) -> None:
    ours, rest, table = simulation.powered.ppi_coverage(population, 100, 6)
    bias = table.set_index(["figure", "method"])["bias"].abs()
    for figure in ("prevalence", "effect"):
        assert bias[figure, "PPI"] < bias[figure, "naive"]
    assert [bar.what for bar in ours] == ["PPI: prevalence", "PPI: impact", "PPI: effect"]
    assert all(bar.bounds for bar in ours)
    assert not any(bar.bounds for bar in rest)


# --- discoveries -------------------------------------------------------------------------------
def test_false_alarms_are_counted(
    simulation: SimpleNamespace, comments: Flags, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = simulation.discoveries
    scores = np.random.default_rng(1).integers(0, 11, len(comments)).astype(float)
    data = module.Scored("made up", (), scores, simulation.population.NPS)
    assert module.false_alarms(data, NAMES, comments, 10).figure <= 0.3

    def alarmist(*arguments: Any, **options: Any) -> pd.DataFrame:
        return drivers(*arguments, **options).assign(significant=True)

    monkeypatch.setattr(module, "drivers", alarmist)
    assert not module.false_alarms(data, NAMES, comments, 3).held


def test_planted_drivers_are_found_and_their_absence_is_caught(
    simulation: SimpleNamespace, comments: Flags, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = simulation.discoveries
    monkeypatch.setattr(module, "RANKS", {"negative": (0, 1, 2), "positive": (0, 1)})
    found, inside, _ = module.planted_drivers(NAMES, comments, 2, n=3000)
    assert found.figure == 1
    assert inside.figure > 0.6
    monkeypatch.setattr(module, "PLANTED", {"negative": (0.0, 0.0, 0.0), "positive": (0.0, 0.0)})
    found, _, _ = module.planted_drivers(NAMES, comments, 1, n=1000)
    assert not found.held


def test_a_file_with_scores_is_read_by_its_four_parts(simulation: SimpleNamespace, tmp_path: Path) -> None:
    path = tmp_path / "scored.parquet"
    frame = pd.DataFrame({"said": ["good", " ", None, "bad"], "stars": [5, 4, 3, None]})
    frame.to_parquet(path)
    data = simulation.discoveries.Scored.read(f"{path}:said:stars:stars5")
    assert (data.name, data.texts, data.scores.tolist()) == ("scored", ("good",), [5.0])


# --- over time ---------------------------------------------------------------------------------
def test_alarms_over_time_are_counted(simulation: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    module = simulation.watching
    monkeypatch.setattr(module, "DESIGNS", ((12, 50), (12, 300)))
    bars = module.watch_alarms(3)
    assert [bar.bounds for bar in bars] == [(0, module.ALARMS), (0, module.ALARMS), None]
    assert bars[0].figure <= 1 / 3
    assert all(0 <= bar.figure <= 1 and bar.bounds is None for bar in module.watch_power(2))

    def alarmist(lines: Any, names: Any, **options: Any) -> Any:
        moved = [module.replace(lines[0], total=np.where(np.arange(len(names)) < 6, 1.0, 30.0))]
        return watch([*moved, *lines[1:]], names, **options)

    monkeypatch.setattr(module, "watch", alarmist)
    assert not module.watch_alarms(2)[0].held


# --- counting ----------------------------------------------------------------------------------
def test_figures_do_not_depend_on_order_or_chunks_and_ones_that_do_are_caught(
    simulation: SimpleNamespace,
    population: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert all(bar.held for bar in simulation.counting.same_figures(population, 300))
    monkeypatch.setattr(simulation.counting, "add", lambda first, second: first)
    assert not any(bar.held for bar in simulation.counting.same_figures(population, 300))


def test_cost_has_a_row_for_every_size(simulation: SimpleNamespace, population: Any) -> None:
    bars, table = simulation.counting.cost(population, [100, 1000], draws=5)
    assert table["comments"].tolist() == [100, 1000]
    assert bars == []


# --- the whole ---------------------------------------------------------------------------------
def test_the_command_prints_every_table_and_fails_when_a_bar_is_missed(
    simulation: SimpleNamespace,
    comments: Flags,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    module = simulation.command
    monkeypatch.setattr(module, "labeller", lambda: None)
    monkeypatch.setattr(module, "labelled", lambda texts, reader: (NAMES, comments))
    monkeypatch.setattr(
        module, "same_figures", lambda population: simulation.counting.same_figures(population, 200)
    )
    monkeypatch.setattr(simulation.discoveries, "RANKS", {"negative": (0, 1, 2), "positive": (0, 1)})
    out = tmp_path / "figures.json"
    given = ["--runs", "2", "--planted", "1", "--sizes", "60", "--rows", "500"]
    given += ["--watched", "1", "--json", str(out)]
    assert module.main(given) == 1, "two runs cannot cover 95 %"
    printed = capsys.readouterr().out
    titles = (
        "Metrics",
        "Drivers",
        "PPI",
        "Constant shares over time",
        "Planted drivers",
        "Shuffled rows",
        "Cost",
    )
    for title in (*titles, "bars missed"):
        assert title in printed
    assert {bar["held"] for bar in json.loads(out.read_text())["bars"]} == {True, False}
