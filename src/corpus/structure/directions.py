"""Stage directions: what a transcript notes and nobody says."""

from __future__ import annotations

import re
from functools import lru_cache

from corpus.french.fold import fold_word
from corpus.model import Span
from corpus.structure.vocabulary import load
from corpus.structure.words import folded

_BRACKETS = re.compile(r"[(\[]([^()\[\]\n]{2,120})[)\]]")


def find_directions(text: str, start: int, end: int) -> list[Span]:
    """The stage directions of `text[start:end]`: `(Rires.)`, `[Silence]`, `La séance est levée`."""
    found = [
        Span(*match.span())
        for match in _BRACKETS.finditer(text, start, end)
        if is_direction(match[1])
    ]
    position = start
    while position < end:
        stop = text.find("\n", position, end)
        stop = end if stop < 0 else stop
        line = text[position:stop].strip(" \t*_")
        if line and is_direction_line(line):
            left = text.index(line[0], position)
            found.append(Span(left, left + len(text[left:stop].rstrip())))
        position = stop + 1
    return sorted(set(found))


def is_direction(words: str) -> bool:
    """Do these bracketed words describe what happens (`Applaudissements sur les bancs…`)?"""
    return _bracketed().match(folded(words.strip(" *_."))) is not None


def is_direction_line(words: str) -> bool:
    """Is this line told by the transcript and not by a speaker?"""
    return _lines().match(folded(words.lstrip("([*_ ")[:80])) is not None


@lru_cache(maxsize=1)
def _bracketed() -> re.Pattern[str]:
    return re.compile(
        rf"(?:{_any('didascalies')}|{_any('lignes')})(?!\w)"
        rf"|(?:il|elle|ils|elles|on|m\.|mme|la|le|les|un|une)\s[^.!?]{{0,60}}?\b(?:{_any('gestes')})$"
    )


@lru_cache(maxsize=1)
def _lines() -> re.Pattern[str]:
    return re.compile(rf"(?:{_any('lignes')})")


def _any(key: str) -> str:
    ordered = sorted({fold_word(w) for w in load("hearing")[key]}, key=len, reverse=True)
    return "|".join(re.escape(w) for w in ordered)
