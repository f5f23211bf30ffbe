"""The facts of a document as marks on its text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from corpus.browse import addresses
from corpus.browse.labels import LABELS, MODALITIES, PARTS
from corpus.browse.markup import Mark, render
from corpus.browse.typography import day
from corpus.store.pages import Row


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything to show on a stretch of text."""

    mentions: Sequence[Row] = ()
    citations: Sequence[Row] = ()
    statements: Sequence[Row] = ()
    parts: Mapping[int, Sequence[Row]] = field(default_factory=dict)
    quotations: Sequence[Row] = ()

    def marks(self) -> list[Mark]:
        """Statements outside, then references, then mentions."""
        return [
            *(mark for row in _placed(self.statements) for mark in self._statement(row)),
            *(_citation(row) for row in _placed(self.citations)),
            *(_mention(row) for row in _placed(self.mentions)),
        ]

    def _statement(self, row: Row) -> Iterable[Mark]:
        name = MODALITIES[row["modality"]]
        href = addresses.statement(row["public_id"], row["rank"])
        who = f", porteur : {row['who']}" if row["who"] else ""
        yield Mark(
            row["start"], row["stop"], f"e e-{name.css}", chip=name.chip, chip_href=href,
            title=f"{name.one}{who}", describe=name.one, rank=0,
        )  # fmt: skip
        for part in self.parts.get(row["id"], ()):
            if part["role"] == "trigger":
                yield Mark(part["start"], part["stop"], f"d d-{name.css}", rank=1)


def _placed(rows: Iterable[Row]) -> Iterable[Row]:
    """Facts that stand in a passage: the others have no address to lead to."""
    return (row for row in rows if row["public_id"])


def _citation(row: Row) -> Mark:
    if row["title"]:
        title = f"Texte cité : {row['title']}" + ("" if row["held"] else " (absent du corpus)")
    else:
        title = f"Texte cité, laissé ouvert : {row['reason'] or 'sans motif'}"
    href = addresses.reference(row["public_id"], row["rank"])
    css = "m m-reference" if row["text_id"] else "m m-reference m-ouvert"
    return Mark(row["start"], row["stop"], css, href=href, title=title, rank=2)


def _mention(row: Row) -> Mark:
    name = LABELS[row["label"]]
    css = f"m m-{name.css}" + (" m-douteux" if row["certainty"] < 0.5 else "")
    href = addresses.mention(row["public_id"], row["rank"])
    title = f"{name.one.capitalize()} : {row['name']}"
    return Mark(row["start"], row["stop"], css, href=href, title=title, rank=3)


def marked(row: Row, marks: Iterable[Mark]) -> Markup:
    """A passage's words with its marks. Offsets of marks are those of the document; the passage
    brings its own words, so the document's whole text need not be read."""
    start = row["start"]
    shifted = (
        Mark(
            m.start - start, m.end - start, m.classes, m.href, m.title, m.chip, m.chip_href,
            m.describe, m.tag, m.rank, m.identifier,
        )
        for m in marks
        if m.start < row["stop"] and m.end > start
    )  # fmt: skip
    return render(row["text"], shifted)


def distribute(rows: Sequence[Row], marks: Iterable[Mark]) -> list[list[Mark]]:
    """The marks that touch each passage, for passages in the order of the text: one pass over
    both, where asking every passage about every mark would grow with the square of a document."""
    starts = [row["start"] for row in rows]
    sorted_in: list[list[Mark]] = [[] for _ in rows]
    for mark in marks:
        index = max(bisect_right(starts, mark.start) - 1, 0)
        while index < len(rows) and rows[index]["start"] < mark.end:
            sorted_in[index].append(mark)
            index += 1
    return sorted_in


def part_marks(parts: Iterable[Row], modality: str) -> list[Mark]:
    """The parts of one statement, each underlined and named in small letters before it."""
    css = MODALITIES[modality].css
    marks = []
    for part in parts:
        role = part["role"]
        title = PARTS.get(role, role)
        if part["iso"]:
            title += f" : {day(part['iso'])}"
        marks.append(
            Mark(
                part["start"],
                part["stop"],
                f"t t-{role}" + (f" d-{css}" if role == "trigger" else ""),
                chip=PARTS.get(role, role),
                title=title,
                tag="span",
                rank=0 if role == "action" else 1,
            )
        )
    return marks


def words_found(text: str, spans: Iterable[tuple[int, int]]) -> Markup:
    """`text` with the words that a search found set in `mark`."""
    return render(text, [Mark(start, end, "trouve", tag="mark") for start, end in spans])


def as_dict(row: Row) -> dict[str, Any]:
    """A row as a dictionary, for a template that adds to it."""
    return {name: row[name] for name in row.keys()}  # noqa: SIM118  (a Row is no mapping)
