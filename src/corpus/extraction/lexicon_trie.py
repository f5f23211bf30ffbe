"""The trie of all names and heads: one dictionary step a word, whatever the number of entries.

Names are compared by their keys: folded stems, with `du`, `des`, `d'` read as `de`, `au`, `aux` as
`à`, and the article after such a word left out. So one entry meets `caisse d'allocations
familiales`, `caisses des Allocations familiales` and their capitals alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from corpus.french.tokens import Anchors, Tokens, tokenize

ARTICLES = frozenset(("la", "le", "l'", "les"))
_KEYS = {"du": "de", "des": "de", "d'": "de", "au": "a", "aux": "a"}
_OPENS_ARTICLE = frozenset(("de", "a", "et", "ou", "pour", "sur", "par", "dans"))
# `professionnel·le·s`, `assistant(e)s`: the marks of inclusive writing are skipped inside a name.
_INCLUSIVE = re.compile(
    r"[·•.(/-](?:e|le|ne|te|trice|rice|ière|ère|euse|ve)(?:s?\)s?|[·•./-]s|s)?(?![^\W\d_])"
)
END = ""
# Letters that scanners confuse; only long words are read through them, short ones mean too much.
_ALIKE = str.maketrans("l1|!0", "iiiio")
_LEGIBLE = 6
_MARKS = frozenset("·•.(/-")


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
        self.keys: set[str] = set()
        self._blurred: dict[int, dict[str, Any]] = {}

    def add(self, keys: Sequence[str], value: Any) -> None:
        """File `value` under `keys`."""
        node = self.root
        for key in keys:
            node = node.setdefault(key, {})
        node.setdefault(END, []).append(value)
        self.keys.update(keys)

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
                child = self._misprinted(node, stem)
                if child is None and _may_be_repaired(tokens, index):
                    child, index = self._repair(tokens, node, index)
                if child is None:
                    break
                key = ""
            node, previous = child, key
            index += 1
            values = node.get(END)
            if values is not None:
                found.append((index, values))
        return found

    def misprints(self, stem: str) -> bool:
        """True when the stem is no word of the trie and looks like one that begins a sequence."""
        return self._misprinted(self.root, stem) is not None

    def _misprinted(self, node: dict[str, Any], stem: str) -> dict[str, Any] | None:
        """The next node for a word that a scanner misread (`farniliale`, `médlation`)."""
        if len(stem) < _LEGIBLE or stem in self.keys:
            return None
        table = self._blurred.get(id(node))
        if table is None:
            table = {blur(key): child for key, child in node.items() if len(key) >= _LEGIBLE}
            self._blurred[id(node)] = table
        child: dict[str, Any] | None = table.get(blur(stem))
        return child

    @staticmethod
    def _repair(
        tokens: Tokens, node: dict[str, Any], index: int
    ) -> tuple[dict[str, Any] | None, int]:
        """The next node past a mark of inclusive writing or a word cut at a line end."""
        after = inclusive_end(tokens.text, tokens.ends[index - 1]) if index else None
        if after is not None:
            while index < len(tokens) and tokens.starts[index] < after:
                index += 1
            if index < len(tokens):
                return node.get(key_of(tokens.stems[index])), index
        elif index + 1 < len(tokens) and _is_cut(tokens, index):
            return node.get(tokens.words[index] + tokens.stems[index + 1]), index + 1
        return None, index


def blur(stem: str) -> str:
    """The stem with the letters that scanners take for one another made one."""
    return stem.translate(_ALIKE).replace("rn", "m").replace("vv", "w")


class Openings:
    """Where the sequences of a trie may begin in a text.

    A sequence that begins with a common word (`de sa compétence`, `au lieu`) is looked for at its
    second word, which is rarer: otherwise every `de` of a text would be tried.
    """

    def __init__(self, trie: Trie, common: frozenset[str]) -> None:
        self._trie = trie
        shared = {key for key in trie.root if key in common and END not in trie.root[key]}
        seconds = {second for key in shared for second in trie.root[key]}
        self._common = frozenset(shared)
        firsts = frozenset(key for key in trie.root if key not in shared)
        self._firsts = Anchors(firsts, lambda stem: stem in firsts or trie.misprints(stem))
        self._seconds = Anchors(seconds)
        # What may stand second, for the words that begin sequences and are none by themselves.
        self._following = {
            key: frozenset(node) | ARTICLES | _contracted(node)
            for key, node in trie.root.items()
            if END not in node
        }

    def positions(self, tokens: Tokens) -> list[int]:
        """The indexes of the tokens at which a walk of the trie is worth its while, in order."""
        stems = tokens.stems
        found = [i for i in self._firsts.positions(tokens) if self._is_open(tokens, i)]
        for second in self._seconds.positions(tokens):
            first = second - 1
            if first > 0 and stems[first] in ARTICLES:
                first -= 1
            if first >= 0 and _KEYS.get(stems[first], stems[first]) in self._common:
                found.append(first)
        found.extend(self._cut_words(tokens))
        found.sort()
        return found

    def _is_open(self, tokens: Tokens, start: int) -> bool:
        """False when the word after token `start` shows that no sequence begins there."""
        stems = tokens.stems
        stem = stems[start]
        following = self._following.get(_KEYS.get(stem, stem))
        if following is None:
            return True
        if start + 1 >= len(stems):
            return False
        return stems[start + 1] in following or _may_be_repaired(tokens, start + 1)

    def _cut_words(self, tokens: Tokens) -> Iterator[int]:
        """The first halves of words that a line end cuts (`média-⏎tion`)."""
        at = tokens.text.find("-\n")
        while at >= 0:
            _, after = tokens.within(0, at)
            if 0 < after < len(tokens):
                joined = tokens.words[after - 1] + tokens.stems[after]
                if joined in self._trie.root:
                    yield after - 1
            at = tokens.text.find("-\n", at + 1)


def _contracted(node: dict[str, Any]) -> frozenset[str]:
    """The stems that are read as one of the keys of `node`."""
    return frozenset(stem for stem, key in _KEYS.items() if key in node)


def inclusive_end(text: str, end: int) -> int | None:
    """Where the inclusive mark that follows `end` stops, if one follows (`accueillant·e·s`)."""
    if text[end : end + 1] not in "·•.(/-" or end >= len(text):
        return None
    match = _INCLUSIVE.match(text, end)
    return match.end() if match else None


def _may_be_repaired(tokens: Tokens, index: int) -> bool:
    """True when the character before or after token `index` may be an inclusive mark or a hyphen
    at a line end; a glance that spares the closer look."""
    text, end = tokens.text, tokens.ends[index]
    return (index > 0 and text[tokens.ends[index - 1]] in _MARKS) or text[end : end + 1] == "-"


def _is_cut(tokens: Tokens, index: int) -> bool:
    """True when a hyphen and a line end stand between this token and the next one."""
    gap = tokens.text[tokens.ends[index] : tokens.starts[index + 1]]
    return "-" in gap and "\n" in gap
