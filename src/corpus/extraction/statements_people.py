"""Somebody named by a plain noun: `les conducteurs`, `un opérateur`, `les bailleurs sociaux`.

What no lexicon knows is somebody when its head is in the class of people and bodies, or has the
form of one who acts (`-teur`, `-trice`, `-ien`, `-iste`); machines in `-eur` are a class of data.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from corpus.extraction import statements_grammar as g
from corpus.extraction.lexicon_gender import masculine, singular
from corpus.extraction.statements_sentence import View
from corpus.french.fold import fold_word, stem_word

_OF: Final = frozenset(("de", "du", "des", "d'"))
_STOPS: Final = (
    g.REL
    | g.SUBORD
    | g.COMMA
    | g.SEMI
    | g.COLON
    | g.OPEN
    | g.CLOSE
    | g.COORD
    | g.STOP
    | g.SUBJECT
    | g.NE
    | g.ADV
)
# `mère`, `père`: shorter words have no masculine of their own.
_SHORT: Final = 5
# How many words of a phrase name somebody.
_LONGEST: Final = 8


class People:
    """Tells who is somebody by a noun, and the name to give."""

    def __init__(self, view: View, classes: Mapping[str, frozenset[str]]) -> None:
        self.view = view
        self.known = view.grammar.stems("personne")
        self.endings = tuple(classes.get("finale-de-personne", frozenset()))
        self.things = view.grammar.stems("chose-qui-agit")

    def heads(self, index: int) -> bool:
        """True when the noun at `index` is somebody's."""
        stem = stem_word(self.view.words[index])
        if stem in self.known:
            return True
        if stem in self.things or not stem.endswith(self.endings) or len(stem) < _SHORT:
            return False
        return not self.view.tags[index] & (g.FINITE | g.INFINITIVE | g.PARTICIPLE)

    def name(self, start: int, end: int) -> str:
        """The name of the phrase `start:end`: its head and adjectives in the singular, a feminine
        head in the masculine, complements in `de` as printed; what a participle adds
        (`services conventionnés`) tells which, not who."""
        head = self._head(start)
        changed = fold_word(head) != fold_word(singular(self.view.raw(start).lower()))
        words, index = [head], start + 1
        tags = self.view.tags
        while index < end and len(words) < _LONGEST and self._goes_on(index):
            if self.view.words[index] in _OF:
                words.append(self._complement(index, end))
                break
            if not tags[index] & g.DET:
                adjective = singular(self.view.raw(index).lower())
                words.append(masculine(adjective) if changed else adjective)
            index += 1
        return " ".join(word for word in words if word)

    def _goes_on(self, index: int) -> bool:
        tag = self.view.tags[index]
        if self.view.words[index] in _OF:
            return True
        return not tag & (_STOPS | g.PREP | g.DET | g.FINITE | g.GERUND | g.PARTICIPLE)

    def _complement(self, start: int, end: int) -> str:
        """`de la mission`, `d'enfants`: up to what is no part of a name."""
        index, tags = start + 1, self.view.tags
        while index < min(end, start + _LONGEST):
            governed = tags[index] & g.DET or self.view.words[index] in _OF
            if tags[index] & (g.PARTICIPLE | g.GERUND) or (
                not governed and tags[index] & (_STOPS | g.PREP | g.FINITE)
            ):
                break
            index += 1
        while index > start + 1 and (
            tags[index - 1] & (g.DET | g.PREP) or self.view.words[index - 1] in _OF
        ):
            index -= 1
        return " ".join(self.view.quote(start, index).lower().split()) if index > start + 1 else ""

    def _head(self, index: int) -> str:
        word = singular(self.view.raw(index).lower())
        return masculine(word) if len(word) > _SHORT else word
