"""Acronyms and the names they stand for."""

from __future__ import annotations

import re
from functools import lru_cache

from corpus.french.fold import fold

# Words that most acronyms pass over.
_LIGHT = frozenset(
    ("a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les")
) | (frozenset(("ou", "par", "pour", "sur", "dans", "avec", "un", "une")))
_LONGEST = 12
_LETTERS = re.compile(r"[^\W\d_]+")


def looks_like_acronym(word: str) -> bool:
    """True for a short word with two capitals or more (`DGCS`, `AEEH`), plural mark allowed."""
    core = word.removesuffix("s") if word[:1].isupper() else word
    return 2 <= len(core) <= _LONGEST and core.isupper() and core.isalpha()


@lru_cache(maxsize=4096)
def initials(name: str) -> str:
    """The initials of the words of `name` that count (`direction de la recherche` -> `dr`)."""
    return "".join(w[0] for w in _LETTERS.findall(fold(name)) if w not in _LIGHT)


def stands_for(acronym: str, name: str) -> bool:
    """True when every letter of the acronym is found in order in the name, the first at its
    beginning and at least half of them at the beginning of a word (`Reaap`, `Dihal`)."""
    letters = [c for c in fold(acronym) if c.isalpha()]
    words = _LETTERS.findall(fold(name))
    if not letters or not words or letters[0] != words[0][0]:
        return False
    return _aligned(letters, words)


def _aligned(letters: list[str], words: list[str]) -> bool:
    """Greedy alignment that prefers initials: each letter opens a later word, or else continues
    the word of the letter before it."""
    word, inside, at_start = 0, 0, 1
    for letter in letters[1:]:
        following = next((i for i in range(word + 1, len(words)) if words[i][0] == letter), None)
        if following is not None:
            word, inside, at_start = following, 0, at_start + 1
            continue
        position = words[word].find(letter, inside + 1)
        if position < 0:
            return False
        inside = position
    return at_start * 2 >= len(letters)
