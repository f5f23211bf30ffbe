"""ODT written directly (ISO/IEC 26300): the type first and uncompressed, then four XML parts."""

from __future__ import annotations

import io
import re
import zipfile
from xml.sax.saxutils import escape, quoteattr

from corpus.browse.evidence import EvidenceFile, Quotation
from corpus.browse.exports.preface import preface, warning
from corpus.browse.typography import one_line, quoted

MEDIA_TYPE = "application/vnd.oasis.opendocument.text"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NS = " ".join(
    f'xmlns:{name}="{uri}"'
    for name, uri in {
        "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
        "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
        "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
        "xlink": "http://www.w3.org/1999/xlink",
        "dc": "http://purl.org/dc/elements/1.1/",
        "meta": "urn:oasis:names:tc:opendocument:xmlns:meta:1.0",
        "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
    }.items()
)
_MANIFEST_NS = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
_MANIFEST = f"""{_HEAD}<manifest:manifest xmlns:manifest="{_MANIFEST_NS}" manifest:version="1.3">
<manifest:file-entry manifest:full-path="/" manifest:media-type="{MEDIA_TYPE}"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
<manifest:file-entry manifest:full-path="styles.xml" manifest:media-type="text/xml"/>
<manifest:file-entry manifest:full-path="meta.xml" manifest:media-type="text/xml"/>
</manifest:manifest>"""
_STYLES = f"""{_HEAD}<office:document-styles {_NS} office:version="1.3">
<office:font-face-decls><style:font-face style:name="Corps" svg:font-family="'Liberation Serif', Georgia, serif"/>
<style:font-face style:name="Titres" svg:font-family="'Liberation Sans', Arial, sans-serif"/></office:font-face-decls>
<office:styles>
<style:default-style style:family="paragraph"><style:paragraph-properties fo:line-height="130%"/>
<style:text-properties style:font-name="Corps" fo:font-size="11pt" fo:language="fr" fo:country="FR"/></style:default-style>
<style:style style:name="Standard" style:family="paragraph" style:class="text"><style:paragraph-properties fo:margin-bottom="0.25cm"/></style:style>
<style:style style:name="Heading_20_1" style:display-name="Heading 1" style:family="paragraph" style:parent-style-name="Standard" style:default-outline-level="1"><style:paragraph-properties fo:margin-bottom="0.4cm" fo:keep-with-next="always"/><style:text-properties style:font-name="Titres" fo:font-size="18pt" fo:font-weight="bold"/></style:style>
<style:style style:name="Heading_20_2" style:display-name="Heading 2" style:family="paragraph" style:parent-style-name="Standard" style:default-outline-level="2"><style:paragraph-properties fo:margin-top="0.5cm" fo:margin-bottom="0.15cm" fo:keep-with-next="always"/><style:text-properties style:font-name="Titres" fo:font-size="12pt" fo:font-weight="bold" fo:color="#2f5d8a"/></style:style>
<style:style style:name="Quotations" style:family="paragraph" style:parent-style-name="Standard"><style:paragraph-properties fo:margin-left="0.8cm" fo:margin-right="0.8cm" fo:padding-left="0.3cm" fo:border-left="1.5pt solid #2f5d8a" fo:keep-with-next="always"/></style:style>
<style:style style:name="Reference" style:display-name="Référence" style:family="paragraph" style:parent-style-name="Standard"><style:paragraph-properties fo:margin-left="0.8cm"/><style:text-properties style:font-name="Titres" fo:font-size="9.5pt" fo:color="#444444"/></style:style>
<style:style style:name="Alerte" style:family="paragraph" style:parent-style-name="Reference"><style:text-properties fo:font-weight="bold" fo:color="#8c1d18"/></style:style>
</office:styles>
<office:automatic-styles><style:page-layout style:name="page"><style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm" fo:margin-top="2cm" fo:margin-bottom="2cm" fo:margin-left="2.3cm" fo:margin-right="2.3cm"/><style:footer-style/></style:page-layout></office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="page"><style:footer><text:p text:style-name="Reference">Page <text:page-number>1</text:page-number></text:p></style:footer></style:master-page></office:master-styles>
</office:document-styles>"""  # noqa: E501


def write(evidence: EvidenceFile) -> bytes:
    """The evidence file as an OpenDocument text."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        # The type must be the first entry and not compressed (part 2, 3.3): tools look for it
        # at a fixed place.
        package.writestr(zipfile.ZipInfo("mimetype"), MEDIA_TYPE, zipfile.ZIP_STORED)
        for name, content in (
            ("META-INF/manifest.xml", _MANIFEST), ("styles.xml", _STYLES),
            ("meta.xml", _meta(evidence)), ("content.xml", _content(evidence)),
        ):  # fmt: skip
            package.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _meta(evidence: EvidenceFile) -> str:
    return (
        f'{_HEAD}<office:document-meta {_NS} office:version="1.3"><office:meta>'
        f"<dc:title>{_text(evidence.title)}</dc:title><dc:language>fr-FR</dc:language>"
        f"<dc:date>{_text(evidence.made[:19])}</dc:date></office:meta></office:document-meta>"
    )


def _content(evidence: EvidenceFile) -> str:
    body = [_heading(evidence.title, 1)]
    body += [_paragraph(line) for line in preface(evidence)]
    for one in evidence.quotations:
        body += _quotation(one)
    if evidence.sources:
        body.append(_heading("Sources", 2))
        body += [_paragraph(source, "Reference") for source in evidence.sources]
    return (
        f'{_HEAD}<office:document-content {_NS} office:version="1.3"><office:body><office:text>'
        f"{''.join(body)}</office:text></office:body></office:document-content>"
    )


def _quotation(one: Quotation) -> list[str]:
    shown, target = _text(one.address), quoteattr(one.address)
    link = f'<text:a xlink:type="simple" xlink:href={target}>{shown}</text:a>'
    pieces = [
        _heading(f"Citation {one.number}", 2),
        _paragraph(quoted(one_line(one.text)), "Quotations"),
        f'<text:p text:style-name="Reference">{_text(one.citation.plain())} {link}</text:p>',
    ]
    if told := warning(one):
        pieces.append(_paragraph(told, "Alerte"))
    return pieces


def _heading(words: str, level: int) -> str:
    return (
        f'<text:h text:style-name="Heading_20_{level}" text:outline-level="{level}">'
        f"{_text(words)}</text:h>"
    )


def _paragraph(words: str, style: str = "Standard") -> str:
    return f'<text:p text:style-name="{style}">{_text(words)}</text:p>'


def _text(words: str) -> str:
    return escape(_FORBIDDEN.sub("\ufffd", words))
