"""The association that a text speaks for, among those that it names."""

from __future__ import annotations

from corpus.extraction.statements_names import only_private_body
from corpus.model import Mention


def named(*names: str, rule: str = "organisme/association") -> list[Mention]:
    return [
        Mention("BODY", 40 * at, 40 * at + len(name), name, name.lower(), rule)
        for at, name in enumerate(names)
    ]


def test_the_only_association_named_is_the_one() -> None:
    assert only_private_body(named("Les Amarres", "Les Amarres")) == "les amarres"
    assert only_private_body([]) is None


def test_of_several_the_one_named_first_and_most_is_it() -> None:
    several = named("Les Amarres", "Le Grand Large", "Les Amarres")
    assert only_private_body(several) == "les amarres"
    assert only_private_body(named("Les Amarres", "Le Grand Large")) is None
    assert only_private_body(named("Le Grand Large", "Les Amarres", "Les Amarres")) is None


def test_the_one_that_the_text_defines_is_it() -> None:
    others = named("Le Grand Large", "Le Grand Large", "Le Petit Port")
    defined = named("Les Amarres", rule="definition/texte")
    assert only_private_body(others + defined) == "les amarres"
