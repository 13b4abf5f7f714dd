"""Where measured files and the programs that score them lie, for all that measures."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from pipeline.version import ROOT


def parsed(
    parser: argparse.ArgumentParser, arguments: Sequence[str] | None = None
) -> argparse.Namespace | None:
    """The options with `corpus` and `score` among them; None, and a word about it, where there is no corpus."""
    parser.add_argument("--corpus", type=Path, default=ROOT.parent / "shared" / "corpus")
    parser.add_argument("--score", type=Path, default=ROOT.parent / "shared" / "score")
    options = parser.parse_args(arguments)
    if options.corpus.is_dir():
        return options
    print(f"no corpus at {options.corpus}: nothing to measure")
    return None
