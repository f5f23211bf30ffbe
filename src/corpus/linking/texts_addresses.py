"""Addresses that the identity alone determines. Nothing is fetched, nothing is searched for.

Légifrance (ELI): `/eli/{type}/{year}/{month}/{day}/{NOR or number}/jo/texte`, days and months
without a leading zero; numbered texts answer to their number as to their NOR. EUR-Lex (ELI): year
and number.
"""

from __future__ import annotations

import re
from datetime import date

_TYPES = {"loi": "loi", "ordonnance": "ordonnance", "décret": "decret", "arrêté": "arrete"}
_NUMBERED = ("loi", "ordonnance", "décret")
_EUROPEAN = {"directive": "dir", "règlement": "reg"}
# From 2015 on all acts of the Union are numbered year first; before, regulations number first.
_YEAR_FIRST = 2015


def eli_of(kind: str, number: str | None, day: str | None, nor: str | None) -> str | None:
    """The ELI of a text of the Journal officiel or of the Union, when it is determined."""
    if kind in _EUROPEAN:
        return _european(kind, number, day)
    natural = nor or (number if kind in _NUMBERED else None)
    if kind not in _TYPES or natural is None or day is None:
        return None
    try:
        when = date.fromisoformat(day)
    except ValueError:
        return None
    place = f"{_TYPES[kind]}/{when.year}/{when.month}/{when.day}/{natural}"
    return f"https://www.legifrance.gouv.fr/eli/{place}/jo/texte"


def code_address(legitext: str | None) -> str | None:
    """The page of a code on Légifrance."""
    return f"https://www.legifrance.gouv.fr/codes/texte_lc/{legitext}" if legitext else None


def _european(kind: str, number: str | None, day: str | None) -> str | None:
    match = re.match(r"(\d{2,4})/(\d{1,4})", number or "")
    if match is None:
        return None
    first, second = int(match.group(1)), int(match.group(2))
    year = int(day[:4]) if day else None
    order = _order(kind, first, second, year)
    if order is None:
        return None
    return f"http://data.europa.eu/eli/{_EUROPEAN[kind]}/{order[0]}/{order[1]}/oj"


def _order(kind: str, first: int, second: int, year: int | None) -> tuple[int, int] | None:
    """(year, number), or None when both figures could be the year."""
    if kind == "directive":
        return (first + 1900 if first < 100 else first, second)
    readings = []
    if _is_year(first) and (year is None or first == year) and first >= _YEAR_FIRST:
        readings.append((first, second))
    if _is_year(second) and (year is None or second == year) and second < _YEAR_FIRST:
        readings.append((second, first))
    return readings[0] if len(readings) == 1 else None


def _is_year(value: int) -> bool:
    return 1958 <= value <= 2100
