"""OpenDocument tables: a row block, and in it a cell block for each cell that is not covered.

A table of one column is a frame around paragraphs and is read as those. Repeated rows and columns
(a spreadsheet pasted into a text announces a million of them) are written out up to a limit.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from lxml import etree

from corpus.reading.odt_inline import count_words
from corpus.reading.odt_styles import DRAW, TABLE, TEXT

if TYPE_CHECKING:
    from corpus.reading.odt_body import OdtBody

_GROUPS = frozenset(TABLE + name for name in ("table-header-rows", "table-rows", "table-row-group"))
_MOST = 64


def write_table(body: OdtBody, table: etree._Element, contents: bool) -> None:
    """Write one table at the end of what `body` has written."""
    rows = [row for row in _rows(table) if _shown(body, row)]
    if all(len(_cells(row)) <= 1 for row, _ in rows):
        for row, _ in rows:
            for cell, _ in _cells(row):
                body.blocks(cell, contents=contents)
        return
    with body.flow.table():
        index = 1
        for row, header in rows:
            times = _repeated(row, "number-rows-repeated")
            if _has_words(row):
                for again in range(min(times, _MOST)):
                    _write_row(body, row, index + again, header)
            index += times


def _write_row(body: OdtBody, row: etree._Element, index: int, header: bool) -> None:
    attributes = {"row": str(index)}
    if header:
        attributes["header"] = "yes"
    with body.flow.row(attributes):
        column = 1
        for cell, covered in _cells(row, covered=True):
            times = _repeated(cell, "number-columns-repeated")
            for again in range(min(times, _MOST) if _has_words(cell) else 1):
                if column + again > 1:
                    body.flow.next_cell()
                if not covered:
                    _write_cell(body, cell, {**attributes, "column": str(column + again)})
            column += times


def _write_cell(body: OdtBody, cell: etree._Element, attributes: dict[str, str]) -> None:
    width = _repeated(cell, "number-columns-spanned")
    if width > 1:
        attributes["columns"] = str(width)
    with body.flow.cell(attributes):
        body.blocks(cell)


def _rows(parent: etree._Element, header: bool = False) -> Iterator[tuple[etree._Element, bool]]:
    for child in parent:
        if child.tag == f"{TABLE}table-row":
            yield child, header
        elif child.tag in _GROUPS:
            yield from _rows(child, header or child.tag == f"{TABLE}table-header-rows")


def _cells(row: etree._Element, *, covered: bool = False) -> list[tuple[etree._Element, bool]]:
    """The cells of a row, with whether each is covered by a merge; uncovered ones only, unless
    `covered`."""
    found = []
    for child in row:
        if child.tag == f"{TABLE}table-cell":
            found.append((child, False))
        elif covered and child.tag == f"{TABLE}covered-table-cell":
            found.append((child, True))
    return found


def _shown(body: OdtBody, row: tuple[etree._Element, bool]) -> bool:
    if row[0].get(f"{TABLE}visibility", "visible") == "visible":
        return True
    body.tally["hidden"] += count_words(row[0])
    return False


def _has_words(element: etree._Element) -> bool:
    if any(text.strip() for text in element.itertext()):
        return True
    return next(element.iter(f"{TEXT}list", f"{DRAW}frame"), None) is not None


def _repeated(element: etree._Element, name: str) -> int:
    value = element.get(TABLE + name, "1")
    return max(1, int(value)) if value.isdecimal() and len(value) < 9 else 1
