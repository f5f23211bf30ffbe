"""`corpus init`, `ingest`, `build`, `status`: the workspace and what is in it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

if TYPE_CHECKING:
    from corpus.ingest import Received
    from corpus.model import Extraction
    from corpus.store.summary import Summary
    from corpus.workspace import Workspace


Ocr = Annotated[
    bool,
    typer.Option(
        "--ocr", help="Reconnaître les caractères des pages sans texte (il faut Tesseract)."
    ),
]


def init(
    folder: Annotated[Path, typer.Argument(metavar="DOSSIER", help="Le dossier à créer.")],
) -> None:
    """Créer un espace de travail, avec ses règles et ses réglages.

    Exemple : corpus init mission-parentalite
    """
    from corpus.cli.display import console
    from corpus.workspace import Workspace

    workspace = Workspace.create(folder)
    out = console()
    out.print(f"Espace de travail créé : {workspace.root}", soft_wrap=True)
    out.print(f"Ensuite : cd {folder} puis corpus ingest DOSSIER-DE-TEXTES", soft_wrap=True)


def ingest(
    paths: Annotated[
        list[Path], typer.Argument(metavar="CHEMINS…", help="Fichiers et dossiers à ajouter.")
    ],
    ocr: Ocr = False,
) -> None:
    """Ajouter des textes et montrer aussitôt comment chacun a été compris.

    Un texte déjà présent est reconnu à son contenu. À côté de chaque texte, NOM.corpus.yaml reçoit
    ce qui a été compris, pour être corrigé.
    """
    from corpus.cli.display import console, plural, print_problems, progress_bar
    from corpus.ingest import ingest as take
    from corpus.workspace import Workspace

    workspace = Workspace.find()
    with progress_bar() as progress:
        received = take(workspace, paths, progress, ocr=ocr)
    out = console()
    _print_received(received, out)
    print_problems([p for one in received for p in one.problems if p.severity != "info"], out)
    added = sum(one.status == "ajouté" for one in received)
    out.print(
        f"{plural(added, 'texte ajouté', 'textes ajoutés')}."
        " Pour corriger : les fichiers .corpus.yaml à côté des textes. Ensuite : corpus build"
    )
    if not all(one.ok for one in received):
        raise typer.Exit(1)


def _print_received(received: tuple[Received, ...], out: Console) -> None:
    from corpus.cli.display import stacked, table

    wide = out.width >= _WIDE
    details = ["état", "nature", "numéro", "date", "émetteur"]
    rows: list[list[object]] = []
    for one in received:
        name = one.relative or one.source.name
        status = f"{one.status} ({one.same_as})" if one.same_as else one.status
        if not one.extractions:
            rows.append([*stacked(name, [status, *[None] * 4], wide), "", ""])
        for extraction in one.extractions:
            metadata, document = extraction.structure.metadata, extraction.document
            shown = f"{name} · {document.part}" if document.part else name
            found = (status, metadata.kind, metadata.number, metadata.date, metadata.issuer)
            passages = len(extraction.structure.passages)
            rows.append([*stacked(shown, found, wide), _page_count(extraction), passages])
    out.print(table("Textes reçus", ["fichier", *(details if wide else []), *_SIZES], rows))


_WIDE = 130
_SIZES = ("pages#", "passages#")


def _page_count(extraction: Extraction) -> str:
    pages = extraction.document.pages
    unread = sum(page.status in ("needs-ocr", "garbled", "curves") for page in pages)
    return f"{len(pages)} (dont {unread} sans texte)" if unread else str(len(pages) or "")


def build(ocr: Ocr = False) -> None:
    """Construire la base : lire, extraire, relier et ranger ce qui a changé.

    Relancée, la commande ne refait que ce qui a changé. Un fichier illisible est nommé et ne coûte
    jamais les autres. Codes de sortie : 0, tout est lu ; 1, un fichier au moins a posé problème.
    """
    from corpus.cli.display import console, plural, program, progress_bar
    from corpus.pipeline import build as run
    from corpus.store.summary import summarise
    from corpus.workspace import Workspace

    workspace = Workspace.find()
    with progress_bar() as progress:
        built = run(workspace, progress, ocr=ocr)
    out = console()
    with workspace.store.session() as connection:
        summary = summarise(connection)
    print_summary(summary, out)
    for name in built.removed:
        out.print(f"Retiré du corpus (le fichier n'y est plus) : {name}")
    if built.unchanged:
        out.print("Rien n'avait changé : la base est à jour.")
    else:
        done = plural(built.redone, "texte traité", "textes traités")
        out.print(f"Base construite : {workspace.relative(workspace.store.path)} ({done}).")
    out.print(f"Pour la consulter dans un navigateur : {program()} browse")
    if not built.ok:
        raise typer.Exit(1)


def status(
    as_json: Annotated[bool, typer.Option("--json", help="Écrire le résumé en JSON.")] = False,
) -> None:
    """Dire ce que contient le corpus, ce qui a été mal lu et ce qui reste à construire."""
    from corpus.cli.display import console, print_json
    from corpus.store.summary import summarise
    from corpus.workspace import Workspace

    workspace = Workspace.find()
    with workspace.store.session() as connection:
        summary = summarise(connection)
    if as_json:
        print_json(summary.as_json())
        return
    out = console()
    print_summary(summary, out)
    _print_pending(workspace, summary, out)


def _print_pending(workspace: Workspace, summary: Summary, out: Console) -> None:
    """Files that the database does not know, or knows with another content."""
    known = dict(summary.files)
    present = {one.relative: one.sha256 for one in workspace.inputs()}
    changed = sorted(name for name, sha in present.items() if known.get(name) != sha)
    gone = sorted(set(known) - set(present))
    for name in changed:
        out.print(f"À construire : {name} ({'modifié' if name in known else 'nouveau'})")
    for name in gone:
        out.print(f"À construire : {name} (retiré)")
    if changed or gone:
        out.print("Pour mettre la base à jour : corpus build")


def print_summary(summary: Summary, out: Console) -> None:
    """Documents, what was found in each, and every problem by name."""
    from corpus.cli.display import plural, print_problems, stacked, table

    wide = out.width >= _WIDE
    rows: list[list[object]] = [
        [
            *stacked(line.name, (line.kind, line.number, line.date), wide),
            line.pages or "",
            line.passages,
            line.mentions,
            line.citations,
            line.statements,
            line.problems or "",
        ]
        for line in summary.documents
    ]
    rows += [
        [*stacked(name, ("illisible", None, None), wide), *[None] * 6]
        for name in summary.unreadable
    ]
    details = ("nature", "numéro", "date") if wide else ()
    counts = ("mentions#", "réf.#", "énoncés#", "pb#")
    out.print(table("Corpus", ("texte", *details, *_SIZES, *counts), rows))
    shown = [problem for problem in summary.problems if problem.severity != "info"]
    print_problems(shown, out)
    quiet = len(summary.problems) - len(shown)
    out.print(
        f"{plural(len(summary.documents), 'texte')}, {plural(summary.entities, 'entité')},"
        f" {plural(summary.texts_cited, 'texte cité', 'textes cités')} dont"
        f" {summary.absent} absents, {plural(summary.quotations, 'reprise')},"
        f" {plural(len(shown), 'problème')}"
        + (f" et {plural(quiet, 'remarque')} (vue « problemes »)." if quiet else ".")
    )
