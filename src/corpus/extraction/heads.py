"""The right end of a name: which words after a head still belong to it.

A name grows step by step: adjectives, complements (`de la médiation familiale`), what it is in
charge of, a quoted or capitalised proper name, coordinated complements of the same make. It stops
before a determiner, a verb, a relative, a punctuation mark, a blank line, and before another
complete name (`services de soutien à la parentalité et d'accueil du jeune enfant` are two).
Every step moves forward, so the cost is linear in the length of the name.
"""

from __future__ import annotations

from collections.abc import Callable

from corpus.extraction.heads_coordination import Coordination
from corpus.extraction.heads_grammar import NameGrammar
from corpus.extraction.heads_growth import LONGEST_NAME, OTHERS, Growth, preposition_at
from corpus.extraction.heads_phrases import ARTICLES, CONJUNCTIONS, DE, A, Phrase, Phrases
from corpus.extraction.lexicon import Name
from corpus.extraction.mentions_view import View

_CHARGE = frozenset(("charge", "chargee", "charges", "chargees"))
_RELATED = frozenset(("relatif", "relative"))
# What brings in the content of a training or of a knowledge.
_CONTENT = frozenset(("à", "sur", "relatif"))
_OPEN_MARKS = frozenset((",", "«", "“", '"'))
_LONGEST_ACRONYM = 12
_TRADES_AND_SKILLS = frozenset(("PRACTITIONER", "COMPETENCY", "SERVICE"))
# Stop words with which a complement may begin all the same.
_OPENERS = DE | A | CONJUNCTIONS | frozenset(OTHERS) | _CHARGE | _RELATED | ARTICLES
_OPENERS |= frozenset(("relatifs", "relatives"))


Step = Callable[[View, Name, Growth], bool]


class Extender:
    """Lets names grow to their right by the grammar of a rule set."""

    def __init__(self, grammar: NameGrammar) -> None:
        self.grammar = grammar
        self.phrases = Phrases(grammar)
        self.coordination = Coordination(grammar, self.phrases)
        # What may be tried at the right edge, in this order, and the word of `suite:` (or words,
        # any of them) without which it need not be tried.
        self._closing = grammar.stops - _OPENERS - grammar.idiom_openers
        self._chosen: dict[frozenset[str], list[Step]] = {}
        self._steps: tuple[tuple[frozenset[str], Step], ...] = (
            (frozenset(("de", "idiome")), self._idiom),
            (frozenset(("adjectif",)), self._adjective),
            (frozenset(("relationnel",)), self._relational),
            (frozenset(("guillemets",)), self._quoted),
            (frozenset(("chargé",)), self._charge),
            (frozenset(("infinitif", "à-infinitif")), self._infinitive),
            (frozenset(("durée",)), self._duration),
            (frozenset(("lieu",)), self._place),
            (frozenset(("rattachement", "secteur", "spécialité")), self._attached),
            (frozenset(("relatif",)), self._related),
            (frozenset(), self._complement),
            (frozenset(("apposition",)), self._apposition),
            (frozenset(("nom-propre",)), self._proper),
            (frozenset(("sigle",)), self._acronym),
            (frozenset(), self.coordination.join),
        )

    @staticmethod
    def start(view: View, end: int) -> Growth:
        """A name that stands bare: it ends where its form does."""
        return Growth(end, view.stems[end - 1])

    def grow(self, view: View, name: Name, end: int) -> Growth:
        """How far `name`, whose form ends before token `end`, reaches."""
        growth = Growth(end, view.stems[end - 1])
        if not name.follow:
            return growth
        steps = self._chosen.get(name.follow) or self._choose(name.follow)
        limit = min(view.count, end + LONGEST_NAME)
        while growth.index < limit and (name.clausal or not self.is_closed(view, growth.index)):
            for step in steps:
                if step(view, name, growth):
                    break
            else:
                break
        return growth

    def _choose(self, follow: frozenset[str]) -> list[Step]:
        steps = [step for needs, step in self._steps if not needs or needs & follow]
        self._chosen[follow] = steps
        return steps

    def is_closed(self, view: View, index: int) -> bool:
        """True when nothing that begins at `index` can belong to a name: a glance that spares most
        heads, which stand bare, the look at every kind of complement."""
        word = view.words[index]
        if word in self._closing or (not word[0].isalnum() and word not in _OPEN_MARKS):
            return True
        return view.is_break(index)

    # ------------------------------------------------------------ one word or a set phrase

    def _idiom(self, view: View, name: Name, growth: Growth) -> bool:
        return growth.reach(self.phrases.idiom_end(view, growth.index), "idiome")

    def _adjective(self, view: View, name: Name, growth: Growth) -> bool:
        if self._is_circumstantial(view, name, growth) or self._opens_name(view, name, growth):
            return False
        end = self.phrases.adjectives_end(view, growth.index, idioms=False)
        return growth.reach(end if end > growth.index else None, "adjectif")

    @staticmethod
    def _opens_name(view: View, name: Name, growth: Growth) -> bool:
        """True for a capital after a small letter: `association Parentel` is no kind of one."""
        index = growth.index
        if "nom-propre" not in name.follow or growth.kinds or not view.is_capital(index):
            return False
        return not view.is_capital(index - 1) and not view.is_shouted(index)

    def _relational(self, view: View, name: Name, growth: Growth) -> bool:
        """`conseillers numériques`, `médecin conseiller technique`: a kind, or a second trade."""
        index = growth.index
        if self._is_circumstantial(view, name, growth):
            return False
        if self.grammar.is_relational(view.raw(index)):
            return growth.reach(index + 1, "adjectif")
        # `les éducateurs accompagnant les familles` is a clause
        if view.gap(index) != " " or view.is_capital(index) or view.words[index].endswith("ant"):
            return False
        nested = view.nested(index)
        if nested is None or nested[1].label != "PRACTITIONER":
            return False
        return growth.reach(nested[0], "adjectif")

    def _is_circumstantial(self, view: View, name: Name, growth: Growth) -> bool:
        """True for the adjective that tells when, how much or from where (`supervision mensuelle`,
        `intervenant extérieur`): right after a trade or a skill it names no kind of it."""
        if growth.kinds or name.label not in _TRADES_AND_SKILLS:
            return False
        if view.stems[growth.index] not in self.grammar.circumstantial:
            return False
        # `des actions ponctuelles d'information`: what a head needs comes after it
        following = growth.index + 1
        needed = name.is_pattern and following < view.count and view.words[following] in DE
        return not needed

    def _quoted(self, view: View, name: Name, growth: Growth) -> bool:
        return growth.reach(self.phrases.quote_end(view, growth.index), "guillemets")

    def _proper(self, view: View, name: Name, growth: Growth) -> bool:
        if "nom-propre" in growth.kinds:
            return False
        return growth.reach(self.phrases.proper_end(view, growth.index), "nom-propre")

    def _acronym(self, view: View, name: Name, growth: Growth) -> bool:
        """`association RESADOS`: capitals after a head that has none."""
        index = growth.index
        if growth.kinds or not view.is_shouted(index) or view.is_shouted(index - 1):
            return False
        printed = view.raw(index)
        if view.gap(index) != " " or not printed.isalpha() or len(printed) > _LONGEST_ACRONYM:
            return False
        return growth.reach(index + 1, "sigle")

    def _apposition(self, view: View, name: Name, growth: Growth) -> bool:
        start = growth.index
        end = self.phrases.apposed_end(view, start)
        if end == start:
            return False
        nested = view.nested(start)
        if nested and not growth.kinds:
            growth.inner, growth.inner_end = nested[1], nested[0]
            growth.complement_start = start
        return growth.reach(end, "apposition")

    def _duration(self, view: View, name: Name, growth: Growth) -> bool:
        if growth.kinds or self.phrases.is_adjective(view, growth.index - 1):
            return False  # `une formation initiale de trois jours`: it is no kind of training
        return growth.reach(self.phrases.duration_end(view, growth.index), "durée")

    # ------------------------------------------------------------ complements

    def _infinitive(self, view: View, name: Name, growth: Growth) -> bool:
        """`savoir écouter`, `capacité à mobiliser des données`."""
        if growth.kinds:
            return False
        index = growth.index
        if "infinitif" in name.follow:
            end = self.phrases.clause_end(view, index)
            growth.complement_start = index
            return growth.reach(end, "infinitif")
        if view.words[index] not in A:
            return False
        end = self.phrases.infinitive_end(view, name, index + 1)
        return growth.reach(end, "à-infinitif")

    def _place(self, view: View, name: Name, growth: Growth) -> bool:
        """`Caf de la Gironde`: a capitalised place after « de ». After a head, what has an article
        is a domain (`Direction de l'Action Sociale`)."""
        if "lieu" in growth.kinds or view.words[growth.index] not in DE:
            return False
        index = growth.index + 1
        article = index < view.count and view.words[index] in ARTICLES
        if name.needs and not growth.prepositions and "de" in name.follow:
            shouted = index < view.count and view.is_shouted(index)
            if article or shouted or view.words[growth.index] in ("du", "des"):
                return False
        if article:
            # `Caf de La Réunion` keeps its article, `CAF DE LA DRÔME` does not
            index += not view.is_capital(index) or view.is_shouted(index)
        if index >= view.count or view.is_break(index):
            return False
        nested = view.nested(index)
        if nested is not None and nested[1].label in ("BODY", "SERVICE"):
            return False
        return growth.reach(self.phrases.place_end(view, index), "lieu")

    def _attached(self, view: View, name: Name, growth: Growth) -> bool:
        """What a practitioner belongs to (`de la PMI`), works in (`du secteur social`) or knows
        (`spécialisés dans la petite enfance`)."""
        phrase = self._attachment(view, name, growth.index)
        if phrase is None:
            return False
        growth.noun = phrase.noun
        growth.prepositions.add("rattachement")
        return growth.reach(phrase.end, "rattachement")

    def _attachment(self, view: View, name: Name, index: int) -> Phrase | None:
        if view.words[index] in DE:
            phrase = self.phrases.noun_phrase(view, name, index + 1)
            if phrase is None:
                return None
            service = phrase.entry is not None and phrase.entry.label in ("SERVICE", "BODY")
            sector = view.stems[phrase.start] in self.grammar.sectors
            accepted = ("rattachement" in name.follow and service) or (
                "secteur" in name.follow and sector
            )
            return phrase if accepted else None
        if "spécialité" in name.follow and view.stems[index] in self.grammar.specialised:
            introduced = index + 1 < view.count and preposition_at(view, index + 1)
            if introduced in ("dans", "en", "à"):
                return self.phrases.noun_phrase(view, name, index + 2)
        return None

    def _related(self, view: View, name: Name, growth: Growth) -> bool:
        """`questions relatives à la réutilisation`, inside a name that says so."""
        index = growth.index
        if view.stems[index] not in _RELATED:
            return False
        if index + 1 >= view.count or view.words[index + 1] not in A:
            return False
        phrase = self.phrases.noun_phrase(view, name, index + 2)
        if phrase is None:
            return False
        growth.noun = phrase.noun
        return growth.reach(phrase.end, "relatif")

    def _charge(self, view: View, name: Name, growth: Growth) -> bool:
        """`chargé de la famille`, `en charge de la famille`, after a comma too."""
        index = growth.index
        if view.words[index] == "," and "virgule" in name.follow:
            index += 1
        word = view.words[index] if index < view.count else ""
        if word == "en" and index + 1 < view.count and view.words[index + 1] == "charge":
            index += 2
        elif word in _CHARGE:
            index += 1
        else:
            return False
        if index >= view.count or view.words[index] not in DE:
            return False
        phrase = self.phrases.noun_phrase(view, name, index + 1, indefinite=True)
        if phrase is None:
            return False
        growth.noun = phrase.noun
        growth.prepositions.add("de")
        return growth.reach(phrase.end, "chargé")

    def _complement(self, view: View, name: Name, growth: Growth) -> bool:
        preposition = preposition_at(view, growth.index)
        if preposition is None or not self._governs(name, growth, preposition):
            return False
        start = growth.index + 1
        if self._opens_locution(view, preposition, start):
            return False
        bare_only = preposition == "de" and "de" not in name.follow
        bare_only = bare_only and not growth.prepositions and not growth.kinds & _CONTENT
        if bare_only and not self._is_bare(view, start):
            return False
        if preposition == "auprès":
            if start >= view.count or view.words[start] not in DE:
                return False
            start += 1
        indefinite = "indéfini" in name.follow
        phrase = self.phrases.noun_phrase(view, name, start, indefinite=indefinite)
        if phrase is None or self._is_past_body(view, name, growth, phrase):
            return False
        if self._only_points(view, name, growth, phrase):
            return False
        if preposition == "à" and self._is_apart(view, name, phrase):
            return False
        self._record(view, growth, preposition, phrase)
        return True

    def _opens_locution(self, view: View, preposition: str, index: int) -> bool:
        """True where `en matière de`, `au regard de`, `à partir de` begin: no complement."""
        if index < view.count and view.words[index] in ARTICLES:
            index += 1
        if index >= view.count:
            return False
        if preposition == "en":
            return view.stems[index] in self.grammar.locutional_en
        return preposition == "à" and view.stems[index] in self.grammar.locutional

    def _only_points(self, view: View, name: Name, growth: Growth, phrase: Phrase) -> bool:
        """True where a body already complete is only told apart by its place (`agence régionale de
        santé du siège`, `président du conseil départemental du département`)."""
        if name.label != "BODY" or not growth.prepositions:
            return False
        contracted = view.words[phrase.start - 1] == "du"
        return contracted and view.stems[phrase.start] in self.grammar.pointing

    @staticmethod
    def _is_apart(view: View, name: Name, phrase: Phrase) -> bool:
        """True for what follows « à » and has a name of its own: the diploma that a training leads
        to, the town where a service is."""
        if name.label == "COMPETENCY" and phrase.entry is not None:
            return phrase.entry.kind == "qualification"
        return name.label == "SERVICE" and phrase.entry is None and view.is_capital(phrase.start)

    @staticmethod
    def _is_past_body(view: View, name: Name, growth: Growth, phrase: Phrase) -> bool:
        """`informe le président du conseil départemental de tout changement`: a body whose name is
        whole takes no more than a place or another body."""
        inner = growth.inner
        if inner is None or growth.inner_end != growth.index or name.label != "BODY":
            return False
        if growth.prepositions != {"de"}:
            return False
        body = phrase.entry is not None and phrase.entry.label == "BODY"
        return inner.label == "BODY" and not body and not view.is_capital(phrase.start)

    def _is_bare(self, view: View, index: int) -> bool:
        """True when a noun without article, possessive or number stands at `index`."""
        return (
            index < view.count
            and view.words[index - 1] in ("de", "d'")
            and view.words[index] not in ARTICLES
            and view.stems[index] not in self.grammar.numbers
        )

    def _record(self, view: View, growth: Growth, preposition: str, phrase: Phrase) -> None:
        if not growth.first:
            growth.first = view.stems[phrase.start]
            growth.complement_start = growth.index
            if phrase.entry is not None:
                growth.inner, growth.inner_end = phrase.entry, phrase.end
            elif phrase.end == phrase.start + 1:
                growth.sole = phrase.start
        if phrase.entry is not None and "de" not in growth.kinds:
            growth.kinds.add(f"de {phrase.entry.label}")
        if preposition == "de" and self._is_bare(view, growth.complement_start + 1):
            growth.kinds.add("de-nu")
        growth.bare = preposition == "de" and self._is_bare(view, growth.index + 1)
        growth.index, growth.noun = phrase.end, phrase.noun
        growth.kinds.add(preposition)
        growth.prepositions.add(preposition)

    def _governs(self, name: Name, growth: Growth, preposition: str) -> bool:
        """True when the name, or the noun at its right edge, takes a complement so introduced."""
        inside = bool(growth.prepositions)
        if preposition == "de":
            return "de" in name.follow or "de-nu" in name.follow
        if preposition == "à" and inside:
            return growth.noun in self.grammar.takes_a
        if preposition == "contre" and growth.noun == "lutte":
            return True
        if preposition == "entre":
            return growth.noun in self.grammar.takes_entre
        if preposition == "pour" and growth.noun in self.grammar.takes_pour:
            return True
        return preposition in name.follow and (not inside or growth.noun == "niveau")
