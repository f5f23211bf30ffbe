"""The right end of a name: which words after a head still belong to it.

A name grows step by step: adjectives, complements (`de la médiation familiale`), what it is in
charge of, a quoted or capitalised proper name, coordinated complements of the same make. It stops
before a determiner, a verb, a relative, a punctuation mark, a blank line, and before another
complete name (`services de soutien à la parentalité et d'accueil du jeune enfant` are two).
Every step moves forward, so the cost is linear in the length of the name.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from corpus.extraction.heads_grammar import NameGrammar
from corpus.extraction.lexicon import Name
from corpus.extraction.mentions_view import View

_DE = frozenset(("de", "d'", "du", "des"))
_A = frozenset(("a", "au", "aux"))
_OTHERS = {"pour": "pour", "contre": "contre", "en": "en", "sur": "sur", "dans": "dans", "aupres": "auprès"}
_CONTRACTED = frozenset(("du", "des", "au", "aux"))
_ARTICLES = frozenset(("la", "le", "l'", "les"))
_CONJUNCTIONS = frozenset(("et", "ou"))
_CHARGE = frozenset(("charge", "chargee", "charges", "chargees"))
_OPENING = {"«": "»", "“": "”", '"': '"'}
_AFTER_PARTICIPLE = frozenset("a au aux par dans pour sur avec en aupres entre".split())
_LONGEST_QUOTE = 14
_LONGEST_NAME = 60


@dataclass(slots=True)
class Growth:
    """How far a name has grown: `index` is the token after it, `kinds` what it took on the way.

    `inner` is the lexicon entry that its first complement is, when that complement ends at
    `inner_end`; `noun` the stem of the last noun, which decides on a complement in « à ».
    """

    index: int
    noun: str
    kinds: set[str] = field(default_factory=set)
    prepositions: set[str] = field(default_factory=set)
    first: str = ""
    inner: Name | None = None
    inner_start: int = 0
    inner_end: int = 0
    complement_start: int = 0


class Extender:
    """Lets names grow to their right by the grammar of a rule set."""

    def __init__(self, grammar: NameGrammar) -> None:
        self.grammar = grammar

    def grow(self, view: View, name: Name, end: int) -> Growth:
        """How far `name`, whose form ends before token `end`, reaches."""
        growth = Growth(end, view.stems[end - 1])
        limit = min(view.count, end + _LONGEST_NAME)
        if name.follow:
            while growth.index < limit and not view.is_break(growth.index):
                if not self._step(view, name, growth):
                    break
        return growth

    def _step(self, view: View, name: Name, growth: Growth) -> bool:
        """One more piece at the right edge; False when nothing there belongs to the name."""
        return (
            self._idiom(view, name, growth)
            or self._adjective(view, name, growth)
            or self._quoted(view, name, growth)
            or self._charge(view, name, growth)
            or self._place(view, name, growth)
            or self._attached(view, name, growth)
            or self._related(view, name, growth)
            or self._complement(view, name, growth)
            or self._apposition(view, name, growth)
            or self._proper(view, name, growth)
            or self._coordination(view, name, growth)
        )

    # ------------------------------------------------------------ one word or a set phrase

    def _idiom(self, view: View, name: Name, growth: Growth) -> bool:
        if "de" not in name.follow and "idiome" not in name.follow:
            return False
        end = self._idiom_end(view, growth.index)
        if end is None:
            return False
        growth.index = end
        growth.kinds.add("idiome")
        return True

    def _adjective(self, view: View, name: Name, growth: Growth) -> bool:
        if "adjectif" not in name.follow or not self._is_adjective(view, growth.index):
            return False
        growth.index = self._adjectives(view, growth.index)
        growth.kinds.add("adjectif")
        return True

    def _adjectives(self, view: View, index: int) -> int:
        """Past a run of adjectives, coordinated ones too (`nationaux et locaux`)."""
        first = index
        while index < view.count and not view.is_break(index):
            idiom_end = self._idiom_end(view, index)
            if idiom_end is not None:
                index = idiom_end
            elif self._is_adjective(view, index):
                index += 1
            elif self._joins_adjectives(view, first, index):
                index += 2
            else:
                break
        return index

    def _idiom_end(self, view: View, index: int) -> int | None:
        """The index after the set phrase at `index`; `du secteur` is not `de secteur`."""
        if view.words[index] in _CONTRACTED:
            return None
        found = self.grammar.idioms.walk(view.tokens, index)
        return found[-1][0] if found else None

    def _joins_adjectives(self, view: View, first: int, index: int) -> bool:
        return (
            index > first
            and view.words[index] in _CONJUNCTIONS
            and self._is_adjective(view, index - 1)
            and self._is_adjective(view, index + 1)
        )

    def _is_adjective(self, view: View, index: int) -> bool:
        if index >= view.count or view.is_break(index):
            return False
        printed = view.raw(index)
        if not self.grammar.is_adjective(printed):
            return False
        return not (self.grammar.is_participle(printed) and self._opens_clause(view, index + 1))

    def _opens_clause(self, view: View, index: int) -> bool:
        """True before `à`, `par`, `dans`…: the participle there is a clause (`dédiés à`), unless
        the noun before it asks for « à » itself (`accès sécurisé aux données`)."""
        if index >= view.count or view.words[index] not in _AFTER_PARTICIPLE:
            return False
        return view.words[index] not in _A or view.stems[index - 2] not in self.grammar.takes_a

    def _quoted(self, view: View, name: Name, growth: Growth) -> bool:
        if "guillemets" not in name.follow:
            return False
        end = self.quote_end(view, growth.index)
        if end is None:
            return False
        growth.index = end
        growth.kinds.add("guillemets")
        return True

    @staticmethod
    def quote_end(view: View, index: int) -> int | None:
        """The index after the quotation that opens at `index`, if one does and is short."""
        closing = _OPENING.get(view.words[index]) if index < view.count else None
        if closing is None:
            return None
        if closing == '"' and index + 1 < view.count and view.gap(index + 1):
            return None
        for position in range(index + 1, min(view.count, index + _LONGEST_QUOTE)):
            if view.is_break(position):
                return None
            if view.words[position] == closing:
                return position + 1
        return None

    def _apposition(self, view: View, name: Name, growth: Growth) -> bool:
        if "apposition" not in name.follow:
            return False
        end = self._apposed(view, growth.index)
        if end == growth.index:
            return False
        nested = view.nested(growth.index)
        if nested and not growth.kinds:
            growth.inner, growth.inner_start, growth.inner_end = nested[1], growth.index, nested[0]
            growth.complement_start = growth.index
        growth.index = end
        growth.kinds.add("apposition")
        return True

    def _apposed(self, view: View, index: int) -> int:
        """Past nouns joined without preposition (`santé jeunes`) and known services (`Clas`)."""
        while index < view.count and not view.is_break(index):
            nested = view.nested(index)
            if nested and nested[1].label == "SERVICE":
                index = nested[0]
            elif view.stems[index] in self.grammar.appositions:
                index += 1
            else:
                break
        return index

    def _proper(self, view: View, name: Name, growth: Growth) -> bool:
        if "nom-propre" not in name.follow or "nom-propre" in growth.kinds:
            return False
        end = self.proper_end(view, growth.index)
        if end is None:
            return False
        growth.index = end
        growth.kinds.add("nom-propre")
        return True

    def proper_end(self, view: View, index: int) -> int | None:
        """The index after the proper name that begins at `index` on the same line, if one does."""
        if not self._is_proper(view, index) or "\n" in view.gap(index):
            return None
        position = index + 1
        if view.words[index] in _ARTICLES:
            if not self._is_proper(view, position):
                return None
            position += 1
        while position < view.count and "\n" not in view.gap(position):
            if self._is_proper(view, position) or self._is_adjective(view, position):
                position += 1
            elif view.words[position] in ("de", "d'", "du", "des", "la", "sur", "en", "et", "aux") and (
                self._is_proper(view, position + 1) and (view.gap(position) == "-" or view.words[position] != "et")
            ):
                position += 2
            else:
                break
        return position

    def _is_proper(self, view: View, index: int) -> bool:
        return (
            index < view.count
            and view.is_capital(index)
            and view.words[index] not in self.grammar.titles
            and (len(view.words[index]) > 1 or view.words[index] == "l'")
            and not view.is_shouted(index)
        )

    # ------------------------------------------------------------ complements

    def _place(self, view: View, name: Name, growth: Growth) -> bool:
        """`Caf de la Gironde`: a capitalised place after « de »."""
        if "lieu" not in name.follow or "lieu" in growth.kinds or view.words[growth.index] not in _DE:
            return False
        index = growth.index + 1
        if index < view.count and view.words[index] in _ARTICLES and not view.is_capital(index):
            index += 1
        if index >= view.count or view.is_break(index) or self._names_something(view, index):
            return False
        end = self.proper_end(view, index)
        if end is None:
            return False
        growth.index = end
        growth.kinds.add("lieu")
        return True

    @staticmethod
    def _names_something(view: View, index: int) -> bool:
        nested = view.nested(index)
        return nested is not None and nested[1].label in ("BODY", "SERVICE")

    def _attached(self, view: View, name: Name, growth: Growth) -> bool:
        """What a practitioner belongs to (`de la PMI`), works in (`du secteur social`) or knows
        (`spécialisés dans la petite enfance`)."""
        word = view.words[growth.index]
        index = growth.index + 1
        if word in _DE:
            phrase = self._noun_phrase(view, name, index)
            if phrase is None:
                return False
            service = phrase[3] is not None and phrase[3].label in ("SERVICE", "BODY")
            sector = view.stems[phrase[2]] in self.grammar.sectors
            if not ("rattachement" in name.follow and service or "secteur" in name.follow and sector):
                return False
        elif "spécialité" in name.follow and view.stems[growth.index] in self.grammar.specialised:
            if index >= view.count or self._preposition(view, index) not in ("dans", "en", "à"):
                return False
            phrase = self._noun_phrase(view, name, index + 1)
            if phrase is None:
                return False
        else:
            return False
        growth.index, growth.noun = phrase[0], phrase[1]
        growth.kinds.add("rattachement")
        growth.prepositions.add("rattachement")
        return True

    def _related(self, view: View, name: Name, growth: Growth) -> bool:
        """`questions relatives à la réutilisation`, inside a name that says so."""
        index = growth.index
        if "relatif" not in name.follow or view.stems[index] not in ("relatif", "relative"):
            return False
        if index + 1 >= view.count or view.words[index + 1] not in _A:
            return False
        phrase = self._noun_phrase(view, name, index + 2)
        if phrase is None:
            return False
        growth.index, growth.noun = phrase[0], phrase[1]
        return True

    def _charge(self, view: View, name: Name, growth: Growth) -> bool:
        """`chargé de la famille`, `en charge de la famille`, after a comma too."""
        if "chargé" not in name.follow:
            return False
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
        if index >= view.count or view.words[index] not in _DE:
            return False
        phrase = self._noun_phrase(view, name, index + 1, indefinite=True)
        if phrase is None:
            return False
        growth.index, growth.noun = phrase[0], phrase[1]
        growth.kinds.add("chargé")
        growth.prepositions.add("de")
        return True

    def _complement(self, view: View, name: Name, growth: Growth) -> bool:
        preposition = self._preposition(view, growth.index)
        if preposition is None or not self._governs(name, growth, preposition):
            return False
        start = growth.index + 1
        bare_only = preposition == "de" and "de" not in name.follow
        if bare_only and not self._is_bare(view, start):
            return False
        if preposition == "auprès":
            if start >= view.count or view.words[start] not in _DE:
                return False
            start += 1
        phrase = self._noun_phrase(view, name, start, indefinite="indéfini" in name.follow)
        if phrase is None:
            return False
        self._record(view, growth, preposition, phrase)
        return True

    def _is_bare(self, view: View, index: int) -> bool:
        """True when a noun without article, possessive or number stands at `index`."""
        return (
            index < view.count
            and view.words[index - 1] in ("de", "d'")
            and view.words[index] not in _ARTICLES
            and view.stems[index] not in self.grammar.numbers
        )

    def _record(
        self, view: View, growth: Growth, preposition: str, phrase: tuple[int, str, int, Name | None]
    ) -> None:
        end, noun, noun_start, nested = phrase
        if not growth.first:
            growth.first = view.stems[noun_start]
            growth.complement_start = growth.index
            if nested is not None:
                growth.inner, growth.inner_start, growth.inner_end = nested, noun_start, end
        if nested is not None and "de" not in growth.kinds:
            growth.kinds.add(f"de {nested.label}")
        growth.index, growth.noun = end, noun
        growth.kinds.add(preposition)
        growth.prepositions.add(preposition)
        if preposition == "de" and self._is_bare(view, growth.complement_start + 1):
            growth.kinds.add("de-nu")

    @staticmethod
    def _preposition(view: View, index: int) -> str | None:
        word = view.words[index]
        if word in _DE:
            return "de"
        if word in _A:
            return None if view.raw(index) == "a" else "à"
        return _OTHERS.get(word)

    def _governs(self, name: Name, growth: Growth, preposition: str) -> bool:
        """True when the name, or the noun at its right edge, takes a complement so introduced."""
        inside = bool(growth.prepositions)
        if preposition == "de":
            return "de" in name.follow or (not inside and "de-nu" in name.follow)
        if preposition == "à" and inside:
            return growth.noun in self.grammar.takes_a
        if preposition == "contre" and growth.noun == "lutte":
            return True
        return preposition in name.follow and not inside

    def _noun_phrase(
        self, view: View, name: Name, index: int, *, indefinite: bool = False
    ) -> tuple[int, str, int, Name | None] | None:
        """A noun phrase at `index`: (index after it, last noun's stem, where its noun begins, the
        lexicon entry it is), or None when none begins there."""
        if index >= view.count or view.is_break(index):
            return None
        words = view.words
        contracted = words[index - 1] in _CONTRACTED
        if words[index] in _ARTICLES and not contracted:
            index += 1
        elif indefinite and words[index] in ("un", "une"):
            index += 1
        if index >= view.count or view.is_break(index):
            return None
        quote = self.quote_end(view, index) if "guillemets" in name.follow else None
        if quote is not None:
            return quote, "", index, None
        nested = view.nested(index)
        if nested is not None:
            end = self._adjectives(view, nested[0])
            return end, view.stems[nested[0] - 1], index, nested[1]
        return self._plain_phrase(view, name, index)

    def _plain_phrase(
        self, view: View, name: Name, index: int
    ) -> tuple[int, str, int, Name | None] | None:
        start = index
        while index + 1 < view.count and self._precedes_noun(view, index):
            index += 1
        if index >= view.count or not self.grammar.is_noun(view.words[index]):
            return None
        if view.words[index] in self.grammar.titles:
            return None
        noun = view.stems[index]
        end = self.proper_end(view, index) if view.is_capital(index) else None
        end = self._adjectives(view, end or index + 1)
        if "apposition" in name.follow:
            end = self._apposed(view, end)
        return end, noun, start, None

    def _precedes_noun(self, view: View, index: int) -> bool:
        stem = view.stems[index]
        return (
            (stem in self.grammar.prenominal or stem[0].isdigit())
            and not view.is_break(index + 1)
            and self.grammar.is_noun(view.words[index + 1])
        )

    # ------------------------------------------------------------ coordination

    def _coordination(self, view: View, name: Name, growth: Growth) -> bool:
        word = view.words[growth.index]
        if word in _CONJUNCTIONS:
            return self._conjoined(view, name, growth, growth.index + 1)
        if word == "," and growth.prepositions:
            return self._enumerated(view, name, growth)
        return False

    def _conjoined(self, view: View, name: Name, growth: Growth, index: int) -> bool:
        """`… et de la cohésion sociale`: another complement with the same preposition."""
        if index >= view.count or view.is_break(index):
            return False
        preposition = self._preposition(view, index)
        if preposition is None or preposition not in growth.prepositions:
            return self._bare_conjoined(view, name, growth, index)
        phrase = self._noun_phrase(view, name, index + 1)
        if phrase is None or self._is_other_name(view, name, phrase):
            return False
        growth.index, growth.noun = phrase[0], phrase[1]
        return True

    def _bare_conjoined(self, view: View, name: Name, growth: Growth, index: int) -> bool:
        """`droits et devoirs des familles`: a bare noun joined to the noun before it; and
        `l'accompagnement et le soutien` where the name says so."""
        if not growth.prepositions or not growth.noun:
            return False
        if view.words[index] in _ARTICLES:
            if "et-article" not in name.follow:
                return False
        elif "et-nom" not in name.follow or view.words[index - 1] != "et":
            return False
        phrase = self._noun_phrase(view, name, index)
        if phrase is None or self._is_other_name(view, name, phrase):
            return False
        if "et-article" not in name.follow and not self._closes_pair(view, phrase):
            return False
        growth.index, growth.noun = phrase[0], phrase[1]
        return True

    def _closes_pair(self, view: View, phrase: tuple[int, str, int, Name | None]) -> bool:
        """True when a bare noun after « et » is one: a complement follows, or it is a domain."""
        end = phrase[0]
        followed = end < view.count and not view.is_break(end) and view.words[end] in _DE
        return followed or phrase[1] in self.grammar.appositions

    def _enumerated(self, view: View, name: Name, growth: Growth) -> bool:
        """`de l'intérieur, de l'outre-mer et des collectivités`: accepted only as a whole, when
        each member has the preposition of the first and a conjunction brings the last."""
        index, noun = growth.index, growth.noun
        limit = index + _LONGEST_NAME
        while index < min(view.count, limit) and view.words[index] == ",":
            phrase = self._member(view, name, growth, index + 1)
            if phrase is None:
                return False
            index, noun = phrase[0], phrase[1]
            index, noun = self._chain(view, name, index, noun)
        if index >= view.count or view.words[index] not in _CONJUNCTIONS or index == growth.index:
            return False
        last = self._member(view, name, growth, index + 1)
        if last is None:
            return False
        growth.index, growth.noun = last[0], last[1]
        return True

    def _chain(self, view: View, name: Name, index: int, noun: str) -> tuple[int, str]:
        """Past the complements of a member of an enumeration (`, de l'accès aux droits et …`)."""
        while index < view.count and not view.is_break(index):
            preposition = self._preposition(view, index)
            governed = preposition == "de" or (preposition == "à" and noun in self.grammar.takes_a)
            phrase = self._noun_phrase(view, name, index + 1) if governed else None
            if phrase is None:
                break
            index, noun = phrase[0], phrase[1]
        return index, noun

    def _member(
        self, view: View, name: Name, growth: Growth, index: int
    ) -> tuple[int, str, int, Name | None] | None:
        if index >= view.count or view.is_break(index):
            return None
        preposition = self._preposition(view, index)
        if preposition is None or preposition not in growth.prepositions:
            return None
        phrase = self._noun_phrase(view, name, index + 1)
        if phrase is None or self._is_other_name(view, name, phrase):
            return None
        return phrase

    @staticmethod
    def _is_other_name(
        view: View, name: Name, phrase: tuple[int, str, int, Name | None]
    ) -> bool:
        """True when the phrase is a complete name of the same label, a mention of its own."""
        nested = phrase[3]
        if nested is None or "liste" in name.follow:
            return False
        return nested.label == name.label != "COMPETENCY"
