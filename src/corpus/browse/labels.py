"""The French names of what is shown: labels, modalities, relations and statuses."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.store.page_tables import MODALITIES as MODALITY_ORDER


@dataclass(frozen=True, slots=True)
class Name:
    """How one kind of thing is called: `one`, `many`, a `chip` of two or three letters that stands
    in the text, the `css` class that colours it and the `slug` of its addresses."""

    one: str
    many: str
    chip: str
    css: str
    slug: str


LABELS: dict[str, Name] = {
    "SERVICE": Name("service", "services", "Ser", "service", "service"),
    "BODY": Name("organisme", "organismes", "Org", "organisme", "organisme"),
    "PRACTITIONER": Name("praticien", "praticiens", "Pra", "praticien", "praticien"),
    "COMPETENCY": Name("compétence", "compétences", "Com", "competence", "competence"),
    "REFERENCE": Name("texte cité", "textes cités", "Txt", "reference", "texte"),
}
LABEL_OF_SLUG = {name.slug: label for label, name in LABELS.items() if label != "REFERENCE"}

MODALITIES: dict[str, Name] = {
    "obligation": Name("obligation", "obligations", "Obl", "obligation", "obligation"),
    "prohibition": Name("interdiction", "interdictions", "Int", "interdiction", "prohibition"),
    "permission": Name("permission", "permissions", "Per", "permission", "permission"),
    "recommendation": Name(
        "recommandation", "recommandations", "Rec", "recommandation", "recommendation"
    ),
    "commitment": Name("engagement", "engagements", "Eng", "engagement", "commitment"),
    "assignment": Name("mission confiée", "missions confiées", "Mis", "mission", "assignment"),
}
assert tuple(MODALITIES) == MODALITY_ORDER

PARTS = {
    "trigger": "déclencheur",
    "bearer": "porteur",
    "action": "action",
    "beneficiary": "bénéficiaire",
    "condition": "condition",
    "deadline": "échéance",
    "legal_basis": "fondement",
}

COMPETENCY_KINDS = {
    "skill": "savoir ou savoir-faire",
    "qualification": "qualification",
    "training": "formation",
    "reflective-practice": "analyse de pratiques",
}

RELATIONS = {
    "cite": "cite",
    "vu": "vise (« Vu »)",
    "modifie": "modifie",
    "abroge": "abroge",
    "application": "pris en application de",
    "modifié par": "modifié par",
    "abrogé par": "abrogé par",
    "dérogation": "par dérogation à",
}

ROLES = {
    "interviewer": "enquêteur",
    "interviewee": "personne entendue",
    "chair": "présidence",
    "rapporteur": "rapporteur",
    "member": "membre",
    "witness": "personne entendue",
    "other": "",
}

PAGE_STATUS = {
    "native": "texte d'origine",
    "ocr-layer": "texte reconnu, fourni avec le fichier",
    "ocr": "texte reconnu à la lecture",
    "needs-ocr": "image sans texte",
    "garbled": "texte illisible",
    "curves": "texte dessiné",
    "blank": "page blanche",
}
RECOGNISED = ("ocr-layer", "ocr")

GENRES = {
    "legal": "texte juridique",
    "circular": "circulaire",
    "letter": "lettre",
    "charter": "charte",
    "hearing": "audition",
    "questionnaire": "questionnaire",
    "page": "page web",
    "other": "autre texte",
}

SEVERITIES = {"error": "Erreur", "warning": "À vérifier", "info": "Pour information"}
DEADLINES = {"date": "date", "period": "délai", "frequency": "périodicité"}


def certainty(value: float | None) -> str:
    """A certainty in words: people judge « assez sûr » better than 0.72."""
    if value is None:
        return ""
    for floor, words in ((0.9, "très sûr"), (0.75, "sûr"), (0.5, "assez sûr")):
        if value >= floor:
            return words
    return "à vérifier"
