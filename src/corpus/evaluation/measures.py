"""How well found facts agree with hand annotation.

Exact: same label and same bounds. Overlap: same label, at least one character in common; one to
one, the longest overlap first, ties in the order of the text, so that the figure does not depend on
the order in which facts are given. A statement is found when the triggers meet (or touch within
three characters) and the actions share at least half of the shorter one; parts and modality are
measured on the statements found. Facts marked optional count neither way.
"""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from corpus.evaluation.gold import Annotated
from corpus.french.fold import fold
from corpus.model import Mention, Part, Reference, Statement

LABELS = ("SERVICE", "BODY", "PRACTITIONER", "COMPETENCY", "REFERENCE")
_PARTS = ("bearer", "condition", "deadline")
_TOUCH = 3
_KEY = re.compile(r"[^a-z0-9*]+")


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and F1 of one measure, with the counts they come from."""

    found: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """Share of what was found that is right; 0 when nothing was found."""
        return self.found / (self.found + self.wrong) if self.found + self.wrong else 0.0

    @property
    def recall(self) -> float:
        """Share of what had to be found that was; 0 when nothing had to be."""
        return self.found / (self.found + self.missed) if self.found + self.missed else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = 2 * self.found + self.wrong + self.missed
        return 2 * self.found / total if total else 0.0


@dataclass(slots=True)
class Tally:
    """Counts gathered over any number of texts: `found`, `wrong`, `missed` by measure, and shares
    (`right` of `all`) for what is judged on the facts found."""

    counts: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    shares: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    confusions: Counter[tuple[str, str]] = field(default_factory=Counter)
    errors: list[Error] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        """Take another text's counts in."""
        for name, counter in other.counts.items():
            self.counts[name].update(counter)
        for name, counter in other.shares.items():
            self.shares[name].update(counter)
        self.confusions.update(other.confusions)
        self.errors += other.errors

    def score(self, name: str) -> Score:
        """The score of one measure (`exact BODY`, `overlap all`, `statements`, `bearer`, …)."""
        counter = self.counts.get(name, Counter())
        return Score(counter["found"], counter["wrong"], counter["missed"])

    def share(self, name: str) -> float | None:
        """The share of one judgement (`identity`, `modality`, `bearer entity`) or None."""
        counter = self.shares.get(name, Counter())
        return counter["right"] / counter["all"] if counter["all"] else None


@dataclass(frozen=True, slots=True)
class Error:
    """One disagreement, to be read beside the text: `kind` is missed, wrong, bounds or modality."""

    text: str
    kind: str
    what: str
    start: int
    end: int
    words: str
    rule: str


def compare(gold: Annotated, predicted: Annotated) -> Tally:
    """Measure one text. Raises `ValueError` when the two do not speak of the same text."""
    if gold.text != predicted.text:
        raise ValueError(f"{gold.name}: the annotation and the extraction are of different texts")
    tally = Tally()
    optional = {int(i[1:]) for i in gold.optional if i[0] == "m"}
    for label in LABELS:
        wanted = [
            (m, index in optional) for index, m in enumerate(gold.mentions) if _label(m) == label
        ]
        got = [m for m in predicted.mentions if _label(m) == label]
        if label == "BODY":
            got = [m for m in got if not _bare(m) or any(_overlap(m, g) for g, _ in wanted)]
        pairs = _count(tally, f"overlap {label}", wanted, got, _overlap, gold.text, gold.name)
        _count(tally, f"exact {label}", wanted, got, _same)
        for one, other in pairs:
            if isinstance(one, Reference) and isinstance(other, Reference):
                _share(tally, "identity", _same_identity(one, other))
    _compare_statements(tally, gold, predicted)
    for kind in ("overlap", "exact"):
        for label in LABELS:
            tally.counts[f"{kind} all"].update(tally.counts[f"{kind} {label}"])
    return tally


def _compare_statements(tally: Tally, gold: Annotated, predicted: Annotated) -> None:
    optional = {int(i[1:]) for i in gold.optional if i[0] == "s"}
    wanted = [(s, index in optional) for index, s in enumerate(gold.statements)]
    got = list(predicted.statements)
    pairs = _count(tally, "statements", wanted, got, _agree, gold.text, gold.name)
    excused = {id(statement) for statement, free in wanted if free}
    for one, other in pairs:
        if id(one) in excused:
            continue
        _share(tally, "modality", one.modality == other.modality)
        _share(tally, f"modality {one.modality}", one.modality == other.modality)
        if one.modality != other.modality:
            tally.confusions[one.modality, other.modality] += 1
        for name in _PARTS:
            _count(
                tally, name, [(p, False) for p in _parts(one, name)], _parts(other, name), _overlap
            )
        if one.bearer_entity:
            _share(tally, "bearer entity", _same_name(one.bearer_entity, other.bearer_entity))


def _count(
    tally: Tally,
    name: str,
    wanted: Sequence[tuple[Any, bool]],
    got: Sequence[Any],
    score: Callable[[Any, Any], float],
    text: str = "",
    source: str = "",
) -> list[tuple[Any, Any]]:
    pairs = _match([one for one, _ in wanted], got, score)
    matched = {id(one) for one, _ in pairs}
    used = {id(other) for _, other in pairs}
    counter = tally.counts[name]
    for one, free in wanted:
        if not free:
            counter["found" if id(one) in matched else "missed"] += 1
            if text and id(one) not in matched:
                tally.errors.append(_error(source, "missed", name, one, text))
    for other in got:
        if id(other) not in used:
            counter["wrong"] += 1
            if text:
                tally.errors.append(_error(source, "wrong", name, other, text))
    return pairs


def _match(
    wanted: Sequence[Any], got: Sequence[Any], score: Callable[[Any, Any], float]
) -> list[tuple[Any, Any]]:
    scored = [
        (-value, i, j)
        for i, one in enumerate(wanted)
        for j, other in enumerate(got)
        if (value := score(one, other)) > 0
    ]
    rows: set[int] = set()
    columns: set[int] = set()
    pairs = []
    for _, i, j in sorted(scored):
        if i not in rows and j not in columns:
            rows.add(i)
            columns.add(j)
            pairs.append((wanted[i], got[j]))
    return pairs


def _error(source: str, kind: str, name: str, fact: Any, text: str) -> Error:
    span = fact.action if isinstance(fact, Statement) else fact
    words = " ".join(text[span.start : span.end].split())
    what = fact.modality if isinstance(fact, Statement) else name.partition(" ")[2]
    return Error(source, kind, what, span.start, span.end, words, fact.rule)


def _label(mention: Mention | Reference) -> str:
    return mention.label if isinstance(mention, Mention) else "REFERENCE"


@lru_cache(maxsize=1)
def _bare_heads() -> frozenset[str]:
    path = Path(__file__).with_name("bare_heads.yaml")
    return frozenset(yaml.safe_load(path.read_text(encoding="utf-8")))


def _bare(mention: Mention | Reference) -> bool:
    return fold(mention.text) in _bare_heads()


def _overlap(one: Any, other: Any) -> int:
    return max(0, int(min(one.end, other.end) - max(one.start, other.start)))


def _same(one: Any, other: Any) -> int:
    return int((one.start, one.end) == (other.start, other.end))


def _agree(one: Statement, other: Statement) -> float:
    a, b = one.trigger, other.trigger
    near = min(abs(a.start - b.end), abs(b.start - a.end)) <= _TOUCH
    if not _overlap(a, b) and not near:
        return 0.0
    a, b = one.action, other.action
    share = _overlap(a, b) / max(1, min(a.end - a.start, b.end - b.start))
    return share if share >= 0.5 else 0.0


def _parts(statement: Statement, name: str) -> list[Part]:
    value = getattr(statement, name)
    return list(value) if isinstance(value, tuple) else [value] if value else []


def _share(tally: Tally, name: str, right: bool) -> None:
    tally.shares[name]["all"] += 1
    tally.shares[name]["right"] += right


def _key(value: str | None) -> str:
    return _KEY.sub("", fold(value or ""))


def _same_name(one: str, other: str | None) -> bool:
    a, b = _key(one), _key(other)
    return bool(b) and (a in b or b in a)


def _same_identity(gold: Reference, found: Reference) -> bool:
    articles = {_key(article) for article in gold.articles}
    given = {_key(article) for article in found.articles}
    if articles and not (articles <= given if len(articles) > 2 else articles == given):
        return False
    return all(
        not wanted or _key(wanted) == _key(got)
        for wanted, got in (
            (gold.number, found.number),
            (gold.date, found.date),
            (gold.code, found.code),
        )
    )


def interval(
    tallies: Sequence[Tally], measure: Callable[[Tally], float], draws: int = 1000, seed: int = 12
) -> tuple[float, float]:
    """The 95 % interval of a measure, drawing whole texts with replacement (facts of one text are
    not independent of each other)."""
    dice = random.Random(seed)
    values = []
    for _ in range(draws):
        total = Tally()
        for tally in dice.choices(tallies, k=len(tallies)):
            total.add(Tally(tally.counts, tally.shares))
        values.append(measure(total))
    values.sort()
    return values[int(draws * 0.025)], values[int(draws * 0.975) - 1]


def gather(tallies: Iterable[Tally]) -> Tally:
    """All texts together (micro average)."""
    total = Tally()
    for tally in tallies:
        total.add(tally)
    return total


def as_table(tally: Tally) -> list[Mapping[str, Any]]:
    """One row a measure: name, precision, recall, F1 and counts, ready to print or to store."""
    names = [f"{kind} {label}" for kind in ("overlap", "exact") for label in (*LABELS, "all")]
    rows: list[Mapping[str, Any]] = []
    for name in (*names, "statements", *_PARTS):
        score = tally.score(name)
        rows.append(
            {
                "measure": name,
                "precision": round(score.precision, 3),
                "recall": round(score.recall, 3),
                "f1": round(score.f1, 3),
                "annotated": score.found + score.missed,
                "extracted": score.found + score.wrong,
            }
        )
    for name in ("identity", "modality", "bearer entity"):
        share = tally.share(name)
        cases = tally.shares[name]["all"] if name in tally.shares else 0
        rows.append({"measure": name, "share": share and round(share, 3), "annotated": cases})
    return rows
