"""One text as the finders of mentions look at it: tokens, gaps, capitals, names inside names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.extraction.lexicon import Form, Name
from corpus.extraction.lexicon_trie import ARTICLES, Trie, key_of
from corpus.french.tokens import Tokens

_NUMBER = re.compile(r"\s{1,3}n[°ºo]s?\s{0,3}\d")
_RUN = re.compile(r"[\w/.-]*(?:-\n\w[\w/.-]*)?")
_RUN_LEFT = re.compile(r"[\w/.-]*(?:-\n[\w/.-]*)?$")
_CAPITALS = re.compile(r"(?<![^\W_])[A-ZÀ-Ý]{3,8}(?![^\W_])")
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")


class View:
    """Token-wise access to a text. Indexes are token indexes unless said otherwise."""

    __slots__ = (
        "_nested",
        "_vocabulary",
        "count",
        "ends",
        "genre",
        "starts",
        "stems",
        "text",
        "tokens",
        "trie",
        "words",
        "words_too",
    )

    def __init__(
        self, tokens: Tokens, trie: Trie, genre: str, words_too: frozenset[str] = frozenset()
    ) -> None:
        self.tokens, self.trie, self.genre, self.words_too = tokens, trie, genre, words_too
        self.text = tokens.text
        self.words, self.stems = tokens.words, tokens.stems
        self.starts, self.ends = tokens.starts, tokens.ends
        self.count = len(tokens)
        self._vocabulary: frozenset[str] = frozenset()
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

    def heads(self, index: int, label: str, *, patterns: bool = False) -> bool:
        """True when a name or head of `label` (a head that needs a complement, where `patterns`)
        begins at `index`."""
        return any(
            form.name.label == label and (form.name.is_pattern or not patterns)
            for end, forms in self.trie.walk(self.tokens, index)
            for form in forms
            if self.accepts(form, index, end)
        )

    def holds(self, stems: frozenset[str]) -> bool:
        """True when one of `stems` stands anywhere in the text."""
        if not self._vocabulary:
            self._vocabulary = frozenset(self.stems)
        return not self._vocabulary.isdisjoint(stems)

    def _find_nested(self, index: int) -> tuple[int, Name] | None:
        walked = self.trie.walk(self.tokens, index)
        walked.reverse()
        for end, forms in walked:
            for form in forms:
                name: Name = form.name
                # `associations`, `mon ministère`: heads that stand bare have a complement inside
                # another name
                bare = name.only_plural or (bool(name.needs) and bool(name.context.before))
                known = not name.is_pattern and name.label != "AUCUNE" and not bare
                if known and self.accepts(form, index, end):
                    return end, name
        return None

    def accepts(self, form: Form, index: int, end: int) -> bool:
        """True when the case of tokens `index:end` suits the form.

        An acronym is all capitals, or as the lexicon writes it (`Caf`), or capitalised when it is
        no word of the language (`Dgcs`); in the number of a circular it names nobody.
        """
        if form.words and tuple(self.words[index:end]) != form.words:
            return False
        if not form.accented and not form.acronym and self._ends_in_e_acute(index):
            return False
        if form.name.only_singular and self.words[index] != self.stems[index]:
            return False
        if form.name.only_plural and self.words[index] == self.stems[index]:
            return False
        if not form.acronym:
            return not form.name.capital or self.is_capital(index)
        if form.free:
            return not self.in_number(index)
        raw = self.text[self.starts[index] : self.ends[end - 1]]
        if raw != form.spelling and not raw.isupper():
            if not raw[0].isupper() or len(raw) < 3 or self.stems[index] in self.words_too:
                return False
        elif raw.isupper() and self.stems[index] in self.words_too and self._in_shouting(index):
            return False
        return not self.in_number(index)

    def _ends_in_e_acute(self, index: int) -> bool:
        last = self.text[self.ends[index] - 1]
        return last == "é" or (last == "s" and self.text[self.ends[index] - 2] == "é")

    def _in_shouting(self, index: int) -> bool:
        """True when the words beside `index` are in capitals too: a heading, not an acronym."""
        beside = [i for i in (index - 1, index + 1) if 0 <= i < self.count]
        return any(len(self.words[i]) > 2 and self.is_shouted(i) for i in beside)

    def acronyms(self) -> set[str]:
        """The distinct words of two letters or more that stand in capitals among others."""
        words = set(_CAPITALS.findall(self.text))
        return words if len(words) < 2000 else set()

    def in_number(self, index: int) -> bool:
        """True inside `DGCS/SD2C/DPJJ/2012/63`: slashes on a side, digits in the run."""
        return self.is_in_number(self.starts[index], self.ends[index])

    def is_in_number(self, start: int, end: int) -> bool:
        """The same for the characters `start:end`."""
        beside = (self.text[start - 1 : start], self.text[end : end + 1])
        if "/" not in beside and "-" not in beside:
            return False
        left = _RUN_LEFT.search(self.text, max(0, start - 60), start)
        right = _RUN.match(self.text, end)
        run = (left.group() if left else "") + (right.group() if right else "")
        digits = any(c.isdigit() for c in run)
        if digits and run.count("/") > ("/" in beside):
            return True
        if "/" not in beside:
            return False
        return _NUMBER.match(self.text, right.end() if right else end) is not None

    def is_determined(self, index: int, determiners: frozenset[str]) -> bool:
        """True when a determiner that is no plain article touches `index`, as far as articles go
        (`tous les professionnels`)."""
        position = index - 1
        while position >= 0 and self.words[position] in ARTICLES:
            position -= 1
        return position >= 0 and self.words[position] in determiners

    def keys_before(self, index: int, drop: frozenset[str], most: int = 6) -> list[str]:
        """Up to `most` keys before `index`, nearest last; articles never count, and the words of
        `drop` (determiners) not when they touch `index`; none stands before a blank line."""
        keys: list[str] = []
        position = index - 1
        touching = True
        while position >= 0 and len(keys) < most and not self.is_break(position + 1):
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
