"""A PDF under construction: pages of text, lines, fillings and pictures."""

from __future__ import annotations

from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name

from extractors.formats.printed.matrices import Matrix
from extractors.formats.printed.pdf_fonts import Font

POINTS = 72 / 25.4  # of a millimetre


def written(*values: float) -> str:
    """Numbers as a PDF writes them."""
    return " ".join(f"{value:.3f}".rstrip("0").rstrip(".") for value in values)


class PdfPages:
    """Fonts, pictures and degrees of transparency have one name each in the whole file."""

    def __init__(self) -> None:
        self.pdf = pikepdf.Pdf.new()
        self._fonts: dict[Font, str] = {}
        self._shades: dict[float, str] = {}
        self._pictures = 0
        # Filled as pages ask for them: fonts are written when all their codes are known.
        self._by_font, self._by_shade, self._by_picture = (
            self.pdf.make_indirect(Dictionary()) for _ in range(3)
        )

    def __len__(self) -> int:
        return len(self.pdf.pages)

    def font(self, font: Font) -> str:
        """Its name in the content of pages."""
        return self._fonts.setdefault(font, f"/F{len(self._fonts) + 1}")

    def shade(self, opacity: float) -> str:
        """The name of what makes fillings and strokes so opaque, 0 to 1."""
        opacity = round(opacity, 2)
        if opacity not in self._shades:
            name = self._shades[opacity] = f"/G{len(self._shades) + 1}"
            self._by_shade[name] = Dictionary(Type=Name.ExtGState, ca=opacity, CA=opacity)
        return self._shades[opacity]

    def picture(self, stream: pikepdf.Object) -> str:
        """The name of a picture."""
        self._pictures += 1
        name = f"/P{self._pictures}"
        self._by_picture[name] = self.pdf.make_indirect(stream)
        return name

    def add(self, width: float, height: float, content: bytes) -> None:
        """A page of so many points."""
        page = Dictionary(
            Type=Name.Page,
            MediaBox=Array([0, 0, round(width, 3), round(height, 3)]),
            Resources=Dictionary(Font=self._by_font, XObject=self._by_picture, ExtGState=self._by_shade),
            Contents=pikepdf.Stream(self.pdf, content),
        )
        self.pdf.pages.append(pikepdf.Page(self.pdf.make_indirect(page)))

    def save(self, target: Path) -> None:
        for font, name in self._fonts.items():
            self._by_font[name] = font.write(self.pdf)
        self.pdf.save(target, compress_streams=True, deterministic_id=True)


def placed(name: str, place: Matrix) -> bytes:
    """A picture in the unit square that a matrix leads to the page."""
    return f"q {written(*place)} cm {name} Do Q\n".encode("ascii")
