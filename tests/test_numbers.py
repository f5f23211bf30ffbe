"""Numbers in figures, words, ranks and Roman numerals."""

from __future__ import annotations

import pytest

from corpus.french.numbers import find_numbers, parse_number, parse_ordinal, parse_roman


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("soixante-dix-sept", 77),
        ("quatre-vingt-dix-neuf", 99),
        ("quatre-vingts", 80),
        ("vingt et un", 21),
        ("soixante et onze", 71),
        ("deux cents", 200),
        ("cent vingt et un", 121),
        ("mil neuf cent quatre-vingt-dix-neuf", 1999),
        ("deux mille vingt-deux", 2022),
        ("deux cent mille", 200_000),
        ("un million cinq cent mille", 1_500_000),
        ("37 millions", 37_000_000),
        ("1,5 milliard", 1_500_000_000),
        ("une vingtaine", 20),
        ("deux douzaines", 24),
        ("1 500", 1500),
        ("1\u202f500", 1500),
        ("1.500", 1500),
        ("2,5", 2.5),
        ("0", 0),
    ],
)
def test_numbers(text: str, value: float | None) -> None:
    assert parse_number(text) == value


@pytest.mark.parametrize("text", ["", "parents", "deux trois", "et deux", "cent cent", "3 lieux"])
def test_what_is_no_number(text: str) -> None:
    assert parse_number(text) is None


@pytest.mark.parametrize(
    ("text", "rank"),
    [
        ("premier", 1),
        ("première", 1),
        ("second", 2),
        ("huitième", 8),
        ("dixième", 10),
        ("neuvième", 9),
        ("dix-septième", 17),
        ("vingt et unième", 21),
        ("trente-deuxième", 32),
        ("quatre-vingt-troisième", 83),
        ("centième", 100),
        ("1er", 1),
        ("8e", 8),
        ("8ème", 8),
        ("VIIIe", 8),
        ("Ier", 1),
    ],
)
def test_ordinals(text: str, rank: int) -> None:
    assert parse_ordinal(text) == rank


@pytest.mark.parametrize("text", ["principe", "huit", "e", ""])
def test_what_is_no_ordinal(text: str) -> None:
    assert parse_ordinal(text) is None


@pytest.mark.parametrize(
    ("text", "value"), [("IV", 4), ("VIII", 8), ("MCMXC", 1990), ("IIII", None), ("", None)]
)
def test_roman_numerals(text: str, value: int | None) -> None:
    assert parse_roman(text) == value


def test_numbers_are_found_in_place() -> None:
    text = "Soixante-dix-sept Caf, un parent, 37 millions d'euros et 10 déplacements."
    found = find_numbers(text)
    assert [(text[one.start : one.end], one.value) for one in found] == [
        ("Soixante-dix-sept", 77),
        ("37 millions", 37_000_000),
        ("10", 10),
    ]


@pytest.mark.parametrize("words", ["deux mille ", "vingt et ", "cent-", "1 000 "])
def test_an_endless_run_of_number_words_is_read_to_its_end(words: str) -> None:
    text = words * 2000
    found = find_numbers(text)
    assert all(one.start < one.end <= len(text) for one in found)
