"""The rules' own examples, and the runner that reads them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from corpus.evaluation.examples import OUTCOMES, Outcome, run_examples
from corpus.rules import Ruleset, load_file, load_rules

RULE = """
famille: enonces
modalite: obligation
regles:
  - id: essai/etre-pri-de
    titre: Être prié de
    declencheur: ["{être} {prier:participe} de"]
"""


def with_rule(folder: Path, rule: str) -> Ruleset:
    """The package's rules and one more."""
    path = folder / "essai.yaml"
    path.write_text(RULE + rule, encoding="utf-8")
    base = load_rules()
    return replace(base, files=(*base.files, load_file(path)))


def run(folder: Path, rule: str) -> list[Outcome]:
    return list(run_examples(with_rule(folder, rule), only={"essai/etre-pri-de"}))


def test_every_example_of_the_statement_rules_holds() -> None:
    outcomes = list(run_examples(load_rules(), family="enonces"))
    failures = [
        f"{one.path.name}:{one.line} {one.rule} : {one.result} — {one.source} {one.details}"
        for one in outcomes
        if one.failure
    ]
    assert not failures, "\n".join(failures)
    assert len(outcomes) > 150


def test_no_known_failure_passes_unnoticed() -> None:
    ready = [one.source for one in run_examples(load_rules(), family="enonces") if one.promotable]
    assert not ready


def test_every_stable_rule_shows_what_it_finds_and_what_it_leaves() -> None:
    for _, item in load_rules().family("enonces"):
        assert item.texts("exemples"), item.id
        assert item.data.get("contre_exemples"), item.id


def test_the_four_outcomes(tmp_path: Path) -> None:
    outcomes = run(
        tmp_path,
        """
    exemples:
      - "Les [familles]{porteur} [sont priées de]{declencheur} [sonner]{action}."
      - "Les familles [doivent]{declencheur} sonner."
    contre_exemples:
      - texte: "La Vierge est priée de longue date dans ce village."
        pourquoi: une prière
      - texte: "Les familles sonnent."
        pourquoi: rien n'est demandé
""",
    )
    assert [one.result for one in outcomes] == ["trouvé", "manqué", "bruit", "silence juste"]
    assert set(OUTCOMES) == {one.result for one in outcomes}
    assert outcomes[2].details == ("« est priée de »",)


def test_a_wrong_boundary_is_told_with_both_readings(tmp_path: Path) -> None:
    (outcome,) = run(
        tmp_path,
        """
    exemples:
      - "Les [familles]{porteur} [sont priées de]{declencheur} [sonner deux]{action} coups."
""",
    )
    assert outcome.result == "manqué"
    assert outcome.details == ("action : attendu « sonner deux », trouvé « sonner deux coups »",)


@pytest.mark.parametrize(
    ("sentence", "promotable"),
    [
        ("Les familles [sont priées de]{declencheur} sonner.", True),
        ("Les familles [voudront bien]{declencheur} sonner.", False),
    ],
)
def test_a_known_failure_breaks_nothing_and_is_reported_when_it_passes(
    tmp_path: Path, sentence: str, promotable: bool
) -> None:
    (outcome,) = run(tmp_path, f'    a_faire:\n      - texte: "{sentence}"\n')
    assert not outcome.failure
    assert outcome.promotable is promotable


def test_examples_of_names_and_citations_run_too() -> None:
    families = {one.family for one in run_examples(load_rules())}
    assert {"enonces", "motifs-noms", "genres-de-textes"} <= families
