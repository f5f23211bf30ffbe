"""Assembly: how a reader puts a `Document` together, piece by piece, with every change logged.

Two texts grow side by side. The raw text is what the format holds, put in a line; the canonical
text is what is read: NFC, `\\n` line ends, with the labels that the format only computes. Wherever
they differ there is an `Edit`, so that the raw text can always be had back.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from corpus.model import Block, Document, Edit, Furniture, NoteCall, Page, Problem, Span
from corpus.reading.source import Source

_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x1c-\x1e\x85\u2028\u2029]")
_LONE = re.compile("[\ud800-\udfff]")
_NULLS = re.compile("[\x00\ufeff\ufffe\uffff]")
_DIRTY = re.compile("[\x00\x0b\r\x1c-\x1e\x85\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
# Keeps an accent from melting into a letter that the reader itself inserted.
_JOINER = "\u034f"
_COMBINES = re.compile(r"[^\x00-\u02ff]")


def clean(text: str) -> str:
    """`text` in NFC with `\\n` line ends, without the characters that no database takes (null,
    lone surrogates, byte order marks inside)."""
    if _DIRTY.search(text):
        text = _NULLS.sub("", _LONE.sub("\ufffd", _LINE_ENDS.sub("\n", text)))
    return text if text.isascii() else unicodedata.normalize("NFC", text)


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in both texts at once."""

    at: int
    raw: int


@dataclass(slots=True)
class Open:
    """A block that has been opened and not yet closed."""

    kind: str
    start: int
    level: int
    label: str
    attributes: dict[str, str]
    place: int


@dataclass(slots=True)
class Assembly:
    """A document under construction.

    Pieces are added at the end only, so that a block's offsets never move. A block is opened,
    filled and closed; blocks may nest (a row and its cells), and come out in order of start.
    """

    source: Source
    format: str
    reader: str
    properties: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    furniture: list[Furniture] = field(default_factory=list)
    _text: list[str] = field(default_factory=list)
    _length: int = 0
    _raw_length: int = 0
    _blocks: list[Block | None] = field(default_factory=list)
    _calls: list[NoteCall] = field(default_factory=list)
    _edits: list[Edit] = field(default_factory=list)
    _breaks: list[tuple[Mark, int]] = field(default_factory=list)
    _last_word: int = 0

    @property
    def page(self) -> int:
        """The number of the page that is being written, counted from 1."""
        return len(self._breaks) + 1

    @property
    def mark(self) -> Mark:
        """Where the next piece will stand."""
        return Mark(self._length, self._raw_length)

    @property
    def tail(self) -> str:
        """The last character written, or an empty string."""
        return self._text[-1][-1] if self._text else ""

    def add(self, text: str) -> None:
        """Append words of the file: they stand in both texts alike (already NFC in the raw one,
        which for a zipped format is the readers' own line of it)."""
        text = clean(text)
        if not text:
            return
        if _COMBINES.match(text) and self._text and not self._joins(text[0]):
            if self._ends_with_edit():
                self.insert(_JOINER, "normal-form")
            else:
                text = self._recompose(text)
        self._append(text)
        self._raw_length += len(text)

    def insert(self, text: str, kind: str = "inserted") -> None:
        """Append words that the format computes and does not hold (a list's label)."""
        text = clean(text)
        if text:
            self._edits.append(Edit(kind, self._length, self._raw_length, "", text))
            self._append(text)

    def replace(self, raw: str, text: str, kind: str) -> None:
        """Append `text` where the file holds `raw`."""
        text = clean(text)
        if raw == text:
            self.add(text)
            return
        self._edits.append(Edit(kind, self._length, self._raw_length, raw, text))
        if text:
            self._append(text)
        self._raw_length += len(raw)

    def separate(self, separator: str) -> None:
        """See that the text so far ends with `separator` (nothing at the very beginning)."""
        if not self._length:
            return
        present = 0
        tail = "".join(self._text[-3:])[-len(separator) :]
        while present < len(separator) and tail.endswith("\n" * (present + 1)):
            present += 1
        self.add(separator[present:])

    def open(
        self,
        kind: str,
        *,
        level: int = 0,
        label: str = "",
        attributes: Mapping[str, str] | None = None,
    ) -> Open:
        """Begin a block here; its place among the blocks is kept."""
        self._blocks.append(None)
        place = len(self._blocks) - 1
        return Open(kind, self._length, level, clean(label), dict(attributes or {}), place)

    def close(self, block: Open) -> Span | None:
        """End a block here; a block without words is dropped (None)."""
        if block.start >= self._length:
            return None
        span = Span(block.start, self._length)
        self._blocks[block.place] = Block(
            block.kind, span.start, span.end, block.level, block.label, None, block.attributes
        )
        return span

    def call(self, label: str, call: Span, note: Span) -> None:
        """A note call and its note."""
        self._calls.append(NoteCall(label, call, note))

    def page_break(self) -> None:
        """A new page begins here."""
        self._breaks.append((self.mark, len(self._edits)))

    def words_since(self, at: int) -> bool:
        """True when something visible was written from offset `at` on."""
        return self._last_word > at

    def problem(self, code: str, message: str, remedy: str = "", severity: str = "info") -> None:
        """Something to tell the user, with the file's name before it."""
        self.problems.append(
            Problem(
                code=code,
                message=f"{self.source.name} : {message}",
                remedy=remedy,
                severity=severity,  # type: ignore[arg-type]
                path=str(self.source.path),
            )
        )

    def build(
        self, *, part: str | None = None, approximate: bool = False, reason: str = ""
    ) -> Document:
        """The finished document. `approximate` and `reason` go to its pages, when it has any."""
        text = "".join(self._text)
        pages = self._pages(len(text), approximate, reason)
        return Document(
            name=self.source.name,
            text=text,
            format=self.format,
            path=str(self.source.path),
            part=part,
            sha256=self.source.sha256,
            reader=self.reader,
            pages=pages,
            blocks=tuple(self._finished_blocks(text, pages)),
            calls=tuple(self._finished_calls(text)),
            edits=tuple(self._paged_edits(pages)),
            furniture=tuple(self.furniture),
            properties=dict(self.properties),
            problems=tuple(self.problems),
        )

    def _append(self, text: str) -> None:
        self._text.append(text)
        self._length += len(text)
        if not text.isspace():
            self._last_word = self._length

    def _joins(self, char: str) -> bool:
        return unicodedata.is_normalized("NFC", self._text[-1][-1] + char)

    def _ends_with_edit(self) -> bool:
        last = self._edits[-1] if self._edits else None
        return last is not None and last.start + len(last.text) >= self._length

    def _recompose(self, text: str) -> str:
        """Take back the last letter, for an accent that comes in a piece of its own."""
        taken = ""
        while self._text and (not taken or unicodedata.combining(taken[0])):
            piece = self._text.pop()
            taken = piece[-1] + taken
            if piece[:-1]:
                self._text.append(piece[:-1])
        self._length -= len(taken)
        self._raw_length -= len(taken)
        return unicodedata.normalize("NFC", taken + text)

    def _pages(self, length: int, approximate: bool, reason: str) -> tuple[Page, ...]:
        if not self._breaks:
            return ()
        starts = [0, *(mark.at for mark, _ in self._breaks)]
        ends = [*starts[1:], length]
        return tuple(
            Page(number, start, end, approximate=approximate, reason=reason)
            for number, (start, end) in enumerate(zip(starts, ends, strict=True), 1)
        )

    def _finished_blocks(self, text: str, pages: tuple[Page, ...]) -> Iterator[Block]:
        """The blocks without blanks at their edges, on their pages; those of blanks only go."""
        starts = [page.start for page in pages]
        for block in self._blocks:
            if block is None:
                continue
            span = _trimmed(text, block.start, block.end)
            if span.start < span.end:
                page = bisect_right(starts, span.start) if pages else None
                # A note's typed mark may be missing from the note itself.
                label = block.label if text.startswith(block.label.strip(), span.start) else ""
                yield replace(block, start=span.start, end=span.end, page=page, label=label)

    def _finished_calls(self, text: str) -> Iterator[NoteCall]:
        for call in self._calls:
            note = _trimmed(text, call.note.start, call.note.end)
            if note.start < note.end:
                yield replace(call, note=note)

    def _paged_edits(self, pages: tuple[Page, ...]) -> list[Edit]:
        """With pages, an edit's `raw_start` counts from the beginning of its page's raw text."""
        if not pages:
            return self._edits
        raw_starts = [0, *(mark.raw for mark, _ in self._breaks)]
        counts = [0, *(count for _, count in self._breaks)]
        paged = []
        for index, edit in enumerate(self._edits):
            page = bisect_right(counts, index)
            paged.append(replace(edit, raw_start=edit.raw_start - raw_starts[page - 1], page=page))
        return paged


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
