"""The pages, timed on a corpus of at least 250,000 passages, beside Datasette's own table search.

    python benchmarks/browse.py make      builds the corpus in outputs/bench-browse (some minutes)
    python benchmarks/browse.py           times every page on it

The corpus is the 218 ministerial orders of `../shared/data`, four times: as they are, and thrice
with changes, since a text repeated as it is would be one long quotation. A change replaces words of
the middle of the frequency list by one another, always the same for the same copy, and shifts
figures; the five hundred commonest words stay, so that a frequent word is frequent.

Every page is asked for through `datasette.client`, as a browser would, in one process, and timed
from the request to the last byte. Searches are all different, so that nothing is answered from
memory; « commun » is a word with more than 60,000 hits, asked with a different filter each time.
« calcul » is the processor time of the same requests: on a busy machine the clock also counts
the others' work.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import html
import json
import random
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "data" / "arretes-ministeriels.jsonl.gz"
WORKSPACE = ROOT / "outputs" / "bench-browse"
COPIES = 4
KEPT_WORDS = 500
COMMON = "installation"
TARGETS = {"recherche": (50, 150), "pages": (100, None)}
_WORD = re.compile(r"[^\W\d_]{5,}|\d")


# ---------------------------------------------------------------- making the corpus


def make() -> None:
    """Write the texts and build them, as `corpus build` would."""
    from corpus.pipeline import build
    from corpus.workspace import Workspace

    texts = list(_texts())
    workspace = (
        Workspace(WORKSPACE)
        if (WORKSPACE / "corpus.toml").exists()
        else Workspace.create(WORKSPACE)
    )
    counts = Counter(word for _, text in texts for word in _WORD.findall(text) if len(word) > 1)
    middle = [word for word, n in counts.most_common() if n > 2][KEPT_WORDS:]
    for copy in range(COPIES):
        change = _changes(middle, copy)
        for name, text in texts:
            path = workspace.texts_dir / f"{name}-{copy}.txt"
            path.write_text(
                _WORD.sub(partial(_changed, change), text),
                encoding="utf-8",
            )
    start = time.perf_counter()
    build(workspace, lambda step: print(step.stage, step.done, step.total, end="\r"))
    print(f"\nconstruit en {time.perf_counter() - start:.0f} s")


def _changed(change: dict[str, str], found: re.Match[str]) -> str:
    return change.get(found.group(), found.group())


def _texts() -> Iterator[tuple[str, str]]:
    with gzip.open(SHARED, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            name = re.sub(r"[^a-z0-9]+", "-", row["id"].lower())
            yield name, f"{row['title']}\n\n{row['text']}"


def _changes(words: list[str], copy: int) -> dict[str, str]:
    """What a copy writes instead of each word and figure; nothing for the first."""
    if not copy:
        return {}
    dice = random.Random(copy)
    others = words[:]
    dice.shuffle(others)
    change = dict(zip(words, others, strict=True))
    return change | {str(n): str((n + copy) % 10) for n in range(1, 10)}


# ---------------------------------------------------------------- timing the pages


async def measure(repeats: int) -> bool:
    """Time every kind of page; true when all targets are met."""
    from corpus.browse.serving import application

    database = WORKSPACE / "outputs" / "corpus.db"
    site = application(database, workspace=WORKSPACE)
    started = time.perf_counter()
    await site.client.get("/recherche?q=premier")
    print(f"première recherche, tout chargé : {1000 * (time.perf_counter() - started):.0f} ms\n")
    groups = await addresses(site, repeats)
    print(f"{'page':<34}{'médiane':>9}{'p95':>9}{'pire':>9}{'calcul':>9}{'p95':>9}{'Ko':>7}   (ms)")
    good = True
    for name, group in groups.items():
        times, busy, size = [], [], 0
        for address in group:
            start, work = time.perf_counter(), time.process_time()
            answer = await site.client.get(address)
            times.append(1000 * (time.perf_counter() - start))
            busy.append(1000 * (time.process_time() - work))
            size = max(size, len(answer.content))
            if answer.status_code != 200:
                print(f"  {answer.status_code} {address}")
                good = False
        times.sort()
        middle, high = statistics.median(times), times[min(len(times) - 1, int(0.95 * len(times)))]
        limit, limit_high = TARGETS["recherche" if name.startswith("recherche") else "pages"]
        ours = not name.startswith("Datasette")
        met = not ours or (middle < limit and (limit_high is None or high < limit_high))
        good &= met
        mark = "" if met else "  au-delà de la cible"
        busy.sort()
        work, most = statistics.median(busy), busy[int(0.95 * (len(busy) - 1))]
        print(
            f"{name:<34}{middle:>9.1f}{high:>9.1f}{times[-1]:>9.1f}{work:>9.1f}{most:>9.1f}"
            f"{size // 1024:>7}{mark}"
        )
    return good


async def addresses(site, repeats: int) -> dict[str, list[str]]:
    """The addresses to ask for, drawn once from the corpus itself."""
    dice = random.Random(7)
    database = site.get_database("corpus")

    async def column(sql: str, count: int = repeats) -> list[str]:
        rows = [row[0] for row in (await database.execute(sql)).rows]
        return dice.sample(rows, min(count, len(rows)))

    passages = (await database.execute("SELECT max(id) FROM passages")).first()[0]
    page = (await site.client.get(f"/recherche?q={COMMON}")).text
    common = int(re.findall(r"<strong>([\d\u202f]+)", page)[0].replace("\u202f", ""))
    documents = (await database.execute("SELECT count(*) FROM documents")).first()[0]
    print(f"{passages:,} passages, {documents:,} documents, « {COMMON} » : {common:,} passages")
    words = await column(
        "SELECT form FROM lexique WHERE passages BETWEEN 20 AND 20000 AND length(form) > 4",
        4 * repeats,
    )
    years = await column("SELECT DISTINCT year FROM documents WHERE year IS NOT NULL", 60)
    chosen = await column("SELECT public_id FROM passages WHERE id % 997 = 5", 3 * repeats)
    keys = await column("SELECT key FROM documents WHERE words > 3000")
    statements = await column(
        "SELECT p.public_id FROM statements n JOIN passages p ON p.id = n.passage_id LIMIT 900"
    )
    firsts = {
        name: await _links(site, f"/{name}") for name in ("organismes", "praticiens", "textes")
    }
    return {
        "recherche, un mot": [f"/recherche?q={word}" for word in words[:repeats]],
        "recherche, deux mots": [
            f"/recherche?q={a}+{b}"
            for a, b in zip(words[repeats : 2 * repeats], words[2 * repeats :], strict=False)
        ],
        "recherche, mot commun et filtre": [
            f"/recherche?q={COMMON}&annee={year}" for year in years[:repeats]
        ],
        "recherche, deux mots communs": [
            f"/recherche?q={COMMON}+{word}" for word in words[3 * repeats :]
        ],
        "recherche, concordance": [
            f"/recherche?q={word}&vue=concordance" for word in words[2 * repeats : 3 * repeats]
        ],
        "accueil": ["/"] * repeats,
        "document": [f"/document/{key}" for key in keys],
        "passage": [f"/passage/{one}" for one in chosen[:repeats]],
        "énoncé": [f"/enonce/{one}/1" for one in statements],
        "organisme": firsts["organismes"][:repeats],
        "praticien": firsts["praticiens"][:repeats],
        "texte cité": firsts["textes"][:repeats],
        "liste d'énoncés": [
            f"/enonces?modalite={one}&feuille={sheet}"
            for one in ("obligation", "permission")
            for sheet in range(1, repeats // 2 + 1)
        ],
        "liste de documents": [f"/documents?feuille={n}" for n in range(1, min(repeats, 13))],
        "qui doit quoi": ["/tableaux/obligations"] * repeats,
        "compétences par service": ["/tableaux/competences"] * repeats,
        "organismes par service": ["/tableaux/organismes"] * repeats,
        "échéancier": ["/tableaux/echeancier"] * repeats,
        "textes absents": ["/textes?presence=absent"] * repeats,
        "auditions": ["/tableaux/auditions"] * repeats,
        "dossier de dix citations": [
            "/dossier?" + "&".join(f"p={one}" for one in chosen[n : n + 10])
            for n in range(0, 2 * repeats, 2)
        ],
        "Datasette, table, un mot": [
            f"/corpus/passages?_search={word}" for word in words[:repeats]
        ],
        "Datasette, table, mot commun": [
            f"/corpus/passages?_search={COMMON}&_size={n}" for n in range(20, 20 + repeats)
        ],
    }  # fmt: skip


async def _links(site, page: str) -> list[str]:
    """The addresses that a list leads to: those of its own kind."""
    text = (await site.client.get(page)).text
    kind = {"/textes": "/texte/"}.get(page, page[:-1] + "/")
    return list(
        dict.fromkeys(html.unescape(one) for one in re.findall(rf'href="({kind}[^"]+)"', text))
    )


def main() -> None:
    """Build or time."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", nargs="?", choices=("make", "measure"), default="measure")
    parser.add_argument("--repeats", type=int, default=40)
    given = parser.parse_args()
    if given.what == "make":
        if not SHARED.exists():
            sys.exit(f"Il manque {SHARED.name}, à côté du dépôt (../shared/data).")
        make()
    elif not (WORKSPACE / "outputs" / "corpus.db").exists():
        sys.exit("Construisez d'abord le corpus : python benchmarks/browse.py make")
    elif not asyncio.run(measure(given.repeats)):
        sys.exit(1)


if __name__ == "__main__":
    main()
