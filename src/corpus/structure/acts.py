"""Orders and decrees: the authority named above the visas, the signature below the articles."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.model import Span
from corpus.structure.identity import Identity
from corpus.structure.pieces import Piece, plain
from corpus.structure.words import folded, starts_with, strip_span, words_of

_ARTICLE = re.compile(r"(?:le\b|la\b|les\b|l['’])\s*", re.IGNORECASE)
_NAME = re.compile(r"(?:[A-ZÀ-Ý][\w’'.-]*\s+){1,3}[A-ZÀ-Ý][\w’'-]+")
_HEAD = 60


def read_authority(text: str, body: Sequence[Piece], identity: Identity) -> None:
    """The issuer: who stands alone above the visas, or else the ministry of the letterhead."""
    for index, piece in enumerate(body[:_HEAD]):
        words = plain(text, piece)
        if piece.marker is not None or len(words) > 250 or words.endswith("."):
            continue
        match = _ARTICLE.match(words)
        if match is None or not starts_with(words[match.end() :], "letters", "offices"):
            continue
        if any(p.marker and p.marker.style == "visa" for p in body[index + 1 : index + 6]):
            span = strip_span(text, piece.start, piece.end)
            identity.put("issuer", words_of(text, span.start, span.end)[match.end() :], span)
            return
    for piece in body[:_HEAD]:
        words = plain(text, piece)
        if words.isupper() and starts_with(words, "letters", "entetes"):
            identity.put("issuer", words, strip_span(text, piece.start, piece.end))
            return


def read_signature(text: str, body: Sequence[Piece], identity: Identity) -> None:
    """The signatory: the name and office under « Fait à… »."""
    for index, piece in enumerate(body):
        if piece.end - piece.start > 120:
            continue
        if starts_with(text[piece.start : piece.end].lstrip("*_ "), "divisions", "signatures"):
            _sign(text, body[index + 1 : index + 8], identity)


def _sign(text: str, pieces: Sequence[Piece], identity: Identity) -> None:
    office: Span | None = None
    for piece in pieces:
        if piece.marker is not None and piece.marker.style == "division":
            break
        words = plain(text, piece)
        if folded(words[:6]).startswith("pour ") or len(words) > 160:
            continue
        match = _ARTICLE.match(words)
        if match and starts_with(words[match.end() :], "letters", "offices"):
            office = strip_span(text, piece.start + match.end(), piece.end)
            continue
        name = strip_span(text, piece.start, piece.end)
        value = words_of(text, name.start, name.end)
        if not _NAME.fullmatch(value):
            continue
        if office is not None:
            value = f"{value}, {words_of(text, office.start, office.end)}"
        identity.put("signatory", value, name)
        return
    if office is not None:
        identity.put("signatory", words_of(text, office.start, office.end), office)
