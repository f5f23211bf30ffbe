"""`corpus show`, `extract`, `verify`: one text, its facts, the proof that they are its words."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape

if TYPE_CHECKING:
    from corpus.model import Extraction, Statement
    from corpus.store.reading import Shown


def show(
    document: Annotated[
        str, typer.Argument(metavar="TEXTE", help="Clé du texte, ou début de son nom de fichier.")
    ],
    page: Annotated[int | None, typer.Option("--page", min=1, help="Une seule page.")] = None,
    section: Annotated[
        str | None, typer.Option("--section", help="Une seule section, par son numéro ou titre.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Écrire en JSON.")] = False,
) -> None:
    """Montrer un texte : ce qu'il est, ses sections, ses passages et ce qui y a été trouvé.

    Exemple : corpus show lettre-circulaire-cnaf-2012-093 --section 42
    """
    from corpus.cli.display import console, print_json
    from corpus.store.reading import show as read
    from corpus.workspace import Workspace

    with Workspace.find().store.session() as connection:
        shown = read(connection, document, page=page, section=section)
    if as_json:
        print_json(shown.as_json())
    else:
        _print_shown(shown, console())


_FIELDS = {
    "kind": "nature",
    "number": "numéro",
    "date": "date",
    "issuer": "émetteur",
    "addressee": "destinataire",
    "signatory": "signataire",
    "category": "catégorie",
    "departement": "département",
    "file": "fichier",
}


def _print_shown(shown: Shown, out: Console) -> None:
    out.print(f"[bold]{escape(shown.document['title'] or shown.document['name'])}[/]")
    for field, name in _FIELDS.items():
        if shown.document[field]:
            out.print(f"  {name} : {escape(str(shown.document[field]))}", soft_wrap=True)
    page, section = None, None
    for passage in shown.passages:
        if passage.page != page and passage.page is not None:
            page = passage.page
            out.print(f"\n[dim]— page {page} —[/]")
        if passage.section != section and passage.section:
            section = passage.section
            out.print(f"\n[bold cyan]{escape(section)}[/]", soft_wrap=True)
        who = f"[bold]{escape(passage.speaker)}[/] : " if passage.speaker else ""
        out.print(f"\n[dim]{passage.public_id}[/] {who}{escape(passage.text)}", soft_wrap=True)
        for fact in passage.facts:
            out.print(
                f"    [green]{fact.nature}[/] « {escape(fact.text)} »"
                f" → {escape(fact.meaning)} [dim]({escape(fact.rule)})[/]",
                soft_wrap=True,
            )


def extract(
    file: Annotated[Path, typer.Argument(metavar="FICHIER", help="Le fichier à lire.")],
    as_json: Annotated[
        bool, typer.Option("--json", help="Écrire un objet JSON, pour un autre outil.")
    ] = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="Dire comment chaque partie a été trouvée.")
    ] = False,
    ocr: Annotated[
        bool, typer.Option("--ocr", help="Reconnaître les caractères des pages sans texte.")
    ] = False,
    rules: Annotated[
        Path | None, typer.Option("--regles", help="Dossier de règles ; celles du lieu sinon.")
    ] = None,
    model: Annotated[
        str | None,
        typer.Option(
            "--model", metavar="NOM", help="Modèle spaCy installé, écouté comme second témoin."
        ),
    ] = None,
) -> None:
    """Extraire tout ce que contient un fichier, sans espace de travail ni base."""
    from corpus.cli.display import console, errors, print_json, print_problems
    from corpus.contract import to_json
    from corpus.extraction import extract as run
    from corpus.reading import read_safely

    found = [run(one, rules=rules, model=model) for one in read_safely(file, ocr=ocr)]
    if as_json:
        objects = [to_json(one) for one in found]
        print_json(objects[0] if len(objects) == 1 else objects)
    else:
        for one in found:
            _print_extraction(one, console(), explain)
    problems = [problem for one in found for problem in one.problems]
    print_problems([one for one in problems if one.severity != "info"], errors())
    if any(one.severity == "error" for one in problems):
        raise typer.Exit(1)


def _print_extraction(found: Extraction, out: Console, explain: bool) -> None:
    from corpus.cli.display import table

    metadata = found.structure.metadata
    out.print(f"[bold]{escape(metadata.title or found.document.name)}[/]")
    values = (metadata.kind, metadata.number, metadata.date, metadata.issuer)
    out.print("  " + escape(" · ".join(value for value in values if value)))
    mentions = [(one.label, one.text, one.entity, one.rule) for one in found.mentions]
    out.print(table("Mentions", ("étiquette", "mots du texte", "entité", "règle"), mentions))
    references = [
        (one.kind, one.text, one.abstention or one.relation or "", one.rule)
        for one in found.references
    ]
    out.print(
        table("Références", ("nature", "mots du texte", "lien ou réserve", "règle"), references)
    )
    for statement in found.statements:
        _print_statement(statement, out, explain)


def _print_statement(statement: Statement, out: Console, explain: bool) -> None:
    bearer = statement.bearer.text if statement.bearer else "(sans porteur exprimé)"
    entity = f" ({statement.bearer_entity})" if statement.bearer_entity else ""
    out.print(
        f"[bold]{statement.modality}[/] {escape(bearer + entity)}"
        f" [green]{escape(statement.trigger.text)}[/] {escape(statement.action.text)}",
        soft_wrap=True,
    )
    for part in statement.condition:
        out.print(f"    condition : {escape(part.text)}", soft_wrap=True)
    if statement.deadline:
        out.print(
            f"    échéance : {escape(statement.deadline.text)} {statement.deadline.iso or ''}"
        )
    out.print(f"    [dim]règle {escape(statement.rule)}[/]")
    for step in statement.steps if explain else ():
        out.print(f"    [dim]· {escape(step)}[/]", soft_wrap=True)


def verify() -> None:
    """Vérifier que chaque fait de la base est, mot pour mot, à sa place dans son texte.

    Vérifie aussi les liens entre tables, et que les fichiers sont ceux de la construction.
    """
    from corpus.cli.display import console, plural, print_problems
    from corpus.store.verification import verify as run
    from corpus.workspace import Workspace

    workspace = Workspace.find()
    hashes = {one.relative: one.sha256 for one in workspace.inputs()}
    with workspace.store.session() as connection:
        report = run(connection, hashes)
    out = console()
    print_problems(report.problems, out)
    out.print(
        f"{plural(report.spans, 'citation relue', 'citations relues')} dans"
        f" {plural(report.documents, 'texte')} :"
        f" {plural(len(report.problems), 'écart')}."
    )
    if report.problems:
        raise typer.Exit(1)
