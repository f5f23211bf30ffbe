"""The small words of French as one table: folded word -> a set of bits, looked up once a token.

The words themselves are data (family `grammaire`); the verb forms come from `french.conjugation`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from corpus.french import conjugation
from corpus.french.fold import fold_word, stem_word
from corpus.french.tokens import Column, Tokens, Vocabulary, tokenize
from corpus.rules import Item, Ruleset

DET: Final = 1 << 0
PREP: Final = 1 << 1
SUBJECT: Final = 1 << 2
CLITIC: Final = 1 << 3
REL: Final = 1 << 4
RELSUBJ: Final = 1 << 5
SUBORD: Final = 1 << 6
COND: Final = 1 << 7
COORD: Final = 1 << 8
NE: Final = 1 << 9
PAS: Final = 1 << 10
ADV: Final = 1 << 11
DEM: Final = 1 << 12
PLURAL_DET: Final = 1 << 13
PREADJ: Final = 1 << 14
NOUNISH: Final = 1 << 15
DURATION: Final = 1 << 16
NEGSUBJ: Final = 1 << 17
FINITE: Final = 1 << 18
PARTICIPLE: Final = 1 << 19
INFINITIVE: Final = 1 << 20
GERUND: Final = 1 << 21
COMMA: Final = 1 << 22
SEMI: Final = 1 << 23
COLON: Final = 1 << 24
OPEN: Final = 1 << 25
CLOSE: Final = 1 << 26
QUOTE: Final = 1 << 27
STOP: Final = 1 << 28
NUMBER: Final = 1 << 29
MONTH: Final = 1 << 30

_CLASSES = {
    "déterminant": DET,
    "déterminant-pluriel": PLURAL_DET,
    "préposition": PREP,
    "pronom-sujet": SUBJECT,
    "clitique": CLITIC,
    "relatif": REL,
    "relatif-sujet": RELSUBJ,
    "subordonnant": SUBORD,
    "subordonnant-condition": COND,
    "coordonnant": COORD,
    "négation": NE,
    "forclusif": PAS,
    "adverbe": ADV,
    "démonstratif": DEM,
    "adjectif-antéposé": PREADJ,
    "formes-nominales": NOUNISH,
    "durée": DURATION,
    "numéral": NUMBER,
    "mois": MONTH,
    "sujet-négatif": NEGSUBJ,
}
_PUNCTUATION = {
    ",": COMMA,
    ";": SEMI,
    ":": COLON,
    "(": OPEN,
    ")": CLOSE,
    "[": OPEN,
    "]": CLOSE,
    "«": QUOTE,
    "»": QUOTE,
    '"': QUOTE,
    "“": QUOTE,
    "”": QUOTE,
    "*": QUOTE,
    "_": QUOTE,
    ".": STOP,
    "!": STOP,
    "?": STOP,
    "…": STOP,
    "–": COMMA,
    "—": COMMA,
    "-": COMMA,
}
_TENSE_BITS = {
    "infinitif": INFINITIVE,
    "participe passé": PARTICIPLE,
    "participe présent": GERUND,
}
SMALL_WORDS: Final = DET | PREP | SUBJECT | CLITIC | REL | SUBORD | COORD | NE | PAS | ADV | DEM


@dataclass(frozen=True, slots=True)
class Grammar:
    """`exact` and `folded` are the tags of words as printed and without accents; `classes` and
    `groups` hold the words and verbs that rules may name."""

    exact: dict[str, int]
    folded: dict[str, int]
    classes: dict[str, frozenset[str]] = field(default_factory=dict)
    groups: dict[str, frozenset[str]] = field(default_factory=dict)
    phrases: dict[str, list[tuple[str, ...]]] = field(default_factory=dict)
    phrase_ends: set[str] = field(default_factory=set)
    endings: list[str] = field(default_factory=list)
    form_sets: dict[tuple[frozenset[str], tuple[str, ...]], frozenset[str]] = field(
        default_factory=dict
    )
    _cache: _TagCache = field(default_factory=lambda: _TagCache())
    _derived: dict[str, frozenset[str]] = field(default_factory=dict)

    def tag(self, printed: str) -> int:
        """The tags of a printed word. Accents count (`charge` is a verb, `chargé` a participle)
        unless the word is in capitals or is not known with its accents."""
        if printed == "A":
            return PREP
        lowered = _plain(printed)
        found = self.exact.get(lowered)
        if found is None or printed.isupper():
            found = self.folded.get(fold_word(printed), 0)
        return found or self._guess(lowered)

    def _guess(self, word: str) -> int:
        """A word of no table: an adverb by its ending, the infinitive of a verb not yet known."""
        if word.endswith(self.adverb_endings) and fold_word(word) not in self.not_adverb:
            return ADV
        if word.startswith("re") and self.exact.get(word[2:], 0) & INFINITIVE:
            return INFINITIVE
        known_ending = len(word) > 4 and word.endswith("er") and not word.endswith("ier")
        return INFINITIVE if known_ending and fold_word(word) not in self.not_infinitive else 0

    @property
    def adverb_endings(self) -> tuple[str, ...]:
        """How adverbs in -ment end (`financement` and `document` do not)."""
        return tuple(self.endings)

    @property
    def not_adverb(self) -> frozenset[str]:
        """Nouns that end like adverbs."""
        return self.classes.get("nom-en-ment", frozenset())

    @property
    def not_infinitive(self) -> frozenset[str]:
        """Nouns and adjectives in -er."""
        return self.classes.get("pas-infinitif", frozenset())

    def stems(self, name: str) -> frozenset[str]:
        """The stems of the words of a class; made once, each document asks for them."""
        known = self._derived.get(name)
        if known is None:
            words = self.classes.get(name, frozenset())
            known = self._derived[name] = frozenset(map(stem_word, words))
        return known

    def finite_forms(self, group: str) -> frozenset[str]:
        """The conjugated forms, folded, of a group's verbs; made once as well."""
        known = self._derived.get("@" + group)
        if known is None:
            known = self._derived["@" + group] = frozenset(
                fold_word(form.form)
                for lemma in self.groups.get(group, frozenset())
                for form in conjugation.conjugate(lemma)
                if not form.tense.startswith("participe")
            )
        return known

    def tags(self, tokens: Tokens) -> list[int]:
        """The tags of every token; each distinct printed word is looked up once a process."""
        return self._cache.tags(tokens, self.tag)


class _TagCache:
    """Tags by vocabulary number, grown as the vocabulary grows."""

    def __init__(self) -> None:
        self._vocabulary: Vocabulary | None = None
        self._tags: list[int] = []
        self._column = Column("object")

    def tags(self, tokens: Tokens, tag: Callable[[str], int]) -> list[int]:
        vocabulary = tokens.vocabulary
        if vocabulary is not self._vocabulary:
            self._vocabulary, self._tags = vocabulary, []
            self._column = Column("object")
        for number in range(len(self._tags), len(vocabulary.pieces)):
            piece = vocabulary.pieces[number]
            self._tags.append(tag(piece[: vocabulary.lengths[number]]))
        tags: list[int] = self._column.of(self._tags).take(tokens.numbers()).tolist()
        return tags


def build_grammar(ruleset: Ruleset) -> Grammar:
    """The table of a rule set's `grammaire` files and of every conjugated form."""
    grammar = Grammar({}, {})
    _mark_verbs(grammar)
    for _, item in ruleset.family("grammaire"):
        if item.data.get("verbes"):
            grammar.groups[item.id] = _group(item, grammar) | grammar.groups.get(
                item.id, frozenset()
            )
        words = frozenset(fold_word(word) for word in item.texts("mots"))
        grammar.classes[item.id] = words | grammar.classes.get(item.id, frozenset())
        if item.id == "locution-adverbiale":
            _add_phrases(grammar, item.texts("mots"))
        if item.id == "terminaison-d-adverbe":
            grammar.endings.extend(item.texts("mots"))
        bit = _CLASSES.get(item.id, 0)
        if bit:
            for word in item.texts("mots"):
                _mark(grammar, word, bit)
    for mark, bit in _PUNCTUATION.items():
        grammar.exact[mark] = grammar.folded[mark] = bit
    return grammar


def _group(item: Item, grammar: Grammar) -> frozenset[str]:
    """The verbs of a group; `*` is every known verb, less those of the groups under `sauf`."""
    verbs = frozenset(" ".join(item.texts("verbes")).replace(",", " ").split())
    verbs = conjugation.lemmas() if "*" in verbs else verbs & conjugation.lemmas()
    for name in item.texts("sauf"):
        verbs -= grammar.groups.get(name, frozenset())
    return verbs


def _add_phrases(grammar: Grammar, texts: tuple[str, ...]) -> None:
    """Adverbs of several words, longest first, by their first word."""
    for text in sorted(texts, key=len, reverse=True):
        words = tuple(tokenize(text).words)
        grammar.phrases.setdefault(words[0], []).append(words)
        grammar.phrase_ends.add(words[-1])


_LIGATURES = str.maketrans({"’": "'", "œ": "oe", "æ": "ae"})


def _plain(word: str) -> str:
    """A word in lower case with its accents, ligatures written out."""
    return word.lower().translate(_LIGATURES)


def _mark(grammar: Grammar, word: str, bit: int) -> None:
    word = _plain(word)
    folded = fold_word(word)
    grammar.exact[word] = grammar.exact.get(word, 0) | bit
    grammar.folded[folded] = grammar.folded.get(folded, 0) | bit


def _mark_verbs(grammar: Grammar) -> None:
    for forms in conjugation.folded_forms().values():
        for form in forms:
            _mark(grammar, form.form, _TENSE_BITS.get(form.tense, FINITE))
