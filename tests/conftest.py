"""What every test may ask for."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from browsing import ask, browsed, passage_of  # noqa: F401  (fixtures)
from corpus.workspace import Workspace

ROOT = Path(__file__).resolve().parent.parent

# Four invented texts, short, that cite each other and use the words the tests look for.
TEXTS = {
    "circulaire-2012-093.txt": """\
Paris, le 23 mai 2012

Mesdames et Messieurs les Directeurs des caisses d'Allocations familiales

Lettre circulaire n° 2012-093

Objet : Coordination départementale des relais de parents

Madame la Directrice, Monsieur le Directeur,

1. Le cadre

L'arrêté du 9 mars 2022 porte charte nationale du soutien à la parentalité.

2. Ce qui est demandé

Les Caf doivent transmettre un bilan à la direction générale de la cohésion sociale avant le \
31 décembre 2012.

Le préfet veille à la mise en œuvre de l'analyse des pratiques dans chaque relais.

Le Directeur général
Jean Dupont
""",
    "arrete-2022-03-09.txt": """\
Arrêté du 9 mars 2022 portant charte nationale du soutien à la parentalité

Le ministre des solidarités et de la santé,

Vu le code de l'action sociale et des familles, notamment son article L. 214-1-2 ;

Arrête :

Article 1

La charte annexée au présent arrêté est approuvée.

Article 2

Les services de soutien à la parentalité garantissent aux parents un accueil sans jugement.

Fait le 9 mars 2022.
""",
    "audition-gironde.txt": """\
Audition de parents, Bordeaux, 21 novembre 2023

Mme Lenoir, rapporteure. – Qu'attendez-vous des professionnels du relais ?

Mère A. – Il faudrait que les bénévoles aient une formation à l'écoute. Le délai de réponse est dû \
à la Caf.

Mme Lenoir, rapporteure. – Et l'analyse des pratiques ?

Mère A. – Personne ne nous en parle.
""",
}
TABLE = """\
fichier;catégorie;département;date;personnes
audition-gironde.txt;parents;Gironde;2023-11-21;Mère A
"""


@pytest.fixture(scope="session")
def shared() -> Path:
    """The real material that may lie beside a checkout; tests that need it skip without it."""
    folder = ROOT.parent / "shared"
    if not (folder / "seeds").is_dir():
        pytest.skip("les textes réels (../shared) ne sont pas à côté du dépôt")
    return folder


def make_workspace(
    folder: Path, texts: dict[str, str] | None = None, *, own_rules: bool = False
) -> Workspace:
    """A workspace with some texts in it, not yet built, that works in one process. Without rules of
    its own it uses the package's, which are compiled once for all tests."""
    workspace = Workspace.create(folder)
    if not own_rules:
        shutil.rmtree(workspace.rules_dir)
    settings = folder / "corpus.toml"
    written = settings.read_text(encoding="utf-8").replace("processus = 0", "processus = 1")
    settings.write_text(written, encoding="utf-8")
    for name, text in (TEXTS if texts is None else texts).items():
        (workspace.texts_dir / name).write_text(text, encoding="utf-8")
    if texts is None:
        (workspace.texts_dir / "auditions.csv").write_text(TABLE, encoding="utf-8")
    return Workspace(folder)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A small workspace, built once; tests may read it and must not change it."""
    from corpus.pipeline import build

    workspace = make_workspace(tmp_path_factory.mktemp("espace") / "petit")
    build(workspace)
    return workspace


@pytest.fixture
def database(built: Workspace) -> Iterator[sqlite3.Connection]:
    """A read-only connection to the small workspace's database."""
    with built.store.session() as connection:
        yield connection
