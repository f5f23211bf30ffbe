"""From a PDF's own coordinates to those of reading."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as raw

from corpus.reading.page import Rect


@dataclass(slots=True)
class Frame:
    """From a PDF's own coordinates to those of reading: the page box turned by `angle`."""

    box: Rect
    angle: int

    def size(self) -> tuple[float, float]:
        """Width and height in the direction of reading, in points."""
        width, height = self.box[2] - self.box[0], self.box[3] - self.box[1]
        return (height, width) if self.angle in (90, 270) else (width, height)

    def point(self, u: float, v: float) -> tuple[float, float]:
        """The PDF's point (u, v), from the top left corner."""
        left, bottom, right, top = self.box
        if self.angle == 90:
            return v - bottom, u - left
        if self.angle == 180:
            return right - u, v - bottom
        if self.angle == 270:
            return top - v, right - u
        return u - left, top - v

    def rect(self, left: float, bottom: float, right: float, top: float) -> Rect:
        """The PDF's rectangle as left, top, right and bottom."""
        x0, y0 = self.point(left, bottom)
        x1, y1 = self.point(right, top)
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def page_box(page: Any) -> Rect:
    """What a viewer shows of a page, in the PDF's own coordinates."""
    box = raw.FS_RECTF()
    if raw.FPDF_GetPageBoundingBox(page.raw, box) and box.right > box.left:
        return box.left, box.bottom, box.right, box.top
    width, height = page.get_size()
    return 0.0, 0.0, width, height
