"""One text as the finders of mentions look at it: tokens, gaps, capitals, names inside names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.extraction.lexicon import Form, Name
from corpus.extraction.lexicon_trie import ARTICLES, Trie, key_of
from corpus.french.tokens import Tokens

_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")


class View:
    """Token-wise access to a text. Indexes are token indexes unless said otherwise."""

    __slots__ = ("_nested", "count", "ends", "genre", "starts", "stems", "text", "tokens", "trie", "words")

    def __init__(self, tokens: Tokens, trie: Trie, genre: str) -> None:
        self.tokens, self.trie, self.genre = tokens, trie, genre
        self.text = tokens.text
        self.words, self.stems = tokens.words, tokens.stems
        self.starts, self.ends = tokens.starts, tokens.ends
        self.count = len(tokens)
        self._nested: dict[int, tuple[int, Name] | None] = {}

    def gap(self, index: int) -> str:
        """What stands between token `index` and the one before it."""
        return self.text[self.ends[index - 1] : self.starts[index]] if index else ""

    def is_break(self, index: int) -> bool:
        """True when a blank line, or the end of the text, comes before token `index`."""
        if not 0 < index < self.count:
            return True
        start, end = self.ends[index - 1], self.starts[index]
        return end - start > 1 and self.text.count("\n", start, end) > 1

    def has_break(self, start: int, end: int) -> bool:
        """True when a blank line stands inside tokens `start:end`."""
        return _BLANK_LINE.search(self.text, self.starts[start], self.ends[end - 1]) is not None

    def raw(self, index: int) -> str:
        """The token as printed."""
        return self.text[self.starts[index] : self.ends[index]]

    def is_capital(self, index: int) -> bool:
        """True when the token begins with a capital."""
        return index < self.count and self.text[self.starts[index]].isupper()

    def is_shouted(self, index: int) -> bool:
        """True when the token is a word of several letters, all capitals."""
        raw = self.raw(index)
        return len(raw) > 1 and raw.isupper()

    def nested(self, index: int) -> tuple[int, Name] | None:
        """The longest lexicon entry that begins at `index`: (index after it, the entry)."""
        if index not in self._nested:
            self._nested[index] = self._find_nested(index)
        return self._nested[index]

    def _find_nested(self, index: int) -> tuple[int, Name] | None:
        for end, forms in reversed(self.trie.walk(self.tokens, index)):
            for form in forms:
                if not form.name.is_pattern and form.name.label != "AUCUNE" and self.accepts(form, index):
                    return end, form.name
        return None

    def accepts(self, form: Form, index: int) -> bool:
        """True when the case of the word at `index` suits the form: an acronym needs a capital."""
        if form.acronym:
            return form.free or self.is_capital(index)
        return not form.name.capital or self.is_capital(index)

    def keys_before(self, index: int, drop: frozenset[str], most: int = 6) -> list[str]:
        """Up to `most` keys before `index`, nearest last; articles never count, and the words of
        `drop` (determiners) not when they touch `index`."""
        keys: list[str] = []
        position = index - 1
        touching = True
        while position >= 0 and len(keys) < most:
            word = self.words[position]
            if word not in ARTICLES and not (touching and word in drop and word != "des"):
                keys.append(key_of(self.stems[position]))
                touching = False
            position -= 1
        keys.reverse()
        return keys

    def keys_after(self, index: int, most: int = 5) -> list[str]:
        """Up to `most` keys from `index` on, articles left out."""
        end = min(self.count, index + most * 2)
        keys = [key_of(s) for s in self.stems[index:end] if s not in ARTICLES]
        return keys[:most]


def ends_with(keys: Sequence[str], phrase: Sequence[str]) -> bool:
    """True when `phrase` closes `keys`."""
    return len(phrase) <= len(keys) and tuple(keys[len(keys) - len(phrase) :]) == tuple(phrase)


def starts_with(keys: Sequence[str], phrase: Sequence[str]) -> bool:
    """True when `phrase` opens `keys`."""
    return tuple(keys[: len(phrase)]) == tuple(phrase)
