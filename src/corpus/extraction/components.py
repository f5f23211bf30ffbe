"""The engine as spaCy components, for our own pipeline and for other people's.

    nlp = spacy.blank("fr")
    nlp.add_pipe("corpus_mentions")

Each component writes span groups (`doc.spans["mentions"]`, `"references"`, `"statements"`,
`"sections"`, `"turns"`), where a span's label is the fact's label, `kb_id_` its entity and `id_`
its rule; and `doc._` attributes that give the facts themselves, with exact character offsets even
where another tokenizer cuts differently. Both go through `DocBin` and through processes. A
component that needs another's work does it where that component is not in the pipeline.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span

import corpus.extraction.components_data  # noqa: F401  (lets spaCy write facts out)
from corpus.collector import collector_at_rest
from corpus.extraction.components_spans import Row, part_rows, spans, token_bounds, whole_rows
from corpus.extraction.engine import Engine, engine_for
from corpus.extraction.language import text_of
from corpus.french.tokens import Tokens, tokenize
from corpus.model import Document, Mention, Reference, Structure
from corpus.rules import load_rules

_KEY = "corpus"


@dataclass(slots=True)
class Work:
    """What the components of one pipeline share about the document they are at."""

    doc: Doc
    document: Document
    tokens: Tokens
    structure: Structure | None = None
    mentions: tuple[Mention, ...] | None = None
    references: tuple[Reference, ...] | None = None
    bounds: tuple[Any, Any] | None = None


_current: list[Work] = []


@lru_cache(maxsize=4)
def _engine(rules: str | None) -> Engine:
    return engine_for(load_rules(Path(rules)) if rules else load_rules())


def _work(doc: Doc) -> Work:
    """The shared work on `doc`; one document at a time is kept."""
    if not _current or _current[0].doc is not doc:
        text, chunks = text_of(doc)
        document = Document(name=doc._.document_name or "texte", text=text)
        _current[:] = [Work(doc, document, tokenize(text, chunks=chunks))]
    return _current[0]


class Component:
    """One stage of the engine inside a spaCy pipeline."""

    def __init__(self, name: str, rules: str | None) -> None:
        self.name, self.rules = name, rules

    @property
    def engine(self) -> Engine:
        """The engine of this component's rule set; components of one rule set share it."""
        return _engine(self.rules)

    def __call__(self, doc: Doc) -> Doc:
        """`doc` with this stage's facts written into it."""
        with collector_at_rest():
            self.write(doc)
        return doc

    def write(self, doc: Doc) -> None:
        """Find this stage's facts and write them into `doc`."""
        raise NotImplementedError

    def structure(self, work: Work) -> Structure:
        """The structure of the document at hand, found here if no component has."""
        if work.structure is None:
            work.structure = self.engine.structure(work.document)
        return work.structure

    def mentions(self, work: Work) -> tuple[Mention, ...]:
        """The mentions, likewise."""
        if work.mentions is None:
            structure = self.structure(work)
            work.mentions = self.engine.mentions(work.document, structure, work.tokens)
        return work.mentions

    def references(self, work: Work) -> tuple[Reference, ...]:
        """The references, likewise."""
        if work.references is None:
            structure = self.structure(work)
            work.references = self.engine.references(work.document, structure, work.tokens)
        return work.references


class StructureComponent(Component):
    """Sections, turns and sentence boundaries."""

    def write(self, doc: Doc) -> None:
        """Write `doc.spans["sections"]`, `["turns"]`, the sentences and `doc._.structure`."""
        structure = self.structure(_work(doc))
        doc.spans["sections"] = _spans(
            doc, [(s.start, s.end, s.kind, s.label, "") for s in structure.sections]
        )
        doc.spans["turns"] = _spans(
            doc, [(t.start, t.end, t.role, t.speaker or t.label, "") for t in structure.turns]
        )
        _store(doc, "structure", structure)


class MentionsComponent(Component):
    """Services, bodies, practitioners, competencies."""

    def write(self, doc: Doc) -> None:
        """Write `doc.spans["mentions"]` and `doc._.mentions`."""
        mentions = self.mentions(_work(doc))
        doc.spans["mentions"] = _spans(
            doc, [(m.start, m.end, m.label, m.entity, m.rule) for m in mentions]
        )
        _store(doc, "mentions", mentions)


class ReferencesComponent(Component):
    """Citations of identifiable texts."""

    def write(self, doc: Doc) -> None:
        """Write `doc.spans["references"]` and `doc._.references`."""
        references = self.references(_work(doc))
        doc.spans["references"] = _spans(
            doc, [(r.start, r.end, "REFERENCE", r.kind, r.rule) for r in references]
        )
        _store(doc, "references", references)


class StatementsComponent(Component):
    """Who must, must not, may, should, undertakes or is given a task."""

    def write(self, doc: Doc) -> None:
        """Write `doc.spans["statements"]`, `["statement_parts"]` and `doc._.statements`."""
        work = _work(doc)
        statements = self.engine.statements(
            work.document,
            self.structure(work),
            work.tokens,
            self.mentions(work),
            self.references(work),
        )
        doc.spans["statements"] = _spans(doc, whole_rows(statements))
        doc.spans["statement_parts"] = _spans(doc, part_rows(statements))
        _store(doc, "statements", statements)


def _spans(doc: Doc, facts: Sequence[Row]) -> list[Span]:
    work = _work(doc)
    if work.bounds is None:  # found once a document, for five kinds of spans
        work.bounds = token_bounds(doc)
    return spans(doc, facts, work.bounds)


def _store(doc: Doc, name: str, facts: object) -> None:
    doc.user_data.setdefault(_KEY, {})[name] = facts


def _facts(doc: Doc, name: str) -> tuple[Any, ...]:
    return tuple(doc.user_data.get(_KEY, {}).get(name, ()))


def _structure(doc: Doc) -> Structure | None:
    structure: Structure | None = doc.user_data.get(_KEY, {}).get("structure")
    return structure


def register_extensions() -> None:
    """Make the `doc._` and `span._` attributes known to spaCy (once a process)."""
    getters = {
        "mentions": lambda doc: _facts(doc, "mentions"),
        "references": lambda doc: _facts(doc, "references"),
        "statements": lambda doc: _facts(doc, "statements"),
        "structure": _structure,
    }
    for name, getter in getters.items():
        if not Doc.has_extension(name):
            Doc.set_extension(name, getter=getter)
    if not Doc.has_extension("document_name"):
        Doc.set_extension("document_name", default=None)
    for name, getter in (("entity", lambda span: span.kb_id_), ("rule", lambda span: span.id_)):
        if not Span.has_extension(name):
            Span.set_extension(name, getter=getter)


register_extensions()


@Language.factory("corpus_structure", default_config={"rules": None})
def create_structure(nlp: Language, name: str, rules: str | None) -> StructureComponent:
    """Factory of the component that finds a text's anatomy."""
    return StructureComponent(name, rules)


@Language.factory("corpus_mentions", default_config={"rules": None}, assigns=["doc.spans"])
def create_mentions(nlp: Language, name: str, rules: str | None) -> MentionsComponent:
    """Factory of the component that finds services, bodies, practitioners and competencies."""
    return MentionsComponent(name, rules)


@Language.factory("corpus_references", default_config={"rules": None}, assigns=["doc.spans"])
def create_references(nlp: Language, name: str, rules: str | None) -> ReferencesComponent:
    """Factory of the component that finds citations."""
    return ReferencesComponent(name, rules)


@Language.factory("corpus_statements", default_config={"rules": None}, assigns=["doc.spans"])
def create_statements(nlp: Language, name: str, rules: str | None) -> StatementsComponent:
    """Factory of the component that finds normative statements."""
    return StatementsComponent(name, rules)
