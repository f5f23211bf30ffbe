"""The right end of a name: which words after a head still belong to it.

A name grows step by step: adjectives, complements (`de la médiation familiale`), what it is in
charge of, a quoted or capitalised proper name, coordinated complements of the same make. It stops
before a determiner, a verb, a relative, a punctuation mark, a blank line, and before another
complete name (`services de soutien à la parentalité et d'accueil du jeune enfant` are two).
Every step moves forward, so the cost is linear in the length of the name.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from corpus.extraction.heads_grammar import NameGrammar
from corpus.extraction.heads_phrases import ARTICLES, CONJUNCTIONS, DE, A, Phrase, Phrases
from corpus.extraction.lexicon import Name
from corpus.extraction.mentions_view import View

_OTHERS = {
    "pour": "pour",
    "contre": "contre",
    "en": "en",
    "sur": "sur",
    "dans": "dans",
    "aupres": "auprès",
}
_CHARGE = frozenset(("charge", "chargee", "charges", "chargees"))
_RELATED = frozenset(("relatif", "relative"))
# What brings in the content of a training or of a knowledge.
_CONTENT = frozenset(("à", "sur", "relatif"))
_LONGEST_NAME = 60
_OPEN_MARKS = frozenset((",", "«", "“", '"'))
# Stop words with which a complement may begin all the same.
_OPENERS = DE | A | CONJUNCTIONS | frozenset(_OTHERS) | _CHARGE | _RELATED | ARTICLES
_OPENERS |= frozenset(("relatifs", "relatives"))


@dataclass(slots=True)
class Growth:
    """How far a name has grown: `index` is the token after it, `kinds` what it took on the way.

    `inner` is the lexicon entry that its first complement is, when that complement ends at
    `inner_end`; `noun` the stem of the last noun, which decides on a complement in « à »; `sole`
    the place of the first complement's noun when it stands alone.
    """

    index: int
    noun: str
    kinds: set[str] = field(default_factory=set)
    prepositions: set[str] = field(default_factory=set)
    first: str = ""
    inner: Name | None = None
    inner_end: int = 0
    complement_start: int = 0
    sole: int = -1


Step = Callable[[View, Name, Growth], bool]


class Extender:
    """Lets names grow to their right by the grammar of a rule set."""

    def __init__(self, grammar: NameGrammar) -> None:
        self.grammar = grammar
        self.phrases = Phrases(grammar)
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
            (frozenset(), self._coordination),
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
        limit = min(view.count, end + _LONGEST_NAME)
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
        return self._reach(growth, self.phrases.idiom_end(view, growth.index), "idiome")

    def _adjective(self, view: View, name: Name, growth: Growth) -> bool:
        end = self.phrases.adjectives_end(view, growth.index, idioms=False)
        return self._reach(growth, end if end > growth.index else None, "adjectif")

    def _relational(self, view: View, name: Name, growth: Growth) -> bool:
        known = self.grammar.is_relational(view.raw(growth.index))
        return self._reach(growth, growth.index + 1 if known else None, "adjectif")

    def _quoted(self, view: View, name: Name, growth: Growth) -> bool:
        return self._reach(growth, self.phrases.quote_end(view, growth.index), "guillemets")

    def _proper(self, view: View, name: Name, growth: Growth) -> bool:
        if "nom-propre" in growth.kinds:
            return False
        return self._reach(growth, self.phrases.proper_end(view, growth.index), "nom-propre")

    def _apposition(self, view: View, name: Name, growth: Growth) -> bool:
        start = growth.index
        end = self.phrases.apposed_end(view, start)
        if end == start:
            return False
        nested = view.nested(start)
        if nested and not growth.kinds:
            growth.inner, growth.inner_end = nested[1], nested[0]
            growth.complement_start = start
        return self._reach(growth, end, "apposition")

    @staticmethod
    def _reach(growth: Growth, end: int | None, kind: str) -> bool:
        if end is None:
            return False
        growth.index = end
        growth.kinds.add(kind)
        return True

    def _duration(self, view: View, name: Name, growth: Growth) -> bool:
        if growth.kinds or self.phrases.is_adjective(view, growth.index - 1):
            return False  # `une formation initiale de trois jours`: it is no kind of training
        return self._reach(growth, self.phrases.duration_end(view, growth.index), "durée")

    # ------------------------------------------------------------ complements

    def _infinitive(self, view: View, name: Name, growth: Growth) -> bool:
        """`savoir écouter`, `capacité à mobiliser des données`."""
        if growth.kinds:
            return False
        index = growth.index
        if "infinitif" in name.follow:
            end = self.phrases.clause_end(view, index)
            growth.complement_start = index
            return self._reach(growth, end, "infinitif")
        if view.words[index] not in A:
            return False
        end = self.phrases.infinitive_end(view, name, index + 1)
        return self._reach(growth, end, "à-infinitif")

    def _place(self, view: View, name: Name, growth: Growth) -> bool:
        """`Caf de la Gironde`: a capitalised place after « de »."""
        if "lieu" in growth.kinds or view.words[growth.index] not in DE:
            return False
        index = growth.index + 1
        if index < view.count and view.words[index] in ARTICLES:
            # `Caf de La Réunion` keeps its article, `CAF DE LA DRÔME` does not
            index += not view.is_capital(index) or view.is_shouted(index)
        if index >= view.count or view.is_break(index):
            return False
        nested = view.nested(index)
        if nested is not None and nested[1].label in ("BODY", "SERVICE"):
            return False
        return self._reach(growth, self.phrases.place_end(view, index), "lieu")

    def _attached(self, view: View, name: Name, growth: Growth) -> bool:
        """What a practitioner belongs to (`de la PMI`), works in (`du secteur social`) or knows
        (`spécialisés dans la petite enfance`)."""
        phrase = self._attachment(view, name, growth.index)
        if phrase is None:
            return False
        growth.noun = phrase.noun
        growth.prepositions.add("rattachement")
        return self._reach(growth, phrase.end, "rattachement")

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
            introduced = index + 1 < view.count and self._preposition(view, index + 1)
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
        return self._reach(growth, phrase.end, "relatif")

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
        return self._reach(growth, phrase.end, "chargé")

    def _complement(self, view: View, name: Name, growth: Growth) -> bool:
        preposition = self._preposition(view, growth.index)
        if preposition is None or not self._governs(name, growth, preposition):
            return False
        start = growth.index + 1
        if preposition == "en" and start < view.count and view.words[start] == "matiere":
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
        self._record(view, growth, preposition, phrase)
        return True

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
        growth.index, growth.noun = phrase.end, phrase.noun
        growth.kinds.add(preposition)
        growth.prepositions.add(preposition)

    @staticmethod
    def _preposition(view: View, index: int) -> str | None:
        word = view.words[index]
        if word in DE:
            return "de"
        if word in A:
            return None if view.raw(index) == "a" else "à"
        return _OTHERS.get(word)

    def _governs(self, name: Name, growth: Growth, preposition: str) -> bool:
        """True when the name, or the noun at its right edge, takes a complement so introduced."""
        inside = bool(growth.prepositions)
        if preposition == "de":
            within = bool(growth.kinds & _CONTENT)  # `aux troubles du langage`
            return within or "de" in name.follow or "de-nu" in name.follow
        if preposition == "à" and inside:
            return growth.noun in self.grammar.takes_a
        if preposition == "contre" and growth.noun == "lutte":
            return True
        return preposition in name.follow and (not inside or growth.noun == "niveau")

    # ------------------------------------------------------------ coordination

    def _coordination(self, view: View, name: Name, growth: Growth) -> bool:
        word = view.words[growth.index]
        if word in CONJUNCTIONS and "apposition" in growth.kinds:
            end = self.phrases.apposed_end(view, growth.index + 1)
            return end > growth.index + 1 and self._reach(growth, end, "apposition")
        if not growth.prepositions:
            return False
        if word in CONJUNCTIONS:
            return self._conjoined(view, name, growth, growth.index + 1)
        # `composé du responsable du lieu, des élus et d'un parent`: the list is not the name's
        return word == "," and name.label != "PRACTITIONER" and self._enumerated(view, name, growth)

    def _conjoined(self, view: View, name: Name, growth: Growth, index: int) -> bool:
        """`… et de la cohésion sociale`: another complement with the same preposition."""
        if index >= view.count or view.is_break(index):
            return False
        phrase = self._member(view, name, growth, index)
        if phrase is None and self._preposition(view, index) not in growth.prepositions:
            phrase = self._bare_member(view, name, growth, index)
        if phrase is None:
            return False
        growth.index, growth.noun = phrase.end, phrase.noun
        return True

    def _bare_member(self, view: View, name: Name, growth: Growth, index: int) -> Phrase | None:
        """`droits et devoirs des familles`: a bare noun joined to the noun before it; and
        `l'accompagnement et le soutien` where the name says so."""
        if not growth.noun:
            return None
        with_article = view.words[index] in ARTICLES
        if with_article and ("et-article" not in name.follow or "de" in growth.prepositions):
            return None
        if not with_article and ("et-nom" not in name.follow or view.words[index - 1] != "et"):
            return None
        phrase = self.phrases.noun_phrase(view, name, index)
        if phrase is None or self._is_other_name(name, phrase):
            return None
        if not with_article and not self._closes_pair(view, phrase):
            return None
        return phrase

    def _closes_pair(self, view: View, phrase: Phrase) -> bool:
        """True when a bare noun after « et » is one: a complement follows, or it is a domain."""
        followed = (
            phrase.end < view.count
            and not view.is_break(phrase.end)
            and view.words[phrase.end] in DE
        )
        return followed or phrase.noun in self.grammar.appositions

    def _enumerated(self, view: View, name: Name, growth: Growth) -> bool:
        """`de l'intérieur, de l'outre-mer et des collectivités`: accepted only as a whole, when
        each member has the preposition of the first and a conjunction brings the last."""
        index = growth.index
        limit = min(view.count, index + _LONGEST_NAME)
        while index < limit and view.words[index] == ",":
            phrase = self._member(view, name, growth, index + 1)
            if phrase is None:
                return False
            index = self._chain_end(view, name, phrase)
        if index >= limit or view.words[index] not in CONJUNCTIONS:
            return False
        last = self._member(view, name, growth, index + 1)
        if last is None:
            return False
        growth.index, growth.noun = last.end, last.noun
        return True

    def _chain_end(self, view: View, name: Name, phrase: Phrase) -> int:
        """Past the complements of a member of an enumeration (`, de l'accès aux droits et …`)."""
        while phrase.end < view.count and not view.is_break(phrase.end):
            preposition = self._preposition(view, phrase.end)
            governed = preposition == "de" or (
                preposition == "à" and phrase.noun in self.grammar.takes_a
            )
            following = self.phrases.noun_phrase(view, name, phrase.end + 1) if governed else None
            if following is None:
                break
            phrase = following
        return phrase.end

    def _member(self, view: View, name: Name, growth: Growth, index: int) -> Phrase | None:
        """A complement at `index` with a preposition that the name has already taken."""
        if index >= view.count or view.is_break(index):
            return None
        preposition = self._preposition(view, index)
        if preposition is None or preposition not in growth.prepositions:
            return None
        phrase = self.phrases.noun_phrase(view, name, index + 1)
        if phrase is None or self._is_other_name(name, phrase):
            return None
        # `et du premier président …`: with an article, another head is another name.
        articled = view.words[index] not in ("de", "d'") or phrase.start > index + 1
        if articled and self._keeps_apart(name) and view.heads(phrase.start, name.label):
            return None
        return phrase

    @staticmethod
    def _is_other_name(name: Name, phrase: Phrase) -> bool:
        """True when the phrase is a complete name of the same label, a mention of its own."""
        if phrase.entry is None or not Extender._keeps_apart(name):
            return False
        return phrase.entry.label == name.label

    @staticmethod
    def _keeps_apart(name: Name) -> bool:
        """False for names made of others: portfolios of a ministry, contents of a training."""
        return "liste" not in name.follow and name.label != "COMPETENCY"
