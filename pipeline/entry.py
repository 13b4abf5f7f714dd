"""Where the program starts. Loading it takes a moment, in which it may be told to stop already."""

from __future__ import annotations

import sys


def main() -> int:
    """Run one command and return its exit code."""
    try:
        from pipeline.cli import main as run
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
        return 130
    return run()
