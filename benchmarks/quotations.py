"""Planted reuse: how much of it is found, how much of what is found is reuse, and at what cost.

`python benchmarks/quotations.py [--passages N ...]` writes invented documents whose words follow
each other by chance (frequencies as in real prose, so that set phrases of two words recur), plants
in some of them passages of others with 0, 10, 20 and 30 % of the words changed (replaced, left out
or added), and looks for them. Recall counts planted places of which at least half is found;
precision counts found places of which at least half was planted. Targets: recall 0.98, 0.95, 0.90,
0.75 at a precision of 0.95; time close to linear up to 1,000,000 passages.
"""

from __future__ import annotations

import argparse
import itertools
import random
import resource
import time
from dataclasses import dataclass

from corpus.linking.model import Quotation, Source
from corpus.linking.quotations import find_quotations
from corpus.model import Document, Extraction, Metadata, Structure

RATES = (0.0, 0.1, 0.2, 0.3)
PASSAGES_A_DOCUMENT = 50
WORDS_A_PASSAGE = (15, 60)
PLANTED_EVERY = 100
_LITTLE = (
    "de",
    "la",
    "les",
    "des",
    "le",
    "et",
    "à",
    "en",
    "du",
    "que",
    "pour",
    "dans",
    "par",
    "un",
)
_SYLLABLES = ("ac", "ber", "con", "dé", "fa", "gi", "la", "mé", "no", "par", "ré", "so", "ti", "vu")


@dataclass(frozen=True)
class Planted:
    """Where a passage was put, and where it came from."""

    rate: float
    document: str
    start: int
    end: int
    source: str


def vocabulary(dice: random.Random, size: int = 30_000) -> tuple[list[str], list[float]]:
    """Invented words with falling frequencies (Zipf), the little words of French first."""
    words = list(_LITTLE)
    known = set(words)
    while len(words) < size:
        word = "".join(dice.choices(_SYLLABLES, k=dice.randint(2, 5)))
        if word not in known:
            known.add(word)
            words.append(word)
    return words, list(itertools.accumulate(1 / (rank + 3) for rank in range(size)))


def change(words: list[str], rate: float, dice: random.Random, pool: list[str]) -> list[str]:
    """The words with a share of them replaced, left out or preceded by another."""
    changed = []
    for word in words:
        if dice.random() >= rate:
            changed.append(word)
        else:
            action = dice.random()
            if action < 0.6:
                changed.append(dice.choice(pool))
            elif action < 0.8:
                changed += [dice.choice(pool), word]
    return changed


def make(passages: int, seed: int = 7) -> tuple[list[Source], list[Planted]]:
    """Documents of fifty passages, one passage in a hundred taken from elsewhere."""
    dice = random.Random(seed)
    pool, weights = vocabulary(dice)
    texts: list[list[list[str]]] = []
    for _ in range(passages // PASSAGES_A_DOCUMENT):
        lengths = [dice.randint(*WORDS_A_PASSAGE) for _ in range(PASSAGES_A_DOCUMENT)]
        flat = iter(dice.choices(pool, cum_weights=weights, k=sum(lengths)))
        texts.append([list(itertools.islice(flat, length)) for length in lengths])
    plans = []
    for number in range(passages // PLANTED_EVERY):
        source, target = dice.sample(range(len(texts)), 2)
        rate = RATES[number % len(RATES)]
        place, origin = dice.randrange(PASSAGES_A_DOCUMENT), dice.randrange(PASSAGES_A_DOCUMENT)
        plans.append((rate, target, place, source, origin))
    taken: dict[tuple[int, int], tuple[float, int]] = {}
    used = {(source, origin) for _, _, _, source, origin in plans}
    for rate, target, place, source, origin in plans:
        if (target, place) not in taken and (target, place) not in used:
            texts[target][place] = change(texts[source][origin], rate, dice, pool)
            taken[target, place] = (rate, source)
    sources, planted = [], []
    for index, document in enumerate(texts):
        parts, length = [], 0
        for place, passage in enumerate(document):
            text = " ".join(passage) + "."
            if (index, place) in taken:
                rate, source = taken[index, place]
                planted.append(Planted(rate, f"d{index}", length, length + len(text), f"d{source}"))
            parts.append(text)
            length += len(text) + 2
        body = Document(f"d{index}", "\n\n".join(parts))
        sources.append(Source(f"d{index}", Extraction(body, Structure(Metadata()), "v")))
    return sources, planted


def judge(planted: list[Planted], found: tuple[Quotation, ...]) -> tuple[dict[float, float], float]:
    """Recall by rate of change, and precision."""
    places: dict[frozenset[str], list[Quotation]] = {}
    for quotation in found:
        places.setdefault(frozenset((quotation.document, quotation.source)), []).append(quotation)
    hits: dict[float, list[bool]] = {rate: [] for rate in RATES}
    right: set[int] = set()
    for plant in planted:
        hit = False
        for quotation in places.get(frozenset((plant.document, plant.source)), ()):
            span = quotation.span if quotation.document == plant.document else quotation.source_span
            common = min(span.end, plant.end) - max(span.start, plant.start)
            if common * 2 >= span.end - span.start:
                right.add(id(quotation))
            hit = hit or common * 2 >= plant.end - plant.start
        hits[plant.rate].append(hit)
    recall = {rate: sum(values) / len(values) for rate, values in hits.items() if values}
    return recall, len(right) / len(found) if found else 1.0


def main() -> None:
    """Print one line a size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    sizes = parser.parse_args().passages
    print("passages     mots        secondes  µs/mot  Mio    précision  rappel à 0, 10, 20, 30 %")
    for size in sizes:
        sources, planted = make(size)
        words = sum(source.extraction.document.text.count(" ") for source in sources)
        start = time.perf_counter()
        found = find_quotations(sources)
        seconds = time.perf_counter() - start
        recall, precision = judge(planted, found)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        shares = "  ".join(f"{recall[rate]:.3f}" for rate in RATES)
        print(
            f"{size:<12,} {words:<11,} {seconds:<9.2f} {seconds / words * 1e6:<7.2f} {peak:<6} "
            f"{precision:<10.3f} {shares}"
        )


if __name__ == "__main__":
    main()
