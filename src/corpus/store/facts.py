"""The facts of one document as rows, each with the passage, section, page and turn it stands in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from corpus.linking.model import Citation, Deadline, Links, Quotation
from corpus.model import Extraction, Part, Quantity, Reference, Statement
from corpus.store.places import Places
from corpus.store.rows import Row, to_json


class Web:
    """The links of a whole build, looked up by document, with the rows of entities and texts."""

    def __init__(self, links: Links, entities: Mapping[str, int], texts: Mapping[str, int]) -> None:
        self.entities, self.texts = entities, texts
        self._mentions, self._bearers = links.mention_entities, links.bearer_entities
        self._citations: dict[tuple[str, int], list[Citation]] = defaultdict(list)
        for citation in links.citations:
            self._citations[citation.document, citation.reference].append(citation)
        self._deadlines: dict[tuple[str, int], Deadline] = {
            (deadline.document, deadline.statement): deadline for deadline in links.deadlines
        }

    def entity(self, key: str, mention: int) -> int:
        """The entity of a document's mention, by its index."""
        return self.entities[self._mentions[key][mention]]

    def bearer(self, key: str, statement: int) -> int | None:
        """The entity that bears a statement, by its index."""
        bearers = self._bearers.get(key, ())
        bearer = bearers[statement] if statement < len(bearers) else None
        return self.entities.get(bearer) if bearer else None

    def citations(self, key: str, reference: int) -> list[Citation]:
        """Where a reference leads, article by article."""
        return self._citations.get((key, reference), [])

    def deadline(self, key: str, statement: int) -> Deadline | None:
        """The deadline of a statement, on the calendar."""
        return self._deadlines.get((key, statement))

    def text(self, key: str | None) -> int | None:
        """The row of a text cited."""
        return self.texts.get(key) if key else None


def _situated(start: int, end: int, text: str, places: Places) -> Row:
    place = places.at(start)
    return {
        "start": start,
        "end": end,
        "text": text,
        "passage_id": place.passage_id,
        "section_id": place.section_id,
        "page_id": place.page_id,
        "turn_id": place.turn_id,
    }


def mention_rows(key: str, extraction: Extraction, places: Places, web: Web) -> Iterator[Row]:
    """Mentions of services, bodies, practitioners and competencies."""
    for index, mention in enumerate(extraction.mentions):
        yield {
            "label": mention.label,
            "entity_id": web.entity(key, index),
            "kind": mention.kind,
            **_situated(mention.start, mention.end, mention.text, places),
            "rule": mention.rule,
            "ruleset": extraction.ruleset,
            "certainty": mention.certainty,
        }


def citation_rows(key: str, extraction: Extraction, places: Places, web: Web) -> Iterator[Row]:
    """References as written, each with the text it leads to or the reason why to none."""
    for index, reference in enumerate(extraction.references):
        targets = web.citations(key, index)
        known = next((web.text(one.text) for one in targets if one.text), None)
        reasons = [one.reason for one in targets if one.reason]
        yield {
            "text_id": known,
            **_reference(reference),
            "relation": _relation(reference, targets),
            "reason": reference.abstention or (None if known else next(iter(reasons), None)),
            **_situated(reference.start, reference.end, reference.text, places),
            "rule": reference.rule,
            "ruleset": extraction.ruleset,
            "certainty": reference.certainty,
        }


def _relation(reference: Reference, targets: list[Citation]) -> str:
    return targets[0].relation if targets else reference.relation or "cite"


def _reference(reference: Reference) -> Row:
    antecedent = reference.antecedent
    return {
        "kind": reference.kind,
        "number": reference.number,
        "date": reference.date,
        "articles": to_json(list(reference.articles)),
        "points": to_json(list(reference.points)),
        "code": reference.code,
        "name": reference.name,
        "antecedent_start": antecedent.start if antecedent else None,
        "antecedent_end": antecedent.end if antecedent else None,
    }


def target_rows(
    targets: Iterable[Citation], citation_id: int, web: Web, sections: Mapping[str, int]
) -> Iterator[Row]:
    """Each article of a reference; `sections` gives the first section row of each held text."""
    for target in targets:
        first = sections.get(target.text or "")
        known = target.section is not None and first is not None
        yield {
            "citation_id": citation_id,
            "text_id": web.text(target.text),
            "article": target.article,
            "section_id": first + target.section if known else None,  # type: ignore[operator]
            "relation": target.relation,
            "reason": target.reason,
        }


def parts_of(statement: Statement) -> list[tuple[str, Part]]:
    """Every part of a statement with its role, in order of position."""
    single = [
        ("trigger", statement.trigger),
        ("bearer", statement.bearer),
        ("action", statement.action),
        ("beneficiary", statement.beneficiary),
        ("deadline", statement.deadline),
        ("legal_basis", statement.legal_basis),
    ]
    parts = [(role, part) for role, part in single if part is not None]
    parts += [("condition", part) for part in statement.condition]
    return sorted(parts, key=lambda one: (one[1].start, one[1].end))


def statement_rows(key: str, extraction: Extraction, places: Places, web: Web) -> Iterator[Row]:
    """Statements with their parts side by side; the words quoted are those of the action's
    passage, the words of a list's lead-in are kept apart."""
    text = extraction.document.text
    for index, statement in enumerate(extraction.statements):
        home = places.passage(statement.action.start)
        inside, outside = _hulls(statement, places, home)
        deadline = statement.deadline
        yield {
            "modality": statement.modality,
            "negative": int(statement.negative),
            "trigger": statement.trigger.text,
            "bearer": _words(statement.bearer),
            "bearer_name": statement.bearer_entity,
            "bearer_id": web.bearer(key, index),
            "action": statement.action.text,
            "beneficiary": _words(statement.beneficiary),
            "conditions": " ; ".join(one.text for one in statement.condition) or None,
            "deadline": _words(deadline),
            "deadline_iso": deadline.iso if deadline else None,
            "legal_basis": _words(statement.legal_basis),
            "source": statement.source,
            **_situated(inside[0], inside[1], text[slice(*inside)], places),
            "lead_in_start": outside[0] if outside else None,
            "lead_in_end": outside[1] if outside else None,
            "lead_in_text": text[slice(*outside)] if outside else None,
            "rule": statement.rule,
            "ruleset": extraction.ruleset,
            "certainty": statement.certainty,
            "steps": to_json(list(statement.steps)),
        }


Range = tuple[int, int]


def _hulls(statement: Statement, places: Places, home: int | None) -> tuple[Range, Range | None]:
    """The words in the action's passage, and those of the trigger and bearer standing elsewhere."""
    parts = parts_of(statement)
    inside = [part for _, part in parts if places.passage(part.start) == home]
    outside = [
        part
        for role, part in parts
        if places.passage(part.start) != home and role in ("trigger", "bearer")
    ]
    return _hull(inside or [statement.action]), _hull(outside) if outside else None


def _hull(parts: list[Part]) -> Range:
    return min(part.start for part in parts), max(part.end for part in parts)


def _words(part: Part | None) -> str | None:
    return part.text if part else None


def part_rows(statement: Statement, statement_id: int) -> Iterator[Row]:
    """The spans of a statement's parts."""
    for role, part in parts_of(statement):
        yield {
            "statement_id": statement_id,
            "role": role,
            "start": part.start,
            "end": part.end,
            "text": part.text,
            "iso": part.iso,
            "event": part.event,
        }


def deadline_row(deadline: Deadline, statement_id: int) -> Row:
    """A deadline on the calendar."""
    return {
        "statement_id": statement_id,
        "kind": deadline.kind,
        "iso": deadline.iso,
        "date": deadline.date,
        "event": deadline.event,
    }


def quantity_rows(extraction: Extraction, places: Places) -> Iterator[Row]:
    """Figures with what they count."""
    for quantity in extraction.quantities:
        yield _quantity(quantity, extraction.ruleset, places)


def _quantity(quantity: Quantity, ruleset: str, places: Places) -> Row:
    return {
        "value": quantity.value,
        "value_to": quantity.value_to,
        "unit": quantity.unit,
        "counted": quantity.counted,
        **_situated(quantity.start, quantity.end, quantity.text, places),
        "rule": quantity.rule,
        "ruleset": ruleset,
    }


def quotation_row(
    quotation: Quotation, texts: tuple[str, str], places: tuple[Places, Places]
) -> Row:
    """The same words here and there; `texts` and `places` are of the document and of the source."""
    here, there = places[0].at(quotation.span.start), places[1].at(quotation.source_span.start)
    return {
        "start": quotation.span.start,
        "end": quotation.span.end,
        "text": quotation.span.of(texts[0]),
        "passage_id": here.passage_id,
        "page_id": here.page_id,
        "source_start": quotation.source_span.start,
        "source_end": quotation.source_span.end,
        "source_text": quotation.source_span.of(texts[1]),
        "source_passage_id": there.passage_id,
        "source_page_id": there.page_id,
        "similarity": quotation.similarity,
        "quoted": int(quotation.quoted),
        "group_id": quotation.group,
        "differences": to_json([list(pair) for pair in quotation.differences]),
    }
