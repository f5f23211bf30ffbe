"""PDFium's functions as they cost least from Python: plain addresses in, numbers out.

pypdfium2's own functions make a pointer object for every address taken or given, and its structures
an attribute look-up for every number read. A page takes about 1,500 calls, so that these cost more
than PDFium's work. Here an address is an integer, and numbers are read from a memory view.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from typing import Any

import pypdfium2.raw as raw

_ADDRESS, _INT = ctypes.c_void_p, ctypes.c_int


def _direct(function: Any, result: Any, *arguments: Any) -> Any:
    """The same function, called with the interpreter's lock kept: none takes a microsecond."""
    return ctypes.PYFUNCTYPE(result, *arguments)(ctypes.cast(function, _ADDRESS).value or 0)


def address_of(pointer: Any) -> int:
    """The address to which a pointer object leads, 0 for a null one."""
    return ctypes.cast(pointer, _ADDRESS).value or 0


def floats(count: int) -> tuple[Sequence[float], int]:
    """Memory for PDFium to write single-precision numbers into, and its address."""
    block = (ctypes.c_float * count)()
    return memoryview(block).cast("B").cast("f"), ctypes.addressof(block)


def doubles(count: int) -> tuple[Sequence[float], int]:
    """Memory for PDFium to write double-precision numbers into, and its address."""
    block = (ctypes.c_double * count)()
    return memoryview(block).cast("B").cast("d"), ctypes.addressof(block)


def integers(count: int) -> tuple[Sequence[int], int]:
    """Memory for PDFium to write unsigned integers into, and its address."""
    block = (ctypes.c_uint * count)()
    return memoryview(block).cast("B").cast("I"), ctypes.addressof(block)


# Characters of a text page: (text page, index[, where to write]).
object_of_char = _direct(raw.FPDFText_GetTextObject, _ADDRESS, _ADDRESS, _INT)
box_of_char = _direct(raw.FPDFText_GetLooseCharBox, _INT, _ADDRESS, _INT, _ADDRESS)
matrix_of_char = _direct(raw.FPDFText_GetMatrix, _INT, _ADDRESS, _INT, _ADDRESS)
origin_of_char = _direct(raw.FPDFText_GetCharOrigin, _INT, _ADDRESS, _INT, _ADDRESS, _ADDRESS)
size_of_char = _direct(raw.FPDFText_GetFontSize, ctypes.c_double, _ADDRESS, _INT)

# Objects of a page.
kind_of = _direct(raw.FPDFPageObj_GetType, _INT, _ADDRESS)
fill_color_of = _direct(raw.FPDFPageObj_GetFillColor, _INT, *(_ADDRESS,) * 5)
font_of = _direct(raw.FPDFTextObj_GetFont, _ADDRESS, _ADDRESS)
render_mode_of = _direct(raw.FPDFTextObj_GetTextRenderMode, _INT, _ADDRESS)
object_of_page = _direct(raw.FPDFPage_GetObject, _ADDRESS, _ADDRESS, _INT)
object_of_form = _direct(raw.FPDFFormObj_GetObject, _ADDRESS, _ADDRESS, _INT)
