"""Pictures of pages, and the package's own static files."""

from __future__ import annotations

import asyncio
import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from datasette import Response

from corpus.browse import parameters
from corpus.browse.errors import PageError, not_found
from corpus.browse.parameters import Request
from corpus.browse.renderer import Renderer, RenderingError
from corpus.browse.site import Site, view
from corpus.store import pages

RENDERER = Renderer()
STATIC = Path(__file__).parent.parent / "assets"
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}


@view
async def picture(site: Site, request: Request) -> Response:
    """`/document/<key>/page/<n>.png`, drawn from the workspace's file when it has not changed."""
    key, number = parameters.part(request, "key"), int(parameters.part(request, "number"))
    row = await site.read(lambda db: pages.document(db, key))
    if row is None or row["format"] != "pdf" or not 1 <= number <= row["page_count"]:
        raise not_found("Cette page n'a pas d'image.", "Revenez au texte du document.")
    path = source_file(site, row["file"])
    etag = f'"{row["file_sha256"][:16]}-{number}"'
    if request.headers.get("if-none-match") == etag:
        return Response("", status=304, headers={"ETag": etag})
    try:
        data = await asyncio.to_thread(RENDERER.page, path, row["file_sha256"], number)
    except RenderingError as error:
        raise PageError(
            404,
            f"L'image de la page {number} n'est pas disponible : {error}.",
            "Le texte, lui, reste lisible. Si le fichier a changé, relancez « corpus build ».",
        ) from error
    headers = {"ETag": etag, "Cache-Control": "private, max-age=3600"}
    return Response(data, content_type="image/png", headers=headers)


def source_file(site: Site, relative: str) -> Path:
    """The file that a document was read from: inside the workspace's corpus folder and nowhere
    else, whatever the database says."""
    if site.workspace is None:
        raise not_found(
            "Les fichiers d'origine ne sont pas à côté de cette base.",
            "Ouvrez le corpus avec « corpus browse », depuis son espace de travail.",
        )
    root = (site.workspace / "corpus").resolve()
    path = (root / relative).resolve()
    if not path.is_relative_to(root) or not path.is_file():
        raise not_found(
            f"Le fichier « {relative} » n'est plus dans le dossier corpus/.",
            "Redéposez-le, ou relancez « corpus build » s'il a été retiré exprès.",
        )
    return path


@lru_cache
def stamp(name: str) -> str:
    """A static file's address, which changes when its content does."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:8]
    return f"/-/corpus/{digest}/{name}"


async def static(request: Any) -> Response:
    """`/-/corpus/<stamp>/<name>`"""
    name = request.url_vars["name"]
    path = STATIC / name
    if path.parent != STATIC or path.suffix not in TYPES or not path.is_file():
        return Response.text("Introuvable", status=404)
    return Response(
        path.read_text(encoding="utf-8"),
        content_type=TYPES[path.suffix],
        headers={"Cache-Control": "public, max-age=31536000, immutable"},
    )
