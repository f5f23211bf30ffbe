"""Lists under a lead-in: one statement an item, with the lead-in's trigger and bearer."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from corpus.extraction import statements_grammar as g
from corpus.extraction.statements_circumstances import Circumstance
from corpus.extraction.statements_clauses import View
from corpus.extraction.statements_match import is_adverb
from corpus.extraction.statements_parts import Draft, PartFinder
from corpus.extraction.statements_units import Unit
from corpus.model import Span


@dataclass(slots=True)
class LeadIn:
    """What the words before a list leave open. `draft` is the statement each item completes;
    `bearers` is true when the items name who is bound; `normative` when the items' own verbs, in
    the plain indicative, are norms (`Elle précise que :`)."""

    draft: Draft | None
    bearers: bool = False
    normative: bool = False
    conditions: list[tuple[int, int]] = field(default_factory=list)


class LeadIns:
    """Remembers the lead-ins of a document and completes them with their items."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.known: dict[int, LeadIn] = {}

    def of(self, unit: Unit) -> LeadIn | None:
        """The lead-in that the unit's passage stands under, when it was remembered."""
        if unit.lead_in is None:
            return None
        return self._at(unit.lead_in)

    def _at(self, span: Span) -> LeadIn | None:
        found = self.known.get(span.end)
        return found

    def remember(self, unit: Unit, drafts: list[Draft] | None, outer: LeadIn | None) -> list[Draft]:
        """Keep what a sentence that ends with a colon leaves open; give back the drafts that are
        statements already."""
        drafts = drafts or []
        normative = self._announces(unit, drafts)
        lead = LeadIn(None, normative=normative)
        done = drafts
        if drafts:
            last = max(drafts, key=lambda draft: draft.frame.end)
            if last.open:
                lead.draft = last
                done = [draft for draft in drafts if draft is not last]
            elif last.complement and self._wants_items(last):
                lead.draft = last
                lead.bearers = (
                    last.bearer is None and last.bearer_kind != "none" or self._inverted(last)
                )
        self.known[unit.span.end] = lead
        return done

    def _wants_items(self, draft: Draft) -> bool:
        return True

    def _inverted(self, draft: Draft) -> bool:
        return draft.bearer is None and draft.frame.verb is not None

    def _announces(self, unit: Unit, drafts: list[Draft]) -> bool:
        group = self.view.grammar.groups.get("annonce", frozenset())
        tags, words = self.view.tags, self.view.words
        index = unit.end - 2
        while index > unit.start and (
            is_adverb(self.view, index) or tags[index] & (g.COLON | g.COMMA)
        ):
            index -= 1
        return words[index] in ("que", "qu'") or any(True for draft in drafts if draft.open)

    # ------------------------------------------------------------------------------- items

    def items(
        self,
        unit: Unit,
        lead: LeadIn,
        drafts: list[Draft],
        parts: PartFinder,
        circumstances: list[Circumstance],
    ) -> list[Draft]:
        """The statements of one item: its own, or the lead-in's completed by it."""
        if lead.draft is None:
            return drafts
        model = lead.draft
        own = [draft for draft in drafts if not draft.frame.rule.present or not model.open]
        stop = self._item_end(unit, drafts)
        start = self._item_start(unit, stop)
        if stop <= start:
            return own
        made = self._completed(model, (start, stop), lead, parts, circumstances)
        return [made, *own] if made is not None else own

    def _item_start(self, unit: Unit, stop: int) -> int:
        tags = self.view.tags
        index = unit.start
        while index < stop and tags[index] & (g.COMMA | g.CLOSE | g.STOP | g.SEMI):
            index += 1
        return index

    def _item_end(self, unit: Unit, drafts: list[Draft]) -> int:
        end = unit.end
        for draft in drafts:
            verb = draft.frame.verb
            if verb is not None and self.view.tags[draft.frame.first - 1] & g.RELSUBJ:
                end = min(end, draft.frame.first - 1)
        tags = self.view.tags
        while end > unit.start and tags[end - 1] & (g.COMMA | g.SEMI | g.COLON | g.STOP | g.COORD):
            end -= 1
        return end

    def _completed(
        self,
        model: Draft,
        item: tuple[int, int],
        lead: LeadIn,
        parts: PartFinder,
        circumstances: list[Circumstance],
    ) -> Draft | None:
        made = replace(
            model, conditions=list(model.conditions), steps=list(model.steps), open=False
        )
        made.steps.append("élément de liste : déclencheur et porteur de la phrase d'introduction")
        if lead.bearers:
            start = parts._strip(item[0])
            made.bearer, made.bearer_kind = (start, item[1]), "noun"
            return made
        made.action = item
        for one in circumstances:
            if item[0] <= one.start and one.end <= item[1]:
                if one.kind == "condition":
                    made.conditions.append((one.start, one.end))
                elif one.kind == "deadline" and made.deadline is None:
                    made.deadline, made.deadline_rule = (one.start, one.end), one.rule
        parts._trim_action(made)
        made.action = (self._start_words(made.action, made), made.action[1])
        made.beneficiary = parts._beneficiary(made)
        return made if made.action[1] > made.action[0] else None

    def _start_words(self, action: tuple[int, int], draft: Draft) -> int:
        """An infinitive or adverbial item as it stands; a noun phrase without its determiner."""
        start, end = action
        tags = self.view.tags
        if tags[start] & (g.DET | g.PREP) and self.view.words[start] in (
            "du",
            "des",
            "de",
            "d'",
            "le",
            "la",
            "les",
            "l'",
            "un",
            "une",
        ):
            if draft.frame.rule.action != "infinitif" and not (
                self.view.words[start] == "de"
                and start + 1 < end
                and self.view.words[start + 1][0].isdigit()
            ):
                while start < end - 1 and tags[start] & (g.DET | g.PREP):
                    start += 1
        return start
