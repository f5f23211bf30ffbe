"""One passage and its permanent address; passages that name several things together."""

from __future__ import annotations

import sqlite3
from typing import Any

from datasette import Response

from corpus.browse import addresses, parameters
from corpus.browse.citation import cite
from corpus.browse.errors import PageError, not_found
from corpus.browse.marking import Facts, marked
from corpus.browse.pager import Pager
from corpus.browse.parameters import Request
from corpus.browse.site import Site, view
from corpus.browse.views.documents import load_facts
from corpus.store import page_facts, page_tables, pages

PER_PAGE = 20


@view
async def passage(site: Site, request: Request) -> Response:
    """`/passage/<id>` and `/passage/<document>/<position>-<id>`: the words, where they stand,
    everything found in them, and the citation to copy."""
    public_id = parameters.part(request, "public_id")
    context = await site.read(lambda db: load(db, public_id))
    if context is None:
        return await _changed(site, request, public_id)
    return await site.page(request, "passage.html", context)


def load(db: sqlite3.Connection, public_id: str) -> dict[str, Any] | None:
    """Everything about a passage, or None when no passage has that address."""
    row = pages.passage(db, public_id)
    if row is None:
        return None
    facts = load_facts(db, row["document_id"], row["start"], row["stop"])
    before, after = pages.neighbours(db, row)
    return {
        "row": row,
        "words": marked(row, facts.marks()),
        "citation": cite(row),
        "facts": facts,
        "before": before,
        "after": after,
        "lead_in": pages.lead_in(db, row),
        "address": addresses.permanent(row["key"], row["position"], public_id),
    }


async def _changed(site: Site, request: Request, public_id: str) -> Response:
    """The words that had this address are not in the corpus as they were. Where the address says
    in which document and at which place they stood, show what stands there now."""
    if "key" not in request.url_vars:
        raise not_found(
            "Aucun passage du corpus n'a cette adresse : son texte a changé depuis, ou son "
            "document a été retiré.",
            "Cherchez quelques mots de la citation : s'ils sont encore là, ils ont une nouvelle "
            "adresse.",
        )
    key, position = parameters.part(request, "key"), int(parameters.part(request, "position"))

    def there(db: sqlite3.Connection) -> Any:
        document = pages.document(db, key)
        if document is None:
            return None, []
        return document, pages.passages(db, document["id"], position - 1, position + 1)

    document, around = await site.read(there)
    if document is None:
        raise PageError(
            410,
            f"Ce passage venait du document « {key[:120]} », qui n'est plus dans le corpus.",
            "Son texte ne peut plus être vérifié ici : reprenez la source d'origine.",
        )
    context = {
        "document": document, "around": around, "position": position, "public_id": public_id,
        "marked": [marked(row, []) for row in around],
    }  # fmt: skip
    return await site.page(request, "passage_change.html", context, status=410)


@view
async def together(site: Site, request: Request) -> Response:
    """`/passages?entite=…&entite=…`: the passages that name all of them."""
    keys = parameters.texts(request, "entite", most=5)
    category = parameters.text(request, "categorie")
    number = parameters.integer(request, "feuille", 1)
    if not keys:
        raise PageError(
            400, "Cette page attend au moins une entité.", "Ouvrez-la depuis un tableau croisé."
        )

    def load_all(db: sqlite3.Connection) -> dict[str, Any]:
        entities = page_tables.entities_by_key(db, keys)
        if len(entities) < len(keys):
            raise not_found(
                "L'une des entités demandées n'est pas dans ce corpus.",
                "Rouvrez le tableau : ses liens sont à jour.",
            )
        total, found = page_tables.passages_naming(
            db, keys, category=category, limit=PER_PAGE, offset=(number - 1) * PER_PAGE
        )
        wanted = {row["id"] for row in entities}
        results = [
            (row, marked(row, _only(db, row, wanted)), cite(row)) for row in found
        ]  # fmt: skip
        return {"entities": entities, "total": total, "results": results, "category": category}

    context = await site.read(load_all)
    context["pager"] = Pager(request, context["total"], PER_PAGE, number)
    return await site.page(request, "passages.html", context)


def _only(db: sqlite3.Connection, row: pages.Row, entity_ids: set[int]) -> Any:
    found = page_facts.mentions_in(db, row["document_id"], row["start"], row["stop"])
    return Facts(mentions=[one for one in found if one["entity_id"] in entity_ids]).marks()
