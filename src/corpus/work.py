"""What is done to one file, alone: read, analysed, extracted. Runs in the worker processes.

Results are kept under the fingerprint of everything they depend on, so that a file is done again
only when its bytes, its corrections, the rules or the code of a room changed.
"""

from __future__ import annotations

import shutil
import traceback
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.cache import Cache, code_fingerprint, digest
from corpus.errors import CorpusError
from corpus.model import Document, Extraction, Metadata, Problem, Structure
from corpus.packing import pack
from corpus.sidecar import Sidecar, correct

if TYPE_CHECKING:
    from corpus.extraction import Engine

# Optional programs a reader may call: with one more installed, a refused file is worth a new try.
_PROGRAMS = ("tesseract", "soffice", "libreoffice")


@dataclass(frozen=True, slots=True)
class Task:
    """One file to do. `rules` is the folder of the rule set and `version` its version."""

    path: Path
    relative: str
    sha256: str
    sidecar: Sidecar
    ocr: bool
    rules: Path
    version: str
    cache: Path

    @property
    def read_key(self) -> str:
        """The fingerprint of what reading depends on."""
        programs = ",".join(name for name in _PROGRAMS if shutil.which(name))
        return digest(
            "read", self.sha256, self.relative, str(self.ocr), programs, code_fingerprint("reading")
        )

    @property
    def key(self) -> str:
        """The fingerprint of what the whole result depends on."""
        code = code_fingerprint("structure", "extraction", "french", "rules")
        return digest("extract", self.read_key, repr(pack(self.sidecar)), self.version, code)


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading one file gave: documents, or the reason why there are none."""

    documents: tuple[Document, ...]
    failure: Problem | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was done to one file: an extraction a document, or the reason why there is none.

    `stable` is false when the result must not be kept (an unexpected failure).
    """

    extractions: tuple[Extraction, ...]
    failure: Problem | None = None
    stable: bool = True


def is_done(task: Task) -> bool:
    """True when the result of `task` is already kept."""
    return bool(task.sha256) and Cache(task.cache).path(task.key).is_file()


def process(task: Task) -> None:
    """Do `task` and keep its result; what goes wrong is part of the result, nothing is raised."""
    reading = _read(task)
    if reading.failure is not None:
        outcome = Outcome((), reading.failure)
    else:
        found = [_extract(document, task) for document in reading.documents]
        outcome = Outcome(tuple(one for one, _ in found), stable=all(fine for _, fine in found))
    Cache(task.cache).put(task.key, [_without_text(outcome)])


def result(task: Task) -> Outcome | None:
    """The kept result of `task`, or None when there is none or it is damaged."""
    kept = Cache(task.cache).get(task.key, Outcome)
    if not kept:
        return None
    outcome = kept[0]
    if not outcome.extractions:
        return outcome
    reading = _kept_reading(task)
    if reading is None or len(reading.documents) != len(outcome.extractions):
        return None
    joined = tuple(
        replace(extraction, document=document)
        for extraction, document in zip(outcome.extractions, reading.documents, strict=True)
    )
    return replace(outcome, extractions=joined)


def _kept_reading(task: Task) -> Reading | None:
    kept = Cache(task.cache).get(task.read_key, Reading)
    return kept[0] if kept else None


def _read(task: Task) -> Reading:
    kept = _kept_reading(task)
    if kept is not None:
        return kept
    reading = read_file(task)
    Cache(task.cache).put(task.read_key, [reading])
    return reading


def read_file(task: Task) -> Reading:
    """Read the file in a process of its own, with limits."""
    try:
        from corpus.reading import read_safely

        documents = read_safely(task.path, ocr=task.ocr)
    except CorpusError as error:
        return Reading((), error.as_problem(task.relative))
    except Exception as error:
        return Reading((), _unexpected("lecture", error, task.relative))
    return Reading(tuple(replace(one, path=task.relative) for one in documents))


def _extract(document: Document, task: Task) -> tuple[Extraction, bool]:
    """Everything found in one document. A failure of ours costs its facts, never its text."""
    structure = Structure(Metadata())
    try:
        from corpus.structure import analyse

        structure = analyse(document, corrections=task.sidecar.metadata or None)
        structure = correct(structure, task.sidecar)
        return _engine(task).run(document, structure), True
    except Exception as error:
        problem = _unexpected("extraction", error, task.relative)
        problems = (*document.problems, *structure.problems, problem)
        return Extraction(document, structure, task.version, problems=problems), False


def _engine(task: Task) -> Engine:
    """The compiled rule set of a task; a process keeps the last one, wherever it was read from."""
    from corpus.extraction import Engine
    from corpus.rules import load_rules

    if task.version not in _engines:
        _engines.clear()
        _engines[task.version] = Engine(load_rules(task.rules))
    return _engines[task.version]


_engines: dict[str, Engine] = {}


_STAGES = {"lecture": "La lecture", "extraction": "L'extraction"}


def _unexpected(stage: str, error: Exception, path: str) -> Problem:
    place = traceback.extract_tb(error.__traceback__)[-1]
    return Problem(
        code=f"{stage}-en-echec",
        message=f"{_STAGES[stage]} a échoué ({type(error).__name__} : {error};"
        f" {Path(place.filename).name}, ligne {place.lineno}).",
        remedy="C'est un défaut du programme : signalez-le avec ce message et, si possible, le"
        " fichier. Les autres textes ne sont pas touchés.",
        path=path,
    )


def _without_text(outcome: Outcome) -> Outcome:
    """The result without its documents, which the reading keeps already."""
    empty = Document(name="", text="")
    found = tuple(replace(one, document=empty) for one in outcome.extractions)
    return replace(outcome, extractions=found)
