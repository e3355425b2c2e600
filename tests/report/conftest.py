"""Fixtures of the report: Results made by hand, with nothing computed behind them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import report_example
import report_voices

from otklik.records import Quote, Results


@pytest.fixture
def results() -> Results:
    """Two scores, twelve drivers, three of them without data enough."""
    return report_example.build()


@pytest.fixture
def scoreless() -> Results:
    return report_example.without_scores()


@pytest.fixture
def churned() -> Results:
    return report_example.churn()


@pytest.fixture
def make() -> Callable[..., Results]:
    """Builds the results with some fields replaced."""
    return report_example.build


@pytest.fixture
def quoted() -> Callable[..., Quote]:
    """A quote whose evidence is the given part of its text."""
    return report_voices.quote
