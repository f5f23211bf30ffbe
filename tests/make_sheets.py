"""Spreadsheets written by hand, for the tests."""

from __future__ import annotations

from xml.sax.saxutils import escape

from make_docx import relations
from make_files import archive
from make_odt import ROOT

_S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'


def xlsx(sheets: dict[str, str], *, shared: list[str] | None = None, styles: str = "") -> bytes:
    """A workbook of sheets by name (a name beginning with `!` makes a hidden one): each is the XML
    of its rows."""
    names = list(sheets)
    hidden = ' state="hidden"'
    listed = "".join(
        f'<sheet name="{name.lstrip("!")}" sheetId="{at}" r:id="rId{at}"'
        f"{hidden if name.startswith('!') else ''}/>"
        for at, name in enumerate(names, 1)
    )
    parts = {f"rId{at}": ("worksheet", f"sheet{at}.xml") for at in range(1, len(names) + 1)}
    parts |= {"rIdS": ("sharedStrings", "strings.xml"), "rIdT": ("styles", "styles.xml")}
    strings = "".join(f"<si><t>{escape(text)}</t></si>" for text in shared or [])
    members: dict[str, bytes | str] = {
        "_rels/.rels": relations({"rId1": ("officeDocument", "xl/workbook.xml")}),
        "xl/workbook.xml": f"<workbook {_S} {_R}><sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": relations(parts),
        "xl/strings.xml": f"<sst {_S}>{strings}</sst>",
        "xl/styles.xml": f"<styleSheet {_S}>{styles}</styleSheet>",
    }
    for at, name in enumerate(names, 1):
        members[f"xl/sheet{at}.xml"] = (
            f"<worksheet {_S}><sheetData>{sheets[name]}</sheetData></worksheet>"
        )
    return archive(members)


def row(number: int, *cells: str) -> str:
    """A row of a workbook's sheet; words make inline strings, `<c …>` stands as it is."""
    made = []
    for at, cell in enumerate(cells):
        if cell.startswith("<c"):
            made.append(cell)
        elif cell:
            made.append(
                f'<c r="{chr(65 + at)}{number}" t="inlineStr"><is><t>{escape(cell)}</t></is></c>'
            )
    return f'<row r="{number}">{"".join(made)}</row>'


def ods(tables: dict[str, str], automatic: str = "") -> bytes:
    """An OpenDocument spreadsheet of tables by name: each is the XML of its rows."""
    mime = "application/vnd.oasis.opendocument.spreadsheet"
    listed = "".join(
        f'<table:table table:name="{name}" table:style-name="{name}">{rows}</table:table>'
        for name, rows in tables.items()
    )
    return archive(
        {
            "mimetype": mime,
            "content.xml": (
                f"<office:document-content {ROOT}>"
                f"<office:automatic-styles>{automatic}</office:automatic-styles>"
                f"<office:body><office:spreadsheet>{listed}</office:spreadsheet></office:body>"
                "</office:document-content>"
            ),
        },
        stored=("mimetype",),
    )


def ods_row(*cells: str, extra: str = "") -> str:
    """A row of an OpenDocument sheet; words make a cell, `<table:…>` stands as it is."""
    made = "".join(
        cell
        if cell.startswith("<table:")
        else f"<table:table-cell><text:p>{escape(cell)}</text:p></table:table-cell>"
        for cell in cells
    )
    return f"<table:table-row{extra}>{made}</table:table-row>"
