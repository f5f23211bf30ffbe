"""Who the bearer is: the entity of a mention, of an antecedent, of the addressee, of a speaker."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from corpus.extraction import statements_grammar as g
from corpus.extraction.statements_clauses import Sentence, View
from corpus.extraction.statements_parts import Draft
from corpus.extraction.statements_subjects import SubjectFinder
from corpus.extraction.statements_units import Unit
from corpus.model import Mention, Structure

_ACTORS = frozenset(("BODY", "PRACTITIONER", "SERVICE"))


class BearerResolver:
    """Resolves bearers as the document is read: remembers the subjects of earlier sentences."""

    def __init__(self, view: View, structure: Structure, mentions: Sequence[Mention]) -> None:
        self.view, self.structure = view, structure
        self.mentions = [m for m in mentions if m.label in _ACTORS]
        self.starts = [m.start for m in self.mentions]
        self.subject: str | None = None
        self.last: str | None = None

    def begin(self, unit: Unit, sentence: Sentence, subjects: SubjectFinder) -> None:
        """Note the sentence in hand."""
        self.sentence, self.subjects = sentence, subjects

    def end(self, unit: Unit) -> None:
        """Leave a sentence: its subject and last body may be taken up by the next one."""
        span = unit.span
        index = bisect_left(self.starts, span.end) - 1
        if index >= 0 and self.starts[index] >= span.start:
            self.last = self.mentions[index].entity

    def entity(self, draft: Draft) -> str | None:
        """The canonical name of a draft's bearer; None when it is a thing or nobody known."""
        metadata = self.structure.metadata
        if draft.bearer_kind == "destinataire":
            return metadata.addressee
        if draft.bearer_kind == "auteur":
            return metadata.signatory or metadata.issuer
        if draft.bearer is None:
            return None
        start, end = draft.bearer
        word = self.view.words[start]
        if end - start == 1 and self.view.tags[start] & g.SUBJECT:
            if word in ("vous",):
                return metadata.addressee
            if word in ("je", "j'", "nous"):
                return metadata.signatory
            return self.subject
        found = self._mention(self.view.starts[start], self.view.ends[end - 1])
        if found is None:
            found = self._plain(start, end)
        if found is not None:
            self.subject = found
        return found

    def _mention(self, start: int, end: int) -> str | None:
        index = bisect_left(self.starts, start)
        names = []
        while index < len(self.mentions) and self.starts[index] < end:
            mention = self.mentions[index]
            if mention.start == start:
                names.append(mention.entity)
                break
            index += 1
        return names[0] if names else None

    def _plain(self, start: int, end: int) -> str | None:
        people = self.view.grammar.classes.get("personne", frozenset())
        word = self.view.words[start]
        stem = word[:-1] if len(word) > 3 and word[-1] in "sx" else word
        if stem not in people:
            return None
        raw = self.view.raw(start).lower()
        return raw[:-1] if raw[-1] in "sx" and stem != word else raw
