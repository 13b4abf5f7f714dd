"""Documents of text processors: what Word shows when all changes are accepted."""
