"""Findings in plain words. The wording is always 'associated with': nothing here shows a cause."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from otklik.report.figures import Figures
from otklik.report.passages import clean
from otklik.report.scores import Driver, Score
from otklik.report.texts import Texts


@dataclass(frozen=True)
class Phrases:
    """Says a score and its drivers in one language; ``names`` are the display names of topics."""

    texts: Texts
    figures: Figures
    names: Mapping[str, Mapping[str, str]]

    def value(self, score: Score) -> str:
        """The headline figure: '+12,4', '78,4 %' or '4,12'."""
        return self.figure(score, score.value)

    def commented(self, score: Score) -> str:
        """How many of the scored answers hold a comment, and their figure; empty when all do."""
        n, value = score.commented
        if not n or n == score.n:
            return ""
        told = self.texts("commented", count=n, n=self.figures.number(n))
        if math.isfinite(value):
            told += "; " + self.texts("commented_value", value=self.figure(score, value))
        return told + "."

    def figure(self, score: Score, value: float) -> str:
        """A value of the score in its own unit, as ``value``."""
        match score.metric:
            case "nps":
                return self.figures.signed(value, score.digits)
            case "top_box" | "rate":
                return self.figures.percent(value / 100)
        return self.figures.number(value, score.digits)

    def interval(self, score: Score) -> str:
        """The interval of the headline figure, '95 % ДИ от 9,8 до 15,0'; empty without one."""
        found = self.range(score)
        return self.texts("ci", interval=found) if found else ""

    def range(self, score: Score) -> str:
        """The same without its name, 'от 9,8 до 15,0'."""
        signed = score.metric == "nps"
        found = self.figures.interval(score.low, score.high, score.digits, signed=signed)
        if found and score.metric in ("top_box", "rate"):
            found += str(self.texts.format["percent"])
        return found

    def scale(self, score: Score) -> str:
        """What the figure is: the kind of score, its range, and which end is good when that is not plain."""
        parts = [self.texts(f"kind.{score.kind.name}")]
        if score.low_is_good:
            parts.append(self.texts("low_is_good"))
        return "; ".join(parts)

    def driver(self, driver: Driver) -> str:
        """'Время ожидания (жалобы)'."""
        topic = self.texts.name(self.names, driver.topic, driver.polarity)
        polarity = self.texts.find(f"polarity.{driver.polarity}", driver.polarity)
        return self.texts("driver_lead", topic=topic, polarity=polarity)

    def held(self, score: Score) -> str:
        """What is held equal beside the topics: 'Канал, время первого ответа'; empty when nothing is."""
        return ", ".join(clean(self.texts.find(f"control.{name}", name)) for name in score.held)

    def difference(self, score: Score, value: float, *, signed: bool = True) -> str:
        """A difference with its unit: '−24,0 пункта', '+3.1 pp'."""
        write = self.figures.signed if signed else self.figures.number
        if not math.isfinite(value):
            return write(value)
        return write(value, score.digits) + self.texts(score.unit)

    def sentence(self, score: Score, driver: Driver) -> str:
        """What goes with the driver, how often it is mentioned, and the figure without it."""
        return f"{self.effect(score, driver)} {self.context(score, driver)}"

    def effect(self, score: Score, driver: Driver) -> str:
        """What goes with the driver, and how sure that is."""
        side = "lower" if driver.effect < 0 else "higher"
        found = self.figures.interval(driver.effect_low, driver.effect_high, score.digits, signed=True)
        return self.texts(
            "driver_effect",
            metric=self.texts(f"{side}.{score.metric}"),
            difference=self.difference(score, driver.effect),
            held=self.texts("driver_held", controls=self.held(score)) if score.held else "",
            ci=self.texts("ci", interval=found),
        )

    def own(self, score: Score, driver: Driver) -> str:
        """The joint effect as a figure, or why there is none."""
        return self.texts("entwined") if driver.entwined else self.figures.signed(driver.effect, score.digits)

    def context(self, score: Score, driver: Driver) -> str:
        """How often the driver is mentioned, and the figure without those who do."""
        mentions = self.texts(
            "driver_mentions",
            count=driver.mentions,
            n=self.figures.number(driver.mentions),
            total=self.figures.number(driver.n),
            share=self.figures.percent(driver.share),
        )
        return " ".join(part for part in (mentions, self._without(score, driver)) if part)

    def _without(self, score: Score, driver: Driver) -> str:
        if not math.isfinite(driver.impact):
            return ""
        metric = self.texts(f"metric.{score.metric}")
        change = -driver.impact
        if round(change, score.digits) == 0:
            return self.texts("without_same", metric=metric)
        key = "without_higher" if change > 0 else "without_lower"
        return self.texts(key, metric=metric, difference=self.difference(score, abs(change), signed=False))

    def no_driver(self, score: Score) -> str:
        """Why no driver is named."""
        return self.texts("no_driver" if score.judged else "no_driver_data")


def phrases(texts: Texts, names: Mapping[str, Mapping[str, str]]) -> Phrases:
    """Phrases with the figures of the same language."""
    return Phrases(texts, Figures(texts), names)
