"""What a table beside the transcripts says of a hearing, put into its turns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import Any

from corpus.french.fold import fold
from corpus.model import Document, Turn
from corpus.structure.vocabulary import load

_HEARD = frozenset({"interviewee", "witness"})


def in_context(
    document: Document, turns: Sequence[Turn], sidecar: Mapping[str, Any] | None
) -> list[Turn]:
    """`turns` with the category and organisation that `sidecar` gives the person heard.

    `sidecar` maps file names to rows (`{"audition.docx": {"catégorie": "parents"}}`), or is this
    document's own row. A file is found by its name, with or without suffix, or by the longest name
    that begins its own (`Entretien_04` for `Entretien_04_anonyme.docx`). What the transcript itself
    says of a speaker is kept.
    """
    row = _row(document.name, sidecar or {})
    category, organisation = value_of(row, "category"), value_of(row, "organisation")
    if category is None and organisation is None:
        return list(turns)
    return [
        replace(
            turn,
            category=turn.category or category,
            organisation=turn.organisation or organisation,
        )
        if turn.role in _HEARD
        else turn
        for turn in turns
    ]


def _row(name: str, sidecar: Mapping[str, Any]) -> Mapping[str, Any]:
    rows = {_stem(key): value for key, value in sidecar.items() if isinstance(value, Mapping)}
    if not rows:
        return sidecar
    own = _stem(name)
    fitting = [key for key in rows if key and (own == key or own.startswith(f"{key} "))]
    return rows[max(fitting, key=len)] if fitting else {}


def _stem(name: str) -> str:
    path = PurePath(str(name))
    stem = path.stem if path.suffix[1:].isalpha() else path.name
    return fold(stem.replace("_", " "))


def value_of(row: Mapping[str, Any], field: str) -> str | None:
    """The cell of `row` under one of the names of column `field` (`data/hearing.yaml`)."""
    names = {fold(str(name)) for name in load("hearing")["colonnes"][field]}
    for key, value in row.items():
        if fold(str(key).replace("_", " ")) in names and value and not isinstance(value, Mapping):
            return str(value).strip() or None
    return None
