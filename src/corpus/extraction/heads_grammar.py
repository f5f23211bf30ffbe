"""The small words by which the end of a name is found, compiled from `rules/motifs`.

French has no closed list of nouns; what can be listed is what is none. A word is taken for a noun
after a preposition unless it is a stop word or an infinitive, and for an adjective after a noun
only when its ending or a list says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from corpus.extraction.lexicon_trie import Trie, keys_of
from corpus.french.fold import fold, fold_word, stem_word
from corpus.rules import Ruleset

# `auteur`, `acteur`: shorter words are no trades.
_LONG_ENOUGH = 5
#: In `avant`, any word that ends like the name of a trade.
TRADE = "{metier}"


class NameGrammar:
    """Answers, for a folded word, what it can be inside a name."""

    def __init__(self, ruleset: Ruleset) -> None:
        lists = {item.id: item.texts("mots") for _, item in ruleset.family("grammaire-noms")}
        self.stops = _folded(lists, "arrets")
        self._endings = tuple(fold_word(ending) for ending in lists.get("finales-adjectif", ()))
        self._relational = tuple(fold_word(e) for e in lists.get("finales-relationnelles", ()))
        self._trades = tuple(fold_word(ending) for ending in lists.get("finales-de-metier", ()))
        self._adjectives = _stems(lists, "adjectifs")
        self._participles = frozenset(
            stem_word(word) for word in lists.get("adjectifs", ()) if word.endswith(("é", "ée"))
        )
        self._open_participles = self._participles | frozenset(
            stem_word(word) for word in lists.get("adjectifs", ()) if word.endswith(("ert", "erte"))
        )
        self._never_adjectives = _stems(lists, "jamais-adjectifs")
        self._er_nouns = _stems(lists, "noms-en-er")
        self._infinitives = _folded(lists, "infinitifs-en-re")
        self.locutional_en = _stems(lists, "locutions-en-en")
        self.locutional = _stems(lists, "locutions-en-a")
        self.takes_a = _stems(lists, "noms-avec-a")
        self.takes_pour = _stems(lists, "noms-avec-pour")
        self.takes_entre = _stems(lists, "noms-avec-entre")
        titles = lists.get("titres-de-competences", ())
        self.skill_titles = tuple(fold(title) for title in titles)
        self.circumstantial = _stems(lists, "adjectifs-de-circonstance")
        self.pointing = _stems(lists, "noms-de-renvoi")
        self.appositions = _stems(lists, "noms-apposes")
        self.prenominal = _stems(lists, "prenominaux")
        self.never_short = _stems(lists, "jamais-seuls")
        self.levels = _stems(lists, "adjectifs-d-echelon")
        self.before_short = _folded(lists, "devant-un-nom-seul")
        self.determiners = _folded(lists, "determinants")
        self.sectors = _stems(lists, "secteurs")
        self.specialised = _stems(lists, "specialites")
        self.words_too = _stems(lists, "sigles-qui-sont-des-mots")
        self.numbers = _stems(lists, "nombres")
        self.durations = _stems(lists, "durees")
        self.titles = _folded(lists, "titres-de-personne")
        self.idioms = Trie()
        self.idiom_openers = frozenset(
            fold_word(idiom.split()[0]) for idiom in lists.get("locutions", ())
        )
        for idiom in lists.get("locutions", ()):
            self.idioms.add(keys_of(idiom), idiom)
        self.is_adjective = lru_cache(maxsize=50_000)(self._is_adjective)
        self.is_noun = lru_cache(maxsize=50_000)(self._is_noun)

    def is_trade(self, word: str) -> bool:
        """True for a word that ends like the name of one who does something (`lecteurs`)."""
        stem = stem_word(word)
        return len(stem) > _LONG_ENOUGH and stem.endswith(self._trades)

    def is_participle(self, printed: str) -> bool:
        """True for a past participle that the lists know as an adjective (`dédié`, `ouvert`)."""
        return stem_word(printed) in self._open_participles

    def is_never_adjective(self, stem: str) -> bool:
        """True for a word that looks like an adjective and the lists say is none."""
        return stem in self._never_adjectives

    def is_relational(self, printed: str) -> bool:
        """True for an adjective that tells kinds apart (`départemental`, `numérique`), not states
        (`formé`, `disponible`)."""
        return self.is_adjective(printed) and stem_word(printed).endswith(self._relational)

    def _is_adjective(self, printed: str) -> bool:
        word, stem = fold_word(printed), stem_word(printed)
        if stem in self._adjectives:
            # `intègre` is a verb; only its accent tells it from `intégré`.
            accented = printed.isupper() or printed.lower().rstrip("s").endswith(("é", "ée"))
            return accented or stem not in self._participles
        if word in self.stops or stem in self._never_adjectives or len(word) < 4:
            return False
        return stem.endswith(self._endings) or word.endswith("eux")

    def _is_noun(self, word: str) -> bool:
        if len(word) < 2 or word in self.stops or not word[0].isalpha() or word[-1] == "'":
            return False
        return not self.is_infinitive(word)

    def is_infinitive(self, word: str) -> bool:
        """True for a word that reads as an infinitive and is no noun that the lists know."""
        if word in self._infinitives:
            return True
        return word.endswith(("er", "ir")) and len(word) > 3 and word not in self._er_nouns


def _folded(lists: Mapping[str, tuple[str, ...]], name: str) -> frozenset[str]:
    return frozenset(fold_word(word) for word in lists.get(name, ()))


def _stems(lists: Mapping[str, tuple[str, ...]], name: str) -> frozenset[str]:
    return frozenset(stem_word(word) for word in lists.get(name, ()))
