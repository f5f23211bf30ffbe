"""Evidence files: words, references and checks, in seven formats and on the command line."""

from __future__ import annotations

import csv
import io
import json
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from browsing import Ask
from corpus.browse.evidence import (
    ABSENT,
    CHANGED,
    DIFFERENT,
    VERIFIED,
    EvidenceFile,
    addresses_in,
    collect,
    verify,
)
from corpus.browse.exports import FORMATS
from corpus.browse.exports.table import write as write_csv
from corpus.cli.main import run
from corpus.reading import Source, read_many, read_source
from corpus.workspace import Workspace

BASE = "http://127.0.0.1:8001"


@pytest.fixture
def evidence(browsed: Workspace, passage_of: Callable[[str], Any]) -> EvidenceFile:
    """Three quotations: a circular, a hearing and a hostile text; and an address of nothing."""
    ids = [
        passage_of(words)["public_id"]
        for words in ("transmettre un bilan", "affiche les horaires", "<b>la liste</b>")
    ]
    with browsed.store.session() as connection:
        made = collect(
            connection, [*ids, "rien"], title="Bilans & <horaires>", corpus="Essai", base=BASE
        )
    return verify(made, browsed.root, read_many)


# ---------------------------------------------------------------- what it holds


def test_quotations_are_numbered_exact_referenced_and_checked(evidence: EvidenceFile) -> None:
    first, second, _ = evidence.quotations
    assert [one.number for one in evidence.quotations] == [1, 2, 3]
    assert first.text.startswith("Les Caf doivent transmettre un bilan")
    assert first.reference.startswith("Lettre circulaire n°\u00a02012-093 du 23\u00a0mai\u00a02012")
    assert first.address == f"{BASE}/passage/circulaire-2012-093/{first.address.split('/')[-1]}"
    assert second.speaker.startswith("Mme B.") and second.departement == "Oise"
    assert {one.check for one in evidence.quotations} == {VERIFIED}
    assert evidence.unknown == ("rien",) and len(evidence.sources) == 3


def test_the_check_goes_back_to_the_sources(
    evidence: EvidenceFile, browsed: Workspace, tmp_path: Path
) -> None:
    def in_copy(change: Callable[[Path], object]) -> set[str]:
        copy = tmp_path / str(len(list(tmp_path.iterdir())))
        shutil.copytree(browsed.texts_dir, copy / "corpus")
        change(copy / "corpus")
        return {one.check for one in verify(evidence, copy, read_many).quotations}

    def edit(folder: Path) -> None:
        path = folder / "circulaire-2012-093.txt"
        path.write_text(path.read_text("utf-8").replace("un bilan", "deux bilans"), "utf-8")

    assert in_copy(lambda folder: None) == {VERIFIED}
    assert in_copy(edit) == {VERIFIED, CHANGED}
    assert in_copy(lambda folder: (folder / "audition-oise.txt").unlink()) == {VERIFIED, ABSENT}


def test_other_words_at_the_same_place_are_seen(evidence: EvidenceFile, browsed: Workspace) -> None:
    """A reader that today reads the same file otherwise: the database is out of date."""

    def reads_otherwise(path: Path) -> tuple[Any, ...]:
        return tuple(replace(one, text="x" + one.text) for one in read_many(path))

    checked = verify(evidence, browsed.root, reads_otherwise)
    assert {one.check for one in checked.quotations} == {DIFFERENT}
    assert len(checked.doubtful) == 3
    assert "À revoir" in FORMATS["md"].write(checked).decode()


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (["abc"], ["abc"]),
        (["http://127.0.0.1:8001/passage/abc"], ["abc"]),
        (["/passage/un-document/57-abc"], ["abc"]),
        (["http://x/dossier?p=abc&p=def"], ["abc", "def"]),
        (["abc", " abc ", "def"], ["abc", "def"]),
        (["", "/"], []),
    ],
)
def test_passages_are_named_in_many_ways(given: list[str], expected: list[str]) -> None:
    assert addresses_in(given) == expected


# ---------------------------------------------------------------- formats


def words_of(data: bytes, name: str) -> str:
    """What this project's own readers find in a file."""
    return " ".join(read_source(Source.from_bytes(data, name))[0].text.split())


@pytest.mark.parametrize("suffix", ["docx", "odt", "html"])
def test_documents_read_back_with_every_quotation_and_reference(
    evidence: EvidenceFile, suffix: str
) -> None:
    words = words_of(FORMATS[suffix].write(evidence), f"dossier.{suffix}")
    for one in evidence.quotations:
        assert f"«\u00a0{' '.join(one.text.split())}\u00a0»".replace(
            "\u00a0", " "
        ) in words.replace("\u00a0", " ")
        assert one.citation.plain().replace("\u00a0", " ") in words.replace("\u00a0", " ")
    assert "Bilans & <horaires>" in words and "rien" in words


def test_word_document_is_french_and_styled(evidence: EvidenceFile) -> None:
    import docx

    document = docx.Document(io.BytesIO(FORMATS["docx"].write(evidence)))
    assert document.core_properties.language == "fr-FR"
    assert document.core_properties.title == "Bilans & <horaires>"
    quotes = [p.text for p in document.paragraphs if p.style.name == "Quote"]
    assert len(quotes) == 3 and quotes[0].startswith("«\u00a0Les Caf")
    links = [r.target_ref for r in document.part.rels.values() if "hyperlink" in r.reltype]
    assert sorted(links) == sorted(one.address for one in evidence.quotations)


def test_open_document_begins_with_its_type(evidence: EvidenceFile) -> None:
    data = FORMATS["odt"].write(evidence)
    assert data[30:38] == b"mimetype" and data[38:77] == b"application/vnd.oasis.opendocument.text"
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.infolist()[0].compress_type == zipfile.ZIP_STORED
        for name in package.namelist()[1:]:
            etree.fromstring(package.read(name))


def test_spreadsheet_holds_text_and_never_formulas(evidence: EvidenceFile) -> None:
    with zipfile.ZipFile(io.BytesIO(FORMATS["xlsx"].write(evidence))) as package:
        sheet = etree.fromstring(package.read("xl/worksheets/sheet1.xml"))
        for name in package.namelist():
            etree.fromstring(package.read(name))
    ns = {"x": sheet.nsmap[None]}
    rows = sheet.findall(".//x:row", ns)
    assert len(rows) == 4 and not sheet.findall(".//x:f", ns)
    exact = rows[1].findall("x:c", ns)[-1].findtext(".//x:t", namespaces=ns)
    assert exact == evidence.quotations[0].text


def test_csv_opens_in_a_french_spreadsheet(evidence: EvidenceFile) -> None:
    data = FORMATS["csv"].write(evidence)
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert [row["N°"] for row in rows] == ["1", "2", "3"]
    assert rows[0]["Texte exact"] == evidence.quotations[0].text
    assert rows[1]["Département"] == "Oise" and rows[1]["Vérification"] == "conforme"


def test_csv_cells_that_look_like_formulas_are_made_text(evidence: EvidenceFile) -> None:
    first = replace(evidence.quotations[0], text="=1+1", title="-2+3", speaker="@SUM(A1)")
    rows = write_csv(replace(evidence, quotations=(first,))).decode("utf-8-sig").splitlines()[1]
    cells = next(csv.reader([rows], delimiter=";"))
    assert cells[1] == "«\u00a0=1+1\u00a0»"
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)


def test_markdown_quotes_and_escapes(evidence: EvidenceFile) -> None:
    text = FORMATS["md"].write(evidence).decode()
    assert "\n> «\u00a0Les Caf doivent transmettre" in text
    assert "\\<b\\>la liste\\</b\\>" in text and "<b>" not in text
    assert f"<{evidence.quotations[0].address}>" in text


def test_json_can_be_given_back(evidence: EvidenceFile, tmp_path: Path) -> None:
    from corpus.browse.saving import read_selection

    path = tmp_path / "selection.json"
    path.write_bytes(FORMATS["json"].write(evidence))
    ids, title = read_selection(path)
    assert ids == [one.public_id for one in evidence.quotations]
    assert title == "Bilans & <horaires>"
    assert json.loads(path.read_text("utf-8"))["quotations"][0]["check"] == VERIFIED


def test_control_characters_do_not_break_a_document(evidence: EvidenceFile) -> None:
    odd = replace(evidence.quotations[0], text="avant\x0b\x00après\ufffe")
    for suffix in ("docx", "odt", "xlsx"):
        data = FORMATS[suffix].write(replace(evidence, quotations=(odd,)))
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            for name in package.namelist():
                if name.endswith(".xml"):
                    etree.fromstring(package.read(name))


# ---------------------------------------------------------------- from a page


async def test_an_evidence_page_and_its_downloads(ask: Ask, evidence: EvidenceFile) -> None:
    ids = "&".join(f"p={one.public_id}" for one in evidence.quotations)
    page = await ask(f"/dossier?{ids}&titre=Bilans")
    assert page.soup.h1.string == "Bilans"
    assert len(page.soup.select("ol.citations > li blockquote")) == 3
    assert "corpus export " + " ".join(one.public_id for one in evidence.quotations) in page.words
    for suffix, kind in FORMATS.items():
        [link] = [
            a["href"] for a in page.soup.select(".telecharger a") if f".{suffix}?" in a["href"]
        ]
        answer = await ask(link)
        assert answer.status == 200 and answer.headers["content-type"] == kind.media_type
        assert answer.headers["content-disposition"] == f'attachment; filename="bilans.{suffix}"'
        assert answer.content


async def test_a_selection_works_without_a_script(ask: Ask, evidence: EvidenceFile) -> None:
    first, second, _ = evidence.quotations
    page = await ask(f"/passage/{first.public_id}")
    added = await ask(page.soup.select_one("a[data-ajouter]")["href"])
    form = added.soup.select_one("main form")
    kept = [field["value"] for field in form.select("input[name=p]")]
    assert kept == [first.public_id]
    both = await ask(f"/dossier?p={kept[0]}&ajouter={second.address}")
    assert len(both.soup.select("ol.citations > li")) == 2
    one = await ask(both.soup.select("a[data-retirer]")[0]["href"])
    assert len(one.soup.select("ol.citations > li")) == 1


# ---------------------------------------------------------------- on the command line


@pytest.fixture
def workspace(browsed: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A copy of the small workspace, to write in."""
    shutil.copytree(browsed.root, tmp_path / "espace")
    monkeypatch.chdir(tmp_path / "espace")
    return Workspace(tmp_path / "espace")


def ids_of(workspace: Workspace) -> list[str]:
    with workspace.store.session() as connection:
        rows = connection.execute("SELECT public_id FROM passages ORDER BY id DESC LIMIT 2")
        return [row[0] for row in rows]


def test_export_writes_every_format_into_the_workspace(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    ids = ids_of(workspace)
    assert run(["export", *ids, "--titre", "Écoute des parents"]) == 0
    [folder] = (workspace.outputs_dir / "preuves").iterdir()
    assert folder.name.endswith("-ecoute-des-parents")
    assert {path.suffix[1:] for path in folder.iterdir()} == set(FORMATS)
    assert "2 citations" in capsys.readouterr().out
    selection = folder / "ecoute-des-parents.json"
    target = workspace.root / "ailleurs"
    assert (
        run(["export", "--selection", str(selection), "--format", "md", "--sortie", str(target)])
        == 0
    )
    assert (target / "ecoute-des-parents.md").read_text("utf-8").count("\n> «") == 2


def test_export_of_a_search(workspace: Workspace) -> None:
    assert run(["export", "--recherche", "analyse des pratiques", "--format", "csv"]) == 0
    [path] = (workspace.outputs_dir / "preuves").rglob("*.csv")
    assert "analyse des pratiques" in path.read_text("utf-8-sig")


def test_export_says_what_it_could_not_confirm(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    ids = ids_of(workspace)
    for path in workspace.text_files():
        path.write_bytes(path.read_bytes() + b"\nAjout.\n")
    assert run(["export", *ids, "inconnu", "--format", "md"]) == 1
    out = capsys.readouterr().out
    assert "À revoir" in out and "fichier modifié" in out and "Introuvable" in out
    [path] = (workspace.outputs_dir / "preuves").rglob("*.md")
    assert "À revoir avant usage" in path.read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["export", "inconnu"], "Aucun des passages"),
        (["export"], "Aucun des passages"),
        (["export", "x", "--format", "pdf"], "Format inconnu"),
        (["export", "--selection", "absent.json"], "n'est pas une sélection lisible"),
    ],
)
def test_export_explains_its_refusals(
    workspace: Workspace, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    assert run(arguments) == 2
    err = capsys.readouterr().err
    assert words in " ".join(err.split()) and "→" in err and "Traceback" not in err
