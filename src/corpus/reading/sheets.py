"""Tables of cells: CSV with its encoding and delimiter found; XLSX and ODS have their own modules.

Cells come as they are shown. Rows keep their number in the file, so that an answer can be found
again.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from corpus.errors import ReadingError
from corpus.model import Problem
from corpus.reading.assembly import clean
from corpus.reading.encoding import decode
from corpus.reading.source import Source

DELIMITERS = ";,\t|"
MOST_COLUMNS = 2_000
MOST_ROWS = 200_000
_SAMPLE_ROWS = 200
_LONGEST_CELL = 10_000_000


@dataclass(frozen=True, slots=True)
class Row:
    """One row that holds something: its number in the file, counted from 1, and its cells."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: its name (empty for CSV), its rows that are not blank, and whether the workbook
    hides it (rows hidden by a filter are read: a filter is forgotten more often than meant)."""

    name: str
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...] = ()
    hidden: bool = False

    @property
    def size(self) -> int:
        """How many cells hold something."""
        return sum(bool(cell) for row in self.rows for cell in row.cells)


def read_csv_sheet(source: Source) -> Sheet:
    """The table in a CSV or TSV file.

    Raises `ReadingError` (`csv-invalide`) when its quotes make no table.
    """
    decoded = decode(source.data, name=source.name)
    text = clean(decoded.text)
    csv.field_size_limit(_LONGEST_CELL)
    try:
        numbered = enumerate(_parse(text, _delimiter(text)), 1)
        return Sheet("", tuple(kept_rows(numbered, source.name)), decoded.problems)
    except csv.Error as error:
        raise ReadingError(
            f"{source.name} : le tableau CSV est mal formé ({error}).",
            "Ouvrez-le dans un tableur et enregistrez-le de nouveau en CSV, XLSX ou ODS.",
            code="csv-invalide",
        ) from error


def kept_rows(numbered: Iterable[tuple[int, list[str]]], name: str) -> Iterator[Row]:
    """The rows that hold something, without blanks around and after their cells.

    Raises `ReadingError` (`tableau-trop-long`) past 200,000 of them.
    """
    count = 0
    for number, cells in numbered:
        trimmed = [cell.strip() for cell in cells[:MOST_COLUMNS]]
        while trimmed and not trimmed[-1]:
            trimmed.pop()
        if not trimmed:
            continue
        count += 1
        if count > MOST_ROWS:
            raise ReadingError(
                f"{name} : le tableau a plus de {MOST_ROWS} lignes.",
                "Découpez-le en plusieurs fichiers.",
                code="tableau-trop-long",
            )
        yield Row(number, tuple(trimmed))


def _parse(text: str, delimiter: str) -> Iterator[list[str]]:
    yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def _delimiter(text: str) -> str:
    """The delimiter under which most rows have the same number of cells, and more than one."""
    best, mark = max(DELIMITERS, key=text.count), 0.0
    for delimiter in DELIMITERS:
        widths = _widths(text, delimiter)
        usual = max(set(widths), key=widths.count, default=1)
        agreed = widths.count(usual) / len(widths) if widths else 0.0
        score = agreed * min(usual - 1, 20) ** 0.5 if usual > 1 else 0.0
        if score > mark:
            best, mark = delimiter, score
    return best


def _widths(text: str, delimiter: str) -> list[int]:
    widths: list[int] = []
    try:
        for cells in _parse(text, delimiter):
            if any(cells):
                widths.append(len(cells))
            if len(widths) >= _SAMPLE_ROWS:
                break
    except csv.Error:
        return []
    return widths
