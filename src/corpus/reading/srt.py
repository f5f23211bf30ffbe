"""SubRip files (.srt)."""

from __future__ import annotations

from corpus.model import Document
from corpus.reading.source import Source
from corpus.reading.vtt import read_subtitles

READER = "srt/1"


def read_srt(source: Source, *, ocr: bool = False) -> tuple[Document, ...]:
    """The one document in a SubRip file; its raw text is the words of its cues."""
    return (read_subtitles(source, "srt", READER),)
