"""Structure: what a document is made of, in French terms, whatever format it came in."""

from __future__ import annotations

from corpus.structure.analysis import analyse

__all__ = ["analyse"]
