"""Short names written out, as far as the text leaves no doubt."""

from __future__ import annotations

import pytest

from corpus.extraction.statements_names import FullNames
from corpus.model import Label, Mention

BARE = {"lieu", "comite", "caisse"}
LINKS = {"du", "des", "de", "l'"}


def named(entity: str, label: Label = "BODY", rule: str = "organisme/comite") -> Mention:
    return Mention(label, 0, len(entity), entity, entity, rule)


RESTRICTED = named("comité restreint")
WHOLE = named("comité national restreint de soutien à la parentalité")
CUT = named("comité national restreint")
PLACE = named("lieu d'accueil enfants-parents", "SERVICE")
HEAD = named("responsable du lieu", "PRACTITIONER", "lexique/professions/responsable")
CLASSES = {"lien-de-complément": LINKS, "office": frozenset({"president"})}


@pytest.mark.parametrize(
    ("asked", "others", "whole"),
    [
        (RESTRICTED, [WHOLE], WHOLE.entity),
        (RESTRICTED, [CUT, WHOLE], WHOLE.entity),
        (RESTRICTED, [WHOLE, named("comité restreint des financeurs")], "comité restreint"),
        (RESTRICTED, [named("commission nationale restreinte")], "comité restreint"),
        (HEAD, [PLACE, PLACE], "responsable de lieu d'accueil enfants-parents"),
        (HEAD, [PLACE, named("lieu de répit", "SERVICE")], "responsable du lieu"),
        (
            named("caisse d'allocations familiales", rule="lexique/securite-sociale/caf"),
            [named("caisse d'allocations familiales de la gironde")],
            "caisse d'allocations familiales",
        ),
    ],
)
def test_a_short_name_takes_the_only_whole_one(
    asked: Mention, others: list[Mention], whole: str
) -> None:
    assert FullNames([asked, *others], BARE, CLASSES).of(asked) == whole


def test_who_presides_an_association_names_it() -> None:
    president = named("président de l'association les petits pas")
    names = FullNames([president], {"association"}, CLASSES)
    assert names.most_named("association") == "association les petits pas"
