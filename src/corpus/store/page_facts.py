"""What the pages read of facts: mentions, statements, citations, quotations, entities, rules.

A fact's address is that of its passage and its rank there (`/enonce/<passage>/2`), because row
numbers do not survive a rebuild and passages do.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from corpus.store.pages import Row, one, placeholders, rows, situated, text

MENTION_RANK = """(SELECT count(*) FROM mentions AS o WHERE o.passage_id = m.passage_id
    AND o.id <= m.id)"""
STATEMENT_RANK = """(SELECT count(*) FROM statements AS o WHERE o.passage_id = n.passage_id
    AND o.id <= n.id)"""
CITATION_RANK = """(SELECT count(*) FROM citations AS o WHERE o.passage_id = c.passage_id
    AND o.id <= c.id)"""


# ---------------------------------------------------------------- facts on a stretch of text


def mentions_in(db: sqlite3.Connection, document_id: int, start: int, stop: int) -> list[Row]:
    """Mentions of entities that touch a range of a document."""
    return rows(
        db,
        f"""SELECT m.*, m."end" AS stop, e.name, e.key AS entity_key, e.mention_count,
            p.public_id, {MENTION_RANK} AS rank FROM mentions AS m
            JOIN entities AS e ON e.id = m.entity_id LEFT JOIN passages AS p ON p.id = m.passage_id
            WHERE m.document_id = ? AND m.start < ? AND m."end" > ? ORDER BY m.start""",
        (document_id, stop, start),
    )


def citations_in(db: sqlite3.Connection, document_id: int, start: int, stop: int) -> list[Row]:
    """References that touch a range of a document, with the text each leads to."""
    return rows(
        db,
        f"""SELECT c.*, c."end" AS stop, x.title, x.key AS text_key, x.document_id AS held,
            p.public_id, {CITATION_RANK} AS rank FROM citations AS c
            LEFT JOIN texts_cited AS x ON x.id = c.text_id
            LEFT JOIN passages AS p ON p.id = c.passage_id
            WHERE c.document_id = ? AND c.start < ? AND c."end" > ? ORDER BY c.start""",
        (document_id, stop, start),
    )


def statements_in(db: sqlite3.Connection, document_id: int, start: int, stop: int) -> list[Row]:
    """Statements with an action in a range of a document."""
    return rows(
        db,
        f"""SELECT n.*, n."end" AS stop, coalesce(e.name, n.bearer_name, n.bearer) AS who,
            e.key AS bearer_key, p.public_id, {STATEMENT_RANK} AS rank FROM statements AS n
            LEFT JOIN entities AS e ON e.id = n.bearer_id
            LEFT JOIN passages AS p ON p.id = n.passage_id
            WHERE n.document_id = ? AND n.start < ? AND n."end" > ? ORDER BY n.start, n.id""",
        (document_id, stop, start),
    )


def parts_of(db: sqlite3.Connection, statement_ids: Sequence[int]) -> dict[int, list[Row]]:
    """The parts of statements, each a span of the text, by statement."""
    found: dict[int, list[Row]] = {identifier: [] for identifier in statement_ids}
    for chunk in range(0, len(statement_ids), 500):
        piece = statement_ids[chunk : chunk + 500]
        for row in rows(
            db,
            f"""SELECT *, "end" AS stop FROM statement_parts
                WHERE statement_id IN ({placeholders(piece)}) ORDER BY start""",
            piece,
        ):
            found[row["statement_id"]].append(row)
    return found


def quotations_in(db: sqlite3.Connection, document_id: int, start: int, stop: int) -> list[Row]:
    """Words of a range that stand in another document too, seen from either side."""
    return rows(
        db,
        """SELECT q.start, q."end" AS stop, q.text, q.source_text AS other_text, q.similarity,
            q.quoted, q.differences, d.key, coalesce(d.title, d.name) AS title, p.public_id,
            o.public_id AS here, 'reprend' AS sense
            FROM quotations AS q JOIN documents AS d ON d.id = q.source_document_id
            LEFT JOIN passages AS p ON p.id = q.source_passage_id
            LEFT JOIN passages AS o ON o.id = q.passage_id
            WHERE q.document_id = :d AND q.start < :stop AND q."end" > :start
        UNION ALL
        SELECT q.source_start, q.source_end, q.source_text, q.text, q.similarity,
            q.quoted, q.differences, d.key, coalesce(d.title, d.name), p.public_id,
            o.public_id, 'repris'
            FROM quotations AS q JOIN documents AS d ON d.id = q.document_id
            LEFT JOIN passages AS p ON p.id = q.passage_id
            LEFT JOIN passages AS o ON o.id = q.source_passage_id
            WHERE q.source_document_id = :d AND q.source_start < :stop AND q.source_end > :start
        ORDER BY 1""",
        {"d": document_id, "start": start, "stop": stop},
    )


# ---------------------------------------------------------------- one fact


def mention(db: sqlite3.Connection, public_id: str, rank: int) -> Row | None:
    """The mention of that rank in a passage."""
    return one(
        db,
        """SELECT m.*, m."end" AS stop, e.name, e.key AS entity_key, e.mention_count,
            e.document_count, p.public_id, r.title AS rule_title, r.family AS rule_family
            FROM passages AS p JOIN mentions AS m ON m.passage_id = p.id
            JOIN entities AS e ON e.id = m.entity_id LEFT JOIN rules AS r ON r.id = m.rule
            WHERE p.public_id = ? ORDER BY m.id LIMIT 1 OFFSET ?""",
        (public_id, rank - 1),
    )


def citation(db: sqlite3.Connection, public_id: str, rank: int) -> Row | None:
    """The reference of that rank in a passage."""
    return one(
        db,
        """SELECT c.*, c."end" AS stop, x.title, x.key AS text_key, x.url, x.eli,
            x.citation_count, x.document_count, d.key AS held_key, p.public_id,
            r.title AS rule_title, r.family AS rule_family
            FROM passages AS p JOIN citations AS c ON c.passage_id = p.id
            LEFT JOIN texts_cited AS x ON x.id = c.text_id
            LEFT JOIN documents AS d ON d.id = x.document_id LEFT JOIN rules AS r ON r.id = c.rule
            WHERE p.public_id = ? ORDER BY c.id LIMIT 1 OFFSET ?""",
        (public_id, rank - 1),
    )


def targets_of(db: sqlite3.Connection, citation_id: int) -> list[Row]:
    """Where a reference leads, article by article."""
    return rows(
        db,
        """SELECT k.*, x.key AS text_key, x.title, d.key AS held_key, s.label, s.title AS heading,
            (SELECT q.public_id FROM passages AS q WHERE q.document_id = s.document_id
                AND q.start >= s.start ORDER BY q.start LIMIT 1) AS public_id
            FROM citation_targets AS k LEFT JOIN texts_cited AS x ON x.id = k.text_id
            LEFT JOIN sections AS s ON s.id = k.section_id
            LEFT JOIN documents AS d ON d.id = s.document_id WHERE k.citation_id = ?""",
        (citation_id,),
    )


def statement(db: sqlite3.Connection, public_id: str, rank: int) -> Row | None:
    """The statement of that rank in a passage."""
    return one(
        db,
        """SELECT n.*, n."end" AS stop, coalesce(e.name, n.bearer_name, n.bearer) AS who,
            e.key AS bearer_key, p.public_id, r.title AS rule_title, r.family AS rule_family
            FROM passages AS p JOIN statements AS n ON n.passage_id = p.id
            LEFT JOIN entities AS e ON e.id = n.bearer_id LEFT JOIN rules AS r ON r.id = n.rule
            WHERE p.public_id = ? ORDER BY n.id LIMIT 1 OFFSET ?""",
        (public_id, rank - 1),
    )


def deadlines_of(db: sqlite3.Connection, statement_id: int) -> list[Row]:
    """The deadlines computed for a statement."""
    return rows(db, "SELECT * FROM deadlines WHERE statement_id = ?", (statement_id,))


def words_around(
    db: sqlite3.Connection, row: Row, parts: Sequence[Row], passage: Row
) -> tuple[int, str]:
    """The stretch of text that holds the passage of a statement and all its parts (the trigger of
    a list stands in its lead-in), with where it starts."""
    start = min([passage["start"], *(part["start"] for part in parts)])
    stop = max([passage["stop"], *(part["stop"] for part in parts)])
    if start == passage["start"] and stop == passage["stop"]:
        return start, str(passage["text"])
    return start, text(db, row["document_id"])[start:stop]


# ---------------------------------------------------------------- texts cited


def cited_text(db: sqlite3.Connection, key: str) -> Row | None:
    """A text known to the corpus, held or only cited."""
    return one(
        db,
        """SELECT x.*, d.key AS document_key, coalesce(d.title, d.name) AS document_title
            FROM texts_cited AS x LEFT JOIN documents AS d ON d.id = x.document_id
            WHERE x.key = ?""",
        (key,),
    )


def citations_of(
    db: sqlite3.Connection,
    text_id: int,
    *,
    article: str | None = None,
    limit: int = 30,
    offset: int = 0,
) -> list[Row]:
    """Who cites a text, with the words; `article` keeps the citations of that article."""
    return situated(
        db,
        """WHERE c.text_id = :text AND (:article IS NULL OR EXISTS (SELECT 1
            FROM citation_targets AS k WHERE k.citation_id = c.id AND k.article = :article))
            ORDER BY d.date DESC, c.id LIMIT :limit OFFSET :offset""",
        {"text": text_id, "article": article, "limit": limit, "offset": offset},
        source="citations AS c JOIN passages AS p ON p.id = c.passage_id",
        more=', c.text AS words, c.relation, c.start AS from_, c."end" AS to_, '
        f"{CITATION_RANK} AS rank",
    )


def count_citations_of(db: sqlite3.Connection, text_id: int, *, article: str | None = None) -> int:
    """How many times a text, or one article of it, is cited."""
    if article is None:
        sql = "SELECT count(*) AS n FROM citations WHERE text_id = ? AND ? IS NULL"
    else:
        sql = """SELECT count(DISTINCT k.citation_id) AS n FROM citation_targets AS k
            JOIN citations AS c ON c.id = k.citation_id WHERE c.text_id = ? AND k.article = ?"""
    return int(rows(db, sql, (text_id, article))[0]["n"])


def articles_of(db: sqlite3.Connection, text_id: int) -> list[Row]:
    """The articles of a text that are cited, with how often, the most cited first."""
    return rows(
        db,
        """SELECT k.article, count(DISTINCT k.citation_id) AS n FROM citation_targets AS k
            WHERE k.text_id = ? AND k.article IS NOT NULL GROUP BY 1
            ORDER BY n DESC, 1 LIMIT 200""",
        (text_id,),
    )


def forms_of(db: sqlite3.Connection, text_id: int) -> list[Row]:
    """Every way a text is cited."""
    return rows(
        db,
        """SELECT text AS form, count(*) AS n FROM citations WHERE text_id = ?
            GROUP BY 1 ORDER BY n DESC, 1 LIMIT 40""",
        (text_id,),
    )


def cited_by_document(db: sqlite3.Connection, document_id: int) -> list[Row]:
    """The texts that a document cites, with how often."""
    return rows(
        db,
        """SELECT x.key, x.title, x.kind, x.date, x.document_id AS held, count(*) AS n,
            min(p.public_id) AS public_id FROM citations AS c
            JOIN texts_cited AS x ON x.id = c.text_id LEFT JOIN passages AS p ON p.id = c.passage_id
            WHERE c.document_id = ? GROUP BY x.id ORDER BY n DESC, x.title""",
        (document_id,),
    )


def citing_documents(db: sqlite3.Connection, text_id: int) -> list[Row]:
    """The documents that cite a text, with how often and by which relation."""
    return rows(
        db,
        """SELECT d.key, coalesce(d.title, d.name) AS title, d.date, d.kind, count(*) AS n,
            group_concat(DISTINCT c.relation) AS relations FROM citations AS c
            JOIN documents AS d ON d.id = c.document_id
            WHERE c.text_id = ? GROUP BY d.id ORDER BY n DESC, d.date DESC LIMIT 200""",
        (text_id,),
    )


# ---------------------------------------------------------------- rules


def rule(db: sqlite3.Connection, identifier: str) -> Row | None:
    """A rule as written, with how many facts it found."""
    return one(db, "SELECT * FROM rules WHERE id = ?", (identifier,))


def rules(db: sqlite3.Connection) -> list[Row]:
    """Every rule, by family, with what it found."""
    return rows(
        db,
        """SELECT id, family, title, modality, state, facts FROM rules
            ORDER BY family, facts DESC, id""",
    )


def rule_finds(
    db: sqlite3.Connection, identifier: str, *, limit: int = 50, offset: int = 0
) -> list[Row]:
    """What a rule found, of whatever nature, with the words and where they stand."""
    return situated(
        db,
        "ORDER BY p.id, f_.from_",
        {"rule": identifier, "limit": limit, "offset": offset},
        source="""(SELECT passage_id, start AS from_, "end" AS to_, text, label AS nature
                FROM mentions WHERE rule = :rule AND passage_id IS NOT NULL
            UNION ALL SELECT passage_id, start, "end", text, modality FROM statements
                WHERE rule = :rule AND passage_id IS NOT NULL
            UNION ALL SELECT passage_id, start, "end", text, 'REFERENCE' FROM citations
                WHERE rule = :rule AND passage_id IS NOT NULL
            UNION ALL SELECT passage_id, start, "end", text, 'QUANTITY' FROM quantities
                WHERE rule = :rule AND passage_id IS NOT NULL
            ORDER BY 1, 2 LIMIT :limit OFFSET :offset) AS f_
            JOIN passages AS p ON p.id = f_.passage_id""",
        more=", f_.text AS words, f_.nature, f_.from_, f_.to_",
    )
