"""Web pages: the article without the site around it."""

from __future__ import annotations

import pytest

from corpus.errors import ReadingError
from corpus.model import Document
from corpus.reading import Source, read_source


def doc(content: str | bytes) -> Document:
    data = content.encode() if isinstance(content, str) else content
    (document,) = read_source(Source.from_bytes(data, "page.html"))
    return document


def page(body: str, head: str = "") -> Document:
    return doc(f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>")


def kinds(document: Document) -> list[tuple[str, str]]:
    return [(b.kind, document.text[b.start : b.end]) for b in document.blocks]


SITE = """
<header><p>Le site de la Caf</p><nav><ul><li>Accueil</li></ul></nav></header>
<nav class="fr-breadcrumb">Vous êtes ici</nav>
<main id="main">
  <div class="fr-share">Partager sur les réseaux</div>
  <h1>Les   relais
    de parentalité</h1>
  <p>Ils <b>doivent</b> publier<br>un bilan.</p>
  <aside>À lire aussi</aside>
  <script>var a = 1;</script><style>p { color: red }</style>
  <p hidden>Caché.</p><p style="display: none">Caché.</p><span class="sr-only">Pour lecteur</span>
</main>
<footer>Mentions légales</footer>
"""


def test_only_the_article_is_read() -> None:
    document = page(SITE)
    assert document.text == "Les relais de parentalité\n\nIls doivent publier\nun bilan."
    assert [(f.kind, f.text) for f in document.furniture] == [
        ("div", "Partager sur les réseaux"),
        ("aside", "À lire aussi"),
        ("header", "Le site de la Caf"),
        ("footer", "Mentions légales"),
    ]


def test_without_main_the_part_named_content_is_the_article() -> None:
    document = page(
        '<div id="menu">Menu</div><div class="contenu"><p>Le décret fixe la liste.</p></div>'
    )
    assert document.text == "Le décret fixe la liste."


def test_a_main_that_holds_little_is_not_the_article() -> None:
    long = "Le préfet réunit le comité départemental chaque année. " * 4
    assert long.strip() in page(f"<main>Titre</main><div>{long}</div>").text


def test_an_article_called_sidebar_is_still_the_article() -> None:
    text = "Tout le texte de la page est ici, dans un élément mal nommé."
    assert page(f'<main><div class="sidebar">{text}</div></main>').text == text


def test_headings_lists_and_quotations() -> None:
    document = page(
        "<main><h2>Missions</h2><ol type='a' start='2'><li><p>écouter</p><p>sans juger</p></li>"
        "<li>orienter<ul><li>vers la PMI</li></ul></li><li value='9'>clore</li></ol>"
        "<ul style='list-style: none'><li>sans signe</li></ul>"
        "<blockquote><p>Cité.</p></blockquote><p>Dit <q>ici</q>.</p></main>"
    )
    assert kinds(document) == [
        ("heading", "Missions"),
        ("item", "b. écouter"),
        ("paragraph", "sans juger"),
        ("item", "c. orienter"),
        ("item", "• vers la PMI"),
        ("item", "i. clore"),
        ("paragraph", "sans signe"),
        ("paragraph", "Cité."),
        ("paragraph", "Dit « ici »."),
    ]
    assert [b.level for b in document.blocks if b.kind == "item"] == [1, 1, 2, 1]
    assert document.blocks[7].attributes == {"quote": "yes"}
    assert [e.text for e in document.edits if e.kind == "inserted"][:2] == ["b. ", "c. "]


def test_two_line_breaks_part_paragraphs() -> None:
    document = page("<main>I. - Le maire :<br/><br/>1° préside ;<br>2° convoque.<p></p>Fin.</main>")
    assert kinds(document) == [
        ("paragraph", "I. - Le maire :"),
        ("paragraph", "1° préside ;\n2° convoque."),
        ("paragraph", "Fin."),
    ]


def test_tables_have_rows_cells_and_captions() -> None:
    document = page(
        "<main><table><caption>Lieux</caption><thead><tr><th>Lieu</th><th>Ville</th></tr></thead>"
        "<tbody><tr><td rowspan=2>Escale</td><td>Cenon</td></tr><tr><td>Aubenas</td></tr>"
        "<tr><td colspan=2>Total : <b>2</b></td></tr></tbody></table></main>"
    )
    assert document.text == "Lieux\n\nLieu\tVille\nEscale\tCenon\nAubenas\nTotal : 2"
    cells = {
        document.text[b.start : b.end]: (b.attributes["row"], b.attributes["column"])
        for b in document.blocks
        if b.kind == "cell"
    }
    assert cells["Aubenas"] == ("3", "2")
    assert cells["Total : 2"] == ("4", "1")
    assert [b.attributes.get("header") for b in document.blocks if b.kind == "row"][:2] == [
        "yes",
        None,
    ]


def test_a_table_of_layout_is_no_table() -> None:
    document = page(
        "<table><tr><td><table><tr><td>Menu</td></tr></table></td>"
        "<td><p>Premier.</p><p>Second.</p></td></tr></table>"
    )
    assert kinds(document) == [
        ("paragraph", "Menu"),
        ("paragraph", "Premier."),
        ("paragraph", "Second."),
    ]


@pytest.mark.parametrize(
    "call", ['<sup><a href="#n1">1</a></sup>', '<a href="#n1"><sup>(1)</sup></a>']
)
def test_a_note_call_leads_to_its_note(call: str) -> None:
    document = page(
        f"<main><p>Le comité{call} est créé en 2010.</p><p>Fin.</p>"
        '<p id="n1">1. Par décret.</p></main>'
    )
    assert document.text == "Le comité est créé en 2010.\n\nFin.\n\n1. Par décret."
    (found,) = document.calls
    assert (found.label, document.text[: found.call.start]) == ("1", "Le comité")
    assert found.note.of(document.text) == "1. Par décret."
    assert kinds(document)[-1] == ("note", "1. Par décret.")


def test_other_superscripts_are_words() -> None:
    assert page("<main><p>1<sup>er</sup> janvier, 10 m<sup>2</sup></p></main>").text == (
        "1er janvier, 10 m2"
    )


def test_identifiers_and_looks_are_told() -> None:
    document = page(
        '<main id="cadre"><div id="page"><div id="LEGIARTI01"><h3>Article 1</h3><p><b>Mme X. –</b> Oui.</p></div></div>'
        '<p style="text-align: center"><i>(Sourires.)</i></p></main>'
    )
    assert [b.attributes for b in document.blocks] == [
        {"id": "LEGIARTI01"},
        {"bold_prefix": "8"},
        {"align": "center", "italic": "yes"},
    ]


def test_what_the_page_says_of_itself() -> None:
    document = page(
        "<main><p>Texte.</p></main>",
        '<title>La charte\n – Escale</title><meta name="author" content="L\'Escale">'
        '<meta property="article:published_time" content="2022-06-02">'
        '<link rel="canonical" href="https://exemple.fr/charte">',
    )
    assert document.properties == {
        "title": "La charte – Escale",
        "author": "L'Escale",
        "created": "2022-06-02",
        "url": "https://exemple.fr/charte",
        "encoding": "utf-8",
    }


@pytest.mark.parametrize(
    "declared", ['<meta charset="iso-8859-1">', '<meta charset="windows-1252">', ""]
)
def test_old_pages_are_read_in_their_charset(declared: str) -> None:
    content = f"<html><head>{declared}</head><body><p>Décidé à l’unanimité – c’est noté</p></body>"
    assert doc(content.encode("cp1252")).text == "Décidé à l’unanimité – c’est noté"


def test_a_wrong_charset_does_not_spoil_utf8() -> None:
    assert doc('<html><meta charset="iso-8859-1"><p>réunion</p></html>').text == "réunion"


def test_soft_hyphens_entities_and_kept_blanks() -> None:
    document = page(
        "<main><p>accom&shy;pagnement&nbsp;&laquo;&#160;oui&#160;&raquo; &amp; "
        "porte&#8209;parole</p>"
        "<pre>un\n  deux</pre></main>"
    )
    assert document.text == ("accompagnement\xa0«\xa0oui\xa0» & porte-parole\n\nun\n  deux")


SAVED = """\
From: <Saved by Blink>
Snapshot-Content-Location: https://exemple.fr/charte
MIME-Version: 1.0
Content-Type: multipart/related; type="text/html"; boundary="----b"

------b
Content-Type: text/html
Content-Transfer-Encoding: quoted-printable
Content-Location: https://exemple.fr/charte

<html><head><meta charset=3D"utf-8"></head><body><main><p>La r=C3=A9union=
 a lieu.</p></main></body></html>
------b
Content-Type: image/png
Content-Transfer-Encoding: base64

iVBORw0KGgo=
------b--
"""


def test_a_page_saved_in_one_file() -> None:
    (document,) = read_source(Source.from_bytes(SAVED.encode(), "charte.mhtml"))
    assert document.text == "La réunion a lieu."
    assert document.format == "mhtml"
    assert document.properties["url"] == "https://exemple.fr/charte"


def test_a_saved_file_without_page_is_refused() -> None:
    data = SAVED.replace("text/html\n", "text/css\n").encode()
    with pytest.raises(ReadingError) as refused:
        read_source(Source.from_bytes(data, "charte.mhtml"))
    assert refused.value.code == "mhtml-sans-page"


def test_a_page_that_needs_a_browser_says_so() -> None:
    document = page('<div id="root"></div><script>draw()</script>')
    assert [problem.code for problem in document.problems] == ["sans-texte"]


def test_a_page_nested_without_end_is_refused() -> None:
    with pytest.raises(ReadingError) as refused:
        page("<div>" * 5000 + "x")
    assert refused.value.code == "trop-imbrique"
