"""What a rule asks beyond its trigger: no exception (`sauf`), and every line of `exige` met."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from corpus.extraction import statements_grammar as g
from corpus.extraction.statements_actors import Actor
from corpus.extraction.statements_bearers import BearerResolver
from corpus.extraction.statements_match import match_right, skip_right, special_end
from corpus.extraction.statements_patterns import Element
from corpus.extraction.statements_rules import Requirement, Rule
from corpus.extraction.statements_sentence import Sentence, Verb, View
from corpus.extraction.statements_subjects import Subject, SubjectFinder
from corpus.french.fold import fold_word

_BEFORE_INFINITIVE = (
    g.INFINITIVE | g.CLITIC | g.NE | g.PAS | g.PREP | g.COMMA | g.QUOTE | g.COLON | g.ADV | g.COORD
)


# Bearers told by who they are, not by a word.
_KINDS = frozenset(("acteur", "nommé", "nom", "auteur", "défini", "praticien"))
_LEADING = frozenset(("avant", "chaque", "tous", "toutes", "pendant", "durant", "dans"))


@dataclass(slots=True)
class Setting:
    """What is known of the place a sentence stands in: genre, whether the indicative is a norm
    there, whether it is a question, who may speak, whether the words before a list have named its
    subject (`headed`), and whether somebody heard tells there the rules of a house (`ruled`)."""

    genre: str = "other"
    operative: bool = False
    question: bool = False
    interviewer: bool = False
    charter: bool = False
    professional: bool = False
    host: bool = False
    headed: bool = False
    ruled: bool = False


class Requirements:
    """Checks them in one parsed sentence."""

    def __init__(
        self,
        view: View,
        sentence: Sentence,
        subjects: SubjectFinder,
        setting: Setting,
        resolver: BearerResolver,
    ) -> None:
        self.view, self.sentence, self.subjects = view, sentence, subjects
        self.setting, self.resolver = setting, resolver
        self.classes = view.grammar.classes

    def excepted(self, rule: Rule, first: int, end: int) -> bool:
        """True when an exception of the rule stands in or around its trigger `first:end`."""
        words, starts = self.view.words, rule.exception_words
        if not rule.exceptions:
            return False
        for start in range(max(self.sentence.start, first - 8), end):
            if starts is not None and words[start] not in starts:
                continue
            for variant in rule.exceptions:
                stop = match_right(self.view, variant, 0, start, self.sentence.end, _any)
                if stop > first:
                    return True
        return False

    def met(self, rule: Rule, first: int, end: int, verb: Verb | None) -> bool:
        """True when every requirement is met around the trigger `first:end`."""
        return all(self.meets(one, first, end, verb) for one in rule.requirements)

    def meets(self, one: Requirement, first: int, end: int, verb: Verb | None) -> bool:
        """True when this requirement is met."""
        if one.kind in ("avant", "apres", "phrase", "absent", "debut"):
            return self._worded(one, first, end, verb)
        if one.kind == "hors_charte":
            return not (self.setting.charter and self._seen(one, max(first - 1, 0), end))
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

    def _worded(self, one: Requirement, first: int, end: int, verb: Verb | None) -> bool:
        """True when the words it asks for stand where it wants them, or nowhere (`absent`)."""
        start, stop = self.sentence.start, self.sentence.end
        if one.kind == "avant":
            return self._seen(one, max(start, first - one.window), first)
        if one.kind == "apres":
            return self._seen(one, end, min(stop, end + one.window))
        if one.kind == "debut":
            later = verb is not None and self.sentence.clauses[verb.clause].opener > start
            return not later and self._seen(one, start, start + 1)
        return self._seen(one, start, stop) == (one.kind == "phrase")

    def _seen(self, one: Requirement, start: int, end: int) -> bool:
        """True when one of its patterns begins at a token of `start:end`."""
        view, stop, starts = self.view, self.sentence.end, one.starts
        words = view.words
        for index in range(start, end):
            if starts is not None and words[index] not in starts:
                continue
            for variant in one.value:
                if match_right(view, variant, 0, index, stop, _any) >= 0:
                    return True
        return False

    def _followed(self, what: str, end: int) -> bool:
        """`suivi: infinitif`: an infinitive comes next, clitics, adverbs and `de` aside."""
        tags, stop = self.view.tags, self.sentence.end
        start = skip_right(self.view, end, stop)
        while start < stop and tags[start - 1] & g.COMMA and start > end + 1:
            # `doit, soit directement, soit par voie de convention, organiser`
            further = skip_right(self.view, start - 1, stop)
            if further <= start or not self._infinitive_at(further, stop):
                break
            start = further
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

    def _infinitive_at(self, index: int, stop: int) -> bool:
        tags = self.view.tags
        while index < stop and tags[index] & (g.CLITIC | g.NE | g.PAS):
            index += 1
        return index < stop and bool(tags[index] & g.INFINITIVE)

    def _bearer_is(self, wanted: tuple[str, ...], verb: Verb | None) -> bool:
        """`porteur: acteur` is anybody who can act, `organe` a body by its name; other words are
        classes of head words, or the words themselves."""
        subject = self.subjects.of(verb) if verb is not None else None
        if self.setting.headed and verb is self.sentence.order[0] and "présent" in wanted:
            return True
        if subject is None or not subject.found:
            return "aucun" in wanted
        if subject.kind == "inverted" and "inversé" in wanted:
            return True
        if "présent" in wanted:
            return subject.kind != "inverted"
        actor = self.resolver.actor(subject)
        if any(self._is_of_kind(name, subject, actor) for name in wanted if name in _KINDS):
            return True
        head = self.head_word(subject)
        first = fold_word(actor.entity.split()[0]) if actor is not None and actor.entity else ""
        for name in wanted:
            words = self.classes.get(name) or _itself(name)
            if head in words or first in words or (head[-1] in "sx" and head[:-1] in words):
                return True
        return False

    def _is_of_kind(self, name: str, subject: Subject, actor: Actor | None) -> bool:
        """The kinds of bearers that no class of words tells."""
        if name == "nom":
            return subject.kind != "pronoun"
        if actor is None:
            return name == "acteur" and self._is_person(subject)
        if name == "nommé":
            return subject.kind != "pronoun"
        if name == "auteur":
            return self.resolver.actors.is_author(actor)
        if name == "défini":
            return self._definite(subject)
        if name == "praticien":
            return actor.label == "PRACTITIONER" and self._definite(subject)
        return True

    def _has_date(self, end: int) -> bool:
        """A date or a period in figures or words comes after the trigger, or leads the sentence
        (`Avant toute intervention, …`, `Chaque année, …`)."""
        view = self.view
        first = self.sentence.start
        if view.words[first] in _LEADING and first + 2 < end:
            if view.words[first] == "avant" or any(
                view.tags[i] & g.DURATION for i in range(first + 1, first + 4)
            ):
                return True
        for index in range(end, min(self.sentence.end, end + 14)):
            if special_end(view, index, self.sentence.end, "date") > index:
                return True
            if view.tags[index] & (g.DURATION | g.MONTH) or view.words[index] in ("avant", "sous"):
                return True
        return False

    def _conditional(self) -> bool:
        """A condition that is no memory (`quand j'étais …`) stands in the sentence: what is told in
        the present is then a rule."""
        words = self.view.words
        if any(
            words[i] == "cas" and words[i - 1] == "en"
            for i in range(self.sentence.start + 1, self.sentence.end)
        ):
            return True
        return any(
            clause.kind == "cond"
            and any(form.tense != "imparfait" for verb in clause.verbs for form in verb.forms)
            for clause in self.sentence.clauses
        )

    def _definite(self, subject: Subject) -> bool:
        """`le service`, `chaque caisse`, `il`: one, and a known one."""
        word = self.view.words[subject.start]
        return word in ("le", "la", "l'", "chaque", "tout", "toute", "il", "elle", "celui")

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


@lru_cache(maxsize=1024)
def _itself(name: str) -> frozenset[str]:
    return frozenset((fold_word(name),))


def _any(index: int, element: Element) -> bool:
    return True
