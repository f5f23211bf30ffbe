"""The home page: what the corpus holds, what is new, what needs attention."""

from __future__ import annotations

from datasette import Response

from corpus.browse.errors import not_found
from corpus.browse.parameters import Request
from corpus.browse.site import Site, view
from corpus.store import pages


@view
async def home(site: Site, request: Request) -> Response:
    """`/`"""
    overview = await site.remember(("overview",), pages.overview)
    entities = {row["label"]: row for row in overview.entities}
    modalities = {row["modality"]: row["n"] for row in overview.modalities}
    context = {"overview": overview, "entities": entities, "modalities": modalities}
    return await site.page(request, "accueil.html", context)


@view
async def attention(site: Site, request: Request) -> Response:
    """`/a-verifier`: every problem with what to do about it."""
    found = await site.read(pages.problems)
    overview = await site.remember(("overview",), pages.overview)
    return await site.page(request, "a_verifier.html", {"problems": found, "overview": overview})


@view
async def help_page(site: Site, request: Request) -> Response:
    """`/aide`: how to search, read and quote."""
    return await site.page(request, "aide.html", {})


@view
async def closed(site: Site, request: Request) -> Response:
    """Pages of Datasette that are not for readers."""
    raise not_found("Cette page n'est pas pour la lecture.", "Repartez de l'accueil.")
