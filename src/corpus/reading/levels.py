"""How deep headings and items are, judged over the whole file."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from statistics import median

from corpus.reading.blocks import Chunk
from corpus.reading.labels import depth


def set_levels(chunks: Sequence[Chunk]) -> None:
    """Gives headings and items their depth, from the whole file."""
    _heading_levels([chunk for chunk in chunks if chunk.kind == "heading"])
    open_items: list[float] = []
    for chunk in chunks:
        if chunk.kind == "heading":
            open_items.clear()
        elif chunk.kind == "item":
            x = chunk.lines[0].x0
            while open_items and open_items[-1] > x + 4:
                open_items.pop()
            if not open_items or x > open_items[-1] + 4:
                open_items.append(x)
            chunk.level = len(open_items)


def _heading_levels(headings: list[Chunk]) -> None:
    """Ranks headings by size, weight, then the depth of their numbers (`1.2` before `1.2.3`)."""
    numbered: dict[tuple[float, bool], list[int]] = defaultdict(list)
    depths = {chunk: _number_depth(chunk) for chunk in headings}
    for chunk in headings:
        if depths[chunk]:
            numbered[_style(chunk)].append(depths[chunk])
    usual = {style: int(median(found)) for style, found in numbered.items()}
    keys = {
        chunk: (*_style(chunk), depths[chunk] or usual.get(_style(chunk), 0)) for chunk in headings
    }
    ranks = {key: rank for rank, key in enumerate(sorted(set(keys.values())), 1)}
    for chunk in headings:
        chunk.level = ranks[keys[chunk]]


def _style(chunk: Chunk) -> tuple[float, bool]:
    return -chunk.size, not chunk.bold


def _number_depth(chunk: Chunk) -> int:
    if chunk.label:
        return depth(chunk.label)
    for word in chunk.lines[0].words[:3]:
        if re.match(r"\d+(?:\.\d+)*\.?$", word.text):
            return depth(word.text)
    return 0
