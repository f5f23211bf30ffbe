"""Entities that look alike: proposed to the analyst, never merged unasked."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations

from rapidfuzz import fuzz

from corpus.french.fold import fold
from corpus.french.tokens import tokenize
from corpus.linking.model import Duplicate, Entity

# Below, different bodies of one ministry begin to look alike (`directeur général de la santé` and
# `directeur général de la cohésion sociale` score 71); above, a missing word or letter still shows.
FLOOR = 88.0
# Names that share a word with more names than this are compared through their rarer words only.
MOST_SHARING = 40
_DIGITS = re.compile(r"\d+")


def find_duplicates(entities: Sequence[Entity]) -> tuple[Duplicate, ...]:
    """Pairs of one label whose names resemble each other, best first.

    Only names that share a rare word are compared. Names that differ by a figure, and an entity
    and its parent, are no duplicates.
    """
    blocks: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, entity in enumerate(entities):
        for stem in set(tokenize(entity.name).stems):
            if len(stem) > 3:
                blocks[entity.label, stem].append(index)
    pairs: set[tuple[int, int]] = set()
    for members in blocks.values():
        if len(members) <= MOST_SHARING:
            pairs.update(combinations(members, 2))
    found = [_compare(entities[a], entities[b]) for a, b in pairs]
    kept = [duplicate for duplicate in found if duplicate is not None]
    return tuple(sorted(kept, key=lambda d: (-d.score, d.first, d.second)))


def _compare(one: Entity, other: Entity) -> Duplicate | None:
    if one.parent == other.key or other.parent == one.key:
        return None
    first, second = fold(one.name), fold(other.name)
    if _DIGITS.findall(first) != _DIGITS.findall(second):
        return None
    score = fuzz.token_sort_ratio(first, second, score_cutoff=FLOOR)
    if not score:
        return None
    same_stems = set(tokenize(first).stems) == set(tokenize(second).stems)
    reason = "mêmes mots, à l'accord près" if same_stems else "noms presque identiques"
    return Duplicate(one.key, other.key, round(score / 100, 3), reason)
