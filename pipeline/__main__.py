"""`python -m pipeline` is jixiao. Processes that read documents do not load the command line again."""

import sys

from pipeline.entry import main

sys.exit(main())
