"""Citations of identifiable texts: scan for anchors, read around them, compose, settle.

One compiled pattern finds the few words that can start a citation; small readers look around each
of them only; what names no text of its own is resolved against the document, or left open with a
reason.
"""

from corpus.extraction.references.finder import ReferenceFinder
from corpus.extraction.references.problems import problems_of

__all__ = ["ReferenceFinder", "problems_of"]
