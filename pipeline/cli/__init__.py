"""The command line: options, what each command does, settings, progress, and what is said on the terminal.

Loading the package loads nothing of it: processes that only need one of its rooms do without the parser.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    from pipeline.cli import parser

    return parser.main(argv)


def build_parser() -> argparse.ArgumentParser:
    """All commands with their options."""
    from pipeline.cli import parser

    return parser.build_parser()
