"""One fact, entity, cited text or rule: everything known, and the words behind every number."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from datasette import Response

from corpus.browse import charts, parameters
from corpus.browse.citation import cite
from corpus.browse.errors import not_found
from corpus.browse.labels import LABEL_OF_SLUG, LABELS
from corpus.browse.marking import Facts, marked, part_marks
from corpus.browse.markup import Mark, render
from corpus.browse.pager import Pager
from corpus.browse.parameters import Request
from corpus.browse.site import Site, view
from corpus.browse.views.documents import PER_PAGE
from corpus.store import page_entities, page_facts, page_tables, pages
from corpus.store.pages import Row

PASSAGES_PER_PAGE = 20
GONE = "Le passage a pu changer depuis : rouvrez le document et cliquez sur les mots soulignés."


def _place(request: Request) -> tuple[str, int]:
    return parameters.part(request, "public_id"), int(parameters.part(request, "rank"))


async def _card(site: Site, request: Request, template: str, context: dict[str, Any]) -> Response:
    """A whole page, or with `?carte=1` only the card that a script shows beside the text."""
    alone = parameters.choice(request, "carte", ("1",), None) is None
    return await site.page(request, template, {**context, "alone": alone})


@view
async def mention(site: Site, request: Request) -> Response:
    """`/mention/<passage>/<rank>`: the entity, the rule, the certainty, the other occurrences."""
    public_id, rank = _place(request)

    def load(db: sqlite3.Connection) -> dict[str, Any]:
        row = page_facts.mention(db, public_id, rank)
        if row is None:
            raise not_found("Aucune mention n'a cette adresse.", GONE)
        passage = pages.passage(db, public_id)
        assert passage is not None
        others = page_entities.entity_passages(db, row["entity_id"], limit=4)
        return {
            "row": row, "passage": passage, "citation": cite(passage),
            "words": marked(passage, [_here(row)]),
            "others": [(o, cite(o)) for o in others if o["public_id"] != public_id][:3],
            "aliases": page_entities.aliases(db, row["entity_id"])[:6],
        }  # fmt: skip

    return await _card(site, request, "mention.html", await site.read(load))


@view
async def reference(site: Site, request: Request) -> Response:
    """`/reference/<passage>/<rank>`: what is cited, whether it is held, and why not if not."""
    public_id, rank = _place(request)

    def load(db: sqlite3.Connection) -> dict[str, Any]:
        row = page_facts.citation(db, public_id, rank)
        if row is None:
            raise not_found("Aucune citation n'a cette adresse.", GONE)
        passage = pages.passage(db, public_id)
        assert passage is not None
        return {
            "row": row, "passage": passage, "citation": cite(passage),
            "words": marked(passage, [_here(row)]),
            "articles": json.loads(row["articles"]), "points": json.loads(row["points"]),
            "targets": page_facts.targets_of(db, row["id"]),
        }  # fmt: skip

    return await _card(site, request, "reference.html", await site.read(load))


def _here(row: Row) -> Mark:
    return Mark(row["start"], row["stop"], "trouve", tag="mark")


@view
async def statement(site: Site, request: Request) -> Response:
    """`/enonce/<passage>/<rank>`: the parts of a statement, the rule, and how each was found."""
    public_id, rank = _place(request)

    def load(db: sqlite3.Connection) -> dict[str, Any]:
        row = page_facts.statement(db, public_id, rank)
        if row is None:
            raise not_found("Aucun énoncé n'a cette adresse.", GONE)
        passage = pages.passage(db, public_id)
        assert passage is not None
        parts = page_facts.parts_of(db, [row["id"]])[row["id"]]
        start, words = page_facts.words_around(db, row, parts, passage)
        shown = render(words, [_shift(m, start) for m in part_marks(parts, row["modality"])])
        return {
            "row": row, "passage": passage, "citation": cite(passage), "words": shown,
            "parts": parts, "steps": json.loads(row["steps"]), "plain": words,
            "deadlines": page_facts.deadlines_of(db, row["id"]),
        }  # fmt: skip

    return await _card(site, request, "enonce.html", await site.read(load))


def _shift(mark: Mark, by: int) -> Mark:
    return Mark(
        mark.start - by, mark.end - by, mark.classes, mark.href, mark.title, mark.chip,
        mark.chip_href, mark.describe, mark.tag, mark.rank,
    )  # fmt: skip


# ---------------------------------------------------------------- entities


@view
async def entities(site: Site, request: Request) -> Response:
    """`/services`, `/organismes`, `/praticiens`, `/competences`"""
    label = LABEL_OF_SLUG[parameters.part(request, "slug")]
    words = parameters.text(request, "q", longest=200)
    number = parameters.integer(request, "feuille", 1)
    total, found = await site.read(
        lambda db: page_entities.entities(
            db, label, words=words, limit=PER_PAGE, offset=(number - 1) * PER_PAGE
        )
    )
    context = {
        "label": label, "entities": found, "total": total, "words": words,
        "pager": Pager(request, total, PER_PAGE, number),
        "bars": charts.bars([row["mention_count"] for row in found], LABELS[label].css),
    }  # fmt: skip
    return await site.page(request, "entites.html", context)


@view
async def entity(site: Site, request: Request) -> Response:
    """`/service/<name>` and the like: forms, documents, passages, statements, what is beside."""
    label = LABEL_OF_SLUG[parameters.part(request, "slug")]
    name = parameters.part(request, "name")
    document = parameters.text(request, "document")
    number = parameters.integer(request, "feuille", 1)

    def load(db: sqlite3.Connection) -> dict[str, Any]:
        row = page_entities.entity(db, label, name)
        if row is None:
            raise not_found(
                f"Le corpus ne connaît pas « {name.replace('-', ' ')[:120]} ».",
                "Cherchez-le dans la liste : il a pu être réuni à un autre nom.",
            )
        found = page_entities.entity_passages(
            db, row["id"], document=document, limit=PASSAGES_PER_PAGE,
            offset=(number - 1) * PASSAGES_PER_PAGE,
        )  # fmt: skip
        documents = page_entities.entity_documents(db, row["id"])
        return {
            "row": row, "aliases": page_entities.aliases(db, row["id"]),
            "children": page_entities.children(db, row["id"]), "documents": documents,
            "passages": [(p, marked(p, _of(db, p, row["id"])), cite(p)) for p in found],
            "total": page_entities.count_entity_passages(db, row["id"], document=document),
            "beside": {
                other: page_entities.beside(db, row["id"], other)
                for other in ("COMPETENCY", "PRACTITIONER", "SERVICE", "BODY") if other != label
            },
            "lookalikes": page_entities.lookalikes(db, row["id"]),
            "borne": page_tables.borne_by(db, row["id"]),
        }  # fmt: skip

    context = await site.read(load)
    context = {**context, "label": label, "document": document}
    context["pager"] = Pager(request, context["total"], PASSAGES_PER_PAGE, number)
    return await site.page(request, "entite.html", context)


def _of(db: sqlite3.Connection, passage: Row, entity_id: int) -> list[Mark]:
    found = page_facts.mentions_in(db, passage["document_id"], passage["start"], passage["stop"])
    return Facts(mentions=[one for one in found if one["entity_id"] == entity_id]).marks()


# ---------------------------------------------------------------- texts cited, rules


@view
async def cited_text(site: Site, request: Request) -> Response:
    """`/texte/<key>`: who cites it, which articles, under which names, and where to find it."""
    key = parameters.part(request, "key")
    article = parameters.text(request, "article", longest=60)
    number = parameters.integer(request, "feuille", 1)

    def load(db: sqlite3.Connection) -> dict[str, Any]:
        row = page_facts.cited_text(db, key)
        if row is None:
            raise not_found(
                f"Aucun texte du corpus n'est cité sous « {key[:120]} ».",
                "Cherchez-le dans la liste des textes cités.",
            )
        found = page_facts.citations_of(
            db, row["id"], article=article, limit=PASSAGES_PER_PAGE,
            offset=(number - 1) * PASSAGES_PER_PAGE,
        )  # fmt: skip
        return {
            "row": row,
            "articles": page_facts.articles_of(db, row["id"]),
            "forms": page_facts.forms_of(db, row["id"]),
            "documents": page_facts.citing_documents(db, row["id"]),
            "total": page_facts.count_citations_of(db, row["id"], article=article),
            "passages": [
                (p, marked(p, [Mark(p["from_"], p["to_"], "trouve", tag="mark")]), cite(p))
                for p in found
            ],
        }

    context = await site.read(load)
    context["article"] = article
    context["pager"] = Pager(request, context["total"], PASSAGES_PER_PAGE, number)
    return await site.page(request, "texte.html", context)


@view
async def rules(site: Site, request: Request) -> Response:
    """`/regles`: every rule, by family."""
    found = await site.read(page_facts.rules)
    families: dict[str, list[Row]] = {}
    for row in found:
        families.setdefault(row["family"], []).append(row)
    return await site.page(request, "regles.html", {"families": families, "total": len(found)})


@view
async def rule(site: Site, request: Request) -> Response:
    """`/regle/<id>`: the rule as written, and everything it found."""
    identifier = parameters.part(request, "id")
    number = parameters.integer(request, "feuille", 1)

    def load(db: sqlite3.Connection) -> dict[str, Any]:
        row = page_facts.rule(db, identifier)
        if row is None:
            raise not_found(
                f"Il n'y a pas de règle « {identifier[:120]} » dans cette base.",
                "Elle a pu être renommée : voyez la liste des règles.",
            )
        finds = page_facts.rule_finds(
            db, identifier, limit=PASSAGES_PER_PAGE, offset=(number - 1) * PASSAGES_PER_PAGE
        )
        return {
            "row": row,
            "finds": [
                (p, marked(p, [Mark(p["from_"], p["to_"], "trouve", tag="mark")]), cite(p))
                for p in finds
            ],
        }

    context = await site.read(load)
    context["pager"] = Pager(request, context["row"]["facts"], PASSAGES_PER_PAGE, number)
    return await site.page(request, "regle.html", context)
