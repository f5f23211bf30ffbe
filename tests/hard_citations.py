"""The list of hard citations: sentences with their citations marked, and the identity of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from corpus.extraction.references import ReferenceFinder
from corpus.model import Document, Metadata, Reference, Structure
from corpus.rules import load_rules, parse_markup

LIST = Path(__file__).with_name("data") / "citations_difficiles.yaml"
#: The day and nothing else is known of a text, unless a case says more.
DAY = "2023-05-10"


@dataclass(frozen=True)
class Case:
    """One sentence, its citations' spans, and what each must be."""

    text: str
    skipped: int
    spans: tuple[tuple[int, int], ...]
    expected: tuple[Mapping[str, Any], ...]
    day: str
    kind: str | None


@lru_cache(maxsize=1)
def finder() -> ReferenceFinder:
    """One finder with the project's own rules."""
    return ReferenceFinder(load_rules())


def load_cases(path: Path = LIST) -> list[Case]:
    """Every case of the list; a marked span without identity, or the reverse, is a fault of it."""
    cases = []
    for data in yaml.safe_load(path.read_text(encoding="utf-8")):
        before = str(data.get("avant", ""))
        markup = parse_markup(before + str(data["texte"]).replace("⏎", "\n"))
        spans = tuple(sorted((span.start, span.end) for span in markup.spans))
        expected = tuple(data["citations"])
        assert len(spans) == len(expected), data["texte"]
        day = str(data.get("du", DAY))
        cases.append(Case(markup.text, len(before), spans, expected, day, data.get("genre")))
    return cases


def references_of(case: Case) -> tuple[Reference, ...]:
    """What is found in the sentence of a case, leaving out what only precedes it."""
    structure = Structure(Metadata(date=case.day, kind=case.kind))
    found = finder().find(Document("cas", case.text), structure)
    return tuple(reference for reference in found if reference.start >= case.skipped)


def faults(case: Case) -> list[str]:
    """What is wrong in the answer to a case, in words; nothing when it is right."""
    found = {(one.start, one.end): one for one in references_of(case)}
    wrong = []
    for span, wanted in zip(case.spans, case.expected, strict=True):
        one = found.pop(span, None)
        quoted = case.text[span[0] : span[1]]
        if one is None:
            wrong.append(f"missing: {quoted!r}")
        else:
            wrong += [f"{quoted!r}: {fault}" for fault in _identity_faults(one, wanted)]
    wrong += [f"not a citation: {one.text!r}" for one in found.values()]
    return wrong


def _identity_faults(one: Reference, wanted: Mapping[str, Any]) -> list[str]:
    got = {
        "genre": one.kind,
        "numero": one.number,
        "date": one.date,
        "articles": list(one.articles),
        "code": one.code,
        "autorite": one.authority,
        "nor": one.nor,
        "points": list(one.points),
        "lien": one.relation,
    }
    wrong = []
    for key, value in wanted.items():
        if key == "ouverte":
            if not one.abstention:
                wrong.append("should have been left open")
            continue
        expected = str(value) if key in ("numero", "date") else value
        if got[key] != expected:
            wrong.append(f"{key} is {got[key]!r}, not {expected!r}")
    if "ouverte" not in wanted and one.abstention and not _loose(wanted):
        wrong.append(f"left open: {one.abstention}")
    for key in ("numero", "date", "code", "articles"):
        if key not in wanted and got[key] and key in ("code", "articles"):
            wrong.append(f"{key} is {got[key]!r}, none was wanted")
    return wrong


def _loose(wanted: Mapping[str, Any]) -> bool:
    """A text of which only the kind can be told (`Cog précédente`) may stay open."""
    return set(wanted) == {"genre"}
