"""Footnotes of a PDF page: the notes at its foot, and the calls that lead to them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files

from corpus.reading.layout import Line
from corpus.reading.page import Rect, Sheet, Word

_ASIDE = 8
_LABEL = re.compile(r"[\[(]?(\d{1,3}|\*{1,4}|[a-z])[\])]?[.:]?$")
_GLUED = re.compile(r"\d{1,3}(?=[A-ZÀ-Ý«][\w’'])")
_CALL = re.compile(r"[\[(]?(\d{1,3}(?:,\d{1,3})*|\*{1,4}|[a-z])[\])]?([.,;:»]*)$")


@dataclass(slots=True, eq=False)
class Note:
    """A footnote: the label that its call bears, and its lines (the label's included)."""

    label: str
    lines: list[Line]
    page: int


@dataclass(slots=True, eq=False)
class Foot:
    """One page's lines parted in body and notes. `rest` are lines at the foot that go on with the
    previous page's last note; `aside` are small lines at the very foot (a letterhead's address,
    the people to call), which must not part a sentence that runs on to the next page."""

    body: list[Line]
    aside: list[Line] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    rest: list[Line] = field(default_factory=list)


def part_notes(sheet: Sheet, lines: Sequence[Line], body_size: float) -> Foot:
    """Parts the notes at the foot of each column from the text above them.

    A foot begins under a short rule, or with the first line in smaller type whose label is called
    in the text above. Everything below it, to the end of the column, belongs to it.
    """
    foot = Foot([])
    for column in _columns(lines):
        start = _foot_start(sheet, column, body_size)
        if start is None:
            foot.body.extend(column)
            continue
        foot.body.extend(column[:start])
        for line in column[start:]:
            _set_label_apart(line)
            label = _note_label(line)
            if label and (not foot.notes or _follows(foot.notes[-1].label, label, line)):
                foot.notes.append(Note(label, [line], sheet.number))
            elif foot.notes:
                foot.notes[-1].lines.append(line)
            else:
                foot.rest.append(line)
    start = _aside_start(sheet, foot.body, body_size)
    foot.body, foot.aside = foot.body[:start], foot.body[start:]
    return foot


def _aside_start(sheet: Sheet, body: Sequence[Line], body_size: float) -> int:
    """Where small print at the foot begins that a gap of two lines sets apart from the text; the
    number of lines when there is none."""
    start = len(body)
    while start and body[start - 1].size <= 0.88 * body_size and body[start - 1].table is None:
        start -= 1
    if not 0 < start < len(body) or len(body) - start > _ASIDE:
        return len(body)
    above, first = body[start - 1], body[start]
    apart = first.base - above.base > 2.5 * body_size and above.column == first.column
    return start if apart and first.y0 > 0.75 * sheet.height else len(body)


def find_calls(lines: Sequence[Line], labels: set[str]) -> list[tuple[Word, str]]:
    """Raised figures, letters or stars of the text that bear one of `labels`, in order; each label
    is taken once, at its first place that is no exponent."""
    calls: list[tuple[Word, str]] = []
    left = set(labels)
    for line in lines:
        before = ""
        for word in line.words:
            label = _call_label(line, word)
            if label in left and not _is_exponent(before, label):
                calls.append((word, label))
                left.discard(label)
            before = word.text
    return calls


def _columns(lines: Sequence[Line]) -> list[list[Line]]:
    columns: list[list[Line]] = []
    for line in lines:
        if columns and columns[-1][-1].column == line.column:
            columns[-1].append(line)
        else:
            columns.append([line])
    return columns


def _foot_start(sheet: Sheet, column: list[Line], body_size: float) -> int | None:
    ruled = _under_rule(sheet, column, body_size)
    if ruled is not None:
        return ruled
    called = {label for line in column for word in line.words if (label := _call_label(line, word))}
    for at in range(len(column) - 1, -1, -1):
        line = column[at]
        if line.table is not None or line.size > 0.95 * body_size:
            return None
        if _note_label(line) in called and (at == 0 or column[at - 1].size > 0.95 * body_size):
            return at
    return None


def _under_rule(sheet: Sheet, column: list[Line], body_size: float) -> int | None:
    """The first line under a separator: a rule alone, at the column's left, a third of its width,
    with nothing but small or labelled lines below."""
    left, right = column[0].left, max(column[0].right, column[0].left + 100)
    for rule in sorted(sheet.rules, key=lambda rule: rule[1]):
        if not _is_separator(rule, left, right) or rule[1] < 0.35 * sheet.height:
            continue
        start = next((at for at, line in enumerate(column) if line.base > rule[1]), None)
        if start is None or any(line.table is not None for line in column[start:]):
            continue
        if start and rule[1] - column[start - 1].base < 2.5:
            continue
        first = column[start]
        small = all(line.size <= 0.95 * body_size for line in column[start:])
        labelled = bool(_note_label(first)) and first.size <= body_size + 0.3
        if small or (labelled and first.y0 - rule[1] < 2.5 * first.size):
            return start
    return None


def _is_separator(rule: Rect, left: float, right: float) -> bool:
    width = rule[2] - rule[0]
    return (
        rule[3] - rule[1] < 2.5
        and abs(rule[0] - left) < 0.12 * (right - left)
        and 30 <= width <= 0.5 * (right - left)
    )


def _set_label_apart(line: Line) -> None:
    """Parts a label from the word to which it is glued: from ten on, numbers fill the space that
    hangs before a note (`14Voir`)."""
    word = line.words[0]
    match = _GLUED.match(word.text)
    if match is None:
        return
    length = match.end()
    middle = word.x0 + word.width * length / len(word.text)
    rest = replace(word, start=word.start + length, text=word.text[length:], x0=middle)
    label = replace(word, end=rest.start, text=match.group(), x1=middle, broken=False, apart=True)
    line.words[:1] = [label, rest]


def _note_label(line: Line) -> str:
    if len(line.words) < 2 and not line.words[0].style:
        return ""
    match = _LABEL.match(line.words[0].text)
    if match is None:
        glued = _GLUED.match(line.words[0].text)
        return glued.group() if glued else ""
    label = match.group(1)
    raised = line.words[0].size < 0.85 * line.size
    return label if raised or not label.isalpha() else ""


def _follows(last: str, label: str, line: Line) -> bool:
    raised = line.words[0].size < 0.85 * line.size
    if label.isdigit() and last.isdigit():
        return int(label) == int(last) + 1 or (raised and int(label) > int(last))
    return raised or len(label) > len(last)


def _call_label(line: Line, word: Word) -> str:
    if word.size >= 0.85 * line.size or word.base > line.base - 0.08 * line.size:
        return ""
    match = _CALL.match(word.text)
    return match.group(1) if match else ""


def _is_exponent(before: str, label: str) -> bool:
    return label in ("2", "3") and before in _units()


@cache
def _units() -> frozenset[str]:
    text = files("corpus.reading").joinpath("data/units.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))
