"""What the pages read of documents and passages, each query given an open connection.

All of it is fixed SQL with bound values; nothing that a reader types becomes SQL. `situated` is
the one description of where a passage stands, shared by the pages, the citations and the exports.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

Row = sqlite3.Row
Box = tuple[float, float, float, float]

_COLUMNS = """p.id AS passage_id, p.public_id, p.document_id, p.position, p.kind, p.label, p.level,
    p.start, p."end" AS stop, p.text, p.section_id, p.turn_id, p.lead_in_start, p.lead_in_end,
    d.key, d.name, d.part, d.title, d.kind AS document_kind, d.genre, d.number, d.date,
    d.issuer, d.nor,
    d.format, d.category AS document_category, d.departement AS document_departement,
    g.number AS page, g.label AS page_label, g.status AS page_status, g.approximate,
    e.number AS page_end, e.label AS page_end_label,
    s.path AS section, s.label AS section_label, s.title AS section_title, s.kind AS section_kind,
    t.role, t.time, t.label AS turn_label, t.organisation AS turn_organisation,
    t.category AS turn_category, t.attribution,
    l.name AS speaker, l.organisation AS speaker_organisation, l.category AS speaker_category,
    coalesce(l.departement, d.departement) AS departement,
    f.path AS file, f.sha256 AS file_sha256"""

# The outer joins cost nothing where no column of theirs is asked for: SQLite leaves them out.
_JOINS = """
JOIN documents AS d ON d.id = p.document_id
JOIN files AS f ON f.id = d.file_id
LEFT JOIN pages AS g ON g.id = p.page_id
LEFT JOIN pages AS e ON e.id = p.page_end_id
LEFT JOIN sections AS s ON s.id = p.section_id
LEFT JOIN turns AS t ON t.id = p.turn_id
LEFT JOIN speakers AS l ON l.id = p.speaker_id
"""


Values = Sequence[object] | Mapping[str, object]


def situated(
    db: sqlite3.Connection, rest: str, values: Values = (), *,
    source: str = "passages AS p", more: str = "",
) -> list[Row]:  # fmt: skip
    """Passages with everything that says where they stand. `rest`, `source` and `more` (further
    columns) are SQL written in this package, never what a reader typed."""
    return rows(db, f"SELECT {_COLUMNS}{more} FROM {source} {_JOINS} {rest}", values)


def count_situated(
    db: sqlite3.Connection, rest: str, values: Values = (), *, source: str = "passages AS p"
) -> int:
    """How many rows `situated` would give."""
    found = rows(db, f"SELECT count(*) AS n FROM {source} {_JOINS} {rest}", values)
    return int(found[0]["n"])


def rows(db: sqlite3.Connection, sql: str, values: Values = ()) -> list[Row]:
    """All rows of a query, by name of column."""
    cursor = db.cursor()
    cursor.row_factory = sqlite3.Row
    return cursor.execute(sql, values).fetchall()


def one(db: sqlite3.Connection, sql: str, values: Values = ()) -> Row | None:
    """The first row of a query, or None."""
    found = rows(db, sql, values)
    return found[0] if found else None


def placeholders(values: Sequence[object]) -> str:
    """`?, ?, ?`, one for each value."""
    return ", ".join("?" * len(values))


# ---------------------------------------------------------------- the corpus as a whole


@dataclass(frozen=True, slots=True)
class Overview:
    """What the home page says: counts, the newest texts and what needs attention."""

    run: Row | None
    documents: int
    passages: int
    words: int
    pages: int
    kinds: list[Row]
    entities: list[Row]
    modalities: list[Row]
    texts: Row
    hearings: Row
    newest: list[Row]
    problems: list[Row]
    problem_count: int
    unread: list[Row]
    span: Row


def overview(db: sqlite3.Connection) -> Overview:
    """The whole corpus in a dozen small counts."""
    totals = rows(
        db,
        """SELECT count(*) AS documents, total(passage_count) AS passages, total(words) AS words,
            total(page_count) AS pages, min(date) AS first, max(date) AS last FROM documents""",
    )[0]
    return Overview(
        run=one(db, "SELECT * FROM runs ORDER BY id DESC LIMIT 1"),
        documents=totals["documents"], passages=int(totals["passages"]),
        words=int(totals["words"]), pages=int(totals["pages"]), span=totals,
        kinds=rows(db, """SELECT coalesce(kind, genre) AS kind, count(*) AS documents
            FROM documents GROUP BY 1 ORDER BY 2 DESC, 1"""),
        entities=rows(db, """SELECT label, count(*) AS entities, total(mention_count) AS mentions
            FROM entities GROUP BY label"""),
        modalities=rows(db, "SELECT modality, count(*) AS n FROM statements GROUP BY 1"),
        texts=rows(db, """SELECT count(*) AS texts, sum(document_id IS NULL) AS absent,
            total(citation_count) AS citations FROM texts_cited""")[0],
        hearings=rows(db, """SELECT count(DISTINCT d.id) AS hearings, count(s.id) AS people
            FROM documents AS d JOIN speakers AS s ON s.document_id = d.id
            WHERE d.genre = 'hearing'""")[0],
        newest=rows(db, """SELECT key, title, name, part, kind, number, date, issuer, added, changed
            FROM documents ORDER BY max(added, changed) DESC, id DESC LIMIT 6"""),
        problems=problems(db, limit=6),
        problem_count=rows(
            db, "SELECT count(*) AS n FROM problems WHERE severity <> 'info'"
        )[0]["n"],
        unread=rows(db, """SELECT key, title, name, part, unread_pages, page_count FROM documents
            WHERE unread_pages > 0 ORDER BY unread_pages DESC LIMIT 6"""),
    )  # fmt: skip


def problems(
    db: sqlite3.Connection, *, limit: int = 1000, document: int | None = None
) -> list[Row]:
    """What went wrong or was left open, the worst first."""
    return rows(
        db,
        """SELECT b.*, d.key, coalesce(d.title, d.name) AS title FROM problems AS b
            LEFT JOIN documents AS d ON d.id = b.document_id
            WHERE (:document IS NULL AND b.severity <> 'info') OR b.document_id = :document
            ORDER BY CASE b.severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END,
            b.path, b.page LIMIT :limit""",
        {"document": document, "limit": limit},
    )


def documents(
    db: sqlite3.Connection, *, kind: str | None = None, words: str | None = None,
    limit: int = 100, offset: int = 0,
) -> tuple[int, list[Row]]:  # fmt: skip
    """Documents by date, with how many there are in all; `words` is looked for in title, number,
    issuer and file name, taken literally."""
    where = """FROM documents AS d JOIN files AS f ON f.id = d.file_id
        WHERE (:kind IS NULL OR coalesce(d.kind, d.genre) = :kind)
        AND (:words IS NULL OR instr(lower(coalesce(d.title, '') || ' ' || coalesce(d.number, '')
            || ' ' || coalesce(d.issuer, '') || ' ' || f.path), lower(:words)) > 0)"""
    values = {"kind": kind, "words": words, "limit": limit, "offset": offset}
    total = rows(db, f"SELECT count(*) AS n {where}", values)[0]["n"]
    found = rows(
        db,
        f"""SELECT d.*, f.path {where} ORDER BY d.date IS NULL, d.date DESC, d.id
            LIMIT :limit OFFSET :offset""",
        values,
    )
    return total, found


# ---------------------------------------------------------------- one document


def document(db: sqlite3.Connection, key: str) -> Row | None:
    """A document by its key, with its file."""
    return one(
        db,
        """SELECT d.*, f.path AS file, f.sha256 AS file_sha256, f.sidecar, x.id AS cited_id,
            x.key AS cited_key FROM documents AS d JOIN files AS f ON f.id = d.file_id
            LEFT JOIN texts_cited AS x ON x.document_id = d.id WHERE d.key = ?""",
        (key,),
    )


def sections(db: sqlite3.Connection, document_id: int) -> list[Row]:
    """The table of contents."""
    return rows(
        db, "SELECT * FROM sections WHERE document_id = ? ORDER BY start, level", (document_id,)
    )


def breadth(db: sqlite3.Connection, document_id: int) -> list[Row]:
    """Position, address and length of every passage, to cut a long document into parts."""
    return rows(
        db,
        """SELECT position, public_id, start, "end" AS stop, kind, level FROM passages
            WHERE document_id = ? ORDER BY start""",
        (document_id,),
    )


def passages(db: sqlite3.Connection, document_id: int, first: int, last: int) -> list[Row]:
    """The passages whose position lies between `first` and `last`, in order."""
    return situated(
        db, "WHERE p.document_id = ? AND p.position BETWEEN ? AND ? ORDER BY p.start",
        (document_id, first, last),
    )  # fmt: skip


def text(db: sqlite3.Connection, document_id: int) -> str:
    """The canonical text of a document."""
    found = one(db, "SELECT text FROM texts WHERE document_id = ?", (document_id,))
    return str(found["text"]) if found else ""


def turns(db: sqlite3.Connection, document_id: int, start: int, stop: int) -> list[Row]:
    """The turns that touch a range of the text, with their speakers."""
    return rows(
        db,
        """SELECT t.*, l.name AS speaker, l.organisation AS speaker_organisation,
            l.category AS speaker_category FROM turns AS t
            LEFT JOIN speakers AS l ON l.id = t.speaker_id
            WHERE t.document_id = ? AND t.start < ? AND t."end" > ? ORDER BY t.start""",
        (document_id, stop, start),
    )


def speakers(db: sqlite3.Connection, document_id: int) -> list[Row]:
    """Who speaks in a hearing, the most talkative first."""
    return rows(
        db, "SELECT * FROM speakers WHERE document_id = ? ORDER BY words DESC", (document_id,)
    )


def notes(db: sqlite3.Connection, document_id: int) -> list[Row]:
    """Footnotes with the passages of call and note."""
    return rows(
        db,
        """SELECT n.*, a.public_id AS call_public_id, a.position AS call_position,
            b.public_id AS note_public_id, b.position AS note_position
            FROM notes AS n LEFT JOIN passages AS a ON a.id = n.call_passage_id
            LEFT JOIN passages AS b ON b.id = n.passage_id WHERE n.document_id = ?
            ORDER BY n.call_start""",
        (document_id,),
    )


def pages(db: sqlite3.Connection, document_id: int) -> list[Row]:
    """Every page of a document, read or not."""
    return rows(db, "SELECT * FROM pages WHERE document_id = ? ORDER BY number", (document_id,))


def page(db: sqlite3.Connection, document_id: int, number: int) -> Row | None:
    """One page by its physical number."""
    return one(
        db, "SELECT * FROM pages WHERE document_id = ? AND number = ?", (document_id, number)
    )


def furniture(db: sqlite3.Connection, page_id: int) -> list[Row]:
    """What reading cut from a page: running headers, footers, stamps."""
    return rows(db, "SELECT kind, text FROM furniture WHERE page_id = ? ORDER BY id", (page_id,))


def page_passages(db: sqlite3.Connection, page_row: Row) -> list[Row]:
    """The passages that stand on a page, wholly or in part."""
    return situated(
        db, 'WHERE p.document_id = ? AND p.start < ? AND p."end" > ? ORDER BY p.start',
        (page_row["document_id"], page_row["end"], page_row["start"]),
    )  # fmt: skip


def boxes(db: sqlite3.Connection, page_id: int, start: int, stop: int) -> list[Box]:
    """The lines that words `start:stop` fill on a page, in PDF points from the top left corner."""
    packed = one(db, "SELECT packed FROM boxes WHERE page_id = ?", (page_id,))
    if packed is None:
        return []
    words = json.loads(zlib.decompress(packed["packed"]))
    return join_lines([tuple(w[2:6]) for w in words if w[0] < stop and w[1] > start])


def join_lines(words: Iterable[Box]) -> list[Box]:
    """Word boxes that follow one another on one line made one box, so that a passage is framed
    line by line. Two boxes are on one line when they share more than half of the lower one."""
    lines: list[Box] = []
    for x0, y0, x1, y1 in words:
        if lines:
            a0, b0, a1, b1 = lines[-1]
            shared = min(b1, y1) - max(b0, y0)
            if shared > 0.5 * min(b1 - b0, y1 - y0) and x0 >= a0 - 1:
                lines[-1] = (a0, min(b0, y0), max(a1, x1), max(b1, y1))
                continue
        lines.append((x0, y0, x1, y1))
    return lines


# ---------------------------------------------------------------- one passage


def passage(db: sqlite3.Connection, public_id: str) -> Row | None:
    """A passage by its permanent address."""
    found = situated(db, "WHERE p.public_id = ?", (public_id,))
    return found[0] if found else None


def passages_by_address(db: sqlite3.Connection, public_ids: Sequence[str]) -> list[Row]:
    """Passages in the order of the addresses given; unknown ones are left out."""
    found = {
        row["public_id"]: row
        for row in situated(db, f"WHERE p.public_id IN ({placeholders(public_ids)})", public_ids)
    }
    return [found[address] for address in public_ids if address in found]


def neighbours(db: sqlite3.Connection, row: Row) -> tuple[Row | None, Row | None]:
    """The passages just before and just after one."""
    around = situated(
        db, "WHERE p.document_id = ? AND p.position IN (?, ?) ORDER BY p.position",
        (row["document_id"], row["position"] - 1, row["position"] + 1),
    )  # fmt: skip
    before = next((r for r in around if r["position"] < row["position"]), None)
    after = next((r for r in around if r["position"] > row["position"]), None)
    return before, after


def lead_in(db: sqlite3.Connection, row: Row) -> str | None:
    """The words that introduce the list in which an item stands."""
    if row["lead_in_start"] is None:
        return None
    start, stop = row["lead_in_start"], row["lead_in_end"]
    return text(db, row["document_id"])[start:stop]
