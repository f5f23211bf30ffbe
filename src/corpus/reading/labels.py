"""List labels and bullets at the start of a line: `–`, `1.`, `a)`, `2°`, `I -`, `1.2.3`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.reading.page import Word

_BULLET = re.compile(r"[-–—−‐•●▪■◦○□▫✓✔➢➤►▶→⇒➔❖◆★*·\uf020-\uf0ff]+$")
_GLUED = re.compile(r"([-–—•▪●])(?=[^\W\d_]{2})")
_NUMBER = re.compile(
    r"""\(?(?:
          \d{1,3}(?:\.\d{1,3}){0,5}\s?[.)°/]+-?      # 1.  1)  1°  1/  1.2.3.
        | \d{1,3}(?:\.\d{1,3}){1,5}                  # 1.2.3
        | \d{1,2}[°º]?-                              # 1-
        | [a-z]{1,2}\s?[.)°/]                        # a)  aa)
        | (?!M\.)[A-Z]\s?[.)/]                      # A.  but not M. (monsieur)
        | [IVXLivxl]{1,6}\s?[.)°/]                   # IV.  iv)
        | (?:\d{1,2}|[A-Z]|[a-z])\)
        )\)?$""",
    re.VERBOSE,
)
_BARE = re.compile(r"(?:\d{1,3}(?:\.\d{1,3})*|[IVXL]{1,6}|[A-Z])$")
_DASH = re.compile(r"[-–—]$")
_INITIAL = re.compile(r"[A-Z]\.$")


def label_of(words: Sequence[Word]) -> str:
    """The label with which a line begins, or an empty string."""
    if not words:
        return ""
    first = words[0].text
    if len(words) == 1:
        return ""
    if _BULLET.match(first):
        return first
    if first == "o" and words[1].x0 - words[0].x1 > 0.6 * words[0].size:
        # Word's second level of bullets is the letter o of Courier, set apart by a tabulator.
        return first
    if _NUMBER.match(first):
        # `L. 214-1` at a line's start is an article's number.
        return "" if is_initial(first) and words[1].text[0].isdigit() else first
    if _BARE.match(first) and _DASH.match(words[1].text) and len(words) > 2:
        return f"{first} {words[1].text}"
    glued = _GLUED.match(first)
    return glued.group() if glued else ""


def is_initial(label: str) -> bool:
    """True for `A.`, `L.`: a label, or the first letter of an article's number or of a name."""
    return bool(_INITIAL.match(label))


def depth(label: str) -> int:
    """How deep a decimal label is (`1.2.3` -> 3), 0 for any other."""
    numbers = re.findall(r"\d+", label)
    return len(numbers) if numbers and re.match(r"\(?\d", label) else 0
