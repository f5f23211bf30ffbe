"""What kind of text this is, from the line that names it, and the genre it is read as."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.french.fold import fold_word
from corpus.structure.pieces import Piece, plain
from corpus.structure.vocabulary import load, opener

_HEAD = 60


@dataclass(frozen=True, slots=True)
class Kind:
    """The kind named by a piece: `piece` is its index, `form` the words that name it."""

    name: str
    genre: str
    piece: int
    form: str


@lru_cache(maxsize=1)
def _forms() -> list[tuple[str, str, str]]:
    found = [
        (fold_word(form), nature["nom"], nature["genre"])
        for nature in load("kinds")["natures"]
        for form in nature["formes"]
    ]
    return sorted(found, key=lambda entry: -len(entry[0]))


@lru_cache(maxsize=1)
def _following() -> re.Pattern[str]:
    words = "|".join(
        sorted((re.escape(w) for w in opener("kinds", "suites")), key=len, reverse=True)
    )
    # `Circulaire DIV/DPM/DAS/96-488`: the offices that write it
    return re.compile(rf"\s*(?:$|:|«|[-–—(]|\d|[a-z\d]{{2,12}}/[a-z\d]|(?:{words})(?!\w)|d['’])")


def find_kind(text: str, pieces: Sequence[Piece]) -> Kind | None:
    """The first piece near the top that opens with the name of a kind of text.

    Visas and body paragraphs also begin with such names; a piece counts when it opens with a
    capital and goes on like a title (`du`, `n°`, `relatif à`, …), and no more than one long
    paragraph stands before it.
    """
    seen = long = before = 0
    for index, piece in enumerate(pieces):
        if piece.kind in ("furniture", "note", "cell"):
            continue
        seen += 1
        long += before > 200
        before = piece.end - piece.start
        if (
            seen > _HEAD
            or long > 1
            or (piece.marker is not None and piece.marker.style in ("visa", "division"))
        ):
            break
        words = plain(text, piece)
        if not words[:1].isupper() or len(words) > (600 if seen > 1 else 2000):
            continue
        form = _named(words)
        if form is not None:
            return Kind(form[1], form[2], index, form[0])
    return None


def _named(words: str) -> tuple[str, str, str] | None:
    folded = fold_word(words[:120])
    if words.endswith(":") and folded.strip(" :*_") in opener("kinds", "dispositif"):
        return None  # « Arrête : » decides and names nothing
    for form, name, genre in _forms():
        if folded.startswith(form) and _following().match(folded, len(form)):
            return form, name, genre
    return None


def named_kind(words: str) -> str | None:
    """The genre of the kind of text that `words` open by naming, if any."""
    found = _named(words) if words[:1].isupper() else None
    return found[2] if found else None


def is_page(text: str) -> bool:
    """Does the text carry the marks of a web page (sharing links, « cliquez ici »)?"""
    folded = fold_word(text[:2000] + " " + text[-2000:]) if len(text) > 4000 else fold_word(text)
    return any(sign in folded for sign in opener("kinds", "page"))
