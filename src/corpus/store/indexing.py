"""What search needs beside the passages: the full-text index, the lexicon, the arrays."""

from __future__ import annotations

import json
import sqlite3
from itertools import islice

import numpy as np

from corpus.store.lexicon import Lexicon

_CATEGORY = """
    SELECT coalesce(t.category, s.category, d.category) FROM passages AS p
    JOIN documents AS d ON d.id = p.document_id
    LEFT JOIN turns AS t ON t.id = p.turn_id
    LEFT JOIN speakers AS s ON s.id = p.speaker_id ORDER BY p.id
"""
_DEPARTEMENT = """
    SELECT coalesce(s.departement, d.departement) FROM passages AS p
    JOIN documents AS d ON d.id = p.document_id
    LEFT JOIN speakers AS s ON s.id = p.speaker_id ORDER BY p.id
"""
_PAIRS = {
    "entity": """
        SELECT DISTINCT passage_id, entity_id FROM mentions
        WHERE passage_id IS NOT NULL AND entity_id IS NOT NULL ORDER BY 1, 2
    """,
    "modality": """
        SELECT DISTINCT passage_id, modality FROM statements
        WHERE passage_id IS NOT NULL ORDER BY 1, 2
    """,
}


def index_search(connection: sqlite3.Connection, lexicon: Lexicon, words: list[int]) -> None:
    """Fill the search tables of a database whose passages and facts are in; `words` counts those
    of each passage, in order."""
    _insert_lexicon(connection, lexicon)
    connection.executemany("INSERT INTO postings VALUES (?, ?, ?)", lexicon.postings())
    _insert(connection, "words", words)
    connection.execute("INSERT INTO passages_fts (passages_fts) VALUES ('rebuild')")
    connection.execute("INSERT INTO passages_fts (passages_fts) VALUES ('optimize')")
    _insert_arrays(connection)


def _insert_lexicon(connection: sqlite3.Connection, lexicon: Lexicon) -> None:
    rows = lexicon.rows()
    while batch := list(islice(rows, 5_000)):
        columns = ", ".join(batch[0])
        marks = ", ".join("?" * len(batch[0]))
        connection.executemany(
            f"INSERT INTO lexique ({columns}) VALUES ({marks})",
            [tuple(row.values()) for row in batch],
        )


def _insert_arrays(connection: sqlite3.Connection) -> None:
    """One number a passage (its document, category, département) and pairs of passage and value
    where there may be several; a text is a code into `labels`, -1 for none."""
    documents = connection.execute("SELECT document_id FROM passages ORDER BY id")
    _insert(connection, "document", [row[0] for row in documents])
    for name, sql in (("category", _CATEGORY), ("departement", _DEPARTEMENT)):
        values = [row[0] for row in connection.execute(sql)]
        labels = sorted({value for value in values if value is not None})
        codes = {label: code for code, label in enumerate(labels)}
        _insert(connection, name, [codes.get(value, -1) for value in values], labels)
    for name, sql in _PAIRS.items():
        pairs = connection.execute(sql).fetchall()
        _insert(connection, f"{name}_passages", [row[0] for row in pairs])
        found = [row[1] for row in pairs]
        labels = sorted(set(found)) if name == "modality" else []
        codes = {label: code for code, label in enumerate(labels)}
        values = [codes[value] for value in found] if labels else found
        _insert(connection, f"{name}_values", values, labels)


def _insert(
    connection: sqlite3.Connection, name: str, values: list[int], labels: list[str] | None = None
) -> None:
    packed = np.asarray(values, dtype="<i4").tobytes()
    written = json.dumps(labels, ensure_ascii=False) if labels else None
    connection.execute("INSERT INTO arrays VALUES (?, ?, ?)", (name, packed, written))
