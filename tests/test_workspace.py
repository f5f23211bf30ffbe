"""A workspace: its folders, its settings, what analysts write beside the texts, taking texts in."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import TEXTS, make_workspace
from corpus.errors import WorkspaceError
from corpus.ingest import ingest
from corpus.model import Metadata, Structure, Turn
from corpus.reading.sidecar import row_of
from corpus.sidecar import Sidecar, Speaker, correct, read_sidecar, read_table
from corpus.workspace import Workspace, read_settings

# ---------------------------------------------------------------- the folder


def test_a_new_workspace_has_its_rules_and_settings(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "mission")
    names = {path.name for path in workspace.root.iterdir()}
    assert {"corpus", "annotations", "rules", "corrections", "outputs", "corpus.toml"} <= names
    assert workspace.rules().root == workspace.rules_dir
    assert (workspace.rules_dir / "recherche" / "lexique.yaml").is_file()


def test_a_workspace_is_found_from_below_and_never_made_twice(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "mission")
    assert Workspace.find(workspace.texts_dir).root == workspace.root
    with pytest.raises(WorkspaceError, match="déjà un espace"):
        Workspace.create(workspace.root)
    with pytest.raises(WorkspaceError, match="corpus init"):
        Workspace.find(tmp_path)


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("titr = 'x'", "réglage inconnu « titr ». Vouliez-vous dire « titre »"),
        ("ocr = 'oui'", "« ocr » n'a pas la bonne forme ('oui'). Attendu : true ou false"),
        ("processus = true", "« processus » n'a pas la bonne forme"),
        ("titre = ", "ne peut pas être lu"),
    ],
)
def test_a_wrong_setting_is_named(tmp_path: Path, written: str, message: str) -> None:
    (tmp_path / "corpus.toml").write_text(written, encoding="utf-8")
    with pytest.raises(WorkspaceError) as caught:
        read_settings(tmp_path / "corpus.toml")
    assert message in str(caught.value)


def test_only_texts_are_texts(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path / "e")
    for name in (".cache", "~$note.docx", "a.txt.corpus.yaml", "README.md"):
        (workspace.texts_dir / name).write_text("x", encoding="utf-8")
    assert [path.name for path in workspace.text_files()] == sorted(TEXTS)


# ---------------------------------------------------------------- corrections


def corrections(tmp_path: Path, written: str) -> Sidecar:
    path = tmp_path / "lettre.txt.corpus.yaml"
    path.write_text(written, encoding="utf-8")
    return read_sidecar(path)


def test_corrections_are_read(tmp_path: Path) -> None:
    sidecar = corrections(
        tmp_path,
        "nature: circulaire\nnuméro: 2012-093\ndate: 2012-05-23\ncatégorie: parents\n"
        "locuteurs:\n  Mère A: {nom: Mme B., rôle: personne interrogée, catégorie: parents}\n",
    )
    assert dict(sidecar.metadata) == {
        "kind": "circulaire", "number": "2012-093", "date": "2012-05-23",
    }  # fmt: skip
    assert sidecar.category == "parents"
    assert sidecar.speakers["Mère A"] == Speaker("Mme B.", "interviewee", category="parents")
    assert sidecar.problems == ()


@pytest.mark.parametrize(
    ("written", "line", "message"),
    [
        ("nature: x\nemeteur: y\n", 2, "Vouliez-vous dire « emetteur »"),
        ("date: 23 mai 2012\n", 1, "Écrivez-la ainsi : 2012-05-23"),
        ("titre: [a, b]\n", 1, "une seule valeur"),
        ("locuteurs:\n  A: {role: chef}\n", 2, "rôle inconnu : « chef »"),
        ("locuteurs: A\n", 1, "devrait être une table"),
        ("nature: : x\n", 1, "YAML"),
        ("- nature\n", 1, "devrait être une table"),
    ],
)
def test_a_faulty_correction_says_its_line(
    tmp_path: Path, written: str, line: int, message: str
) -> None:
    [problem] = corrections(tmp_path, written).problems
    assert problem.line == line
    assert message in f"{problem.message} {problem.remedy}"
    assert "lettre.txt.corpus.yaml" in problem.message


def test_a_faulty_line_does_not_cost_the_others(tmp_path: Path) -> None:
    sidecar = corrections(tmp_path, "emeteur: y\nnumero: '12'\n")
    assert sidecar.metadata == {"number": "12"}


def test_a_table_of_hearings_is_no_text(tmp_path: Path) -> None:
    table = tmp_path / "auditions.csv"
    table.write_text("Fichier;Catégorie;Personnes\na.txt;parents;Mère A, Père B\n", "utf-8")
    assert read_table(table) == {
        "a.txt": Sidecar(
            category="parents",
            speakers={
                "Mère A": Speaker(role="interviewee", category="parents"),
                "Père B": Speaker(role="interviewee", category="parents"),
            },
        )
    }
    table.write_text("Réponse,Âge\nOui,3\n", "utf-8")
    assert read_table(table) is None


def test_a_table_names_hearings_as_people_write_them(tmp_path: Path) -> None:
    table = tmp_path / "recap.csv"
    table.write_text("Index,Nom Fichier,Statut,Dépt\n1,Entretien_04a,Apprenante,26\n", "utf-8")
    rows = read_table(table)
    assert rows is not None
    found = row_of("Entretien_04ab_anonyme.docx", rows)
    assert found is not None
    assert (found.category, found.departement) == ("Apprenante", "26")


def test_speakers_are_corrected_by_label_or_name() -> None:
    turns = (
        Turn(0, 5, "[A]", speaker="A", role="interviewee"),
        Turn(6, 9, "Q :", role="interviewer"),
    )
    sidecar = Sidecar(category="parents", speakers={"Q :": Speaker("Mme Lenoir", "rapporteur")})
    corrected = correct(Structure(Metadata(), turns=turns), sidecar).turns
    assert [(one.speaker, one.role, one.category) for one in corrected] == [
        ("A", "interviewee", "parents"),
        ("Mme Lenoir", "rapporteur", None),
    ]


# ---------------------------------------------------------------- taking texts in


def test_texts_are_taken_in_and_understood(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path / "e", texts={})
    source = tmp_path / "reçus"
    (source / "2012").mkdir(parents=True)
    circulaire = TEXTS["circulaire-2012-093.txt"]
    (source / "2012" / "circulaire.txt").write_text(circulaire, encoding="utf-8")
    [received] = ingest(workspace, [source])
    assert (received.status, received.relative) == ("ajouté", "2012/circulaire.txt")
    [extraction] = received.extractions
    assert extraction.structure.metadata.number == "2012-093"
    written = (workspace.texts_dir / "2012" / "circulaire.txt.corpus.yaml").read_text("utf-8")
    assert '# numero: "2012-093"' in written
    assert read_sidecar(workspace.texts_dir / "2012" / "circulaire.txt.corpus.yaml") == Sidecar()


def test_what_was_understood_can_be_corrected_by_taking_off_the_mark(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path / "e", texts={})
    (tmp_path / "a.txt").write_text(TEXTS["audition-gironde.txt"], encoding="utf-8")
    ingest(workspace, [tmp_path / "a.txt"])
    path = workspace.texts_dir / "a.txt.corpus.yaml"
    lines = path.read_text("utf-8").splitlines()
    start = next(index for index, line in enumerate(lines) if line.startswith("# genre"))
    freed = [line.removeprefix("# ") if line.startswith("# ") else line for line in lines[start:]]
    path.write_text("\n".join(line for line in freed if "Pour une audition" not in line), "utf-8")
    sidecar = read_sidecar(path)
    assert sidecar.problems == ()
    assert sidecar.metadata["genre"] == "hearing"


def test_the_same_content_is_taken_once_and_nothing_is_overwritten(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path / "e", texts={"note.txt": "Premier texte.\n"})
    again, other = tmp_path / "copie.txt", tmp_path / "note.txt"
    again.write_text("Premier texte.\n", "utf-8")
    other.write_text("Autre texte.\n", "utf-8")
    same, renamed = ingest(workspace, [again, other])
    assert (same.status, same.same_as) == ("déjà présent", "note.txt")
    assert (renamed.status, renamed.relative) == ("ajouté", "note-2.txt")
    assert (workspace.texts_dir / "note.txt").read_text("utf-8") == "Premier texte.\n"


def test_what_is_no_text_is_left_aside_and_said(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path / "e", texts={})
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8\xff\xe0" + bytes(range(256)) * 20)
    (tmp_path / "vide.pdf").write_bytes(b"")
    picture, empty = ingest(workspace, [tmp_path / "photo.jpg", tmp_path / "vide.pdf"])
    assert (picture.status, picture.relative) == ("laissé de côté", None)
    assert "format non reconnu" in picture.problems[0].message
    assert (empty.status, empty.problems[0].code) == ("ajouté", "fichier-vide")
    with pytest.raises(WorkspaceError, match="n'existe pas"):
        ingest(workspace, [tmp_path / "rien.txt"])
