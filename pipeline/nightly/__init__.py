"""The run of the night: the published set made equal to the folders, corrections, the report, when to run."""
