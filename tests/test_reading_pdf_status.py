"""Is there a text on the page? Every kind of page that has fooled a rule, drawn and judged."""

from __future__ import annotations

from random import Random

import pytest
from reportlab.pdfgen.canvas import Canvas

from make_pdf import (
    FOX,
    HEIGHT,
    LEFT,
    TOP,
    WIDTH,
    Draw,
    grey_image,
    lines,
    paragraph,
    read_pages,
    texts,
    wrap,
)


def _text(c: Canvas) -> None:
    paragraph(c, 500, FOX)


def _scan(c: Canvas) -> None:
    c.drawImage(grey_image(), 0, 0, WIDTH, HEIGHT)


def _tiles(c: Canvas) -> None:
    for column in range(6):
        for row in range(6):
            c.drawImage(
                grey_image(8, 8), column * WIDTH / 6, row * HEIGHT / 6, WIDTH / 6, HEIGHT / 6
            )


def _curves(c: Canvas) -> None:
    for row in range(20):
        for column in range(30):
            x, y = LEFT + column * 14, 700 - row * 20
            path = c.beginPath()
            path.moveTo(x, y)
            path.curveTo(x + 3, y + 9, x + 6, y + 9, x + 8, y)
            path.curveTo(x + 6, y + 3, x + 3, y + 3, x, y)
            path.curveTo(x + 2, y + 1, x + 2, y + 1, x, y)
            c.drawPath(path, stroke=0, fill=1)
    # The trap: a collection's footer is text, and long enough to pass for a page's.
    lines(
        c, 30, "Rectorat - R93-2025-04-23-00009 - Arrêté portant délégation de signature 12", size=8
    )


def _blank(c: Canvas) -> None:
    del c


def _layer(c: Canvas) -> None:
    text = c.beginText(LEFT, 500)
    text.setTextRenderMode(3)
    text.setFont("Helvetica", 11)
    for _ in range(3):
        text.textLine(FOX[:80])
    c.drawText(text)
    c.drawImage(grey_image(), 0, 0, WIDTH, HEIGHT)


def _covered(c: Canvas) -> None:
    paragraph(c, 500, FOX)
    c.drawImage(grey_image(), 0, 0, WIDTH, HEIGHT)


def _stamped_scan(c: Canvas) -> None:
    _scan(c)
    lines(c, 400, "Signé électroniquement par la directrice, le 3 mai 2024", size=9)


def _logo(c: Canvas) -> None:
    c.drawImage(grey_image(), LEFT, 720, 90, 60)
    _text(c)


def _annex_title(c: Canvas) -> None:
    lines(c, 420, "ANNEXE 1", size=20)


@pytest.mark.parametrize(
    ("draw", "status"),
    [
        (_text, "native"),
        (_logo, "native"),
        (_annex_title, "native"),
        (_scan, "needs-ocr"),
        (_tiles, "needs-ocr"),
        (_stamped_scan, "needs-ocr"),
        (_curves, "curves"),
        (_layer, "ocr-layer"),
        (_covered, "ocr-layer"),
        (_blank, "blank"),
    ],
)
def test_a_page_s_status(draw: Draw, status: str) -> None:
    document = read_pages(draw)
    page = document.pages[0]
    assert page.status == status
    assert page.reason


def test_each_page_of_a_mixed_file_is_judged_by_itself() -> None:
    document = read_pages(_text, _scan, _scan, _blank, _text)
    assert [page.status for page in document.pages] == [
        "native",
        "needs-ocr",
        "needs-ocr",
        "blank",
        "native",
    ]
    (problem,) = document.problems
    assert problem.code == "page-needs-ocr" and problem.page == 2
    assert "pages 2 à 3" in problem.message and "--ocr" in problem.remedy


def test_a_font_without_a_table_of_characters_is_told() -> None:
    shifted = "".join(chr(ord(c) - 29) if c.isascii() and c.isalpha() else c for c in FOX)

    document = read_pages(lambda c: paragraph(c, 700, f"{shifted} " * 3))
    assert document.pages[0].status == "garbled"
    assert document.problems[0].code == "page-garbled"


def test_a_footer_alone_is_a_blank_page() -> None:
    def numbered(body: str, number: int) -> Draw:
        def page(c: Canvas) -> None:
            if body:
                paragraph(c, 600, body)
            c.drawCentredString(WIDTH / 2, 30, str(number))

        return page

    document = read_pages(numbered(FOX, 1), numbered("", 2), numbered(FOX, 3))
    assert [page.status for page in document.pages] == ["native", "blank", "native"]
    assert [page.label for page in document.pages] == ["1", "2", "3"]


def test_hidden_words_are_kept_and_told() -> None:
    def page(c: Canvas) -> None:
        y = paragraph(c, TOP, FOX)
        c.setFillColorRGB(1, 1, 1)
        lines(c, y, "mots blancs")
        c.setFillColorRGB(0, 0, 0)
        lines(c, 300, "mots au loin", x=-400)

    document = read_pages(page)
    assert [problem.code for problem in document.problems] == ["texte-cache", "texte-cache"]
    told = {document.text[p.start : p.end] for p in document.problems}
    assert told == {"mots blancs", "mots au loin"}


def test_white_words_on_a_dark_ground_are_not_hidden() -> None:
    def page(c: Canvas) -> None:
        c.setFillColorRGB(0.1, 0.2, 0.4)
        c.rect(LEFT - 5, 690, 300, 30, stroke=0, fill=1)
        c.setFillColorRGB(1, 1, 1)
        lines(c, 700, "Titre en réserve")

    assert read_pages(page).problems == ()


def test_a_watermark_is_set_aside() -> None:
    def page(c: Canvas) -> None:
        paragraph(c, 600, FOX)
        c.translate(150, 200)
        c.rotate(50)
        c.setFont("Helvetica", 80)
        c.drawString(0, 0, "PROJET")

    document = read_pages(page)
    assert texts(document) == [FOX]
    assert [(one.kind, one.text) for one in document.furniture] == [("watermark", "PROJET")]


# ---------------------------------------------------------------- recognition of characters


def _printed(*texts_: str, turn: int = 0) -> Draw:
    """A page that is a picture of some lines, as a scanner gives it."""
    return _scanned(lambda c: lines(c, 700, *texts_, size=14), turn=turn)


def _scanned(draw: Draw, dpi: int = 200, turn: int = 0) -> Draw:
    """A page that is a picture of what `draw` draws."""
    import io

    import pypdfium2
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    from make_pdf import make_pdf

    pdf = pypdfium2.PdfDocument(make_pdf(draw))
    picture = pdf[0].render(scale=dpi / 72).to_pil().convert("L").rotate(-turn, expand=True)
    stream = io.BytesIO()
    picture.save(stream, "PNG")
    pdf.close()
    image = ImageReader(Image.open(io.BytesIO(stream.getvalue())))

    def page(c: Canvas) -> None:
        if turn % 180:
            c.setPageSize((HEIGHT, WIDTH))
            c.drawImage(image, 0, 0, HEIGHT, WIDTH)
        else:
            c.drawImage(image, 0, 0, WIDTH, HEIGHT)

    return page


@pytest.fixture
def tesseract() -> None:
    from corpus.reading.ocr import tesseract as command

    if command() is None:
        pytest.skip("Tesseract n'est pas installé avec le français")


@pytest.mark.tesseract
@pytest.mark.usefixtures("tesseract")
def test_a_scan_is_recognised_word_by_word() -> None:
    printed = "Le comité départemental délibère chaque année."
    document = read_pages(_text, _printed(printed), ocr=True)
    assert [page.status for page in document.pages] == ["native", "ocr"]
    page = document.pages[1]
    assert page.confidence is not None and page.confidence > 0.8
    assert "Tesseract" in page.reason
    assert document.text[page.start : page.end].strip() == printed
    boxes = [box for box in document.boxes if box.page == 2]
    assert [document.text[box.start : box.end] for box in boxes] == printed.split()
    assert all(box.confidence is not None and 0 <= box.confidence <= 1 for box in boxes)
    assert boxes[0].x0 == pytest.approx(LEFT, abs=4)
    assert boxes[0].y0 < HEIGHT - 700 < boxes[0].y1 + 2
    assert document.problems == ()


@pytest.mark.tesseract
@pytest.mark.usefixtures("tesseract")
def test_a_scan_lying_on_its_side_is_turned() -> None:
    printed = [
        "Le comité départemental délibère chaque année sur les",
        "actions de soutien à la parentalité qui lui sont soumises",
        "par les associations et les communes du département.",
    ] * 4
    document = read_pages(_printed(*printed, turn=90), ocr=True)
    assert "délibère chaque année" in document.text
    page = document.pages[0]
    assert all(0 <= box.x0 < box.x1 <= page.width + 1 for box in document.boxes)
    assert all(box.y1 - box.y0 > 5 for box in document.boxes)


@pytest.mark.tesseract
@pytest.mark.usefixtures("tesseract")
def test_words_that_a_signature_hides_from_the_first_look_are_read_by_a_second() -> None:
    """Tesseract takes a signature, and the words that it crosses, for a picture."""

    def signed(c: Canvas) -> None:
        c.setFont("Times-Roman", 12)
        y = lines(c, 760, *wrap(3 * FOX, 455, "Times-Roman", 12), size=12)
        chance = Random(2)
        for at, words in enumerate(["Pour le préfet et par délégation,", "Le directeur", "Yves"]):
            c.drawString(330, y - 40 - 20 * at, words)
        c.setLineWidth(2)
        for _ in range(4):
            points = [(330 + 150 * chance.random(), y - 110 + 75 * chance.random()) for _ in "1234"]
            c.bezier(*[number for point in points for number in point])
        c.circle(360, y - 70, 50)

    text = read_pages(_scanned(signed, dpi=300), ocr=True).text
    assert "Pour le" in text and "Yves" in text


def test_without_tesseract_the_page_is_reported_not_silent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from corpus.reading import ocr

    monkeypatch.setattr(ocr.shutil, "which", lambda name: None)
    ocr.tesseract.cache_clear()
    try:
        document = read_pages(_scan, ocr=True)
    finally:
        ocr.tesseract.cache_clear()
    assert document.pages[0].status == "needs-ocr"
    assert {problem.code for problem in document.problems} == {"ocr-absent", "page-needs-ocr"}
