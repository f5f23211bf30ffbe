"""Lines of a text, and what its layout says: wrapped or not, how wide, where pages break."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

# The text of a line from its first visible character; its end is trimmed by hand.
_LINE = re.compile(r"\S[^\n]*+")
# Lines shorter than this are not broken for want of room.
_NARROW = 40
_TERMINAL = frozenset(".;:!?…")
_CLOSING = frozenset("»\"”)]*_’'")


@dataclass(slots=True)
class Line:
    """One printed line. `gap`: 0 directly under the previous one, 1 after a blank line, 2 after a
    page break. `kind` is empty for the body, else `furniture`, `note` (its first line) or
    `note-more`."""

    start: int
    end: int
    indent: int
    gap: int
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """How lines are broken. `wrapped` is true when paragraphs run over several lines of about
    `width` characters, false when each line is a paragraph of its own."""

    wrapped: bool
    width: int


def split_lines(text: str, start: int = 0, end: int | None = None) -> list[Line]:
    """The non-blank lines of `text[start:end]`, without the blanks around them."""
    lines: list[Line] = []
    last = start
    for match in _LINE.finditer(text, start, len(text) if end is None else end):
        left, right = match.span()
        while text[right - 1].isspace():
            right -= 1
        between = text[last:left]
        breaks = between.count("\n")
        gap = 2 if "\f" in between else 1 if breaks > 1 or not lines else 0
        lines.append(Line(left, right, len(between) - between.rfind("\n") - 1, gap))
        last = right
    return lines


def is_terminal(text: str, end: int) -> bool:
    """True when the words that end at `end` close a sentence, an item or a lead-in."""
    position = end - 1
    while position > 0 and text[position] in _CLOSING:
        if text[position] in "»”" and text[position - 1 : position].isspace():
            position -= 1
        position -= 1
        while position > 0 and text[position].isspace():
            position -= 1
    return text[position] in _TERMINAL


def layout_of(text: str, lines: list[Line]) -> Layout:
    """Wrapped or not, judged on the first thousand lines: in a wrapped text, many lines stop
    without punctuation and the next goes on in lower case."""
    sample = lines[:1000]
    if len(sample) < 3:
        return Layout(False, 0)
    joined = sum(
        1
        for above, line in pairwise(sample)
        if line.gap == 0
        and above.end - above.start > _NARROW
        and (text[line.start].islower() or text[line.start].isdigit())
        and not is_terminal(text, above.end)
    )
    widths = sorted(line.end - line.start + line.indent for line in sample)
    width = widths[int(len(widths) * 0.95)]
    return Layout(joined > 0.15 * len(sample) and width <= 160, width)


def is_full(text: str, last: Line, line: Line, layout: Layout) -> bool:
    """Would the first word of `line` not have fitted on the line above?"""
    word = text.find(" ", line.start, line.end)
    length = (word if word > 0 else line.end) - line.start
    return last.end - last.start + last.indent + 1 + length > 0.97 * layout.width
