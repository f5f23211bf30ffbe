"""The text of a document laid out: passages with their marks, page breaks, speakers, reuses.

Made here and not in a template: a page holds hundreds of passages, and a template that awaits at
every value took four times as long for the same words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from corpus.browse import addresses
from corpus.browse.citation import Citation, cite
from corpus.browse.labels import PAGE_STATUS, RECOGNISED, ROLES
from corpus.browse.marking import Facts, distribute, marked
from corpus.browse.typography import capital, label, name, shorten
from corpus.store.pages import Row

SHOWN_REUSES = 2


@dataclass(frozen=True, slots=True)
class Page:
    """What a stretch of text is shown with: its facts, the rows of its pages and turns (by number
    and identifier), and the passage that an address points to."""

    key: str
    facts: Facts
    pages: Mapping[int, Row]
    turns: Mapping[int, Row]
    target: str | None = None


def lay_out(rows: Sequence[Row], page: Page) -> Markup:
    """The passages as HTML, in order."""
    reuses: dict[str, list[Row]] = {}
    for row in page.facts.quotations:
        if row["here"]:
            reuses.setdefault(row["here"], []).append(row)
    citations: dict[tuple[object, ...], Citation] = {}
    out: list[str] = []
    last_page = last_turn = None
    for row, marks in zip(rows, distribute(rows, page.facts.marks()), strict=True):
        if row["page"] is not None and row["page"] != last_page and row["page"] in page.pages:
            out.append(_page_break(page.key, page.pages[row["page"]]))
        if row["turn_id"] is not None and row["turn_id"] != last_turn:
            out.append(_speaker(page.turns[row["turn_id"]]))
        place = (row["page"], row["page_end"], row["section_id"], row["turn_id"])
        if place not in citations:
            citations[place] = cite(row)
        found = reuses.get(row["public_id"], ())
        out.append(_passage(row, marked(row, marks), citations[place], page.target, found))
        last_page, last_turn = row["page_end"] or row["page"] or last_page, row["turn_id"]
    return Markup("".join(out))


def _page_break(key: str, row: Row) -> str:
    words = f"page {row['label'] or row['number']}"
    if row["label"] and row["label"] != str(row["number"]):
        words += f" (page {row['number']} du fichier)"
    doubt = ""
    if row["status"] in RECOGNISED:
        doubt = f' <span class="alerte-douce">{PAGE_STATUS[row["status"]]}</span>'
    href = escape(addresses.page(key, row["number"]))
    return f'<p class="saut"><a href="{href}">{escape(words)}</a>{doubt}</p>\n'


def _speaker(row: Row) -> str:
    known = ("organisation", "speaker_organisation", "category", "speaker_category")
    capacity = next((row[name] for name in known if row[name]), None) or ROLES.get(row["role"])
    pieces = [str(escape(row["speaker"] or label(row["label"])))]
    if capacity:
        pieces.append(f'<span class="fonction">{escape(capacity)}</span>')
    if row["time"]:
        pieces.append(f'<span class="heure">{escape(row["time"])}</span>')
    if row["attribution"] == "inferred":
        pieces.append('<span class="alerte-douce">attribution déduite</span>')
    return f'<h3 class="locuteur role-{escape(row["role"])}">{" ".join(pieces)}</h3>\n'


def _passage(
    row: Row, words: Markup, citation: Citation, target: str | None, reuses: Sequence[Row]
) -> str:
    css = f"passage p-{escape(row['kind'])} n-{min(row['level'], 6)}"
    css += " vise" if target == row["public_id"] else ""
    css += " dit" if row["turn_id"] else ""
    tag = f"h{min(max(row['level'], 1) + 1, 6)}" if row["kind"] == "heading" else "p"
    return (
        f'<div class="{css}" id="{escape(addresses.anchor(row["public_id"]))}" data-extrait>'
        f"<{tag} data-mots>{words}</{tag}>{''.join(_reuses(reuses))}{tools(row, citation)}</div>\n"
    )


def tools(row: Row, citation: Citation, link: bool = False) -> Markup:
    """What can be done with a passage: its page, the evidence file, the quotation to copy; and with
    `link`, where to read it in its text and on its page."""
    public_id = row["public_id"]
    permanent = escape(addresses.permanent(row["key"], row["position"], public_id))
    add = escape(addresses.url("/dossier", {"ajouter": public_id}))
    return Markup(
        f'<p class="outils" data-outils data-passage="{escape(public_id)}"'
        f' data-adresse="{permanent}" data-reference="{escape(citation.plain())}">'
        f'{_reading(row) if link else ""}<a href="{escape(addresses.passage(public_id))}"'
        ' title="Adresse permanente de ce passage">¶<span class="lecteur"> Page du passage'
        f' {row["position"]}</span></a> <a href="{add}" data-ajouter>Ajouter au dossier</a>'
        ' <button type="button" class="lien" data-copier hidden>Copier la citation</button></p>'
    )


def _reading(row: Row) -> str:
    """Links into the text, told apart for those who hear them one after the other."""
    text = escape(addresses.in_document(row["key"], row["public_id"]))
    title, position = escape(shorten(name(row), 60)), row["position"]
    links = (
        f'<a href="{text}">Lire dans le texte<span class="lecteur"> : passage {position} de {title}'
        "</span></a> "
    )
    if row["format"] == "pdf" and row["page"]:
        page = escape(addresses.page(row["key"], row["page"], row["public_id"]))
        links += (
            f'<a href="{page}">Voir la page<span class="lecteur"> {row["page"]} de {title}, passage'
            f" {position}</span></a> "
        )
    return links


def _reuses(rows: Sequence[Row]) -> Iterable[str]:
    """The closest texts that share words with a passage; its own page lists them all."""
    for row in sorted(rows, key=lambda one: -one["similarity"])[:SHOWN_REUSES]:
        sense = "Reprend" if row["sense"] == "reprend" else "Repris dans"
        title = escape(shorten(capital(row["title"]), 70))
        quoted = ", entre guillemets" if row["quoted"] else ""
        share = round(100 * row["similarity"])
        yield (
            f'<p class="reprise"><a href="{escape(addresses.passage(row["public_id"]))}">{sense}'
            f' : {title}</a> <span class="discret">{share} % des mots{quoted}</span></p>'
        )
    if len(rows) > SHOWN_REUSES:
        here = escape(addresses.passage(rows[0]["here"]))
        more = len(rows) - SHOWN_REUSES
        yield (
            f'<p class="reprise"><a href="{here}">et {more} autre{"s" if more > 1 else ""}'
            '<span class="lecteur"> textes qui ont ces mots</span></a></p>'
        )
