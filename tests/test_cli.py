"""The commands as their users type them: what they print, in French, and their exit status."""

from __future__ import annotations

import json
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

import pytest

from conftest import ROOT, TEXTS, make_workspace
from corpus.cli.main import command, run
from corpus.cli.reference import reference
from corpus.workspace import Workspace


@pytest.fixture
def here(built: Workspace, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """The small workspace, as the current folder."""
    monkeypatch.chdir(built.root)
    return built


def printed(capsys: pytest.CaptureFixture[str], *arguments: str, status: int = 0) -> str:
    """What a command prints on both streams; its exit status is checked."""
    assert run(list(arguments)) == status
    captured = capsys.readouterr()
    return captured.out + captured.err


# ---------------------------------------------------------------- the whole route


def test_from_a_folder_of_texts_to_a_quotation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    source = make_workspace(tmp_path / "source").texts_dir
    monkeypatch.chdir(tmp_path)
    assert "Espace de travail créé" in printed(capsys, "init", "mission")
    monkeypatch.chdir(tmp_path / "mission")
    (tmp_path / "mission" / "corpus.toml").write_text("processus = 1\n", "utf-8")
    received = printed(capsys, "ingest", str(source))
    assert "3 textes ajoutés" in received
    assert "tableau d'auditions" in received
    assert "2012-093" in received
    built = printed(capsys, "build")
    assert "Base construite : outputs/corpus.db" in built
    assert "lettre circulaire" in built
    assert "Rien n'avait changé" in printed(capsys, "build")
    found = printed(capsys, "search", "analyse", "des", "pratiques")
    assert "2 passages dans 2 textes, sur 3" in found
    assert "0 écart" in printed(capsys, "verify")


def test_status_names_what_waits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from corpus.pipeline import build

    workspace = make_workspace(tmp_path / "e")
    build(workspace)
    monkeypatch.chdir(workspace.root)
    (workspace.texts_dir / "nouveau.txt").write_text("Nouveau.\n", "utf-8")
    (workspace.texts_dir / "arrete-2022-03-09.txt").write_text("Changé.\n", "utf-8")
    (workspace.texts_dir / "audition-gironde.txt").unlink()
    told = printed(capsys, "status")
    assert "À construire : nouveau.txt (nouveau)" in told
    assert "À construire : arrete-2022-03-09.txt (modifié)" in told
    assert "À construire : audition-gironde.txt (retiré)" in told


def test_bad_files_give_status_1_and_no_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace = make_workspace(tmp_path / "e", texts={"bon.txt": TEXTS["arrete-2022-03-09.txt"]})
    (workspace.texts_dir / "vide.pdf").write_bytes(b"")
    monkeypatch.chdir(workspace.root)
    told = printed(capsys, "build", status=1)
    assert "erreur vide.pdf : le fichier est vide" in told
    assert "bon.txt" in told
    assert "Base construite" in told
    assert "Traceback" not in told


# ---------------------------------------------------------------- looking at texts


def test_search_as_json_gives_offsets_into_the_text(
    here: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    found = json.loads(printed(capsys, "search", "transmis", "--json"))
    [hit] = found["hits"]
    with here.store.session() as connection:
        [text] = connection.execute(
            "SELECT text FROM texts JOIN documents ON documents.id = document_id WHERE key = ?",
            (hit["document"],),
        ).fetchone()
    [[start, end]] = hit["marks"]
    assert text[hit["start"] : hit["end"]] == hit["text"]
    assert text[hit["start"] + start : hit["start"] + end] == "transmettre"
    assert found["words"][0]["lemmas"] == ["transmettre"]


def test_search_tells_what_it_widened_and_what_it_found_nowhere(
    here: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    told = printed(capsys, "search", "le", "bilan", "obligatoire")
    assert "« le » : mot courant, laissé de côté" in told
    assert "Rien trouvé dans 3 textes." in told


@pytest.mark.parametrize(
    ("options", "number"),
    [
        (["--categorie", "parents"], 1),
        (["--nature", "Lettre Circulaire"], 1),
        (["--departement", "gironde"], 1),
        (["--depuis", "2020-01-01", "--jusqu-a", "2023-12-31"], 1),
        (["--competence", "analyse des pratiques"], 2),
        (["--exact"], 2),
    ],
)
def test_search_filters(
    here: Workspace, capsys: pytest.CaptureFixture[str], options: list[str], number: int
) -> None:
    assert json.loads(printed(capsys, "search", "pratiques", "--json", *options))["total"] == number


def test_a_filter_that_the_corpus_does_not_have_is_named(
    here: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    told = printed(capsys, "search", "bilan", "--nature", "circulere", status=2)
    assert "« circulere » n'est pas dans le corpus" in told
    assert "lettre circulaire" in told


def test_concordance(here: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    told = printed(capsys, "search", "pratiques", "--concordance", "--tri", "gauche")
    assert re.search(r"analyse des pratiques dans chaque relais", told)
    lines = json.loads(printed(capsys, "search", "pratiques", "--concordance", "--json"))
    assert {line["word"] for line in lines} == {"pratiques"}


def test_show_a_section(here: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    told = printed(capsys, "show", "circulaire", "--section", "2")
    assert "numéro : 2012-093" in told
    assert "doivent" in told
    assert "porte charte nationale" not in told
    shown = json.loads(printed(capsys, "show", "circulaire", "--json"))
    natures = {fact["nature"] for passage in shown["passages"] for fact in passage["facts"]}
    assert {"organisme", "référence", "obligation"} <= natures


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["show", "circulair-2012"], "Vouliez-vous dire « circulaire-2012-093 »"),
        (["show", "a"], "désigne 2 textes"),
        (["show", "circulaire", "--page", "9"], "n'a pas de page 9"),
        (["show", "circulaire", "--section", "42"], "Aucune section « 42 »"),
        (["statut"], "Commande inconnue : statut"),
        (["build", "--vite"], "Option inconnue : --vite"),
        (["show"], "Il manque un argument"),
        (["search", "x", "--page", "abc"], "un nombre entier est attendu"),
        (["search", "x", "--page", "0"], "le plus petit nombre permis est 1"),
        (["search", "x", "--depuis", "hier"], "n'est pas une date"),
        (["ingest", "rien"], "« rien » n'existe pas"),
    ],
)
def test_wrong_usage_is_told_in_french(
    here: Workspace, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    told = printed(capsys, *arguments, status=2)
    assert message in told
    assert "→" in told
    assert "Traceback" not in told


def test_outside_a_workspace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert "corpus init" in printed(capsys, "build", status=2)
    make_workspace(tmp_path / "e")
    monkeypatch.chdir(tmp_path / "e")
    assert "n'existe pas encore" in printed(capsys, "search", "x", status=2)


def test_an_older_database_is_named_with_what_rebuilds_it(
    built: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    shutil.copytree(built.root, tmp_path / "e")
    with sqlite3.connect(tmp_path / "e" / "outputs" / "corpus.db") as connection:
        connection.execute("PRAGMA user_version = 0")
    connection.close()
    monkeypatch.chdir(tmp_path / "e")
    told = printed(capsys, "status", status=2)
    assert "version plus ancienne" in told
    assert "corpus build" in told
    assert "Base construite" in printed(capsys, "build")


# ---------------------------------------------------------------- without a workspace


def test_extract_as_json_is_the_contract(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "arrete.txt"
    path.write_text(TEXTS["arrete-2022-03-09.txt"], "utf-8")
    found = json.loads(printed(capsys, "extract", str(path), "--json"))
    assert set(found) == {"document", "text", "sections", "turns", "mentions", "statements"}
    assert found["document"]["date"] == "2022-03-09"
    for mention in found["mentions"]:
        assert found["text"][mention["start"] : mention["end"]] == mention["text"]


def test_extract_explains(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "arrete.txt"
    path.write_text(TEXTS["arrete-2022-03-09.txt"], "utf-8")
    plain = printed(capsys, "extract", str(path))
    explained = printed(capsys, "extract", str(path), "--explain")
    assert "services de soutien à la parentalité" in plain
    assert len(explained.splitlines()) > len(plain.splitlines())


def test_extract_of_a_bad_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "vide.txt").write_bytes(b"")
    assert "le fichier est vide" in printed(capsys, "extract", str(tmp_path / "vide.txt"), status=1)


# ---------------------------------------------------------------- help and reference


def leaves(tree: object, name: str = "") -> list[tuple[str, object]]:
    found = []
    for child_name, child in tree.commands.items():  # type: ignore[attr-defined]
        full = f"{name} {child_name}".strip()
        found += leaves(child, full) if hasattr(child, "commands") else [(full, child)]
    return found


def test_every_command_and_option_has_help() -> None:
    for name, leaf in leaves(command()):
        assert leaf.help, name  # type: ignore[attr-defined]
        for parameter in leaf.params:  # type: ignore[attr-defined]
            assert parameter.help, f"{name} {parameter.name}"


def test_the_reference_is_that_of_the_commands() -> None:
    """When this fails: `make docs`."""
    written = (ROOT / "docs" / "reference-cli.md").read_text(encoding="utf-8")
    assert written == reference()
    for name, _ in leaves(command()):
        assert f"## corpus {name}\n" in written


def test_help_is_french(capsys: pytest.CaptureFixture[str]) -> None:
    told = printed(capsys, "build", "--help")
    assert "Afficher cette aide" in told
    for english in ("Show this message", "Commands", "bool"):
        assert english not in told


def test_a_light_command_loads_no_engine() -> None:
    """`corpus --version` answers at once: spaCy, Datasette and the readers stay on the shelf."""
    code = (
        "import sys; from corpus.cli.main import run; run(['--version']);"
        "print(sorted({m.split('.')[0] for m in sys.modules}"
        " & {'spacy', 'datasette', 'pdfplumber', 'pypdfium2', 'lxml', 'docx', 'numpy'}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


# ---------------------------------------------------------------- the browser


def test_browse_answers_on_this_machine(here: Workspace) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    arguments = [sys.executable, "-m", "corpus", "browse", "--sans-ouvrir", "--port", str(port)]
    server = subprocess.Popen(arguments, cwd=here.root, stdout=subprocess.DEVNULL)
    try:
        page = _page(f"http://127.0.0.1:{port}/", server)
    finally:
        server.terminate()
        server.wait()
    assert '<html lang="fr"' in page


def _page(address: str, server: subprocess.Popen[bytes]) -> str:
    """The first answer; a busy machine may take its time to start a server."""
    while server.poll() is None:
        try:
            with urlopen(address, timeout=5) as answer:
                return str(answer.read().decode())
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"le serveur s'est arrêté sans répondre à {address}")


def test_browse_names_a_port_that_is_taken(
    here: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        told = printed(capsys, "browse", "--sans-ouvrir", "--port", str(port), status=2)
    assert f"Le port {port} est déjà pris" in told
