"""From token ranges to the facts of the model: spans with their words."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.extraction.statements_bearers import BearerResolver
from corpus.extraction.statements_clauses import View
from corpus.extraction.statements_parts import Draft, Range
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
        self.references, self.resolver = references, resolver

    def write(self, draft: Draft, unit: Unit) -> Statement:
        """The statement of a finished draft."""
        frame = draft.frame
        entity = None
        if draft.bearer is not None:
            entity = self.resolver.entity(*draft.bearer)
        elif draft.bearer_kind in ("auteur", "destinataire"):
            entity = self.resolver.party(draft.bearer_kind)
        steps = list(draft.steps)
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
            deadline=self._optional(draft.deadline),
            legal_basis=None,
            section=unit.section,
            turn=unit.turn,
            negative=frame.negative,
            source=None,
            certainty=frame.rule.certainty,
            steps=tuple(steps),
        )

    def _optional(self, range_: Range | None) -> Part | None:
        return self._part(range_) if range_ is not None else None

    def _part(self, range_: Range) -> Part:
        start = self.view.starts[range_[0]]
        end = self.view.ends[range_[1] - 1]
        return Part(start, end, self.view.text[start:end])
