"""Taking new texts into a workspace, and saying at once how each was understood."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import CorpusError, WorkspaceError
from corpus.model import Extraction, Problem
from corpus.pipeline import Progress, run_tasks, task_of
from corpus.reading.formats import expected_names, recognise
from corpus.reading.source import Source
from corpus.sidecar import METADATA, SUFFIX, read_table, sidecar_of
from corpus.work import result
from corpus.workspace import Workspace, files_under, hash_file

_HEADER = """\
# Corrections de « {name} ».
#
# Ce que le programme a compris est écrit ci-dessous en commentaire. Pour corriger une ligne,
# enlevez le « # » et changez la valeur : elle l'emportera, à chaque construction, sur ce qui est
# détecté.
# Une ligne laissée en commentaire laisse la détection décider.

"""
_CONTEXT = """\
# Pour une audition :
# categorie:                # parents, professionnels, gestionnaires…
# departement:
"""
_SPEAKERS = """\
# locuteurs:                # par l'étiquette ou le nom trouvés dans le texte
"""


@dataclass(frozen=True, slots=True)
class Received:
    """One file that was offered. `status`: ajouté, déjà présent, laissé de côté,
    tableau d'auditions.

    `relative` is its place in the corpus folder; `extractions` what was understood, one a
    document; `problems` what could not be.
    """

    source: Path
    status: str
    relative: str | None = None
    same_as: str | None = None
    extractions: tuple[Extraction, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def ok(self) -> bool:
        """True unless something in the file could not be read."""
        return not any(problem.severity == "error" for problem in self.problems)


def ingest(
    workspace: Workspace,
    paths: Iterable[Path],
    progress: Progress = lambda step: None,
    *,
    ocr: bool = False,
) -> tuple[Received, ...]:
    """Copy the texts at `paths` (files and folders) into the corpus folder and read them, with
    recognition of characters when `ocr`.

    A text whose bytes are already there is recognised, whatever its name; nothing is overwritten.
    Raises `WorkspaceError` when a path does not exist.
    """
    known = {hash_file(path): path for path in workspace.text_files()}
    received = [_receive(workspace, path, base, known) for path, base in _offered(paths)]
    return tuple(_understood(workspace, received, progress, ocr))


def _offered(paths: Iterable[Path]) -> Iterator[tuple[Path, Path]]:
    """Every file offered, with the folder its place is relative to."""
    for path in paths:
        if not path.exists():
            raise WorkspaceError(
                f"« {path} » n'existe pas.",
                "Vérifiez le chemin, en particulier les espaces et les accents.",
                code="fichier-absent",
            )
        if path.is_dir():
            yield from ((one, path) for one in files_under(path) if not _is_companion(one))
        else:
            yield path, path.parent


def _is_companion(path: Path) -> bool:
    """Corrections travel with their text; notes to readers of a folder are no texts."""
    return path.name.endswith(SUFFIX) or path.name in ("README.md", "LISEZMOI.md")


def _receive(workspace: Workspace, path: Path, base: Path, known: dict[str, Path]) -> Received:
    sha256 = hash_file(path)
    if sha256 and sha256 in known:
        return Received(path, "déjà présent", same_as=known[sha256].name)
    if (left := _left_aside(path)) is not None:
        return left
    target = _free_place(workspace.texts_dir / path.relative_to(base))
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    except OSError as error:
        problem = Problem(
            code="copie-impossible",
            message=f"{path.name} n'a pas pu être copié ({error.strerror or error}).",
            remedy="Vérifiez les droits d'accès au fichier et la place libre.",
            path=str(path),
        )
        return Received(path, "laissé de côté", problems=(problem,))
    if sidecar_of(path).is_file() and not sidecar_of(target).exists():
        shutil.copyfile(sidecar_of(path), sidecar_of(target))
    known[sha256] = target
    relative = target.relative_to(workspace.texts_dir).as_posix()
    is_table = read_table(path) is not None
    return Received(path, "tableau d'auditions" if is_table else "ajouté", relative)


def _left_aside(path: Path) -> Received | None:
    """A file that is no text by its name nor by its content is not taken in."""
    if path.suffix.lower() in expected_names():
        return None
    try:
        recognise(Source.from_path(path))
    except CorpusError as error:
        problem = error.as_problem(str(path))
        return Received(path, "laissé de côté", problems=(problem,))
    return None


def _free_place(target: Path) -> Path:
    """`target`, or the same name with a number where another text has it."""
    number, place = 2, target
    while place.exists():
        place = target.with_name(f"{target.stem}-{number}{target.suffix}")
        number += 1
    return place


def _understood(
    workspace: Workspace, received: list[Received], progress: Progress, ocr: bool
) -> Iterator[Received]:
    """The same, with what each new text was understood as, which is written beside it."""
    ruleset = workspace.rules()
    new = {one.relative for one in received if one.status == "ajouté"}
    inputs = {one.relative: one for one in workspace.inputs() if one.relative in new}
    tasks = {name: task_of(one, workspace, ruleset, ocr=ocr) for name, one in inputs.items()}
    broken = run_tasks(list(tasks.values()), workspace.settings.processus, progress)
    for one in received:
        if one.relative not in tasks:
            yield one
            continue
        outcome = result(tasks[one.relative])
        extractions = outcome.extractions if outcome else ()
        problems = [problem for found in extractions for problem in found.problems]
        problems += inputs[one.relative].sidecar.problems
        failures = (outcome.failure if outcome else None, broken.get(one.relative))
        problems = [failure for failure in failures if failure is not None] + problems
        write_sidecar(workspace.texts_dir / one.relative, extractions)
        yield Received(one.source, one.status, one.relative, None, extractions, tuple(problems))


def write_sidecar(text: Path, extractions: tuple[Extraction, ...]) -> Path | None:
    """Write beside a text what was understood of it, for the analyst to correct.

    An existing file is left as it is; a file of several documents gets none.
    """
    target = sidecar_of(text)
    if target.exists() or len(extractions) != 1:
        return None
    target.write_text(_sidecar_text(text.name, extractions[0]), encoding="utf-8")
    return target


def _sidecar_text(name: str, extraction: Extraction) -> str:
    metadata, turns = extraction.structure.metadata, extraction.structure.turns
    lines = [_HEADER.format(name=name)]
    for key, field in METADATA.items():
        value = extraction.structure.genre if key == "genre" else getattr(metadata, field)
        written = json.dumps(value, ensure_ascii=False) if value else ""
        lines.append(f"# {key}: {written}".rstrip() + "\n")
    lines.append("\n" + _CONTEXT)
    speakers = dict.fromkeys((turn.speaker or turn.label, turn.role) for turn in turns)
    if speakers:
        lines.append(_SPEAKERS)
    for speaker, role in speakers:
        lines.append(f"#   {json.dumps(speaker, ensure_ascii=False)}:\n")
        lines.append(f"#     {{nom: , role: {ROLE_NAMES[role]}, organisation: , categorie: }}\n")
    return "".join(lines)


ROLE_NAMES = {
    "interviewer": "enquêteur",
    "interviewee": "personne interrogée",
    "chair": "président",
    "rapporteur": "rapporteur",
    "member": "membre",
    "witness": "témoin",
    "other": "autre",
}
