"""Bad addresses get a French page that says what to do; a stranger gets nothing else."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from browsing import Answer, Ask, asker
from corpus.browse import plugin
from corpus.browse.serving import application
from corpus.workspace import Workspace


def said(answer: Answer, status: int, *words: str) -> None:
    """A French page with this status, these words and a way out, and no trace of a program."""
    assert answer.status == status, answer.words
    assert answer.soup.html["lang"] == "fr"
    for one in words:
        assert one in answer.words.replace("\u00a0", " ").replace("\u202f", " "), answer.words
    assert answer.soup.select("main a[href='/']")
    assert "Traceback" not in answer.text and "sqlite" not in answer.text.lower()


@pytest.mark.parametrize(
    "address",
    [
        "/nulle-part", "/document/absent", "/passage/absent", "/mention/absent/1",
        "/enonce/absent/1", "/reference/absent/1", "/service/absent", "/texte/absent",
        "/regle/absente", "/document/%00", "/corpus/absente", "/corpus/documents/999", "/autre/x",
        "/service/%3Cscript%3Ealert(1)%3C%2Fscript%3E", "/document/..%2F..%2Fetc%2Fpasswd",
        "/-/corpus/00000000/../plugin.py", "/dossier.exe?p=x",
    ],
)  # fmt: skip
async def test_unknown_addresses(ask: Ask, address: str) -> None:
    answer = await ask(address)
    if address.startswith("/-/corpus"):
        assert answer.status == 404
    else:
        said(answer, 404)
    assert "<script>alert" not in answer.text


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/recherche?q=relais&feuille=abc", "« feuille »"),
        ("/recherche?q=relais&feuille=0", "« feuille »"),
        ("/recherche?q=relais&tri=hasard", "« pertinence »"),
        ("/recherche?q=relais&du=hier", "n'est pas un jour du calendrier"),
        ("/enonces?echeance_avant=2012-02-31", "n'est pas un jour du calendrier"),
        ("/enonces?modalite=ordre", "Les valeurs possibles sont"),
        ("/documents?feuille=99999999999999999999", "un nombre de 1"),
        ("/documents?q=" + "a" * 5000, "5 000 caractères"),
        ("/recherche?q=" + "a" * 25_000, "Raccourcissez"),
        ("/dossier?" + "&".join(f"p=x{n}" for n in range(600)), "500"),
        ("/dossier.docx", "Ce dossier est vide"),
        ("/passages", "au moins une entité"),
        ("/corpus/documents?_sort=absente", ""),
        ("/corpus/passages?_search=l%27a&_searchmode=raw", ""),
    ],
)
async def test_broken_parameters(ask: Ask, address: str, words: str) -> None:
    said(await ask(address), 400, words)


@pytest.mark.parametrize(
    "query",
    [
        "l'obligation", "«", '"', "a:b -c *", "(((", "ET OU SAUF", "NEAR(", "\x00", "%", "🙂",
        "œ'’-°", "SAUF x", "mot " * 2500, "(" * 10_000, "x" * 10_000,
    ],
)  # fmt: skip
async def test_no_query_ends_in_an_error(ask: Ask, query: str) -> None:
    answer = await ask("/recherche", params={"q": query})
    assert answer.status == 200, answer.words


async def test_a_query_of_ten_thousand_characters_is_told_to_be_cut(ask: Ask) -> None:
    answer = await ask("/recherche", params={"q": "relais " * 1430})
    assert answer.status == 200
    assert "a été coupée" in answer.words or "premiers mots" in answer.words


# ---------------------------------------------------------------- what a stranger cannot do


@pytest.mark.parametrize(
    "address",
    [
        "/corpus?sql=select+1",
        "/corpus.json?sql=select+1",
        "/corpus/passages?_where=1%3D1",
        "/corpus.db",
        "/-/inspect.db",
    ],
)
async def test_no_sql_and_no_copy(ask: Ask, address: str) -> None:
    answer = await ask(address)
    assert answer.status in (403, 404)
    assert not answer.content.startswith(b"SQLite format 3")


async def test_the_same_holds_without_the_settings_of_corpus_browse(browsed: Workspace) -> None:
    """`datasette outputs/corpus.db`, as anybody may start it."""
    from datasette.app import Datasette

    ask = asker(Datasette([str(browsed.store.path)]))
    assert (await ask("/")).status == 200
    for address in ("/corpus?sql=select+1", "/corpus/passages?_where=1", "/corpus.db"):
        assert (await ask(address)).status == 403, address


async def test_no_page_tells_where_files_lie(ask: Ask, browsed: Workspace) -> None:
    for name in ("metadata", "databases", "settings", "threads"):
        for suffix in ("", ".json"):
            answer = await ask(f"/-/{name}{suffix}")
            assert answer.status == 404 and str(browsed.root) not in answer.text
    for address in ("/", "/-/versions.json", "/-/plugins.json", "/corpus.json"):
        assert str(browsed.root) not in (await ask(address)).text


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
async def test_nothing_is_written(ask: Ask, method: str) -> None:
    for address in ("/", "/dossier", "/recherche", "/corpus/documents"):
        assert (await ask(address, method=method)).status == 405


async def test_the_database_is_opened_for_reading_only(browsed: Workspace) -> None:
    site = application(browsed.store.path, workspace=browsed.root)
    await site.invoke_startup()

    def write(connection: sqlite3.Connection) -> None:
        connection.execute("DELETE FROM documents")

    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        await site.get_database("corpus").execute_fn(write)


async def test_every_answer_carries_the_policy(ask: Ask) -> None:
    for address in ("/", "/nulle-part", "/corpus/documents", "/-/versions.json", "/corpus.db"):
        headers = (await ask(address)).headers
        policy = headers["content-security-policy"]
        assert "script-src 'self'" in policy and "unsafe" not in policy, address
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"


async def test_only_the_names_of_this_machine_are_answered(ask: Ask) -> None:
    assert (await ask("/", headers={"host": "evil.example"})).status == 421
    for host in ("127.0.0.1:8001", "localhost", "[::1]:8001"):
        assert (await ask("/", headers={"host": host})).status == 200


async def test_a_text_a_title_or_a_name_never_becomes_markup(
    ask: Ask, passage_of: Callable[[str], Any]
) -> None:
    row = passage_of("centres sociaux avant le 30 juin 2024")
    assert "<b>" in row["text"] and "<b>" in row["file"]
    ids = row["public_id"]
    for address in (
        "/", "/documents", f"/document/{row['key']}", f"/passage/{ids}", f"/enonce/{ids}/1",
        f"/dossier?p={ids}", f"/dossier.html?p={ids}", "/recherche?q=liste+centres",
        "/recherche?q=liste&vue=concordance", "/recherche?q=%3Cscript%3Ealert(9)%3C/script%3E",
        "/enonces", "/corpus/documents", "/corpus/passages", "/tableaux/echeancier", "/a-verifier",
        f"/dossier?p={ids}&titre=%3Cscript%3Ealert(9)%3C/script%3E",
    ):  # fmt: skip
        answer = await ask(address)
        assert answer.status == 200, address
        for tag in ("<script>alert", "<img src=x", "<b>la liste", "<b>2024"):
            assert tag not in answer.text, (address, tag)
        assert "49" not in answer.words.partition("${")[0][-5:], address


async def test_no_file_is_read_outside_the_corpus_folder(
    browsed: Workspace, tmp_path: Path
) -> None:
    """A database made to point elsewhere gets no picture of what is there."""
    workspace = tmp_path / "espace"
    shutil.copytree(browsed.root, workspace)
    (tmp_path / "secret.pdf").write_bytes((workspace / "corpus/arrete-oise-scan.pdf").read_bytes())
    database = workspace / "outputs" / "corpus.db"
    connection = sqlite3.connect(database)
    connection.execute("UPDATE files SET path = '../../secret.pdf' WHERE path LIKE '%scan.pdf'")
    connection.commit()
    connection.close()
    ask = asker(application(database, workspace=workspace))
    answer = await ask("/document/arrete-oise-scan/page/1.png")
    assert answer.status == 404 and "image/png" not in answer.headers["content-type"]


async def test_a_file_that_changed_gives_no_picture(browsed: Workspace, tmp_path: Path) -> None:
    workspace = tmp_path / "espace"
    shutil.copytree(browsed.root, workspace)
    path = workspace / "corpus" / "arrete-oise-scan.pdf"
    path.write_bytes(path.read_bytes() + b"\n%changed")
    ask = asker(application(workspace / "outputs" / "corpus.db", workspace=workspace))
    said(await ask("/document/arrete-oise-scan/page/1.png"), 404, "n'est plus celui qui a été lu")
    path.write_bytes(b"%PDF-1.4 nothing")
    assert (await ask("/document/arrete-oise-scan/page/1.png")).status == 404
    # The page itself still shows the text.
    assert (await ask("/document/arrete-oise-scan/page/1")).status == 200


# ---------------------------------------------------------------- other databases


async def test_an_older_database_is_named_with_the_command_that_rebuilds_it(
    browsed: Workspace, tmp_path: Path
) -> None:
    for version, age in ((0, "ancienne"), (999, "récente")):
        path = tmp_path / f"corpus{version}.db"
        shutil.copy(browsed.store.path, path)
        connection = sqlite3.connect(path)
        connection.execute(f"PRAGMA user_version = {version}")
        connection.close()
        ask = asker(application(path))
        for address in ("/", "/recherche?q=relais", "/document/x"):
            said(await ask(address), 503, path.name, f"plus {age}", "corpus build")


async def test_a_database_that_is_no_corpus_is_left_to_datasette(tmp_path: Path) -> None:
    from datasette.app import Datasette

    path = tmp_path / "autre.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE t (a)")
    connection.commit()
    connection.close()
    ask = asker(Datasette([str(path)]))
    home = await ask("/")
    assert home.status == 200 and "Corpus de preuves" not in home.text
    assert (await ask("/recherche")).status == 404
    assert "content-security-policy" not in home.headers
    # Datasette takes these beside a plugin for every database, on Python 3.12 and later.
    beside = {folder.name for folder in Path(plugin.__file__).parent.iterdir()}
    assert not beside & {"templates", "static"}
