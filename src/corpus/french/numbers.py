"""Numbers as French writes them: figures, words, ordinals, Roman numerals.

The words are data (`numbers.yaml`). Everything here is pure: text in, number out, None when the
text is no number.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from corpus.french.fold import fold

_DATA: Mapping[str, Any] = yaml.safe_load(
    Path(__file__).with_name("numbers.yaml").read_text(encoding="utf-8")
)
_UNITS: Mapping[str, int] = _DATA["unites"]
_HUNDRED = frozenset(_DATA["cent"])
_MULTIPLIERS: Mapping[str, int] = _DATA["multiplicateurs"]
_COLLECTIVES: Mapping[str, int] = {
    form: value for word, value in _DATA["collectifs"].items() for form in (word, f"{word}s")
}
_ORDINALS: Mapping[str, int] = _DATA["ordinaux"]
_NUMBER_WORDS = frozenset({*_UNITS, *_HUNDRED, *_MULTIPLIERS, *_COLLECTIVES})

LATIN_SUFFIXES: tuple[str, ...] = tuple(_DATA["adverbes_latins"])

# Thousands are parted by any blank (narrow and no-break spaces too), decimals by a comma. A point
# parts thousands only in full groups of three (`1.500` is 1500, `1.5` is 1.5).
_FIGURES = re.compile(
    r"(?:\d{1,3}(?:[\s\u00a0\u202f]\d{3})+|\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?|\d+\.\d+"
)
_ROMAN = re.compile(r"M{0,3}(CM|CD|D?C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_ORDINAL_FIGURES = re.compile(
    r"(\d+|(?-i:[IVXLCDM]+))\s*(?:\$?\^\{?\\text\s*\{\s*)?(?:ers?|[eè]res?|r[eé]?|[eè]mes?|ndes?|nds?|es?|ᵉʳ|ᵉ)"
    r"(?:\s*\}\s*\}?\$?)?",
    re.IGNORECASE,
)
_WORD_CLASS = "|".join(
    sorted(
        {*_UNITS, *_HUNDRED, *_MULTIPLIERS, *_COLLECTIVES} - {"zero"} | {"z[ée]ro"},
        key=len,
        reverse=True,
    )
)
#: A run of number words, for others' patterns (`soixante-dix-sept`, `deux mille vingt-deux`).
#: Sixteen words at most: longer numbers are not written out, and an endless run (`deux mille deux
#: mille …`) would cost its square.
NUMBER_WORDS = (
    rf"(?:{_WORD_CLASS})(?:(?:\s+et\s+|\s*-\s*(?:et\s*-\s*)?|\s+)(?:{_WORD_CLASS})){{0,15}}"
)
_MULTIPLIED = rf"(?:\s+(?:{'|'.join(sorted(_MULTIPLIERS, key=len, reverse=True))}))?"
_NUMBER = re.compile(
    rf"(?<![\w.,])(?:(?:{_FIGURES.pattern}){_MULTIPLIED}|{NUMBER_WORDS})(?!\w)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class FoundNumber:
    """A number in its place: `text[start:end]` is how it is written."""

    start: int
    end: int
    value: float


def parse_number(text: str) -> float | None:
    """The value of a number written in figures or words (`1 500`, `2,5`, `37 millions`,
    `soixante-dix-sept`, `une vingtaine`); an int when it is whole, None when it is no number."""
    cleaned = text.strip()
    figures = _FIGURES.match(cleaned)
    if figures:
        rest = fold(cleaned[figures.end() :])
        if rest and rest not in _MULTIPLIERS:
            return None
        return _whole(_figures_value(figures.group()) * _MULTIPLIERS.get(rest, 1))
    return _words_value(fold(cleaned).split())


def is_number_word(word: str) -> bool:
    """True for a folded word that can belong to a number (`soixante`, `cents`, `millions`)."""
    return word in _NUMBER_WORDS


def parse_ordinal(text: str) -> int | None:
    """The rank a word or abbreviation gives: `huitième`, `8e`, `VIIIe`, `vingt et unième`."""
    cleaned = text.strip()
    match = _ORDINAL_FIGURES.fullmatch(cleaned)
    if match:
        digits = match.group(1)
        return int(digits) if digits.isdigit() else parse_roman(digits)
    words = fold(cleaned).split()
    if not words:
        return None
    if len(words) == 1 and words[0] in _ORDINALS:
        return _ORDINALS[words[0]]
    return _compound_ordinal(words)


def parse_roman(text: str) -> int | None:
    """The value of a well-formed Roman numeral in capitals; None otherwise (`IIII`, `IC`)."""
    if not text or not _ROMAN.fullmatch(text):
        return None
    values = [_ROMAN_VALUES[letter] for letter in text]
    return sum(
        -value if any(value < later for later in values[index + 1 : index + 2]) else value
        for index, value in enumerate(values)
    )


def find_numbers(text: str, start: int = 0, end: int | None = None) -> tuple[FoundNumber, ...]:
    """Every number of `text[start:end]`, in figures or words, `un` and `une` alone left out
    (they are articles far more often than numbers)."""
    found: list[FoundNumber] = []
    for match in _NUMBER.finditer(text, start, len(text) if end is None else end):
        if match.group().lower() in ("un", "une"):
            continue
        value = parse_number(match.group())
        if value is not None:
            found.append(FoundNumber(match.start(), match.end(), value))
    return tuple(found)


def _figures_value(figures: str) -> float:
    compact = re.sub(r"[\s\u00a0\u202f]", "", figures)
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", compact):
        compact = compact.replace(".", "")
    return float(compact.replace(",", "."))


def _whole(value: float) -> float:
    return int(value) if float(value).is_integer() else value


@lru_cache(maxsize=4096)
def _cached_words(words: tuple[str, ...]) -> int | None:
    total = current = 0
    for index, word in enumerate(words):
        if word == "et":
            if not 0 < index < len(words) - 1:
                return None
        elif word in _MULTIPLIERS:
            total += max(current, 1) * _MULTIPLIERS[word]
            current = 0
        else:
            step = _step(current, word, words[index - 1] if index else "")
            if step is None:
                return None
            current = step
    return total + current


def _step(current: int, word: str, before: str) -> int | None:
    """What `current` becomes when `word` follows; None when French does not say it so, as in
    `deux trois jours`, which is two numbers."""
    if word in _HUNDRED:
        return max(current, 1) * 100 if current < 10 else None
    if word in _COLLECTIVES:
        return _COLLECTIVES[word] * max(current, 1) if current <= 10 else None
    value = _UNITS.get(word)
    if value is None:
        return None
    if value == 20 and before == "quatre":
        return current + 76
    tail = current % 100
    if value >= 20:
        return current + value if tail == 0 else None
    if value >= 10:
        return current + value if tail in (0, 60, 80) else None
    round_tens = tail % 10 == 0 and (tail != 10 or value >= 7)
    return current + value if round_tens else None


def _words_value(words: list[str]) -> int | None:
    return _cached_words(tuple(words)) if words else None


def _compound_ordinal(words: list[str]) -> int | None:
    *head, last = words
    if last in _ORDINALS:
        tail: int | None = _ORDINALS[last]
    elif last.endswith("ieme"):
        root = last[:-4]
        tail = _words_value([root]) or _words_value([root + "e"])
    else:
        return None
    if tail is None:
        return None
    if not head:
        return tail
    cardinal = "quatre" if tail == 4 else None
    return _words_value([*head, cardinal or _spoken(tail)])


@lru_cache(maxsize=128)
def _spoken(value: int) -> str:
    names = {
        number: word for word, number in _UNITS.items() if not word.endswith("s") or number < 20
    }
    names |= {100: "cent", 1000: "mille"}
    return names.get(value, "")
