"""Small OFD files for tests, their XML by hand. Places are millimetres from the top left."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

_SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'


def text(words: str, x: float, y: float, size: float = 4, attributes: str = "", inner: str = "") -> str:
    """A TextObject that begins at a place of the page, its signs a size apart."""
    steps = f'DeltaX="g {len(words) - 1} {size}"' if len(words) > 1 else ""
    return (
        f'<ofd:TextObject Boundary="{x} {y} 100 10" Font="3" Size="{size}" {attributes}>{inner}'
        f'<ofd:TextCode X="0" Y="0" {steps}>{words}</ofd:TextCode></ofd:TextObject>'
    )


def path(data: str, attributes: str = "", inner: str = "") -> str:
    """A PathObject in the space of the page."""
    return (
        f'<ofd:PathObject Boundary="0 0 210 297" {attributes}>{inner}'
        f"<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def page(content: str, before: str = "", box: str = "0 0 210 297", head: str = _HEAD) -> str:
    area = f"<ofd:Area><ofd:PhysicalBox>{box}</ofd:PhysicalBox></ofd:Area>"
    layer = f'<ofd:Content><ofd:Layer ID="1">{content}</ofd:Layer></ofd:Content>'
    return f"{head}<ofd:Page {_SPACE}>{area}{before}{layer}</ofd:Page>"


def resources(inner: str) -> str:
    return f'{_HEAD}<ofd:Res {_SPACE} BaseLoc="Res">{inner}</ofd:Res>'


def write_ofd(
    target: Path,
    *pages: str,
    common: str = "",
    fonts: str = '<ofd:Font ID="3" FontName="宋体"/>',
    inner: str = "",
    others: Mapping[str, str | bytes] | None = None,
) -> Path:
    """A file of one document with these pages; `common` are further data of it, `inner` further resources.

    `others` are further parts, or other contents of parts: None in the place of a page leaves it out.
    """
    listed = "".join(f'<ofd:Page ID="{k}" BaseLoc="Pages/{k}.xml"/>' for k in range(len(pages)))
    document = (
        f"{_HEAD}<ofd:Document {_SPACE}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297"
        f"</ofd:PhysicalBox></ofd:PageArea><ofd:PublicRes>PublicRes.xml</ofd:PublicRes>{common}</ofd:CommonData>"
        f"<ofd:Pages>{listed}</ofd:Pages></ofd:Document>"
    )
    parts: dict[str, str | bytes] = {
        "OFD.xml": f"{_HEAD}<ofd:OFD {_SPACE}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>"
        "</ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": document,
        "Doc_0/PublicRes.xml": resources(f"<ofd:Fonts>{fonts}</ofd:Fonts>{inner}"),
    }
    parts |= {f"Doc_0/Pages/{k}.xml": content for k, content in enumerate(pages) if content}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (parts | dict(others or {})).items():
            archive.writestr(name, content)
    return target
