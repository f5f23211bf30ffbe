"""What has been filled in on a page: form fields and typed annotations.

A viewer shows these words, but they are no part of the page's own content, so that the usual
extraction loses a filled-in questionnaire in silence. Sticky notes are comments on the text and
stay out, as they do in a word processor's file.
"""

from __future__ import annotations

import ctypes
import re
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as raw

_MOST = 5_000
_TEXT_FIELDS = (
    raw.FPDF_FORMFIELD_TEXTFIELD,
    raw.FPDF_FORMFIELD_COMBOBOX,
    raw.FPDF_FORMFIELD_LISTBOX,
)
_CHECKED = (raw.FPDF_FORMFIELD_CHECKBOX, raw.FPDF_FORMFIELD_RADIOBUTTON)
_HIDDEN = raw.FPDF_ANNOT_FLAG_HIDDEN | raw.FPDF_ANNOT_FLAG_NOVIEW
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]+")


@dataclass(frozen=True, slots=True)
class Filled:
    """Words filled in, and their rectangle in the PDF's own coordinates (left, bottom, right,
    top)."""

    text: str
    rect: tuple[float, float, float, float]


def filled(page: Any, form: Any | None) -> list[Filled]:
    """What is filled in on an open page, in the order of the file. `form` is the document's form
    environment, None for a file without a form."""
    found: list[Filled] = []
    for at in range(min(raw.FPDFPage_GetAnnotCount(page.raw), _MOST)):
        annotation = raw.FPDFPage_GetAnnot(page.raw, at)
        if not annotation:
            continue
        try:
            text = _CONTROLS.sub(" ", _text(annotation, form)).strip()
            rect = raw.FS_RECTF()
            if text and raw.FPDFAnnot_GetRect(annotation, rect):
                found.append(Filled(text, (rect.left, rect.bottom, rect.right, rect.top)))
        finally:
            raw.FPDFPage_CloseAnnot(annotation)
    return found


def _text(annotation: Any, form: Any | None) -> str:
    if raw.FPDFAnnot_GetFlags(annotation) & _HIDDEN:
        return ""
    kind = raw.FPDFAnnot_GetSubtype(annotation)
    if kind == raw.FPDF_ANNOT_FREETEXT:
        return _string(raw.FPDFAnnot_GetStringValue, annotation, b"Contents")
    if kind != raw.FPDF_ANNOT_WIDGET or form is None:
        return ""
    field = raw.FPDFAnnot_GetFormFieldType(form, annotation)
    if field in _TEXT_FIELDS:
        return _string(raw.FPDFAnnot_GetFormFieldValue, form, annotation)
    if field in _CHECKED and raw.FPDFAnnot_IsChecked(form, annotation):
        return "☒"
    return ""


def _string(function: Any, *arguments: Any) -> str:
    """A string as PDFium gives it: asked for its length first, then for itself, in UTF-16."""
    size = function(*arguments, None, 0)
    if size <= 2:
        return ""
    buffer = (ctypes.c_ushort * (size // 2 + 1))()
    function(*arguments, buffer, size)
    return bytes(buffer)[: size - 2].decode("utf-16-le", "replace")
