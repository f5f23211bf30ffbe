"""Where the plain present commands: house rules told in a hearing, relatives that go on, `il :`."""

from __future__ import annotations

import pytest

from corpus.extraction.engine import Engine
from corpus.model import Document, Statement
from corpus.rules import load_rules

_ENGINE = Engine(load_rules())
_HEARING = (
    "Audition du 3 mars 2022\n\nMme Roche. – {question}\n\nMme Petit, accueillante. – {answer}\n\n"
    "Mme Roche. – Merci, madame.\n\nMme Petit. – Nous sommes ouverts le samedi.\n"
)
_DECREE = "Décret n° 2020-12 du 3 mars 2020 relatif aux relais\n\nDécrète :\n\nArticle 2\n"
_CIRCULAR = (
    "Paris, le 4 mai 2016\n\nMesdames et Messieurs les Directeurs\ndes caisses d'allocations "
    "familiales\n\nLettre circulaire n° 2016-021\n\nObjet : les relais\n\n"
)


def statements(text: str) -> tuple[Statement, ...]:
    """The statements of a whole text, read as a file would be."""
    return _ENGINE.run(Document("texte.txt", text)).statements


def told(question: str, answer: str) -> list[tuple[str, str]]:
    """Modality and trigger of what is found in an answer."""
    found = statements(_HEARING.format(question=question, answer=answer))
    return [(one.modality, one.trigger.text) for one in found]


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Vous avez des règles ?", "On enlève ses chaussures, on ne filme pas les autres."),
        ("Et dans la salle ?", "Il y a une affiche : on enlève ses chaussures."),
        ("Et dans la salle ?", "Il y a un règlement. On enlève ses chaussures."),
        ("Et dans la salle ?", "On enlève ses chaussures. C'est la règle."),
    ],
)
def test_the_rules_of_a_house_are_told_in_the_present(question: str, answer: str) -> None:
    assert ("obligation", "enlève") in told(question, answer)


def test_without_a_word_that_says_so_the_present_tells_a_habit() -> None:
    assert told("Et dans la salle ?", "On enlève ses chaussures, on boit un café.") == []


def test_the_rules_end_two_sentences_further() -> None:
    answer = "Il y a un règlement. On enlève ses chaussures. On boit un café. On chante."
    assert told("Et dans la salle ?", answer) == [("obligation", "enlève")]


@pytest.mark.parametrize(
    ("text", "triggers"),
    [
        (
            "Le rapport est adressé au préfet qui en informe le maire.",
            ["est adressé", "informe"],
        ),
        ("L'enfant est reçu par un médecin qui remet un certificat.", ["est reçu", "remet"]),
        (
            "Le directeur tient un registre sur lequel sont inscrites les visites.",
            ["tient", "sont inscrites"],
        ),
        ("L'aide est versée aux familles qui transmettent une facture.", ["est versée"]),
        ("Le directeur ferme les locaux où sont inscrites ces mentions.", ["ferme"]),
    ],
)
def test_a_relative_that_goes_on_is_a_norm_and_one_that_chooses_is_not(
    text: str, triggers: list[str]
) -> None:
    assert [one.trigger.text for one in statements(f"{_DECREE}{text}\n")] == triggers


def test_a_pronoun_before_the_colon_bears_the_items() -> None:
    found = statements(
        _CIRCULAR + "Le relais intervient auprès des familles. À ce titre, il :\n\n"
        "- informe les familles ;\n- organise des rencontres.\n"
    )
    assert [one.trigger.text for one in found] == ["informe", "organise"]
    assert {one.bearer_entity for one in found} == {"relais"}


@pytest.mark.parametrize(
    ("text", "bearer"),
    [
        ("L'entretien, que doivent proposer les médecins à toutes les mères, est gratuit.", "méd"),
        ("Le gestionnaire qui sollicite l'aide produit, chaque année, un bilan.", "gestionnaire"),
        ("La commune reçoit une demande qu'elle transmet au préfet.", "elle"),
    ],
)
def test_who_bears_it_where_the_verb_is_hard_to_see(text: str, bearer: str) -> None:
    found = statements(f"{_DECREE}{text}\n")
    assert any(one.bearer and one.bearer.text.startswith(bearer) for one in found)


def test_a_participle_before_its_agent_is_no_verb() -> None:
    found = statements(f"{_DECREE}Un groupe, conduit par une psychologue, examine les demandes.\n")
    assert [one.trigger.text for one in found] == ["examine"]


def test_what_stands_before_et_is_said_already_and_the_items_add_to_it() -> None:
    found = statements(
        _CIRCULAR + "Les délégués sont chargés d'animer le réseau et, à ce titre, de :\n"
        "- réunir les référents ;\n- publier un bilan.\n"
    )
    assert [one.action.text for one in found] == [
        "animer le réseau",
        "réunir les référents",
        "publier un bilan",
    ]


def test_that_is_why_asks_nothing() -> None:
    found = statements(
        "Lyon, le 4 mai 2016\n\nMonsieur le maire,\n\nC'est pourquoi nous demandons :\n\n"
        "1° que vos services nous reçoivent ;\n2° que ce projet soit retiré.\n"
    )
    assert len(found) == 2


@pytest.mark.parametrize(
    ("text", "conditions", "deadline"),
    [
        ("Le rapport précise son objet et, le cas échéant, ses annexes.", [], None),
        ("Le cas échéant, le rapport précise son objet.", ["Le cas échéant"], None),
        ("Le membre se retire, faute de quoi l'avis est annulé.", [], None),
        (
            "Les frais sont remboursés sur présentation des factures.",
            ["sur présentation des factures"],
            None,
        ),
        ("Les agents communiquent le dossier, même en cas d'absence du maire.", [], None),
        ("Le référent rencontre la famille chaque quinzaine.", [], "chaque quinzaine"),
        ("Le bénévole se tait pendant l'entretien.", [], "pendant l'entretien"),
    ],
)
def test_what_is_a_condition_or_a_deadline_of_the_whole(
    text: str, conditions: list[str], deadline: str | None
) -> None:
    (found, *_) = statements(f"{_DECREE}{text}\n")
    assert [one.text for one in found.condition] == conditions
    assert (found.deadline.text if found.deadline else None) == deadline


def test_brackets_in_a_condition_belong_to_it() -> None:
    found = statements(
        f"{_DECREE}Le gestionnaire réunit le conseil en cas de conflit (interne, ou avec un tiers) "
        "avant la fin du mois.\n"
    )
    assert [part.text for one in found for part in one.condition] == [
        "en cas de conflit (interne, ou avec un tiers)"
    ]
