"""PDF files in, documents out: every page is drawn here, read, and compared with what was drawn."""

from __future__ import annotations

from itertools import zip_longest

import pytest
from reportlab.pdfgen.canvas import Canvas

from corpus.model import Document
from corpus.reading import restore
from make_pdf import (
    FOX,
    HEIGHT,
    LEFT,
    RIGHT,
    TOP,
    WIDTH,
    Draw,
    kinds,
    lines,
    paragraph,
    read_pages,
    texts,
)

# ---------------------------------------------------------------- lines and blocks


def test_a_wrapped_paragraph_is_one_block_and_a_forced_break_stays() -> None:
    def page(c: Canvas) -> None:
        y = paragraph(c, TOP, FOX)
        paragraph(c, y, "Fait à Lille.")

    document = read_pages(page)
    assert texts(document) == [FOX, "Fait à Lille."]


def test_every_word_has_its_box_on_the_page() -> None:
    document = read_pages(lambda c: lines(c, 700, "Le préfet décide"))
    (first, *_, last) = document.boxes
    assert document.text[first.start : first.end] == "Le"
    assert document.text[last.start : last.end] == "décide"
    assert first.page == 1 and first.x0 == pytest.approx(LEFT, abs=1)
    assert first.y0 < HEIGHT - 700 < first.y1 + 1
    assert first.x1 < last.x0 < last.x1 < WIDTH


def test_the_raw_text_of_each_page_can_be_had_back() -> None:
    def page(c: Canvas) -> None:
        lines(c, TOP, "Une ligne,", "une autre, et une instal-", "lation.")

    document = read_pages(page)
    assert restore(document) == ["Une ligne,\r\nune autre, et une instal\x02lation."]
    assert document.text == "Une ligne,\nune autre, et une installation.\n"
    assert [(edit.kind, edit.raw, edit.text) for edit in document.edits] == [
        ("line-end", "\r\n", "\n"),
        ("hyphen", "\x02", ""),
        ("inserted", "", "\n"),
    ]


def test_items_keep_their_labels_and_depth() -> None:
    def page(c: Canvas) -> None:
        y = paragraph(c, TOP, "Le comité :")
        y = paragraph(c, y, FOX, x=106, label="–")
        y = paragraph(c, y, "les associations ;", x=124, label="a)")
        y = paragraph(c, y, "les communes ;", x=124, label="b)")
        paragraph(c, y, "délibère en séance publique.", x=106, label="–")

    document = read_pages(page)
    found = [(block.kind, block.label, block.level) for block in document.blocks]
    assert found == [
        ("paragraph", "", 0),
        ("item", "–", 1),
        ("item", "a)", 2),
        ("item", "b)", 2),
        ("item", "–", 1),
    ]
    assert texts(document)[1] == f"– {FOX}"


def test_a_number_at_the_start_of_a_wrapped_line_is_no_label() -> None:
    def page(c: Canvas) -> None:
        lines(
            c,
            TOP,
            "Les services visés par la loi du 5 mars et par les décrets pris pour son article L.",
            "214. du code rendent compte au préfet de leur activité dans le délai fixé par lui.",
        )

    assert len(read_pages(page).blocks) == 1


def test_headings_are_rejoined_and_ranked_by_size_and_number() -> None:
    title = "Coordination départementale des dispositifs de soutien à la parentalité et de leurs"

    def page(c: Canvas) -> None:
        y = paragraph(c, TOP, f"{title} moyens humains", size=16, font="Helvetica-Bold")
        y = paragraph(c, y - 8, "1. Les acteurs", font="Helvetica-Bold")
        y = paragraph(c, y, FOX)
        y = paragraph(c, y - 8, "1.1. Le comité", font="Helvetica-Bold")
        paragraph(c, y, FOX)

    document = read_pages(page)
    headings = [
        (b.level, document.text[b.start : b.end]) for b in document.blocks if b.kind == "heading"
    ]
    assert headings == [
        (1, f"{title} moyens humains"),
        (2, "1. Les acteurs"),
        (3, "1.1. Le comité"),
    ]


def test_the_entries_of_a_table_of_contents_stay_apart() -> None:
    def page(c: Canvas) -> None:
        for at, title in enumerate(("Les services", "Les intervenants", "Le calendrier")):
            entry = f"{at + 1}. {title} "
            while c.stringWidth(f"{entry}. {at + 2}", "Helvetica", 11) < RIGHT - LEFT:
                entry += ". "
            lines(c, TOP - 14 * at, f"{entry}{at + 2}")

    document = read_pages(page)
    assert len(document.blocks) == 3
    assert {block.attributes["toc"] for block in document.blocks} == {"yes"}


def test_a_signature_set_to_the_right_stays_line_by_line() -> None:
    signature = ["Le directeur général délégué chargé des politiques", "familiales", "B. Collet"]

    def page(c: Canvas) -> None:
        y = paragraph(c, TOP, FOX)
        for line in signature:
            c.drawRightString(RIGHT, y - 20, line)
            y -= 14

    assert texts(read_pages(page))[1:] == signature


def test_a_speaker_s_label_and_a_short_answer_are_not_run_together() -> None:
    def page(c: Canvas) -> None:
        lines(
            c,
            TOP,
            "[Chercheur] (1:46 - 1:49)",
            "C'est une journée de travail classique ?",
            "[Interviewée] (1:49 - 1:50)",
            "Oui.",
            "[Chercheur] (1:51 - 2:08)",
            "Et ensuite ?",
        )

    assert len(read_pages(page).blocks) == 6


def test_bold_words_are_told() -> None:
    def page(c: Canvas) -> None:
        y = paragraph(c, TOP, "Que demandez-vous à la mission ?", font="Helvetica-Bold")
        c.drawString(LEFT, y, "M. DURAND. –")
        c.setFont("Helvetica", 11)
        c.drawString(LEFT + 90, y, "Rien.")

    looks = [
        (b.kind, b.attributes.get("bold"), b.attributes.get("bold_prefix"))
        for b in read_pages(page).blocks
    ]
    assert looks == [("paragraph", "yes", None), ("paragraph", None, "12")]


def test_letters_set_wide_are_one_word() -> None:
    def page(c: Canvas) -> None:
        lines(c, TOP, "A R R Ê T E", "A R T I C L E   1", "a b c d")

    assert texts(read_pages(page)) == ["ARRÊTE", "ARTICLE 1", "a b c d"]


# ---------------------------------------------------------------- characters


def test_line_end_hyphens_are_joined_but_compounds_keep_theirs() -> None:
    def page(c: Canvas) -> None:
        y = lines(c, TOP, "La sous-traitance et l'installation sont contrôlées par l'agence.")
        y = lines(
            c,
            y - 20,
            "Le contrôle de l'installa-",
            "tion par la sous-",
            "traitance en",
        )
        lines(
            c,
            y - 20,
            "vue de l'article L. 214-",
            "1-2, dans le Haut-",
            "Rhin, par le vice-",
            "président lui-",
            "même.",
        )

    text = read_pages(page).text
    assert "l'installation par la sous-traitance" in text
    assert "L. 214-1-2" in text and "Haut-Rhin" in text
    assert "vice-président lui-même" in text


def test_ligatures_and_blanks_are_written_out() -> None:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    path = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
    try:
        pdfmetrics.registerFont(TTFont("DejaVu", path))
    except Exception:
        pytest.skip("la police DejaVu n'est pas installée")

    def page(c: Canvas) -> None:
        c.setFont("DejaVu", 11)
        c.drawString(LEFT, TOP, "L\u2019e\ufb03cacité \u00ab\u00a0définie\u00a0» : le\u2003bilan")

    assert read_pages(page).text == "L’efficacité « définie » : le bilan\n"


def test_bold_made_by_printing_twice_is_read_once() -> None:
    def page(c: Canvas) -> None:
        for shift in (0.0, 0.3, 0.6):
            c.drawString(LEFT + shift, TOP, "Article premier")

    assert read_pages(page).text == "Article premier\n"


# ---------------------------------------------------------------- order


def test_two_columns_are_read_one_after_the_other() -> None:
    left = "La colonne de gauche parle des familles et des aides. " * 5
    right = "La colonne de droite parle des communes et des écoles. " * 5

    def page(c: Canvas) -> None:
        y = paragraph(
            c, TOP, "Un titre qui passe au-dessus des deux colonnes de la page entière", size=14
        )
        rows = zip_longest(_column(left), _column(right), fillvalue="")
        for one, other in rows:
            c.setFont("Helvetica", 10)
            c.drawString(LEFT, y, one)
            c.drawString(310, y, other)
            y -= 12

    document = read_pages(page)
    assert [words.strip() for words in texts(document)[1:]] == [left.strip(), right.strip()]


def _column(text: str) -> list[str]:
    from make_pdf import wrap

    return wrap(text.strip(), 215, "Helvetica", 10)


def test_a_block_in_the_margin_is_not_read_into_the_lines_beside_it() -> None:
    margin = [
        "Direction générale",
        "de la cohésion sociale",
        "10 place Dupleix",
        "75015 Paris",
        "Tél. 01 40 56 60 00",
    ]

    def page(c: Canvas) -> None:
        lines(c, 690, *margin, x=30, size=7)
        paragraph(c, 700, f"{FOX} {FOX}", x=180)

    document = read_pages(page)
    assert f"{FOX} {FOX}" in texts(document)
    assert "75015 Paris" in document.text


def test_labels_in_the_margin_stay_with_their_text() -> None:
    def page(c: Canvas) -> None:
        y = 700.0
        for label in ("Objet :", "Pièces :", "Contact :", "Délai :"):
            c.drawString(LEFT, y, label)
            y = paragraph(c, y, FOX[:120], x=180) - 8

    document = read_pages(page)
    assert [words[:10] for words in texts(document)] == [
        "Objet : Le",
        "Pièces : L",
        "Contact : ",
        "Délai : Le",
    ]


def test_two_signatures_side_by_side_stay_row_by_row() -> None:
    def page(c: Canvas) -> None:
        y = paragraph(c, TOP, FOX)
        for one, other in (("Le préfet,", "Le maire,"), ("A. Durand", "B. Martin")):
            c.drawString(LEFT, y - 20, one)
            c.drawString(350, y - 20, other)
            y -= 14

    assert texts(read_pages(page))[1:] == ["Le préfet, Le maire,", "A. Durand B. Martin"]


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_a_page_lying_on_its_side_is_read(rotate: int) -> None:
    def page(c: Canvas) -> None:
        c.setPageRotation(rotate)
        c.translate(WIDTH, 0)
        c.rotate(90)
        paragraph(c, 500, FOX, width=450)

    document = read_pages(page)
    assert texts(document) == [FOX]
    width, height = document.pages[0].width, document.pages[0].height
    for box in document.boxes:
        assert 0 <= box.x0 < box.x1 <= width and 0 <= box.y0 < box.y1 <= height


# ---------------------------------------------------------------- furniture


def _sheet(number: int, total: int, body: str) -> Draw:
    def draw(c: Canvas) -> None:
        lines(c, 810, "Préfecture de la Somme – Recueil des actes", size=8)
        paragraph(c, 760, body)
        c.setFont("Helvetica", 9)
        c.drawCentredString(WIDTH / 2, 30, f"{number}/{total}")

    return draw


def test_running_lines_and_page_numbers_are_set_aside_and_a_sentence_goes_on() -> None:
    words = f"{FOX} {FOX}".split()
    pieces = [" ".join(words[at : at + 26]) for at in range(0, 78, 26)]
    document = read_pages(*[_sheet(n, 3, text) for n, text in enumerate(pieces, 1)])
    assert texts(document) == [" ".join(pieces)]
    assert [page.label for page in document.pages] == ["1/3", "2/3", "3/3"]
    assert [(one.kind, one.page) for one in document.furniture] == [
        (kind, page) for page in (1, 2, 3) for kind in ("header", "page-number")
    ]
    assert all(
        page.start < page.end and document.page_at(page.start) == page for page in document.pages
    )


def test_the_document_s_own_number_wins_over_the_collection_s() -> None:
    def draw(number: int) -> Draw:
        def page(c: Canvas) -> None:
            paragraph(c, 760, f"Article {number * 3}. {FOX}")
            c.drawCentredString(WIDTH / 2, 60, str(number))
            lines(
                c, 30, f"Préfecture - R93-2025-04-23-00009 - Arrêté portant {number + 10}", size=8
            )

        return page

    document = read_pages(*[draw(number) for number in (1, 2, 3)])
    assert [page.label for page in document.pages] == ["1", "2", "3"]
    assert {one.kind for one in document.furniture} == {"page-number", "footer"}
    assert "R93" not in document.text


def test_a_page_number_above_a_foot_that_does_not_return_is_set_aside() -> None:
    def draw(number: int) -> Draw:
        def page(c: Canvas) -> None:
            paragraph(c, TOP, f"{('Un', 'Deux', 'Trois')[number - 1]} fois : " + 9 * f"{FOX} ")
            c.drawCentredString(WIDTH / 2, 60, f"Page {number} sur 3")
            if number == 1:
                c.setFont("Helvetica", 7)
                c.drawCentredString(WIDTH / 2, 40, "9, route de Sées – 61200 Argentan")

        return page

    document = read_pages(*[draw(number) for number in (1, 2, 3)])
    assert [page.label for page in document.pages] == ["1 sur 3", "2 sur 3", "3 sur 3"]
    assert "Page" not in document.text and "route de Sées" in document.text


def test_a_body_line_that_returns_is_not_furniture() -> None:
    def draw(number: int) -> Draw:
        def page(c: Canvas) -> None:
            y = paragraph(c, 700, f"Question {number}. Combien de familles ?")
            y = paragraph(c, y, "Réponse libre :")
            paragraph(c, y, f"{number}0 familles environ.")

        return page

    document = read_pages(*[draw(number) for number in range(1, 7)])
    assert document.text.count("Réponse libre :") == 6
    assert document.furniture == ()


def test_a_running_head_whose_words_change_bears_the_page_s_number() -> None:
    titles = ["Les services", "Les services", "Les intervenants", "Les intervenants"]

    def draw(number: int) -> Draw:
        def page(c: Canvas) -> None:
            lines(c, 800, f"{titles[number]} {number + 12}", size=9)
            paragraph(c, 760, f"{chr(65 + number)}lors, {FOX}")

        return page

    document = read_pages(*[draw(number) for number in range(4)])
    assert [page.label for page in document.pages] == ["12", "13", "14", "15"]
    assert "Les intervenants 14" not in document.text


def test_annexes_that_count_by_themselves_are_titles() -> None:
    def draw(number: int) -> Draw:
        def page(c: Canvas) -> None:
            paragraph(c, 790, f"ANNEXE {number}", size=14, font="Helvetica-Bold")
            paragraph(c, 740, f"{number}0 {FOX}")

        return page

    document = read_pages(*[draw(number) for number in range(1, 5)])
    assert [words for kind, words in kinds(document) if kind == "heading"] == [
        "ANNEXE 1",
        "ANNEXE 2",
        "ANNEXE 3",
        "ANNEXE 4",
    ]


def test_a_page_number_beside_words_is_found_from_the_other_pages() -> None:
    def draw(number: int) -> Draw:
        def page(c: Canvas) -> None:
            paragraph(c, 760, f"{chr(64 + number)}lors, {FOX}")
            if number == 1:
                lines(c, 30, "www.somme.gouv.fr")
            lines(c, 30, f"{number}/3", x=300)

        return page

    document = read_pages(*[draw(number) for number in (1, 2, 3)])
    assert [page.label for page in document.pages] == ["1/3", "2/3", "3/3"]
    assert "www.somme.gouv.fr\n" in document.text


def test_a_lone_number_in_the_text_is_no_page_number() -> None:
    def page(c: Canvas) -> None:
        y = paragraph(c, TOP, FOX)
        lines(c, y, "12")

    document = read_pages(page)
    assert texts(document)[-1] == "12" and document.pages[0].label is None


def test_a_transmission_stamp_is_furniture_and_metadata() -> None:
    def draw(number: int) -> Draw:
        def page(c: Canvas) -> None:
            lines(
                c,
                825,
                "Envoyé en préfecture le 01/02/2021",
                "Reçu en préfecture le 02/02/2021",
                "Affiché le",
                "ID : 080-218000123-20210201-1212-AI",
                x=400,
                size=7,
            )
            paragraph(c, 700, f"Délibération {number}. {FOX}")

        return page

    document = read_pages(draw(1), draw(2))
    assert document.properties["stamp_sent"] == "2021-02-01"
    assert document.properties["stamp_received"] == "2021-02-02"
    assert document.properties["stamp_id"] == "080-218000123-20210201-1212-AI"
    assert [one.kind for one in document.furniture] == ["stamp"] * 8
    assert "préfecture le" not in document.text


# ---------------------------------------------------------------- notes


def _note_page(c: Canvas, y: float, label: str, note: str) -> None:
    c.line(LEFT, y, LEFT + 140, y)
    c.setFont("Helvetica", 6)
    c.drawString(LEFT, y - 10, label)
    paragraph(c, y - 13, note, x=LEFT + 6, size=9)


def _called(c: Canvas, y: float, before: str, label: str, after: str) -> float:
    c.setFont("Helvetica", 11)
    c.drawString(LEFT, y, before)
    x = LEFT + c.stringWidth(before, "Helvetica", 11)
    c.setFont("Helvetica", 7)
    c.drawString(x, y + 4, label)
    x += c.stringWidth(label, "Helvetica", 7)
    c.setFont("Helvetica", 11)
    c.drawString(x, y, after)
    return y - 14


def test_a_note_call_leads_to_its_note() -> None:
    def page(c: Canvas) -> None:
        y = _called(c, TOP, "Le comité national", "1", " est créé par décret.")
        _called(c, y, "Il couvre 12 000 m", "3", " de locaux.")
        _note_page(c, 120, "1", "Décret n° 2010-1308 du 2 novembre 2010.")

    document = read_pages(page)
    assert texts(document) == [
        "Le comité national ¹ est créé par décret.",
        "Il couvre 12 000 m3 de locaux.",
        "1 Décret n° 2010-1308 du 2 novembre 2010.",
    ]
    (call,) = document.calls
    assert (call.label, call.call.of(document.text)) == ("1", "¹")
    assert call.note.of(document.text).startswith("1 Décret")
    assert document.blocks[-1].kind == "note"


def test_notes_from_ten_on_are_parted_from_the_numbers_that_touch_them() -> None:
    def page(c: Canvas) -> None:
        _called(c, TOP, "Le comité national", "12", " est créé.")
        c.line(LEFT, 120, LEFT + 140, 120)
        lines(c, 107, "12Décret du 2 novembre 2010.", size=9)

    document = read_pages(page)
    assert texts(document) == [
        "Le comité national ¹² est créé.",
        "12 Décret du 2 novembre 2010.",
    ]
    assert [call.label for call in document.calls] == ["12"]


def test_a_sentence_runs_over_the_notes_at_the_foot_of_its_page() -> None:
    halves = FOX.split(" par les ")

    def first(c: Canvas) -> None:
        y = _called(c, 300, "La charte nationale", "1", " s'applique.")
        lines(c, y, *_full(f"{halves[0]} par les"))
        _note_page(c, 120, "1", "Charte du 9 mars 2022.")

    def second(c: Canvas) -> None:
        paragraph(c, TOP, halves[1])

    def _full(text: str) -> list[str]:
        return [f"{text} personnes qui vivent avec les enfants et par les"]

    document = read_pages(first, second)
    joined = f"{halves[0]} par les personnes qui vivent avec les enfants et par les {halves[1]}"
    assert kinds(document) == [
        ("paragraph", "La charte nationale ¹ s'applique."),
        ("note", "1 Charte du 9 mars 2022."),
        ("paragraph", joined),
    ]
    note = document.blocks[1]
    assert document.page_at(note.start) == document.pages[0]


def test_a_letterhead_s_foot_does_not_part_a_sentence() -> None:
    words = f"{FOX} {FOX}".split()

    def first(c: Canvas) -> None:
        paragraph(c, 260, " ".join(words[:60]))
        lines(c, 60, "10 place Dupleix, 75015 Paris", "Tél. 01 40 56 60 00", size=7)

    document = read_pages(first, lambda c: paragraph(c, TOP, " ".join(words[60:])))
    assert texts(document) == [
        "10 place Dupleix, 75015 Paris",
        "Tél. 01 40 56 60 00",
        " ".join(words),
    ]


# ---------------------------------------------------------------- tables


def _grid(c: Canvas, rows: list[list[str]], y: float, widths: list[float]) -> None:
    height = 20
    xs = [LEFT]
    for width in widths:
        xs.append(xs[-1] + width)
    c.grid(xs, [y - height * at for at in range(len(rows) + 1)])
    c.setFont("Helvetica", 10)
    for at, row in enumerate(rows):
        for x, cell in zip(xs, row, strict=False):
            c.drawString(x + 4, y - height * at - 14, cell)


def test_a_ruled_table_becomes_rows_of_cells() -> None:
    rows = [["Commune", "Places", "Ouverture"], ["Albert", "12", ""], ["Roye", "8", "2012"]]

    def page(c: Canvas) -> None:
        y = paragraph(c, TOP, FOX)
        _grid(c, rows, y - 10, [150, 80, 80])
        paragraph(c, y - 100, "Le tableau est revu chaque année.")

    document = read_pages(page)
    cells = [
        (
            block.attributes["row"],
            block.attributes["column"],
            document.text[block.start : block.end],
        )
        for block in document.blocks
        if block.kind == "cell"
    ]
    assert cells == [
        ("0", "0", "Commune"),
        ("0", "1", "Places"),
        ("0", "2", "Ouverture"),
        ("1", "0", "Albert"),
        ("1", "1", "12"),
        ("2", "0", "Roye"),
        ("2", "1", "8"),
        ("2", "2", "2012"),
    ]
    rows_read = [words for kind, words in kinds(document) if kind == "row"]
    assert rows_read == ["Commune\tPlaces\tOuverture", "Albert\t12", "Roye\t8\t2012"]
    assert texts(document)[0] == FOX and texts(document)[-1].startswith("Le tableau")


def test_a_table_s_head_that_returns_on_every_page_stays_with_its_rows() -> None:
    def draw(number: int) -> Draw:
        town = ("Albert", "Roye", "Nesle", "Ham")[number - 1]

        def page(c: Canvas) -> None:
            _grid(c, [["Commune", "Places"], [town, "3"]], 820, [150, 80])
            paragraph(c, 600, f"{number}. {FOX}")

        return page

    document = read_pages(*[draw(number) for number in range(1, 5)])
    assert document.text.count("Commune\tPlaces") == 4


def test_a_frame_around_a_paragraph_is_no_table() -> None:
    def page(c: Canvas) -> None:
        c.rect(LEFT - 5, TOP - 60, RIGHT - LEFT + 10, 80)
        paragraph(c, TOP, FOX)

    assert kinds(read_pages(page)) == [("paragraph", FOX)]


# ---------------------------------------------------------------- rows cut by a page break


def _cut(
    c: Canvas,
    y: float,
    rows: list[list[list[str]]],
    open_above: bool = False,
    open_below: bool = False,
) -> None:
    """A table whose cells hold several lines; its outer borders may be missing above and below."""
    xs = [LEFT, LEFT + 110, LEFT + 330, LEFT + 430]
    edges = [y]
    for row in rows:
        edges.append(edges[-1] - 14 * max(len(cell) for cell in row) - 6)
    for x in xs:
        c.line(x, edges[0], x, edges[-1])
    for edge in edges[int(open_above) : len(edges) - int(open_below)]:
        c.line(xs[0], edge, xs[-1], edge)
    c.setFont("Helvetica", 10)
    for top, row in zip(edges, rows, strict=False):
        for x, cell in zip(xs, row, strict=False):
            for at, words in enumerate(cell):
                c.drawString(x + 4, top - 13 - 14 * at, words)


def _rows(document: Document) -> list[tuple[str, int | None]]:
    return [
        (document.text[block.start : block.end], block.page)
        for block in document.blocks
        if block.kind == "row"
    ]


HEAD = [["Structure"], ["Mission"], ["Commune"]]
NESLE = [["Relais petite"], ["anime des ateliers"], ["Nesle"]]


def test_a_row_cut_by_a_page_break_is_one_row() -> None:
    above = [["Maison des parents"], ["accueille les familles", "et les oriente vers"], ["Roye"]]
    below = [[], ["les services de médiation."], []]

    document = read_pages(
        lambda c: _cut(c, 150, [HEAD, above]), lambda c: _cut(c, 780, [below, NESLE])
    )
    assert _rows(document) == [
        ("Structure\tMission\tCommune", 1),
        (
            "Maison des parents\taccueille les familles et les oriente vers les services de"
            " médiation.\tRoye",
            1,
        ),
        ("Relais petite\tanime des ateliers\tNesle", 2),
    ]
    assert {box.page for box in document.boxes} == {1, 2}


def test_a_head_that_returns_does_not_part_a_cut_row() -> None:
    above = [["Maison des parents"], ["accueille les familles et les"], ["Roye"]]
    below = [[], ["oriente vers la médiation."], []]

    document = read_pages(
        lambda c: _cut(c, 150, [HEAD, above]), lambda c: _cut(c, 780, [HEAD, below, NESLE])
    )
    mission = "accueille les familles et les oriente vers la médiation."
    assert _rows(document) == [
        ("Structure\tMission\tCommune", 1),
        (f"Maison des parents\t{mission}\tRoye", 1),
        ("Structure\tMission\tCommune", 2),
        ("Relais petite\tanime des ateliers\tNesle", 2),
    ]


def test_a_row_may_run_over_more_than_one_page_break() -> None:
    above = [["Maison des parents"], ["accueille les familles et les"], ["Roye"]]
    below = [[], ["oriente vers la média-"], []]
    last = [[], ["tion familiale."], []]

    document = read_pages(
        lambda c: _cut(c, 150, [HEAD, above]),
        lambda c: _cut(c, 780, [below]),
        lambda c: _cut(c, 780, [last, NESLE]),
    )
    mission = "accueille les familles et les oriente vers la médiation familiale."
    assert _rows(document) == [
        ("Structure\tMission\tCommune", 1),
        (f"Maison des parents\t{mission}\tRoye", 1),
        ("Relais petite\tanime des ateliers\tNesle", 3),
    ]


@pytest.mark.parametrize(
    "below",
    [
        [[], ["Les services de médiation."], []],
        [["parents"], ["Oriente vers la médiation."], []],
        [[], ["la médiation."], ["Ham"]],
    ],
)
def test_a_row_that_may_be_a_new_one_stays_apart(below: list[list[str]]) -> None:
    above = [["Maison des parents"], ["oriente vers"], []]

    document = read_pages(
        lambda c: _cut(c, 150, [HEAD, above]), lambda c: _cut(c, 780, [below, NESLE])
    )
    assert len(_rows(document)) == 4


def test_a_row_that_no_border_closes_at_the_page_s_edge_goes_on() -> None:
    above = [["Maison"], ["Accueil.", "Conseil."], ["Roye"]]
    below = [["des parents"], ["Médiation."], []]

    document = read_pages(
        lambda c: _cut(c, 150, [HEAD, above], open_below=True),
        lambda c: _cut(c, 780, [below, NESLE], open_above=True),
    )
    assert _rows(document) == [
        ("Structure\tMission\tCommune", 1),
        ("Maison des parents\tAccueil. Conseil. Médiation.\tRoye", 1),
        ("Relais petite\tanime des ateliers\tNesle", 2),
    ]


# ---------------------------------------------------------------- forms


def test_what_is_filled_in_on_a_form_is_read_in_its_place() -> None:
    def page(c: Canvas) -> None:
        lines(c, 700, "Nom de l'association :")
        lines(c, 650, "Médiation familiale :")
        lines(c, 600, "Fait à Lille.")
        c.acroForm.textfield(value="L'Escale des parents", x=250, y=695, width=200, height=18)
        c.acroForm.checkbox(checked=True, x=250, y=645, size=15, name="mediation")
        c.acroForm.checkbox(checked=False, x=290, y=645, size=15, name="laep")

    document = read_pages(page)
    assert texts(document) == [
        "Nom de l'association : L'Escale des parents",
        "Médiation familiale : ☒",
        "Fait à Lille.",
    ]
