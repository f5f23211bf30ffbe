"""Places that may repeat each other's words: rare word triples shared by two documents.

Comparing every pair of passages is quadratic. Here every triple of consecutive words is hashed
once, the hashes are sorted, and only triples that stand in a few places give candidates; a
phrase that everybody uses (`est chargé de l'exécution du présent arrêté`) stands in too many.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]

# A triple that stands in more places than this is a commonplace and no seed. Measured on planted
# reuse: below 8 repeated charters are missed, above 24 the boilerplate of orders comes back.
MOST_PLACES = 16
# Seeds of one pair of documents further apart than this (in words) belong to two quotations.
GAP = 24
# How far two seeds may be shifted against each other: words added or left out between them.
SHIFT = 12


@dataclass(frozen=True, slots=True)
class Candidate:
    """Word ranges of two documents, half open, that share at least two rare triples."""

    first: int
    first_from: int
    first_to: int
    second: int
    second_from: int
    second_to: int


def candidates(words: Sequence[array[int]]) -> Iterator[Candidate]:
    """Every pair of regions worth aligning, given each document's words as numbers."""
    places, documents = _shared_triples(words)
    if len(places) == 0:
        return
    first, second = _pairs(places)
    starts = np.cumsum([0, *(len(one) for one in words)])
    rows = np.stack(
        [
            documents[first],
            documents[second],
            first - starts[documents[first]],
            second - starts[documents[second]],
        ]
    )
    rows = rows[:, rows[0] != rows[1]]
    swap = rows[0] > rows[1]
    rows[:, swap] = rows[:, swap][[1, 0, 3, 2]]
    yield from _clusters(rows)


def _shared_triples(words: Sequence[array[int]]) -> tuple[list[Ints], Ints]:
    """For every place of every rare triple: groups of equal triples, and each word's document."""
    lengths = [len(one) for one in words]
    documents: Ints = np.repeat(np.arange(len(words), dtype=np.int64), lengths)
    if sum(lengths) < 3:
        return [], documents
    flat: Ints = np.concatenate([np.frombuffer(one, dtype=np.intc) for one in words if one]).astype(
        np.int64
    )
    mixed = _mix(flat[:-2], 1) ^ _mix(flat[1:-1], 2) ^ _mix(flat[2:], 3)
    inside = documents[:-2] == documents[2:]
    position: Ints = np.nonzero(inside)[0].astype(np.int64)
    order = np.argsort(mixed[position], kind="stable")
    position, keys = position[order], mixed[position][order]
    edges = np.nonzero(np.diff(keys))[0] + 1
    begin = np.concatenate(([0], edges))
    size = np.diff(np.concatenate((begin, [len(keys)])))
    groups = []
    for count in range(2, MOST_PLACES + 1):
        chosen = begin[size == count]
        if len(chosen):
            groups.append(position[chosen[:, None] + np.arange(count)])
    return groups, documents


def _mix(numbers: Ints, salt: int) -> Ints:
    """A 64-bit mix of word numbers: collisions only make a candidate that alignment refuses."""
    mixed = (numbers + salt * 0x9E3779B97F4A7C1).astype(np.uint64)
    with np.errstate(over="ignore"):
        mixed = (mixed ^ (mixed >> np.uint64(31))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return (mixed ^ (mixed >> np.uint64(33))).astype(np.int64)


def _pairs(groups: list[Ints]) -> tuple[Ints, Ints]:
    """Every two places of the same triple."""
    firsts, seconds = [], []
    for group in groups:
        left, right = np.triu_indices(group.shape[1], 1)
        firsts.append(group[:, left].ravel())
        seconds.append(group[:, right].ravel())
    return np.concatenate(firsts), np.concatenate(seconds)


def _clusters(rows: Ints) -> Iterator[Candidate]:
    """Seeds of one pair of documents that run along together.

    Lanes are cut twice, half a lane apart, so that two seeds on either side of a cut still meet.
    """
    for offset in (0, SHIFT // 2):
        lane = (rows[3] - rows[2] + offset) // SHIFT
        order = np.lexsort((rows[2], lane, rows[1], rows[0]))
        yield from _runs(rows[:, order], lane[order])


def _runs(rows: Ints, lane: Ints) -> Iterator[Candidate]:
    if rows.shape[1] < 2:
        return
    new = np.ones(rows.shape[1], dtype=bool)
    new[1:] = (
        (np.diff(rows[0]) != 0)
        | (np.diff(rows[1]) != 0)
        | (np.diff(lane) != 0)
        | (np.diff(rows[2]) > GAP)
    )
    begin = np.nonzero(new)[0]
    end = np.concatenate((begin[1:], [rows.shape[1]]))
    for index in np.nonzero(rows[2][end - 1] > rows[2][begin])[0]:
        part = rows[:, begin[index] : end[index]]
        yield Candidate(
            int(part[0, 0]),
            int(part[2].min()),
            int(part[2].max()) + 3,
            int(part[1, 0]),
            int(part[3].min()),
            int(part[3].max()) + 3,
        )
