"""Linking: the only stage that sees more than one document.

Entities under one record, references tied to texts held or only cited, passages that repeat each
other, deadlines in time.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from corpus.french.fold import fold_word
from corpus.linking.corrections import Corrections, load_corrections
from corpus.linking.deadlines import find_deadlines
from corpus.linking.duplicates import find_duplicates
from corpus.linking.entities import resolve_entities
from corpus.linking.model import (
    Citation,
    Deadline,
    Duplicate,
    Entity,
    Links,
    Quotation,
    Source,
    TextCited,
)
from corpus.linking.quotations import find_quotations
from corpus.linking.texts import resolve
from corpus.rules import Ruleset, load_rules

__all__ = [
    "Citation",
    "Corrections",
    "Deadline",
    "Duplicate",
    "Entity",
    "Links",
    "Quotation",
    "Source",
    "TextCited",
    "link",
    "load_corrections",
]


def link(
    sources: Sequence[Source],
    *,
    corrections: Corrections | Path | None = None,
    rules: Ruleset | None = None,
) -> Links:
    """Everything that ties the documents together.

    `corrections` are the analyst's decisions on entities, or the path of their file. The order of
    `sources` does not change the result: they are taken in the order of their keys.
    """
    ordered = sorted(sources, key=lambda source: source.key)
    decided = (
        corrections
        if isinstance(corrections, Corrections)
        else load_corrections(corrections)
        if corrections is not None
        else Corrections()
    )
    lists = _word_lists(rules if rules is not None else load_rules())
    entities = resolve_entities(ordered, decided, lists.get("liens/lieux", frozenset()))
    texts, citations, problems = resolve(ordered, rules=rules)
    formulas = frozenset().union(
        *(words for name, words in lists.items() if name.startswith("liens/formules"))
    )
    return Links(
        entities=entities.entities,
        texts=texts,
        citations=citations,
        quotations=find_quotations(ordered, formulas, lists.get("liens/titres", frozenset())),
        deadlines=tuple(deadline for source in ordered for deadline in find_deadlines(source)),
        duplicates=find_duplicates(entities.entities),
        mention_entities=entities.mention_entities,
        bearer_entities=entities.bearer_entities,
        problems=(*entities.problems, *problems),
    )


def _word_lists(rules: Ruleset) -> dict[str, frozenset[str]]:
    return {
        item.id: frozenset(fold_word(word) for word in item.texts("mots"))
        for _, item in rules.family("liens")
    }
