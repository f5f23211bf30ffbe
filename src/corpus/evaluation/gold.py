"""Hand annotation: brat standoff (`.txt` and `.ann`) and the JSON contract, read and written.

A span over a line break is written by brat in fragments; it is one span here, from the first
fragment to the last. What brat has no place for (an entity's canonical name, a date) stands in an
`AnnotatorNotes` line as JSON. The words repeated in each line are checked against the text: an
annotation that slipped is refused with its line, never moved in silence.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corpus.errors import CorpusError
from corpus.model import Extraction, Label, Mention, Modality, Part, Reference, Statement

_TYPES: Mapping[str, Label] = {
    "Service": "SERVICE",
    "Body": "BODY",
    "Practitioner": "PRACTITIONER",
    "Competency": "COMPETENCY",
    "Reference": "REFERENCE",
}
_MODALITIES: Mapping[str, Modality] = {
    "Obligation": "obligation",
    "Prohibition": "prohibition",
    "Permission": "permission",
    "Recommendation": "recommendation",
    "Commitment": "commitment",
    "Assignment": "assignment",
}
_ROLES: Mapping[str, str] = {
    "Action": "action",
    "Bearer": "bearer",
    "Beneficiary": "beneficiary",
    "Condition": "condition",
    "Deadline": "deadline",
    "LegalBasis": "legal_basis",
}
_SPAN = re.compile(r"\d+ \d+(?:;\d+ \d+)*")


@dataclass(frozen=True, slots=True)
class Annotated:
    """One text with its facts, whether a hand or a program found them.

    `optional` names the facts on which annotators did not agree (`m3`, `s0`: the fourth mention,
    the first statement); they are scored neither way.
    """

    name: str
    text: str
    mentions: tuple[Mention | Reference, ...] = ()
    statements: tuple[Statement, ...] = ()
    optional: frozenset[str] = frozenset()


@dataclass(slots=True)
class _Ann:
    """The lines of one `.ann` file, by kind."""

    path: Path
    text: str
    spans: dict[str, tuple[str, Part]] = field(default_factory=dict)
    events: list[tuple[str, str, list[tuple[str, str]]]] = field(default_factory=list)
    attributes: dict[tuple[str, str], str] = field(default_factory=dict)
    notes: dict[str, Mapping[str, Any]] = field(default_factory=dict)

    def fail(self, line: int, message: str, remedy: str) -> CorpusError:
        return CorpusError(f"{self.path}:{line} : {message}", remedy, code="annotation")


def read_brat(path: Path) -> Annotated:
    """Read `NAME.ann` with the `NAME.txt` beside it.

    Raises `CorpusError` with file and line when a line is malformed or its words are not the
    text's own.
    """
    text_path = path.with_suffix(".txt")
    if not text_path.is_file():
        raise CorpusError(
            f"Le texte « {text_path} » manque à côté de son annotation.",
            "Remettez-le à sa place.",
            code="annotation",
        )
    ann = _Ann(path, text_path.read_text(encoding="utf-8"))
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip():
            _read_line(ann, number, line)
    return _assemble(ann)


def _read_line(ann: _Ann, number: int, line: str) -> None:
    ident, _, rest = line.partition("\t")
    try:
        if ident[0] == "T":
            head, _, words = rest.partition("\t")
            kind, _, offsets = head.partition(" ")
            ann.spans[ident] = (kind, _part(ann, number, offsets, words))
        elif ident[0] == "E":
            pairs = [tuple(pair.split(":", 1)) for pair in rest.split()]
            (modality, trigger), *roles = [(name, target) for name, target in pairs]
            ann.events.append((ident, modality, [("Trigger", trigger), *roles]))
        elif ident[0] in "AM":
            name, target, *value = rest.split(" ")
            ann.attributes[target, name] = " ".join(value) or "true"
        elif ident[0] == "#":
            head, _, note = rest.partition("\t")
            target = head.split(" ")[1]
            ann.notes[target] = {**ann.notes.get(target, {}), **_note(note)}
    except (ValueError, IndexError) as error:
        raise ann.fail(
            number, "ligne d'annotation illisible.", "Corrigez-la ou supprimez-la."
        ) from error


def _note(note: str) -> Mapping[str, Any]:
    try:
        value = json.loads(note)
    except json.JSONDecodeError:
        return {"note": note}
    return value if isinstance(value, dict) else {"note": note}


def _part(ann: _Ann, number: int, offsets: str, words: str) -> Part:
    if not _SPAN.fullmatch(offsets):
        raise ValueError(offsets)
    bounds = [int(bound) for bound in re.split(r"[ ;]", offsets)]
    start, end = bounds[0], bounds[-1]
    text = ann.text[start:end]
    if "".join(text.split()) != "".join(words.split()):
        raise ann.fail(
            number,
            f"« {words} » n'est pas ce que dit le texte à cet endroit (« {text} »).",
            "Le texte a changé depuis l'annotation : reprenez cette ligne.",
        )
    return Part(start, end, text)


def _assemble(ann: _Ann) -> Annotated:
    optional: set[str] = set()
    mentions: list[Mention | Reference] = []
    for ident, (kind, part) in sorted(
        ((i, s) for i, s in ann.spans.items() if s[0] in _TYPES),
        key=lambda one: (one[1][1].start, one[1][1].end, one[0]),
    ):
        if _is_optional(ann, ident):
            optional.add(f"m{len(mentions)}")
        mentions.append(_mention(ann, ident, _TYPES[kind], part))
    statements: list[Statement] = []
    for ident, modality, roles in ann.events:
        if modality not in _MODALITIES:
            continue
        if _is_optional(ann, ident):
            optional.add(f"s{len(statements)}")
        statements.append(_statement(ann, ident, _MODALITIES[modality], roles))
    return Annotated(
        ann.path.stem, ann.text, tuple(mentions), tuple(statements), frozenset(optional)
    )


def _is_optional(ann: _Ann, ident: str) -> bool:
    return (ident, "Optional") in ann.attributes or bool(ann.notes.get(ident, {}).get("optional"))


def _mention(ann: _Ann, ident: str, label: Label, part: Part) -> Mention | Reference:
    note = ann.notes.get(ident, {})
    kind = ann.attributes.get((ident, "Kind"))
    if label != "REFERENCE":
        entity = str(note.get("entity") or part.text.lower())
        return Mention(label, part.start, part.end, part.text, entity, "annotation", kind)
    return _reference(part, {**note, "kind": (kind or "autre").replace("lettre-c", "lettre c")})


def _reference(part: Part, given: Mapping[str, Any]) -> Reference:
    return Reference(
        part.start,
        part.end,
        part.text,
        "annotation",
        str(given.get("kind") or "autre"),
        number=given.get("number"),
        date=given.get("date"),
        articles=tuple(given.get("articles") or ()),
        code=given.get("code"),
    )


def _statement(
    ann: _Ann, ident: str, modality: Modality, roles: list[tuple[str, str]]
) -> Statement:
    parts: dict[str, list[Part]] = {}
    for role, target in roles:
        name = "trigger" if role == "Trigger" else _ROLES.get(role.rstrip("0123456789"), role)
        parts.setdefault(name, []).append(ann.spans[target][1])
    trigger = parts["trigger"][0]
    one = {name: found[0] for name, found in parts.items()}
    entity = ann.notes.get(ident, {}).get("bearer_entity")
    return Statement(
        modality,
        trigger,
        one.get("action", trigger),
        "annotation",
        bearer=one.get("bearer"),
        bearer_entity=entity,
        beneficiary=one.get("beneficiary"),
        condition=tuple(parts.get("condition", ())),
        deadline=one.get("deadline"),
        legal_basis=one.get("legal_basis"),
    )


def read_json(path: Path, text: str) -> Annotated:
    """Read facts in the JSON contract of `corpus extract --json`; `text` is what they speak of."""
    given = json.loads(path.read_text(encoding="utf-8"))
    optional: set[str] = set()
    mentions: list[Mention | Reference] = []
    for index, one in enumerate(given["mentions"]):
        if one.get("optional"):
            optional.add(f"m{index}")
        part = Part(one["start"], one["end"], text[one["start"] : one["end"]])
        if one["label"] == "REFERENCE":
            mentions.append(_reference(part, one))
        else:
            entity = one.get("entity") or part.text.lower()
            mentions.append(
                Mention(
                    one["label"], part.start, part.end, part.text, entity, "json", one.get("kind")
                )
            )
    statements = []
    for index, one in enumerate(given["statements"]):
        if one.get("optional"):
            optional.add(f"s{index}")
        statements.append(_json_statement(one, text))
    return Annotated(path.stem, text, tuple(mentions), tuple(statements), frozenset(optional))


def _json_statement(one: Mapping[str, Any], text: str) -> Statement:
    def part(value: Mapping[str, Any] | None) -> Part | None:
        if not value:
            return None
        return Part(value["start"], value["end"], text[value["start"] : value["end"]])

    action = part(one["action"])
    trigger = part(one.get("trigger")) or action
    assert action is not None and trigger is not None
    conditions = (part(condition) for condition in one.get("condition") or ())
    return Statement(
        one["modality"],
        trigger,
        action,
        "json",
        bearer=part(one.get("bearer")),
        bearer_entity=one.get("bearer_entity"),
        beneficiary=part(one.get("beneficiary")),
        condition=tuple(condition for condition in conditions if condition is not None),
        deadline=part(one.get("deadline")),
        legal_basis=part(one.get("legal_basis")),
    )


def from_extraction(extraction: Extraction) -> Annotated:
    """What the program found, in the same shape as what a hand found."""
    mentions: list[Mention | Reference] = [*extraction.mentions, *extraction.references]
    mentions.sort(key=lambda mention: (mention.start, mention.end))
    document = extraction.document
    return Annotated(document.name, document.text, tuple(mentions), extraction.statements)


def write_brat(annotated: Annotated) -> str:
    """The `.ann` lines of the facts, to be corrected by hand in any tool that reads brat."""
    return "".join(f"{line}\n" for line in _brat_lines(annotated))


def _brat_lines(annotated: Annotated) -> Iterator[str]:
    types = {label: name for name, label in _TYPES.items()}
    notes = attributes = spans = 0

    def span(kind: str, part: Part | Mention | Reference) -> str:
        fragments, words = _fragments(annotated.text, part.start, part.end)
        return f"T{spans}\t{kind} {fragments}\t{words}"

    for mention in annotated.mentions:
        spans += 1
        label = mention.label if isinstance(mention, Mention) else "REFERENCE"
        yield span(types[label], mention)
        if mention.kind:
            attributes += 1
            yield f"A{attributes}\tKind T{spans} {mention.kind.replace(' ', '-')}"
        if note := _brat_note(mention):
            notes += 1
            yield f"#{notes}\tAnnotatorNotes T{spans}\t{json.dumps(note, ensure_ascii=False)}"
    for number, statement in enumerate(annotated.statements, 1):
        event: list[tuple[str, str]] = []
        modality = statement.modality.capitalize()
        for role, part in _brat_roles(statement):
            spans += 1
            yield span(modality if role == "Trigger" else role, part)
            again = sum(name.rstrip("0123456789") == role for name, _ in event)
            event.append((f"{role}{again + 1}" if again else role, f"T{spans}"))
        line = " ".join(f"{modality if role == 'Trigger' else role}:{t}" for role, t in event)
        yield f"E{number}\t{line}"
        if statement.bearer_entity:
            notes += 1
            bearer = json.dumps({"bearer_entity": statement.bearer_entity}, ensure_ascii=False)
            yield f"#{notes}\tAnnotatorNotes E{number}\t{bearer}"


def _brat_roles(statement: Statement) -> Iterator[tuple[str, Part]]:
    yield "Trigger", statement.trigger
    for role, name in _ROLES.items():
        value = getattr(statement, name)
        for part in value if isinstance(value, tuple) else (value,):
            if part is not None:
                yield role, part


def _brat_note(mention: Mention | Reference) -> dict[str, Any]:
    if isinstance(mention, Mention):
        return {"entity": mention.entity}
    given = {
        "number": mention.number,
        "date": mention.date,
        "articles": list(mention.articles),
        "code": mention.code,
    }
    return {key: value for key, value in given.items() if value}


def _fragments(text: str, start: int, end: int) -> tuple[str, str]:
    pieces, position = [], start
    for gap in re.finditer(r"\s*\n\s*", text[start:end]):
        pieces.append((position, start + gap.start()))
        position = start + gap.end()
    pieces.append((position, end))
    offsets = ";".join(f"{a} {b}" for a, b in pieces)
    return offsets, " ".join(text[a:b] for a, b in pieces)


def read_set(folder: Path) -> Iterator[Annotated]:
    """Every annotated text of a folder and its subfolders, in the order of their names."""
    for path in sorted(folder.rglob("*.ann")):
        yield read_brat(path)
