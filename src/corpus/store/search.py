"""French search over the passages: ranked hits with their original words, filters that count.

Search(connection).run("l'obligation d'informer")     a page of hits, the counts, what was searched
Search(connection).concordance("analyse")             the word aligned in the middle

No query raises: what cannot be understood is told in `Results.notes`.
"""

from __future__ import annotations

import sqlite3
from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

import numpy as np

from corpus.store import filters as filtering
from corpus.store.arrays import Arrays, Ints, arrays_of
from corpus.store.expansion import Expander, Meaning, Plan
from corpus.store.filters import NO_FILTER, Count, Filters
from corpus.store.highlight import Mark, marks, snippet
from corpus.store.matching import Matcher
from corpus.store.pages import situated
from corpus.store.query import parse
from corpus.store.target import Target

ORDERS = ("pertinence", "recent", "ancien", "texte")
PAGE_SIZE = 20
MAX_PAGE_SIZE = 200
_KEPT = 64


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found. `row` says where it stands (`store.pages.situated`); `marks` are offsets
    into `row["text"]`, of which `shown` is the part to show. A smaller `rank` is a better one."""

    row: sqlite3.Row
    marks: tuple[Mark, ...]
    shown: tuple[int, int]
    rank: float

    @property
    def text(self) -> str:
        """The passage's own words."""
        return str(self.row["text"])

    @property
    def excerpt(self) -> str:
        """The part to show, with dots where it was cut."""
        start, end = self.shown
        head, tail = "… " if start else "", " …" if end < len(self.text) else ""
        return f"{head}{self.text[start:end].strip()}{tail}"


@dataclass(frozen=True, slots=True)
class Results:
    """A page of hits and everything to tell about it. `searched` documents meet the filters;
    `unread` pages of theirs have no usable text, so nothing can be found there."""

    plan: Plan
    filters: Filters
    total: int
    documents: int
    searched: int
    unread: int
    hits: tuple[Hit, ...] = ()
    facets: dict[str, list[Count]] = field(default_factory=dict)
    page: int = 1
    size: int = PAGE_SIZE
    order: str = "pertinence"
    per_document: dict[int, int] = field(default_factory=dict)
    suggestions: dict[str, str] = field(default_factory=dict)

    @property
    def meanings(self) -> tuple[Meaning, ...]:
        """What each word was taken for."""
        return self.plan.meanings

    @property
    def notes(self) -> tuple[str, ...]:
        """What could not be understood."""
        return self.plan.notes

    @property
    def pages(self) -> int:
        """How many pages of hits there are."""
        return -(-self.total // self.size)


@dataclass(frozen=True, slots=True)
class _Found:
    """Every passage that answers, best first, and its rank."""

    ids: Ints
    ranks: Any


_found: OrderedDict[tuple[tuple[str, str], Target], _Found] = OrderedDict()
_lock = Lock()


def forget() -> None:
    """Drop what is remembered of earlier searches (for measures)."""
    with _lock:
        _found.clear()


class Search:
    """Search in the database behind `connection`. `widen=False` takes words as they are typed."""

    def __init__(self, connection: sqlite3.Connection, *, widen: bool = True) -> None:
        self._db = connection
        self._arrays: Arrays = arrays_of(connection)
        self._expander = Expander(connection, widen=widen)
        self._matcher = Matcher(connection, self._arrays)

    def plan(self, text: str) -> Plan:
        """What `text` is understood as, without searching."""
        return self._expander.plan(parse(text))

    def run(
        self,
        text: str,
        *,
        filters: Filters = NO_FILTER,
        page: int = 1,
        size: int = PAGE_SIZE,
        order: str = "pertinence",
        facets: bool = True,
    ) -> Results:
        """The `page`-th page of hits for `text`, with the counts of every filter."""
        plan = self.plan(text)
        found = self._find(plan)
        kept = filtering.apply(self._arrays, found.ids, filters)
        ids, ranks = found.ids[kept], found.ranks[kept]
        size = min(max(1, size), MAX_PAGE_SIZE)
        page = min(max(1, page), max(1, -(-len(ids) // size)))
        order = order if order in ORDERS else ORDERS[0]
        ids, ranks = self._ordered(ids, ranks, order)
        first = (page - 1) * size
        shown = slice(first, first + size)
        searched, unread = self._searched(filters)
        documents = np.bincount(self._arrays.document[ids]) if len(ids) else np.zeros(0, dtype=int)
        hits = tuple(self._hits(plan.target, ids[shown], ranks[shown]))
        present = {hit.row["document_id"] for hit in hits}
        return Results(
            plan=plan,
            filters=filters,
            total=len(ids),
            documents=int(np.count_nonzero(documents)),
            searched=searched,
            unread=unread,
            hits=hits,
            facets=filtering.count(self._arrays, found.ids, filters) if facets else {},
            page=page,
            size=size,
            order=order,
            per_document={one: int(documents[one]) for one in present},
            suggestions=self._suggestions(plan) if not len(ids) else {},
        )

    def passages(self, text: str, *, filters: Filters = NO_FILTER) -> Ints:
        """The rows of every passage that answers `text`, best first."""
        found = self._find(self.plan(text))
        return found.ids[filtering.apply(self._arrays, found.ids, filters)]

    # ------------------------------------------------------------ finding

    def _find(self, plan: Plan) -> _Found:
        if plan.target is None:
            return _Found(np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.float32))
        key = (self._arrays.identity, plan.target)
        with _lock:
            if key in _found:
                _found.move_to_end(key)
                return _found[key]
        answer = self._matcher.match(plan.target)
        ids = np.flatnonzero(answer.found).astype(np.int32)
        ranks = -answer.score[ids]
        order = np.argsort(ranks, kind="stable")
        found = _Found(ids[order], ranks[order])
        with _lock:
            _found[key] = found
            while len(_found) > _KEPT:
                _found.popitem(last=False)
        return found

    def _ordered(self, ids: Ints, ranks: Any, order: str) -> tuple[Ints, Any]:
        if order == "pertinence":
            return ids, ranks
        if order == "texte":
            index = np.argsort(ids, kind="stable")
        else:
            days = self._arrays.dates[ids].astype(np.int64)
            # Texts without a date come last both ways.
            days = np.where(days == 0, 99_999_999, days if order == "ancien" else -days)
            index = np.lexsort((ids, days))
        return ids[index], ranks[index]

    def _hits(self, target: Target | None, ids: Ints, ranks: Any) -> list[Hit]:
        if not len(ids):
            return []
        wanted = [int(one) for one in ids]
        marks_ = ", ".join("?" * len(wanted))
        rows = {
            row["passage_id"]: row
            for row in situated(self._db, f"WHERE p.id IN ({marks_})", wanted)
        }
        hits = []
        for one, rank in zip(wanted, ranks.tolist(), strict=True):
            found = marks(rows[one]["text"], target)
            hits.append(Hit(rows[one], found, snippet(rows[one]["text"], found), rank))
        return hits

    # ------------------------------------------------------------ what was searched

    def _searched(self, filters: Filters) -> tuple[int, int]:
        """How many documents the filters let through, and how many of their pages are unread."""
        if filters.empty:
            row = self._db.execute("SELECT count(*), sum(unread_pages) FROM documents").fetchone()
            return int(row[0]), int(row[1] or 0)
        every = np.arange(1, self._arrays.passages + 1, dtype=np.int32)
        kept = every[filtering.apply(self._arrays, every, filters)]
        documents = np.unique(self._arrays.document[kept]).tolist()
        rows = self._db.execute("SELECT id, unread_pages FROM documents WHERE unread_pages > 0")
        unread = {row[0]: row[1] for row in rows}
        return len(documents), sum(unread.get(one, 0) for one in documents)

    def _suggestions(self, plan: Plan) -> dict[str, str]:
        """For each word that the corpus does not have, the nearest one that it has."""
        from rapidfuzz import process

        unknown = [one.typed.lower() for one in plan.meanings if not one.stop and not one.attested]
        unknown = [word for word in unknown if len(word) > 3 and word.isalpha()]
        if not unknown:
            return {}
        rows = self._db.execute(
            "SELECT DISTINCT form FROM lexique WHERE length(form) > 3 AND occurrences > 1"
        )
        forms = [row[0] for row in rows]
        near = {word: process.extractOne(word, forms, score_cutoff=75) for word in unknown}
        return {word: one[0] for word, one in near.items() if one is not None}
