"""Frames: the triggers that hold in a sentence, with their rule, polarity and clause.

A frame is a trigger that was seen, accepted by its rule (tense, place, zone, exceptions,
requirements) and kept when others claimed the same words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from corpus.extraction import statements_grammar as g
from corpus.extraction.statements_bearers import BearerResolver
from corpus.extraction.statements_match import match_left, match_right
from corpus.extraction.statements_patterns import Element
from corpus.extraction.statements_requirements import Requirements, Setting
from corpus.extraction.statements_rules import Anchor, Rule, RuleBook, Variant
from corpus.extraction.statements_sentence import Clause, Sentence, Verb, View
from corpus.extraction.statements_subjects import SubjectFinder
from corpus.french import conjugation
from corpus.model import Modality

# Before `que`, these do not restrict (`ne doivent appeler personne, ainsi que …`).
_NOT_ONLY = frozenset(("ce", "ainsi", "tel", "tels", "telle", "telles"))
_NOBODY = frozenset(("personne", "nul", "nulle", "rien"))


@dataclass(slots=True)
class Frame:
    """An accepted trigger: tokens `first:end`, of which `core` is where the rule's words begin."""

    rule: Rule
    modality: Modality
    negative: bool
    first: int
    end: int
    core: int
    verb: Verb | None
    gap: tuple[int, int] | None
    steps: list[str] = field(default_factory=list)


class FrameFinder:
    """Finds the frames of one parsed sentence."""

    def __init__(
        self,
        view: View,
        book: RuleBook,
        sentence: Sentence,
        subjects: SubjectFinder,
        setting: Setting,
        resolver: BearerResolver,
    ) -> None:
        self.view, self.book, self.sentence = view, book, sentence
        self.subjects, self.setting = subjects, setting
        self.requirements = Requirements(view, sentence, subjects, setting, resolver)

    def find(self, candidates: Iterable[tuple[int, Anchor]]) -> list[Frame]:
        """The frames of these candidates, overlaps resolved, in order."""
        found: dict[tuple[str, int, int], Frame] = {}
        verbs = self.sentence.verbs
        for index, one in candidates:
            if one.finite and index not in verbs:
                continue
            frame = self._try(one.rule, one.variant, one.step, index)
            if frame is not None:
                found.setdefault((one.rule.id, frame.first, frame.end), frame)
        return self._resolve(list(found.values()))

    # --------------------------------------------------------------------------- one trigger

    def _try(self, rule: Rule, variant: Variant, step: int, index: int) -> Frame | None:
        low, high = self.sentence.start, self.sentence.end
        if not self.accept(index, variant[step]):
            return None
        end = match_right(self.view, variant, step + 1, index + 1, high, self.accept)
        if end < 0:
            return None
        first = match_left(self.view, variant, step - 1, index - 1, low, self.accept)
        if first < 0:
            return None
        verb = self.trigger_verb(first, end, variant)
        if verb is None and any(element.finite for element in variant):
            return None
        return self._qualify(rule, variant, first, end, verb)

    def accept(self, index: int, element: Element) -> bool:
        """Whether the token at `index` has the nature and tense that the element asks for."""
        if element.finite:
            verb = self.sentence.verbs.get(index)
            return verb is not None and verb.has(element.tenses)
        if element.participle:
            return bool(self.view.tags[index] & g.PARTICIPLE)
        return True

    def trigger_verb(self, first: int, end: int, variant: Variant) -> Verb | None:
        """The first finite verb of the trigger `first:end`; the last where the first stands in a
        clause under it (`ce que je demande, c'est que`)."""
        verbs = [v for i in range(first, end) if (v := self.sentence.verbs.get(i)) is not None]
        if len(verbs) > 1 and self.sentence.clauses[verbs[0].clause].parent == verbs[-1].clause:
            return verbs[-1]
        return verbs[0] if verbs else None

    def _qualify(
        self, rule: Rule, variant: Variant, first: int, end: int, verb: Verb | None
    ) -> Frame | None:
        if not self.place_ok(rule, verb, first) or self.reflexive(rule, variant, verb):
            return None
        negative = verb is not None and self.negated(verb, first, end, rule)
        modality = rule.negative if negative else rule.modality
        if modality is None or self.asked(rule, modality):
            return None
        if self.requirements.excepted(rule, first, end) or not self.requirements.met(
            rule, first, end, verb
        ):
            return None
        if modality == "obligation" and self._to_abstain(rule, end):
            modality, negative = "prohibition", True
        frame = Frame(rule, modality, negative, first, end, first, verb, None)
        if any(element.gap for element in variant):
            frame.gap = self._gap(variant, first, end)
        self._widen(frame)
        words = self.view.quote(frame.first, frame.end)
        frame.steps.append(f"déclencheur « {words} » ({rule.id})")
        return frame

    def asked(self, rule: Rule, modality: Modality) -> bool:
        """A question states nothing; a witness who asks `on pourrait… ?` proposes. Those who listen
        propose nothing (`tu pourrais me raconter`), unless a rule is made for them (`merci de`)."""
        if self.setting.interviewer and modality == "recommendation":
            return not rule.of_hosts
        if not self.setting.question:
            return False
        return self.setting.host or modality != "recommendation"

    def _to_abstain(self, rule: Rule, end: int) -> bool:
        """`ont reçu instruction de ne pas exiger`: what is ordered is not to do it."""
        tags = self.view.tags
        if rule.action != "infinitif" or end + 1 >= self.sentence.end:
            return False
        return bool(tags[end] & g.NE and tags[end + 1] & g.PAS)

    def reflexive(self, rule: Rule, variant: Variant, verb: Verb | None) -> bool:
        """`se confier` is not `confier`: a rule takes a reflexive verb only when it says so."""
        if verb is None or rule.reflexive or any("se" in element.words for element in variant):
            return False
        if any(form.lemma == "avoir" for form in verb.forms):
            return False
        words = self.view.words
        return any(words[i] in ("se", "s'") for i in range(verb.first, verb.index))

    # ---------------------------------------------------------------------------------- place

    def place_ok(self, rule: Rule, verb: Verb | None, first: int) -> bool:
        """Whether the trigger stands where the rule holds: its zone, and the kind of its clause."""
        if verb is None:
            return rule.zone not in ("dispositif", "règle") or self.setting.operative
        clause = self.sentence.clauses[verb.clause]
        if clause.kind == "cond" or self._purpose(clause) or self._quoted(first):
            return False
        if self._wondered(verb):
            return False
        if rule.zone == "dispositif":
            return self._operative(clause, verb)
        if rule.zone == "règle":
            return self.setting.ruled and clause.kind == "main"
        if rule.zone == "garanti":
            return clause.kind == "comp" and self._announced(clause, "garantie")
        if rule.place == "indépendante" and clause.kind not in ("main", "rel"):
            return False
        if rule.place and clause.kind == "rel":
            if self._loose(clause) or self._has_condition(clause) or self._cleft(clause):
                return True
            return (self.setting.operative or rule.present) and self._adds(clause, verb)
        return True

    def _operative(self, clause: Clause, verb: Verb) -> bool:
        """Where the plain indicative is a norm: a main clause of the operative part, a loose
        relative there, or what a text is reported to say."""
        if clause.kind == "comp":
            return self._announced(clause)
        if not self.setting.operative:
            return False
        if clause.kind == "rel":
            return self._loose(clause) or self._adds(clause, verb)
        return clause.kind == "main"

    def _has_condition(self, clause: Clause) -> bool:
        """`pour laquelle, si le contexte le permet, la Caf pourra …` is a norm by its condition."""
        number = self.sentence.clauses.index(clause)
        return any(one.kind == "cond" and one.parent == number for one in self.sentence.clauses)

    def _cleft(self, clause: Clause) -> bool:
        """`c'est la puéricultrice qui doit le faire` says it of her, and describes nobody."""
        verbs, words = self.sentence.verbs, self.view.words
        for index in range(clause.opener - 1, max(self.sentence.start, clause.opener - 12), -1):
            if index in verbs:
                being = any(form.lemma == "être" for form in verbs[index].forms)
                return being and words[index - 1] in ("c'", "ce")
        return False

    def _quoted(self, index: int) -> bool:
        """In a hearing, words between quotation marks are somebody else's, at another time."""
        if self.setting.genre != "hearing":
            return False
        words = self.view.words[self.sentence.start : index]
        return words.count("«") > words.count("»") or words.count("“") > words.count("”")

    def _wondered(self, verb: Verb) -> bool:
        """`pourquoi on ne pourrait pas…`, `comment elles seront prises en compte`; `c'est pourquoi
        nous demandons` wonders at nothing."""
        asking = self.book.grammar.classes.get("interrogatif", frozenset())
        words, low = self.view.words, max(self.sentence.start, verb.first - 4)
        return any(
            words[i] in asking and (i == low or words[i - 1] not in ("est", "voila"))
            for i in range(low, verb.first)
        )

    def _loose(self, clause: Clause) -> bool:
        """A relative clause after a comma adds a norm of its own; without one it only describes."""
        before = clause.opener - 1
        while before > self.sentence.start and self.view.tags[before] & g.PREP:
            before -= 1
        return before >= self.sentence.start and bool(self.view.tags[before] & g.COMMA)

    def _adds(self, clause: Clause, verb: Verb) -> bool:
        """A relative clause without comma that goes on with what is done: `adressé au médecin qui
        en informe le préfet`, `un registre sur lequel sont inscrites les visites`."""
        words, classes = self.view.words, self.book.grammar.classes
        if words[clause.opener] not in ("qui", "que", "qu'"):
            low = max(self.sentence.start, clause.opener - 12)
            single = classes.get("article-de-cahier", frozenset())
            inverted = self.subjects.of(verb).kind == "inverted"
            return inverted and any(words[i] in single for i in range(low, clause.opener))
        groups = self.book.grammar.groups
        if words[clause.opener] != "qui":
            # `une demande qu'il transmet au préfet`
            sends = any(form.lemma in groups.get("envoi", frozenset()) for form in verb.forms)
            return sends and words[clause.opener + 1] in ("il", "elle", "ils", "elles")
        goes_on = groups.get("suite-d-acte", frozenset())
        if verb.first != clause.opener + 1 or not any(f.lemma in goes_on for f in verb.forms):
            return False
        start = self.subjects.antecedent(clause.opener, verb).start
        before = words[start - 1] if start > self.sentence.start else ""
        if words[start] == "aux":
            return any(form.lemma == "devoir" for form in verb.forms)
        if words[start] == "au" or before == "a":
            return words[start] in ("au", "la", "l'")
        return before == "par" and words[start] in ("le", "la", "l'", "un", "une")

    def _announced(self, clause: Clause, group: str = "annonce") -> bool:
        """`la circulaire précise que …`: the last verb before `que` reports a norm."""
        lemmas = self.book.grammar.groups.get(group, frozenset())
        tags = self.view.tags
        low = max(self.sentence.start, clause.opener - 20)
        for index in range(clause.opener - 1, low - 1, -1):
            verb = self.sentence.verbs.get(index)
            if verb is not None:
                said = any(form.lemma in lemmas for form in verb.forms)
                if group == "garantie" and self.sentence.clauses[verb.clause].kind == "rel":
                    # `garantir aux personnes qui recourent à … que`
                    if not said:
                        continue
                return said
            if tags[index] & g.INFINITIVE:
                forms = conjugation.analyse(self.view.raw(index).lower())
                return any(form.lemma in lemmas for form in forms)
        return False

    def _purpose(self, clause: Clause) -> bool:
        if clause.kind not in ("comp", "rel") or clause.opener <= self.sentence.start:
            return False
        if self.view.words[clause.opener] not in ("que", "qu'"):
            # `la raison pour laquelle elles peuvent` tells no purpose
            return False
        words = self.book.grammar.classes.get("que-but", frozenset())
        return self.view.words[clause.opener - 1] in words

    # ------------------------------------------------------------------------------- polarity

    def negated(self, verb: Verb, first: int, end: int, rule: Rule) -> bool:
        """Whether the verb of the trigger is negated (`ne … que` restricts and does not negate)."""
        view, tags = self.view, self.view.tags
        stop = min(self.sentence.end, verb.index + 5)
        before = verb.first - 1
        if before >= self.sentence.start and view.words[before] in _NOBODY:
            if before == self.sentence.start or not tags[before - 1] & g.DET:
                return True
        for index in range(verb.first, verb.index):
            if tags[index] & g.NE:
                break
        else:
            after = verb.index + 1
            spoken = self.setting.genre == "hearing"
            return spoken and after < stop and view.words[after] in ("pas", "jamais")
        for index in range(verb.index + 1, stop):
            if tags[index] & g.PAS:
                return True
        if rule.negative == "prohibition" and rule.modality == "permission":
            return True
        return not self._restricted(verb)

    def _restricted(self, verb: Verb) -> bool:
        """`ne … que` restricts and does not negate."""
        words = self.view.words
        for index in range(verb.index + 1, min(self.sentence.end, verb.index + 40)):
            if words[index] in ("que", "qu'") and words[index - 1] not in _NOT_ONLY:
                return True
            if self.view.tags[index] & (g.SEMI | g.COLON) or index in self.sentence.verbs:
                return False
        return False

    # ------------------------------------------------------------------------------ the span

    def _gap(self, variant: Variant, first: int, end: int) -> tuple[int, int] | None:
        """The tokens the gap took: between the literal words on its two sides."""
        step = next(i for i, element in enumerate(variant) if element.gap)
        left = match_right(self.view, variant[:step], 0, first, end, self.accept)
        if left < 0:
            return None
        for start in range(left + 1, end):
            if match_right(self.view, variant, step + 1, start, end, self.accept) == end:
                return left, start
        return None

    def _widen(self, frame: Frame) -> None:
        """Take in the negation and the reflexive before the verb, `pas` after it."""
        verb, tags, words = frame.verb, self.view.tags, self.view.words
        if verb is None:
            return
        if frame.first <= verb.index:
            for index in range(verb.first, min(verb.index, frame.first)):
                if tags[index] & g.NE or words[index] in ("se", "s'"):
                    frame.first = index
                    break
        if frame.negative and frame.end == verb.index + 1 and frame.end < self.sentence.end:
            if words[frame.end] in ("pas", "plus", "jamais", "point"):
                frame.end += 1
        if (
            frame.negative
            and self.view.tags[verb.first - 1] & g.NEGSUBJ
            and verb.first - 1 >= self.sentence.start
        ):
            if words[verb.first - 1] in ("nul", "nulle", "personne", "rien"):
                frame.first = min(frame.first, verb.first - 1)

    # ------------------------------------------------------------------------------ conflicts

    def _resolve(self, frames: list[Frame]) -> list[Frame]:
        """Explicit triggers win over the plain indicative, then priority, then the longer one; one
        frame per verb; coordinated plain verbs stay with the first of them."""
        frames.sort(
            key=lambda f: (-f.rule.priority, f.rule.present, f.first - f.end, f.first, f.rule.id)
        )
        kept: list[Frame] = []
        for frame in frames:
            if not any(self._clash(frame, other) for other in kept):
                kept.append(frame)
        kept.sort(key=lambda frame: (frame.first, frame.end))
        return list(self._merged(kept))

    def _clash(self, one: Frame, other: Frame) -> bool:
        if one.first < other.end and other.first < one.end:
            return True
        return one.verb is not None and one.verb is other.verb

    def _merged(self, frames: list[Frame]) -> Iterator[Frame]:
        by_verb = {frame.verb.index: frame for frame in frames if frame.verb is not None}
        for frame in frames:
            verb = frame.verb
            plain = frame.rule.present or frame.rule.action == "verbe"
            if plain and verb is not None and verb.shares is not None:
                earlier = by_verb.get(verb.shares.index)
                parted = any(
                    self.view.tags[i] & g.SEMI for i in range(verb.shares.index, verb.first)
                )
                # `est dirigé par un médecin et comprend des agents`: not the same bearer
                voice = earlier is not None and earlier.rule.action != frame.rule.action
                like = earlier is not None and (
                    earlier.rule is frame.rule or (earlier.rule.present and frame.rule.present)
                )
                if earlier is not None and like and not parted and not voice:
                    by_verb[verb.index] = earlier
                    continue
            yield frame
