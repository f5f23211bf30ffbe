"""Spans to HTML: the text of a passage with its facts marked, however they overlap.

The text is escaped first and the tags are made from offsets, so nothing in a document can
become markup. Overlapping spans are closed and reopened, so the tags always nest. A link cannot
stand inside a link: each piece of text carries the link of the innermost fact that has one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup, escape


@dataclass(frozen=True, slots=True)
class Mark:
    """A fact to show on the text. Offsets are those of the document's canonical text.

    `classes` style it, `href` leads to its card, `title` names it for a mouse; `chip` is a short
    visible word set before it (colour alone must never carry meaning), `describe` what a screen
    reader says of the chip. `rank` puts the lower ones outside where two
    marks cover the same words.
    """

    start: int
    end: int
    classes: str
    href: str | None = None
    title: str = ""
    chip: str = ""
    chip_href: str | None = None
    describe: str = ""
    tag: str = "span"
    rank: int = 0
    identifier: str = ""


def render(text: str, marks: Iterable[Mark], *, start: int = 0, end: int | None = None) -> Markup:
    """`text[start:end]` as HTML with `marks` on it. Marks are cut at the edges of the piece."""
    stop = len(text) if end is None else end
    inside = [_clip(mark, start, stop) for mark in marks if mark.start < stop and mark.end > start]
    inside = [mark for mark in inside if mark.start < mark.end]
    inside.sort(key=lambda mark: (mark.start, -mark.end, mark.rank))
    edges = sorted({start, stop, *(m.start for m in inside), *(m.end for m in inside)})
    out: list[str] = []
    open_marks: list[Mark] = []
    waiting = list(reversed(inside))
    for here, there in pairwise(edges):
        _close(out, open_marks, here)
        while waiting and waiting[-1].start == here:
            mark = waiting.pop()
            _open(out, open_marks, mark)
        out.append(_piece(text[here:there], open_marks))
    _close(out, open_marks, stop)
    return Markup("".join(out))


def _clip(mark: Mark, start: int, stop: int) -> Mark:
    if mark.start >= start and mark.end <= stop:
        return mark
    chip = mark.chip if mark.start >= start else ""
    return Mark(
        max(mark.start, start), min(mark.end, stop), mark.classes, mark.href, mark.title, chip,
        mark.chip_href, mark.describe, mark.tag, mark.rank, "" if not chip else mark.identifier,
    )  # fmt: skip


def _open(out: list[str], open_marks: list[Mark], mark: Mark) -> None:
    """Open `mark` inside what is open. A mark that ends later than an open one is closed with it
    and reopened by `_close`, so the order of opening is free."""
    if mark.chip:
        out.append(_chip(mark))
    out.append(_tag(mark, with_id=True))
    open_marks.append(mark)


def _close(out: list[str], open_marks: list[Mark], here: int) -> None:
    """Close the marks that end `here`, and reopen those that they had inside them."""
    first = next((i for i, mark in enumerate(open_marks) if mark.end <= here), None)
    if first is None:
        return
    above = open_marks[first:]
    out.extend(f"</{mark.tag}>" for mark in reversed(above))
    del open_marks[first:]
    for mark in above:
        if mark.end > here:
            out.append(_tag(mark, with_id=False))
            open_marks.append(mark)


def _tag(mark: Mark, *, with_id: bool) -> str:
    identifier = f' id="{escape(mark.identifier)}"' if with_id and mark.identifier else ""
    title = f' title="{escape(mark.title)}"' if mark.title and not mark.href else ""
    return f'<{mark.tag} class="{escape(mark.classes)}"{identifier}{title}>'


def _chip(mark: Mark) -> str:
    describe = f'<span class="lecteur"> ({escape(mark.describe)}) </span>' if mark.describe else ""
    inner = f"{escape(mark.chip)}{describe}"
    if mark.chip_href is None:
        return f'<span class="puce {escape(mark.classes)}">{inner}</span>'
    title = f' title="{escape(mark.title)}"' if mark.title else ""
    return (
        f'<a class="puce {escape(mark.classes)}" href="{escape(mark.chip_href)}"'
        f" data-carte{title}>{inner}</a>"
    )


def _piece(words: str, open_marks: Sequence[Mark]) -> str:
    linked = [mark for mark in open_marks if mark.href]
    if not linked or not words.strip():
        return str(escape(words))
    mark = min(linked, key=lambda m: m.end - m.start)
    title = f' title="{escape(mark.title)}"' if mark.title else ""
    return f'<a href="{escape(mark.href)}" data-carte{title}>{escape(words)}</a>'
