"""Where the words of a query stand in an original text: offsets, never copies. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.store.lexicon import index_token, word_of
from corpus.store.target import Close, Compound, Except, Sequence, Sought, Target

_PIECE = re.compile(r"[^\W_]+")
SNIPPET = 280


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a text that answers the query."""

    start: int
    end: int


def marks(text: str, target: Target | None) -> tuple[Mark, ...]:
    """Every place of `text` that answers `target`, in order, without overlap. Offsets are code
    points into `text`, which is the passage's own words."""
    if target is None:
        return ()
    words = [(match.start(), match.end()) for match in _PIECE.finditer(text)]
    found = sorted(_found(text, words, target))
    kept: list[Mark] = []
    for start, end in found:
        if kept and start < kept[-1].end:
            kept[-1] = Mark(kept[-1].start, max(end, kept[-1].end))
        else:
            kept.append(Mark(start, end))
    return tuple(kept)


Words = list[tuple[int, int]]


def _found(text: str, words: Words, target: Target) -> Iterator[tuple[int, int]]:
    match target:
        case Sequence():
            for variant in target.variants:
                yield from _sequences(text, words, variant)
        case Close():
            for group in target.groups:
                for sequence in group:
                    yield from _found(text, words, sequence)
        case Except():
            yield from _found(text, words, target.wanted)
        case Compound():
            for item in target.items:
                yield from _found(text, words, item)


def _sequences(text: str, words: Words, variant: tuple[Sought, ...]) -> Iterator[tuple[int, int]]:
    accepted = [_Accepted(word) for word in variant]
    pieces = [text[start:end] for start, end in words]
    for first in range(len(words) - len(variant) + 1):
        if all(one.takes(pieces[first + index]) for index, one in enumerate(accepted)):
            yield words[first][0], words[first + len(variant) - 1][1]


class _Accepted:
    """Decides whether one printed word is one of the forms sought."""

    def __init__(self, word: Sought) -> None:
        self._tokens = {form.token for form in word.forms if not form.guarded}
        self._forms = {form.text for form in word.forms if form.guarded}
        guarded = [form for form in word.forms if form.guarded and len(form.text) > 2]
        self._bare = {form.token for form in guarded}
        self._initials = {form.token[0] + form.text[1:] for form in guarded}
        self._prefixes = word.prefixes

    def takes(self, piece: str) -> bool:
        piece = word_of(piece) or piece
        token = index_token(piece)
        if token in self._tokens or piece.lower() in self._forms:
            return True
        if self._prefixes and token.startswith(self._prefixes):
            return True
        # Capitals may have lost the accents that tell a guarded form: ARRETE, Etat.
        if piece.isupper():
            return piece.isascii() and token in self._bare
        return piece[0].isupper() and piece[0].isascii() and piece.lower() in self._initials


def snippet(text: str, found: tuple[Mark, ...], size: int = SNIPPET) -> tuple[int, int]:
    """The part of `text` to show: at most about `size` characters, cut between words, holding as
    many marks as it can."""
    if len(text) <= size:
        return 0, len(text)
    best = _densest(found, size)
    start = max(0, min(best, len(text) - size))
    end = min(len(text), start + size)
    return _word_start(text, start), _word_end(text, end)


def _densest(found: tuple[Mark, ...], size: int) -> int:
    """Where the window with most marks starts, with some words before the first of them."""
    best, position = 0, 0
    for index, mark in enumerate(found):
        inside = sum(other.end <= mark.start + size * 3 // 4 for other in found[index:])
        if inside > best:
            best, position = inside, mark.start
    return position - size // 4 if found else 0


def _word_start(text: str, offset: int) -> int:
    while 0 < offset < len(text) and not text[offset - 1].isspace():
        offset -= 1
    return offset


def _word_end(text: str, offset: int) -> int:
    while offset < len(text) and not text[offset].isspace():
        offset += 1
    return offset
