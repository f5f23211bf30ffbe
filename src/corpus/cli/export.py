"""`corpus export`: an evidence file in the workspace, each quotation read again in its source."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

if TYPE_CHECKING:
    from corpus.workspace import Workspace

TITLE = "Dossier de preuves"


def export(
    passages: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[PASSAGE…]",
            help="Identifiants ou adresses de passages, ou adresse d'un dossier, dans l'ordre.",
        ),
    ] = None,
    selection: Annotated[
        Path | None,
        typer.Option(
            "--selection",
            help="Fichier : le JSON de la page « Dossier », ou une adresse par ligne.",
        ),
    ] = None,
    query: Annotated[
        str | None,
        typer.Option("--recherche", help="Ajouter les passages que trouve une recherche."),
    ] = None,
    limit: Annotated[
        int, typer.Option("--nombre", min=1, max=200, help="Combien en prendre à la recherche.")
    ] = 50,
    title: Annotated[str | None, typer.Option("--titre", help="Titre du dossier.")] = None,
    format_: Annotated[
        str,
        typer.Option(
            "--format",
            help="docx, odt, xlsx, csv, md, html, json, séparés par des virgules ; ou tous.",
        ),
    ] = "tous",
    folder: Annotated[
        Path | None,
        typer.Option("--sortie", help="Dossier où écrire (outputs/preuves/… par défaut)."),
    ] = None,
) -> None:
    """Réunir des passages en un dossier de preuves, chaque citation relue dans sa source.

    Exemple : corpus export 3z2rrobskzj4 gpr5cw4yd2zb --titre "Formation des bénévoles"
    """
    from corpus.browse import saving
    from corpus.browse.exports import FORMATS
    from corpus.cli.display import console, plural
    from corpus.workspace import Workspace

    workspace = Workspace.find()
    given, named = saving.read_selection(selection) if selection else ([], None)
    wanted = [*(passages or []), *given, *(_found(workspace, query, limit) if query else [])]
    formats = list(FORMATS) if format_ == "tous" else [one.strip() for one in format_.split(",")]
    evidence, paths = saving.export(
        workspace, wanted, title=title or named or TITLE, formats=formats, folder=folder
    )
    out = console()
    counts = plural(len(evidence.quotations), "citation"), plural(len(evidence.sources), "source")
    out.print(", ".join(counts) + ".")
    for path in paths:
        out.print(f"    {escape(workspace.relative(path))}", soft_wrap=True)
    for one in evidence.doubtful:
        out.print(
            f"[bold red]À revoir[/] citation {one.number} ({one.public_id}) : {one.check}. "
            f"{escape(one.detail)}",
            soft_wrap=True,
        )
    for address in evidence.unknown:
        out.print(
            f"[bold red]Introuvable[/] {escape(address)} : son texte a changé, ou son document a"
            " été retiré.",
            soft_wrap=True,
        )
    if evidence.doubtful or evidence.unknown:
        raise typer.Exit(1)


def _found(workspace: Workspace, query: str, limit: int) -> list[str]:
    from corpus.store.search import Search

    with workspace.store.session() as connection:
        hits = Search(connection).run(query, size=limit, facets=False).hits
        return [hit.row["public_id"] for hit in hits]
