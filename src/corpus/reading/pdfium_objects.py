"""What is drawn on a page besides its text: rules, images, dark backgrounds, curves."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pypdfium2.raw as raw

from corpus.reading.page import Rect
from corpus.reading.pdfium_calls import address_of, kind_of, object_of_form, object_of_page

_GRID = 64
_MAX_OBJECTS = 100_000
_MAX_DEPTH = 8
_MAX_SEGMENTS = 4_000
_THIN = 2.5
_SHORTEST = 10.0
_Matrix = tuple[float, float, float, float, float, float]
_TEXT, _FORM = raw.FPDF_PAGEOBJ_TEXT, raw.FPDF_PAGEOBJ_FORM
_IDENTITY: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(slots=True)
class Drawing:
    """Everything drawn, in the PDF's own coordinates (left, bottom, right, top)."""

    rules: list[Rect] = field(default_factory=list)
    images: list[Rect] = field(default_factory=list)
    backgrounds: list[Rect] = field(default_factory=list)
    curves: int = 0
    texts: int = 0
    under: list[int] = field(default_factory=list)

    def covers_text(self, box: Rect) -> bool:
        """True when one image over half the page is drawn after most of the text: a recognised
        layer laid under its scan, instead of being made invisible."""
        ground = max(1.0, (box[2] - box[0]) * (box[3] - box[1]))
        return any(
            before > 0.8 * self.texts and (x1 - x0) * (y1 - y0) > 0.5 * ground
            for before, (x0, y0, x1, y1) in zip(self.under, self.images, strict=True)
            if self.texts
        )

    def image_share(self, box: Rect) -> float:
        """The share of the page that images cover together, overlaps counted once.

        A scanner may cut a page into dozens of tiles, none of them large; layered compression
        (mixed raster content) stacks several images over the same ground.
        """
        width, height = box[2] - box[0], box[3] - box[1]
        if not self.images or width <= 0 or height <= 0:
            return 0.0
        rows = [0] * _GRID
        for left, bottom, right, top in self.images:
            x0, x1 = _cells(left - box[0], right - box[0], width)
            y0, y1 = _cells(bottom - box[1], top - box[1], height)
            mask = ((1 << max(0, x1 - x0)) - 1) << x0
            for row in range(y0, y1):
                rows[row] |= mask
        return sum(row.bit_count() for row in rows) / (_GRID * _GRID)


def drawing(page: Any) -> Drawing:
    """Looks through the page's objects, those inside forms included."""
    found = Drawing()
    for kind, pointer, matrix in _objects(page):
        if kind == _TEXT:
            found.texts += 1
            continue
        bounds = _bounds(pointer, matrix)
        if bounds is None:
            continue
        if kind in (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING):
            found.backgrounds.append(bounds)
            if kind == raw.FPDF_PAGEOBJ_IMAGE:
                found.images.append(bounds)
                see_through = raw.FPDFPageObj_HasTransparency(pointer)
                found.under.append(-1 if see_through else found.texts)
        elif kind == raw.FPDF_PAGEOBJ_PATH:
            _take_path(found, pointer, matrix, bounds)
    return found


def _objects(page: Any) -> Iterator[tuple[int, Any, _Matrix]]:
    """(kind, pointer, matrix to the page) of every object; text comes without its pointer."""
    budget = _MAX_OBJECTS
    stack: list[tuple[Any, bool, _Matrix, int]] = [(page.raw, False, _IDENTITY, 0)]
    while stack:
        parent, is_form, matrix, depth = stack.pop()
        count = (raw.FPDFFormObj_CountObjects if is_form else raw.FPDFPage_CountObjects)(parent)
        get = object_of_form if is_form else object_of_page
        address = address_of(parent)
        for at in range(min(max(count, 0), budget)):
            budget -= 1
            found = get(address, at)
            kind = kind_of(found) if found else 0
            if kind == _TEXT:
                yield kind, None, matrix
                continue
            pointer = ctypes.cast(found, raw.FPDF_PAGEOBJECT)
            if kind == _FORM and depth < _MAX_DEPTH:
                stack.append((pointer, True, _compose(_own_matrix(pointer), matrix), depth + 1))
            elif kind > _TEXT:
                yield kind, pointer, matrix


def _own_matrix(pointer: Any) -> _Matrix:
    m = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(pointer, m):
        return _IDENTITY
    return m.a, m.b, m.c, m.d, m.e, m.f


def _compose(inner: _Matrix, outer: _Matrix) -> _Matrix:
    a, b, c, d, e, f = inner
    A, B, C, D, E, F = outer  # noqa: N806
    return (
        a * A + b * C,
        a * B + b * D,
        c * A + d * C,
        c * B + d * D,
        e * A + f * C + E,
        e * B + f * D + F,
    )


def _bounds(pointer: Any, matrix: _Matrix) -> Rect | None:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not raw.FPDFPageObj_GetBounds(pointer, left, bottom, right, top):
        return None
    rect = left.value, bottom.value, right.value, top.value
    if matrix is _IDENTITY:
        return rect
    a, b, c, d, e, f = matrix
    xs = [a * x + c * y + e for x in (rect[0], rect[2]) for y in (rect[1], rect[3])]
    ys = [b * x + d * y + f for x in (rect[0], rect[2]) for y in (rect[1], rect[3])]
    return min(xs), min(ys), max(xs), max(ys)


def _take_path(found: Drawing, pointer: Any, matrix: _Matrix, bounds: Rect) -> None:
    left, bottom, right, top = bounds
    width, height = right - left, top - bottom
    if min(width, height) <= _THIN:
        if max(width, height) >= _SHORTEST:
            found.rules.append(bounds)
        return
    segments = raw.FPDFPath_CountSegments(pointer)
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(pointer, fill, stroke)
    if segments <= 6 and width > _SHORTEST and height > 6:
        if stroke.value:
            found.rules.extend(_edges(bounds))
        if fill.value and _is_dark(pointer):
            found.backgrounds.append(bounds)
        return
    if segments <= _MAX_SEGMENTS and max(width, height) > 60:
        rules = _grid(pointer, matrix, segments, bool(stroke.value))
        if rules is not None:
            found.rules.extend(rules)
            return
    if segments >= 5 and (height <= 40 or segments > 500):
        # A letter, or a word, line or page of letters drawn as one shape.
        found.curves += max(1, segments // 20)


def _grid(pointer: Any, matrix: _Matrix, count: int, stroked: bool) -> list[Rect] | None:
    """The rules of a path that draws many at once (a whole table); None when it draws curves."""
    transform = _compose(_own_matrix(pointer), matrix)
    rules: list[Rect] = []
    subpath: list[tuple[float, float]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for at in range(count):
        segment = raw.FPDFPath_GetPathSegment(pointer, at)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_BEZIERTO:
            return None
        if kind == raw.FPDF_SEGMENT_MOVETO:
            _close(subpath, stroked, rules)
            subpath = []
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        a, b, c, d, e, f = transform
        subpath.append((a * x.value + c * y.value + e, b * x.value + d * y.value + f))
        if raw.FPDFPathSegment_GetClose(segment) and len(subpath) > 2:
            subpath.append(subpath[0])
    _close(subpath, stroked, rules)
    return rules


def _close(points: list[tuple[float, float]], stroked: bool, rules: list[Rect]) -> None:
    if len(points) < 2:
        return
    if stroked:
        pieces = [(points[at], points[at + 1]) for at in range(len(points) - 1)]
    else:
        xs, ys = [x for x, _ in points], [y for _, y in points]
        pieces = [((min(xs), min(ys)), (max(xs), max(ys)))]
    for (x0, y0), (x1, y1) in pieces:
        width, height = abs(x1 - x0), abs(y1 - y0)
        if min(width, height) <= _THIN and max(width, height) >= _SHORTEST:
            rules.append((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))


def _edges(bounds: Rect) -> list[Rect]:
    left, bottom, right, top = bounds
    return [
        (left, bottom, right, bottom),
        (left, top, right, top),
        (left, bottom, left, top),
        (right, bottom, right, top),
    ]


def _is_dark(pointer: Any) -> bool:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not raw.FPDFPageObj_GetFillColor(pointer, red, green, blue, alpha):
        return False
    return alpha.value > 64 and min(red.value, green.value, blue.value) < 225


def _cells(low: float, high: float, extent: float) -> tuple[int, int]:
    first = int(min(max(low / extent * _GRID + 0.5, 0), _GRID))
    last = int(min(max(high / extent * _GRID + 0.5, 0), _GRID))
    return first, last
