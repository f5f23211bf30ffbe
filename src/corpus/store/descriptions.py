"""What Datasette is told of the database: titles, descriptions, facets and ready-made queries."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_KEYS = {
    "titre": "title",
    "description": "description",
    "facettes": "facets",
    "etiquette": "label_column",
    "tri": "sort",
    "tri_decroissant": "sort_desc",
    "colonnes": "columns",
}


@cache
def _written() -> dict[str, Any]:
    source = Path(__file__).with_name("descriptions.yaml").read_text(encoding="utf-8")
    written = yaml.safe_load(source)
    assert isinstance(written, dict)
    return written


def database_metadata() -> dict[str, Any]:
    """The entry of one corpus database in Datasette's metadata."""
    written = _written()
    tables = {
        name: _described(said) for name, said in {**written["tables"], **written["vues"]}.items()
    }
    tables["passages"] |= {"fts_table": "passages_fts", "fts_pk": "id"}
    tables |= {name: {"hidden": True} for name in written["cachees"]}
    queries = {
        name: {"title": said["titre"], "description": said["description"], "sql": said["sql"]}
        for name, said in written["requetes"].items()
    }
    return {
        "title": written["base"]["titre"],
        "description": written["base"]["description"],
        "tables": tables,
        "queries": queries,
    }


def _described(said: Mapping[str, Any]) -> dict[str, Any]:
    return {_KEYS[key]: value for key, value in said.items()}
