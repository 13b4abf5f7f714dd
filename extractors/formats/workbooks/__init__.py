"""Workbooks: cells as their formats print them, nothing that is hidden; sheets cut into titles, notes and tables."""
