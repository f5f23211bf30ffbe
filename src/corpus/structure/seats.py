"""Pieces in their turns: labels taken out, stage directions set apart."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from corpus.model import Span, Turn
from corpus.structure.floor import Speech
from corpus.structure.lines import is_terminal
from corpus.structure.pieces import Piece

# Cues of one turn are joined into passages of about this many characters.
_PASSAGE = 600


def boundaries(speech: Speech) -> frozenset[int]:
    """Where a paragraph must begin: at labels, at turns, and at told lines."""
    starts = {span.start for span in speech.labels} | {turn.start for turn in speech.turns}
    starts.update(turn.end for turn in speech.turns)
    starts.update(span.start for span in speech.directions)
    return frozenset(starts)


def seat(text: str, pieces: Sequence[Piece], speech: Speech) -> list[Piece]:
    """The pieces of a hearing, cut where turns begin and end; what is only a label is left out."""
    cuts = sorted(
        {p for s in speech.labels for p in (s.start, s.end)}
        | {p for t in speech.turns for p in (t.start, t.end)}
    )
    directions = {span.start: span for span in speech.directions}
    labels = sorted(speech.labels)
    labelled = {span.start for span in labels}
    seated: list[Piece] = []
    for piece in _joined_cues(text, pieces, speech):
        if piece.kind == "heading" and piece.start in labelled:
            piece.kind = "paragraph"  # a question set in bold
        for part in _parts(text, piece, cuts):
            if _inside(labels, part.start):
                continue
            told = directions.get(part.start)
            if told is not None and told.end >= part.end:
                part.kind = "direction"
            seated.append(part)
    whole = {piece.start for piece in seated if piece.kind == "direction"}
    nested = [
        Piece(span.start, span.end, "direction")
        for span in speech.directions
        if span.start not in whole
    ]
    return sorted([*seated, *nested], key=lambda piece: (piece.start, -piece.end))


def turn_of(pieces: Sequence[Piece], turns: Sequence[Turn]) -> list[int | None]:
    """For each piece, the index of the turn it belongs to (none for stage directions)."""
    starts = [turn.start for turn in turns]
    found: list[int | None] = []
    for piece in pieces:
        index = bisect_right(starts, piece.start) - 1
        spoken = index >= 0 and piece.start < turns[index].end
        found.append(index if spoken and piece.kind != "direction" else None)
    return found


def _parts(text: str, piece: Piece, cuts: Sequence[int]) -> list[Piece]:
    first, last = bisect_right(cuts, piece.start), bisect_right(cuts, piece.end - 1)
    edges = [piece.start, *cuts[first:last], piece.end]
    parts: list[Piece] = []
    for start, end in pairwise(edges):
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start < end:
            marker = piece.marker if start == piece.start and end == piece.end else None
            parts.append(replace(piece, start=start, end=end, marker=marker))
    return parts


def _inside(labels: Sequence[Span], position: int) -> bool:
    index = bisect_right(labels, position, key=lambda span: span.start) - 1
    return index >= 0 and position < labels[index].end


def _joined_cues(text: str, pieces: Sequence[Piece], speech: Speech) -> list[Piece]:
    """Cues of one turn joined until a sentence ends past the usual length of a passage."""
    starts = [turn.start for turn in speech.turns]
    joined: list[Piece] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        if (
            last is not None
            and piece.kind == last.kind == "cue"
            and bisect_right(starts, piece.end - 1) == bisect_right(starts, last.start)
            and not (last.end - last.start > _PASSAGE and is_terminal(text, last.end))
        ):
            last.end = piece.end
        else:
            joined.append(replace(piece) if piece.kind == "cue" else piece)
    return joined
