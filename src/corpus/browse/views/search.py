"""The search page: ranked hits by document or a concordance, filters, what was sought."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Any

from datasette import Response

from corpus.browse import addresses, parameters
from corpus.browse.citation import cite
from corpus.browse.errors import not_found
from corpus.browse.labels import LABELS, MODALITIES
from corpus.browse.marking import words_found
from corpus.browse.pager import Pager
from corpus.browse.parameters import Request
from corpus.browse.site import Site, view
from corpus.store import page_entities, pages
from corpus.store.concordance import concordance
from corpus.store.filters import Count, Filters
from corpus.store.search import ORDERS, Hit, Results, Search

PER_PAGE = 20
LINES = 100
LONGEST_QUERY = 20_000  # beyond what the parser reads, so that it can say that it cut
VIEWS = ("documents", "concordance")
SORTS = ("texte", "gauche", "droite", "mot")
SHOWN = 8

# Facet of the store -> parameter of the address and title on the page, in the page's order.
PROPERTIES = {
    "kind": ("nature", "Nature du texte"),
    "year": ("annee", "Année"),
    "issuer": ("emetteur", "Émetteur"),
    "category": ("categorie", "Catégorie du locuteur"),
    "departement": ("departement", "Département"),
}
ENTITY_FACETS = {
    "service": ("SERVICE", "Service"),
    "competency": ("COMPETENCY", "Compétence"),
    "body": ("BODY", "Organisme"),
    "practitioner": ("PRACTITIONER", "Praticien"),
}
MODALITY = ("modalite", "Énoncé")


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter with the address that takes or leaves it."""

    label: str
    count: int
    selected: bool
    href: str


@dataclass(frozen=True, slots=True)
class Facet:
    """A filter: its title and its values, the commonest first."""

    title: str
    choices: list[Choice]

    @property
    def selected(self) -> list[Choice]:
        """The values chosen."""
        return [one for one in self.choices if one.selected]


@dataclass(frozen=True, slots=True)
class Asked:
    """A search as its address has it. Entities are named there by their keys, which survive a
    rebuild, and not by rows, which do not."""

    words: str
    chosen: dict[str, list[str]]
    date_from: str | None
    date_to: str | None
    document: str | None
    widen: bool
    view: str
    order: str
    sort: str
    number: int

    def url(self, **changes: Any) -> str:
        """The address of this search with something changed; always from its first sheet."""
        values: dict[str, Any] = {
            "q": self.words, **self.chosen, "du": self.date_from, "au": self.date_to,
            "document": self.document, "formes": None if self.widen else "exactes",
            "vue": None if self.view == VIEWS[0] else self.view,
            "tri": None if self.order == ORDERS[0] else self.order,
            "alignement": None if self.sort == SORTS[0] else self.sort,
        }  # fmt: skip
        return addresses.url("/recherche", values | changes)

    def toggled(self, name: str, value: str) -> str:
        """The same search with one value of a filter added or taken away."""
        values = list(self.chosen.get(name, []))
        if value in values:
            values.remove(value)
        else:
            values.append(value)
        return self.url(**{name: values})


def _asked(request: Request) -> Asked:
    names = [
        *(name for name, _ in PROPERTIES.values()),
        *(LABELS[label].slug for label, _ in ENTITY_FACETS.values()),
        MODALITY[0],
    ]
    chosen = {name: parameters.texts(request, name, most=20) for name in names}
    return Asked(
        words=parameters.text(request, "q", longest=LONGEST_QUERY) or "",
        chosen={name: values for name, values in chosen.items() if values},
        date_from=parameters.day(request, "du"),
        date_to=parameters.day(request, "au"),
        document=parameters.text(request, "document"),
        widen=parameters.choice(request, "formes", ("exactes",), None) is None,
        view=parameters.choice(request, "vue", VIEWS, VIEWS[0]) or VIEWS[0],
        order=parameters.choice(request, "tri", ORDERS, ORDERS[0]) or ORDERS[0],
        sort=parameters.choice(request, "alignement", SORTS, SORTS[0]) or SORTS[0],
        number=parameters.integer(request, "feuille", 1),
    )


@view
async def search(site: Site, request: Request) -> Response:
    """`/recherche?q=…`"""
    asked = _asked(request)
    if not asked.words:
        overview = await site.remember(("overview",), pages.overview)
        return await site.page(request, "recherche_vide.html", {"overview": overview})
    context = await site.read(lambda db: _search(db, asked))
    context["pager"] = Pager(request, context["results"].total, PER_PAGE, context["results"].page)
    return await site.page(request, "recherche.html", {"asked": asked, **context})


def _search(db: sqlite3.Connection, asked: Asked) -> dict[str, Any]:
    engine = Search(db, widen=asked.widen)
    filters, keys, document = _filters(db, asked)
    aligned = asked.view == "concordance"
    results = engine.run(
        asked.words, filters=filters, page=asked.number, size=1 if aligned else PER_PAGE,
        order=asked.order,
    )  # fmt: skip
    context: dict[str, Any] = {
        "results": results, "document": document,
        "facets": list(_facets(db, asked, results, keys)),
        "passages": rows_in_all(db), "lines": None, "groups": [],
        "suggestion": _suggestion(asked.words, results.suggestions),
    }  # fmt: skip
    if aligned:
        found = concordance(engine, db, asked.words, filters=filters, sort=asked.sort, limit=LINES)
        context["lines"] = [(line, cite(line.row)) for line in found.lines]
        context["concordance"] = found
    else:
        context["groups"] = grouped(results.hits)
    return context


def rows_in_all(db: sqlite3.Connection) -> int:
    """How many passages the corpus has (they are numbered from 1, without gaps)."""
    found = pages.one(db, "SELECT max(id) AS n FROM passages")
    return int(found["n"] or 0) if found else 0


def _filters(
    db: sqlite3.Connection, asked: Asked
) -> tuple[Filters, dict[int, str], pages.Row | None]:
    """The filters as the store takes them, the keys of entities by row, and the document."""
    chosen: dict[str, tuple[str, ...]] = {
        facet: tuple(asked.chosen.get(name, ())) for facet, (name, _) in PROPERTIES.items()
    }
    chosen["modality"] = tuple(asked.chosen.get(MODALITY[0], ()))
    keys: dict[int, str] = {}
    for facet, (label, _) in ENTITY_FACETS.items():
        found = []
        for slug in asked.chosen.get(LABELS[label].slug, ()):
            row = page_entities.entity(db, label, slug)
            if row is None:
                raise not_found(
                    f"Le filtre « {slug[:80]} » ne désigne rien dans ce corpus.",
                    "Retirez ce filtre, ou choisissez-en un dans la liste.",
                )
            found.append(str(row["id"]))
            keys[row["id"]] = slug
        chosen[facet] = tuple(found)
    document = pages.document(db, asked.document) if asked.document else None
    if asked.document and document is None:
        raise not_found(
            f"Le corpus n'a pas de document « {asked.document[:80]} ».",
            "Cherchez dans tout le corpus.",
        )
    only = (int(document["id"]),) if document is not None else ()
    return Filters(chosen, asked.date_from, asked.date_to, only), keys, document


def _facets(
    db: sqlite3.Connection, asked: Asked, results: Results, keys: dict[int, str]
) -> list[Facet]:
    facets = []
    for facet, (name, title) in PROPERTIES.items():
        choices = [_choice(asked, name, one.value, one) for one in results.facets.get(facet, [])]
        facets.append(Facet(title, choices))
    counts = results.facets.get("modality", [])
    named = [_choice(asked, MODALITY[0], one.value, one, MODALITIES) for one in counts]
    facets.append(Facet(MODALITY[1], named))
    wanted = [int(one.value) for facet in ENTITY_FACETS for one in results.facets.get(facet, [])]
    known = page_entities.entity_slugs(db, wanted)
    for facet, (label, title) in ENTITY_FACETS.items():
        choices = [
            _choice(asked, LABELS[label].slug, keys.get(int(one.value), known[int(one.value)]), one)
            for one in results.facets.get(facet, [])
        ]
        facets.append(Facet(title, choices))
    return [facet for facet in facets if facet.choices]


def _choice(asked: Asked, name: str, value: str, count: Count, names: Any = None) -> Choice:
    label = names[count.value].many.capitalize() if names else count.label
    return Choice(label, count.count, count.selected, asked.toggled(name, value))


def grouped(hits: tuple[Hit, ...]) -> list[tuple[pages.Row, list[tuple[Any, Any, Any]]]]:
    """Hits by document, documents in the order of their best hit."""
    groups: dict[int, list[tuple[Any, Any, Any]]] = {}
    first: dict[int, pages.Row] = {}
    for hit in hits:
        row = hit.row
        first.setdefault(row["document_id"], row)
        groups.setdefault(row["document_id"], []).append((row, _excerpt(hit), cite(row)))
    return [(first[key], found) for key, found in groups.items()]


def _excerpt(hit: Hit) -> Any:
    start, end = hit.shown
    inside = [
        (max(mark.start, start) - start, min(mark.end, end) - start)
        for mark in hit.marks
        if mark.start < end and mark.end > start
    ]
    words = words_found(hit.text[start:end], inside)
    head = "… " if start else ""
    return head + words + (" …" if end < len(hit.text) else "")


def _suggestion(words: str, suggestions: dict[str, str]) -> str | None:
    """The query with each unknown word replaced by the nearest one that the corpus has."""
    if not suggestions:
        return None
    return " ".join(suggestions.get(word.lower(), word) for word in words.split())
