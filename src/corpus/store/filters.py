"""Filters that count: which hits stay, and how many each value of each filter would leave."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from corpus.store.arrays import Arrays, Ints, Mask, Pairs

PROPERTIES = ("kind", "year", "issuer", "category", "departement")
ENTITIES = {
    "body": "BODY",
    "service": "SERVICE",
    "competency": "COMPETENCY",
    "practitioner": "PRACTITIONER",
}
FACETS = (*PROPERTIES, *ENTITIES, "modality")
TITLES = {
    "kind": "Nature du texte",
    "year": "Année",
    "issuer": "Émetteur",
    "category": "Catégorie du locuteur",
    "departement": "Département",
    "body": "Organisme",
    "service": "Service",
    "competency": "Compétence",
    "practitioner": "Praticien",
    "modality": "Modalité",
}
_SHOWN = 30


@dataclass(frozen=True, slots=True)
class Filters:
    """What a reader chose. `chosen` maps a facet to its accepted values: texts for properties and
    modalities, entity rows for entities (as text too). Several values of one facet are
    alternatives; facets add up. Dates are ISO days, both included."""

    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    date_from: str | None = None
    date_to: str | None = None
    documents: tuple[int, ...] = ()

    @property
    def empty(self) -> bool:
        """True when nothing is filtered."""
        return not (any(self.chosen.values()) or self.date_from or self.date_to or self.documents)


NO_FILTER = Filters()


@dataclass(frozen=True, slots=True)
class Count:
    """One value of a filter: `value` is what `Filters` takes, `label` what is shown."""

    value: str
    label: str
    count: int
    selected: bool = False


def apply(arrays: Arrays, hits: Ints, filters: Filters) -> Mask:
    """Which of `hits` (passage rows) meet every filter."""
    kept = _dates(arrays, hits, filters)
    for name, values in filters.chosen.items():
        if values:
            kept &= _facet(arrays, hits, name, values)
    return kept


def _dates(arrays: Arrays, hits: Ints, filters: Filters) -> Mask:
    kept = np.ones(len(hits), dtype=np.bool_)
    days = arrays.dates[hits]
    if (first := day(filters.date_from)) is not None:
        kept &= days >= first
    if (last := day(filters.date_to)) is not None:
        kept &= (days <= last) & (days > 0)
    if filters.documents:
        kept &= np.isin(arrays.document[hits], filters.documents)
    return kept


def day(text: str | None) -> int | None:
    """An ISO day, month or year as a number that compares (20120523); None when it is none."""
    digits = (text or "").replace("-", "")
    return int(digits.ljust(8, "0")) if digits.isdecimal() and len(digits) <= 8 else None


def _facet(arrays: Arrays, hits: Ints, name: str, values: tuple[str, ...]) -> Mask:
    if name in PROPERTIES:
        codes = arrays.properties[name]
        wanted = [code for code, label in enumerate(codes.labels) if label in values]
        return np.isin(codes.values[hits], wanted)
    if name == "modality":
        labels = arrays.modality_labels
        wanted = [labels.index(value) for value in values if value in labels]
        return _holds(arrays, hits, arrays.modality, wanted)
    if name in ENTITIES:
        wanted = [int(value) for value in values if value.isdecimal()]
        return _holds(arrays, hits, arrays.entities, wanted)
    return np.ones(len(hits), dtype=np.bool_)


def _holds(arrays: Arrays, hits: Ints, pairs: Pairs, wanted: list[int]) -> Mask:
    marked = np.zeros(arrays.passages + 1, dtype=np.bool_)
    marked[pairs.passages[np.isin(pairs.values, wanted)]] = True
    return np.asarray(marked[hits], dtype=np.bool_)


def count(arrays: Arrays, hits: Ints, filters: Filters) -> dict[str, list[Count]]:
    """For each facet, the commonest values among the hits that meet the other filters."""
    whole = hits[apply(arrays, hits, filters)]
    found: dict[str, list[Count]] = {}
    entities: dict[int, Ints] = {}
    for name in FACETS:
        values = filters.chosen.get(name, ())
        if values:  # a facet does not narrow itself: its other values stay countable
            rest = {key: one for key, one in filters.chosen.items() if key != name}
            others = Filters(rest, filters.date_from, filters.date_to, filters.documents)
            subset = hits[apply(arrays, hits, others)]
        else:
            subset = whole
        found[name] = list(_counts(arrays, subset, name, values, entities))
    return found


def _counts(
    arrays: Arrays,
    hits: Ints,
    name: str,
    selected: tuple[str, ...],
    entities: dict[int, Ints],
) -> Iterator[Count]:
    if name in PROPERTIES:
        codes = arrays.properties[name]
        numbers = np.bincount(codes.values[hits] + 1, minlength=len(codes.labels) + 1)[1:]
        yield from _top([(one, one) for one in codes.labels], numbers, selected, name == "year")
    elif name == "modality":
        labels = [(one, one) for one in arrays.modality_labels]
        yield from _top(labels, _pair_counts(arrays, hits, arrays.modality), selected)
    else:
        key = id(hits)
        if key not in entities:
            entities[key] = _pair_counts(arrays, hits, arrays.entities)
        yield from _entity_counts(arrays, entities[key], ENTITIES[name], selected)


def _pair_counts(arrays: Arrays, hits: Ints, pairs: Pairs) -> Any:
    inside = np.zeros(arrays.passages + 1, dtype=np.bool_)
    inside[hits] = True
    return np.bincount(pairs.values[inside[pairs.passages]], minlength=pairs.size)


def _entity_counts(
    arrays: Arrays, numbers: Any, label: str, selected: tuple[str, ...]
) -> Iterator[Count]:
    rows = arrays.rows_of_label(label)
    yield from _top(
        [(str(row), arrays.entity_labels[row][1]) for row in rows.tolist()],
        numbers[rows],
        selected,
    )


def _top(
    labels: list[tuple[str, str]], numbers: Any, selected: tuple[str, ...], in_order: bool = False
) -> Iterator[Count]:
    """The commonest values, and every selected one even when it counts nothing."""
    order = np.argsort(-numbers, kind="stable")[:_SHOWN].tolist()
    chosen = set(selected)
    kept = {index for index in order if numbers[index] > 0}
    if chosen:
        kept |= {index for index, (value, _) in enumerate(labels) if value in chosen}
    ranked = (
        sorted(kept, reverse=True) if in_order else sorted(kept, key=lambda i: (-numbers[i], i))
    )
    for index in ranked:
        value, label = labels[index]
        yield Count(value, label, int(numbers[index]), value in chosen)
