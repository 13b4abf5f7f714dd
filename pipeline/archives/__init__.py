"""Zip archives: their members are documents, listed, known by their content, and unpacked one at a time."""
