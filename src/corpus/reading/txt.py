"""Plain text: decoded, its line ends and accents made uniform, otherwise kept as it is.

A text that is already UTF-8, NFC, with `\\n` line ends is its own canonical text, character for
character. Form feeds stay in the text and end its pages, as `pdftotext` and word processors write
them. The raw text of a page is what was decoded.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from corpus.model import Document
from corpus.reading.assembly import Assembly
from corpus.reading.encoding import decode
from corpus.reading.meeting import with_cues
from corpus.reading.source import Source

READER = "txt/1"
_UNUSUAL = re.compile("[\x00\x0b\r\x1c-\x1e\x85\u2028\u2029\ufeff\ufffe\uffff]")
_NOTHING = frozenset("\x00\ufeff\ufffe\uffff")
# Any run with characters from U+0300 on, where alone an accent may stand apart from its letter.
_WIDE = re.compile(
    r"[\x20-\x84\x86-\u02ff]?"
    r"[\u0300-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]+"
)
Change = tuple[int, int, str, str]


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
    *before, last = text.split("\f")
    pages = [*(f"{page}\f" for page in before), last]
    if len(pages) > 1 and not pages[-1].strip():
        pages[-2:] = ["".join(pages[-2:])]
    for number, page in enumerate(pages):
        if number:
            assembly.page_break()
        _write_page(assembly, page)


def _write_page(assembly: Assembly, page: str) -> None:
    done = 0
    changes = list(_unusual(page))
    if not unicodedata.is_normalized("NFC", page):
        changes = sorted([*changes, *_uncomposed(page)])
    for start, end, kind, text in changes:
        assembly.add(page[done:start])
        assembly.replace(page[start:end], text, kind)
        done = end
    assembly.add(page[done:])


def _unusual(page: str) -> Iterator[Change]:
    """Line ends that are not `\\n`, and characters that no database takes."""
    for found in _UNUSUAL.finditer(page):
        start, end = found.span()
        if found.group() in _NOTHING:
            yield start, end, "deleted", ""
        else:
            wide = found.group() == "\r" and page.startswith("\n", end)
            yield start, end + wide, "line-end", "\n"


def _uncomposed(page: str) -> Iterator[Change]:
    """Letters with their accents apart."""
    for found in _WIDE.finditer(page):
        composed = unicodedata.normalize("NFC", found.group())
        if composed != found.group():
            yield *found.span(), "normal-form", composed
