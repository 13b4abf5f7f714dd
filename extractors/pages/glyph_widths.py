"""Do the widths that a font states agree with those of the glyphs in its program?

Text is placed by the stated widths, which often stand unpacked, where one wrong digit sets all that follows on the line
elsewhere. The program is packed and so proved. Which glyph a width belongs to is not asked: it must be that of some.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from pikepdf import Array, Dictionary, Name, Object, Stream

_LARGE = 1 << 23  # packed bytes of a program that is still looked into
_LEAST = 20  # widths, of which some are wrong
_MOST_WRONG = 2  # more are no wrong bytes but a writer's habit: widths of glyphs that it left out, say
_ROUNDED = range(-2, 3)  # thousandths of an em


def wrong_width(font: Object) -> float | None:
    """A stated width that no glyph of the font's TrueType program has; None where nothing is known or in doubt.

    Raises PdfError where the program cannot be unpacked, ValueError where it makes no sense.
    """
    descendants = font.get(Name.DescendantFonts)
    inner = descendants[0] if isinstance(descendants, Array) and len(descendants) else font
    descriptor = inner.get(Name.FontDescriptor)
    program = descriptor.get(Name.FontFile2) if isinstance(descriptor, Dictionary) else None
    if not isinstance(program, Stream):
        return None
    stated = [width for width in _stated(inner) if width]
    if len(stated) < _LEAST or _packed_length(program) > _LARGE:
        return None
    known = {round(advance) + more for advance in _advances(program.read_bytes()) for more in _ROUNDED}
    wrong = [width for width in stated if round(width) not in known]
    return wrong[0] if known and 0 < len(wrong) <= _MOST_WRONG else None


def _packed_length(program: Stream) -> int:
    return int(program.get(Name.Length, 0))


def _stated(font: Object) -> Iterator[float]:
    """Widths in thousandths of an em: `Widths` is a list of them, `W` first and last glyph and one or more."""
    yield from _numbers(font.get(Name.Widths))
    since = 0
    for entry in _listed(font.get(Name.W)):
        if isinstance(entry, Array):
            yield from _numbers(entry)
            since = 0
            continue
        since += 1
        if since == 3:
            yield float(entry)
            since = 0


def _numbers(widths: Object | None) -> Iterator[float]:
    return (float(width) for width in _listed(widths))


def _listed(item: Object | None) -> list[Object]:
    return list(item) if isinstance(item, Array) else []


def _advances(program: bytes) -> set[float]:
    """Widths of the glyphs of a TrueType program, in thousandths of an em."""
    try:
        tables = {
            tag: offset
            for tag, offset in (
                struct.unpack_from(">4s4xL", program, 12 + 16 * index)
                for index in range(struct.unpack_from(">H", program, 4)[0])
            )
        }
        units = struct.unpack_from(">H", program, tables[b"head"] + 18)[0]
        count = struct.unpack_from(">H", program, tables[b"hhea"] + 34)[0]
        pairs = struct.unpack_from(f">{2 * count}H", program, tables[b"hmtx"])
        return {advance * 1000 / units for advance in pairs[::2]}
    except (KeyError, struct.error, ZeroDivisionError) as error:
        raise ValueError("the program of a font makes no sense") from error
