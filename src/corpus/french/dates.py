"""Dates as French writes them, turned into ISO: figures, words, relative, republican.

A date without its year (`le 9 mars dernier`) is resolved against a reference date, the day of the
text it stands in, and left open without one. A day that does not exist (`31 février`) is found and
said to be impossible; it is never moved to the nearest day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import yaml

from corpus.french.fold import fold, fold_word
from corpus.french.numbers import NUMBER_WORDS, parse_number, parse_roman

Precision = Literal["day", "month", "year"]

_DATA: Mapping[str, Any] = yaml.safe_load(
    Path(__file__).with_name("dates.yaml").read_text(encoding="utf-8")
)
_MONTHS: Mapping[str, int] = _DATA["mois"]
_PAST = frozenset(_DATA["passe"])
_FUTURE = frozenset(_DATA["futur"])
_REPUBLICAN: Mapping[str, int] = _DATA["mois_republicains"]
_REPUBLICAN_YEARS: Mapping[int, date] = _DATA["annees_republicaines"]

# Two figures for a year, after slashes only (`1.2.10` is a section): 00 to 49 are the 2000s
# (`14/01/00`), 50 to 99 the 1900s.
_PIVOT = 50


def _words(names: Iterator[str] | list[str]) -> str:
    """An alternation that takes each name with or without its accents, longest first."""
    plain = "|".join(sorted(names, key=len, reverse=True))
    return plain.replace("e", "[eéèê]").replace("u", "[uû]").replace("o", "[oô]")


_BLANK = r"[\s\u00a0]"
_FIRST = r"1\s?(?:er|ᵉʳ|\$?\s*\^\s*\{?\s*(?:\\text\s*\{)?\s*er\s*\}?\s*\}?\s*\$?)"
_DAY = rf"(?P<day>{_FIRST}|[0-3]?\d(?!\d)|premier|{NUMBER_WORDS})"
_MONTH = rf"(?P<month>(?:{_words(list(_MONTHS))})\b)\.?"
# Four figures, and at most two more glued on: a footnote call lost in a PDF (`2 novembre 20101`).
_YEAR = (
    rf"(?P<year>(?:1[5-9]|20)\d\d(?!\d{{3}})|(?:mil|mille|deux\s+mille)\b(?:[\s-]+{NUMBER_WORDS})?)"
)
_RELATIVE = (
    rf"(?P<relative>{_words([*_PAST, *_FUTURE, 'courant'])}"
    rf"|de\s+cette\s+ann[ée]e|de\s+l['’]ann[ée]e\s+en\s+cours)\b"
)
_REPUBLICAN_DATE = (
    rf"(?P<rday>\d{{1,2}})(?:er)?{_BLANK}+(?P<rmonth>{_words(list(_REPUBLICAN))})"
    rf"{_BLANK}+an{_BLANK}+(?P<ryear>[IVX]+|\d{{1,2}})\b"
)
_WRITTEN = (
    rf"(?:(?:{'|'.join(_DATA['jours'])})\s+)?{_DAY}(?:\s*-)?\s+{_MONTH}"
    rf"(?:,?\s+(?:{_YEAR}|{_RELATIVE}))?"
)
_NEAR = _words([*_PAST, *_FUTURE])
_MONTH_ONLY = (
    rf"(?P<month_only>\b(?:{_words(list(_MONTHS))})\b\.?)\s+"
    rf"(?:(?P<month_year>(?:1[89]|20)\d\d(?!\d))|(?P<month_relative>{_NEAR})\b)"
)
_NUMERIC = (
    r"(?<![\d/.-])(?P<nday>\d{1,2})\s?(?P<sep>[/.-])\s?(?P<nmonth>\d{1,2})\s?(?P=sep)\s?"
    r"(?P<nyear>\d{4}|(?<=/)\d{2}|(?<=/\s)\d{2})(?![\d/]|\.\d|-\d)"
)
_ISO = r"(?<![\d/.-])(?P<iyear>(?:1[5-9]|20)\d\d)-(?P<imonth>\d\d)-(?P<iday>\d\d)(?![\d-])"

_DATE = re.compile(
    rf"(?<![\w])(?:{_ISO}|{_NUMERIC}|{_REPUBLICAN_DATE}|{_WRITTEN}|{_MONTH_ONLY})", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in its place. `iso` is `2012-02-07`, `2012-02` or `2012`, by its precision; it is None
    when `problem` says in French why the date could not be fixed. `relative` marks a date that took
    its year from the reference date; `yearless` one that names a day and month only, which
    `month_day` gives (`03-09`)."""

    start: int
    end: int
    text: str
    iso: str | None
    precision: Precision = "day"
    relative: bool = False
    yearless: bool = False
    problem: str | None = None
    month_day: str | None = None


def parse_date(text: str, reference_date: date | str | None = None) -> date | None:
    """The day `text` names, and None when it is not one whole, possible day."""
    stripped = text.strip()
    found = match_date(stripped, 0, reference_date)
    if found is None or found.end != len(stripped) or found.iso is None:
        return None
    return date.fromisoformat(found.iso) if found.precision == "day" else None


def find_dates(
    text: str, reference_date: date | str | None = None, start: int = 0, end: int | None = None
) -> tuple[FoundDate, ...]:
    """Every date of `text[start:end]`, possible or not, in order, with offsets into `text`.

    `reference_date` (a day or its ISO form) is the day from which `dernier` and `prochain` count.
    """
    reference = _as_date(reference_date)
    stop = len(text) if end is None else end
    return tuple(_interpret(match, reference) for match in _DATE.finditer(text, start, stop))


def match_date(
    text: str, position: int, reference_date: date | str | None = None
) -> FoundDate | None:
    """The date that starts exactly at `position`, or None."""
    match = _DATE.match(text, position)
    return _interpret(match, _as_date(reference_date)) if match else None


def _as_date(value: date | str | None) -> date | None:
    if value is None or isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value[:10])
    except ValueError:
        return None


def _interpret(match: re.Match[str], reference: date | None) -> FoundDate:
    groups = match.groupdict()
    if groups["iyear"]:
        return _day(match, int(groups["iyear"]), int(groups["imonth"]), int(groups["iday"]))
    if groups["nday"]:
        year = int(groups["nyear"])
        if len(groups["nyear"]) == 2:
            year += 2000 if year < _PIVOT else 1900
        return _day(match, year, int(groups["nmonth"]), int(groups["nday"]))
    if groups["rday"]:
        return _republican(match)
    if groups["month_only"]:
        return _month(match, reference)
    return _written(match, reference)


def _written(match: re.Match[str], reference: date | None) -> FoundDate:
    day = _day_number(match["day"])
    month = _month_number(match["month"])
    if match["year"]:
        return _day(match, _year_number(match["year"]), month, day)
    if match["relative"]:
        if reference is None:
            return _open(match, "date relative, dans un texte dont la date n'est pas connue", True)
        return _nearest(match, month, day, _direction(match["relative"]), reference)
    if not _exists(2000, month, day):
        return _open(match, f"date impossible : {_clean(match)}", False)
    return replace(
        _open(match, "date sans année", False, yearless=True), month_day=f"{month:02d}-{day:02d}"
    )


def _nearest(
    match: re.Match[str], month: int, day: int, direction: int, reference: date
) -> FoundDate:
    year = reference.year
    if direction and not _exists(2000, month, day):
        return _day(match, year, month, day, relative=True)
    if direction < 0 and (month, day) > (reference.month, reference.day):
        year -= 1
    if direction > 0 and (month, day) < (reference.month, reference.day):
        year += 1
    return _day(match, year, month, day, relative=True)


def _month(match: re.Match[str], reference: date | None) -> FoundDate:
    month = _month_number(match["month_only"])
    if match["month_year"]:
        return _partial(match, f"{match['month_year']}-{month:02d}", False)
    if reference is None:
        return _open(match, "date relative, dans un texte dont la date n'est pas connue", True)
    direction = _direction(match["month_relative"])
    year = reference.year
    year -= direction < 0 and month >= reference.month
    year += direction > 0 and month <= reference.month
    return _partial(match, f"{year}-{month:02d}", True)


def _republican(match: re.Match[str]) -> FoundDate:
    printed = match["ryear"]
    year = int(printed) if printed.isdigit() else parse_roman(printed.upper()) or 0
    first = _REPUBLICAN_YEARS.get(year)
    day = int(match["rday"])
    if first is None or not 1 <= day <= 30:
        return _open(match, f"date impossible : {_clean(match)}", False)
    when = first + timedelta(days=(_REPUBLICAN[fold_word(match["rmonth"])] - 1) * 30 + day - 1)
    return FoundDate(match.start(), match.end(), match.group(), when.isoformat())


def _day(
    match: re.Match[str], year: int, month: int, day: int, *, relative: bool = False
) -> FoundDate:
    start, end, text = match.start(), match.end(), match.group()
    if not _exists(year, month, day):
        problem = f"date impossible : {_clean(match)}"
        return FoundDate(start, end, text, None, relative=relative, problem=problem)
    return FoundDate(start, end, text, f"{year:04d}-{month:02d}-{day:02d}", relative=relative)


def _partial(match: re.Match[str], iso: str, relative: bool) -> FoundDate:
    return FoundDate(match.start(), match.end(), match.group(), iso, "month", relative)


def _open(
    match: re.Match[str], problem: str, relative: bool, *, yearless: bool = False
) -> FoundDate:
    return FoundDate(
        match.start(), match.end(), match.group(), None, "day", relative, yearless, problem
    )


def _clean(match: re.Match[str]) -> str:
    return " ".join(match.group().split())


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _direction(word: str) -> int:
    folded = fold_word(word)
    return -1 if folded in _PAST else 1 if folded in _FUTURE else 0


@lru_cache(maxsize=512)
def _month_number(word: str) -> int:
    return _MONTHS[fold_word(word).rstrip(".")]


@lru_cache(maxsize=512)
def _day_number(word: str) -> int:
    if word[0].isdigit():
        return 1 if not word.isdigit() else int(word)
    return 1 if fold(word) == "premier" else int(parse_number(word) or 0)


@lru_cache(maxsize=512)
def _year_number(word: str) -> int:
    return int(word) if word.isdigit() else int(parse_number(word) or 0)


def written_date(iso: str) -> str:
    """An ISO day, month or year as French writes it: `2009-10-01` gives `1er octobre 2009`."""
    year, _, rest = iso.partition("-")
    month, _, day = rest.partition("-")
    if not month:
        return year
    name = _DATA["mois_ecrits"][int(month) - 1]
    if not day:
        return f"{name} {year}"
    return f"{'1er' if day == '01' else int(day)} {name} {year}"
