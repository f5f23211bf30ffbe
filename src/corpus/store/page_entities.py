"""What the pages read of services, bodies, practitioners and competencies."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from corpus.store.pages import Row, one, placeholders, rows, situated


def entities(
    db: sqlite3.Connection,
    label: str,
    *,
    words: str | None = None,
    limit: int = 100,
    offset: int = 0,
) -> tuple[int, list[Row]]:
    """Entities of one label, the most named first; `words` is looked for in name and aliases."""
    where = """FROM entities AS e LEFT JOIN entities AS q ON q.id = e.parent_id
        WHERE e.label = :label
        AND (:words IS NULL OR instr(lower(e.name), lower(:words)) > 0 OR EXISTS (
            SELECT 1 FROM aliases AS a WHERE a.entity_id = e.id
            AND instr(lower(a.form), lower(:words)) > 0))"""
    values = {"label": label, "words": words, "limit": limit, "offset": offset}
    total = rows(db, f"SELECT count(*) AS n {where}", values)[0]["n"]
    found = rows(
        db,
        f"""SELECT e.*, q.name AS parent_name, q.key AS parent_key {where}
            ORDER BY e.mention_count DESC, e.statement_count DESC, e.name
            LIMIT :limit OFFSET :offset""",
        values,
    )
    return total, found


def entity(db: sqlite3.Connection, label: str, slug: str) -> Row | None:
    """An entity by label and by the name its address has: its key without the label, blanks
    written as hyphens."""
    return one(
        db,
        """SELECT e.*, q.name AS parent_name, q.key AS parent_key, q.label AS parent_label
            FROM entities AS e LEFT JOIN entities AS q ON q.id = e.parent_id
            WHERE e.label = ?
            AND replace(substr(e.key, instr(e.key, ':') + 1), ' ', '-') = replace(?, ' ', '-')
            ORDER BY e.id LIMIT 1""",
        (label, slug),
    )


def aliases(db: sqlite3.Connection, entity_id: int) -> list[Row]:
    """Every way an entity is written, the most frequent first."""
    return rows(
        db,
        "SELECT form, occurrences FROM aliases WHERE entity_id = ? ORDER BY occurrences DESC, form",
        (entity_id,),
    )


def children(db: sqlite3.Connection, entity_id: int) -> list[Row]:
    """What is a kind or a part of an entity."""
    return rows(
        db, "SELECT * FROM entities WHERE parent_id = ? ORDER BY mention_count DESC", (entity_id,)
    )


def entity_documents(db: sqlite3.Connection, entity_id: int) -> list[Row]:
    """The documents that name an entity, with how often."""
    return rows(
        db,
        """SELECT d.key, coalesce(d.title, d.name) AS title, d.date, d.kind, count(*) AS n
            FROM mentions AS m JOIN documents AS d ON d.id = m.document_id
            WHERE m.entity_id = ? GROUP BY d.id ORDER BY n DESC, d.date DESC LIMIT 200""",
        (entity_id,),
    )


def entity_passages(
    db: sqlite3.Connection, entity_id: int, *, document: str | None = None,
    limit: int = 20, offset: int = 0,
) -> list[Row]:  # fmt: skip
    """Passages that name an entity, in the order of the documents' dates."""
    return situated(
        db,
        """WHERE (:document IS NULL OR d.key = :document)
            ORDER BY d.date DESC, p.id LIMIT :limit OFFSET :offset""",
        {"entity": entity_id, "document": document, "limit": limit, "offset": offset},
        source="""(SELECT DISTINCT passage_id FROM mentions WHERE entity_id = :entity) AS m
            JOIN passages AS p ON p.id = m.passage_id""",
    )


def count_entity_passages(
    db: sqlite3.Connection, entity_id: int, *, document: str | None = None
) -> int:
    """How many passages name an entity."""
    found = rows(
        db,
        """SELECT count(DISTINCT m.passage_id) AS n FROM mentions AS m
            WHERE m.entity_id = :entity AND (:document IS NULL OR m.document_id =
                (SELECT id FROM documents WHERE key = :document))""",
        {"entity": entity_id, "document": document},
    )
    return int(found[0]["n"])


def beside(db: sqlite3.Connection, entity_id: int, label: str, *, limit: int = 12) -> list[Row]:
    """Entities of another label named in the same passages, with in how many."""
    return rows(
        db,
        """SELECT e.key, e.label, e.name, count(DISTINCT m.passage_id) AS n
            FROM mentions AS s JOIN mentions AS m ON m.passage_id = s.passage_id AND m.label = ?
            JOIN entities AS e ON e.id = m.entity_id
            WHERE s.entity_id = ? AND m.entity_id <> s.entity_id
            GROUP BY e.id ORDER BY n DESC, e.name LIMIT ?""",
        (label, entity_id, limit),
    )


def lookalikes(db: sqlite3.Connection, entity_id: int) -> list[Row]:
    """Entities that may be the same one, proposed and not merged."""
    return rows(
        db,
        """SELECT e.key, e.label, e.name, x.score, x.reason FROM duplicates AS x
            JOIN entities AS e ON e.id = CASE WHEN x.first_id = :e THEN x.second_id
                ELSE x.first_id END
            WHERE x.first_id = :e OR x.second_id = :e ORDER BY x.score DESC""",
        {"e": entity_id},
    )


def entity_slugs(db: sqlite3.Connection, entity_ids: Sequence[int]) -> dict[int, str]:
    """The name that addresses give to entities: their key without its label, hyphens for blanks."""
    return {
        row["id"]: row["key"].partition(":")[2].replace(" ", "-")
        for row in rows(
            db,
            f"SELECT id, key FROM entities WHERE id IN ({placeholders(entity_ids)})",
            entity_ids,
        )
    }
