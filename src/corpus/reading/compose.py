"""The canonical text grows here, word by word, and every difference from the raw pages is logged.

A page's raw text is a row of words with gaps between them. Words taken in the row's own order are
*kept*; a kept word or gap that changes gives an edit in its place; words never taken are *cut*
(furniture); words taken out of order (a note set before a paragraph that runs on, the left column
of a page drawn right to left) are *moved*: their edit holds their raw text where it stood, and
where their canonical text now stands.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import lt

from corpus.model import Box, Document, Edit, Page
from corpus.reading.boxes import make_box
from corpus.reading.page import Sheet, Word
from corpus.reading.symbols import plain_symbols

_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
)
# Everything that `plain` would change, whatever the normal form.
_UNUSUAL = re.compile("[\ufb00-\ufb06\u2010\u2011\xad\ue000-\uf8ff]")
_PLAIN = str.maketrans({"\u2010": "-", "\u2011": "-", "\xad": None})


@dataclass(slots=True)
class Item:
    """A word that was taken: where it stands in its page's raw text and in the canonical one.
    `region` is the page in whose stretch of the canonical text it stands."""

    page: int
    region: int
    word: Word
    start: int
    end: int


def plain(text: str) -> tuple[str, str]:
    """A word as it is read, and the kind of edit that makes it so (empty when nothing changes)."""
    if text.isascii() or (not _UNUSUAL.search(text) and unicodedata.is_normalized("NFC", text)):
        return text, ""
    without = text.translate(_LIGATURES)
    kind = "ligature" if without != text else "normal-form"
    result = unicodedata.normalize("NFC", plain_symbols(without.translate(_PLAIN)))
    return result, kind if result != text else ""


class Composer:
    """Takes words and separators in canonical order, then gives text, pages, boxes and edits."""

    def __init__(self, sheets: Mapping[int, Sheet]) -> None:
        self._sheets = sheets
        self._parts: list[str] = []
        self._length = 0
        self._pending = ""
        self._region = 0
        self._is_new = False
        self._starts: dict[int, int] = {}
        self.items: list[Item] = []
        self._kinds: dict[int, str] = {}

    @property
    def region(self) -> int:
        """The page in whose stretch the next word will stand."""
        return self._region

    def separate(self, separator: str) -> None:
        """What stands between the last word and the next one; nothing before the first word."""
        self._pending = separator

    def begin_page(self, number: int) -> None:
        """The next word is the first one of page `number`'s stretch."""
        self._region = number
        self._is_new = True

    def take(self, page: int, word: Word, text: str | None = None, kind: str = "") -> Item:
        """Append a word of `page`; `text` replaces it, as an edit of `kind`."""
        if text is None:
            text = word.text
            if not text.isascii():
                text, kind = plain(text)
        parts, region, start = self._parts, self._region, self._length
        if parts:
            before = self._pending
            if not before and text and not _joins(parts[-1], text):
                before = " "
            if before:
                parts.append(before)
                start += len(before)
        self._pending = ""
        if self._is_new:
            self._starts[region] = start
            self._is_new = False
        end = start + len(text)
        item = Item(page, region, word, start, end)
        if kind:
            self._kinds[len(self.items)] = kind
        self.items.append(item)
        if text:
            parts.append(text)
        self._length = end
        return item

    def text(self) -> str:
        """The canonical text; it ends with a line end when it holds anything."""
        return "".join(self._parts) + ("\n" if self._parts else "")

    def page_spans(self, numbers: Sequence[int], length: int) -> dict[int, tuple[int, int]]:
        """Each page's stretch of the canonical text; a page without words has an empty one."""
        spans: dict[int, tuple[int, int]] = {}
        end = length
        for number in reversed(numbers):
            start = self._starts.get(number, -1)
            start = end if start < 0 else start
            spans[number] = start, end
            end = start
        if numbers and spans[numbers[0]][0] > 0:
            spans[numbers[0]] = 0, spans[numbers[0]][1]
        return spans

    def boxes(self) -> tuple[Box, ...]:
        """One box a word, on the page as it is displayed."""
        turned = {number: sheet for number, sheet in self._sheets.items() if sheet.turn}
        made = []
        for item in self.items:
            word, page = item.word, item.page
            x0, y0, x1, y1 = word.x0, word.y0, word.x1, word.y1
            if page in turned:
                x0, y0, x1, y1 = turned[page].displayed((x0, y0, x1, y1))
            made.append(make_box(item.start, item.end, page, x0, y0, x1, y1, word.confidence))
        return tuple(made)

    def edits(
        self,
        text: str,
        spans: Mapping[int, tuple[int, int]],
        cut: Mapping[int, Mapping[Word, str]],
    ) -> tuple[Edit, ...]:
        """Every change, page by page in raw order. `spans` are the pages' stretches of `text`;
        `cut` names, by page, the words left out."""
        following = [item.start for item in self.items[1:]] + [len(text)]
        by_page: dict[int, list[int]] = {number: [] for number in self._sheets}
        for at, item in enumerate(self.items):
            by_page[item.page].append(at)
        edits: list[Edit] = []
        for number, places in by_page.items():
            left_out = cut.get(number, {})
            page = _PageEdits(self, number, spans[number][0], text, following, places, left_out)
            edits.extend(page.edits())
        return tuple(edits)


class _PageEdits:
    """Finds the edits of one page."""

    def __init__(
        self,
        composer: Composer,
        number: int,
        origin: int,
        text: str,
        following: list[int],
        places: list[int],
        cut: Mapping[Word, str],
    ) -> None:
        self.composer, self.number, self.origin, self.text = composer, number, origin, text
        self.raw = composer._sheets[number].raw
        self.following, self.places, self.cut = following, places, cut
        self.kept = self._kept()
        self.found: list[Edit] = []

    def edits(self) -> list[Edit]:
        items, kept, raw, text = self.composer.items, self.kept, self.raw, self.text
        starts = [items[at].word.start for at in kept]
        runs = sorted(self._removed(), key=lambda run: run[0])
        cursor, canonical, next_run = 0, None, 0
        place = looked_at = 0
        while place < len(kept):
            item = items[kept[place]]
            between = []
            while next_run < len(runs) and runs[next_run][0] < starts[place]:
                between.append(runs[next_run])
                next_run += 1
            self._gap(cursor, starts[place], canonical, between, item.start)
            last = place
            if place >= looked_at:
                # Most lines stand in the text as they are: one look instead of one a word.
                limit = runs[next_run][0] if next_run < len(runs) else len(raw)
                last = self._line_end(starts, place, limit)
                looked_at = last + 1
                end = items[kept[last]]
                if raw[starts[place] : end.word.end] != text[item.start : end.end]:
                    last = place
            if last == place:
                self._word(kept[place], item)
            canonical = kept[last]
            cursor = items[canonical].word.end
            place = last + 1
        self._gap(cursor, len(raw), canonical, runs[next_run:], None)
        return self.found

    def _line_end(self, starts: list[int], place: int, limit: int) -> int:
        """Which kept word is the last of the raw line of the one at `place`, when they follow one
        another in the canonical text too, and none stands behind `limit`."""
        end = self.raw.find("\n", starts[place])
        last = bisect_left(starts, min(limit, end if end >= 0 else limit), place + 1) - 1
        return last if self.kept[last] - self.kept[place] == last - place else place

    def _kept(self) -> list[int]:
        """The longest row of this page's words that stand in raw order, in this page's stretch."""
        items = self.composer.items
        number = self.number
        own = [at for at in self.places if items[at].region == number]
        starts = [items[at].word.start for at in own]
        if all(map(lt, starts, starts[1:])):
            return own
        tails: list[int] = []
        ends: list[int] = []
        before: dict[int, int] = {}
        for at in own:
            place = bisect_left(tails, items[at].word.start)
            if place:
                before[at] = ends[place - 1]
            tails[place : place + 1] = [items[at].word.start]
            ends[place : place + 1] = [at]
        row: list[int] = []
        at = ends[-1] if ends else -1
        while at >= 0:
            row.append(at)
            at = before.get(at, -1)
        return row[::-1]

    def _removed(self) -> list[tuple[int, int, str, int, str]]:
        """Runs of words that are not kept: (raw start, raw end, kind, canonical start, text)."""
        if not self.cut and len(self.kept) == len(self.places):
            return []
        items = self.composer.items
        starts = [items[at].word.start for at in self.kept]
        moved = set(self.places).difference(self.kept) if len(starts) < len(self.places) else ()
        order = sorted(
            [(items[at].word, at) for at in moved] + [(word, -1) for word in self.cut],
            key=lambda pair: pair[0].start,
        )
        runs: list[tuple[int, int, str, int, str]] = []
        last_at, last_kind, last_before = -2, "", 0
        for word, at in order:
            before = bisect_left(starts, word.start)
            if before != last_before:
                last_at, last_kind, last_before = -2, "", before
            kind = self.cut[word] if at < 0 else "moved"
            start = 0 if at < 0 else items[at].start
            text = "" if at < 0 else self.text[start : self.following[at]]
            if kind == last_kind and (at < 0 or at == last_at + 1):
                raw_start, _, _, first, sofar = runs[-1]
                runs[-1] = raw_start, word.end, kind, first, sofar + text
            else:
                runs.append((word.start, word.end, kind, start, text))
            last_at, last_kind = at, kind
        return runs

    def _gap(
        self,
        start: int,
        end: int,
        before: int | None,
        runs: list[tuple[int, int, str, int, str]],
        next_start: int | None,
    ) -> None:
        """The raw characters between two kept words, and the words taken out of between them."""
        stop = runs[0][0] if runs else end
        raw = self.raw[start:stop]
        if not runs and raw == " " and before is not None:
            place = self.composer.items[before].end
            if self.text[place : self.following[before]] == " ":
                return
        if before is None:
            place = next_start if next_start is not None else self.origin
            separator = ""
        else:
            place = self.composer.items[before].end
            separator = self.text[place : self.following[before]]
        if raw != separator:
            self._add(_gap_kind(raw, separator), place, start, raw, separator)
        place += len(separator)
        for at, (raw_start, _, kind, moved_to, text) in enumerate(runs):
            stop = runs[at + 1][0] if at + 1 < len(runs) else end
            to = moved_to if kind == "moved" else place
            self._add(kind, to, raw_start, self.raw[raw_start:stop], text)

    def _word(self, at: int, item: Item) -> None:
        word = item.word
        raw = self.raw[word.start : word.end]
        text = self.text[item.start : item.end]
        if raw != text:
            kind = self.composer._kinds.get(at, "normal-form")
            self._add(kind, item.start, word.start, raw, text)

    def _add(self, kind: str, start: int, raw_start: int, raw: str, text: str) -> None:
        self.found.append(Edit(kind, start, raw_start, raw, text, self.number))


def _gap_kind(raw: str, separator: str) -> str:
    if not raw:
        return "inserted"
    if "\x02" in raw or raw.startswith(("-", "\xad", "\u2010")):
        return "hyphen"
    return "line-end" if "\n" in raw or "\r" in raw else "space"


def _joins(part: str, text: str) -> bool:
    return text.isascii() or unicodedata.is_normalized("NFC", part[-1:] + text[0])


def restore(document: Document) -> list[str]:
    """The raw text of each page, exactly as the engine gave it, with every edit undone.

    A document without pages gives one text. For a document that was never edited these are its
    pages' own stretches.
    """
    moved = sorted(
        (edit.start, edit.start + len(edit.text))
        for edit in document.edits
        if edit.kind == "moved" and edit.text
    )
    pages: Sequence[Page | None] = document.pages or (None,)
    by_page: dict[int | None, list[Edit]] = {}
    for edit in document.edits:
        by_page.setdefault(edit.page, []).append(edit)
    restored = []
    for page in pages:
        start, end = (page.start, page.end) if page else (0, len(document.text))
        edits = by_page.get(page.number if page else None, [])
        restored.append(_restore_page(document.text, start, end, edits, moved))
    return restored


def _restore_page(
    text: str, start: int, end: int, edits: Iterable[Edit], moved: list[tuple[int, int]]
) -> str:
    parts: list[str] = []
    cursor, raw_length = start, 0
    for edit in sorted(edits, key=lambda edit: edit.raw_start):
        piece, cursor = _copy(text, cursor, edit.raw_start - raw_length, moved)
        parts += [piece, edit.raw]
        raw_length = edit.raw_start + len(edit.raw)
        if edit.kind != "moved":
            cursor = edit.start + len(edit.text)
    piece, _ = _copy(text, cursor, end - cursor, moved, end)
    return "".join([*parts, piece])


def _copy(
    text: str, cursor: int, count: int, moved: list[tuple[int, int]], end: int | None = None
) -> tuple[str, int]:
    """`count` characters from `cursor` on, jumping over what was moved there from elsewhere."""
    parts: list[str] = []
    limit = len(text) if end is None else end
    while count > 0 and cursor < limit:
        at = bisect_left(moved, (cursor + 1, -1)) - 1
        if at >= 0 and moved[at][0] <= cursor < moved[at][1]:
            cursor = moved[at][1]
            continue
        stop = moved[at + 1][0] if at + 1 < len(moved) else limit
        stop = min(stop, cursor + count, limit)
        parts.append(text[cursor:stop])
        count -= stop - cursor
        cursor = stop
    return "".join(parts), cursor
