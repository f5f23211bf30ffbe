"""Pages through pdfplumber, where PDFium fails.

The two engines fail on different files: of 165 test PDFs each lost five, and all but the encrypted
and the empty ones were read by one of them. pdfplumber is fifty times slower, so it comes second.
"""

from __future__ import annotations

import io
from typing import Any

from corpus.errors import ReadingError
from corpus.model import Problem
from corpus.reading import limits
from corpus.reading.page import BOLD, ITALIC, LOST, Rect, Sheet, Word
from corpus.reading.source import Source

# pdfplumber glues words of tight type with its default of 3 points.
_TOLERANCE_RATIO = 0.15


def read_all(
    source: Source, problems: list[Problem]
) -> tuple[list[Sheet], dict[str, str], list[Problem]]:
    """Every page of a file that PDFium cannot open.

    Raises `ReadingError` (`pdf-chiffre`, `pdf-illisible`) when pdfplumber cannot either.
    """
    import pdfplumber

    try:
        with pdfplumber.open(io.BytesIO(source.data)) as pdf:
            limits.check_pages(source.name, len(pdf.pages))
            sheets = [
                _guarded(source, page, number, problems) for number, page in enumerate(pdf.pages, 1)
            ]
    except ReadingError:
        raise
    except Exception as error:  # pdfminer lets any error of a damaged file through
        raise _refusal(source, error) from error
    refuse_if_lost(source, sheets)
    return sheets, {}, problems


def refuse_if_lost(source: Source, sheets: list[Sheet]) -> None:
    """Raises `ReadingError` (`pdf-illisible`) when not one page could be read."""
    if all(sheet.engine == "none" for sheet in sheets):
        raise _refusal(source, ValueError(LOST))


def read_page(source: Source, index: int, problems: list[Problem]) -> Sheet:
    """Page `index` (from 0) of a file of which PDFium cannot load this page; an empty sheet with
    a problem when pdfplumber cannot either."""
    import pdfplumber

    try:
        with pdfplumber.open(io.BytesIO(source.data), pages=[index + 1]) as pdf:
            return _guarded(source, pdf.pages[0], index + 1, problems)
    except Exception:  # as above: any error means that the page cannot be had
        return _lost(source, index + 1, problems)


def _guarded(source: Source, page: Any, number: int, problems: list[Problem]) -> Sheet:
    try:
        return _sheet(page, number)
    except (MemoryError, KeyboardInterrupt):
        raise
    except Exception:
        return _lost(source, number, problems)
    finally:
        page.close()


def _lost(source: Source, number: int, problems: list[Problem]) -> Sheet:
    problems.append(
        Problem(
            code="page-illisible",
            message=f"{source.name}, page {number} : la page est endommagée, rien n'en a été lu.",
            remedy="Redemandez le fichier, ou imprimez-le en PDF depuis un lecteur qui l'affiche.",
            path=str(source.path),
            page=number,
        )
    )
    return Sheet(number, "", [], 0.0, 0.0, engine="none", status="garbled", reason=LOST)


def _sheet(page: Any, number: int) -> Sheet:
    found = page.extract_words(
        x_tolerance_ratio=_TOLERANCE_RATIO,
        keep_blank_chars=False,
        extra_attrs=["fontname", "size"],
    )
    left, top = float(page.bbox[0]), float(page.bbox[1])
    width, height = float(page.width), float(page.height)
    parts: list[str] = []
    words: list[Word] = []
    length, last_bottom = 0, None
    for entry in found:
        if last_bottom is not None:
            gap = " " if abs(entry["bottom"] - last_bottom) < 0.5 * entry["size"] else "\n"
            parts.append(gap)
            length += 1
        last_bottom = entry["bottom"]
        text = entry["text"]
        words.append(_word(entry, text, length, left, top))
        parts.append(text)
        length += len(text)
    _take_hyphens(words, "".join(parts))
    rules = [_rule(line, left, top) for line in (*page.lines, *page.rect_edges)]
    ground = max(1.0, width * height)
    images = sum(abs(i["x1"] - i["x0"]) * abs(i["bottom"] - i["top"]) for i in page.images)
    return Sheet(
        number=number,
        raw="".join(parts),
        words=words,
        width=width,
        height=height,
        rotation=int(page.rotation or 0),
        rules=rules,
        images=min(1.0, images / ground),
        curves=len(page.curves),
        engine="pdfplumber",
    )


def _word(entry: dict[str, Any], text: str, start: int, left: float, top: float) -> Word:
    size = float(entry["size"]) or 10.0
    name = str(entry["fontname"]).lower()
    style = BOLD if "bold" in name else 0
    style |= ITALIC if "ital" in name or "obli" in name else 0
    bottom = float(entry["bottom"]) - top
    return Word(
        start,
        start + len(text),
        text,
        float(entry["x0"]) - left,
        float(entry["top"]) - top,
        float(entry["x1"]) - left,
        bottom,
        bottom - 0.2 * size,
        size,
        style,
    )


def _take_hyphens(words: list[Word], raw: str) -> None:
    for word in words:
        ends_line = raw[word.end : word.end + 1] == "\n"
        if ends_line and len(word.text) > 1 and word.text[-1] in "-\xad":
            word.broken = word.text[-2].isalnum()
        if word.broken:
            word.end -= 1
            word.text = word.text[:-1]


def _rule(line: dict[str, Any], left: float, top: float) -> Rect:
    return (
        float(line["x0"]) - left,
        float(line["top"]) - top,
        float(line["x1"]) - left,
        float(line["bottom"]) - top,
    )


def _refusal(source: Source, error: Exception) -> ReadingError:
    # pdfplumber wraps pdfminer's errors, often with an empty message; the cause has the name.
    names = {type(error).__name__, type(error.__cause__).__name__}
    names |= {type(argument).__name__ for argument in error.args}
    if any("Password" in name or "Encryption" in name for name in names):
        return ReadingError(
            f"{source.name} : le PDF est protégé par un mot de passe.",
            "Enregistrez-en une copie sans mot de passe, puis ajoutez-la.",
            code="pdf-chiffre",
        )
    return ReadingError(
        f"{source.name} : le PDF est endommagé ou tronqué, aucune page n'a pu être lue.",
        "Redemandez le fichier, ou imprimez-le en PDF depuis un lecteur qui l'affiche.",
        code="pdf-illisible",
    )
