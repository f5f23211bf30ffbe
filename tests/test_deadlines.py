"""Deadlines in ISO 8601: what their words fix, and nothing more."""

import pytest

from corpus.extraction.statements_deadlines import normalise


@pytest.mark.parametrize(
    ("words", "iso"),
    [
        ("avant la fin de l'année 2022", "2022-12-31"),
        ("avant la fin de l'année", "2022-12-31"),
        ("d'ici fin 2023", "2023-12-31"),
        ("au premier semestre 2023", "2023-06-30"),
        ("d'ici à la fin du 3e trimestre 2023", "2023-09-30"),
        ("avant fin juin 2022", "2022-06"),
        ("en 2023", "2023"),
        ("avant 2024", "2023-12-31"),
        ("dans un délai d'un an", "P1Y"),
        ("chaque année", "R/P1Y"),
        # a school year, a season and a span of years fix no day
        ("dès la rentrée 2022", None),
        ("avant l'été 2022", None),
        ("pour la période 2018-2022", None),
    ],
)
def test_a_named_part_of_a_year_ends_on_its_last_day(words: str, iso: str | None) -> None:
    assert normalise(words, "2022-03-30").iso == iso


def test_without_a_date_the_end_of_the_year_comes_every_year() -> None:
    assert normalise("avant la fin de l'année").iso == "--12-31"


def test_a_period_from_the_end_of_the_year_stays_a_period() -> None:
    found = normalise("dans un délai de deux mois à compter de la fin de l'année", "2022-03-30")
    assert (found.iso, found.event) == ("P2M", "la fin de l'année")
