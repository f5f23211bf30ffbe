"""WebVTT files, as Teams, Zoom and video players export them."""

from __future__ import annotations

from corpus.model import Document
from corpus.reading.assembly import Assembly
from corpus.reading.encoding import decode
from corpus.reading.source import Source
from corpus.reading.subtitles import parse_cues, tell, write_cues

READER = "vtt/1"


def read_vtt(source: Source, *, ocr: bool = False) -> tuple[Document, ...]:
    """The one document in a WebVTT file; its raw text is the words of its cues."""
    return (read_subtitles(source, "vtt", READER),)


def read_subtitles(source: Source, form: str, reader: str) -> Document:
    """The document in a file of cues of that format."""
    decoded = decode(source.data, name=source.name)
    parsed = parse_cues(decoded.text)
    assembly = Assembly(source, form, reader)
    assembly.problems.extend(decoded.problems)
    assembly.properties["encoding"] = decoded.encoding
    write_cues(assembly, parsed.cues)
    tell(assembly, parsed)
    return assembly.build()
