"""From a frame to the parts of a statement, as token ranges: bearer, action, conditions, deadline."""

from __future__ import annotations

from dataclasses import dataclass, field

from corpus.extraction import statements_grammar as g
from corpus.extraction.statements_circumstances import Circumstance
from corpus.extraction.statements_clauses import Sentence, Verb, View
from corpus.extraction.statements_frames import Frame
from corpus.extraction.statements_match import is_adverb
from corpus.extraction.statements_subjects import Subject, SubjectFinder

Range = tuple[int, int]
_EDGE = g.COMMA | g.SEMI | g.COLON | g.STOP | g.COORD
_DATIVE = ("a", "au", "aux")


@dataclass(slots=True)
class Draft:
    """A statement in the making: token ranges, to be turned into spans when all is known.

    `bearer_kind` says how the bearer was found (noun, pronoun, antecedent, agent, …); `open` is true
    when the action is still to come, in the items of a list."""

    frame: Frame
    action: Range
    bearer: Range | None = None
    bearer_kind: str = "none"
    beneficiary: Range | None = None
    conditions: list[Range] = field(default_factory=list)
    deadline: Range | None = None
    deadline_rule: str = ""
    basis: Range | None = None
    open: bool = False
    complement: bool = False
    stop: int = 0
    steps: list[str] = field(default_factory=list)


class PartFinder:
    """Builds the drafts of one sentence."""

    def __init__(
        self,
        view: View,
        sentence: Sentence,
        subjects: SubjectFinder,
        circumstances: list[Circumstance],
        frames: list[Frame],
    ) -> None:
        self.view, self.sentence, self.subjects = view, sentence, subjects
        self.circumstances, self.frames = circumstances, frames

    def build(self, frame: Frame) -> Draft | None:
        """The draft of one frame; None when nothing is left for an action."""
        high = self.region_end(frame)
        draft = Draft(frame, (frame.end, frame.end), stop=high)
        draft.steps.extend(frame.steps)
        self._action(draft, high)
        self._bearer(draft, high)
        self._circumstances(draft, high)
        self._trim_action(draft)
        draft.beneficiary = self._beneficiary(draft)
        if draft.action[1] <= draft.action[0]:
            draft.open = self._reaches_colon(high)
            return draft if draft.open else None
        draft.complement = self._reaches_colon(high)
        return draft

    # --------------------------------------------------------------------------- the region

    def region_end(self, frame: Frame) -> int:
        """Where the frame's clause ends on the right: before the first verb that is not its own."""
        verb = frame.verb
        anchor = max(frame.end - 1, verb.index if verb is not None else 0)
        limit = self._hard_stop(anchor)
        for other in self.sentence.order:
            if other.index <= anchor or other.index >= limit:
                continue
            stop = self._stop_at(frame, verb, other, anchor)
            if stop is not None:
                return max(frame.end, self._trim_right(min(stop, limit), frame.end))
        return max(frame.end, self._trim_right(limit, frame.end))

    def _stop_at(self, frame: Frame, verb: Verb | None, other: Verb, anchor: int) -> int | None:
        """The token before which `other` ends the region, or None when it belongs inside."""
        clause = self.sentence.clauses[other.clause]
        own_trigger = any(f.verb is other and f is not frame for f in self.frames)
        if verb is not None and other.clause == verb.clause:
            return other.first if own_trigger else None
        if self._descends(other, frame, anchor):
            loose = clause.opener > 0 and self.view.tags[clause.opener - 1] & g.COMMA
            return clause.opener if own_trigger and loose and clause.kind == "rel" else None
        subject = self.subjects.of(other)
        if subject.kind in ("noun", "pronoun") and subject.start > anchor:
            return max(subject.start, anchor + 1)
        if clause.opener > anchor:
            return clause.opener
        return other.first

    def _descends(self, other: Verb, frame: Frame, anchor: int) -> bool:
        clauses = self.sentence.clauses
        number = other.clause
        while number >= 0:
            clause = clauses[number]
            if frame.verb is not None and number == frame.verb.clause:
                return True
            if clause.opener > anchor and clause.kind != "main":
                return True
            number = clause.parent
        return False

    def _hard_stop(self, index: int) -> int:
        """A semicolon, or a colon after which a sentence of its own begins."""
        tags = self.view.tags
        for position in range(index + 1, self.sentence.end):
            if tags[position] & g.SEMI:
                return position
            if tags[position] & g.COLON and self._clause_after(position):
                return position
            if tags[position] & g.STOP and self._ends_here(position):
                return position
        return self.sentence.end

    def _ends_here(self, position: int) -> bool:
        """A stop inside the sentence (an abbreviation) ends nothing."""
        return position == self.sentence.end - 1

    def _clause_after(self, position: int) -> bool:
        return any(
            verb.index > position and self.sentence.clauses[verb.clause].kind == "main"
            for verb in self.sentence.order
        )

    def _trim_right(self, end: int, low: int) -> int:
        tags = self.view.tags
        while end > low and tags[end - 1] & _EDGE and not tags[end - 1] & (g.ADV & ~g.COORD):
            end -= 1
        return end

    def _reaches_colon(self, high: int) -> bool:
        """True when the region ends at the colon that closes the sentence."""
        tags, end = self.view.tags, self.sentence.end
        index = high
        while index < end and (is_adverb(self.view, index) or tags[index] & g.COMMA):
            index += 1
        return index < end and bool(tags[index] & g.COLON) and index >= end - 2

    # --------------------------------------------------------------------------- the action

    def _action(self, draft: Draft, high: int) -> None:
        frame = draft.frame
        kind = frame.rule.action
        start = frame.verb.first if frame.verb is not None else frame.first
        if kind == "verbe":
            draft.action = (min(start, frame.first), high)
        elif kind == "passif":
            self._passive_action(draft, min(start, frame.first), high)
        elif kind == "suite":
            self._clause_action(draft, high)
        elif kind == "groupe":
            draft.action = (self._after_determiner(frame.end, high), high)
        else:
            draft.action = (self._infinitive_start(frame.end, high), high)
        if self._colon_follows(frame.end):
            draft.action = (frame.end, frame.end)

    def _passive_action(self, draft: Draft, start: int, high: int) -> None:
        """A passive: the verb with its complements, and its subject when it stands before."""
        draft.action = (start, high)
        if draft.frame.verb is not None:
            subject = self.subjects.of(draft.frame.verb)
            if subject.kind in ("noun", "antecedent") and subject.start < start:
                draft.action = (self._strip(subject.start), high)

    def _colon_follows(self, index: int) -> bool:
        while index < self.sentence.end and is_adverb(self.view, index):
            index += 1
        return (
            index < self.sentence.end
            and bool(self.view.tags[index] & g.COLON)
            and index >= self.sentence.end - 2
        )

    def passive(self, frame: Frame) -> bool:
        """True for `doit être transmis`, not for `doit être conforme`."""
        tags, words = self.view.tags, self.view.words
        limit = min(frame.end + 5, self.sentence.end - 1)
        for index in range(frame.end, limit):
            if words[index] == "etre":
                index += 1
                while index < limit and is_adverb(self.view, index):
                    index += 1
                return bool(tags[index] & g.PARTICIPLE)
            if not (is_adverb(self.view, index) or tags[index] & (g.COMMA | g.CLITIC)):
                return False
        return False

    def _infinitive_start(self, start: int, high: int) -> int:
        """The first infinitive after the trigger, with its clitics; a noun when one comes first."""
        tags = self.view.tags
        index = start
        while index < high:
            tag = tags[index]
            if tag & g.INFINITIVE and not tag & (g.DET | g.PREP):
                return self._with_clitics(index, start)
            inside = self._circumstance_at(index)
            if inside is not None and inside.end > index:
                index = inside.end
                continue
            if not (
                tag & (g.CLITIC | g.COMMA | g.ADV | g.PREP | g.NE | g.PAS | g.QUOTE | g.COORD)
                or is_adverb(self.view, index)
            ):
                break
            index += 1
        return self._after_determiner(start, high)

    def _with_clitics(self, index: int, low: int) -> int:
        tags, words = self.view.tags, self.view.words
        first = index
        while (
            first > low
            and tags[first - 1] & (g.CLITIC | g.NE | g.PAS)
            and words[first - 1] not in ("plus",)
        ):
            first -= 1
        return first

    def _after_determiner(self, start: int, high: int) -> int:
        tags = self.view.tags
        while start < high and (
            tags[start] & (g.COMMA | g.QUOTE)
            or (tags[start] & g.ADV and not tags[start] & g.DET)
            or is_adverb(self.view, start)
        ):
            start += 1
        while start < high and tags[start] & (g.DET | g.PREP) and not tags[start] & g.ADV:
            start += 1
        return start

    def _clause_action(self, draft: Draft, high: int) -> None:
        """After `que`: the clause's subject is the bearer, its verb begins the action."""
        verb = self._next_verb(draft.frame.end, high)
        if verb is None:
            draft.action = (self._infinitive_start(draft.frame.end, high), high)
            return
        subject = self.subjects.of(verb)
        passive = any(form.lemma == "être" for form in verb.forms) and self._participle_after(verb)
        if passive and subject.found:
            draft.action = (self._strip(subject.start), high)
            self._agent(draft, verb.index, high)
            return
        draft.action = (verb.first, high)
        if subject.found:
            self._set_bearer(draft, subject)

    def _participle_after(self, verb: Verb) -> bool:
        index = verb.index + 1
        while index < self.sentence.end and is_adverb(self.view, index):
            index += 1
        return index < self.sentence.end and bool(self.view.tags[index] & g.PARTICIPLE)

    def _next_verb(self, start: int, high: int) -> Verb | None:
        for verb in self.sentence.order:
            if start <= verb.index < high:
                clause = self.sentence.clauses[verb.clause]
                if clause.kind in ("cond", "rel") and clause.opener >= start:
                    continue
                return verb
        return None

    def _strip(self, start: int) -> int:
        """Past the articles of a noun phrase (`aucun`, `seul` and numbers stay)."""
        tags = self.view.tags
        while start < self.sentence.end - 1 and tags[start] & g.DET and not tags[start] & g.NEGSUBJ:
            start += 1
        return start

    # --------------------------------------------------------------------------- the bearer

    def _bearer(self, draft: Draft, high: int) -> None:
        frame = draft.frame
        if draft.bearer is not None:
            return
        for way in frame.rule.bearers:
            if way == "sujet":
                self._subject_bearer(draft, high)
            elif way == "pronom":
                self._pronoun_bearer(draft)
            elif way == "complément" and frame.gap is not None:
                self._gap_bearer(draft)
            elif way == "agent":
                self._agent(draft, frame.end - 1, high)
            elif way == "datif":
                self._dative_bearer(draft, high)
            elif way in ("auteur", "destinataire"):
                draft.bearer_kind = way
            if draft.bearer is not None:
                return

    def _subject_bearer(self, draft: Draft, high: int) -> None:
        verb = draft.frame.verb
        if verb is None:
            return
        if self.passive(draft.frame):
            self._passive_subject(draft, verb)
            self._agent(draft, draft.frame.end - 1, high)
            return
        subject = self.subjects.of(verb)
        if subject.found:
            self._set_bearer(draft, subject)

    def _passive_subject(self, draft: Draft, verb: Verb) -> None:
        """`X doit être transmis`: what is transmitted opens the action."""
        subject = self.subjects.of(verb)
        if subject.kind in ("noun", "antecedent") and subject.start < draft.action[0]:
            draft.action = (self._strip(subject.start), draft.action[1])
            draft.steps.append("passif : le sujet fait partie de l'action")

    def _set_bearer(self, draft: Draft, subject: Subject) -> None:
        start, end = subject.start, subject.end
        if (
            subject.kind == "pronoun"
            and self.view.words[start] in ("il", "ce", "c'")
            and not self._personal(draft)
        ):
            return
        start = self._strip(start)
        end = self._trim_right(end, start + 1)
        if end > start:
            draft.bearer = (start, end)
            draft.bearer_kind = subject.kind
            draft.steps.append(f"porteur : {subject.step}")

    def _personal(self, draft: Draft) -> bool:
        return (
            draft.frame.rule.bearers[0] in ("sujet", "suite") or draft.frame.rule.action == "suite"
        )

    def _pronoun_bearer(self, draft: Draft) -> None:
        tags = self.view.tags
        words = self.view.grammar.classes.get("pronom-complément", frozenset())
        for index in range(draft.frame.first, draft.frame.end):
            if self.view.words[index] in words and tags[index] & g.CLITIC:
                draft.bearer = (index, index + 1)
                draft.bearer_kind = "pronoun"
                draft.steps.append(f"porteur : pronom « {self.view.raw(index)} »")
                return

    def _gap_bearer(self, draft: Draft) -> None:
        gap = draft.frame.gap
        if gap is None:
            return
        start, end = gap
        while start < end and self.view.tags[start] & (g.PREP | g.DET | g.COMMA | g.ADV):
            start += 1
        end = self._trim_right(end, start)
        if end > start:
            draft.bearer, draft.bearer_kind = (start, end), "noun"
            draft.steps.append("porteur : complément du déclencheur")

    def _dative_bearer(self, draft: Draft, high: int) -> None:
        """`confie à la Caf la présidence`, `la présidence est confiée à la Caf`."""
        words, tags = self.view.words, self.view.tags
        for index in range(draft.frame.end, high):
            if words[index] in _DATIVE and not (
                index + 1 < high and tags[index + 1] & g.INFINITIVE
            ):
                start = index + 1
                while start < high and tags[start] & g.DET:
                    start += 1
                end = self._group_end(start, high)
                if end > start:
                    draft.bearer, draft.bearer_kind = (start, end), "noun"
                    draft.steps.append("porteur : complément introduit par « à »")
                    self._without_bearer(draft, index, end)
                return

    def _without_bearer(self, draft: Draft, start: int, end: int) -> None:
        """Leave the bearer's own words out of the action when they stand at its edge."""
        low, high = draft.action
        if low >= start - 1 and low < end:
            while end < high and self.view.tags[end] & (g.DET | g.COMMA):
                end += 1
            draft.action = (end, high) if end < high else (low, low)
            if end >= high and draft.frame.verb is not None:
                subject = self.subjects.of(draft.frame.verb)
                if subject.found:
                    draft.action = (self._strip(subject.start), high)
        elif end >= high:
            draft.action = (low, start)

    def _agent(self, draft: Draft, index: int, high: int) -> None:
        """The complement introduced by `par` after a passive."""
        tags, words = self.view.tags, self.view.words
        frozen = self.view.grammar.classes.get("par-figé", frozenset())
        acts = self.view.grammar.classes.get("acte", frozenset())
        for position in range(index + 1, high - 1):
            if words[position] != "par":
                continue
            start = position + 1
            if words[start] in acts:
                start = self._issuer(start, high)
            elif words[start] in frozen or tags[start] & g.NUMBER and tags[start + 1] & g.DURATION:
                continue
            while start < high and tags[start] & g.DET and not tags[start] & g.NEGSUBJ:
                start += 1
            if (
                start >= high
                or words[start] in frozen
                or tags[start] & g.INFINITIVE
                or words[start][0].isdigit()
            ):
                continue
            end = self._agent_end(start, high)
            if end > start:
                draft.bearer, draft.bearer_kind = (start, end), "noun"
                draft.steps.append("porteur : complément d'agent « par … »")
                return

    def _issuer(self, start: int, high: int) -> int:
        """`par arrêté conjoint des préfets`: those who take the act; nowhere when it names none."""
        for index in range(start + 1, min(high, start + 4)):
            if self.view.words[index] in ("du", "des", "de", "d'"):
                return index + 1
        return high

    def _agent_end(self, start: int, high: int) -> int:
        end = self._group_end(start, high)
        # `par X ou son représentant, ainsi que par Y` is one agent.
        tags, words = self.view.tags, self.view.words
        index = end
        while index < high and (
            tags[index] & (g.COMMA | g.COORD) or words[index] in ("que", "par", "ou")
        ):
            index += 1
        if (
            index > end
            and index < high
            and (words[index - 1] == "par" or (tags[index] & g.DET and tags[index - 1] & g.COORD))
        ):
            return self._group_end(index + 1, high)
        return end

    def _group_end(self, start: int, high: int) -> int:
        """The end of a noun phrase that begins at `start`: complements in `de`, a coordination of
        two, a tight relative clause."""
        tags = self.view.tags
        stops = [one.start for one in self.circumstances if one.start > start]
        limit = min([high, *stops])
        index = start
        while index < limit:
            tag = tags[index]
            if tag & (g.COMMA | g.SEMI | g.COLON | g.CLOSE) or index in self.sentence.verbs:
                break
            if tag & g.PREP and not tag & g.DET and index > start:
                if (
                    self.view.words[index] not in ("de", "d'", "en", "pour")
                    or tags[index + 1] & g.INFINITIVE
                ):
                    break
            if (
                self.view.words[index] in ("au", "aux", "par", "dans", "avec", "selon")
                and index > start
            ):
                break
            if tag & (g.REL | g.SUBORD):
                break
            if (
                tag & g.COORD
                and index + 1 < limit
                and not tags[index + 1] & (g.DET | g.PREADJ)
                and tags[index + 1]
            ):
                break
            index += 1
        return self._trim_right(index, start)

    # -------------------------------------------------------------- conditions and deadlines

    def _circumstance_at(self, index: int) -> Circumstance | None:
        for one in self.circumstances:
            if one.start <= index < one.end:
                return one
        return None

    def _circumstances(self, draft: Draft, high: int) -> None:
        frame, low = draft.frame, self._region_start(draft.frame)
        chosen: Circumstance | None = None
        for one in self.circumstances:
            inside = low <= one.start and one.end <= max(high, frame.end)
            if not inside and not self._leads(one, frame):
                continue
            if self._in_bearer(one, draft) or self._in_relative(one, frame, high):
                continue
            if one.kind == "condition":
                draft.conditions.append((one.start, one.end))
            elif one.kind == "deadline" and (
                chosen is None or self._rank(one) >= self._rank(chosen)
            ):
                chosen = one
        if chosen is not None:
            draft.deadline, draft.deadline_rule = (chosen.start, chosen.end), chosen.rule

    def _rank(self, one: Circumstance) -> int:
        """A date or period binds more than a frequency."""
        return 0 if "frequence" in one.rule else 1

    def _region_start(self, frame: Frame) -> int:
        if frame.verb is None:
            return frame.first
        head = frame.verb
        while head.shares is not None:
            head = head.shares
        clause = self.sentence.clauses[head.clause]
        return clause.start if head is frame.verb else frame.verb.first

    def _leads(self, one: Circumstance, frame: Frame) -> bool:
        """A condition at the head of the sentence governs all its coordinated main clauses."""
        if one.kind != "condition" or frame.verb is None:
            return False
        clauses = self.sentence.clauses
        clause = clauses[frame.verb.clause]
        previous = range(self.sentence.start, one.start)
        at_head = all(
            is_adverb(self.view, i) or self.view.tags[i] & (g.COMMA | g.COORD) for i in previous
        )
        return at_head and clause.kind == "main" and not self._stop_between(one.end, frame.first)

    def _stop_between(self, start: int, end: int) -> bool:
        return any(self.view.tags[i] & (g.SEMI | g.COLON) for i in range(start, end))

    def _in_bearer(self, one: Circumstance, draft: Draft) -> bool:
        bearer = draft.bearer
        return bearer is not None and bearer[0] <= one.start < bearer[1]

    def _in_relative(self, one: Circumstance, frame: Frame, high: int) -> bool:
        """Inside a relative clause of the action, or of the subject: not the statement's own."""
        last = None
        for verb in self.sentence.order:
            if verb.index < one.start:
                last = verb
        if last is None or last is frame.verb:
            return False
        clause = self.sentence.clauses[last.clause]
        if clause.kind != "rel" or frame.verb is None or frame.verb.clause == last.clause:
            return False
        return (
            not any(self.view.tags[i] & g.COMMA for i in range(last.index, one.start + 1))
            and one.start > clause.opener
        )

    def _trim_action(self, draft: Draft) -> None:
        """Cut the conditions and the deadline off where they stand at an edge of the action."""
        start, end = draft.action
        ranges = [*draft.conditions, *([draft.deadline] if draft.deadline else [])]
        changed = True
        while changed and end > start:
            changed = False
            end = self._trim_right(end, start)
            for low, high in ranges:
                if low <= start < high <= end and high < end:
                    start, changed = self._skip_edge(high, end), True
                elif start < low < end <= high:
                    end, changed = low, True
        start, end = self._balanced(start, self._trim_right(end, start))
        draft.action = (start, end)

    def _skip_edge(self, start: int, end: int) -> int:
        tags = self.view.tags
        while start < end and tags[start] & (_EDGE | g.DET) and not tags[start] & g.ADV:
            start += 1
        return start

    def _balanced(self, start: int, end: int) -> Range:
        """No closing mark whose opening one lies outside."""
        tags, words = self.view.tags, self.view.words
        while end > start:
            last = words[end - 1]
            opening = {"»": "«", ")": "(", "”": "“", "]": "["}.get(last)
            if opening is None or not tags[end - 1] & (g.QUOTE | g.CLOSE):
                break
            inner = words[start:end]
            if inner.count(opening) >= inner.count(last):
                break
            end -= 1
        while start < end and tags[start] & (g.QUOTE | _EDGE) and words[start] not in ("donc",):
            if words[start] == "«" and "»" in words[start:end]:
                break
            start += 1
        return start, self._trim_right(end, start)

    # --------------------------------------------------------------------- the beneficiary

    def _beneficiary(self, draft: Draft) -> Range | None:
        """Who receives: a dative clitic before the verb, or `à`, `auprès de`, `à l'attention de`
        followed by somebody (a class of head words)."""
        tags, words = self.view.tags, self.view.words
        people = self.view.grammar.classes.get("personne", frozenset())
        start, end = draft.action
        for index in range(start, min(end, start + 4)):
            if (
                words[index] in ("lui", "leur", "vous", "nous")
                and index + 1 < end
                and tags[index + 1] & (g.FINITE | g.INFINITIVE | g.CLITIC)
            ):
                if draft.bearer != (index, index + 1):
                    return index, index + 1
        for index in range(start, end - 1):
            opens = words[index] in _DATIVE or words[index - 1 : index + 1] in (
                ["aupres", "de"],
                ["aupres", "du"],
                ["aupres", "des"],
                ["attention", "de"],
                ["intention", "de"],
            )
            if not opens:
                continue
            head = index + 1
            while head < end and tags[head] & (g.DET | g.PREADJ):
                head += 1
            if head < end and _stem(words[head]) in people:
                stop = self._group_end(head, end)
                if stop > head and not (draft.bearer and draft.bearer[0] <= head < draft.bearer[1]):
                    return head, stop
        return None


def _stem(word: str) -> str:
    if word.endswith("aux") and not word.endswith("eaux"):
        return word[:-3] + "al"
    return word[:-1] if len(word) > 3 and word[-1] in "sx" else word
