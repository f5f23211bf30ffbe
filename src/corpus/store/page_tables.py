"""What the mission's tables read: who must do what, which competencies where, what is missing."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from corpus.store.page_facts import STATEMENT_RANK
from corpus.store.pages import Row, count_situated, placeholders, rows, situated

MODALITIES = (
    "obligation", "prohibition", "permission", "recommendation", "commitment", "assignment",
)  # fmt: skip
NOBODY = "-"

# ---------------------------------------------------------------- statements


@dataclass(frozen=True, slots=True)
class StatementFilter:
    """Which statements to list. `bearer` is an entity's key, a name as extracted, or `-` for
    nobody; dates are ISO and bound the deadline (`due_*`) or the text's own date (`said_*`)."""

    bearer: str | None = None
    modality: str | None = None
    document: str | None = None
    due_after: str | None = None
    due_before: str | None = None
    said_after: str | None = None
    said_before: str | None = None
    words: str | None = None
    category: str | None = None

    @property
    def dated(self) -> bool:
        """Whether only statements with a day to act by are wanted."""
        return bool(self.due_after or self.due_before)


def _where(wanted: StatementFilter) -> tuple[str, dict[str, object]]:
    """Conditions only for what is asked, so that the query planner meets the right index."""
    clauses: list[str] = []
    values: dict[str, object] = {}
    for clause, name, value in (
        ("n.modality = :modality", "modality", wanted.modality),
        ("d.key = :document", "document", wanted.document),
        ("d.date >= :said_after", "said_after", wanted.said_after),
        ("d.date <= :said_before", "said_before", wanted.said_before),
        ("x.date >= :due_after", "due_after", wanted.due_after),
        ("x.date <= :due_before", "due_before", wanted.due_before),
        ("instr(lower(n.action), lower(:words)) > 0", "words", wanted.words),
        ("coalesce(t.category, l.category, d.category) = :category", "category", wanted.category),
    ):
        if value:
            clauses.append(clause)
            values[name] = value
    if wanted.bearer == NOBODY:
        clauses.append("n.bearer_id IS NULL AND coalesce(n.bearer_name, n.bearer) IS NULL")
    elif wanted.bearer:
        clauses.append(
            "(n.bearer_id IN (SELECT id FROM entities WHERE key = :bearer OR name = :bearer)"
            " OR (n.bearer_id IS NULL"
            " AND coalesce(n.bearer_name, lower(n.bearer)) = lower(:bearer)))"
        )
        values["bearer"] = wanted.bearer
    return (" AND ".join(clauses) or "1"), values


def statements(
    db: sqlite3.Connection, wanted: StatementFilter, *, limit: int = 30, offset: int = 0
) -> tuple[int, list[Row]]:
    """The statements that answer a filter, with how many there are; by deadline when one is asked
    for, otherwise by the text's date, newest first.

    They are chosen first and told after: sorting hundreds of thousands of rows with every column
    of where they stand would take a hundred times as long.
    """
    where, values = _where(wanted)
    source = "statements AS n JOIN documents AS d ON d.id = n.document_id"
    if wanted.dated:
        source = source.replace(
            "statements AS n",
            "deadlines AS x JOIN statements AS n ON n.id = x.statement_id",
            1,
        )
    if wanted.category:
        source += """ JOIN passages AS p ON p.id = n.passage_id
            LEFT JOIN turns AS t ON t.id = p.turn_id
            LEFT JOIN speakers AS l ON l.id = p.speaker_id"""
    where += " AND n.passage_id IS NOT NULL"
    total = rows(db, f"SELECT count(*) AS n FROM {source} WHERE {where}", values)[0]["n"]
    due, order = ("x.date", "x.date, n.id") if wanted.dated else ("NULL", "d.date DESC, n.id")
    chosen = f"""(SELECT n.id, {due} AS due FROM {source} WHERE {where}
        ORDER BY {order} LIMIT :limit OFFSET :offset) AS c"""
    found = situated(
        db,
        "LEFT JOIN entities AS b ON b.id = n.bearer_id"
        f" ORDER BY {'c.due, n.id' if wanted.dated else 'd.date DESC, n.id'}",
        {**values, "limit": limit, "offset": offset},
        source=f"{chosen} JOIN statements AS n ON n.id = c.id"
        " JOIN passages AS p ON p.id = n.passage_id",
        more=_STATEMENT_COLUMNS + ", c.due",
    )
    return int(total), found


_STATEMENT_COLUMNS = f""", n.id AS statement_id, n.modality, n.action, n.bearer, n.deadline,
    n.deadline_iso, n.conditions, n.text AS words, n.start AS from_, n."end" AS to_, n.certainty,
    n.rule, n.trigger, n.lead_in_text, n.source AS said_by, b.key AS bearer_key,
    coalesce(b.name, n.bearer_name, n.bearer) AS who, {STATEMENT_RANK} AS rank"""


def bearers(db: sqlite3.Connection, *, words: str | None = None, limit: int = 60) -> list[Row]:
    """Who bears how many statements of each modality, the most burdened first."""
    return rows(
        db,
        """SELECT coalesce(e.name, n.bearer_name, lower(n.bearer)) AS who,
            coalesce(e.key, n.bearer_name, lower(n.bearer)) AS key, e.label,
            sum(n.modality = 'obligation') AS obligation,
            sum(n.modality = 'prohibition') AS prohibition,
            sum(n.modality = 'permission') AS permission,
            sum(n.modality = 'recommendation') AS recommendation,
            sum(n.modality = 'commitment') AS commitment,
            sum(n.modality = 'assignment') AS assignment,
            count(*) AS total, count(DISTINCT n.document_id) AS documents
            FROM statements AS n LEFT JOIN entities AS e ON e.id = n.bearer_id
            WHERE :words IS NULL OR instr(lower(coalesce(e.name, n.bearer_name, n.bearer, '')),
                lower(:words)) > 0
            GROUP BY 1, 2 ORDER BY who IS NULL, total DESC, who LIMIT :limit""",
        {"words": words, "limit": limit},
    )


def borne_by(db: sqlite3.Connection, entity_id: int) -> dict[str, int]:
    """How many statements of each modality an entity bears."""
    found = rows(
        db,
        "SELECT modality, count(*) AS n FROM statements WHERE bearer_id = ? GROUP BY 1",
        (entity_id,),
    )
    return {row["modality"]: row["n"] for row in found}


# ---------------------------------------------------------------- named together


def matrix(
    db: sqlite3.Connection, *, row_label: str, column_label: str,
    row_kind: str | None = None, height: int = 30, width: int = 12,
) -> tuple[list[Row], list[Row], dict[tuple[int, int], int]]:  # fmt: skip
    """How many passages name both an entity of `row_label` and one of `column_label`.

    Rows and columns are the entities met most often in such pairs; the cells are by identifier.
    """
    pairs = rows(
        db,
        """SELECT a.entity_id AS r, b.entity_id AS c, count(DISTINCT a.passage_id) AS n
            FROM mentions AS a JOIN entities AS e ON e.id = a.entity_id
            JOIN mentions AS b ON b.passage_id = a.passage_id AND b.label = :column
            WHERE a.label = :row AND (:kind IS NULL OR e.kind = :kind) GROUP BY 1, 2""",
        {"row": row_label, "column": column_label, "kind": row_kind},
    )
    across, down = _best(pairs, "c", width), _best(pairs, "r", height)
    cells = {(p["r"], p["c"]): p["n"] for p in pairs if p["r"] in down and p["c"] in across}
    return _named(db, down), _named(db, across), cells


def _best(pairs: list[Row], side: str, count: int) -> list[int]:
    totals: dict[int, int] = {}
    for pair in pairs:
        totals[pair[side]] = totals.get(pair[side], 0) + pair["n"]
    return sorted(totals, key=lambda identifier: (-totals[identifier], identifier))[:count]


def _named(db: sqlite3.Connection, identifiers: list[int]) -> list[Row]:
    found = rows(
        db,
        f"SELECT id, key, label, name, kind, document_count FROM entities"
        f" WHERE id IN ({placeholders(identifiers)})",
        identifiers,
    )
    return sorted(found, key=lambda row: identifiers.index(row["id"]))


def passages_naming(
    db: sqlite3.Connection, keys: list[str], *, category: str | None = None,
    limit: int = 20, offset: int = 0,
) -> tuple[int, list[Row]]:  # fmt: skip
    """Passages that name every one of the entities, with how many there are."""
    clauses = ["1"] + [
        f"""EXISTS (SELECT 1 FROM mentions AS o JOIN entities AS f ON f.id = o.entity_id
            WHERE o.passage_id = p.id AND f.key = :key{n})"""
        for n, _ in enumerate(keys[1:], 1)
    ]
    if category:
        clauses.append("coalesce(t.category, l.category, d.category) = :category")
    values: dict[str, object] = {f"key{n}": key for n, key in enumerate(keys)}
    values["category"] = category
    where = f"WHERE {' AND '.join(clauses)}"
    source = """(SELECT DISTINCT m.passage_id FROM mentions AS m JOIN entities AS e
        ON e.id = m.entity_id WHERE e.key = :key0) AS a JOIN passages AS p ON p.id = a.passage_id"""
    total = count_situated(db, where, values, source=source)
    found = situated(
        db, f"{where} ORDER BY d.date DESC, p.id LIMIT :limit OFFSET :offset",
        {**values, "limit": limit, "offset": offset}, source=source,
    )  # fmt: skip
    return total, found


def entities_by_key(db: sqlite3.Connection, keys: list[str]) -> list[Row]:
    """Entities in the order of the keys given; unknown ones are left out."""
    found = {
        row["key"]: row
        for row in rows(db, f"SELECT * FROM entities WHERE key IN ({placeholders(keys)})", keys)
    }
    return [found[key] for key in keys if key in found]


# ---------------------------------------------------------------- calendar


_DEADLINES = """deadlines AS x JOIN statements AS n ON n.id = x.statement_id
    LEFT JOIN entities AS b ON b.id = n.bearer_id WHERE n.passage_id IS NOT NULL
    AND (:kind IS NULL OR x.kind = :kind)
    AND (:bearer IS NULL OR coalesce(b.key, n.bearer_name, n.bearer) = :bearer)"""


def calendar(
    db: sqlite3.Connection, *, kind: str | None = None, bearer: str | None = None,
    limit: int = 100, offset: int = 0,
) -> list[Row]:  # fmt: skip
    """Deadlines: dated ones in order, then periods and frequencies."""
    return situated(
        db,
        """LEFT JOIN entities AS b ON b.id = n.bearer_id
            ORDER BY x.date IS NULL, x.date, x.iso, n.id""",
        {"kind": kind, "bearer": bearer, "limit": limit, "offset": offset},
        source=f"""(SELECT x.id FROM {_DEADLINES}
            ORDER BY x.date IS NULL, x.date, x.iso, n.id LIMIT :limit OFFSET :offset) AS c
            JOIN deadlines AS x ON x.id = c.id JOIN statements AS n ON n.id = x.statement_id
            JOIN passages AS p ON p.id = n.passage_id""",
        more=f""", x.kind AS sort, x.iso, x.date AS due, x.event, n.modality, n.action, n.deadline,
            n.start AS from_, n."end" AS to_, b.key AS bearer_key,
            coalesce(b.name, n.bearer_name, n.bearer) AS who, {STATEMENT_RANK} AS rank""",
    )


def deadline_days(
    db: sqlite3.Connection, *, kind: str | None = None, bearer: str | None = None
) -> tuple[int, list[str]]:
    """How many deadlines there are, and the days of those that have one."""
    found = rows(db, f"SELECT x.date FROM {_DEADLINES}", {"kind": kind, "bearer": bearer})
    return len(found), sorted(row["date"] for row in found if row["date"])


# ---------------------------------------------------------------- texts and hearings


def texts_cited(
    db: sqlite3.Connection, *, held: bool | None = None, kind: str | None = None,
    words: str | None = None, limit: int = 100, offset: int = 0,
) -> tuple[int, list[Row]]:  # fmt: skip
    """Texts that the corpus cites, the most cited first; `held` keeps those present or absent."""
    where = """FROM texts_cited AS x LEFT JOIN documents AS d ON d.id = x.document_id
        WHERE x.citation_count > 0 AND (:held IS NULL OR (x.document_id IS NOT NULL) = :held)
        AND (:kind IS NULL OR x.kind = :kind)
        AND (:words IS NULL OR instr(lower(x.title || ' ' || coalesce(x.number, '')),
            lower(:words)) > 0)"""
    values = {
        "held": held if held is None else int(held), "kind": kind, "words": words,
        "limit": limit, "offset": offset,
    }  # fmt: skip
    total = rows(db, f"SELECT count(*) AS n {where}", values)[0]["n"]
    found = rows(
        db,
        f"""SELECT x.*, d.key AS document_key {where}
            ORDER BY x.document_count DESC, x.citation_count DESC, x.title
            LIMIT :limit OFFSET :offset""",
        values,
    )
    return total, found


def kinds_cited(db: sqlite3.Connection) -> list[Row]:
    """The kinds of texts cited, with how many are held and absent."""
    return rows(
        db,
        """SELECT kind, count(*) AS texts, sum(document_id IS NULL) AS absent FROM texts_cited
            WHERE citation_count > 0 GROUP BY 1 ORDER BY 2 DESC""",
    )


def left_open(db: sqlite3.Connection, *, limit: int = 50) -> list[Row]:
    """References left without a text, by reason, with an example of each."""
    return situated(
        db, "ORDER BY c.n DESC LIMIT :limit", {"limit": limit},
        source="""(SELECT coalesce(reason, 'sans motif') AS reason, count(*) AS n, min(passage_id)
            AS passage_id, text AS words FROM citations WHERE text_id IS NULL
            GROUP BY 1) AS c LEFT JOIN passages AS p ON p.id = c.passage_id""",
        more=", c.reason, c.n, c.words",
    )  # fmt: skip


def coverage(db: sqlite3.Connection) -> list[Row]:
    """Hearings held, people heard and words spoken, by category and département: those that the
    analyst gave the hearing, or else what the transcript says of the speaker."""
    return rows(
        db,
        """SELECT coalesce(d.category, l.category, '') AS category,
            coalesce(d.departement, l.departement, '') AS departement,
            count(DISTINCT d.id) AS hearings, count(*) AS people, total(l.words) AS words
            FROM speakers AS l JOIN documents AS d ON d.id = l.document_id
            WHERE l.role NOT IN ('interviewer', 'chair', 'rapporteur') GROUP BY 1, 2""",
    )


def hearings(
    db: sqlite3.Connection, *, category: str | None = None, departement: str | None = None
) -> list[Row]:
    """The hearings, newest first, with who was heard."""
    return rows(
        db,
        """SELECT d.key, coalesce(d.title, d.name) AS title, d.date,
            coalesce(d.departement, max(l.departement)) AS departement,
            coalesce(d.category, group_concat(DISTINCT l.category)) AS categories,
            group_concat(l.name, ', ') AS people, total(l.words) AS words, count(*) AS heard
            FROM documents AS d JOIN speakers AS l ON l.document_id = d.id
            WHERE l.role NOT IN ('interviewer', 'chair', 'rapporteur')
            AND (:category IS NULL OR coalesce(d.category, l.category, '') = :category)
            AND (:departement IS NULL OR coalesce(d.departement, l.departement, '') = :departement)
            GROUP BY d.id ORDER BY d.date DESC, d.id""",
        {"category": category, "departement": departement},
    )


def quantities(
    db: sqlite3.Connection, *, words: str | None = None, limit: int = 50, offset: int = 0
) -> list[Row]:
    """Figures with what they count, and where they stand."""
    return situated(
        db,
        "ORDER BY q.counted IS NULL, d.date DESC, q.id",
        {"words": words, "limit": limit, "offset": offset},
        source="""(SELECT q.id FROM quantities AS q JOIN documents AS d ON d.id = q.document_id
            WHERE q.passage_id IS NOT NULL AND (:words IS NULL
                OR instr(lower(coalesce(q.counted, q.unit, '')), lower(:words)) > 0)
            ORDER BY q.counted IS NULL, d.date DESC, q.id LIMIT :limit OFFSET :offset) AS c
            JOIN quantities AS q ON q.id = c.id JOIN passages AS p ON p.id = q.passage_id""",
        more=""", q.value, q.value_to, q.unit, q.counted, q.text AS words,
            q.start AS from_, q."end" AS to_""",
    )


def reuses(db: sqlite3.Connection, *, limit: int = 50, offset: int = 0) -> list[Row]:
    """Words that two texts share, the closest first."""
    return situated(
        db,
        "ORDER BY q.similarity DESC, q.id",
        {"limit": limit, "offset": offset},
        source="""(SELECT id FROM quotations WHERE passage_id IS NOT NULL
            ORDER BY similarity DESC, id LIMIT :limit OFFSET :offset) AS c
            JOIN quotations AS q ON q.id = c.id JOIN passages AS p ON p.id = q.passage_id
            JOIN documents AS o ON o.id = q.source_document_id
            LEFT JOIN passages AS r ON r.id = q.source_passage_id""",
        more=""", q.text AS words, q.source_text, q.similarity, q.quoted, q.differences,
            coalesce(o.title, o.name) AS source_title, o.key AS source_key, o.date AS source_date,
            r.public_id AS source_public_id""",
    )
