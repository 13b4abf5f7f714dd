"""Where the program starts. Loading it takes a moment, in which it may be told to stop already."""

from __future__ import annotations

import os
import sys

SAFE_PATH, OURS = "PYTHONSAFEPATH", "jixiao"
"""Any value turns it on; this one says that it was not the user who did."""


def main() -> int:
    """Run one command and return its exit code."""
    # numpy's library for matrices starts a thread for every processor when it is loaded, in each of our processes. It
    # is asked for nothing here.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # The processes that Python starts for us would look for its own modules in the working directory first, which may
    # be a folder of reports that anybody may put a multiprocessing.py into.
    os.environ.setdefault(SAFE_PATH, OURS)
    _occupy_standard_streams()
    try:
        from pipeline.cli import main as run
    except KeyboardInterrupt:
        from pipeline.language import choose, preferred, tr

        choose(preferred(sys.argv[1:], os.environ))
        print(tr("stopped"), file=sys.stderr)
        return 130
    return run()


def _occupy_standard_streams() -> None:
    """Started with a closed stream, the first file opened would stand in its place, and be written to by mistake."""
    while (descriptor := os.open(os.devnull, os.O_RDWR)) <= 2:
        os.set_inheritable(descriptor, True)
    os.close(descriptor)
    for number, (name, mode) in enumerate((("stdin", "r"), ("stdout", "w"), ("stderr", "w"))):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(number, mode, encoding="utf-8", closefd=False))
