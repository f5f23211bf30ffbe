"""Web pages saved in one file (.mht, .mhtml) by a browser or by Word."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes
from email.message import Message

from corpus.errors import ReadingError
from corpus.model import Document
from corpus.reading.html import read_html
from corpus.reading.source import Source

READER = "mhtml/1"


def read_mhtml(source: Source, *, ocr: bool = False) -> tuple[Document, ...]:
    """The one document in a saved page; its address stands in the properties.

    Raises `ReadingError` (`mhtml-sans-page`) when the file holds no page.
    """
    message = message_from_bytes(source.data)
    content = page_in(message)
    if content is None:
        raise ReadingError(
            f"{source.name} : le fichier ne contient aucune page web.",
            "Enregistrez de nouveau la page, en HTML ou en PDF.",
            code="mhtml-sans-page",
        )
    inner = Source(source.path, source.name, content, source.sha256)
    address = _address(message)
    return tuple(
        replace(
            document,
            format="mhtml",
            reader=f"{READER}+{document.reader}",
            properties=dict(document.properties) | ({"url": address} if address else {}),
        )
        for document in read_html(inner, ocr=ocr)
    )


def page_in(message: Message) -> bytes | None:
    """The page of a saved file, with its charset declared in it, or None when there is none."""
    page = next((part for part in message.walk() if part.get_content_type() == "text/html"), None)
    content = None if page is None else page.get_payload(decode=True)
    if page is None or not isinstance(content, bytes) or not content.strip():
        return None
    declared = page.get_content_charset()
    if declared and b"charset" not in content[:4096].lower():
        return f'<meta charset="{declared}">'.encode("ascii", "ignore") + content
    return content


def _address(message: Message) -> str:
    """Where the page was saved from, as browsers write it."""
    for part in message.walk():
        for name in ("Snapshot-Content-Location", "Content-Location"):
            value = str(part.get(name) or "").strip()
            if value.startswith("http"):
                return value
    return ""
