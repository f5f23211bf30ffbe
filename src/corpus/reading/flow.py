"""Sheets to a document: furniture set aside, blocks rejoined over pages, notes put in their place.

The canonical text has one block a line; cells of a row are parted by tabulators. A footnote stands
at the end of its page, but before the paragraph that runs on to the next page, so that neither
a sentence is cut nor a note leaves its page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

from corpus.model import Block, Box, Edit, Furniture, NoteCall, Span
from corpus.reading.blocks import Chunk, chunks_of, continues_across, describe
from corpus.reading.compose import Composer, Item, plain
from corpus.reading.furniture import Found, find_furniture
from corpus.reading.hyphens import Vocabulary
from corpus.reading.layout import Line, lines_of
from corpus.reading.letterspacing import letterspaced
from corpus.reading.levels import set_levels
from corpus.reading.misread import corrected
from corpus.reading.notes_pdf import find_calls, part_notes
from corpus.reading.page import BOLD, ITALIC, Sheet, Word
from corpus.reading.tables import Cell, Table, tables_of
from corpus.reading.tables_across import rejoin_row
from corpus.reading.typography import Typography, typography

# Words further apart than this in the raw text are no neighbours there.
_GAP = 8
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(slots=True)
class Leaf:
    """One page on its way: its sheet, its tables, its lines in order, and what was set aside."""

    sheet: Sheet
    tables: list[Table]
    lines: list[Line]
    cut: dict[Word, str] = field(default_factory=dict)
    label: str | None = None


@dataclass(slots=True)
class Flow:
    """The finished parts of a document."""

    text: str
    spans: Mapping[int, tuple[int, int]]
    labels: Mapping[int, str]
    blocks: tuple[Block, ...]
    boxes: tuple[Box, ...]
    calls: tuple[NoteCall, ...]
    edits: tuple[Edit, ...]
    furniture: tuple[Furniture, ...]
    items: list[Item]


def leaves_of(sheets: Sequence[Sheet]) -> tuple[list[Leaf], Found]:
    """Tables and lines of every page, and the furniture of the whole file cut from them."""
    tables = {sheet.number: tables_of(sheet) for sheet in sheets}
    whole = [(sheet, lines_of(sheet)) for sheet in sheets]
    found = find_furniture(whole)
    leaves = []
    for sheet, lines in whole:
        kept_tables = _spare_tables(tables[sheet.number], lines, found)
        cut = {
            word: kind
            for line, kind in found.kinds.items()
            if line.page == sheet.number
            for word in line.words
        }
        if kept_tables:
            inside = {word for table in kept_tables for word in table.words()}
            outside = [w for w in sheet.words if w not in cut and w not in inside]
            body = lines_of(sheet, outside, kept_tables)
        elif len(cut) == sum(len(line.words) for line in lines if line in found.kinds):
            body = [line for line in lines if line not in found.kinds]
        else:
            body = lines_of(sheet, [word for word in sheet.words if word not in cut])
        leaves.append(Leaf(sheet, kept_tables, body, cut, found.labels.get(sheet.number)))
    return leaves, found


def _spare_tables(tables: list[Table], lines: list[Line], found: Found) -> list[Table]:
    """A table that is furniture as a whole goes with it; a table of the body keeps all its lines,
    its head too, even when this returns on every page."""
    kept = []
    for table in tables:
        words = set(table.words())
        touching = [line for line in lines if any(word in words for word in line.words)]
        cut = [line for line in touching if line in found.kinds]
        if cut and len(cut) == len(touching):
            continue
        for line in cut:
            if found.kinds[line] in ("header", "footer", "page-number"):
                del found.kinds[line]
        kept.append(table)
    return kept


def flow(leaves: Sequence[Leaf], found: Found) -> Flow:
    """Puts the pages of a file together."""
    width = median(leaf.sheet.width for leaf in leaves) if leaves else 0.0
    habits = typography((leaf.lines for leaf in leaves), width)
    vocabulary = Vocabulary()
    for leaf in leaves:
        vocabulary.add(leaf.lines)
    chunks, calls = _chunks(leaves, habits)
    set_levels(chunks)
    writer = _Writer(leaves, vocabulary, dict(calls))
    for chunk in chunks:
        writer.write(chunk)
    return writer.finish(leaves, found)


def _chunks(
    leaves: Sequence[Leaf], habits: Typography
) -> tuple[list[Chunk], list[tuple[Word, str]]]:
    chunks: list[Chunk] = []
    calls: list[tuple[Word, str]] = []
    waiting: list[tuple[int, list[Chunk]]] = []
    last_label = ""
    for leaf in leaves:
        foot = part_notes(leaf.sheet, leaf.lines, habits.body)
        own = chunks_of(foot.body, habits)
        if chunks and own and _runs_on(chunks[-1], own[0], habits):
            chunks[-1].lines.extend(own.pop(0).lines)
            chunks[-1].kind = "paragraph"
            describe(chunks[-1], habits)
        elif chunks and own and _cut_row(leaves, chunks[-1], own[0]):
            own = own if own[0].table and own[0].table.rows else own[1:]
        chunks.extend(own)
        notes = chunks_of(foot.aside, habits)
        if foot.rest:
            notes.append(Chunk("note", foot.rest, label=last_label))
        notes += [Chunk("note", note.lines, label=note.label) for note in foot.notes]
        if foot.notes:
            last_label = foot.notes[-1].label
            found = find_calls(foot.body, {note.label for note in foot.notes})
            calls.extend(found)
        if notes:
            waiting.append((leaf.sheet.number, notes))
    for number, notes in waiting:
        place = _note_place(chunks, number)
        chunks[place:place] = notes
    return chunks, calls


def _runs_on(last: Chunk, first: Chunk, habits: Typography) -> bool:
    if "heading" in (last.kind, first.kind) and not (last.bold and first.bold):
        return False
    limit = max(last.lines[-1].right, min(habits.right, last.lines[-1].right + 30))
    edges = [line.x1 for line in last.lines[:-1]]
    return continues_across(last, first.lines[0], max(edges) if len(edges) > 1 else limit)


def _cut_row(leaves: Sequence[Leaf], last: Chunk, first: Chunk) -> bool:
    """Puts the row together that a page break cuts between two tables; False without one."""
    if last.table is None or first.table is None:
        return False
    sheets = {leaf.sheet.number: leaf.sheet for leaf in leaves}
    return rejoin_row(last.table, first.table, (last.page, first.page), sheets)


def _note_place(chunks: Sequence[Chunk], number: int) -> int:
    """Where page `number`'s notes go: after its last block, or before it when it runs on."""
    place = 0
    for at, chunk in enumerate(chunks):
        if chunk.lines[0].page > number:
            break
        runs_on = chunk.kind != "note" and chunk.lines[-1].page > number
        starts_here = chunk.lines[0].page == number
        place = _before(chunks, at, number) if runs_on and starts_here else at + 1
    return place


def _before(chunks: Sequence[Chunk], at: int, number: int) -> int:
    """The place before block `at` that parts nothing: before the heading above it, and before the
    whole list to which it belongs, as far as these stand on page `number`."""
    place = at
    if chunks[at].kind == "item":
        while place and chunks[place - 1].kind == "item":
            place -= 1
        if place and chunks[place - 1].kind == "paragraph":
            place -= 1
    while place and chunks[place - 1].kind == "heading":
        place -= 1
    return place if chunks[place].page == number else at


class _Writer:
    """Writes chunks into a composer and remembers where they came to stand."""

    def __init__(
        self, leaves: Sequence[Leaf], vocabulary: Vocabulary, calls: dict[Word, str]
    ) -> None:
        self.sheets = {leaf.sheet.number: leaf.sheet for leaf in leaves}
        self.composer = Composer(self.sheets)
        self.vocabulary = vocabulary
        self.called = calls
        self.blocks: list[Block] = []
        self.call_items: list[tuple[int, str, Item]] = []
        self.note_spans: dict[tuple[int, str], Span] = {}

    def write(self, chunk: Chunk) -> None:
        page = chunk.page
        if chunk.table is not None:
            self._reach(page)
            self._write_table(chunk.table, page)
            return
        self.composer.separate("\n")
        first = len(self.composer.items)
        self._write_lines(chunk.lines)
        items = self.composer.items
        start, end = items[first].start, items[-1].end
        attributes = _look(items[first:])
        if chunk.contents:
            attributes["toc"] = "yes"
        if chunk.centred:
            attributes["align"] = "center"
        if chunk.size:
            attributes["size"] = f"{chunk.size:g}"
        if chunk.kind == "note":
            attributes["note"] = "footnote"
        self.blocks.append(
            Block(chunk.kind, start, end, chunk.level, chunk.label, page, attributes)
        )
        if chunk.kind == "note":
            self.note_spans.setdefault((page, chunk.label), Span(start, end))

    def _reach(self, page: int) -> None:
        if page > self.composer.region:
            self.composer.begin_page(page)

    def _write_lines(self, lines: Sequence[Line], narrow: bool = False) -> None:
        previous: Word | None = None
        composer, called = self.composer, self.called
        for line in lines:
            page, words = line.page, line.words
            if not narrow:
                self._reach(page)
            tight = letterspaced(words)
            raw = self.sheets[page].raw
            for word in words:
                if previous is not None:
                    first = word is words[0]
                    torn = first and narrow and self.vocabulary.is_torn(previous.text, word.text)
                    end = previous.end
                    if first or tight or word.start != end + 1 or raw[end] != " ":
                        self._space(page, previous, word, first, torn or word in tight)
                    else:
                        composer.separate(" ")
                if word.confidence is None and word not in called:
                    composer.take(page, word)
                else:
                    self._take(page, word)
                previous = word

    def _space(self, page: int, before: Word, word: Word, new_line: bool, tight: bool) -> None:
        if before.broken:
            keeps = not new_line or self.vocabulary.keeps_hyphen(before.text, word.text)
            self.composer.separate("-" if keeps else "")
        elif tight:
            self.composer.separate("")
        elif new_line or before.apart:
            self.composer.separate(" ")
        else:
            self.composer.separate(" " if self._is_parted(page, before, word) else "")

    def _is_parted(self, page: int, before: Word, word: Word) -> bool:
        """True when a blank stands between two words of a line: one of the raw text where they
        follow each other there, or white on the page where they do not."""
        if 0 <= word.start - before.end <= _GAP:
            gap = self.sheets[page].raw[before.end : word.start]
            if gap in ("", " "):
                return gap == " "
            # PDFium also starts a new line where only the baseline moves, around a note call.
            if "\n" not in gap and not any(char.isalnum() for char in gap):
                return any(char.isspace() for char in gap)
        return word.x0 - before.x1 > 0.08 * word.size

    def _take(self, page: int, word: Word) -> None:
        label = self.called.get(word)
        if label is None:
            right = corrected(word.text) if word.confidence is not None else word.text
            if right != word.text:
                self.composer.take(page, word, plain(right)[0], "normal-form")
            else:
                self.composer.take(page, word)
            return
        # A call glued to its word would make `parents1` of it; set apart and raised, it stays
        # what the reader of the page sees.
        self.composer.separate(" ")
        raised = word.text.translate(_SUPERSCRIPT)
        item = self.composer.take(page, word, raised, "normal-form")
        self.call_items.append((page, label, item))

    def _write_table(self, table: Table, page: int) -> None:
        for cells in table.rows:
            filled = [cell for cell in cells if cell.words]
            if not filled:
                continue
            row_block = len(self.blocks)
            row_start = -1
            separator = "\n"
            for cell in cells:
                if not cell.words:
                    separator += "\t"
                    continue
                self.composer.separate(separator)
                start, end = self._write_cell(cell, page)
                row_start = start if row_start < 0 else row_start
                separator = "\t"
            head = {"row": str(cells[0].row)}
            self.blocks.insert(row_block, Block("row", row_start, end, page=page, attributes=head))

    def _write_cell(self, cell: Cell, page: int) -> tuple[int, int]:
        first = len(self.composer.items)
        lines = lines_of(self.sheets[page], cell.words)
        for number, words in cell.rest:
            lines += lines_of(self.sheets[number], words)
        self._write_lines(lines, narrow=True)
        items = self.composer.items
        start, end = items[first].start, items[-1].end
        place = {"row": str(cell.row), "column": str(cell.column)}
        self.blocks.append(Block("cell", start, end, page=page, attributes=place))
        return start, end

    def finish(self, leaves: Sequence[Leaf], found: Found) -> Flow:
        composer = self.composer
        text = composer.text()
        calls = []
        for page, label, item in self.call_items:
            note = self.note_spans.get((page, label))
            if note is not None:
                calls.append(NoteCall(label, _label_span(item, label), note))
        spans = composer.page_spans([leaf.sheet.number for leaf in leaves], len(text))
        cut = {leaf.sheet.number: leaf.cut for leaf in leaves}
        furniture = [
            Furniture(kind, leaf.sheet.number, text_of)
            for leaf in leaves
            for kind, text_of in _furniture(leaf, found)
        ]
        return Flow(
            text=text,
            spans=spans,
            labels=found.labels,
            blocks=tuple(self.blocks),
            boxes=composer.boxes(),
            calls=tuple(calls),
            edits=composer.edits(text, spans, cut),
            furniture=tuple(furniture),
            items=composer.items,
        )


def _look(items: Sequence[Item]) -> dict[str, str]:
    """`bold: yes` when all words are bold, `bold_prefix: 17` when the first 17 characters are
    (a speaker's name); the same for italic."""
    look: dict[str, str] = {}
    for flag, name in ((BOLD, "bold"), (ITALIC, "italic")):
        end = 0
        while end < len(items) and items[end].word.style & flag:
            end += 1
        if end == len(items):
            look[name] = "yes"
        elif end:
            look[f"{name}_prefix"] = str(items[end - 1].end - items[0].start)
    return look


def _label_span(item: Item, label: str) -> Span:
    at = item.word.text.find(label)
    return Span(item.start + max(at, 0), item.start + max(at, 0) + len(label))


def _furniture(leaf: Leaf, found: Found) -> list[tuple[str, str]]:
    lines: dict[Line, str] = {}
    kinds = []
    for line, kind in found.kinds.items():
        if line.page == leaf.sheet.number:
            lines[line] = kind
    for line in sorted(lines, key=lambda line: (line.y0, line.x0)):
        kinds.append((lines[line], line.text))
    return kinds
