"""Running headers and footers, page numbers, stamps: found, set aside, never thrown away.

A line at a page's edge is furniture when it returns at the same height on several pages word for
word, or with a number that grows with the pages; or when it is a page number in a series; or a
stamp. The search goes from the edge inwards and stops at the first line of body, so that a body
line that happens to return (a form's question, a table's head) is not touched.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from rapidfuzz import fuzz

from corpus.reading.layout import Line
from corpus.reading.page import SIDEWAYS, Sheet
from corpus.reading.page_numbers import (
    Number,
    Sides,
    end_numbers,
    in_margin,
    may_bear_number,
    numbered_heads,
    page_numbers,
    shared_numbers,
)
from corpus.reading.stamps import marginal, stamps_of

_DEPTH = 7
_SAME_HEIGHT = 6.0
_DIGITS = re.compile(r"\d+")


@dataclass(slots=True)
class Found:
    """What was set aside: `kinds` by line; `labels` by page number; `properties` of the stamps."""

    kinds: dict[Line, str] = field(default_factory=dict)
    labels: dict[int, str] = field(default_factory=dict)
    properties: dict[str, str] = field(default_factory=dict)


def find_furniture(pages: Sequence[tuple[Sheet, list[Line]]]) -> Found:
    """Looks at all the pages of a file at once; `pages` pairs each sheet with its lines."""
    found = Found()
    sizes: Counter[float] = Counter()
    for sheet, lines in pages:
        stamps, said = stamps_of(lines)
        found.kinds.update(marginal(sheet, lines))
        found.kinds.update((line, "stamp") for line in stamps)
        found.properties = {**said, **found.properties}
        for line in lines:
            sizes[line.size] += len(line.words)
    body_size = sizes.most_common(1)[0][0] if sizes else 0.0
    sides = [side for sheet, lines in pages for side in _sides(sheet, lines, found)]
    numbers = page_numbers(sides)
    running = numbered_heads(sides, numbers, body_size)
    running |= _running(sides, len(pages), body_size)
    for side in sides:
        _from_the_edge(side, numbers, running, found)
    for line, number in numbers.items():
        # A number of a series with its total is one even above a foot that does not return.
        if number.total and line not in found.kinds and line.page not in found.labels:
            found.kinds[line] = "page-number"
            found.labels[line.page] = number.label
    for line, number in shared_numbers(sides, numbers, found.labels).items():
        found.kinds[line] = "page-number"
        found.labels[line.page] = number.label
    return found


def _sides(sheet: Sheet, lines: list[Line], found: Found) -> Iterable[Sides]:
    upright = [
        line for line in lines if line not in found.kinds and not line.words[0].style & SIDEWAYS
    ]
    by_height = sorted(upright, key=lambda line: line.base)
    yield Sides(sheet.number, sheet.height, "top", by_height[:_DEPTH])
    yield Sides(sheet.number, sheet.height, "bottom", by_height[: -_DEPTH - 1 : -1])


def _from_the_edge(
    side: Sides, numbers: dict[Line, Number], running: dict[Line, str], found: Found
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


# ------------------------------------------------------------------ running lines


def _running(sides: list[Sides], page_count: int, body_size: float) -> dict[Line, str]:
    """Lines that return at one height: the line -> the page's number it bears, or nothing."""
    groups: dict[tuple[str, str], list[tuple[Sides, Line]]] = defaultdict(list)
    for side in sides:
        for line in side.lines:
            if in_margin(side, line):
                groups[side.edge, _key(line.text)].append((side, line))
    candidates: list[tuple[list[tuple[Sides, Line]], dict[Line, str]]] = []
    for members in _merge_noisy(groups):
        for level in _same_height(members):
            labels = _growing(level, body_size)
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
        # A page that returns as a whole (three copies of a letter in one file) has no edge.
        alone = side.height if len(side.lines) - len(inner) <= 3 else 0.0
        gap = min((abs(other.base - last.base) for other in inner), default=alone)
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


def _growing(members: list[tuple[Sides, Line]], body_size: float) -> dict[Line, str]:
    """The number at the end or start of each line that grows by one a page, as it is printed."""
    offsets: dict[int, dict[Line, str]] = defaultdict(dict)
    for side, line in members:
        for value, label in end_numbers(line.text):
            offset = value - side.page
            if may_bear_number(side, line, offset, body_size):
                offsets[offset].setdefault(line, label)
    if len(members) < 2:
        return {}
    return next((found for found in offsets.values() if len(found) == len(members)), {})


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
