"""Entities: one record for a body, service, practitioner or competency, however it is written."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from corpus.french.fold import fold
from corpus.french.tokens import tokenize
from corpus.linking.corrections import Corrections, Decision
from corpus.linking.model import Entity, Source
from corpus.model import Problem, Statement

# An acronym as printed: `Reaap`, `PMI`, `AESH`, `REP+`.
_ACRONYM = re.compile(r"[A-ZÉÈ][\w'+-]{1,11}")
# Whom a statement binds, in the order in which a name is looked for.
_BEARERS = ("BODY", "PRACTITIONER", "SERVICE")


@dataclass(slots=True)
class Registry:
    """Entities while they are gathered: by key, with the names and forms seen."""

    labels: dict[str, str] = field(default_factory=dict)
    names: dict[str, Counter[str]] = field(default_factory=dict)
    forms: dict[str, Counter[str]] = field(default_factory=dict)
    kinds: dict[str, Counter[str]] = field(default_factory=dict)
    fixed: dict[str, str] = field(default_factory=dict)

    def add(self, label: str, name: str, form: str, kind: str | None) -> str:
        """Count one occurrence; the entity's key."""
        key = entity_key(label, name)
        if key not in self.labels:
            self.labels[key] = label
            self.names[key], self.forms[key], self.kinds[key] = Counter(), Counter(), Counter()
        self.names[key][name] += 1
        self.forms[key][form] += 1
        if kind:
            self.kinds[key][kind] += 1
        return key

    def name(self, key: str) -> str:
        """The name an analyst fixed, or the most frequent one (then the first in the alphabet)."""
        return self.fixed.get(key) or min(self.names[key].items(), key=lambda n: (-n[1], n[0]))[0]


@dataclass(frozen=True, slots=True)
class Resolved:
    """What entity linking gives to `link`."""

    entities: tuple[Entity, ...]
    mention_entities: Mapping[str, tuple[str, ...]]
    bearer_entities: Mapping[str, tuple[str | None, ...]]
    problems: tuple[Problem, ...]


def entity_key(label: str, name: str) -> str:
    """`BODY:caisse d'allocations familiales`, the same however the name is cased or accented."""
    return f"{label}:{fold(name)}"


def resolve_entities(
    sources: Sequence[Source],
    corrections: Corrections = Corrections(),  # noqa: B008  (frozen)
    place_words: frozenset[str] = frozenset(),
) -> Resolved:
    """Group every mention of the corpus under one entity.

    The text's own definition has already named each mention; an acronym that a document leaves
    unexplained takes the name that the other documents give it, when they give only one. The
    analyst's corrections win over everything. `place_words` may stand between an entity's name
    and the place or proper name that makes it a particular one.
    """
    decided = _Decisions(corrections)
    acronyms = _acronyms(sources)
    registry = Registry()
    mentions: dict[str, tuple[str, ...]] = {}
    for source in sources:
        keys = []
        for mention in source.extraction.mentions:
            form = " ".join(mention.text.split())
            name = acronyms.get((mention.label, fold(mention.entity)), mention.entity)
            name = decided.name(mention.label, name, form, source.key)
            keys.append(registry.add(mention.label, name, form, mention.kind))
        mentions[source.key] = tuple(keys)
    problems = list(corrections.problems) + decided.unused()
    decided.rename(registry)
    parents = _parents(registry, decided, place_words)
    entities = tuple(
        Entity(
            key=key,
            label=registry.labels[key],
            name=registry.name(key),
            kind=min(registry.kinds[key].items(), key=lambda k: (-k[1], k[0]))[0]
            if registry.kinds[key]
            else None,
            parent=parents.get(key),
            aliases=dict(sorted(registry.forms[key].items(), key=lambda f: (-f[1], f[0]))),
        )
        for key in sorted(registry.labels)
    )
    bearers = {
        source.key: tuple(
            _bearer(statement, source.key, registry, decided, acronyms)
            for statement in source.extraction.statements
        )
        for source in sources
    }
    return Resolved(entities, mentions, bearers, tuple(problems))


def _acronyms(sources: Sequence[Source]) -> dict[tuple[str, str], str]:
    """For each acronym left unexplained somewhere, the one name it has elsewhere.

    An acronym with two names in the corpus stays apart: that is for the analyst to say.
    """
    bare: set[tuple[str, str]] = set()
    full: dict[tuple[str, str], set[str]] = defaultdict(set)
    for source in sources:
        for mention in source.extraction.mentions:
            if _ACRONYM.fullmatch(mention.text):
                form = (mention.label, fold(mention.text))
                if fold(mention.entity) == form[1]:
                    bare.add(form)
                elif len(mention.entity.split()) > 1:
                    full[form].add(mention.entity)
    return {form: next(iter(full[form])) for form in bare if len(full.get(form, ())) == 1}


def _bearer(
    statement: Statement,
    document: str,
    registry: Registry,
    decided: _Decisions,
    acronyms: Mapping[tuple[str, str], str],
) -> str | None:
    if not statement.bearer_entity:
        return None
    for label in _BEARERS:
        name = acronyms.get((label, fold(statement.bearer_entity)), statement.bearer_entity)
        form = statement.bearer.text if statement.bearer else name
        key = entity_key(label, decided.name(label, name, form, document))
        if key in registry.labels:
            return key
    return None


def _parents(
    registry: Registry, decided: _Decisions, place_words: frozenset[str]
) -> dict[str, str]:
    """What each entity is a particular one of: the longest other name that begins its own and is
    followed by a place (`… de la Gironde`) or a proper name (`… L'Escale`)."""
    by_words = {
        (registry.labels[key], tuple(tokenize(registry.name(key)).words)): key
        for key in registry.labels
    }
    parents: dict[str, str] = {}
    for (label, words), key in by_words.items():
        for length in range(len(words) - 1, 0, -1):
            parent = by_words.get((label, words[:length]))
            if parent and _proper(words[length:], registry.forms[key], place_words):
                parents[key] = parent
                break
    for key, parent in decided.parents(registry).items():
        parents[key] = parent
    return parents


def _proper(rest: tuple[str, ...], forms: Counter[str], place_words: frozenset[str]) -> bool:
    """True when what follows the shorter name is a place or proper name: capitalised in print."""
    first = next((word for word in rest if word not in place_words), None)
    if first is None or not first[0].isalnum():
        return False
    for form in forms:
        tokens = tokenize(form)
        for index, word in enumerate(tokens.words):
            if word == first:
                letter = form[tokens.starts[index]]
                return letter.isupper() and not form.isupper()
    return False


class _Decisions:
    """The analyst's corrections, asked name by name; remembers which ones served."""

    def __init__(self, corrections: Corrections) -> None:
        self.corrections = corrections
        self.merges = _by_name(corrections.merges)
        self.splits: dict[tuple[str, str | None], list[Decision]] = defaultdict(list)
        for decision in corrections.splits:
            self.splits[fold(decision.name), decision.label].append(decision)
        self.used: set[Decision] = set()

    def name(self, label: str, name: str, form: str, document: str) -> str:
        """The entity's name once splits and merges are applied."""
        for written in (name, form):
            for key in ((fold(written), label), (fold(written), None)):
                for decision in self.splits.get(key, ()):
                    if document in decision.documents:
                        self.used.add(decision)
                        return decision.target
        for _ in range(len(self.merges) + 1):
            decision_or_none = self._merge(label, name, form)
            if decision_or_none is None:
                return name
            self.used.add(decision_or_none)
            name = form = decision_or_none.target
        return name

    def _merge(self, label: str, name: str, form: str) -> Decision | None:
        for written in (name, form):
            for key in ((fold(written), label), (fold(written), None)):
                if key in self.merges:
                    return self.merges[key]
        return None

    def rename(self, registry: Registry) -> None:
        """Give entities the name the analyst wrote."""
        for decision in self.corrections.renames:
            for key in self._keys(registry, decision.name, decision.label):
                registry.fixed[key] = decision.target
                self.used.add(decision)

    def parents(self, registry: Registry) -> dict[str, str]:
        """The parents the analyst set, as keys."""
        found: dict[str, str] = {}
        for decision in self.corrections.parents:
            for key in self._keys(registry, decision.name, decision.label):
                label = registry.labels[key]
                parent = entity_key(label, decision.target)
                if parent not in registry.labels:
                    registry.add(label, decision.target, decision.target, None)
                    registry.forms[parent].clear()
                found[key] = parent
                self.used.add(decision)
        return found

    @staticmethod
    def _keys(registry: Registry, name: str, label: str | None) -> list[str]:
        labels = [label] if label else sorted(set(registry.labels.values()))
        keys = (entity_key(one, name) for one in labels)
        return [key for key in keys if key in registry.labels]

    def unused(self) -> list[Problem]:
        """Merges and splits that concern no name of the corpus: most often a slip of the pen."""
        waiting = (*self.corrections.merges, *self.corrections.splits)
        return [
            Problem(
                code="correction-sans-objet",
                message=f"Aucune mention de « {decision.name} » dans le corpus.",
                remedy="Vérifiez l'orthographe, ou retirez cette correction.",
                severity="warning",
                path=self.corrections.path,
                line=decision.line,
            )
            for decision in waiting
            if decision not in self.used
        ]


def _by_name(decisions: Sequence[Decision]) -> dict[tuple[str, str | None], Decision]:
    return {(fold(decision.name), decision.label): decision for decision in decisions}
