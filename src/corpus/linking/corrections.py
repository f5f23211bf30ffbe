"""What the analyst decided about entities: merge, split, rename, set a parent.

The file lives in the workspace (`corrections/entites.yaml`), survives every rebuild and is checked:
a decision that contradicts another, or turns in a circle, is reported with its line and left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import corpus.rules.catalogue  # noqa: F401  (registers the family of this file)
from corpus.french.fold import fold
from corpus.model import Problem
from corpus.rules.files import Item, load_file

LABELS: Mapping[str, str] = {
    "service": "SERVICE",
    "organisme": "BODY",
    "praticien": "PRACTITIONER",
    "competence": "COMPETENCY",
}


@dataclass(frozen=True, slots=True)
class Decision:
    """One name decided upon. `label` is None when it holds for every kind of entity."""

    name: str
    target: str
    label: str | None
    line: int
    documents: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Corrections:
    """Every decision in force. Names are compared folded; targets are written as given."""

    merges: tuple[Decision, ...] = ()
    renames: tuple[Decision, ...] = ()
    splits: tuple[Decision, ...] = ()
    parents: tuple[Decision, ...] = ()
    problems: tuple[Problem, ...] = ()
    path: str | None = None


@dataclass(slots=True)
class _Reading:
    path: Path
    merges: list[Decision] = field(default_factory=list)
    renames: list[Decision] = field(default_factory=list)
    splits: list[Decision] = field(default_factory=list)
    parents: list[Decision] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def report(self, line: int, code: str, message: str, remedy: str) -> None:
        self.problems.append(
            Problem(code=code, message=message, remedy=remedy, path=str(self.path), line=line)
        )


def load_corrections(path: Path) -> Corrections:
    """Read the decisions of `path`; an absent file holds none. Faults become problems."""
    if not path.is_file():
        return Corrections()
    file = load_file(path)
    reading = _Reading(path)
    for problem in file.problems:
        reading.report(problem.line, problem.code, problem.message, problem.remedy)
    for item in file.items:
        _read_item(item, reading)
    merges = _consistent(reading.merges, reading, "fusionné")
    parents = _consistent(reading.parents, reading, "rattaché")
    return Corrections(
        merges=_without_circles(merges, reading),
        renames=_consistent(reading.renames, reading, "renommé"),
        splits=tuple(reading.splits),
        parents=_without_circles(parents, reading),
        problems=tuple(reading.problems),
        path=str(path),
    )


def _read_item(item: Item, reading: _Reading) -> None:
    label = _label(item, reading)
    for verb, preposition, into in (
        ("fusionner", "vers", reading.merges),
        ("renommer", "en", reading.renames),
        ("separer", "vers", reading.splits),
        ("rattacher", "a", reading.parents),
    ):
        names = item.texts(verb)
        if not names:
            continue
        targets = item.texts(preposition)
        if not targets:
            reading.report(
                item.line,
                "correction-incomplete",
                f"« {verb} » sans « {preposition} ».",
                f"Ajoutez la ligne « {preposition}: … ».",
            )
            return
        documents = frozenset(item.texts("documents"))
        if verb == "separer" and not documents:
            reading.report(
                item.line,
                "correction-incomplete",
                "« separer » sans « documents ».",
                "Ajoutez la liste des documents où ce nom désigne autre chose.",
            )
            return
        into += [Decision(name, targets[0], label, item.line, documents) for name in names]
        return
    reading.report(
        item.line,
        "correction-vide",
        "Cette correction ne dit pas quoi faire.",
        "Écrivez « fusionner », « renommer », « separer » ou « rattacher ».",
    )


def _label(item: Item, reading: _Reading) -> str | None:
    written = item.texts("etiquette")
    if not written:
        return None
    label = LABELS.get(fold(written[0]))
    if label is None:
        reading.report(
            item.line,
            "etiquette-inconnue",
            f"Étiquette inconnue : « {written[0]} ».",
            f"Choisissez parmi : {', '.join(LABELS)}.",
        )
    return label


def _consistent(
    decisions: list[Decision], reading: _Reading, participle: str
) -> tuple[Decision, ...]:
    """The decisions without those that contradict an earlier one."""
    first: dict[tuple[str, str | None], Decision] = {}
    for decision in decisions:
        key = (fold(decision.name), decision.label)
        earlier = first.setdefault(key, decision)
        if fold(earlier.target) != fold(decision.target):
            reading.report(
                decision.line,
                "corrections-contradictoires",
                f"« {decision.name} » est déjà {participle} « {earlier.target} » "
                f"(ligne {earlier.line}) ; « {decision.target} » n'est pas retenu.",
                "Gardez une seule des deux corrections.",
            )
    return tuple(first.values())


def _without_circles(decisions: tuple[Decision, ...], reading: _Reading) -> tuple[Decision, ...]:
    """The decisions without those that lead back to where they start."""
    targets: dict[tuple[str, str | None], str] = {}
    kept = []
    for decision in decisions:
        name, target = fold(decision.name), fold(decision.target)
        seen, step = {name}, target
        while step not in seen and (step, decision.label) in targets:
            seen.add(step)
            step = targets[step, decision.label]
        if step in seen:
            reading.report(
                decision.line,
                "correction-circulaire",
                f"« {decision.name} » et « {decision.target} » renvoient l'un à l'autre.",
                "Retirez l'une des corrections de ce cercle.",
            )
            continue
        targets[name, decision.label] = target
        kept.append(decision)
    return tuple(kept)
