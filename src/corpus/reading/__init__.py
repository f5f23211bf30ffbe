"""Reading: a file becomes a `Document`, whatever its format, with nothing lost in silence.

read("arrete.pdf")                    one document
read_many("questionnaire.xlsx")       one document a respondent
read_safely("piece-jointe.pdf")       the same in a process with limits of memory and time
restore(document)                     the raw text of each page, every edit undone
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from corpus.errors import ReadingError
from corpus.model import Document, Problem
from corpus.reading.compose import restore
from corpus.reading.formats import Format, expected_names, recognise
from corpus.reading.limits import Limits, check_characters
from corpus.reading.source import Source
from corpus.reading.worker import read_safely

__all__ = [
    "Limits",
    "Source",
    "read",
    "read_many",
    "read_safely",
    "read_source",
    "restore",
]


def read(path: str | Path, *, ocr: bool = False, part: str | None = None) -> Document:
    """The one document in the file at `path`, or its part named `part`.

    Raises `ReadingError` when the file cannot be read, or holds several parts and none is named.
    """
    documents = read_many(path, ocr=ocr)
    if part is None and len(documents) == 1:
        return documents[0]
    for document in documents:
        if part is not None and document.part == part:
            return document
    names = ", ".join(str(document.part) for document in documents[:10])
    raise ReadingError(
        f"{Path(path).name} : le fichier contient {len(documents)} documents.",
        f"Nommez celui que vous voulez : {names}{'…' if len(documents) > 10 else ''}.",
        code="partie-a-nommer",
    )


def read_many(path: str | Path, *, ocr: bool = False) -> tuple[Document, ...]:
    """Every document in the file at `path` (a questionnaire holds one per respondent).

    Raises `ReadingError` when the file cannot be read at all; what was only partly read is told
    in `Document.problems`.
    """
    return read_source(Source.from_path(path), ocr=ocr)


def read_source(source: Source, *, ocr: bool = False) -> tuple[Document, ...]:
    """Every document in a source that is already in memory."""
    kind = recognise(source)
    documents = kind.load()(source, ocr=ocr)
    check_characters(source.name, sum(len(document.text) for document in documents))
    warning = _mislabelled(source, kind)
    if warning is None:
        return documents
    return tuple(replace(doc, problems=(warning, *doc.problems)) for doc in documents)


def _mislabelled(source: Source, kind: Format) -> Problem | None:
    expected = expected_names().get(source.suffix)
    if expected is None or source.suffix in kind.suffixes:
        return None
    return Problem(
        code="mal-nomme",
        message=f"{source.name} : le nom annonce « {source.suffix} », le contenu est du format"
        f" {kind.name}. Il a été lu comme tel.",
        remedy="Renommez le fichier si c'est une erreur.",
        severity="warning",
        path=str(source.path),
    )
