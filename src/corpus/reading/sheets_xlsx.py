"""The sheets of an Excel workbook: values as stored, dates and whole numbers made readable."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from lxml import etree

from corpus.reading.archive import Archive
from corpus.reading.docx_package import Package, R
from corpus.reading.sheets import MOST_COLUMNS, Sheet, kept_rows
from corpus.reading.source import Source

S: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_CELL = re.compile(r"([A-Za-z]{1,3})(\d{1,7})$")
# Formats 14 to 22 and 45 to 47 are dates and times in every workbook (ISO 29500-1, 18.8.30).
_DATE_FORMATS = frozenset((*range(14, 23), *range(45, 48)))
_DATE_LETTERS = re.compile(r"[ymdhs]", re.I)
_QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
_EPOCH = datetime(1899, 12, 30)
_EPOCH_1904 = datetime(1904, 1, 1)


def read_xlsx_sheets(source: Source) -> list[Sheet]:
    """The sheets of a workbook.

    Raises `ReadingError` when the package is damaged or hostile.
    """
    package = Package(Archive(source), "xl/workbook.xml")
    book = package.tree(package.main)
    values = _Values(package, book)
    sheets = []
    for sheet in () if book is None else book.iterfind(f"{S}sheets/{S}sheet"):
        _, part = package.relations(package.main).get(sheet.get(f"{R}id", ""), ("", ""))
        root = package.tree(part)
        if root is not None:
            rows = tuple(kept_rows(_numbered(root, values), source.name))
            unseen = sheet.get("state", "visible") != "visible"
            sheets.append(Sheet(sheet.get("name", ""), rows, hidden=unseen))
    return sheets


class _Values:
    """What a cell's stored value means: shared strings, and which styles are dates."""

    def __init__(self, package: Package, book: etree._Element | None) -> None:
        root = package.tree(package.related("sharedStrings"))
        self._shared = [] if root is None else [_rich(item) for item in root.iterfind(f"{S}si")]
        self._dates = set(_date_styles(package.tree(package.related("styles"))))
        properties = None if book is None else book.find(f"{S}workbookPr")
        early = properties is not None and properties.get("date1904") in ("1", "true")
        self._epoch = _EPOCH_1904 if early else _EPOCH

    def of(self, cell: etree._Element) -> str:
        """The words that a cell shows."""
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            inline = cell.find(f"{S}is")
            return "" if inline is None else _rich(inline)
        value = cell.findtext(f"{S}v") or ""
        if kind == "s":
            known = value.isdecimal() and len(value) < 9 and int(value) < len(self._shared)
            return self._shared[int(value)] if known else ""
        if kind == "b":
            return {"1": "VRAI", "0": "FAUX"}.get(value, value)
        return self._number(value, cell.get("s", "")) if kind == "n" else value

    def _number(self, value: str, style: str) -> str:
        try:
            number = float(value)
        except ValueError:
            return value
        if style in self._dates and 0 < number < 2_958_466:
            moment = self._epoch + timedelta(days=number)
            moment = (moment + timedelta(milliseconds=500)).replace(microsecond=0)
            if number < 1:
                return moment.strftime("%H:%M:%S")
            return moment.isoformat(" ").removesuffix(" 00:00:00")
        if abs(number) < 1e15 and number == int(number):
            return str(int(number))
        return repr(number) if abs(number) < 1e15 else value


def _numbered(root: etree._Element, values: _Values) -> Iterator[tuple[int, list[str]]]:
    last = 0
    for row in root.iterfind(f"{S}sheetData/{S}row"):
        said = row.get("r", "")
        last = int(said) if said.isdecimal() and len(said) < 8 else last + 1
        cells: list[str] = []
        for cell in row.iterfind(f"{S}c"):
            column = _column(cell.get("r", ""), len(cells))
            if column >= MOST_COLUMNS:
                break
            cells.extend([""] * (column - len(cells)))
            cells.append(values.of(cell))
        yield last, cells


def _column(reference: str, following: int) -> int:
    """A cell's column, counted from 0; never before the one that follows the last."""
    match = _CELL.match(reference)
    if match is None:
        return following
    number = 0
    for letter in match.group(1).upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return max(number - 1, following)


def _rich(element: etree._Element) -> str:
    """A string's words; phonetic hints (`rPh`) are none of them."""
    parts = [element.findtext(f"{S}t") or ""]
    parts += [run.findtext(f"{S}t") or "" for run in element.iterfind(f"{S}r")]
    return "".join(parts).replace("_x000D_", "")


def _date_styles(root: etree._Element | None) -> Iterator[str]:
    """The numbers of the cell styles that show dates."""
    if root is None:
        return
    own = {
        form.get("numFmtId", ""): form.get("formatCode", "")
        for form in root.iterfind(f"{S}numFmts/{S}numFmt")
    }
    for index, style in enumerate(root.iterfind(f"{S}cellXfs/{S}xf")):
        key = style.get("numFmtId", "0")
        code = _QUOTED.sub("", own.get(key, ""))
        usual = key.isdecimal() and len(key) < 5 and int(key) in _DATE_FORMATS
        if usual or _DATE_LETTERS.search(code):
            yield str(index)
