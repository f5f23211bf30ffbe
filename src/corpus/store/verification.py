"""Proof that what is stored is true: spans are the text's own words, links lead somewhere."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from corpus.model import Problem

_REMEDY = "Reconstruisez la base avec « corpus build » ; si l'écart demeure, signalez-le."

# table, document, start, end and words: everything that claims to quote a text.
_SPANS: tuple[tuple[str, str], ...] = (
    ("mentions", 'document_id, start, "end", text'),
    ("citations", 'document_id, start, "end", text'),
    ("statements", 'document_id, start, "end", text'),
    ("statements", "document_id, lead_in_start, lead_in_end, lead_in_text"),
    ("statement_parts", 'document_id, start, "end", text'),
    ("quantities", 'document_id, start, "end", text'),
    ("quotations", 'document_id, start, "end", text'),
    ("quotations", "source_document_id, source_start, source_end, source_text"),
    ("passages", 'document_id, start, "end", text'),
    ("metadata_evidence", 'document_id, start, "end", text'),
    ("notes", 'document_id, start, "end", text'),
)


@dataclass(frozen=True, slots=True)
class Report:
    """What was checked, and every discrepancy."""

    spans: int
    documents: int
    problems: tuple[Problem, ...]


def verify(connection: sqlite3.Connection, files: Mapping[str, str] | None = None) -> Report:
    """Check the database behind `connection`; with `files` (path -> fingerprint of the bytes that
    are there now), also that the texts are still those it was built from."""
    problems = list(_texts(connection))
    spans = 0
    documents = connection.execute("SELECT document_id, text FROM texts").fetchall()
    for document_id, text in documents:
        for table, columns in _SPANS:
            first = columns.split(",")[0]
            rows = connection.execute(
                f"SELECT {columns}, id FROM {table} WHERE {first} = ?", (document_id,)
            )
            for _, start, end, words, identifier in rows:
                if start is None:
                    continue
                spans += 1
                if text[start:end] != words:
                    problems.append(_gap(connection, table, identifier, document_id, start, end))
    problems += _foreign_keys(connection)
    problems += _files(connection, files) if files is not None else []
    return Report(spans, len(documents), tuple(problems))


def _texts(connection: sqlite3.Connection) -> Iterator[Problem]:
    rows = connection.execute(
        "SELECT d.name, d.text_sha256, t.text FROM documents AS d"
        " LEFT JOIN texts AS t ON t.document_id = d.id"
    )
    for name, sha256, text in rows:
        if text is None or hashlib.sha256(text.encode()).hexdigest() != sha256:
            yield Problem(
                "texte-altere", f"Le texte de {name} n'est plus celui qui a été lu.", _REMEDY
            )


def _gap(
    connection: sqlite3.Connection, table: str, row: int, document: int, start: int, end: int
) -> Problem:
    name = connection.execute("SELECT name FROM documents WHERE id = ?", (document,)).fetchone()[0]
    return Problem(
        "citation-fausse",
        f"{name} : la ligne {row} de « {table} » ne cite pas les mots de {start} à {end}.",
        _REMEDY,
        start=start,
        end=end,
    )


def _foreign_keys(connection: sqlite3.Connection) -> Iterator[Problem]:
    for table, row, target, _ in connection.execute("PRAGMA foreign_key_check"):
        yield Problem(
            "lien-rompu", f"La ligne {row} de « {table} » renvoie à « {target} », absente.", _REMEDY
        )


def _files(connection: sqlite3.Connection, present: Mapping[str, str]) -> Iterator[Problem]:
    for path, sha256 in connection.execute("SELECT path, sha256 FROM files ORDER BY path"):
        if path not in present:
            message = f"{path} n'est plus dans le dossier du corpus."
        elif present[path] != sha256:
            message = f"{path} a changé depuis la construction."
        else:
            continue
        yield Problem("fichier-change", message, "Relancez « corpus build ».", "warning", path=path)
