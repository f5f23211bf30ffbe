"""Who bears a statement: plain nouns, pronouns, readers, signatories and speakers."""

from __future__ import annotations

import pytest

from corpus.extraction.engine import Engine
from corpus.model import Document, Statement
from corpus.rules import load_rules
from corpus.structure import analyse
from test_statements import engine, read


def entity(text: str, genre: str = "legal", **metadata: str) -> str | None:
    """The bearer's entity in the one statement of a sentence."""
    (statement,) = read(text, genre, **metadata)
    return statement.bearer_entity


def statements(text: str) -> list[Statement]:
    """The statements of a whole text, with the structure it shows."""
    document = Document(name="essai", text=text)
    return list(engine().run(document, analyse(document)).statements)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Les conducteurs doivent présenter leur permis.", "conducteur"),
        ("Les bailleurs concernés doivent répondre.", "bailleur"),
        ("La présidente du groupement doit signer.", "président du groupement"),
        ("Les directrices doivent répondre.", "directeur"),
        ("Les services conventionnés doivent répondre.", "service"),
    ],
)
def test_somebody_is_named_by_a_plain_noun(text: str, name: str) -> None:
    assert entity(text) == name


@pytest.mark.parametrize(
    "text", ["Les extincteurs doivent rester visibles.", "Le dossier doit rester complet."]
)
def test_a_thing_is_nobody(text: str) -> None:
    assert entity(text) is None


def test_an_addressee_is_known_without_its_brackets() -> None:
    name = "préfets de région (directions régionales)"
    assert entity("Vous réunirez le comité.", "circular", addressee=name) == "préfet de région"


def test_a_page_names_its_readers() -> None:
    found = statements(
        "Accueil > Soutien > Repérage\n\nSi vous êtes parent\n\n"
        "Vous pouvez choisir vos professionnels sur la liste.\n"
    )
    assert [one.bearer_entity for one in found] == ["parent"]


def test_who_signs_a_charter_speaks_in_it() -> None:
    found = statements(
        "Charte de l'écoutant bénévole\n\n1. Le secret\n\nJe m'engage à garder le secret.\n\n"
        "2. La durée\n\nVous vous engagez à venir un an.\n"
    )
    assert {one.bearer_entity for one in found} == {"bénévole écoutant"}


def test_the_title_of_a_hearing_names_the_team() -> None:
    found = statements(
        "Mission d'information sur la petite enfance\nSéance du mardi 3 octobre 2023 – "
        "Audition de l'équipe du relais parental La Passerelle\n\n"
        "Mme Garrigue, présidente : Vous avez la parole.\n\n"
        "Mme Sanchez, cheffe de service : Nous n'avons pas le droit de retenir un enfant.\n\n"
        "Mme Garrigue, présidente : Merci à vous.\n"
    )
    (one,) = [one for one in found if one.modality == "prohibition"]
    assert one.bearer_entity is not None and one.bearer_entity.endswith("la passerelle")


def test_the_one_and_the_other_are_one_antecedent() -> None:
    (one,) = [
        one
        for one in read("La séance réunit le préfet ou son représentant, qui la préside.")
        if one.modality == "assignment"
    ]
    assert one.bearer is not None and one.bearer.text == "préfet ou son représentant"


def test_the_subject_stands_before_an_insertion() -> None:
    (one,) = read(
        "Le relais, porté par une crèche, un centre social ou une commune, est chargé de "
        "recenser les besoins."
    )
    assert one.bearer is not None and one.bearer.text == "relais"


def test_complements_after_commas_belong_to_the_subject() -> None:
    (one,) = read(
        "Un comité composé de membres de la Caf, des communes et du département examine les projets."
    )
    assert one.bearer is not None and one.bearer.text.startswith("comité composé")


def test_a_pronoun_prefers_the_surely_feminine() -> None:
    text = "L'équipe mobile peut conseiller l'école. Si l'élève est suivi, elle ne peut intervenir."
    found = list(Engine(load_rules()).run(*_structured(text)).statements)
    assert found[-1].bearer_entity == found[0].bearer_entity


def _structured(text: str):  # type: ignore[no-untyped-def]
    from dataclasses import replace

    from corpus.model import Span

    document = Document(name="essai", text=text)
    whole = (Span(0, len(text)),)
    return document, replace(analyse(document), genre="legal", operative=whole)


def test_of_a_whole_those_who_make_it_up_are_meant() -> None:
    assert entity("L'ensemble des gestionnaires doit répondre.") == "gestionnaire"


def test_a_demand_goes_on_with_another_bearer() -> None:
    first, second = read(
        "Il faudrait un relais par canton, et que la mairie ouvre une salle.", "hearing"
    )
    assert first.action.text == "un relais par canton"
    assert (second.bearer and second.bearer.text, second.action.text) == (
        "mairie",
        "ouvre une salle",
    )


@pytest.mark.parametrize(
    ("addressee", "name"),
    [
        ("recteurs d'académie et préfets de région", "recteur d'académie, préfet de région"),
        ("présidentes et présidents des associations", "président d'association"),
        ("directeurs des agences régionales de santé", "directeur d'agence régionale de santé"),
        ("ministre de la santé et de la prévention", "ministre de la santé et de la prévention"),
        ("directrice générale du centre", "directeur général du centre"),
    ],
)
def test_those_addressed_are_named_each_in_the_singular(addressee: str, name: str) -> None:
    assert entity("Vous réunirez le comité.", "circular", addressee=addressee) == name


def test_a_letter_without_addressee_is_to_its_mission_or_to_those_it_greets() -> None:
    body = "\n\nMadame la rectrice,\nMonsieur le préfet,\n\nVous réunirez le comité.\n"
    mission = statements(f"Paris, le 3 mars 2023\n\nObjet : Mission relative à la garde{body}")
    assert [one.bearer_entity for one in mission] == ["mission relative à la garde"]
    greeted = statements(f"Paris, le 3 mars 2023\n\nObjet : les crèches{body}")
    assert [one.bearer_entity for one in greeted] == ["recteur, préfet"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "Le bénévole alerte la coordinatrice, à charge pour elle de saisir le procureur.",
            ["bénévole", "coordinateur"],
        ),
        ("Le maire signe l'acte. Quant au préfet, il peut déférer l'acte.", ["maire", "préfet"]),
        (
            "La personne est reçue par le préfet ou son représentant. Celui-ci peut proposer un "
            "accord.",
            ["préfet", "préfet"],
        ),
        ("Il reviendra au maire, et à lui seul, d'informer les familles.", ["maire"]),
        (
            "Les lieux adoptent les principes qui suivent et s'engagent à les afficher.",
            ["lieu", "lieu"],
        ),
    ],
)
def test_a_pronoun_stands_for_the_right_one(text: str, names: list[str | None]) -> None:
    decree = f"Décret n° 2020-12 du 3 mars 2020\n\nDécrète :\n\nArticle 2\n{text}\n"
    assert [one.bearer_entity for one in statements(decree)] == names


def test_verbs_of_the_second_person_share_their_pronoun() -> None:
    text = "Vous aurez un bureau place des Cerisiers, et pourrez saisir la direction."
    found = read(text, "letter", addressee="préfet")
    assert [one.bearer.text if one.bearer else None for one in found][-1:] == ["Vous"]


def test_on_in_a_charter_is_the_trade_it_rules() -> None:
    found = statements(
        "CHARTE DES BÉNÉVOLES\n\n1. Rester à sa place\n\nLe bénévole restitue ce qui est dit. "
        "On n'accepte aucun cadeau.\n"
    )
    assert [one.bearer_entity for one in found][-1:] == ["bénévole"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Les préfets, les recteurs et les maires doivent signer.", "préfet, recteur, maire"),
        ("Le préfet ou le recteur doit signer.", "préfet"),
    ],
)
def test_those_who_bear_a_duty_together_are_all_named(text: str, name: str) -> None:
    assert entity(text) == name


def test_a_minister_is_the_one_of_the_ministry_that_writes() -> None:
    signed = {"signatory": "Paul ARNAUD, Ministre", "issuer": "MINISTÈRE DE LA VILLE"}
    assert entity("Je m'engage à vous répondre.", "letter", **signed) == "ministre de la ville"


def test_nobody_who_speaks_is_taken_up_by_elle() -> None:
    found = statements(
        "Circulaire du 3 mars 2025\n\nMesdames et Messieurs les préfets\n\n"
        "Nous vous invitons à créer une commission locale. Elle aura pour mission de former "
        "les équipes.\n"
    )
    assert [one.bearer_entity for one in found] == ["préfet", "commission"]
