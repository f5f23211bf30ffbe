"""Numbering: does a number follow the ones before it, and in which scheme?

Besides `1.`, `1.2.` and `I.`/`A.`, the Cnaf's circulars number with bare digits: `34.` is the
fourth part of `3.`, `341.` its first; after `9.` a `10.` is still the tenth.
"""

from __future__ import annotations

from dataclasses import dataclass

from corpus.structure.markers import Marker

# How many numbers may be missing: in consolidated orders repealed parts leave holes.
_HOLE = 4
_ROMAN = {"I": 1, "V": 5, "X": 10}


@dataclass(slots=True)
class Open:
    """A section in the making.

    `style` tells its siblings; `rank` its place when it has a fixed one (0 otherwise; even for
    named divisions, odd for other headings of the format). `level` and `index` are set when it
    enters the tree.
    """

    style: tuple[str, int]
    label: str
    title: str
    kind: str
    start: int
    rank: int = 0
    level: int = 0
    index: int = 0


def fits(marker: Marker, stack: list[Open]) -> tuple[str, int] | None:
    """The style under which `marker` follows what is open, or None when it does not."""
    if marker.style == "dotted":
        return ("num", marker.depth)
    if marker.style == "numeric":
        return _numeric(marker.label, {o.style: o.label for o in stack})
    if marker.style in ("roman", "upper"):
        return _lettered(marker, {o.style: o.label for o in stack})
    return None


def _numeric(label: str, labels: dict[tuple[str, int], str]) -> tuple[str, int] | None:
    top = labels.get(("num", 1))
    if top is None:
        return ("num", 1) if int(label) <= 1 else None
    number, last = int(label), int(top)
    if number == last + 1:
        return ("num", 1)
    digits = len(label)
    if digits > 1 and "0" not in label:
        parent, sibling = labels.get(("num", digits - 1)), labels.get(("num", digits))
        if sibling is not None and sibling[:-1] == label[:-1] and int(sibling) + 1 == number:
            return ("num", digits)
        if parent == label[:-1] and label[-1] == "1":
            return ("num", digits)
    return ("num", 1) if last < number <= last + _HOLE else None


def _lettered(marker: Marker, labels: dict[tuple[str, int], str]) -> tuple[str, int] | None:
    letter = labels.get(("upper", 0))
    if letter and len(marker.label) == 1 and ord(marker.label) == ord(letter) + 1:
        return ("upper", 0)
    if marker.style == "upper":
        return ("upper", 0) if letter is None and marker.label == "A" else None
    roman = labels.get(("roman", 0))
    value = _roman(marker.label)
    last = _roman(roman) if roman else 0
    return ("roman", 0) if last < value <= last + (_HOLE if roman else 1) else None


def _roman(label: str) -> int:
    total = 0
    digits = [_ROMAN[c] for c in label.split()[0]]
    for index, digit in enumerate(digits):
        total += -digit if digit < max(digits[index + 1 :], default=0) else digit
    return total
