"""Turns of a hearing: labels as people type them, who speaks, as what, and what nobody says."""

from __future__ import annotations

import pytest

from corpus.model import Block, Document
from corpus.structure import analyse


def heard(text: str, name: str = "audition.txt", **more: object):
    return analyse(Document(name=name, text=text, **more))  # type: ignore[arg-type]


def told(text: str, **more: object) -> list[tuple[str | None, str, str, str]]:
    """(speaker, role, kind, words) of each turn, words on one line."""
    return [
        (t.speaker, t.role, t.kind, " ".join(text[t.start : t.end].split()))
        for t in heard(text, **more).turns
    ]


INTERVIEW = """\
Entretien 07

[Chercheur] (0:01 - 0:11)

C'est parti. Depuis quand travaillez-vous ici ?

[Interviewe]\u00a0(0:12\u00a0– 9: 99)

Depuis dix ans.

Et avant, ailleurs.

[Checheur] ()

D'accord.

[ Interviewe ]
Voilà. [rires] C'est tout.

[inaudible]

[Chercheuse] (10:01-10:02)
Merci. [coupure]
"""


def test_bracketed_labels_with_slips_odd_times_and_no_break_spaces():
    assert told(INTERVIEW) == [
        ("Chercheur", "interviewer", "question", "C'est parti. Depuis quand travaillez-vous ici ?"),
        ("Interviewé", "interviewee", "answer", "Depuis dix ans. Et avant, ailleurs."),
        ("Chercheur", "interviewer", "statement", "D'accord."),
        ("Interviewé", "interviewee", "statement", "Voilà. [rires] C'est tout."),
        ("Chercheur", "interviewer", "statement", "Merci."),
    ]
    structure = heard(INTERVIEW)
    assert [(t.time, t.time_to) for t in structure.turns] == [
        ("0:01", "0:11"), ("0:12", "9:99"), (None, None), (None, None), ("10:01", "10:02"),
    ]  # fmt: skip
    assert [t.label for t in structure.turns][2:4] == ["[Checheur] ()", "[ Interviewe ]"]
    assert [span.of(INTERVIEW) for span in structure.directions] == [
        "[rires]", "[inaudible]", "[coupure]",
    ]  # fmt: skip
    assert "heure-impossible" in [p.code for p in structure.problems]


SESSION = """\
Mercredi 12 avril 2023
- Présidence de Mme Annie Blin, présidente -
La réunion est ouverte à 9 h 30.
Audition de M. Paul Petit, président de l'Udaf, et de Mme Léa Roux, directrice de la Caf de l'Orne
Mme Annie Blin, présidente. – Nous recevons M. Petit. Je salue Mme Roux.

M. Paul Petit, président de l'Udaf. – Merci. Les familles attendent.

Nous proposons trois mesures.

(Applaudissements.)

M. Jean Sorel. – Quel est votre budget ?

Mme Léa Roux. – Douze millions d'euros.

M. le président de l'Udaf. – Je confirme.

Mme la présidente. – Y a-t-il d'autres questions ?

Mmes Michèle Munier et Laure Rossi. – Non.

M. Petit répond qu'il transmettra une note : elle est prête.

Présidence de M. Marc Lamy, vice-président

M. le président. – La parole est à Mme Roux. (Sourires.)

Mme Roux. – Je n'ai rien à ajouter.

La réunion est close à 10 h 45.
"""


def test_session_where_offices_stand_for_persons():
    assert [(speaker, role) for speaker, role, _, _ in told(SESSION)] == [
        ("Annie Blin", "chair"),
        ("Paul Petit", "witness"),
        ("Jean Sorel", "member"),
        ("Léa Roux", "witness"),
        ("Paul Petit", "witness"),
        ("Annie Blin", "chair"),
        ("Michèle Munier et Laure Rossi", "member"),
        ("Marc Lamy", "chair"),
        ("Léa Roux", "witness"),
    ]
    structure = heard(SESSION)
    assert structure.turns[1].organisation == "Udaf"
    assert structure.turns[3].organisation == "Caf de l'Orne"
    assert structure.metadata.date == "2023-04-12"


def test_what_is_told_belongs_to_nobody():
    structure = heard(SESSION)
    spoken = " ".join(SESSION[t.start : t.end] for t in structure.turns)
    for words in (
        "La réunion est",
        "Applaudissements",
        "Présidence",
        "Sourires",
        "M. Petit répond",
    ):
        assert words not in spoken or words == "Applaudissements"
    directions = [span.of(SESSION) for span in structure.directions]
    assert "(Applaudissements.)" in directions and "(Sourires.)" in directions
    assert "La réunion est close à 10 h 45." in directions
    kinds = {SESSION[p.start : p.end]: (p.kind, p.turn) for p in structure.passages}
    assert kinds["(Applaudissements.)"] == ("direction", None)
    assert kinds["M. Petit répond qu'il transmettra une note : elle est prête."][1] is None


def test_labels_without_dash_in_minutes_of_a_session():
    text = """\
Commission des affaires sociales
Mardi 7 février 2023
Présidence de Mme Farida Kadri, présidente
La séance est ouverte à dix-sept heures trente.
Mme la présidente Farida Kadri. Nous auditionnons Mme Dupuis.
Mme Anne Dupuis, directrice générale de la cohésion sociale. Je vous remercie.
M. Théo Bazin (LR). Combien de familles sont suivies ?
Mme Anne Dupuis. Environ douze mille.
M. Théo Bazin (LR). Merci.
La séance est levée à dix-neuf heures.
"""
    assert [(speaker, role) for speaker, role, _, _ in told(text)] == [
        ("Farida Kadri", "chair"), ("Anne Dupuis", "witness"), ("Théo Bazin", "member"),
        ("Anne Dupuis", "witness"), ("Théo Bazin", "member"),
    ]  # fmt: skip


COLLECTIVE = """\
MISSION « ÊTRE PARENT »
Audition collective n° 2 – parents et professionnels

Date : jeudi 9 novembre 2023, à partir de 18 h 15
Lieu : Maison des familles, Alès
Pour la mission : Mme Rocher, M. Delvaux
Participants :
- Mme B., mère de deux enfants (4 mois et 7 ans) – parent
- M. K., père d'un garçon de 5 ans, séparé – parent
- Mme T., éducatrice de jeunes enfants, accueillante au Laep La Barque – professionnelle

[00:00:20] Question : Comment êtes-vous venue ?

[00:01:05] Mme B. (mère de deux enfants) : Par la puéricultrice. (Rires.)

[00:02:30] M. K. (père séparé) : Moi c'est le juge. M. Y répond que : non.

[00:08:05] Mme T. (accueillante, Laep) : On est toujours deux.

[00:09:00] Mme B. : Et on sera invités ?

[00:09:10] Question : Oui.

Fin de l'enregistrement.
"""


def test_participants_give_category_and_organisation():
    structure = heard(COLLECTIVE)
    assert [(t.speaker, t.role, t.category, t.organisation) for t in structure.turns] == [
        (None, "interviewer", None, "MISSION « ÊTRE PARENT »"),
        ("Mme B.", "interviewee", "parent", None),
        ("M. K.", "interviewee", "parent", None),
        ("Mme T.", "interviewee", "professionnelle", "Laep La Barque"),
        ("Mme B.", "interviewee", "parent", None),
        (None, "interviewer", None, "MISSION « ÊTRE PARENT »"),
    ]
    assert [t.kind for t in structure.turns] == [
        "question", "answer", "answer", "answer", "question", "statement",
    ]  # fmt: skip
    assert structure.turns[1].time == "00:01:05"
    assert structure.turns[1].label == "[00:01:05] Mme B. (mère de deux enfants) :"
    assert structure.genre == "hearing"
    assert structure.metadata.place == "Maison des familles, Alès"


def test_a_turn_is_its_words_without_the_label():
    structure = heard(COLLECTIVE)
    for turn in structure.turns:
        assert turn.label_end is not None and turn.label_start is not None
        assert COLLECTIVE[turn.label_start : turn.label_end] == turn.label
        assert turn.label_end <= turn.start
    texts = [COLLECTIVE[p.start : p.end] for p in structure.passages if p.turn is not None]
    assert texts[:2] == ["Comment êtes-vous venue ?", "Par la puéricultrice."]


def test_names_without_civility_need_to_come_back():
    text = """\
Entretien du 3 mars 2023

DURAND Paul : Bonjour, pouvez-vous vous présenter ?
MARTIN Julie : Je suis TISF. Par exemple : je vais dans les familles.
Remarque : ceci n'est pas un tour.
DURAND Paul : Et vous aimez ce métier ?
MARTIN Julie : Oui.
DURAND Pual : Merci. Une dernière question ?
MARTIN Julie : Non.
"""
    assert [(speaker, role) for speaker, role, _, _ in told(text)] == [
        ("Paul Durand", "interviewer"), ("Julie Martin", "interviewee"),
        ("Paul Durand", "interviewer"), ("Julie Martin", "interviewee"),
        ("Paul Durand", "interviewer"), ("Julie Martin", "interviewee"),
    ]  # fmt: skip
    assert {t.attribution for t in heard(text).turns} == {"inferred"}


def test_questions_and_answers_by_their_letters():
    text = (
        "Interview de Mme Lebrun, assistante sociale à la Caf de l'Orne\n\n"
        "Q : Depuis quand ?\nR : Dix ans.\nCela fait long.\nQ. Et avant ?\nR. – Rien.\n"
        "Q3 : Un regret ?\nR : Aucun.\n"
    )
    assert told(text) == [
        (None, "interviewer", "question", "Depuis quand ?"),
        ("Mme Lebrun", "interviewee", "answer", "Dix ans. Cela fait long."),
        (None, "interviewer", "question", "Et avant ?"),
        ("Mme Lebrun", "interviewee", "answer", "Rien."),
        (None, "interviewer", "question", "Un regret ?"),
        ("Mme Lebrun", "interviewee", "answer", "Aucun."),
    ]
    assert heard(text).turns[1].organisation == "Caf de l'Orne"


def test_numbered_questions_without_labels():
    text = (
        "Entretien avec une coordinatrice\n\n1 - Depuis combien de temps êtes-vous ici ?\n"
        "Depuis 2010.\nC'est long.\n2 - Que faudrait-il changer ?\nLes horaires.\n"
    )
    assert [(kind, words) for _, _, kind, words in told(text)] == [
        ("question", "Depuis combien de temps êtes-vous ici ?"),
        ("answer", "Depuis 2010. C'est long."),
        ("question", "Que faudrait-il changer ?"),
        ("answer", "Les horaires."),
    ]
    assert [t.label for t in heard(text).turns] == ["1 -", "", "2 -", ""]


def test_labelled_questions_whose_answers_bear_no_label():
    text = (
        "Questionnaire adressé aux relais\n\nQuestion 1 : Combien êtes-vous ?\nDouze.\n"
        "Question 2 : Ouvrez-vous le samedi ?\nNon, sauf un.\nIl faudrait des moyens.\n"
    )
    assert [(kind, words) for _, _, kind, words in told(text)] == [
        ("question", "Combien êtes-vous ?"),
        ("answer", "Douze."),
        ("question", "Ouvrez-vous le samedi ?"),
        ("answer", "Non, sauf un. Il faudrait des moyens."),
    ]
    assert heard(text).genre == "questionnaire"


def test_bold_questions_without_labels():
    lines = ["Entretien du 4 mai 2023", "Que faites-vous ?", "J'accueille.", "Et demain ?", "Rien."]
    text = "\n\n".join(lines)
    blocks = tuple(
        Block(
            "paragraph",
            text.index(line),
            text.index(line) + len(line),
            attributes={"bold": "yes"} if line.endswith("?") else {},
        )
        for line in lines
    )
    found = told(text, name="entretien.docx", format="docx", blocks=blocks)
    assert [(role, words) for _, role, _, words in found] == [
        ("interviewer", "Que faites-vous ?"), ("interviewee", "J'accueille."),
        ("interviewer", "Et demain ?"), ("interviewee", "Rien."),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "Questions fréquentes\n\n1. Qui peut venir ?\nTout le monde.\n2. Est-ce payant ?\nNon.\n",
        "Paris, le 3 mars 2022\n\nObjet : réunion\n\nMadame la directrice,\n\nDate : 4 mars\n"
        "Lieu : Paris\nContact : M. Dupont\nM. Dupont : 01 45 65 54 70\n",
        "Arrêté du 3 mars 2022 relatif aux rejets\n\nArticle 1\nAu sens du présent arrêté :\n"
        "Calcin : verre recyclé ;\nUnité : atelier de fusion ;\nCalcin : débris.\n"
        "I. – Le registre est tenu.\nII. – Il est public.\nM. X : chef.\nMme Y : cheffe.\n",
        "Compte rendu\n\nM. Martin interroge la ministre. Mme Roux répond que tout va bien.\n"
        "M. Martin demande au ministre : combien ?\n",
    ],
)
def test_texts_that_are_no_hearing(text):
    assert heard(text).turns == ()


@pytest.mark.parametrize(
    "text",
    [
        "Paul Durand  0:03\nBonjour, on y va ?\n\nJulie Martin  0:07\nOui.\n\n"
        "Paul Durand  1:12\nAlors ?\n",
        "0:0:3.0 --> 0:0:5.510\nPaul Durand\nBonjour, on y va ?\n"
        "0:0:7.0 --> 0:0:9.510\nJulie Martin\nOui.\n0:1:12.0 --> 0:1:13.0\nPaul Durand\nAlors ?\n",
        "00:00:03\tPaul Durand:\tBonjour, on y va ?\n00:00:07\tJulie Martin:\tOui.\n"
        "00:01:12\tPaul Durand:\tAlors ?\n",
    ],
)
def test_exports_of_video_calls(text):
    assert [(speaker, words) for speaker, _, _, words in told(text)] == [
        ("Paul Durand", "Bonjour, on y va ?"), ("Julie Martin", "Oui."), ("Paul Durand", "Alors ?"),
    ]  # fmt: skip


def cues(*parts: tuple[str, float, str | None]) -> dict[str, object]:
    text, blocks = "", []
    for words, start, voice in parts:
        attributes = {"from": str(start), "to": str(start + 2)}
        if voice:
            attributes["speaker"] = voice
        blocks.append(Block("cue", len(text), len(text) + len(words), attributes=attributes))
        text += words + "\n"
    return {"text": text, "blocks": tuple(blocks), "format": "vtt"}


def test_a_cue_that_continues_a_sentence_joins_its_turn_and_keeps_its_times():
    source = cues(
        ("Pouvez-vous présenter votre service", 3.2, "Mme Hélène Marchand"),
        ("et votre parcours ?", 9.8, None),
        ("Je coordonne un réseau.", 13.0, "Paul Issartel (Udaf 07)"),
        ("Depuis 2015.", 21.4, "Paul Issartel (Udaf 07)"),
        ("Et l'avenir ?", 30.0, "Mme Hélène Marchand"),
        ("Du temps.", 65.0, "Paul Issartel (Udaf 07)"),
    )
    text = str(source["text"])
    structure = heard(**source)  # type: ignore[arg-type]
    assert [(t.speaker, t.time, t.time_to, len(t.cues)) for t in structure.turns] == [
        ("Hélène Marchand", "00:00:03", "00:00:11", 2),
        ("Paul Issartel", "00:00:13", "00:00:23", 2),
        ("Hélène Marchand", "00:00:30", "00:00:32", 1),
        ("Paul Issartel", "00:01:05", "00:01:07", 1),
    ]
    first = structure.turns[0]
    assert [text[c.start : c.end] for c in first.cues][1] == "et votre parcours ?"
    assert [(c.time_from, c.time_to) for c in first.cues] == [(3.2, 5.2), (9.8, 11.8)]
    assert [t.role for t in structure.turns] == ["interviewer", "interviewee"] * 2
    assert structure.turns[1].organisation == "Udaf 07"


def test_subtitles_without_any_speaker_make_no_turn():
    source = cues(("Bonjour à tous", 1.0, None), ("et merci.", 3.0, None))
    structure = heard(**source)  # type: ignore[arg-type]
    assert structure.turns == ()


def test_table_beside_the_transcripts_gives_the_category_of_the_person_heard():
    sidecar = {
        "Entretien_07": {"Statut": "Apprenant", "Département": "Orne"},
        "Entretien_07_b": {"Statut": "Retraité"},
    }
    document = Document(name="Entretien_07_traitement_A.docx", text=INTERVIEW)
    turns = analyse(document, sidecar=sidecar).turns
    assert {(t.role, t.category) for t in turns} == {
        ("interviewer", None), ("interviewee", "Apprenant"),
    }  # fmt: skip


def test_speakers_stay_apart_by_civility_and_by_number():
    text = (
        "Audition du 4 mai 2023\n\nM. Petit : Bonjour à toutes.\nMme Petit : Bonjour à tous.\n"
        "Intervenant 1 : Oui, merci.\nIntervenant 2 : Non, merci.\nM. Petit : Bien, merci.\n"
    )
    assert [speaker for speaker, _, _, _ in told(text)] == [
        "M. Petit", "Mme Petit", "Intervenant 1", "Intervenant 2", "M. Petit",
    ]  # fmt: skip


def test_the_title_come_back_between_two_parts_is_in_no_turn():
    text = (
        "Entretien 01 25.01.14 04a\n\n[Chercheur] (0:03 - 0:08)\nDepuis quand ?\n\n"
        "[Interviewe] (0:08 - 0:23)\nDepuis 1986.\n\nEntretien 01 25.01.14 04b\n\n"
        "[Chercheur] (0:00 - 0:08)\nEt ce geste ?\n\n[Interviewe] (0:09 - 0:23)\nAprès.\n"
    )
    assert told(text)[1][3] == "Depuis 1986."


def test_inclusive_labels_and_a_narrow_blank_before_the_colon():
    text = (
        "Enquêteur·rice\u202f: Pouvez-vous vous présenter\u202f?\n"
        "Enquêté·e\u202f: Je suis au CCAS.\nEnquêteur·rice\u202f: Depuis\u202f?\n"
    )
    assert told(text) == [
        ("Enquêteur", "interviewer", "question", "Pouvez-vous vous présenter ?"),
        ("Enquêté", "interviewee", "answer", "Je suis au CCAS."),
        ("Enquêteur", "interviewer", "question", "Depuis ?"),
    ]


def test_a_label_with_the_function_in_brackets_before_a_dash():
    text = (
        "Audition n° 3\nPrésents : M. Roux (juge des enfants), Mme Pages (éducatrice, PMI de Lens), "
        "Mme Vial pour la mission.\n\nMme Vial – Merci d'être venus.\n\n"
        "M. Roux (juge) – Volontiers. Le greffe doit convoquer tout le monde.\n\n"
        "Mme Pages (éducatrice) – Nous, on reçoit les deux parents.\n"
    )
    assert [(t.speaker, t.function) for t in heard(text).turns] == [
        ("Mme Vial", None),
        ("M. Roux", "juge des enfants"),
        ("Mme Pages", "éducatrice, PMI de Lens"),
    ]


def test_those_heard_are_listed_after_a_line_that_gathers_them():
    text = (
        "Compte rendu\nTable ronde sur l'accueil, réunissant :\n"
        "- M. Marc Aubry, assistant familial dans le Nord\n\nPrésidence de Mme Léa Petit\n\n"
        "Mme la présidente Léa Petit. – Je vous remercie.\n\nM. Marc Aubry. – Nous accueillons.\n"
    )
    turn = heard(text).turns[1]
    assert (turn.role, turn.function) == ("witness", "assistant familial dans le Nord")


def test_a_label_of_an_initial_and_a_surname_that_comes_once_is_of_somebody_presented():
    text = (
        "Entretien collectif du 6 octobre 2022\n\nÉtaient présents :\n"
        "– Odile Trémaux-Picard, cheffe de service\n– Bruno Kersaint, greffier\n\n"
        "Q – Qui commence ?\n\nB. Kersaint – Moi, si vous voulez bien.\n\n"
        "Q – Allez-y.\n\nB. Kersaint – Les délais sont trop longs.\n\n"
        "Q – Chez vous aussi ?\n\nO. Trémaux-Picard – Oui, et depuis longtemps.\n\n"
        "A. Inconnu – Ce paragraphe ne change pas de voix.\n"
    )
    assert [t.label for t in heard(text).turns] == [
        "Q –", "B. Kersaint –", "Q –", "B. Kersaint –", "Q –", "O. Trémaux-Picard –",
    ]  # fmt: skip


def test_who_presides_may_be_printed_in_capitals():
    text = (
        "Commission d'évaluation\nAudition du mercredi 22 janvier 2020\n\n"
        "M. LE PRÉSIDENT : Nous vous écoutons, madame.\n\n"
        "Mme ALICE VERNOUX : Je vous remercie, monsieur le président.\n\n"
        "M. LE PRÉSIDENT : C'est nous qui vous remercions.\n"
    )
    assert [t.role for t in heard(text).turns] == ["chair", "member", "chair"]


def test_minutes_that_give_names_and_functions_without_civilities():
    words = "et nous avons depuis dix ans un protocole que chacun connaît dans le département."
    text = (
        "Mission d'information sur les visites à domicile\nJeudi 2 mai 2019\n\n"
        "Alain Ferrer, président : Nous recevons aujourd'hui deux médecins.\n\n"
        f"Ida Roux, pédiatre au centre hospitalier de Vierzon : Merci, {words}\n\n"
        f"Léa Moncorgé, médecin de santé publique : Oui, {words}\n\n"
        "Programme, horaires : voir le site.\n"
    )
    assert [(t.speaker, t.role) for t in heard(text).turns] == [
        ("Alain Ferrer", "chair"),
        ("Ida Roux", "witness"),
        ("Léa Moncorgé", "witness"),
    ]
