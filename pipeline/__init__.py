"""The line itself: one document, many documents, the published version and the commands.

For notebooks: `from pipeline import open_catalog` (pipeline/answers/notebook.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.answers.notebook import Published, open_catalog

__all__ = ["Published", "open_catalog"]


def __getattr__(name: str) -> Any:
    """Loads what notebooks need when it is asked for: processes that read documents never need DuckDB."""
    if name in __all__:
        from pipeline.answers import notebook

        return getattr(notebook, name)
    raise AttributeError(f"module 'pipeline' has no attribute {name!r}")
