"""OpenDocument spreadsheets (.ods): they hold the text of each cell as it is displayed."""

from __future__ import annotations

from pathlib import Path

from extractors.formats.blocks import FormatError, Reading
from extractors.formats.container import Container
from extractors.formats.workbooks.ods_sheets import OdsWalk
from extractors.formats.workbooks.ods_styles import OdsStyles
from extractors.formats.workbooks.sheets import to_sheet
from extractors.formats.xml import walk

_CONTENT, _STYLES, _MANIFEST = "content.xml", "styles.xml", "META-INF/manifest.xml"


def read(path: Path) -> Reading:
    """Raises FormatError, OSError."""
    reading = Reading([], has_pages=True)
    with Container(path) as container:
        if _MANIFEST in container and b"encryption-data" in container.read(_MANIFEST):
            raise FormatError("password", "it asks for a password")
        styles = OdsStyles()
        try:
            walk(container.chunks(_STYLES), styles.start, styles.end, lambda _: None)
        except FormatError as error:
            # Texts stand in the cells as they are displayed: only looks are lost.
            reading.damages.append(f"its styles cannot be read: {error}")
        walked = OdsWalk(styles)
        walked.read(container.chunks(_CONTENT))
    reading.sheets += [to_sheet(builder.finish()) for builder in walked.builders]
    return reading
