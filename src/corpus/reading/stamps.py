"""Stamps of télétransmission, marks in the margin, watermarks: set aside wherever they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from corpus.reading.furniture_data import furniture_data
from corpus.reading.layout import Line
from corpus.reading.page import SIDEWAYS, Sheet

_DIGITS = re.compile(r"\d+")
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class _Stamp:
    """One line of a stamp: its expression, the property that it fills, and whether it counts only
    beside another line of a stamp."""

    pattern: re.Pattern[str]
    name: str
    needs_company: bool


def stamps_of(lines: Iterable[Line]) -> tuple[list[Line], dict[str, str]]:
    """The lines of a page that are stamps, and what they say (`stamp_sent` as an ISO date,
    `stamp_id`, …)."""
    matches: list[tuple[Line, _Stamp, re.Match[str]]] = []
    for line in lines:
        text = line.text.strip()
        if len(text) > _LONGEST:
            continue
        for stamp in _stamps():
            match = stamp.pattern.fullmatch(text)
            if match is not None:
                matches.append((line, stamp, match))
                break
    if all(stamp.needs_company for _, stamp, _ in matches):
        return [], {}
    said: dict[str, str] = {}
    for _, stamp, match in matches:
        groups = match.groupdict()
        value = groups.get("valeur") or _iso(groups.get("date"))
        if value:
            said.setdefault(stamp.name, value)
    return [line for line, _, _ in matches], said


def _iso(date: str | None) -> str:
    if not date:
        return ""
    day, month, year = (int(part) for part in _DIGITS.findall(date))
    return f"{year:04}-{month:02}-{day:02}"


def marginal(sheet: Sheet, lines: Iterable[Line]) -> Mapping[Line, str]:
    """Words across the page's direction: a mark in the margin, or a watermark."""
    found: dict[Line, str] = {}
    for line in lines:
        if not line.words[0].style & SIDEWAYS:
            continue
        steep = line.x1 - line.x0 > 0.25 * sheet.width and line.y1 - line.y0 > 0.1 * sheet.height
        margin = line.x1 < 0.09 * sheet.width or line.x0 > 0.91 * sheet.width
        if steep or margin:
            found[line] = "watermark" if steep else "margin"
    return found


@cache
def _stamps() -> tuple[_Stamp, ...]:
    return tuple(
        _Stamp(
            re.compile(entry["ligne"], re.I),
            entry["propriete"],
            bool(entry.get("seulement_avec_un_autre")),
        )
        for entry in furniture_data()["tampons"]
    )
