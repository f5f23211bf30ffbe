"""A table of questions and answers: one pair a row, everything by one respondent.

Administrations answer written questionnaires in such tables. Read as a questionnaire, each row
would be another respondent, who answers « Question ».
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from corpus.model import Document, Problem
from corpus.reading.assembly import Assembly
from corpus.reading.pieces import add_plain
from corpus.reading.sheets import Row, Sheet
from corpus.reading.sidecar import folded
from corpus.reading.source import Source

READER = "questionnaire/1"
_HEADER_WITHIN = 10


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the header stands, and under which columns numbers (None without), questions and
    answers do."""

    header: int
    question: int
    answer: int
    number: int | None = None


def columns_of(sheet: Sheet) -> Columns | None:
    """The columns of a table of questions and answers; None for any other, and for one with more
    columns than these, whose cells would be lost."""
    for at, row in enumerate(sheet.rows[:_HEADER_WITHIN]):
        kinds = {_kinds().get(folded(cell), cell): place for place, cell in enumerate(row.cells)}
        if "question" not in kinds or "reponse" not in kinds:
            continue
        known = {kinds[kind] for kind in ("numero", "question", "reponse") if kind in kinds}
        used = {place for one in sheet.rows for place, cell in enumerate(one.cells) if cell}
        if not used <= known:
            return None
        return Columns(at, kinds["question"], kinds["reponse"], kinds.get("numero"))
    return None


def read_pairs(
    source: Source, form: str, sheet: Sheet, columns: Columns, problems: Sequence[Problem]
) -> Document:
    """The one document in such a table. A row without a question goes on with the answer above."""
    assembly = Assembly(source, form, READER)
    assembly.problems.extend(problems)
    for row in sheet.rows[: columns.header]:
        for at in range(len(row.cells)):
            _write(assembly, "heading", row, at)
    for row in sheet.rows[columns.header + 1 :]:
        _write(assembly, "question", row, columns.question, columns.number)
        _write(assembly, "answer", row, columns.answer)
    return assembly.build()


def _write(assembly: Assembly, kind: str, row: Row, at: int, number: int | None = None) -> None:
    places = [number, at] if number is not None else [at]
    cells = [row.cells[place] for place in places if place < len(row.cells) and row.cells[place]]
    if not cells:
        return
    assembly.separate("\n" if kind == "answer" else "\n\n")
    block = assembly.open(kind, attributes={"column": str(at + 1), "row": str(row.number)})
    for order, cell in enumerate(cells):
        if order:
            assembly.add(" ")
        add_plain(assembly, cell)
    assembly.close(block)


@cache
def _kinds() -> dict[str, str]:
    text = files("corpus.reading").joinpath("data/questionnaire.yaml").read_text(encoding="utf-8")
    return {folded(name): kind for kind, names in yaml.safe_load(text).items() for name in names}
