"""A page as an engine gives it, before any order is put into it: words, rules, images.

PDFium, pdfplumber and Tesseract all give this one form, so that lines, columns, furniture and
blocks are found by the same code whichever engine read the page. Coordinates are PDF points in
the direction of reading, origin top left; `Sheet.turn` leads back to the page as it is displayed.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from corpus.model import PageStatus

BOLD, ITALIC, INVISIBLE, PALE, OUTSIDE, SIDEWAYS = 1, 2, 4, 8, 16, 32
HYPHEN_MARK = "\x02"
# The reason that a page bears which no engine could load.
LOST = "page endommagée, rien n'en a été lu"

Rect = tuple[float, float, float, float]


@dataclass(slots=True, eq=False)
class Word:
    """A run of characters without blanks. `start:end` is its place in the page's raw text (a line
    end's hyphen excluded, `broken` says that there was one); `base` is its baseline and `size` its
    type size, both in points. `confidence` is an OCR engine's, from 0 to 1, or None;
    `apart` asks for a blank after it where the raw text has none."""

    start: int
    end: int
    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    base: float
    size: float
    style: int = 0
    broken: bool = False
    confidence: float | None = None
    apart: bool = False

    @property
    def width(self) -> float:
        """Its extent along the line, in points."""
        return self.x1 - self.x0


@dataclass(slots=True)
class Sheet:
    """One physical page: its raw text, exactly as the engine gave it, and where its words stand.

    `width` and `height` are those of the direction of reading. `turn` is the clockwise angle from
    the displayed page to it (90 for a table printed sideways), `rotation` the page's own /Rotate.
    `rules` are thin drawn lines; `images` is the share of the page's area that images cover, tiles
    added up; `curves` counts drawn shapes of the size of a letter; `covered` is true when a large
    image is drawn over the text.
    """

    number: int
    raw: str
    words: list[Word]
    width: float
    height: float
    rotation: int = 0
    turn: int = 0
    rules: list[Rect] = field(default_factory=list)
    images: float = 0.0
    curves: int = 0
    covered: bool = False
    engine: str = "pdfium"
    status: PageStatus = "native"
    reason: str = ""
    confidence: float | None = None

    def displayed_size(self) -> tuple[float, float]:
        """Width and height of the page as a viewer shows it."""
        if self.turn in (90, 270):
            return self.height, self.width
        return self.width, self.height

    def displayed(self, rect: Rect) -> Rect:
        """`rect` on the page as a viewer shows it."""
        x0, y0, x1, y1 = rect
        if self.turn == 90:
            return y0, self.width - x1, y1, self.width - x0
        if self.turn == 180:
            return self.width - x1, self.height - y1, self.width - x0, self.height - y0
        if self.turn == 270:
            return self.height - y1, x0, self.height - y0, x1
        return rect

    def reading(self, rect: Rect) -> Rect:
        """`rect`, given on the displayed page, in the direction of reading."""
        x0, y0, x1, y1 = rect
        if self.turn == 90:
            return self.width - y1, x0, self.width - y0, x1
        if self.turn == 180:
            return self.width - x1, self.height - y1, self.width - x0, self.height - y0
        if self.turn == 270:
            return y0, self.height - x1, y1, self.height - x0
        return rect
