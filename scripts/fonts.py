"""Fonts for the sample reports: find two free Chinese faces and make TrueType subsets reportlab can embed.

Noto CJK ships PostScript outlines in collections; reportlab embeds TrueType outlines only. The glyphs a
report uses are cut out and their curves converted, which the SIL Open Font License allows.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from pathlib import Path

from fontTools import subset
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, TTFont

FONT_FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.local/share/fonts",
    "~/.fonts",
    "~/Library/Fonts",
)
BODY_NAMES = ("NotoSerifCJK-Regular.ttc", "NotoSerifCJKsc-Regular.otf", "NotoSerifSC-Regular.otf")
HEADING_NAMES = ("NotoSansCJK-Bold.ttc", "NotoSansCJKsc-Bold.otf", "NotoSansSC-Bold.otf")

# Curves may leave the original by this many font units (a thousandth of the type size): invisible in print.
_MAX_ERROR = 1.0


class FontNotFound(Exception):
    """No usable font on this machine; the message says which package brings one."""


def discover(names: Iterable[str], folders: Iterable[str] = FONT_FOLDERS) -> Path:
    """Return the first installed file with one of `names`, in order of preference."""
    wanted = list(names)
    installed = {path.name: path for folder in folders for path in _fonts_in(Path(folder).expanduser())}
    for name in wanted:
        if name in installed:
            return installed[name]
    raise FontNotFound(
        f"None of {', '.join(wanted)} is installed. "
        "Install Noto CJK (Debian: apt install fonts-noto-cjk) or pass --font and --heading-font."
    )


def _fonts_in(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        yield from sorted(p for p in folder.rglob("*") if p.suffix in {".ttc", ".otf", ".ttf"})


def truetype_subset(path: Path, text: str) -> bytes:
    """Return a TrueType font holding the glyphs of `text`; the same input gives the same bytes."""
    font = _open_simplified(path)
    options = subset.Options(layout_features=[], hinting=False, notdef_outline=True, name_IDs=[1, 2, 4, 6])
    options.drop_tables += ["vhea", "vmtx", "VORG", "BASE", "GPOS", "GSUB", "GDEF"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=text)
    subsetter.subset(font)
    if "glyf" not in font:
        font = _with_quadratic_outlines(font)
    missing = sorted(set(text) - {chr(c) for c in font.getBestCmap()} - {"\n"})
    if missing:
        raise FontNotFound(
            f"{path.name} has no glyph for {''.join(missing)}; choose another font with --font."
        )
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def _open_simplified(path: Path) -> TTFont:
    """Open a font; of a collection, the face with simplified Chinese forms."""
    if path.suffix.lower() != ".ttc":
        return TTFont(path, recalcTimestamp=False, lazy=True)
    faces = TTCollection(path, lazy=True).fonts
    index = next((i for i, face in enumerate(faces) if face["name"].getDebugName(1).endswith(" SC")), 0)
    return TTFont(path, fontNumber=index, recalcTimestamp=False, lazy=True)


def _with_quadratic_outlines(font: TTFont) -> TTFont:
    order = font.getGlyphOrder()
    glyph_set = font.getGlyphSet()
    glyphs = {}
    for name in order:
        pen = TTGlyphPen(None)
        glyph_set[name].draw(Cu2QuPen(pen, _MAX_ERROR, reverse_direction=True))
        glyphs[name] = pen.glyph()
    builder = FontBuilder(font["head"].unitsPerEm, isTTF=True)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap(font.getBestCmap())
    builder.setupGlyf(glyphs)
    left = {name: getattr(glyphs[name], "xMin", 0) for name in order}
    builder.setupHorizontalMetrics({name: (font["hmtx"][name][0], left[name]) for name in order})
    builder.setupHorizontalHeader(ascent=font["hhea"].ascent, descent=font["hhea"].descent)
    family = font["name"].getDebugName(1)
    builder.setupNameTable(
        {"familyName": family, "styleName": "Regular", "psName": font["name"].getDebugName(6)}
    )
    builder.setupOS2(sTypoAscender=font["OS/2"].sTypoAscender, sTypoDescender=font["OS/2"].sTypoDescender)
    builder.setupPost(keepGlyphNames=False)
    builder.font["head"].created = builder.font["head"].modified = font["head"].modified
    builder.font.recalcTimestamp = False
    return builder.font
