"""Documents: the list, the text laid out with its facts, and its pages beside their pictures."""

from __future__ import annotations

import sqlite3
from bisect import bisect_left
from dataclasses import dataclass
from typing import Any

from datasette import Response

from corpus.browse import addresses, parameters
from corpus.browse.errors import PageError, not_found
from corpus.browse.layout import Page, lay_out
from corpus.browse.marking import Facts
from corpus.browse.pager import Pager
from corpus.browse.parameters import Request
from corpus.browse.site import Site, view
from corpus.store import page_facts, pages
from corpus.store.pages import Row

# About ten printed pages: enough to read on, few enough to arrive within a tenth of a second.
PART_LENGTH = 30_000
PER_PAGE = 50


@view
async def listing(site: Site, request: Request) -> Response:
    """`/documents`"""
    kind = parameters.text(request, "nature")
    words = parameters.text(request, "q", longest=200)
    number = parameters.integer(request, "feuille", 1)
    total, found = await site.read(
        lambda db: pages.documents(
            db, kind=kind, words=words, limit=PER_PAGE, offset=(number - 1) * PER_PAGE
        )
    )
    overview = await site.remember(("overview",), pages.overview)
    pager = Pager(request, total, PER_PAGE, number)
    context = {
        "documents": found, "total": total, "pager": pager, "kind": kind, "words": words,
        "kinds": overview.kinds,
    }  # fmt: skip
    return await site.page(request, "documents.html", context)


# ---------------------------------------------------------------- one document


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a long document: the positions of its first and last passage."""

    number: int
    first: int
    last: int
    start: int
    stop: int


def cut(breadth: list[Row], length: int = PART_LENGTH) -> list[Part]:
    """Parts of at most about `length` characters, cut before a heading where there is one in the
    last third."""
    parts: list[Part] = []
    begin = 0
    while begin < len(breadth):
        end = begin
        heading = None
        while end < len(breadth) and breadth[end]["stop"] - breadth[begin]["start"] <= length:
            far = breadth[end]["start"] - breadth[begin]["start"] > length * 2 / 3
            if far and breadth[end]["kind"] == "heading":
                heading = end
            end += 1
        end = max(end, begin + 1)
        if end < len(breadth) and heading is not None:
            end = heading
        rows = breadth[begin:end]
        parts.append(
            Part(
                len(parts) + 1,
                rows[0]["position"],
                rows[-1]["position"],
                rows[0]["start"],
                rows[-1]["stop"],
            )
        )
        begin = end
    return parts


def load_facts(db: sqlite3.Connection, document_id: int, start: int, stop: int) -> Facts:
    """Every fact that touches a stretch of a document."""
    statements = page_facts.statements_in(db, document_id, start, stop)
    return Facts(
        mentions=page_facts.mentions_in(db, document_id, start, stop),
        citations=page_facts.citations_in(db, document_id, start, stop),
        statements=statements,
        parts=page_facts.parts_of(db, [row["id"] for row in statements]),
        quotations=page_facts.quotations_in(db, document_id, start, stop),
    )


async def _document(site: Site, request: Request) -> Row:
    key = parameters.part(request, "key")
    row = await site.read(lambda db: pages.document(db, key))
    if row is None:
        raise not_found(
            f"Le corpus n'a pas de document « {key[:120]} ».",
            "Cherchez-le dans la liste des documents : il a pu être retiré ou renommé.",
        )
    return row


@view
async def reading(site: Site, request: Request) -> Response:
    """`/document/<key>`: the text with its sections and facts, in parts when it is long."""
    row = await _document(site, request)
    wanted = parameters.text(request, "passage")
    number = parameters.integer(request, "partie", 1)

    def load(db: sqlite3.Connection) -> dict[str, Any]:
        return _reading(db, row, pages.breadth(db, row["id"]), number, wanted)

    context = await site.read(load)
    return await site.page(request, "document.html", {"document": row, **context})


def _reading(
    db: sqlite3.Connection, row: Row, breadth: list[Row], number: int, wanted: str | None
) -> dict[str, Any]:
    parts = cut(breadth)
    chosen = pages.passage(db, wanted) if wanted else None
    if chosen is not None and chosen["document_id"] == row["id"]:
        number = next(p.number for p in parts if p.first <= chosen["position"] <= p.last)
    if number > max(len(parts), 1):
        raise PageError(
            404,
            f"Ce document n'a que {len(parts)} parties.",
            "Revenez à la première partie du document.",
        )
    context: dict[str, Any] = {
        "parts": parts, "number": number, "target": wanted,
        "sections": _contents(pages.sections(db, row["id"]), breadth, parts),
        "speakers": pages.speakers(db, row["id"]), "notes": pages.notes(db, row["id"]),
        "problems": pages.problems(db, document=row["id"]),
        "cites": page_facts.cited_by_document(db, row["id"]),
        "cited_by": page_facts.citing_documents(db, row["cited_id"]) if row["cited_id"] else [],
        "pages": pages.pages(db, row["id"]), "text": "", "quotations": [],
    }  # fmt: skip
    if parts:
        part = parts[number - 1]
        facts = load_facts(db, row["id"], part.start, part.stop)
        passages = pages.passages(db, row["id"], part.first, part.last)
        turns = {t["id"]: t for t in pages.turns(db, row["id"], part.start, part.stop)}
        context["text"] = lay_out(
            passages,
            Page(row["key"], facts, {p["number"]: p for p in context["pages"]}, turns, wanted),
        )
        context["quotations"] = facts.quotations
        context["counts"] = _counts(facts)
    return context


def _contents(
    sections: list[Row], breadth: list[Row], parts: list[Part]
) -> list[tuple[Row, str, int]]:
    """Each section with the address of its first passage and the part in which that stands."""
    starts = [one["start"] for one in breadth]
    found = []
    for section in sections:
        index = bisect_left(starts, section["start"])
        if index < len(breadth):
            first = breadth[index]
            part = next(p.number for p in parts if p.first <= first["position"] <= p.last)
            found.append((section, first["public_id"], part))
    return found


def _counts(facts: Facts) -> dict[str, int]:
    counts = {"REFERENCE": len(facts.citations), "enonces": len(facts.statements)}
    for row in facts.mentions:
        counts[row["label"]] = counts.get(row["label"], 0) + 1
    return counts


# ---------------------------------------------------------------- one page, beside its picture


@view
async def page(site: Site, request: Request) -> Response:
    """`/document/<key>/page/<n>`: the picture of a page with the passage framed, and its text."""
    row = await _document(site, request)
    number = int(parameters.part(request, "number"))
    wanted = parameters.text(request, "passage")

    def load(db: sqlite3.Connection) -> dict[str, Any]:
        page_row = pages.page(db, row["id"], number)
        if page_row is None:
            count = row["page_count"]
            raise not_found(
                f"Ce document n'a pas de page {number}."
                + (f" Il en compte {count}." if count else " Son format n'a pas de pages."),
                "Revenez au texte du document.",
            )
        passages = pages.page_passages(db, page_row)
        facts = load_facts(db, row["id"], page_row["start"], page_row["end"])
        chosen = next((p for p in passages if p["public_id"] == wanted), None)
        frames = []
        if chosen is not None:
            frames = pages.boxes(db, page_row["id"], chosen["start"], chosen["stop"])
        turns = {t["id"]: t for t in pages.turns(db, row["id"], page_row["start"], page_row["end"])}
        return {
            "page": page_row, "chosen": chosen, "frames": frames, "target": wanted,
            "text": lay_out(passages, Page(row["key"], facts, {}, turns, wanted)),
            "counts": _counts(facts),
            "furniture": pages.furniture(db, page_row["id"]),
            "pages": pages.pages(db, row["id"]),
        }  # fmt: skip

    context = await site.read(load)
    pictured = row["format"] == "pdf" and site.workspace is not None
    context |= {"document": row, "pictured": pictured}
    context["picture"] = addresses.picture(row["key"], number)
    return await site.page(request, "page.html", context)
