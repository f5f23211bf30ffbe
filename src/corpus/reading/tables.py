"""Tables from ruling lines: the grid by pdfplumber's algorithm, the words by PDFium.

pdfplumber needs about 100 ms to parse a page with pdfminer, and only its lines are wanted, which
PDFium has already given. Its grid finder is a set of functions on edges, so it is fed with those.

Only ruled tables become rows and cells; columns of figures without rules stay lines. A row that a
page break cuts is put together again in `tables_across`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from corpus.reading.page import Rect, Sheet, Word

_MAX_EDGES = 2_000
_TOLERANCE = 3.0


@dataclass(slots=True)
class Cell:
    """One cell: its place in the grid (from 0), its rectangle and its words. `rest` are the words
    of its lower part on a following page, by that page's number."""

    row: int
    column: int
    rect: Rect
    words: list[Word] = field(default_factory=list)
    rest: list[tuple[int, list[Word]]] = field(default_factory=list)


@dataclass(slots=True)
class Table:
    """A ruled table: its rectangle and its cells row by row, empty cells included. `open_above` and
    `open_below` tell that no border closes its first or last row at the page's edge."""

    rect: Rect
    rows: list[list[Cell]]
    open_above: bool = False
    open_below: bool = False

    def words(self) -> list[Word]:
        """Every word in it, cell by cell."""
        return [word for row in self.rows for cell in row for word in cell.words]


def tables_of(sheet: Sheet) -> list[Table]:
    """The ruled tables of a page with at least two cells in a row, filled with its words."""
    if len(sheet.rules) > _MAX_EDGES:
        return []
    ends = _open_ends(sheet)
    rules = [*sheet.rules, *ends]
    if not _has_grid(rules):
        return []
    tables = []
    for rects in _grids(rules):
        table = _fill(rects, sheet.words)
        if table is not None and _is_filled(table, sheet):
            tops, bottoms = (_at_edge(table.rect, ends, side) for side in (1, 3))
            table.open_above, table.open_below = tops, bottoms
            tables.append(table)
    return tables


def _has_grid(rules: Sequence[Rect]) -> bool:
    """True when rules could make a table: two each way, of more than a line's height."""
    across = sum(_is_flat(rule) and rule[2] - rule[0] > 20 for rule in rules)
    down = sum(not _is_flat(rule) and rule[3] - rule[1] > 8 for rule in rules)
    return across >= 2 and down >= 2


def _open_ends(sheet: Sheet) -> list[Rect]:
    """The borders that are missing where a page break cuts a row: at the foot or head of the page,
    where three rules down or more end at one height, away from the last rule across them."""
    ends: list[Rect] = []
    for side, near in ((3, 0.7), (1, 0.3)):
        groups: dict[int, list[Rect]] = defaultdict(list)
        for rule in sheet.rules:
            y = rule[side]
            at_edge = y > near * sheet.height if side == 3 else y < near * sheet.height
            if at_edge and not _is_flat(rule) and rule[3] - rule[1] > 8:
                groups[round(y / _TOLERANCE)].append(rule)
        for group in groups.values():
            end = _open_end(sheet.rules, group, side)
            if len(group) >= 3 and end is not None:
                ends.append(end)
    return ends


def _open_end(rules: Sequence[Rect], down: list[Rect], side: int) -> Rect | None:
    """The border that would close rules down at their lower (`side` 3) or upper end (1); None when
    there is one, or none crosses them as far as they reach."""
    x0, x1, y = min(rule[0] for rule in down), max(rule[2] for rule in down), down[0][side]
    top, bottom = min(rule[1] for rule in down), max(rule[3] for rule in down)
    across: dict[int, float] = defaultdict(float)
    for rule in rules:
        if _is_flat(rule) and top - _TOLERANCE <= rule[1] <= bottom + _TOLERANCE:
            across[round(rule[1])] += max(0.0, min(rule[2], x1) - max(rule[0], x0))
    whole = [at for at, width in across.items() if width > 0.9 * (x1 - x0)]
    if not whole or min(abs(at - y) for at in across) <= 2 * _TOLERANCE:
        return None
    return x0, y, x1, y


def _at_edge(rect: Rect, ends: Sequence[Rect], side: int) -> bool:
    return any(abs(rect[side] - end[1]) <= _TOLERANCE and end[0] < rect[2] for end in ends)


def _is_flat(rule: Rect) -> bool:
    return rule[2] - rule[0] >= rule[3] - rule[1]


def _grids(rules: Sequence[Rect]) -> list[list[Rect]]:
    from pdfplumber.table import (
        cells_to_tables,
        edges_to_intersections,
        intersections_to_cells,
        merge_edges,
    )

    edges = merge_edges(
        [_edge(rule) for rule in [*rules, *_missing_sides(rules)]],
        snap_x_tolerance=_TOLERANCE,
        snap_y_tolerance=_TOLERANCE,
        join_x_tolerance=_TOLERANCE,
        join_y_tolerance=_TOLERANCE,
    )
    crossings = edges_to_intersections(edges, _TOLERANCE, _TOLERANCE)
    grids: list[list[Rect]] = cells_to_tables(intersections_to_cells(crossings))
    return grids


def _missing_sides(rules: Sequence[Rect]) -> list[Rect]:
    """The left and right borders of tables that are open at their sides: where three rules or more
    across begin (or end) at one x and none down stands there, but some do between."""
    across: dict[tuple[int, int], list[Rect]] = defaultdict(list)
    down = [rule for rule in rules if not _is_flat(rule)]
    for rule in rules:
        if _is_flat(rule) and rule[2] - rule[0] > 40:
            across[round(rule[0] / 4), round(rule[2] / 4)].append(rule)
    sides: list[Rect] = []
    for group in across.values():
        if len(group) < 3:
            continue
        x0, x1 = group[0][0], group[0][2]
        top, bottom = min(rule[1] for rule in group), max(rule[3] for rule in group)
        within = [rule for rule in down if rule[1] < bottom and rule[3] > top]
        if not any(x0 + 10 < rule[0] < x1 - 10 for rule in within):
            continue
        for x in (x0, x1):
            if not any(abs(rule[0] - x) <= 2 * _TOLERANCE for rule in within):
                sides.append((x, top, x, bottom))
    return sides


def _edge(rule: Rect) -> dict[str, Any]:
    x0, y0, x1, y1 = rule
    if _is_flat(rule):
        y0 = y1 = (y0 + y1) / 2
    else:
        x0 = x1 = (x0 + x1) / 2
    return {
        "x0": x0,
        "x1": x1,
        "top": y0,
        "bottom": y1,
        "width": x1 - x0,
        "height": y1 - y0,
        "orientation": "h" if _is_flat(rule) else "v",
        "object_type": "line",
    }


def _fill(rects: list[Rect], words: list[Word]) -> Table | None:
    xs = _snap(x for rect in rects for x in (rect[0],))
    ys = _snap(y for rect in rects for y in (rect[1],))
    rows: dict[int, list[Cell]] = {}
    for rect in sorted(rects, key=lambda rect: (rect[1], rect[0])):
        row, column = _nearest(ys, rect[1]), _nearest(xs, rect[0])
        rows.setdefault(row, []).append(Cell(row, column, rect))
    table = Table(
        (
            min(rect[0] for rect in rects),
            min(rect[1] for rect in rects),
            max(rect[2] for rect in rects),
            max(rect[3] for rect in rects),
        ),
        [sorted(cells, key=lambda cell: cell.column) for _, cells in sorted(rows.items())],
    )
    if max(len(row) for row in table.rows) < 2:
        return None
    cells = [cell for row in table.rows for cell in row]
    left, top, right, bottom = table.rect
    for word in words:
        x, y = (word.x0 + word.x1) / 2, (word.y0 + word.y1) / 2
        if not (left <= x <= right and top <= y <= bottom):
            continue
        for cell in cells:
            if cell.rect[0] <= x <= cell.rect[2] and cell.rect[1] <= y <= cell.rect[3]:
                cell.words.append(word)
                break
    return table


def _is_filled(table: Table, sheet: Sheet) -> bool:
    """True with words in two cells; one is enough for the rest of a row cut by a page break."""
    filled = sum(bool(cell.words) for row in table.rows for cell in row)
    may_go_on = sheet.number > 1 and len(table.rows) == 1 and table.rect[1] < 0.3 * sheet.height
    return filled >= (1 if may_go_on else 2)


def _snap(values: Any) -> list[float]:
    kept: list[float] = []
    for value in sorted(values):
        if not kept or value - kept[-1] > _TOLERANCE:
            kept.append(value)
    return kept


def _nearest(values: list[float], value: float) -> int:
    return min(range(len(values)), key=lambda at: abs(values[at] - value))
