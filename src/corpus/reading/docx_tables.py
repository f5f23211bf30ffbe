"""Word's tables: a row block, and in it a cell block with its row and column, for each cell.

A table of one column is a frame around paragraphs and is read as those. The lower cells of a
vertical merge show nothing. Rows that a tracked change deleted, and hidden rows, are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from lxml import etree

from corpus.reading.docx_package import W, is_on, number, val

if TYPE_CHECKING:
    from corpus.reading.docx_body import Body

_WRAPPERS = frozenset(W + name for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo"))
_SHOWN = tuple(W + name for name in ("t", "sym", "drawing", "pict", "numPr", "pStyle", "fldChar"))


def write_table(body: Body, table: etree._Element, contents: bool) -> None:
    """Write one table at the end of what `body` has written."""
    rows = [row for row in _members(table, "tr") if not _gone(body, row)]
    cells = [list(_members(row, "tc")) for row in rows]
    if all(len(row) <= 1 for row in cells):
        for cell in (each for members in cells for each in members):
            body.blocks(cell, contents=contents)
        return
    with body.flow.table():
        for index, (row, members) in enumerate(zip(rows, cells, strict=True), 1):
            if next(row.iter(*_SHOWN), None) is not None:
                _write_row(body, row, members, index)


def _write_row(body: Body, row: etree._Element, cells: list[etree._Element], index: int) -> None:
    attributes = {"row": str(index)}
    header = row.find(f"{W}trPr/{W}tblHeader")
    if header is not None and is_on(header):
        attributes["header"] = "yes"
    with body.flow.row(attributes):
        column = 1 + number(row.find(f"{W}trPr/{W}gridBefore"))
        for position, cell in enumerate(cells):
            if position:
                body.flow.next_cell()
            width = max(1, number(cell.find(f"{W}tcPr/{W}gridSpan"), 1))
            spread = {"columns": str(width)} if width > 1 else {}
            if not _continues(cell):
                place = {**attributes, "column": str(column), **spread}
                with body.flow.cell(place), body.unbroken():
                    body.blocks(cell)
            column += width


def _members(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    """The rows of a table or cells of a row, also those inside content controls."""
    for child in parent:
        if child.tag == W + name:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _members(child, name)


def _continues(cell: etree._Element) -> bool:
    for name in ("vMerge", "hMerge"):
        merge = cell.find(f"{W}tcPr/{W}{name}")
        if merge is not None and val(merge, "continue") == "continue":
            return True
    return cell.find(f"{W}tcPr/{W}cellDel") is not None


def _gone(body: Body, row: etree._Element) -> bool:
    properties = row.find(f"{W}trPr")
    if properties is None:
        return False
    words = sum(
        len("".join(text.text or "" for text in line.iter(f"{W}t")).split())
        for line in row.iter(f"{W}p")
    )
    hidden = properties.find(f"{W}hidden")
    if hidden is not None and is_on(hidden):
        body.tally["hidden"] += words
        return True
    if properties.find(f"{W}del") is not None:
        body.tally["deleted"] += words
        return True
    return False
