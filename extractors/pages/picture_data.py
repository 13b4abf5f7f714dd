"""Has a picture the data that its size asks for? A packed half of one unpacks with a right checksum."""

from __future__ import annotations

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

END_OF_JPEG = b"\xff\xd9"
_COMPONENTS = {
    "/DeviceGray": 1,
    "/CalGray": 1,
    "/Separation": 1,
    "/Indexed": 1,
    "/DeviceRGB": 3,
    "/CalRGB": 3,
    "/Lab": 3,
    "/DeviceCMYK": 4,
}
_PNG = 10  # predictors from here on put one byte before every row


def is_short(stream: Stream, length: int, predicted: bool) -> bool:
    """Lacks a picture of `length` unpacked bytes more than its last row? False where its size is not known.

    `predicted`: the bytes that a predictor put before rows are still among them. Rows are counted without the bits
    that fill up their last byte, which some writers leave out.
    """
    if stream.get(Name.Subtype) != Name.Image:
        return False
    width, height = _number(stream, Name.Width), _number(stream, Name.Height)
    components, bits = _components(stream), _bits(stream)
    if not width or not height or not components or not bits:
        return False
    row = width * components * bits + (8 * _before_a_row(stream) if predicted else 0)
    return length < row * (height - 1) // 8


def _components(stream: Stream) -> int | None:
    if _value(stream, Name.ImageMask) is True:
        return 1
    space = stream.get(Name.ColorSpace)
    name = str(space[0]) if isinstance(space, Array) and len(space) else str(space)
    if isinstance(space, Array) and len(space) > 1:
        if name == "/ICCBased" and isinstance(space[1], Stream):
            return _number(space[1], Name.N)
        if name == "/DeviceN" and isinstance(space[1], Array):
            return len(space[1])
    return _COMPONENTS.get(name)


def _bits(stream: Stream) -> int | None:
    return 1 if _value(stream, Name.ImageMask) is True else _number(stream, Name.BitsPerComponent)


def _before_a_row(stream: Stream) -> int:
    """Bytes that the predictor puts there."""
    parameters = stream.get(Name.DecodeParms)
    if isinstance(parameters, Array):
        parameters = parameters[-1] if len(parameters) else None
    if not isinstance(parameters, Dictionary):
        return 0
    return 1 if (_number(parameters, Name.Predictor) or 1) >= _PNG else 0


def _number(item: pikepdf.Object, key: Name) -> int | None:
    value = _value(item, key)
    return value if isinstance(value, int) and value > 0 else None


def _value(item: pikepdf.Object, key: Name) -> object:
    """Numbers and truth values are Python's own."""
    return item.get(key)
