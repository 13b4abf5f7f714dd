"""pdfium's functions for calls by the hundred thousand.

The bindings convert and check every argument, which takes longer than what pdfium does for one character. Here the
same functions are called unchecked, over whole ranges at once: `map(function, repeat(handle), range(count))`.

Rules for callers: a handle is a `Handle` (a plain int would be cut to 32 bits), a place for results is a `byref`.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

import pypdfium2.raw as raw


class Handle(ctypes.c_void_p):
    """A pointer that stays one on its way out of and into pdfium (ctypes makes a plain c_void_p an int)."""


def unchecked(function: Any, result: Any = ctypes.c_int) -> Callable[..., Any]:
    """A function of `pypdfium2.raw` without its checks. `result` is the ctypes type that it returns."""
    # PYFUNCTYPE keeps the interpreter lock: letting go of it costs more than these calls do.
    prototype = ctypes.PYFUNCTYPE(result)
    called: Callable[..., Any] = prototype(ctypes.cast(function, ctypes.c_void_p).value or 0)
    return called


def handle_of(pointer: Any) -> Handle:
    """The handle of what a helper of pypdfium2 holds in its `raw`."""
    return Handle(ctypes.cast(pointer, ctypes.c_void_p).value)


# Where pdfium writes the length of a string that nobody reads.
SIZE_REF = ctypes.byref(ctypes.c_ulong())

char_code = unchecked(raw.FPDFText_GetUnicode, ctypes.c_uint)
char_is_generated = unchecked(raw.FPDFText_IsGenerated)
char_angle = unchecked(raw.FPDFText_GetCharAngle, ctypes.c_float)
char_origin = unchecked(raw.FPDFText_GetCharOrigin)
char_box = unchecked(raw.FPDFText_GetLooseCharBox)
char_colour = unchecked(raw.FPDFText_GetFillColor)
char_glyph = unchecked(raw.FPDFText_GetCharBox)
char_owner = unchecked(raw.FPDFText_GetTextObject, ctypes.c_size_t)
object_font = unchecked(raw.FPDFTextObj_GetFont, Handle)

font_name = unchecked(raw.FPDFFont_GetBaseFontName, ctypes.c_size_t)
font_program = unchecked(raw.FPDFFont_GetFontData)
glyph_path = unchecked(raw.FPDFFont_GetGlyphPath, Handle)
glyph_segment_count = unchecked(raw.FPDFGlyphPath_CountGlyphSegments)
glyph_segment = unchecked(raw.FPDFGlyphPath_GetGlyphPathSegment, Handle)

page_object_count = unchecked(raw.FPDFPage_CountObjects)
page_object = unchecked(raw.FPDFPage_GetObject, Handle)
form_object_count = unchecked(raw.FPDFFormObj_CountObjects)
form_object = unchecked(raw.FPDFFormObj_GetObject, Handle)
object_kind = unchecked(raw.FPDFPageObj_GetType)
object_matrix = unchecked(raw.FPDFPageObj_GetMatrix)
object_bounds = unchecked(raw.FPDFPageObj_GetBounds)
fill_colour = unchecked(raw.FPDFPageObj_GetFillColor)
stroke_colour = unchecked(raw.FPDFPageObj_GetStrokeColor)

path_mode = unchecked(raw.FPDFPath_GetDrawMode)
segment_count = unchecked(raw.FPDFPath_CountSegments)
path_segment = unchecked(raw.FPDFPath_GetPathSegment, Handle)
segment_kind = unchecked(raw.FPDFPathSegment_GetType)
segment_point = unchecked(raw.FPDFPathSegment_GetPoint)
segment_closes = unchecked(raw.FPDFPathSegment_GetClose)

stroke_width = unchecked(raw.FPDFPageObj_GetStrokeWidth)
has_transparency = unchecked(raw.FPDFPageObj_HasTransparency)
text_mode = unchecked(raw.FPDFTextObj_GetTextRenderMode)
object_clip = unchecked(raw.FPDFPageObj_GetClipPath, Handle)
clip_count = unchecked(raw.FPDFClipPath_CountPaths)
clip_segment_count = unchecked(raw.FPDFClipPath_CountPathSegments)
clip_segment = unchecked(raw.FPDFClipPath_GetPathSegment, Handle)
mark_count = unchecked(raw.FPDFPageObj_CountMarks)
object_mark = unchecked(raw.FPDFPageObj_GetMark, Handle)
mark_name = unchecked(raw.FPDFPageObjMark_GetName)
mark_text = unchecked(raw.FPDFPageObjMark_GetParamStringValue)
remove_mark = unchecked(raw.FPDFPageObj_RemoveMark)
set_matrix = unchecked(raw.FPDFPageObj_SetMatrix)
set_active = unchecked(raw.FPDFPageObj_SetIsActive)

annotation_count = unchecked(raw.FPDFPage_GetAnnotCount)
annotation = unchecked(raw.FPDFPage_GetAnnot, Handle)
annotation_kind = unchecked(raw.FPDFAnnot_GetSubtype)
annotation_rect = unchecked(raw.FPDFAnnot_GetRect)
close_annotation = unchecked(raw.FPDFPage_CloseAnnot, None)
font_is_embedded = unchecked(raw.FPDFFont_GetIsEmbedded)
