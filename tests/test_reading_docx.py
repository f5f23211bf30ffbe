"""Word files: every word that Word shows, in order, and none that it does not."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

import make_docx as make
from corpus.errors import ReadingError
from corpus.model import Document
from corpus.reading import Source, read, read_source, restore
from make_docx import call, docx, item, note, p, r, styled, table, tc, tr
from make_files import Trap, archive
from traps_docx import STYLES, docx_traps

SHARED = Path(__file__).parents[2] / "shared"
TRAPS = {trap.name: trap for trap in docx_traps()}


def doc(data: bytes, name: str = "essai.docx") -> Document:
    (document,) = read_source(Source.from_bytes(data, name))
    return document


def shown(document: Document, kind: str) -> list[str]:
    return [document.text[b.start : b.end] for b in document.blocks if b.kind == kind]


@pytest.mark.parametrize("trap", TRAPS.values(), ids=TRAPS)
def test_the_text_is_what_word_shows(trap: Trap) -> None:
    assert doc(trap.data).text == trap.text


@pytest.mark.parametrize("trap", TRAPS.values(), ids=TRAPS)
def test_every_span_is_inside_the_text_and_holds_words(trap: Trap) -> None:
    document = doc(trap.data)
    assert unicodedata.is_normalized("NFC", document.text)
    for block in document.blocks:
        words = document.text[block.start : block.end]
        assert words.strip() == words != ""
        assert words.startswith(block.label)
    for edit in document.edits:
        assert document.text[edit.start : edit.start + len(edit.text)] == edit.text


def test_revisions_are_told() -> None:
    (problem,) = doc(TRAPS["revisions.docx"].data).problems
    assert problem.code == "suivi-des-modifications"
    assert "3 mot(s) insérés" in problem.message
    assert "5 mot(s) supprimés" in problem.message


def test_a_note_call_leads_to_its_note() -> None:
    document = doc(TRAPS["notes.docx"].data)
    before = [(c.label, document.text[: c.call.start].split()[-1]) for c in document.calls]
    notes = [c.note.of(document.text) for c in document.calls]
    assert before == [("1", "national"), ("2", "Financeur"), ("*", "barème"), ("i", "charte")]
    assert notes == [
        "1 Créé par décret en 2010.",
        "2 Depuis 2012.",
        "* Voir l’annexe.",
        "i Signée en 2006.",
    ]
    assert document.calls[2].call.of(document.text) == "*"
    assert shown(document, "note") == [notes[0], notes[1], notes[2], notes[3]]


def test_a_mark_that_shows_nothing_is_no_mark() -> None:
    marked = '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="4"/><w:t>\u00ad*</w:t></w:r>'
    notes = f'<w:footnote w:id="4">{p("* Voir l’annexe.")}</w:footnote>'
    document = doc(docx(p(r("Le barème") + marked + r(" annuel.")), footnotes=notes))
    assert [(c.label, c.call.of(document.text)) for c in document.calls] == [("*", "*")]


def test_a_note_without_the_mark_that_calls_it_has_no_label() -> None:
    marked = '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="4"/><w:t>*</w:t></w:r>'
    notes = f'<w:footnote w:id="4">{p("Voir l’annexe.")}</w:footnote>'
    document = doc(docx(p(r("Le barème") + marked), footnotes=notes))
    assert [(b.kind, b.label) for b in document.blocks][1] == ("note", "")
    assert document.calls[0].label == "*"


def test_labels_are_inserted_and_logged() -> None:
    document = doc(TRAPS["numerotation.docx"].data)
    labels = [block.label for block in document.blocks if block.kind == "item"]
    assert labels[:4] == ["Article 1.", "Article 2.", "Article 3.", "1°"]
    inserted = [edit.text for edit in document.edits if edit.kind == "inserted"]
    assert inserted[:3] == ["TITRE I – ", "1.1. ", "Article 1. "]


def test_undoing_the_edits_takes_the_labels_out() -> None:
    (raw,) = restore(doc(TRAPS["numerotation.docx"].data))
    assert raw.startswith("Dispositions générales\n\nObjet\n\nLe comité est créé.\nIl se réunit.")
    (raw,) = restore(doc(TRAPS["caracteres.docx"].data))
    assert raw.startswith("porte\u2011parole accom\u00adpagné")
    assert restore(doc(TRAPS["marges.docx"].data))[0].strip() == "Corps."


def test_headings_have_levels() -> None:
    document = doc(TRAPS["numerotation.docx"].data)
    assert [(b.level, b.label) for b in document.blocks if b.kind == "heading"] == [
        (1, "TITRE I – "),
        (2, "1.1."),
        (2, "1.2."),
        (1, "TITRE II – "),
        (2, "2.1."),
    ]


def test_a_list_item_knows_its_depth() -> None:
    document = doc(TRAPS["numerotation.docx"].data)
    levels = {b.label: b.level for b in document.blocks if b.kind == "item"}
    assert (levels["a)"], levels["1.b.i"], levels["(1)"]) == (2, 3, 4)


def test_a_parent_level_that_was_not_used_counts_as_used_once() -> None:
    lists = make.abstract(1, make.level(0, "%1."), make.level(1, "%1.%2.")) + make.num(1, 1)
    body = item("orphelin", 1, 1) + item("parent", 1) + item("enfant", 1, 1)
    assert doc(docx(body, numbering=lists)).text == "1.1. orphelin\n2. parent\n2.1. enfant"


def test_a_label_is_never_glued_to_the_words() -> None:
    glued = '<w:suff w:val="nothing"/>'
    lists = make.abstract(1, make.level(0, "Art. %1", "decimal", glued)) + make.num(1, 1)
    assert doc(docx(item("Objet", 1) + item(" Effet", 1), numbering=lists)).text == (
        "Art. 1 Objet\nArt. 2 Effet"
    )


def test_cells_have_rows_and_columns() -> None:
    document = doc(TRAPS["tableaux.docx"].data)
    cells = {
        (b.attributes["row"], b.attributes["column"]): document.text[b.start : b.end]
        for b in document.blocks
        if b.kind == "cell"
        if b.end - b.start > 3
    }
    assert cells["2", "1"] == "Reaap"
    assert cells["3", "2"] == "Msa\net Ddcs"
    assert cells["5", "2"] == "avant\ni\tii\niii\tiv"
    header, *_ = [b for b in document.blocks if b.kind == "row"]
    assert header.attributes == {"row": "1", "header": "yes"}


def test_a_list_in_a_cell_is_a_list() -> None:
    lists = make.abstract(1, make.level(0, "%1)", "lowerLetter")) + make.num(1, 1)
    body = table(tr("Missions", tc(item("écouter", 1) + item("orienter", 1))))
    document = doc(docx(body, numbering=lists))
    assert document.text == "Missions\ta) écouter\nb) orienter"
    assert shown(document, "item") == ["a) écouter", "b) orienter"]


def test_bold_is_told_whole_or_as_a_prefix() -> None:
    bold = "<w:b/>"
    body = (
        p(r("1 - Est-ce que vous pourriez raconter ?", bold))
        + p(r("Mme Durand, directrice. –", bold) + r(" Nous le demandons."))
        + styled(r("Gras par style, ") + r("sauf ceci", "<w:b w:val='0'/>"), "Gras")
        + styled(r("Deux fois gras s'annule", "<w:rStyle w:val='Fort'/>"), "Gras")
        + p(r("(Sourires.)", "<w:i/>"))
    )
    looks = [b.attributes for b in doc(docx(body, styles=STYLES)).blocks]
    assert looks == [
        {"bold": "yes"},
        {"bold_prefix": "25"},
        {"style": "Gras", "bold_prefix": "16"},
        {"style": "Gras"},
        {"italic": "yes"},
    ]


def test_headers_footers_and_comments_are_furniture() -> None:
    document = doc(TRAPS["marges.docx"].data)
    assert [(f.kind, f.text) for f in document.furniture] == [
        ("comment", "Claire : À vérifier."),
        ("header", "PRÉFECTURE"),
        ("footer", "Page 2"),
    ]


def test_pages_are_approximate_and_a_typed_break_counts_once() -> None:
    document = doc(TRAPS["marges.docx"].data)
    assert [document.text[page.start : page.end].strip() for page in document.pages] == [
        "Corps.",
        "Page deux.\n\nSuite de la page deux",
        "et trois.",
    ]
    assert all(page.approximate for page in document.pages)
    assert [block.page for block in document.blocks] == [1, 2, 2]


def test_pages_that_word_counts_otherwise_say_so() -> None:
    body = p("Un.") + p('<w:r><w:br w:type="page"/></w:r>') + p("Deux.")
    parts = {
        "_rels/.rels": make.relations(
            {
                "rId1": ("officeDocument", "word/document.xml"),
                "rId2": ("extended-properties", "docProps/app.xml"),
            }
        ),
        "word/document.xml": f"<w:document {make.ROOT}><w:body>{body}</w:body></w:document>",
        "docProps/app.xml": "<Properties><Pages>5</Pages></Properties>",
    }
    document = doc(archive(parts))
    assert len(document.pages) == 2
    assert document.pages[0].reason.endswith("; Word annonce 5 pages")


def test_notes_are_numbered_anew_in_each_section() -> None:
    section = (
        '<w:sectPr><w:footnotePr><w:numFmt w:val="lowerLetter"/>'
        '<w:numRestart w:val="eachSect"/></w:footnotePr></w:sectPr>'
    )
    body = (
        p(r("Un") + call("footnote", 1))
        + p(r("Deux") + call("footnote", 2), section)
        + p(r("Trois") + call("footnote", 3))
        + section
    )
    notes = "".join(note("footnote", key, f" note {key}") for key in (1, 2, 3))
    assert [c.label for c in doc(docx(body, footnotes=notes)).calls] == ["a", "b", "a"]


def test_a_table_of_contents_says_so() -> None:
    gallery = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'
    document = doc(docx(make.sdt(p("Titre I 3"), gallery) + p("Corps.")))
    assert [block.attributes for block in document.blocks] == [{"toc": "yes"}, {}]


@pytest.mark.parametrize(
    ("suffix", "content"),
    [
        ("html", "<html><body><p>Dit par <b>la</b> page.</p></body></html>"),
        (
            "mht",
            "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\n"
            "Content-Type: text/html\n\n<p>Dit par la page.</p>\n--b--\n",
        ),
        ("txt", "Dit par la page."),
        ("docx", docx(p("Dit par la page."))),
    ],
)
def test_a_document_put_in_whole_is_melted_in(suffix: str, content: str | bytes) -> None:
    part = f"chunk.{suffix}"
    body = p("Avant.") + '<w:altChunk r:id="rId9"/>' + p("Après.")
    parts = {
        "word/_rels/document.xml.rels": make.relations({"rId9": ("aFChunk", part)}),
        "word/document.xml": f"<w:document {make.ROOT}><w:body>{body}</w:body></w:document>",
        f"word/{part}": content,
    }
    document = doc(archive(parts))
    assert document.text == "Avant.\n\nDit par la page.\n\nAprès."
    assert [block.kind for block in document.blocks] == ["paragraph"] * 3


def test_a_document_put_in_whole_that_cannot_be_read_is_told() -> None:
    (problem,) = doc(docx(p("Avant.") + '<w:altChunk r:id="rId9"/>')).problems
    assert problem.code == "contenu-importe"


def test_a_lost_note_and_images_are_told() -> None:
    body = p(r("Texte") + call("footnote", 9) + "<w:r><w:drawing/></w:r>")
    assert [problem.code for problem in doc(docx(body)).problems] == ["note-absente", "images"]


def test_a_document_of_images_alone_says_that_it_has_no_text() -> None:
    codes = [problem.code for problem in doc(docx(p("<w:r><w:drawing/></w:r>"))).problems]
    assert codes == ["images", "sans-texte"]


def test_the_main_part_is_found_by_its_relationship() -> None:
    members = {
        "_rels/.rels": make.relations({"rId1": ("officeDocument", "/word/document2.xml")}),
        "word/document.xml": "<x/>",
        "word/document2.xml": f"<w:document {make.ROOT}><w:body>{p('Lu.')}</w:body></w:document>",
    }
    assert doc(archive(members)).text == "Lu."


def test_strict_files_are_read() -> None:
    plain = f"<w:document {make.ROOT}><w:body>{p('Strict.')}</w:body></w:document>"
    strict = plain.replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    assert doc(archive({"word/document.xml": strict})).text == "Strict."


def test_a_file_without_a_body_is_refused() -> None:
    with pytest.raises(ReadingError) as refused:
        doc(archive({"word/document.xml": "<w:document xmlns:w='x'/>"}))
    assert refused.value.code == "docx-sans-corps"


@pytest.mark.shared
def test_real_interviews_lose_nothing_that_python_docx_sees() -> None:
    docx_library = pytest.importorskip("docx")
    files = sorted((SHARED / "data" / "interviews").glob("*.docx"))
    if not files:
        pytest.skip("../shared est absent")
    for path in files:
        document = read(path)
        expected = [
            unicodedata.normalize("NFC", paragraph.text).strip()
            for paragraph in docx_library.Document(str(path)).paragraphs
        ]
        found = [document.text[block.start : block.end] for block in document.blocks]
        assert found == [line for line in expected if line]
