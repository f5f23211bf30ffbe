"""Words to lines, and lines into the order in which they are read.

A page is taken apart by geometry alone: words on one baseline make a row, a row is cut into
segments at wide gaps, and a gutter that many segments respect makes columns, read one after the
other (the idea of a recursive XY cut, with wide lines set apart first so that a title over two
columns does not hide their gutter). Where no gutter holds, the segments of a row are one line:
two signatures side by side, or a table without rules, stay row by row.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from corpus.reading.page import BOLD, ITALIC, SIDEWAYS, Sheet, Word
from corpus.reading.tables import Table

# A gap wider than this many type sizes may be a gutter; justified words stand closer.
_WIDE_GAP = 1.1
_GUTTER = 7.0
_MIN_COLUMN_LINES = 4


@dataclass(slots=True, eq=False)
class Line:
    """Words read one after the other at one height. `left` and `right` are the margins of the
    column it stands in; `column` numbers the columns of a page in reading order. A ruled table
    takes its place among the lines as one line with `table`."""

    words: list[Word]
    x0: float = 0.0
    y0: float = 0.0
    x1: float = 0.0
    y1: float = 0.0
    base: float = 0.0
    size: float = 0.0
    style: int = 0
    left: float = 0.0
    right: float = 0.0
    column: int = 0
    page: int = 0
    table: Table | None = None

    def __post_init__(self) -> None:
        words = self.words
        first = words[0]
        x0, y0, x1, y1 = first.x0, first.y0, first.x1, first.y1
        size, style, even = first.size, first.style, True
        for word in words:
            if word.x0 < x0:
                x0 = word.x0
            if word.x1 > x1:
                x1 = word.x1
            if word.y0 < y0:
                y0 = word.y0
            if word.y1 > y1:
                y1 = word.y1
            if word.size != size or word.style != style:
                even = False
        self.x0, self.y0, self.x1, self.y1 = x0, y0, x1, y1
        self.size, self.base = size, first.base
        if even:
            self.style |= style & (BOLD | ITALIC)
        else:
            self._weigh()

    def _weigh(self) -> None:
        """The type size of most letters, its baseline, and the traits that nearly all have."""
        weights: dict[float, int] = {}
        bold = italic = letters = 0
        for word in self.words:
            length = len(word.text)
            letters += length
            weights[word.size] = weights.get(word.size, 0) + length
            bold += length if word.style & BOLD else 0
            italic += length if word.style & ITALIC else 0
        self.size = max(weights, key=lambda size: (weights[size], size))
        self.base = next(word.base for word in self.words if word.size == self.size)
        self.style |= BOLD if bold > 0.8 * letters else 0
        self.style |= ITALIC if italic > 0.8 * letters else 0

    @property
    def text(self) -> str:
        """Its words with single blanks, for patterns; the canonical text is composed elsewhere."""
        return " ".join(word.text for word in self.words)


@dataclass(slots=True)
class _Row:
    words: list[Word] = field(default_factory=list)
    base: float = 0.0
    size: float = 0.0


def lines_of(
    sheet: Sheet, words: Sequence[Word] | None = None, tables: Sequence[Table] = ()
) -> list[Line]:
    """The lines of a page (or of some of its words) in reading order, its tables among them."""
    chosen = sheet.words if words is None else words
    upright = [word for word in chosen if not word.style & SIDEWAYS]
    segments = [segment for row in _rows(upright) for segment in _segments(row)]
    segments += [_table_line(table) for table in tables]
    left = min((segment.x0 for segment in segments), default=0.0)
    right = max((segment.x1 for segment in segments), default=0.0)
    lines = _ordered(segments, left, right)
    lines.extend(_sideways([word for word in chosen if word.style & SIDEWAYS]))
    for line in lines:
        line.page = sheet.number
    return lines


def _table_line(table: Table) -> Line:
    line = Line(table.words())
    line.table = table
    line.x0, line.y0, line.x1, line.y1 = table.rect
    line.base = table.rect[1] + 1.0
    return line


def _rows(words: list[Word]) -> list[_Row]:
    """Groups words by baseline, the largest first, so that raised figures find their line."""
    # Nearly all words of a line share one baseline to the last digit: these go together at once.
    runs: dict[tuple[float, float], list[Word]] = {}
    for word in words:
        runs.setdefault((word.base, word.size), []).append(word)
    rows: list[_Row] = []
    bases: list[float] = []
    for (base, size), run in sorted(runs.items(), key=lambda item: -item[0][1]):
        at = bisect_left(bases, base - 1.2 * size)
        near: list[_Row] = []
        while at < len(rows) and bases[at] <= base + 1.2 * size:
            near.append(rows[at])
            at += 1
        left = _onto_rows(run, near)
        if left:
            at = bisect_left(bases, base)
            rows.insert(at, _Row(left, base, size))
            bases.insert(at, base)
    for row in rows:
        row.words.sort(key=lambda word: word.x0)
    return rows


def _onto_rows(run: list[Word], near: list[_Row]) -> list[Word]:
    """Puts words of one baseline on the rows to which they belong; gives those that are left."""
    if not near:
        return run
    left: list[Word] = []
    for word in run:
        best, best_distance = None, 0.0
        for row in near:
            distance = _off_base(row, word)
            if distance is not None and (best is None or distance < best_distance):
                best, best_distance = row, distance
        if best is None:
            left.append(word)
        else:
            best.words.append(word)
    return left


def _off_base(row: _Row, word: Word) -> float | None:
    """How far a word stands off a row's baseline, or None when it is not of that row."""
    distance = abs(word.base - row.base)
    if distance <= 0.25 * word.size:
        return distance
    raised = word.size < 0.85 * row.size and (
        row.base - 0.75 * row.size <= word.base <= row.base + 0.35 * row.size
    )
    if raised and any(_is_beside(word, other, row.size) for other in row.words):
        return distance
    return None


def _is_beside(word: Word, other: Word, size: float) -> bool:
    """True when a small raised word follows `other`, or stands before it (a note's own label may
    be set off by a tabulator)."""
    after, before = word.x0 - other.x1, other.x0 - word.x1
    return -0.2 * size < after < 0.6 * size or -0.2 * size < before < 4 * size


def _segments(row: _Row) -> list[Line]:
    parts: list[list[Word]] = []
    for word in row.words:
        if parts and word.x0 - parts[-1][-1].x1 <= max(_GUTTER, _WIDE_GAP * row.size):
            parts[-1].append(word)
        else:
            parts.append([word])
    return [Line(part) for part in parts]


def _ordered(segments: list[Line], left_edge: float, right_edge: float) -> list[Line]:
    gutter = _gutter(segments)
    if gutter is None:
        return _by_row(segments, left_edge, right_edge)
    parts: list[list[Line]] = []
    rows: list[Line] = []
    for band in _bands(segments, gutter):
        left, right = _sides(band, gutter)
        if not _are_columns(left, right):
            rows += band
            continue
        parts += [
            _by_row(rows, left_edge, right_edge),
            _ordered(left, left_edge, max(line.x1 for line in left)),
            _ordered(right, min(line.x0 for line in right), right_edge),
        ]
        rows = []
    parts.append(_by_row(rows, left_edge, right_edge))
    lines: list[Line] = []
    for part in parts:
        shift = 1 + max((line.column for line in lines), default=-1)
        for line in part:
            line.column += shift
        lines += part
    return lines


def _gutter(segments: list[Line]) -> float | None:
    """The x before which most lines of a second column begin, of all those that part columns."""
    starts = sorted(segment.x0 for segment in segments)
    ends = sorted(segment.x1 for segment in segments)
    best: tuple[int, float] | None = None
    at = 0
    while at < len(starts):
        end = bisect_left(starts, starts[at] + 3.0)
        x = starts[at] - _GUTTER / 2
        if end - at >= _MIN_COLUMN_LINES and bisect_left(ends, x) >= _MIN_COLUMN_LINES:
            sides = [_sides(band, x) for band in _bands(segments, x)]
            count = sum(
                len(left) + len(right) for left, right in sides if _are_columns(left, right)
            )
            if count and (best is None or count > best[0]):
                best = count, x
        at = end
    return best[1] if best is not None else None


def _sides(band: list[Line], gutter: float) -> tuple[list[Line], list[Line]]:
    left = [segment for segment in band if segment.x1 <= gutter]
    right = [segment for segment in band if segment.x0 >= gutter]
    return left, right


def _bands(segments: list[Line], gutter: float) -> list[list[Line]]:
    """Cuts a page at the rows that cross the gutter; each band is in one or two columns."""
    bands: list[list[Line]] = [[]]
    crossing: bool | None = None
    for row in _grouped(segments):
        crosses = any(segment.x0 < gutter < segment.x1 for segment in row)
        if crossing is not None and crosses != crossing:
            bands.append([])
        crossing = crosses
        bands[-1].extend(row)
    return bands


def _are_columns(left: list[Line], right: list[Line]) -> bool:
    """True for running text side by side, and for running text beside a block of its own (a
    letter's service and address in the margin); false for labels, signatures, and tables without
    rules, whose rows are what belongs together."""
    if min(len(left), len(right)) < _MIN_COLUMN_LINES:
        return False
    overlap = min(left[-1].base, right[-1].base) - max(left[0].base, right[0].base)
    shorter = min(left[-1].base - left[0].base, right[-1].base - right[0].base)
    if overlap < 0.5 * shorter:
        return False
    prose = [_is_prose(side) for side in (left, right)]
    return all(prose) or (any(prose) and _is_apart(left, right))


def _is_apart(left: list[Line], right: list[Line]) -> bool:
    """True when two blocks are set each by itself: in other type, or on lines that do not meet."""
    sizes = [median(line.size for line in side) for side in (left, right)]
    if min(sizes) < 0.88 * max(sizes):
        return True
    fewer, more = sorted((left, right), key=len)
    bases = [line.base for line in more]
    meeting = sum(
        any(abs(base - line.base) <= 0.12 * line.size for base in bases) for line in fewer
    )
    return meeting <= 0.4 * len(fewer)


def _is_prose(side: list[Line]) -> bool:
    """Lines that mostly fill their column and hold several words. Justified words may stand so far
    apart that a line is several segments."""
    rows = _grouped(side)
    low, high = min(line.x0 for line in side), max(line.x1 for line in side)
    widths = [max(one.x1 for one in row) - min(one.x0 for one in row) for row in rows]
    words = [sum(len(one.words) for one in row) for row in rows]
    return len(rows) >= _MIN_COLUMN_LINES and (
        median(widths) >= 0.6 * (high - low) and median(words) >= 3
    )


def _by_row(segments: list[Line], left: float, right: float) -> list[Line]:
    """Joins segments of one height to lines, from top to bottom."""
    lines: list[Line] = []
    for row in _grouped(segments):
        row.sort(key=lambda segment: segment.x0)
        line = row[0] if len(row) == 1 else Line([word for part in row for word in part.words])
        line.left, line.right = left, right
        lines.append(line)
    return lines


def _grouped(segments: list[Line]) -> list[list[Line]]:
    """Segments by height, from top to bottom; a table is a row of its own."""
    rows: list[list[Line]] = []
    for segment in sorted(segments, key=lambda segment: (segment.base, segment.x0)):
        last = rows[-1][0] if rows else None
        if (
            last is not None
            and segment.table is None
            and last.table is None
            and abs(segment.base - last.base) <= 0.25 * min(segment.size, last.size)
        ):
            rows[-1].append(segment)
        else:
            rows.append([segment])
    return rows


def _sideways(words: list[Word]) -> list[Line]:
    """Words that run across the page's own direction, line by line as the engine gave them."""
    lines: list[list[Word]] = []
    for word in words:
        last = lines[-1][-1] if lines else None
        near = last is not None and (
            abs(last.x0 - word.x0) < word.size or abs(last.y0 - word.y0) < word.size
        )
        if near and last is not None and word.start - last.end <= 1:
            lines[-1].append(word)
        else:
            lines.append([word])
    return [Line(part) for part in lines]
