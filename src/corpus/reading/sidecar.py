"""Tables of interviewees beside the transcripts: CSV, TSV, XLSX, ODS or YAML.

Such a table names files and says of each whom it hears: `Nom Fichier, Statut, Département…`. It
is no questionnaire. Column names are matched loosely (`data/sidecar.yaml`), and a transcript is
found by a name that lacks its suffix or what was added to it (`…_04a`: `…_04ab_traitement.docx`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path, PurePath
from typing import Any, TypeVar

import yaml

from corpus.errors import ReadingError
from corpus.reading.sheets import Sheet, read_csv_sheet
from corpus.reading.source import Source

FILE = "fichier"
_SUFFIX = re.compile(r"\.[a-z]{2,4}\d?$", re.I)
_NUMBERED = re.compile(r"\d")
_WORDS = re.compile(r"[^a-z0-9]+")
_HEADER_WITHIN = 5

Rows = Mapping[str, Mapping[str, str]]
Value = TypeVar("Value")


def read_rows(path: Path) -> Rows | None:
    """File name as written -> that row's values, or None when the file names no files.

    Keys of a row are `categorie`, `departement`, `organisation`, `date`, `lieu`, `personnes`,
    `role` where a column is known, and the column's own name otherwise; blank cells are left out.
    Raises `ReadingError` when the file cannot be read.
    """
    source = Source.from_path(path)
    if source.suffix in (".yaml", ".yml"):
        return _yaml_rows(source)
    for sheet in _sheets(source):
        if (header := file_header(sheet)) is not None:
            return _table_rows(sheet, header)
    return None


def file_header(sheet: Sheet) -> int | None:
    """The index of the row that names the columns, when one of them names files: its name says
    so, and most of its cells are made like file names."""
    for index, row in enumerate(sheet.rows[:_HEADER_WITHIN]):
        at = next((at for at, cell in enumerate(row.cells) if column(cell) == FILE), None)
        if at is None or len(row.cells) < 2:
            continue
        names = [each.cells[at] for each in sheet.rows[index + 1 :] if at < len(each.cells)]
        given = [name for name in names if name]
        if sum(map(_is_file_name, given)) * 2 > len(given):
            return index
    return None


def row_of(name: str, rows: Mapping[str, Value]) -> Value | None:
    """The value of the transcript called `name`: its own name, with or without suffix, or the
    longest name that begins it."""
    own = _stem(name)
    stems = {_stem(key): key for key in rows}
    if own in stems:
        return rows[stems[own]]
    fitting = [stem for stem in stems if stem and own.startswith(stem) and _ends(stem, own)]
    return rows[stems[max(fitting, key=len)]] if fitting else None


def column(name: str) -> str:
    """The known key for a column's name, or the name itself."""
    plain = _fold(name)
    return _columns().get(plain) or _columns().get(_singular(plain)) or name.strip()


def folded(name: str) -> str:
    """A column's name as names are compared: without case, accents, signs and plural marks."""
    return _singular(_fold(name))


def _ends(stem: str, own: str) -> bool:
    """`entretien 1` begins `entretien 1 anonyme`, not `entretien 12`; `04a` begins `04ab`."""
    last, following = stem[-1], own[len(stem)]
    return not following.isalnum() or (last.isalpha() and following.isalpha())


def _is_file_name(cell: str) -> bool:
    return bool(_SUFFIX.search(cell)) or (len(cell.split()) <= 4 and bool(_NUMBERED.search(cell)))


def _table_rows(sheet: Sheet, header: int) -> Rows:
    names: list[str] = []
    for cell in sheet.rows[header].cells:
        key = column(cell)
        names.append(key if key not in names else cell.strip())
    at = names.index(FILE)
    found: dict[str, dict[str, str]] = {}
    for row in sheet.rows[header + 1 :]:
        name = row.cells[at] if at < len(row.cells) else ""
        if name:
            values: dict[str, str] = {}
            for key, cell in zip(names, row.cells, strict=False):
                if key and cell:
                    values.setdefault(key, cell)
            found.setdefault(name, values)
    return found


def _yaml_rows(source: Source) -> Rows | None:
    try:
        content = yaml.safe_load(source.data)
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f", ligne {mark.line + 1}" if mark is not None else ""
        raise ReadingError(
            f"{source.name}{where} : ce n'est pas du YAML valable.",
            "Vérifiez l'alignement, les deux-points et les guillemets.",
            code="yaml-invalide",
        ) from error
    if isinstance(content, Mapping):
        entries: Iterable[tuple[Any, Any]] = content.items()
    elif isinstance(content, list):
        rows = [_known(row) for row in content if isinstance(row, Mapping)]
        entries = ((row.get(FILE), row) for row in rows)
    else:
        return None
    found = {str(name): _known(row) for name, row in entries if name and isinstance(row, Mapping)}
    return found or None


def _known(row: Mapping[Any, Any]) -> dict[str, str]:
    return {
        column(str(key)): ", ".join(map(str, value)) if isinstance(value, list) else str(value)
        for key, value in row.items()
        if value is not None and not isinstance(value, Mapping)
    }


def _sheets(source: Source) -> list[Sheet]:
    if source.suffix == ".xlsx":
        from corpus.reading.sheets_xlsx import read_xlsx_sheets

        return read_xlsx_sheets(source)
    if source.suffix == ".ods":
        from corpus.reading.sheets_ods import read_ods_sheets

        return read_ods_sheets(source)
    return [read_csv_sheet(source)]


@lru_cache(maxsize=10_000)
def _stem(name: str) -> str:
    return _fold(_SUFFIX.sub("", PurePath(name).name))


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFD", text.lower())
    return _WORDS.sub(" ", "".join(c for c in plain if not unicodedata.combining(c))).strip()


def _singular(folded: str) -> str:
    return " ".join(word.removesuffix("s") for word in folded.split())


@cache
def _columns() -> dict[str, str]:
    text = files("corpus.reading").joinpath("data/sidecar.yaml").read_text(encoding="utf-8")
    return {_fold(name): key for key, names in yaml.safe_load(text).items() for name in names}
