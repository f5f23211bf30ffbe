"""Statements of circulars, service pages and letters: what their plain words order, allow, advise."""

from __future__ import annotations

import pytest

from corpus.model import Document
from corpus.structure import analyse
from test_statements import check, engine, read

CIRCULAR = [
    (
        "Les [structures]{bearer} [[transmettent]{trigger} leurs comptes à la Caf]{action} "
        "[avant le 30 juin 2024]{deadline}.",
        "obligation",
    ),
    ("La [participation [est calculée]{trigger} selon le barème national]{action}.", "obligation"),
    ("Les [frais de siège [ne sont pas pris]{trigger} en charge]{action}.", "prohibition"),
    (
        "Les [caisses]{bearer} [ont reçu instruction de]{trigger} [ne pas exiger ces pièces]{action}.",
        "prohibition",
    ),
    ("Le [pilotage [relève du]{trigger} [préfet]{bearer}]{action}.", "assignment"),
    ("[Il est possible de]{trigger} [mutualiser ces postes]{action}.", "permission"),
]
PAGE = [
    (
        "[[Prévenez]{trigger} le secrétariat]{action} [en cas d'absence]{condition}.",
        "recommendation",
    ),
    ("[[Ne laissez jamais]{trigger} un enfant seul]{action}.", "prohibition"),
    ("[Vous]{bearer} [devez]{trigger} [prendre rendez-vous à l'accueil]{action}.", "obligation"),
    ("Les [enfants malades [ne sont pas accueillis]{trigger}]{action}.", "prohibition"),
    ("[Aucune inscription [n'est nécessaire]{trigger}]{action}.", "permission"),
    ("[Il [vous]{bearer} suffit d']{trigger}[appeler le secrétariat]{action}.", "recommendation"),
]


@pytest.mark.parametrize(("marked", "modality"), CIRCULAR)
def test_circulars_order_in_the_present(marked: str, modality: str) -> None:
    check(marked, modality, "circular")


@pytest.mark.parametrize(("marked", "modality"), PAGE)
def test_pages_advise_and_forbid(marked: str, modality: str) -> None:
    check(marked, modality, "page")


@pytest.mark.parametrize(
    "text",
    [
        "Les caisses versent depuis 2004 une aide aux associations.",
        "Les structures transmettent souvent leurs comptes avec retard.",
        "Le rapport montre que les services informent les parents chaque année.",
        "Ces aides ont été versées avant le 30 juin 2024.",
    ],
)
def test_a_circular_also_describes(text: str) -> None:
    assert read(text, "circular") == []


@pytest.mark.parametrize(
    "text", ["Découvrez nos ateliers.", "Si vous prévenez le secrétariat, tout va bien."]
)
def test_a_page_also_advertises(text: str) -> None:
    assert read(text, "page") == []


# ------------------------------------------------------------------- rules told by their titles


def of_text(text: str) -> list[tuple[str, str]]:
    """Modality and action of every statement of a text, with the structure it shows."""
    document = Document(name="essai", text=text)
    found = engine().run(document, analyse(document)).statements
    return [(one.modality, " ".join(one.action.text.split())) for one in found]


def test_the_title_of_a_page_announces_rules() -> None:
    text = (
        "Accueil > Nos lieux > Rives\n\nQui vous reçoit ?\n\nL'équipe remet un livret aux parents.\n\n"
        "Les règles du lieu\n\n- Les parents signent le registre.\n- L'équipe remet un livret.\n"
    )
    assert of_text(text) == [
        ("obligation", "signent le registre"),
        ("obligation", "remet un livret"),
    ]


def test_a_call_for_projects_commands_but_where_it_tells() -> None:
    text = (
        "APPEL À PROJETS 2024\n\nAccompagnement des familles\n\n1. Contexte\n\n"
        "Le département finance ces mesures.\n\n2. Conduite\n\n"
        "Le comité de pilotage valide la note de cadrage.\n"
    )
    assert of_text(text) == [("obligation", "valide la note de cadrage")]


# ------------------------------------------------------------------------------------- lists


def test_nouns_complete_an_infinitive_without_object() -> None:
    text = "Le lieu doit offrir au minimum :\n\n- un accès gratuit ;\n- une salle de repos.\n"
    assert [action for _, action in of_text("Article 1er\n\n" + text)] == [
        "accès gratuit",
        "salle de repos",
    ]


def test_items_that_only_detail_complete_nothing() -> None:
    text = (
        "Article 1er\n\nLes agents doivent être titulaires de l'un des diplômes énumérés ci-après :\n\n"
        "1. Diplôme d'État de puériculture ;\n\n2. Certificat d'auxiliaire.\n"
    )
    assert len(of_text(text)) == 1


def test_a_list_of_members_is_a_statement_each() -> None:
    text = (
        "Décret n° 2019-12 du 4 juillet 2019 relatif aux commissions\n\n"
        "Article 1er\n\nLa commission comprend deux membres :\n\n1° Un élu désigné par le conseil ;\n\n"
        "2° Un médecin désigné par le préfet.\n"
    )
    assert len([one for one in of_text(text) if one[0] == "obligation"]) == 2


# ------------------------------------------------------------------------------ verbs, clauses


def test_a_pronoun_tells_the_verb_from_the_participle() -> None:
    (one,) = read("L'arrêté nous interdit de dépasser vingt places.", "letter")
    assert (one.modality, one.bearer and one.bearer.text) == ("prohibition", "nous")


def test_the_only_word_that_may_be_the_verb_is_it() -> None:
    (one,) = read("Toute structure qui sollicite une aide joint à sa demande la charte signée.")
    assert one.trigger.text == "joint"


def test_a_loose_object_clause_is_a_norm_of_its_own() -> None:
    found = read(
        "Le correspondant tient à jour le répertoire, qu'il adresse aux mairies chaque trimestre.",
        "circular",
    )
    assert "adresse" in [one.trigger.text for one in found]


def test_what_the_same_pronoun_goes_on_with_is_one_statement() -> None:
    (one,) = read(
        "Je souhaite que vous rencontriez les associations et que vous entendiez les parents.",
        "letter",
    )
    assert one.action.text.endswith("entendiez les parents")


def test_an_order_not_to_act_forbids() -> None:
    (one,) = read("Je vous demande de ne pas publier ces chiffres.", "letter")
    assert (one.modality, one.action.text) == ("prohibition", "ne pas publier ces chiffres")


def test_what_presents_a_house_orders_nothing() -> None:
    text = (
        "RÈGLEMENT DE FONCTIONNEMENT\n\nMicro-crèche des Tilleuls\n\n1. PRÉSENTATION DE LA STRUCTURE\n\n"
        "La crèche accueille vingt enfants.\n\n2. SANTÉ\n\n"
        "La directrice prévient les parents en cas de fièvre.\n"
    )
    assert [action for _, action in of_text(text)] == ["prévient les parents"]


@pytest.mark.parametrize(
    ("text", "deadline"),
    [
        ("Vous devez la demander trois mois avant.", "trois mois avant"),
        ("Le référent est désigné pour trois ans.", "pour trois ans"),
        ("Chaque famille doit une demi-journée de ménage par trimestre.", "par trimestre"),
        ("Vous devez remettre la clé avant 18 heures.", "avant 18 heures"),
        ("Les structures disposent d'un an pour s'y conformer.", "un an"),
        ("Il doit rester joignable à tout moment.", "à tout moment"),
    ],
)
def test_deadlines_as_pages_say_them(text: str, deadline: str) -> None:
    (one,) = read(text, "page")
    assert one.deadline is not None and one.deadline.text == deadline


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        (
            "Les surveillants peuvent venir, pourvu qu'ils préviennent.",
            "pourvu qu'ils préviennent",
        ),
        ("Passé ce délai, vous pouvez saisir le tribunal.", "Passé ce délai"),
        (
            "Une fois que l'avis est rendu, le préfet doit répondre.",
            "Une fois que l'avis est rendu",
        ),
        ("Vous ne pouvez publier ces noms sans leur accord écrit.", "sans leur accord écrit"),
    ],
)
def test_conditions_as_pages_say_them(text: str, condition: str) -> None:
    (one,) = read(text, "page")
    assert [part.text for part in one.condition] == [condition]


def test_a_sum_a_year_is_no_deadline() -> None:
    (one,) = read("La famille doit verser 20 euros par an à la caisse.", "page")
    assert one.deadline is None
