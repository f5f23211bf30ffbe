"""Questionnaires (.csv, .xlsx, .ods): one respondent a document.

A column is open when its answers are sentences, closed when they are choices, numbers or dates.
Closed answers go into the document's properties under the column's name; each open answer is an
`answer` block under its `question` block, and both are in the text. A table that holds no open
answer, or that names files, is no questionnaire and is read as one document of rows and cells; one
of questions and answers, pair by pair, is one respondent's.

The raw text is the same line of questions and answers: nothing is changed in it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.errors import ReadingError
from corpus.model import Document, Problem
from corpus.reading.assembly import Assembly
from corpus.reading.interview_table import columns_of, read_pairs
from corpus.reading.pieces import add_plain
from corpus.reading.sheets import Row, Sheet, read_csv_sheet
from corpus.reading.sidecar import file_header
from corpus.reading.source import Source
from corpus.reading.subtitles import Parsed, tell, write_cues
from corpus.reading.whisper import table_cues
from corpus.reading.xmlguard import shallow

READER = "questionnaire/1"
_CHOICES = re.compile(r"\s*[;|,]\s*|\n+")
_QUALTRICS = re.compile(r'^\{"ImportId":')
# An answer of so many words is a sentence; a column of choices repeats them.
_SENTENCE_WORDS = 8
_PHRASE_WORDS = 4
_FEW = 6
_HEADER_WITHIN = 10
_SIDECAR = "le tableau nomme des fichiers et n'est pas un questionnaire"
_NO_ANSWERS = "le tableau n'a pas de réponses ouvertes"


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet cut into its column names, which columns are open, and its respondents' rows."""

    names: tuple[str, ...]
    open: tuple[bool, ...]
    rows: tuple[Row, ...]
    above: tuple[str, ...] = ()


def read_csv(source: Source, *, ocr: bool = False) -> tuple[Document, ...]:
    """The documents in a CSV or TSV file (Whisper's `.tsv` is one of cues). Raises `ReadingError`
    when it is malformed."""
    sheet = read_csv_sheet(source)
    cues = table_cues([row.cells for row in sheet.rows])
    if cues is None:
        return _documents(source, "csv", [sheet])
    assembly = Assembly(source, "csv", READER)
    assembly.problems.extend(sheet.problems)
    write_cues(assembly, cues)
    tell(assembly, Parsed(tuple(cues)))
    return (assembly.build(),)


@shallow
def read_xlsx(source: Source, *, ocr: bool = False) -> tuple[Document, ...]:
    """The documents in an Excel workbook. Raises `ReadingError` when it is damaged."""
    from corpus.reading.sheets_xlsx import read_xlsx_sheets

    return _documents(source, "xlsx", read_xlsx_sheets(source))


@shallow
def read_ods(source: Source, *, ocr: bool = False) -> tuple[Document, ...]:
    """The documents in an OpenDocument spreadsheet. Raises `ReadingError` when it is damaged."""
    from corpus.reading.sheets_ods import read_ods_sheets

    return _documents(source, "ods", read_ods_sheets(source))


def _documents(source: Source, form: str, sheets: list[Sheet]) -> tuple[Document, ...]:
    filled = [sheet for sheet in sheets if sheet.rows]
    if not filled:
        raise ReadingError(
            f"{source.name} : le tableau est vide.",
            "Redemandez le fichier, ou retirez-le du dossier.",
            code="tableau-vide",
        )
    shown = [sheet for sheet in filled if not sheet.hidden] or filled
    sheet = max(shown, key=lambda each: each.size)
    problems = [*sheet.problems, *_unread(source, sheet, filled)]
    if file_header(sheet) is not None:
        return (_as_table(source, form, sheet, problems, _SIDECAR),)
    pairs = columns_of(sheet)
    if pairs is not None:
        return (read_pairs(source, form, sheet, pairs, problems),)
    table = cut(sheet)
    if table is None:
        return (_as_table(source, form, sheet, problems, _NO_ANSWERS),)
    return tuple(
        _respondent(source, form, table, row, problems if not index else [])
        for index, row in enumerate(table.rows)
    )


def cut(sheet: Sheet) -> Table | None:
    """The questionnaire in `sheet`, or None when no column holds open answers."""
    widest = max(len(row.cells) for row in sheet.rows)
    fewest = min(2, widest)
    header = next(
        (
            at
            for at, row in enumerate(sheet.rows[:_HEADER_WITHIN])
            if sum(map(bool, row.cells)) >= max(fewest, (widest + 1) // 2)
        ),
        0,
    )
    above = tuple(" ".join(filter(None, row.cells)) for row in sheet.rows[:header])
    header, rows = _qualtrics(sheet.rows, header)
    names = _unique(sheet.rows[header].cells, widest)
    opened = tuple(_is_open([_cell(row, at) for row in rows]) for at in range(widest))
    return Table(names, opened, rows, above) if rows and any(opened) else None


def _qualtrics(rows: Sequence[Row], header: int) -> tuple[int, tuple[Row, ...]]:
    """Qualtrics writes codes, questions and identifiers above the answers."""
    after = header + 2
    if after < len(rows) and _QUALTRICS.match(_cell(rows[after], 0)):
        return header + 1, tuple(rows[after + 1 :])
    return header, tuple(rows[header + 1 :])


def _unique(cells: Sequence[str], width: int) -> tuple[str, ...]:
    names: list[str] = []
    for at in range(width):
        name = " ".join((cells[at] if at < len(cells) else "").split()) or f"colonne {at + 1}"
        again = sum(known == name or known.startswith(f"{name} (") for known in names)
        names.append(f"{name} ({again + 1})" if again else name)
    return tuple(names)


def _is_open(answers: Iterable[str]) -> bool:
    given = [answer for answer in answers if answer]
    if not given:
        return False
    counts = sorted(len(answer.split()) for answer in given)
    if counts[-1] < _SENTENCE_WORDS and counts[len(counts) // 2] < _PHRASE_WORDS:
        return False
    # Choices recur, alone or several in a cell.
    if len(given) >= _FEW:
        choices = Counter(part for answer in given for part in _CHOICES.split(answer) if part)
        if len(set(given)) <= len(given) / 2 or len(choices) <= choices.total() / 3:
            return False
    return counts[-1] >= _SENTENCE_WORDS or len(set(given)) > 1


def _respondent(
    source: Source, form: str, table: Table, row: Row, problems: Sequence[Problem]
) -> Document:
    assembly = Assembly(source, form, READER)
    assembly.problems.extend(problems)
    for at, (name, is_open) in enumerate(zip(table.names, table.open, strict=True)):
        answer = _cell(row, at)
        if not answer:
            continue
        if not is_open:
            assembly.properties[name] = answer
            continue
        assembly.separate("\n\n")
        place = {"column": str(at + 1), "row": str(row.number)}
        question = assembly.open("question", attributes=place)
        add_plain(assembly, name)
        assembly.close(question)
        assembly.separate("\n")
        block = assembly.open("answer", attributes=place)
        add_plain(assembly, answer)
        assembly.close(block)
    return assembly.build(part=f"ligne {row.number}")


def _as_table(
    source: Source, form: str, sheet: Sheet, problems: Sequence[Problem], why: str
) -> Document:
    assembly = Assembly(source, form, READER)
    assembly.problems.extend(problems)
    for row in sheet.rows:
        assembly.separate("\n")
        place = {"row": str(row.number)}
        whole = assembly.open("row", attributes=place)
        for at, cell in enumerate(row.cells):
            if at:
                assembly.add("\t")
            block = assembly.open("cell", attributes={**place, "column": str(at + 1)})
            add_plain(assembly, cell)
            assembly.close(block)
        assembly.close(whole)
    assembly.problem("tableau", f"{why} ; il est lu comme un tableau, en un seul document.")
    return assembly.build()


def _unread(source: Source, read: Sheet, sheets: Sequence[Sheet]) -> list[Problem]:
    names = [sheet.name for sheet in sheets if sheet is not read]
    if not names:
        return []
    return [
        Problem(
            code="feuilles-non-lues",
            message=f"{source.name} : seule la feuille « {read.name} » est lue ; ne le sont pas :"
            f" {', '.join(names[:10])}.",
            remedy="Enregistrez chaque feuille à lire dans son propre fichier.",
            severity="warning",
            path=str(source.path),
        )
    ]


def _cell(row: Row, at: int) -> str:
    return row.cells[at] if at < len(row.cells) else ""
