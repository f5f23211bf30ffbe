"""Which reader reads a file: decided by its content, and by its suffix only between kinds of text.

The table is in order: the first format whose test accepts the source reads it. Readers are named
and not imported, so that a file of one format never costs the loading of another's libraries.
A reader is `read_xxx(source: Source, *, ocr: bool) -> tuple[Document, ...]`.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Protocol, cast

from corpus.errors import ReadingError
from corpus.model import Document
from corpus.reading.source import Source

HEAD = 4096
_BOM = b"\xef\xbb\xbf"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CUE = re.compile(rb"^\s*(?:\d+\s*\r?\n\s*)?(?:\d+:)?\d\d:\d\d[,.]\d{1,3}\s*-->", re.M)
_SAVED = re.compile(rb"^Content-Type:\s*multipart/related", re.I | re.M)
_WORD_BODY = re.compile(r"word/document\d*\.xml")
_TRANSCRIPTS = frozenset({"segments", "transcription", "utterances", "speakers", "chunks"})
_HTML = re.compile(rb"<\s*(?:!doctype\s+html|html\b|head\b|body\b|article\b|main\b)", re.I)


class Reader(Protocol):
    """What every format's module offers."""

    def __call__(self, source: Source, *, ocr: bool) -> tuple[Document, ...]: ...


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its `name` (also `Document.format`), the suffixes it usually bears, the test by
    which a source is recognised, and its reader as `module:function`."""

    name: str
    suffixes: frozenset[str]
    accepts: Callable[[Source], bool]
    reader: str

    def load(self) -> Reader:
        """The reader, its module imported on first use."""
        module, function = self.reader.split(":")
        return cast(Reader, getattr(import_module(module), function))


def head(source: Source) -> bytes:
    """The first bytes, without a UTF-8 mark, UTF-16 turned to UTF-8 so that one test serves all."""
    data = source.data[:HEAD]
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data[: len(data) // 2 * 2].decode("utf-16", "replace").encode()
    return data.removeprefix(_BOM)


def zip_members(source: Source) -> frozenset[str]:
    """The names inside a ZIP archive; empty for anything else and for a damaged archive."""
    if not source.data.startswith(_ZIP):
        return frozenset()
    try:
        with zipfile.ZipFile(io.BytesIO(source.data)) as archive:
            return frozenset(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError):
        return frozenset()


def is_binary(source: Source) -> bool:
    """True when the bytes are no text in any encoding that analysts' files use."""
    data = head(source)
    controls = sum(byte < 9 or 13 < byte < 27 for byte in data)
    return b"\x00" in data or controls > len(data) // 50


def _is_pdf(source: Source) -> bool:
    # Viewers accept the mark anywhere in the first kilobyte: mail gateways add a preamble.
    return b"%PDF-" in source.data[:1024]


def _holds(member: str) -> Callable[[Source], bool]:
    return lambda source: member in zip_members(source)


def _is_docx(source: Source) -> bool:
    # SharePoint names the main part `document2.xml`.
    return any(_WORD_BODY.fullmatch(name.lower()) for name in zip_members(source))


def _open_document(kind: str) -> Callable[[Source], bool]:
    mark = b"application/vnd.oasis.opendocument." + kind.encode()

    def accepts(source: Source) -> bool:
        members = zip_members(source)
        return "content.xml" in members and mark in source.data[:256]

    return accepts


def _is_ole(source: Source) -> bool:
    return source.data.startswith(_OLE)


def _starts(*marks: bytes) -> Callable[[Source], bool]:
    return lambda source: head(source).lstrip().startswith(marks)


def _is_html(source: Source) -> bool:
    return not is_binary(source) and _HTML.search(head(source)[:1024]) is not None


def _is_mhtml(source: Source) -> bool:
    return not is_binary(source) and _SAVED.search(head(source)) is not None


def _is_srt(source: Source) -> bool:
    return not is_binary(source) and _CUE.match(head(source).lstrip()) is not None


def _is_whisper(source: Source) -> bool:
    if not head(source).lstrip().startswith((b"{", b"[")) or source.suffix not in (".json", ""):
        return False
    try:
        content = json.loads(source.data)
    except (ValueError, RecursionError):
        return False
    return isinstance(content, list) or not _TRANSCRIPTS.isdisjoint(content)


def _is_table(source: Source) -> bool:
    return source.suffix in (".csv", ".tsv") and not is_binary(source)


def _is_text(source: Source) -> bool:
    return not is_binary(source)


def _format(name: str, suffixes: str, accepts: Callable[[Source], bool], reader: str) -> Format:
    return Format(name, frozenset(suffixes.split()), accepts, f"corpus.reading.{reader}")


FORMATS: tuple[Format, ...] = (
    _format("pdf", ".pdf", _is_pdf, "pdf:read_pdf"),
    _format("docx", ".docx .docm", _is_docx, "docx:read_docx"),
    _format("xlsx", ".xlsx .xlsm", _holds("xl/workbook.xml"), "questionnaire:read_xlsx"),
    _format("odt", ".odt .ott", _open_document("text"), "odt:read_odt"),
    _format("ods", ".ods", _open_document("spreadsheet"), "questionnaire:read_ods"),
    _format("doc", ".doc .dot", _is_ole, "doc:read_doc"),
    _format("rtf", ".rtf", _starts(b"{\\rtf"), "doc:read_doc"),
    _format("vtt", ".vtt", _starts(b"WEBVTT"), "vtt:read_vtt"),
    _format("srt", ".srt", _is_srt, "srt:read_srt"),
    _format("mhtml", ".mht .mhtml", _is_mhtml, "mhtml:read_mhtml"),
    _format("html", ".html .htm .xhtml", _is_html, "html:read_html"),
    _format("whisper", ".json", _is_whisper, "whisper:read_whisper"),
    _format("csv", ".csv .tsv", _is_table, "questionnaire:read_csv"),
    _format("txt", ".txt .text .md", _is_text, "txt:read_txt"),
)


def recognise(source: Source) -> Format:
    """The format of `source`, found in its content.

    Raises `ReadingError` (`archive-endommagee`, `format-inconnu`) when no reader can take it.
    """
    for candidate in FORMATS:
        if candidate.accepts(source):
            return candidate
    if source.data.startswith(_ZIP) and not zip_members(source):
        raise ReadingError(
            f"{source.name} : l'archive est endommagée ou tronquée.",
            "Redemandez le fichier, ou ouvrez-le dans Word ou LibreOffice et enregistrez-le.",
            code="archive-endommagee",
        )
    raise ReadingError(
        f"{source.name} : format non reconnu (ni PDF, ni Word, ni LibreOffice, ni page web,"
        " ni texte, ni sous-titres, ni tableau).",
        "Enregistrez le document en PDF, DOCX, ODT ou TXT.",
        code="format-inconnu",
    )


def expected_names() -> dict[str, str]:
    """Suffix -> format name, for telling the user that a file is not what its name says."""
    return {suffix: kind.name for kind in FORMATS for suffix in kind.suffixes}
