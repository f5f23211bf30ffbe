"""Folding: the form under which words are compared. It never touches the text itself."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LIGATURES = str.maketrans(
    {"œ": "oe", "æ": "ae", "ﬁ": "fi", "ﬂ": "fl", "ﬀ": "ff", "’": "'", "‘": "'"}
)
_SPACES = re.compile(r"\s+")


@lru_cache(maxsize=200_000)
def fold_word(word: str) -> str:
    """Lower case, without accents, ligatures written out, apostrophes straight."""
    lowered = word.lower().translate(_LIGATURES)
    if lowered.isascii():
        return lowered
    decomposed = unicodedata.normalize("NFD", lowered)
    return "".join(c for c in decomposed if not unicodedata.combining(c))


@lru_cache(maxsize=200_000)
def stem_word(word: str) -> str:
    """The folded word without its plural mark (`réseaux` -> `reseau`, `généraux` -> `general`).

    Applied alike to the lexicon and to the text, so it need only be consistent, not a lemma.
    """
    folded = fold_word(word)
    if len(folded) <= 3 or folded[-1] not in "sx":
        return folded
    if folded.endswith("aux") and not folded.endswith("eaux"):
        return folded[:-3] + "al"
    return folded[:-1]


def fold(text: str) -> str:
    """A whole phrase folded, its runs of blanks and hyphens made one space (a key, not a text)."""
    return _SPACES.sub(" ", fold_word(text).replace("-", " ")).strip()
