"""Running headers and footers, page numbers, stamps: found, set aside, never thrown away.

A line at a page's edge is furniture when it returns at the same height on several pages word for
word, or with a number that grows with the pages; or when it is a page number in a series; or a
stamp. The search goes from the edge inwards and stops at the first line of body, so that a body
line that happens to return (a form's question, a table's head) is not touched.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

import yaml
from rapidfuzz import fuzz

from corpus.reading.layout import Line
from corpus.reading.page import SIDEWAYS, Sheet

_DEPTH = 7
_EDGE = 0.17
_SAME_HEIGHT = 6.0
_LAST_NUMBER = re.compile(r"(?P<label>(?<!\d)(?P<n>\d{1,5})(?:\s*/\s*\d{1,5})?)\W*$")
_FIRST_NUMBER = re.compile(r"^\W*(?P<label>(?P<n>\d{1,5})(?:\s*/\s*\d{1,5})?)(?!\d)")
_DIGITS = re.compile(r"\d+")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}


@dataclass(slots=True)
class Sides:
    """One page's lines at one edge, from the edge inwards."""

    page: int
    height: float
    edge: str
    lines: list[Line]


@dataclass(slots=True)
class Found:
    """What was set aside: `kinds` by line; `labels` by page number; `properties` of the stamps."""

    kinds: dict[Line, str] = field(default_factory=dict)
    labels: dict[int, str] = field(default_factory=dict)
    properties: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Number:
    value: int
    label: str
    total: str


@dataclass(frozen=True, slots=True)
class _Stamp:
    pattern: re.Pattern[str]
    name: str
    needs_company: bool


def find_furniture(pages: Sequence[tuple[Sheet, list[Line]]]) -> Found:
    """Looks at all the pages of a file at once; `pages` pairs each sheet with its lines."""
    found = Found()
    for sheet, lines in pages:
        _take_stamps(lines, found)
        _take_marginal(sheet, lines, found)
    sides = [side for sheet, lines in pages for side in _sides(sheet, lines, found)]
    numbers = _page_numbers(sides)
    running = _running(sides, len(pages))
    for side in sides:
        _from_the_edge(side, numbers, running, found)
    _take_shared(sides, numbers, found)
    return found


def _sides(sheet: Sheet, lines: list[Line], found: Found) -> Iterable[Sides]:
    upright = [
        line for line in lines if line not in found.kinds and not line.words[0].style & SIDEWAYS
    ]
    by_height = sorted(upright, key=lambda line: line.base)
    yield Sides(sheet.number, sheet.height, "top", by_height[:_DEPTH])
    yield Sides(sheet.number, sheet.height, "bottom", by_height[: -_DEPTH - 1 : -1])


def _in_margin(side: Sides, line: Line) -> bool:
    if side.edge == "top":
        return line.y0 <= side.height * _EDGE
    return line.y1 >= side.height * (1 - _EDGE)


def _from_the_edge(
    side: Sides, numbers: dict[Line, _Number], running: dict[Line, str], found: Found
) -> None:
    for line in side.lines:
        if line in found.kinds:
            continue
        if line in numbers:
            found.kinds[line] = "page-number"
            found.labels[side.page] = numbers[line].label
        elif line in running:
            found.kinds[line] = "header" if side.edge == "top" else "footer"
            if running[line] and side.page not in found.labels:
                found.labels[side.page] = running[line]
        else:
            return


# ------------------------------------------------------------------ page numbers


def _page_numbers(sides: list[Sides]) -> dict[Line, _Number]:
    """Lines that are a number and nothing else, in a series that grows by one a page."""
    candidates: list[tuple[Sides, Line, _Number]] = []
    for side in sides:
        for line in side.lines[:3]:
            number = _number(line.text)
            if number is not None and _in_margin(side, line):
                candidates.append((side, line, number))
    series: dict[tuple[str, int, str], list[tuple[Sides, Line, _Number]]] = defaultdict(list)
    for side, line, number in candidates:
        series[side.edge, number.value - side.page, number.total].append((side, line, number))
    chosen: dict[Line, _Number] = {}
    for (_, offset, total), members in series.items():
        pages = {side.page for side, _, _ in members}
        for side, line, number in members:
            if len(pages) > 1 or _stands_alone(side, line, offset, total):
                chosen[line] = number
    return chosen


def _take_shared(sides: list[Sides], numbers: dict[Line, _Number], found: Found) -> None:
    """Page numbers that share their line with words of the page (`www.somme.gouv.fr    1/4`), on
    pages left without one: only with the total that the other pages' series has."""
    totals = {number.total for number in numbers.values() if number.total}
    for side in sides:
        if side.page in found.labels or not totals:
            continue
        for line in side.lines[:3]:
            last, before = line.words[-1], line.words[-2] if len(line.words) > 1 else None
            number = _number(last.text)
            apart = before is not None and last.x0 - before.x1 > 1.5 * line.size
            if not apart or number is None or not _in_margin(side, line):
                continue
            if number.total in totals and number.value == side.page:
                part = Line([last])
                part.page = side.page
                found.kinds[part] = "page-number"
                found.labels[side.page] = number.label


def _stands_alone(side: Sides, line: Line, offset: int, total: str) -> bool:
    """A number with no series to prove it: the page's own, at the very edge, away from the text."""
    if line is not side.lines[0] or (offset != 0 and not total):
        return False
    others = [other for other in side.lines[1:] if other is not line]
    gap = min((abs(other.base - line.base) for other in others), default=side.height)
    outer = line.y1 < 0.09 * side.height or line.y0 > 0.91 * side.height
    return outer and (bool(total) or gap > 1.3 * max(line.size, 9.0))


def _number(text: str) -> _Number | None:
    for pattern in _patterns()[0]:
        match = pattern.fullmatch(text.strip())
        if match is None:
            continue
        groups = match.groupdict()
        if groups.get("romain"):
            value = _from_roman(groups["romain"].lower())
        else:
            value = int(groups["numero"])
        total = groups.get("total") or ""
        if total and value > int(total):
            return None
        return _Number(value, re.sub(r"\s+", " ", groups["etiquette"]), total)
    return None


def _from_roman(text: str) -> int:
    values = [_ROMAN[letter] for letter in text]
    return sum(
        -value if value < max(values[at:], default=0) else value for at, value in enumerate(values)
    )


# ------------------------------------------------------------------ running lines


def _running(sides: list[Sides], page_count: int) -> dict[Line, str]:
    """Lines that return at one height: the line -> the page's number it bears, or nothing."""
    groups: dict[tuple[str, str], list[tuple[Sides, Line]]] = defaultdict(list)
    for side in sides:
        for line in side.lines:
            if _in_margin(side, line):
                groups[side.edge, _key(line.text)].append((side, line))
    candidates: list[tuple[list[tuple[Sides, Line]], dict[Line, str]]] = []
    for members in _merge_noisy(groups):
        for level in _same_height(members):
            labels = _growing(level)
            exact = len({_squeeze(line.text) for _, line in level}) == 1
            if len(level) > 1 and (exact or labels or _is_noisy(level)):
                candidates.append((level, labels))
    returning = {line for level, _ in candidates for _, line in level}
    return {
        line: labels.get(line, "")
        for level, labels in candidates
        if _returns(level, page_count, returning)
        for _, line in level
    }


def _returns(members: list[tuple[Sides, Line]], page_count: int, returning: set[Line]) -> bool:
    pages = sorted({side.page for side, _ in members})
    if len(pages) < 2:
        return False
    if page_count <= 4 and len(pages) >= page_count - 1:
        return _set_apart(members, returning)
    steps = [later - earlier for earlier, later in pairwise(pages)]
    in_a_row = sum(step <= 2 for step in steps) >= 2
    if len(pages) < 3 or not (in_a_row or len(pages) >= 0.2 * page_count):
        return False
    return _set_apart(members, returning)


def _set_apart(members: list[tuple[Sides, Line]], returning: set[Line]) -> bool:
    """True when, on most pages, white or a change of size parts these lines from the body."""
    apart = 0
    for side, line in members:
        edge = side.lines[: side.lines.index(line) + 1]
        inner = [other for other in side.lines[len(edge) :] if other not in returning]
        last = next((other for other in reversed(side.lines) if other in returning), line)
        gap = min((abs(other.base - last.base) for other in inner), default=side.height)
        body = max((other.size for other in inner), default=0.0)
        apart += gap > 1.6 * last.size or line.size < 0.88 * body
    return apart * 2 > len(members)


def _same_height(members: list[tuple[Sides, Line]]) -> list[list[tuple[Sides, Line]]]:
    levels: list[list[tuple[Sides, Line]]] = []
    for side, line in sorted(members, key=lambda pair: pair[1].base):
        if levels and line.base - levels[-1][0][1].base <= _SAME_HEIGHT:
            levels[-1].append((side, line))
        else:
            levels.append([(side, line)])
    return levels


def _growing(members: list[tuple[Sides, Line]]) -> dict[Line, str]:
    """The number at the end or start of each line that grows by one a page, with its total when
    one follows."""
    labels: dict[Line, str] = {}
    for pattern in (_LAST_NUMBER, _FIRST_NUMBER):
        found = [(side.page, line, pattern.search(line.text)) for side, line in members]
        offsets = {int(match["n"]) - page if match else None for page, _, match in found}
        if len(members) > 1 and len(offsets) == 1 and None not in offsets:
            for _, line, match in found:
                if match is not None:
                    labels[line] = match["label"]
            return labels
    return labels


def _merge_noisy(
    groups: dict[tuple[str, str], list[tuple[Sides, Line]]],
) -> list[list[tuple[Sides, Line]]]:
    """Groups of one text; those of recognised pages joined over a misread letter."""
    merged: list[tuple[str, str, list[tuple[Sides, Line]]]] = []
    for (edge, key), members in groups.items():
        if _is_noisy(members) and len(key) > 8:
            for other_edge, other_key, others in merged:
                if edge == other_edge and fuzz.ratio(key, other_key) > 88:
                    others.extend(members)
                    break
            else:
                merged.append((edge, key, list(members)))
        else:
            merged.append((edge, key, list(members)))
    return [members for _, _, members in merged]


def _is_noisy(members: list[tuple[Sides, Line]]) -> bool:
    return any(line.words[0].confidence is not None for _, line in members)


def _squeeze(text: str) -> str:
    return "".join(text.split())


def _key(text: str) -> str:
    return _DIGITS.sub("#", _squeeze(text)).lower()


# ------------------------------------------------------------------ stamps and margins


def _take_stamps(lines: list[Line], found: Found) -> None:
    matches: list[tuple[Line, _Stamp, re.Match[str]]] = []
    for line in lines:
        text = line.text.strip()
        if len(text) > 80:
            continue
        for stamp in _patterns()[1]:
            match = stamp.pattern.fullmatch(text)
            if match is not None:
                matches.append((line, stamp, match))
                break
    if all(stamp.needs_company for _, stamp, _ in matches):
        return
    for line, stamp, match in matches:
        found.kinds[line] = "stamp"
        groups = match.groupdict()
        value = groups.get("valeur") or _iso(groups.get("date"))
        if value and stamp.name not in found.properties:
            found.properties[stamp.name] = value


def _iso(date: str | None) -> str:
    if not date:
        return ""
    day, month, year = (int(part) for part in _DIGITS.findall(date))
    return f"{year:04}-{month:02}-{day:02}"


def _take_marginal(sheet: Sheet, lines: list[Line], found: Found) -> None:
    """Words across the page's direction: a mark in the margin, or a watermark."""
    for line in lines:
        if line in found.kinds or not line.words[0].style & SIDEWAYS:
            continue
        steep = line.x1 - line.x0 > 0.25 * sheet.width and line.y1 - line.y0 > 0.1 * sheet.height
        margin = line.x1 < 0.09 * sheet.width or line.x0 > 0.91 * sheet.width
        if steep or margin:
            found.kinds[line] = "watermark" if steep else "margin"


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], ...], tuple[_Stamp, ...]]:
    text = files("corpus.reading").joinpath("data/furniture.yaml").read_text(encoding="utf-8")
    content: dict[str, Any] = yaml.safe_load(text)
    numbers = tuple(re.compile(line, re.I) for line in content["numeros_de_page"])
    stamps = tuple(
        _Stamp(
            re.compile(entry["ligne"], re.I),
            entry["propriete"],
            bool(entry.get("seulement_avec_un_autre")),
        )
        for entry in content["tampons"]
    )
    return numbers, stamps
