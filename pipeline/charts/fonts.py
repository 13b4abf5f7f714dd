"""A font with Chinese characters, for pictures that must not show boxes."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path

from pipeline.errors import EnvironmentProblem
from pipeline.language import tr

FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.local/share/fonts",
    "~/.fonts",
    "~/Library/Fonts",
    "/System/Library/Fonts",
    "/Library/Fonts",
)
NAMES = (
    *(
        "NotoSansSC-Regular.ttf",
        "NotoSansSC-Regular.otf",
        "NotoSansCJKsc-Regular.otf",
        "SourceHanSansSC-Regular.otf",
    ),
    *("SourceHanSansCN-Regular.otf", "wqy-microhei.ttc", "wqy-zenhei.ttc", "DroidSansFallbackFull.ttf"),
    # Collections open with their Japanese face; better than none.
    *("NotoSansCJK-Regular.ttc", "SourceHanSans.ttc", "PingFang.ttc", "STHeiti Light.ttc", "uming.ttc"),
)
_PACKAGE = "zhplot"  # of the extra `charts`; carries Noto Sans SC under the SIL Open Font License 1.1


def find_font(wanted: Path | None = None) -> Path:
    """The file of the font: the wanted one, that of the extra, or an installed one, in this order.

    Raises EnvironmentProblem that says what to install.
    """
    if wanted is not None:
        if not wanted.is_file():
            raise EnvironmentProblem(
                tr("there is no font {wanted}", wanted=wanted), tr("Name a .ttf or .otf file with --font.")
            )
        return wanted
    installed = {path.name: path for path in _installed()}
    found = [*_packaged(), *(installed[name] for name in NAMES if name in installed)]
    if not found:
        raise EnvironmentProblem(
            tr("no font with Chinese characters is installed"),
            tr(
                "Run .venv/bin/pip install -e '.[charts]', or apt install fonts-noto-cjk, or name one with --font."
            ),
        )
    return found[0]


def _packaged() -> Iterator[Path]:
    # Its code is never run: importing it would change settings of matplotlib.
    spec = importlib.util.find_spec(_PACKAGE)
    if spec is not None and spec.origin is not None:
        yield from sorted((Path(spec.origin).parent / "fonts").glob("NotoSansSC-Regular.ttf"))


def _installed() -> Iterator[Path]:
    for folder in FOLDERS:
        root = Path(folder).expanduser()
        if root.is_dir():
            yield from (path for path in sorted(root.rglob("*")) if path.name in NAMES)
