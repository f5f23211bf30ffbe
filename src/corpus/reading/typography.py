"""A file's typesetting habits, measured on all its lines before any of them is judged."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from corpus.reading.layout import Line
from corpus.reading.page import BOLD


@dataclass(slots=True)
class Typography:
    """A file's habits: body type size, line spacing by size, right margin, and the indent of first
    lines (0 where paragraphs begin at the margin)."""

    body: float
    bold_body: bool
    leading: dict[float, float] = field(default_factory=dict)
    right: float = 0.0
    indent: float = 0.0

    def leading_for(self, size: float) -> float:
        """The usual distance of two baselines at `size`, in points."""
        return self.leading.get(rounded(size), 1.2 * size)


def typography(pages: Iterable[Sequence[Line]], width: float) -> Typography:
    """Measures the habits of a file from its lines, furniture aside; `width` is its pages' usual
    one, for a file too short to show where its lines end."""
    sizes: Counter[float] = Counter()
    bold = letters = 0
    steps: dict[float, Counter[float]] = defaultdict(Counter)
    rights: Counter[int] = Counter()
    margin = width
    indents: Counter[int] = Counter()
    for lines in pages:
        previous: Line | None = None
        for line in lines:
            length = sum(len(word.text) for word in line.words)
            sizes[rounded(line.size)] += length
            letters += length
            bold += length if line.style & BOLD else 0
            if len(line.words) > 4:
                rights[round(line.x1)] += 1
                margin = min(margin, line.x0)
            if previous is not None and previous.column == line.column:
                step = line.base - previous.base
                indent = previous.x0 - line.x0
                if abs(line.x0 - line.left) < 2 and 0.8 < indent / line.size < 4:
                    indents[round(indent)] += 1
                if 0.8 * line.size < step < 2.6 * line.size:
                    steps[rounded(line.size)][round(step * 2) / 2] += 1
            previous = line
    body = sizes.most_common(1)[0][0] if sizes else 10.0
    leading = {size: _tightest_usual(counts) for size, counts in steps.items()}
    # Headings seldom follow one another, and then as headings do: their leading is the body's.
    ratio = max(1.3, leading.get(body, 1.2 * body) / body)
    leading = {size: min(step, ratio * size) for size, step in leading.items()}
    widest = max(rights, default=0)
    right = max((x for x, n in rights.items() if n >= 3), default=max(widest, width - margin))
    usual, times = indents.most_common(1)[0] if indents else (0, 0)
    indent = float(usual) if times >= 5 and times >= 0.5 * indents.total() else 0.0
    return Typography(body, bold * 2 > letters > 0, leading, float(right), indent)


def _tightest_usual(counts: Counter[float]) -> float:
    """The smallest step that is common: a page of one-line items has more wide steps than lines."""
    common = max(counts.values())
    return min(step for step, count in counts.items() if count >= 0.25 * common)


def rounded(size: float) -> float:
    """A type size to the half point, so that 10.98 and 11.02 are one."""
    return round(size * 2) / 2
