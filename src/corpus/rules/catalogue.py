"""Every family of rule files, in one place: the keys that authors may write.

Engines read their family by name through `Ruleset.family`; a key that one uses is declared here.
"""

from __future__ import annotations

from corpus.rules.families import Family, register

# Words and phrases that link documents without quoting: courtesy, and names that need a place.
LIAISONS = register(
    Family(name="liens", items="listes", keys={"mots": "liste"}, required=("id", "mots"))
)

# What figures count: units, and the words that make a number approximate.
QUANTITES = register(
    Family(
        name="quantites",
        items="unites",
        header={
            "intervalles": "liste",
            "repartitions": "liste",
            "sans_objet": "liste",
            "jamais_comptes": "liste",
        },
        keys={"nom": "texte", "formes": "liste", "multiplie": "nombre", "sauf_apres": "liste"},
        required=("id", "nom", "formes"),
    )
)

# An analyst's decisions on entities, kept in the workspace (`corrections/entites.yaml`).
CORRECTIONS = register(
    Family(
        name="corrections-entites",
        items="corrections",
        keys={
            "fusionner": "textes",
            "vers": "texte",
            "renommer": "texte",
            "en": "texte",
            "separer": "texte",
            "documents": "textes",
            "rattacher": "textes",
            "a": "texte",
            "etiquette": "texte",
        },
        required=(),
    )
)

# Statements: the small words and verb groups that the rules of statements may name.
register(
    Family(
        "grammaire",
        items="classes",
        keys={"mots": "liste", "verbes": "textes", "sauf": "liste"},
        required=("id",),
    )
)

# Statements: what opens a condition, an exception or a deadline.
register(
    Family(
        "circonstances",
        items="circonstances",
        header={"genre": "texte"},
        keys={
            "genre": "texte",
            "ouverture": "textes",
            "fin": "texte",
            "sauf": "textes",
            "place": "texte",
            "iso": "texte",
        },
        required=("id", "ouverture"),
    )
)

# Statements: who must, must not, may, should, undertakes or is given a task.
register(
    Family(
        "enonces",
        items="regles",
        header={
            "modalite": "texte",
            "zone": "texte",
            "genres": "textes",
            "certitude": "nombre",
            "reflechi": "oui/non",
        },
        keys={
            "modalite": "texte",
            "negatif": "texte",
            "declencheur": "textes",
            "sauf": "textes",
            "exige": "liste",
            "roles": "table",
            "genres": "textes",
            "zone": "texte",
            "certitude": "nombre",
            "priorite": "nombre",
            "place": "texte",
            "reflechi": "oui/non",
        },
        required=("id", "declencheur"),
    )
)

# Mentions: what may stand beside a name, for entries and head patterns alike. `suite` says what
# may prolong the name to its right; the contexts are phrases, determiners left out; of the words of
# `si_texte` one must stand anywhere in the text, of those of `sauf_texte` none; `nombre` is
# `singulier` or `pluriel`.
_VOISINAGE = {
    "etiquette": "texte",
    "suite": "textes",
    "sauf_avant": "textes",
    "sauf_apres": "textes",
    "si_avant": "textes",
    "si_apres": "textes",
    "sauf_proche": "textes",
    "si_proche": "textes",
    "si_texte": "textes",
    "sauf_texte": "textes",
    "genres": "textes",
    "casse": "texte",
    "nature": "texte",
    "avant": "textes",
    "certitude": "nombre",
    "opaque": "oui/non",
    "nombre": "texte",
}

# Mentions: names known by heart, with acronyms, variants and dates of life. `autres`: names that
# live under the same conditions but are each an entity of its own; `distinctes`: all of them are.
register(
    Family(
        "lexique",
        items="entrees",
        header={**_VOISINAGE, "feminins": "oui/non"},
        keys={
            **_VOISINAGE,
            "nom": "texte",
            "sigles": "textes",
            "variantes": "textes",
            "autres": "textes",
            "feminin": "textes",
            "pluriel": "textes",
            "entite": "texte",
            "vie": "table",
            "devient": "texte",
            "minuscules": "oui/non",
            "exact": "oui/non",
            "distinctes": "oui/non",
        },
        required=("nom",),
    )
)

# Mentions: head nouns whose complement makes a name never seen before. A body that `reunit` people
# (`fédération des assistants familiaux`) names them too.
register(
    Family(
        "motifs-noms",
        items="motifs",
        header=_VOISINAGE,
        keys={
            **_VOISINAGE,
            "tetes": "textes",
            "feminin": "table",
            "exige": "textes",
            "sans": "textes",
            "transparent": "oui/non",
            "reunit": "oui/non",
            "hors_tete": "oui/non",
        },
        required=("id", "tetes"),
    )
)

# Mentions: the small words by which the end of a name is found.
register(Family("grammaire-noms", items="listes", keys={"mots": "liste"}, required=("id", "mots")))

# References: what texts are called, who makes them, what their parts and links are.
register(
    Family(
        "codes",
        items="codes",
        keys={
            "nom": "texte",
            "sigles": "textes",
            "abrege": "textes",
            "variantes": "textes",
            "legitext": "texte",
            "articles": "table",
        },
        required=("id", "nom"),
    )
)
register(
    Family(
        "genres-de-textes",
        items="genres",
        keys={
            "formes": "textes",
            "genre": "texte",
            "exige": "texte",
            "qualificatifs": "textes",
            "numeros_nus": "tout",
            "europeen": "tout",
            "nomme": "tout",
        },
        required=("id", "formes", "genre", "exige"),
    )
)
register(
    Family(
        "textes-nommes",
        items="textes",
        keys={
            "noms": "textes",
            "genre": "texte",
            "numero": "texte",
            "date": "tout",
            "casse": "tout",
            "annees": "tout",
            "annee_exigee": "tout",
            "annees_exigees": "tout",
            "abrege": "textes",
            "avant": "textes",
            "apres": "textes",
        },
        required=("id", "noms", "genre"),
    )
)
register(
    Family(
        "autorites",
        items="autorites",
        keys={"autorite": "texte", "adjectifs": "textes", "noms": "textes", "sigles": "textes"},
    )
)
register(
    Family(
        "relations-entre-textes",
        items="relations",
        keys={"relation": "texte", "mots": "textes", "debut_de_ligne": "tout"},
        required=("id", "relation", "mots"),
    )
)
register(
    Family(
        "divisions",
        items="divisions",
        keys={
            "formes": "textes",
            "genre": "texte",
            "contexte": "texte",
            "mots": "textes",
            "comme_article": "tout",
            "ordinal": "tout",
            "prefixe": "tout",
            "seule": "tout",
        },
        required=("id", "formes"),
    )
)
register(
    Family("complements", items="complements", keys={"mots": "liste"}, required=("id", "mots"))
)

# Search: the words that a query is widened to, and those it never is.
register(
    Family(
        "recherche",
        items="entrees",
        keys={
            "lemme": "texte",
            "formes": "liste",
            "jamais_avec": "textes",
            "mots_vides": "textes",
            "invariables": "textes",
            "noms": "textes",
            "pluriels": "table",
            "feminins": "table",
        },
    )
)
