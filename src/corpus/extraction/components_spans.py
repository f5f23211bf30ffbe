"""Facts as the spans of a spaCy `Doc`, by character offsets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from spacy.attrs import IDX, LENGTH
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from corpus.extraction.language import in_zone
from corpus.french.tokens import MOST_KEPT
from corpus.model import Part, Statement

#: Start, end, label, entity and rule of a fact.
Row = tuple[int, int, str, str, str]


class _Numbers(dict[str, int]):
    """The numbers that a vocabulary gives to labels, entities and rules: most come back, and spaCy
    hashes a string each time it is given one."""

    def __init__(self, vocab: Vocab) -> None:
        super().__init__()
        self.vocab = vocab

    def __missing__(self, text: str) -> int:
        self[text] = number = int(self.vocab.strings.add(text))
        return number


_kept: list[_Numbers] = []


def _numbers(vocab: Vocab) -> _Numbers:
    """The numbers of the vocabulary last seen; in a memory zone of spaCy none outlives its text."""
    if in_zone(vocab):
        return _Numbers(vocab)
    if not _kept or _kept[0].vocab is not vocab or len(_kept[0]) > MOST_KEPT:
        _kept[:] = [_Numbers(vocab)]
    return _kept[0]


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
    number = _numbers(doc.vocab)
    return [
        Span(doc, i, j + 1, label=number[label], kb_id=number[entity], span_id=number[rule])
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
