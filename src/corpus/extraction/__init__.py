"""Extraction: a document and its anatomy become mentions, references and statements.

extract("circulaire.pdf")             read, analysed, extracted
Engine(ruleset).run(document)         the same for many documents with one compiled rule set
"""

from __future__ import annotations

from corpus.extraction.engine import Engine, extract

__all__ = ["Engine", "extract"]
