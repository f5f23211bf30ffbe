"""Feminine, masculine and singular of the words that make up names.

Endings are data (`lexicon_endings.yaml`); each rule is tried from the most particular to the most
general. Only names of the lexicon and the heads of patterns pass through here, never running text.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

_PREPOSITIONS = frozenset(("de", "d'", "du", "des", "en", "à", "au", "aux", "pour", "auprès"))


@lru_cache(maxsize=1)
def _endings() -> dict[str, Any]:
    path = Path(__file__).with_name("lexicon_endings.yaml")
    data: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return data


@lru_cache(maxsize=10_000)
def feminine(word: str) -> str:
    """The feminine of a singular noun or adjective of function (`éducateur` -> `éducatrice`)."""
    return _change(word, _endings()["feminin"])


@lru_cache(maxsize=10_000)
def masculine(word: str) -> str:
    """The masculine of a singular adjective (`générale` -> `général`)."""
    return _change(word, _endings()["masculin"])


@lru_cache(maxsize=10_000)
def singular(word: str) -> str:
    """The singular of a word, case kept (`réseaux` -> `réseau`, `généraux` -> `général`)."""
    return _change(word, _endings()["singulier"])


def _change(word: str, rules: dict[str, Any]) -> str:
    lowered = word.lower()
    if lowered in rules["mots"]:
        return str(rules["mots"][lowered])
    for ending, other in rules["finales"]:
        if lowered.endswith(ending) and len(lowered) > len(ending):
            return word[: len(word) - len(ending)] + str(other)
    return word


def head_length(words: list[str]) -> int:
    """How many words stand before the first preposition of a name."""
    for index, word in enumerate(words):
        if word.lower() in _PREPOSITIONS or word.lower().startswith(("d'", "d’")):
            return index
    return len(words)


def feminine_forms(name: str) -> Iterator[str]:
    """The feminine of a whole name of function, when it differs: its head and its adjectives."""
    words = name.split()
    head = head_length(words)
    changed = [feminine(word) for word in words[:head]] + words[head:]
    if changed != words:
        yield " ".join(changed)
