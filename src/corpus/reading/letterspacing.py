"""Letter-spaced words (`A R R Ê T E`): which letters stand close enough to be one word."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from corpus.reading.page import Word

_SHORTEST = 4


def letterspaced(words: Sequence[Word]) -> set[Word]:
    """The words of a line that join the one before without a blank.

    A line counts when four capitals or more stand alone and make most of it; a gap well over the
    usual one still parts two words (`A R T I C L E   1`).
    """
    if len(words) < _SHORTEST:
        return set()
    least = max(_SHORTEST, 0.7 * len(words))
    if [len(word.text) for word in words].count(1) < least:
        return set()
    single = [_is_capital(word) for word in words]
    if sum(single) < least:
        return set()
    gaps = [
        word.x0 - before.x1
        for before, word, first, second in zip(words, words[1:], single, single[1:], strict=False)
        if first and second
    ]
    if not gaps:
        return set()
    usual = median(gaps)
    if usual > 1.2 * words[0].size:
        return set()
    return {
        word
        for before, word, first, second in zip(words, words[1:], single, single[1:], strict=False)
        if first and second and word.x0 - before.x1 <= 1.7 * usual + 0.5
    }


def _is_capital(word: Word) -> bool:
    return len(word.text) == 1 and word.text.isalpha() and word.text.isupper()
