"""DOCX, through python-docx: quotations in the Quote style, references below, then the sources."""

from __future__ import annotations

import io
import re
from datetime import datetime
from typing import Any

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from corpus.browse.evidence import EvidenceFile, Quotation
from corpus.browse.exports.preface import preface, warning
from corpus.browse.typography import one_line, quoted

BLUE, GREY, RED = RGBColor(0x2F, 0x5D, 0x8A), RGBColor(0x44, 0x44, 0x44), RGBColor(0x8C, 0x1D, 0x18)
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(evidence: EvidenceFile) -> bytes:
    """The evidence file as a Word document."""
    document = docx.Document()
    _prepare(document, evidence)
    document.add_heading(_clean(evidence.title), 0)
    for line in preface(evidence):
        document.add_paragraph(_clean(line))
    for one in evidence.quotations:
        _quotation(document, one)
    if evidence.sources:
        document.add_heading("Sources", 1)
        for source in evidence.sources:
            document.add_paragraph(_clean(source), style="List Bullet")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _quotation(document: Any, one: Quotation) -> None:
    document.add_heading(f"Citation {one.number}", 2)
    document.add_paragraph(_clean(quoted(one_line(one.text))), style="Quote")
    reference = document.add_paragraph(_clean(one.citation.plain()) + " ", style="Référence")
    _link(reference, one.address)
    if told := warning(one):
        run = document.add_paragraph(style="Référence").add_run(_clean(told))
        run.bold, run.font.color.rgb = True, RED


def _prepare(document: Any, evidence: EvidenceFile) -> None:
    """French language and page, sober styles, page numbers."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.3)
    properties = document.core_properties
    properties.title, properties.language = _clean(evidence.title), "fr-FR"
    properties.author, properties.comments = "", ""
    properties.created = properties.modified = datetime.fromisoformat(evidence.made)
    styles = document.styles
    for language in styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "fr-FR")
    styles["Normal"].font.name, styles["Normal"].font.size = "Liberation Serif", Pt(11)
    quote = styles["Quote"]
    quote.font.italic, quote.font.color.rgb = False, None
    quote.paragraph_format.left_indent = Cm(0.8)
    quote.paragraph_format.right_indent = Cm(0.8)
    quote.paragraph_format.keep_with_next = True
    for name in ("Title", "Heading 1", "Heading 2"):
        styles[name].font.name, styles[name].font.color.rgb = "Liberation Sans", BLUE
        _plain_font(styles[name])
    reference = styles.add_style("Référence", 1)
    reference.base_style = styles["Normal"]
    reference.font.name, reference.font.size = "Liberation Sans", Pt(9.5)
    reference.font.color.rgb = GREY
    reference.paragraph_format.left_indent = Cm(0.8)
    _page_number(section.footer.paragraphs[0])


def _plain_font(style: Any) -> None:
    """Word prefers the theme's font to the one named unless the theme's is taken away."""
    fonts = style.element.rPr.rFonts
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)


def _page_number(paragraph: Any) -> None:
    run = paragraph.add_run("Page ")
    run.font.size = Pt(9)
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)


def _link(paragraph: Any, address: str) -> None:
    """A link with its address as its words, so that it survives printing."""
    link = OxmlElement("w:hyperlink")
    if "://" in address:
        link.set(
            qn("r:id"),
            paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True),
        )
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = _clean(address)
    run.append(text)
    link.append(run)
    paragraph._p.append(link)


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)
