"""One page through PDFium: words with their boxes, type sizes and styles; rules, images, curves.

PDFium's Python calls cost about a microsecond each, so a word is measured at its first and last
character only, and looked into when these two do not belong to the same drawn object.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

import pypdfium2
import pypdfium2.raw as raw

from corpus.reading.page import (
    BOLD,
    HYPHEN_MARK,
    INVISIBLE,
    ITALIC,
    OUTSIDE,
    PALE,
    SIDEWAYS,
    Rect,
    Sheet,
    Word,
)
from corpus.reading.pdfium_objects import Drawing, drawing

# Control characters and the marks of zero width separate nothing a reader sees, but no word holds
# them: PDFium gives them where a font has no mapping.
_WORD = re.compile(r"[^\s\x00-\x1f\x7f\u200b\ufeff]+")
_BOLD_NAME = re.compile(r"bold|black|heavy|demi|gras", re.I)
_ITALIC_NAME = re.compile(r"ital|obli", re.I)
_HYPHENATED = re.compile("[^\\W_][-\xad\u2010]$")
_TINY = 1.5
_DIAGONAL = -1


@dataclass(slots=True)
class _Face:
    """How one drawn text object looks."""

    size: float
    style: int
    angle: int


@dataclass(slots=True)
class _Frame:
    """From a PDF's own coordinates to those of reading: the page box turned by `angle`."""

    box: Rect
    angle: int

    def size(self) -> tuple[float, float]:
        width, height = self.box[2] - self.box[0], self.box[3] - self.box[1]
        return (height, width) if self.angle in (90, 270) else (width, height)

    def point(self, u: float, v: float) -> tuple[float, float]:
        left, bottom, right, top = self.box
        if self.angle == 90:
            return v - bottom, u - left
        if self.angle == 180:
            return right - u, v - bottom
        if self.angle == 270:
            return top - v, right - u
        return u - left, top - v

    def rect(self, left: float, bottom: float, right: float, top: float) -> Rect:
        x0, y0 = self.point(left, bottom)
        x1, y1 = self.point(right, top)
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def read_sheet(pdf: pypdfium2.PdfDocument, index: int) -> Sheet:
    """Page `index` (from 0) of an open file.

    Raises `pypdfium2.PdfiumError` when PDFium cannot load it. The page is closed before returning:
    68 pages held open cost 473 MiB, closed one after the other 52 MiB.
    """
    page = pdf[index]
    try:
        content = page.get_textpage()
        try:
            return _Reader(page, content, index + 1).sheet()
        finally:
            content.close()
    finally:
        page.close()


class _Reader:
    """Reads one open page; lives no longer than it."""

    def __init__(self, page: Any, content: Any, number: int) -> None:
        self.page = page
        self.text = content.raw
        self.number = number
        self.rotation = int(page.get_rotation())
        self.drawing: Drawing = drawing(page)
        self._faces: dict[int, _Face] = {}
        self._fonts: dict[int, int] = {}
        self._rect = raw.FS_RECTF()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._blank = _Face(10.0, 0, 0)

    def sheet(self) -> Sheet:
        text = self._raw_text()
        spans = [match.span() for match in _WORD.finditer(text)]
        box = _page_box(self.page)
        angle = self._dominant_angle(spans)
        frame = _Frame(box, self.rotation if angle is None else angle)
        width, height = frame.size()
        words: list[Word] = []
        for start, end in spans:
            words.extend(self._words(text, start, end, frame))
        self._mark_hidden(words, frame, width, height)
        return Sheet(
            number=self.number,
            raw=text,
            words=words,
            width=width,
            height=height,
            rotation=self.rotation,
            turn=(frame.angle - self.rotation) % 360,
            rules=[frame.rect(*rule) for rule in self.drawing.rules],
            images=self.drawing.image_share(box),
            curves=self.drawing.curves,
            covered=self.drawing.covers_text(box),
        )

    def _raw_text(self) -> str:
        count = raw.FPDFText_CountChars(self.text)
        if count <= 0:
            return ""
        buffer = (ctypes.c_ushort * (count * 2 + 2))()
        written = raw.FPDFText_GetText(self.text, 0, count, buffer)
        text = bytes(buffer)[: max(0, written - 1) * 2].decode("utf-16-le", "replace")
        if len(text) != count:
            # PDFium leaves out of the whole what it keeps among its characters; indexes would slip.
            get = raw.FPDFText_GetUnicode
            text = "".join(_character(get(self.text, at)) for at in range(count))
        return text.replace("\ufffe", HYPHEN_MARK)

    def _dominant_angle(self, spans: list[tuple[int, int]]) -> int | None:
        angles: Counter[int] = Counter()
        for start, end in spans:
            angle = self._face(start).angle
            if angle != _DIAGONAL:
                angles[angle] += end - start
        return angles.most_common(1)[0][0] if angles else None

    def _words(self, text: str, start: int, end: int, frame: _Frame) -> list[Word]:
        first, last = self._face(start), self._face(end - 1)
        if first is last:
            return [self._word(text, start, end, first, frame)]
        words: list[Word] = []
        begin, face, base = start, first, self._base(start, frame)
        for at in range(start + 1, end):
            other = self._face(at)
            if other is face:
                continue
            level = self._base(at, frame)
            small, large = sorted((face.size, other.size))
            if small < 0.85 * large or abs(level - base) > 0.15 * large:
                words.append(self._word(text, begin, at, face, frame))
                begin, base = at, level
            face = other
        words.append(self._word(text, begin, end, face, frame))
        return words

    def _base(self, at: int, frame: _Frame) -> float:
        raw.FPDFText_GetCharOrigin(self.text, at, self._x, self._y)
        return frame.point(self._x.value, self._y.value)[1]

    def _word(self, text: str, start: int, end: int, face: _Face, frame: _Frame) -> Word:
        left, bottom, right, top = self._box(start)
        if end - start > 1:
            left2, bottom2, right2, top2 = self._box(end - 1)
            left, bottom = min(left, left2), min(bottom, bottom2)
            right, top = max(right, right2), max(top, top2)
        x0, y0, x1, y1 = frame.rect(left, bottom, right, top)
        base = self._base(start, frame)
        style = face.style | (SIDEWAYS if face.angle != frame.angle else 0)
        if not style & SIDEWAYS:
            # Some fonts declare no ascent, or one of several lines.
            y0 = min(max(y0, base - 1.2 * face.size), base - 0.5 * face.size)
            y1 = max(min(y1, base + 0.5 * face.size), base + 0.05 * face.size)
        word = Word(start, end, text[start:end], x0, y0, x1, y1, base, face.size, style)
        _take_hyphen(word, text)
        return word

    def _box(self, at: int) -> Rect:
        rect = self._rect
        raw.FPDFText_GetLooseCharBox(self.text, at, rect)
        return rect.left, rect.bottom, rect.right, rect.top

    def _face(self, at: int) -> _Face:
        pointer = raw.FPDFText_GetTextObject(self.text, at)
        if not pointer:
            return self._blank
        key = ctypes.addressof(pointer.contents)
        face = self._faces.get(key)
        if face is None:
            face = self._faces[key] = self._look(pointer, at)
        return face

    def _look(self, pointer: Any, at: int) -> _Face:
        matrix = raw.FS_MATRIX()
        raw.FPDFText_GetMatrix(self.text, at, matrix)
        scale = math.hypot(matrix.c, matrix.d) or 1.0
        size = abs(float(raw.FPDFText_GetFontSize(self.text, at))) * scale
        style = self._font_style(raw.FPDFTextObj_GetFont(pointer))
        mode = raw.FPDFTextObj_GetTextRenderMode(pointer)
        if mode == raw.FPDF_TEXTRENDERMODE_INVISIBLE:
            style |= INVISIBLE
        elif mode == raw.FPDF_TEXTRENDERMODE_FILL_STROKE:
            style |= BOLD
        if size < _TINY or _is_pale(pointer):
            style |= PALE
        angle = math.degrees(math.atan2(matrix.b, matrix.a)) % 360
        turned = round(angle / 90) * 90
        return _Face(size, style, turned % 360 if abs(angle - turned) <= 15 else _DIAGONAL)

    def _font_style(self, font: Any) -> int:
        if not font:
            return 0
        key = ctypes.addressof(font.contents)
        style = self._fonts.get(key)
        if style is None:
            buffer = ctypes.create_string_buffer(256)
            raw.FPDFFont_GetBaseFontName(font, buffer, 256)
            name = buffer.value.decode("latin-1", "replace")
            flags = raw.FPDFFont_GetFlags(font)
            style = BOLD if _BOLD_NAME.search(name) or flags & (1 << 18) else 0
            style |= ITALIC if _ITALIC_NAME.search(name) or flags & (1 << 6) else 0
            self._fonts[key] = style
        return style

    def _mark_hidden(self, words: list[Word], frame: _Frame, width: float, height: float) -> None:
        dark = None
        for word in words:
            x, y = (word.x0 + word.x1) / 2, (word.y0 + word.y1) / 2
            if not (-1 <= x <= width + 1 and -1 <= y <= height + 1):
                word.style |= OUTSIDE
            elif word.style & PALE and word.size >= _TINY:
                if dark is None:
                    dark = [frame.rect(*rect) for rect in self.drawing.backgrounds]
                if any(r[0] <= x <= r[2] and r[1] <= y <= r[3] for r in dark):
                    word.style &= ~PALE


def _take_hyphen(word: Word, text: str) -> None:
    """Sets a hyphen at a line's end apart from its word. PDFium writes U+0002 for the hyphens it
    takes for such, and leaves the others before the line's end (`L. 214-`)."""
    following = text[word.end : word.end + 2]
    if following[:1] == HYPHEN_MARK:
        word.broken = True
    elif following[:1] in ("\r", "\n") and _HYPHENATED.search(word.text):
        word.broken = True
        word.end -= 1
        word.text = word.text[:-1]


def _character(code: int) -> str:
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"


def _page_box(page: Any) -> Rect:
    box = raw.FS_RECTF()
    if raw.FPDF_GetPageBoundingBox(page.raw, box) and box.right > box.left:
        return box.left, box.bottom, box.right, box.top
    width, height = page.get_size()
    return 0.0, 0.0, width, height


def _is_pale(pointer: Any) -> bool:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not raw.FPDFPageObj_GetFillColor(pointer, red, green, blue, alpha):
        return False
    return alpha.value < 8 or min(red.value, green.value, blue.value) >= 248
