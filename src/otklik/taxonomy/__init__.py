"""What comments are labelled with: topics and signals, and the patterns that find them."""

from __future__ import annotations

from otklik.taxonomy.match import Hit, Hits, Matcher
from otklik.taxonomy.plan import Rule, planned
from otklik.taxonomy.schema import Concept, Taxonomy, load, parse

__all__ = ["Concept", "Hit", "Hits", "Matcher", "Rule", "Taxonomy", "load", "parse", "planned"]
