"""From token ranges to the facts of the model: spans with their words."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from corpus.extraction import statements_grammar as g
from corpus.extraction.statements_bearers import BearerResolver
from corpus.extraction.statements_deadlines import normalise
from corpus.extraction.statements_parts import Draft
from corpus.extraction.statements_regions import Range
from corpus.extraction.statements_sentence import View
from corpus.extraction.statements_units import Unit
from corpus.model import Part, Reference, Statement, Structure


class Writer:
    """Writes the statements of one document."""

    def __init__(
        self,
        view: View,
        structure: Structure,
        references: Sequence[Reference],
        resolver: BearerResolver,
    ) -> None:
        self.view, self.structure = view, structure
        self.references = sorted(references, key=lambda one: one.start)
        self.starts = [one.start for one in self.references]
        self.resolver = resolver

    def write(self, draft: Draft, unit: Unit) -> Statement:
        """The statement of a finished draft."""
        frame = draft.frame
        entity = None
        if draft.bearer is not None:
            entity = self.resolver.entity(*draft.bearer)
        elif draft.bearer_kind in ("auteur", "destinataire"):
            entity = self.resolver.party(draft.bearer_kind)
        steps = list(draft.steps)
        basis = self._basis(draft)
        if basis is not None:
            steps.append(f"fondement : {basis.text}")
        if entity:
            steps.append(f"porteur identifié : {entity}")
        return Statement(
            modality=frame.modality,
            trigger=self._part((frame.first, frame.end)),
            action=self._part(draft.action),
            rule=frame.rule.id,
            bearer=self._optional(draft.bearer),
            bearer_entity=entity,
            beneficiary=self._optional(draft.beneficiary),
            condition=tuple(self._part(one) for one in sorted(set(draft.conditions))),
            deadline=self._deadline(draft),
            legal_basis=basis,
            section=unit.section,
            turn=unit.turn,
            negative=frame.negative,
            source=self._source(draft, unit),
            certainty=frame.rule.certainty,
            steps=tuple(steps),
        )

    def _deadline(self, draft: Draft) -> Part | None:
        if draft.deadline is None:
            return None
        part = self._part(draft.deadline)
        found = normalise(part.text, self.structure.metadata.date)
        return replace(part, iso=found.iso, event=found.event)

    def _basis(self, draft: Draft) -> Part | None:
        """The citation nearest the trigger among those that a governing phrase announces."""
        best: Reference | None = None
        at = self.view.starts[draft.frame.first]
        for start, end in draft.bases:
            low, high = self.view.starts[start], self.view.ends[end - 1]
            index = bisect_left(self.starts, low)
            if index < len(self.references) and self.references[index].start < high:
                found = self.references[index]
                if best is None or abs(found.start - at) < abs(best.start - at):
                    best = found
        return Part(best.start, best.end, best.text) if best is not None else None

    def _source(self, draft: Draft, unit: Unit) -> str | None:
        """Who says so: the speaker of a hearing, or the text that is reported."""
        if unit.turn is not None:
            return self.structure.turns[unit.turn].speaker
        if draft.source is None:
            return None
        start, end = draft.source
        if end - start == 1 and self.view.tags[start] & g.SUBJECT:
            return self.resolver.text_named
        return " ".join(self.view.quote(start, end).split())

    def _optional(self, range_: Range | None) -> Part | None:
        return self._part(range_) if range_ is not None else None

    def _part(self, range_: Range) -> Part:
        start = self.view.starts[range_[0]]
        end = self.view.ends[range_[1] - 1]
        return Part(start, end, self.view.text[start:end])
