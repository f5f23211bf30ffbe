"""Page furniture inside a plain text: page numbers on lines of their own, running headers."""

from __future__ import annotations

import re
from collections import Counter

from corpus.structure.lines import Line
from corpus.structure.vocabulary import opener
from corpus.structure.words import folded

_NUMBER = re.compile(
    r"(?:page\s*\|?\s*|p\.\s?)?[-–—|]?\s*(\d{1,4})(?:\s*(?:/|sur)\s*(\d{1,4}))?\s*[-–—|]?",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")
# How many lines above or below a page break can be a running header or footer.
_REACH = 2


def mark_furniture(text: str, lines: list[Line]) -> None:
    """Set `kind = "furniture"` on page numbers and on running headers and footers.

    A lone number is a page number when blank lines or a page break stand around it and it follows
    the last page number by one (a number in a column of figures does not). A line is a running
    header when the same line, figures apart, stands next to two page breaks or more.
    """
    for line in lines[:3]:
        if _is_journal(text[line.start : line.end]):
            line.kind = "furniture"
    breaks = _page_numbers(text, lines)
    breaks.update(index for index, line in enumerate(lines) if line.gap == 2)
    if not breaks:
        return
    _running_lines(text, lines, breaks)


def _is_journal(words: str) -> bool:
    """« 24 décembre 2021   JOURNAL OFFICIEL DE LA RÉPUBLIQUE FRANÇAISE   Texte 31 sur 124 »."""
    shown = folded(words) if len(words) < 130 else ""
    return any(name in shown for name in opener("furniture", "journaux")) and (
        "  " in words or "\t" in words
    )


def _page_numbers(text: str, lines: list[Line]) -> set[int]:
    """Marks the page numbers; gives the index of the line that begins the page after each."""
    breaks: set[int] = set()
    expected: int | None = None
    for index, line in enumerate(lines):
        if line.end - line.start > 16 or not _alone(lines, index):
            continue
        match = _NUMBER.fullmatch(text, line.start, line.end)
        if match is None:
            continue
        number = int(match[1])
        certain = bool(match[2]) or _beside_break(lines, index)
        if number == expected or (expected is None and number <= 3) or certain:
            line.kind = "furniture"
            expected = number + 1
            breaks.add(index + 1)
    return breaks


def _alone(lines: list[Line], index: int) -> bool:
    below = lines[index + 1].gap if index + 1 < len(lines) else 2
    return lines[index].gap > 0 and below > 0


def _beside_break(lines: list[Line], index: int) -> bool:
    return lines[index].gap == 2 or (index + 1 < len(lines) and lines[index + 1].gap == 2)


def _running_lines(text: str, lines: list[Line], breaks: set[int]) -> None:
    near = [index for at in {0, *breaks} for index in (*_after(lines, at), *_before(lines, at))]
    shapes = Counter(_shape(text, lines[index]) for index in set(near))
    for index in set(near):
        line = lines[index]
        if shapes[_shape(text, line)] > 1 and line.end - line.start > 5:
            line.kind = "furniture"


def _after(lines: list[Line], at: int) -> list[int]:
    return [i for i in range(at, min(at + _REACH, len(lines))) if not lines[i].kind]


def _before(lines: list[Line], at: int) -> list[int]:
    body = [i for i in range(max(0, at - _REACH - 1), min(at, len(lines))) if not lines[i].kind]
    return body[-_REACH:]


def _shape(text: str, line: Line) -> str:
    return _DIGITS.sub("#", " ".join(text[line.start : line.end].split())).lower()
