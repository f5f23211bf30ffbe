"""Lines to blocks: wrapped lines rejoined into paragraphs, items, headings and notes.

The chief test is whether the break between two lines was forced. Text is set greedily: had the
next line's first word still fitted on this line, somebody ended the line on purpose. Labels, type
size, weight, leading and indents decide the rest.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.reading.compose import plain
from corpus.reading.labels import is_initial, label_of
from corpus.reading.layout import Line
from corpus.reading.page import BOLD, INVISIBLE
from corpus.reading.tables import Table
from corpus.reading.typography import Typography, rounded

_END = re.compile(r"[.;:!?…][»”\")\]]*$")
_LEADER = re.compile(r"(?:\.\s?){4,}\s*\w{1,5}$|…{2,}\s*\w{1,5}$")
_COMMA = re.compile(r"[,;][»”\")\]]*$")
# `l'article L.` at a line's end: the number that follows belongs to it.
_AWAITS_NUMBER = re.compile(r"^\(?(?:[A-Z]\*?\.|[Nn][°os]{1,2}|[Aa]rt\.|[Aa]rticles?)$")
_ABBREVIATION = re.compile(r"\(?(?:[A-Z]|[Aa]rt|n|p|pp|cf|al|M|MM)\.$")


@dataclass(slots=True, eq=False)
class Chunk:
    """A block under construction: its lines, from one page or more, or a table."""

    kind: str
    lines: list[Line]
    level: int = 0
    label: str = ""
    table: Table | None = None
    contents: bool = False
    bold: bool = False
    size: float = 0.0
    centred: bool = False

    @property
    def page(self) -> int:
        """The page it begins on."""
        return self.lines[0].page


def chunks_of(lines: Sequence[Line], habits: Typography) -> list[Chunk]:
    """The blocks of one page's lines, which are in reading order. Tables come as lines of their
    own kind and stay apart."""
    limits = _limits(lines, habits)
    chunks: list[Chunk] = []
    for at, line in enumerate(lines):
        if isinstance(line.table, Table):
            chunks.append(Chunk("table", [line], table=line.table))
            continue
        previous = lines[at - 1] if at else None
        joins = (
            previous is not None
            and previous.table is None
            and _continues(chunks[-1], previous, line, limits[previous], habits)
        )
        if joins:
            chunks[-1].lines.append(line)
        else:
            chunks.append(Chunk("paragraph", [line]))
    for chunk in chunks:
        if chunk.table is None:
            describe(chunk, habits)
    return chunks


def describe(chunk: Chunk, habits: Typography) -> None:
    """Sets what a block's lines say of it: label, weight, size, and whether it is a heading."""
    lines = chunk.lines
    chunk.label = plain(label_of(lines[0].words))[0]
    chunk.bold = all(line.style & BOLD for line in lines)
    chunk.size = rounded(max(line.size for line in lines))
    middle = [(line.x0 + line.x1) / 2 - (line.left + line.right) / 2 for line in lines]
    indent = lines[0].x0 - lines[0].left
    chunk.centred = indent > 2 * chunk.size and all(
        abs(off) < 0.04 * line.right for off, line in zip(middle, lines, strict=True)
    )
    chunk.contents = _is_contents(lines[-1])
    if not chunk.contents and _is_heading(chunk, habits):
        chunk.kind = "heading"
    elif chunk.label:
        chunk.kind = "item"


def _is_contents(line: Line) -> bool:
    """True for an entry of a table of contents: leaders, then a page number."""
    words = line.words
    last = words[-1].text
    if len(words) < 2 or not last[-1].isalnum():
        return False
    # A leader stands right before the number, or glued to it.
    near = words[-2].text[-1] + last
    return ("." in near or "…" in near) and bool(_LEADER.search(line.text))


def _is_heading(chunk: Chunk, habits: Typography) -> bool:
    words = [word for line in chunk.lines for word in line.words]
    if (
        len(words) > 45
        or len(chunk.lines) > 4
        or not any(c.isalpha() for w in words for c in w.text)
    ):
        return False
    text = words[-1].text
    larger = chunk.size >= habits.body * 1.12
    # A recognised page has no type sizes, only heights of words that waver with their letters.
    if words[0].confidence is not None or words[0].style & INVISIBLE:
        larger = chunk.size >= habits.body * 1.4
    heavier = chunk.bold and not habits.bold_body
    if not (larger or heavier):
        return False
    if text.endswith("?") and not larger:
        # The questions of an interview are set in bold.
        return False
    return not re.search(r"[;,]$", text) and not (
        text.endswith(".") and len(words) > 12 and not larger
    )


# ------------------------------------------------------------------ where a line may end


def _limits(lines: Sequence[Line], habits: Typography) -> dict[Line, float]:
    """For each line, the right edge up to which words could have been set on it."""
    limits: dict[Line, float] = {}
    columns: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        if line.table is None:
            columns[line.column].append(line)
    for column in columns.values():
        whole = _right_edge(column, habits)
        sizes: dict[float, list[Line]] = defaultdict(list)
        for line in column:
            sizes[rounded(line.size)].append(line)
        # A box of small print at the page's foot has a margin of its own.
        own = {size: _justified_edge(lines, 4) for size, lines in sizes.items()}
        for run in _runs(column, habits):
            edge = _justified_edge(run, 2) or own[rounded(run[0].size)] or whole
            for line in run:
                limits[line] = edge
    return limits


def _runs(lines: list[Line], habits: Typography) -> Iterable[list[Line]]:
    """Lines that follow one another at the usual distance and in one size."""
    run: list[Line] = []
    for line in lines:
        if run:
            step = line.base - run[-1].base
            usual = habits.leading_for(line.size)
            if not (0 < step <= 1.15 * usual + 1) or not _same_size(run[-1], line):
                yield run
                run = []
        run.append(line)
    if run:
        yield run


def _justified_edge(run: list[Line], least: int) -> float | None:
    """The edge that lines of running text reach, two at least one after the other, `least` in all
    and a third of them; None when they are ragged. Speakers' labels and short answers may end at
    one x by chance."""
    if len(run) < 3:
        return None
    edge = max(line.x1 for line in run)
    full = [line.x1 >= edge - 3 and len(line.words) > 4 for line in run[:-1]]
    together = any(first and second for first, second in pairwise(full))
    reaching = sum(full)
    return edge if together and reaching >= least and reaching * 3 >= len(full) else None


def _right_edge(lines: list[Line], habits: Typography) -> float:
    """How far a column's lines may run: the edge that its justified lines share, unless this is
    far inside the longest line, as chance makes it in ragged text."""
    prose = [line.x1 for line in lines if len(line.words) > 4] or [line.x1 for line in lines]
    prose.sort()
    best = longest = prose[-1]
    inner = longest - 0.12 * (longest - min(line.x0 for line in lines))
    for x in reversed(prose[bisect_left(prose, inner) :]):
        near = bisect_right(prose, x) - bisect_left(prose, x - 3)
        if near >= 3 and near >= 0.2 * len(prose):
            best = x
            break
    # A page with a few short lines does not show its margin; the file does.
    alone = len(prose) < 5 and len({line.column for line in lines}) == 1
    return max(best, habits.right) if alone else best


# ------------------------------------------------------------------ does a line continue a block


def _continues(chunk: Chunk, previous: Line, line: Line, limit: float, habits: Typography) -> bool:
    if previous.column != line.column:
        return continues_across(chunk, line, limit)
    if not _same_size(previous, line):
        return False
    step = line.base - previous.base
    if step <= 0.3 * line.size:
        return False
    if previous.words[-1].broken or _completes(previous, line):
        return step < 2.6 * line.size
    if _is_contents(previous):
        return False
    full = not _fits(previous, line, limit)
    ended = _is_ended(previous)
    if _starts_item(line, full, ended, previous):
        return False
    lower = _starts_lower(line)
    if bool(previous.style & BOLD) != bool(line.style & BOLD) and not (
        full and lower and not ended
    ):
        return False
    usual = habits.leading_for(line.size)
    if step > 1.12 * usual + 1 and not (full and not ended and step < 1.7 * usual):
        return False
    if not full:
        return lower and not ended and not _ends_with_comma(previous) and _is_wide(previous, limit)
    return not (ended and _is_indented(chunk, previous, line, habits))


def continues_across(chunk: Chunk, line: Line, limit: float) -> bool:
    """True when `line`, at the top of a column or page, goes on with the block that ended the one
    before, whose last line could have run up to `limit`."""
    previous = chunk.lines[-1]
    if chunk.table is not None or line.table is not None:
        return False
    if not _same_size(previous, line):
        return False
    if bool(previous.style & BOLD) != bool(line.style & BOLD):
        return False
    if previous.words[-1].broken or _completes(previous, line):
        return True
    full = not _fits(previous, line, limit)
    ended = _is_ended(previous)
    if ended or _starts_item(line, full, ended, previous):
        return False
    if previous.page == line.page and not _same_width(previous, line):
        return _starts_lower(line)
    return _starts_lower(line) or (full and not previous.style & BOLD)


def runs_over(previous: Line, line: Line) -> bool:
    """True when a sentence plainly goes on from one line to the next, whatever their places."""
    if previous.words[-1].broken or _completes(previous, line):
        return True
    return _starts_lower(line) and not _is_ended(previous) and not label_of(line.words)


def _same_width(previous: Line, line: Line) -> bool:
    before, after = previous.right - previous.left, line.right - line.left
    return abs(before - after) <= 0.15 * max(before, after)


def _same_size(previous: Line, line: Line) -> bool:
    # A recognised line's size is the height of its letters, and wavers with them.
    first = line.words[0]
    recognised = first.confidence is not None or first.style & INVISIBLE
    slack = 0.3 if recognised else 0.08
    return abs(previous.size - line.size) <= slack * max(previous.size, line.size) + 0.3


def _completes(previous: Line, line: Line) -> bool:
    """True when `line` begins with the number that the line before waits for (`article L.`)."""
    waits = len(previous.words) > 1 and _AWAITS_NUMBER.search(previous.words[-1].text)
    return bool(waits) and line.words[0].text[0].isdigit()


def _fits(previous: Line, line: Line, limit: float) -> bool:
    """True when `line`'s first word could have been set on the line before: the break was meant."""
    needed = 0.25 * previous.size + line.words[0].width
    length = previous.x1 - previous.x0 + needed
    middle = (previous.x0 + previous.x1) / 2
    rooms = []
    if abs(previous.x0 - line.x0) > 3:
        if abs(middle - (line.x0 + line.x1) / 2) < 2.5:
            # Centred lines have only the room that lies on both sides alike (a signature's block).
            rooms.append(2 * min(middle - previous.left, limit - middle))
        if abs(previous.x1 - line.x1) < 2 and min(previous.x0, line.x0) - previous.left > 60:
            # Lines set to the right margin grow to the left.
            rooms.append(limit - previous.left)
    return length <= max(rooms, default=limit - previous.x0) - 1.0


def _is_ended(line: Line) -> bool:
    last = line.words[-1].text
    if last in ("»", "”", ")") and len(line.words) > 1:
        last = line.words[-2].text
    return bool(_END.search(last)) and not _ABBREVIATION.match(last)


def _ends_with_comma(line: Line) -> bool:
    return bool(_COMMA.search(line.words[-1].text))


def _starts_lower(line: Line) -> bool:
    first = line.words[0].text.lstrip("«“\"'’([")
    return bool(first[:1].islower())


def _starts_item(line: Line, full: bool, ended: bool, previous: Line) -> bool:
    """True when the line begins with a label that is one: after a full line without a stop, `12.`
    or `-` may be a piece of the sentence."""
    label = label_of(line.words)
    if not label:
        return False
    if full and not ended and not _ends_with_comma(previous):
        if is_initial(label):
            return False
        return abs(line.x0 - previous.x0) > 0.4 * line.size
    return not (is_initial(label) and full)


def _is_wide(line: Line, limit: float) -> bool:
    extent = limit - line.left
    centred = abs((line.x0 + line.x1) / 2 - (line.left + limit) / 2) < 0.05 * extent
    return line.x1 - line.x0 > 0.55 * extent or (centred and line.x0 - line.left > line.size)


def _is_indented(chunk: Chunk, previous: Line, line: Line, habits: Typography) -> bool:
    """A line that starts further in than the one above, which was not the first of its block; or
    as far in as the file's first lines do."""
    if habits.indent and abs(line.x0 - line.left - habits.indent) < 2:
        return True
    return len(chunk.lines) > 1 and line.x0 > previous.x0 + 0.8 * line.size
