"""Tables of a web page: rows and cells where it is a table, its contents where it is layout."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from lxml import etree

from corpus.reading.html_page import is_unseen
from corpus.reading.xmlguard import all_text

if TYPE_CHECKING:
    from corpus.reading.html import Page

_GROUPS = ("thead", "tbody", "tfoot")
_WIDEST = 1_000


def is_layout(table: etree._Element) -> bool:
    """True for a table that only places things: it says so, has one column, or holds tables."""
    if table.get("role") in ("presentation", "none"):
        return True
    if table.find(".//table") is not None:
        return True
    return all(len(_cells(row)) <= 1 for row, _ in _rows(table))


def write_table(page: Page, table: etree._Element, traits: frozenset[str]) -> None:
    """Write the rows of one table; a cell that spans rows keeps its column from the rows below."""
    taken: dict[int, int] = {}
    with page.flow.table():
        for index, (row, heading) in enumerate(_rows(table), 1):
            cells = _cells(row)
            if any(all_text(cell).strip() for cell in cells):
                header = heading or all(cell.tag == "th" for cell in cells)
                _write_row(page, cells, index, header, taken, traits)


def _write_row(
    page: Page,
    cells: list[etree._Element],
    index: int,
    header: bool,
    taken: dict[int, int],
    traits: frozenset[str],
) -> None:
    attributes = {"row": str(index)} | ({"header": "yes"} if header else {})
    with page.flow.row(attributes):
        column = 1
        for position, cell in enumerate(cells):
            while taken.get(column, 0) >= index:
                column += 1
            if position:
                page.flow.next_cell()
            width = _span(cell.get("colspan"))
            for each in range(column, column + width):
                taken[each] = index + _span(cell.get("rowspan")) - 1
            place = {**attributes, "column": str(column)}
            if width > 1:
                place["columns"] = str(width)
            with page.flow.cell(place):
                page.children(cell, traits)
                page.flush()
            column += width


def _rows(table: etree._Element) -> Iterator[tuple[etree._Element, bool]]:
    for child in table:
        if child.tag == "tr" and not is_unseen(child):
            yield child, False
        elif child.tag in _GROUPS:
            for row in child.iterchildren("tr"):
                if not is_unseen(row):
                    yield row, child.tag == "thead"


def _cells(row: etree._Element) -> list[etree._Element]:
    return [cell for cell in row.iterchildren("td", "th") if not is_unseen(cell)]


def _span(value: str | None) -> int:
    whole = value is not None and value.strip().isdecimal() and len(value.strip()) < 5
    return max(1, min(int(value or 1), _WIDEST)) if whole else 1
