"""Small charts as SVG drawn on the server: no script, readable on paper.

Every chart repeats a table that stands beside it, so it is hidden from screen readers, which read
the table. Colours and sizes come from the style sheet by class (the security policy allows no
inline style).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from markupsafe import Markup, escape

from corpus.browse.typography import number

SHADES = 6


@dataclass(frozen=True, slots=True)
class Slice:
    """One stretch of a stacked bar."""

    value: int
    css: str
    label: str


def shade(value: int, most: int) -> int:
    """How dark a cell is, from 0 (nothing) to 6. Square root, so that ones still differ from
    tens where one cell has hundreds."""
    if value <= 0 or most <= 0:
        return 0
    return max(1, min(SHADES, round(SHADES * sqrt(value / most))))


def stacked(slices: Sequence[Slice], most: int, *, width: int = 320, height: int = 16) -> Markup:
    """A horizontal bar made of several stretches, on a scale that ends at `most`."""
    out = [
        f'<svg class="barre" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
        ' aria-hidden="true" focusable="false" preserveAspectRatio="none">'
    ]
    x = 0.0
    for one in slices:
        if one.value <= 0:
            continue
        length = width * one.value / max(most, 1)
        title = f"<title>{escape(one.label)} : {number(one.value)}</title>" if one.label else ""
        out.append(
            f'<rect class="f-{escape(one.css)}" x="{x:.1f}" y="0" width="{max(length, 1.5):.1f}"'
            f' height="{height}">{title}</rect>'
        )
        x += length
    return Markup("".join([*out, "</svg>"]))


def bars(values: Sequence[int], css: str) -> list[Markup]:
    """One bar a value, all on the scale of the largest."""
    most = max(values, default=1)
    return [stacked([Slice(value, css, "")], most, width=160, height=10) for value in values]


def columns(counts: Sequence[tuple[str, int]], *, height: int = 90) -> Markup:
    """Columns over time: (label, count) in order. Below stands the year, where it begins."""
    monthly = any(len(label) > 4 for label, _ in counts)
    step, most = (14 if monthly else 40), max((n for _, n in counts), default=1)
    width = max(step * len(counts), 1)
    out = [
        f'<svg class="colonnes" viewBox="0 0 {width} {height + 22}" width="{width}"'
        f' height="{height + 22}" aria-hidden="true" focusable="false">'
        f'<line class="axe" x1="0" y1="{height}" x2="{width}" y2="{height}"/>'
    ]
    for index, (label, count) in enumerate(counts):
        tall = (height - 12) * count / most
        x = index * step
        if count:
            out.append(
                f'<rect class="f-echeance" x="{x + 2}" y="{height - tall:.1f}" width="{step - 4}"'
                f' height="{tall:.1f}"><title>{escape(label)} : {number(count)}</title></rect>'
            )
        if not monthly or label[5:] == "01" or (index == 0 and label[5:] < "11"):
            out.append(
                f'<text class="legende" x="{x + 2}" y="{height + 16}">{escape(label[:4])}</text>'
            )
    return Markup("".join([*out, "</svg>"]))
