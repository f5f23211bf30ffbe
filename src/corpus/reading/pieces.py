"""Pieces: what stands inside a paragraph, before it is written into a document.

Word processors' readers first collect a paragraph's pieces, because what ends it (a paragraph mark
that is deleted, hidden, or a drop capital) may make it run on into the next one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from corpus.reading.assembly import Assembly, Mark, clean

# Soft hyphens and other signs that show nothing, and hyphens and ligatures that words are not
# searched by.
_CHANGED = re.compile(
    "[\u00ad\u200b\u200e\u200f\u2010\u2011\u2060\u202a-\u202e\u2066-\u2069\ufb00-\ufb06]"
)
_HYPHENS = "\u2010\u2011"
TRAITS = ("bold", "italic", "underline")
Anchor = TypeVar("Anchor")


@dataclass(frozen=True, slots=True)
class Piece(Generic[Anchor]):
    """Words (`kind` text), a line or page break, or an anchor for something apart (note, box).

    `raw` is what the file holds where that is not `text`. `traits` are those of `TRAITS` that hold.
    """

    kind: str
    text: str = ""
    raw: str | None = None
    traits: frozenset[str] = frozenset()
    anchor: Anchor | None = None


@dataclass(slots=True)
class Run:
    """Where words with the same traits were written."""

    start: int
    end: int
    traits: frozenset[str]


@dataclass(slots=True)
class Written:
    """What writing a paragraph's pieces left: the runs, and the anchors with their place."""

    runs: list[Run] = field(default_factory=list)
    anchors: list[tuple[Piece, Mark]] = field(default_factory=list)  # type: ignore[type-arg]


def has_words(pieces: Iterable[Piece[Anchor]]) -> bool:
    """True when something of the pieces can be seen."""
    return any(piece.kind == "text" and piece.text.strip() for piece in pieces)


def write_pieces(
    assembly: Assembly, pieces: Iterable[Piece[Anchor]], page_break: Callable[[], None]
) -> Written:
    """Append the pieces' words to `assembly`; `page_break` is called where a page ends."""
    written = Written()
    begin = assembly.mark.at
    for piece in pieces:
        if piece.kind == "text":
            start = assembly.mark.at
            _write_text(assembly, piece)
            if piece.text.strip():
                written.runs.append(Run(start, assembly.mark.at, piece.traits))
        elif piece.kind == "page":
            if piece.text and assembly.mark.at > begin:
                assembly.separate("\n")
            page_break()
        elif piece.kind == "anchor":
            written.anchors.append((piece, assembly.mark))
    return written


def look_of(runs: list[Run], start: int) -> dict[str, str]:
    """Attributes for the looks of a block that begins at `start`.

    `bold: yes` when all its words are bold; `bold_prefix: 17` when only its first 17 characters
    are (a speaker's name, a run-in heading). The same for italic and underline.
    """
    attributes: dict[str, str] = {}
    for trait in TRAITS:
        if not runs or trait not in runs[0].traits:
            continue
        if all(trait in run.traits for run in runs):
            attributes[trait] = "yes"
            continue
        end = next(i for i, run in enumerate(runs) if trait not in run.traits)
        attributes[f"{trait}_prefix"] = str(runs[end - 1].end - start)
    return attributes


def add_plain(assembly: Assembly, text: str) -> None:
    """Append words with their invisible signs out, and no-break hyphens and ligatures plain."""
    done = 0
    for change in _CHANGED.finditer(text):
        assembly.add(text[done : change.start()])
        assembly.replace(change.group(), *_plain_sign(change.group()))
        done = change.end()
    assembly.add(text[done:])


def plain(text: str) -> str:
    """`text` as `add_plain` writes it."""
    return clean(_CHANGED.sub(lambda change: _plain_sign(change.group())[0], text))


def _plain_sign(sign: str) -> tuple[str, str]:
    """What is read for a sign, and the kind of edit that this makes."""
    if sign in _HYPHENS:
        return "-", "normal-form"
    if sign >= "\ufb00":
        return unicodedata.normalize("NFKC", sign), "ligature"
    return "", "deleted"


def _write_text(assembly: Assembly, piece: Piece[Anchor]) -> None:
    if piece.raw is None:
        add_plain(assembly, piece.text)
    else:
        assembly.replace(piece.raw, piece.text, "normal-form")
