"""Plain text: decoded, its line ends and accents made uniform, otherwise kept as it is.

A text that is already UTF-8, NFC, with `\\n` line ends is its own canonical text, character for
character. Form feeds stay in the text and end its pages, as `pdftotext` and word processors write
them. The raw text of a page is what was decoded.
"""

from __future__ import annotations

import re
import unicodedata

from corpus.model import Document
from corpus.reading.assembly import Assembly
from corpus.reading.encoding import decode
from corpus.reading.meeting import with_cues
from corpus.reading.source import Source

READER = "txt/1"
# What differs from the canonical form: other line ends, nulls and stray byte order marks, and any
# run with characters from U+0300 on, where alone an accent may stand apart from its letter.
_CHANGES = re.compile(
    r"(?P<line>\r\n?|[\x0b\x1c-\x1e\x85\u2028\u2029])"
    r"|(?P<gone>[\x00\ufeff\ufffe\uffff]+)"
    r"|(?P<wide>[\x20-\u02ff]?[\u0300-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]+)"
)


def read_txt(source: Source, *, ocr: bool = False) -> tuple[Document, ...]:
    """The one document in a text file; exports of Teams, Zoom and Otter gain `cue` blocks."""
    decoded = decode(source.data, name=source.name)
    assembly = Assembly(source, "txt", READER)
    assembly.problems.extend(decoded.problems)
    assembly.properties["encoding"] = decoded.encoding
    write_plain(assembly, decoded.text)
    return (with_cues(assembly.build()),)


def write_plain(assembly: Assembly, text: str) -> None:
    """Put a decoded text into `assembly`, its form feeds as ends of pages."""
    pages = re.split(r"(?<=\f)", text)
    if len(pages) > 1 and not pages[-1].strip():
        pages[-2:] = ["".join(pages[-2:])]
    for number, page in enumerate(pages):
        if number:
            assembly.page_break()
        _write_page(assembly, page)


def _write_page(assembly: Assembly, page: str) -> None:
    done = 0
    for change in _CHANGES.finditer(page):
        raw = change.group()
        kind, text = _changed(change.lastgroup or "", raw)
        if raw == text:
            continue
        assembly.add(page[done : change.start()])
        assembly.replace(raw, text, kind)
        done = change.end()
    assembly.add(page[done:])


def _changed(group: str, raw: str) -> tuple[str, str]:
    if group == "line":
        return "line-end", "\n"
    if group == "gone":
        return "deleted", ""
    return "normal-form", unicodedata.normalize("NFC", raw)
