"""Statements of orders, decrees, codes and circulars: lists, headings, pronouns, names given late."""

from __future__ import annotations

from corpus.extraction.engine import Engine
from corpus.model import Document, Statement
from corpus.rules import load_rules

_ENGINE = Engine(load_rules())
_DECREE = "Décret n° 2020-12 du 3 mars 2020 relatif aux relais\n\nDécrète :\n\nArticle 2\n"
_CIRCULAR = (
    "Paris, le 4 mai 2016\n\nMesdames et Messieurs les Directeurs\ndes caisses d'allocations "
    "familiales\n\nLettre circulaire n° 2016-021\n\nObjet : les relais\n\n"
)


def statements(text: str, name: str = "texte.txt") -> tuple[Statement, ...]:
    """The statements of a whole text, read as a file of that name would be."""
    return _ENGINE.run(Document(name, text)).statements


def bearers(found: tuple[Statement, ...]) -> list[str | None]:
    return [one.bearer.text if one.bearer else None for one in found]


def actions(found: tuple[Statement, ...]) -> list[str]:
    return [one.action.text for one in found]


def test_a_subject_before_the_colon_bears_the_items_that_begin_with_a_verb() -> None:
    found = statements(
        _DECREE + "Dans chaque canton, le gestionnaire :\n1° Fixe notamment les tarifs ;\n"
        "2° Transmet chaque année un bilan à la caisse ;\n3° N'accueille pas plus de dix enfants.\n"
    )
    assert [one.trigger.text for one in found] == ["Fixe", "Transmet", "N'accueille pas"]
    assert bearers(found) == ["gestionnaire"] * 3
    assert [one.modality for one in found] == ["obligation", "obligation", "prohibition"]


def test_a_noun_at_the_head_of_an_item_is_no_verb() -> None:
    found = statements(
        _DECREE + "Sont joints au dossier :\n1° Contrôle des accès ;\n2° Demande de pièces.\n"
    )
    assert not any(one.trigger.text in ("Contrôle", "Demande") for one in found)


def test_the_elements_that_a_file_comprises_are_as_many_statements() -> None:
    found = statements(
        _DECREE + "Le dossier comporte les pièces suivantes :\na) Le plan des locaux ;\n"
        "b) Le cas échéant, l'avis du maire.\n"
    )
    assert actions(found) == ["plan des locaux", "avis du maire"]
    assert [len(one.condition) for one in found] == [0, 1]


def test_an_item_that_the_lead_in_ends_with_par_bears() -> None:
    found = statements(
        _DECREE + "La direction du relais peut être exercée par :\n"
        "1° Une personne titulaire du diplôme d'État de puériculture ;\n2° Un médecin.\n"
    )
    assert bearers(found) == [
        "personne titulaire du diplôme d'État de puériculture",
        "médecin",
    ]


def test_only_the_first_sentence_of_an_item_completes_the_lead_in() -> None:
    found = statements(
        _DECREE + "Les équipes s'engagent à :\n1. Recevoir chaque famille ;\n"
        "2. Former les stagiaires. Elles tiennent un registre.\n"
    )
    assert [(one.modality, one.action.text) for one in found] == [
        ("commitment", "Recevoir chaque famille"),
        ("commitment", "Former les stagiaires"),
        ("obligation", "tiennent un registre"),
    ]


def test_what_namely_explains_is_said_already() -> None:
    (found,) = statements(
        _CIRCULAR + "L'organisation pourra reprendre celle du département voisin, à savoir :\n\n"
        "- un comité ;\n\n- une équipe technique.\n"
    )
    assert found.modality == "permission"
    assert found.action.text.startswith("reprendre celle du département voisin")


def test_a_heading_that_is_a_sentence_states_its_norm() -> None:
    found = statements(
        _CIRCULAR + "31. La mise en œuvre devra s'appuyer sur une étude des besoins de chacun\n\n"
        "Le comité a rendu son avis l'an dernier.\n"
    )
    assert [one.trigger.text for one in found] == ["devra"]


def test_either_or_hides_no_verb() -> None:
    (found,) = statements(
        _DECREE + "La gestion du relais est confiée soit à la commune, soit à une association.\n"
    )
    assert found.bearer is not None and found.bearer.text.startswith("commune")


def test_a_pronoun_takes_the_gender_of_the_noun() -> None:
    found = statements(
        _DECREE + "L'instance départementale de coordination est saisie par le préfet. "
        "Elle veille à la cohérence des actions.\n"
    )
    assert found[-1].bearer_entity == "instance départementale de coordination"


def test_an_association_is_the_one_that_the_text_names() -> None:
    found = statements(
        "Charte du lieu\n\nL'association s'engage à ouvrir chaque mardi.\n\n"
        "La présidente de l'association Les Petits Pas\n"
    )
    assert found[0].bearer_entity == "association les petits pas"


def test_one_of_several_directors_directs_one_body() -> None:
    (found,) = statements(_CIRCULAR + "Je vous invite à réunir les élus.\n")
    assert found.bearer_entity == "directeur de caisse d'allocations familiales"


def test_the_first_of_two_dates_bounds_the_action() -> None:
    (found,) = statements(
        _CIRCULAR + "Vos propositions sont attendues en juin 2016, après un point en mars 2016.\n"
    )
    assert found.deadline is not None and found.deadline.text == "en juin 2016"


def test_in_the_quality_of_opens_no_condition() -> None:
    (found,) = statements(
        _DECREE + "Les agents, en tant que participants au service public, sont tenus à un devoir "
        "de neutralité.\n"
    )
    assert found.trigger.text == "sont tenus à"
    assert not found.condition


def test_a_question_is_no_condition() -> None:
    (found,) = statements(
        _DECREE + "Le médecin est chargé de vérifier si le local convient aux enfants.\n"
    )
    assert not found.condition


def test_the_subject_before_a_relative_with_an_insertion() -> None:
    (found,) = statements(
        _DECREE
        + "Les communes qui, dans ce cadre, accomplissent les missions prévues à l'article 4 "
        "reçoivent une aide de l'État.\n"
    )
    assert found.bearer is not None and found.bearer.text.startswith("communes qui")
    assert found.bearer_entity == "commune"


def test_what_comes_after_ainsi_que_does_not_restrict() -> None:
    (found,) = statements(
        _DECREE
        + "Les relais ne doivent employer pour l'accueil ainsi que pour la direction aucune "
        "personne condamnée.\n"
    )
    assert found.modality == "prohibition"


def test_an_undertaking_by_the_charter_itself() -> None:
    found = statements(
        "Charte du réseau\n\nLa Cnaf et ses partenaires s'engagent par la présente charte à respecter "
        "la neutralité.\n"
    )
    assert [one.modality for one in found] == ["commitment"]


def test_an_order_is_its_ministers() -> None:
    (found,) = statements(
        _DECREE + "Un arrêté du ministre chargé de la famille précise le contenu du dossier.\n"
    )
    assert found.bearer_entity == "ministre chargé de la famille"


def test_a_delay_ends_where_its_purpose_begins() -> None:
    (found,) = statements(
        _DECREE + "Les gérants disposent d'un délai de deux ans pour se former, sauf dérogation.\n"
    )
    assert found.action.text == "se former"
    assert found.deadline is not None and found.deadline.text == "délai de deux ans"


def test_the_latter_is_the_last_one_named() -> None:
    found = statements(
        _DECREE + "La demande est adressée au préfet. Ce dernier notifie sa décision.\n"
    )
    assert found[-1].bearer_entity == "préfet"


def test_who_may_be_given_the_task_bears_it() -> None:
    (found,) = statements(
        _DECREE + "La direction du relais peut être confiée à un médecin de la commune.\n"
    )
    assert found.bearer is not None and found.bearer.text.startswith("médecin")


def test_who_has_a_right_to_be_told_is_named() -> None:
    (found,) = statements(
        _DECREE + "Les familles ont le droit d'être informées sans délai des refus.\n"
    )
    assert found.modality == "permission"
    assert found.bearer is not None and found.bearer.text == "familles"


def test_items_of_a_relative_are_what_it_speaks_of() -> None:
    found = statements(
        _DECREE + "Doivent être motivées les décisions qui :\n1° Restreignent un droit ;\n"
        "2° Infligent une sanction.\n"
    )
    assert actions(found) == ["Restreignent un droit", "Infligent une sanction"]
    assert bearers(found) == [None, None]


def test_il_leur_appartient_goes_to_the_subject_of_the_condition() -> None:
    found = statements(
        _DECREE + "Le préfet informe les communes. Lorsque les assistants de service social "
        "constatent un danger, il leur appartient d'avertir le juge.\n"
    )
    assert found[-1].bearer_entity == "assistant de service social"


def test_a_passive_past_a_circumstance_and_past_continuer() -> None:
    found = statements(
        _CIRCULAR + "Une aide pourra, le cas échéant, être accordée par la Caf. Les lieux pourront "
        "continuer à être financés. Aucun parent ne peut se voir refuser l'accueil.\n"
    )
    assert bearers(found) == ["Caf", None, None]


def test_a_passive_and_an_active_verb_of_one_subject_are_two() -> None:
    found = statements(
        _DECREE + "Le service est dirigé par un médecin et comprend deux puéricultrices.\n"
    )
    assert bearers(found) == ["médecin", "service"]


def test_by_any_person_who_is_an_agent_and_a_day_gone_by_is_no_deadline() -> None:
    found = statements(
        _DECREE + "L'animation peut être assurée par toute personne justifiant d'un diplôme. Le "
        "comité examine le rapport remis le 3 mai dernier.\n"
    )
    assert bearers(found)[0] == "personne justifiant d'un diplôme"
    assert found[1].deadline is None
