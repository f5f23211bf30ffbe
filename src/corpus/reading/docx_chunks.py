"""Documents that a Word file holds as they are (`w:altChunk`): Word melts them in when it opens it.

Programs that export web pages to Word put the whole text there. Web pages, saved pages, Word files
and plain texts are read; anything else is counted and told.
"""

from __future__ import annotations

from email import message_from_bytes
from typing import TYPE_CHECKING

from lxml import etree

from corpus.reading.archive import Archive
from corpus.reading.docx_package import Package, R
from corpus.reading.encoding import decode
from corpus.reading.html import write_page
from corpus.reading.mhtml import page_in
from corpus.reading.pieces import Piece
from corpus.reading.source import Source

if TYPE_CHECKING:
    from corpus.reading.docx_body import Body

_DEEPEST = 3


def write_chunk(body: Body, element: etree._Element) -> None:
    """Write the document that `element` refers to at the end of what `body` has written."""
    package = body.package
    _, part = package.relations(package.main).get(element.get(f"{R}id", ""), ("", ""))
    data = package.archive.get(part) if part else None
    if not data or body.depth >= _DEEPEST:
        body.tally["chunk"] += 1
        return
    body.flow.separate("chunk")
    if data.startswith(b"PK"):
        _write_word(body, data)
    elif (page := _page(data)) is not None:
        write_page(body.assembly, page, package.name)
    elif data.startswith(b"{\\rtf"):
        body.tally["chunk"] += 1
    else:
        for line in decode(data, name=package.name).text.splitlines():
            if line.strip():
                body.flow.write([Piece("text", line)], "paragraph")


def _page(data: bytes) -> bytes | None:
    head = data[:4096].lower()
    if b"multipart/related" in head or b"mime-version" in head:
        return page_in(message_from_bytes(data))
    return data if b"<" in head[:200] else None


def _write_word(body: Body, data: bytes) -> None:
    inner = Source.from_bytes(data, body.package.name)
    nested = type(body)(Package(Archive(inner)), body.assembly, depth=body.depth + 1)
    nested.write()
    body.tally.update(nested.tally)
