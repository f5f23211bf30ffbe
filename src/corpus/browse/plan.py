"""The plan of hearings: how many of which category are wanted where, kept by the analyst.

A CSV file of the workspace, `corrections/plan-auditions.csv`, with the columns `catégorie`,
`département` and `auditions` (how many are wanted), separated by semicolons or commas.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corpus.french.fold import fold, stem_word

NAME = "corrections/plan-auditions.csv"
LARGEST = 1_000_000


@dataclass(frozen=True, slots=True)
class Plan:
    """Hearings wanted, by (category, département); `problems` are the lines not understood."""

    wanted: dict[tuple[str, str], int] = field(default_factory=dict)
    problems: tuple[str, ...] = ()


def read_plan(workspace: Path | None) -> Plan | None:
    """The plan of a workspace, or None when it has none."""
    path = workspace / NAME if workspace else None
    if path is None or not path.is_file() or path.stat().st_size > LARGEST:
        return None
    text = path.read_text(encoding="utf-8-sig", errors="replace")
    separator = ";" if ";" in text.partition("\n")[0] else ","
    wanted: dict[tuple[str, str], int] = {}
    problems: list[str] = []
    for line, row in enumerate(csv.DictReader(text.splitlines(), delimiter=separator), 2):
        found = {fold(key or ""): (value or "").strip() for key, value in row.items() if key}
        category, place = found.get("categorie", ""), found.get("departement", "")
        count = found.get("auditions", "")
        if not category or not (count.isascii() and count.isdigit()):
            problems.append(
                f"{NAME}, ligne {line} : une catégorie et un nombre d'auditions sont attendus."
            )
            continue
        wanted[category, place] = wanted.get((category, place), 0) + int(count)
    return Plan(wanted, tuple(problems))


def _same(name: str) -> str:
    """What two spellings of one category share: accents, case and plural aside."""
    return " ".join(stem_word(word) for word in fold(name).split())


@dataclass(frozen=True, slots=True)
class Coverage:
    """Hearings held and wanted, category by département."""

    categories: list[str]
    places: list[str]
    held: dict[tuple[str, str], dict[str, Any]]
    wanted: dict[tuple[str, str], int]

    def missing(self, category: str, place: str) -> int:
        """How many hearings the plan still waits for."""
        held = self.held.get((category, place))
        return max(0, self.wanted.get((category, place), 0) - (held["hearings"] if held else 0))


def compare(rows: Iterable[Any], plan: Plan | None) -> Coverage:
    """Coverage of the plan. Names are compared without accents, case or plural, and
    shown as the hearings have them."""
    held: dict[tuple[str, str], dict[str, Any]] = {}
    shown: dict[str, str] = {}
    for row in rows:
        for name in ("category", "departement"):
            shown.setdefault(_same(row[name]), row[name])
        held[row["category"], row["departement"]] = {
            name: row[name] for name in ("hearings", "people", "words")
        }
    wanted: dict[tuple[str, str], int] = {}
    for (category, place), count in (plan.wanted if plan else {}).items():
        key = shown.setdefault(_same(category), category), shown.setdefault(_same(place), place)
        wanted[key] = wanted.get(key, 0) + count
    keys = [*held, *wanted]
    return Coverage(
        sorted({category for category, _ in keys}, key=lambda name: (not name, fold(name))),
        sorted({place for _, place in keys}, key=lambda name: (not name, fold(name))),
        held,
        wanted,
    )
