"""One document as rows: its text, anatomy and facts. Pure: dataclasses in, dictionaries out."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from corpus.model import Extraction, Section, Turn
from corpus.sidecar import Sidecar
from corpus.store.places import Places
from corpus.store.records import Entry

Row = dict[str, Any]
_WORD = re.compile(r"\w+")
UNREAD = ("needs-ocr", "garbled", "curves")


def document_row(entry: Entry, file_id: int, added: str, changed: str) -> Row:
    """The row of `documents`, without its identifier."""
    document, structure = entry.extraction.document, entry.extraction.structure
    metadata, text = structure.metadata, document.text
    return {
        "key": entry.key,
        "file_id": file_id,
        "part": document.part,
        "name": document.name,
        "format": document.format,
        "genre": structure.genre,
        "title": metadata.title,
        "kind": metadata.kind,
        "number": metadata.number,
        "date": metadata.date,
        "year": int(metadata.date[:4]) if metadata.date else None,
        "issuer": metadata.issuer,
        "addressee": metadata.addressee,
        "signatory": metadata.signatory,
        "nor": metadata.nor,
        "place": metadata.place,
        "category": entry.sidecar.category,
        "departement": entry.sidecar.departement,
        "corrected": to_json(sorted(metadata.corrected)) if metadata.corrected else None,
        "properties": to_json(dict(document.properties)) if document.properties else None,
        "reader": document.reader,
        "text_sha256": hashlib.sha256(text.encode()).hexdigest(),
        "characters": len(text),
        "words": count_words(text),
        "page_count": len(document.pages),
        "unread_pages": sum(page.status in UNREAD for page in document.pages),
        "passage_count": len(structure.passages),
        "added": added,
        "changed": changed,
    }


def public_ids(key: str, texts: Iterator[str]) -> Iterator[str]:
    """The permanent address of each passage of a document, in order.

    It is made of the document's key, the exact words and how often they have occurred before, so
    it stays the same as long as the words do, wherever the rest of the text moves.
    """
    seen: Counter[str] = Counter()
    for text in texts:
        seen[text] += 1
        digest = hashlib.sha256(f"{key}\0{seen[text]}\0{text}".encode()).digest()
        yield base64.b32encode(digest[:10]).decode().lower()[:12]


def section_rows(sections: tuple[Section, ...], first: int, places: Places) -> Iterator[Row]:
    """Sections with their parent (the nearest open one of a lower level) and their path."""
    open_: list[int] = []
    paths: list[str] = []
    for index, section in enumerate(sections):
        while open_ and not _holds(sections[open_[-1]], section):
            open_.pop()
        parent = open_[-1] if open_ else None
        own = " ".join(part for part in (section.label, section.title) if part)
        paths.append(f"{paths[parent]} › {own}" if parent is not None else own)
        yield {
            "id": first + index,
            "position": index + 1,
            "parent_id": None if parent is None else first + parent,
            "kind": section.kind,
            "label": section.label,
            "title": section.title,
            "path": paths[index],
            "level": section.level,
            "start": section.start,
            "end": section.end,
            "page_id": places.page(section.start),
        }
        open_.append(index)


def _holds(outer: Section, inner: Section) -> bool:
    return outer.level < inner.level and inner.start < outer.end


def page_rows(extraction: Extraction, first: int) -> Iterator[Row]:
    """The pages, in order."""
    for index, page in enumerate(extraction.document.pages):
        yield {
            "id": first + index,
            "number": page.number,
            "label": page.label,
            "status": page.status,
            "reason": page.reason,
            "start": page.start,
            "end": page.end,
            "width": page.width,
            "height": page.height,
            "rotation": page.rotation,
            "confidence": page.confidence,
            "approximate": int(page.approximate),
        }


def box_rows(extraction: Extraction, first_page: int) -> Iterator[Row]:
    """The word boxes of each page, packed."""
    index = {page.number: first_page + i for i, page in enumerate(extraction.document.pages)}
    grouped: dict[int, list[list[float]]] = defaultdict(list)
    for box in extraction.document.boxes:
        sides = (round(side, 1) for side in (box.x0, box.y0, box.x1, box.y1))
        grouped[box.page].append([box.start, box.end, *sides])
    for page, boxes in sorted(grouped.items()):
        if page in index:
            yield {"page_id": index[page], "packed": zlib.compress(to_json(boxes).encode(), 6)}


def unpack_boxes(packed: bytes) -> list[tuple[int, int, float, float, float, float]]:
    """The boxes of one page: (start, end, x0, y0, x1, y1), in the order of the text."""
    return [tuple(box) for box in json.loads(zlib.decompress(packed))]


class Speakers:
    """The speakers of one document and the row each of its turns belongs to."""

    def __init__(self, extraction: Extraction, sidecar: Sidecar, first: int) -> None:
        self._turns = extraction.structure.turns
        self._text = extraction.document.text
        self._sidecar = sidecar
        self._names = list(dict.fromkeys(t.speaker for t in self._turns if t.speaker))
        self._ids = {name: first + index for index, name in enumerate(self._names)}

    def id_of(self, turn: Turn | None) -> int | None:
        """The row of the person who speaks in `turn`."""
        return self._ids.get(turn.speaker) if turn and turn.speaker else None

    def rows(self) -> Iterator[Row]:
        """One row a person; what differs from turn to turn is taken from most of them."""
        for name in self._names:
            turns = [turn for turn in self._turns if turn.speaker == name]
            yield {
                "id": self._ids[name],
                "name": name,
                "role": _most([turn.role for turn in turns]),
                "organisation": _most([turn.organisation for turn in turns]),
                "category": _most([turn.category for turn in turns]),
                "departement": self._departement(name),
                "turns": len(turns),
                "words": sum(count_words(self._text[t.start : t.end]) for t in turns),
            }

    def _departement(self, name: str) -> str | None:
        known = self._sidecar.speakers.get(name)
        return (known.departement if known else None) or self._sidecar.departement


def turn_rows(
    extraction: Extraction, first: int, places: Places, speakers: Speakers
) -> Iterator[Row]:
    """The turns, in order, with the times of their cues."""
    for index, turn in enumerate(extraction.structure.turns):
        cues = [[cue.start, cue.end, cue.time_from, cue.time_to] for cue in turn.cues]
        yield {
            "id": first + index,
            "position": index + 1,
            "speaker_id": speakers.id_of(turn),
            "label": turn.label,
            "label_start": turn.label_start,
            "label_end": turn.label_end,
            "start": turn.start,
            "end": turn.end,
            "role": turn.role,
            "organisation": turn.organisation,
            "category": turn.category,
            "kind": turn.kind,
            "time": turn.time,
            "time_to": turn.time_to,
            "attribution": turn.attribution,
            "cues": to_json(cues) if cues else None,
            "page_id": places.page(turn.start),
        }


def passage_texts(entries: Iterable[Entry]) -> Iterator[str]:
    """The words of every passage of some documents."""
    for entry in entries:
        text = entry.extraction.document.text
        for passage in entry.extraction.structure.passages:
            yield text[passage.start : passage.end]


def passage_rows(entry: Entry, first: int, places: Places, speakers: Speakers) -> Iterator[Row]:
    """The passages, in order, with their permanent addresses."""
    extraction = entry.extraction
    structure, text = extraction.structure, extraction.document.text
    words = [text[one.start : one.end] for one in structure.passages]
    addresses = public_ids(entry.key, iter(words))
    for index, (passage, address) in enumerate(zip(structure.passages, addresses, strict=True)):
        turn = None if passage.turn is None else structure.turns[passage.turn]
        lead_in = passage.lead_in
        yield {
            "id": first + index,
            "public_id": address,
            "position": index + 1,
            "kind": passage.kind,
            "label": passage.label,
            "level": passage.level,
            "section_id": _shift(passage.section, places.first_section),
            "page_id": places.page(passage.start),
            "page_end_id": places.page(max(passage.start, passage.end - 1)),
            "turn_id": _shift(passage.turn, places.first_turn),
            "speaker_id": speakers.id_of(turn),
            "start": passage.start,
            "end": passage.end,
            "lead_in_start": lead_in.start if lead_in else None,
            "lead_in_end": lead_in.end if lead_in else None,
            "text": words[index],
        }


def _shift(index: int | None, first: int) -> int | None:
    return None if index is None else first + index


def evidence_rows(extraction: Extraction) -> Iterator[Row]:
    """Where each piece of metadata was read."""
    for name, span in sorted(extraction.structure.metadata.evidence.items()):
        words = span.of(extraction.document.text)
        yield {"field": name, "start": span.start, "end": span.end, "text": words}


def note_rows(extraction: Extraction, places: Places) -> Iterator[Row]:
    """Footnotes: structure's finds, or what the format itself said."""
    text = extraction.document.text
    for call in extraction.structure.calls or extraction.document.calls:
        yield {
            "label": call.label,
            "call_start": call.call.start,
            "call_end": call.call.end,
            "start": call.note.start,
            "end": call.note.end,
            "text": call.note.of(text),
            "call_passage_id": places.passage(call.call.start),
            "passage_id": places.passage(call.note.start),
        }


def furniture_rows(extraction: Extraction, pages: Mapping[int, int]) -> Iterator[Row]:
    """What was cut from the pages: running headers, footers, stamps."""
    for one in extraction.document.furniture:
        yield {"page_id": pages.get(one.page), "kind": one.kind, "text": one.text}


def edit_rows(extraction: Extraction, pages: Mapping[int, int]) -> Iterator[Row]:
    """Every change that reading made."""
    for edit in extraction.document.edits:
        yield {
            "page_id": pages.get(edit.page) if edit.page is not None else None,
            "kind": edit.kind,
            "start": edit.start,
            "raw_start": edit.raw_start,
            "raw": edit.raw,
            "text": edit.text,
        }


def count_words(text: str) -> int:
    """How many words a text has."""
    return sum(1 for _ in _WORD.finditer(text))


def to_json(value: Any) -> str:
    """Compact JSON with its accents."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _most(values: list[Any]) -> Any:
    counted = Counter(value for value in values if value is not None)
    return counted.most_common(1)[0][0] if counted else None
