"""Facts as the spans of a spaCy `Doc`, by character offsets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from spacy.attrs import IDX, LENGTH
from spacy.tokens import Doc, Span

from corpus.model import Part, Statement

#: Start, end, label, entity and rule of a fact.
Row = tuple[int, int, str, str, str]


def token_bounds(doc: Doc) -> tuple[Any, Any]:
    """Where the tokens of `doc` begin and end."""
    starts, lengths = doc.to_array([IDX, LENGTH]).T.astype("int64")
    return starts, starts + lengths


def spans(doc: Doc, facts: Sequence[Row], bounds: tuple[Any, Any]) -> list[Span]:
    """Spans for `facts`; one that another tokenizer's cuts do not allow is widened to whole
    tokens. `bounds` are the `token_bounds` of `doc`."""
    if not facts or not len(doc):
        return []
    starts, ends = bounds
    first = np.searchsorted(starts, [fact[0] for fact in facts], side="right") - 1
    last = np.searchsorted(ends, [fact[1] for fact in facts], side="left")
    last = np.minimum(last, len(doc) - 1)  # a section may end with the blanks after the last token
    return [
        Span(doc, i, j + 1, label=label, kb_id=entity, span_id=rule)
        for i, j, (_, _, label, entity, rule) in zip(
            first.tolist(), last.tolist(), facts, strict=True
        )
    ]


def whole_rows(statements: Sequence[Statement]) -> list[Row]:
    """Each statement from the first of its parts to the last."""
    rows: list[Row] = []
    for one in statements:
        parts = [one.trigger, one.action, *one.condition]
        parts += [p for p in (one.bearer, one.deadline, one.legal_basis) if p is not None]
        start, end = min([p.start for p in parts]), max([p.end for p in parts])
        rows.append((start, end, one.modality, one.bearer_entity or "", one.rule))
    return rows


def part_rows(statements: Sequence[Statement]) -> list[Row]:
    """The parts of all statements, each under its name."""
    rows: list[Row] = []
    for one in statements:
        for name, part in (
            ("trigger", one.trigger),
            ("bearer", one.bearer),
            ("action", one.action),
            ("beneficiary", one.beneficiary),
            ("deadline", one.deadline),
            ("legal_basis", one.legal_basis),
        ):
            if part is not None:
                rows.append(_part_row(name, part, one.rule))
        for part in one.condition:
            rows.append((part.start, part.end, "condition", "", one.rule))
    return rows


def _part_row(name: str, part: Part, rule: str) -> Row:
    return part.start, part.end, name, part.iso or "", rule
