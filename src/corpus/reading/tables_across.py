"""Rows that a page break cuts: the lower part goes back to its cells, where that is certain.

A word processor that lets a row run over draws it twice, with borders of its own on each page, and
often its head again. So a cut leaves the grid as it is, and only the words tell: a cell's sentence
that stops in the middle above and goes on below, with the cells that were full left empty. Where
no border closes the row at the page's edge, this shows the cut by itself. Anything less stays two
rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import takewhile

from corpus.reading.blocks import runs_over
from corpus.reading.layout import Line, lines_of
from corpus.reading.page import Sheet, Word
from corpus.reading.tables import Cell, Table

_SAME_EDGE = 4.0


def rejoin_row(
    above: Table, below: Table, pages: tuple[int, int], sheets: Mapping[int, Sheet]
) -> bool:
    """Moves the first row of `below` (after a head that returns) into the last row of `above`, when
    that is the row cut by the page break between the two. True when it was.

    `pages` are those on which the two begin, `above` the last thing on its pages and `below` the
    first on its own; `sheets` are the file's pages by number.
    """
    page = max((number for cell in above.rows[-1] for number, _ in cell.rest), default=pages[0])
    heads = _heads_repeated(above, below)
    if page + 1 != pages[1] or heads >= min(len(above.rows), len(below.rows)):
        return False
    row, rest = above.rows[-1], below.rows[heads]
    if not _same_columns(row, rest):
        return False
    lasts = [_last(cell, sheets, pages[0]) for cell in row]
    firsts = [_line(cell.words, sheets[pages[1]], 0) for cell in rest]
    if not (above.open_below and below.open_above) and not _goes_on(lasts, firsts):
        return False
    for cell, more in zip(row, rest, strict=True):
        if more.words:
            cell.rest.append((pages[1], more.words))
    above.open_below = below.open_below and len(below.rows) == heads + 1
    del below.rows[heads]
    return True


def _heads_repeated(above: Table, below: Table) -> int:
    """How many of the first rows of `below` are those of `above`, word for word."""
    pairs = zip(above.rows, below.rows, strict=False)
    same = takewhile(lambda pair: _words(pair[0]) == _words(pair[1]), pairs)
    return sum(1 for _ in same)


def _words(row: Sequence[Cell]) -> list[list[str]]:
    return [[word.text for word in cell.words] for cell in row]


def _same_columns(row: Sequence[Cell], rest: Sequence[Cell]) -> bool:
    """True when two rows have the same borders, counted from the first: left and right pages may
    have margins of their own."""
    if len(row) != len(rest) or len(row) < 2:
        return False
    shift = rest[0].rect[0] - row[0].rect[0]
    return all(
        abs(one.rect[side] + shift - other.rect[side]) <= _SAME_EDGE
        for one, other in zip(row, rest, strict=True)
        for side in (0, 2)
    )


def _goes_on(lasts: Sequence[Line | None], firsts: Sequence[Line | None]) -> bool:
    """True when a cell's sentence goes on and nothing speaks for a new row: no cell begins below
    that is empty above, and the first one is empty or goes on itself."""
    full = [(last, first) for last, first in zip(lasts, firsts, strict=True) if first]
    on = [last is not None and runs_over(last, first) for last, first in full]
    if any(last is None for last, _ in full):
        return False
    return any(on) if lasts[0] and not firsts[0] else bool(on) and all(on)


def _last(cell: Cell, sheets: Mapping[int, Sheet], page: int) -> Line | None:
    number, words = cell.rest[-1] if cell.rest else (page, cell.words)
    return _line(words, sheets[number], -1)


def _line(words: Sequence[Word], sheet: Sheet, at: int) -> Line | None:
    return lines_of(sheet, words)[at] if words else None
