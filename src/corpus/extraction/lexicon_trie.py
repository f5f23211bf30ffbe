"""The trie of all names and heads: one dictionary step a word, whatever the number of entries.

Names are compared by their keys: folded stems, with `du`, `des`, `d'` read as `de`, `au`, `aux` as
`à`, and the article after such a word left out. So one entry meets `caisse d'allocations
familiales`, `caisses des Allocations familiales` and their capitals alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from corpus.french.tokens import Tokens, tokenize

ARTICLES = frozenset(("la", "le", "l'", "les"))
_KEYS = {"du": "de", "des": "de", "d'": "de", "au": "a", "aux": "a"}
_OPENS_ARTICLE = frozenset(("de", "a", "et", "ou", "pour", "sur", "par", "dans"))
# `professionnel·le·s`, `assistant(e)s`: the marks of inclusive writing are skipped inside a name.
_INCLUSIVE = re.compile(
    r"[·•.(/-](?:e|le|ne|te|trice|rice|ière|ère|euse|ve)s?\)?(?:[·•.]s)?\)?(?![^\W\d_])s?"
)
END = ""


def key_of(stem: str) -> str:
    """The key under which a token's stem is looked up."""
    return _KEYS.get(stem, stem)


def keys_of(phrase: str) -> tuple[str, ...]:
    """The keys of a whole phrase, articles after a preposition left out."""
    keys: list[str] = []
    for stem in tokenize(phrase).stems:
        if stem in ARTICLES and keys and keys[-1] in _OPENS_ARTICLE:
            continue
        keys.append(key_of(stem))
    return tuple(keys)


class Trie:
    """Sequences of keys, each ending in a list of values."""

    def __init__(self) -> None:
        self.root: dict[str, Any] = {}

    def add(self, keys: Sequence[str], value: Any) -> None:
        """File `value` under `keys`."""
        node = self.root
        for key in keys:
            node = node.setdefault(key, {})
        node.setdefault(END, []).append(value)

    def first_keys(self) -> Iterator[str]:
        """Every key with which a sequence begins."""
        return iter(self.root)

    def walk(self, tokens: Tokens, start: int) -> list[tuple[int, list[Any]]]:
        """Every sequence that begins at token `start`: (index after its last token, values)."""
        stems = tokens.stems
        count = len(stems)
        node: dict[str, Any] = self.root
        found: list[tuple[int, list[Any]]] = []
        index, previous = start, ""
        while index < count:
            stem = stems[index]
            key = _KEYS.get(stem, stem)
            child = node.get(key)
            if child is None:
                if stem in ARTICLES and previous in _OPENS_ARTICLE:
                    index += 1
                    continue
                child, index = self._repair(tokens, node, index, start)
                if child is None:
                    break
                key = ""
            node, previous = child, key
            index += 1
            values = node.get(END)
            if values is not None:
                found.append((index, values))
        return found

    @staticmethod
    def _repair(
        tokens: Tokens, node: dict[str, Any], index: int, start: int
    ) -> tuple[dict[str, Any] | None, int]:
        """The next node past a mark of inclusive writing or a word cut at a line end."""
        if index == start:
            return None, index
        after = inclusive_end(tokens.text, tokens.ends[index - 1])
        if after is not None:
            while index < len(tokens) and tokens.starts[index] < after:
                index += 1
            if index < len(tokens):
                return node.get(key_of(tokens.stems[index])), index
        elif index + 1 < len(tokens) and _is_cut(tokens, index):
            return node.get(tokens.words[index] + tokens.stems[index + 1]), index + 1
        return None, index


def inclusive_end(text: str, end: int) -> int | None:
    """Where the inclusive mark that follows `end` stops, if one follows (`accueillant·e·s`)."""
    if text[end : end + 1] not in "·•.(/-" or end >= len(text):
        return None
    match = _INCLUSIVE.match(text, end)
    return match.end() if match else None


def _is_cut(tokens: Tokens, index: int) -> bool:
    """True when a hyphen and a line end stand between this token and the next one."""
    gap = tokens.text[tokens.ends[index] : tokens.starts[index + 1]]
    return "-" in gap and "\n" in gap
