"""What a text says of itself: kind, number, dates, people, each with the words it was read from."""

from __future__ import annotations

import pytest

from corpus.model import Document
from corpus.structure import analyse

CIRCULAR = """\
Paris, le 3 juin  2014

Mesdames et Messieurs les Directeurs
des caisses d’Allocations familiales

Lettre circulaire n° 2014-021

Objet :  Soutien  aux  relais  de
parentalité

Madame la Directrice,
Monsieur le Directeur,

La caisse nationale des allocations familiales soutient les relais.

Je vous prie d’agréer, Madame la Directrice, Monsieur le Directeur, mes salutations distinguées.

Le Directeur Général

Alain MERCIER
"""

MINISTER = """\
**MINISTÈRE DES FAMILLES
ET DE L'ENFANCE**

*La Ministre*

*Paris, le* **8 JUIN 2022**

Nos réf : D-22-001

Madame la préfète de la Gironde,

J'ai pris le 12 mai dernier un arrêté portant création d'une charte.

Je vous prie d'agréer, Madame la préfète, l'expression de mes salutations distinguées.

**Claire VASSEUR**

**Madame Odile FERRAND**
Préfète de la Gironde
Esplanade Charles-de-Gaulle
"""

ORDER = """\
18 mai 2022     JOURNAL OFFICIEL DE LA RÉPUBLIQUE FRANÇAISE     Texte 8 sur 90

MINISTÈRE DES FAMILLES

Arrêté du 12 mai 2022 relatif à la charte des relais, modifiant l'arrêté du 3 mars 2019

NOR : FAMA2212345A

La ministre des familles,
Vu le code de l'action sociale et des familles ;
Vu l'avis du conseil en date du 4 avril 2022,
Arrête :

Art. 1er. – La charte est approuvée.

Fait à Lyon, le 13 mai 2022.

                 Pour la ministre et par délégation :
                 Le directeur général de la cohésion sociale,
                 J. VAUTRIN
"""


def read(text: str, name: str = "texte.txt", **more: object):
    document = Document(name=name, text=text)
    return document, analyse(document, **more)  # type: ignore[arg-type]


def test_circular_letter_of_the_cnaf():
    _, structure = read(CIRCULAR)
    metadata = structure.metadata
    assert structure.genre == "circular"
    assert (metadata.kind, metadata.number, metadata.date) == (
        "lettre circulaire",
        "2014-021",
        "2014-06-03",
    )
    assert metadata.title == "Soutien aux relais de parentalité"
    assert metadata.addressee == "directeurs des caisses d'allocations familiales"
    assert metadata.signatory == "Alain MERCIER, Directeur Général"
    assert metadata.issuer == "directeur général de la Cnaf"
    assert metadata.place == "Paris"


def test_letter_of_a_minister_with_markdown_marks():
    _, structure = read(MINISTER)
    metadata = structure.metadata
    assert structure.genre == "letter"
    assert (metadata.kind, metadata.number, metadata.date) == ("lettre", "D-22-001", "2022-06-08")
    assert metadata.issuer == "MINISTÈRE DES FAMILLES ET DE L'ENFANCE"
    assert metadata.signatory == "Claire VASSEUR, Ministre"
    assert metadata.addressee == "préfète de la Gironde"


def test_order_keeps_the_day_of_the_act_not_of_the_journal_nor_of_texts_it_names():
    _, structure = read(ORDER)
    metadata = structure.metadata
    assert structure.genre == "legal"
    assert (metadata.kind, metadata.date, metadata.nor) == ("arrêté", "2022-05-12", "FAMA2212345A")
    assert metadata.issuer == "ministre des familles"
    assert metadata.signatory == "J. VAUTRIN, directeur général de la cohésion sociale"
    assert metadata.title.startswith("Arrêté du 12 mai 2022 relatif à la charte")


@pytest.mark.parametrize("text", [CIRCULAR, MINISTER, ORDER])
def test_every_value_has_its_evidence(text):
    document, structure = read(text)
    spans = structure.metadata.evidence
    assert {"kind", "date"} <= spans.keys()
    for span in spans.values():
        words = span.of(document.text)
        assert words.strip() == words and words


@pytest.mark.parametrize(
    ("head", "kind", "number", "date"),
    [
        ("ARRÊTÉ Nº 2025 – 794\n\nSaint-Denis, le 6 mai 2025", "arrêté", "2025-794", "2025-05-06"),
        ("Arrêté n° 2025-860 SG/DCL du 20 mai 2025", "arrêté", "2025-860 SG/DCL", "2025-05-20"),
        ("Arrêté du 30/06/06 relatif aux rejets", "arrêté", None, "2006-06-30"),
        ("Arrêté du 22. fevrier 2023\nportant modification", "arrêté", None, "2023-02-22"),
        ("Décret n° 2021-77 du 28 janvier 2021 relatif aux relais", "décret", "2021-77",
         "2021-01-28"),
        ("Ordonnance n° 2021-611 du 19 mai 2021 relative aux services", "ordonnance", "2021-611",
         "2021-05-19"),
        ("Circulaire n° DGCS/SD2C/2012/63 du 7 février 2012 relative à la coordination",
         "circulaire", "DGCS/SD2C/2012/63", "2012-02-07"),
        ("Instruction interministérielle n° DGCS/2B/2023/44 du 17 avril 2023", "instruction",
         "DGCS/2B/2023/44", "2023-04-17"),
        ("Charte départementale du soutien à la parentalité", "charte", None, None),
        ("Code de l'action sociale et des familles\n\nArticle L. 214-1\nLe service est gratuit.",
         "code", None, None),
    ],
)  # fmt: skip
def test_kind_number_and_date(head, kind, number, date):
    _, structure = read(f"{head}\n\nLe reste du texte est ici, sans plus.\n")
    metadata = structure.metadata
    assert (metadata.kind, metadata.number, metadata.date) == (kind, number, date)


def test_object_of_a_mission_letter_names_its_addressees():
    _, structure = read(
        "La Directrice Générale\n\nParis, le 20 juin 2022\n\n"
        "Objet : Mission confiée à Madame Hélène MARCHAND et Monsieur Karim BELLEC - socle\n\n"
        "Madame, Monsieur,\n\nVous êtes chargés de définir un socle.\n\n"
        "Je vous prie d'agréer, Madame, Monsieur, mes salutations.\n\nOdile FERRAND\n"
    )
    metadata = structure.metadata
    assert metadata.kind == "lettre de mission"
    assert metadata.addressee == "Madame Hélène MARCHAND et Monsieur Karim BELLEC"
    assert metadata.signatory == "Odile FERRAND, Directrice Générale"


def test_instruction_sent_by_ministers_to_prefects():
    _, structure = read(
        "Le ministre des solidarités\n\nà\n\nMesdames et Messieurs les préfets de région\n"
        "Mesdames et Messieurs les préfets de département\n\nCopie à :\n"
        "Mesdames et Messieurs les directeurs généraux des agences\n\n"
        "INSTRUCTION N° DGCS/SD2C/2022/35 du 31 janvier 2022 relative aux comités\n\n"
        "Vous installerez les comités.\n\nPour le ministre et par délégation :\n"
        "La directrice générale de la cohésion sociale,\n\nOdile Ferrand\n"
    )
    metadata = structure.metadata
    assert metadata.issuer == "ministre des solidarités"
    assert metadata.addressee == "préfets de région et préfets de département"
    assert metadata.signatory == "Odile Ferrand, directrice générale de la cohésion sociale"


def test_letter_that_entrusts_a_mission_in_its_body():
    _, structure = read(
        "Le Premier Ministre\nN° 1234/22/SG\n\nParis, le 4 octobre 2022\n\nMadame la Députée,\n\n"
        "Je souhaite vous confier une mission sur ce sujet.\n\n"
        "Je vous prie de croire, Madame la Députée, à mes sentiments les meilleurs.\n\n"
        "Paul MERCIER\n\nMadame Marie DUPOND\nDéputée de l'Orne\nAssemblée nationale\n"
    )
    metadata = structure.metadata
    assert (metadata.kind, metadata.number) == ("lettre de mission", "1234/22/SG")
    assert metadata.addressee == "députée de l'Orne"
    assert metadata.signatory == "Paul MERCIER, Premier Ministre"


def test_unreadable_date_is_told_and_never_guessed():
    _, structure = read(
        "Lyon, le 3I MARS 20?2\n\nObjet : relais\n\nMadame la directrice,\n\nMerci.\n"
    )
    assert structure.metadata.date is None
    problem = next(p for p in structure.problems if p.code == "date-illisible")
    assert "3I MARS 20?2" in problem.message and "ligne 1" in problem.message
    assert "date:" in problem.remedy


def test_the_date_of_a_text_that_is_only_named_is_not_taken():
    _, structure = read(
        "Arrêté préfectoral n° UB/25/13 modifiant l'autorisation\n\nLe préfet de l'Eure\n\nVu :\n"
        "le décret du 31 octobre 2024 du Président de la République ;\n\nARRÊTE\n\nArticle 1\n\n"
        "Le seuil est abaissé.\n\nÉvreux, le 2 & FEV. 2025\n\nLe Préfet,\n"
    )
    assert structure.metadata.date is None
    assert [p.code for p in structure.problems] == ["date-illisible"]
    assert structure.sections[-1].kind == "signature"


def test_unknown_kind_is_left_open():
    _, structure = read("Les relais de parents\n\nIls existent depuis longtemps dans nos villes.\n")
    assert structure.metadata.kind is None
    assert [p.code for p in structure.problems] == ["nature-inconnue"]


def test_corrections_win_and_are_listed():
    _, structure = read(
        "Lyon, le 3I MARS 20?2\n\nMadame la directrice,\n\nMerci.\n",
        corrections={"date": "2022-03-31", "nature": "circulaire"},
    )
    assert structure.metadata.date == "2022-03-31"
    assert structure.metadata.corrected == frozenset({"date", "kind"})
    assert isinstance(structure.metadata.corrected, frozenset)  # a set has no order to be kept in
    assert structure.genre == "circular"
    assert "date" not in structure.metadata.evidence
    assert not [p for p in structure.problems if p.code.startswith("date")]


def test_a_kind_named_inside_a_sentence_is_no_title():
    _, structure = read(
        "Madame la directrice,\n\nLa circulaire n° 2012-093 du 23 mai 2012 demande un bilan.\n\n"
        "Je vous prie d'agréer, Madame la directrice, mes salutations.\n"
    )
    assert structure.metadata.kind == "lettre"
    assert structure.metadata.number is None


def test_the_addressees_named_in_the_paragraph_that_names_the_authors():
    text = (
        "CIRCULAIRE N° 2006-12 du 3 mai 2006 relative aux relais\n\nDate d'application : immédiate.\n\n"
        "La ministre de la famille, le ministre de la santé à Mesdames et Messieurs les préfets de "
        "région ; Mesdames et Messieurs les préfets de département\n\nVous réunirez le comité.\n"
    )
    assert analyse(Document(name="c.txt", text=text)).metadata.addressee == "préfets de région"


@pytest.mark.parametrize(
    ("text", "addressee"),
    [
        (
            "Direction des politiques familiales\n\nMesdames et Messieurs les Directeurs des caisses d'Allocations familiales\n\n"
            "Objet : ouverture des ludothèques le samedi\n\n1. Le cadre\n\nVous adresserez un bilan en juin.\n",
            "directeurs des caisses d'allocations familiales",
        ),
        (
            "Paris, le 4 mars 2004\n\nLa ministre de la famille\nà Mesdames et Messieurs les préfets de département\n\n"
            "Objet : relais d'assistantes maternelles\n\nVous réunirez les gestionnaires avant l'été.\n",
            "préfets de département",
        ),
    ],
)
def test_what_is_sent_to_all_who_hold_an_office_is_a_circular(text: str, addressee: str):
    structure = analyse(Document("note.txt", text))
    assert (structure.genre, structure.metadata.kind) == ("circular", "circulaire")
    assert structure.metadata.addressee == addressee


def test_a_letter_to_one_person_stays_a_letter():
    text = (
        "Paris, le 4 mars 2004\n\nà Madame la présidente de la fédération\n\nObjet : votre demande\n\n"
        "Madame la présidente,\n\nVous m'adresserez un bilan.\n\nJe vous prie d'agréer, Madame, mes salutations.\n"
    )
    assert analyse(Document("lettre.txt", text)).genre == "letter"


def test_a_text_that_opens_with_an_article_of_a_code_is_an_extract_of_one():
    structure = analyse(
        Document(
            "extrait.txt",
            "Article R131-5\n\nIl est tenu un registre.\n\nArticle R131-6\n\nLe directeur signale les absences.\n",
        )
    )
    assert (structure.genre, structure.metadata.kind) == ("legal", "code")
    assert len(structure.operative) == 2


def test_a_text_in_articles_is_a_legal_one_whatever_its_kind():
    structure = analyse(
        Document(
            "statuts.txt",
            "Comité des parents de Brumont\n\nArticle 1er – Membres\n\nLe comité réunit neuf parents.\n\n"
            "Article 2 – Séances\n\nLe président convoque le comité.\n",
        )
    )
    assert (structure.genre, structure.metadata.kind) == ("legal", None)
    assert [p.code for p in structure.problems] == ["nature-inconnue", "date-absente"]


@pytest.mark.parametrize(
    ("head", "genre", "kind"),
    [
        ("RÈGLEMENT INTÉRIEUR\nadopté en séance le 12 mars 2018", "legal", "règlement"),
        ("Lettre réseau LR-DDO-112/2021", "circular", "lettre circulaire"),
        ("Vivre ici › Enfance › Ludothèque", "page", "page"),
    ],
)
def test_kinds_told_by_the_first_line(head: str, genre: str, kind: str):
    structure = analyse(Document("texte.txt", f"{head}\n\nLe comité se réunit chaque mois.\n"))
    assert (structure.genre, structure.metadata.kind) == (genre, kind)


def test_addressees_without_a_civility():
    text = (
        "Fédération des familles\n\nAux présidentes et présidents des associations affiliées\n\n"
        "Objet : rentrée\n\nChers amis,\n\nVous me retournerez la liste.\n\nBien cordialement,\n\nJean Mauve\n"
    )
    found = analyse(Document("lettre.txt", text)).metadata
    assert found.addressee == "présidentes et présidents des associations affiliées"


def test_an_addressee_cut_after_the_article():
    text = "Mesdames et Messieurs les\nDirecteurs des Caf\n\nLettre circulaire n° 2019-047\n\nVous réunirez les équipes.\n"
    assert analyse(Document("lc.txt", text)).metadata.addressee == "directeurs des Caf"
