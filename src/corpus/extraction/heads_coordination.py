"""What conjunctions and commas bring to a name: complements of the same make.

`ministère des solidarités et de la cohésion sociale` is one name; `services de soutien à la
parentalité et d'accueil du jeune enfant` are two, because the second is a complete one.
"""

from __future__ import annotations

from corpus.extraction.heads_grammar import NameGrammar
from corpus.extraction.heads_growth import LONGEST_NAME, Growth, preposition_at
from corpus.extraction.heads_phrases import ARTICLES, CONJUNCTIONS, DE, Phrase, Phrases
from corpus.extraction.lexicon import Name
from corpus.extraction.mentions_view import View

# What brings in two things at once.
_PAIRING = frozenset(("contre", "entre"))


class Coordination:
    """Joins complements to names by the grammar of a rule set."""

    def __init__(self, grammar: NameGrammar, phrases: Phrases) -> None:
        self.grammar, self.phrases = grammar, phrases

    def join(self, view: View, name: Name, growth: Growth) -> bool:
        """Grow past a conjunction or an enumeration at the right edge; False when none is the
        name's."""
        word = view.words[growth.index]
        if word in CONJUNCTIONS and "apposition" in growth.kinds:
            end = self.phrases.apposed_end(view, growth.index + 1)
            return end > growth.index + 1 and growth.reach(end, "apposition")
        if word in CONJUNCTIONS and "lieu" in growth.kinds and self._other_place(view, growth):
            return True
        if not growth.prepositions:
            return False
        if word in CONJUNCTIONS:
            return self._conjoined(view, name, growth, growth.index + 1)
        # `composé du responsable du lieu, des élus et d'un parent`: the list is not the name's
        return word == "," and name.label != "PRACTITIONER" and self._enumerated(view, name, growth)

    def _other_place(self, view: View, growth: Growth) -> bool:
        """`préfets de Mayotte et de la région Guyane`, `municipalités de Chartres et de Luisant`:
        the second place of a name that has taken one."""
        index = growth.index + 1
        if index + 1 >= view.count or view.is_break(index) or view.words[index] not in DE:
            return False
        index += 1
        if view.words[index] in ARTICLES and not view.is_capital(index):
            index += 1
        if index < view.count and view.words[index] == "region":
            index += 1
        if index >= view.count or view.nested(index) is not None:
            return False
        return growth.reach(self.phrases.place_end(view, index), "lieu")

    def _conjoined(self, view: View, name: Name, growth: Growth, index: int) -> bool:
        """`… et de la cohésion sociale`: another complement with the same preposition."""
        if index >= view.count or view.is_break(index):
            return False
        phrase = self._member(view, name, growth, index)
        if phrase is None and preposition_at(view, index) not in growth.prepositions:
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
        # `la lutte contre la précarité et l'exclusion`, `l'entraide entre les pupilles et anciens`
        paired = not growth.prepositions.isdisjoint(_PAIRING)
        with_article = view.words[index] in ARTICLES
        if not paired and not self._may_join(view, name, growth, index):
            return None
        phrase = self.phrases.noun_phrase(view, name, index)
        if phrase is None or self._is_other_name(name, phrase):
            return None
        if paired and self._is_other_head(view, name, phrase.start):
            return None
        if not with_article and not paired and not self._closes_pair(view, phrase):
            return None
        return phrase

    @staticmethod
    def _may_join(view: View, name: Name, growth: Growth, index: int) -> bool:
        """True where the name takes another noun: with its article, or bare after « et »."""
        if view.words[index] in ARTICLES:
            return "et-article" in name.follow and "de" not in growth.prepositions
        return "et-nom" in name.follow and view.words[index - 1] == "et"

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
        limit = min(view.count, index + LONGEST_NAME)
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
            preposition = preposition_at(view, phrase.end)
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
        preposition = preposition_at(view, index)
        if preposition is None or preposition not in growth.prepositions:
            return None
        phrase = self.phrases.noun_phrase(view, name, index + 1)
        if phrase is None or self._is_other_name(name, phrase):
            return None
        if self._is_of_another_kind(name, growth, phrase):
            return None
        # all that has an article, after a complement that has none, is another name
        # (`organismes de santé et des acteurs`)
        articled = view.words[index] not in ("de", "d'") or phrase.start > index + 1
        if articled and growth.bare and preposition == "de" and "liste" not in name.follow:
            return None
        if name.label == "COMPETENCY":
            # `connaissance de X et de capacités`
            start = phrase.start
            while start + 1 < phrase.end and view.stems[start] in self.grammar.prenominal:
                start += 1  # `et de solides connaissances`
            other = preposition == "de" and view.heads(start, name.label, patterns=True)
            return None if other else phrase
        # `et du premier président …`: with an article, another head is another name
        if articled and self._keeps_apart(name) and self._is_other_head(view, name, phrase.start):
            return None
        return phrase

    @staticmethod
    def _is_of_another_kind(name: Name, growth: Growth, phrase: Phrase) -> bool:
        """True for people after what is none (`agence régionale de santé et des agents`), and for a
        body that joins a trade's complement (`acteurs de la parentalité et du Haut Conseil`)."""
        label = phrase.entry.label if phrase.entry is not None else ""
        if label != "PRACTITIONER" and (label != "BODY" or name.label != "PRACTITIONER"):
            return False
        return growth.inner is None or growth.inner.label != label

    @staticmethod
    def _is_other_head(view: View, name: Name, index: int) -> bool:
        """True when a head at `index` makes another name: one of the same label, or the body that
        follows a service (`des crèches et des établissements de santé`)."""
        if view.heads(index, name.label):
            return True
        return name.label == "SERVICE" and view.heads(index, "BODY")

    @staticmethod
    def _is_other_name(name: Name, phrase: Phrase) -> bool:
        """True when the phrase is a complete name of the same label, a mention of its own."""
        if phrase.entry is None or not Coordination._keeps_apart(name):
            return False
        return phrase.entry.label == name.label

    @staticmethod
    def _keeps_apart(name: Name) -> bool:
        """False for names made of others: portfolios of a ministry, contents of a training."""
        return "liste" not in name.follow and name.label != "COMPETENCY"
