"""Word files written by hand, part by part, for the tests."""

from __future__ import annotations

from make_files import archive

W_NS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
ROOT = (
    f'xmlns:w="{W_NS}"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
_KINDS = {
    "styles": "styles",
    "numbering": "numbering",
    "footnotes": "footnotes",
    "endnotes": "endnotes",
    "comments": "comments",
    "settings": "settings",
    "header1": "header",
    "header2": "header",
    "footer1": "footer",
}


def docx(body: str, **parts: str) -> bytes:
    """A Word file with that body and those parts (`styles`, `numbering`, `footnotes`, …)."""
    members: dict[str, bytes | str] = {
        "[Content_Types].xml": _content_types(parts),
        "_rels/.rels": relations({"rId1": ("officeDocument", "word/document.xml")}),
        "word/_rels/document.xml.rels": relations(
            {name: (_KINDS[name], f"{name}.xml") for name in parts}
        ),
        "word/document.xml": f"<w:document {ROOT}><w:body>{body}</w:body></w:document>",
    }
    for name, content in parts.items():
        root = {"header": "hdr", "footer": "ftr"}.get(_KINDS[name], _KINDS[name])
        members[f"word/{name}.xml"] = f"<w:{root} {ROOT}>{content}</w:{root}>"
    return archive(members)


def _content_types(parts: dict[str, str]) -> str:
    base = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    overrides = [("/word/document.xml", f"{base}.document.main+xml")]
    overrides += [(f"/word/{name}.xml", f"{base}.{_KINDS[name]}+xml") for name in parts]
    lines = "".join(f'<Override PartName="{n}" ContentType="{t}"/>' for n, t in overrides)
    return (
        f'<Types xmlns="{_PACKAGE}content-types">'
        '<Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{lines}</Types>'
    )


def relations(relations: dict[str, tuple[str, str]]) -> str:
    lines = "".join(
        f'<Relationship Id="{key}" Type="{_RELATION}{kind}" Target="{target}"/>'
        for key, (kind, target) in relations.items()
    )
    return f'<Relationships xmlns="{_PACKAGE}relationships">{lines}</Relationships>'


def r(text: str, look: str = "") -> str:
    """A run; `look` is what its `w:rPr` holds."""
    properties = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{text}</w:t></w:r>'


def p(content: str = "", properties: str = "") -> str:
    """A paragraph of runs (or of plain words)."""
    inner = content if content.startswith("<") or not content else r(content)
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inner}</w:p>"


def item(text: str, num: int, level: int = 0) -> str:
    """A paragraph of list `num`."""
    numbered = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>'
    return p(text, numbered)


def styled(text: str, style: str, properties: str = "") -> str:
    """A paragraph of that style."""
    return p(text, f'<w:pStyle w:val="{style}"/>{properties}')


def table(*rows: str) -> str:
    """A table of rows (`tr`)."""
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def tr(*cells: str, properties: str = "") -> str:
    """A row of cells; words alone make a plain cell."""
    inner = "".join(cell if cell.startswith(("<w:tc>", "<w:sdt>")) else tc(cell) for cell in cells)
    return f"<w:tr>{f'<w:trPr>{properties}</w:trPr>' if properties else ''}{inner}</w:tr>"


def tc(content: str, properties: str = "") -> str:
    """A cell of words or of paragraphs."""
    inner = content if content.startswith("<") else p(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def level(at: int, text: str, form: str = "decimal", extra: str = "", start: int = 1) -> str:
    """One level of a list's definition."""
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{extra}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def linked(style: str, extra: str = "") -> str:
    """What ties a level to a paragraph style."""
    return f'<w:pStyle w:val="{style}"/>{extra}'


def abstract(key: int, *levels: str, extra: str = "") -> str:
    """A list's definition."""
    return f'<w:abstractNum w:abstractNumId="{key}">{extra}{"".join(levels)}</w:abstractNum>'


def num(key: int, of: int, overrides: str = "") -> str:
    """A list of that definition."""
    return f'<w:num w:numId="{key}"><w:abstractNumId w:val="{of}"/>{overrides}</w:num>'


def restart(level: int, start: int) -> str:
    """An override that makes a list begin again."""
    return f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{start}"/></w:lvlOverride>'


def box(content: str, requires: str = "wps") -> str:
    """A run with a text box, in today's form and, for old readers, in the form before."""
    shape = (
        "<w:drawing><wp:anchor><a:graphic><a:graphicData><wps:wsp><wps:txbx>"
        f"<w:txbxContent>{content}</w:txbxContent>"
        "</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>"
    )
    old = (
        f"<w:pict><v:shape><v:textbox><w:txbxContent>{content}</w:txbxContent></v:textbox>"
        "</v:shape></w:pict>"
    )
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="{requires}">{shape}</mc:Choice>'
        f"<mc:Fallback>{old}</mc:Fallback></mc:AlternateContent></w:r>"
    )


def sdt(content: str, properties: str = "") -> str:
    """A content control."""
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def field(code: str, result: str) -> str:
    """A complex field in one paragraph."""
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    return (
        f"{mark.format('begin')}<w:r><w:instrText>{code}</w:instrText></w:r>"
        f"{mark.format('separate')}{result}{mark.format('end')}"
    )


def note(kind: str, key: int, text: str) -> str:
    """A note's paragraph, beginning with its own number."""
    return f'<w:{kind} w:id="{key}">{p(f"<w:r><w:{kind}Ref/></w:r>{r(text)}")}</w:{kind}>'


def call(kind: str, key: int) -> str:
    """A note's call."""
    return f'<w:r><w:{kind}Reference w:id="{key}"/></w:r>'
