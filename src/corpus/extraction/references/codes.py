"""Names of codes in a text: exact over any blanks, else the nearest name above a floor."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from rapidfuzz import fuzz, process

from corpus.extraction.references.lexicon import Code, Lexicon
from corpus.french.fold import fold, fold_word

#: Below this likeness (0 to 100) a noisy name is left unknown. Between the names of two codes the
#: nearest pair (`code du sport`, `code des ports maritimes`) stands at 77; one wrong letter in a
#: short name at 92.
FLOOR = 88.0

_WORD = re.compile(r"[^\W\d_]+|1(?=['’])")
# Between two words of a name: blanks, an apostrophe, a hyphen at a line's end.
_GAP = re.compile(r"[\s'’‘´`\-‐\u00a0]*\Z")
_AFTER_CODE = re.compile(r"(?:\s+(?:de|du|des|g[ée]n[ée]ral|d|l)\b|\s+[^\W\d_]{4,})", re.IGNORECASE)
_LONGEST = 200
_SHORT = 14
_TERMINAL = ""


class CodeReader:
    """Finds which code is named at a place of a text."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._trie: dict[str, Any] = {}
        for code in lexicon.codes:
            for name in code.names:
                self._plant(name, code)
        self._by_words = {
            " ".join(_WORD.findall(fold(name))): code
            for code in lexicon.codes
            for name in code.names
        }
        self._choices = list(self._by_words)
        self.acronyms = {one: code for code in lexicon.codes for one in code.acronyms}
        short = {one: code for code in lexicon.codes for one in code.abbreviations}
        self.abbreviations = {**short, **self.acronyms}
        ordered = sorted(self.abbreviations, key=len, reverse=True)
        self._short = re.compile(
            rf"(?:{'|'.join(re.escape(one) for one in ordered)})(?![\w-])" if ordered else r"(?!)"
        )
        self._short_before = re.compile(
            rf"(?<![\w.])(?P<name>{'|'.join(re.escape(one) for one in ordered) or '(?!)'})\s*,\s*\Z"
        )
        self._nearest = lru_cache(maxsize=4096)(self._find_nearest)

    def match(self, text: str, position: int) -> tuple[Code, int] | None:
        """The code whose full name starts at `position`, and where the name ends."""
        node: dict[str, Any] = self._trie
        best, deeper = None, False
        for word, start, end, before in _words(text, position):
            if word not in node or not _GAP.match(text, before, start):
                break
            node, deeper = node[word], True
            if _TERMINAL in node:
                best, deeper = (node[_TERMINAL], end), False
        if best and deeper:
            # A short name went on like a longer one, then broke: `… action sociale et des famlles`.
            longer = self.match_noisy(text, position)
            return longer if longer and longer[1] > best[1] and longer[0] is best[0] else best
        return best

    def match_short(self, text: str, position: int) -> tuple[Code, int] | None:
        """The code whose acronym or abbreviation stands at `position` (`CASF`, `C. civ.`)."""
        match = self._short.match(text, position)
        return (self.abbreviations[match.group()], match.end()) if match else None

    def short_before(self, text: str, position: int) -> tuple[Code, int, int] | None:
        """The code whose abbreviation, then a comma, ends at `position`, with its span."""
        match = self._short_before.search(text, max(0, position - 30), position)
        if match is None:
            return None
        return self.abbreviations[match.group("name")], match.start("name"), match.end("name")

    def match_noisy(self, text: str, position: int) -> tuple[Code, int] | None:
        """The code nearest to the misprinted name at `position`, when it is near enough."""
        if not _AFTER_CODE.match(text, position + 4):
            return None
        words: list[str] = []
        ends: list[int] = []
        for word, start, end, before in _words(text, position):
            if not _GAP.match(text, before, start) or len(words) == 14:
                break
            words.append(word)
            ends.append(end)
        found = self._nearest(tuple(words))
        return (found[0], ends[found[1] - 1]) if found else None

    def _plant(self, name: str, code: Code) -> None:
        node = self._trie
        for word in _WORD.findall(fold(name)):
            node = node.setdefault(word, {})
        node.setdefault(_TERMINAL, code)

    def _find_nearest(self, words: tuple[str, ...]) -> tuple[Code, int] | None:
        hits = []
        for count in range(len(words), 1, -1):
            hit = process.extractOne(
                " ".join(words[:count]), self._choices, scorer=fuzz.ratio, score_cutoff=FLOOR
            )
            if hit and (len(hit[0]) >= _SHORT or hit[1] >= FLOOR + 3):
                whole = hit[0].count(" ") + 1 == count
                hits.append((whole, count if whole else 0, hit[1], count, hit[0]))
        # As many words as the name has, above all, lest `code de l'environnement et` win; then the
        # longest, lest the short name inside a misprinted long one do.
        best = max(hits, default=None)
        return (self._by_words[best[4]], best[3]) if best else None


def _words(text: str, position: int) -> Iterator[tuple[str, int, int, int]]:
    """Folded words from `position` with their bounds and the end of the word before. A word split
    by a hyphen at a line's end stays split here (the noisy reader bridges it); `I'` and `1'` are
    what OCR makes of `l'`."""
    before = position
    for match in _WORD.finditer(text, position, position + _LONGEST):
        word = fold_word(match.group())
        if word in ("i", "1") and text[match.end() : match.end() + 1] in ("'", "’"):
            word = "l"
        yield word, match.start(), match.end(), before
        before = match.end()
