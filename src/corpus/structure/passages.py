"""Passages: the units of search and display, with the lead-in of each list item, and sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

from corpus.model import Passage, Span
from corpus.structure.pieces import Piece
from corpus.structure.sentences import split_sentences

# What is no part of the text: nothing is extracted from it.
_START = attrgetter("start")
_INERT = frozenset({"furniture", "direction"})


@dataclass(slots=True)
class _List:
    """An open list: the style and indent of its items, and what introduced it."""

    style: tuple[str, str]
    indent: int
    lead_in: Span | None
    last: Span


def passages(
    text: str,
    pieces: Sequence[Piece],
    sections: Sequence[int | None],
    turns: Sequence[int | None] | None = None,
) -> tuple[list[Passage], list[Span]]:
    """The passages of the pieces (same order) and their sentences, in order of start.

    A row of a table is a passage around those of its cells; sentences come from the cells.
    """
    builder = _Lists(text)
    made: list[Passage] = []
    sentences: list[Span] = []
    seats = zip(pieces, sections, turns or [None] * len(pieces), strict=True)
    for index, (piece, section, turn) in enumerate(seats):
        lead_in, parents, level = builder.place(piece)
        marker = piece.marker
        label = marker.label if marker is not None and marker.style not in ("visa", "hash") else ""
        made.append(
            Passage(
                piece.start, piece.end, piece.kind, section, turn, label, level, lead_in, parents
            )
        )
        inside = pieces[index + 1] if index + 1 < len(pieces) else None
        told = piece.kind == "row" and inside is not None and inside.kind == "cell"
        if piece.kind in _INERT or told or piece.end <= piece.start:
            continue
        found = split_sentences(text, piece.start, piece.end, piece.words)
        sentences.extend(found)
        builder.seen(piece, found)
    sentences.sort(key=_START)
    return made, sentences


class _Lists:
    """Follows the lists as they open, nest and close."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.open: list[_List] = []
        self.above: Span | None = None
        self.interrupted = False

    def place(self, piece: Piece) -> tuple[Span | None, tuple[Span, ...], int]:
        """The lead-in, the outer lead-ins and the depth of a piece (nothing when it is no item)."""
        if piece.kind != "item":
            return None, (), piece.level if piece.kind == "heading" else 0
        style = self._style(piece)
        at = self._find(piece, style)
        if at is None:
            while self.interrupted and self.open:
                self.open.pop()
            self.open.append(_List(style, piece.indent, self.above, Span(piece.start, piece.end)))
            at = len(self.open) - 1
        else:
            del self.open[at + 1 :]
            self.open[at].last = Span(piece.start, piece.end)
        outer = tuple(
            opened.lead_in for opened in reversed(self.open[:at]) if opened.lead_in is not None
        )
        return self.open[at].lead_in, outer, at + 1

    def _style(self, piece: Piece) -> tuple[str, str]:
        if piece.block is not None and piece.level:
            return ("block", str(piece.level))
        marker = piece.marker
        if marker is None:
            return ("plain", "")
        return (marker.style, marker.label if marker.style == "bullet" else "")

    def _find(self, piece: Piece, style: tuple[str, str]) -> int | None:
        """The open list that this item goes on with, if any."""
        for at in range(len(self.open) - 1, -1, -1):
            opened = self.open[at]
            if opened.style != style:
                continue
            if style[0] != "bullet":
                if _restarts(piece):
                    del self.open[at:]
                    return None
                return at
            if self.interrupted:
                return None
            if piece.indent > opened.indent + 1 and self.above is not None:
                return None
            outer = any(o.style == style for o in self.open[:at])
            if piece.indent >= opened.indent - 1 or not outer:
                return at
        return None

    def seen(self, piece: Piece, sentences: Sequence[Span]) -> None:
        """Remember what may lead in the next list: the last sentence, when it ends with a colon."""
        if piece.kind in ("note", "row", "cell"):
            return
        colon = self.text[piece.end - 1] == ":" or self.text[piece.end - 2 : piece.end] in (
            ":*",
            ": *",
        )
        if piece.kind == "item":
            self.interrupted = False
            self.above = sentences[-1] if colon else None
            return
        if piece.kind == "heading":
            self.open.clear()
        self.interrupted = True
        if colon:
            self.above = sentences[-1]
            self.open.clear()
        else:
            self.above = None


def _restarts(piece: Piece) -> bool:
    return piece.marker is not None and piece.marker.label in ("1", "a", "A", "I", "i")
