"""The sheets of an OpenDocument spreadsheet, cells as LibreOffice Calc shows them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from lxml import etree

from corpus.reading.archive import Archive
from corpus.reading.odt import refuse_encrypted
from corpus.reading.odt_inline import Inline
from corpus.reading.odt_styles import OFFICE, STYLE, TABLE, TEXT, OdtStyle, OdtStyles
from corpus.reading.sheets import MOST_COLUMNS, MOST_ROWS, Sheet, kept_rows
from corpus.reading.source import Source
from corpus.reading.xmlguard import parse_xml

_GROUPS = frozenset(TABLE + name for name in ("table-header-rows", "table-rows", "table-row-group"))


def read_ods_sheets(source: Source) -> list[Sheet]:
    """The tables of an OpenDocument spreadsheet.

    Raises `ReadingError` when the package is damaged, hostile or encrypted.
    """
    archive = Archive(source)
    refuse_encrypted(archive)
    root = parse_xml(archive.read("content.xml"), name=source.name, member="content.xml")
    hidden = set(_hidden_styles(root))
    inline = Inline(OdtStyles(root), Counter())
    sheets = []
    for table in root.iterfind(f"{OFFICE}body/{OFFICE}spreadsheet/{TABLE}table"):
        rows = tuple(kept_rows(_numbered(table, inline), source.name))
        unseen = table.get(f"{TABLE}style-name") in hidden
        sheets.append(Sheet(table.get(f"{TABLE}name", ""), rows, hidden=unseen))
    return sheets


def _hidden_styles(root: etree._Element) -> Iterator[str]:
    for style in root.iterfind(f"{OFFICE}automatic-styles/{STYLE}style"):
        for properties in style.iterchildren(f"{STYLE}table-properties"):
            if properties.get(f"{TABLE}display") == "false":
                yield style.get(f"{STYLE}name", "")


def _numbered(table: etree._Element, inline: Inline) -> Iterator[tuple[int, list[str]]]:
    number = 1
    for row in _rows(table):
        cells = list(_cells(row, inline))
        times = _repeated(row, "number-rows-repeated")
        if any(cells):
            # One more than allowed, so that the excess is told.
            for again in range(min(times, MOST_ROWS + 1)):
                yield number + again, cells
        number += times


def _rows(parent: etree._Element) -> Iterator[etree._Element]:
    for child in parent:
        if child.tag == f"{TABLE}table-row":
            yield child
        elif child.tag in _GROUPS:
            yield from _rows(child)


def _cells(row: etree._Element, inline: Inline) -> Iterator[str]:
    count = 0
    for cell in row.iterchildren(f"{TABLE}table-cell", f"{TABLE}covered-table-cell"):
        text = _shown(cell, inline)
        times = min(_repeated(cell, "number-columns-repeated"), MOST_COLUMNS - count)
        for _ in range(times):
            yield text
        count += times


def _shown(cell: etree._Element, inline: Inline) -> str:
    if cell.get(f"{OFFICE}value-type") == "date":
        # The stored date says the year in full, whatever the column's width shows.
        return cell.get(f"{OFFICE}date-value", "").removesuffix("T00:00:00")
    lines = []
    for paragraph in cell.iterchildren(f"{TEXT}p"):
        pieces = inline.pieces(paragraph, OdtStyle())
        lines.append("".join(piece.text for piece in pieces if piece.kind == "text"))
    return "\n".join(lines)


def _repeated(element: etree._Element, name: str) -> int:
    value = element.get(TABLE + name, "1")
    return max(1, int(value)) if value.isdecimal() and len(value) < 9 else 1
