"""Mentions: a marked-up sentence in, its services, bodies, practitioners and competencies out.

`[…]{BODY}` marks what must be found, with its exact words; nothing else may be.
"""

from __future__ import annotations

import pytest

from corpus.extraction.mentions import MentionFinder
from corpus.french.tokens import tokenize
from corpus.model import Document, Mention, Metadata, Structure, Turn
from corpus.rules import load_rules, parse_markup


@pytest.fixture(scope="module")
def finder() -> MentionFinder:
    return MentionFinder(load_rules())


def mentions(
    finder: MentionFinder, text: str, *, genre: str = "other", date: str | None = None
) -> tuple[Mention, ...]:
    structure = Structure(Metadata(date=date), genre=genre)
    found = finder.find(Document("essai", text), structure, tokenize(text))
    assert all(text[m.start : m.end] == m.text for m in found)
    return found


def check(finder: MentionFinder, source: str, *, genre: str = "other") -> None:
    markup = parse_markup(source)
    expected = sorted((s.role, s.start, s.end) for s in markup.spans)
    found = mentions(finder, markup.text, genre=genre)
    assert sorted((m.label, m.start, m.end) for m in found) == expected


def entities(finder: MentionFinder, text: str, **options: str) -> list[str]:
    return [m.entity for m in mentions(finder, text, **options)]


# ---------------------------------------------------------------- one name, many ways to print it


@pytest.mark.parametrize(
    "source",
    [
        "La [caisse d'allocations familiales]{BODY} répond.",
        "Les [CAISSES D’ALLOCATIONS FAMILIALES]{BODY} répondent.",
        "Les [caisses  d'Allocations\nfamiliales]{BODY} répondent.",
        "La [caisse des allocations familiales]{BODY} répond.",
        "La [Caf]{BODY}, la [CAF]{BODY}, la [caf]{BODY} et la [C.A.F.]{BODY} sont une.",
        "Les [lieux d'accueil enfants-\nparents]{SERVICE} ouvrent.",
        "Les [lieux d‘accueil enfants parents]{SERVICE} ouvrent.",
        "Un [lieu d' accueil parents-enfants]{SERVICE} ouvre.",
        "Le [reseau d'ecoute, d'appui et d'accompagnement des parents]{SERVICE} se réunit.",
        "Un [éducateur de jeunes enfants]{PRACTITIONER}.",
        "Une [éducatrice de jeunes enfants]{PRACTITIONER}.",
        "Les [professionnel·le·s]{PRACTITIONER} et les [assistant(e)s social(e)s]{PRACTITIONER}.",
        "La [média-\ntion familiale]{SERVICE} est proposée.",
        "La [médiation farniliale]{SERVICE} et la [médlation familiaIe]{SERVICE}.",
    ],
)
def test_print_does_not_matter(finder: MentionFinder, source: str) -> None:
    check(finder, source)


@pytest.mark.parametrize(
    "source",
    [
        "Je crois que mon cap est bon et que les pas comptent.",
        "La circulaire n° DGCS/SD2C/DPJJ/2012/63 du 7 février 2012 est jointe.",
        "Il se mit en service, en action, en direction des familles, au lieu du rendez-vous.",
        "L'état des lieux dit l'état de santé des enfants.",
        "Des locaux agencés de manière claire.",
    ],
)
def test_what_only_looks_like_a_name_is_left_alone(finder: MentionFinder, source: str) -> None:
    check(finder, source)


# ---------------------------------------------------------------- where a name ends


@pytest.mark.parametrize(
    "source",
    [
        "Le [comité départemental de la [médiation familiale]{SERVICE}]{BODY} marque une étape.",
        "Le [comité national d'aide aux aidants]{BODY} intègre deux [préfets]{BODY}.",
        "Le [ministère de l'intérieur, de l'outre-mer et de la ville]{BODY}, puis la [Cnaf]{BODY}.",
        "Le [ministère de la jeunesse]{BODY} et la [Cnaf]{BODY} signent.",
        "Le [ministre en charge de la famille]{BODY} et associé au pilotage.",
        "La [secrétaire d'État auprès du ministre de la santé, chargée du temps]{BODY}, répond.",
        "Une [commission des usages numériques des jeunes]{BODY} qui se réunit.",
        "Les [services de soutien à la parentalité]{SERVICE} et d'[aide à domicile]{SERVICE}.",
        "Un [dispositif innovant d'accompagnement]{SERVICE} vers l'emploi.",
        "La [Maison des familles Les Tilleuls verts]{SERVICE}, à Brest.",
        "Le [Laep L'Île aux enfants]{SERVICE} ouvre.",
        "La [Caf de Loire-Atlantique]{BODY} et la [Caf du Val-de-Marne]{BODY}.",
        "Les [comités de pilotage]{BODY} dédiés à ces dispositifs.",
        "Les [personnes de droit privé chargées de la gestion d'un service public]{BODY}, "
        "les [personnes de droit public]{BODY} chargées par lui.",
        "Les [établissements publics nationaux et locaux]{BODY} déclarent.",
        "Le [conseil départemental]{BODY}\n\nde la Somme",
        "Le [comité des aidants]{BODY} tienne sa réunion.",
        "Une [formation de quarante heures]{COMPETENCY}, puis la [formation]{COMPETENCY} de tous.",
        "[DÉPARTEMENT DE LA NIÈVRE]{BODY} – [PRÉFECTURE DE LA NIÈVRE]{BODY}",
        "Une [maison des adolescents du Pays basque]{SERVICE} et l'[agence régionale de santé Grand "
        "Est]{BODY}.",
        "Une [formation relative à la protection de l'enfance]{COMPETENCY}, organisée ici.",
        "Une [sensibilisation aux troubles du neuro-développement]{COMPETENCY}.",
        "Une [expérience d'au moins cinq ans]{COMPETENCY} est exigée.",
        "La [vice-présidente déléguée à l'insertion]{BODY} valide la note.",
        "Une [formation initiale]{COMPETENCY} de trois jours.",
        "Une [connaissance des troubles du neurodéveloppement]{COMPETENCY} et le calme.",
        "La [capacité à se taire longtemps]{COMPETENCY} et l'[art de se taire]{COMPETENCY}.",
        "La [commission nationale de la [médiation en santé]{SERVICE}]{BODY}\nRéférentiel commun",
        "Le [certificat « Enfance et prison »]{COMPETENCY} et l'[initiation aux gestes de premiers "
        "secours]{COMPETENCY}.",
        "Les crédits vont aux [agences régionales de santé]{BODY} dès publication.",
        "Un allègement de la [formation théorique]{COMPETENCY} supérieur aux deux tiers.",
        "Les [présidentes et présidents des unions]{BODY} reçoivent la lettre.",
        "Une [coordinatrice]{PRACTITIONER} ou un [coordinateur]{PRACTITIONER} est désigné.",
        "La demande est déposée sur le [portail Elan]{SERVICE}.",
        "Un [module de six heures sur la crise suicidaire]{COMPETENCY}.",
        "L'[agence régionale de santé]{BODY} et des [agents]{PRACTITIONER} habilités.",
        "Une [qualification]{COMPETENCY} en rapport avec l'activité.",
        "Un [programme de formation]{COMPETENCY} au regard des dispenses.",
        "Un [diplôme de niveau 6]{COMPETENCY} au moins.",
        "Une [capacité à se remettre en question et à travailler avec les familles]{COMPETENCY}.",
    ],
)
def test_a_name_ends_where_its_complement_does(finder: MentionFinder, source: str) -> None:
    check(finder, source)


@pytest.mark.parametrize(
    "source",
    [
        "Ce comité se réunit. L'instance statue. Les dispositifs, les actions, le service.",
        "La politique de soutien à la parentalité et la protection de l'enfance.",
        "Un travail en réseau, une mise en réseau des acteurs.",
        "Les partenaires, les acteurs et le tissu associatif.",
    ],
)
def test_bare_heads_and_policies_are_no_mentions(finder: MentionFinder, source: str) -> None:
    check(finder, source)


# ---------------------------------------------------------------- one word, several meanings


@pytest.mark.parametrize(
    "source",
    [
        "Les [compétences socles]{COMPETENCY} des [bénévoles]{PRACTITIONER}.",
        "Ils ont une [compétence]{COMPETENCY} ou une [formation à l'écoute]{COMPETENCY}.",
        "Dans le respect des compétences de chacun des organismes.",
        "C'est pas de sa compétence ; le [préfet]{BODY} territorialement compétent.",
        "Le comité siège en formation restreinte.",
        "Une [bonne connaissance du développement de l'enfant]{COMPETENCY}.",
        "Il a connaissance d'un danger.",
        "Leur [capacité à mobiliser des données]{COMPETENCY} et la capacité d'accueil.",
        "Il faut savoir [reformuler]{COMPETENCY}.",
        "Le [département]{BODY} paie ; dans douze départements, sur le département.",
        "La [commune]{BODY} prête un local à une personne de la [commune]{BODY}.",
        "Une culture commune, une règle commune.",
        "Le bilan se fait département par département, région par région.",
        "Nous demandons aux [associations]{BODY} leur bilan ; l'association agit.",
        "Les [équipes]{PRACTITIONER} accueillent ; on en parle en équipe.",
        "Les [acteurs de la petite enfance]{PRACTITIONER} et les acteurs du territoire.",
        "Ils suivent une [formation]{COMPETENCY} des autres ; départ en [formation]{COMPETENCY}.",
        "Près de trente mille enfants. Mais personne ne répond.",
        "Le [médiateur]{PRACTITIONER} n'interprète pas un résultat.",
        "L'[État]{BODY} et les [services de l'État]{BODY}.",
        "À titre salarié ou bénévole.",
    ],
)
def test_context_tells_the_meanings_apart(finder: MentionFinder, source: str) -> None:
    check(finder, source)


def test_an_administration_is_a_body_in_a_legal_text(finder: MentionFinder) -> None:
    check(finder, "L'[administration]{BODY} répond.", genre="legal")
    check(finder, "L'administration du médicament.", genre="legal")
    check(finder, "L'administration est lente.", genre="hearing")


def test_each_item_of_a_list_of_competencies_is_one(finder: MentionFinder) -> None:
    check(
        finder,
        "[Compétences]{COMPETENCY} attendues :\n- [entrer en relation sans mandat]{COMPETENCY} ;\n"
        "- [expliquer une ordonnance]{COMPETENCY}.\nLe dossier se présente ensuite.",
        genre="page",
    )


def test_each_item_under_a_title_of_competencies_is_one(finder: MentionFinder) -> None:
    text = (
        "Domaine de compétences 2 : le travail avec les autres\n\n"
        "2.1. Aider à dire les besoins, les envies et les refus ;\n\n"
        "2.2. Développer des liens.\n\n"
        "Les missions :\n- accueillir le public ;\n"
    )
    found = [m.text for m in mentions(finder, text) if m.label == "COMPETENCY"]
    assert found == ["Aider à dire les besoins, les envies et les refus", "Développer des liens"]


def test_a_short_name_counts_where_the_text_has_the_long_one(finder: MentionFinder) -> None:
    source = "Un [relais]{SERVICE} ferme. Les [assistantes maternelles]{PRACTITIONER} écrivent."
    check(finder, source, genre="letter")
    check(finder, "Le relais passe de main en main.", genre="letter")


# ---------------------------------------------------------------- nesting and overlap


@pytest.mark.parametrize(
    "source",
    [
        "Le [président du conseil d'administration de la Caf]{BODY} préside.",
        "La [puéricultrice de la [PMI]{SERVICE}]{PRACTITIONER} passe.",
        "Les [infirmiers ou infirmières]{PRACTITIONER}, les [assistants et assistantes de service "
        "social]{PRACTITIONER}.",
        "Un [greffier au [tribunal pour enfants]{BODY}]{PRACTITIONER}.",
        "Un [médecin conseiller technique]{PRACTITIONER} et les [conseillers numériques]{PRACTITIONER}.",
        "Les [éducateurs]{PRACTITIONER} accompagnant les familles.",
        "Le [syndicat professionnel des [assistants familiaux]{PRACTITIONER}]{BODY} signe.",
        "Les [personnels des [crèches]{SERVICE}]{PRACTITIONER} et la [directrice de [crèche]{SERVICE}]"
        "{PRACTITIONER}.",
        "Le [diplôme d'État d'[assistant familial]{PRACTITIONER}]{COMPETENCY}.",
        "La [fédération des [assistants familiaux]{PRACTITIONER}]{BODY} répond.",
        "L'[animatrice du [relais petite enfance]{SERVICE}]{PRACTITIONER} passe.",
        "Le [groupe technique « [médiation familiale]{SERVICE} »]{BODY}.",
        "Une [maison d'assistants maternels]{SERVICE} ouvre.",
        "Les [associations d'aide à domicile]{BODY} interviennent.",
        "Le groupe « [Reaap]{SERVICE}-[Clas]{SERVICE}-[Pif]{SERVICE} ».",
    ],
)
def test_the_longest_of_a_label_stays_and_labels_may_nest(
    finder: MentionFinder, source: str
) -> None:
    check(finder, source)


# ---------------------------------------------------------------- what the text defines


@pytest.mark.parametrize(
    "source",
    [
        "La [commission d'appui aux relais]{BODY} ([Car]{BODY}) siège. La [Car]{BODY} statue.",
        "La [commission d'appui aux relais]{BODY}, ci-après « la [Commission]{BODY} », siège."
        " La [Commission]{BODY} statue.",
        "Le [comité des aidants]{BODY}, ci-après dénommé « le [Comité]{BODY} ».",
        "La [Médiation familiale]{SERVICE} ([MF]{SERVICE}) reprend.",
        "La [présidente de l'Union des lunes du Nord]{BODY} ([Uln]{BODY}). L'[Uln]{BODY} répond.",
        "L'[union des éveilleurs, passeurs et rêveurs]{BODY} ([Uepr]{BODY}) répond.",
        "Les unions peinent à recruter des [techniciens de l'intervention sociale et familiale]"
        "{PRACTITIONER} ([TISF]{PRACTITIONER}).",
        "Des [assistants d'éducation]{PRACTITIONER} ([AED]{PRACTITIONER}) et leurs tâches.",
        "La [direction des lieux]{BODY}, ci-après « la structure », veille ; la structure agit.",
        "[La Passerelle]{SERVICE}, [maison des adolescents]{SERVICE}\n\n[La Passerelle]{SERVICE} ouvre.",
    ],
)
def test_names_defined_in_the_text_hold_to_its_end(finder: MentionFinder, source: str) -> None:
    check(finder, source)


@pytest.mark.parametrize(
    "source",
    [
        "Une [supervision]{COMPETENCY} mensuelle et un [psychologue]{PRACTITIONER} extérieur.",
        "Saisir l'[agence régionale de santé]{BODY} du siège.",
        "Le [président du conseil départemental]{BODY} du département où il réside.",
        "Les [préfets de Mayotte et de la région Guyane]{BODY} répondent.",
        "Les [municipalités de Chartres et de Luisant]{BODY} répondent.",
        "Le [ministre du travail, du plein emploi et de l'insertion]{BODY} arrête.",
        "L'[association d'entraide entre les pupilles et anciens pupilles]{BODY} répond.",
        "Le [secrétaire d'État à la lutte contre la précarité et l'exclusion]{BODY} répond.",
        "La [fédération des associations pour la petite enfance]{BODY} répond.",
        "La [formation]{COMPETENCY} préparant au [diplôme d'État]{COMPETENCY}.",
        "La [formation préparatoire]{COMPETENCY} au [diplôme d'État]{COMPETENCY}.",
        "Des [permanences]{SERVICE} à Échirolles.",
        "Les [organismes de sécurité sociale]{BODY} et des principaux acteurs.",
        "Les [acteurs de la parentalité]{PRACTITIONER} et du [Haut Conseil de la famille]{BODY}.",
        "Une [connaissance du droit]{COMPETENCY} et de [capacités à écouter]{COMPETENCY}.",
        "Une [formation]{COMPETENCY} exigée.",
        "La [Direction de l'Action Sociale et de la Famille]{BODY} répond.",
        "L'[association CALVA]{BODY} et l'[association Parentel]{BODY} répondent.",
        "Le [conseil départemental de la famille]{BODY} siège.",
        "Un [café des aidants]{SERVICE} hebdomadaire.",
        "[COMITE LOCAL DE SOUTIEN A LA PARENTALITE]{BODY}",
        "Les [assistants de service social scolaire]{PRACTITIONER} écrivent.",
        "Le [lieu d'accueil non permanent]{SERVICE} ouvre.",
    ],
)
def test_names_end_where_their_own_words_do(finder: MentionFinder, source: str) -> None:
    check(finder, source, genre="circular")


def test_the_label_of_a_turn_names_nobody(finder: MentionFinder) -> None:
    text = "[Psychologue] (0:01)\nLe psychologue écoute."
    turn = Turn(21, len(text), "[Psychologue] (0:01)", "Psychologue", label_start=0, label_end=20)
    structure = Structure(Metadata(), genre="hearing", turns=(turn,))
    found = finder.find(Document("essai", text), structure, tokenize(text))
    assert [m.text for m in found] == ["psychologue"]


def test_index_words_left_in_a_code_name_nobody(finder: MentionFinder) -> None:
    check(finder, "Le [préfet]{BODY} [*autorité compétente*] nomme un [médecin]{PRACTITIONER}.")


def test_what_a_factory_has_is_offered_to_nobody(finder: MentionFinder) -> None:
    check(finder, "Le dispositif de prévention des accidents retient les effluents.")
    check(finder, "Le [dispositif de prévention des ruptures]{SERVICE} est ouvert.")


def test_a_name_with_its_article_may_go_on_in_small_letters(finder: MentionFinder) -> None:
    check(finder, "[La Bulle d'air]{BODY} est une association. Avec [La Bulle d'air]{BODY}.")


def test_a_defined_acronym_has_the_entity_of_its_name(finder: MentionFinder) -> None:
    text = "La direction de l'écoute des familles (Def) répond. La Def agit."
    assert set(entities(finder, text)) == {"direction de l'écoute des familles"}


def test_the_text_wins_over_the_lexicon(finder: MentionFinder) -> None:
    text = "Les maisons voulues par EPE. Ensemble pour la Petite Enfance agit."
    assert set(entities(finder, text)) == {"ensemble pour la petite enfance"}
    assert entities(finder, "L'EPE répond.") == ["école des parents et des éducateurs"]


def test_quoted_speech_defines_nothing(finder: MentionFinder) -> None:
    check(finder, "La [Caf]{BODY} m'a dit : « venez demain matin ».")


# ---------------------------------------------------------------- entities


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("Les Caf paient.", "caisse d'allocations familiales"),
        ("Les Reaap ouvrent.", "réseau d'écoute, d'appui et d'accompagnement des parents"),
        ("Le ministre en charge de la famille.", "ministre chargé de la famille"),
        ("La directrice générale de l'écoute.", "directeur général de l'écoute"),
        ("Les comités locaux d'appui.", "comité local d'appui"),
        ("L'offre de médiation familiale.", "médiation familiale"),
        ("Les présidentes de la Caf.", "président de la caisse d'allocations familiales"),
        ("La Caf de l'Aube.", "caisse d'allocations familiales de l'aube"),
        ("Les psychologues cliniciennes.", "psychologue"),
        ("Les conseillères numériques.", "conseiller numérique"),
        ("Les présidentes et présidents des unions.", "président des unions"),
        ("Les sociologues.", "sociologue"),
        ("Les compétences techniques.", "compétence technique"),
        ("Les infirmiers ou infirmières.", "infirmier"),
        ("Le tribunal de commerce.", "tribunal de commerce"),
        ("Le Collectif PMI Demain.", "collectif pmi demain"),
        ("Les surveillantes de nuit.", "surveillant de nuit"),
        ("La cheffe de projet de l'Aube.", "chef de projet de l'aube"),
        ("La Mission d'information sur la famille.", "mission d'information sur la famille"),
    ],
)
def test_entities_are_canonical(finder: MentionFinder, text: str, entity: str) -> None:
    assert entities(finder, text)[0] == entity


def test_competencies_have_a_kind(finder: MentionFinder) -> None:
    text = "Savoir-être, diplôme d'État, formation à l'écoute, analyse de la pratique."
    kinds = [m.kind for m in mentions(finder, text)]
    assert kinds == ["skill", "qualification", "training", "reflective-practice"]


def test_a_name_is_taken_for_what_it_was_at_the_date_of_the_text(finder: MentionFinder) -> None:
    found = mentions(finder, "La DDCS de l'Aisne répond.", date="2012-05-23")
    assert found[0].entity.startswith("direction départementale de la cohésion sociale")


# ---------------------------------------------------------------- whatever comes in


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\n ",
        "(((((",
        "« « « «",
        "The quick brown fox jumps.",
        "123 456",
        "L' d' qu'",
        "é" * 500,
    ],
)
def test_odd_texts_give_nothing_and_no_error(finder: MentionFinder, text: str) -> None:
    assert mentions(finder, text) == ()


def test_long_and_nested_texts_are_read_to_their_end(finder: MentionFinder) -> None:
    text = "comité de " * 20_000 + "(" * 10_000 + " la Caf " + ")" * 10_000 + ", de la Caf" * 5_000
    assert mentions(finder, text)[-1].text == "Caf"


def test_a_head_alone_is_short_for_the_name_given_before(finder: MentionFinder) -> None:
    check(
        finder,
        "Les [mandataires judiciaires à la protection des majeurs]{PRACTITIONER} sont formés. Le "
        "[mandataire]{PRACTITIONER} informe la personne. Un mandataire de la société vote.",
    )
    text = "Les visiteurs bénévoles sont formés. Chaque visiteur reçoit une carte."
    assert entities(finder, text) == ["visiteur bénévole", "visiteur bénévole"]


def test_a_head_and_its_level_are_short_for_the_body_named_before(finder: MentionFinder) -> None:
    text = (
        "La direction générale de l'action sociale prépare la note. La direction générale la publie"
        " et l'union nationale la lit. La direction nouvelle attend."
    )
    assert entities(finder, text) == ["direction générale de l'action sociale"] * 2


def test_each_infinitive_of_a_list_is_a_skill_of_its_own(finder: MentionFinder) -> None:
    check(
        finder,
        "Le métier, c'est savoir [écouter]{COMPETENCY}, [évaluer sans juger]{COMPETENCY} et"
        " [expliquer une décision]{COMPETENCY}.",
    )


def test_what_is_said_to_be_learnt_is_a_skill(finder: MentionFinder) -> None:
    check(
        finder,
        "Le reste, [parler à un père en colère]{COMPETENCY}, [ne pas promettre]{COMPETENCY}, ça"
        " s'apprend dehors. Et [lire un visage]{COMPETENCY}... ça s'apprend.",
    )
    check(finder, "Il voulait partir, ça s'est su. La nage, ça s'apprend.")


def test_a_head_keeps_the_adjective_before_the_complement_it_needs(finder: MentionFinder) -> None:
    check(finder, "Ils financent des [actions ponctuelles de prévention]{SERVICE}.")
    check(finder, "Des [consultations de deuil]{SERVICE} ouvertes aux familles existent.")


def test_a_head_alone_names_nobody_where_no_longer_name_is(finder: MentionFinder) -> None:
    check(finder, "Le mandataire informe la personne. Chaque visiteur reçoit une carte.")
    check(finder, "L'[équipe d'animation]{PRACTITIONER} se réunit. L'équipe de football joue.")
