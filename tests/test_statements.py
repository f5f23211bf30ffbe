"""Statements: marked-up sentences in, facts out."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import pytest

from corpus.extraction.engine import Engine
from corpus.model import Document, Metadata, Span, Statement, Structure, Turn
from corpus.rules import load_rules, parse_markup
from corpus.structure import analyse

ROLES = {
    "trigger": "trigger",
    "bearer": "bearer",
    "action": "action",
    "beneficiary": "beneficiary",
    "condition": "condition",
    "deadline": "deadline",
    "basis": "legal_basis",
}


@lru_cache(maxsize=1)
def engine() -> Engine:
    return Engine(load_rules())


def read(text: str, genre: str = "legal", **metadata: str) -> list[Statement]:
    """The statements of one sentence, in the operative part when the text is a legal one."""
    whole = (Span(0, len(text)),)
    structure = Structure(
        Metadata(**metadata),
        genre=genre,
        sentences=whole,
        operative=whole if genre in ("legal", "charter") else (),
    )
    return list(engine().run(Document(name="essai", text=text), structure).statements)


def read_pages(text: str, genre: str | None = None) -> list[Statement]:
    """The statements of a text with its own structure (lists, sections)."""
    structure = analyse(Document(name="essai", text=text))
    if genre is not None:
        from dataclasses import replace

        structure = replace(structure, genre=genre, operative=(Span(0, len(text)),))
    return list(engine().run(Document(name="essai", text=text), structure).statements)


def quoted(statement: Statement, role: str) -> list[str]:
    value: Any = getattr(statement, ROLES[role])
    parts = value if isinstance(value, tuple) else [value] if value else []
    return [" ".join(part.text.split()) for part in parts]


def check(marked: str, modality: str, genre: str = "legal", **metadata: str) -> Statement:
    """The one statement of the sentence, every marked part of it to the character."""
    markup = parse_markup(marked)
    (statement,) = read(markup.text, genre, **metadata)
    assert statement.modality == modality
    for span in markup.spans:
        assert markup.text[span.start : span.end] in quoted(statement, span.role), span.role
    marked_roles = {span.role for span in markup.spans}
    for role in ("condition", "deadline"):
        assert bool(quoted(statement, role)) is (role in marked_roles), role
    return statement


# ------------------------------------------------------------------------- modality, polarity


@pytest.mark.parametrize(
    ("marked", "modality"),
    [
        ("Le [gestionnaire]{bearer} [doit]{trigger} [tenir un registre]{action}.", "obligation"),
        (
            "Les [agents]{bearer} [ne doivent jamais]{trigger} [noter ces noms]{action}.",
            "prohibition",
        ),
        ("Le [maire]{bearer} [peut]{trigger} [fermer le lieu]{action}.", "permission"),
        ("Le [maire]{bearer} [ne peut]{trigger} [fermer le lieu]{action}.", "prohibition"),
        ("[Nul ne peut]{trigger} [entrer sans un enfant]{action}.", "prohibition"),
        ("La [caisse]{bearer} [devrait]{trigger} [publier cette liste]{action}.", "recommendation"),
        ("La [caisse]{bearer} [s'engage à]{trigger} [publier cette liste]{action}.", "commitment"),
        (
            "Le [préfet]{bearer} [est chargé de]{trigger} l'[exécution du décret]{action}.",
            "assignment",
        ),
        (
            "Le [maire]{bearer} [n'est pas tenu de]{trigger} [motiver son avis]{action}.",
            "permission",
        ),
        ("La [durée]{bearer} [ne saurait]{trigger} [excéder une heure]{action}.", "prohibition"),
        ("[Aucun frais [n'est réclamé]{trigger} aux parents]{action}.", "prohibition"),
    ],
)
def test_modality_and_polarity(marked: str, modality: str) -> None:
    check(marked, modality)


def test_ne_que_restricts_and_does_not_negate() -> None:
    statement = check(
        "Le [comité]{bearer} [[ne rend]{trigger} son avis qu'après une audition]{action}.",
        "obligation",
    )
    assert not statement.negative


def test_ne_peut_que_is_a_prohibition_with_its_condition() -> None:
    check(
        "Le [relais]{bearer} [ne peut]{trigger} [ouvrir]{action} que [si deux adultes sont là]{condition}.",
        "prohibition",
    )


def test_the_expletive_ne_negates_nothing() -> None:
    check(
        "Le [préfet]{bearer} [[réunit]{trigger} le comité]{action}, "
        "[à moins que le président ne s'y oppose]{condition}.",
        "obligation",
    )


# ------------------------------------------------------------------------------- the bearer


@pytest.mark.parametrize(
    "marked",
    [
        "[Lorsque le local ferme]{condition}, le [gestionnaire]{bearer} [[avertit]{trigger} la mairie]{action}.",
        "Les [préfets, les recteurs et les maires]{bearer} [[désignent]{trigger} un référent]{action}.",
        "Le [gestionnaire du lieu qui reçoit une aide]{bearer} [[adresse]{trigger} un bilan à la caisse]{action}.",
        "La [commission]{bearer}, sur le rapport d'un de ses membres, [[statue]{trigger}]{action}.",
        "Le [directeur ou son représentant]{bearer} [[signe]{trigger} la convention]{action}.",
        "[Chacun des financeurs]{bearer} [[communique]{trigger} son règlement]{action}.",
    ],
)
def test_the_subject_is_the_bearer_without_its_article(marked: str) -> None:
    check(marked, "obligation")


def test_a_relative_pronoun_stands_for_its_antecedent() -> None:
    first, second = read(
        "La caisse, qui peut demander toute pièce utile, en accuse réception dans un délai d'un mois."
    )
    assert quoted(first, "bearer") == ["caisse"] == quoted(second, "bearer")
    assert quoted(first, "action") == ["demander toute pièce utile"]
    assert quoted(second, "deadline") == ["dans un délai d'un mois"]


def test_a_passive_without_agent_has_no_bearer_and_takes_its_subject_into_the_action() -> None:
    statement = check("Un [bilan [est transmis]{trigger} au préfet]{action}.", "obligation")
    assert statement.bearer is None
    assert quoted(statement, "beneficiary") == ["préfet"]


@pytest.mark.parametrize(
    "marked",
    [
        "La [liste [est arrêtée]{trigger} par le [préfet]{bearer}]{action}.",
        "L'[accueil [peut]{trigger} être assuré par un seul [bénévole]{bearer}]{action}.",
        "La [charte [est prise]{trigger} par arrêté du [ministre chargé de la famille]{bearer}]{action}.",
    ],
)
def test_the_agent_of_a_passive_is_the_bearer(marked: str) -> None:
    markup = parse_markup(marked)
    (statement,) = read(markup.text)
    bearer = next(s for s in markup.spans if s.role == "bearer")
    assert statement.bearer is not None
    assert markup.text[bearer.start : bearer.end] in statement.bearer.text
    assert quoted(statement, "action") == [
        markup.text[s.start : s.end] for s in markup.spans if s.role == "action"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "La décision est notifiée par voie électronique.",
        "Le dossier est transmis par courrier recommandé.",
        "Le local est nettoyé deux fois par jour.",
    ],
)
def test_par_says_how_and_not_who(text: str) -> None:
    (statement,) = read(text)
    assert statement.bearer is None


def test_vous_and_je_are_the_addressee_and_the_signatory() -> None:
    letter = {"addressee": "Préfet de la Loire", "signatory": "Ministre des solidarités"}
    statement = check(
        "[Vous]{bearer} [m'[adresserez]{trigger} un rapport]{action} [avant le 1er mai 2024]{deadline}.",
        "obligation",
        "letter",
        **letter,
    )
    assert (statement.bearer_entity or "").lower() == "préfet de la loire"
    (promise,) = read("Je vous transmettrai les conclusions.", "letter", **letter)
    assert promise.modality == "commitment"
    assert (promise.bearer_entity or "").lower() == "ministre des solidarités"


def test_a_pronoun_takes_up_the_body_named_before() -> None:
    text = (
        "Le comité départemental des services aux familles se réunit en mars. "
        "Il adopte son règlement intérieur."
    )
    cut = text.index("Il adopte")
    structure = Structure(
        Metadata(),
        genre="legal",
        sentences=(Span(0, cut - 1), Span(cut, len(text))),
        operative=(Span(0, len(text)),),
    )
    statements = engine().run(Document(name="essai", text=text), structure).statements
    assert [one.bearer_entity for one in statements] == [
        "comité départemental des services aux familles"
    ] * 2


def test_a_thing_is_a_bearer_without_entity() -> None:
    statement = check("La [saisine]{bearer} [[précise]{trigger} son objet]{action}.", "obligation")
    assert statement.bearer_entity is None


# ---------------------------------------------------------------------- lists and coordination


def test_one_statement_per_item_with_the_trigger_and_bearer_of_the_lead_in() -> None:
    statements = read_pages(
        "L'observatoire a pour mission de :\n"
        "- recenser les besoins des familles ;\n"
        "- proposer chaque année un plan d'action ;\n"
        "- publier ses travaux.\n",
        "legal",
    )
    assert [quoted(one, "action") for one in statements] == [
        ["recenser les besoins des familles"],
        ["proposer chaque année un plan d'action"],
        ["publier ses travaux"],
    ]
    assert {one.trigger.text for one in statements} == {"a pour mission de"}
    assert {one.modality for one in statements} == {"assignment"}
    assert {tuple(quoted(one, "bearer")) for one in statements} == {("observatoire",)}


def test_nested_lists_keep_the_nearest_trigger() -> None:
    statements = read_pages(
        "La demande est accompagnée :\n"
        "1° Du projet du relais, qui indique :\n"
        "   a) Les horaires ;\n"
        "   b) Le nombre d'accueillants ;\n"
        "2° Du budget.\n",
        "legal",
    )
    assert [(one.trigger.text, one.action.text) for one in statements] == [
        ("est accompagnée", "projet du relais"),
        ("est accompagnée", "budget"),
        ("indique", "horaires"),
        ("indique", "nombre d'accueillants"),
    ]


def test_items_may_name_who_is_bound() -> None:
    statements = read_pages(
        "Sont tenus de nommer un référent :\n1° Les départements ;\n2° Les caisses.\n", "legal"
    )
    assert [quoted(one, "bearer") for one in statements] == [["départements"], ["caisses"]]
    assert {one.action.text for one in statements} == {"nommer un référent"}


def test_a_list_that_only_details_leaves_one_statement() -> None:
    statements = read_pages(
        "Le gestionnaire tient à jour un dossier comportant les pièces suivantes :\n"
        "- les plans du local ;\n- les contrats.\n",
        "legal",
    )
    assert [one.trigger.text for one in statements] == ["tient"]


def test_verbs_coordinated_in_a_sentence_stay_in_one_statement() -> None:
    check(
        "L'[équipe]{bearer} [[accueille]{trigger}, écoute et oriente les familles]{action}.",
        "obligation",
    )


def test_another_bearer_makes_another_statement() -> None:
    first, second = read("Le préfet réunit le comité et le maire en assure le secrétariat.")
    assert quoted(first, "action") == ["réunit le comité"]
    assert quoted(second, "bearer") == ["maire"]
    assert second.modality == "assignment"


def test_a_list_in_que_gives_each_item_its_own_bearer() -> None:
    statements = read_pages(
        "Il serait souhaitable :\n"
        "- que les mairies affichent les horaires ;\n"
        "- que la caisse finance un interprète.\n",
        "letter",
    )
    assert [quoted(one, "bearer") for one in statements] == [["mairies"], ["caisse"]]


# ---------------------------------------------------- conditions, deadlines, legal basis, source


@pytest.mark.parametrize(
    ("deadline", "iso", "event"),
    [
        ("avant le 31 décembre 2024", "2024-12-31", None),
        ("dans un délai de deux mois à compter de la demande", "P2M", "la demande"),
        ("au moins une fois par trimestre", "R/P3M", None),
        ("tous les cinq ans", "R/P5Y", None),
        ("sans délai", "P0D", None),
        ("dans les meilleurs délais", None, None),
        ("dans les quarante-huit heures", "PT48H", None),
    ],
)
def test_deadlines_in_iso(deadline: str, iso: str | None, event: str | None) -> None:
    (statement,) = read(f"Le maire informe le préfet {deadline}.")
    assert statement.deadline is not None
    assert statement.deadline.text == deadline
    assert (statement.deadline.iso, statement.deadline.event) == (iso, event)
    assert statement.action.text == "informe le préfet"


def test_conditions_at_both_ends_are_cut_off() -> None:
    check(
        "[Sous réserve de l'accord du maire]{condition}, le [lieu]{bearer} [peut]{trigger} "
        "[ouvrir le dimanche]{action}, [sauf pendant les vacances]{condition}.",
        "permission",
    )


def test_an_insertion_after_the_modal_is_no_part_of_the_action() -> None:
    check(
        "La [commission]{bearer} [peut]{trigger}, [sur proposition de son président]{condition}, "
        "[entendre un expert]{action}.",
        "permission",
    )


def test_the_legal_basis_is_the_citation_that_a_phrase_announces() -> None:
    (statement,) = read(
        "En application de l'article L. 214-2 du code de l'action sociale et des familles, "
        "le gestionnaire déclare l'ouverture au maire."
    )
    assert statement.legal_basis is not None
    assert statement.legal_basis.text.startswith("article L. 214-2")
    assert statement.bearer is not None and statement.bearer.text == "gestionnaire"


def test_a_reported_norm_keeps_its_source() -> None:
    (statement,) = read(
        "La circulaire interministérielle demande aux préfets de réunir les financeurs.", "circular"
    )
    assert (statement.modality, statement.source) == ("obligation", "circulaire interministérielle")
    assert quoted(statement, "bearer") == ["préfets"]


# ------------------------------------------------------------------------------- hearings


def hear(text: str, role: str = "interviewee", organisation: str | None = None) -> list[Statement]:
    turn = Turn(
        0,
        len(text),
        "Mme R. :",
        "Mme R.",
        "interviewer" if role == "interviewer" else "interviewee",
        organisation=organisation,
    )
    structure = Structure(
        Metadata(), genre="hearing", sentences=(Span(0, len(text)),), turns=(turn,)
    )
    return list(engine().run(Document(name="essai", text=text), structure).statements)


def test_what_a_witness_asks_for_is_a_recommendation_with_its_source() -> None:
    (statement,) = hear("Il faudrait que la mairie ouvre le samedi matin.")
    assert (statement.modality, statement.source) == ("recommendation", "Mme R.")
    assert quoted(statement, "bearer") == ["mairie"]


def test_a_house_rule_is_told_in_the_present_with_its_condition() -> None:
    (rule,) = hear("On prévient la directrice, sauf si elle est là.", organisation="Relais du port")
    assert rule.modality == "obligation"
    assert quoted(rule, "condition") == ["sauf si elle est là"]
    assert hear("On prévient souvent la directrice.", organisation="Relais du port") == []


@pytest.mark.parametrize(
    "text",
    [
        "Il doit y avoir une dizaine de relais.",
        "Ça doit être un truc de la mairie.",
        "Vous pouvez me raconter votre arrivée ?",
        "Elle m'a dit « vous devez revenir demain ».",
        "Il faut savoir reformuler.",
    ],
)
def test_guesses_questions_quotations_and_skills_are_no_statements(text: str) -> None:
    assert hear(text) == []


# ------------------------------------------------------------------- what is no statement


@pytest.mark.parametrize(
    ("text", "genre"),
    [
        ("La caisse incitait les communes à ouvrir des lieux.", "circular"),
        ("Les caisses pilotent de longue date ces réseaux.", "circular"),
        ("Les réalités locales peuvent ne pas permettre cette organisation.", "circular"),
        ("Cette politique vise à soutenir les parents.", "circular"),
        ("Constitue un service aux familles toute activité de soutien.", "legal"),
        ("Je vous prie d'agréer, Madame la ministre, mes respects.", "letter"),
        ("Les présentes dispositions sont applicables à Mayotte.", "legal"),
        ("Les mots « le préfet » sont remplacés par les mots « le recteur ».", "legal"),
        ("Le délai court à compter de la notification.", "legal"),
        ("Les difficultés auxquelles elles pourraient être confrontées sont connues.", "letter"),
    ],
)
def test_history_description_definitions_and_effects_are_no_statements(
    text: str, genre: str
) -> None:
    assert read(text, genre) == []


# ---------------------------------------------------------------------------- robustness


def test_every_part_quotes_the_text_and_says_how_it_was_found() -> None:
    text = (
        "Le préfet, saisi d'une demande, peut, en cas d'urgence, suspendre l'accueil "
        "pendant deux mois."
    )
    (statement,) = read(text)
    for part in (statement.trigger, statement.action, statement.bearer, statement.deadline):
        assert part is not None
        assert text[part.start : part.end] == part.text
    assert any("déclencheur" in step for step in statement.steps)
    assert any(step.startswith("porteur") for step in statement.steps)
    assert 0 < statement.certainty <= 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n\n ",
        "THE MANAGER SHALL KEEP A REGISTER AND MUST REPORT EVERY YEAR",
        "l e g e s t i o n n a i r e d o i t",
        "((((((((((« « « doit doit doit ;;;; ::: peut peut",
        "le gestionnaire doit la caisse peut le maire devra " * 400,
        "(" * 5000 + " le maire doit fermer " + ")" * 5000,
    ],
)
def test_bad_input_gives_few_results_and_no_crash(text: str) -> None:
    for statement in read(text):
        assert text[statement.action.start : statement.action.end] == statement.action.text


def test_a_bare_structure_is_enough() -> None:
    text = "Le maire doit ouvrir le lieu.\n\nLa caisse peut le fermer."
    statements = engine().run(Document(name="essai", text=text), Structure(Metadata())).statements
    assert [one.modality for one in statements] == ["obligation", "permission"]


def test_capitals_change_nothing_but_the_case() -> None:
    (statement,) = read("LE GESTIONNAIRE DOIT AFFICHER LES HORAIRES.")
    assert (statement.modality, statement.action.text) == ("obligation", "AFFICHER LES HORAIRES")
