"""Search measured: what it finds, against hand judgements, and how fast, on 250,000 passages.

    python benchmarks/search.py              both (the first run extracts the orders: some minutes)
    python benchmarks/search.py --qualite    recall and precision alone
    python benchmarks/search.py --vitesse    latency alone

Beside it, in the same run: plain FTS5 as Datasette's search box asks it (each word quoted), and
FTS5 over Snowball stems (PyStemmer). Needs the orders of `../shared`; the bases are kept in
`outputs/bench`.
"""

from __future__ import annotations

import argparse
import re
import sqlite3
import statistics
import sys
import time
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import Stemmer
import yaml

from corpus.store import search as search_module
from corpus.store.filters import Filters
from corpus.store.search import Search
from search_corpus import PASSAGES, ROOT, SOURCE, make

WORK = ROOT / "outputs" / "bench"
JUDGEMENTS = Path(__file__).parent / "data" / "search-judgements.yaml"
_WORD = re.compile(r"[^\W_]+")
_STEMMER = Stemmer.Stemmer("french")
_ELIDED = frozenset(["l", "d", "j", "n", "s", "m", "t", "c", "qu"])
Finder = Callable[[str], set[int]]

SPEED_QUERIES = (
    "obligation", "transmettre", "délai", "article", "installation", "du", "préfet", "marché",
    "doit", "arrêté", "contrôle", "contrôl*", "mise en oeuvre", '"service public"', "L. 511-1",
    "n° 2001-34", "rejets atmosphériques", "l'exploitant doit informer le préfet",
    "les installations classées pour la protection de l'environnement", "eau OU air OU sol",
    "installation SAUF article", "exploitant PRES rejet", "(déchet OU rebut) ET stockage",
    "introuvable", "dû", "d’analyse des risques",
)  # fmt: skip


# ---------------------------------------------------------------- judgements


class Judge:
    """Which passages answer a judged query: read from the judgement, never from a search."""

    def __init__(self, passages: dict[int, str]) -> None:
        self._words: dict[int, list[str]] = {}
        self._holders: dict[str, set[int]] = defaultdict(set)
        self._texts = {row: _plain(text) for row, text in passages.items()}
        for row, text in passages.items():
            words = _WORD.findall(unicodedata.normalize("NFC", text))
            self._words[row] = words
            for word in words:
                self._holders[_spelling(word)].add(row)

    def answers(self, judged: dict[str, Any]) -> tuple[set[int], set[int]]:
        """The passages that answer, and those that count neither way."""
        if "texte" in judged:
            wanted = [
                re.compile(rf"(?<!\w){re.escape(_plain(one))}(?!\w)") for one in judged["texte"]
            ]
            found = {
                row for row, text in self._texts.items() if any(one.search(text) for one in wanted)
            }
            return found, set()
        groups = [set(group) for group in judged["oui"]]
        yes = set.intersection(*(self._any(group) for group in groups))
        if "distance" in judged:
            yes = {row for row in yes if self._close(row, groups, judged["distance"])}
        yes -= self._any(judged.get("sauf", ()))
        perhaps = self._any(judged.get("neutre", ())) - yes
        return yes, perhaps

    def _any(self, forms: Iterable[str]) -> set[int]:
        return set().union(*(self._holders[_spelling(form)] for form in forms), *self._bare(forms))

    def _bare(self, forms: Iterable[str]) -> list[set[int]]:
        """Capitals without accents are the accented word: ARRETE, but DU is no dû."""
        bare = {_stripped(form).upper() for form in forms if len(form) > 2}
        return [self._holders[one] for one in bare if one in self._holders]

    def _close(self, row: int, groups: list[set[str]], distance: int) -> bool:
        words = [_spelling(word).lower() for word in self._words[row]]
        places = [[i for i, word in enumerate(words) if word in group] for group in groups]
        return any(abs(a - b) - 1 <= distance for a in places[0] for b in places[1])


def _spelling(word: str) -> str:
    """Lower case, but for a word in capitals without accents, which is kept apart."""
    return word if word.isupper() and word.isascii() and len(word) > 1 else word.lower()


def _stripped(word: str) -> str:
    return "".join(
        one for one in unicodedata.normalize("NFD", word) if not unicodedata.combining(one)
    )


def _plain(text: str) -> str:
    return " ".join(text.replace("’", "'").lower().split())


# ---------------------------------------------------------------- the ways to search


def plain_fts(connection: sqlite3.Connection) -> Finder:
    """FTS5 as Datasette's search box asks it: each blank-separated piece quoted, all required."""
    return lambda query: _rows(connection, "plain", " ".join(f'"{one}"' for one in _tokens(query)))


def snowball(connection: sqlite3.Connection) -> Finder:
    """FTS5 over stems: the passages and the query alike; quoted words stay a phrase, others are
    freed of their elision."""

    def find(query: str) -> set[int]:
        pieces = re.findall(r'"([^"]+)"|(\S+)', query.replace("«", '"').replace("»", '"'))
        phrases = [" ".join(_stems(quoted)) for quoted, _ in pieces if quoted]
        words = [stem for _, plain in pieces for stem in _stems(plain)]
        return _rows(connection, "stemmed", " ".join(f'"{one}"' for one in (*phrases, *words)))

    return find


def _tokens(query: str) -> list[str]:
    """Datasette's `escape_fts`: quoted phrases stay together."""
    pieces = re.findall(r'"[^"]+"|\S+', query.replace("«", '"').replace("»", '"'))
    return [piece.strip('" ') for piece in pieces if piece.strip('" ')]


def _stems(text: str) -> list[str]:
    words = [word.lower() for word in _WORD.findall(unicodedata.normalize("NFC", text))]
    return list(_STEMMER.stemWords([word for word in words if word not in _ELIDED]))


def _rows(connection: sqlite3.Connection, table: str, expression: str) -> set[int]:
    try:
        found = connection.execute(
            f"SELECT rowid FROM {table} WHERE {table} MATCH ?", (expression,)
        )
        return {row[0] for row in found}
    except sqlite3.OperationalError:
        return set()


def this_search(connection: sqlite3.Connection) -> Finder:
    """The search of this package."""
    engine = Search(connection)
    return lambda query: set(engine.passages(query).tolist())


# ---------------------------------------------------------------- quality


def quality() -> None:
    """Mean recall and precision of each way, by kind of query and over all."""
    connection = make(WORK, None).connect()
    passages = {row[0]: row[1] for row in connection.execute("SELECT id, text FROM passages")}
    judge, other = Judge(passages), sqlite3.connect(":memory:")
    other.execute("CREATE VIRTUAL TABLE plain USING fts5(text, tokenize='unicode61')")
    other.execute("CREATE VIRTUAL TABLE stemmed USING fts5(text, tokenize='unicode61')")
    other.executemany("INSERT INTO plain (rowid, text) VALUES (?, ?)", passages.items())
    stems = ((row, " ".join(_stems(text))) for row, text in passages.items())
    other.executemany("INSERT INTO stemmed (rowid, text) VALUES (?, ?)", stems)
    ways = {
        "FTS5 seul": plain_fts(other),
        "FTS5 + Snowball": snowball(other),
        "corpus search": this_search(connection),
    }
    judged = yaml.safe_load(JUDGEMENTS.read_text(encoding="utf-8"))
    print(f"{len(passages)} passages")
    for name, queries in judged.items():
        print(f"\n{name} : {len(queries)} recherches jugées")
        _print_scores(_scores(queries, judge, ways, passages))


Scores = dict[str, dict[str, list[tuple[float, float]]]]


def _scores(
    judged: list[dict[str, Any]], judge: Judge, ways: dict[str, Finder], passages: dict[int, str]
) -> Scores:
    """(recall, precision) of every query, by kind of query and by way; what misses is printed."""
    scores: Scores = defaultdict(lambda: defaultdict(list))
    for one in judged:
        yes, perhaps = judge.answers(one)
        if not yes:
            print(f"sans réponse dans ce corpus : {one['cherche']}")
            continue
        for name, find in ways.items():
            found = find(one["cherche"]) - perhaps
            recall = len(found & yes) / len(yes)
            precision = len(found & yes) / len(found) if found else 1.0
            for kind in (one["sorte"], "toutes"):
                scores[kind][name].append((recall, precision))
            if name == "corpus search" and min(recall, precision) < 0.98:
                print(
                    f"à revoir : {one['cherche']:30} rappel {recall:.3f} précision {precision:.3f}"
                    f"  {_example(passages, yes - found)} | {_example(passages, found - yes)}"
                )
    return scores


def _example(passages: dict[int, str], rows: set[int]) -> str:
    return repr(passages[min(rows)][:70]) if rows else "-"


def _print_scores(scores: Scores) -> None:
    print(f"\n{'sorte':14} {'n':>4}  " + "".join(f"{name:>28}" for name in scores["toutes"]))
    print(" " * 20 + f"{'rappel  précision  F1':>28}" * len(scores["toutes"]))
    for kind, ways in scores.items():
        cells = []
        for pairs in ways.values():
            recall, precision = (statistics.mean(one) for one in zip(*pairs, strict=True))
            f1 = 2 * recall * precision / (recall + precision) if recall + precision else 0.0
            cells.append(f"{recall:>12.3f}{precision:>9.3f}{f1:>7.3f}")
        print(f"{kind:14} {len(pairs):>4}  " + "".join(cells))


# ---------------------------------------------------------------- speed


def speed() -> None:
    """Latency of a first search: twenty hits ranked, marked and situated, all filters counted."""
    connection = make(WORK, PASSAGES).connect()
    number = connection.execute("SELECT count(*) FROM passages").fetchone()[0]
    engine = Search(connection)
    print(f"\n{number} passages ; chaque recherche est faite à neuf, cinq fois, la médiane gardée")
    first: list[float] = []
    for query in SPEED_QUERIES:
        total, milliseconds = _timed(engine, query, Filters())
        first.append(milliseconds)
        print(f"{query[:50]:50} {total:>7} passages {milliseconds:>7.1f} ms")
    kinds = Filters({"kind": ("arrêté",)}, date_from="1990-01-01")
    narrowed = [_timed(engine, query, kinds)[1] for query in SPEED_QUERIES]
    _print_times("sans filtre", first)
    _print_times("deux filtres", narrowed)
    _print_times("FTS5 seul, rang et extrait, sans filtres comptés", list(_plain_times(connection)))


def _timed(engine: Search, query: str, filters: Filters) -> tuple[int, float]:
    times: list[float] = []
    total = 0
    for _ in range(5):
        search_module.forget()
        started = time.perf_counter()
        total = engine.run(query, filters=filters).total
        times.append((time.perf_counter() - started) * 1000)
    return total, statistics.median(times)


def _plain_times(connection: sqlite3.Connection) -> Iterable[float]:
    sql = (
        "SELECT rowid, snippet(passages_fts, 0, '<', '>', '…', 40) FROM passages_fts"
        " WHERE passages_fts MATCH ? ORDER BY rank LIMIT 20"
    )
    for query in SPEED_QUERIES:
        expression = " ".join(f'"{one}"' for one in _tokens(query))
        times: list[float] = []
        for _ in range(3):
            started = time.perf_counter()
            connection.execute(sql, (expression,)).fetchall()
            times.append((time.perf_counter() - started) * 1000)
        yield statistics.median(times)


def _print_times(name: str, times: list[float]) -> None:
    ordered = sorted(times)
    worst = ordered[max(0, round(0.95 * len(ordered)) - 1)]
    print(
        f"{name} : médiane {statistics.median(ordered):.1f} ms, 95e centile {worst:.1f} ms,"
        f" maximum {ordered[-1]:.1f} ms"
    )


def main() -> None:
    """Both measures, or the one asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--qualite", action="store_true")
    parser.add_argument("--vitesse", action="store_true")
    asked = parser.parse_args()
    if not SOURCE.is_file():
        sys.exit(f"Il manque {SOURCE.relative_to(ROOT.parent)} à côté du dépôt.")
    WORK.mkdir(parents=True, exist_ok=True)
    if asked.qualite or not asked.vitesse:
        quality()
    if asked.vitesse or not asked.qualite:
        speed()


if __name__ == "__main__":
    main()
