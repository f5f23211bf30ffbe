"""What the database holds, in short: for the closing table of a build and for `corpus status`."""

from __future__ import annotations

import sqlite3
from dataclasses import asdict, dataclass
from typing import Any

from corpus.model import Problem

_DOCUMENTS = """
    SELECT d.key, f.path AS file, d.part, d.title, d.kind, d.number, d.date, d.issuer,
        d.page_count AS pages, d.unread_pages AS unread, d.passage_count AS passages,
        (SELECT count(*) FROM mentions AS m WHERE m.document_id = d.id) AS mentions,
        (SELECT count(*) FROM citations AS c WHERE c.document_id = d.id) AS citations,
        (SELECT count(*) FROM statements AS n WHERE n.document_id = d.id) AS statements,
        (SELECT count(*) FROM problems AS b WHERE b.document_id = d.id AND b.severity <> 'info')
            AS problems
    FROM documents AS d JOIN files AS f ON f.id = d.file_id ORDER BY d.date, d.key
"""
_PROBLEMS = """
    SELECT code, message, remedy, severity, path, page, line, start, "end" FROM problems
    ORDER BY CASE severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, path, page, id
"""


@dataclass(frozen=True, slots=True)
class Line:
    """One document and how much was found in it."""

    key: str
    file: str
    part: str | None
    title: str | None
    kind: str | None
    number: str | None
    date: str | None
    issuer: str | None
    pages: int
    unread: int
    passages: int
    mentions: int
    citations: int
    statements: int
    problems: int

    @property
    def name(self) -> str:
        """The file, and the part of it where it holds several documents."""
        return f"{self.file} · {self.part}" if self.part else self.file


@dataclass(frozen=True, slots=True)
class Summary:
    """The whole corpus in short. `files` pairs each file with its fingerprint; from
    the `unreadable` ones nothing could be taken."""

    documents: tuple[Line, ...]
    problems: tuple[Problem, ...]
    files: tuple[tuple[str, str], ...]
    unreadable: tuple[str, ...]
    entities: int
    texts_cited: int
    absent: int
    quotations: int
    run: dict[str, Any]

    def as_json(self) -> dict[str, Any]:
        """The same for another program."""
        return {
            "build": self.run,
            "documents": [asdict(line) for line in self.documents],
            "unreadable": list(self.unreadable),
            "problems": [asdict(problem) for problem in self.problems],
            "entities": self.entities,
            "texts_cited": self.texts_cited,
            "absent": self.absent,
            "quotations": self.quotations,
        }


def summarise(connection: sqlite3.Connection) -> Summary:
    """The summary of the database behind `connection`."""
    cursor = connection.cursor()
    cursor.row_factory = sqlite3.Row
    documents = tuple(Line(**dict(row)) for row in cursor.execute(_DOCUMENTS))
    problems = tuple(Problem(**dict(row)) for row in cursor.execute(_PROBLEMS))
    files = tuple(tuple(row) for row in cursor.execute("SELECT path, sha256 FROM files"))
    unreadable = cursor.execute(
        "SELECT path FROM files WHERE status = 'illisible' ORDER BY path"
    ).fetchall()
    run = cursor.execute("SELECT * FROM runs ORDER BY id DESC LIMIT 1").fetchone()
    return Summary(
        documents=documents,
        problems=problems,
        files=files,
        unreadable=tuple(row[0] for row in unreadable),
        entities=_count(connection, "entities"),
        texts_cited=_count(connection, "texts_cited WHERE citation_count > 0"),
        absent=_count(connection, "texts_cited WHERE citation_count > 0 AND document_id IS NULL"),
        quotations=_count(connection, "quotations"),
        run=dict(run) if run else {},
    )


def _count(connection: sqlite3.Connection, what: str) -> int:
    return int(connection.execute(f"SELECT count(*) FROM {what}").fetchone()[0])
