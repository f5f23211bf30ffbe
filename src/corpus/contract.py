"""The contract of `corpus extract --json`: one object that evaluation and outside tools rely on.

Offsets are Unicode code points into `text`; every quoted part carries its own words, so that a
reader can check it without this package.
"""

from __future__ import annotations

from typing import Any

from corpus.model import Extraction, Mention, Page, Part, Reference, Section, Statement, Turn


def to_json(extraction: Extraction) -> dict[str, Any]:
    """`extraction` as plain dictionaries and lists, ready for `json.dumps`."""
    structure = extraction.structure
    metadata = structure.metadata
    facts = [_mention(mention) for mention in extraction.mentions]
    facts += [_reference(reference) for reference in extraction.references]
    return {
        "document": {
            "title": metadata.title,
            "kind": metadata.kind,
            "number": metadata.number,
            "date": metadata.date,
            "issuer": metadata.issuer,
            "addressee": metadata.addressee,
            "signatory": metadata.signatory,
            "pages": [_page(page) for page in extraction.document.pages],
        },
        "text": extraction.document.text,
        "sections": [_section(section) for section in structure.sections],
        "turns": [_turn(turn) for turn in structure.turns],
        "mentions": sorted(facts, key=lambda fact: (fact["start"], -fact["end"], fact["label"])),
        "statements": [_statement(statement, extraction) for statement in extraction.statements],
    }


def _page(page: Page) -> dict[str, Any]:
    return {
        "number": page.number,
        "label": page.label,
        "status": page.status,
        "start": page.start,
        "end": page.end,
    }


def _section(section: Section) -> dict[str, Any]:
    return {
        "label": section.label,
        "title": section.title,
        "level": section.level,
        "start": section.start,
        "end": section.end,
    }


def _turn(turn: Turn) -> dict[str, Any]:
    return {
        "label": turn.label,
        "speaker": turn.speaker,
        "role": turn.role,
        "organisation": turn.organisation,
        "category": turn.category,
        "kind": turn.kind,
        "start": turn.start,
        "end": turn.end,
        "time": turn.time,
    }


def _mention(mention: Mention) -> dict[str, Any]:
    return {
        "label": mention.label,
        "start": mention.start,
        "end": mention.end,
        "text": mention.text,
        "entity": mention.entity,
        "rule": mention.rule,
        "kind": mention.kind,
        "number": None,
        "date": None,
        "articles": [],
        "code": None,
    }


def _reference(reference: Reference) -> dict[str, Any]:
    return {
        "label": "REFERENCE",
        "start": reference.start,
        "end": reference.end,
        "text": reference.text,
        "entity": None,
        "rule": reference.rule,
        "kind": reference.kind,
        "number": reference.number,
        "date": reference.date,
        "articles": list(reference.articles),
        "code": reference.code,
    }


def _statement(statement: Statement, extraction: Extraction) -> dict[str, Any]:
    sections, turns = extraction.structure.sections, extraction.structure.turns
    section = None if statement.section is None else sections[statement.section]
    turn = None if statement.turn is None else turns[statement.turn]
    return {
        "modality": statement.modality,
        "trigger": _part(statement.trigger),
        "bearer": _part(statement.bearer),
        "bearer_entity": statement.bearer_entity,
        "action": _part(statement.action),
        "beneficiary": _part(statement.beneficiary),
        "condition": [_part(condition) for condition in statement.condition],
        "deadline": _deadline(statement.deadline),
        "legal_basis": _part(statement.legal_basis),
        "section": None if section is None else (section.label or section.title),
        "turn": None if turn is None else turn.label,
        "rule": statement.rule,
    }


def _part(part: Part | None) -> dict[str, Any] | None:
    return None if part is None else {"start": part.start, "end": part.end, "text": part.text}


def _deadline(part: Part | None) -> dict[str, Any] | None:
    return None if part is None else {**(_part(part) or {}), "iso": part.iso}
