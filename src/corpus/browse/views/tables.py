"""The tables of the mission: every figure is a link to the words behind it."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from datasette import Response

from corpus.browse import charts, parameters
from corpus.browse.calendar import calendar as icalendar
from corpus.browse.citation import cite
from corpus.browse.labels import COMPETENCY_KINDS, DEADLINES, MODALITIES
from corpus.browse.marking import marked
from corpus.browse.markup import Mark
from corpus.browse.pager import Pager
from corpus.browse.parameters import Request
from corpus.browse.plan import NAME, compare, read_plan
from corpus.browse.site import Site, view
from corpus.store import page_tables, pages
from corpus.store.pages import Row

PER_PAGE = 30
DEADLINES_PER_PAGE = 100
MOST_EVENTS = 2000


@view
async def index(site: Site, request: Request) -> Response:
    """`/tableaux`"""
    return await site.page(request, "tableaux.html", {})


@view
async def statements(site: Site, request: Request) -> Response:
    """`/enonces`: statements by bearer, modality, text, date of the text and deadline."""
    wanted = page_tables.StatementFilter(
        bearer=parameters.text(request, "porteur"),
        modality=parameters.choice(request, "modalite", tuple(MODALITIES), None),
        document=parameters.text(request, "document"),
        due_after=parameters.day(request, "echeance_apres"),
        due_before=parameters.day(request, "echeance_avant"),
        said_after=parameters.day(request, "texte_apres"),
        said_before=parameters.day(request, "texte_avant"),
        words=parameters.text(request, "q", longest=200),
        category=parameters.text(request, "categorie", longest=200),
    )
    number = parameters.integer(request, "feuille", 1)

    def load(db: sqlite3.Connection) -> dict[str, Any]:
        total, found = page_tables.statements(
            db, wanted, limit=PER_PAGE, offset=(number - 1) * PER_PAGE
        )
        return {
            "total": total,
            "statements": [(row, _acting(row), cite(row)) for row in found],
            "bearer": _bearer(db, wanted.bearer),
            "document": pages.document(db, wanted.document) if wanted.document else None,
        }

    context = await site.read(load)
    context |= {
        "wanted": wanted,
        "bearers": await site.remember(("bearers", None), page_tables.bearers),
        "pager": Pager(request, context["total"], PER_PAGE, number),
    }
    return await site.page(request, "enonces.html", context)


def _bearer(db: sqlite3.Connection, key: str | None) -> Row | None:
    if not key:
        return None
    found = page_tables.entities_by_key(db, [key])
    return found[0] if found else None


def _acting(row: Row) -> Any:
    return marked(row, [Mark(row["from_"], row["to_"], "trouve", tag="mark")])


@view
async def obligations(site: Site, request: Request) -> Response:
    """`/tableaux/obligations`: who bears how many statements of each modality."""
    words = parameters.text(request, "q", longest=200)
    found = await site.remember(("bearers", words), lambda db: page_tables.bearers(db, words=words))
    most = max((row["total"] for row in found), default=1)
    bars = [
        charts.stacked(
            [
                charts.Slice(row[modality] or 0, name.css, name.many)
                for modality, name in MODALITIES.items()
            ],
            most,
        )
        for row in found
    ]
    context = {"bearers": found, "bars": bars, "words": words}
    return await site.page(request, "obligations.html", context)


CROSSINGS: dict[str, dict[str, Any]] = {
    "competences": {
        "rows": "COMPETENCY", "columns": "SERVICE", "title": "Compétences par service",
        "about": "Combien de passages nomment à la fois une compétence et un service. Une "
        "compétence présente dans toutes les colonnes est commune à tous ces services.",
    },
    "praticiens": {
        "rows": "COMPETENCY", "columns": "PRACTITIONER", "title": "Praticiens et qualifications",
        "about": "Combien de passages nomment à la fois un praticien et ce qu'il sait, détient ou "
        "suit : savoirs, qualifications, formations, analyse de pratiques.",
    },
    "services": {
        "rows": "PRACTITIONER", "columns": "SERVICE", "title": "Praticiens par service",
        "about": "Combien de passages nomment à la fois un praticien et un service.",
    },
    "organismes": {
        "rows": "BODY", "columns": "SERVICE", "title": "Organismes par service",
        "about": "Combien de passages nomment à la fois un organisme et un service.",
    },
}  # fmt: skip


@view
async def crossing(site: Site, request: Request) -> Response:
    """`/tableaux/competences` and the like: two labels crossed, shaded, each cell a link."""
    name = parameters.part(request, "name")
    crossing_ = CROSSINGS[name]
    kind = parameters.choice(request, "nature", tuple(COMPETENCY_KINDS), None)
    if crossing_["rows"] != "COMPETENCY":
        kind = None
    down, across, cells = await site.remember(
        ("matrix", name, kind),
        lambda db: page_tables.matrix(
            db, row_label=crossing_["rows"], column_label=crossing_["columns"], row_kind=kind
        ),
    )
    # A few passages must not look like many because nothing else is there to compare with.
    most = max(8, *cells.values()) if cells else 8
    context = {
        "crossing": crossing_, "name": name, "down": down, "across": across, "cells": cells,
        "kind": kind, "shades": {key: charts.shade(n, most) for key, n in cells.items()},
        "common": [r for r in down if across and all((r["id"], c["id"]) in cells for c in across)],
    }  # fmt: skip
    return await site.page(request, "croisement.html", context)


# ---------------------------------------------------------------- calendar


@view
async def deadlines(site: Site, request: Request) -> Response:
    """`/tableaux/echeancier`: dated deadlines in order, periods and frequencies after them."""
    kind = parameters.choice(request, "sorte", tuple(DEADLINES), None)
    bearer = parameters.text(request, "porteur")
    number = parameters.integer(request, "feuille", 1)

    def load(db: sqlite3.Connection) -> tuple[int, list[str], list[Row]]:
        total, days = page_tables.deadline_days(db, kind=kind, bearer=bearer)
        offset = (number - 1) * DEADLINES_PER_PAGE
        return (
            total,
            days,
            page_tables.calendar(
                db, kind=kind, bearer=bearer, limit=DEADLINES_PER_PAGE, offset=offset
            ),
        )

    total, days, found = await site.read(load)
    context = {
        "dated": [row for row in found if row["due"]], "kind": kind, "bearer": bearer,
        "open": [row for row in found if not row["due"]], "total": total,
        "chart": charts.columns(over_time(days)) if len(days) > 2 else "",
        "who": next((row["who"] for row in found), bearer) if bearer else None,
        "pager": Pager(request, total, DEADLINES_PER_PAGE, number),
    }  # fmt: skip
    return await site.page(request, "echeancier.html", context)


def over_time(days: list[str]) -> list[tuple[str, int]]:
    """How many of the days fall in each month, or in each year when they spread over more than
    four; at most forty years: one date read wrongly must not draw a chart a thousand years wide."""
    if not days:
        return []
    months = sorted(day[:7] for day in days)
    first, last = (12 * int(m[:4]) + int(m[5:7]) - 1 for m in (months[0], months[-1]))
    if last - first <= 48:
        names = [f"{n // 12}-{n % 12 + 1:02d}" for n in range(first, last + 1)]
        return [(name, months.count(name)) for name in names]
    years = [month[:4] for month in months]
    start = max(int(years[0]), int(years[-1]) - 39)
    return [(str(year), years.count(str(year))) for year in range(start, int(years[-1]) + 1)]


@view
async def diary(site: Site, request: Request) -> Response:
    """`/tableaux/echeancier.ics`: the dated deadlines, for a diary."""
    bearer = parameters.text(request, "porteur")
    found = await site.read(
        lambda db: page_tables.calendar(db, kind="date", bearer=bearer, limit=MOST_EVENTS)
    )
    base = site.base(request)
    return Response(
        icalendar(found, base=base),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="echeancier.ics"'},
    )


# ---------------------------------------------------------------- texts, hearings, figures


@view
async def texts(site: Site, request: Request) -> Response:
    """`/textes`: the texts cited, held or absent, the most cited first."""
    presence = parameters.choice(request, "presence", ("present", "absent"), None)
    kind = parameters.text(request, "nature", longest=100)
    words = parameters.text(request, "q", longest=200)
    number = parameters.integer(request, "feuille", 1)
    held = None if presence is None else presence == "present"
    total, found = await site.read(
        lambda db: page_tables.texts_cited(
            db, held=held, kind=kind, words=words, limit=50, offset=(number - 1) * 50
        )
    )
    kinds = await site.remember(("kinds",), page_tables.kinds_cited)
    open_ = await site.remember(("left open",), page_tables.left_open)
    context = {
        "texts": found, "total": total, "presence": presence, "kind": kind, "words": words,
        "kinds": kinds, "pager": Pager(request, total, 50, number), "left_open": open_,
        "bars": charts.bars([row["citation_count"] for row in found], "reference"),
    }  # fmt: skip
    return await site.page(request, "textes.html", context)


@view
async def hearings(site: Site, request: Request) -> Response:
    """`/tableaux/auditions`: who was heard, category by département, against the plan."""
    category = request.args.get("categorie")
    place = request.args.get("departement")

    def load(db: sqlite3.Connection) -> dict[str, Any]:
        return {
            "covered": page_tables.coverage(db),
            "hearings": page_tables.hearings(db, category=category, departement=place),
        }

    context = await site.read(load)
    plan = read_plan(site.workspace)
    coverage = compare(context["covered"], plan)
    most = max((one["words"] for one in coverage.held.values()), default=1)
    context |= {
        "plan": plan, "coverage": coverage, "plan_name": NAME, "category": category,
        "place": place,
        "shades": {key: charts.shade(one["words"], most) for key, one in coverage.held.items()},
    }  # fmt: skip
    return await site.page(request, "auditions.html", context)


@view
async def quantities(site: Site, request: Request) -> Response:
    """`/tableaux/quantites`: figures with what they count."""
    words = parameters.text(request, "q", longest=200)
    number = parameters.integer(request, "feuille", 1)
    found = await site.read(
        lambda db: page_tables.quantities(
            db, words=words, limit=PER_PAGE + 1, offset=(number - 1) * PER_PAGE
        )
    )
    more = (number - 1) * PER_PAGE + len(found)
    context = {
        "found": [(row, _acting(row), cite(row)) for row in found[:PER_PAGE]],
        "words": words, "pager": Pager(request, more, PER_PAGE, number),
    }  # fmt: skip
    return await site.page(request, "quantites.html", context)


@view
async def reuses(site: Site, request: Request) -> Response:
    """`/tableaux/reprises`: the same words in two texts, with what differs."""
    number = parameters.integer(request, "feuille", 1)
    found = await site.remember(
        ("reuses", number),
        lambda db: page_tables.reuses(db, limit=PER_PAGE + 1, offset=(number - 1) * PER_PAGE),
    )
    more = (number - 1) * PER_PAGE + len(found)
    context = {
        "found": [(row, cite(row), json.loads(row["differences"])) for row in found[:PER_PAGE]],
        "pager": Pager(request, more, PER_PAGE, number),
    }
    return await site.page(request, "reprises.html", context)
