"""A workshop for evidence: French administrative texts and hearings in, a SQLite corpus out.

read("lettre.pdf")                    the document, with its pages
extract("lettre.pdf")                 everything found in it
Workspace.find()                      the folders of a corpus and its settings

The public names load their room when they are first used, so that `import corpus` stays light.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from corpus.contract import to_json
    from corpus.errors import CorpusError
    from corpus.extraction import extract
    from corpus.model import (
        Document,
        Extraction,
        Mention,
        Metadata,
        Page,
        Passage,
        Problem,
        Reference,
        Section,
        Span,
        Statement,
        Structure,
        Turn,
    )
    from corpus.reading import read
    from corpus.workspace import Workspace

_ROOMS = {
    "read": "corpus.reading",
    "extract": "corpus.extraction",
    "to_json": "corpus.contract",
    "Workspace": "corpus.workspace",
    "CorpusError": "corpus.errors",
}

__all__ = [
    "CorpusError",
    "Document",
    "Extraction",
    "Mention",
    "Metadata",
    "Page",
    "Passage",
    "Problem",
    "Reference",
    "Section",
    "Span",
    "Statement",
    "Structure",
    "Turn",
    "Workspace",
    "extract",
    "read",
    "to_json",
]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_ROOMS.get(name, "corpus.model")), name)
    globals()[name] = value
    return value
