"""One number a passage, in memory: what lets filters count over any number of hits at once."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from threading import Lock

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Codes:
    """A single-valued property: `values[p]` is the code of passage `p`, -1 for none."""

    values: Ints
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pairs:
    """A many-valued property: passage `passages[i]` has `values[i]`."""

    passages: Ints
    values: Ints
    size: int


@dataclass(frozen=True, slots=True)
class Arrays:
    """Everything that filters need of one database. Index 0 of every array is unused: passages and
    documents are numbered from 1. `dates` are days as numbers (20120523), 0 for none; `lengths` are
    numbers of words, 1 being the average."""

    document: Ints
    dates: Ints
    properties: dict[str, Codes]
    entities: Pairs
    entity_labels: dict[int, tuple[str, str]]
    modality: Pairs
    lengths: NDArray[np.float32]
    modality_labels: tuple[str, ...]
    documents: int
    passages: int
    label_rows: dict[str, Ints]
    identity: tuple[str, str]

    def rows_of_label(self, label: str) -> Ints:
        """The entities of one kind."""
        return self.label_rows.get(label, np.zeros(0, dtype=np.int32))


_DOCUMENT_FACETS = {"kind": "kind", "year": "year", "issuer": "issuer"}
_cache: dict[tuple[str, str], Arrays] = {}
_lock = Lock()


def arrays_of(connection: sqlite3.Connection) -> Arrays:
    """The arrays of the database behind `connection`, loaded once for each build of each file."""
    key = _identity(connection)
    with _lock:
        found = _cache.get(key)
        if found is None:
            if len(_cache) >= 4:
                _cache.clear()
            found = _cache[key] = _load(connection, key)
        return found


def _identity(connection: sqlite3.Connection) -> tuple[str, str]:
    path = next(row[2] for row in connection.execute("PRAGMA database_list") if row[1] == "main")
    run = connection.execute("SELECT max(id), finished, fingerprint FROM runs").fetchone()
    # A database in memory has no path: its connection is its identity.
    return path or str(id(connection)), "|".join(str(one) for one in run)


def _load(connection: sqlite3.Connection, identity: tuple[str, str]) -> Arrays:
    rows = connection.execute("SELECT name, packed, labels FROM arrays")
    packed = {
        row[0]: (np.frombuffer(row[1], dtype="<i4"), tuple(json.loads(row[2] or "[]")))
        for row in rows
    }
    document = _from_one(packed["document"][0])
    properties = {
        name: Codes(_from_one(packed[name][0], -1), packed[name][1])
        for name in ("category", "departement")
    }
    of_document, dates = _of_documents(connection)
    for name, codes in of_document.items():
        properties[name] = Codes(codes.values[document], codes.labels)
    labels = {
        row[0]: (row[1], row[2])
        for row in connection.execute("SELECT id, label, name FROM entities")
    }
    modalities = packed["modality_values"]
    return Arrays(
        document=document,
        dates=dates[document],
        lengths=_relative(packed["words"][0]),
        properties=properties,
        entities=Pairs(
            packed["entity_passages"][0], packed["entity_values"][0], max(labels, default=0) + 1
        ),
        entity_labels=labels,
        modality=Pairs(packed["modality_passages"][0], modalities[0], len(modalities[1])),
        modality_labels=modalities[1],
        documents=len(dates) - 1,
        passages=len(document) - 1,
        label_rows=_by_label(labels),
        identity=identity,
    )


def _by_label(labels: dict[int, tuple[str, str]]) -> dict[str, Ints]:
    rows: dict[str, list[int]] = {}
    for row, (label, _) in labels.items():
        rows.setdefault(label, []).append(row)
    return {label: np.array(found, dtype=np.int32) for label, found in rows.items()}


def _relative(words: Ints) -> NDArray[np.float32]:
    lengths = _from_one(words).astype(np.float32)
    return lengths / max(1.0, float(lengths[1:].mean()) if len(words) else 1.0)


def _from_one(values: Ints, nothing: int = 0) -> Ints:
    """The same array with an unused place 0 before it."""
    return np.concatenate((np.array([nothing], dtype=np.int32), values))


def _of_documents(connection: sqlite3.Connection) -> tuple[dict[str, Codes], Ints]:
    """The properties of documents as codes, and their dates, by document row."""
    columns = ", ".join(_DOCUMENT_FACETS.values())
    rows = connection.execute(f"SELECT id, date, {columns} FROM documents ORDER BY id").fetchall()
    size = (rows[-1][0] if rows else 0) + 1
    dates = np.zeros(size, dtype=np.int32)
    for row in rows:
        dates[row[0]] = int(row[1].replace("-", "")) if row[1] else 0
    found: dict[str, Codes] = {}
    for index, name in enumerate(_DOCUMENT_FACETS, start=2):
        labels = sorted({str(row[index]) for row in rows if row[index] is not None})
        codes = {label: code for code, label in enumerate(labels)}
        values = np.full(size, -1, dtype=np.int32)
        for row in rows:
            values[row[0]] = codes.get(str(row[index]), -1)
        found[name] = Codes(values, tuple(labels))
    return found, dates
