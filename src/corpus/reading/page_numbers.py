"""Printed page numbers: a number alone, with its total, or at the end of a running head."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container
from dataclasses import dataclass
from functools import cache
from statistics import median

from corpus.reading.furniture_data import furniture_data
from corpus.reading.layout import Line
from corpus.reading.page import BOLD

_EDGE = 0.17
_SAME_HEIGHT = 6.0
_LAST = re.compile(r"(?P<label>(?<!\d)(?P<n>\d{1,5})(?:\s*/\s*\d{1,5})?)\W*$")
_FIRST = re.compile(r"^\W*(?P<label>(?P<n>\d{1,5})(?:\s*/\s*\d{1,5})?)(?!\d)")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}


@dataclass(slots=True)
class Sides:
    """One page's lines at one edge, from the edge inwards."""

    page: int
    height: float
    edge: str
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class Number:
    """A printed number: its value, how it is printed, and its total when it has one."""

    value: int
    label: str
    total: str


def in_margin(side: Sides, line: Line) -> bool:
    """True when a line stands so near its edge that it may be no body."""
    if side.edge == "top":
        return line.y0 <= side.height * _EDGE
    return line.y1 >= side.height * (1 - _EDGE)


def page_numbers(sides: list[Sides]) -> dict[Line, Number]:
    """Lines that are a number and nothing else, in a series that grows by one a page."""
    candidates: list[tuple[Sides, Line, Number]] = []
    for side in sides:
        for line in side.lines[:3]:
            number = number_of(line.text)
            if number is not None and in_margin(side, line):
                candidates.append((side, line, number))
    series: dict[tuple[str, int, str], list[tuple[Sides, Line, Number]]] = defaultdict(list)
    for side, line, number in candidates:
        series[side.edge, number.value - side.page, number.total].append((side, line, number))
    chosen: dict[Line, Number] = {}
    for (_, offset, total), members in series.items():
        pages = {side.page for side, _, _ in members}
        for side, line, number in members:
            if len(pages) > 1 or _stands_alone(side, line, offset, total):
                chosen[line] = number
    return chosen


def shared_numbers(
    sides: list[Sides], numbers: dict[Line, Number], labelled: Container[int]
) -> dict[Line, Number]:
    """Page numbers that share their line with words of the page (`www.somme.gouv.fr    1/4`), on
    pages left without one: only with the total that the other pages' series has. Each comes as
    a line of its own."""
    totals = {number.total for number in numbers.values() if number.total}
    found: dict[Line, Number] = {}
    for side in sides:
        if side.page in labelled or not totals:
            continue
        for line in side.lines[:3]:
            last, before = line.words[-1], line.words[-2] if len(line.words) > 1 else None
            number = number_of(last.text)
            apart = before is not None and last.x0 - before.x1 > 1.5 * line.size
            if not apart or number is None or not in_margin(side, line):
                continue
            if number.total in totals and number.value == side.page:
                part = Line([last])
                part.page = side.page
                found[part] = number
    return found


def numbered_heads(
    sides: list[Sides], numbers: Container[Line], body_size: float
) -> dict[Line, str]:
    """Running heads whose words change and whose number follows the pages (`Chapter 3  7`): the
    outermost lines of three pages or more, at one height, with one offset to the page. Lines of
    `numbers`, that are a number and nothing else, prove no head."""
    series: dict[tuple[str, int], list[tuple[Sides, Line, str]]] = defaultdict(list)
    for side in sides:
        line = side.lines[0] if side.lines else None
        if line is None or line in numbers or not in_margin(side, line) or not _set_apart(side):
            continue
        for value, label in end_numbers(line.text):
            offset = value - side.page
            if may_bear_number(side, line, offset, body_size):
                series[side.edge, offset].append((side, line, label))
    heads: dict[Line, str] = {}
    for members in series.values():
        height = median(line.base for _, line, _ in members)
        level = [one for one in members if abs(one[1].base - height) <= _SAME_HEIGHT]
        if len({side.page for side, _, _ in level}) >= 3:
            heads.update((line, label) for _, line, label in level)
    return heads


def may_bear_number(side: Sides, line: Line, offset: int, body_size: float) -> bool:
    """False for a title at a page's top that counts by itself: `ANNEXE 1`, `ANNEXE 2`."""
    if side.edge == "bottom":
        return True
    plain = not line.style & BOLD and line.size <= 1.02 * body_size
    return plain and (offset == 0 or len(line.text) >= 12)


def end_numbers(text: str) -> list[tuple[int, str]]:
    """The number at a line's end and that at its start, each with its total when one follows."""
    matches = (_LAST.search(text), _FIRST.search(text))
    return [(int(match["n"]), match["label"]) for match in matches if match is not None]


def _set_apart(side: Sides) -> bool:
    if len(side.lines) < 2:
        return True
    return abs(side.lines[1].base - side.lines[0].base) > 1.3 * side.lines[0].size


def _stands_alone(side: Sides, line: Line, offset: int, total: str) -> bool:
    """A number with no series to prove it: the page's own, at the very edge, away from the text."""
    if line is not side.lines[0] or (offset != 0 and not total):
        return False
    others = [other for other in side.lines[1:] if other is not line]
    gap = min((abs(other.base - line.base) for other in others), default=side.height)
    outer = line.y1 < 0.09 * side.height or line.y0 > 0.91 * side.height
    return outer and (bool(total) or gap > 1.3 * max(line.size, 9.0))


def number_of(text: str) -> Number | None:
    """The page number that a line is, when it is nothing else."""
    for pattern in _patterns():
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
        return Number(value, re.sub(r"\s+", " ", groups["etiquette"]), total)
    return None


def _from_roman(text: str) -> int:
    values = [_ROMAN[letter] for letter in text]
    return sum(
        -value if value < max(values[at:], default=0) else value for at, value in enumerate(values)
    )


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(line, re.I) for line in furniture_data()["numeros_de_page"])
