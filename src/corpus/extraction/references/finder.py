"""Citations of one document: scan, read, compose, settle."""

from __future__ import annotations

from corpus.extraction.references.found import Draft
from corpus.extraction.references.labels import own_text
from corpus.extraction.references.problems import problems_of
from corpus.extraction.references.readers import Readers
from corpus.extraction.references.reading import Reading
from corpus.french.tokens import Tokens, tokenize
from corpus.model import Document, Problem, Reference, Structure
from corpus.rules import Ruleset


class ReferenceFinder:
    """Finds every citation of an identifiable text. Building one compiles the rules; finding
    changes nothing, so one finder serves all documents of a process."""

    def __init__(self, ruleset: Ruleset) -> None:
        self._readers = Readers(ruleset)

    def find(
        self, document: Document, structure: Structure, tokens: Tokens | None = None
    ) -> tuple[Reference, ...]:
        """The citations of `document`, in order, none overlapping. `structure` may be minimal: its
        date serves relative dates and its kind the articles that name no text. `tokens` say where
        to look; citations are read in the text itself."""
        own = own_text(document.text, structure)
        tokens = tokens or tokenize(document.text)
        drafts = Reading(self._readers, document.text, own, tokens).run()
        return tuple(_freeze(draft, document.text) for draft in drafts)

    def examine(
        self, document: Document, structure: Structure
    ) -> tuple[tuple[Reference, ...], tuple[Problem, ...]]:
        """The citations, and what is wrong with some of them (a date that is none, a range that
        runs backwards), each with its place."""
        references = self.find(document, structure)
        return references, problems_of(references, document)


def _freeze(draft: Draft, text: str) -> Reference:
    articles = draft.articles
    return Reference(
        start=draft.start,
        end=draft.end,
        text=text[draft.start : draft.end],
        rule=draft.rule,
        kind=draft.kind,
        number=draft.number,
        date=draft.date,
        articles=tuple(dict.fromkeys(articles.numbers)) if articles else (),
        points=tuple(draft.points),
        code=draft.code_name,
        authority=draft.authority,
        nor=draft.nor,
        name=draft.name,
        relation=draft.relation,
        antecedent=draft.antecedent,
        abstention=draft.abstention,
        certainty=draft.certainty,
        ranges=tuple(articles.ranges) if articles else (),
        own=draft.own,
    )
