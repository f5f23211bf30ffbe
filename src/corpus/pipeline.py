"""The whole route: every text of a workspace read, extracted, linked and stored.

Only what changed is done again; one file's failure never costs the others; the database is
replaced in one step at the end, so an interrupted build leaves the previous one as it was.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.cache import Cache, code_fingerprint, digest
from corpus.french.fold import fold
from corpus.linking import Links, Source, link
from corpus.model import Problem
from corpus.packing import pack
from corpus.rules import Ruleset
from corpus.store import Build, Entry, FileRecord
from corpus.store.records import Known
from corpus.store.writing import now
from corpus.work import Outcome, Task, is_done, process, result
from corpus.workers import run
from corpus.workspace import Input, Workspace

# Below this many files a pool costs more to start than it saves.
_ALONE = 3
_UNFIT = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Step:
    """Where a build stands, for a progress bar: `done` of `total` of a stage, and what was done."""

    stage: str
    done: int
    total: int
    name: str = ""


Progress = Callable[[Step], None]


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did. `failed` names the files that could not be read or treated entirely."""

    redone: int
    removed: tuple[str, ...]
    failed: tuple[str, ...]
    unchanged: bool

    @property
    def ok(self) -> bool:
        """True when every file could be treated."""
        return not self.failed


def build(
    workspace: Workspace, progress: Progress = lambda step: None, *, ocr: bool = False
) -> Built:
    """Bring the database of `workspace` up to date. `ocr` recognises the characters of pages
    without text, as the setting of that name does; what was recognised once is kept.

    Raises `RuleError` and `StoreError`; what is wrong with one file is in the database's
    `problems` and in `Built.failed`.
    """
    started = now()
    ruleset = workspace.rules()
    inputs = workspace.inputs()
    unique, twins = _without_twins(inputs)
    tasks = {one.relative: task_of(one, workspace, ruleset, ocr=ocr) for one in unique}
    todo = [task for task in tasks.values() if not is_done(task)]
    broken = run_tasks(todo, workspace.settings.processus, progress)
    outcomes = _outcomes(tasks, broken)
    fingerprint = _fingerprint(workspace, inputs, tasks, ruleset)
    history = workspace.store.history()
    removed = tuple(sorted({one.file for one in history.values()} - {i.relative for i in inputs}))
    failed = tuple(name for name, one in outcomes.items() if _failed(one))
    unstable = any(not one.stable for one in outcomes.values())
    if not unstable and workspace.store.fingerprint() == fingerprint:
        return Built(len(todo), (), failed, unchanged=True)
    progress(Step("liaison", 0, 1))
    entries = _entries(unique, outcomes, history)
    links = _link(entries, workspace, ruleset)
    record = Build(
        files=tuple(_files(inputs, outcomes, twins)),
        entries=entries,
        links=links,
        ruleset=ruleset,
        started=started,
        fingerprint="" if unstable else fingerprint,
        redone=len(todo),
        problems=tuple(_problems(workspace, unique, outcomes, twins, ruleset)),
    )
    workspace.store.write(record, lambda stage: progress(Step(f"écriture : {stage}", 0, 1)))
    _tidy(tasks.values(), workspace, outcomes)
    return Built(len(todo), removed, failed, unchanged=False)


def task_of(one: Input, workspace: Workspace, ruleset: Ruleset, *, ocr: bool = False) -> Task:
    """What has to be done to one text. Its characters are recognised when that is asked, or was
    done before: a page once read is not lost by a build that does not ask again."""
    plain = Task(
        path=one.path,
        relative=one.relative,
        sha256=one.sha256,
        sidecar=one.sidecar,
        ocr=False,
        rules=ruleset.root,
        version=ruleset.version,
        cache=workspace.cache_dir,
    )
    recognised = replace(plain, ocr=True)
    known = Cache(plain.cache).path(recognised.read_key).is_file()
    return recognised if ocr or workspace.settings.ocr or known else plain


def run_tasks(tasks: list[Task], workers: int, progress: Progress) -> dict[str, Problem]:
    """Do `tasks`, several at a time; gives the problem of each file that killed its process."""
    workers = min(workers or os.cpu_count() or 1, len(tasks))
    if workers <= 1 or len(tasks) < _ALONE:
        for index, task in enumerate(tasks):
            progress(Step("lecture et extraction", index, len(tasks), task.relative))
            process(task)
        return {}
    count = 0

    def done(task: Task) -> None:
        nonlocal count
        count += 1
        progress(Step("lecture et extraction", count, len(tasks), task.relative))

    lost = run(_longest_first(tasks), workers, done)
    return {task.relative: _interrupted(task) for task in lost}


def _interrupted(task: Task) -> Problem:
    return Problem(
        code="processus-interrompu",
        message=f"{task.relative} : le traitement de ce fichier a été interrompu"
        " (mémoire insuffisante ou défaut d'une bibliothèque).",
        remedy="Vérifiez que le fichier s'ouvre, ou enregistrez-le dans un autre format.",
        path=task.relative,
    )


def _longest_first(tasks: list[Task]) -> list[Task]:
    return sorted(tasks, key=lambda task: -_size(task.path))


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _outcomes(tasks: Mapping[str, Task], broken: Mapping[str, Problem]) -> dict[str, Outcome]:
    return {name: _outcome(task, broken.get(name)) for name, task in tasks.items()}


def _outcome(task: Task, broken: Problem | None) -> Outcome:
    if broken is not None:
        return Outcome((), broken, stable=False)
    found = result(task)
    if found is None:  # a damaged entry of the cache: the work is done once more
        Cache(task.cache).path(task.read_key).unlink(missing_ok=True)
        process(task)
        found = result(task)
    if found is None:
        problem = Problem("cache", f"{task.relative} : le résultat n'a pas pu être conservé.")
        return Outcome((), replace(problem, remedy="Vérifiez la place libre."), stable=False)
    return found


def _failed(outcome: Outcome) -> bool:
    """True when a file gave nothing, or not everything it holds."""
    if outcome.failure is not None or not outcome.extractions:
        return True
    found = (problem for one in outcome.extractions for problem in one.problems)
    return any(problem.severity == "error" for problem in found)


def _without_twins(inputs: list[Input]) -> tuple[list[Input], dict[str, str]]:
    """The files with distinct contents, and for each other one the file it repeats."""
    first: dict[str, Input] = {}
    twins: dict[str, str] = {}
    for one in inputs:
        known = first.setdefault(one.sha256 or one.relative, one)
        if known is not one:
            twins[one.relative] = known.relative
    return list(first.values()), twins


# ---------------------------------------------------------------- keys


def _entries(
    inputs: list[Input], outcomes: Mapping[str, Outcome], history: Mapping[str, Known]
) -> tuple[Entry, ...]:
    """Every document with its stable key. Where two file names give one key, the document that an
    earlier build held keeps it and the newcomer's gets its suffix."""
    taken = {(one.file, one.part): key for key, one in history.items()}
    wanted = [(one, found) for one in inputs for found in outcomes[one.relative].extractions]
    entries: dict[str, Entry] = {}
    for known_first in (True, False):
        for one, extraction in wanted:
            part = extraction.document.part
            known = taken.get((one.relative, part))
            if (known is not None) is not known_first:
                continue
            key = known or _free_key(one.relative, part, entries)
            entries[key] = Entry(key, one.relative, extraction, one.sidecar)
    return tuple(entries[key] for key in sorted(entries))


def _free_key(relative: str, part: str | None, taken: Collection[str]) -> str:
    path = Path(relative)
    stem = slug(path.with_suffix("").as_posix())
    tail = f"-{slug(part)}" if part else ""
    candidates = [stem + tail, f"{stem}-{slug(path.suffix)}{tail}"]
    candidates += [f"{stem}-{number}{tail}" for number in range(2, 1000)]
    return next(one for one in candidates if one not in taken)


def slug(text: str) -> str:
    """`text` as an address: lower case, without accents, words joined by hyphens."""
    return _UNFIT.sub("-", fold(text)).strip("-") or "texte"


# ---------------------------------------------------------------- linking and records


def _link(entries: tuple[Entry, ...], workspace: Workspace, ruleset: Ruleset) -> Links:
    corrections = workspace.entity_corrections
    return link(
        [Source(entry.key, entry.extraction) for entry in entries],
        corrections=corrections if corrections.is_file() else None,
        rules=ruleset,
    )


def _files(
    inputs: list[Input], outcomes: Mapping[str, Outcome], twins: Mapping[str, str]
) -> Iterator[FileRecord]:
    for one in inputs:
        outcome = outcomes.get(one.relative)
        if one.relative in twins or outcome is None:
            status = "doublon"
        elif not outcome.extractions:
            status = "illisible"
        else:
            status = "lu en partie" if _failed(outcome) else "lu"
        yield FileRecord(one.relative, one.sha256, one.size, one.modified, status, one.sidecar_name)


def _problems(
    workspace: Workspace,
    inputs: list[Input],
    outcomes: Mapping[str, Outcome],
    twins: Mapping[str, str],
    ruleset: Ruleset,
) -> Iterator[Problem]:
    """The problems that belong to no document."""
    for one in inputs:
        outcome = outcomes[one.relative]
        if outcome.failure is not None:
            yield replace(outcome.failure, path=one.relative)
            yield from one.sidecar.problems
    for name, first in twins.items():
        yield Problem(
            code="doublon",
            message=f"{name} a le même contenu que {first} ; il n'est compté qu'une fois.",
            remedy="Retirez l'un des deux fichiers.",
            severity="warning",
            path=name,
        )
    yield from workspace.table_problems()
    for fault in ruleset.problems:
        yield Problem(
            code=fault.code,
            message=fault.message,
            remedy=fault.remedy,
            severity="error" if fault.severity == "error" else "warning",
            path=workspace.relative(fault.path),
            line=fault.line,
        )


def _fingerprint(
    workspace: Workspace, inputs: list[Input], tasks: Mapping[str, Task], ruleset: Ruleset
) -> str:
    """Of everything a build depends on: same fingerprint, same database."""
    corrections = workspace.entity_corrections
    described = [f"{one.relative}\0{one.sha256}\0{one.sidecar_name}" for one in inputs]
    return digest(
        *described,
        *(task.key for task in tasks.values()),
        ruleset.version,
        code_fingerprint("linking", "store", "french"),
        corrections.read_bytes() if corrections.is_file() else b"",
        repr([pack(problem) for problem in workspace.table_problems()]),
    )


def _tidy(tasks: Iterable[Task], workspace: Workspace, outcomes: Mapping[str, Outcome]) -> None:
    """Drop from the cache what this build did not use, and what must not be kept."""
    keys: set[str] = set()
    for task in tasks:
        keys.add(task.read_key)
        if outcomes[task.relative].stable:
            keys.add(task.key)
    Cache(workspace.cache_dir).keep_only(keys)
