"""`corpus annotate`: hand annotation in and out, in the format that brat and others read."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    help="Préparer des textes à annoter à la main, et reprendre les annotations.",
    no_args_is_help=True,
)


@app.command("export")
def export_(
    file: Annotated[Path, typer.Argument(metavar="FICHIER", help="Le texte à annoter.")],
    folder: Annotated[
        Path | None,
        typer.Option("--vers", help="Dossier où écrire ; par défaut, annotations/a-corriger."),
    ] = None,
    empty: Annotated[
        bool, typer.Option("--vide", help="Sans les faits trouvés par le programme.")
    ] = False,
) -> None:
    """Écrire le texte (.txt) et ce que le programme y trouve (.ann), à corriger à la main.

    Pour mesurer l'extraction, annotez plutôt en lisant seul le texte (--vide) : on corrige mal ce
    que l'on n'a pas cherché soi-même.
    """
    from corpus.evaluation.gold import Annotated as Facts
    from corpus.evaluation.gold import from_extraction, write_brat
    from corpus.extraction import extract
    from corpus.rules import load_rules
    from corpus.workspace import Workspace

    workspace = Workspace.find()
    target = folder or workspace.annotations_dir / "a-corriger"
    facts = from_extraction(extract(file, rules=load_rules(workspace.rules_dir)))
    path = target / f"{file.stem}.ann"
    _refuse_existing(path)
    target.mkdir(parents=True, exist_ok=True)
    kept = Facts(facts.name, facts.text) if empty else facts
    path.with_suffix(".txt").write_text(facts.text, encoding="utf-8", newline="\n")
    path.write_text(write_brat(kept), encoding="utf-8", newline="\n")
    typer.echo(f"{path} : {len(kept.mentions)} mentions, {len(kept.statements)} énoncés")


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(metavar="FICHIER.ann", help="L'annotation corrigée.")],
    name: Annotated[
        str, typer.Option("--jeu", help="Sous-dossier d'annotations/ où la ranger.")
    ] = "jeu",
) -> None:
    """Vérifier une annotation, mot pour mot, et la ranger parmi celles qui mesurent les règles."""
    from corpus.evaluation.gold import read_brat
    from corpus.workspace import Workspace

    facts = read_brat(file)
    target = Workspace.find().annotations_dir / name / file.name
    _refuse_existing(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    for suffix in (".txt", ".ann"):
        content = file.with_suffix(suffix).read_bytes()
        target.with_suffix(suffix).write_bytes(content)
    typer.echo(f"{target} : {len(facts.mentions)} mentions, {len(facts.statements)} énoncés")


def _refuse_existing(path: Path) -> None:
    from corpus.errors import CorpusError

    if path.exists():
        raise CorpusError(
            f"« {path} » existe déjà et n'a pas été touché.",
            "Renommez-le, ou choisissez un autre dossier.",
            code="annotation-existante",
        )
