"""Where the name of a text ends: the noun phrase after `charte`, without a parser."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.extraction.references.lexicon import Lexicon
from corpus.french.fold import fold_word

# A name has no number of its own: figures end it, and so does any other mark than these.
_TOKEN = re.compile(r"[^\W\d_]+(?:[-‐][^\W\d_]+|-\s*\n\s*[^\W\d_]+)*|['’]|,|\S")
_WINDOW = 180


@dataclass(slots=True)
class _Walk:
    """How far the phrase has been read, and where it was last complete."""

    complete: int | None = None
    expects_noun: bool = True
    coordinated: bool = False
    listed: bool = False
    words: int = 0


class NameReader:
    """Reads a complement (`nationale des lieux d'accueil enfants-parents`) to its right end."""

    def __init__(self, lexicon: Lexicon) -> None:
        words = lexicon.words
        self._prepositions = words["prepositions"]
        self._first_prepositions = self._prepositions | words["prepositions-initiales"]
        self._determiners = words["determinants"]
        self._before = words["adjectifs-devant"]
        self._adjectives = words["adjectifs"]
        self._endings = tuple(words["terminaisons"])
        self._stops = words["arrets"]

    def end_of_name(self, text: str, position: int) -> tuple[int, int] | None:
        """The end of the complement that starts at `position` with a preposition, and how many
        nouns it has; None when there is no complement."""
        walk = _Walk()
        for index, match in enumerate(_TOKEN.finditer(text, position, position + _WINDOW)):
            word = fold_word(match.group())
            if index == 0:
                if word not in self._first_prepositions:
                    return None
                continue
            if "\n\n" in text[position : match.start()] or not self._step(walk, word, match):
                break
        return (walk.complete, walk.words) if walk.complete else None

    def _step(self, walk: _Walk, word: str, match: re.Match[str]) -> bool:
        """Takes one more word; False when the phrase is over."""
        if word in ("'", "’"):
            return True
        if walk.expects_noun:
            return self._noun(walk, word, match)
        if word in self._prepositions:
            walk.expects_noun, walk.coordinated = True, False
            return True
        if word in ("et", ","):
            walk.expects_noun, walk.coordinated = True, True
            walk.listed = word == ","
            return True
        if word in self._stops or not word[0].isalpha():
            return False
        if self._is_adjective(word) or match.group()[0].isupper():
            walk.complete = match.end()
            return True
        return False

    def _noun(self, walk: _Walk, word: str, match: re.Match[str]) -> bool:
        if word in self._determiners:
            return not walk.coordinated
        if walk.coordinated and word in self._prepositions:
            walk.coordinated = walk.listed = False
            return True
        if walk.listed or word in self._stops or not word[0].isalpha():
            return False
        walk.coordinated = False
        if word in self._before:
            return True
        walk.complete, walk.expects_noun = match.end(), False
        walk.words += 1
        return True

    def _is_adjective(self, word: str) -> bool:
        head = word.partition("-")[0]
        return head in self._adjectives or (len(word) > 4 and word.endswith(self._endings))
