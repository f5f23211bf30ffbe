"""What linking gives: the web between documents. Documents are named by their workspace key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from corpus.model import Extraction, Problem, Span


@dataclass(frozen=True, slots=True)
class Source:
    """One document of the corpus as linking sees it. `key` is stable across rebuilds."""

    key: str
    extraction: Extraction


@dataclass(frozen=True, slots=True)
class Entity:
    """One service, body, practitioner or competency, with every way it is written.

    `key` is `label:folded name`; `aliases` maps a printed form to its number of occurrences;
    `parent` is the key of what it is a kind or a part of (`Caf de la Gironde` -> the Caf).
    """

    key: str
    label: str
    name: str
    kind: str | None = None
    parent: str | None = None
    aliases: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TextCited:
    """A text known to the corpus: held (then `document` is its key) or only cited.

    `key` is built from the identity (`loi:2007-293`, `arrete:2022-03-09`, `code:casf`).
    """

    key: str
    kind: str
    title: str
    number: str | None = None
    date: str | None = None
    nor: str | None = None
    authority: str | None = None
    document: str | None = None
    url: str | None = None
    eli: str | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """One reference of one document tied to a text, or left open with its reason.

    `reference` indexes the document's references; `article` is one target of an expanded list or
    range; `section` indexes the sections of the held document that the citation reaches.
    """

    document: str
    reference: int
    text: str | None
    article: str | None = None
    section: int | None = None
    relation: str = "cite"
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Quotation:
    """The same words in two documents. `differences` lists (words there, words here) pairs.

    `source` is the older document (or the one that comes first, when a date is missing). `group`
    is shared by all the places that repeat the same words: one quotation, however many texts.
    """

    document: str
    span: Span
    source: str
    source_span: Span
    similarity: float
    quoted: bool = False
    group: int = 0
    differences: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Deadline:
    """A statement's deadline: `kind` is date, period or frequency; `date` the day it falls on."""

    document: str
    statement: int
    kind: str
    iso: str
    date: str | None = None
    event: str | None = None


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Two entities that look alike, proposed to the analyst and never merged unasked."""

    first: str
    second: str
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class Links:
    """The whole web. `mention_entities[document][i]` is the entity key of its i-th mention;
    `bearer_entities` likewise for its statements' bearers (None where nobody is named)."""

    entities: tuple[Entity, ...] = ()
    texts: tuple[TextCited, ...] = ()
    citations: tuple[Citation, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    duplicates: tuple[Duplicate, ...] = ()
    mention_entities: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    bearer_entities: Mapping[str, tuple[str | None, ...]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
