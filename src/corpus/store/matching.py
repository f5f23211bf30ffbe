"""Which passages answer, and how well: BM25 over arrays of numbers.

FTS5 computes its rank row by row: a word with 60,000 hits cost 150 ms, and could not tell `dû` from
`du`. Here the passages of a word are one array for each of its forms, so any number of hits is
ranked in a few milliseconds, all forms of a word counting as one term. Phrases, proximities and
beginnings of words come from the full-text index, unranked.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.store.arrays import Arrays, Ints, Mask
from corpus.store.target import (
    Close,
    Compound,
    Except,
    Form,
    Sequence,
    Sought,
    Target,
    guards,
    near_expression,
    phrase_expression,
)

Floats = NDArray[np.float32]
# The usual parameters: how fast repetition stops counting, how much length does.
K1, B = 1.2, 0.75


@dataclass(frozen=True, slots=True)
class Answer:
    """For every passage row (0 is unused): whether it answers, and its score."""

    found: Mask
    score: Floats


class Matcher:
    """Answers targets from one database."""

    def __init__(self, connection: sqlite3.Connection, arrays: Arrays) -> None:
        self._db, self._arrays = connection, arrays
        self._size = arrays.passages + 1

    def match(self, target: Target) -> Answer:
        """Every passage that answers `target`."""
        match target:
            case Sequence():
                return self._sequence(target)
            case Close():
                rows = self._full_text(near_expression(target))
                return self._guarded(self._scored(rows, None), target)
            case Except():
                wanted, banned = self.match(target.wanted), self.match(target.banned)
                return Answer(wanted.found & ~banned.found, wanted.score)
            case Compound():
                return self._compound(target)

    def _compound(self, target: Compound) -> Answer:
        answers = [self.match(item) for item in target.items]
        found, score = answers[0].found, answers[0].score
        for answer in answers[1:]:
            both = target.kind == "AND"
            found = found & answer.found if both else found | answer.found
            score = score + answer.score
        return Answer(found, score)

    def _sequence(self, target: Sequence) -> Answer:
        [first, *others] = target.variants
        if not others and len(first) == 1 and not first[0].prefixes:
            return self._word(first[0])
        expressions = [phrase_expression(variant) for variant in target.variants]
        rows = self._full_text(" OR ".join(f"({one})" for one in expressions))
        return self._guarded(self._scored(rows, None), target)

    def _word(self, word: Sought) -> Answer:
        counts = np.zeros(self._size, dtype=np.float32)
        for form in word.forms:
            rows, numbers = self._posting(form)
            counts[rows] += numbers
        return self._scored(np.flatnonzero(counts).astype(np.int32), counts)

    def _posting(self, form: Form) -> tuple[Ints, NDArray[np.uint8]]:
        row = self._db.execute(
            "SELECT passages, counts FROM postings WHERE form = ?", (form.text,)
        ).fetchone()
        if row is not None:
            return np.frombuffer(row[0], dtype="<i4"), np.frombuffer(row[1], dtype=np.uint8)
        # What is no word (2012, SD2C) is in the full-text index alone.
        rows = self._full_text(f'"{form.token}"') if not form.text.isalpha() else _NONE
        return rows, np.ones(len(rows), dtype=np.uint8)

    def _full_text(self, expression: str) -> Ints:
        """The passages of an FTS5 expression. Their numbers come as one text: 60,000 rows cost
        45 ms one by one and 15 so."""
        row = self._db.execute(
            "SELECT group_concat(rowid) FROM passages_fts WHERE passages_fts MATCH ?",
            (expression,),
        ).fetchone()
        return np.fromstring(row[0], dtype=np.int32, sep=",") if row[0] else _NONE

    def _scored(self, rows: Ints, counts: Floats | None) -> Answer:
        """BM25 of one term, which stands `counts` times in each passage (once where not said)."""
        found = np.zeros(self._size, dtype=np.bool_)
        score = np.zeros(self._size, dtype=np.float32)
        if len(rows):
            found[rows] = True
            number = counts[rows] if counts is not None else np.ones(len(rows), dtype=np.float32)
            rarity = np.log1p((self._size - len(rows) + 0.5) / (len(rows) + 0.5))
            length = self._arrays.lengths[rows]
            score[rows] = rarity * number * (K1 + 1) / (number + K1 * (1 - B + B * length))
        return Answer(found, score)

    def _guarded(self, answer: Answer, target: Sequence | Close) -> Answer:
        """Where words of a phrase are told by their accents, a passage must hold them so."""
        found = answer.found
        for word in guards(target):
            found = found & self._word(word).found
        return Answer(found, answer.score)


_NONE: Ints = np.zeros(0, dtype=np.int32)
