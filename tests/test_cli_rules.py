"""The rule author's commands, run as typed: check, test, explain, evaluate, annotate."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from corpus.cli.main import run
from corpus.workspace import Workspace

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new workspace with the default rules, as the current folder."""
    root = tmp_path / "mission"
    Workspace.create(root)
    monkeypatch.chdir(root)
    return root


def test_the_rules_that_ship_have_no_fault(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", "check", "--regles", str(ROOT / "rules")]) == 0, capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("famille: enonces\nregles:\n  - id: x/y\n    titr: Z\n", ["titr", "titre", ":4:"]),
        ("famille: enonce\nregles: []\n", ["Famille de règles inconnue", "enonces"]),
        ("famille: enonces\nregles:\n  - id: [\n", ["YAML"]),
        (
            "famille: enonces\nmodalite: obligation\nregles:\n"
            "  - id: x/y\n    declencheur: ['{doivre}']\n",
            ["doivre", "x/y"],
        ),
    ],
)
def test_a_faulty_rule_file_is_named_with_line_and_remedy_and_the_rest_works(
    workspace: Path, capsys: pytest.CaptureFixture[str], text: str, said: list[str]
) -> None:
    path = workspace / "rules" / "enonces" / "essai.yaml"
    path.write_text(text, encoding="utf-8")
    assert run(["rules", "check"]) == 1
    out = capsys.readouterr().out
    for word in ["essai.yaml", "→", *said]:
        assert word in out
    assert run(["rules", "explain", "La Caf doit publier la liste."]) == 0
    assert "obligation" in capsys.readouterr().out


def test_a_failing_example_is_shown_whole(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for path in (workspace / "rules").rglob("*.yaml"):
        if path.parent.name == "enonces" and path.stem not in ("grammaire", "circonstances"):
            path.unlink()
    (workspace / "rules" / "enonces" / "essai.yaml").write_text(
        "famille: enonces\nmodalite: obligation\nregles:\n"
        "  - id: essai/devoir\n    titre: Devoir\n    declencheur: ['{devoir}']\n"
        "    exige: [{suivi: infinitif}]\n"
        "    exemples:\n"
        "      - 'La [Caf]{porteur} [doit]{declencheur} [publier la liste]{action}.'\n"
        "      - 'La [Caf]{porteur} [peut]{declencheur} [publier la liste]{action}.'\n"
        "    contre_exemples:\n      - texte: La Caf publie la liste.\n        pourquoi: rien\n",
        encoding="utf-8",
    )
    assert run(["rules", "test", "--famille", "enonces"]) == 1
    out = capsys.readouterr().out
    assert "manqué : essai/devoir" in out
    assert "[peut]{declencheur}" in out
    assert "trouvé : 1, silence juste : 1, manqué : 1, bruit : 0" in out


def test_explain_says_why_a_rule_did_not_fire(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["rules", "explain", "Il doit y avoir dix lieux.", "--genre", "audition"]) == 0
    out = capsys.readouterr().out
    assert "Aucun énoncé." in out
    assert "écartée : obligation/devoir, sur « doit »" in out
    assert "sauf" in out
    assert run(["rules", "explain", "x", "--genre", "poème"]) == 2


def test_evaluate_measures_the_annotations_of_the_workspace(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["evaluate"]) == 2
    shutil.copytree(ROOT / "annotations" / "demonstration", workspace / "annotations" / "demo")
    capsys.readouterr()
    assert run(["evaluate", "--json"]) == 0
    measures = json.loads(capsys.readouterr().out)
    statements = next(row for row in measures["total"] if row["measure"] == "statements")
    assert statements["annotated"] >= 40
    assert statements["f1"] > 0.5
    assert run(["evaluate", "--sans", "present/", "--erreurs"]) == 0
    assert "manqué" in capsys.readouterr().out


def test_annotations_go_out_and_come_back(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = workspace / "texte.txt"
    text.write_text("Arrêté du 9 mars 2022\n\nLa Caf doit publier la liste.\n", encoding="utf-8")
    assert run(["annotate", "export", str(text)]) == 0
    path = workspace / "annotations" / "a-corriger" / "texte.ann"
    assert "Body" in path.read_text(encoding="utf-8")
    assert run(["annotate", "export", str(text)]) == 2, "an annotation is never overwritten"
    assert run(["annotate", "import", str(path), "--jeu", "essai"]) == 0
    assert (workspace / "annotations" / "essai" / "texte.txt").is_file()
    path.write_text(path.read_text(encoding="utf-8").replace("Caf", "Msa"), encoding="utf-8")
    capsys.readouterr()
    assert run(["annotate", "import", str(path), "--jeu", "autre"]) == 2
    assert "n'est pas ce que dit le texte" in capsys.readouterr().err
