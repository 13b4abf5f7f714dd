"""Facts: projections of the figures of a table onto the published tables."""
