"""Opening a corpus in a browser: Datasette with the settings this package asks for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datasette.app import Datasette

SETTINGS: dict[str, Any] = {
    "default_allow_sql": False,
    "allow_download": False,
    # One query a column to propose facets: 700 ms on 250,000 passages, for nobody.
    "suggest_facets": False,
    "default_page_size": 50,
    "truncate_cells_html": 600,
    "num_sql_threads": 3,
}
LOCAL = ["127.0.0.1", "localhost", "[::1]"]


def application(
    database: Path, *, workspace: Path | None = None, title: str = "", description: str = "",
    local: bool = True,
) -> Datasette:  # fmt: skip
    """A read-only Datasette on an immutable corpus database.

    `local` answers only to the names of this machine; turn it off behind a reverse proxy.
    """
    from datasette.app import Datasette

    plugin: dict[str, Any] = {"titre": title, "description": description}
    if local:
        plugin["hosts"] = LOCAL
    if workspace is not None:
        plugin["workspace"] = str(workspace)
    metadata = {
        "title": title or "Corpus de preuves",
        "plugins": {"corpus_browse": plugin},
        "databases": {database.stem: {"tables": TABLES}},
    }
    return Datasette(
        files=[], immutables=[str(database)], metadata=metadata, settings=SETTINGS, memory=False
    )


# What Datasette's own table pages show first. Facets only on short, indexed columns.
TABLES: dict[str, Any] = {
    "documents": {"label_column": "title", "facets": ["kind", "year", "genre"]},
    # Datasette finds a full-text table by the way its SQL is written; ours is named to it.
    "passages": {
        "sort": "id",
        "facets": ["kind"],
        "label_column": "public_id",
        "fts_table": "passages_fts",
        "fts_pk": "id",
    },
    "entities": {"label_column": "name", "facets": ["label"], "sort_desc": "mention_count"},
    "mentions": {"facets": ["label"], "label_column": "text"},
    "statements": {"facets": ["modality"], "label_column": "action"},
    "texts_cited": {"label_column": "title", "facets": ["kind"], "sort_desc": "citation_count"},
    "citations": {"facets": ["relation"], "label_column": "text"},
    "sections": {"label_column": "path"},
    "speakers": {"label_column": "name", "facets": ["category"]},
    "rules": {"label_column": "title", "facets": ["family"]},
    "problems": {"facets": ["severity"], "label_column": "message"},
    "texts": {"hidden": True},
    "boxes": {"hidden": True},
    "arrays": {"hidden": True},
    "postings": {"hidden": True},
    "passages_fts": {"hidden": True},
}
