"""Lists under a lead-in: one statement an item, with the lead-in's trigger and bearer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from corpus.extraction import statements_grammar as g
from corpus.extraction.statements_match import is_adverb
from corpus.extraction.statements_parts import Draft, PartFinder
from corpus.extraction.statements_sentence import View
from corpus.extraction.statements_units import Unit
from corpus.model import Span

# `comporte au moins les éléments suivants`: with more, the items detail something else.
_ANNOUNCEMENT = 6
_ITEM = "élément de liste : déclencheur et porteur de la phrase d'introduction"


@dataclass(slots=True)
class LeadIn:
    """What the words before a list leave open. `draft` is the statement that items complete;
    `unit` where it stands; `pending` is true while it may still prove complete by itself;
    `normative` when the items' own verbs, in the plain indicative, are norms (`elle précise
    que :`)."""

    draft: Draft | None
    unit: Unit
    pending: bool = False
    normative: bool = False

    @property
    def settled(self) -> bool:
        """True when the items owe it nothing: no statement to complete, no norm announced."""
        return self.draft is None and not self.normative


class LeadIns:
    """Remembers the lead-ins of a document and completes them with their items."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.known: dict[int, LeadIn] = {}
        self.previous: Draft | None = None
        self.previous_turn: int | None = None

    def known_at(self, span: Span | None) -> bool:
        """True when the words at `span` left a statement open, or announce norms."""
        return span is not None and span.end in self.known

    def of(self, unit: Unit) -> LeadIn | None:
        """The lead-in that the unit's passage stands under, when it was remembered."""
        return self.known.get(unit.lead_in.end) if unit.lead_in is not None else None

    def remember(self, unit: Unit, drafts: list[Draft], outer: LeadIn | None) -> list[Draft]:
        """Keep what a sentence that ends with a colon leaves open; give back the drafts that are
        statements already."""
        lead = LeadIn(None, unit, normative=self._announces(unit))
        if outer is not None and outer.normative and not drafts:
            lead.normative = True
        self.known[unit.span.end] = lead
        candidates = [draft for draft in drafts if draft.open or draft.complement]
        if not candidates:
            return drafts
        last = max(candidates, key=lambda draft: draft.frame.end)
        lead.draft, lead.pending = last, last.complement and not last.open
        said = self._said_already(last)
        return [draft for draft in drafts if draft is not last] + said

    def _said_already(self, lead: Draft) -> list[Draft]:
        """`sont chargés d'animer le réseau et, à ce titre, de :`: what stands before `et` is a
        statement, the items add others."""
        tags, words = self.view.tags, self.view.words
        start, end = lead.action
        if not lead.open or words[end - 1] not in ("de", "d'"):
            return []
        parted = (i for i in range(end - 2, max(start + 1, end - 8), -1) if words[i] == "et")
        at = next(parted, start)
        if at == start or not (at == end - 2 or tags[at + 1] & g.COMMA):
            return []
        return [replace(lead, action=(start, at), open=False, conditions=[], steps=[*lead.steps])]

    def pending(self) -> Iterator[tuple[Draft, Unit]]:
        """Lead-ins that no item completed, and that say something by themselves."""
        for lead in self.known.values():
            if lead.pending and lead.draft is not None:
                yield lead.draft, lead.unit

    def _announces(self, unit: Unit) -> bool:
        """The sentence ends with `que :`, so its items are clauses of what it reports."""
        tags, words = self.view.tags, self.view.words
        index = unit.end - 1
        while index > unit.start and (
            is_adverb(self.view, index) or tags[index] & (g.COLON | g.COMMA)
        ):
            index -= 1
        return words[index] in ("que", "qu'")

    # ------------------------------------------------------------- sentences that go on

    def last(self, unit: Unit, drafts: list[Draft]) -> None:
        """Remember a trigger in `que`, which the next sentence may go on with."""
        suite = [draft for draft in drafts if draft.frame.rule.action == "suite"]
        self.previous = suite[-1] if suite else None
        self.previous_turn = unit.turn

    def goes_on(self, unit: Unit) -> bool:
        """`Et qu'on nous appelle.` after `Il faudrait que …`, from the same speaker."""
        if self.previous is None or unit.turn != self.previous_turn:
            return False
        return self.view.words[self._first(unit)] in ("que", "qu'")

    def continued(self, unit: Unit, parts: PartFinder) -> list[Draft]:
        """The statement of a sentence that goes on with the trigger of the one before."""
        if self.previous is None:
            return []
        model = replace(self.previous, conditions=[], deadline=None)
        made = self._completed(model, self._range(unit, []), parts)
        if made is not None:
            made.steps.append("suite de la phrase précédente")
        return [made] if made is not None else []

    # ------------------------------------------------------------------------------- items

    def items(
        self, unit: Unit, lead: LeadIn, drafts: list[Draft], parts: PartFinder
    ) -> list[Draft]:
        """The statements of one item: its own, or the lead-in's completed by it."""
        model = lead.draft
        if model is None:
            return drafts
        if lead.pending and not self._takes(model, unit, drafts, parts):
            return drafts
        lead.pending = False
        by_agent = self._by_agent(model, drafts)
        if by_agent:
            return by_agent
        own = [draft for draft in drafts if self._stands_alone(draft, unit, parts)]
        made = self._completed(model, self._range(unit, own), parts)
        return [made, *own] if made is not None else drafts

    def _takes(self, model: Draft, unit: Unit, drafts: list[Draft], parts: PartFinder) -> bool:
        """Whether an item adds to a lead-in that is a statement already: it names who is bound
        (`Sont tenus de … : 1° Les communes`), or how, where, how much (`1° De 50 %`)."""
        if self._names_bearers(model):
            return not drafts
        if self._by_agent(model, drafts):
            return True
        if self._announced(model, unit):
            return not any(self._stands_alone(draft, unit, parts) for draft in drafts)
        if self._objectless(model, unit) or self._made_of(model) or self._counted(model, unit):
            return not any(self._stands_alone(draft, unit, parts) for draft in drafts)
        tag = self.view.tags[self._first(unit)]
        word = self.view.words[self._first(unit)]
        adverbial = bool(tag & g.PREP) and (not tag & g.DET or word in ("du", "au", "aux"))
        last = self.view.tags[model.action[1] - 1]
        waits = model.frame.rule.action != "infinitif" or bool(last & g.PARTICIPLE)
        return adverbial and waits and not drafts

    def _announced(self, model: Draft, unit: Unit) -> bool:
        """`comporte les éléments suivants :`, `comporte, ensemble ou séparément :`: the items are
        what the verb asks for."""
        words, classes = self.view.words, self.view.grammar.classes
        start, end = model.action
        if end - start <= _ANNOUNCEMENT and words[end - 1] in classes.get("suivant", frozenset()):
            announced = classes.get("annonce-d-éléments", frozenset())
            return any(word in announced for word in words[start:end])
        if not model.frame.rule.present or model.frame.rule.action != "verbe":
            return False
        return end == start + 1 or self._waits_for_object(model, unit)

    def _waits_for_object(self, model: Draft, unit: Unit) -> bool:
        """`n'induisent pas, hors de la zone :`, `garantissent contre ces risques :`: no object
        follows the verb, and the item is one."""
        tags, words = self.view.tags, self.view.words
        verb = model.frame.verb
        if verb is None or any(words[i] in ("se", "s'") for i in range(verb.first, verb.index)):
            return False
        after, end = model.frame.end, model.action[1]
        prepositional = tags[after] & g.PREP and not tags[after] & g.DET
        if any(tags[i] & g.DET and not tags[i - 1] & (g.PREP | g.DET) for i in range(after, end)):
            # `tient à jour un dossier :` has its object
            return False
        item = self._first(unit)
        governed = tags[item] & g.PREP and words[item] != "des"
        return bool(prepositional and tags[item] & g.DET and not governed)

    def _objectless(self, model: Draft, unit: Unit) -> bool:
        """`que vous puissiez leur communiquer à cette occasion :`: the last infinitive has no
        object, and the item, a noun with its article, is one."""
        tags = self.view.tags
        start, end = model.action
        if model.frame.modality == "permission":
            # `les dommages qu'ils peuvent causer à autrui :`
            return False
        last = next((i for i in range(end - 1, start - 1, -1) if tags[i] & g.INFINITIVE), -1)
        if last < 0 or not tags[self._first(unit)] & g.DET or tags[self._first(unit)] & g.PREP:
            return False
        after = range(last + 1, end)
        return not any(tags[i] & g.DET and not tags[i - 1] & (g.PREP | g.DET) for i in after) and (
            last == end - 1 or bool(tags[last + 1] & g.PREP)
        )

    def _counted(self, model: Draft, unit: Unit) -> bool:
        """`que vous portiez attention à trois situations :`, then nouns with their articles."""
        tags = self.view.tags
        start, end = model.action
        first = self._first(unit)
        if model.frame.rule.action != "suite" or not tags[first] & g.DET or tags[first] & g.PREP:
            return False
        return any(tags[i] & g.NUMBER for i in range(start, end))

    def _made_of(self, model: Draft) -> bool:
        """`La commission comprend onze membres : 1° Un député`: each item is a member."""
        verb = model.frame.verb
        group = self.view.grammar.groups.get("énumération", frozenset())
        if verb is None or not model.frame.rule.present:
            return False
        return any(form.lemma in group for form in verb.forms)

    def _names_bearers(self, model: Draft) -> bool:
        verb = model.frame.verb
        return model.bearer is None and model.frame.rule.bearers == ("sujet",) and verb is not None

    def _by_agent(self, model: Draft, drafts: list[Draft]) -> list[Draft]:
        """`L'animation est confiée à A ou à B : le groupe 1 est animé par A`: the lead-in's
        trigger, the item's words and agent."""
        if model.frame.modality != "assignment" or "datif" not in model.frame.rule.bearers:
            return []
        own = [d for d in drafts if d.frame.modality == "assignment" and d.bearer is not None]
        for draft in own:
            draft.frame = replace(model.frame)
            draft.steps.append(_ITEM)
        return own

    def _stands_alone(self, draft: Draft, unit: Unit, parts: PartFinder) -> bool:
        """A statement of a relative clause, or one with a trigger of its own."""
        if draft.frame.verb is None:
            return False
        clause = parts.sentence.clauses[draft.frame.verb.clause]
        return clause.kind == "rel" or not draft.frame.rule.present

    def _first(self, unit: Unit) -> int:
        index = unit.start
        skipped = g.COMMA | g.CLOSE | g.STOP | g.SEMI | g.COORD
        while index < unit.end - 1 and self.view.tags[index] & skipped:
            index += 1
        return index

    def _range(self, unit: Unit, own: list[Draft]) -> tuple[int, int]:
        """The item's words, up to a relative clause that is a statement of its own."""
        tags = self.view.tags
        end = unit.end
        for draft in own:
            first = draft.frame.first if draft.frame.verb is None else draft.frame.verb.first
            while first > unit.start and tags[first - 1] & (g.REL | g.PREP):
                first -= 1
            end = min(end, first)
        start = self._first(unit)
        while end > start and tags[end - 1] & (g.COMMA | g.SEMI | g.COLON | g.STOP | g.COORD):
            end -= 1
        return start, end

    def _completed(self, model: Draft, item: tuple[int, int], parts: PartFinder) -> Draft | None:
        start, end = item
        if end <= start:
            return None
        made = replace(model, conditions=list(model.conditions), steps=[*model.steps, _ITEM])
        made.open = made.complement = False
        if not model.open and self._names_bearers(model) and not self._relative_open(model):
            made.bearer, made.bearer_kind = (self._bearer_start(start, end), end), "noun"
            return made
        noun = self.view.tags[start] & g.DET and not self.view.tags[start] & g.CLITIC
        if model.frame.rule.action == "suite" and not (model.bearer is not None and noun):
            parts.complete_clause(made, start, end)
        else:
            made.action = item
            if made.bearer is None and self._ends_with_agent(model):
                made.bearer, made.bearer_kind = (self._bearer_start(start, end), end), "noun"
        self._circumstances(made, item, parts)
        parts.finish(made)
        made.action = (self._noun_start(made, parts), made.action[1])
        return made if made.action[1] > made.action[0] else None

    def _relative_open(self, model: Draft) -> bool:
        """`Doivent être motivées les décisions qui :`: the items are what they do."""
        return bool(self.view.tags[model.action[1] - 1] & g.REL)

    def _ends_with_agent(self, model: Draft) -> bool:
        """`peuvent être exercées par :`: each item is somebody who may."""
        tags, words = self.view.tags, self.view.words
        end = model.action[1]
        while end < len(words) - 1 and tags[end] & g.ADV:
            end += 1
        return "par" in words[end - 1 : end + 1] and bool(
            tags[end] & g.COLON or tags[end + 1] & g.COLON
        )

    def _bearer_start(self, start: int, end: int) -> int:
        while start < end - 1 and self.view.tags[start] & (g.DET | g.PREADJ):
            start += 1
        return start

    def _circumstances(self, made: Draft, item: tuple[int, int], parts: PartFinder) -> None:
        for one in parts.scene.circumstances:
            if item[0] <= one.start and one.end <= item[1]:
                if one.kind == "condition":
                    made.conditions.append((one.start, one.end))
                elif one.kind == "deadline" and made.deadline is None:
                    made.deadline, made.deadline_rule = (one.start, one.end), one.rule

    def _noun_start(self, made: Draft, parts: PartFinder) -> int:
        """A noun item without its article or linking `de`; other items as they stand."""
        start, end = made.action
        tags, words = self.view.tags, self.view.words
        if made.frame.rule.action in ("infinitif", "suite") and tags[start] & g.INFINITIVE:
            return start
        linking = words[start] in ("de", "d'", "du", "des")
        if linking and start + 1 < end and words[start + 1][0].isdigit():
            return start
        if linking or tags[start] & g.DET:
            while start < end - 1 and (tags[start] & g.DET or words[start] in ("de", "d'")):
                start += 1
        return start
