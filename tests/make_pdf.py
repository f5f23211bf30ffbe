"""Small PDF files for the tests, drawn with reportlab the way a word processor sets its pages."""

from __future__ import annotations

import io
import unicodedata
from collections import Counter
from collections.abc import Callable
from itertools import pairwise

from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from corpus.model import Document
from corpus.reading import Source, read_source, restore

WIDTH, HEIGHT = 595.0, 842.0
LEFT, RIGHT, TOP = 70.0, 525.0, 770.0
Draw = Callable[[Canvas], object]


def make_pdf(*pages: Draw, **options: object) -> bytes:
    """A PDF whose pages are drawn by `pages`, one function each."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(WIDTH, HEIGHT), **options)
    for draw in pages:
        canvas.setFont("Helvetica", 11)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def read_pages(*pages: Draw, ocr: bool = False, **options: object) -> Document:
    """The document read from drawn pages, after the promises that hold for every PDF."""
    document = read_bytes(make_pdf(*pages, **options), ocr=ocr)
    check_promises(document)
    return document


def read_bytes(data: bytes, name: str = "essai.pdf", ocr: bool = False) -> Document:
    """The one document in some bytes."""
    return read_source(Source.from_bytes(data, name), ocr=ocr)[0]


def check_promises(document: Document) -> None:
    """What holds for every PDF: normal form, exact spans, pages in a row, edits that undo, and no
    letter lost."""
    text = document.text
    assert unicodedata.is_normalized("NFC", text)
    assert "\x02" not in text and "\r" not in text
    for block in document.blocks:
        words = text[block.start : block.end]
        assert words and words == words.strip(), block
        assert words.startswith(block.label), block
    for first, second in pairwise(document.pages):
        assert first.end == second.start
    if document.pages:
        assert (document.pages[0].start, document.pages[-1].end) == (0, len(text))
    for edit in document.edits:
        assert text[edit.start : edit.start + len(edit.text)] == edit.text, edit
    for call in document.calls:
        assert call.label == unicodedata.normalize("NFKC", call.call.of(text))
    covered = sum(box.end - box.start for box in document.boxes)
    assert covered == sum(len(word) for word in text.split()) - _hyphens_between(document)
    kept = _letters(text) + _letters(" ".join(one.text for one in document.furniture))
    assert kept == _letters(" ".join(restore(document)))


def _hyphens_between(document: Document) -> int:
    """Hyphens at line ends that were kept stand between two boxes."""
    return sum(len(edit.text) for edit in document.edits if edit.text == "-")


def _letters(text: str) -> Counter[str]:
    return Counter(char for char in unicodedata.normalize("NFKC", text) if char.isalnum())


def kinds(document: Document) -> list[tuple[str, str]]:
    """(kind, words) of every block."""
    return [(block.kind, document.text[block.start : block.end]) for block in document.blocks]


def texts(document: Document) -> list[str]:
    """The words of every block."""
    return [words for _, words in kinds(document)]


def wrap(
    text: str, width: float = RIGHT - LEFT, font: str = "Helvetica", size: float = 11
) -> list[str]:
    """Lines of a text set greedily, as every word processor does."""
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if pdfmetrics.stringWidth(longer, font, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def paragraph(
    canvas: Canvas,
    y: float,
    text: str,
    *,
    x: float = LEFT,
    width: float | None = None,
    size: float = 11,
    font: str = "Helvetica",
    leading: float | None = None,
    label: str = "",
) -> float:
    """Sets a paragraph from height `y` (from the page's foot) down, a label hanging before it;
    gives the height of the next line."""
    width = RIGHT - x if width is None else width
    canvas.setFont(font, size)
    if label:
        canvas.drawString(x - 18, y, label)
    for line in wrap(text, width, font, size):
        canvas.drawString(x, y, line)
        y -= leading or 1.25 * size
    return y


def lines(canvas: Canvas, y: float, *texts_: str, x: float = LEFT, size: float = 11) -> float:
    """Sets lines exactly as given."""
    canvas.setFont("Helvetica", size)
    for text in texts_:
        canvas.drawString(x, y, text)
        y -= 1.25 * size
    return y


def grey_image(width: int = 60, height: int = 80) -> ImageReader:
    """A small grey picture, stretched where it is drawn: what a scanner gives."""
    from PIL import Image

    return ImageReader(Image.effect_noise((width, height), 40))


FOX = (
    "Le service instruit les demandes qui lui sont adressées par les familles du département et"
    " rend compte chaque année de son activité au comité, qui en délibère avant la fin du"
    " printemps et publie un relevé de ses décisions sur le site de la préfecture."
)
