"""For those who already run an orchestrator: the night as assets of Dagster (extra `dagster`)."""
