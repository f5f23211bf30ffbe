"""The pieces of names: adjectives, noun phrases, proper names, quotations, infinitives.

Each method looks at one place of a text and says where the piece that begins there ends, or that
none does. None looks back further than one word or ahead further than its piece.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from corpus.extraction.heads_grammar import NameGrammar
from corpus.extraction.lexicon import Name
from corpus.extraction.mentions_view import View

DE = frozenset(("de", "d'", "du", "des"))
A = frozenset(("a", "au", "aux"))
CONTRACTED = frozenset(("du", "des", "au", "aux"))
ARTICLES = frozenset(("la", "le", "l'", "les"))
_ANY_ARTICLE = ARTICLES | frozenset(("des", "un", "une"))
CONJUNCTIONS = frozenset(("et", "ou"))
_INDEFINITE = frozenset(("un", "une", "des"))
_AFTER_PARTICIPLE = frozenset(
    ("a", "au", "aux", "par", "dans", "pour", "sur", "avec", "en", "aupres", "entre")
)
_LINKS = frozenset(("de", "d'", "du", "des", "la", "sur", "en", "et"))
_LEVEL = re.compile(r"(?:\d{1,2}|I{1,3}|IV|VI{0,2})\Z")
_OPENING = {"«": "»", "“": "”", '"': '"'}
_LONGEST_QUOTE = 14
_LONGEST_CLAUSE = 20
# What brings in the circumstances of an infinitive (`travailler en équipe`, `écouter sans juger`).
_CIRCUMSTANCES = DE | A | frozenset(("avec", "en", "sans", "dans", "sur", "pour", "par", "entre"))
_CIRCUMSTANCES |= frozenset(("face", "envers", "devant"))
_COMPARING = frozenset(
    ("superieur", "superieure", "inferieur", "inferieure", "exterieur", "exterieure", "propre")
) | frozenset(("anterieur", "anterieure", "posterieur", "posterieure", "egal", "egale"))
_ADVERBS = frozenset(
    ("longtemps", "vite", "bien", "ensemble", "mieux", "seul", "seule", "autrement")
)
_AT_LEAST = frozenset(("au", "moins", "plus", "environ", "minimum"))
_POSSESSIVES = frozenset(("son", "sa", "ses", "leur", "leurs", "notre", "nos", "votre", "vos"))
# What may stand before an infinitive as part of its clause (`se taire`, `ne pas juger`).
_PRONOUNS = ("se", "s'", "y", "en", "le", "la", "les", "l'", "lui", "leur", "me", "te", "nous")
_COPULAS = frozenset(("est", "sont", "sera", "seront", "serait", "seraient"))
_SUBORDINATING = frozenset(("qui", "que", "qu'", "dont", "ou", "si", "quand", "comment", "ce"))
_BEFORE_INFINITIVE = frozenset(("ne", "n'", "pas", *_PRONOUNS))


class Phrase(NamedTuple):
    """A noun phrase: the index after it, the stem of its last noun, where its first noun stands,
    and the lexicon entry that it is, if it is one."""

    end: int
    noun: str
    start: int
    entry: Name | None = None


class Phrases:
    """Reads the pieces of names with the small words of a rule set."""

    def __init__(self, grammar: NameGrammar) -> None:
        self.grammar = grammar

    # ------------------------------------------------------------ adjectives and set phrases

    def idiom_end(self, view: View, index: int) -> int | None:
        """The index after the set phrase at `index`; `du secteur` is not `de secteur`."""
        if index >= view.count or view.words[index] in CONTRACTED:
            return None
        found = self.grammar.idioms.walk(view.tokens, index)
        return found[-1][0] if found else None

    def adjectives_end(self, view: View, index: int, *, idioms: bool = True) -> int:
        """Past a run of adjectives, coordinated ones too (`nationaux et locaux`)."""
        while index < view.count and not view.is_break(index):
            idiom_end = self.idiom_end(view, index) if idioms else None
            if idiom_end is not None:
                index = idiom_end
            elif self.is_adjective(view, index):
                index += 1
            elif self._joins_adjectives(view, index) or self._negates_adjective(view, index):
                index += 2
            elif view.words[index] == "," and (end := self._listed_adjectives(view, index)):
                index = end
            else:
                break
        return index

    def _listed_adjectives(self, view: View, comma: int) -> int | None:
        """The index after `, sociales et culturelles` in `affaires économiques, sociales et
        culturelles`; None when the comma opens no such list."""
        index = comma
        if not self.is_adjective(view, comma - 1):
            return None
        while index + 1 < view.count and view.words[index] == ",":
            if view.is_break(index) or not self.is_adjective(view, index + 1):
                return None
            index += 2
        if index >= view.count or not self._joins_adjectives(view, index):
            return None
        return index + 2

    def is_adjective(self, view: View, index: int) -> bool:
        """True when the word at `index` can be an adjective of the noun before it."""
        if index >= view.count or view.is_break(index):
            return False
        printed = view.raw(index)
        if printed[0].isupper() and not printed.isupper() and "\n" in view.gap(index):
            return False  # a line of its own begins
        if not self.grammar.is_adjective(printed):
            return self._closes_as_participle(view, index, printed)
        if self._compares(view, index):
            return False
        return not (self.grammar.is_participle(printed) and self._opens_clause(view, index + 1))

    @staticmethod
    def _compares(view: View, index: int) -> bool:
        """True for `supérieur à`, `extérieur au service`: what is compared is no part of a name."""
        following = view.words[index + 1] if index + 1 < view.count else ""
        return following in A and view.stems[index] in _COMPARING

    def _closes_as_participle(self, view: View, index: int, printed: str) -> bool:
        """True for any word in « é » just before a punctuation mark (`l'enfance maltraitée)`), but
        for those that say what is done with the whole (`une formation exigée`)."""
        if not printed.rstrip("s").endswith(("é", "ée")) or len(printed) < 5:
            return False
        if self.grammar.is_never_adjective(view.stems[index]):
            return False
        return index + 1 >= view.count or not view.words[index + 1][0].isalnum()

    def _joins_adjectives(self, view: View, index: int) -> bool:
        return (
            view.words[index] in CONJUNCTIONS
            and self.is_adjective(view, index - 1)
            and self.is_adjective(view, index + 1)
        )

    def _negates_adjective(self, view: View, index: int) -> bool:
        """True for `non lucratif`, `non permanent`, hyphen or not."""
        return view.words[index] == "non" and self.is_adjective(view, index + 1)

    def _opens_clause(self, view: View, index: int) -> bool:
        """True before `à`, `par`, `dans`…: the participle there is a clause (`dédiés à`), unless
        the noun before it asks for « à » itself (`accès sécurisé aux données`)."""
        if index >= view.count or view.words[index] not in _AFTER_PARTICIPLE:
            return False
        return view.words[index] not in A or view.stems[index - 2] not in self.grammar.takes_a

    # ------------------------------------------------------------ quotations and proper names

    @staticmethod
    def quote_end(view: View, index: int) -> int | None:
        """The index after the quotation that opens at `index`, if one does and is short."""
        closing = _OPENING.get(view.words[index]) if index < view.count else None
        if closing is None or (closing == '"' and view.gap(index + 1)):
            return None
        for position in range(index + 1, min(view.count, index + _LONGEST_QUOTE)):
            if view.is_break(position):
                return None
            if view.words[position] == closing:
                return position + 1
        return None

    def place_end(self, view: View, index: int) -> int | None:
        """The index after the place at `index`; in a heading (`CAF DE LA DRÔME`), where capitals do
        not make a word an acronym, too."""
        return self.proper_end(view, index, loud=self._is_heading(view, index))

    def proper_end(self, view: View, index: int, *, loud: bool = False) -> int | None:
        """The index after the proper name that begins at `index` on the same line, if one does;
        `loud` when all is in capitals."""
        if not self._is_proper(view, index, loud) or "\n" in view.gap(index):
            return None
        position = index + 1
        if view.words[index] in ARTICLES:
            if not self._is_proper(view, position, loud):
                return None
            position += 1
        while position < view.count and "\n" not in view.gap(position):
            if self._links(view, position, loud):
                position += 2
            elif self._is_proper(view, position, loud) or self.is_adjective(view, position):
                position += 1
            else:
                break
        return position

    @staticmethod
    def _is_heading(view: View, index: int) -> bool:
        """True in a line of capitals, where they do not make a word an acronym."""
        return index < view.count and any(
            view.is_shouted(at) and len(view.words[at]) > 5
            for at in range(max(0, index - 3), index)
        )

    def _links(self, view: View, position: int, loud: bool) -> bool:
        """True for the small word inside `Seine-et-Marne`, `Val de Marne`, `Les Jours d'Azur`."""
        word = view.words[position]
        if word == "aux" and position + 1 < view.count:
            return self.grammar.is_noun(view.words[position + 1])
        if word not in _LINKS or not self._is_proper(view, position + 1, loud):
            return False
        return word != "et" or view.gap(position) == "-"

    def _is_proper(self, view: View, index: int, loud: bool = False) -> bool:
        return (
            index < view.count
            and view.is_capital(index)
            and view.words[index] not in self.grammar.titles
            and (len(view.words[index]) > 1 or view.words[index] == "l'")
            and (loud or view.words[index] == "l'" or not view.is_shouted(index))
        )

    # ------------------------------------------------------------ noun phrases

    def noun_phrase(
        self, view: View, name: Name, index: int, *, indefinite: bool = False
    ) -> Phrase | None:
        """The noun phrase at `index`, just after a preposition, with its adjectives."""
        if index >= view.count or view.is_break(index):
            return None
        word, previous = view.words[index], view.words[index - 1]
        article = word in ARTICLES and previous not in CONTRACTED
        if article or (indefinite and word in _INDEFINITE):
            index += 1
        if index >= view.count or view.is_break(index):
            return None
        quote = self.quote_end(view, index) if "guillemets" in name.follow else None
        if quote is not None:
            return Phrase(quote, "", index)
        nested = view.nested(index)
        if nested is not None:
            end = self._own_end(view, nested[1], nested[0])
            return Phrase(end, view.stems[nested[0] - 1], index, nested[1])
        return self._plain_phrase(view, name, index)

    @staticmethod
    def may_be(view: View, labels: frozenset[str], index: int) -> bool:
        """False when the complement at `index` is no name of `labels`: a glance that spares most
        heads of every day (`mesure`, `service`) the reading of their complement."""
        if not labels or index >= view.count or view.words[index] not in DE:
            return True
        index += 1
        if index < view.count and view.words[index] in _ANY_ARTICLE:
            index += 1
        nested = view.nested(index) if index < view.count else None
        return nested is not None and nested[1].label in labels

    def _own_end(self, view: View, entry: Name, end: int) -> int:
        """Where the entry that ends at `end` itself reaches (`multi-accueil Les Lutins`)."""
        if "nom-propre" in entry.follow:
            end = self.proper_end(view, end) or end
        if "guillemets" in entry.follow:
            end = self.quote_end(view, end) or end
        return self.adjectives_end(view, end)

    def _plain_phrase(self, view: View, name: Name, index: int) -> Phrase | None:
        start = index
        while index + 1 < view.count and self._precedes_noun(view, index):
            index += 1
        word = view.words[index]
        if not self.grammar.is_noun(word) or word in self.grammar.titles:
            return None
        if view.stems[index] in self.grammar.numbers:
            return None
        noun = view.stems[index]
        proper = self.proper_end(view, index) if view.is_capital(index) else None
        end = proper or index + 1
        while end < view.count and view.gap(end).startswith("-") and not view.is_capital(end):
            end += 1  # `neuro-développement` is one word
        end = self.adjectives_end(view, end)
        if noun == "niveau" and end < view.count and _LEVEL.match(view.raw(end)):
            end += 1
        if "apposition" in name.follow:
            end = self.apposed_end(view, end)
        return Phrase(end, noun, start)

    def _precedes_noun(self, view: View, index: int) -> bool:
        stem = view.stems[index]
        if stem.startswith("tout") and view.gap(index + 1) != "-":
            # `de tout changement` is no complement, `des tout-petits` is
            return False
        return (
            (stem in self.grammar.prenominal or stem[0].isdigit())
            and not view.is_break(index + 1)
            and self.grammar.is_noun(view.words[index + 1])
        )

    def apposed_end(self, view: View, index: int) -> int:
        """Past nouns joined without preposition (`santé jeunes`) and known services (`Clas`)."""
        while index < view.count and not view.is_break(index):
            nested = view.nested(index)
            if nested and nested[1].label == "SERVICE":
                if view.is_capital(index) and "\n" in view.gap(index):
                    break  # each line of a list of services is one
                index = nested[0]
            elif view.stems[index] in self.grammar.appositions:
                index += 1
            else:
                break
        return index

    # ------------------------------------------------------------ infinitives

    def _infinitive_at(self, view: View, index: int) -> int | None:
        """Where the infinitive is that begins at `index` with its pronouns and negation."""
        while index + 1 < view.count and view.words[index] in _BEFORE_INFINITIVE:
            index += 1
        found = index < view.count and self.grammar.is_infinitive(view.words[index])
        return index if found else None

    def clause_end(self, view: View, index: int) -> int | None:
        """The index after the infinitive clause at `index`, its pronouns and negation included: up
        to the next punctuation mark or the next infinitive (`évaluer sans juger et expliquer`)."""
        infinitive = self._infinitive_at(view, index)
        if infinitive is None:
            return None
        index, end = infinitive, infinitive + 1
        limit = min(view.count, index + _LONGEST_CLAUSE)
        related = False
        while end < limit and not view.is_break(end) and view.words[end][0].isalnum():
            related = related or view.words[end] in _SUBORDINATING
            if view.words[end] in _COPULAS and not related:
                break  # `savoir écouter est attendu`
            if view.words[end] in CONJUNCTIONS and end + 2 < view.count:
                after = end + 1 + (view.words[end + 1] in ("de", "d'", "a"))
                if self._infinitive_at(view, after) is not None:
                    break
            end += 1
        return end

    def infinitive_end(self, view: View, name: Name, index: int) -> int | None:
        """The index after an infinitive with its objects and circumstances (`mobiliser des données
        statistiques`, `se remettre en question`, `travailler en équipe et rendre compte`)."""
        infinitive = self._infinitive_at(view, index)
        if infinitive is None:
            return None
        index, end = infinitive, infinitive + 1
        limit = min(view.count, index + _LONGEST_CLAUSE)
        while end < limit and not view.is_break(end):
            after = self._object_end(view, name, end, end == index + 1)
            if after is None:
                break
            end = after
        return end

    def _object_end(self, view: View, name: Name, index: int, first: bool) -> int | None:
        """The index after what completes an infinitive at `index`, if something does; only right
        after it (`first`) is a bare article the sign of an object."""
        word, after = view.words[index], index + 1
        if word in CONJUNCTIONS:
            again = after < view.count and view.words[after] in ("a", "de", "d'")
            return self.infinitive_end(view, name, after + 1 if again else after)
        if word in _ANY_ARTICLE and first:
            return self._object_phrase_end(view, name, index)
        if word in _CIRCUMSTANCES and view.raw(index) != "a" and after < view.count:
            return self.infinitive_end(view, name, after) or self._object_phrase_end(
                view, name, after if view.words[after] in _ANY_ARTICLE else index
            )
        if word in _ADVERBS or (word.endswith("ment") and len(word) > 6):
            return after
        if word.endswith("ant") and after < view.count and view.words[after] in _ANY_ARTICLE:
            return self._object_phrase_end(view, name, after)
        return None

    def _object_phrase_end(self, view: View, name: Name, index: int) -> int | None:
        """The index after the noun phrase that the article or preposition at `index` opens."""
        if index + 1 >= view.count or view.is_break(index + 1):
            return None
        phrase = self._nested_or_plain(view, name, index + 1)
        return phrase.end if phrase else None

    def _nested_or_plain(self, view: View, name: Name, index: int) -> Phrase | None:
        if view.words[index] in _POSSESSIVES:
            index += 1
        return self.noun_phrase(view, name, index) if index < view.count else None

    def duration_end(self, view: View, index: int) -> int | None:
        """The index after `de quarante heures`, `d'au moins trois ans`, if that stands at `index`:
        the length of a training or of an experience is part of its name."""
        if view.words[index] not in DE:
            return None
        index += 1
        while index < view.count and view.words[index] in _AT_LEAST:
            index += 1
        start = index
        while index < view.count and self._counts(view, index, start):
            index += 1
        if index == start or index >= view.count or view.is_break(index):
            return None
        return index + 1 if view.stems[index] in self.grammar.durations else None

    def _counts(self, view: View, index: int, start: int) -> bool:
        """True for a number, or for the small word between two."""
        if view.is_break(index):
            return False
        joins = index > start and view.words[index] in ("et", "ou", "a", "demi")
        return joins or view.words[index][0].isdigit() or view.stems[index] in self.grammar.numbers
