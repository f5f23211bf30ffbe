"""PDF files: PDFium reads every page, pdfplumber those on which PDFium fails, Tesseract the scans.

    read_pdf(source, ocr=False)

Each page gets a status with its reason; pages whose text cannot be had are problems, never silence.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Sequence
from itertools import groupby

import pypdfium2
import pypdfium2.raw as raw

from corpus.collector import collector_at_rest
from corpus.errors import ReadingError
from corpus.model import Document, Page, Problem
from corpus.reading import limits
from corpus.reading.dates_pdf import iso_date
from corpus.reading.flow import Flow, Leaf, flow, leaves_of
from corpus.reading.page import INVISIBLE, LOST, OUTSIDE, PALE, Sheet
from corpus.reading.pdfium import read_sheet
from corpus.reading.source import Source
from corpus.reading.status import Verdict, verdict

READER = "pdf-1"
# A file of two thousand pages may take longer than one that hangs is allowed to.
_BATCH = 200
_UNREAD = ("needs-ocr", "garbled", "curves")
# What tools write when nobody has told them anything.
_PLACEHOLDERS = frozenset(
    ("untitled", "sans titre", "anonymous", "unspecified", "default", "unknown", "document1")
)
_PROPERTIES = {
    "Title": "title",
    "Author": "author",
    "Subject": "subject",
    "Keywords": "keywords",
    "Creator": "creator",
    "Producer": "producer",
    "CreationDate": "created",
    "ModDate": "modified",
}


def read_pdf(source: Source, *, ocr: bool = False) -> tuple[Document, ...]:
    """The document in a PDF file, with pages, blocks, word boxes, notes, furniture and edits.

    With `ocr`, pages without a usable text are recognised where Tesseract is installed. Raises
    `ReadingError` (`pdf-chiffre`, `pdf-illisible`, `pdf-sans-page`, `trop-de-pages`) when nothing
    can be read.
    """
    sheets, properties, problems = _sheets(source)
    if ocr:
        from corpus.reading.ocr import recognise

        problems += recognise(source, sheets, _verdicts(leaves_of(sheets)[0]))
    with collector_at_rest():
        leaves, found = leaves_of(sheets)
        verdicts = _verdicts(leaves)
        whole = flow(leaves, found)
    limits.check_characters(source.name, len(whole.text))
    problems += _page_problems(source, verdicts, ocr)
    problems += _hidden_problems(source, whole)
    document = Document(
        name=source.name,
        text=whole.text,
        format="pdf",
        path=str(source.path),
        sha256=source.sha256,
        reader=READER,
        pages=tuple(_pages(leaves, verdicts, whole)),
        blocks=whole.blocks,
        boxes=whole.boxes,
        calls=whole.calls,
        edits=whole.edits,
        furniture=whole.furniture,
        properties={**properties, **found.properties},
        problems=tuple(problems),
    )
    return (document,)


def _sheets(source: Source) -> tuple[list[Sheet], dict[str, str], list[Problem]]:
    problems = _truncated(source)
    try:
        pdf = pypdfium2.PdfDocument(source.data)
    except pypdfium2.PdfiumError as error:
        _refuse_encrypted(source, error)
        from corpus.reading.pdf_fallback import read_all

        return read_all(source, problems)
    try:
        count = len(pdf)
        if count == 0:
            raise ReadingError(
                f"{source.name} : le PDF ne contient aucune page.",
                "Redemandez le fichier.",
                code="pdf-sans-page",
            )
        limits.check_pages(source.name, count)
        problems += _form(source, pdf)
        sheets = []
        with collector_at_rest():
            for index in range(count):
                if index % _BATCH == _BATCH - 1:
                    limits.ask_for_time()
                sheets.append(_sheet(source, pdf, index, problems))
        if sheets[0].engine == "none":
            from corpus.reading.pdf_fallback import refuse_if_lost

            refuse_if_lost(source, sheets)
        return sheets, _metadata(pdf), problems
    finally:
        pdf.close()


def _form(source: Source, pdf: pypdfium2.PdfDocument) -> list[Problem]:
    """Makes the fields of a form readable; tells of one whose pages only Adobe's reader draws."""
    try:
        kind = pdf.get_formtype()
        if kind == raw.FORMTYPE_ACRO_FORM:
            pdf.init_forms()
    except pypdfium2.PdfiumError:
        return []
    if kind != raw.FORMTYPE_XFA_FULL:
        return []
    return [
        Problem(
            code="formulaire-xfa",
            message=f"{source.name} : formulaire dynamique (XFA) : ce qu'il affiche dans Adobe"
            " Reader n'est pas dans ses pages.",
            remedy="Ouvrez-le dans Adobe Reader et imprimez-le en PDF.",
            severity="warning",
            path=str(source.path),
        )
    ]


def _sheet(
    source: Source, pdf: pypdfium2.PdfDocument, index: int, problems: list[Problem]
) -> Sheet:
    try:
        return read_sheet(pdf, index)
    except pypdfium2.PdfiumError:
        from corpus.reading.pdf_fallback import read_page

        # pdfplumber's objects hold each other, and nobody collects them here.
        sheet = read_page(source, index, problems)
        gc.collect()
        return sheet


def _refuse_encrypted(source: Source, error: pypdfium2.PdfiumError) -> None:
    if getattr(error, "err_code", None) in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
        raise ReadingError(
            f"{source.name} : le PDF est protégé par un mot de passe.",
            "Enregistrez-en une copie sans mot de passe, puis ajoutez-la.",
            code="pdf-chiffre",
        ) from error


def _truncated(source: Source) -> list[Problem]:
    if b"%%EOF" in source.data[-2048:]:
        return []
    return [
        Problem(
            code="pdf-tronque",
            message=f"{source.name} : la fin du fichier manque ; des pages peuvent manquer aussi.",
            remedy="Comparez le nombre de pages, et redemandez le fichier s'il en manque.",
            severity="warning",
            path=str(source.path),
        )
    ]


def _metadata(pdf: pypdfium2.PdfDocument) -> dict[str, str]:
    try:
        found = pdf.get_metadata_dict(skip_empty=True)
    except pypdfium2.PdfiumError:
        return {}
    properties = {
        name: " ".join(found[key].split())
        for key, name in _PROPERTIES.items()
        if found.get(key, "").strip() and found[key].strip().lower() not in _PLACEHOLDERS
    }
    for name in ("created", "modified"):
        if name in properties:
            properties[name] = iso_date(properties[name])
    return properties


def _verdicts(leaves: Sequence[Leaf]) -> dict[int, Verdict]:
    return {
        leaf.sheet.number: (
            verdict(leaf.sheet, leaf.cut)
            if leaf.sheet.status == "native"
            else Verdict(leaf.sheet.status, leaf.sheet.reason, leaf.sheet.confidence)
        )
        for leaf in leaves
    }


def _pages(leaves: Sequence[Leaf], verdicts: dict[int, Verdict], whole: Flow) -> Iterable[Page]:
    for leaf in leaves:
        sheet = leaf.sheet
        width, height = sheet.displayed_size()
        start, end = whole.spans[sheet.number]
        judged = verdicts[sheet.number]
        yield Page(
            number=sheet.number,
            start=start,
            end=end,
            label=leaf.label,
            status=judged.status,
            reason=judged.reason,
            width=round(width, 2),
            height=round(height, 2),
            rotation=sheet.rotation,
            confidence=judged.confidence,
        )


_MESSAGES = {
    "needs-ocr": "numérisée, sans texte : rien n'en a été lu",
    "garbled": "dont le texte est illisible (police sans table de caractères)",
    "curves": "dont les lettres sont dessinées : aucun texte à lire",
}


def _page_problems(source: Source, verdicts: dict[int, Verdict], ocr: bool) -> list[Problem]:
    remedy = (
        "Demandez le fichier d'origine (numérique) à l'auteur."
        if ocr
        else "Relancez avec --ocr (Tesseract avec le français), ou demandez le fichier d'origine."
    )
    problems = []
    for status, group in groupby(sorted(verdicts.items()), key=lambda pair: pair[1].status):
        pages = list(group)
        if status in _UNREAD and pages[0][1].reason != LOST:
            first, last = pages[0][0], pages[-1][0]
            where = f"page {first}" if first == last else f"pages {first} à {last}"
            problems.append(
                Problem(
                    code=f"page-{status}",
                    message=f"{source.name}, {where} : {_MESSAGES[status]} ({pages[0][1].reason}).",
                    remedy=remedy,
                    severity="warning",
                    path=str(source.path),
                    page=first,
                )
            )
    return problems


_HIDDEN = {
    PALE: "écrit en blanc ou en corps minuscule",
    OUTSIDE: "placé hors de la page",
    INVISIBLE: "invisible",
}


def _hidden_problems(source: Source, whole: Flow) -> list[Problem]:
    """Words that the file holds and no reader of the page sees: kept, and told."""
    problems: list[Problem] = []
    mask = PALE | OUTSIDE | INVISIBLE
    if not any(item.word.style & mask for item in whole.items):
        return problems
    for (page, flag), group in groupby(
        whole.items, key=lambda item: (item.page, _hidden(item.word.style, item.word.confidence))
    ):
        items = list(group)
        if not flag or (flag == INVISIBLE and len(items) > 40):
            continue
        start, end = items[0].start, items[-1].end
        problems.append(
            Problem(
                code="texte-cache",
                message=f"{source.name}, page {page} : texte {_HIDDEN[flag]} :"
                f" « {whole.text[start : min(end, start + 60)]} ».",
                remedy="Vérifiez ce passage sur la page avant de le citer.",
                severity="warning",
                path=str(source.path),
                page=page,
                start=start,
                end=end,
            )
        )
    return problems


def _hidden(style: int, confidence: float | None) -> int:
    if confidence is not None:
        return 0
    return next((flag for flag in _HIDDEN if style & flag), 0)
