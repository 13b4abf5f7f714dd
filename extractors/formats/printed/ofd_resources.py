"""Fonts and pictures of an OFD file as the PDF has them, each loaded once, and what of them is lost."""

from __future__ import annotations

from extractors.formats.blocks import FormatError
from extractors.formats.printed.font_program import font_program
from extractors.formats.printed.jbig2 import is_jbig2, jbig2_picture
from extractors.formats.printed.ofd_package import Package, Resources
from extractors.formats.printed.pdf_fonts import SourceFont
from extractors.formats.printed.pdf_images import opened, packed, soft_mask
from extractors.formats.printed.pdf_pages import PdfPages

_MOST_OF_PICTURES = 512 * 2**20  # bytes of all of them, as they are in the PDF
_MOST_OF_FONTS = 256 * 2**20  # bytes of all font files; text in further ones is set without them


class Loaded:
    """What pages of one file share."""

    def __init__(self, package: Package, pages: PdfPages) -> None:
        self.pages = pages
        self.lost: dict[str, None] = {}
        """What is lost of pictures, in English, each once."""
        self._package = package
        self._fonts: dict[tuple[int, str, bool], SourceFont] = {}
        self._programs: dict[str, SourceFont] = {}
        self._pictures: dict[tuple[int, str, str], str | None] = {}
        self._held = self._of_fonts = 0

    def font(self, resources: Resources, number: str, *, is_bold: bool) -> SourceFont:
        """The font of this number, or one without a file where there is none."""
        key = id(resources), number, is_bold
        if key not in self._fonts:
            self._fonts[key] = self._font(resources, number, is_bold)
        return self._fonts[key]

    def _font(self, resources: Resources, number: str, is_bold: bool) -> SourceFont:
        element = resources.fonts.get(number)
        name = "" if element is None else element.get("FontName") or element.get("FamilyName") or ""
        part = resources.files.get(("Font", number))
        if part is None:
            return SourceFont(name, is_bold=is_bold)
        if part not in self._programs:
            try:
                program = font_program(self._package.read(part)) if self._of_fonts < _MOST_OF_FONTS else None
            except FormatError:
                program = None
            self._of_fonts += 0 if program is None else len(program.content)
            self._programs[part] = SourceFont(name, program)
        return self._programs[part]

    def picture(self, resources: Resources, number: str, mask: str) -> str | None:
        """The name of a picture, drawn where another is light; None where it cannot be shown."""
        key = id(resources), number, mask
        if key not in self._pictures:
            try:
                self._pictures[key] = self._picture(resources, number, mask)
            except FormatError as error:
                self.lost[f"a picture cannot be shown ({error})"] = None
                self._pictures[key] = None
        return self._pictures[key]

    def _picture(self, resources: Resources, number: str, mask: str) -> str:
        content = self._media(resources, number)
        if is_jbig2(content):
            stream = jbig2_picture(self.pages.pdf, content)
        else:
            with opened(content) as picture:
                stream, damage = packed(self.pages.pdf, picture, content)
            if damage:
                self.lost[damage] = None
        if mask:
            stream.SMask = self.pages.pdf.make_indirect(
                soft_mask(self.pages.pdf, self._media(resources, mask))
            )
        self._held += int(stream.get("/Length", 0))
        if self._held > _MOST_OF_PICTURES:
            raise FormatError("too_large", "its pictures are too large")
        return self.pages.picture(stream)

    def _media(self, resources: Resources, number: str) -> bytes:
        part = resources.files.get(("MultiMedia", number))
        if part is None:
            raise FormatError("damaged", "its part is missing")
        return self._package.read(part)
