"""`corpus search`: the search of the pages, in the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape

if TYPE_CHECKING:
    from corpus.store.concordance import Concordance
    from corpus.store.search import Hit, Results

_LIST = "plusieurs fois possible"


def search(
    query: Annotated[list[str], typer.Argument(metavar="RECHERCHE…", help="Ce que l'on cherche.")],
    kind: Annotated[
        list[str] | None, typer.Option("--nature", help=f"Nature du texte ({_LIST}).")
    ] = None,
    issuer: Annotated[
        list[str] | None, typer.Option("--emetteur", help=f"Émetteur du texte ({_LIST}).")
    ] = None,
    category: Annotated[
        list[str] | None, typer.Option("--categorie", help=f"Catégorie du locuteur ({_LIST}).")
    ] = None,
    departement: Annotated[
        list[str] | None, typer.Option("--departement", help=f"Département ({_LIST}).")
    ] = None,
    modality: Annotated[
        list[str] | None,
        typer.Option("--modalite", help="obligation, interdiction, permission… (idem)."),
    ] = None,
    body: Annotated[list[str] | None, typer.Option("--organisme", help="Organisme cité.")] = None,
    service: Annotated[list[str] | None, typer.Option("--service", help="Service cité.")] = None,
    competency: Annotated[
        list[str] | None, typer.Option("--competence", help="Compétence citée.")
    ] = None,
    date_from: Annotated[str | None, typer.Option("--depuis", help="Date AAAA-MM-JJ.")] = None,
    date_to: Annotated[str | None, typer.Option("--jusqu-a", help="Date AAAA-MM-JJ.")] = None,
    order: Annotated[
        str, typer.Option("--ordre", help="pertinence, recent, ancien ou texte.")
    ] = "pertinence",
    page: Annotated[int, typer.Option("--page", min=1, help="Page de résultats.")] = 1,
    size: Annotated[int, typer.Option("--nombre", min=1, max=200, help="Résultats par page.")] = 10,
    exact: Annotated[
        bool, typer.Option("--exact", help="Les mots tels quels, sans leurs autres formes.")
    ] = False,
    kwic: Annotated[
        bool, typer.Option("--concordance", help="Aligner le mot au milieu de ses contextes.")
    ] = False,
    sort: Annotated[
        str, typer.Option("--tri", help="Concordance : texte, gauche, droite ou mot.")
    ] = "texte",
    as_json: Annotated[bool, typer.Option("--json", help="Écrire en JSON.")] = False,
) -> None:
    """Chercher dans le corpus, en français.

    Un mot trouve toutes ses formes (obligation, obligations ; transmettre, transmis). Opérateurs :
    « expression exacte », ET, OU, SAUF, PRES (ou PRES/5), parenthèses, début*.

    Exemple : corpus search "analyse de pratiques OU supervision" --categorie parents
    """
    from corpus.cli.display import console, print_json
    from corpus.store.concordance import concordance
    from corpus.store.search import Search
    from corpus.store.selection import chosen_filters
    from corpus.workspace import Workspace

    text = " ".join(query)
    with Workspace.find().store.session() as connection:
        filters = chosen_filters(
            connection,
            {
                "kind": kind,
                "issuer": issuer,
                "category": category,
                "departement": departement,
                "modality": modality,
                "body": body,
                "service": service,
                "competency": competency,
            },
            date_from,
            date_to,
        )
        engine = Search(connection, widen=not exact)
        if kwic:
            lines = concordance(engine, connection, text, filters=filters, sort=sort)
            _give_concordance(lines, as_json)
            return
        results = engine.run(text, filters=filters, page=page, size=size, order=order)
        if as_json:
            print_json(results_json(results))
        else:
            _print_results(results, console())


def results_json(results: Results) -> dict[str, Any]:
    """A page of results for another program; offsets are into the passage's text."""
    return {
        "query": results.plan.query.text,
        "total": results.total,
        "documents": results.documents,
        "searched": results.searched,
        "unread_pages": results.unread,
        "page": results.page,
        "order": results.order,
        "notes": list(results.notes),
        "words": [
            {
                "typed": one.typed,
                "lemmas": list(one.lemmas),
                "forms": {form.text: form.occurrences for form in one.forms},
                "left_out": one.stop,
            }
            for one in results.meanings
        ],
        "suggestions": results.suggestions,
        "hits": [_hit_json(hit) for hit in results.hits],
        "facets": {
            name: [{"value": one.value, "label": one.label, "count": one.count} for one in counts]
            for name, counts in results.facets.items()
            if counts
        },
    }


def _hit_json(hit: Hit) -> dict[str, Any]:
    row = hit.row
    return {
        "passage": row["public_id"],
        "document": row["key"],
        "title": row["title"] or row["name"],
        "kind": row["document_kind"],
        "date": row["date"],
        "page": row["page"],
        "page_label": row["page_label"],
        "section": row["section"],
        "speaker": row["speaker"],
        "start": row["start"],
        "end": row["stop"],
        "text": hit.text,
        "marks": [[mark.start, mark.end] for mark in hit.marks],
        "shown": list(hit.shown),
        "rank": hit.rank,
    }


def _print_results(results: Results, out: Console) -> None:
    from corpus.cli.display import plural

    _print_understood(results, out)
    if not results.total:
        _print_nothing(results, out)
        return
    out.print(
        f"{plural(results.total, 'passage')} dans {plural(results.documents, 'texte')},"
        f" sur {results.searched} ; page {results.page} sur {results.pages}."
    )
    for hit in results.hits:
        out.print(f"\n[bold]{escape(place_of(hit))}[/]", soft_wrap=True)
        out.print(_marked(hit), soft_wrap=True)
        out.print(f"[dim]passage {hit.row['public_id']}[/]")


def _print_understood(results: Results, out: Console) -> None:
    for meaning in results.meanings:
        forms = ", ".join(form.text for form in meaning.forms)
        if meaning.stop:
            out.print(f"[dim]« {escape(meaning.typed)} » : mot courant, laissé de côté[/]")
        elif meaning.lemmas and forms and forms != meaning.typed:
            out.print(f"[dim]« {escape(meaning.typed)} » → {escape(forms)}[/]", soft_wrap=True)
    for note in results.notes:
        out.print(f"[yellow]{escape(note)}[/]", soft_wrap=True)


def _print_nothing(results: Results, out: Console) -> None:
    from corpus.cli.display import plural

    out.print(f"Rien trouvé dans {plural(results.searched, 'texte')}.")
    if results.unread:
        out.print(
            f"{plural(results.unread, 'page')} de ces textes"
            " n'ont pas pu être lues : rien ne peut y être trouvé."
        )
    for typed, near in results.suggestions.items():
        out.print(f"« {escape(typed)} » est absent du corpus ; mot le plus proche : « {near} ».")


def place_of(hit: Hit) -> str:
    """Where a hit stands: text, date, page, section, speaker."""
    row = hit.row
    page = row["page_label"] or row["page"]
    parts = [
        row["title"] or row["name"],
        row["date"],
        f"p. {page}" if page else None,
        row["section_label"] and f"section {row['section_label']}",
        row["speaker"],
    ]
    return " · ".join(str(part) for part in parts if part)


def _marked(hit: Hit) -> str:
    start, end = hit.shown
    pieces = ["… " if start else ""]
    position = start
    for mark in hit.marks:
        if mark.start < start or mark.end > end:
            continue
        pieces.append(escape(hit.text[position : mark.start]))
        pieces.append(f"[reverse]{escape(hit.text[mark.start : mark.end])}[/]")
        position = mark.end
    pieces.append(escape(hit.text[position:end]))
    pieces.append(" …" if end < len(hit.text) else "")
    return "".join(pieces)


def _give_concordance(lines: Concordance, as_json: bool) -> None:
    from corpus.cli.display import console, print_json

    if as_json:
        print_json(
            [
                {
                    "left": line.left,
                    "word": line.word,
                    "right": line.right,
                    "document": line.row["key"],
                    "passage": line.row["public_id"],
                    "start": line.row["start"] + line.start,
                    "end": line.row["start"] + line.end,
                }
                for line in lines.lines
            ]
        )
        return
    out = console()
    for line in lines.lines:
        out.print(
            f"{escape(line.left[-50:]):>50}[reverse]{escape(line.word)}[/]{escape(line.right[:50])}"
            f"  [dim]{escape(line.row['key'])}[/]",
            soft_wrap=True,
        )
    rest = f" (les {lines.read} meilleurs passages)" if lines.read < lines.total else ""
    out.print(f"{len(lines.lines)} occurrences dans {lines.total} passages{rest}.")
