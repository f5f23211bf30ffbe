"""Letters that character recognition takes for one another, put right where that is certain.

`Article ler` is no French; an edit keeps what was recognised. The table is `data/misread.txt`.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files


def corrected(word: str) -> str:
    """The word that was printed, when the recognised one cannot be; else the word itself."""
    for pattern, replacement in _table():
        match = pattern.fullmatch(word)
        if match is not None:
            return match.expand(replacement)
    return word


@cache
def _table() -> tuple[tuple[re.Pattern[str], str], ...]:
    text = files("corpus.reading").joinpath("data/misread.txt").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return tuple((re.compile(pattern), replacement) for pattern, replacement in rows)
