"""From words that people type to the values that filters take."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence

from rapidfuzz import process

from corpus.errors import StoreError
from corpus.french.fold import fold
from corpus.store.filters import ENTITIES, TITLES, Filters, day

MODALITIES = {
    "obligation": "obligation",
    "interdiction": "prohibition",
    "permission": "permission",
    "recommandation": "recommendation",
    "engagement": "commitment",
    "mission confiée": "assignment",
}
_COLUMNS = {
    "kind": "SELECT DISTINCT kind FROM documents",
    "issuer": "SELECT DISTINCT issuer FROM documents",
    "departement": "SELECT departement FROM documents UNION SELECT departement FROM speakers",
    "category": "SELECT category FROM documents UNION SELECT category FROM speakers"
    " UNION SELECT category FROM turns",
}


def chosen_filters(
    connection: sqlite3.Connection,
    typed: Mapping[str, Sequence[str] | None],
    date_from: str | None = None,
    date_to: str | None = None,
) -> Filters:
    """The filters that were typed, accents and capitals aside; an entity by its name or any of its
    aliases. Raises `StoreError` for a value that the corpus does not have, naming the nearest."""
    chosen: dict[str, tuple[str, ...]] = {}
    for name, values in typed.items():
        found = [one for value in values or () for one in _values(connection, name, value)]
        if found:
            chosen[name] = tuple(found)
    for date in (date_from, date_to):
        if date and day(date) is None:
            raise StoreError(
                f"« {date} » n'est pas une date.", "Écrivez-la ainsi : 2012-05-23.", code="date"
            )
    return Filters(chosen, date_from, date_to)


def _values(connection: sqlite3.Connection, name: str, value: str) -> list[str]:
    known = _known(connection, name)
    wanted = fold(value)
    found = [one for text, one in known if fold(text) == wanted]
    if not found:
        found = [one for text, one in known if wanted in fold(text)]
    if found:
        return list(dict.fromkeys(found))
    near = process.extractOne(value, [text for text, _ in known], score_cutoff=50)
    hint = f"Le plus proche : « {near[0]} »." if near else "Le corpus n'en contient aucun."
    raise StoreError(f"{TITLES[name]} : « {value} » n'est pas dans le corpus.", hint, code="filtre")


def _known(connection: sqlite3.Connection, name: str) -> list[tuple[str, str]]:
    """Every text by which a value of the filter may be named, with the value."""
    if name == "modality":
        return list(MODALITIES.items())
    if name in ENTITIES:
        rows = connection.execute(
            "SELECT name, id FROM entities WHERE label = :label UNION"
            " SELECT a.form, e.id FROM aliases AS a JOIN entities AS e ON e.id = a.entity_id"
            " WHERE e.label = :label",
            {"label": ENTITIES[name]},
        )
        return [(str(text), str(row)) for text, row in rows]
    return [(str(row[0]), str(row[0])) for row in connection.execute(_COLUMNS[name]) if row[0]]
