"""The anatomy of a document: metadata, sections, passages, sentences, turns, operative parts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from corpus.model import Document, NoteCall, Span, Structure
from corpus.structure.context import in_context
from corpus.structure.metadata import corrected, identify
from corpus.structure.notes import note_calls, note_label
from corpus.structure.operative import operative_spans
from corpus.structure.outline import outline
from corpus.structure.passages import passages
from corpus.structure.pieces import Piece, cut
from corpus.structure.respondents import is_questionnaire, question_sections, respondent_turns
from corpus.structure.seats import boundaries, seat, turn_of
from corpus.structure.speech import find_speech
from corpus.structure.vocabulary import load


def analyse(
    document: Document,
    *,
    corrections: Mapping[str, Any] | None = None,
    sidecar: Mapping[str, Any] | None = None,
) -> Structure:
    """Find what `document` is made of. Linear in the length of its text, which is not changed.

    `corrections` are the analyst's own values for this document (keys of
    `data/corrections.yaml`, French or English); they win and are listed in `corrected`. `sidecar`
    maps file names (or speakers) to what a table beside the transcripts says of them.
    """
    speech = find_speech(document) if not is_questionnaire(document) else None
    pieces = cut(document, boundaries(speech) if speech else frozenset())
    identity = identify(document, pieces, speech_start=speech.head_end if speech else None)
    metadata = corrected(identity.metadata(), corrections)
    genre = _genre(identity.genre, metadata.kind, corrections)
    turns = speech.turns if speech is not None else respondent_turns(document)
    if speech is not None:
        pieces = seat(document.text, pieces, speech)
    plan = outline(
        document.text,
        pieces,
        charter=genre == "charter",
        spoken=bool(turns),
        body_start=identity.head_end,
    )
    if is_questionnaire(document):
        plan.set_sections(question_sections(document), pieces)
    made, sentences = passages(document.text, pieces, plan.of_piece, turn_of(pieces, turns))
    formula_end = pieces[plan.formula].end if plan.formula is not None else None
    problems = tuple(p for p in identity.problems if _still_open(p.code, metadata.corrected))
    return Structure(
        metadata=metadata,
        genre=genre,
        sections=tuple(plan.sections),
        passages=tuple(made),
        sentences=tuple(sentences),
        turns=tuple(in_context(document, turns, sidecar)),
        directions=tuple(speech.directions) if speech else (),
        calls=_calls(document, pieces),
        operative=operative_spans(genre, plan.sections, formula_end),
        problems=problems + tuple(speech.problems if speech else ()),
    )


def _genre(found: str, kind: str | None, corrections: Mapping[str, Any] | None) -> str:
    """The genre as corrected, or that of a corrected kind, or the one found."""
    given = (corrections or {}).get("genre")
    if given:
        return str(given)
    if corrections:
        for nature in load("kinds")["natures"]:
            if nature["nom"] == kind:
                return str(nature["genre"])
    return found


def _still_open(code: str, settled: frozenset[str]) -> bool:
    field = {"nature-inconnue": "kind", "date-absente": "date", "date-illisible": "date"}.get(code)
    return field not in settled


def _calls(document: Document, pieces: list[Piece]) -> tuple[NoteCall, ...]:
    if document.calls:
        return document.calls
    notes = []
    for piece in pieces:
        if piece.kind == "note":
            label = note_label(document.text, piece.start, piece.end)
            if label is not None:
                notes.append((label, Span(piece.start, piece.end)))
    return note_calls(document.text, notes)
