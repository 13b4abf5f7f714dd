"""Pages as a scanner sees them: drawn at a resolution, in grey, with noise, turned by a little."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium

Picture = npt.NDArray[np.uint8]  # rows, columns, 3: blue, green, red
Random = np.random.Generator

_FINE = 300  # dpi at which a page is drawn before it is spoilt
PAPER = (255.0, 255.0, 255.0)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of the scan: its picture, the resolution of it, and how it is stored."""

    picture: Picture
    dpi: float
    quality: int = 75  # of the JPEG; 0: black and white, stored as it is


def drawn_at(page: pdfium.PdfPage, dpi: float) -> Picture:
    """A page as a scanner with a good lens sees it at this resolution."""
    bitmap = page.render(scale=_FINE / 72, rev_byteorder=False, prefer_bgrx=False)
    fine = np.ascontiguousarray(bitmap.to_numpy()[:, :, :3])
    bitmap.close()
    return _resized(fine, dpi / _FINE)


def _resized(picture: Picture, factor: float) -> Picture:
    return np.asarray(
        cv2.resize(picture, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA), dtype=np.uint8
    )


def in_grey(picture: Picture) -> Picture:
    one = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    return np.asarray(np.repeat(one[:, :, None], 3, axis=2), dtype=np.uint8)


def with_noise(picture: npt.NDArray[np.floating], random: Random, strength: float) -> Picture:
    """The picture with the noise of a sensor, the same in its three channels."""
    noise = random.normal(0, strength, picture.shape[:2])[:, :, None]
    return np.asarray(np.clip(picture + noise, 0, 255), dtype=np.uint8)


def askew(picture: Picture, degrees: float) -> Picture:
    """The picture turned by a small angle on a larger white sheet, nothing cut off."""
    height, width = picture.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    across, down = abs(matrix[0, 0]), abs(matrix[0, 1])
    new = round(width * across + height * down), round(width * down + height * across)
    matrix[0, 2] += new[0] / 2 - width / 2
    matrix[1, 2] += new[1] / 2 - height / 2
    turned = cv2.warpAffine(picture, matrix, new, flags=cv2.INTER_CUBIC, borderValue=PAPER)
    return np.asarray(turned, dtype=np.uint8)


def clouds_over(shape: tuple[int, ...], random: Random, cells: int) -> npt.NDArray[np.float64]:
    """A smooth surface over the picture with values about -1 to 1, (rows, columns, 1)."""
    coarse = random.uniform(-1, 1, (cells, cells)).astype(np.float32)
    fine = cv2.resize(coarse, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC)
    return np.asarray(fine, dtype=np.float64)[:, :, None]
