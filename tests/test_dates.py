"""Dates as French writes them, and what cannot be one."""

from __future__ import annotations

from datetime import date

import pytest

from corpus.french.dates import find_dates, match_date, parse_date, written_date

LETTER = "2022-03-30"


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("7 février 2012", "2012-02-07"),
        ("07  février  2012", "2012-02-07"),
        ("1er octobre 2009", "2009-10-01"),
        ("30 MARS 2022", "2022-03-30"),
        ("lundi 9 novembre 2023", "2023-11-09"),
        ("4 fevrier 2012", "2012-02-04"),
        ("15 déc. 2011", "2011-12-15"),
        ("premier mars deux mille vingt-deux", "2022-03-01"),
        ("neuf mars mil neuf cent quatre-vingt-dix-neuf", "1999-03-09"),
        ("14/01/2000", "2000-01-14"),
        ("14/01/00", "2000-01-14"),
        ("02/02/98", "1998-02-02"),
        ("2.11.2010", "2010-11-02"),
        ("2012-02-07", "2012-02-07"),
        ("28 pluviôse an VIII", "1800-02-17"),
        ("29 février 2020", "2020-02-29"),
    ],
)
def test_a_whole_day(text: str, iso: str) -> None:
    assert parse_date(text) == date.fromisoformat(iso)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("9 mars dernier", "2022-03-09"),
        ("30 mars dernier", "2022-03-30"),
        ("15 décembre dernier", "2021-12-15"),
        ("3 mai prochain", "2022-05-03"),
        ("2 janvier prochain", "2023-01-02"),
        ("12 juin de cette année", "2022-06-12"),
    ],
)
def test_a_relative_day_counts_from_the_reference(text: str, iso: str) -> None:
    assert parse_date(text, LETTER) == date.fromisoformat(iso)


def test_a_relative_day_without_reference_stays_open() -> None:
    found = match_date("9 mars dernier", 0)
    assert found is not None
    assert (found.iso, found.relative) == (None, True)
    assert found.problem == "date relative, dans un texte dont la date n'est pas connue"


@pytest.mark.parametrize("text", ["31 février 2020", "29 février 2021", "31/04/2020", "2020-13-01"])
def test_an_impossible_day_is_found_and_said_to_be_one(text: str) -> None:
    found = match_date(text, 0)
    assert found is not None
    assert found.iso is None
    assert found.problem == f"date impossible : {text}"
    assert parse_date(text) is None


@pytest.mark.parametrize("text", ["1.2.10", "article 3", "mars", "12 lieux", "2012-093", "du mai"])
def test_what_is_no_date(text: str) -> None:
    assert find_dates(text) == ()


def test_a_day_without_year_keeps_its_day_and_month() -> None:
    (found,) = find_dates("le 9 mars au matin")
    assert (found.iso, found.yearless, found.month_day) == (None, True, "03-09")


def test_a_month_is_a_date_of_less_precision() -> None:
    (month,) = find_dates("en mars 2012")
    assert (month.iso, month.precision) == ("2012-03", "month")
    (last,) = find_dates("en décembre dernier", LETTER)
    assert last.iso == "2021-12"


def test_a_footnote_call_glued_to_the_year_is_left_out() -> None:
    text = "du 2 novembre 20101 relatif"
    (found,) = find_dates(text)
    assert (found.iso, text[found.end :]) == ("2010-11-02", "1 relatif")


def test_dates_are_found_in_place() -> None:
    text = "Du 3 mai 2010 au 4 juin 2011, puis le 14/01/00."
    found = find_dates(text)
    assert [text[one.start : one.end] for one in found] == ["3 mai 2010", "4 juin 2011", "14/01/00"]
    assert all(one.text == text[one.start : one.end] for one in found)


def test_only_the_wanted_stretch_is_read() -> None:
    text = "3 mai 2010, 4 juin 2011"
    assert [one.iso for one in find_dates(text, None, 11)] == ["2011-06-04"]


@pytest.mark.parametrize(
    ("iso", "written"),
    [
        ("2009-10-01", "1er octobre 2009"),
        ("2012-02-07", "7 février 2012"),
        ("2012-03", "mars 2012"),
    ],
)
def test_a_date_is_written_back(iso: str, written: str) -> None:
    assert written_date(iso) == written
