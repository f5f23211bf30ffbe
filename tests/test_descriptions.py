"""What Datasette says of the database is in French, complete and true to the schema."""

from __future__ import annotations

import re
import sqlite3

from datasette.utils import detect_fts

from corpus.store.descriptions import database_metadata


def named(database: sqlite3.Connection, kind: str) -> set[str]:
    rows = database.execute("SELECT name FROM sqlite_master WHERE type = ?", (kind,))
    return {row[0] for row in rows if not row[0].startswith("sqlite_")}


def columns(database: sqlite3.Connection, table: str) -> set[str]:
    return {row[1] for row in database.execute(f"PRAGMA table_info('{table}')")}


def test_every_table_and_view_is_described_or_hidden(database: sqlite3.Connection) -> None:
    described = set(database_metadata()["tables"])
    assert described == named(database, "table") | named(database, "view")


def test_every_column_named_is_there(database: sqlite3.Connection) -> None:
    for table, said in database_metadata()["tables"].items():
        wanted = {*said.get("facets", ()), *said.get("columns", ())}
        wanted |= {said[key] for key in ("label_column", "sort", "sort_desc") if key in said}
        assert wanted <= columns(database, table), table


def test_every_query_runs(database: sqlite3.Connection) -> None:
    given = {
        "mot": "pratiques", "porteur": "caisse", "jour": "2013-01-01",
        "texte": "charte", "regle": "obligation/devoir",
    }  # fmt: skip
    for name, query in database_metadata()["queries"].items():
        parameters = set(re.findall(r":(\w+)", query["sql"]))
        assert parameters <= set(given), name
        assert database.execute(query["sql"], given).fetchall(), name


def test_plain_datasette_finds_the_full_text_index(database: sqlite3.Connection) -> None:
    assert detect_fts(database, "passages") == "passages_fts"
