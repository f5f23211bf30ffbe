"""Citations, measured beside metslesliens in the same run.

    python benchmarks/references.py             everything but the drawing
    python benchmarks/references.py --draw      draws the 200 citations to be judged by hand

What is read: another engine's reading of nine real orders (`../shared/data/arretes-pdf/reference`)
and 100 of the ministerial orders, drawn with a fixed seed. What is measured on it:

- full identity: the citation names a code of the table, or a text with a number, a day or a name of
  its own (a part of the citing text counts when that text is known). For metslesliens, the same of
  its `texte`: a code, or a number or a date;
- resolved: tied by `corpus.linking` to one text; abstentions by reason;
- articles without parent text: of the citations of an article, those tied to no text;
- the judgements kept in `annotations/jugements/references.csv`: which of the 200 are right, and
  whether today's engine still says what was judged;
- the list of hard citations: whole span and identity right;
- speed of the citation pass alone: characters a second of processor time, one core, best of three.

metslesliens (pip install metslesliens) finds candidates and does not resolve them: its column has
no resolution. Both engines get the same texts and nothing else.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from corpus.extraction.references import ReferenceFinder  # noqa: E402
from corpus.linking.model import Citation, Source  # noqa: E402
from corpus.linking.texts import resolve  # noqa: E402
from corpus.model import Document, Extraction, Reference, Structure  # noqa: E402
from corpus.rules import load_rules  # noqa: E402
from corpus.structure import analyse  # noqa: E402
from hard_citations import faults, load_cases  # noqa: E402

DATA = ROOT.parent / "shared" / "data"
JUDGEMENTS = ROOT / "annotations" / "jugements" / "references.csv"
COLUMNS = (
    "document", "debut", "fin", "citation", "genre", "numero", "date", "articles", "code", "propre",
    "verdict", "motif",
)  # fmt: skip
SEED_OF_ORDERS, SEED_OF_JUDGED = 2024, 2025
ORDERS, JUDGED = 100, 200
Text = tuple[str, str, str | None]


def main() -> int:
    """Measure, or draw what is to be judged."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--draw", action="store_true", help="draw the citations to judge")
    options.add_argument("--output", type=Path, default=ROOT / "outputs" / "a-juger.csv")
    given = options.parse_args()
    if not DATA.is_dir():
        print("../shared est absent : rien à mesurer.")
        return 1
    pdf, orders = _read_pdf(), _orders()
    finder = ReferenceFinder(load_rules())
    structures = {name: analyse(Document(name, text)) for name, text, _ in (*pdf, *orders)}
    sources = [_source(one, finder, structures[one[0]]) for one in (*pdf, *orders)]
    if given.draw:
        return draw(sources, given.output)
    report(sources, (*pdf, *orders), finder, structures)
    return 0


def draw(sources: Sequence[Source], output: Path) -> int:
    """Write 200 citations drawn with the fixed seed, with empty verdicts, to be judged."""
    drawn = random.Random(SEED_OF_JUDGED).sample(_all(sources), JUDGED)
    rows = sorted(_row(source, reference) for source, reference in drawn)
    output.parent.mkdir(parents=True, exist_ok=True)
    with output.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows((*row, "", "") for row in rows)
    print(f"{len(rows)} citations écrites dans {output.relative_to(ROOT)}")
    return 0


def report(
    sources: Sequence[Source],
    texts: Sequence[Text],
    finder: ReferenceFinder,
    structures: dict[str, Structure],
) -> None:
    """Print every measure."""
    characters = sum(len(text) for _, text, _ in texts)
    print(f"{len(texts)} textes, {characters:,} caractères\n")
    ours = _ours(sources)
    theirs = _theirs(texts)
    print(f"{'':44}{'corpus':>12}{'metslesliens':>14}")
    for label, value in ours.items():
        print(f"{label:44}{value:>12}{theirs.get(label, '—'):>14}")
    seconds = _best(lambda: [finder.find(Document(n, t), structures[n]) for n, t, _ in texts])
    print(
        f"{'caractères par seconde':44}{_speed(characters, seconds):>12}{_their_speed(texts):>14}"
    )
    _reasons(sources)
    _judged(sources)
    _hard()


def _ours(sources: Sequence[Source]) -> dict[str, str]:
    _, citations, _ = resolve(list(sources))
    tied = {(one.document, one.reference) for one in citations if one.text}
    everything = [
        (source, index, reference)
        for source in sources
        for index, reference in enumerate(source.extraction.references)
    ]
    articles = [one for one in everything if one[2].articles]
    full = sum(_is_full(reference) for _, _, reference in everything)
    resolved = sum((source.key, index) in tied for source, index, _ in everything)
    orphans = sum((source.key, index) not in tied for source, index, _ in articles)
    return {
        "citations": f"{len(everything):,}",
        "identité complète": _share(full, len(everything)),
        "rattachées à un texte": _share(resolved, len(everything)),
        "citations d'articles": f"{len(articles):,}",
        "articles sans texte": _share(orphans, len(articles)),
        "articles développés (plages comprises)": f"{_articles(citations):,}",
    }


def _theirs(texts: Sequence[Text]) -> dict[str, str]:
    donner = _metslesliens()
    if donner is None:
        return {}
    found = [one for _, text, _ in texts for one in donner(text)]
    articles = [one for one in found if "article" in one]
    full = sum(_is_full_there(one) for one in found)
    return {
        "citations": f"{len(found):,}",
        "identité complète": _share(full, len(found)),
        "citations d'articles": f"{len(articles):,}",
        "articles sans texte": _share(
            sum(not _is_full_there(one) for one in articles), len(articles)
        ),
    }


def _metslesliens() -> Callable[[str], list[dict[str, Any]]] | None:
    try:
        from metslesliens import donnelescandidats
    except ImportError:
        print("metslesliens n'est pas installé : sa colonne reste vide.\n")
        return None
    return lambda text: list(donnelescandidats(text, "structuré"))


def _is_full(reference: Reference) -> bool:
    if reference.abstention:
        return False
    if reference.kind == "code":
        return reference.code is not None
    named = reference.number or reference.date or reference.name
    return bool(named)


def _is_full_there(candidate: dict[str, Any]) -> bool:
    text = candidate.get("texte") or {}
    name = str(text.get("nom", ""))
    return name.startswith(("code", "livre")) or bool(text.get("numero") or text.get("date"))


def _reasons(sources: Sequence[Source]) -> None:
    _, citations, _ = resolve(list(sources))
    seen = {(one.document, one.reference): one.reason for one in citations if one.text is None}
    print("\nabstentions, par raison")
    for reason, count in Counter(seen.values()).most_common():
        print(f"  {count:5}  {reason}")


def _judged(sources: Sequence[Source]) -> None:
    if not JUDGEMENTS.exists():
        print("\naucun jugement : lancez --draw, jugez, et gardez le fichier dans annotations/")
        return
    with JUDGEMENTS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    today = {
        _row(source, reference)[:3]: _row(source, reference) for source, reference in _all(sources)
    }
    verdicts = Counter(row["verdict"] for row in rows)
    changed = []
    for row in rows:
        now = today.get((row["document"], int(row["debut"]), int(row["fin"])))
        before = tuple(row[column] for column in COLUMNS[3:10])
        if now is None or tuple(now[3:10]) != before:
            changed.append((row, now))
    print(
        f"\n{len(rows)} citations jugées à la main : {_share(verdicts['juste'], len(rows))} justes"
    )
    for verdict, count in verdicts.most_common():
        print(f"  {count:5}  {verdict}")
    print(f"  {len(changed)} ne sont plus lues de la même façon")
    for row, now in changed[:20]:
        print(f"    {row['document']} {row['debut']} « {row['citation']} » → {now and now[3:10]}")


def _hard() -> None:
    cases = load_cases()
    wrong = [case for case in cases if faults(case)]
    right = len(cases) - len(wrong)
    print(
        f"\nliste des citations difficiles : {_share(right, len(cases))} des {len(cases)} phrases"
    )
    for case in wrong:
        print("  ", case.text[case.skipped :], faults(case))


def _row(source: Source, reference: Reference) -> tuple[Any, ...]:
    return (
        source.key,
        reference.start,
        reference.end,
        " ".join(reference.text.split()),
        reference.kind,
        reference.number or "",
        reference.date or "",
        " ".join(a.replace(" ", "_") for a in reference.articles),
        reference.code or "",
        "oui" if reference.own else "",
    )


def _all(sources: Iterable[Source]) -> list[tuple[Source, Reference]]:
    return [(source, one) for source in sources for one in source.extraction.references]


def _source(text: Text, finder: ReferenceFinder, structure: Structure) -> Source:
    document = Document(text[0], text[1])
    references = finder.find(document, structure)
    return Source(text[0], Extraction(document, structure, "mesure", references=references))


def _read_pdf() -> list[Text]:
    paths = sorted((DATA / "arretes-pdf" / "reference").glob("*.md"))
    return [(path.stem, path.read_text(encoding="utf-8"), None) for path in paths]


def _orders() -> list[Text]:
    with gzip.open(DATA / "arretes-ministeriels.jsonl.gz", "rt", encoding="utf-8") as file:
        orders = sorted((json.loads(line) for line in file), key=lambda order: order["id"])
    drawn = random.Random(SEED_OF_ORDERS).sample(orders, ORDERS)
    return [(one["id"], f"{one['title']}\n\n{one['text']}", one["date"][:10]) for one in drawn]


def _articles(citations: Iterable[Citation]) -> int:
    return sum(1 for citation in citations if citation.article)


def _best(work: Callable[[], Any], times: int = 3) -> float:
    seconds = []
    for _ in range(times):
        begun = time.process_time()
        work()
        seconds.append(time.process_time() - begun)
    return min(seconds)


def _their_speed(texts: Sequence[Text]) -> str:
    donner = _metslesliens()
    if donner is None:
        return "—"
    seconds = _best(lambda: [donner(text) for _, text, _ in texts], 1)
    return _speed(sum(len(text) for _, text, _ in texts), seconds)


def _speed(characters: int, seconds: float) -> str:
    return f"{characters / seconds:,.0f}"


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "—"


if __name__ == "__main__":
    raise SystemExit(main())
