"""Numbers printed by the placeholders of a format: digits, thousands, scaling, percent, exponents and fractions."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

from extractors.formats.workbooks.format_codes import Piece, Section

_EXACT = Context(prec=400, rounding=ROUND_HALF_UP)
# Literals before, one zero at least before the point, zeros behind it, commas that scale, literals behind.
_SIMPLE = re.compile(r"(l*)(0|#,##0)(?:\.(0+))?(,*)(l*)")
_SIGNS = {"literal": "l", "gap": "l", "comma": ",", "point": "."}
_FILLING = {"0": "0", "?": " ", "#": ""}


def print_decimal(section: Section, value: Decimal) -> str:
    """A number that is not negative; the section has no letters of dates."""
    pieces = section.pieces
    if not section.has("digit"):
        return "".join(piece.text for piece in pieces if piece.kind != "comma")
    value = value.scaleb(2 * section.percents, _EXACT)
    if section.has("slash") and not section.has("point"):
        return _fraction(pieces, value)
    exponent_at = next((n for n, piece in enumerate(pieces) if piece.kind == "exponent"), None)
    if exponent_at is not None:
        return _with_exponent(pieces[:exponent_at], pieces[exponent_at], pieces[exponent_at + 1 :], value)
    return _plain(pieces, value)


def simple_printer(section: Section) -> Callable[[Decimal], str] | None:
    """What prints numbers by the usual formats, such as ``#,##0.00_ ``, in a tenth of the time; None for others."""
    found = _SIMPLE.fullmatch("".join(_SIGNS.get(piece.kind, piece.text) for piece in section.pieces))
    if found is None or section.numerals:
        return None
    words = [piece.text for piece in section.pieces if piece.kind in ("literal", "gap")]
    before, behind = "".join(words[: len(found.group(1))]), "".join(words[len(found.group(1)) :])
    unit = Decimal(1).scaleb(-len(found.group(3) or ""))
    shift = 2 * section.percents - 3 * len(found.group(4))
    style = ",f" if "," in found.group(2) else "f"

    def printed(value: Decimal) -> str:
        number = value.scaleb(shift, _EXACT) if shift else value
        return f"{before}{number.quantize(unit, context=_EXACT):{style}}{behind}"

    return printed


def _plain(pieces: list[Piece], value: Decimal) -> str:
    whole, rest = _around_point(pieces)
    places = sum(piece.kind == "digit" for piece in rest)
    value = value.scaleb(-3 * _scalings(pieces), _EXACT)
    rounded = value.quantize(Decimal(1).scaleb(-places), context=_EXACT)
    before, _, behind = f"{rounded:f}".partition(".")
    has_point = any(piece.kind == "point" for piece in pieces)
    return _before_point(whole, before.lstrip("0"), _is_grouped(whole)) + (
        "." + _behind_point(rest, behind) if has_point else ""
    )


def _around_point(pieces: list[Piece]) -> tuple[list[Piece], list[Piece]]:
    at = next((n for n, piece in enumerate(pieces) if piece.kind == "point"), len(pieces))
    return pieces[:at], pieces[at + 1 :]


def _digits_at(pieces: list[Piece]) -> list[int]:
    return [n for n, piece in enumerate(pieces) if piece.kind == "digit"]


def _scalings(pieces: list[Piece]) -> int:
    """Commas right behind the last placeholder before the point, or behind the last one of all."""
    whole, rest = _around_point(pieces)
    count = 0
    for part in (whole, rest):
        digits = _digits_at(part)
        for piece in part[digits[-1] + 1 :] if digits else []:
            if piece.kind != "comma":
                break
            count += 1
    return count


def _is_grouped(whole: list[Piece]) -> bool:
    digits = _digits_at(whole)
    return bool(digits) and any(piece.kind == "comma" for piece in whole[digits[0] : digits[-1]])


def _before_point(whole: list[Piece], digits: str, is_grouped: bool) -> str:
    """Placeholders take digits from the right; the first one takes all that are left."""
    places = _digits_at(whole)
    out: list[str] = []
    count = 0
    for n in range(len(whole) - 1, -1, -1):
        piece = whole[n]
        if piece.kind == "comma":
            continue
        if piece.kind != "digit":
            out.append(piece.text)
            continue
        taken = len(digits) if n == places[0] else 1
        for digit in [*reversed(digits[len(digits) - taken :] if taken else "")] or [_FILLING[piece.text]]:
            if digit and is_grouped and count and count % 3 == 0:
                out.append("," if digit != " " else " ")
            out.append(digit)
            count += bool(digit)
        digits = digits[: len(digits) - taken] if taken else digits
    # Without a placeholder before the point there is no digit before it, unless the number has some.
    return "".join(reversed(out)) + ("" if places else digits)


def _behind_point(rest: list[Piece], digits: str) -> str:
    places = _digits_at(rest)
    shown = len(digits.rstrip("0"))
    text = ""
    for n, piece in enumerate(rest):
        if piece.kind == "digit":
            index = places.index(n)
            # A zero that some digit or some 0 follows is printed.
            must = index < shown or any(rest[k].text == "0" for k in places[index:])
            text += digits[index] if must else _FILLING[piece.text]
        elif piece.kind != "comma":
            text += piece.text
    return text


def _with_exponent(mantissa: list[Piece], sign: Piece, power: list[Piece], value: Decimal) -> str:
    """0.00E+00; with more than one placeholder before the point the exponent is a multiple of their count."""
    whole, rest = _around_point(mantissa)
    step = max(len(_digits_at(whole)), 1)
    places = len(_digits_at(rest))
    exponent = value.adjusted() // step * step if value else 0
    scaled = _rounded(value, exponent, places)
    if scaled >= 10**step:
        exponent += step
        scaled = _rounded(value, exponent, places)
    before, _, behind = f"{scaled:f}".partition(".")
    text = _before_point(whole, before.lstrip("0"), False)
    if any(piece.kind == "point" for piece in mantissa):
        text += "." + _behind_point(rest, behind)
    mark = "-" if exponent < 0 else "+" if sign.text.endswith("+") else ""
    return f"{text}E{mark}" + _before_point(power, str(abs(exponent)).lstrip("0"), False)


def _rounded(value: Decimal, exponent: int, places: int) -> Decimal:
    return value.scaleb(-exponent, _EXACT).quantize(Decimal(1).scaleb(-places), context=_EXACT)


def _fraction(pieces: list[Piece], value: Decimal) -> str:
    """# ?/? and # ?/8: the placeholders beside the slash are those of the fraction."""
    slash = next(n for n, piece in enumerate(pieces) if piece.kind == "slash")
    start = slash
    while start and pieces[start - 1].kind == "digit":
        start -= 1
    end = slash + 1
    while end < len(pieces) and (pieces[end].kind == "digit" or pieces[end].text.isdigit()):
        end += 1
    below = "".join(piece.text for piece in pieces[slash + 1 : end])
    has_whole = bool(_digits_at(pieces[:start]))
    whole = int(value) if has_whole else 0
    part = Fraction(value) - whole
    if any(sign in "123456789" for sign in below):
        denominator = int(below.replace("#", "0").replace("?", "0"))
        numerator = int(part * denominator + Fraction(1, 2))
    else:
        found = part.limit_denominator(10 ** min(len(below), 7) - 1) if below else Fraction(round(part))
        numerator, denominator = found.numerator, found.denominator
    if has_whole and numerator >= denominator:
        whole, numerator = whole + 1, 0
    text = _before_point(pieces[:start], str(whole) if whole or not numerator else "", False)
    if numerator or not has_whole:
        text += f"{numerator}/{denominator}"
    return text + "".join(piece.text for piece in pieces[end:])
