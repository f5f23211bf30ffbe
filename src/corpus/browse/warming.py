"""What the first reader of a large corpus would wait for, made ready while the site opens.

The tables that count everything take up to a second on a quarter of a million passages. They are
the same for everybody as long as the file is, so they are kept (`Site.remember`). A thread with its
own read-only connection makes them, and loads what search needs in memory.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import quote

from corpus.browse.site import Site
from corpus.browse.views.tables import CROSSINGS, PER_PAGE
from corpus.store import page_tables, pages
from corpus.store.arrays import arrays_of

LOG = logging.getLogger("corpus.browse")
SMALL = 20_000_000  # bytes: below, everything is quick and a thread would only be in the way

Query = Callable[[sqlite3.Connection], Any]


def queries() -> dict[tuple[Any, ...], Query]:
    """What is remembered without any parameter, under the keys that the pages use."""
    crossings: dict[tuple[Any, ...], Query] = {
        ("matrix", name, None): partial(
            page_tables.matrix, row_label=one["rows"], column_label=one["columns"]
        )
        for name, one in CROSSINGS.items()
    }
    return {
        ("overview",): pages.overview,
        ("bearers", None): page_tables.bearers,
        ("kinds",): page_tables.kinds_cited,
        ("left open",): page_tables.left_open,
        ("reuses", 1): partial(page_tables.reuses, limit=PER_PAGE + 1),
        **crossings,
    }


def start(site: Site) -> threading.Thread | None:
    """Begin, when the database is large enough to be worth it."""
    if site.path.stat().st_size < SMALL or site.header.version != site.header.expected:
        return None
    thread = threading.Thread(target=warm, args=(site,), name="corpus-warming", daemon=True)
    thread.start()
    return thread


def warm(site: Site) -> None:
    """Make everything ready. A failure only means that the first reader waits."""
    try:
        connection = sqlite3.connect(f"file:{quote(str(site.path))}?mode=ro", uri=True)
        connection.row_factory = sqlite3.Row
        try:
            arrays_of(connection)
            for key, query in queries().items():
                site.keep(key, query(connection))
        finally:
            connection.close()
    except (sqlite3.Error, OSError) as error:
        LOG.warning("Préparation interrompue : %s", error)
