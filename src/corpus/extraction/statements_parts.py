"""From a frame to a statement's parts, as token ranges: bearer, action, conditions, deadline."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from corpus.extraction import statements_grammar as g
from corpus.extraction.statements_actions import ActionFinder
from corpus.extraction.statements_circumstances import Circumstance
from corpus.extraction.statements_frames import Frame
from corpus.extraction.statements_match import adverbs_start, is_adverb
from corpus.extraction.statements_regions import EDGE, Range, RegionFinder, Scene
from corpus.extraction.statements_roles import RoleFinder
from corpus.extraction.statements_subjects import Subject

# Pronouns that name somebody by themselves; the others take up the subject before.
_PARTIAL = "condition/partielle"
_SUBJUNCTIVE = frozenset(("subjonctif",))
_TAKEN_UP = frozenset(("il", "elle", "ils", "elles"))
_OTHERS = frozenset(("on", "nous", "vous", "je", "chacun"))


@dataclass(slots=True)
class Draft:
    """A statement in the making: token ranges, to be turned into spans when all is known.

    `bearer_kind` says how the bearer was found (noun, pronoun, antecedent, …); `open` is true when
    the action is still to come, in the items of a list, `complement` when items may add to it."""

    frame: Frame
    action: Range
    bearer: Range | None = None
    bearer_kind: str = "none"
    beneficiary: Range | None = None
    conditions: list[Range] = field(default_factory=list)
    deadline: Range | None = None
    deadline_rule: str = ""
    bases: list[Range] = field(default_factory=list)
    source: Range | None = None
    open: bool = False
    complement: bool = False
    steps: list[str] = field(default_factory=list)


class PartFinder:
    """Builds the drafts of one sentence."""

    def __init__(self, scene: Scene) -> None:
        self.scene, self.view, self.sentence = scene, scene.view, scene.sentence
        self.regions = RegionFinder(scene)
        self.actions = ActionFinder(scene, self.regions)
        self.roles = RoleFinder(scene, self.regions)

    def build(self, frame: Frame) -> Draft | None:
        """The draft of one frame; None when nothing is left for an action."""
        high = self.regions.end(frame)
        draft = Draft(frame, (frame.end, frame.end), steps=list(frame.steps))
        if frame.rule.action == "suite":
            self.complete_clause(draft, frame.end, high)
        else:
            draft.action = self.actions.find(frame, high)
            self._bearer(draft, high)
        self._circumstances(draft, high)
        self.finish(draft)
        draft.source = self._source(frame)
        reaches = self.regions.reaches_colon(high)
        if draft.action[1] <= draft.action[0]:
            draft.open = reaches
            return draft if reaches else None
        draft.complement = reaches
        if reaches and self._hangs(draft.action[1]):
            draft.open, draft.complement = True, False
        return draft

    def head(self, drafts: list[Draft], subject: Subject) -> None:
        """Give the subject named before a list to the verb with which an item begins."""
        first = self.sentence.order[0]
        for draft in drafts:
            if draft.frame.verb is first and (found := self.roles.of_subject(subject)):
                draft.bearer, draft.bearer_kind = found[0], found[1]
                draft.steps.append(found[2])

    def all(self, frame: Frame) -> list[Draft]:
        """The drafts of one frame: a second one where `et que` brings another bearer."""
        first = self.build(frame)
        if first is None:
            return []
        second = self._second(first) if frame.rule.action == "suite" else self._added(first)
        return [first] if second is None else [first, second]

    def _second(self, first: Draft) -> Draft | None:
        """`que l'État reprenne la main et que chaque lieu soit visité`: the clause after `et que`,
        cut off from the first, when somebody else must act."""
        start, end = first.action
        for clause in self.sentence.clauses:
            at = clause.opener
            if not (start < at < end and clause.verbs and self.view.words[at] in ("que", "qu'")):
                continue
            subject = self.scene.subjects.of(clause.verbs[0])
            taken_up = subject.kind == "pronoun" and self.view.words[subject.start] not in _OTHERS
            if not self.view.tags[at - 1] & g.COORD or not subject.found or taken_up:
                continue
            if subject.kind == "pronoun" and self._borne_by(first, subject):
                continue
            second = replace(first, conditions=[], deadline=None, steps=list(first.steps))
            second.bearer, second.bearer_kind = None, "none"
            self.complete_clause(second, at + 1, end)
            first.action = (start, self.regions.trim(at, start))
            self._share(first, second, at)
            self.finish(second)
            return second
        return None

    def _added(self, first: Draft) -> Draft | None:
        """`Il faudrait deux greffiers de plus, et que l'enquête soit payée`: what `et que` adds to
        a demand, in the subjunctive."""
        if first.frame.modality != "recommendation" or first.open:
            return None
        for clause in self.sentence.clauses:
            at = clause.opener
            if at <= first.frame.end or clause.kind != "comp" or not clause.verbs:
                continue
            if not self.view.tags[at - 1] & g.COORD or not clause.verbs[0].has(_SUBJUNCTIVE):
                continue
            second = replace(first, conditions=[], deadline=None, steps=list(first.steps))
            second.bearer, second.bearer_kind = None, "none"
            end = self.regions.trim(self.sentence.end, at + 1)
            self.complete_clause(second, at + 1, end)
            start = first.action[0]
            if first.action[1] > at:
                first.action = (start, self.regions.trim(at, start))
            self.finish(first)
            self.finish(second)
            return second if second.action[1] > second.action[0] else None
        return None

    def _borne_by(self, draft: Draft, subject: Subject) -> bool:
        """`que vous rencontriez … et que vous recueilliez`: the same bearer goes on."""
        if draft.bearer is None:
            return False
        return self.view.words[draft.bearer[0]] == self.view.words[subject.start]

    def _share(self, first: Draft, second: Draft, at: int) -> None:
        """Give each of two drafts the circumstances on its side of token `at`."""
        second.conditions = [one for one in first.conditions if one[0] > at]
        first.conditions = [one for one in first.conditions if one[0] < at]
        first.deadline = None
        for one in self.scene.circumstances:
            low, high = second.action if one.start > at else first.action
            if one.kind == "deadline" and low <= one.start <= high:
                draft = second if one.start > at else first
                draft.deadline, draft.deadline_rule = (one.start, one.end), one.rule
        self.finish(first)

    def _hangs(self, end: int) -> bool:
        """`doit permettre de :`, `doit permettre d'assurer :`: the action itself is unfinished."""
        tags, words = self.view.tags, self.view.words
        if words[end - 1] == "savoir" and words[end - 2] == "a":
            # `…, à savoir :` explains what is said already
            return False
        end = adverbs_start(self.view, end)
        if words[end - 1] in self.scene.words_of("suivant") or words[end - 1] == "concernant":
            # `l'un des diplômes énumérés ci-après :`, `un programme concernant notamment :`
            return False
        return bool(tags[end - 1] & (g.INFINITIVE | g.PREP)) and not tags[end - 1] & g.DET

    def complete_clause(self, draft: Draft, start: int, high: int) -> None:
        """The action and bearer of a clause after `que`, also when it is an item of a list."""
        draft.action, subject, passive = self.actions.clause(start, high)
        if passive:
            found = self.roles.agent(start, high)
        else:
            found = self.roles.of_subject(subject) if subject is not None else None
        if found is not None and self.view.words[found[0][0]] in _TAKEN_UP:
            # `il est attendu de chaque service qu'il désigne …`
            found = self.roles.complement(draft.frame) or found
        if found is not None:
            draft.bearer, draft.bearer_kind = found[0], found[1]
            draft.steps.append(found[2])

    def finish(self, draft: Draft) -> None:
        """Cut the edges of the action, then look inside it for who receives."""
        self._trim_action(draft)
        draft.beneficiary = self.roles.beneficiary(draft.action, draft.bearer)

    def _source(self, frame: Frame) -> Range | None:
        """The text that says so: the subject of `précise que`, of `demande aux préfets de`."""
        if frame.verb is None:
            return None
        clause = self.sentence.clauses[frame.verb.clause]
        verb = frame.verb
        if frame.rule.present and clause.kind != "comp":
            return None
        if clause.kind == "comp":
            before = [v for v in self.sentence.order if v.index < clause.opener]
            if not before:
                return None
            verb = before[-1]
        subject = self.scene.subjects.of(verb)
        if not subject.found:
            return None
        start = self.regions.strip(subject.start)
        texts = self.scene.words_of("texte")
        names = {self.view.words[i] for i in range(start, min(subject.end, start + 2))}
        pronoun = verb is not frame.verb and subject.kind == "pronoun"
        if names & texts or (pronoun and names & {"il", "elle"}):
            return start, self.regions.trim(subject.end, start)
        return None

    # --------------------------------------------------------------------------- the bearer

    def _bearer(self, draft: Draft, high: int) -> None:
        frame = draft.frame
        for way in frame.rule.bearers:
            if way in ("auteur", "destinataire"):
                draft.bearer_kind = way
        passive = self.actions.passive(frame) and frame.rule.action == "infinitif"
        if frame.rule.action == "verbe" and self.actions.pronominal(frame):
            passive = True
        found = self.roles.bearer(frame, high, passive)
        if found is None or self._impersonal(draft, found[0]):
            return
        draft.bearer, draft.bearer_kind = found[0], found[1]
        draft.steps.append(found[2])
        if frame.rule.action == "groupe" and {"datif", "complément"} & set(frame.rule.bearers):
            self._without_bearer(draft, found[0])

    def _impersonal(self, draft: Draft, bearer: Range) -> bool:
        """`il` and `ce` of an impersonal trigger (`il s'agira de`), or of `il devrait y avoir`,
        bear nothing."""
        start, words = bearer[0], self.view.words
        first = draft.action[0]
        if words[start] == "il" and words[first : first + 2] == ["y", "avoir"]:
            return True
        return draft.frame.core <= start < draft.frame.end and words[start] in ("il", "ce", "c'")

    def _without_bearer(self, draft: Draft, bearer: Range) -> None:
        """Leave the bearer's own words out of the action when they stand at its edge."""
        low, high = draft.action
        start, end = bearer
        if not low <= end or end <= low:
            return
        tags = self.view.tags
        while start > low and tags[start - 1] & (g.DET | g.PREP):
            start -= 1
        if start <= low:
            while end < high and tags[end] & (g.DET | g.COMMA):
                end += 1
            draft.action = (end, high)
            if end >= high:
                draft.action = self._subject_range(draft, high)
        elif self.view.tags[start - 1] & g.COORD or end >= high or tags[end] & g.COMMA:
            draft.action = (low, start)

    def _subject_range(self, draft: Draft, high: int) -> Range:
        """`la présidence est confiée à la Caf`: what is confided is the subject."""
        verb = draft.frame.verb
        subject = self.scene.subjects.of(verb) if verb is not None else Subject(0, 0, "none", "")
        return (self.regions.strip(subject.start), high) if subject.found else (high, high)

    # -------------------------------------------------------------- conditions and deadlines

    def _circumstances(self, draft: Draft, high: int) -> None:
        frame, low = draft.frame, self._region_start(draft.frame)
        chosen: Circumstance | None = None
        past = self.scene.words_of("dernier")
        for one in self.scene.circumstances:
            inside = low <= one.start and one.end <= max(high, frame.end)
            if not inside and not self._leads(one, frame):
                continue
            if self._elsewhere(one, draft, low):
                continue
            if one.kind == "deadline" and self.view.words[one.end - 1] in past:
                # `le rapport remis le 3 mai dernier`: a day gone by bounds nothing
                continue
            if one.kind == "condition":
                draft.conditions.append((one.start, one.end))
            elif one.kind == "basis":
                draft.bases.append((one.start, one.end))
            elif one.kind == "deadline" and (chosen is None or _binds(one, chosen, frame)):
                chosen = one
        if chosen is not None:
            draft.deadline, draft.deadline_rule = (chosen.start, chosen.end), chosen.rule
        elif draft.deadline is None:
            draft.deadline = self._granted(frame)

    def _elsewhere(self, one: Circumstance, draft: Draft, low: int) -> bool:
        """True for what belongs to the bearer, to a relative clause, to one part of the action."""
        if self._in_bearer(one, draft) or self._in_relative(one, draft.frame, low):
            return True
        return self._of_one_part(one, draft.frame)

    def _of_one_part(self, one: Circumstance, frame: Frame) -> bool:
        """`précise son objet et, le cas échéant, les textes visés`: no condition of the whole, nor
        is `faute de quoi`, which leads what comes after it."""
        if self.view.words[one.end - 1] == "quoi":
            return one.start > frame.end
        if one.rule != _PARTIAL:
            return False
        at = one.start - 1
        while at > self.sentence.start and self.view.tags[at] & g.COMMA:
            at -= 1
        return at > self.sentence.start and self.view.words[at] in ("et", "ou", "que")

    def _granted(self, frame: Frame) -> Range | None:
        """`aurez quinze jours pour`: the trigger itself holds the time given."""
        tags = self.view.tags
        for index in range(frame.first + 1, frame.end - 1):
            one = self.view.words[index - 1] in ("un", "une")
            if tags[index] & g.DURATION and (one or not tags[index - 1] & (g.PREP | g.DET)):
                first = index - 1
                while tags[first - 1] & g.NUMBER and first - 1 > frame.first:
                    first -= 1
                return first, index + 1
        return None

    def _region_start(self, frame: Frame) -> int:
        if frame.verb is None:
            return frame.first
        clause = self.sentence.clauses[frame.verb.clause]
        return clause.start if frame.verb.shares is None else frame.verb.first

    def _leads(self, one: Circumstance, frame: Frame) -> bool:
        """A condition at the head of the sentence governs all its coordinated main clauses."""
        if one.kind == "deadline" or one.end > frame.first:
            return False
        tags = self.view.tags
        head = range(self.sentence.start, one.start)
        at_head = all(
            is_adverb(self.view, i) or tags[i] & EDGE or self.scene.circumstance_at(i) for i in head
        )
        main = frame.verb is None or self.sentence.clauses[frame.verb.clause].kind == "main"
        between = range(one.end, frame.first)
        return at_head and main and not any(tags[i] & g.SEMI for i in between)

    def _in_bearer(self, one: Circumstance, draft: Draft) -> bool:
        bearer = draft.bearer
        return bearer is not None and bearer[0] <= one.start < bearer[1]

    def _in_relative(self, one: Circumstance, frame: Frame, low: int) -> bool:
        """Inside a relative clause of the action, or of the subject: not the statement's own."""
        if frame.verb is None:
            return False
        inside = [v for v in self.sentence.order if low <= v.index < one.start]
        if not inside or inside[-1] is frame.verb:
            return False
        last = inside[-1]
        if self.sentence.clauses[last.clause].kind != "rel" or frame.verb.clause == last.clause:
            return False
        tags = self.view.tags
        return not any(tags[i] & g.COMMA for i in range(last.index, one.start + 1))

    def _trim_action(self, draft: Draft) -> None:
        """Cut the conditions and the deadline off where they stand at an edge of the action."""
        start, end = draft.action
        ranges = [*draft.conditions, *([draft.deadline] if draft.deadline else [])]
        changed = True
        while changed and end > start:
            changed = False
            end = self.regions.trim(end, start)
            for low, high in ranges:
                if low <= start < high < end:
                    start, changed = self._skip_edge(high, end), True
                elif start < low < end <= high:
                    end, changed = low, True
        draft.action = self.regions.balanced(start, self.regions.trim(end, start))

    def _skip_edge(self, start: int, end: int) -> int:
        tags = self.view.tags
        while start < end and tags[start] & (EDGE | g.DET) and not tags[start] & g.ADV:
            start += 1
        return start


def _binds(one: Circumstance, other: Circumstance, frame: Frame) -> bool:
    """Of two deadlines, a date before a frequency, then the first after the trigger."""
    if _rank(one) != _rank(other):
        return _rank(one) > _rank(other)
    return other.start < frame.first <= one.start


def _rank(one: Circumstance) -> int:
    """A date or period binds more than a frequency."""
    return 0 if "frequence" in one.rule else 1
