"""OpenDocument texts: every word that Writer shows, in order, and none that it does not."""

from __future__ import annotations

import unicodedata

import pytest

from corpus.errors import ReadingError
from corpus.model import Document
from corpus.reading import Source, read_source
from make_files import Trap, archive
from make_odt import ROOT, h, list_style, listed, note, numbered, odt, p, span, style, words
from traps_odt import odt_traps

TRAPS = {trap.name: trap for trap in odt_traps()}


def doc(data: bytes, name: str = "essai.odt") -> Document:
    (document,) = read_source(Source.from_bytes(data, name))
    return document


def shown(document: Document, kind: str) -> list[str]:
    return [document.text[b.start : b.end] for b in document.blocks if b.kind == kind]


@pytest.mark.parametrize("trap", TRAPS.values(), ids=TRAPS)
def test_the_text_is_what_writer_shows(trap: Trap) -> None:
    assert doc(trap.data).text == trap.text


@pytest.mark.parametrize("trap", TRAPS.values(), ids=TRAPS)
def test_every_span_is_inside_the_text_and_holds_words(trap: Trap) -> None:
    document = doc(trap.data)
    assert unicodedata.is_normalized("NFC", document.text)
    for block in document.blocks:
        found = document.text[block.start : block.end]
        assert found.strip() == found != ""
        assert found.startswith(block.label)
    for edit in document.edits:
        assert document.text[edit.start : edit.start + len(edit.text)] == edit.text


def test_revisions_are_told() -> None:
    (problem,) = doc(TRAPS["revisions.odt"].data).problems
    assert problem.code == "suivi-des-modifications"
    assert "1 insertion(s)" in problem.message
    assert "2 mot(s) supprimés" in problem.message


def test_a_note_call_leads_to_its_note() -> None:
    document = doc(TRAPS["notes.odt"].data)
    assert [
        (c.label, document.text[: c.call.start].split()[-1], c.note.of(document.text))
        for c in document.calls
    ] == [
        ("1", "comité", "1 Créé en 2010."),
        ("2", "Financeur", "2 Depuis 2012."),
        ("i", "charte", "i Signée en 2006.\nToujours en vigueur."),
    ]


def test_two_notes_with_one_identifier_stay_two() -> None:
    twice = p("Un" + note("footnote", "1", p("Première."), key="x")) + p(
        "Deux" + note("footnote", "2", p("Seconde."), key="x")
    )
    document = doc(odt(twice))
    assert [c.note.of(document.text) for c in document.calls] == ["1 Première.", "2 Seconde."]


def test_headings_items_and_levels() -> None:
    document = doc(TRAPS["numerotation.odt"].data)
    assert [(b.level, b.label) for b in document.blocks if b.kind == "heading"] == [
        (1, "A."),
        (2, "A.1"),
        (2, ""),
        (2, "A.2"),
        (1, "B."),
        (2, "B.1"),
    ]
    items = [(b.level, b.label) for b in document.blocks if b.kind == "item"]
    assert items[:5] == [(1, "1°"), (1, "2°"), (2, "a)"), (2, "b)"), (3, "2.b.i.")]


def test_a_nested_list_goes_on_in_a_list_that_continues() -> None:
    styles = list_style("L", numbered(1, "I"), numbered(2, "1", extra=' text:display-levels="2"'))
    body = (
        listed("L", p("titre") + listed("", "objet"), extra=' xml:id="un"')
        + p("Entre deux.")
        + listed("L", listed("", "missions"), extra=' text:continue-list="un"')
    )
    document = doc(odt(body, automatic=styles))
    assert shown(document, "item") == ["I titre", "I.1 objet", "I.2 missions"]


def test_a_mark_typed_in_the_note_is_not_doubled() -> None:
    document = doc(odt(p("Le barème" + note("footnote", "*", p("* Voir l’annexe.")))))
    assert document.text == "Le barème\n\n* Voir l’annexe."


def test_letters_run_on_as_writer_writes_them() -> None:
    styles = list_style("L", numbered(1, "a", suffix=")"))
    labels = [b.label for b in doc(odt(listed("L", *["x"] * 28), automatic=styles)).blocks]
    assert labels[25:] == ["z)", "aa)", "ab)"]


def test_looks_are_told() -> None:
    styles = (
        style("Gras", "text", words('fo:font-weight="bold"'))
        + style("Maigre", "text", words('fo:font-weight="normal"'))
        + style("Question", "paragraph", words('fo:font-weight="bold"'))
    )
    body = (
        p("1 - Racontez.", "Question")
        + p(span("Mme Durand. –", "Gras") + " Oui.")
        + p(span("pas gras", "Maigre"), "Question")
    )
    looks = [b.attributes for b in doc(odt(body, automatic=styles)).blocks]
    assert looks == [{"bold": "yes"}, {"bold_prefix": "13"}, {}]


def test_pages_headers_and_contents() -> None:
    document = doc(TRAPS["pages.odt"].data)
    assert [document.text[page.start : page.end].strip() for page in document.pages] == [
        "Page un.",
        "Page deux, \n\nqui déborde",
        "sur la trois.\n\nTable des matières\n\nObjet\t2",
    ]
    assert all(page.approximate for page in document.pages)
    assert [(f.kind, f.text) for f in document.furniture] == [
        ("header", "PRÉFECTURE"),
        ("footer", "Page 2"),
    ]
    assert [b.attributes.get("toc") for b in document.blocks][-2:] == ["yes", "yes"]


def test_cells_have_rows_and_columns() -> None:
    document = doc(TRAPS["tableaux.odt"].data)
    cells = [b for b in document.blocks if b.kind == "cell"]
    assert [(b.attributes["row"], b.attributes["column"]) for b in cells[:6]] == [
        ("1", "1"),
        ("1", "2"),
        ("2", "1"),
        ("2", "2"),
        ("3", "2"),
        ("4", "1"),
    ]
    assert shown(document, "row")[0] == "Service\tFinanceur"


def test_the_main_style_names_are_those_that_users_see() -> None:
    styles = style("Corps_20_retrait", "paragraph", "", ' style:display-name="Corps retrait"')
    automatic = style("P1", "paragraph", "", ' style:parent-style-name="Corps_20_retrait"')
    document = doc(odt(p("Texte", "P1"), automatic=automatic, styles=styles))
    assert document.blocks[0].attributes == {"style": "Corps retrait"}


def test_formulas_are_read_in_the_order_of_their_letters() -> None:
    mathml = (
        '<math xmlns="http://www.w3.org/1998/Math/MathML"><mi>T</mi><mo>=</mo>'
        "<mfrac><mi>a</mi><mn>2</mn></mfrac></math>"
    )
    body = p('Taux : <draw:frame><draw:object xlink:href="./Object 1"/></draw:frame>.')
    data = odt(body, members={"Object 1/content.xml": mathml})
    assert doc(data).text == "Taux : T=a2."


def test_an_encrypted_text_is_refused() -> None:
    manifest = f"<manifest:manifest {ROOT}><manifest:encryption-data/></manifest:manifest>"
    mime = "application/vnd.oasis.opendocument.text"
    data = archive(
        {"mimetype": mime, "content.xml": b"\x93\x12", "META-INF/manifest.xml": manifest},
        stored=("mimetype",),
    )
    with pytest.raises(ReadingError) as refused:
        doc(data)
    assert refused.value.code == "fichier-chiffre"


def test_a_heading_without_outline_has_no_label() -> None:
    assert doc(odt(h("Objet"))).blocks[0].label == ""
