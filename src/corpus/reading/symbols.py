"""Pictures in letters' clothes: Symbol, Wingdings and Webdings as the signs that they show.

Word stores a ticked box as letter FE of Wingdings, often shifted into Unicode's private area
(U+F0FE). The signs are in `data/symbols.csv`; one that is not there becomes `REPLACEMENT`.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib.resources import files

REPLACEMENT = "□"
_PRIVATE = re.compile("[\uf020-\uf0ff]")
# In this order where the font is not told: F0A7 is most often Wingdings' ▪, F0B7 Symbol's •.
_FONTS = ("wingdings", "symbol", "wingdings 2", "wingdings 3", "webdings")


@cache
def _table() -> dict[tuple[str, int], str]:
    text = files("corpus.reading").joinpath("data/symbols.csv").read_text(encoding="utf-8")
    return {
        (row["font"], int(row["code"], 16)): row["character"]
        for row in csv.DictReader(text.splitlines())
    }


def symbol(code: int, font: str = "") -> str:
    """The sign of character `code` in a picture font (any of them when `font` is not one).

    A code of any other font is itself.
    """
    low = code - 0xF000 if 0xF000 <= code <= 0xF0FF else code
    known = font.strip().lower()
    fonts = (known,) if known in _FONTS else _FONTS if code >= 0xF000 else ()
    for name in fonts:
        if (name, low) in _table():
            return _table()[name, low]
    if fonts:
        return REPLACEMENT
    return chr(code) if 0x20 <= code < 0x110000 and not 0xD800 <= code < 0xE000 else ""


def plain_symbols(text: str, font: str = "") -> str:
    """`text` with the letters of picture fonts as the signs that they show."""
    if font.strip().lower() in _FONTS:
        return "".join(char if char.isspace() else symbol(ord(char), font) for char in text)
    return _PRIVATE.sub(lambda match: symbol(ord(match.group()), font), text)
