"""Small documents of Word for tests, written by hand."""

from __future__ import annotations

import zipfile
from pathlib import Path

from extractors.formats.blocks import Block, Grid, Paragraph
from extractors.formats.documents.docx import read
from tests.grids import places

NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(content: str, properties: str = "") -> str:
    """`content` is text, or XML of runs."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{content if content.startswith('<') else run(content)}</w:p>"


def cell(content: str, properties: str = "") -> str:
    """`content` is text, or XML of paragraphs and tables."""
    inner = content if content.startswith("<") else paragraph(content or "<w:r/>")
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    made = (one if one.startswith("<w:tc>") else cell(one) for one in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(made)}</w:tr>"


def table(widths: list[int], *rows: str) -> str:
    """`widths` are in twentieths of a point."""
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"


def write(path: Path, *body: str, main: str = "word/document.xml", names: str = NAMES, **parts: str) -> Path:
    """A file with this body and further parts (`styles`, `numbering`, `footnotes`: what stands in their roots)."""
    folder, _, name = main.rpartition("/")
    relations = "".join(f'<Relationship Id="r{k}" Type="{_KINDS}/{k}" Target="{k}.xml"/>' for k in parts)
    with zipfile.ZipFile(path, "w") as file:
        file.writestr(
            "[Content_Types].xml",
            f'<Types><Override PartName="/{main}" ContentType="application/'
            'vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
        )
        file.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="r" Type="{_KINDS}/officeDocument" '
            f'Target="{main}"/></Relationships>',
        )
        file.writestr(
            f"{folder}/_rels/{name}.rels",
            f'<Relationships xmlns="{_RELATIONS}">{relations}</Relationships>',
        )
        file.writestr(main, f"<w:document {names}><w:body>{''.join(body)}</w:body></w:document>")
        for kind, content in parts.items():
            file.writestr(f"{folder}/{kind}.xml", f"<w:{kind} {names}>{content}</w:{kind}>")
    return path


def shown(path: Path) -> list[Block]:
    return read(path).sheets[0].blocks


def texts(path: Path) -> list[str]:
    return [one.text for one in shown(path) if isinstance(one, Paragraph)]


def grids(path: Path) -> list[list[list[str]]]:
    return [places(one) for one in shown(path) if isinstance(one, Grid)]
