"""The evidence file: a selection that lives in the address (and, with a script, in the browser)."""

from __future__ import annotations

import asyncio
from pathlib import Path

from datasette import Response

from corpus.browse import parameters
from corpus.browse.errors import PageError, not_found
from corpus.browse.evidence import EvidenceFile, addresses_in, collect, verify
from corpus.browse.exports import FORMATS
from corpus.browse.parameters import Request
from corpus.browse.site import Site, view
from corpus.french.fold import fold


async def _evidence(site: Site, request: Request) -> EvidenceFile:
    given = parameters.texts(request, "p")
    added = parameters.text(request, "ajouter")
    title = parameters.text(request, "titre", longest=200) or "Dossier de preuves"
    wanted = addresses_in([*given, *([added] if added else [])])
    evidence: EvidenceFile = await site.read(
        lambda db: collect(db, wanted, title=title, corpus=site.title, base=site.base(request))
    )
    return await asyncio.to_thread(verify, evidence, site.workspace)


@view
async def dossier(site: Site, request: Request) -> Response:
    """`/dossier?p=…&p=…`: the quotations numbered, with their references, to print or to take."""
    evidence = await _evidence(site, request)
    context = {
        "evidence": evidence, "ids": [one.public_id for one in evidence.quotations],
        "formats": FORMATS, "titled": parameters.text(request, "titre", longest=200),
    }  # fmt: skip
    return await site.page(request, "dossier.html", context)


@view
async def download(site: Site, request: Request) -> Response:
    """`/dossier.docx` and the like: the same selection as a file, made in memory."""
    suffix = parameters.part(request, "suffix")
    if suffix not in FORMATS:
        raise not_found(
            f"Un dossier ne s'exporte pas en « {suffix[:20]} ».",
            "Formats possibles : " + ", ".join(FORMATS) + ".",
        )
    evidence = await _evidence(site, request)
    if not evidence.quotations:
        raise PageError(
            400, "Ce dossier est vide.", "Ajoutez-y des passages, puis exportez-le de nouveau."
        )
    chosen = FORMATS[suffix]
    data = await asyncio.to_thread(chosen.write, evidence)
    name = Path(fold(evidence.title).replace(" ", "-")).name or "dossier"
    name = (
        "".join(char for char in name if char.isascii() and (char.isalnum() or char == "-"))[:60]
        or "dossier"
    )
    headers = {"Content-Disposition": f'attachment; filename="{name}.{suffix}"'}
    return Response(data, content_type=chosen.media_type, headers=headers)
