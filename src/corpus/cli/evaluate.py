"""`corpus evaluate`: the rules measured against hand annotation."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

MEASURES = {
    "overlap all": "mentions et références",
    "overlap SERVICE": "  services",
    "overlap BODY": "  organismes",
    "overlap PRACTITIONER": "  praticiens",
    "overlap COMPETENCY": "  compétences",
    "overlap REFERENCE": "  références",
    "exact all": "mentions, bornes exactes",
    "statements": "énoncés",
    "bearer": "  porteur",
    "condition": "  condition",
    "deadline": "  échéance",
}
SHARES = {
    "identity": "identité des références",
    "modality": "modalité des énoncés",
    "bearer entity": "porteur identifié",
}
KINDS = {"missed": "manqué", "wrong": "en trop"}


def evaluate(
    folder: Annotated[
        Path | None,
        typer.Argument(help="Dossier d'annotations (.ann et .txt) ; par défaut, annotations/."),
    ] = None,
    without: Annotated[
        str,
        typer.Option(
            "--sans", help="Laisser de côté les règles dont l'identifiant commence ainsi."
        ),
    ] = "",
    errors: Annotated[
        bool, typer.Option("--erreurs", help="Lister ce qui est manqué ou en trop.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Écrire les mesures en JSON.")] = False,
) -> None:
    """Mesurer l'extraction sur les textes annotés à la main."""
    from corpus.errors import CorpusError
    from corpus.evaluation.gold import read_set
    from corpus.evaluation.measures import as_table
    from corpus.evaluation.runs import evaluate as run
    from corpus.rules.ruleset import load_rules, without_rules
    from corpus.workspace import Workspace

    workspace = Workspace.find()
    source = folder or workspace.annotations_dir
    annotated = list(read_set(source))
    if not annotated:
        raise CorpusError(
            f"Aucune annotation (.ann) dans « {source} ».",
            "Indiquez le dossier qui les contient.",
            code="annotations-absentes",
        )
    ruleset = load_rules(workspace.rules_dir)
    evaluation = run(annotated, without_rules(ruleset, without) if without else ruleset)
    if as_json:
        texts = {name: as_table(tally) for name, tally in evaluation.texts.items()}
        total = as_table(evaluation.total)
        typer.echo(json.dumps({"total": total, "texts": texts}, ensure_ascii=False, indent=1))
        return
    _print_table(evaluation)
    if errors:
        _print_errors(evaluation)


def _print_table(evaluation: Any) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(
        title=f"{len(evaluation.texts)} textes annotés, règles {evaluation.ruleset}",
        title_justify="left",
    )
    table.add_column("mesure")
    for name in ("précision", "rappel", "F1", "intervalle à 95 %", "annotés"):
        table.add_column(name, justify="right")
    for name, title in MEASURES.items():
        score = evaluation.total.score(name)
        low, high = evaluation.f1_interval(name)
        table.add_row(
            title,
            _number(score.precision),
            _number(score.recall),
            _number(score.f1),
            f"{_number(low)} – {_number(high)}",
            str(score.found + score.missed),
        )
    for name, title in SHARES.items():
        share = evaluation.total.share(name)
        cases = evaluation.total.shares[name]["all"] if share is not None else 0
        table.add_row(title, "", "", "—" if share is None else _number(share), "", str(cases))
    Console().print(table)


def _print_errors(evaluation: Any) -> None:
    for error in evaluation.total.errors:
        place = f"{error.text}:{error.start}-{error.end}"
        typer.echo(
            f"{KINDS[error.kind]:8} {error.what:14} {place}  « {error.words} »  {error.rule}"
        )


def _number(value: float) -> str:
    return f"{value:.3f}".replace(".", ",")
