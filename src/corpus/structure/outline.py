"""The outline: which pieces are headings, and the tree of sections they open."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.french.fold import fold_word
from corpus.model import Section
from corpus.structure.lines import is_terminal
from corpus.structure.numbering import Open, fits
from corpus.structure.pieces import Piece
from corpus.structure.tree import Tree
from corpus.structure.vocabulary import opener
from corpus.structure.words import folded, starts_with

_SENTENCE_INSIDE = re.compile(r"[.!?]\s+[A-ZÀ-Ý«]")
_LEADERS = re.compile(r"(?:\.{4,}|…{2,}|_{4,})\s*\d+$")
_MAX_HEADING = 300
# « Évreux, le 24 février 2025 » below the articles.
_DATED = re.compile(r"[*_]*[A-ZÀ-Ý][\w'’ -]{2,40},\s+le\s+\d.{0,30}$")
_SEQUENTIAL = frozenset({"numeric", "dotted", "roman", "upper"})
# Markers that name or number a heading set by the format itself.
_HEADED = frozenset({"division", *_SEQUENTIAL})
_ITEMS = frozenset({"bullet", "degree", "letter", "paren"})


@dataclass(slots=True)
class Outline:
    """Sections in order of start, and for each piece the index of the innermost one around it.

    `formula` is the index of the piece that says « Arrête : », `signature` of the one that says
    « Fait à… », where there are such.
    """

    sections: list[Section] = field(default_factory=list)
    of_piece: list[int | None] = field(default_factory=list)
    formula: int | None = None
    signature: int | None = None

    def set_sections(self, sections: Sequence[Section], pieces: Sequence[Piece]) -> None:
        """Put sections known from the format, apart and in order, in place of those found."""
        self.sections = list(sections)
        starts = [section.start for section in sections]
        indexes = [bisect_right(starts, piece.start) - 1 for piece in pieces]
        self.of_piece = [index if index >= 0 else None for index in indexes]


def outline(
    text: str,
    pieces: Sequence[Piece],
    *,
    charter: bool = False,
    spoken: bool = False,
    body_start: int = 0,
) -> Outline:
    """Decide what each piece is (its `kind` is set) and build the tree of sections.

    `charter`: the whole text is a charter, its numbers are principles. `spoken`: a hearing, where a
    number opens a question and only the format's own headings open a section. `body_start`: the
    end of the letterhead and title, which may be set as headings but open nothing.
    """
    builder = _Builder(text, pieces, charter, spoken, body_start)
    return builder.build()


class _Builder:
    def __init__(
        self,
        text: str,
        pieces: Sequence[Piece],
        charter: bool,
        spoken: bool,
        body_start: int,
    ) -> None:
        self.text = text
        self.pieces = pieces
        self.charter = charter
        self.spoken = spoken
        self.body_start = body_start
        self.tree = Tree()
        self.stack = self.tree.stack
        self.opened = self.tree.opened
        self.result = Outline()
        self.visas = not spoken and any(p.marker and p.marker.style == "visa" for p in pieces)

    def build(self) -> Outline:
        body = [i for i, p in enumerate(self.pieces) if p.kind not in ("furniture", "note")]
        position = {index: at for at, index in enumerate(body)}
        taken = -1
        for index, piece in enumerate(self.pieces):
            at = position.get(index)
            if at is not None and index != taken:
                before = self.pieces[body[at - 1]] if at else None
                after = self.pieces[body[at + 1]] if at + 1 < len(body) else None
                opened = self._look(index, piece, before, after)
                if opened is not None:
                    self.tree.push(opened)
                    if after is not None and self._take_title(opened, piece, after):
                        taken = body[at + 1]
            self.result.of_piece.append(self.tree.current)
        at = self.result.formula
        formula = self.pieces[at].start if at is not None else None
        self.result.sections = self.tree.sections(self.text, formula)
        return self.result

    # ------------------------------------------------------------ what a piece is

    def _look(
        self, index: int, piece: Piece, before: Piece | None, after: Piece | None
    ) -> Open | None:
        if piece.kind == "heading":
            return self._block_heading(index, piece)
        if self.spoken or piece.kind not in ("paragraph", "item"):
            self._spoken_item(piece)
            return None
        marker = piece.marker
        if marker is None:
            return self._unmarked(index, piece)
        if marker.style == "visa":
            return self._visa(piece)
        if marker.style in _ITEMS:
            if self._stands_apart(piece, before, after):
                piece.kind = "heading"
                title = clean(self.text[piece.words : piece.end])
                return Open((marker.style, 0), marker.label, title, "section", piece.start)
            piece.kind = "item"
            return self._principle_item(piece)
        if marker.style in ("division", "bare", "hash"):
            return self._division(piece)
        return self._numbered(piece, before, after)

    def _stands_apart(self, piece: Piece, before: Piece | None, after: Piece | None) -> bool:
        """« a) Le diagnostic », alone above a paragraph: a title and no member of a list."""
        marker = piece.marker
        if marker is None or marker.style not in ("letter", "degree") or piece.kind == "item":
            return False
        if after is None or after.marker is not None or not (piece.gap and after.gap):
            return False
        words = self.text[piece.words : piece.end]
        return (
            0 < len(words) < 120
            and words[0].isupper()
            and not is_terminal(self.text, piece.end)
            and not self._led_in(before, piece)
            and not any(o.kind == "article" for o in self.stack)
        )

    def _spoken_item(self, piece: Piece) -> None:
        if piece.kind == "paragraph" and piece.marker and piece.marker.style in _ITEMS:
            piece.kind = "item"

    def _block_heading(self, index: int, piece: Piece) -> Open | None:
        above = piece.start < self.body_start or (self.visas and not self.opened)
        if above or self._is_formula(index, piece):
            return None
        marker = piece.marker
        named = marker is not None and marker.style in _HEADED
        label = marker.label if marker is not None and named else ""
        division = marker.division if marker is not None else None
        kind = division.kind if division is not None else "section"
        if label and kind == "section" and marker and marker.depth == 1 and self._in_charter():
            kind = "principle"
        title = clean(self.text[piece.words : piece.end] if named else self._whole(piece))
        level = piece.level or 1
        # A heading that is no division stands inside the article set in the same type.
        rank = 2 * level + (division is None)
        return Open(("block", rank), label, title, kind, piece.start, rank=rank)

    def _whole(self, piece: Piece) -> str:
        return self.text[piece.start : piece.end]

    def _division(self, piece: Piece) -> Open | None:
        marker = piece.marker
        assert marker is not None
        if marker.style == "hash":
            piece.kind = "heading"
            return Open(
                ("block", marker.hashes),
                "",
                clean(self._whole(piece)),
                "section",
                piece.start,
                rank=2 * marker.hashes + 1,
            )
        if marker.style == "bare":
            piece.kind = "heading"
            return Open(("bare", 0), "", clean(self._whole(piece)), "section", piece.start)
        division = marker.division
        assert division is not None
        rest = self.text[piece.words : piece.end].strip(" *_")
        short = len(rest) <= _MAX_HEADING and not _SENTENCE_INSIDE.search(rest)
        titled = short and bool(rest) and not is_terminal(self.text, piece.end)
        if not rest or titled or (short and division.rank < 10):
            piece.kind = "heading"
        elif division.rank < 10:
            return None
        told = division.kind == "principle" and short and len(rest) <= 250
        title = clean(rest) if piece.kind == "heading" or told else ""
        return Open(
            (division.name, 0),
            marker.label,
            title,
            division.kind,
            piece.start,
            rank=2 * division.rank,
        )

    def _visa(self, piece: Piece) -> Open | None:
        if any(open_.kind in ("article", "annex") for open_ in self.opened):
            return None
        marker = piece.marker
        assert marker is not None
        reason = fold_word(marker.label) in opener("divisions", "considerants")
        label = "Considérants" if reason else "Visas"
        if (
            self.stack
            and self.stack[-1].kind == "visa"
            and (self.stack[-1].label == label or not reason)
        ):
            return None
        return Open(("visa", 0), label, "", "visa", piece.start, rank=2)

    def _principle_item(self, piece: Piece) -> Open | None:
        """The numbered item of a charter is a principle, whether it is set as a heading or not."""
        marker = piece.marker
        assert marker is not None
        if marker.style != "degree" or not self._in_charter():
            return None
        if any(open_.kind == "principle" and open_.style[0] != "degree" for open_ in self.stack):
            return None
        return Open(("degree", 0), marker.label, "", "principle", piece.start)

    def _unmarked(self, index: int, piece: Piece) -> Open | None:
        length = piece.end - piece.start
        if length > 200:
            return None
        words = self._whole(piece)
        if self._is_formula(index, piece):
            return None
        signed = starts_with(words.lstrip(" *_"), "divisions", "signatures") or (
            self._in_article() and _DATED.match(words)
        )
        if signed and any(map(str.isdigit, words)):
            self.result.signature = index
            return Open(("signature", 0), "", "", "signature", piece.start, rank=2)
        if self.opened and self._is_title_line(words):
            piece.kind = "heading"
            return Open(("caps", 0), "", clean(words), "section", piece.start)
        return None

    def _is_formula(self, index: int, piece: Piece) -> bool:
        """« Arrête : » closes the visas and opens the operative part."""
        if piece.end - piece.start > 60 or not starts_with(
            self.text[piece.start : piece.end].lstrip(" *_#"), "kinds", "dispositif"
        ):
            return False
        words = folded(self._whole(piece)).strip(" *_:#.")
        if words not in opener("kinds", "dispositif"):
            return False
        self.result.formula = index
        self.stack.clear()
        return True

    def _is_title_line(self, words: str) -> bool:
        if self.stack and self.stack[-1].kind in ("signature", "visa", "article"):
            return False
        return (
            words.isupper()
            and 6 <= len(words) <= 150
            and words[-1] not in ".;,:"
            and (sum(map(str.isalpha, words)) > 0.6 * len(words))
        )

    def _numbered(self, piece: Piece, before: Piece | None, after: Piece | None) -> Open | None:
        """A number is a heading when it follows its elders, and reads like a title; the members of
        a list that end like sentences are items."""
        marker = piece.marker
        assert marker is not None
        style = fits(marker, self.stack)
        words = self.text[piece.words : piece.end]
        terminal = is_terminal(self.text, piece.end)
        listed = words.rstrip()[-1:] in (";", ",") or self._led_in(before, piece)
        if marker.style in ("roman", "upper") and self._in_article() and (terminal or listed):
            return None  # « II. – Le préfet… »: a paragraph of the article
        if _LEADERS.search(words):
            return None  # a line of a table of contents
        if style is None or not words or listed or piece.kind == "item":
            if listed or piece.kind == "item" or _neighbours(before, piece, after):
                piece.kind = "item"
                return self._numeric_principle(piece, style)
            return None
        if words[0].islower():
            return None
        short = len(words) <= _MAX_HEADING and not _SENTENCE_INSIDE.search(words)
        if terminal and _neighbours(before, piece, after):
            piece.kind = "item"
            return self._numeric_principle(piece, style)
        if short:
            piece.kind = "heading"
        title = clean(words) if short else ""
        kind = "section"
        if style == ("num", 1) and self._in_charter():
            kind = "principle"
        return Open(style, marker.label, title, kind, piece.start)

    def _numeric_principle(self, piece: Piece, style: tuple[str, int] | None) -> Open | None:
        if style != ("num", 1) or not self._in_charter() or piece.marker is None:
            return None
        return Open(style, piece.marker.label, "", "principle", piece.start)

    def _led_in(self, before: Piece | None, piece: Piece) -> bool:
        """The piece above ends with a colon and is no heading, or is an item of the same list."""
        if before is None:
            return False
        if before.kind == "item":
            return bool(
                before.marker and piece.marker and before.marker.style == piece.marker.style
            )
        return before.kind == "paragraph" and self.text[before.end - 1] == ":"

    def _in_article(self) -> bool:
        return any(open_.kind == "article" for open_ in self.stack)

    def _in_charter(self) -> bool:
        words = opener("divisions", "chartes")
        return (self.charter and not any(o.kind == "article" for o in self.stack)) or any(
            word in fold_word(open_.title)
            for open_ in self.stack
            for word in words
            if open_.kind != "article"
        )

    # ------------------------------------------------------------ the tree

    def _take_title(self, opened: Open, piece: Piece, after: Piece) -> bool:
        """A division named alone on its line takes the short line below as its title."""
        if opened.title or opened.kind in ("visa", "signature") or piece.kind != "heading":
            return False
        bare = after.marker is None or after.marker.style == "bare"
        if not bare or after.kind not in ("paragraph", "heading"):
            return False
        words = self._whole(after)
        titled = words.isupper() or (opened.kind not in ("article", "principle"))
        if not titled or len(words) > 200 or is_terminal(self.text, after.end):
            return False
        opened.title = clean(words)
        after.kind = "heading"
        return True


def _neighbours(before: Piece | None, piece: Piece, after: Piece | None) -> bool:
    """Does a member of the same numbering stand directly above or below?"""
    return any(
        other is not None
        and other.marker is not None
        and piece.marker is not None
        and other.marker.style == piece.marker.style
        and other.marker.depth == piece.marker.depth
        for other in (before, after)
    )


def clean(title: str) -> str:
    """A heading's words on one line, without layout marks or the dash and stop around them."""
    return " ".join(title.split()).strip("*_# .:–—-").strip()
