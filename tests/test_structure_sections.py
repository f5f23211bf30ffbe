"""Sections, articles, principles, notes and furniture: the tree of a text."""

from __future__ import annotations

import pytest

from corpus.model import Block, Document
from corpus.structure import analyse


def sections(text: str, **more: object) -> list[tuple[str, str, int, str]]:
    """(kind, label, level, title) of each section."""
    structure = analyse(Document(name="texte.txt", text=text, **more))  # type: ignore[arg-type]
    return [(s.kind, s.label, s.level, s.title) for s in structure.sections]


def labels(text: str) -> list[tuple[str, int]]:
    return [(label, level) for _, label, level, _ in sections(text)]


def test_cnaf_numbering_where_digits_give_the_level():
    body = "\n\nLes relais accueillent les parents, toute l'année, sans rendez-vous.\n\n"
    heads = [
        "1. Le cadre",
        "11. La loi",
        "12. Les crédits s'élèvent\nà 191 M.",
        "2. Les instances",
        "21. Le comité",
        "211. Sa composition",
        "212. Ses travaux",
        "22. Les groupes",
        "3. Suites",
    ]
    assert labels(body.join(heads) + body) == [
        ("1", 1), ("11", 2), ("12", 2), ("2", 1), ("21", 2), ("211", 3), ("212", 3), ("22", 2),
        ("3", 1),
    ]  # fmt: skip


def test_ten_follows_nine():
    heads = [f"{n}. Partie numéro {n}\n\nLe texte de cette partie, assez long pour un paragraphe."
             for n in range(1, 13)]  # fmt: skip
    assert labels("\n\n".join(heads)) == [(str(n), 1) for n in range(1, 13)]


def test_dotted_numbering_and_heading_wrapped_over_two_lines():
    text = (
        "1. Le cadre\n\nUn texte d'introduction qui occupe bien toute la largeur de la ligne ici,\n"
        "et se poursuit.\n\n"
        "1.1. La coordination des relais de parents au plan départemental, avec tous\n"
        "les partenaires\n\nLe préfet réunit les partenaires et leur présente le bilan annuel\n"
        "des actions.\n\n1.1.1. Calendrier\n\nAvant l'été.\n\n2. La suite\n\nPlus tard.\n"
    )
    assert [(s[1], s[2]) for s in sections(text)] == [("1", 1), ("1.1", 2), ("1.1.1", 3), ("2", 1)]
    assert sections(text)[1][3].endswith("au plan départemental, avec tous les partenaires")


def test_roman_and_capital_headings():
    text = (
        "I. – Le cadre\n\nUn paragraphe.\n\nA. – Les acteurs\n\nUn paragraphe.\n\n"
        "B. – Les moyens\n\nUn paragraphe de M. Dupont.\n\nII. – Les suites\n\nFin.\n"
    )
    assert labels(text) == [("I", 1), ("A", 2), ("B", 2), ("II", 1)]


ORDER = """\
Arrêté du 12 mai 2022 portant charte des relais

La ministre des familles,
Vu le code de l'action sociale et des familles ;
Vu l'avis du 4 avril 2022 ;
Considérant que les relais manquent ;
Arrête :

TITRE Ier
DISPOSITIONS GÉNÉRALES

Art. 1er. – La charte annexée est approuvée.
Elle est affichée.

Article 2
Le gestionnaire transmet :
1° Un bilan ;
2° Un budget.

TITRE II : DISPOSITIONS FINALES

Article 3 – Exécution
Le directeur général est chargé de l'exécution.

Article 16 de la loi du 5 mars 2007 : il reste applicable.

Fait à Lyon, le 12 mai 2022.

J. VAUTRIN

ANNEXE
CHARTE DES RELAIS

Préambule

Depuis vingt ans, les relais reçoivent des parents.

1. L'accueil

Le relais accueille toutes les familles.

2. La confidentialité

Les bénévoles se taisent.
"""


def test_order_with_visas_titles_articles_and_annexed_charter():
    assert sections(ORDER) == [
        ("visa", "Visas", 1, ""),
        ("visa", "Considérants", 1, ""),
        ("section", "Ier", 1, "DISPOSITIONS GÉNÉRALES"),
        ("article", "1er", 2, ""),
        ("article", "2", 2, ""),
        ("section", "II", 1, "DISPOSITIONS FINALES"),
        ("article", "3", 2, "Exécution"),
        ("signature", "", 1, ""),
        ("annex", "", 1, "CHARTE DES RELAIS"),
        ("section", "", 2, "Préambule"),
        ("principle", "1", 2, "L'accueil"),
        ("principle", "2", 2, "La confidentialité"),
    ]


def test_operative_part_is_the_articles_and_the_principles_alone():
    document = Document(name="arrete.txt", text=ORDER)
    structure = analyse(document)

    def operative(words: str) -> bool:
        at = document.text.index(words)
        return any(span.start <= at < span.end for span in structure.operative)

    assert operative("Elle est affichée") and operative("Le gestionnaire transmet")
    assert operative("Le relais accueille") and operative("Les bénévoles se taisent")
    assert not operative("Vu l'avis") and not operative("Depuis vingt ans")
    assert not operative("J. VAUTRIN")


def test_a_letter_has_no_operative_part():
    text = "Madame la directrice,\n\n1. Le cadre\n\nVous adresserez un bilan.\n"
    assert analyse(Document(name="lettre.txt", text=text)).operative == ()


def test_charter_of_its_own_whose_principles_are_a_numbered_list():
    text = (
        "Charte nationale des relais\n\nLes services s'engagent à :\n"
        "1° Reconnaître le rôle des parents ;\n2° S'adresser à toutes les familles ;\n"
        "3° Garantir que les bénévoles :\na) sont formés ;\nb) sont soutenus.\n"
    )
    found = sections(text)
    assert [(kind, label) for kind, label, _, _ in found] == [
        ("principle", "1"), ("principle", "2"), ("principle", "3"),
    ]  # fmt: skip
    document = Document(name="charte.txt", text=text)
    structure = analyse(document)
    assert (
        "b) sont soutenus" in document.text[structure.sections[2].start : structure.sections[2].end]
    )
    assert structure.genre == "charter"


@pytest.mark.parametrize(
    ("head", "label"),
    [
        ("Article L. 421-2", "L. 421-2"),
        ("Article R*. 132-6", "R*. 132-6"),
        ("Article D. 572-4 bis", "D. 572-4 bis"),
        ("Article 1 er", "1 er"),
        ("Art. 12-1. – Le service est gratuit.", "12-1"),
        ("ARTICLE 4 : OBJET", "4"),
        ("**Article 1er - Objet de l'enquête**", "1er"),
        ("## Article 3", "3"),
        ("Principe n° 8 – Se former", "8"),
        ("Principe 2 : Écouter", "2"),
        ("Huitième principe – Se former.", "8"),
        ("Annexe II - Formulaire", "II"),
        ("Chapitre premier : Objet", "1"),
    ],
)
def test_heads_of_divisions(head, label):
    found = sections(f"{head}\n\nLe service est ouvert à tous les habitants.\n")
    assert [s[1] for s in found] == [label]


@pytest.mark.parametrize(
    "sentence",
    [
        "Article 16 de la loi du 5 mars 2007 crée ces observatoires dans chaque département.",
        "Section 3 du chapitre II est abrogée.",
        "M. Dupont signe. C'est fait.",
        "2012 a été une bonne année pour les relais.",
        "« Article 5. – Le texte cité est modifié. »",
        "10 relais ont ouvert cette année.",
    ],
)
def test_sentences_that_look_like_heads(sentence):
    assert sections(f"Un premier paragraphe.\n\n{sentence}\n\nUn dernier paragraphe.\n") == []


def test_letters_are_titles_when_they_stand_apart_and_items_otherwise():
    apart = "1. Les schémas\n\na) Le diagnostic\n\nIl est partagé.\n\nb) Le plan\n\nIl est suivi.\n"
    assert labels(apart) == [("1", 1), ("a", 2), ("b", 2)]
    listed = "1. Les schémas\n\nIls comprennent :\n\na) Le diagnostic\n\nb) Le plan\n\nFin.\n"
    assert labels(listed) == [("1", 1)]


def test_roman_paragraphs_of_an_article_are_no_sections():
    text = (
        "Décret n° 2021-77 du 28 janvier 2021\n\nDécrète :\n\nArticle 2\n\n"
        "I. – Le préfet désigne un référent.\nII. – Un bilan est remis.\nA. – En mars.\n"
    )
    assert [s[:2] for s in sections(text)] == [("article", "2")]


def test_a_table_of_contents_opens_nothing():
    text = (
        "Rapport sur les relais\n\n1. Introduction ........ 3\n2. Les relais .......... 5\n\n"
        "1. Introduction\n\nIls sont nés en 1979.\n\n2. Les relais\n\nIls sont douze.\n"
    )
    assert labels(text) == [("1", 1), ("2", 1)]


def test_headings_of_the_format_keep_their_levels():
    text = "Contexte\nUn paragraphe.\nLes acteurs\nUn autre.\nSuites\nFin.\n"
    heads = [("Contexte", 1), ("Les acteurs", 2), ("Suites", 1)]
    blocks = tuple(
        Block("heading", text.index(words), text.index(words) + len(words), level)
        for words, level in heads
    )
    found = sections(text, format="docx", blocks=blocks)
    assert [(title, level) for _, _, level, title in found] == heads


NOTES = """\
Le décret n° 2010-13 du 2 novembre 20101 relatif à la création du comité national des
relais précise la nouvelle organisation, dans un contexte de baisse des financements de
l'Etat2 et des autres partenaires publics.

1  Décret 2010-13 du 2 novembre 2010, créant un comité national des relais dont la caisse
assure la vice présidence
2  La ligne budgétaire affectée aux relais dans le cadre du Bop
106  a diminué de - 48 % entre 2008 et 2009.

                                        1

Les relais relèvent de dispositifs 3 relevant du champ des ministères. Ils sont ouverts à
raison de dix heures par

3  Voir la circulaire du 4 mai 2009.

                                        2

semaine au minimum, pendant toute l'année scolaire.
"""


def test_footnotes_lead_from_their_calls():
    document = Document(name="circulaire.txt", text=NOTES)
    structure = analyse(document)
    assert [(c.label, c.note.of(NOTES).split()[1]) for c in structure.calls] == [
        ("1", "Décret"), ("2", "La"), ("3", "Voir"),
    ]  # fmt: skip
    assert [NOTES[c.call.start - 4 : c.call.end] for c in structure.calls] == [
        "20101", "Etat2", "ifs 3",
    ]  # fmt: skip
    assert structure.calls[1].note.of(NOTES).endswith("entre 2008 et 2009.")


def test_a_sentence_that_crosses_a_page_stays_one_passage():
    structure = analyse(Document(name="circulaire.txt", text=NOTES))
    whole = next(p for p in structure.passages if NOTES[p.start : p.end].startswith("Les relais"))
    assert NOTES[whole.start : whole.end].endswith("l'année scolaire.")
    inside = [p.kind for p in structure.passages if whole.start < p.start and p.end < whole.end]
    assert inside == ["note", "furniture"]


def test_running_headers_and_page_numbers_are_furniture():
    header = "12 mai 2022   JOURNAL DES RELAIS   Texte 3 sur 9"
    text = (
        f"{header}\n\nUn début de\n\n     1\n\n{header}\n\nphrase.\n\n     2\n\n{header}\n\nFin.\n"
    )
    structure = analyse(Document(name="jo.txt", text=text))
    furniture = [text[p.start : p.end] for p in structure.passages if p.kind == "furniture"]
    assert sorted(furniture) == sorted([header] * 3 + ["1", "2"])


def test_a_column_of_figures_is_no_page_number():
    text = "Effectifs\n\n12\n35\n48\n\nLe total est de 95 personnes.\n"
    structure = analyse(Document(name="tableau.txt", text=text))
    assert not [p for p in structure.passages if p.kind == "furniture"]


def test_form_feeds_end_pages():
    text = "Un début de phrase qui continue\n\x0cà la page suivante.\n\x0cAutre page.\n"
    structure = analyse(Document(name="pages.txt", text=text))
    assert [text[p.start : p.end] for p in structure.passages] == [
        "Un début de phrase qui continue\n\x0cà la page suivante.",
        "Autre page.",
    ]
