"""Statements of circulars, service pages and letters: what their plain words order, allow, advise."""

from __future__ import annotations

import pytest

from test_statements import check, read

CIRCULAR = [
    (
        "Les [structures]{bearer} [[transmettent]{trigger} leurs comptes à la Caf]{action} "
        "[avant le 30 juin 2024]{deadline}.",
        "obligation",
    ),
    ("La [participation [est calculée]{trigger} selon le barème national]{action}.", "obligation"),
    ("Les [frais de siège [ne sont pas pris]{trigger} en charge]{action}.", "prohibition"),
    (
        "Les [caisses]{bearer} [ont reçu instruction de]{trigger} [ne pas exiger ces pièces]{action}.",
        "prohibition",
    ),
    ("Le [pilotage [relève du]{trigger} [préfet]{bearer}]{action}.", "assignment"),
    ("[Il est possible de]{trigger} [mutualiser ces postes]{action}.", "permission"),
]
PAGE = [
    (
        "[[Prévenez]{trigger} le secrétariat]{action} [en cas d'absence]{condition}.",
        "recommendation",
    ),
    ("[[Ne laissez jamais]{trigger} un enfant seul]{action}.", "prohibition"),
    ("[Vous]{bearer} [devez]{trigger} [prendre rendez-vous à l'accueil]{action}.", "obligation"),
    ("Les [enfants malades [ne sont pas accueillis]{trigger}]{action}.", "prohibition"),
    ("[Aucune inscription [n'est nécessaire]{trigger}]{action}.", "permission"),
    ("[Il [vous]{bearer} suffit d']{trigger}[appeler le secrétariat]{action}.", "recommendation"),
]


@pytest.mark.parametrize(("marked", "modality"), CIRCULAR)
def test_circulars_order_in_the_present(marked: str, modality: str) -> None:
    check(marked, modality, "circular")


@pytest.mark.parametrize(("marked", "modality"), PAGE)
def test_pages_advise_and_forbid(marked: str, modality: str) -> None:
    check(marked, modality, "page")


@pytest.mark.parametrize(
    "text",
    [
        "Les caisses versent depuis 2004 une aide aux associations.",
        "Les structures transmettent souvent leurs comptes avec retard.",
        "Le rapport montre que les services informent les parents chaque année.",
        "Ces aides ont été versées avant le 30 juin 2024.",
    ],
)
def test_a_circular_also_describes(text: str) -> None:
    assert read(text, "circular") == []


@pytest.mark.parametrize(
    "text", ["Découvrez nos ateliers.", "Si vous prévenez le secrétariat, tout va bien."]
)
def test_a_page_also_advertises(text: str) -> None:
    assert read(text, "page") == []
