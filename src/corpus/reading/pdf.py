"""PDF files, read with PDFium."""

from __future__ import annotations

import re
import unicodedata

import pypdfium2

from corpus.errors import ReadingError
from corpus.model import Block, Document, Page
from corpus.reading.source import Source

READER = "pdf-0"


def read_pdf(source: Source, *, ocr: bool = False) -> tuple[Document, ...]:
    """The document in a PDF file.

    Raises `ReadingError` when the file is encrypted or damaged beyond reading.
    """
    try:
        pdf = pypdfium2.PdfDocument(source.data)
    except pypdfium2.PdfiumError as error:
        raise ReadingError(
            f"{source.name} : le PDF ne peut pas être ouvert ({error}).",
            "Redemandez le fichier, sans mot de passe.",
            code="pdf-illisible",
        ) from error
    parts: list[str] = []
    pages: list[Page] = []
    blocks: list[Block] = []
    offset = 0
    for index in range(len(pdf)):
        page = pdf[index]
        content = page.get_textpage()
        raw = content.get_text_range().replace("\x02", "").replace("\r\n", "\n")
        width, height = page.get_size()
        content.close()
        page.close()
        text = unicodedata.normalize("NFC", raw).strip("\n") + "\n"
        for match in re.finditer(r"\S.*", text):
            start = offset + match.start()
            blocks.append(Block("paragraph", start, offset + match.end(), page=index + 1))
        pages.append(Page(index + 1, offset, offset + len(text), width=width, height=height))
        parts.append(text)
        offset += len(text)
    pdf.close()
    document = Document(
        name=source.name,
        text="".join(parts),
        format="pdf",
        path=str(source.path),
        sha256=source.sha256,
        reader=READER,
        pages=tuple(pages),
        blocks=tuple(blocks),
    )
    return (document,)
