"""`corpus rules`: are the rules well written, do their examples hold, why does a sentence match."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    help="Vérifier, essayer et expliquer les règles d'extraction.", no_args_is_help=True
)

Folder = Annotated[
    Path | None,
    typer.Option("--regles", help="Dossier de règles ; par défaut, celui de l'espace de travail."),
]


def rules_folder(folder: Path | None) -> Path:
    """The folder asked for, the workspace's, or (outside a workspace) the package's own."""
    from corpus.errors import WorkspaceError
    from corpus.rules import default_rules_dir
    from corpus.workspace import Workspace

    if folder is not None:
        return folder
    try:
        return Workspace.find().rules_dir
    except WorkspaceError:
        return default_rules_dir()


@app.command()
def check(folder: Folder = None) -> None:
    """Vérifier l'écriture des règles : clés, types, identifiants, déclencheurs.

    Chaque faute est dite avec son fichier, sa ligne et ce qu'il faut faire. Une règle fautive est
    laissée de côté ; les autres servent.
    """
    from corpus.cli.display import console, plural
    from corpus.evaluation.lint import lint
    from corpus.rules import load_rules

    ruleset = load_rules(rules_folder(folder))
    problems = lint(ruleset)
    out = console()
    for problem in problems:
        out.print(str(problem), markup=False, soft_wrap=True)
    count = sum(len(file.items) for file in ruleset.files)
    out.print(
        f"{plural(len(ruleset.files), 'fichier')}, {plural(count, 'règle')}, "
        f"{plural(len(problems), 'faute')} (version {ruleset.version})"
    )
    if problems:
        raise typer.Exit(1)


@app.command()
def test(
    folder: Folder = None,
    family: Annotated[
        str | None, typer.Option("--famille", help="Une seule famille de règles (enonces, …).")
    ] = None,
    verbose: Annotated[
        bool, typer.Option("--tout", help="Montrer aussi les exemples qui passent.")
    ] = False,
) -> None:
    """Essayer chaque règle sur ses exemples et ses contre-exemples.

    Quatre issues : trouvé, manqué, bruit, silence juste. Ce qui est noté « a_faire » ne fait pas
    échouer l'essai ; le jour où cela passe, la règle est signalée « à promouvoir ».
    """
    from collections import Counter

    from corpus.cli.display import console, plural
    from corpus.evaluation.examples import run_examples
    from corpus.rules import load_rules

    out = console()
    results: Counter[str] = Counter()
    promotable = waiting = failed = 0
    for outcome in run_examples(load_rules(rules_folder(folder)), family=family):
        known = outcome.kind == "à faire"
        results[outcome.result] += not known
        promotable += outcome.promotable
        waiting += known and not outcome.promotable
        failed += outcome.failure
        if outcome.failure or outcome.promotable or verbose:
            verdict = "à promouvoir" if outcome.promotable else outcome.result
            place = f"{outcome.path}:{outcome.line}"
            out.print(f"{verdict} : {outcome.rule} ({place})", markup=False, soft_wrap=True)
            out.print(f"    {outcome.source}", markup=False, soft_wrap=True)
            for detail in outcome.details:
                out.print(f"    → {detail}", markup=False, soft_wrap=True)
    counts = ", ".join(f"{name} : {results[name]}" for name in ("trouvé", "silence juste"))
    out.print(f"{counts}, manqué : {results['manqué']}, bruit : {results['bruit']}")
    if waiting or promotable:
        out.print(f"à faire : {waiting}, à promouvoir : {promotable}")
    if failed:
        out.print(plural(failed, "exemple en échec", "exemples en échec"))
        raise typer.Exit(1)


@app.command()
def explain(
    sentence: Annotated[str, typer.Argument(metavar="PHRASE", help="La phrase à expliquer.")],
    genre: Annotated[
        str,
        typer.Option(
            "--genre", help="texte légal, circulaire, lettre, charte, audition, page ou autre."
        ),
    ] = "texte légal",
    folder: Folder = None,
) -> None:
    """Dire ce que les règles trouvent dans une phrase, et pourquoi les autres n'ont rien trouvé.

    Exemple : corpus rules explain "Le préfet peut réunir le comité."
    """
    from corpus.cli.display import console
    from corpus.errors import CorpusError
    from corpus.evaluation.explain import explain as run
    from corpus.extraction.statements_rules import GENRES
    from corpus.rules import load_rules

    if genre not in GENRES:
        raise CorpusError(
            f"Genre inconnu : « {genre} ».", f"Choisissez parmi : {', '.join(GENRES)}."
        )
    explanation = run(sentence, load_rules(rules_folder(folder)), genre)
    out = console()
    found = explanation.extraction
    for mention in found.mentions:
        out.print(
            f"{mention.label} « {mention.text} » → {mention.entity} ({mention.rule})", markup=False
        )
    for reference in found.references:
        out.print(f"REFERENCE « {reference.text} » ({reference.rule})", markup=False)
    for statement in found.statements:
        out.print(f"énoncé : {statement.modality} ({statement.rule})", markup=False)
        for step in statement.steps:
            out.print(f"    {step}", markup=False, soft_wrap=True)
        out.print(f"    action : {statement.action.text}", markup=False, soft_wrap=True)
    if not found.statements:
        out.print("Aucun énoncé.")
    for attempt in explanation.refused:
        out.print(
            f"écartée : {attempt.rule}, sur « {attempt.word} » : {attempt.reason}",
            markup=False,
            soft_wrap=True,
        )
