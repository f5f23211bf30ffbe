"""The whole route: what changed is done again, what failed is named, what was there is not lost."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import TEXTS, make_workspace
from corpus.pipeline import Step, build, slug
from corpus.store.summary import Summary, summarise
from corpus.store.verification import verify
from corpus.workers import run
from corpus.workspace import Workspace


def summary_of(workspace: Workspace) -> Summary:
    with workspace.store.session() as connection:
        return summarise(connection)


def codes(workspace: Workspace) -> set[str]:
    return {problem.code for problem in summary_of(workspace).problems}


def keys(workspace: Workspace) -> list[str]:
    return sorted(line.key for line in summary_of(workspace).documents)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path / "espace")


# ---------------------------------------------------------------- what a build gives


def test_a_small_corpus_from_end_to_end(built: Workspace) -> None:
    lines = {line.key: line for line in summary_of(built).documents}
    circular = lines["circulaire-2012-093"]
    assert (circular.kind, circular.number, circular.date) == (
        "lettre circulaire", "2012-093", "2012-05-23",
    )  # fmt: skip
    assert lines["arrete-2022-03-09"].date == "2022-03-09"
    with built.store.session() as connection:
        assert verify(connection).problems == ()
        [cited] = connection.execute(
            "SELECT cite_par FROM citations_recues WHERE texte_cite LIKE '%charte%'"
        )
        speakers = connection.execute(
            "SELECT locuteur, categorie, departement FROM auditions WHERE role = 'interviewee'"
        ).fetchall()
    assert "relais de parents" in cited[0]
    assert [tuple(row) for row in speakers] == [("Parent A", "parents", "Gironde")]


def test_an_obligation_has_its_bearer_and_its_day(built: Workspace) -> None:
    with built.store.session() as connection:
        rows = connection.execute(
            "SELECT porteur_dans_le_texte, declencheur, echeance_normalisee FROM obligations"
            " WHERE action LIKE 'transmettre%'"
        ).fetchall()
        [day] = connection.execute("SELECT jour FROM echeancier WHERE jour IS NOT NULL")
    assert [tuple(row) for row in rows] == [("Caf", "doivent", "2012-12-31")]
    assert day[0] == "2012-12-31"


def test_a_correction_wins_and_leaves_a_trace(workspace: Workspace) -> None:
    sidecar = workspace.texts_dir / "arrete-2022-03-09.txt.corpus.yaml"
    sidecar.write_text("date: 2022-03-10\nnumero: SSAA1\n", encoding="utf-8")
    build(workspace)
    with workspace.store.session() as connection:
        [row] = connection.execute(
            "SELECT date, number, corrected FROM documents WHERE key = 'arrete-2022-03-09'"
        )
        evidence = connection.execute(
            "SELECT count(*) FROM metadata_evidence AS m JOIN documents AS d"
            " ON d.id = m.document_id WHERE d.key = 'arrete-2022-03-09' AND field = 'date'"
        ).fetchone()[0]
    assert tuple(row) == ("2022-03-10", "SSAA1", '["date","number"]')
    assert evidence == 0


# ---------------------------------------------------------------- only what changed


def test_a_second_build_does_nothing(workspace: Workspace) -> None:
    first = build(workspace)
    assert (first.redone, first.unchanged, first.ok) == (3, False, True)
    before = workspace.store.path.stat().st_mtime_ns
    second = build(workspace)
    assert (second.redone, second.unchanged) == (0, True)
    assert workspace.store.path.stat().st_mtime_ns == before


def test_only_a_changed_text_is_done_again(workspace: Workspace) -> None:
    build(workspace)
    path = workspace.texts_dir / "arrete-2022-03-09.txt"
    path.write_text(path.read_text("utf-8") + "\nArticle 3\n\nLe préfet publie.\n", "utf-8")
    steps: list[Step] = []
    assert build(workspace, steps.append).redone == 1
    assert [step.name for step in steps if step.name] == ["arrete-2022-03-09.txt"]


def test_a_changed_correction_or_rule_is_done_again(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path / "espace", own_rules=True)
    build(workspace)
    (workspace.texts_dir / "audition-gironde.txt.corpus.yaml").write_text("titre: T\n", "utf-8")
    assert build(workspace).redone == 1
    lexicon = workspace.rules_dir / "recherche" / "lexique.yaml"
    lexicon.write_text(lexicon.read_text("utf-8") + "\n# note\n", "utf-8")
    assert build(workspace).redone == 3


def test_a_removed_file_leaves_the_corpus(workspace: Workspace) -> None:
    build(workspace)
    (workspace.texts_dir / "audition-gironde.txt").unlink()
    assert build(workspace).removed == ("audition-gironde.txt",)
    assert keys(workspace) == ["arrete-2022-03-09", "circulaire-2012-093"]
    assert "ligne-sans-fichier" in codes(workspace)


def test_a_deleted_cache_costs_only_time(workspace: Workspace) -> None:
    build(workspace)
    before = keys(workspace)
    shutil.rmtree(workspace.cache_dir)
    again = build(workspace)
    assert (again.redone, keys(workspace)) == (3, before)


# ---------------------------------------------------------------- keys


def test_a_newcomer_never_takes_the_key_of_a_text(workspace: Workspace) -> None:
    build(workspace)
    newcomer = workspace.texts_dir / "audition-gironde.md"
    newcomer.write_text("Notes prises pendant l'audition.\n", "utf-8")
    build(workspace)
    with workspace.store.session() as connection:
        rows = connection.execute(
            "SELECT f.path, d.key FROM documents AS d JOIN files AS f ON f.id = d.file_id"
        )
        found = {row[0]: row[1] for row in rows}
    assert found["audition-gironde.txt"] == "audition-gironde"
    assert found["audition-gironde.md"] == "audition-gironde-md"


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Arrêté n° 12/2022 (œuvre)", "arrete-n-12-2022-oeuvre"),
        ("dossier/lettre du 3 mai", "dossier-lettre-du-3-mai"),
        ("???", "texte"),
    ],
)
def test_a_key_is_an_address(name: str, key: str) -> None:
    assert slug(name) == key


# ---------------------------------------------------------------- bad input

BAD = {
    "vide.txt": b"",
    "tronque.pdf": b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog",
    "faux.docx": b"PK\x03\x04" + b"\0" * 40,
    "donnees.bin": bytes(range(256)) * 40,
}


def test_bad_files_are_named_and_the_others_built(workspace: Workspace) -> None:
    for name, data in BAD.items():
        (workspace.texts_dir / name).write_bytes(data)
    report = build(workspace)
    assert not report.ok
    assert set(report.failed) == set(BAD)
    assert keys(workspace) == sorted(slug(Path(name).stem) for name in TEXTS)
    problems = {problem.path: problem for problem in summary_of(workspace).problems}
    for name in BAD:
        assert problems[name].severity == "error"
        assert problems[name].remedy
    assert set(summary_of(workspace).unreadable) == set(BAD)


def test_a_text_that_becomes_unreadable_costs_only_itself(workspace: Workspace) -> None:
    build(workspace)
    (workspace.texts_dir / "audition-gironde.txt").write_bytes(b"")
    report = build(workspace)
    assert report.failed == ("audition-gironde.txt",)
    assert len(keys(workspace)) == 2


def test_twins_are_counted_once(workspace: Workspace) -> None:
    copy = workspace.texts_dir / "copie.txt"
    copy.write_text(TEXTS["arrete-2022-03-09.txt"], "utf-8")
    assert build(workspace).ok
    assert len(keys(workspace)) == 3
    assert "doublon" in codes(workspace)


def test_a_defect_of_extraction_costs_facts_and_not_the_text(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    from corpus.extraction import Engine

    original = Engine.run

    def fail(self: Engine, document: object, structure: object = None) -> object:
        if "audition" in document.name:  # type: ignore[attr-defined]
            raise RuntimeError("panne")
        return original(self, document, structure)  # type: ignore[arg-type]

    monkeypatch.setattr(Engine, "run", fail)
    report = build(workspace)
    assert report.failed == ("audition-gironde.txt",)
    lines = {line.key: line for line in summary_of(workspace).documents}
    assert lines["audition-gironde"].passages > 0
    assert lines["circulaire-2012-093"].statements > 0
    monkeypatch.undo()
    # An unexpected failure is not kept: the next build tries again.
    assert build(workspace).ok


def test_a_broken_rule_is_told_and_the_others_work(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path / "espace", own_rules=True)
    (workspace.rules_dir / "cassee.yaml").write_text("famille: [", "utf-8")
    build(workspace)
    [problem] = [one for one in summary_of(workspace).problems if one.code == "R000"]
    assert (problem.path, problem.line) == ("rules/cassee.yaml", 2)
    assert any(line.statements for line in summary_of(workspace).documents)


def test_an_interrupted_build_leaves_the_previous_database(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(workspace)
    (workspace.texts_dir / "nouveau.txt").write_text("Un texte nouveau.\n", "utf-8")

    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("corpus.pipeline.link", interrupt)
    with pytest.raises(KeyboardInterrupt):
        build(workspace)
    assert len(keys(workspace)) == 3
    monkeypatch.undo()
    build(workspace)
    assert len(keys(workspace)) == 4


# ---------------------------------------------------------------- several processes


def test_a_script_in_several_processes_gives_the_same(built: Workspace, tmp_path: Path) -> None:
    """And needs no guard around its main part."""
    script = tmp_path / "script.py"
    script.write_text(
        "import sys\n"
        f"sys.path.insert(0, {str(Path(__file__).parent)!r})\n"
        "from pathlib import Path\n"
        "from conftest import make_workspace\n"
        "from corpus import Workspace\n"
        "from corpus.pipeline import build\n"
        f"folder = Path({str(tmp_path / 'espace')!r})\n"
        "make_workspace(folder)\n"
        "(folder / 'corpus.toml').write_text('processus = 2')\n"
        "print(build(Workspace(folder)).redone)\n",
        encoding="utf-8",
    )
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["3"]
    parallel = summary_of(Workspace(tmp_path / "espace"))
    assert parallel.documents == summary_of(built).documents


def test_a_worker_that_dies_names_its_file(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    from corpus import workers
    from corpus.pipeline import task_of

    tasks = [task_of(one, workspace, workspace.rules()) for one in workspace.inputs()]
    victim = tasks[1].relative
    original = workers.Worker.do

    def do(self: workers.Worker, task: workers.Task) -> bool:
        if task.relative == victim:
            self._process = workers._start()
            os.kill(self._process.pid, 9)
            self._process.wait()
        return original(self, task)

    monkeypatch.setattr(workers.Worker, "do", do)
    done: list[str] = []
    lost = run(tasks, 1, lambda task: done.append(task.relative))
    assert [task.relative for task in lost] == [victim]
    assert sorted(done) == sorted(task.relative for task in tasks)


# ---------------------------------------------------------------- real texts


@pytest.mark.shared
def test_the_founding_texts(shared: Path, tmp_path: Path) -> None:
    seeds = {path.name: path.read_text("utf-8") for path in (shared / "seeds").glob("*.txt")}
    workspace = make_workspace(tmp_path / "fondateurs", texts=seeds)
    assert build(workspace).ok
    lines = {line.key: line for line in summary_of(workspace).documents}
    circular = lines["lettre-circulaire-cnaf-2012-093"]
    assert (circular.kind, circular.number, circular.date) == (
        "lettre circulaire", "2012-093", "2012-05-23",
    )  # fmt: skip
    assert lines["lettre-ministre-2022-03-30"].date == "2022-03-30"
    assert lines["lettre-mission-2022-04-15"].date == "2022-04-15"
    with workspace.store.session() as connection:
        assert verify(connection).problems == ()
        labels = {
            row[0]
            for row in connection.execute(
                "SELECT s.label FROM sections AS s JOIN documents AS d ON d.id = s.document_id"
                " WHERE d.key = 'lettre-circulaire-cnaf-2012-093'"
            )
        }
        notes = connection.execute("SELECT count(*) FROM notes").fetchone()[0]
        [ordinance] = connection.execute(
            "SELECT count(DISTINCT c.document_id) FROM texts_cited AS t"
            " JOIN citations AS c ON c.text_id = t.id WHERE t.number = '2021-611'"
        )
        orders = connection.execute(
            "SELECT t.id, count(DISTINCT c.document_id) FROM texts_cited AS t"
            " JOIN citations AS c ON c.text_id = t.id"
            " WHERE t.kind = 'arrêté' AND t.date = '2022-03-09' GROUP BY t.id"
        ).fetchall()
    assert {"1", "2", "3", "4", "5", "11", "43"} <= labels
    assert notes == 12
    assert ordinance[0] >= 2
    assert len(orders) == 1
    assert orders[0][1] >= 2
