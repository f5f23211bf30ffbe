"""What search needs beside the passages: the full-text index, the lexicon, the arrays."""

from __future__ import annotations

import sqlite3

from corpus.rules import Ruleset


def index_search(connection: sqlite3.Connection, ruleset: Ruleset) -> None:
    """Fill the search tables of a database whose passages are in."""
    connection.execute("INSERT INTO passages_fts (passages_fts) VALUES ('rebuild')")
    connection.execute("INSERT INTO passages_fts (passages_fts) VALUES ('optimize')")
