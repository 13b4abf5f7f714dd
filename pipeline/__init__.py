"""The line itself: one document, many documents, the published version and the commands."""
