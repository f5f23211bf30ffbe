"""A concordance: every occurrence of what is sought, aligned, with the words around it."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from corpus.french.fold import fold
from corpus.store.filters import NO_FILTER, Filters
from corpus.store.highlight import marks
from corpus.store.pages import situated
from corpus.store.search import Search

SORTS = ("texte", "gauche", "droite", "mot")
WIDTH = 60
LIMIT = 500
_BATCH = 200


@dataclass(frozen=True, slots=True)
class Line:
    """One occurrence. `start:end` are offsets into the passage's text, `left` and `right` the
    words around it, runs of blanks made one."""

    row: sqlite3.Row
    start: int
    end: int
    left: str
    word: str
    right: str


@dataclass(frozen=True, slots=True)
class Concordance:
    """Lines in the order asked for; `total` passages were found, of which `read` were used."""

    lines: tuple[Line, ...]
    total: int
    read: int


def concordance(
    search: Search,
    connection: sqlite3.Connection,
    text: str,
    *,
    filters: Filters = NO_FILTER,
    sort: str = "texte",
    width: int = WIDTH,
    limit: int = LIMIT,
) -> Concordance:
    """The occurrences of `text`, in at most `limit` passages (the best ranked ones).

    `sort` is `texte` (order of the corpus), `gauche` (the words before, nearest first), `droite`
    or `mot`.
    """
    plan = search.plan(text)
    found = search.passages(text, filters=filters)
    kept = sorted(int(one) for one in found[:limit])
    lines: list[Line] = []
    for first in range(0, len(kept), _BATCH):
        batch = kept[first : first + _BATCH]
        places = ", ".join("?" * len(batch))
        for row in situated(connection, f"WHERE p.id IN ({places}) ORDER BY p.id", batch):
            words = str(row["text"])
            lines += [
                _line(row, words, mark.start, mark.end, width) for mark in marks(words, plan.target)
            ]
    return Concordance(_sorted(lines, sort), len(found), len(kept))


def _line(row: sqlite3.Row, text: str, start: int, end: int, width: int) -> Line:
    left = " ".join(text[max(0, start - 2 * width) : start].split())
    right = " ".join(text[end : end + 2 * width].split())
    blank_before = start > 0 and text[start - 1].isspace()
    blank_after = end < len(text) and text[end].isspace()
    return Line(
        row,
        start,
        end,
        left[-width:] + (" " if blank_before else ""),
        " ".join(text[start:end].split()),
        (" " if blank_after else "") + right[:width],
    )


def _sorted(lines: list[Line], sort: str) -> tuple[Line, ...]:
    if sort == "gauche":
        return tuple(sorted(lines, key=lambda line: fold(line.left).split()[::-1]))
    if sort == "droite":
        return tuple(sorted(lines, key=lambda line: fold(line.right).split()))
    if sort == "mot":
        return tuple(sorted(lines, key=lambda line: fold(line.word)))
    return tuple(lines)
