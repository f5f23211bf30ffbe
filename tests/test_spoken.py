"""What is said in hearings, letters and associations' pages: who speaks, what they ask for, which
skills they name. Invented texts in the shapes that transcripts have."""

from __future__ import annotations

from functools import lru_cache

import pytest

from corpus.extraction.engine import Engine
from corpus.model import Document, Extraction
from corpus.rules import load_rules


@lru_cache(maxsize=1)
def engine() -> Engine:
    return Engine(load_rules())


def run(text: str, name: str = "audition.txt") -> Extraction:
    return engine().run(Document(name=name, text=text))


def said(text: str) -> list[tuple[str, str, str | None, str]]:
    """(modality, trigger, who bears it, action) of each statement."""
    return [
        (one.modality, one.trigger.text, one.bearer_entity, one.action.text)
        for one in run(text).statements
    ]


def hearing(words: str, speaker: str = "M. D. (infirmier, PMI)") -> str:
    return (
        "Audition n° 3\n\nQuestion : Bonjour à tous. Qui commence ?\n\n"
        f"{speaker} : {words}\n\nQuestion : Merci. Et ensuite ?\n\n{speaker} : Voilà.\n"
    )


def skills(text: str) -> list[str]:
    return [one.text for one in run(text).mentions if one.label == "COMPETENCY"]


# ---------------------------------------------------------------------- who speaks

CODED = """\
Audition n° 9 - parents

Intervenants : [LB] Line Brun (mission) ; [KO] Karima O. (mère, 2 enfants) ; [TV] Théo Vial (\
conseiller principal d'éducation, collège Pasteur)

[LB] Bonjour à tous. Vos noms seront changés dans le rapport.

[KO] Ma fille n'y va plus. Le lycée doit nous appeler le jour même.

[TV] Chez nous on doit prévenir les parents sous deux jours.

[LB] Merci. Je vous enverrai la synthèse en mai.

[KO] D'accord.
"""


def test_codes_before_the_words_stand_for_the_names_in_the_head():
    turns = run(CODED).structure.turns
    assert [(t.speaker, t.role, t.category, t.organisation) for t in turns[:3]] == [
        ("Line Brun", "interviewer", None, None),
        ("Karima O.", "interviewee", "parent", None),
        ("Théo Vial", "interviewee", None, "collège Pasteur"),
    ]
    assert [one[:3] for one in said(CODED)] == [
        ("commitment", "seront changés", None),
        ("obligation", "doit", "lycée"),
        ("obligation", "doit", "collège pasteur"),
        ("commitment", "enverrai", "mission"),
    ]


def test_lines_that_present_people_are_no_turns():
    text = (
        "Entretien n° 4\nPersonne interrogée : Jeanne, TISF dans une association\n"
        "Enquêteur : P. Morel\n\nP. Morel : Racontez-moi une journée.\n\n"
        "Jeanne : On n'a pas le droit de rester seule avec l'enfant.\n\n"
        "P. Morel : Et le soir ?\n\nJeanne : Je rentre.\n"
    )
    turns = run(text).structure.turns
    assert [(t.speaker, t.role) for t in turns] == [
        ("P. Morel", "interviewer"), ("Jeanne", "interviewee"),
        ("P. Morel", "interviewer"), ("Jeanne", "interviewee"),
    ]  # fmt: skip
    assert [one[2] for one in said(text)] == ["technicien de l'intervention sociale et familiale"]


def test_somebody_of_the_head_speaks_though_only_once():
    text = (
        "Audition de parents\nPrésents : Awa N. (maman de deux garçons), Zélie (bénévole)\n"
        "Animation : L. Petit\n\nL. Petit : Qui commence ?\n\nAwa N. : Moi. Je viens le jeudi.\n\n"
        "L. Petit : Et vous ?\n\nZélie : On ne garde rien pour nous si c'est grave.\n\n"
        "L. Petit : Merci.\n"
    )
    assert [t.speaker for t in run(text).structure.turns] == [
        "L. Petit", "Awa N.", "L. Petit", "Zélie", "L. Petit",
    ]  # fmt: skip


def test_minutes_whose_labels_end_with_a_full_stop():
    text = (
        "Mission d'information sur l'enfance\nLa séance est ouverte à neuf heures.\n\n"
        "M. le président Jean Roux. Mesdames, je vous souhaite la bienvenue.\n\n"
        "Mme Ida Blum, présidente de la Fédération des crèches. Oui. Nous demandons que chaque"
        " crèche ait un référent.\n\n"
        "Mme Léa Noir, rapporteure. Faut-il un décret ?\n\n"
        "Mme Ida Blum. Non. Il faut surtout former les équipes.\n\n"
        "M. le président Jean Roux. Merci, mesdames.\n"
    )
    turns = run(text).structure.turns
    assert [(t.speaker, t.role) for t in turns] == [
        ("Jean Roux", "chair"), ("Ida Blum", "witness"), ("Léa Noir", "rapporteur"),
        ("Ida Blum", "witness"), ("Jean Roux", "chair"),
    ]  # fmt: skip
    assert [one[:2] for one in said(text)] == [
        ("recommendation", "Nous demandons que"), ("recommendation", "Il faut"),
    ]  # fmt: skip


def test_a_parent_who_tells_is_not_a_professional_who_rules():
    words = "On doit attendre six mois, on peut pas faire autrement avec mon fils."
    assert said(hearing(words, "Mme R.")) == []
    assert [one[0] for one in said(hearing("On doit appeler la famille."))] == ["obligation"]


# ---------------------------------------------------------------------- what they ask for


@pytest.mark.parametrize(
    ("words", "trigger", "action"),
    [
        ("Ce que je demande, c'est que la mairie ouvre le samedi.",
         "Ce que je demande, c'est que", "ouvre le samedi"),
        ("C'est à la Caf de financer ces heures.", "C'est à la Caf de", "financer ces heures"),
        ("Que les pères puissent venir le soir.", "puissent", "puissent venir le soir"),
        ("Il ne faut pas que les familles paient.", "Il ne faut pas que", "paient"),
        ("Je suggère de former les équipes.", "Je suggère de", "former les équipes"),
    ],
)  # fmt: skip
def test_spoken_requests(words: str, trigger: str, action: str):
    found = said(hearing(words))
    assert [(one[0], one[1], one[3]) for one in found] == [("recommendation", trigger, action)]


def test_another_bearer_after_et_que_makes_a_second_statement():
    words = "Il faudrait que l'État reprenne la main et que la Caf paie les formations."
    assert [(one[2], one[3]) for one in said(hearing(words))] == [
        ("état", "reprenne la main"),
        ("caisse d'allocations familiales", "paie les formations"),
    ]


@pytest.mark.parametrize(
    "words",
    [
        "On nous demande pourquoi on ne pourrait pas ouvrir plus tard.",
        "Quand j'étais en crèche, on fermait à midi et on prévient les parents.",
        "Il faut dire que c'est loin.",
        "Ça doit être compliqué.",
    ],
)
def test_what_is_told_asks_for_nothing(words: str):
    assert said(hearing(words)) == []


def test_those_who_listen_ask_and_grant_time():
    text = hearing("D'accord.").replace("Et ensuite ?", "Vous aurez quinze jours pour répondre.")
    (one,) = run(text).statements
    assert (one.modality, one.bearer_entity) == ("permission", "participant à l'audition")
    assert one.deadline is not None
    assert one.deadline.text == "quinze jours"


# ---------------------------------------------------------------------- skills and names


def test_skills_listed_after_savoir_and_qualities_near_each_other():
    assert skills(hearing("Il faut savoir écouter, reformuler, et ne pas juger.")) == [
        "écouter", "reformuler", "ne pas juger",
    ]  # fmt: skip
    assert skills(hearing("On cherche de l'écoute, de la patience et du non-jugement.")) == [
        "écoute", "patience", "non-jugement",
    ]  # fmt: skip
    assert skills(hearing("On est à l'écoute, venez.")) == []


def test_a_proper_name_is_the_body_its_text_says_it_is():
    text = "Grandir à Deux est une association. Grandir à Deux s'engage à répondre sous huit jours."
    (one,) = run(text, "page.txt").statements
    assert one.bearer_entity == "grandir à deux"


def test_a_letter_to_an_office_with_commas_in_its_name():
    text = (
        "Paris, le 3 mai 2023\n\nMonsieur le président du Conseil de la famille, de l'enfance et de"
        " l'âge,\n\nVous devrez, en particulier :\n– entendre les parents ;\n\n– visiter deux"
        " crèches.\n\nJe vous prie d'agréer, Monsieur le président, mes salutations distinguées.\n"
        "\nLa ministre\n\nAnne DURAND\n"
    )
    assert [(one[2], one[3]) for one in said(text)] == [
        ("président du conseil de la famille, de l'enfance et de l'âge", "entendre les parents"),
        ("président du conseil de la famille, de l'enfance et de l'âge", "visiter deux crèches"),
    ]
