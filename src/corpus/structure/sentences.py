"""Sentences of a passage, as spans; a citation, an initial or an abbreviation never cuts one."""

from __future__ import annotations

import re
from functools import lru_cache

from corpus.french.fold import fold_word
from corpus.model import Span
from corpus.structure.vocabulary import load

# A stop, what closes after it, blanks, and a look at what follows. Linear: a run of stops is
# entered at its first one only, and never given back. The look behind comes second, so that the
# search can leap from stop to stop.
_STOP = re.compile(
    r"[.!?…](?<![.!?…][.!?…])[.!?…]*+[»”\"’')\]*_]{0,4}(?:\s[»”])?\s++(?=(.))", re.DOTALL
)
_WORD = re.compile(r"[^\W_]+\Z")
_OPENERS = frozenset("«“\"([-–—•*_'’‘#")


@lru_cache(maxsize=1)
def _abbreviations() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    data = load("sentences")
    keys = ("abreviations", "faibles", "devant_lettre")
    strong, weak, naming = (frozenset(data[key]) for key in keys)
    return strong, weak, naming


def split_sentences(text: str, start: int, end: int, words: int | None = None) -> list[Span]:
    """The sentences of the passage `text[start:end]`, blanks around them left out.

    No cut before `words` (the number of a heading, `1. Titre`, is not a sentence).
    """
    spans: list[Span] = []
    begin = start
    floor = start if words is None else words
    for match in _STOP.finditer(text, start, end):
        if match.start() < floor or match.end() >= end:
            continue
        if _cuts(text, match, begin):
            stop = match.start(1)
            right = stop
            while text[right - 1].isspace():
                right -= 1
            spans.append(Span(begin, right))
            begin = stop
    if begin < end:
        spans.append(Span(begin, end))
    return spans


def _cuts(text: str, match: re.Match[str], begin: int) -> bool:
    following = match[1]
    if following.islower():
        return False
    if not (following.isupper() or following.isdigit() or following in _OPENERS):
        return following not in ",;:)»”"
    dot = match.start()
    if text[dot] != "." or text[dot + 1 : dot + 2] == ".":
        return True
    left = max(begin, dot - 16)
    word = _WORD.search(text, left, dot)
    if word is None:
        return True
    return not _is_abbreviation(text, word.group(), word.start(), following)


def _is_abbreviation(text: str, word: str, at: int, following: str) -> bool:
    if word.isdigit():
        return False
    strong, weak, naming = _abbreviations()
    if len(word) == 1 and word.isupper():
        # « 191 M. » and « plan B. » end; « É. Vautrelle », « L. 214-1 », « J.-P. » do not.
        before = _WORD.search(text, max(0, at - 16), at - 1)
        if before is None:
            return True
        return not (before.group().isdigit() or fold_word(before.group()) in naming)
    folded = fold_word(word)
    if folded in weak:
        return not following.isupper()
    return folded in strong
