"""One page through PDFium: words with their boxes, type sizes and styles; rules, images, curves.

PDFium's Python calls cost about a microsecond each, so a word is measured at its first and last
character only, and looked into when these two do not belong to the same drawn object.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
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
    Sheet,
    Word,
)
from corpus.reading.pdfium_calls import (
    address_of,
    box_of_char,
    doubles,
    fill_color_of,
    floats,
    font_of,
    integers,
    matrix_of_char,
    object_of_char,
    origin_of_char,
    render_mode_of,
    size_of_char,
)
from corpus.reading.pdfium_fields import filled
from corpus.reading.pdfium_frame import Frame, page_box
from corpus.reading.pdfium_objects import Drawing, drawing

# Control characters and the marks of zero width separate nothing a reader sees, but no word holds
# them: PDFium gives them where a font has no mapping.
_WORD = re.compile(r"[^\s\x00-\x1f\x7f\u200b\ufeff]+")
_BOLD_NAME = re.compile(r"bold|black|heavy|demi|gras", re.I)
_ITALIC_NAME = re.compile(r"ital|obli", re.I)
_HYPHENATED = re.compile("[^\\W_][-\xad\u2010]$")
_TINY = 1.5
_DIAGONAL = -1
_MODE_INVISIBLE = raw.FPDF_TEXTRENDERMODE_INVISIBLE
_MODE_FILL_STROKE = raw.FPDF_TEXTRENDERMODE_FILL_STROKE
# The end of a page is one too.
_LINE_ENDS = frozenset(("\r", "\n", ""))
_MAY_BREAK = _LINE_ENDS | {HYPHEN_MARK}


@dataclass(slots=True, eq=False)
class _Face:
    """How one drawn text object looks. `base` is its baseline in the frame, once it is known;
    `line` is (top, baseline, bottom) of its words, once one of a level object was measured."""

    size: float
    style: int
    angle: int
    base: float | None = None
    line: tuple[float, float, float] | None = None


_Piece = tuple[int, int, _Face]


def read_sheet(pdf: pypdfium2.PdfDocument, index: int) -> Sheet:
    """Page `index` (from 0) of an open file.

    Raises `pypdfium2.PdfiumError` when PDFium cannot load it. The page is closed before returning:
    68 pages held open cost 473 MiB, closed one after the other 52 MiB.
    """
    page = pdf[index]
    try:
        content = page.get_textpage()
        try:
            return _Reader(page, content, index + 1, pdf.formenv).sheet()
        finally:
            content.close()
    finally:
        page.close()


class _Reader:
    """Reads one open page; lives no longer than it."""

    def __init__(self, page: Any, content: Any, number: int, form: Any | None) -> None:
        self.page = page
        self.form = form
        self.text = content.raw
        self.number = number
        self.rotation = int(page.get_rotation())
        self.drawing: Drawing = drawing(page)
        self._address = address_of(self.text)
        self._faces: dict[int | None, _Face] = {None: _Face(10.0, 0, 0)}
        self._fonts: dict[int, int] = {}
        # A rectangle comes as left, top, right, bottom.
        self._box, self._box_at = floats(4)
        self._matrix, self._matrix_at = floats(6)
        self._color, self._color_at = integers(4)
        self._origin, self._origin_at = doubles(2)
        self.frame = Frame(page_box(page), self.rotation)

    def sheet(self) -> Sheet:
        text = self._raw_text()
        spans = [match.span() for match in _WORD.finditer(text)]
        faces = [self._face(start) for start, _ in spans]
        angle = _dominant_angle(spans, faces)
        if angle is not None:
            self.frame.angle = angle
        width, height = self.frame.size()
        words = self._words(text, self._pieces(spans, faces))
        self._mark_hidden(words, width, height)
        text = self._add_filled(text, words)
        box = self.frame.box
        return Sheet(
            number=self.number,
            raw=text,
            words=words,
            width=width,
            height=height,
            rotation=self.rotation,
            turn=(self.frame.angle - self.rotation) % 360,
            rules=[self.frame.rect(*rule) for rule in self.drawing.rules],
            images=self.drawing.image_share(box),
            curves=self.drawing.curves,
            covered=self.drawing.covers_text(box),
        )

    def _add_filled(self, text: str, words: list[Word]) -> str:
        """The raw text with what is filled in after it, whose words go to their places."""
        for one in filled(self.page, self.form):
            text += "\n" if text else ""
            x0, y0, x1, y1 = self.frame.rect(*one.rect)
            rows = one.text.splitlines()
            size = max(4.0, min(11.0, 0.8 * (y1 - y0) / max(1, len(rows))))
            step = min(size / 0.5, (x1 - x0) / max(1, max(len(row) for row in rows)))
            for at, row in enumerate(rows):
                middle = y0 + (at + 0.5) * (y1 - y0) / len(rows)
                base = middle + 0.35 * size
                for match in _WORD.finditer(row):
                    start, left = len(text) + match.start(), x0 + step * match.start()
                    right = x0 + step * match.end()
                    word = Word(
                        start,
                        start + len(match.group()),
                        match.group(),
                        left,
                        base - size,
                        right,
                        base + 0.2 * size,
                        base,
                        size,
                    )
                    words.append(word)
                text += row + ("\n" if at + 1 < len(rows) else "")
        return text

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

    def _pieces(self, spans: list[tuple[int, int]], faces: list[_Face]) -> list[_Piece]:
        """The spans with their faces, those drawn in several sizes or at several heights parted."""
        pieces: list[_Piece] = []
        for (start, end), face, after in zip(spans, faces, [*faces[1:], None], strict=False):
            # An object's characters follow one another: between two of its own all are its own.
            if after is face or end - start == 1 or self._face(end - 1) is face:
                pieces.append((start, end, face))
            else:
                pieces.extend(self._parts(start, end, face))
        return pieces

    def _parts(self, start: int, end: int, face: _Face) -> Iterator[_Piece]:
        """A word drawn as several objects: parted where type size or baseline change (a note call),
        whole where they do not (kerning)."""
        begin, base, first = start, self._base(start, face), face
        for at in range(start + 1, end):
            other = self._face(at)
            if other is face:
                continue
            level = self._base(at, other)
            small, large = sorted((face.size, other.size))
            if small < 0.85 * large or abs(level - base) > 0.15 * large:
                yield begin, at, first
                begin, base, first = at, level, other
            face = other
        yield begin, end, first

    def _words(self, text: str, pieces: Iterable[_Piece]) -> list[Word]:
        """The words of a page. Those of level objects, nearly all, take two calls each: this loop
        is where reading spends its time."""
        box, box_at, address, box_of = self._box, self._box_at, self._address, box_of_char
        shift, level = self.frame.box[0], self.frame.angle == 0
        words: list[Word] = []
        for start, end, face in pieces:
            word = None
            if level and face.angle == 0:
                line = face.line or self._line(start, end, face)
                box_of(address, start, box_at)
                x0 = left = box[0] - shift
                if end - start > 1:
                    box_of(address, end - 1, box_at)
                    left = box[0] - shift
                x1 = box[2] - shift
                if x0 <= left and x0 <= x1:
                    y0, base, y1 = line
                    chars = text[start:end]
                    word = Word(start, end, chars, x0, y0, x1, y1, base, face.size, face.style)
            word = word or self._measured(text, start, end, face)
            if text[end : end + 1] in _MAY_BREAK:
                _take_hyphen(word, text[end : end + 1])
            words.append(word)
        return words

    def _line(self, start: int, end: int, face: _Face) -> tuple[float, float, float]:
        """Top, baseline and bottom of a level object's words, from its first one."""
        box_of_char(self._address, start, self._box_at)
        _, top, _, bottom = self._box
        box_of_char(self._address, end - 1, self._box_at)
        _, last_top, _, last_bottom = self._box
        height, base = self.frame.box[3], self._base(start, face)
        y0, y1 = height - max(top, last_top), height - min(bottom, last_bottom)
        face.line = _sane(y0, base, y1, face.size)
        return face.line

    def _base(self, at: int, face: _Face) -> float:
        if face.base is not None:
            return face.base
        origin_of_char(self._address, at, self._origin_at, self._origin_at + 8)
        x, y = self._origin
        base = self.frame.point(x, y)[1]
        if face.angle == self.frame.angle and not face.style & SIDEWAYS:
            face.base = base
        return base

    def _measured(self, text: str, start: int, end: int, face: _Face) -> Word:
        """A word in any direction, from the boxes of its first and last characters."""
        box_of_char(self._address, start, self._box_at)
        left, top, right, bottom = self._box
        box_of_char(self._address, end - 1, self._box_at)
        last_left, last_top, last_right, last_bottom = self._box
        x0, y0, x1, y1 = self.frame.rect(
            min(left, last_left),
            min(bottom, last_bottom),
            max(right, last_right),
            max(top, last_top),
        )
        base = self._base(start, face)
        style = face.style
        if face.angle != self.frame.angle:
            style |= SIDEWAYS
        else:
            y0, base, y1 = _sane(y0, base, y1, face.size)
        return Word(start, end, text[start:end], x0, y0, x1, y1, base, face.size, style)

    def _face(self, at: int) -> _Face:
        key = object_of_char(self._address, at)
        face = self._faces.get(key)
        if face is None:
            face = self._faces[key] = self._look(key, at)
        return face

    def _look(self, address: int, at: int) -> _Face:
        matrix_of_char(self._address, at, self._matrix_at)
        a, b, c, d, _, _ = self._matrix
        size = abs(size_of_char(self._address, at)) * (math.hypot(c, d) or 1.0)
        style = self._font_style(font_of(address))
        mode = render_mode_of(address)
        if mode == _MODE_INVISIBLE:
            style |= INVISIBLE
        elif mode == _MODE_FILL_STROKE:
            style |= BOLD
        if size < _TINY or self._is_pale(address):
            style |= PALE
        if b == 0 < a:
            return _Face(size, style, 0)
        angle = math.degrees(math.atan2(b, a)) % 360
        turned = round(angle / 90) * 90
        return _Face(size, style, turned % 360 if abs(angle - turned) <= 15 else _DIAGONAL)

    def _is_pale(self, address: int) -> bool:
        at = self._color_at
        if not fill_color_of(address, at, at + 4, at + 8, at + 12):
            return False
        red, green, blue, alpha = self._color
        return alpha < 8 or (red >= 248 and green >= 248 and blue >= 248)

    def _font_style(self, address: int | None) -> int:
        if not address:
            return 0
        style = self._fonts.get(address)
        if style is None:
            font = ctypes.cast(address, raw.FPDF_FONT)
            buffer = ctypes.create_string_buffer(256)
            raw.FPDFFont_GetBaseFontName(font, buffer, 256)
            name = buffer.value.decode("latin-1", "replace")
            flags = raw.FPDFFont_GetFlags(font)
            style = BOLD if _BOLD_NAME.search(name) or flags & (1 << 18) else 0
            style |= ITALIC if _ITALIC_NAME.search(name) or flags & (1 << 6) else 0
            self._fonts[address] = style
        return style

    def _mark_hidden(self, words: list[Word], width: float, height: float) -> None:
        dark = None
        for word in words:
            if (
                -1 <= word.x0 <= word.x1 <= width + 1
                and -1 <= word.y0 <= word.y1 <= height + 1
                and not word.style & PALE
            ):
                continue
            x, y = (word.x0 + word.x1) / 2, (word.y0 + word.y1) / 2
            if not (-1 <= x <= width + 1 and -1 <= y <= height + 1):
                word.style |= OUTSIDE
            elif word.style & PALE and word.size >= _TINY:
                if dark is None:
                    dark = [self.frame.rect(*rect) for rect in self.drawing.backgrounds]
                if any(r[0] <= x <= r[2] and r[1] <= y <= r[3] for r in dark):
                    word.style &= ~PALE


def _dominant_angle(spans: list[tuple[int, int]], faces: list[_Face]) -> int | None:
    """The direction of most of a page's characters; None without any."""
    used = {face.angle for face in set(faces)} - {_DIAGONAL}
    if len(used) < 2:
        return used.pop() if used else None
    angles: Counter[int] = Counter()
    for (start, end), face in zip(spans, faces, strict=True):
        if face.angle != _DIAGONAL:
            angles[face.angle] += end - start
    return angles.most_common(1)[0][0]


def _sane(top: float, base: float, bottom: float, size: float) -> tuple[float, float, float]:
    """A line's top and bottom within what its type size allows: some fonts declare no ascent, or
    one of several lines."""
    return (
        min(max(top, base - 1.2 * size), base - 0.5 * size),
        base,
        max(min(bottom, base + 0.5 * size), base + 0.05 * size),
    )


def _take_hyphen(word: Word, follows: str) -> None:
    """Sets a hyphen at a line's end apart from its word. PDFium writes U+0002 for the hyphens it
    takes for such, and leaves the others before the line's end (`L. 214-`)."""
    if follows == HYPHEN_MARK:
        word.broken = True
    elif follows in _LINE_ENDS and _HYPHENATED.search(word.text):
        word.broken = True
        word.end -= 1
        word.text = word.text[:-1]


def _character(code: int) -> str:
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
