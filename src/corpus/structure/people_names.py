"""Names of people compared: order of the words, initials, surnames, civilities."""

from __future__ import annotations

import re

from corpus.french.fold import fold_word


def first_name_first(words: list[str]) -> list[str]:
    """« DURAND Paul » -> Paul Durand: surnames in capitals go last and lose them."""
    shouted = [w.isupper() and len(w.rstrip(".")) > 1 for w in words]
    if any(shouted) and not all(shouted) and shouted[0]:
        split = shouted.index(False)
        words, shouted = words[split:] + words[:split], shouted[split:] + shouted[:split]
    return [
        re.sub(r"[^\W\d_]+", lambda m: m.group().capitalize(), word) if loud else word
        for word, loud in zip(words, shouted, strict=True)
    ]


def initials(name: str) -> str:
    """`MD` for Martine Descombes."""
    return "".join(word[0] for word in re.split(r"[\s-]+", name) if word[:1].isupper())


def key_of(name: str) -> str:
    """The name as it is compared: folded, without stops."""
    return fold_word(name).replace(".", " ").strip()


def is_surname(full: str, key: str) -> bool:
    """Is `key` the surname of `full`, or the other way round?"""
    other = key_of(full)
    return other.endswith(f" {key}") or other.startswith(f"{key} ") or key.endswith(f" {other}")


def same_sex(one: str, other: str) -> bool:
    """False when two civilities (`M.`, `Mme la présidente`) cannot be one person's."""
    return not one or not other or _feminine(one) == _feminine(other) or "Dr" in one + other


def _feminine(title: str) -> bool:
    return fold_word(title).startswith(("mme", "mlle", "mad", "mes", "docteure", "professeure"))
