"""One document as the terminal shows it: passages in order, each with the facts it holds."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from dataclasses import asdict, dataclass
from typing import Any

from rapidfuzz import process

from corpus.errors import StoreError
from corpus.french.fold import fold

_FACTS = """
    SELECT m.passage_id, m.start, CASE m.label WHEN 'SERVICE' THEN 'service'
        WHEN 'BODY' THEN 'organisme' WHEN 'PRACTITIONER' THEN 'praticien' ELSE 'compétence' END,
        m.text, e.name, m.rule
    FROM mentions AS m JOIN entities AS e ON e.id = m.entity_id WHERE m.document_id = :document
    UNION ALL
    SELECT c.passage_id, c.start, 'référence', c.text, coalesce(x.title, c.reason, c.kind), c.rule
    FROM citations AS c LEFT JOIN texts_cited AS x ON x.id = c.text_id
    WHERE c.document_id = :document
    UNION ALL
    SELECT n.passage_id, n.start, CASE n.modality WHEN 'prohibition' THEN 'interdiction'
        WHEN 'commitment' THEN 'engagement' WHEN 'assignment' THEN 'mission confiée'
        WHEN 'recommendation' THEN 'recommandation' ELSE n.modality END, n.text,
        coalesce(n.bearer_name, n.bearer, 'sans porteur') || ' : ' || n.trigger, n.rule
    FROM statements AS n WHERE n.document_id = :document
    ORDER BY 2
"""
_PASSAGES = """
    SELECT p.id, p.public_id, p.kind, p.text, p.start, p."end" AS stop,
        coalesce(g.label, g.number) AS page, s.path AS section, l.name AS speaker
    FROM passages AS p LEFT JOIN pages AS g ON g.id = p.page_id
    LEFT JOIN pages AS h ON h.id = p.page_end_id
    LEFT JOIN sections AS s ON s.id = p.section_id
    LEFT JOIN speakers AS l ON l.id = p.speaker_id
    WHERE p.document_id = :document
        AND (:page IS NULL OR :page BETWEEN g.number AND h.number)
        AND (:from IS NULL OR (p.start >= :from AND p.start < :to))
    ORDER BY p.start
"""


@dataclass(frozen=True, slots=True)
class Fact:
    """Something found in a passage: its words, what they mean, and the rule."""

    nature: str
    text: str
    meaning: str
    rule: str


@dataclass(frozen=True, slots=True)
class ShownPassage:
    """A passage and where it stands."""

    public_id: str
    kind: str
    text: str
    start: int
    end: int
    page: str | None
    section: str | None
    speaker: str | None
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A document's description and the passages asked for."""

    document: dict[str, Any]
    passages: tuple[ShownPassage, ...]

    def as_json(self) -> dict[str, Any]:
        """The same for another program."""
        return {"document": self.document, "passages": [asdict(one) for one in self.passages]}


def show(
    connection: sqlite3.Connection,
    name: str,
    *,
    page: int | None = None,
    section: str | None = None,
) -> Shown:
    """The document that `name` designates (its key, or an unambiguous beginning of its key or file
    name), all of it or one page or section.

    Raises `StoreError` when none or several are meant, or the page or section does not exist.
    """
    document = _document(connection, name)
    start, end = _section_range(connection, document["id"], section)
    facts: dict[int, list[Fact]] = defaultdict(list)
    for passage, _, *rest in connection.execute(_FACTS, {"document": document["id"]}):
        facts[passage].append(Fact(*(str(one) for one in rest)))
    values = {"document": document["id"], "page": page, "from": start, "to": end}
    passages = tuple(
        ShownPassage(
            row["public_id"],
            row["kind"],
            row["text"],
            row["start"],
            row["stop"],
            None if row["page"] is None else str(row["page"]),
            row["section"],
            row["speaker"],
            tuple(facts[row["id"]]),
        )
        for row in connection.execute(_PASSAGES, values)
    )
    if page is not None and not passages:
        raise StoreError(
            f"« {document['name']} » n'a pas de page {page}, ou rien n'y a été lu.",
            f"Il a {document['page_count']} pages.",
            code="page-inconnue",
        )
    return Shown(document, passages)


def _document(connection: sqlite3.Connection, name: str) -> dict[str, Any]:
    rows = [
        dict(row)
        for row in connection.execute(
            "SELECT d.*, f.path AS file FROM documents AS d JOIN files AS f ON f.id = d.file_id"
        )
    ]
    wanted = fold(name)
    exact = [row for row in rows if name in (row["key"], row["file"], row["name"])]
    near = [
        row
        for row in rows
        if fold(row["key"]).startswith(wanted) or fold(row["file"]).startswith(wanted)
    ]
    found = exact or near
    if len(found) == 1:
        return found[0]
    keys = [row["key"] for row in found]
    if found:
        raise StoreError(
            f"« {name} » désigne {len(found)} textes.",
            f"Précisez : {', '.join(keys[:8])}{'…' if len(keys) > 8 else ''}.",
            code="texte-ambigu",
        )
    best = process.extractOne(name, [row["key"] for row in rows], score_cutoff=50)
    hint = f"Vouliez-vous dire « {best[0]} » ? " if best else ""
    raise StoreError(
        f"Aucun texte ne s'appelle « {name} ».",
        f"{hint}La liste des textes : corpus status.",
        code="texte-inconnu",
    )


def _section_range(
    connection: sqlite3.Connection, document: int, section: str | None
) -> tuple[int | None, int | None]:
    if section is None:
        return None, None
    rows = connection.execute(
        'SELECT label, title, start, "end" FROM sections WHERE document_id = ? ORDER BY start',
        (document,),
    ).fetchall()
    wanted = fold(section).rstrip(".")
    ranked = [
        (_likeness(wanted, fold(row[0]).rstrip("."), fold(row[1])), -index, row)
        for index, row in enumerate(rows)
    ]
    best = max(ranked, default=None, key=lambda one: one[:2])
    if best is not None and best[0] > 0:
        return best[2][2], best[2][3]
    labels = ", ".join(row[0] or row[1][:30] for row in rows[:20])
    raise StoreError(
        f"Aucune section « {section} » dans ce texte.",
        f"Ses sections : {labels}." if rows else "Ce texte n'a pas de sections.",
        code="section-inconnue",
    )


def _likeness(wanted: str, label: str, title: str) -> int:
    """How well a section answers what was typed: its number, its first words, or some of them."""
    if label == wanted:
        return 3
    if title.startswith(wanted):
        return 2
    return int(wanted in f"{label} {title}")
