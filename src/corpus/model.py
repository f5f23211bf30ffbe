"""Facts and their provenance: the frozen dataclasses that every room exchanges.

Offsets are Unicode code points into `Document.text`, half open, and for every fact
`document.text[fact.start:fact.end] == fact.text` holds at all times (`corpus verify` proves it).
Nothing here knows a file format, a language or a database.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

PageStatus = Literal["native", "ocr-layer", "ocr", "needs-ocr", "garbled", "curves", "blank"]
Label = Literal["SERVICE", "BODY", "PRACTITIONER", "COMPETENCY", "REFERENCE"]
Modality = Literal[
    "obligation", "prohibition", "permission", "recommendation", "commitment", "assignment"
]
Role = Literal["interviewer", "interviewee", "chair", "rapporteur", "member", "witness", "other"]
Severity = Literal["error", "warning", "info"]

EMPTY: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of the canonical text, in code points."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words of this span in `text`."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """True when the two ranges share at least one character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that went wrong or was left open, told in French to the person who can mend it.

    `code` is stable (for tests and tables), `message` says what and `remedy` what to do.
    """

    code: str
    message: str
    remedy: str = ""
    severity: Severity = "error"
    path: str | None = None
    page: int | None = None
    line: int | None = None
    start: int | None = None
    end: int | None = None


# ---------------------------------------------------------------- what reading gives


@dataclass(frozen=True, slots=True)
class Page:
    """A physical page. `number` counts from 1; `label` is what is printed on it (`6`, `6/68`).

    `start:end` is its part of the canonical text. `width`/`height` are in PDF points (0 when the
    format has no geometry). `approximate` is true where the format only hints at page breaks.
    """

    number: int
    start: int
    end: int
    label: str | None = None
    status: PageStatus = "native"
    reason: str = ""
    width: float = 0.0
    height: float = 0.0
    rotation: int = 0
    confidence: float | None = None
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """Where one word (or run of characters) stands on its page: PDF points, origin top left.
    `confidence` is the character recognition's, from 0 to 1, None for text that the file holds."""

    start: int
    end: int
    page: int
    x0: float
    y0: float
    x1: float
    y1: float
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of layout as the format gives it, before anything is known of its meaning.

    `kind`: paragraph, heading, item, note, row, cell, caption, cue, question, answer, header.
    `level` is a heading's or list item's depth (1 = outermost, 0 = unknown). `label` is the number
    or bullet that stands in the text at the start of the block. `attributes` carries what only
    some formats know: `speaker`, `from`, `to` (seconds) of a cue; `bold`; `style`; `row`, `column`.
    """

    kind: str
    start: int
    end: int
    level: int = 0
    label: str = ""
    page: int | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NoteCall:
    """A footnote call and the note it leads to, both spans of the canonical text."""

    label: str
    call: Span
    note: Span


@dataclass(frozen=True, slots=True)
class Edit:
    """One change made by reading. `raw` stood at `raw_start` of page `page`'s raw text; `text`
    stands at `start` of the canonical text instead (empty when something was cut).

    `kind`: hyphen, furniture, space, ligature, normal-form, line-end, moved, inserted, deleted.
    """

    kind: str
    start: int
    raw_start: int
    raw: str
    text: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Furniture:
    """Running header, footer, page number or stamp, cut from the text and kept here."""

    kind: str
    page: int
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """What was read from one file (or one respondent of a questionnaire: `part`).

    `text` is immutable: NFC, `\\n` line ends. `properties` holds what the container says of itself
    (title, author, created, stamps, closed answers of a questionnaire).
    """

    name: str
    text: str
    format: str = "txt"
    path: str | None = None
    part: str | None = None
    sha256: str = ""
    reader: str = ""
    pages: tuple[Page, ...] = ()
    blocks: tuple[Block, ...] = ()
    boxes: tuple[Box, ...] = ()
    calls: tuple[NoteCall, ...] = ()
    edits: tuple[Edit, ...] = ()
    furniture: tuple[Furniture, ...] = ()
    properties: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def page_at(self, offset: int) -> Page | None:
        """The page on which the character at `offset` stands, or None when there are no pages."""
        from bisect import bisect_right

        index = bisect_right(self.pages, offset, key=lambda page: page.start) - 1
        return self.pages[index] if index >= 0 else None


# ---------------------------------------------------------------- what structure gives


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a text says of itself. `evidence` maps a field's name to the span it was read from;
    a field corrected by the analyst has no evidence and is listed in `corrected`."""

    title: str | None = None
    kind: str | None = None
    number: str | None = None
    date: str | None = None
    issuer: str | None = None
    addressee: str | None = None
    signatory: str | None = None
    nor: str | None = None
    place: str | None = None
    evidence: Mapping[str, Span] = field(default_factory=dict)
    corrected: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered or titled part. `kind`: section, article, annex, principle, visa, operative, …
    `start:end` runs from its heading to the next one of the same or a higher level."""

    label: str
    title: str
    level: int
    start: int
    end: int
    kind: str = "section"


@dataclass(frozen=True, slots=True)
class Passage:
    """The unit of search and display: a paragraph, list item, heading, note, row, turn part.

    `section` and `turn` index into the structure's tuples. `lead_in` is the span of the words that
    introduce a list, for its items (nested lists: the nearest one; `parents` goes outwards).
    """

    start: int
    end: int
    kind: str = "paragraph"
    section: int | None = None
    turn: int | None = None
    label: str = ""
    level: int = 0
    lead_in: Span | None = None
    parents: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Cue:
    """One subtitle of a turn with its own times, in seconds."""

    start: int
    end: int
    time_from: float | None = None
    time_to: float | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """One person's turn to speak; `start:end` is the words alone, without the printed label."""

    start: int
    end: int
    label: str
    speaker: str | None = None
    role: Role = "other"
    organisation: str | None = None
    category: str | None = None
    kind: str = "statement"
    time: str | None = None
    time_to: str | None = None
    label_start: int | None = None
    label_end: int | None = None
    attribution: str = "explicit"
    cues: tuple[Cue, ...] = ()
    function: str | None = None


@dataclass(frozen=True, slots=True)
class Structure:
    """A document's anatomy. `genre`: legal, circular, letter, charter, hearing, questionnaire,
    page, other. `operative` lists the spans in which the present indicative is a norm."""

    metadata: Metadata
    genre: str = "other"
    sections: tuple[Section, ...] = ()
    passages: tuple[Passage, ...] = ()
    sentences: tuple[Span, ...] = ()
    turns: tuple[Turn, ...] = ()
    calls: tuple[NoteCall, ...] = ()
    directions: tuple[Span, ...] = ()
    operative: tuple[Span, ...] = ()
    problems: tuple[Problem, ...] = ()


# ---------------------------------------------------------------- what extraction gives


@dataclass(frozen=True, slots=True)
class Mention:
    """A service, body, practitioner or competency named in the text. `entity` is its canonical
    name; `kind` tells a competency's nature; `certainty` runs from 0 to 1."""

    label: Label
    start: int
    end: int
    text: str
    entity: str
    rule: str
    kind: str | None = None
    certainty: float = 1.0


@dataclass(frozen=True, slots=True)
class Reference:
    """A citation of an identifiable text. `articles` are normalised (`L214-1-2`, `R*133-14`);
    `points` are the alinéas, numbers and letters inside them; `code` is the official name.

    `relation` is the typed link the words announce (`vu`, `modifie`, `abroge`, `application`, …);
    `abstention` says in French why the identity was left open, when it was. `ranges` are the pairs
    of `articles` between which all are cited (`D141-9` to `D141-12`); `own` marks a part of the
    very text that cites (`l'article 2` in an order, `du présent code`).
    """

    start: int
    end: int
    text: str
    rule: str
    kind: str
    number: str | None = None
    date: str | None = None
    articles: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    code: str | None = None
    authority: str | None = None
    nor: str | None = None
    name: str | None = None
    relation: str | None = None
    antecedent: Span | None = None
    abstention: str | None = None
    certainty: float = 1.0
    ranges: tuple[tuple[str, str], ...] = ()
    own: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a statement, a span of the document. `iso` is a deadline's date (`2012-12-31`),
    period (`P5W`) or frequency (`R/P1Y`); `event` the words from which a period runs."""

    start: int
    end: int
    text: str
    iso: str | None = None
    event: str | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """Somebody must, must not, may, should or undertakes to do something, or is given a task.

    `section`, `turn` and `passage` index into the structure. `source` is who says so when the text
    reports (a circular quoted, a witness). `steps` tells, for `--explain`, how each part was found.
    """

    modality: Modality
    trigger: Part
    action: Part
    rule: str
    bearer: Part | None = None
    bearer_entity: str | None = None
    beneficiary: Part | None = None
    condition: tuple[Part, ...] = ()
    deadline: Part | None = None
    legal_basis: Part | None = None
    section: int | None = None
    turn: int | None = None
    negative: bool = False
    source: str | None = None
    certainty: float = 1.0
    steps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure with what it counts (`soixante-dix-sept Caf`, `37 millions d'euros`)."""

    start: int
    end: int
    text: str
    value: float
    unit: str | None
    counted: str | None
    rule: str
    value_to: float | None = None


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything found in one document, in order of position."""

    document: Document
    structure: Structure
    ruleset: str
    mentions: tuple[Mention, ...] = ()
    references: tuple[Reference, ...] = ()
    statements: tuple[Statement, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    problems: tuple[Problem, ...] = ()
