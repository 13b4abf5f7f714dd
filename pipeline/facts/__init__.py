"""Facts: projections of the figures of a table onto the published tables."""

from pipeline.facts.budget import Paper
from pipeline.facts.instruments import follow_the_others
from pipeline.facts.policy_text import PolicyText
from pipeline.facts.sibling_tables import common_phases
from pipeline.facts.tables import table_facts

__all__ = ["Paper", "PolicyText", "common_phases", "follow_the_others", "table_facts"]
