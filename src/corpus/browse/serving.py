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

    from corpus.store.descriptions import database_metadata

    plugin: dict[str, Any] = {"titre": title, "description": description}
    if local:
        plugin["hosts"] = LOCAL
    if workspace is not None:
        plugin["workspace"] = str(workspace)
    metadata = {
        "title": title or "Corpus de preuves",
        "plugins": {"corpus_browse": plugin},
        "databases": {database.stem: database_metadata()},
    }
    return Datasette(
        files=[], immutables=[str(database)], metadata=metadata, settings=SETTINGS, memory=False
    )
