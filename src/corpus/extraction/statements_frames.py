"""Frames: the triggers that hold in a sentence, with their rule, polarity and clause.

A frame is a trigger that was seen, accepted by its rule (tense, place, zone, exceptions,
requirements) and kept when others claimed the same words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from corpus.extraction import statements_grammar as g
from corpus.extraction.statements_bearers import BearerResolver
from corpus.extraction.statements_clauses import Clause, Sentence, Verb, View
from corpus.extraction.statements_match import (
    match_left,
    match_right,
    skip_right,
    special_end,
)
from corpus.extraction.statements_patterns import Element
from corpus.extraction.statements_rules import Requirement, Rule, RuleBook, Variant
from corpus.extraction.statements_subjects import Subject, SubjectFinder
from corpus.french import conjugation
from corpus.french.fold import fold_word
from corpus.model import Modality

_BEFORE_INFINITIVE = (
    g.INFINITIVE | g.CLITIC | g.NE | g.PAS | g.PREP | g.COMMA | g.QUOTE | g.COLON | g.ADV | g.COORD
)


# What may stand inside a trigger: adverbs, `pas`, an insertion between commas.
_SKIPPED = g.ADV | g.PAS | g.COMMA


@dataclass(slots=True)
class Setting:
    """What is known of the place a sentence stands in: genre, whether the indicative is a norm
    there, whether it is a question, and who may speak."""

    genre: str = "other"
    operative: bool = False
    question: bool = False
    interviewer: bool = False
    charter: bool = False
    professional: bool = False
    host: bool = False


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
        self.subjects, self.setting, self.resolver = subjects, setting, resolver
        self.phrases = book.grammar.phrases

    def find(self, anchors: Iterable[int]) -> list[Frame]:
        """The frames whose anchor is one of these tokens, overlaps resolved, in order."""
        found: dict[tuple[str, int, int], Frame] = {}
        words, tags, verbs = self.view.words, self.view.tags, self.sentence.verbs
        table = self.book.anchors(self.setting.genre)
        last = len(words) - 1
        for index in anchors:
            is_verb, is_participle = index in verbs, tags[index] & g.PARTICIPLE
            for one in table.get(words[index], ()):
                # The cheapest checks first: most anchors are nouns where they stand, and most
                # rules of a verb want a certain word beside it.
                if (one.finite and not is_verb) or (one.participle and not is_participle):
                    continue
                after, before = one.after, one.before
                if after is not None and index < last and words[index + 1] not in after:
                    if not tags[index + 1] & _SKIPPED and words[index + 1] not in self.phrases:
                        continue
                if before is not None and index and words[index - 1] not in before:
                    if not tags[index - 1] & _SKIPPED:
                        continue
                frame = self._try(one.rule, one.variant, one.step, index)
                if frame is not None:
                    found.setdefault((one.rule.id, frame.first, frame.end), frame)
        return self._resolve(list(found.values()))

    # --------------------------------------------------------------------------- one trigger

    def _try(self, rule: Rule, variant: Variant, step: int, index: int) -> Frame | None:
        low, high = self.sentence.start, self.sentence.end
        if not self._accept(index, variant[step]):
            return None
        end = match_right(self.view, variant, step + 1, index + 1, high, self._accept)
        if end < 0:
            return None
        first = match_left(self.view, variant, step - 1, index - 1, low, self._accept)
        if first < 0:
            return None
        verb = self._trigger_verb(first, end, variant)
        if verb is None and any(element.finite for element in variant):
            return None
        return self._qualify(rule, variant, first, end, verb)

    def _accept(self, index: int, element: Element) -> bool:
        if element.finite:
            verb = self.sentence.verbs.get(index)
            return verb is not None and verb.has(element.tenses)
        if element.participle:
            return bool(self.view.tags[index] & g.PARTICIPLE)
        return True

    def _trigger_verb(self, first: int, end: int, variant: Variant) -> Verb | None:
        for index in range(first, end):
            verb = self.sentence.verbs.get(index)
            if verb is not None:
                return verb
        return None

    def _qualify(
        self, rule: Rule, variant: Variant, first: int, end: int, verb: Verb | None
    ) -> Frame | None:
        if not self._place_ok(rule, verb, first) or self._reflexive(rule, variant, verb):
            return None
        negative = verb is not None and self._negated(verb, first, end, rule)
        modality = rule.negative if negative else rule.modality
        if modality is None or self._asked(modality):
            return None
        if self._excepted(rule, first, end) or not self._required(rule, first, end, verb):
            return None
        frame = Frame(rule, modality, negative, first, end, first, verb, None)
        if any(element.gap for element in variant):
            frame.gap = self._gap(variant, first, end)
        self._widen(frame)
        words = self.view.quote(frame.first, frame.end)
        frame.steps.append(f"déclencheur « {words} » ({rule.id})")
        return frame

    def _asked(self, modality: Modality) -> bool:
        """A question states nothing; a witness who asks `on pourrait… ?` proposes. Those who listen
        propose nothing (`tu pourrais me raconter`)."""
        if self.setting.interviewer and modality == "recommendation":
            return True
        if not self.setting.question:
            return False
        return self.setting.interviewer or modality != "recommendation"

    def _reflexive(self, rule: Rule, variant: Variant, verb: Verb | None) -> bool:
        """`se confier` is not `confier`: a rule takes a reflexive verb only when it says so."""
        if verb is None or rule.reflexive or any("se" in element.words for element in variant):
            return False
        if any(form.lemma == "avoir" for form in verb.forms):
            return False
        words = self.view.words
        return any(words[i] in ("se", "s'") for i in range(verb.first, verb.index))

    # ---------------------------------------------------------------------------------- place

    def _place_ok(self, rule: Rule, verb: Verb | None, first: int) -> bool:
        if verb is None:
            return rule.zone != "dispositif" or self.setting.operative
        clause = self.sentence.clauses[verb.clause]
        if clause.kind == "cond" or self._purpose(clause) or self._quoted(first):
            return False
        if rule.zone == "dispositif":
            return self._operative(clause, verb)
        if rule.zone == "garanti":
            return clause.kind == "comp" and self._announced(clause, "garantie")
        if rule.place == "principale" and clause.kind == "rel":
            return self._loose(clause) or self._has_condition(clause)
        return True

    def _operative(self, clause: Clause, verb: Verb) -> bool:
        """Where the plain indicative is a norm: a main clause of the operative part, a loose
        relative there, or what a text is reported to say."""
        if clause.kind == "comp":
            return self._announced(clause)
        if not self.setting.operative:
            return False
        return clause.kind == "main" or (clause.kind == "rel" and self._loose(clause))

    def _has_condition(self, clause: Clause) -> bool:
        """`pour laquelle, si le contexte le permet, la Caf pourra …` is a norm by its condition."""
        number = self.sentence.clauses.index(clause)
        return any(one.kind == "cond" and one.parent == number for one in self.sentence.clauses)

    def _quoted(self, index: int) -> bool:
        """In a hearing, words between quotation marks are somebody else's, at another time."""
        if self.setting.genre != "hearing":
            return False
        words = self.view.words[self.sentence.start : index]
        return words.count("«") > words.count("»") or words.count("“") > words.count("”")

    def _loose(self, clause: Clause) -> bool:
        """A relative clause after a comma adds a norm of its own; without one it only describes."""
        before = clause.opener - 1
        while before > self.sentence.start and self.view.tags[before] & g.PREP:
            before -= 1
        return before >= self.sentence.start and bool(self.view.tags[before] & g.COMMA)

    def _announced(self, clause: Clause, group: str = "annonce") -> bool:
        """`la circulaire précise que …`: the last verb before `que` reports a norm."""
        lemmas = self.book.grammar.groups.get(group, frozenset())
        tags = self.view.tags
        low = max(self.sentence.start, clause.opener - 20)
        for index in range(clause.opener - 1, low - 1, -1):
            verb = self.sentence.verbs.get(index)
            if verb is not None:
                return any(form.lemma in lemmas for form in verb.forms)
            if tags[index] & g.INFINITIVE:
                forms = conjugation.analyse(self.view.raw(index).lower())
                return any(form.lemma in lemmas for form in forms)
        return False

    def _purpose(self, clause: Clause) -> bool:
        if clause.kind not in ("comp", "rel") or clause.opener <= self.sentence.start:
            return False
        words = self.book.grammar.classes.get("que-but", frozenset())
        return self.view.words[clause.opener - 1] in words

    # ------------------------------------------------------------------------------- polarity

    def _negated(self, verb: Verb, first: int, end: int, rule: Rule) -> bool:
        view, tags = self.view, self.view.tags
        stop = min(self.sentence.end, verb.index + 5)
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
            if words[index] in ("que", "qu'"):
                return True
            if self.view.tags[index] & (g.SEMI | g.COLON) or index in self.sentence.verbs:
                return False
        return False

    # ------------------------------------------------------------- exceptions and requirements

    def _excepted(self, rule: Rule, first: int, end: int) -> bool:
        words, starts = self.view.words, rule.exception_words
        if not starts:
            return False
        for start in range(max(self.sentence.start, first - 8), end):
            if words[start] not in starts:
                continue
            for variant in rule.exceptions:
                if words[start] in variant[0].words:
                    stop = match_right(self.view, variant, 0, start, self.sentence.end, _any)
                    if stop > first:
                        return True
        return False

    def _required(self, rule: Rule, first: int, end: int, verb: Verb | None) -> bool:
        return all(self._meets(one, first, end, verb) for one in rule.requirements)

    def _meets(self, one: Requirement, first: int, end: int, verb: Verb | None) -> bool:
        if one.kind == "avant":
            return self._seen(one.value, max(self.sentence.start, first - one.window), first)
        if one.kind == "apres":
            return self._seen(one.value, end, min(self.sentence.end, end + one.window))
        if one.kind == "phrase":
            return self._seen(one.value, self.sentence.start, self.sentence.end)
        if one.kind == "absent":
            return not self._seen(one.value, self.sentence.start, self.sentence.end)
        if one.kind == "suivi":
            return self._followed(one.value[0], end)
        if one.kind == "porteur_en_charte" and not self.setting.charter:
            return True
        if one.kind == "condition":
            return self._conditional()
        if one.kind == "delai":
            return self._has_date(end)
        if one.kind == "locuteur":
            hosts = "questionneur" in one.value
            return self.setting.host if hosts else self.setting.professional
        return self._bearer_is(one.value, verb)

    def _seen(self, variants: tuple[Variant, ...], start: int, end: int) -> bool:
        return any(
            match_right(self.view, variant, 0, index, self.sentence.end, _any) >= 0
            for variant in variants
            for index in range(start, end)
        )

    def _followed(self, what: str, end: int) -> bool:
        """`suivi: infinitif`: an infinitive comes next, clitics, adverbs and `de` aside."""
        tags, stop = self.view.tags, self.sentence.end
        start = skip_right(self.view, end, stop)
        if start < stop and not tags[start] & _BEFORE_INFINITIVE:
            # a noun comes first: `il faut dix ans pour former`
            return False
        for index in range(start, min(stop, start + 8)):
            if tags[index] & g.INFINITIVE:
                return what == "infinitif"
            if index in self.sentence.verbs:
                return False
            if tags[index] & g.COLON:
                # the items of a list will say what
                return index >= stop - 2
        return False

    def _bearer_is(self, wanted: tuple[str, ...], verb: Verb | None) -> bool:
        """`porteur: acteur` is anybody who can act, `organe` a body by its name; other words are
        classes of head words, or the words themselves."""
        subject = self.subjects.of(verb) if verb is not None else None
        if subject is None or not subject.found:
            return "aucun" in wanted
        if "présent" in wanted:
            return subject.kind != "inverted"
        actor = self.resolver.actor(subject)
        head = self.head_word(subject)
        for name in wanted:
            if name == "auteur" and actor is not None and self.resolver.is_author(actor):
                return True
            if name == "nommé" and actor is not None and subject.kind != "pronoun":
                return True
            if name == "acteur" and (actor is not None or self._is_person(subject)):
                return True
            words = self.book.grammar.classes.get(name, frozenset((name,)))
            first = fold_word(actor.entity.split()[0]) if actor is not None and actor.entity else ""
            if head in words or first in words:
                return True
        return False

    def _has_date(self, end: int) -> bool:
        """A date or a period in figures or words comes after the trigger."""
        view = self.view
        for index in range(end, min(self.sentence.end, end + 14)):
            if special_end(view, index, self.sentence.end, "date") > index:
                return True
            if view.tags[index] & g.DURATION or view.words[index] in ("avant", "sous"):
                return True
        return False

    def _conditional(self) -> bool:
        """A condition stands in the sentence: what is told in the present is then a rule."""
        return any(clause.kind == "cond" and clause.verbs for clause in self.sentence.clauses)

    def _is_person(self, subject: Subject) -> bool:
        return self.view.words[subject.start] in ("vous", "je", "j'", "nous", "chacun", "nul")

    def head_word(self, subject: Subject) -> str:
        """The noun that heads a subject: its first word after determiners and adjectives."""
        index = subject.start
        while index < subject.end - 1 and self.view.tags[index] & (
            g.DET | g.PREADJ | g.NUMBER | g.ADV
        ):
            index += 1
        return self.view.words[index]

    # ------------------------------------------------------------------------------ the span

    def _gap(self, variant: Variant, first: int, end: int) -> tuple[int, int] | None:
        """The tokens the gap took: between the literal words on its two sides."""
        step = next(i for i, element in enumerate(variant) if element.gap)
        left = match_right(self.view, variant[:step], 0, first, end, self._accept)
        if left < 0:
            return None
        for start in range(left + 1, end):
            if match_right(self.view, variant, step + 1, start, end, self._accept) == end:
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
            if frame.rule.present and verb is not None and verb.shares is not None:
                earlier = by_verb.get(verb.shares.index)
                if earlier is not None and earlier.rule.present:
                    by_verb[verb.index] = earlier
                    continue
            yield frame


def _any(index: int, element: Element) -> bool:
    return True
